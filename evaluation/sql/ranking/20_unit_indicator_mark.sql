-- one row per period, unit and indicator: the raters' marks that the scheme's rater rule keeps, lowest first
create or replace view kept_mark as
with sorted as (
    select period, unit, group_name, indicator, list_sort(list(mark)) as marks, max(mark.places) as places
    from mark
    join unit using (unit)
    join indicator using (indicator)
    group by period, unit, group_name, indicator
)
select period, unit, group_name, indicator, places,
    case
        when raters = 'trimmed_mean' and len(marks) >= 3 then marks[2 : len(marks) - 1]
        when raters = 'median' then marks[(len(marks) + 1) // 2 : len(marks) // 2 + 1]
        else marks
    end as kept
from sorted, scheme_option;

-- one row per period and indicator: 1/mark_scale is a unit in which all its marks and parameters are whole numbers
create or replace view indicator_scale as
select period, indicator,
    greatest(max(kept_mark.places), any_value(indicator.places)) as places,
    list_reduce(list(distinct len(kept)::hugeint), lambda a, b: lcm(a, b)) as rater_multiple
from kept_mark
join indicator using (indicator)
group by period, indicator;

-- one row per period, unit and indicator: the joined mark, exactly mark / (10^places · rater_multiple)
create or replace view unit_indicator_mark as
select period, unit, group_name, indicator, places, rater_multiple,
    whole(list_sum(kept), places) * (rater_multiple // len(kept)::hugeint) as mark
from (select * exclude (places) from kept_mark)
join indicator_scale using (period, indicator);
