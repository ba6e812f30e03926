-- one row per period and unit: everything about a unit's total that weights and aggregation leave alone. Scores in 10^-20 points.
-- group_position: that of the group's first unit, which puts the groups in roster order;
-- scores: per dimension in scheme order, null = incomplete; dimension_scores: the same by name, as published;
-- tie_break_scores: the published ones that tell equal totals apart, in turn;
-- step: one unit of the last published decimal, as a score; slack: what makes up for digits cut off on the way (see round_half_up);
-- adjustment_score: the adjustment as a score; is_unranked: whether a veto keeps the unit out of the ranking
create or replace view computed_unit_before_weights as
with gathered as (
    select period_number, unit_position, count(score) = count(*) as is_complete,
        list(in_units(score, rounding, decimals) order by dimension_position) as scores
    from dimension_score, scheme_option
    group by period_number, unit_position
),
named as (
    select list(dimension order by position) as dimensions from dimension
),
placed_group as (
    select group_name, min(position) as group_position
    from unit
    group by group_name
)
select period, unit, group_name, group_position, unit.position, dimensions, scores,
    map(dimensions, list_transform(scores, lambda score: published(score, decimals))) as dimension_scores,
    list_transform(tie_break, lambda name: round_half_up(scores[list_position(dimensions, name)], decimals)) as tie_break_scores,
    is_complete, decimals, ties = 'dense' as is_dense,
    power_of_ten(20 - decimals) as step,
    if(rounding = 'final', 100, 0) as slack,
    coalesce(adjustment, 0) as adjustment,
    whole(coalesce(adjustment, 0), 12) * power_of_ten(8) as adjustment_score,
    coalesce(unit_veto.reasons, []) as vetoes,
    veto = 'unrank' and unit_veto.reasons is not null as is_unranked,
    coalesce(unit_missing.indicators, []) as missing
from gathered
join period_number using (period_number)
join unit on unit.position = unit_position
join placed_group using (group_name)
cross join named
left join unit_adjustment using (period, unit)
left join unit_veto using (period, unit)
left join unit_missing using (period, unit), scheme_option;
