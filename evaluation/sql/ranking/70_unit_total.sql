-- one row per period and unit: dimension scores joined under the given weights (whole numbers by dimension) and aggregation.
-- base is rounded under both roundings: adjustments have no more places than the scheme, so adding them commutes with rounding.
create or replace macro unit_total(weights, aggregation_used) as table
with based as (
    select period, unit, any_value(group_name) as group_name,
        case
            when count(score) < count(*) then null
            when aggregation_used = 'arithmetic'
                then round_half_up(mean_of(sum(score * weights[dimension]), sum(weights[dimension]), any_value(rounding), any_value(decimals)), any_value(decimals))
            when aggregation_used = 'minimum' then round_half_up(min(score), any_value(decimals))
            else power_mean(list(score order by position), list(weights[dimension] order by position), aggregation_used, any_value(decimals))
        end::hugeint as base,
        map(list(dimension order by position), list(round_half_up(score, decimals) order by position)) as dimension_scores
    from unit_dimension_score, scheme_option
    group by period, unit
)
select period, unit, group_name, base, dimension_scores,
    coalesce(adjustment, 0) as adjustment,
    coalesce(unit_veto.reasons, []) as vetoes,
    coalesce(unit_missing.indicators, []) as missing,
    if(base is null, null, greatest(0, base + whole(coalesce(adjustment, 0), 12) * power_of_ten(8)))::hugeint as total
from based
left join unit_adjustment using (period, unit)
left join unit_veto using (period, unit)
left join unit_missing using (period, unit);
