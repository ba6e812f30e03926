"""Where a unit stands in each indicator among its group, weakest first: the 短板 that a meeting speaks of."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluation.exact import POINT
from evaluation.group_scores import Group


@dataclass(frozen=True)
class IndicatorPlace:
    """A unit's printed score in one indicator, its place among the units that have a mark there, and the group's mean.

    ``lost`` is (mean − score) times the indicator's share of all weights: the points of the total that it costs under the
    arithmetic mean, negative where the unit is better than the mean.
    """

    indicator: str
    dimension: str
    score: Decimal
    place: int
    of: int
    mean: Decimal
    lost: Fraction


def indicator_places(group: Group, unit: str) -> tuple[IndicatorPlace, ...]:
    """Return the indicators in which the unit has a mark, those that cost it most first."""
    found = [_place(group, unit, place) for place in range(len(group.indicators)) if unit in group.joined[place]]
    return tuple(sorted(found, key=lambda item: -item.lost))


def _place(group: Group, unit: str, place: int) -> IndicatorPlace:
    scores = {name: group.scores[place][name] for name in group.joined[place]}
    own, number = scores[unit], group.dimension_at[place]
    mean = Fraction(sum(scores.values()), len(scores))
    return IndicatorPlace(
        group.indicators[place],
        group.dimensions[number].name,
        group.published(own),
        1 + sum(score > own for score in scores.values()),
        len(scores),
        group.published(int(mean)),
        (mean - own) / POINT * _share(group, place, number),
    )


def _share(group: Group, place: int, number: int) -> Fraction:
    """Return an indicator's share of the total under the arithmetic mean."""
    aspects = group.dimensions[number].aspects
    weight, children = next((weight, children) for weight, children in aspects if place in dict(children))
    inside = Fraction(dict(children)[place], sum(own for _, own in children))
    aspect = Fraction(weight, sum(weight for weight, _ in aspects))
    return inside * aspect * Fraction(group.weights[number], sum(group.weights))
