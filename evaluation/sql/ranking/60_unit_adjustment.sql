-- one row per ranked period and period whose adjustments and vetoes count for it: itself, and for a year also its parts
create or replace view period_scope as
select period, period as source, '' as label from period
union
select period, source, if(source = period, '', label) from period_source;

-- one row per ranked period and unit with adjustments: bonus and deduction in points, each side capped, and what is left of both
create or replace view unit_adjustment as
select period, unit, bonus, deduction, bonus - deduction as adjustment
from (
    select period_scope.period, unit,
        least(coalesce(sum(points) filter (points > 0), 0), coalesce(any_value(bonus_cap), 100000000))::decimal(26, 12) as bonus,
        least(coalesce(-sum(points) filter (points < 0), 0), coalesce(any_value(deduction_cap), 100000000))::decimal(26, 12) as deduction
    from adjustment
    join period_scope on source = adjustment.period, scheme_option
    group by period_scope.period, unit
);

-- one row per ranked period and unit with a veto: its reasons in the order they were entered
create or replace view unit_veto as
select period_scope.period, unit, list(reason order by import, line) as reasons
from veto
join period_scope on source = veto.period
group by period_scope.period, unit;

-- one row per ranked period and unit with adjustments or a veto: what of these enters the ranking, by numbers
create or replace view computed_correction as
select period_number, position as unit_position, whole(coalesce(adjustment, 0), 12) as adjustment, reasons is not null as is_vetoed
from unit_adjustment
full join unit_veto using (period, unit)
join period_number using (period)
join unit using (unit);

-- one row per ranked period and unit with gaps: indicators without a mark, in scheme order; for a year made up of parts the
-- parts in turn, each indicator with the part that it lacks in before it
create or replace view unit_missing as
select period_source.period, unit, list(prefix || indicator order by part_position, source_position, indicator_position) as indicators
from gap
join (select position as indicator_position, indicator from indicator) using (indicator_position)
join unit on unit.position = unit_position
join period_number using (period_number)
join period_source on source = period_number.period
group by period_source.period, unit;
