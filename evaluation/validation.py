"""Matched → CheckedSheet: cells become marks; every conversion, blank and fault is listed with its place.

Plain figures are found column by column (``plain_cells``); every other cell is read for itself, in the order of the sheet.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from evaluation.between_sheets import check_sheets
from evaluation.cells import CellNumber, plain, rater_name, read_number, shortened
from evaluation.mark_columns import MarkColumns, MarkRows
from evaluation.marks import Blank, CheckedSheet, Mark, cell_fates, of_rater
from evaluation.matching import Column, Matched, Row, Rows
from evaluation.periods import read_period
from evaluation.plain_cells import Figures, mark_fault, plain_cells
from evaluation.problems import Problem, Severity
from evaluation.row_totals import check_totals
from evaluation.scheme import Indicator, Scheme
from evaluation.spelling import column_index, spelled
from evaluation.wording import intake as words

__all__ = ["Blank", "CheckedSheet", "Mark", "cell_fates", "check_sheet", "check_sheets", "mark_fault", "percent_as_mark"]

NAMES_SHOWN = 12


def check_sheet(matched: Matched, *, period: str | None = None) -> CheckedSheet:
    """Return the sheet's marks, blanks and problems; ``period`` holds where the sheet itself names none."""
    return _Check(matched, period).checked()


class _Check:
    """One run over one matched sheet; collects marks, blanks and problems."""

    def __init__(self, matched: Matched, period: str | None):
        self.matched, self.sheet = matched, matched.sheet
        self.period = matched.period or period
        self.mark_columns = matched.mark_columns
        self.period_column, self.rater_column = matched.column("period"), matched.column("rater")
        self.by_name = {indicator.name: indicator for indicator in matched.scheme.indicators}
        self.grades = {plain(name): (name, share) for name, share in matched.scheme.grades.items()}
        self.missing: list[Blank] = []
        self.problems: list[Problem] = []
        self.percents: dict[int, set[bool]] = {}

    def checked(self) -> CheckedSheet:
        matched = self.matched
        rows = matched.rows.of_kinds("unit", "unknown")
        about = self._about(rows)
        of_periods, self.problems = self.problems, []
        marks = self._marks(rows, about)
        self.problems = _by_cell(of_periods, self.problems, self._repeated(marks))
        if matched.kind == "wide":
            faulty = {problem.row for problem in self.problems if problem.severity == "error"}
            self.problems += check_totals(matched, marks, faulty)
        self._check_columns(marks)
        self._say_missing(marks)
        self.problems += _absent_units(matched)
        problems = sorted((*matched.problems, *self.problems), key=lambda problem: problem.row or 0)
        return CheckedSheet(matched, marks, tuple(self.missing), tuple(problems))

    def _say(
        self, code: str, severity: Severity, message: str, row: int | None, column: int | None, found: str | None = None
    ) -> None:
        self.problems.append(self.sheet.problem(code, severity, message, row, column, found))

    def _about(self, rows: Rows) -> MarkRows:
        """Return what the marks of each row share; says which periods can't be read."""
        return MarkRows(
            rows.index,
            rows.unit,
            rows.indicator,
            [self._period(row) for row in rows] if self.period_column else [self.period] * len(rows),
            [self._rater(row) for row in rows] if self.rater_column else [""] * len(rows),
        )

    def _marks(self, rows: Rows, about: MarkRows) -> MarkColumns:
        """Return the marks: plain figures as they stand, each other cell as it is read for itself."""
        columns, grid = self.mark_columns, self.sheet.grid
        codes = grid.part([column.index for column in columns], about.index)
        figures = Figures(grid.texts, codes)
        are_plain = plain_cells(figures, codes, columns, rows.indicator, self.by_name)
        self._leave_out(are_plain, about.index)
        for column, is_plain in zip(columns, are_plain, strict=True):
            if is_plain.any():
                self.percents.setdefault(column.index, set()).add(False)
        kept = are_plain.copy()
        kept[:, [place for place, row in rows.odd.items() if row.kind != "unit"]] = False
        converted = {}
        for row, place in _row_by_row(~are_plain):
            about_row, column = rows[row], columns[place]
            mark = self._read(about_row, column, about.period[row], column.rater or about.rater[row])
            if mark and about_row.kind == "unit":
                converted[place, row] = mark
                kept[place, row] = True
        return MarkColumns(self.sheet.file, self.sheet.name, about, columns, grid.texts, codes, figures, converted, kept)

    def _leave_out(self, are_plain: np.ndarray, index: Sequence[int]) -> None:
        """Take what a person rewrote, and formulas without a result, from the cells that are plain."""
        odd = {*self.matched.decisions.cells, *self.sheet.without_value}
        if not odd:
            return
        rows = {row: place for place, row in enumerate(index)}
        columns = {column.index: place for place, column in enumerate(self.mark_columns)}
        for row, column in odd:
            if row in rows and column in columns:
                are_plain[columns[column], rows[row]] = False

    def _read(self, row: Row, column: Column, period: str | None, rater: str) -> tuple[Decimal, str] | None:
        """Return the cell's mark and how it was converted; None for a blank and after saying what is wrong."""
        name = column.indicator or row.indicator
        text = self.matched.text(row.index, column.index)
        number = self._number(text, row.index, column)
        if name not in self.by_name or number is None:
            return None
        if number.kind == "missing":
            if row.kind == "unit":
                self.missing.append(Blank(period, row.unit, name, rater, row.index + 1, column.letter, text))
            return None
        return self._mark(text, number, self.by_name[name], row.index, column)

    def _period(self, row: Row) -> str | None:
        column = self.period_column
        text = self.matched.text(row.index, column.index) if column else ""
        if not text.strip():
            return self.period
        period = read_period(text)
        if period is None:
            self._say("bad_period", "error", words.BAD_PERIOD, row.index, column.index)
        elif period != plain(text):
            message = words.PERIOD_READ.format(found=text.strip(), period=period)
            self._say("period_read", "info", message, row.index, column.index)
        return period

    def _rater(self, row: Row) -> str:
        column = self.rater_column
        return rater_name(self.matched.text(row.index, column.index)) if column else ""

    def _number(self, text: str, row: int, column: Column) -> CellNumber | None:
        """Return what the cell says; None (and said) for a formula whose result isn't in the file."""
        if (row, column.index) in self.sheet.without_value and (row, column.index) not in self.matched.decisions.cells:
            self._say("no_stored_value", "error", words.NO_STORED_VALUE, row, column.index)
            return None
        return read_number(text)

    def _mark(self, text: str, number: CellNumber, indicator: Indicator, row: int, column: Column) -> tuple[Decimal, str] | None:
        """Return the mark and how it was converted, or None after saying what is wrong."""
        value, notes = number.value, number.notes
        if number.kind == "text":
            body = plain(text)
            grade = self.grades.get(body)
            if grade is None or indicator.full_mark is None:
                self._not_a_number(body, number, grade is not None, row, column)
                return None
            name, share = grade
            value = share * indicator.full_mark / 100
            notes = (words.HOW_GRADE.format(grade=name, full_mark=spelled(indicator.full_mark), share=spelled(share)),)
        else:
            self.percents.setdefault(column.index, set()).add(number.kind == "percent")
        if number.kind == "percent":
            value = percent_as_mark(number.value, indicator)
            if value is None:
                message = words.UNCLEAR_PERCENT.format(name=indicator.name)
                self._say("unclear_percent", "error", message, row, column.index)
                return None
        value, is_rounded = shortened(value)  # a share of a full mark, or of 1, has more places than its figure
        if is_rounded and words.HOW_ROUNDED not in notes:
            notes = (*notes, words.HOW_ROUNDED)
        if (row, column.index) in self.matched.decisions.cells:
            notes = (words.HOW_CHANGED.format(found=self.sheet.cell(row, column.index)), *notes)
        if fault := mark_fault(value, indicator):
            self._say(fault[0], "error", fault[1], row, column.index)
            return None
        if notes:
            message = words.CONVERTED.format(value=spelled(value), how="，".join(notes))
            self._say("converted", "info", message, row, column.index)
        return value, "，".join(notes)

    def _not_a_number(self, body: str, number: CellNumber, is_grade: bool, row: int, column: Column) -> None:
        hint = number.hint
        if is_grade:
            hint = words.HINT_GRADE
        elif body in words.USUAL_GRADES:
            hint = words.HINT_UNKNOWN_GRADE
        self._say("not_a_number", "error", words.NOT_A_NUMBER.format(hint=hint), row, column.index)

    def _repeated(self, marks: MarkColumns) -> Iterator[Problem]:
        """Say once for a unit's second row, or for each second mark of a long sheet, what it repeats."""
        places: dict[tuple, Mark] = {}
        said: set[tuple[int, int]] = set()
        for mark in marks.of_rows(_that_may_repeat(marks)):
            first = places.setdefault(mark.key, mark)
            rows = (mark.row, first.row)
            if first is mark or (self.matched.kind != "long" and rows in said):
                continue
            said.add(rows)
            message = words.SAME_TWICE.format(
                unit=mark.unit,
                indicator=mark.indicator,
                rater=of_rater(mark.rater),
                row=first.row,
                column=first.column,
                mark=spelled(first.mark),
            )
            yield mark.problem("same_mark_twice", "error", message)

    # — columns and rows as a whole —

    def _check_columns(self, marks: MarkColumns) -> None:
        for place, column in enumerate(self.mark_columns):
            indicator = self.by_name.get(column.indicator)
            if indicator is None:
                continue
            if len(self.percents.get(column.index, ())) > 1:
                message = words.MIXED_PERCENT.format(name=indicator.name)
                self._say("mixed_percent", "error", message, None, column.index, column.header)
            if indicator.full_mark and indicator.full_mark >= 10 and _may_be_shares(marks, place):
                message = words.LOOKS_LIKE_SHARE.format(name=indicator.name, full_mark=spelled(indicator.full_mark))
                self._say("looks_like_share", "warning", message, None, column.index, column.header)

    def _say_missing(self, marks: MarkColumns) -> None:
        """Say each blank once: a whole column, a whole row, or the single cell."""
        if not self.missing:
            return
        columns = {column.letter: column for column in self.mark_columns}
        marked_columns = {self.mark_columns[place].letter for place in marks.marked_columns}
        marked_rows = {marks.rows.index[row] + 1 for row in marks.marked_rows}
        counts = gap_in_words(self.matched.scheme)
        said: set[object] = set()
        for blank in self.missing:
            column = columns[blank.column]
            if self.matched.kind == "wide" and marks and blank.column not in marked_columns:
                key, place = blank.column, (None, column.index, column.header)
                message = words.MISSING_COLUMN.format(name=blank.indicator, missing=counts)
            elif self.matched.kind == "wide" and len(columns) > 1 and blank.row not in marked_rows:
                key, place = blank.row, (blank.row - 1, None, blank.unit)
                message = words.MISSING_ROW.format(unit=blank.unit, missing=counts)
            else:
                key, place = (blank.row, blank.column), (blank.row - 1, column.index, None)
                found = blank.found.strip()
                message = (words.WORD_MISSING if found else words.MISSING_MARK).format(found=found, missing=counts)
            if key not in said:
                said.add(key)
                self._say("missing_mark", "warning", message, *place)


def _by_cell(of_periods: Sequence[Problem], of_cells: Sequence[Problem], repeated: Iterator[Problem]) -> list[Problem]:
    """Return the problems in the order of the cells; what a row's period says comes before its marks."""
    placed = [((problem.row, -1, 0), problem) for problem in of_periods]
    for rank, problems in enumerate((of_cells, repeated)):
        placed += [((problem.row, column_index(problem.column), rank), problem) for problem in problems]
    return [problem for _, problem in sorted(placed, key=lambda item: item[0])]


def _row_by_row(chosen: np.ndarray) -> list[tuple[int, int]]:
    """Return (row, column) of the cells [column, row] that are chosen, in the order of the sheet."""
    columns, rows = np.divmod(np.flatnonzero(chosen), max(chosen.shape[1], 1))
    order = np.argsort(rows, kind="stable")
    return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


def _that_may_repeat(marks: MarkColumns) -> Sequence[int]:
    """Return the rows whose marks may be given twice: where another row is about the same, or all if two columns are."""
    rows, columns = marks.rows, [(column.indicator, column.rater) for column in marks.columns]
    by_column = any(rater for _, rater in columns)
    if len(set(columns)) < len(columns) or (by_column and any(rows.rater)):
        return range(len(rows.index))
    shared = [rows.unit, rows.indicator, rows.period, *(() if by_column else (rows.rater,))]
    telling = [each for each in shared if each and each.count(each[0]) < len(each)] or [rows.unit]
    about = telling[0] if len(telling) == 1 else list(zip(*telling, strict=True))
    if len(set(about)) == len(about):
        return ()
    times = Counter(about)
    return [row for row, key in enumerate(about) if times[key] > 1]


def _may_be_shares(marks: MarkColumns, column: int) -> bool:
    """Return whether a column of three marks or more has none above 1, and not only zeros."""
    kept = marks.kept[column]
    if not kept.any() or marks.mark_at(int(kept.argmax()), column) > 1:
        return False
    counts = []
    for figure, count in marks.counts(column):
        if figure > 1:
            return False
        counts.append((figure, count))
    return sum(count for _, count in counts) >= 3 and any(figure > 0 for figure, _ in counts)


def percent_as_mark(value: Decimal, indicator: Indicator) -> Decimal | None:
    """Return what 95% means as a mark: 95 where 100 is full, 0.95 where 1 is, None where it can't be told.

    Rules that only compare (no full mark, bound or target) take the figure before the sign.
    """
    scale = next(
        (
            bound
            for bound in (indicator.full_mark if indicator.rule == "mark" else None, indicator.high, indicator.target)
            if bound is not None
        ),
        None,
    )
    if indicator.rule in ("min_max", "percentile_rank", "ratio_to_best", "rank_points") or scale == 100:
        return value
    if scale == 1:
        return value / 100
    return None


def gap_in_words(scheme: Scheme) -> str:
    """Return what becomes of a cell without a mark: stored as 0 it never is, but a scheme may count it as one."""
    return words.MISSING.get(scheme.missing, words.MISSING_NOT_ZERO)


def absent_units(matched: Matched) -> list[str]:
    """Return the units of the groups that the sheet is about which it doesn't hold, in roster order."""
    present = matched.rows.named_units
    if len(present) == len(matched.roster.units):
        return []
    groups = {unit.group for unit in matched.roster.units if unit.name in present}
    return [unit.name for unit in matched.roster.units if unit.group in groups and unit.name not in present]


def absent_in_words(absent: Sequence[str]) -> str:
    """Return the sentence that names the units which a sheet doesn't hold."""
    shown = "、".join(absent[:NAMES_SHOWN]) + (words.AND_MORE if len(absent) > NAMES_SHOWN else "")
    return words.UNITS_ABSENT.format(count=len(absent), names=shown)


def _absent_units(matched: Matched) -> Iterator[Problem]:
    if absent := absent_units(matched):
        message = absent_in_words(absent) + words.ABSENT_MISSING
        yield matched.sheet.problem("units_absent", "warning", message)
