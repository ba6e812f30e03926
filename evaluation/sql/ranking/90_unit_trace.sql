-- What one unit's figures in one period are made of, for evaluation/explain.py: nothing here is computed anew.

-- one row per indicator: the unit's score, where it is from, and what the rule compared the joined mark with.
-- kept: the raters' marks that were joined; lowest, highest: of the group, whole numbers of 1 / one;
-- printed_sum, printed_units: the group's printed scores, of which an imputed score is the mean
create or replace macro unit_indicator_trace(period_asked, unit_asked) as table
with asked as (
    select period_number as asked_number, group_name as asked_group
    from period_number, unit
    where period = period_asked and unit = unit_asked
),
scored as materialized (
    from named_indicator_score((select asked_number from asked), (select asked_number from asked))
    where group_name = (select asked_group from asked)
),
printed as (
    select indicator, published(sum(round_half_up(score, decimals)), any_value(decimals)) as printed_sum, count(*) as printed_units
    from scored, scheme_option
    where origin = 'mark'
    group by indicator
)
select indicator, score, published(score, decimals) as printed, origin,
    kept, lowest, highest, one, units, place, printed_sum, printed_units
from scored
left join (from kept_mark where period = period_asked and unit = unit_asked) as kept_mark using (indicator)
left join (
    from named_mark_in_group((select asked_number from asked), (select asked_number from asked)) where unit = unit_asked
) as marked_indicator using (indicator)
left join printed using (indicator), scheme_option
where scored.unit = unit_asked
order by scored.position;

-- one row per aspect
create or replace macro unit_aspect_trace(period_asked, unit_asked) as table
select dimension, aspect, score, published(score, decimals) as printed
from named_aspect_score(
    (select period_number from period_number where period = period_asked),
    (select period_number from period_number where period = period_asked)
), scheme_option
where unit = unit_asked;

-- one row per dimension and part, of a ranked period; what isn't made up of parts has one, named ''
create or replace macro unit_part_trace(period_asked, unit_asked) as table
select dimension, part, score, published(score, decimals) as printed
from unit_part_score, scheme_option
where period = period_asked and unit = unit_asked;

-- one row per dimension, of a period that enters a ranked one
create or replace macro unit_source_trace(period_asked, unit_asked) as table
select dimension, score, published(score, decimals) as printed
from unit_source_score, scheme_option
where period = period_asked and unit = unit_asked;

-- one row per dimension, of a ranked period
create or replace macro unit_dimension_trace(period_asked, unit_asked) as table
select dimension, score
from unit_dimension_score
where period = period_asked and unit = unit_asked;

-- one row per mark that counts, with the cell that it came from; those of indicators that the scheme doesn't have included
create or replace macro unit_mark_trace(period_asked, unit_asked) as table
select indicator, rater, mark, file, sheet, row, "column", found, note, actor, done_at
from mark
join import using (import)
where period = period_asked and unit = unit_asked
order by indicator, import, row, "column", rater;

-- one row per adjustment that counts; label: the part of the year that it is from, '' for the period itself; line: its number in
-- the list that it came in
create or replace macro unit_adjustment_trace(period_asked, unit_asked) as table
select points, reason, bonus, deduction, label, file, line, actor, done_at
from adjustment
join import using (import)
join period_scope on period_scope.source = adjustment.period
join unit_adjustment on unit_adjustment.period = period_scope.period and unit_adjustment.unit = adjustment.unit
where period_scope.period = period_asked and adjustment.unit = unit_asked
order by import, line;

-- one row per veto that counts; label: as above; line: its number in the list that it came in
create or replace macro unit_veto_trace(period_asked, unit_asked) as table
select reason, happened_on, label, file, line, actor, done_at
from veto
join import using (import)
join period_scope on period_scope.source = veto.period
where period_scope.period = period_asked and unit = unit_asked
order by import, line;
