-- one row per period, unit and indicator (or, on request, only of the indicators whose rule compares units): the mark beside
-- its group's population (every unit of the group with a mark)
create or replace macro mark_in_group(only_relative) as table
select measured_mark.*, unit, group_name,
    min(mark) over population as lowest,
    max(mark) over population as highest,
    count(*) over population as units,
    rank() over (
        partition by period, group_name, indicator_position
        order by case when better = 'lower' then -mark else mark end desc
    ) as place
from measured_mark
join unit on unit.position = unit_position
where is_relative or not only_relative
window population as (partition by period, group_name, indicator_position);

-- the same for every indicator, with names
create or replace view marked_indicator as
from mark_in_group(false);

-- one row per period, unit and indicator: the score as p / q of 100 points, direction turned, not yet rounded; q > 0
create or replace view ratio as
with compared as (
    select *, null::hugeint as lowest, null::hugeint as highest, null as units, null as place
    from measured_mark
    where not is_relative
    union all by name
    select * exclude (unit, group_name)
    from mark_in_group(true)
),
plain as (
    select period, unit_position, indicator_position, better, rule,
        case
            when rule = 'mark' then mark
            when rule = 'goalposts' and scale = 'log' then log_share(mark, low, high)
            when rule = 'goalposts' then greatest(least(mark, high), low) - low
            when rule = 'min_max' and lowest = highest then 1
            when rule = 'min_max' then if(better = 'lower', highest - mark, mark - lowest)
            when rule = 'percentile_rank' and units = 1 then 1
            when rule = 'percentile_rank' then units - place
            when rule = 'ratio_to_best' and if(better = 'lower', mark, highest) = 0
                then if(mark = if(better = 'lower', lowest, highest), 1, 0)
            when rule = 'ratio_to_best' then if(better = 'lower', lowest, mark)
            when rule = 'rank_points' then points[least(place, len(points))]
            when rule = 'step_deduction' and whole_steps
                then greatest(0, full_mark - points_per_step
                    * ((greatest(0, if(better = 'lower', mark - target, target - mark)) + step - 1) // step))
            when rule = 'step_deduction'
                then greatest(0, full_mark * step - points_per_step * greatest(0, if(better = 'lower', mark - target, target - mark)))
        end::hugeint as p,
        case
            when rule in ('mark', 'rank_points') then full_mark
            when rule = 'goalposts' and scale = 'log' then power_of_ten(22)
            when rule = 'goalposts' then high - low
            when rule = 'min_max' and lowest = highest then 1
            when rule = 'min_max' then highest - lowest
            when rule = 'percentile_rank' and units = 1 then 1
            when rule = 'percentile_rank' then units - 1
            when rule = 'ratio_to_best' and if(better = 'lower', mark, highest) = 0 then 1
            when rule = 'ratio_to_best' then if(better = 'lower', mark, highest)
            when rule = 'step_deduction' and whole_steps then full_mark
            when rule = 'step_deduction' then full_mark * step
        end::hugeint as q
    from compared
)
select period, unit_position, indicator_position, q,
    if(better = 'lower' and rule in ('mark', 'goalposts'), q - p, p) as p
from plain;

-- the same with names
create or replace view unit_indicator_ratio as
select period, unit, indicator, p, q
from ratio
join unit on unit.position = unit_position
join indicator on indicator.position = indicator_position;
