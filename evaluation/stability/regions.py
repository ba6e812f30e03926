"""Convex sets of weights: the whole triangle, or what is left of it under limits that a meeting accepts.

A corner is a row of whole numbers, one per dimension, whose proportions are the weights: no rounding anywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.contest import in_whole_numbers
from evaluation.problems import EvaluationError
from evaluation.wording import stability as words

Corner = tuple[int, ...]


@dataclass(frozen=True)
class Region:
    """A convex polygon of weights for three dimensions, its corners counter-clockwise; a stretch for two, a point for one."""

    corners: tuple[Corner, ...]

    @property
    def dimensions(self) -> int:
        """How many weights a corner has."""
        return len(self.corners[0])

    @property
    def is_whole(self) -> bool:
        """Whether these are all weightings."""
        return self == whole_region(self.dimensions)

    def holds(self, weights: Sequence[int]) -> bool:
        """Return whether weights (whole numbers of any scale) lie in the region or on its border, exactly."""
        if self.dimensions < 3:
            ends = sorted(shares(corner)[0] for corner in self.corners)
            return ends[0] <= shares(weights)[0] <= ends[-1]
        return all(_turn(a, b, weights) >= 0 for a, b in zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True))


@dataclass(frozen=True)
class Limits:
    """What a meeting accepts: per dimension (by position) the least and the greatest share, and a dimension that is largest."""

    between: Mapping[int, tuple[Fraction, Fraction]]
    largest: int | None = None


def whole_region(dimensions: int) -> Region:
    """Return all weightings of one to three dimensions."""
    return Region(tuple(tuple(int(row == column) for column in range(dimensions)) for row in range(dimensions)))


def limited_region(dimensions: int, limits: Limits) -> Region:
    """Return the weightings of one to three dimensions within limits.

    Raises EvaluationError where no weighting, or just a single line of them, is left.
    """
    corners = whole_region(dimensions).corners
    for normal in normals(dimensions, limits):
        corners = clip(corners, normal)
    if len(corners) < dimensions or not measure(corners):
        raise EvaluationError(words.NO_WEIGHTS_LEFT)
    return Region(corners)


def normals(dimensions: int, limits: Limits) -> list[tuple[Fraction, ...]]:
    """Return each limit as coefficients whose product with the weights must not be negative."""
    found = []
    for place, (least, greatest) in limits.between.items():
        found.append(tuple((other == place) - least for other in range(dimensions)))
        found.append(tuple(greatest - (other == place) for other in range(dimensions)))
    if limits.largest is not None:
        for place in range(dimensions):
            if place != limits.largest:
                found.append(tuple(Fraction((other == limits.largest) - (other == place)) for other in range(dimensions)))
    return found


def clip(corners: Sequence[Corner], normal: Iterable[Fraction | float | int]) -> tuple[Corner, ...]:
    """Return the part of a convex polygon where ``normal`` · weights ≥ 0, exactly; fewer than three corners enclose nothing."""
    whole = in_whole_numbers([Fraction(part) for part in normal])
    sides = [sum(a * b for a, b in zip(whole, corner, strict=True)) for corner in corners]
    if all(side >= 0 for side in sides):
        return tuple(corners)
    kept = []
    for place, (corner, side) in enumerate(zip(corners, sides, strict=True)):
        following, beyond = corners[(place + 1) % len(corners)], sides[(place + 1) % len(corners)]
        if side >= 0:
            kept.append(corner)
        if side * beyond < 0:
            kept.append(in_whole_numbers([abs(beyond) * a + abs(side) * b for a, b in zip(corner, following, strict=True)]))
    return tuple(dict.fromkeys(kept))


def _turn(a: Sequence[int], b: Sequence[int], c: Sequence[int]) -> int:
    """Return a number that is above 0 where three weightings lie counter-clockwise, and 0 where they lie on one line."""
    return sum(a[place] * (b[place - 2] * c[place - 1] - b[place - 1] * c[place - 2]) for place in range(3))


def shares(corner: Sequence[int]) -> tuple[Fraction, ...]:
    """Return the weights of a corner as shares that sum to 1."""
    whole = sum(corner)
    return tuple(Fraction(part, whole) for part in corner)


def measure(corners: Sequence[Corner]) -> Fraction:
    """Return a region's size as a share of all weightings: area for three dimensions, length for two, 1 for one."""
    points = [shares(corner) for corner in corners]
    if len(corners[0]) == 1:
        return Fraction(1)
    if len(corners[0]) == 2:
        return abs(points[1][0] - points[0][0])
    return sum((a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)), Fraction(0))
