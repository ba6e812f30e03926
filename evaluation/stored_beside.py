"""What is stored and goes on counting beside new files: marks where these have blanks, lines that they no longer have."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import duckdb

from evaluation.intake import Intake
from evaluation.marks import Blank
from evaluation.problems import Problem, first_named
from evaluation.roster_effect import units_after
from evaluation.sheet import Sheet
from evaluation.side_files import Adjustments, Vetoes
from evaluation.spelling import spelled
from evaluation.wording import intake as words

_MARKS = """
select period, unit, indicator, rater, mark from mark
where list_contains($periods::varchar[], period) and list_contains($indicators::varchar[], indicator)
"""
_LINES = {
    "adjustments": """
select period, unit, reason, nth, points, file, sheet from adjustment join import using (import) order by import, line
""",
    "vetoes": """
select period, unit, reason, nth, null, file, sheet from veto join import using (import) order by import, line
""",
}

Place = tuple[str, str, int | None, str | None]
"""File, worksheet, row and column of a blank, of a row or of a column with blanks."""


def problems_beside_stored(cursor: duckdb.DuckDBPyConnection, intake: Intake) -> tuple[Problem, ...]:
    """Return the intake's problems; where a blank would be called missing and a stored mark goes on counting, that is said."""
    blanks = [(checked.file, checked.sheet, blank) for checked in intake.sheets for blank in checked.missing]
    stored = _stored_under(cursor, intake, [blank for *_, blank in blanks]) if blanks else {}
    if not stored:
        return intake.problems
    covered: dict[Place, list[Blank]] = defaultdict(list)
    for file, sheet, blank in blanks:
        for place in ((blank.row, blank.column), (blank.row, None), (None, blank.column)):
            covered[file, sheet, *place].append(blank)

    def said(problem: Problem) -> Problem:
        cells = covered[problem.file, problem.sheet, problem.row, problem.column] if problem.code == "missing_mark" else []
        return replace(problem, message=_still_counts(cells, stored)) if any(blank in stored for blank in cells) else problem

    return tuple(map(said, intake.problems))


def _stored_under(cursor: duckdb.DuckDBPyConnection, intake: Intake, blanks: Sequence[Blank]) -> dict[Blank, Decimal]:
    """Return the stored marks where the files have blanks, and no other of the files has a mark."""
    today = units_after(cursor, intake)
    wanted = {
        "periods": sorted({blank.period or intake.period or "" for blank in blanks}),
        "indicators": sorted({blank.indicator for blank in blanks}),
    }
    rows = cursor.execute(_MARKS, wanted).fetchall()
    marks = {(period, today.get(unit, unit), *about): mark for period, unit, *about, mark in rows}
    if not marks:
        return {}
    keys = (key for checked in intake.sheets for key in checked.marks.each_key())
    given = {(period or intake.period or "", *about) for period, *about in keys}
    places = {blank: (blank.period or intake.period or "", blank.unit, blank.indicator, blank.rater) for blank in blanks}
    return {blank: marks[key] for blank, key in places.items() if key in marks and key not in given}


def _still_counts(cells: Sequence[Blank], stored: Mapping[Blank, Decimal]) -> str:
    counting = [blank for blank in cells if blank in stored]
    if len(cells) == 1:
        return words.STILL_COUNTS.format(mark=spelled(stored[cells[0]]))
    named = [
        words.STORED_CELL.format(unit=blank.unit, indicator=blank.indicator, mark=spelled(stored[blank])) for blank in counting
    ]
    rest = words.REST_MISSING if len(counting) < len(cells) else ""
    return words.STILL_COUNT.format(count=len(named), cells=first_named(named)) + rest


def lines_that_stay(
    cursor: duckdb.DuckDBPyConnection, intake: Intake, kind: str, sheets: Sequence[tuple[Sheet, Adjustments | Vetoes]]
) -> Iterator[Problem]:
    """Warn of stored adjustments or vetoes (``kind``) that a list lacks which seems to be a later state of theirs.

    It seems so where it bears the name of the list that they are from and is about the same period, or where it has fewer lines
    of a unit's reason than are stored.
    """
    if not sheets:
        return
    today = units_after(cursor, intake)
    stored = cursor.execute(_LINES[kind]).fetchall()
    for sheet, found in sheets:
        given = Counter((entry.period or intake.period, entry.unit, entry.reason) for entry in found.entries)
        periods = {period for period, *_ in given}
        lines = []
        for period, unit, reason, nth, points, file, worksheet in stored:
            count = given[period, today[unit], reason]
            is_same_list = file == sheet.file and worksheet in ("", sheet.name) and period in periods
            if count < nth and (count or is_same_list):
                shown = words.STORED_POINTS.format(points=spelled(points)) if points is not None else ""
                lines.append(words.STORED_LINE.format(unit=today[unit], reason=reason, points=shown))
        if lines:
            message = words.LINES_STAY.format(count=len(lines), lines=first_named(lines))
            yield sheet.problem("lines_stay", "warning", message)
