-- What would count if names stood for other units than they do, as a roster that isn't stored yet has it (roster_effect.py). names and units
-- are lists side by side; a name that isn't among them is its own unit's. name = the unit's as its file or decision has it.

-- one row per period, unit, indicator and rater: the mark that would count
create or replace macro mark_under(names, units) as table
with borne as (select unnest(names::varchar[]) as name, unnest(units::varchar[]) as unit),
written as (
    select import, scope, period, indicator, rater, mark, places,
        coalesce(from_number, scope_mark.unit_number) as own_number
    from scope_mark
    join scope_in_force using (scope)
    left join carried_mark on carried_mark.scope = scope_mark.scope and to_number = scope_mark.unit_number
),
named as (
    select written.*, numbered_unit.unit as name, coalesce(borne.unit, numbered_unit.unit) as wanted
    from written
    join numbered_unit on numbered_unit.unit_number = own_number
    left join borne on borne.name = numbered_unit.unit
),
-- of several names that one import has for a unit one counts for it, as in mark_tables.carry_marks
carried as (
    select *,
        case when row_number() over (partition by scope, wanted order by name <> wanted, own_number) = 1 then wanted else name end as unit
    from named
)
select import, period, unit, indicator, rater, as_mark(mark, places) as mark, name
from carried
qualify row_number() over (partition by period, unit, indicator, rater order by import desc) = 1;

-- one row per period, unit, reason and repetition, whether the unit is in the roster or not: the adjustment that would count
create or replace macro adjustment_under(names, units) as table
with borne as (select unnest(names::varchar[]) as name, unnest(units::varchar[]) as unit)
select imported_adjustment.* replace (coalesce(borne.unit, imported_adjustment.unit) as unit), imported_adjustment.unit as name
from imported_adjustment
join import using (import)
left join borne on borne.name = imported_adjustment.unit
where import.active
qualify row_number() over (
    partition by period, coalesce(borne.unit, imported_adjustment.unit), reason, nth order by import desc
) = 1;

-- one row per period, unit, reason and repetition, whether the unit is in the roster or not: the veto that would count
create or replace macro veto_under(names, units) as table
with borne as (select unnest(names::varchar[]) as name, unnest(units::varchar[]) as unit)
select imported_veto.* replace (coalesce(borne.unit, imported_veto.unit) as unit), imported_veto.unit as name
from imported_veto
join import using (import)
left join borne on borne.name = imported_veto.unit
where import.active
qualify row_number() over (partition by period, coalesce(borne.unit, imported_veto.unit), reason, nth order by import desc) = 1;

-- one row per period, award and unit: the latest decision; a withdrawn one isn't shown
create or replace macro decision_under(names, units) as table
with borne as (select unnest(names::varchar[]) as name, unnest(units::varchar[]) as unit)
select decision_event.* replace (coalesce(borne.unit, decision_event.unit) as unit), decision_event.unit as name
from decision_event
left join borne on borne.name = decision_event.unit
qualify row_number() over (partition by period, award, coalesce(borne.unit, decision_event.unit) order by position desc) = 1
    and choice <> '';
