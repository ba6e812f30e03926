-- Exact arithmetic. A score is a whole number of 10^-20 points (100 points = 10^22), held in a HUGEINT, because "/" and
-- avg() go through binary floating point. "//" on HUGEINT is exact; an overflow raises and never wraps.

-- 10^n as a whole number, n from 0 to 22 (a double holds these powers exactly)
create or replace macro power_of_ten(n) as (10::double ** n)::hugeint;

-- n // d for HUGEINT n >= 0 and d > 0, by way of BIGINT where both fit: ten times as fast
create or replace macro quotient(n, d) as if(
    n < 9000000000000000000 and d < 9000000000000000000,
    (n::bigint // d::bigint)::hugeint,
    n // d
);

-- the decimal x, which has no more than so many places, as a whole number of 10^-places. Up to 10^14 a double is less than
-- 1/16 off, so the whole number nearest to it is the right one; the decimals' own way, for larger ones, costs ten times as much.
create or replace macro whole(x, places) as if(
    abs(x) <= 100000000 and places <= 6,
    round(x::double * 10::double ** places)::bigint::hugeint,
    (x * power_of_ten(places)::decimal(26, 0))::hugeint
);

-- 100 · p / q in score units, p >= 0 and q > 0: rounded half up to the scheme's decimals, or ("final") cut after 20 digits
create or replace macro score_of(p, q, rounding, decimals) as case
    when rounding = 'each_level'
        then quotient(200 * p * power_of_ten(decimals) + q, 2 * q) * power_of_ten(20 - decimals)
    else quotient(100 * p, q) * power_of_ten(20)
        + quotient((100 * p) % q * power_of_ten(10), q) * power_of_ten(10)
        + quotient((100 * p) % q * power_of_ten(10) % q * power_of_ten(10), q)
end;

-- score units rounded half up to decimals. The 100 units (10^-18 points) make up for what "final" cut off on the way.
create or replace macro round_half_up(score, decimals) as
    (score + 100 + power_of_ten(20 - decimals) // 2) // power_of_ten(20 - decimals) * power_of_ten(20 - decimals);

-- a weighted mean of scores: weighted_sum / weight_sum, rounded half up, or ("final") cut
create or replace macro mean_of(weighted_sum, weight_sum, rounding, decimals) as case
    when rounding = 'each_level'
        then (2 * weighted_sum + weight_sum * power_of_ten(20 - decimals))
            // (2 * weight_sum * power_of_ten(20 - decimals)) * power_of_ten(20 - decimals)
    else weighted_sum // weight_sum
end;

-- the mean of those children's scores that are there: null where one lacks (under 'reweight', where all lack); an only child's
-- score as it is, because rounding it again changes nothing
create or replace macro mean_of_there(children, present, only_score, weighted_sum, weight_sum, missing, rounding, decimals) as case
    when present = 0 or (missing <> 'reweight' and present < children) then null
    when present = 1 then only_score
    else mean_of(weighted_sum, weight_sum, rounding, decimals)
end::hugeint;

-- a rounded score as a decimal with six places, for people and for Python
create or replace macro as_points(score) as
    ((score // power_of_ten(14))::decimal(31, 0) * 0.000001::decimal(7, 6))::decimal(38, 6);

-- a score as published: rounded half up, as a decimal with six places
create or replace macro published(score, decimals) as as_points(round_half_up(score, decimals));
