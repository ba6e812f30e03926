"""开会前先核对这几格: for every mark the smallest change that alters the list of proposed units, closest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluation.group_scores import Group, Standing
from evaluation.needed import first_reached
from evaluation.proposed import Key, Seats, seats_taken, without
from evaluation.rules import reach

MOST_COMPARED = 40
"""Up to so many units, indicators whose scores depend on others' marks are tried too: there each try scores the whole group."""


@dataclass(frozen=True)
class SensitiveCell:
    """One given mark whose change by ``change`` (in its own unit, in the smallest step written) alters the list.

    ``share`` is the change's part of the whole range of the indicator: what "closest" compares.
    """

    unit: str
    indicator: str
    rater: str
    mark: Decimal
    change: Decimal
    share: Fraction
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    tied: tuple[str, ...] = ()
    """Who would be tied across the last place then, so that people decide."""

    @property
    def becomes(self) -> Decimal:
        """The mark that alters the list."""
        return self.mark + self.change


@dataclass(frozen=True)
class SensitiveCells:
    """The closest cells, and the indicators that were left out because there are too many units to compare."""

    cells: tuple[SensitiveCell, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    unit: str
    place: int
    rater: str
    steps: int
    """Signed: the number of the indicator's smallest steps."""
    share: Fraction


def sensitive_cells(seats: Seats, most: int = 12) -> SensitiveCells:
    """Return at most ``most`` cells, the smallest part of their indicator's range first.

    A change that only unseats somebody by a tie at the last place counts: the list is then no longer the same. Where others'
    scores hang on the mark, it is tried at and just beyond each of their marks, and between two of these found by bisection:
    there a change that a larger one in the same direction takes back is missed. That takes ``min_max`` or ``ratio_to_best``,
    several raters not joined by the mean, or an award with ``within_rank`` under dense ranks or conditions on places.
    """
    group = seats.group
    skipped = [
        place for place in range(len(group.indicators)) if group.touches_others(place) and len(group.given.units) > MOST_COMPARED
    ]
    able = sorted(standing.key for unit, standing in group.standings.items() if seats.may_compete(unit, standing))
    found = [item for unit in group.given.units for item in _of_unit(seats, unit, able, frozenset(skipped))]
    found.sort(key=lambda item: item.share)
    return SensitiveCells(tuple(_told(seats, item) for item in found[:most]), tuple(group.indicators[place] for place in skipped))


def _of_unit(seats: Seats, unit: str, able: list[Key], skipped: frozenset[int]) -> Iterator[_Found]:
    group = seats.group
    standing = group.standings[unit]
    if standing.key is None:
        return
    own = standing.key if seats.may_compete(unit, standing) else None
    others = without(able, own)
    before = seats_taken(others, own, seats.quota)
    official = frozenset(seats.proposed())

    def alone(moved: dict[str, Standing]) -> bool:
        now = moved[unit]
        key = now.key if seats.may_compete(unit, now) else None
        return seats_taken(others, key, seats.quota) != before

    def compared(moved: dict[str, Standing]) -> bool:
        return frozenset(seats.proposed(moved)) != official

    for place in range(len(group.indicators)):
        if place in skipped:
            continue
        slow = group.touches_others(place) or seats.award.within_rank is not None or bool(seats.limits)
        for rater in group.given.marks.get((unit, group.indicators[place]), ()):
            if nearest := _nearest(group, unit, place, rater, compared if slow else alone):
                yield nearest


def _nearest(group: Group, unit: str, place: int, rater: str, altered: Callable[[dict[str, Standing]], bool]) -> _Found | None:
    """Return the smaller of the changes up and down that alter the list, None where neither does."""
    rule = group.rules[place]
    low, high = reach(rule, group.crowds[place])
    step = rule.one // 10 ** group.places[place]
    mark = int(group.given.marks[unit, group.indicators[place]][rater] * rule.one)

    def after(steps: int) -> bool:
        return altered(group.moved(unit, place, _joined(group, unit, place, rater, steps)))

    stops = _stops(group, unit, place, step) if group.touches_others(place) else []
    up = _first((high - mark) // step, [stop for stop in stops if stop > 0], after)
    most = (mark - low) // step if up is None else min((mark - low) // step, up)
    down = _first(most, [-stop for stop in reversed(stops) if stop < 0], lambda steps: after(-steps))
    if down is None and up is None:
        return None
    steps = -down if down is not None and (up is None or down < up) else up
    return _Found(unit, place, rater, steps, Fraction(abs(steps) * step, max(1, high - low)))


def _stops(group: Group, unit: str, place: int, step: int) -> list[int]:
    """Return, lowest first, by how many steps the mark reaches each other unit's and lies just to either side of it."""
    joined, raters = group.joined[place], len(group.given.marks[unit, group.indicators[place]])
    stops = set()
    for other, theirs in joined.items():
        if other != unit:
            below = (theirs - joined[unit]) * raters // step
            stops |= {below - 1, below, below + 1, below + 2}
    return sorted(stops)


def _first(most: int, stops: Sequence[int], altered: Callable[[int], bool]) -> int | None:
    """Return the smallest of 1 … ``most`` that alters the list, given that it does so for good between two stops."""
    last = 0
    for stop in [*(stop for stop in stops if stop < most), most]:
        if stop > last and altered(stop):
            return last + (first_reached(stop - last, lambda steps, last=last: altered(last + steps)) or 0)
        last = max(last, stop)
    return None


def _joined(group: Group, unit: str, place: int, rater: str, steps: int) -> int:
    """Return the unit's joined mark when one rater's mark moves by some steps."""
    rule = group.rules[place]
    marks = group.given.marks[unit, group.indicators[place]]
    if len(marks) == 1:
        return group.joined[place][unit] + steps * (rule.one // 10 ** group.places[place])
    moved = {**marks, rater: marks[rater] + Decimal(steps).scaleb(-group.places[place])}
    return group.join(place, moved.values())


def _told(seats: Seats, found: _Found) -> SensitiveCell:
    group, name = seats.group, seats.group.indicators[found.place]
    joined = _joined(group, found.unit, found.place, found.rater, found.steps)
    before, (after, tied) = seats.proposed(), seats.list_of(group.moved(found.unit, found.place, joined))
    return SensitiveCell(
        found.unit,
        name,
        found.rater,
        group.given.marks[found.unit, name][found.rater],
        Decimal(found.steps).scaleb(-group.places[found.place]),
        found.share,
        tuple(unit for unit in after if unit not in before),
        tuple(unit for unit in before if unit not in after),
        tied,
    )
