-- one row per aspect: its dimension, its weight there, how many indicators it has, and the weight of all of these
create or replace view aspect_place as
select aspect.position as aspect_position, dimension.position as dimension_position, any_value(aspect.weight) as weight,
    count(*) as children, sum(indicator.weight) as whole_weight
from aspect
join dimension using (dimension)
join indicator using (dimension, aspect)
group by aspect.position, dimension.position;

-- one row per dimension: how many aspects it has, and the weight of all of these
create or replace view dimension_place as
select dimension_position, count(*) as children, sum(weight) as whole_weight
from aspect_place
group by dimension_position;

-- one row per unit and aspect with a mark, or with a blank that counts for something: what its mean is made of
create or replace macro aspect_sum(from_number, to_number) as table
select unit_position, aspect_item, count(*) as present, sum(weight * score) as weighted_sum,
    sum(weight) filter (missing = 'reweight') as weight_sum
from (
    select unit_position, aspect_item, weight, score
    from marked_score(from_number, to_number)
    union all
    select unit_position, aspect_item, weight, gap.score
    from gap
    join item on item = item_of(gap.period_number, indicator_position)
    where gap.score is not null and gap.period_number between from_number and to_number
), scheme_option
group by unit_position, aspect_item;

-- the same where every item is short and no blank counts for anything: in BIGINT until the sum
create or replace macro short_aspect_sum(from_number, to_number, from_unit, to_unit) as table
select unit_position, aspect_item, present, weighted_sum, weight_sum
from (
    select unit_number, aspect_item, count(*) as present, sum(weight * score) as weighted_sum,
        sum(weight) filter (missing = 'reweight') as weight_sum
    from short_score(from_number, to_number, from_unit := from_unit, to_unit := to_unit), scheme_option
    group by unit_number, aspect_item
)
join ranked_unit using (unit_number);

-- one row per period, unit and such aspect: weighted mean of its indicators' scores; null where one lacks (or, under 'reweight', all lack)
create or replace macro aspect_score(from_number, to_number) as table
select aspect_item // 10000 as period_number, unit_position, aspect_position, dimension_position, weight, present,
    mean_of_there(children, present, weighted_sum, weight_sum, whole_weight, missing, rounding) as score
from aspect_sum(from_number, to_number)
join aspect_place on aspect_position = aspect_item % 10000, scheme_option;

-- the same where every item is short and no blank counts for anything. The two aren't branches of one macro: a branch that is never
-- gone costs DuckDB a tenth of the other.
create or replace macro short_aspect_score(from_number, to_number, from_unit, to_unit) as table
select aspect_item // 10000 as period_number, unit_position, aspect_position, dimension_position, weight, present,
    mean_of_there(children, present, weighted_sum, weight_sum, whole_weight, missing, rounding) as score
from short_aspect_sum(from_number, to_number, from_unit, to_unit)
join aspect_place on aspect_position = aspect_item % 10000, scheme_option;

-- one row per period, unit and dimension with such an aspect: weighted mean of its aspects' scores, by the same rule
create or replace macro computed_source_score(from_number, to_number, only_short, from_unit, to_unit) as table
with scored as (
    from aspect_score(from_number, to_number)
    where not only_short
    union all
    from short_aspect_score(from_number, to_number, from_unit, to_unit)
    where only_short
),
summed as (
    select unit_position, item_of(period_number, dimension_position) as dimension_item,
        sum(present) as indicators, count(score) as present,
        sum(weight * score) as weighted_sum, sum(weight) filter (score is not null) as weight_sum
    from scored
    group by unit_position, dimension_item
)
select dimension_item // 10000 as period_number, unit_position, dimension_position, indicators as present,
    mean_of_there(children, summed.present, weighted_sum, weight_sum, whole_weight, missing, rounding) as score
from summed
join dimension_place on dimension_position = dimension_item % 10000, scheme_option;

-- the same where no dimension has two aspects: a dimension's score is that of its only one
create or replace macro computed_source_score_of_one_aspect(from_number, to_number) as table
select period_number, unit_position, dimension_position, present, score
from aspect_score(from_number, to_number);

-- and where every item is short besides
create or replace macro computed_source_score_of_one_short_aspect(from_number, to_number, from_unit, to_unit) as table
select period_number, unit_position, dimension_position, present, score
from short_aspect_score(from_number, to_number, from_unit, to_unit);

-- one row per period that enters a ranked one, unit of the roster and dimension in which nothing counts
create or replace view blank_score as
select period_number, unit_position, dimension_position, 0 as present, if(missing = 'zero', 0, null)::hugeint as score
from (select distinct period_number from source_number)
cross join (select position as unit_position from unit)
cross join (select position as dimension_position from dimension)
anti join source_score using (period_number, unit_position, dimension_position), scheme_option;

-- one row per ranked period, unit, dimension and part: mean of its periods' scores, by the same rule. A period that isn't
-- made up of parts is the part '' of itself, and the mean of one rounded score is that score.
create or replace view part_score as
with summed as (
    select ranked_number as period_number, unit_position, dimension_position, part_position,
        any_value(part) as part, any_value(part_weight) as weight,
        count(*) as children, count(score) as present, sum(score) as score_sum
    from source_number
    join source_score using (period_number)
    group by ranked_number, unit_position, dimension_position, part_position
)
select period_number, unit_position, dimension_position, part_position, part, weight,
    mean_of_there(children, present, score_sum, present, children, missing, rounding) as score
from summed, scheme_option;

-- one row per year made up of parts, unit and dimension: weighted mean of its parts' scores, by the same rule
create or replace view computed_year_score as
with summed as (
    select period_number, unit_position, dimension_position,
        count(*) as children, count(score) as present,
        sum(weight * score) as weighted_sum, sum(weight) filter (score is not null) as weight_sum, sum(weight) as whole_weight
    from part_score
    where part <> ''
    group by period_number, unit_position, dimension_position
)
select period_number, unit_position, dimension_position,
    mean_of_there(children, present, weighted_sum, weight_sum, whole_weight, missing, rounding) as score
from summed, scheme_option;

-- one row per ranked period, unit and dimension
create or replace view dimension_score as
select period_number, unit_position, dimension_position, score
from source_score
semi join (from source_number where part = '') as plain using (period_number)
union all
from year_score;
