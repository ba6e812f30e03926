-- one row per period and unit: status and rank in the group, by published total, then by the tie-break dimensions in turn
create or replace macro unit_rank(weights, aggregation_used) as table
with judged as (
    select *, if(total is null, 'incomplete', if(is_unranked, 'vetoed', 'ranked')) as status
    from unit_total(weights, aggregation_used)
)
select *,
    case
        when status <> 'ranked' then null
        when is_dense then dense_rank() over standing
        else rank() over standing
    end as rank
from judged
window standing as (partition by period, group_name, status order by total desc, tie_break_scores desc);
