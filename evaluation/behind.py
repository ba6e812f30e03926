"""后进: the last places of a group and the units below a floor, with the first words of what they have to put right."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.indicator_places import IndicatorPlace
from evaluation.rectification import RectificationLine
from evaluation.scheme import Scheme
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import rectification as words

NAMED = 2


@dataclass(frozen=True)
class Behind:
    """One unit that is behind, and why, in words."""

    candidate: Candidate
    why: str


def units_behind(shortlist: Shortlist, scheme: Scheme, last: int) -> tuple[Behind, ...]:
    """Return the ``last`` units by rank (ties at the border come along) and all below a floor, in rank order.

    Incomplete units have no rank; they are here where a dimension that they do have is below its floor.
    """
    floors = {dimension.name: dimension.floor for dimension in scheme.dimension}
    ranked = [item for item in shortlist.candidates if item.unit.rank is not None]
    border = ranked[-last].unit.rank if 0 < last <= len(ranked) else (0 if last else None)
    found = []
    for candidate in shortlist.candidates:
        unit, reasons = candidate.unit, []
        if border is not None and unit.rank is not None and unit.rank >= border:
            behind = sum(other.unit.rank > unit.rank for other in ranked)
            reasons.append(words.WHY_LAST.format(place=behind + 1))
        for name in candidate.below_floor:
            floor = f"{floors[name].normalize():f}"
            reasons.append(words.WHY_FLOOR.format(dimension=name, score=unit.dimensions[name], floor=floor))
        if reasons:
            found.append(Behind(candidate, words.JOIN.join(reasons)))
    return tuple(found)


def first_words(unit: str, places: Sequence[IndicatorPlace]) -> RectificationLine:
    """Return a line prefilled with the unit's weakest indicators; who, where and by when people must settle."""
    weak = [item for item in places if item.lost > 0][:NAMED]
    if not weak:
        return RectificationLine(unit)
    duty = words.DUTY.format(indicators=words.NAMES.join(item.indicator for item in weak))
    demand = words.DEMAND.format(indicator=weak[0].indicator, score=weak[0].score, mean=weak[0].mean)
    return RectificationLine(unit, duty=duty, demand=demand)
