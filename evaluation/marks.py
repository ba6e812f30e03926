"""What a checked sheet holds: its marks, its blanks, and an account of every cell."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from evaluation.decisions import SheetKey
from evaluation.mark import Mark
from evaluation.mark_columns import MarkColumns
from evaluation.matching import Matched
from evaluation.problems import Problem
from evaluation.spelling import column_letter
from evaluation.wording import intake as words

__all__ = ["Blank", "CheckedSheet", "Mark", "MarkColumns", "SetAside", "cell_fates", "of_rater"]


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
    marks: MarkColumns = field(default_factory=MarkColumns.none)
    missing: tuple[Blank, ...] = ()
    problems: tuple[Problem, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    @property
    def key(self) -> SheetKey:
        """By what a person's decisions about the sheet are kept."""
        return self.matched.sheet.digest, self.matched.sheet.name

    def without(self, set_aside: Sequence[SetAside]) -> "CheckedSheet":
        """Return the sheet with some of its marks set aside."""
        if not set_aside:
            return self
        marks = self.marks.without([(item.mark.row, item.mark.column) for item in set_aside])
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
        return tuple(filter(None, self.marks.periods))


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
    marks = checked.marks.places(rows) | {(item.mark.row, item.mark.column) for item in checked.set_aside}
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
