-- one row per period that enters a ranked one, unit and aspect: weighted mean of its indicators' scores; null where one lacks
-- (or, under 'reweight', all lack)
create or replace view unit_aspect_score as
select period, unit, group_name, dimension, aspect,
    case
        when count(score) = 0 or (any_value(missing) <> 'reweight' and count(score) < count(*)) then null
        else mean_of(sum(weight * score), (sum(weight) filter (score is not null)), any_value(rounding), any_value(decimals))
    end::hugeint as score
from unit_indicator_score, scheme_option
group by period, unit, group_name, dimension, aspect;

-- one row per period that enters a ranked one, unit and dimension: weighted mean of its aspects' scores, by the same rule
create or replace view unit_source_score as
select period, unit, group_name, dimension, any_value(position) as position,
    case
        when count(score) = 0 or (any_value(missing) <> 'reweight' and count(score) < count(*)) then null
        else mean_of(sum(weight * score), (sum(weight) filter (score is not null)), any_value(rounding), any_value(decimals))
    end::hugeint as score
from unit_aspect_score
join aspect using (dimension, aspect)
join (select dimension, position from dimension) as dimension using (dimension), scheme_option
group by period, unit, group_name, dimension;

-- one row per ranked period, unit, dimension and part: mean of its periods' scores, by the same rule. A period that isn't
-- made up of parts is the part '' of itself, and the mean of one rounded score is that score.
create or replace view unit_part_score as
select period_source.period, unit, group_name, dimension, any_value(position) as position, part,
    any_value(part_position) as part_position, any_value(part_weight) as weight,
    case
        when count(score) = 0 or (any_value(missing) <> 'reweight' and count(score) < count(*)) then null
        else mean_of(sum(score), count(score), any_value(rounding), any_value(decimals))
    end::hugeint as score
from period_source
join unit_source_score on unit_source_score.period = source, scheme_option
group by period_source.period, unit, group_name, dimension, part;

-- one row per ranked period, unit and dimension: weighted mean of its parts' scores, by the same rule
create or replace view computed_unit_dimension_score as
select period, unit, group_name, dimension, any_value(position) as position,
    case
        when count(score) = 0 or (any_value(missing) <> 'reweight' and count(score) < count(*)) then null
        else mean_of(sum(weight * score), (sum(weight) filter (score is not null)), any_value(rounding), any_value(decimals))
    end::hugeint as score
from unit_part_score, scheme_option
group by period, unit, group_name, dimension;
