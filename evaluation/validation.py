"""Matched → CheckedSheet: cells become marks; every conversion, blank and fault is listed with its place."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from evaluation.between_sheets import check_sheets
from evaluation.cells import MAX_NUMBER, CellNumber, plain, read_number, spelled
from evaluation.marks import Blank, CheckedSheet, Mark, cell_fates, of_rater
from evaluation.matching import Column, Matched, Row
from evaluation.periods import read_period
from evaluation.problems import Problem, Severity
from evaluation.row_totals import check_totals
from evaluation.scheme import Indicator
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
        self.marks: list[Mark] = []
        self.missing: list[Blank] = []
        self.problems: list[Problem] = []
        self.percents: dict[int, set[bool]] = {}
        self.places_of_marks = [
            (column, column.index, column.letter, column.indicator, column.rater, {}) for column in self.mark_columns
        ]
        """Each mark column with what a cell of it needs; at last what its texts were read as, where nothing was to be said."""
        self.has_exceptions = bool(matched.decisions.cells or self.sheet.without_value)
        self.places: dict[tuple, Mark] = {}
        self.repeated_rows: set[tuple[int, int]] = set()

    def checked(self) -> CheckedSheet:
        matched = self.matched
        for row in matched.rows:
            if row.kind in ("unit", "unknown"):
                self._row(row)
        if matched.kind == "wide":
            faulty = {problem.row for problem in self.problems if problem.severity == "error"}
            self.problems += check_totals(matched, [mark for mark in self.marks if mark.row not in faulty])
        self._check_columns()
        self._say_missing()
        self.problems += _absent_units(matched)
        problems = sorted((*matched.problems, *self.problems), key=lambda problem: problem.row or 0)
        return CheckedSheet(matched, tuple(self.marks), tuple(self.missing), tuple(problems))

    def _say(
        self, code: str, severity: Severity, message: str, row: int | None, column: int | None, found: str | None = None
    ) -> None:
        self.problems.append(self.sheet.problem(code, severity, message, row, column, found))

    def _row(self, row: Row) -> None:
        period, rater = self._period(row), self._rater(row)
        cells = self.sheet.rows[row.index]
        width, file, sheet, number = len(cells), self.sheet.file, self.sheet.name, row.index + 1
        keeps = row.kind == "unit"
        for column, index, letter, indicator, of_column, plain_marks in self.places_of_marks:
            text = cells[index] if index < width else ""
            mark, note = plain_marks.get((indicator or row.indicator, text)), ""
            if mark is None or (self.has_exceptions and self._is_exception(row.index, index)):
                read = self._read(row, column, period, of_column or rater)
                if read is None:
                    continue
                mark, note = read
                if not note:
                    plain_marks[indicator or row.indicator, text] = mark
            if keeps:
                name = indicator or row.indicator
                self._keep(Mark(period, row.unit, name, of_column or rater, mark, file, sheet, number, letter, text, note))

    def _is_exception(self, row: int, column: int) -> bool:
        """Return whether a cell says something else than its text: rewritten by a person, or a formula without a result."""
        return (row, column) in self.matched.decisions.cells or (row, column) in self.sheet.without_value

    def _read(self, row: Row, column: Column, period: str | None, rater: str) -> tuple[Decimal, str] | None:
        """Return the cell's mark and how it was converted; None for a blank and after saying what is wrong."""
        name = column.indicator or row.indicator
        number = self._number(row.index, column)
        if name not in self.by_name or number is None:
            return None
        if number.kind == "missing":
            if row.kind == "unit":
                found = self.matched.text(row.index, column.index)
                self.missing.append(Blank(period, row.unit, name, rater, row.index + 1, column.letter, found))
            return None
        return self._mark(number, self.by_name[name], row.index, column)

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
        return " ".join(self.matched.text(row.index, column.index).split()) if column else ""

    def _number(self, row: int, column: Column) -> CellNumber | None:
        """Return what the cell says; None (and said) for a formula whose result isn't in the file."""
        text = self.matched.text(row, column.index)
        if (row, column.index) in self.sheet.without_value and (row, column.index) not in self.matched.decisions.cells:
            self._say("no_stored_value", "error", words.NO_STORED_VALUE, row, column.index)
            return None
        return read_number(text)

    def _mark(self, number: CellNumber, indicator: Indicator, row: int, column: Column) -> tuple[Decimal, str] | None:
        """Return the mark and how it was converted, or None after saying what is wrong."""
        value, notes = number.value, number.notes
        if number.kind == "text":
            grade = self.grades.get(plain(self.matched.text(row, column.index)))
            if grade is None or indicator.full_mark is None:
                self._not_a_number(number, grade is not None, row, column)
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
        if (row, column.index) in self.matched.decisions.cells:
            notes = (words.HOW_CHANGED.format(found=self.sheet.cell(row, column.index)), *notes)
        if fault := mark_fault(value, indicator):
            self._say(fault[0], "error", fault[1], row, column.index)
            return None
        if notes:
            message = words.CONVERTED.format(value=spelled(value), how="，".join(notes))
            self._say("converted", "info", message, row, column.index)
        return value, "，".join(notes)

    def _not_a_number(self, number: CellNumber, is_grade: bool, row: int, column: Column) -> None:
        text = plain(self.matched.text(row, column.index))
        hint = number.hint
        if is_grade:
            hint = words.HINT_GRADE
        elif text in words.USUAL_GRADES:
            hint = words.HINT_UNKNOWN_GRADE
        self._say("not_a_number", "error", words.NOT_A_NUMBER.format(hint=hint), row, column.index)

    def _keep(self, mark: Mark) -> None:
        """Keep the mark; say once for a unit's second row, or for each second mark of a long sheet, what it repeats."""
        self.marks.append(mark)
        first = self.places.setdefault(mark[:4], mark)
        if first is mark:
            return
        rows = (mark.row, first.row)
        if self.matched.kind == "long" or rows not in self.repeated_rows:
            self.repeated_rows.add(rows)
            message = words.SAME_TWICE.format(
                unit=mark.unit,
                indicator=mark.indicator,
                rater=of_rater(mark.rater),
                row=first.row,
                column=first.column,
                mark=spelled(first.mark),
            )
            self.problems.append(mark.problem("same_mark_twice", "error", message))

    # — columns and rows as a whole —

    def _check_columns(self) -> None:
        above_one = {mark.column for mark in self.marks if mark.mark > 1}
        shares = Counter(mark.column for mark in self.marks if mark.column not in above_one and mark.mark > 0)
        counts = Counter(mark.column for mark in self.marks if mark.column in shares)
        for column in self.mark_columns:
            indicator = self.by_name.get(column.indicator)
            if indicator is None:
                continue
            if len(self.percents.get(column.index, ())) > 1:
                message = words.MIXED_PERCENT.format(name=indicator.name)
                self._say("mixed_percent", "error", message, None, column.index, column.header)
            if counts[column.letter] >= 3 and indicator.full_mark and indicator.full_mark >= 10:
                message = words.LOOKS_LIKE_SHARE.format(name=indicator.name, full_mark=spelled(indicator.full_mark))
                self._say("looks_like_share", "warning", message, None, column.index, column.header)

    def _say_missing(self) -> None:
        """Say each blank once: a whole column, a whole row, or the single cell."""
        if not self.missing:
            return
        marked_columns, marked_rows = {mark.column for mark in self.marks}, {mark.row for mark in self.marks}
        columns = {column.letter: column for column in self.matched.mark_columns}
        said: set[object] = set()
        for blank in self.missing:
            column = columns[blank.column]
            if self.matched.kind == "wide" and self.marks and blank.column not in marked_columns:
                key, place = blank.column, (None, column.index, column.header)
                message = words.MISSING_COLUMN.format(name=blank.indicator)
            elif self.matched.kind == "wide" and len(columns) > 1 and blank.row not in marked_rows:
                key, place = blank.row, (blank.row - 1, None, blank.unit)
                message = words.MISSING_ROW.format(unit=blank.unit)
            else:
                key, place = (blank.row, blank.column), (blank.row - 1, column.index, None)
                found = blank.found.strip()
                message = words.WORD_MISSING.format(found=found) if found else words.MISSING_MARK
            if key not in said:
                said.add(key)
                self._say("missing_mark", "warning", message, *place)


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


def mark_fault(value: Decimal, indicator: Indicator) -> tuple[str, str] | None:
    """Return (code, sentence) where the indicator can't have this mark, None where it can."""
    if abs(value) >= MAX_NUMBER:
        return "too_large", words.TOO_LARGE
    if indicator.rule == "mark":
        full = indicator.full_mark
        if value > full:
            return "above_full_mark", words.ABOVE_FULL.format(full_mark=spelled(full), hint=_point_hint(value, full))
        if value < 0:
            return "below_zero", words.BELOW_ZERO.format(name=indicator.name, full_mark=spelled(full))
    if indicator.rule in ("ratio_to_best", "rank_points") and value < 0:
        return "negative", words.NEGATIVE.format(name=indicator.name)
    return None


def _point_hint(value: Decimal, full: Decimal) -> str:
    """Where a decimal point may have been lost (815 of 100), name what it would be with the point (81.5)."""
    if value == value.to_integral_value():
        for places in (1, 2):
            likely = value.scaleb(-places)
            if full / 2 <= likely <= full:
                return words.HINT_POINT.format(value=spelled(likely))
    return words.HINT_NONE


def _absent_units(matched: Matched) -> Iterator[Problem]:
    """Name the units of the groups that the sheet is about which it doesn't hold."""
    present = {row.unit for row in matched.rows if row.kind == "unit"}
    groups = {unit.group for unit in matched.roster.units if unit.name in present}
    absent = [unit.name for unit in matched.roster.units if unit.group in groups and unit.name not in present]
    if absent:
        shown = "、".join(absent[:NAMES_SHOWN]) + (words.AND_MORE if len(absent) > NAMES_SHOWN else "")
        message = words.UNITS_ABSENT.format(count=len(absent), names=shown)
        yield matched.sheet.problem("units_absent", "warning", message)
