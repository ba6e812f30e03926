-- one row per import, period, indicator and rater of which other imports in force have marks too: for one unit there may be two
create or replace view contested_scope as
select import, period, indicator, rater
from import_scope
join import using (import)
where import.active
qualify count(*) over (partition by period, indicator, rater) > 1;

-- one row per period, unit, indicator and rater: the mark that counts, from the latest import that isn't undone.
-- Which import is the latest is asked only where there are several, because asking costs more than all the rest of this chain.
create or replace view mark as
select imported_mark.*
from imported_mark
semi join (from import where active) as import using (import)
anti join contested_scope using (import, period, indicator, rater)
union all
select imported_mark.*
from imported_mark
semi join contested_scope using (import, period, indicator, rater)
qualify row_number() over (partition by period, unit, indicator, rater order by import desc) = 1;

-- one row per period, unit, reason and repetition: the adjustment that counts
create or replace view adjustment as
select imported_adjustment.*
from imported_adjustment
join import using (import)
join unit using (unit)
where import.active
qualify row_number() over (partition by period, unit, reason, nth order by import desc) = 1;

-- one row per period, unit, reason and repetition: the veto that counts
create or replace view veto as
select imported_veto.*
from imported_veto
join import using (import)
join unit using (unit)
where import.active
qualify row_number() over (partition by period, unit, reason, nth order by import desc) = 1;

-- one row per period, award and unit: the latest decision; a withdrawn one (choice '') isn't shown
create or replace view decision as
select decision_event.*
from decision_event
qualify row_number() over (partition by period, award, unit order by position desc) = 1 and choice <> '';
