-- one row per unit shown: those of a ranked group that pass every filter, in the order asked for.
-- $units and the lists beside it hold one entry per unit of the group, in rank order; $scores holds the dimensions' scores in
-- scheme order. $wanted holds lists of tags, of each of which a unit must have one. A null bound lets everything pass, and a
-- unit without the figure asked for doesn't pass a bound. $falling turns the order; units without the figure stand last.
with listed as (
    select
        unnest($units::varchar[]) as unit,
        unnest($tags::varchar[][]) as tags,
        unnest($ranks::integer[]) as rank,
        unnest($changes::integer[]) as change,
        unnest($adjustments::varchar[])::decimal(38, 6) as adjustment,
        unnest($totals::varchar[])::decimal(38, 6) as total,
        unnest($gaps::varchar[])::decimal(38, 6) as gap,
        unnest($scores::varchar[][])::decimal(38, 6)[] as scores,
        unnest(range(len($units::varchar[]))) as place
),
passed as (
    select *
    from listed
    where list_contains($found::varchar[], unit)
        and coalesce(list_bool_and(list_transform($wanted::varchar[][], lambda any_of: list_has_any(tags, any_of))), true)
        and coalesce(list_bool_and(list_transform($floors::varchar[],
            lambda floor, n: floor is null or coalesce(scores[n] >= floor::decimal(38, 6), false))), true)
        and ($lowest::varchar is null or coalesce(total >= $lowest::varchar::decimal(38, 6), false))
        and ($highest::varchar is null or coalesce(total <= $highest::varchar::decimal(38, 6), false))
),
keyed as (
    select unit, place,
        case $sort
            when 'rank' then rank
            when 'change' then change
            when 'roster' then unit.position
            when 'adjustment' then adjustment
            when 'total' then total
            when 'gap' then gap
            when 'dimension' then scores[$dimension::integer]
        end::decimal(38, 6) as figure,
        case when $sort = 'name' then unit end as name
    from passed
    join unit using (unit)
)
select unit
from keyed
order by
    case when not $falling then name end collate zh nulls last,
    case when $falling then name end collate zh desc nulls last,
    if($falling, -figure, figure) nulls last,
    place;
