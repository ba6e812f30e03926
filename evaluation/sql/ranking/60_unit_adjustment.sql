-- one row per period and unit with adjustments: bonus and deduction in points, each side capped, and what is left of both
create or replace view unit_adjustment as
select period, unit, bonus, deduction, bonus - deduction as adjustment
from (
    select period, unit,
        least(coalesce(sum(points) filter (points > 0), 0), coalesce(any_value(bonus_cap), 100000000))::decimal(26, 12) as bonus,
        least(coalesce(-sum(points) filter (points < 0), 0), coalesce(any_value(deduction_cap), 100000000))::decimal(26, 12) as deduction
    from adjustment, scheme_option
    group by period, unit
);

-- one row per period and unit with a veto: its reasons in the order they were entered
create or replace view unit_veto as
select period, unit, list(reason order by import, line) as reasons
from veto
group by period, unit;

-- one row per period and unit with gaps: indicators without a mark, in scheme order
create or replace view unit_missing as
select period, unit, list(indicator order by position) as indicators
from unit_indicator_score
where origin <> 'mark'
group by period, unit;
