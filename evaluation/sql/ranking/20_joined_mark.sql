-- From here to source_score units, aspects and dimensions go by their positions in roster and scheme, periods by their number, and an
-- indicator in a period is an item. Numbers as keys cost a fraction of names, and one number a fraction of two. The views whose names
-- begin with unit_ show the same with names, for people. What is a macro here is about the periods numbered from one to another, so that
-- nothing else is read.

-- one number for a period and a position in the scheme, which has at most 2,000
create or replace macro item_of(period_number, place) as period_number * 10000 + place;

-- one row per ranked period and period whose scores enter its, by numbers
create or replace view source_number as
select ranked.period_number as ranked_number, sources.period_number, part, part_position, part_weight
from period_source
join period_number as ranked on ranked.period = period_source.period
join period_number as sources on sources.period = source;

-- one row per unit of the roster, by the number that marks know it by
create or replace view ranked_unit as
select unit_number, position as unit_position
from unit;

-- one row per item of which marks are in force: what brings its marks to whole numbers, its rule in these, and where it belongs;
-- scopes = how many import scopes give marks for it
create or replace view ruled_item as
with measured as (
    select period_number, indicator, greatest(max(scope_in_force.places), any_value(indicator.places)) as places, count(*) as scopes
    from scope_in_force
    join period_number using (period)
    join indicator using (indicator)
    group by period_number, indicator
)
select item_of(period_number, indicator.position) as item, period_number, indicator, rule, better, scale, whole_steps, measured.places,
    rule in ('min_max', 'percentile_rank', 'ratio_to_best', 'rank_points') as is_relative,
    rule = 'mark' or (rule = 'goalposts' and scale = 'linear') or (rule = 'step_deduction' and not whole_steps) as is_straight,
    whole_of_few(full_mark, measured.places) as full_mark,
    whole_of_few(low, measured.places) as low,
    whole_of_few(high, measured.places) as high,
    whole_of_few(target, measured.places) as target,
    whole_of_few(step, measured.places) as step,
    whole_of_few(points_per_step, measured.places) as points_per_step,
    list_transform(points, lambda x: whole_of_few(x, measured.places)) as points,
    item_of(period_number, aspect.position) as aspect_item,
    indicator.weight::bigint as weight, scopes
from measured
join indicator using (indicator)
join aspect using (dimension, aspect);

-- one row per scope in force whose indicator the scheme has
create or replace view computed_joined_scope as
select scope, period_number, item, power_of_ten(item.places - scope_in_force.places)::bigint as factor,
    case
        when count(*) over (partition by item) = 1 then 'alone'
        when raters = 'mean' then 'mean'
        else 'sorted'
    end as joining,
    is_short
from scope_in_force
join period_number using (period)
join item using (period_number, indicator), scheme_option;

-- those of a unit's marks, lowest first, that the scheme's rater rule keeps
create or replace macro kept_of(marks, raters) as case
    when raters = 'trimmed_mean' and len(marks) >= 3 then marks[2 : len(marks) - 1]
    when raters = 'median' then marks[(len(marks) + 1) // 2 : len(marks) // 2 + 1]
    else marks
end;

-- one row per unit, strangers to the roster included, and item (or, on request, only those that aren't short): the sum and the number of
-- those of the raters' marks that the scheme's rater rule keeps. The joined mark is exactly kept_sum / kept_count, in the unit of its item.
create or replace macro kept_sum(from_number, to_number, only_others) as table
with several as not materialized (
    select unit_number, item, mark * factor as mark, joining
    from scope_mark
    join joined_scope using (scope)
    anti join superseded using (scope, unit_number)
    where joining <> 'alone' and period_number between from_number and to_number and not (only_others and is_short)
),
sorted as (
    select unit_number, item, kept_of(list_sort(list(mark)), any_value(raters)) as kept
    from several, scheme_option
    where joining = 'sorted'
    group by unit_number, item
)
select unit_number, item, mark * factor as kept_sum, 1 as kept_count
from scope_mark
join joined_scope using (scope)
where joining = 'alone' and period_number between from_number and to_number and not (only_others and is_short)
union all
select unit_number, item, sum(mark), count(*)
from several
where joining = 'mean'
group by unit_number, item
union all
select unit_number, item, list_sum(kept), len(kept)
from sorted;

-- one row per unit of the roster and such an item with marks
create or replace macro joined_mark(from_number, to_number, only_others) as table
select unit_position, item, kept_sum::hugeint as kept_sum, kept_count::integer as kept_count
from kept_sum(from_number, to_number, only_others)
join ranked_unit using (unit_number);
