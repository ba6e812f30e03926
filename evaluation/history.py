"""What is stored: the imports, what a new intake would change, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from evaluation.periods import period_order
from evaluation.problems import Problem
from evaluation.spelling import column_index, spelled
from evaluation.wording import intake as words

if TYPE_CHECKING:  # 首页 asks what is missing, and the whole intake would be loaded with it
    from evaluation.decisions import MarkKey, SheetKey
    from evaluation.intake import Choices, Intake
    from evaluation.marks import CheckedSheet
    from evaluation.roster_changes import RosterChanges
    from evaluation.roster_effect import NamesToCome
    from evaluation.sheet import Sheet
    from evaluation.side_files import Adjustment, Adjustments

_POINTS = "select period, unit, reason, points from adjustment_under($names, $units) order by nth"


@dataclass(frozen=True)
class Import:
    """One file or worksheet taken in; ``position`` is its event's. ``count`` counts marks (or lines, or a roster's units).

    ``is_active``: not undone; a roster: the one that was taken in last.
    """

    position: int
    kind: str
    file: str
    sheet: str
    actor: str
    at: str
    is_active: bool
    count: int


@dataclass(frozen=True)
class Change:
    """One mark of an intake where another one is stored, which it replaces unless ``is_kept`` (a person's choice).

    ``stored_in`` names the file of the stored mark, ``sheet`` is the key of the sheet that gives the new one.
    """

    period: str
    unit: str
    indicator: str
    rater: str
    old: Decimal
    new: Decimal
    file: str
    row: int
    column: str
    stored_in: str = ""
    sheet: SheetKey = ("", "")
    is_kept: bool = False

    @property
    def key(self) -> MarkKey:
        """By what a person's choice about this mark is kept."""
        return self.period, self.unit, self.indicator, self.rater


@dataclass(frozen=True)
class Effect:
    """What storing an intake would do: ``new``, ``same``, ``changes`` and ``kept`` count every mark in the files once.

    ``changes`` are stored marks that are replaced, ``kept`` those that stay by a person's choice.
    ``missing`` counts the cells (unit × indicator of the intake's last period) that would still have no mark. ``units`` says what
    a roster among the files does, None where none is.
    """

    new: int
    same: int
    changes: tuple[Change, ...]
    missing: int
    kept: tuple[Change, ...] = ()
    units: RosterChanges | None = None


@dataclass(frozen=True)
class Gap:
    """One unit without marks in one dimension: which indicators lack, of how many."""

    unit: str
    dimension: str
    indicators: tuple[str, ...]
    of: int


def list_imports(cursor: duckdb.DuckDBPyConnection) -> list[Import]:
    """Return every import, rosters too, newest first, undone ones included."""
    rows = cursor.execute("""
        with counted as (
            select import, count(*) as lines from imported_mark group by import
            union all select import, count(*) from imported_adjustment group by import
            union all select import, count(*) from imported_veto group by import
        )
        select import, kind, file, sheet, actor, done_at, active, coalesce(lines, 0) from import left join counted using (import)
        union all
        select import, 'roster', file, '', actor, done_at, import = max(import) over (), units from roster_import
        order by import desc""").fetchall()
    return [Import(*row) for row in rows]


def already_imported(cursor: duckdb.DuckDBPyConnection, sha256: str, kind: str, sheet: str) -> list[Import]:
    """Return the active imports of a kind (marks, adjustments, vetoes) from one worksheet of the same content, oldest first.

    Journals of older versions don't say from which worksheet adjustments and vetoes came: those may be from any.
    """
    rows = cursor.execute(
        """
        select import, kind, file, sheet, actor, done_at, active, 0 from import
        where active and sha256 = $sha256 and kind = $kind and (sheet = $sheet or (kind <> 'marks' and sheet = ''))
        order by import""",
        {"sha256": sha256, "kind": kind, "sheet": sheet},
    ).fetchall()
    return [Import(*row) for row in rows]


def periods_of(cursor: duckdb.DuckDBPyConnection, imports: Iterable[int]) -> dict[int, set[str]]:
    """Return, by position, which periods the lines of these imports belong to; imports without lines are left out."""
    rows = cursor.execute(
        """
        with wanted as (select unnest($imports) as import)
        select import, period from imported_mark semi join wanted using (import)
        union select import, period from imported_adjustment semi join wanted using (import)
        union select import, period from imported_veto semi join wanted using (import)""",
        {"imports": list(imports)},
    ).fetchall()
    periods: dict[int, set[str]] = {}
    for position, period in rows:
        periods.setdefault(position, set()).add(period)
    return periods


def effect_of(cursor: duckdb.DuckDBPyConnection, intake: Intake, choices: Choices | None = None) -> Effect:
    """Compare an intake's marks with the stored ones, cell by cell; ``choices`` say where the stored one stays."""
    from evaluation.decisions import Decisions
    from evaluation.roster_effect import marks_after, names_to_come, roster_changes

    names = names_to_come(cursor, intake)
    stored = {
        (period, unit, indicator, rater): (mark, file)
        for period, unit, indicator, rater, mark, file in marks_after(cursor, names, intake.periods)
    }
    new, same, changes = 0, 0, []
    for checked in intake.sheets:
        decisions = (choices or {}).get(checked.key, Decisions())
        if not stored:
            new += len(checked.marks)
            continue
        for place, (period, *about) in enumerate(checked.marks.each_key()):
            key = period or intake.period or "", *about
            old, file = stored.get(key, (None, ""))
            if old is None:
                new += 1
                continue
            mark = checked.marks[place]
            if old == mark.mark:
                same += 1
            else:
                place = mark.file, mark.row, mark.column
                kept = decisions.keeps(key)
                changes.append(Change(*key, old.normalize(), mark.mark, *place, file, checked.key, kept))
    kept = tuple(change for change in changes if change.is_kept)
    replaced = tuple(change for change in changes if not change.is_kept)
    return Effect(new, same, replaced, _still_missing(intake, stored), kept, roster_changes(cursor, intake, names))


def with_kept(intake: Intake, effect: Effect) -> Intake:
    """Return the intake without the marks that yield to a stored one by a person's choice; they are set aside, on record."""
    from evaluation.marks import SetAside

    places = {(change.sheet, change.row, change.column): change for change in effect.kept}

    def kept(checked: CheckedSheet) -> CheckedSheet:
        found = [(mark, places.get((checked.key, mark.row, mark.column))) for mark in checked.marks]
        return checked.without(
            [SetAside(mark, change.old, change.stored_in, "stored") for mark, change in found if change is not None]
        )

    return replace(intake, sheets=tuple(map(kept, intake.sheets))) if places else intake


def without_stored(cursor: duckdb.DuckDBPyConnection, intake: Intake) -> tuple[Intake, dict[tuple[str, str], Import]]:
    """Return the intake without what was taken in before from the same bytes, and by (file, worksheet) when that was.

    Its problems say too what of the stored goes on counting beside it, or is replaced.
    A sheet that names no period may be meant for another one than before: then it stays, and a problem says so.
    """
    from evaluation.marks import CheckedSheet
    from evaluation.roster_effect import names_to_come, roster_problems
    from evaluation.stored_beside import lines_that_stay, problems_beside_stored

    before: dict[tuple[str, str], Import] = {}
    elsewhere: list[Problem] = []

    def stored(sheet: Sheet, kind: str, named: Iterable[str | None]) -> bool:
        wanted = {period or intake.period or "" for period in named}
        others: set[str] = set()
        for past in already_imported(cursor, sheet.digest, kind, sheet.name):
            periods = periods_of(cursor, [past.position]).get(past.position, set())
            if wanted <= periods:
                before[sheet.file, sheet.name] = past
                return True
            others |= periods - wanted
        if others:
            now, then = ("、".join(sorted(found, key=period_order)) for found in (wanted, others))
            elsewhere.append(sheet.problem("other_period", "warning", words.OTHER_PERIOD.format(then=then, now=now)))
        return False

    sheets = [
        CheckedSheet(checked.matched, missing=checked.missing)
        if stored(checked.matched.sheet, "marks", checked.marks.periods)
        else checked
        for checked in intake.sheets
    ]
    side = {
        name: tuple(
            (sheet, found)
            for sheet, found in getattr(intake, name)
            if not stored(sheet, name, [entry.period for entry in found.entries])
        )
        for name in ("adjustments", "vetoes")
    }
    names = names_to_come(cursor, intake)
    elsewhere += _replaced_points(cursor, intake, side["adjustments"], names)
    for kind, found in side.items():
        elsewhere += lines_that_stay(cursor, intake, kind, found, names)
    elsewhere += roster_problems(cursor, intake, names)
    problems = (*problems_beside_stored(cursor, intake, names), *elsewhere)
    if not before and problems == intake.problems:
        return intake, before
    return replace(intake, sheets=tuple(sheets), problems=problems, **side), before


def _replaced_points(
    cursor: duckdb.DuckDBPyConnection, intake: Intake, adjustments: Sequence[tuple[Sheet, Adjustments]], names: NamesToCome
) -> Iterator[Problem]:
    """Warn of adjustments that take the place of stored ones with other points: a person may mean a second one."""
    if not adjustments:
        return
    from evaluation.roster_effect import parameters

    stored: dict[tuple, list[Decimal]] = defaultdict(list)
    for period, unit, reason, points in cursor.execute(_POINTS, parameters(names.after)).fetchall():
        stored[period, unit, reason].append(points)
    for sheet, found in adjustments:
        given: dict[tuple, list[Adjustment]] = defaultdict(list)
        for entry in found.entries:
            given[entry.period or intake.period, entry.unit, entry.reason].append(entry)
        for key, entries in given.items():
            old, new = stored.get(key, []), [entry.points for entry in entries]
            if old and old[: len(new)] != new:
                was, becomes = (spelled(sum(points)) for points in (old, [*new, *old[len(new) :]]))
                message = words.REPLACES_POINTS.format(unit=key[1], reason=key[2], old=was, new=becomes)
                yield sheet.problem("replaces_points", "warning", message, entries[0].row - 1, column_index(entries[0].column))


def _still_missing(intake: Intake, stored: Iterable[tuple[str, str, str, str]]) -> int:
    period = intake.periods[-1] if intake.periods else None
    units, indicators = {unit.name for unit in intake.roster.units}, {item.name for item in intake.scheme.indicators}
    there = {(unit, indicator) for at, unit, indicator, _ in stored if at == period}
    keys = (key for checked in intake.sheets for key in checked.marks.each_key())
    there |= {(unit, indicator) for at, unit, indicator, _ in keys if (at or intake.period) == period}
    return len(units) * len(indicators) - sum(unit in units and indicator in indicators for unit, indicator in there)


def gaps(cursor: duckdb.DuckDBPyConnection, period: str, units: Sequence[str]) -> list[Gap]:
    """Return where marks lack in a period, one gap per unit and dimension, in roster and scheme order.

    In a year made up of parts a gap names every indicator with the part that it lacks in (第2季度：招商引资).
    """
    rows = cursor.execute(
        """
        with sources as (
            select source, prefix, part_position, source_position from period_source where period = $period
            union all select $period, '', 0, 0 where not exists (from period_source where period = $period)
        ),
        expected as (
            select unit, unit.position as unit_position, dimension.dimension, dimension.position as place,
                prefix || indicator as indicator, part_position, source_position, indicator.position,
                exists (from mark where mark.period = source and mark.unit = unit.unit
                    and mark.indicator = indicator.indicator) as has_mark
            from unit, sources, indicator join dimension using (dimension)
            where list_contains($units::varchar[], unit)
        )
        select unit, dimension,
            list(indicator order by part_position, source_position, position) filter (not has_mark), count(*)
        from expected group by unit, unit_position, dimension, place
        having count(*) filter (not has_mark) > 0 order by unit_position, place""",
        {"period": period, "units": list(units)},
    ).fetchall()
    return [Gap(unit, dimension, tuple(indicators), of) for unit, dimension, indicators, of in rows]


@dataclass(frozen=True)
class PartState:
    """How much of one part of a year is in: ``done`` of ``of`` cells (unit × indicator) have a mark."""

    label: str
    done: int
    of: int


def part_states(cursor: duckdb.DuckDBPyConnection, period: str, units: Sequence[str]) -> list[PartState]:
    """Return which parts of a year are in, in order; nothing for a period that isn't made up of parts."""
    rows = cursor.execute(
        """
        with counted as (
            select period, count(distinct (unit, indicator)) as done
            from mark join indicator using (indicator)
            where list_contains($units::varchar[], unit)
            group by period
        )
        select label, coalesce(done, 0), len($units::varchar[]) * (select count(*) from indicator)
        from period_source left join counted on counted.period = source
        where period_source.period = $period and label <> ''
        order by part_position, source_position""",
        {"period": period, "units": list(units)},
    ).fetchall()
    return [PartState(*row) for row in rows]


@dataclass(frozen=True)
class Doubt:
    """A cell for which two files that are both in force give different marks; the later one counts."""

    unit: str
    dimension: str
    indicator: str
    earlier: Decimal
    counts: Decimal


def doubts(cursor: duckdb.DuckDBPyConnection, period: str, units: Sequence[str]) -> list[Doubt]:
    """Return the cells of a period on which files disagree, in roster and scheme order; each names the last mark replaced."""
    rows = cursor.execute(
        """
        select unit, dimension, indicator, max_by(old.mark, old.import)::varchar, any_value(mark.mark)::varchar
        from mark
        join imported_mark as old using (period, unit, indicator, rater)
        join import as earlier on earlier.import = old.import and earlier.active
        join indicator using (indicator)
        join unit using (unit)
        where period = $period and list_contains($units::varchar[], unit) and old.import < mark.import and old.mark <> mark.mark
        group by unit, dimension, indicator, unit.position, indicator.position
        order by unit.position, indicator.position""",
        {"period": period, "units": list(units)},
    ).fetchall()
    return [
        Doubt(unit, dimension, name, Decimal(old).normalize(), Decimal(now).normalize())
        for unit, dimension, name, old, now in rows
    ]
