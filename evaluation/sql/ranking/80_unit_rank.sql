-- one row per ranked period and unit, by numbers: status and rank in the group, by published total, then by the tie-break dimensions in
-- turn. The period stands in the partition by its name, so that asking for one doesn't rank them all.
create or replace macro standing(weights, aggregation_used) as table
with judged as (
    select *, total is not null and not is_unranked as is_ranked
    from weighed_total(weights, aggregation_used)
)
select *,
    if(is_ranked, 'ranked', if(total is null, 'incomplete', 'vetoed')) as status,
    case
        when not is_ranked then null
        when is_dense then dense_rank() over places
        else rank() over places
    end as rank
from judged
window places as (partition by period, group_position, is_ranked order by total desc, tie_break_scores desc);

-- one row per ranked period and unit, with names; points: the total as published
create or replace macro unit_rank(weights, aggregation_used) as table
select unit, group_name, points_of(total) as points, standing.*
from standing(weights, aggregation_used) as standing
join unit on unit.position = unit_position;
