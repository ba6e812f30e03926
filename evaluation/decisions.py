"""What a person confirmed about one sheet, so that the same functions can run again with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from evaluation.headers import Meaning

MarkKey = tuple[str, str, str, str]
"""What a mark is one of: (period, unit, indicator, rater)."""
SheetKey = tuple[str, str]
"""Which sheet: (SHA-256 of the file, name of the worksheet)."""
NameKind = Literal["unit", "indicator", "column"]


@dataclass(frozen=True)
class ColumnChoice:
    """What a person said a column is: a meaning (indicator with its name, ignored …), and the rater if it names one."""

    meaning: Meaning
    indicator: str = ""
    rater: str = ""


@dataclass(frozen=True)
class Remembered:
    """What a person once said that a text means in the sheets of one sender (docs/decisions.md, “Names remembered”).

    ``found`` is in plain form: a unit's or an indicator's name, or a column's header. ``name`` is the unit or indicator
    that it stands for; a column has its ``meaning`` too. ``actor`` said so ``at`` this ISO time.
    """

    sender: str
    kind: NameKind
    found: str
    name: str
    meaning: str = ""
    rater: str = ""
    actor: str = ""
    at: str = ""

    @property
    def day(self) -> str:
        """The day as people write it: 2026年3月2日."""
        return f"{self.at[:4]}年{int(self.at[5:7])}月{int(self.at[8:10])}日"


@dataclass(frozen=True)
class Decisions:
    """What a person confirmed about one sheet; 0-based rows and columns.

    ``header_row`` is the first row of the header, ``header_rows`` in how many it stands. ``units``: text in the file →
    unit name, None = leave these rows out. ``indicators``: the same for a long sheet's indicator names. ``columns``: what
    a column is. ``cells``: a text that takes the place of a cell's. ``rows_out``: rows that don't count.

    ``recalled`` holds those of the names and columns that nobody confirmed this time, by (kind, text in the file);
    ``ask_again`` those that shall be asked though they are remembered.

    ``is_taken`` says whether the worksheet is read at all; None: unless it is hidden. Where another mark is stored
    already, it stays if ``keeps_stored`` (or ``keeps_mark`` for that mark) says so; within one upload the sheets in
    ``yields_to`` hold where both give the same mark.
    """

    header_row: int | None = None
    header_rows: int | None = None
    units: Mapping[str, str | None] = field(default_factory=dict)
    indicators: Mapping[str, str | None] = field(default_factory=dict)
    columns: Mapping[int, ColumnChoice] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    rows_out: frozenset[int] = frozenset()
    recalled: Mapping[tuple[NameKind, str], Remembered] = field(default_factory=dict)
    ask_again: frozenset[tuple[NameKind, str]] = frozenset()
    is_taken: bool | None = None
    keeps_stored: bool = False
    keeps_mark: Mapping[MarkKey, bool] = field(default_factory=dict)
    yields_to: frozenset[SheetKey] = frozenset()

    def keeps(self, key: MarkKey) -> bool:
        """Return whether the stored mark stays instead of this sheet's."""
        return self.keeps_mark.get(key, self.keeps_stored)

    @property
    def of_reading(self) -> "Decisions":
        """What decides how the sheet is read; which of two marks holds doesn't."""
        return replace(self, is_taken=None, keeps_stored=False, keeps_mark={}, yields_to=frozenset())
