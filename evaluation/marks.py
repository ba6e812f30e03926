"""What a checked sheet holds: its marks, its blanks, and an account of every cell."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from evaluation.cells import column_letter
from evaluation.decisions import SheetKey
from evaluation.matching import Matched
from evaluation.problems import Problem, Severity
from evaluation.wording import intake as words


class Mark(NamedTuple):
    """One mark as given, per (period, unit, indicator, rater), with the cell that it came from.

    A named tuple, because a million of them are made four times as fast as of a frozen dataclass.

    ``period`` is None where neither the sheet nor the caller names one; ``rater`` is "" for the unnamed one. ``row``
    counts from 1, ``column`` is the spreadsheet's letter. ``found`` is the cell's text, ``note`` how it was converted.
    """

    period: str | None
    unit: str
    indicator: str
    rater: str
    mark: Decimal
    file: str
    sheet: str
    row: int
    column: str
    found: str
    note: str = ""

    def problem(self, code: str, severity: Severity, message: str) -> Problem:
        """Return a problem at this mark's cell."""
        return Problem(self.file, self.sheet, self.row, self.column, code, severity, self.found, message)

    @property
    def key(self) -> tuple[str | None, str, str, str]:
        """What may occur only once."""
        return self.period, self.unit, self.indicator, self.rater


@dataclass(frozen=True)
class Blank:
    """A cell without a mark where one was expected."""

    period: str | None
    unit: str
    indicator: str
    rater: str
    row: int
    column: str
    found: str


@dataclass(frozen=True)
class SetAside:
    """A good mark that isn't stored, because another one for the same cell ``holds``; ``where`` says which.

    ``why``: same (another sheet of the upload gives the same mark), other_sheet (it holds by a person's choice), stored
    (the mark that is stored stays by a person's choice).
    """

    mark: Mark
    holds: Decimal
    where: str
    why: Literal["same", "other_sheet", "stored"]


@dataclass(frozen=True)
class CheckedSheet:
    """What a sheet says: its marks, its blanks, and every problem on the way from the bytes to here."""

    matched: Matched
    marks: tuple[Mark, ...]
    missing: tuple[Blank, ...]
    problems: tuple[Problem, ...]
    set_aside: tuple[SetAside, ...] = ()

    @property
    def key(self) -> SheetKey:
        """By what a person's decisions about the sheet are kept."""
        return self.matched.sheet.digest, self.matched.sheet.name

    def without(self, set_aside: Sequence[SetAside]) -> "CheckedSheet":
        """Return the sheet with some of its marks set aside."""
        if not set_aside:
            return self
        out = {(item.mark.row, item.mark.column) for item in set_aside}
        marks = tuple(mark for mark in self.marks if (mark.row, mark.column) not in out)
        return replace(self, marks=marks, set_aside=(*self.set_aside, *set_aside))

    @property
    def file(self) -> str:
        """The file's name."""
        return self.matched.sheet.file

    @property
    def sheet(self) -> str:
        """The worksheet's name, "" for CSV."""
        return self.matched.sheet.name

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that the marks belong to, in the order of the sheet."""
        return tuple(dict.fromkeys(mark.period for mark in self.marks if mark.period))


def of_rater(rater: str) -> str:
    """Return the rater as a sentence names it in passing, "" for the unnamed one."""
    return words.OF_RATER.format(rater=rater) if rater else ""


def cell_fates(checked: CheckedSheet, rows: Collection[int] | None = None) -> Iterator[tuple[int, str, str]]:
    """Yield (row, column letter, fate) of every cell that holds anything: the law that nothing is lost.

    ``rows`` (0-based) asks about these alone.

    Fates: title, header, mark (set aside for another or not), missing, error, the meaning of a column (unit, serial, total,
    ignored …), the kind of a row that was set aside (total_row …), or unread where the
    sheet is no score sheet or wasn't understood.
    """
    matched = checked.matched
    marks = {(mark.row, mark.column) for mark in (*checked.marks, *(item.mark for item in checked.set_aside))}
    missing = {(blank.row, blank.column) for blank in checked.missing}
    kinds = {row.index: row.kind for row in matched.rows}
    meanings = {column.index: column.meaning for column in matched.columns}
    for index in range(len(matched.sheet.rows)) if rows is None else sorted(rows):
        for position, cell in enumerate(matched.sheet.rows[index]):
            if cell.strip():
                place = index + 1, column_letter(position)
                yield *place, _fate(matched, index, position, place, kinds, meanings, marks, missing)


def _fate(matched: Matched, row: int, column: int, place: tuple, kinds: dict, meanings: dict, marks: set, missing: set) -> str:
    if matched.header_row is None:
        return "unread"
    if row < matched.header_row + matched.header_depth:
        return "title" if row < matched.header_row else "header"
    if place in marks:
        return "mark"
    if place in missing:
        return "missing"
    kind = kinds.get(row)
    if kind is None:
        return "unread"
    if kind not in ("unit", "unknown"):
        return f"{kind}_row"
    meaning = meanings.get(column, "error")
    return "error" if meaning in ("indicator", "mark", "unknown") or kind == "unknown" else meaning
