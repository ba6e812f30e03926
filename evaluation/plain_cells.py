"""Which cells of mark columns are plain figures that their indicator takes as they are: found for all cells at once.

Each distinct text is read once, by the same rules as single cells. Whatever is anything else than a plain figure
within its indicator's bounds is left to be looked at cell by cell.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from evaluation.cells import MAX_NUMBER, plain_figure, spelled
from evaluation.matching import Column
from evaluation.scheme import Indicator
from evaluation.wording import intake as words


def plain_values(texts: Sequence[str], codes: np.ndarray) -> list[Decimal | None]:
    """Return for each text the figure that it plainly is, None for a text that is none or that no cell holds."""
    values: list[Decimal | None] = [None] * len(texts)
    for code in np.flatnonzero(np.bincount(codes.ravel(), minlength=len(texts))).tolist():
        values[code] = plain_figure(texts[code])
    return values


def plain_cells(
    values: Sequence[Decimal | None],
    codes: np.ndarray,
    columns: Sequence[Column],
    indicators: Sequence[str],
    by_name: Mapping[str, Indicator],
) -> np.ndarray:
    """Return for each cell [column, row] whether its text is a plain figure that its indicator can have.

    ``indicators`` are those of the rows, for columns that have none of their own.
    """
    bounds = _Bounds(values, by_name)
    plain = np.zeros(codes.shape, bool)
    of_row = np.array(indicators) if any(not column.indicator for column in columns) else None
    for place, column in enumerate(columns):
        if column.indicator:
            plain[place] = bounds.of(column.indicator)[codes[place]]
            continue
        for name in set(of_row.tolist()):
            here = of_row == name
            plain[place, here] = bounds.of(name)[codes[place, here]]
    return plain


class _Bounds:
    """Which of the texts are marks that an indicator can have; worked out once for indicators with equal bounds."""

    def __init__(self, values: Sequence[Decimal | None], by_name: Mapping[str, Indicator]):
        self.by_name, self.size = by_name, len(values)
        self.figures = [(code, value) for code, value in enumerate(values) if value is not None]
        self.known: dict[tuple, np.ndarray] = {}

    def of(self, name: str) -> np.ndarray:
        indicator = self.by_name.get(name)
        key = (indicator.rule, indicator.full_mark) if indicator else ()
        if key not in self.known:
            fitting = [code for code, value in self.figures if indicator and not mark_fault(value, indicator)]
            self.known[key] = np.zeros(self.size, bool)
            self.known[key][fitting] = True
        return self.known[key]


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
