"""The region parted for drawing: by who is first, and by whether a chosen unit is among the first so many."""

from collections.abc import Sequence

import numpy as np

from evaluation.stability.fields import Field
from evaluation.stability.regions import Corner, Region, clip
from evaluation.stability.sampling import Classes

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
    """Return the parts in which a unit has fewer than ``places`` units above it, as convex polygons side by side.

    Where a list asks for a least total, those in which the unit has that.
    """
    own = field.class_of[unit]
    enough = region.corners if field.least is None else clip(region.corners, field.values[own] - field.least)
    parts = [(enough, field.ahead[unit])] if len(enough) >= 3 and _has_area(enough) and field.ahead[unit] < places else []
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


def rough_winner_map(classes: Classes, steps: int = 48) -> dict[int, list[Polygon]]:
    """Return who is first in each of ``steps``² small triangles, told at its middle: for lines that are curves."""
    pieces: list[Polygon] = []
    for a in range(steps):
        for b in range(steps - a):
            c = steps - a - b
            pieces.append(((a + 1, b, c - 1), (a, b + 1, c - 1), (a, b, c)))
            if c >= 2:
                pieces.append(((a + 1, b, c - 1), (a + 1, b + 1, c - 2), (a, b + 1, c - 1)))
    middles = np.array(pieces, dtype=float).mean(axis=1) / steps
    first = np.argmax(classes.totals(middles), axis=1)
    found: dict[int, list[Polygon]] = {}
    for place, piece in zip(first, pieces, strict=True):
        found.setdefault(int(place), []).append(piece)
    return found
