"""Who is proposed for an award when some units' figures change: evaluation/shortlist.py's rule, asked very often."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from evaluation.conditions import Contender, by_rank, choose, limits_of
from evaluation.exact import POINT
from evaluation.group_scores import Group, Standing
from evaluation.scheme import Award

Key = tuple[int, ...]


class Seats:
    """An award's places in one group."""

    def __init__(self, group: Group, award: Award):
        self.group, self.award = group, award
        self.quota = award.places(len(group.given.units))
        self._floors = [
            (number, int(dimension.floor * POINT))
            for number, dimension in enumerate(group.scheme.dimension)
            if dimension.floor is not None
        ]
        self.limits = limits_of(award.condition, [(unit, group.given.tags.get(unit, ())) for unit in group.given.units])
        self._minimum = None if award.minimum_total is None else int(award.minimum_total * POINT)

    def may_compete(self, unit: str, standing: Standing) -> bool:
        """Say whether a unit meets every condition but that of its rank."""
        if standing.key is None or unit in self.group.given.vetoed:
            return False
        if self._minimum is not None and standing.key[0] < self._minimum:
            return False
        rounded = self.group.rounded
        return all(rounded(standing.dimensions[number]) >= floor for number, floor in self._floors)

    def proposed(self, changed: Mapping[str, Standing] | None = None) -> tuple[str, ...]:
        """Return the units that the rule proposes, in rank order (roster order among equals)."""
        return self.list_of(changed)[0]

    def list_of(self, changed: Mapping[str, Standing] | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the proposed units, and those tied across the last place; both in rank order."""
        standings = self.group.standings | (changed or {})
        able = [unit for unit, standing in standings.items() if self.may_compete(unit, standing)]
        if self.award.within_rank is not None:
            ranks = self.group.ranks(changed)
            able = [unit for unit in able if ranks[unit] is not None and ranks[unit] <= self.award.within_rank]
        able.sort(key=lambda unit: standings[unit].key, reverse=True)
        if self.limits:
            return self._under_conditions(able, standings)
        if len(able) <= self.quota:
            return tuple(able), ()
        keys = [standings[unit].key for unit in able]
        last, following = keys[self.quota - 1], keys[self.quota]
        if last != following:
            return tuple(able[: self.quota]), ()
        return tuple(able[: keys.index(last)]), tuple(unit for unit, key in zip(able, keys, strict=True) if key == last)

    def _under_conditions(self, able: Sequence[str], standings: Mapping[str, Standing]) -> tuple[tuple[str, ...], ...]:
        keys = [standings[unit].key for unit in able]
        contenders = tuple(
            Contender(unit, keys.index(key) + 1, key[0] // self.group.step) for unit, key in zip(able, keys, strict=True)
        )
        found = choose(contenders, self.quota, self.limits) or by_rank(contenders, self.quota)
        return tuple(tuple(unit for unit in able if unit in units) for units in (found.certain, found.tied))


def seats_taken(others: Sequence[Key], own: Key | None, quota: int) -> tuple[bool, int]:
    """Return whether the unit with key ``own`` is proposed, and how many of the others are: always their best ones.

    ``others`` are the keys of those who may compete, lowest first; ``own`` is None where the unit may not.
    """
    count = len(others)
    if own is None:
        if count <= quota:
            return False, count
        last, following = others[count - quota], others[count - quota - 1]
        return False, quota if last != following else count - bisect_right(others, last)
    if count < quota:
        return True, count
    ahead = count - bisect_right(others, own)

    def at(place: int) -> Key:
        if place == ahead:
            return own
        return others[count - 1 - (place if place < ahead else place - 1)]

    last, following = at(quota - 1), at(quota)
    if last == following:
        return own > last, count - bisect_right(others, last)
    is_in = own >= last
    return is_in, quota - is_in


def without(keys: Sequence[Key], own: Key | None) -> list[Key]:
    """Return sorted keys without one that equals ``own``."""
    if own is None:
        return list(keys)
    place = bisect_left(keys, own)
    return [*keys[:place], *keys[place + 1 :]]
