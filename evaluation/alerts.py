"""What a meeting should know before it trusts a list: a last seat won within rounding, a list that a small weight turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from evaluation.contest import contest_of, may_turn
from evaluation.shortlist import Shortlist, first_outside

if TYPE_CHECKING:
    from evaluation.ranking import Ranking
    from evaluation.scheme import Scheme

ROUNDED_STEPS = 2
"""Two totals may each be a printed step off the exact one: half a step from the scores below, half from the last rounding."""
SMALL_MOVE = 0.01
"""A weight's move of less than a point of a hundred is small: a list that it turns isn't firm."""


@dataclass(frozen=True)
class Alerts:
    """``within_rounding`` is a last seat's lead that rounding alone could turn; ``turns_at`` a weight's move, in points of a
    hundred, beyond which the list may change. Each is None where there is nothing to say. ``enters`` and ``leaves`` name who
    would change places there first.
    """

    within_rounding: Decimal | None = None
    turns_at: Decimal | None = None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mover:
    """A unit that rose by ``places`` (fell: negative) to ``rank``."""

    unit: str
    places: int
    rank: int


def alerts(ranking: Ranking, shortlist: Shortlist, scheme: Scheme) -> Alerts:
    """Return what speaks against trusting a list as it stands; nothing for one that doesn't go by rank alone."""
    if shortlist.conditions:
        return Alerts()
    outside = first_outside(shortlist)
    step = Decimal(1).scaleb(-ranking.decimals)
    lead = -outside.gap if outside and outside.gap is not None else None
    within = lead if lead is not None and 0 <= lead <= ROUNDED_STEPS * step else None
    if not shortlist.suggested or outside is None or len(ranking.weights) < 2:
        return Alerts(within)
    contest = contest_of(ranking, shortlist, scheme)
    if not may_turn(contest, SMALL_MOVE):
        return Alerts(within)
    # Only here, where there is something to find: the geometry comes with numpy, which takes a tenth of a start to load.
    from evaluation.stability.fields import field_of
    from evaluation.stability.regions import whole_region
    from evaluation.stability.safety import safety

    field = field_of(contest)
    if field is None:
        return Alerts(within)
    found = safety(contest, field, whole_region(len(ranking.weights)) if len(ranking.weights) <= 3 else None)
    if found.points is None or found.change is None or found.points >= SMALL_MOVE:
        return Alerts(within)
    names = [tuple(contest.units[unit] for unit in units) for units in (found.change.enters, found.change.leaves)]
    return Alerts(within, Decimal(str(round(found.points * 100, 2))), *names)


def movers(ranking: Ranking, group: str, before: Mapping[str, int | None], most: int) -> list[Mover]:
    """Return the units of a group whose ranks changed most, the largest change first, risers before fallers of as many places."""
    found = [
        Mover(unit.unit, places, unit.rank)
        for unit in ranking.group(group)
        if unit.rank is not None and (old := before.get(unit.unit)) is not None and (places := old - unit.rank)
    ]
    return sorted(found, key=lambda mover: (-abs(mover.places), -mover.places, mover.rank))[:most]
