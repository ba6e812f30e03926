-- one row per period and unit: dimension scores joined under the given weights (whole numbers by dimension) and aggregation.
-- base is rounded under both roundings: adjustments have no more places than the scheme, so adding them commutes with rounding.
-- The scheme's options stand beside it, so that unit_rank needn't join them again.
create or replace macro unit_total(weights, aggregation_used) as table
with weighed as (
    select *, list_transform(dimensions, lambda dimension: weights[dimension]) as unit_weights
    from unit_before_weights
),
based as (
    select *,
        case
            when not is_complete then null
            when aggregation_used = 'arithmetic' then round_half_up(
                mean_of(list_sum(list_transform(scores, lambda score, n: score * unit_weights[n])), list_sum(unit_weights), rounding, decimals),
                decimals)
            when aggregation_used = 'minimum' then round_half_up(list_min(scores), decimals)
            else power_mean(scores, unit_weights, aggregation_used, decimals)
        end::hugeint as base
    from weighed, scheme_option
)
select *,
    if(base is null, null, greatest(0, base + whole(adjustment, 12) * power_of_ten(8)))::hugeint as total
from based;
