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

-- one row per period, unit and aspect with a mark, or with a blank that counts for something: weighted mean of its indicators' scores;
-- null where one lacks (or, under 'reweight', all lack)
create or replace macro aspect_score(from_number, to_number) as table
with scored as (
    select unit_position, item, score, true as is_mark
    from marked_score(from_number, to_number)
    union all
    select unit_position, item_of(period_number, indicator_position), score, false
    from gap
    where score is not null and period_number between from_number and to_number
),
summed as (
    select unit_position, aspect_item, count(*) as present, count(*) filter (is_mark) as marked,
        sum(weight * score) as weighted_sum, sum(weight) as weight_sum
    from scored
    join item using (item)
    group by unit_position, aspect_item
)
select aspect_item // 10000 as period_number, unit_position, aspect_position, dimension_position, weight, marked,
    mean_of_there(children, present, weighted_sum, weight_sum, whole_weight, missing, rounding) as score
from summed
join aspect_place on aspect_position = aspect_item % 10000, scheme_option;

-- one row per period, unit and dimension with such an aspect: weighted mean of its aspects' scores, by the same rule
create or replace macro computed_source_score(from_number, to_number) as table
with summed as (
    select unit_position, item_of(period_number, dimension_position) as dimension_item, count(score) as present, sum(marked) as marked,
        sum(weight * score) as weighted_sum, sum(weight) filter (score is not null) as weight_sum
    from aspect_score(from_number, to_number)
    group by unit_position, dimension_item
)
select dimension_item // 10000 as period_number, unit_position, dimension_position, marked,
    mean_of_there(children, present, weighted_sum, weight_sum, whole_weight, missing, rounding) as score
from summed
join dimension_place on dimension_position = dimension_item % 10000, scheme_option;

-- one row per period that enters a ranked one, unit of the roster and dimension in which nothing counts
create or replace view blank_score as
select period_number, unit_position, dimension_position, 0 as marked, if(missing = 'zero', 0, null)::hugeint as score
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
