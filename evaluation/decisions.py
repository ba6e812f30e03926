"""What a person confirmed about one sheet, so that the same functions can run again with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluation.headers import Meaning


@dataclass(frozen=True)
class ColumnChoice:
    """What a person said a column is: a meaning (indicator with its name, ignored …), and the rater if it names one."""

    meaning: Meaning
    indicator: str = ""
    rater: str = ""


@dataclass(frozen=True)
class Decisions:
    """What a person confirmed about one sheet; 0-based rows and columns.

    ``units``: text in the file → unit name, None = leave these rows out. ``indicators``: the same for a long sheet's
    indicator names. ``columns``: what a column is. ``cells``: a text that takes the place of a cell's.
    """

    header_row: int | None = None
    units: Mapping[str, str | None] = field(default_factory=dict)
    indicators: Mapping[str, str | None] = field(default_factory=dict)
    columns: Mapping[int, ColumnChoice] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
