"""What is stored and goes on counting beside new files: marks where these have blanks, lines that they no longer have."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import duckdb

from evaluation.intake import Intake
from evaluation.marks import Blank, CheckedSheet
from evaluation.problems import Problem, first_named
from evaluation.roster_effect import NamesToCome, marks_after, parameters
from evaluation.sheet import Sheet
from evaluation.side_files import Adjustments, Vetoes
from evaluation.spelling import spelled
from evaluation.validation import absent_in_words, absent_units, gap_in_words
from evaluation.wording import intake as words

_LINES = {
    "adjustments": """
select period, unit, reason, nth, points, file, sheet from adjustment_under($names, $units) join import using (import)
order by import, line
""",
    "vetoes": """
select period, unit, reason, nth, null, file, sheet from veto_under($names, $units) join import using (import)
order by import, line
""",
}

Place = tuple[str, str, int | None, str | None]
"""File, worksheet, row and column of a blank, of a row or of a column with blanks."""

Key = tuple[str, str, str, str]
"""Period, unit, indicator and rater of a mark."""


def problems_beside_stored(cursor: duckdb.DuckDBPyConnection, intake: Intake, names: NamesToCome) -> tuple[Problem, ...]:
    """Return the intake's problems; where blanks or absent units would be called missing and stored marks count, that is said."""
    absent = {(problem.file, problem.sheet) for problem in intake.problems if problem.code == "units_absent"}
    blanks = [(checked.file, checked.sheet, blank) for checked in intake.sheets for blank in checked.missing]
    beside = _Beside(cursor, intake, names) if blanks or absent else None
    if not beside or not beside.marks:
        return intake.problems
    stored = beside.under([blank for *_, blank in blanks])
    covered: dict[Place, list[Blank]] = defaultdict(list)
    for file, sheet, blank in blanks:
        for place in ((blank.row, blank.column), (blank.row, None), (None, blank.column)):
            covered[file, sheet, *place].append(blank)
    sheets = {(checked.file, checked.sheet): checked for checked in intake.sheets}

    def said(problem: Problem) -> Problem:
        if problem.code == "units_absent":
            return replace(problem, message=beside.of_absent(sheets[problem.file, problem.sheet]) or problem.message)
        cells = covered[problem.file, problem.sheet, problem.row, problem.column] if problem.code == "missing_mark" else []
        if not any(blank in stored for blank in cells):
            return problem
        return replace(problem, message=_still_counts(cells, stored, gap_in_words(intake.scheme)))

    return tuple(map(said, intake.problems))


class _Beside:
    """The stored marks of the periods and indicators that an intake's sheets are about, as they'd count once it is stored."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, intake: Intake, names: NamesToCome):
        self._period, self._gap = intake.period or "", gap_in_words(intake.scheme)
        about = {pair for checked in intake.sheets for pair in self._about(checked)}
        found = {
            (period, unit, indicator, rater): mark
            for period, unit, indicator, rater, mark, _ in marks_after(cursor, names, {period for period, _ in about})
            if (period, indicator) in about
        }
        keys = (key for checked in intake.sheets for key in checked.marks.each_key()) if found else ()
        self._given = set(map(self._dated, keys))
        self.marks = {key: mark for key, mark in found.items() if key not in self._given}

    def _dated(self, key: tuple[str | None, str, str, str]) -> Key:
        return (key[0] or self._period, *key[1:])

    def _about(self, checked: CheckedSheet) -> set[tuple[str, str]]:
        """Return the periods and indicators that a sheet has cells for, filled or blank."""
        others = (*checked.missing, *(item.mark for item in checked.set_aside))
        pairs = {(item.period, item.indicator) for item in others}
        if len(periods := checked.marks.periods) == 1:  # a wide sheet may have a million marks
            pairs |= {(periods[0], indicator) for indicator in checked.marks.indicators}
        else:
            pairs |= {(period, indicator) for period, _, indicator, _ in checked.marks.each_key()}
        return {(period or self._period, indicator) for period, indicator in pairs}

    def under(self, blanks: Sequence[Blank]) -> dict[Blank, Decimal]:
        """Return the stored marks where the files have blanks, and no other of the files has a mark."""
        places = {blank: self._dated((blank.period, blank.unit, blank.indicator, blank.rater)) for blank in blanks}
        return {blank: self.marks[key] for blank, key in places.items() if key in self.marks}

    def of_absent(self, checked: CheckedSheet) -> str:
        """Say which units that a sheet lacks have marks that go on counting, and which lack some; "" where none has."""
        absent, about = absent_units(checked.matched), self._about(checked)
        among = set(absent)
        counting = Counter(unit for period, unit, name, _ in self.marks if unit in among and (period, name) in about)
        if not counting:
            return ""
        there = {key[:3] for key in (*self.marks, *self._given) if key[1] in among}
        lacking = [unit for unit in absent if any((period, unit, name) not in there for period, name in about)]
        named = [words.STORED_UNIT.format(unit=unit, count=counting[unit]) for unit in absent if unit in counting]
        stored = words.ABSENT_STORED.format(count=len(named), units=first_named(named))
        rest = words.ABSENT_LACKING.format(count=len(lacking), units=first_named(lacking), missing=self._gap) if lacking else ""
        return absent_in_words(absent) + stored + rest


def _still_counts(cells: Sequence[Blank], stored: Mapping[Blank, Decimal], gap: str) -> str:
    counting = [blank for blank in cells if blank in stored]
    if len(cells) == 1:
        return words.STILL_COUNTS.format(mark=spelled(stored[cells[0]]))
    named = [
        words.STORED_CELL.format(unit=blank.unit, indicator=blank.indicator, mark=spelled(stored[blank])) for blank in counting
    ]
    rest = words.REST_MISSING.format(missing=gap) if len(counting) < len(cells) else ""
    return words.STILL_COUNT.format(count=len(named), cells=first_named(named)) + rest


def lines_that_stay(
    cursor: duckdb.DuckDBPyConnection,
    intake: Intake,
    kind: str,
    sheets: Sequence[tuple[Sheet, Adjustments | Vetoes]],
    names: NamesToCome,
) -> Iterator[Problem]:
    """Warn of stored adjustments or vetoes (``kind``) that a list lacks which seems to be a later state of theirs.

    It seems so where it bears the name of the list that they are from and is about the same period, or where it has fewer lines
    of a unit's reason than are stored.
    """
    if not sheets:
        return
    units = {unit.name for unit in intake.roster.units}
    stored = [line for line in cursor.execute(_LINES[kind], parameters(names.after)).fetchall() if line[1] in units]
    for sheet, found in sheets:
        given = Counter((entry.period or intake.period, entry.unit, entry.reason) for entry in found.entries)
        periods = {period for period, *_ in given}
        lines = []
        for period, unit, reason, nth, points, file, worksheet in stored:
            count = given[period, unit, reason]
            is_same_list = file == sheet.file and worksheet in ("", sheet.name) and period in periods
            if count < nth and (count or is_same_list):
                shown = words.STORED_POINTS.format(points=spelled(points)) if points is not None else ""
                lines.append(words.STORED_LINE.format(unit=unit, reason=reason, points=shown))
        if lines:
            message = words.LINES_STAY.format(count=len(lines), lines=first_named(lines))
            yield sheet.problem("lines_stay", "warning", message)
