-- one row per period, unit and aspect: weighted mean of its indicators' scores; null where one lacks (or, under 'reweight', all lack)
create or replace view unit_aspect_score as
select period, unit, group_name, dimension, aspect,
    case
        when count(score) = 0 or (any_value(missing) <> 'reweight' and count(score) < count(*)) then null
        else mean_of(sum(weight * score), (sum(weight) filter (score is not null)), any_value(rounding), any_value(decimals))
    end::hugeint as score
from unit_indicator_score, scheme_option
group by period, unit, group_name, dimension, aspect;

-- one row per period, unit and dimension: weighted mean of its aspects' scores, by the same rule
create or replace view computed_unit_dimension_score as
select period, unit, group_name, dimension, any_value(position) as position,
    case
        when count(score) = 0 or (any_value(missing) <> 'reweight' and count(score) < count(*)) then null
        else mean_of(sum(weight * score), (sum(weight) filter (score is not null)), any_value(rounding), any_value(decimals))
    end::hugeint as score
from unit_aspect_score
join aspect using (dimension, aspect)
join (select dimension, position from dimension) as dimension using (dimension), scheme_option
group by period, unit, group_name, dimension;
