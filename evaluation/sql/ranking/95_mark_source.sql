-- Where the marks of one unit and indicator are from, for evaluation/source_cells.py: nothing here is computed anew.

-- one row per import that holds such a mark, undone imports included; counts = this is the mark that the ranking uses
create or replace macro mark_source(period_asked, unit_asked, indicator_asked) as table
select held.rater, held.mark, import.file, import.sheet, held.row, held."column", held.found, held.note,
    import.sha256, import.import, import.actor, import.done_at, import.active, mark.import is not null as counts
from imported_mark as held
join import using (import)
left join mark on mark.import = held.import and mark.period = held.period and mark.unit = held.unit
    and mark.indicator = held.indicator and mark.rater = held.rater
where held.period = period_asked and held.unit = unit_asked and held.indicator = indicator_asked
order by counts desc, held.rater, held.import desc;
