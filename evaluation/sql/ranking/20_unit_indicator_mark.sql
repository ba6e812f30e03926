-- From here to unit_before_weights units, indicators, aspects and dimensions go by their positions in roster and scheme: numbers
-- as keys cost a fraction of names. The views whose names begin with unit_ show the same with names, for people.

-- those of a unit's marks, lowest first, that the scheme's rater rule keeps
create or replace macro kept_of(marks, raters) as case
    when raters = 'trimmed_mean' and len(marks) >= 3 then marks[2 : len(marks) - 1]
    when raters = 'median' then marks[(len(marks) + 1) // 2 : len(marks) // 2 + 1]
    else marks
end;

-- one row per period, unit and indicator: what the scheme's rater rule keeps of the raters' marks; the joined mark is exactly
-- kept_sum / kept_count
create or replace view computed_joined_mark as
with given as (
    select period, unit.position as unit_position, indicator.position as indicator_position, mark, mark.places
    from mark
    join unit using (unit)
    join indicator using (indicator)
),
gathered as (
    select period, unit_position, indicator_position, sum(mark) as total, count(*) as given, max(places) as places,
        kept_of(list_sort(list(mark) filter (raters <> 'mean')), any_value(raters)) as kept
    from given, scheme_option
    group by period, unit_position, indicator_position
)
select period, unit_position, indicator_position, places,
    coalesce(list_sum(kept), total) as kept_sum,
    coalesce(len(kept), given) as kept_count
from gathered;

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

-- one row per period and indicator: 1 / (10^places · rater_multiple) is a unit in which all its marks and parameters are whole
-- numbers, and these parameters in that unit
create or replace view indicator_scale as
with counted as (
    select period, indicator_position, kept_count, max(places) as places
    from joined_mark
    group by period, indicator_position, kept_count
),
scaled as (
    select period, indicator_position, max(counted.places) as mark_places,
        list_reduce(list(kept_count::hugeint), lambda a, b: lcm(a, b)) as rater_multiple
    from counted
    group by period, indicator_position
),
measured as (
    select *, greatest(mark_places, indicator.places) as scale_places
    from scaled
    join indicator on indicator.position = indicator_position
)
select period, indicator_position, indicator, rule, better, scale, whole_steps,
    rule in ('min_max', 'percentile_rank', 'ratio_to_best', 'rank_points') as is_relative,
    scale_places as places, rater_multiple,
    power_of_ten(scale_places) * rater_multiple as one,
    whole(full_mark, scale_places) * rater_multiple as full_mark,
    whole(low, scale_places) * rater_multiple as low,
    whole(high, scale_places) * rater_multiple as high,
    whole(target, scale_places) * rater_multiple as target,
    whole(step, scale_places) * rater_multiple as step,
    whole(points_per_step, scale_places) * rater_multiple as points_per_step,
    list_transform(points, lambda x: whole(x, scale_places) * rater_multiple) as points
from measured;

-- one row per period, unit and indicator: the joined mark, exactly mark / one, with the rule and its parameters
create or replace view measured_mark as
select unit_position, whole(kept_sum, indicator_scale.places) * quotient(rater_multiple, kept_count::hugeint) as mark,
    indicator_scale.*
from joined_mark
join indicator_scale using (period, indicator_position);

-- the same with names
create or replace view unit_indicator_mark as
select period, unit, group_name, indicator, places, rater_multiple, mark
from measured_mark
join unit on unit.position = unit_position;
