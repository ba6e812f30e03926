-- one row per ranked period and unit, by numbers: dimension scores joined under the given weights (whole numbers, in the order of the
-- scheme's dimensions) and aggregation. base and total are whole numbers of 10^-12 points, as adjustments are.
-- base is rounded half up under both roundings: adjustments have no more places than the scheme, so adding them commutes with
-- rounding. All that weights leave alone stands in before_weights: a moved weight costs little more than what is left here,
-- nearly all of it for DuckDB to understand the statement.
create or replace macro weighed_total(weights, aggregation_used) as table
with summed as (
    select *,
        list_sum(list_transform(scores, lambda score, n: score * weights[n])) as weighted_sum,
        list_sum(weights) as weight_sum
    from before_weights
),
based as (
    select *,
        case
            when not is_complete then null
            when aggregation_used = 'arithmetic'
                then (2 * weighted_sum + (2 * slack + step) * weight_sum) // (2 * step * weight_sum)
            when aggregation_used = 'minimum' then (2 * list_min(scores) + 2 * slack + step) // (2 * step)
            else power_mean(list_transform(scores, lambda score: score * (power_of_ten(20 - decimals) // step)), weights,
                aggregation_used, decimals) // power_of_ten(20 - decimals)
        end::hugeint * power_of_ten(12 - decimals) as base
    from summed
)
select *, if(base is null, null, greatest(0, base + adjustment)) as total
from based;

-- one row per ranked period and unit, with names
create or replace macro unit_total(weights, aggregation_used) as table
select unit, totals.*
from weighed_total(weights, aggregation_used) as totals
join unit on unit.position = unit_position;
