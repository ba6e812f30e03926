-- one row per period that enters a ranked one, unit of the roster and indicator, whether there is a mark or not
-- origin: 'mark' | 'zero' (a blank that counts 0) | 'imputed' (the group's mean) | 'missing' (no score)
create or replace view computed_unit_indicator_score as
with scored as (
    select period, unit, group_name, indicator, score_of(p, q, rounding, decimals) as score
    from unit_indicator_ratio, scheme_option
),
imputed as (
    select period, group_name, indicator,
        mean_of(sum(round_half_up(score, decimals)), count(*), any_value(rounding), any_value(decimals)) as score
    from scored, scheme_option
    group by period, group_name, indicator
),
expected as (
    select period, unit, group_name, indicator, dimension, aspect, weight, indicator.position
    from (select distinct source as period from period_source), unit, indicator
)
select period, unit, group_name, indicator, dimension, aspect, weight, position,
    case
        when scored.score is not null then scored.score
        when missing = 'zero' then 0
        when missing = 'group_mean' then imputed.score
    end::hugeint as score,
    case
        when scored.score is not null then 'mark'
        when missing = 'zero' then 'zero'
        when missing = 'group_mean' and imputed.score is not null then 'imputed'
        else 'missing'
    end as origin
from expected
left join scored using (period, unit, group_name, indicator)
left join imputed using (period, group_name, indicator), scheme_option;
