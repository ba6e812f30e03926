-- one row per import and accepted cell, those of undone imports included, with names: a renamed unit's is that of today
create or replace view imported_mark as
select import, period, unit, indicator, rater, as_mark(mark, places) as mark, row, "column", found, note
from scope_mark
join import_scope using (scope)
join numbered_unit using (unit_number);

-- one row per import, period, indicator and rater with marks, of imports that aren't undone. is_contested: other imports have marks
-- there too, so that for one unit there may be two.
create or replace view scope_in_force as
select import_scope.*, count(*) over (partition by period, indicator, rater) > 1 as is_contested
from import_scope
join import using (import)
where import.active;

-- one row per scope and unit with a mark in whose place a later import has another. Asked only where several imports have marks, because
-- asking costs more than all the rest of this chain.
create or replace view computed_superseded as
select scope, unit_number
from scope_mark
join scope_in_force using (scope)
where is_contested
qualify row_number() over (partition by period, indicator, rater, unit_number order by import desc) > 1;

-- one row per period, unit, indicator and rater: the mark that counts, from the latest import that isn't undone
create or replace view mark as
select import, period, unit, indicator, rater, as_mark(mark, places) as mark, row, "column", found, note
from scope_mark
join scope_in_force using (scope)
join numbered_unit using (unit_number)
anti join superseded using (scope, unit_number);

-- one row per period, unit of the roster, reason and repetition: the adjustment that counts, also where the unit bore another name then
create or replace view adjustment as
select imported_adjustment.* replace (unit_name.unit as unit)
from imported_adjustment
join import using (import)
join unit_name on name = imported_adjustment.unit
semi join unit on unit.unit = unit_name.unit
where import.active
qualify row_number() over (partition by period, unit_name.unit, reason, nth order by import desc) = 1;

-- one row per period, unit of the roster, reason and repetition: the veto that counts, also where the unit bore another name then
create or replace view veto as
select imported_veto.* replace (unit_name.unit as unit)
from imported_veto
join import using (import)
join unit_name on name = imported_veto.unit
semi join unit on unit.unit = unit_name.unit
where import.active
qualify row_number() over (partition by period, unit_name.unit, reason, nth order by import desc) = 1;

-- one row per decision ever taken, about the unit that bears its name today
create or replace view named_decision as
select decision_event.* replace (coalesce(unit_name.unit, decision_event.unit) as unit)
from decision_event
left join unit_name on name = decision_event.unit;

-- one row per period, award and unit: the latest decision; a withdrawn one (choice '') isn't shown
create or replace view decision as
select *
from named_decision
qualify row_number() over (partition by period, award, unit order by position desc) = 1 and choice <> '';
