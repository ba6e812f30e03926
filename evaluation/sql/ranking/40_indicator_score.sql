-- one row per unit and item with a mark that isn't short
create or replace macro computed_other_score(from_number, to_number) as table
select unit_position, item, score_of(p, q, rounding, decimals) as score
from (from straight_ratio(from_number, to_number, true) union all by name from other_ratio(from_number, to_number)), scheme_option;

-- one row per unit of the roster and item with a mark, of either kind
create or replace macro marked_score(from_number, to_number) as table
select unit_position, item, aspect_item, weight, score::hugeint as score
from short_score(from_number, to_number)
join ranked_unit using (unit_number)
union all
select unit_position, item, aspect_item, weight, score
from other_score
join item using (item)
where period_number between from_number and to_number;

-- one row per period that enters a ranked one, unit of the roster and indicator without a mark; score: what the scheme has a blank
-- count for there: 0, or the mean of the group's printed scores, or nothing
create or replace macro computed_gap(from_number, to_number) as table
with marked as materialized (
    from marked_score(from_number, to_number)
),
counted as (
    select unit_position, item // 10000 as period_number, count(*) as indicators
    from marked
    group by unit_position, period_number
),
lacking as (
    select period_number, unit_position, group_name
    from (select distinct period_number from source_number where period_number between from_number and to_number)
    cross join (select position as unit_position, group_name from unit)
    left join counted using (period_number, unit_position)
    where coalesce(indicators, 0) < (select count(*) from indicator)
),
imputed as (
    select group_name, item, mean_of(sum(printed(score, rounding, decimals)), count(*), any_value(rounding)) as score
    from marked
    join unit on unit.position = unit_position, scheme_option
    where missing = 'group_mean'
    group by group_name, item
)
select period_number, unit_position, indicator_position,
    case when missing = 'zero' then 0 else imputed.score end::hugeint as score
from lacking
cross join (select position as indicator_position from indicator)
anti join marked on marked.unit_position = lacking.unit_position and marked.item = item_of(period_number, indicator_position)
left join imputed on imputed.group_name = lacking.group_name and imputed.item = item_of(period_number, indicator_position),
scheme_option;
