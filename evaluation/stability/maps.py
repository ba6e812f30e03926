"""The region parted for drawing: by who is first, and by whether a chosen unit is among the first so many."""

from collections.abc import Sequence

from evaluation.stability.fields import Field
from evaluation.stability.regions import Corner, Region, clip

Polygon = tuple[Corner, ...]


def winner_map(field: Field, region: Region, first: Sequence[int]) -> dict[int, Polygon]:
    """Return, for each of these classes that is first somewhere, the polygon in which it is; three dimensions.

    ``first`` are classes of which at least all winners are there.
    """
    found = {}
    for place in first:
        corners = region.corners
        for other in first:
            if other != place and len(corners) >= 3:
                corners = clip(corners, field.values[place] - field.values[other])
        if len(corners) >= 3:
            found[place] = corners
    return found


def membership_map(field: Field, region: Region, unit: int, places: int) -> list[Polygon]:
    """Return the parts in which a unit has fewer than ``places`` units above it, as convex polygons side by side."""
    own = field.class_of[unit]
    parts = [(region.corners, field.ahead[unit])]
    for other, size in enumerate(field.sizes):
        if other == own:
            continue
        normal = field.values[own] - field.values[other]
        parts = [part for corners, above in parts for part in _parted(corners, above, normal, int(size), places)]
    return [corners for corners, _ in parts]


def _parted(corners: Polygon, above: int, normal: Sequence[float], size: int, places: int) -> list[tuple[Polygon, int]]:
    parts = [(clip(corners, normal), above), (clip(corners, [-part for part in normal]), above + size)]
    return [(part, count) for part, count in parts if len(part) >= 3 and count < places and _has_area(part)]


def _has_area(corners: Polygon) -> bool:
    a, b = corners[0], corners[1]
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return any(sum(x * y for x, y in zip(cross, corner, strict=True)) for corner in corners[2:])
