"""Which cells of mark columns are plain figures that their indicator takes as they are: found for all cells at once.

Each distinct text is read once, by the same rules as single cells. Whatever is anything else than a plain figure
within its indicator's bounds is left to be looked at cell by cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np

from evaluation.cells import MAX_NUMBER, are_bare, plain_figure
from evaluation.matching import Column
from evaluation.scheme import Indicator
from evaluation.spelling import spelled
from evaluation.wording import intake as words

_WELL_BELOW = 1 - 1e-9
"""Of a bound: so far below it a binary figure, which is off by 10^-16 of itself, is below it for certain."""


class Figures(Sequence[Decimal | None]):
    """The figure that each text of a sheet plainly is, None for one that is none or that no cell of ``codes`` holds.

    Most texts are nothing but digits; those become a figure when somebody asks for it.
    """

    def __init__(self, texts: Sequence[str], codes: np.ndarray):
        self._texts = texts
        self._is_bare = np.zeros(len(texts), bool)
        is_held = np.zeros(len(texts), bool)
        for column in codes:
            is_held[column] = True
        held = np.flatnonzero(is_held)
        self._is_bare[held] = are_bare([texts[code] for code in held.tolist()])
        read = ((code, plain_figure(texts[code])) for code in held[~self._is_bare[held]].tolist())
        self._others = {code: figure for code, figure in read if figure is not None}

    @cached_property
    def about(self) -> np.ndarray:
        """Each figure as a binary one, which may be a little off; NaN where there is none."""
        found = np.full(len(self._texts), np.nan)
        bare = np.flatnonzero(self._is_bare)
        found[bare] = list(map(float, map(self._texts.__getitem__, bare.tolist())))
        found[list(self._others)] = list(map(float, self._others.values()))
        return found

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, code: int) -> Decimal | None:
        return Decimal(self._texts[code]) if self._is_bare[code] else self._others.get(code)

    def __iter__(self) -> Iterator[Decimal | None]:
        for code, is_bare in enumerate(self._is_bare.tolist()):
            yield Decimal(self._texts[code]) if is_bare else self._others.get(code)


def plain_cells(
    figures: Figures,
    codes: np.ndarray,
    columns: Sequence[Column],
    indicators: Sequence[str],
    by_name: Mapping[str, Indicator],
) -> np.ndarray:
    """Return for each cell [column, row] whether its text is a plain figure that its indicator can have.

    ``indicators`` are those of the rows, for columns that have none of their own.
    """
    bounds = _Bounds(figures, by_name)
    plain = np.zeros(codes.shape, bool)
    of_row = np.array(indicators) if any(not column.indicator for column in columns) else None
    for place, column in enumerate(columns):
        if column.indicator:
            # clipping instead of raising lets numpy write where it shall; every code is a text's
            np.take(bounds.of(column.indicator), codes[place], out=plain[place], mode="clip")
            continue
        for name in set(of_row.tolist()):
            here = of_row == name
            plain[place, here] = bounds.of(name)[codes[place, here]]
    return plain


class _Bounds:
    """Which of the texts are marks that an indicator can have; worked out once for indicators with equal bounds."""

    def __init__(self, figures: Figures, by_name: Mapping[str, Indicator]):
        self.figures, self.by_name = figures, by_name
        self.known: dict[tuple, np.ndarray] = {}

    def of(self, name: str) -> np.ndarray:
        indicator = self.by_name.get(name)
        key = (indicator.rule, indicator.full_mark) if indicator else ()
        if key not in self.known:
            self.known[key] = self._fitting(indicator) if indicator else np.zeros(len(self.figures), bool)
        return self.known[key]

    def _fitting(self, indicator: Indicator) -> np.ndarray:
        """Return which figures the indicator can have: those well within all bounds, and what is asked of the others."""
        top = float(indicator.full_mark if indicator.rule == "mark" else MAX_NUMBER)
        about = self.figures.about
        fitting = (about > 0) & (about < top * _WELL_BELOW)
        for code in np.flatnonzero(~fitting & ~np.isnan(about)).tolist():
            fitting[code] = not mark_fault(self.figures[code], indicator)
        return fitting


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
