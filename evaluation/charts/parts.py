"""A total taken apart so that the printed pieces add up on a calculator."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evaluation.charts.lettering import decimals_of
from evaluation.leveling import level
from evaluation.ranking import RankedUnit


@dataclass(frozen=True)
class Parts:
    """One unit's total = parts + shortfall + adjustment, exactly as printed.

    ``parts`` is by dimension. ``shortfall`` is 0 for the arithmetic mean and otherwise what the aggregation takes
    off it (never above 0 but for rounding); ``adjustment`` is what was added to the base in effect.
    """

    parts: Mapping[str, Decimal]
    shortfall: Decimal
    adjustment: Decimal


def take_apart(unit: RankedUnit, weights: Mapping[str, Decimal], aggregation: str) -> Parts:
    """Return the parts of a unit that has a total; ValueError without one.

    Under the arithmetic mean a part is w·d/Σw, levelled to the printed base. The other means aren't sums of
    parts, so any split of them would be invented; shown are the parts of the arithmetic mean (of equal weights
    for ``minimum``, which ignores weights) and, apart, what the aggregation takes off it. Every figure is then
    true by itself and the row still adds up.
    """
    if unit.base is None or unit.total is None:
        raise ValueError(f"{unit.unit} has no total")
    places = max(decimals_of(unit.base), decimals_of(unit.total))
    scores = {name: score for name, score in unit.dimensions.items() if score is not None}
    used = {name: Decimal(1) if aggregation == "minimum" else weights[name] for name in scores}
    whole = sum(used.values())
    exact = [used[name] * score / whole for name, score in scores.items()]
    base = unit.base
    if aggregation != "arithmetic":
        base = sum(exact, Decimal(0)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    parts = dict(zip(scores, level(exact, base, places), strict=True))
    return Parts(parts, unit.base - base, unit.total - unit.base)
