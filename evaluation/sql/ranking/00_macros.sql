-- Exact arithmetic. A score is a whole number of steps, held in a HUGEINT, because "/" and avg() go through binary floating point:
-- of 10^-decimals points where every level is rounded (8625 is 86.25), of 10^-20 points under "final". "//" on HUGEINT is exact; an
-- overflow raises and never wraps. The views whose names begin with unit_ show scores in 10^-20 points under both.

-- 10^n as a whole number, n from 0 to 22 (a double holds these powers exactly)
create or replace macro power_of_ten(n) as (10::double ** n)::hugeint;

-- how many decimal places a step of a score has
create or replace macro score_places(rounding, decimals) as if(rounding = 'each_level', decimals, 20);

-- a score counted in steps, in 10^-20 points
create or replace macro in_units(score, rounding, decimals) as score * power_of_ten(20 - score_places(rounding, decimals));

-- n // d for HUGEINT n and d > 0, by way of BIGINT where both fit: ten times as fast
create or replace macro quotient(n, d) as if(
    n between -9000000000000000000 and 9000000000000000000 and d < 9000000000000000000,
    (n::bigint // d::bigint)::hugeint,
    n // d
);

-- the decimal x, which has no more than so many places, as a whole number of 10^-places, by the decimals' own way: for few figures
create or replace macro whole_of_few(x, places) as (x * power_of_ten(places)::decimal(26, 0))::hugeint;

-- the same for many. Up to 10^14 a double is less than 1/16 off, so the whole number nearest to it is the right one; the decimals' own way,
-- for larger ones, costs ten times as much.
create or replace macro whole(x, places) as if(
    abs(x) <= 100000000 and places <= 6,
    round(x::double * 10::double ** places)::bigint::hugeint,
    whole_of_few(x, places)
);

-- n / d for d > 0 as a whole number, halves away from 0
create or replace macro round_away(n, d) as if(n < 0, -((2 * -n + d) // (2 * d)), (2 * n + d) // (2 * d));

-- a whole number of 10^-places as the decimal that a mark is. Marks with more than twelve places, which older versions took in where a
-- percentage became a share of 1, are shown with twelve.
create or replace macro as_mark(n, places) as (
    if(places <= 12, n * power_of_ten(12 - places), round_away(n, power_of_ten(greatest(places - 12, 0))))::decimal(26, 0)
    * 0.000000000001::decimal(12, 12)
)::decimal(20, 12);

-- 100 · p / q in steps, q > 0: rounded half up, or ("final", p >= 0) cut after 20 digits
create or replace macro score_of(p, q, rounding, decimals) as case
    when rounding = 'each_level' then quotient(200 * p * power_of_ten(decimals) + q, 2 * q)
    else quotient(100 * p, q) * power_of_ten(20)
        + quotient((100 * p) % q * power_of_ten(10), q) * power_of_ten(10)
        + quotient((100 * p) % q * power_of_ten(10) % q * power_of_ten(10), q)
end;

-- a score in 10^-20 points rounded half up to decimals. The 100 units (10^-18 points) make up for what "final" cut off on the way.
create or replace macro round_half_up(score, decimals) as
    (score + 100 + power_of_ten(20 - decimals) // 2) // power_of_ten(20 - decimals) * power_of_ten(20 - decimals);

-- a score in steps as it is printed, in steps
create or replace macro printed(score, rounding, decimals) as
    if(rounding = 'each_level', score, round_half_up(score, decimals));

-- a weighted mean of scores: weighted_sum / weight_sum, rounded half up, or ("final") cut
create or replace macro mean_of(weighted_sum, weight_sum, rounding) as
    if(rounding = 'each_level', quotient(2 * weighted_sum + weight_sum, 2 * weight_sum), quotient(weighted_sum, weight_sum));

-- the mean of those children's scores that are there: null where one lacks, but under 'reweight' only where all lack, and under 'zero' what
-- lacks counts 0. weight_sum: of those that are there, asked for under 'reweight' only; whole_weight: of all. Of an only child its very
-- score.
create or replace macro mean_of_there(children, present, weighted_sum, weight_sum, whole_weight, missing, rounding) as case
    when present < if(missing = 'reweight', 1, if(missing = 'zero', 0, children)) then null
    when present = 1 and (children = 1 or missing = 'reweight')
        then quotient(weighted_sum, if(missing = 'reweight', weight_sum, whole_weight))
    else mean_of(weighted_sum, if(missing = 'reweight', weight_sum, whole_weight), rounding)
end::hugeint;

-- a rounded score in 10^-20 points as a decimal with six places, for people and for Python
create or replace macro as_points(score) as
    ((score // power_of_ten(14))::decimal(31, 0) * 0.000001::decimal(7, 6))::decimal(38, 6);

-- a score in 10^-20 points as published: rounded half up, as a decimal with six places
create or replace macro published(score, decimals) as as_points(round_half_up(score, decimals));

-- a whole number of 10^-12 points as a decimal with six places, what lies beyond cut off
create or replace macro points_of(total) as
    (quotient(total, 1000000)::decimal(31, 0) * 0.000001::decimal(7, 6))::decimal(38, 6);
