"""The weights nearest to the present ones at which two units are level.

A quadratic programme: the least |w − now|² with gap · w = 0 inside the region. For up to three dimensions the answer
lies on a stretch between two points; beyond, its dual has a single variable and is solved by halving.
"""

import numpy as np

from evaluation.stability.regions import Region

_HALVINGS = 200


def nearest_on_a_tie(gap: np.ndarray, now: np.ndarray, region: Region | None) -> np.ndarray:
    """Return the nearest weights where ``gap`` · weights = 0, which must happen in the region (None: all weightings)."""
    if region is None:
        return _on_the_simplex(gap, now)
    corners = np.array([[part / sum(corner) for part in corner] for corner in region.corners])
    sides = corners @ gap
    ends = [corners[place] for place in np.flatnonzero(sides == 0)]
    for place, side in enumerate(sides):
        after = (place + 1) % len(corners)
        if side * sides[after] < 0:
            ends.append((abs(sides[after]) * corners[place] + abs(side) * corners[after]) / (abs(side) + abs(sides[after])))
    first, last = ends[0], ends[-1] if len(ends) < 3 else ends[1]
    along = last - first
    length = along @ along
    return first + along * (np.clip((now - first) @ along / length, 0, 1) if length else 0)


def _on_the_simplex(gap: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Push the weights along the gap until the units are level; the further, the less the upper one leads."""
    level = gap - gap.mean()
    step = 2 / max(np.linalg.norm(level), 1e-300)
    least, greatest = 0.0, step
    while gap @ _projected(now + greatest * level) < 0 and greatest < 1e9 * step:
        greatest *= 2
    for _ in range(_HALVINGS):
        middle = (least + greatest) / 2
        if gap @ _projected(now + middle * level) < 0:
            least = middle
        else:
            greatest = middle
    return _projected(now + greatest * level)


def _projected(point: np.ndarray) -> np.ndarray:
    """Return the nearest weights (≥ 0, sum 1) to a point: the same amount off every part that stays."""
    falling = np.sort(point)[::-1]
    over = (np.cumsum(falling) - 1) / np.arange(1, len(point) + 1)
    kept = np.flatnonzero(falling > over)[-1]
    return np.maximum(point - over[kept], 0)
