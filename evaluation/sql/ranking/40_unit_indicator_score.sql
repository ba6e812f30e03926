-- one row per period that enters a ranked one, unit of the roster and indicator, whether there is a mark or not
-- origin: 'mark' | 'zero' (a blank that counts 0) | 'imputed' (the group's mean) | 'missing' (no score)
create or replace view computed_indicator_score as
with scored as (
    select period, unit_position, indicator_position, score_of(p, q, rounding, decimals) as score
    from ratio
    semi join period_source on source = ratio.period, scheme_option
),
marked as (
    select period, unit_position, count(*) as indicators
    from joined_mark
    group by period, unit_position
),
lacking as (
    select period, unit_position, group_name
    from (select distinct source as period from period_source)
    cross join (select position as unit_position, group_name from unit)
    left join marked using (period, unit_position)
    where coalesce(indicators, 0) < (select count(*) from indicator)
),
imputed as (
    select period, group_name, indicator_position,
        mean_of(sum(round_half_up(score, decimals)), count(*), any_value(rounding), any_value(decimals)) as score
    from scored
    join unit on unit.position = unit_position, scheme_option
    where missing = 'group_mean'
    group by period, group_name, indicator_position
)
select period, unit_position, indicator_position, score, 'mark' as origin
from scored
union all
select period, unit_position, indicator_position,
    case when missing = 'zero' then 0 else imputed.score end::hugeint as score,
    case when missing = 'zero' then 'zero' when imputed.score is not null then 'imputed' else 'missing' end as origin
from lacking
cross join (select position as indicator_position from indicator)
anti join joined_mark using (period, unit_position, indicator_position)
left join imputed using (period, group_name, indicator_position), scheme_option;
