-- one row per period, unit and indicator: the mark beside its group's population (every unit of the group with a mark)
-- and the rule's parameters, all as whole numbers of the same unit
create or replace view marked_indicator as
select period, unit, group_name, indicator, rule, better, scale, whole_steps, mark,
    power_of_ten(places) * rater_multiple as one,
    whole(full_mark, places) * rater_multiple as full_mark,
    whole(low, places) * rater_multiple as low,
    whole(high, places) * rater_multiple as high,
    whole(target, places) * rater_multiple as target,
    whole(step, places) * rater_multiple as step,
    whole(points_per_step, places) * rater_multiple as points_per_step,
    list_transform(points, lambda x: whole(x, places) * rater_multiple) as points,
    min(mark) over population as lowest,
    max(mark) over population as highest,
    count(*) over population as units,
    rank() over (
        partition by period, group_name, indicator
        order by case when better = 'lower' then -mark else mark end desc
    ) as place
from (select * exclude (places), unit_indicator_mark.places from unit_indicator_mark join (select * exclude (places) from indicator) using (indicator))
window population as (partition by period, group_name, indicator);

-- one row per period, unit and indicator: the score as p / q of 100 points, direction turned, not yet rounded; q > 0
create or replace view unit_indicator_ratio as
with plain as (
    select period, unit, group_name, indicator, better, rule,
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
    from marked_indicator
)
select period, unit, group_name, indicator, q,
    if(better = 'lower' and rule in ('mark', 'goalposts'), q - p, p) as p
from plain;
