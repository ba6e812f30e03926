-- Exact arithmetic. A score is a whole number of 10^-20 points (100 points = 10^22), held in a HUGEINT, because "/" and
-- avg() go through binary floating point. "//" on HUGEINT is exact; an overflow raises and never wraps.

-- 10^n as a whole number, n from 0 to 22 (a double holds these powers exactly)
create or replace macro power_of_ten(n) as (10::double ** n)::hugeint;

-- the decimal x as a whole number of 10^-places
create or replace macro whole(x, places) as (x * power_of_ten(places)::decimal(26, 0))::hugeint;

-- 100 · p / q in score units, p >= 0 and q > 0: rounded half up to the scheme's decimals, or ("final") cut after 20 digits
create or replace macro score_of(p, q, rounding, decimals) as case
    when rounding = 'each_level'
        then (200 * p * power_of_ten(decimals) + q) // (2 * q) * power_of_ten(20 - decimals)
    else (100 * p) // q * power_of_ten(20)
        + ((100 * p) % q) * power_of_ten(10) // q * power_of_ten(10)
        + (((100 * p) % q) * power_of_ten(10) % q) * power_of_ten(10) // q
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

-- a rounded score as a decimal with six places, for people and for Python
create or replace macro as_points(score) as
    ((score // power_of_ten(14))::decimal(31, 0) * 0.000001::decimal(7, 6))::decimal(38, 6);

-- a score as published: rounded half up, as a decimal with six places
create or replace macro published(score, decimals) as as_points(round_half_up(score, decimals));
