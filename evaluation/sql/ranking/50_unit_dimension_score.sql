-- one row per indicator: where it belongs, all by position, and its weight
create or replace view indicator_place as
select indicator.position as indicator_position, aspect.position as aspect_position, dimension.position as dimension_position,
    indicator.weight
from indicator
join aspect using (dimension, aspect)
join dimension using (dimension);

-- one row per period that enters a ranked one, unit and aspect: weighted mean of its indicators' scores; null where one lacks
-- (or, under 'reweight', all lack)
create or replace view aspect_score as
with summed as (
    select period, unit_position, aspect_position, any_value(dimension_position) as dimension_position,
        count(*) as children, count(score) as present, any_value(score) as only_score,
        sum(weight * score) as weighted_sum, sum(weight) filter (score is not null) as weight_sum
    from indicator_score
    join indicator_place using (indicator_position)
    group by period, unit_position, aspect_position
)
select period, unit_position, aspect_position, dimension_position,
    mean_of_there(children, present, only_score, weighted_sum, weight_sum, missing, rounding, decimals) as score
from summed, scheme_option;

-- one row per period that enters a ranked one, unit and dimension: weighted mean of its aspects' scores, by the same rule
create or replace view source_score as
with summed as (
    select period, unit_position, dimension_position,
        count(*) as children, count(score) as present, any_value(score) as only_score,
        sum(weight * score) as weighted_sum, sum(weight) filter (score is not null) as weight_sum
    from aspect_score
    join (select position as aspect_position, weight from aspect) using (aspect_position)
    group by period, unit_position, dimension_position
)
select period, unit_position, dimension_position,
    mean_of_there(children, present, only_score, weighted_sum, weight_sum, missing, rounding, decimals) as score
from summed, scheme_option;

-- one row per ranked period, unit, dimension and part: mean of its periods' scores, by the same rule. A period that isn't
-- made up of parts is the part '' of itself, and the mean of one rounded score is that score.
create or replace view part_score as
with summed as (
    select period_source.period, unit_position, dimension_position, part_position,
        any_value(part) as part, any_value(part_weight) as weight,
        count(*) as children, count(score) as present, any_value(score) as only_score, sum(score) as score_sum
    from period_source
    join source_score on source_score.period = source
    group by period_source.period, unit_position, dimension_position, part_position
)
select period, unit_position, dimension_position, part_position, part, weight,
    mean_of_there(children, present, only_score, score_sum, present, missing, rounding, decimals) as score
from summed, scheme_option;

-- one row per ranked period, unit and dimension: weighted mean of its parts' scores, by the same rule
create or replace view computed_dimension_score as
with summed as (
    select period, unit_position, dimension_position,
        count(*) as children, count(score) as present, any_value(score) as only_score,
        sum(weight * score) as weighted_sum, sum(weight) filter (score is not null) as weight_sum
    from part_score
    group by period, unit_position, dimension_position
)
select period, unit_position, dimension_position,
    mean_of_there(children, present, only_score, weighted_sum, weight_sum, missing, rounding, decimals) as score
from summed, scheme_option;

-- The same with names. One row per period that enters a ranked one, unit and indicator:
create or replace view unit_indicator_score as
select period, unit, group_name, indicator, dimension, aspect, weight, indicator.position, score, origin
from indicator_score
join unit on unit.position = unit_position
join indicator on indicator.position = indicator_position;

-- one row per period that enters a ranked one, unit and aspect
create or replace view unit_aspect_score as
select period, unit, group_name, dimension, aspect, score
from aspect_score
join unit on unit.position = unit_position
join aspect on aspect.position = aspect_position;

-- one row per period that enters a ranked one, unit and dimension
create or replace view unit_source_score as
select period, unit, group_name, dimension, dimension.position, score
from source_score
join unit on unit.position = unit_position
join dimension on dimension.position = dimension_position;

-- one row per ranked period, unit, dimension and part
create or replace view unit_part_score as
select period, unit, group_name, dimension, dimension.position, part, part_position, weight, score
from part_score
join unit on unit.position = unit_position
join dimension on dimension.position = dimension_position;

-- one row per ranked period, unit and dimension
create or replace view unit_dimension_score as
select period, unit, group_name, dimension, dimension.position, score
from dimension_score
join unit on unit.position = unit_position
join dimension on dimension.position = dimension_position;
