"""The scale of the gap picture: as large as the labels allow, broken where one unit would squeeze the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

FEWEST = 5
"""With fewer rows nothing counts as an outlier."""
SQUEEZE = 3.0
"""The axis is broken where the whole range exceeds that of the other units this many times."""
BEYOND = 0.18
"""A broken row ends this share of the others' range beyond them."""


@dataclass(frozen=True)
class Scale:
    """Where the gaps stand: ``drawn`` in points per row, ``broken`` rows, and the ends of the axis."""

    drawn: tuple[float, ...]
    broken: frozenset[int]
    low: float
    high: float


def fit_scale(gaps: Sequence[float], labels: Sequence[float], reach: float, width: float) -> Scale:
    """Fit the gaps and their labels (px, beginning ``reach`` px off the dot) into ``width`` px.

    A label stands on the far side of its dot, seen from the line at 0.
    """
    broken = outliers(gaps)
    drawn = _limited(gaps, broken)
    rows = list(zip(drawn, labels, strict=True))
    to_left = _outermost([(0.0, reach), *((gap, reach + label) for gap, label in rows if gap < 0)], min)
    to_right = _outermost([(0.0, reach), *((gap, reach + label) for gap, label in rows if gap >= 0)], max)
    per_point = max(1.0, width) / max(1.0, max(drawn, default=0.0) - min(drawn, default=0.0), 0.0)
    for gap_left, need_left in to_left:
        for gap_right, need_right in to_right:
            if gap_right > gap_left:
                per_point = min(per_point, max(20.0, width - need_left - need_right) / (gap_right - gap_left))
    line = max(need - gap * per_point for gap, need in to_left)
    end = max(gap * per_point + need for gap, need in to_right)
    spare = max(0.0, width - line - end)
    line += spare / 2
    return Scale(tuple(drawn), broken, -line / per_point, (width - line) / per_point)


def _outermost(rows: Sequence[tuple[float, float]], outer: Callable[[float, float], float]) -> list[tuple[float, float]]:
    """Return (gap, need) of the outermost row for each need: the others of that need are no tighter, and labels differ little."""
    found: dict[float, float] = {}
    for gap, need in rows:
        found[need] = outer(found.get(need, gap), gap)
    return [(gap, need) for need, gap in found.items()]


def outliers(gaps: Sequence[float]) -> frozenset[int]:
    """Return the few rows that would leave the others less than a third of the picture."""
    if len(gaps) < FEWEST:
        return frozenset()
    middle = sorted(gaps)[len(gaps) // 2]
    farthest = sorted(range(len(gaps)), key=lambda row: -abs(gaps[row] - middle))
    whole = max(0.0, *gaps) - min(0.0, *gaps)
    for count in range(1, max(1, len(gaps) // 8) + 1):
        kept = _span([gaps[row] for row in farthest[count:]])
        if kept > 0 and whole > SQUEEZE * kept:
            return frozenset(row for row in farthest[:count] if gaps[row] != 0)
    return frozenset()


def _span(gaps: Sequence[float]) -> float:
    return max(0.0, *gaps) - min(0.0, *gaps)


def _limited(gaps: Sequence[float], broken: frozenset[int]) -> list[float]:
    kept = [gap for row, gap in enumerate(gaps) if row not in broken]
    if not broken or not kept:
        return list(gaps)
    low, high = min(0.0, *kept), max(0.0, *kept)
    beyond = BEYOND * (high - low)
    return [min(max(gap, low - beyond), high + beyond) if row in broken else gap for row, gap in enumerate(gaps)]
