-- The other rules: those that compare a unit with its group, logarithms, whole steps.

-- one row per unit and item (or, on request, only those of the other rules): the joined mark, exactly mark / one, with the rule and its
-- parameters in the same unit. rater_multiple is what makes the joined marks of all units whole numbers, however many raters they had.
create or replace macro measured_mark(from_number, to_number, only_others) as table
with joined as materialized (
    from joined_mark(from_number, to_number, only_others)
    semi join (from item where not (only_others and is_straight)) as wanted using (item)
),
multiple as (
    select item, list_reduce(list(distinct kept_count::hugeint), lambda a, b: lcm(a, b)) as rater_multiple
    from joined
    group by item
)
select unit_position, kept_sum * quotient(rater_multiple, kept_count::hugeint) as mark, rater_multiple,
    power_of_ten(places) * rater_multiple as one,
    item.* replace (
        full_mark * rater_multiple as full_mark,
        low * rater_multiple as low,
        high * rater_multiple as high,
        target * rater_multiple as target,
        step * rater_multiple as step,
        points_per_step * rater_multiple as points_per_step,
        list_transform(points, lambda x: x * rater_multiple) as points
    )
from joined
join multiple using (item)
join item using (item);

-- the same beside its group's population (every unit of the group with a mark)
create or replace macro mark_in_group(from_number, to_number, only_others) as table
select measured.*, group_name,
    min(mark) over population as lowest,
    max(mark) over population as highest,
    count(*) over population as units,
    rank() over (partition by item, group_name order by case when better = 'lower' then -mark else mark end desc) as place
from measured_mark(from_number, to_number, only_others) as measured
join unit on unit.position = unit_position
where is_relative or not only_others
window population as (partition by item, group_name);

-- one row per unit and item: the score as p / q of 100 points, direction turned, not yet rounded; q > 0
create or replace macro other_ratio(from_number, to_number) as table
with compared as (
    select *, null::hugeint as lowest, null::hugeint as highest, null as units, null as place
    from measured_mark(from_number, to_number, true)
    where not is_relative
    union all by name
    select * exclude (group_name)
    from mark_in_group(from_number, to_number, true)
),
plain as (
    select unit_position, item, better, rule,
        case
            when rule = 'goalposts' then log_share(mark, low, high)
            when rule = 'min_max' and lowest = highest then 1
            when rule = 'min_max' then if(better = 'lower', highest - mark, mark - lowest)
            when rule = 'percentile_rank' and units = 1 then 1
            when rule = 'percentile_rank' then units - place
            when rule = 'ratio_to_best' and if(better = 'lower', mark, highest) = 0
                then if(mark = if(better = 'lower', lowest, highest), 1, 0)
            when rule = 'ratio_to_best' then if(better = 'lower', lowest, mark)
            when rule = 'rank_points' then points[least(place, len(points))]
            when rule = 'step_deduction'
                then greatest(0, full_mark - points_per_step
                    * ((greatest(0, if(better = 'lower', mark - target, target - mark)) + step - 1) // step))
        end::hugeint as p,
        case
            when rule = 'goalposts' then power_of_ten(22)
            when rule = 'min_max' and lowest = highest then 1
            when rule = 'min_max' then highest - lowest
            when rule = 'percentile_rank' and units = 1 then 1
            when rule = 'percentile_rank' then units - 1
            when rule = 'ratio_to_best' and if(better = 'lower', mark, highest) = 0 then 1
            when rule = 'ratio_to_best' then if(better = 'lower', mark, highest)
            when rule in ('rank_points', 'step_deduction') then full_mark
        end::hugeint as q
    from compared
)
select unit_position, item, if(better = 'lower' and rule = 'goalposts', q - p, p) as p, q
from plain;
