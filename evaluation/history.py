"""What is stored: the imports, what a new intake would change, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from evaluation.intake import Intake


@dataclass(frozen=True)
class Import:
    """One file or worksheet taken in; ``position`` is its event's. ``count`` counts marks (or lines)."""

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
    """One mark that an intake would overwrite."""

    period: str
    unit: str
    indicator: str
    rater: str
    old: Decimal
    new: Decimal
    file: str
    row: int
    column: str


@dataclass(frozen=True)
class Effect:
    """What storing an intake would do: ``new``, ``same`` and ``changes`` count every mark in the files once.

    ``missing`` counts the cells (unit × indicator of the intake's last period) that would still have no mark.
    """

    new: int
    same: int
    changes: tuple[Change, ...]
    missing: int


@dataclass(frozen=True)
class Gap:
    """One unit without marks in one dimension: which indicators lack, of how many."""

    unit: str
    dimension: str
    indicators: tuple[str, ...]
    of: int


def list_imports(cursor: duckdb.DuckDBPyConnection) -> list[Import]:
    """Return every import, newest first, undone ones included."""
    rows = cursor.execute("""
        with counted as (
            select import, count(*) as lines from imported_mark group by import
            union all select import, count(*) from imported_adjustment group by import
            union all select import, count(*) from imported_veto group by import
        )
        select import, kind, file, sheet, actor, done_at, active, coalesce(lines, 0)
        from import left join counted using (import) order by import desc""").fetchall()
    return [Import(*row) for row in rows]


def already_imported(cursor: duckdb.DuckDBPyConnection, sha256: str) -> Import | None:
    """Return the active import of a file of the same content, None where there is none."""
    row = cursor.execute(
        """
        select import, kind, file, sheet, actor, done_at, active, 0 from import
        where active and sha256 = ? order by import limit 1""",
        [sha256],
    ).fetchone()
    return Import(*row) if row else None


def effect_of(cursor: duckdb.DuckDBPyConnection, intake: Intake) -> Effect:
    """Compare an intake's marks with the stored ones, cell by cell."""
    stored = {
        (period, unit, indicator, rater): mark
        for period, unit, indicator, rater, mark in cursor.execute(
            "select period, unit, indicator, rater, mark from mark where list_contains(?::varchar[], period)",
            [list(intake.periods)],
        ).fetchall()
    }
    new, same, changes = 0, 0, []
    for mark in intake.marks:
        period = mark.period or intake.period or ""
        old = stored.get((period, mark.unit, mark.indicator, mark.rater))
        if old is None:
            new += 1
        elif old == mark.mark:
            same += 1
        else:
            changes.append(
                Change(
                    period, mark.unit, mark.indicator, mark.rater, old.normalize(), mark.mark, mark.file, mark.row, mark.column
                )
            )
    return Effect(new, same, tuple(changes), _still_missing(intake, stored))


def _still_missing(intake: Intake, stored: Iterable[tuple[str, str, str, str]]) -> int:
    period = intake.periods[-1] if intake.periods else None
    units, indicators = {unit.name for unit in intake.roster.units}, {item.name for item in intake.scheme.indicators}
    there = {(unit, indicator) for at, unit, indicator, _ in stored if at == period}
    there |= {(mark.unit, mark.indicator) for mark in intake.marks if (mark.period or intake.period) == period}
    return len(units) * len(indicators) - sum(unit in units and indicator in indicators for unit, indicator in there)


def gaps(cursor: duckdb.DuckDBPyConnection, period: str, units: Sequence[str]) -> list[Gap]:
    """Return where marks lack in a period, one gap per unit and dimension, in roster and scheme order."""
    rows = cursor.execute(
        """
        with expected as (
            select unit, unit.position as unit_position, dimension.dimension, dimension.position as place, indicator,
                indicator.position, exists (from mark where mark.period = $period and mark.unit = unit.unit
                    and mark.indicator = indicator.indicator) as has_mark
            from unit, indicator join dimension using (dimension)
            where list_contains($units::varchar[], unit)
        )
        select unit, dimension, list(indicator order by position) filter (not has_mark), count(*)
        from expected group by unit, unit_position, dimension, place
        having count(*) filter (not has_mark) > 0 order by unit_position, place""",
        {"period": period, "units": list(units)},
    ).fetchall()
    return [Gap(unit, dimension, tuple(indicators), of) for unit, dimension, indicators, of in rows]
