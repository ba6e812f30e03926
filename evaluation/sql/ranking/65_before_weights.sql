-- one row per ranked period, of those numbered from one to another, and unit: everything about a unit's total that weights and
-- aggregation leave alone. Adjustments are whole numbers of 10^-12 points.
-- scores: per dimension in scheme order, in steps, null = incomplete. Up to four dimensions are laid side by side; more_than_four have to
-- be sorted, which takes DuckDB four times as long;
-- tie_break_scores: the printed ones that tell equal totals apart, in turn, null where the scheme names none;
-- is_unranked: whether a veto keeps the unit out of the ranking;
-- step: the last published decimal, in steps; slack: what makes up for digits cut off on the way (see round_half_up)
create or replace macro computed_before_weights(from_number, to_number, more_than_four) as table
with gathered as (
    select period_number, unit_position, count(score) = count(*) as is_complete,
        [
            max(score) filter (dimension_position = 1), max(score) filter (dimension_position = 2),
            max(score) filter (dimension_position = 3), max(score) filter (dimension_position = 4)
        ] as scores
    from dimension_score
    where not more_than_four and period_number between from_number and to_number
    group by period_number, unit_position
    union all
    select period_number, unit_position, count(score) = count(*), list(score order by dimension_position)
    from dimension_score
    where more_than_four and period_number between from_number and to_number
    group by period_number, unit_position
),
named as (
    select list(dimension order by position) as dimensions from dimension
)
select period, gathered.period_number, gathered.unit_position, group_position, list_resize(scores, len(dimensions)) as scores,
    if(len(tie_break) = 0, null, list_transform(tie_break,
        lambda name: printed(scores[list_position(dimensions, name)], rounding, decimals))) as tie_break_scores,
    is_complete,
    coalesce(adjustment, 0) as adjustment,
    veto = 'unrank' and coalesce(is_vetoed, false) as is_unranked,
    decimals, ties = 'dense' as is_dense,
    power_of_ten(score_places(rounding, decimals) - decimals) as step,
    if(rounding = 'final', 100, 0) as slack
from gathered
join period_number using (period_number)
join unit on unit.position = gathered.unit_position
left join correction on correction.period_number = gathered.period_number and correction.unit_position = gathered.unit_position
cross join named, scheme_option;

-- one row per ranked period and unit: the same for people and for Python, with what weights have nothing to do with. dimension_scores are
-- as published, by dimension in scheme order
create or replace view unit_before_weights as
select before_weights.period, unit.unit, group_name, unit.group_position, unit.position, tags,
    list_transform(scores, lambda score: published(in_units(score, rounding, before_weights.decimals), before_weights.decimals))
        as dimension_scores,
    coalesce(unit_adjustment.adjustment, 0) as adjustment,
    coalesce(unit_veto.reasons, []) as vetoes,
    coalesce(unit_missing.indicators, []) as missing
from before_weights
join unit on unit.position = before_weights.unit_position
left join unit_adjustment on unit_adjustment.period = before_weights.period and unit_adjustment.unit = unit.unit
left join unit_veto on unit_veto.period = before_weights.period and unit_veto.unit = unit.unit
left join unit_missing on unit_missing.period = before_weights.period and unit_missing.unit = unit.unit, scheme_option;
