-- What stands by numbers so far, with names and in 10^-20 points, for people and for traces.

-- one row per period that enters a ranked one, unit of the roster and indicator, whether there is a mark or not
-- origin: 'mark' | 'zero' (a blank that counts 0) | 'imputed' (the group's mean) | 'missing' (no score)
create or replace macro named_indicator_score(from_number, to_number) as table
with scored as (
    select item // 10000 as period_number, unit_position, item % 10000 as indicator_position, score, 'mark' as origin
    from marked_score(from_number, to_number)
    semi join source_number on source_number.period_number = item // 10000
    union all
    select period_number, unit_position, indicator_position, score,
        case when missing = 'zero' then 'zero' when score is null then 'missing' else 'imputed' end
    from gap, scheme_option
    where period_number between from_number and to_number
)
select period, unit, group_name, indicator, dimension, aspect, weight, indicator.position,
    in_units(score, rounding, decimals) as score, origin
from scored
join period_number using (period_number)
join unit on unit.position = unit_position
join indicator on indicator.position = indicator_position, scheme_option;

-- one row per period that enters a ranked one, unit and aspect
create or replace macro named_aspect_score(from_number, to_number) as table
with expected as (
    select distinct source_number.period_number, aspect_position
    from source_number, aspect_place
    where source_number.period_number between from_number and to_number
)
select period, unit, group_name, dimension, aspect,
    in_units(if(scored.unit_position is null and missing = 'zero', 0, score), rounding, decimals) as score
from expected
join period_number using (period_number)
join aspect on aspect.position = aspect_position
cross join unit
left join aspect_score(from_number, to_number) as scored on scored.period_number = expected.period_number
    and scored.aspect_position = expected.aspect_position and scored.unit_position = unit.position,
scheme_option;

create or replace view unit_indicator_score as
from named_indicator_score(0, 1000000);

create or replace view unit_aspect_score as
from named_aspect_score(0, 1000000);

-- one row per period that enters a ranked one, unit and dimension
create or replace view unit_source_score as
select period, unit, group_name, dimension, dimension.position, in_units(score, rounding, decimals) as score
from source_score
join period_number using (period_number)
join unit on unit.position = unit_position
join dimension on dimension.position = dimension_position, scheme_option;

-- one row per ranked period, unit, dimension and part
create or replace view unit_part_score as
select period, unit, group_name, dimension, dimension.position, part, part_position, weight,
    in_units(score, rounding, decimals) as score
from part_score
join period_number using (period_number)
join unit on unit.position = unit_position
join dimension on dimension.position = dimension_position, scheme_option;

-- one row per ranked period, unit and dimension
create or replace view unit_dimension_score as
select period, unit, group_name, dimension, dimension.position, in_units(score, rounding, decimals) as score
from dimension_score
join period_number using (period_number)
join unit on unit.position = unit_position
join dimension on dimension.position = dimension_position, scheme_option;

-- one row per period, unit and indicator: the joined mark, exactly mark / one, beside its group's population
create or replace macro named_mark_in_group(from_number, to_number) as table
select period, unit, marks.group_name, marks.* exclude (group_name, unit_position, period_number)
from mark_in_group(from_number, to_number, false) as marks
join unit on unit.position = unit_position
join period_number using (period_number);

create or replace view unit_indicator_mark as
from named_mark_in_group(0, 1000000);

-- one row per period, unit and indicator: the score as p / q of 100 points, not yet rounded
create or replace view unit_indicator_ratio as
select period, unit, indicator, p, q
from (from straight_ratio(0, 1000000, false) union all by name from other_ratio(0, 1000000))
join item using (item)
join period_number using (period_number)
join unit on unit.position = unit_position;

-- one row per period, unit and indicator: the raters' marks that the scheme's rater rule keeps, lowest first
create or replace view kept_mark as
with sorted as (
    select period, unit, group_name, indicator, list_sort(list(mark)) as marks
    from mark
    join unit using (unit)
    join indicator using (indicator)
    group by period, unit, group_name, indicator
)
select period, unit, group_name, indicator, kept_of(marks, raters) as kept
from sorted, scheme_option;
