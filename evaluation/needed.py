"""再得几分: what one mark, one dimension or all dimensions alone would have to gain to get ahead of a unit, or onto the list.

Solved for the printed figures, rounding and tie-break included: the answer reaches the goal, and one smallest step less
doesn't. Others' marks stay; where the scheme compares units, what a mark does to the others' scores counts too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evaluation.group_scores import Group, Standing
from evaluation.proposed import Seats
from evaluation.rules import reach

HUNDRED = Decimal(100)
Changed = Mapping[str, Standing]
Goal = Callable[[Changed], bool]


@dataclass(frozen=True)
class Need:
    """What one thing alone must become for a unit to reach a goal; ``then`` is None where even its best isn't enough.

    A dimension (and ``together``: each by the same gain) counts in points of its score, in the smallest printed step; an
    indicator in its own marks, in the smallest step written in it (several raters each change by the gain). Its very best is
    the last step, though the joined mark of several raters may miss it on the way. Where less is better the gain is
    negative. ``share`` is the gain's part of the whole range, by which indicators compare.
    """

    kind: Literal["dimension", "indicator", "together"]
    label: str
    dimension: str
    now: Decimal | None
    then: Decimal | None
    best: Decimal | None
    share: Fraction | None = None

    @property
    def gain(self) -> Decimal | None:
        """The change, None where it can't be done."""
        return None if self.then is None else self.then - (self.now or 0)


def ahead_of(group: Group, unit: str, other: str) -> Goal:
    """Return the goal of standing strictly ahead of another unit."""

    def reached(changed: Changed) -> bool:
        own, theirs = (changed.get(name, group.standings[name]).key for name in (unit, other))
        return own is not None and theirs is not None and own > theirs

    return reached


def on_the_list(seats: Seats, unit: str) -> Goal:
    """Return the goal of being proposed for the award."""
    return lambda changed: unit in seats.proposed(changed)


def needs(group: Group, unit: str, goal: Goal) -> tuple[Need, ...]:
    """Return what each dimension, all together and each indicator alone would need; empty for an incomplete unit.

    Indicators without a mark of the unit are left out: the gap comes first.
    """
    if group.standings[unit].key is None:
        return ()
    found = [_of_dimension(group, unit, number, goal) for number in range(len(group.dimensions))]
    if len(found) > 1:
        found.append(_together(group, unit, goal))
    found += [_of_indicator(group, unit, place, goal) for place in range(len(group.indicators)) if unit in group.joined[place]]
    return tuple(found)


def cheapest(found: tuple[Need, ...]) -> Need | None:
    """Return the indicator that takes the smallest part of its own range, None where no single one is enough."""
    able = [need for need in found if need.kind == "indicator" and need.share is not None]
    return min(able, key=lambda need: need.share, default=None)


def first_reached(most: int, reached: Callable[[int], bool]) -> int | None:
    """Return the smallest of 1 … ``most`` steps that reaches, given that more never reaches less; None where none does."""
    if most < 1 or not reached(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _of_dimension(group: Group, unit: str, number: int, goal: Goal) -> Need:
    scores = group.standings[unit].dimensions

    def reached(steps: int) -> bool:
        raised = tuple(score + steps * group.step if place == number else score for place, score in enumerate(scores))
        return goal({unit: group.standing(unit, raised)})

    name, now = group.dimensions[number].name, group.published(scores[number])
    steps = first_reached(_room(group, scores[number]), reached)
    return Need("dimension", name, name, now, None if steps is None else now + _points(group, steps), HUNDRED)


def _together(group: Group, unit: str, goal: Goal) -> Need:
    scores = group.standings[unit].dimensions

    def raised(steps: int) -> tuple[int, ...]:
        return tuple(score + min(steps, _room(group, score)) * group.step for score in scores)

    steps = first_reached(
        max(_room(group, score) for score in scores), lambda steps: goal({unit: group.standing(unit, raised(steps))})
    )
    return Need("together", "", "", Decimal(0), None if steps is None else _points(group, steps), None)


def _room(group: Group, score: int) -> int:
    return max(0, (10**22 - score) // group.step)


def _points(group: Group, steps: int) -> Decimal:
    return Decimal(steps).scaleb(-group.scheme.decimals)


def _of_indicator(group: Group, unit: str, place: int, goal: Goal) -> Need:
    rule, crowd, now = group.rules[place], group.crowds[place], group.joined[place][unit]
    low, high = reach(rule, crowd)
    step = rule.one // 10 ** group.places[place]
    room, sign = (now - low, -1) if rule.is_lower else (high - now, 1)

    def after(count: int) -> int:
        return now + sign * min(count * step, room)

    steps = first_reached(-(-room // step), lambda count: goal(group.moved(unit, place, after(count))))
    name, span = group.indicators[place], high - low
    return Need(
        "indicator",
        name,
        group.dimensions[group.dimension_at[place]].name,
        _mark(now, rule.one, group.places[place]),
        None if steps is None else _mark(after(steps), rule.one, group.places[place]),
        _mark(low if rule.is_lower else high, rule.one, group.places[place]),
        None if steps is None or span <= 0 else Fraction(abs(after(steps) - now), span),
    )


def _mark(whole: int, one: int, places: int) -> Decimal:
    """Return a joined mark as people write it; a mean of raters keeps up to four decimals more."""
    exact = Fraction(whole, one)
    shown = places if exact * 10**places == int(exact * 10**places) else places + 4
    return Decimal(round(exact * 10**shown)).scaleb(-shown)
