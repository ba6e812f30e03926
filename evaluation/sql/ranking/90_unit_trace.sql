-- What one unit's figures in one period are made of, for evaluation/explain.py: nothing here is computed anew.

-- one row per indicator: the unit's score, where it is from, and what the rule compared the joined mark with.
-- kept: the raters' marks that were joined; lowest, highest: of the group, whole numbers of 1 / one;
-- printed_sum, printed_units: the group's printed scores, of which an imputed score is the mean
create or replace macro unit_indicator_trace(period_asked, unit_asked) as table
with printed as (
    select period, group_name, indicator,
        published(sum(round_half_up(score, decimals)), any_value(decimals)) as printed_sum,
        count(*) as printed_units
    from unit_indicator_score, scheme_option
    where origin = 'mark'
    group by period, group_name, indicator
)
select indicator, score, published(score, decimals) as printed, origin,
    kept, lowest, highest, one, units, place, printed_sum, printed_units
from unit_indicator_score
left join kept_mark using (period, unit, group_name, indicator)
left join marked_indicator using (period, unit, group_name, indicator)
left join printed using (period, group_name, indicator), scheme_option
where period = period_asked and unit = unit_asked
order by unit_indicator_score.position;

-- one row per aspect
create or replace macro unit_aspect_trace(period_asked, unit_asked) as table
select dimension, aspect, score, published(score, decimals) as printed
from unit_aspect_score, scheme_option
where period = period_asked and unit = unit_asked;

-- one row per dimension
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

-- one row per adjustment that counts; line: its number in the list that it came in
create or replace macro unit_adjustment_trace(period_asked, unit_asked) as table
select points, reason, bonus, deduction, file, line, actor, done_at
from adjustment
join import using (import)
join unit_adjustment using (period, unit)
where period = period_asked and unit = unit_asked
order by import, line;

-- one row per veto that counts; line: its number in the list that it came in
create or replace macro unit_veto_trace(period_asked, unit_asked) as table
select reason, happened_on, file, line, actor, done_at
from veto
join import using (import)
where period = period_asked and unit = unit_asked
order by import, line;
