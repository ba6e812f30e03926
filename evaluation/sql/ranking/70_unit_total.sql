-- one row per period and unit: dimension scores joined under the given weights (whole numbers by dimension) and aggregation.
-- base is rounded half up under both roundings: adjustments have no more places than the scheme, so adding them commutes with
-- rounding. All that weights leave alone stands in unit_before_weights: a moved weight costs little more than what is left here,
-- nearly all of it for DuckDB to understand the statement.
create or replace macro unit_total(weights, aggregation_used) as table
with weighed as (
    select *, list_transform(dimensions, lambda dimension: weights[dimension]) as unit_weights
    from unit_before_weights
),
summed as (
    select *,
        list_sum(list_transform(scores, lambda score, n: score * unit_weights[n])) as weighted_sum,
        list_sum(unit_weights) as weight_sum
    from weighed
),
based as (
    select *,
        case
            when not is_complete then null
            when aggregation_used = 'arithmetic'
                then (weighted_sum + (slack + step // 2) * weight_sum) // (weight_sum * step) * step
            when aggregation_used = 'minimum' then (list_min(scores) + slack + step // 2) // step * step
            else power_mean(scores, unit_weights, aggregation_used, decimals)
        end::hugeint as base
    from summed
)
select *, if(base is null, null, greatest(0, base + adjustment_score))::hugeint as total
from based;
