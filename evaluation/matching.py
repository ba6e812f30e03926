"""Sheet → Matched: headers become indicators, names become units; what can't be told is asked, never guessed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from evaluation import names as naming
from evaluation.cells import looks_numeric, plain
from evaluation.columns import Column, header_depth, read_columns, with_unit_column
from evaluation.decisions import ColumnChoice, Decisions, Remembered
from evaluation.headers import LOOK_AT, Meaning, find_header, full_mark_alone, split_full_mark
from evaluation.periods import periods_in
from evaluation.problems import Problem, Severity
from evaluation.roster import Roster
from evaluation.scheme import Indicator, Scheme
from evaluation.sheet import Sheet
from evaluation.spelling import spelled
from evaluation.table_rows import SET_ASIDE, Row, RowReader, Rows
from evaluation.wording import intake as words
from evaluation.wording.reading import ABOVE_HEADER

__all__ = ["Column", "ColumnChoice", "Decisions", "Matched", "Row", "Rows", "known_names", "match_sheet"]

Kind = Literal["wide", "long", "roster", "adjustments", "vetoes", "unknown"]

_ALWAYS: tuple[Meaning, ...] = ("unit", "rater", "period", "serial", "rank", "remark", "group", "tags", "area", "ignored")
_USED: dict[str, frozenset[Meaning]] = {
    "wide": frozenset((*_ALWAYS, "indicator", "total")),
    "long": frozenset((*_ALWAYS, "indicator_name", "mark")),
}


@dataclass(frozen=True)
class Matched:
    """A sheet as it was understood. ``rows`` has every row below the header, ``period`` is the title's or None."""

    sheet: Sheet
    scheme: Scheme
    roster: Roster
    kind: Kind
    header_row: int | None
    header_depth: int
    columns: tuple[Column, ...]
    rows: Rows
    title: str
    period: str | None
    decisions: Decisions
    problems: tuple[Problem, ...]

    def column(self, meaning: Meaning) -> Column | None:
        """Return the first column with this meaning."""
        return next((column for column in self.columns if column.meaning == meaning), None)

    def text(self, row: int, column: int) -> str:
        """Return a cell's text with a person's rewriting, if there is one."""
        rewritten = self.decisions.cells
        if rewritten and (row, column) in rewritten:
            return rewritten[row, column]
        return self.sheet.cell(row, column)

    @property
    def names_period(self) -> bool:
        """Whether the title names a period, or a column may."""
        return self.period is not None or self.column("period") is not None

    @property
    def mark_columns(self) -> tuple[Column, ...]:
        """The columns that hold marks: each indicator's in a wide sheet, the one of marks in a long sheet."""
        wanted = "indicator" if self.kind == "wide" else "mark"
        return tuple(column for column in self.columns if column.meaning == wanted)


def known_names(scheme: Scheme, roster: Roster | None = None) -> frozenset[str]:
    """Return all names that tell a header from a title: pass them to ``read_sheets``."""
    dimensions = {name for dimension in scheme.dimension for name in (dimension.name, *dimension.aliases)}
    return frozenset().union(scheme.indicator_names, dimensions, roster.names if roster else ())


def match_sheet(sheet: Sheet, scheme: Scheme, roster: Roster, decisions: Decisions | None = None) -> Matched:
    """Return what the sheet is, what each column means and which unit each row is about, with all problems."""
    return _Matching(sheet, scheme, roster, decisions or Decisions()).matched()


class _Matching:
    """One run over one sheet; collects problems on its way."""

    def __init__(self, sheet: Sheet, scheme: Scheme, roster: Roster, decisions: Decisions):
        self.sheet, self.scheme, self.roster = sheet, scheme, roster
        self.units = naming.unit_names(roster)
        self.indicators = naming.indicator_names(scheme)
        self.by_name: dict[str, Indicator] = {indicator.name: indicator for indicator in scheme.indicators}
        self.decisions = self._of_this_scheme(decisions)
        self.grades = frozenset(map(plain, scheme.grades))
        self.problems: list[Problem] = []
        self.columns: list[Column] = []

    def _of_this_scheme(self, decisions: Decisions) -> Decisions:
        """Return the decisions without columns settled as an indicator that the scheme has no more: they are asked about anew."""
        gone = [index for index, choice in decisions.columns.items() if choice.indicator not in ("", *self.by_name)]
        return replace(decisions, columns={index: choice for index, choice in decisions.columns.items() if index not in gone})

    def matched(self) -> Matched:
        header = self.decisions.header_row
        if header is None:
            header = find_header(self.sheet.rows, known_names(self.scheme))
        if header is None or not 0 <= header < len(self.sheet.rows):
            return self._not_understood("no_header", words.NO_HEADER)
        depth = self.decisions.header_rows or header_depth(self.sheet, header, self.indicators)
        columns = read_columns(
            self.sheet, header, depth, self.indicators, naming.dimension_names(self.scheme), self.decisions.columns, self.grades
        )
        self.columns = with_unit_column(columns, self.sheet, header + depth, self.units)
        kind = sheet_kind(self.columns)
        if kind == "vetoes" and _has_figures(self.columns) and not self._speaks_of_vetoes(header):
            return self._not_understood("mark_beside_reason", words.MARK_BESIDE_REASON)
        if not any(column.meaning == "unit" for column in self.columns):
            return self._not_understood("no_header", words.NO_HEADER)
        if kind == "unknown":
            return self._not_understood("no_indicator", words.NO_INDICATOR)
        rows = Rows((), (), (), {})
        if kind in ("wide", "long"):
            self._check_blocks([column for column in columns if column.meaning == "unit"], header + depth)
            self.columns = list(self._settled(kind))
            rows = self._rows(header, depth)
            self._check_rows(rows)
            self._check_above(header)
        title, period = self._title(header)
        kept = [problem for problem in self.sheet.problems if not rows or problem.code != "ragged_row"]
        return Matched(
            self.sheet,
            self.scheme,
            self.roster,
            kind,
            header,
            depth,
            tuple(self.columns),
            rows,
            title,
            period,
            self.decisions,
            (*kept, *self.problems),
        )

    def _say(
        self,
        code: str,
        severity: Severity,
        message: str,
        row: int | None = None,
        column: int | None = None,
        found: str | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        self.problems.append(self.sheet.problem(code, severity, message, row, column, found, suggestions))

    def _not_understood(self, code: str, message: str) -> Matched:
        """Return the sheet as unread, with the reason: an error, or a warning for notes beside a score sheet."""
        names_a_unit = any(self.units.find(cell).name for row in self.sheet.rows for cell in row)
        if any(sum(self.units.find(cell).name is not None for cell in row) > 2 for row in self.sheet.rows[:LOOK_AT]):
            self._say("transposed", "error", words.TRANSPOSED)
        elif self.sheet.sheet_count > 1 and not names_a_unit:
            self._say("not_a_score_sheet", "warning", words.NOT_A_SCORE_SHEET.format(sheet=self.sheet.name))
        else:
            self._say(code, "error", message)
        return Matched(
            self.sheet,
            self.scheme,
            self.roster,
            "unknown",
            None,
            0,
            (),
            Rows((), (), (), {}),
            "",
            None,
            self.decisions,
            (*self.sheet.problems, *self.problems),
        )

    # — columns —

    def _settled(self, kind: Kind) -> Iterator[Column]:
        """Yield the columns with meanings that this kind of sheet uses; say what is unknown, twice or contradictory."""
        seen: dict[tuple[str, str], Column] = {}
        if kind == "wide" and not any(column.meaning == "indicator" for column in self.columns):
            self._say("no_indicator", "error", words.NO_INDICATOR)
        for column in self.columns:
            if column.how == "decided" and (remembered := self.decisions.recalled.get(("column", column.header))):
                self._say_recalled(column, remembered)
            if column.meaning not in _USED[kind] or self._stands_alone(column):
                column = self._unknown(column)
            elif column.meaning == "indicator":
                self._check_indicator(column, seen)
            elif column.how == "content":
                message = words.COLUMN_BY_CONTENT.format(header=column.header)
                self._say("unit_by_content", "info", message, None, column.index, column.header)
            yield column

    def _check_blocks(self, of_units: list[Column], first: int) -> None:
        """Two tables side by side have a column of units each: the marks of one would go to the units of the other.

        A column that names the office in charge, or the unit once more in other words, has the same name in several rows or a
        name of the same unit.
        """
        chosen = next(column for column in self.columns if column.meaning == "unit")
        marks = [column.index for column in self.columns if column.meaning in ("indicator", "mark", "unknown") and column.numeric]
        for other in of_units:
            left, right = sorted((chosen.index, other.index))
            if not any(left < index < right for index in marks) or not any(index > right for index in marks):
                continue
            pairs = {
                row: tuple(self.units.find(self.sheet.cell(row, index)).name for index in (chosen.index, other.index))
                for row in range(first, len(self.sheet.rows))
            }
            named = [there for _, there in pairs.values() if there]
            apart = next((row for row, (here, there) in pairs.items() if here and there and here != there), None)
            if apart is not None and len(set(named)) == len(named):
                message = words.TWO_BLOCKS.format(first=chosen.letter, second=other.letter)
                self._say("two_blocks", "error", message, apart, other.index)

    def _speaks_of_vetoes(self, header: int) -> bool:
        """Say whether the file's or the worksheet's name, the title or a heading says that the list is one of vetoes."""
        above = [cell for row in self.sheet.rows[: header + 1] for cell in row]
        return any(words.VETO_WORD in text for text in (self.sheet.file, self.sheet.name, *above))

    def _stands_alone(self, column: Column) -> bool:
        """A dimension's total without any of its indicators beside it is no total of the sheet: its numbers count."""
        present = {self.scheme.dimension_of[other.indicator] for other in self.columns if other.indicator}
        return bool(column.dimension) and column.meaning == "total" and column.dimension not in present

    def _say_recalled(self, column: Column, remembered: Remembered) -> None:
        message = words.COLUMN_RECALLED.format(
            day=remembered.day,
            actor=remembered.actor,
            header=column.header,
            name=remembered.name or words.COLUMN_MEANINGS.get(remembered.meaning, remembered.meaning),
        )
        self._say("column_recalled", "info", message, None, column.index, column.header)

    def _unknown(self, column: Column) -> Column:
        header = column.header
        if not column.numeric:
            if column.filled or header:
                message = words.UNUSED_COLUMN.format(header=header)
                self._say("unused_column", "info", message, None, column.index, header)
            return replace(column, meaning="ignored")
        suggestions = column.suggestions or self.indicators.suggest(header)
        likely = words.LIKELY.format(name=suggestions[0]) if suggestions else ""
        message = words.UNKNOWN_COLUMN.format(header=header, likely=likely) if header else words.NO_NAME_COLUMN
        self._say("unknown_column", "error", message, None, column.index, header, suggestions)
        return replace(column, meaning="unknown", suggestions=suggestions)

    def _check_indicator(self, column: Column, seen: dict[tuple[str, str], Column]) -> None:
        indicator = self.by_name[column.indicator]
        key = (column.indicator, column.rater)
        if key in seen:
            message = words.COLUMN_TWICE.format(name=indicator.name, first=seen[key].letter)
            self._say("column_twice", "error", message, None, column.index, column.header)
        seen.setdefault(key, column)
        if column.how in ("alias", "normalised") and split_full_mark(column.header)[0] != plain(indicator.name):
            message = words.COLUMN_BY_ALIAS.format(header=column.header, name=indicator.name)
            self._say("column_by_alias", "info", message, None, column.index, column.header)
        if column.full_mark is not None:
            self._check_full_mark(indicator, column.full_mark, None, column)

    def _check_full_mark(self, indicator: Indicator, stated: Decimal, row: int | None, column: Column) -> None:
        expected = indicator.full_mark if indicator.full_mark is not None else indicator.high
        if stated == expected:
            return
        if indicator.full_mark is None:
            message = words.NO_FULL_MARK.format(found=spelled(stated), name=indicator.name)
        else:
            message = words.OTHER_FULL_MARK.format(found=spelled(stated), name=indicator.name, expected=spelled(expected))
        self._say("other_full_mark", "error", message, row, column.index, column.header if row is None else None)

    # — rows —

    def _rows(self, header: int, depth: int) -> Rows:
        reader = RowReader(self.sheet, self.units, self.indicators, self.roster.groups, self.decisions, self.grades)
        rows = reader.read(header + depth, self.columns, self.sheet.rows[header])
        self.problems += reader.problems
        for row in rows.odd.values():
            if row.kind == "full_mark":
                self._check_full_mark_row(row, reader)
        self._check_stated_full_marks(rows, reader)
        return rows

    def _check_stated_full_marks(self, rows: Rows, reader: RowReader) -> None:
        """In a long sheet an indicator's name may state its full mark, row by row, as a header of a wide one may."""
        column = next((column for column in self.columns if column.meaning == "indicator_name"), None)
        if column is None or not any(split_full_mark(text)[1] is not None for text in self.sheet.grid.distinct(column.index)):
            return
        seen: set[str] = set()
        for row in rows:
            text = reader.text(row.index, column.index)
            stated = split_full_mark(text)[1]
            if row.indicator and stated is not None and text not in seen and plain(text) != plain(row.indicator):
                seen.add(text)
                self._check_full_mark(self.by_name[row.indicator], stated, row.index, column)

    def _check_full_mark_row(self, row: Row, reader: RowReader) -> None:
        for column in self.columns:
            stated = full_mark_alone(reader.text(row.index, column.index))
            if stated is not None and column.meaning == "indicator":
                self._check_full_mark(self.by_name[column.indicator], stated, row.index, column)

    def _check_rows(self, rows: Rows) -> None:
        """Say what concerns all rows together: none at all, no known unit, rows with too few or too many cells."""
        odd = {(row.kind, bool(row.unit)) for row in rows.odd.values() if row.kind in ("unit", "unknown", "skipped")}
        if not odd and not rows.has_plain:
            self._say("no_rows", "error", words.NO_ROWS)
        elif odd == {("unknown", False)} and not rows.has_plain:
            self._say("no_known_unit", "error", words.NO_KNOWN_UNIT)
        if any(problem.code == "ragged_row" for problem in self.sheet.problems):
            self._check_widths({row.index: row.kind for row in rows})

    def _check_above(self, header: int) -> None:
        """Marks above the header would be lost without a word: a sheet may begin with a table before its header."""
        for index, row in enumerate(self.sheet.rows[:header]):
            unit = next((name for cell in row if cell.strip() and (name := self.units.find(cell).name)), None)
            if unit and any(map(looks_numeric, row)):
                decided = self.decisions.header_row is not None
                self._say("unit_above_header", "warning" if decided else "error", ABOVE_HEADER.format(unit=unit), index, 0)

    def _check_widths(self, kinds: dict[int, str]) -> None:
        """A unit's row that lacks cells of marks may have shifted: an error. Rows set aside may have any width."""
        last_mark = max(
            (column.index for column in self.columns if column.meaning in ("indicator", "mark", "unknown")), default=0
        )
        for problem in self.sheet.problems:
            row = (problem.row or 0) - 1
            if problem.code != "ragged_row" or kinds.get(row) in (*SET_ASIDE, None):
                continue
            lacking = last_mark + 1 - len(self.sheet.rows[row])
            if problem.severity == "warning" and lacking > 0:
                message = words.SHIFTED.format(count=lacking)
                problem = self.sheet.problem("shifted_row", "error", message, row, last_mark - lacking)
            self.problems.append(problem)

    # — title —

    def _title(self, header: int) -> tuple[str, str | None]:
        lines = [" ".join(dict.fromkeys(filter(None, map(str.strip, row)))) for row in self.sheet.rows[:header]]
        found = list(dict.fromkeys(period for line in lines for period in periods_in(line)))
        if len(found) > 1:
            row = next(index for index, line in enumerate(lines) if periods_in(line))
            self._say("two_periods", "warning", words.TWO_PERIODS.format(first=found[0], second=found[1]), row, 0)
        return "\n".join(line for line in lines if line), found[0] if found else None


def _has_figures(columns: Iterable[Column]) -> bool:
    """Say whether a table of reasons has figures too: points to be added, marks, or those of a barred unit?"""
    return any(column.numeric and column.meaning in ("mark", "total", "unknown") for column in columns)


def sheet_kind(columns: Iterable[Column]) -> Kind:
    """Return what a sheet is by what its columns mean."""
    columns = list(columns)
    has = {column.meaning for column in columns}
    if "indicator" in has:
        return "wide"
    if {"indicator_name", "mark"} <= has:
        return "long"
    if has & {"points", "bonus", "deduction"} and "mark" not in has:
        return "adjustments"
    if "reason" in has:
        return "vetoes"
    numbers = any(column.numeric for column in columns if column.meaning in ("unknown", "mark", "total"))
    if "group" in has and not numbers:
        return "roster"
    return "wide" if numbers else "unknown"
