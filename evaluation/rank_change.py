"""Why a rank differs from an earlier period's: split over four causes by Shapley's value, exact, summing to the change.

The causes: the unit's own marks (with its adjustments and vetoes), the others' marks, units that came or went, and the
scheme (weights and rules). Each of the 16 mixtures of old and new is ranked; a cause gets the mean of what switching it to
the new does, over all 24 orders in which the four may be switched (Shapley, A value for n-person games, 1953).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Literal

from evaluation.group_scores import Group, GroupMarks
from evaluation.scheme import Scheme

Cause = Literal["own", "others", "units", "rules"]
CAUSES: tuple[Cause, ...] = ("own", "others", "units", "rules")


@dataclass(frozen=True)
class RankChange:
    """``before`` − ``now`` places gained (negative: lost) = the sum of ``parts``, one per cause, exact.

    ``came`` and ``went`` are the units of the group that took part in one of the two periods only.
    """

    before: int
    now: int
    parts: Mapping[Cause, Fraction]
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def gained(self) -> int:
        """Places gained, negative where the unit fell back."""
        return self.before - self.now


def explain_change(
    before: GroupMarks, now: GroupMarks, unit: str, scheme_before: Scheme, scheme_now: Scheme
) -> RankChange | None:
    """Return the split for one unit; None where it has no rank in one of the periods or in a mixture of the two, or where
    one of them is a year made up of parts.

    The latter happens where the new scheme asks for indicators that the old period has no marks for. A unit that took part
    in one period only brings its marks of that period into every mixture in which it takes part.
    """
    took_part = _taking_part(before, scheme_before), _taking_part(now, scheme_now)
    if before.has_parts or now.has_parts or not all(unit in units for units in took_part):
        return None
    same_scheme = scheme_before == scheme_now
    ranks: dict[frozenset[Cause], int] = {}
    for size in range(len(CAUSES) + 1):
        for chosen in combinations(CAUSES, size):
            new = frozenset(chosen)
            twin = new - {"rules"}
            rank = ranks.get(twin) if same_scheme and twin != new else None
            if rank is None:
                mixed = _mixed(before, now, unit, took_part, new)
                rank = Group(scheme_now if "rules" in new else scheme_before, mixed).ranks()[unit]
            if rank is None:
                return None
            ranks[new] = rank
    parts = shapley(CAUSES, {coalition: Fraction(-rank) for coalition, rank in ranks.items()})
    old, new_units = took_part
    return RankChange(
        ranks[frozenset()],
        ranks[frozenset(CAUSES)],
        parts,
        tuple(name for name in now.units if name in new_units and name not in old),
        tuple(name for name in now.units if name in old and name not in new_units),
    )


def shapley(players: Iterable[Cause], worth: Mapping[frozenset[Cause], Fraction]) -> dict[Cause, Fraction]:
    """Return each player's Shapley value from the worth of every coalition; they sum to worth(all) − worth(none)."""
    everyone = tuple(players)
    count = factorial(len(everyone))
    values: dict[Cause, Fraction] = {}
    for player in everyone:
        others = [other for other in everyone if other != player]
        value = Fraction(0)
        for size in range(len(others) + 1):
            weight = Fraction(factorial(size) * factorial(len(others) - size), count)
            for chosen in combinations(others, size):
                coalition = frozenset(chosen)
                value += weight * (worth[coalition | {player}] - worth[coalition])
        values[player] = value
    return values


def _taking_part(given: GroupMarks, scheme: Scheme) -> frozenset[str]:
    """Return the units with a mark in the period, and those that the scheme ranks without one."""
    with_marks = {unit for unit, _ in given.marks}
    ranked = {unit for unit, rank in Group(scheme, given).ranks().items() if rank is not None}
    return frozenset(unit for unit in given.units if unit in with_marks or unit in ranked)


def _mixed(
    before: GroupMarks, now: GroupMarks, unit: str, took_part: tuple[frozenset[str], frozenset[str]], new: frozenset[Cause]
) -> GroupMarks:
    """Return the group as a mixture of both periods: the causes in ``new`` as now, the others as before."""
    present = took_part["units" in new]
    source = {name: _source(name, name == unit, took_part, new) for name in present}
    periods = (before, now)
    marks = {
        key: raters for number, given in enumerate(periods) for key, raters in given.marks.items() if source.get(key[0]) == number
    }
    points = {name: periods[number].points[name] for name, number in source.items() if name in periods[number].points}
    vetoed = frozenset(name for name, number in source.items() if name in periods[number].vetoed)
    units = tuple(name for name in now.units if name in present)
    return GroupMarks(now.period, now.group, units, marks, points, vetoed)


def _source(name: str, is_own: bool, took_part: tuple[frozenset[str], frozenset[str]], new: frozenset[Cause]) -> int:
    """Return whether a unit brings its old marks (0) or its new ones (1)."""
    wanted = int(("own" if is_own else "others") in new)
    return wanted if name in took_part[wanted] else 1 - wanted
