-- one row per period and unit: status and rank in the group, by published total, then by the tie-break dimensions in turn
create or replace macro unit_rank(weights, aggregation_used) as table
with judged as (
    select *,
        case
            when total is null then 'incomplete'
            when len(vetoes) > 0 and veto = 'unrank' then 'vetoed'
            else 'ranked'
        end as status,
        list_concat([total], tie_break_scores) as standing
    from unit_total(weights, aggregation_used)
)
select *,
    case when status = 'ranked' then if(
        ties = 'dense',
        dense_rank() over (partition by period, group_name, status order by standing desc),
        rank() over (partition by period, group_name, status order by standing desc)
    ) end as rank
from judged;
