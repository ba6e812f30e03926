"""Where geometry has no short exact answer: more than three dimensions, or lines that are curves. Says how sure it is.

Weights are drawn uniformly from all weightings, as exponentials over their sum (uniform parts over their sum would crowd
the middle), from a fixed seed: the same data give the same figures.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evaluation.stability.acceptability import Acceptability
from evaluation.stability.fields import Contest, Field, classed, means_at
from evaluation.stability.safety import Listed

SEED = 20230206
SAMPLES = 100_000
_AT_ONCE = 5_000
_EQUAL = 1e-9
_DIRECTIONS = 720
_STEPS = 128
_HALVINGS = 40
_NEAREST = 32

Totals = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Classes:
    """Units that are equal under all weights, and a function from rows of weights to one total per class.

    ``field`` lends its classes and sizes; its values count only where the totals are linear. ``tie_breaks`` says, by unit,
    which place its tie-break has among them all, 0 the best. ``least`` is the total that a list asks for.
    """

    field: Field
    totals: Totals
    places: int
    tie_breaks: np.ndarray
    least: float | None


def straight_classes(contest: Contest, field: Field) -> Classes:
    """Return the classes of a contest whose lines are straight."""
    values = field.values.astype(float)
    least = None if field.least is None else float(field.least)
    return Classes(field, lambda weights: weights @ values.T, contest.places, _tie_breaks(contest), least)


def curved_classes(contest: Contest) -> Classes:
    """Return the classes of a contest whose lines are curves: the geometric or the harmonic mean, which a zero makes 0."""
    none = (0,) * len(contest.dimensions)
    rows = [(row if min(row) > 0 else none, plus) for row, plus in zip(contest.scores, contest.adjustments, strict=True)]
    distinct = list(dict.fromkeys(rows))
    scores = np.array([row for row, _ in distinct], dtype=float).reshape(len(distinct), len(contest.dimensions))
    plus = np.array([adjustment for _, adjustment in distinct], dtype=float)

    def totals(weights: np.ndarray) -> np.ndarray:
        return means_at(scores, weights, contest.aggregation) + plus

    least = None if contest.least is None else float(contest.least)
    return Classes(Field(scores, *classed(contest, rows), _EQUAL), totals, contest.places, _tie_breaks(contest), least)


def _tie_breaks(contest: Contest) -> np.ndarray:
    standing = [contest.tie_break_of(unit) for unit in range(len(contest.units))]
    order = {scores: place for place, scores in enumerate(sorted(set(standing), reverse=True))}
    return np.array([order[scores] for scores in standing], dtype=np.int64)


def drawn_weights(dimensions: int, samples: int = SAMPLES, seed: int = SEED) -> np.ndarray:
    """Return weights drawn uniformly from all weightings, one row per sample."""
    parts = np.random.default_rng(seed).standard_exponential((samples, dimensions))
    return parts / parts.sum(axis=1, keepdims=True)


def standard_error(share: float, samples: int = SAMPLES) -> float:
    """Return the standard error of a share that was counted on samples."""
    return math.sqrt(max(share * (1 - share), 0) / samples)


def sampled_acceptability(classes: Classes, dimensions: int, samples: int = SAMPLES, seed: int = SEED) -> Acceptability:
    """Return rank shares as counted on samples; best and worst ranks are those met, the true ones may lie beyond."""
    field, depth = classes.field, classes.field.depth
    count = len(field.values)
    tally, leading = np.zeros((count, depth)), np.zeros((count, dimensions))
    weights = drawn_weights(dimensions, samples, seed)
    for start in range(0, samples, _AT_ONCE):
        some = weights[start : start + _AT_ONCE]
        above, _ = _above(classes.totals(some), field.sizes)
        place = np.arange(count) * depth + above
        tally += np.bincount(place.ravel(), minlength=count * depth).reshape(count, depth)
        leading += (above == 0).T @ some
    return _by_unit(field, tally, leading, samples)


def _by_unit(field: Field, tally: np.ndarray, leading: np.ndarray, samples: int) -> Acceptability:
    shares = np.zeros((len(field.class_of), field.depth))
    best, worst, central = [], [], []
    for unit, (place, ahead) in enumerate(zip(field.class_of, field.ahead, strict=True)):
        shares[unit, ahead:] = tally[place, : field.depth - ahead] / samples
        met = np.flatnonzero(shares[unit])
        best.append(int(met[0]) + 1)
        worst.append(int(met[-1]) + 1)
        first = tally[place, 0] if ahead == 0 else 0
        central.append(tuple(map(float, leading[place] / first)) if first else None)
    return Acceptability(shares, tuple(best), tuple(worst), tuple(central))


def _above(totals: np.ndarray, sizes: np.ndarray, tie_breaks: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return, per row and column of totals, how many ranks are above it, and above or level with it."""
    order = np.argsort(-totals, axis=1, kind="stable")
    falling = np.take_along_axis(totals, order, axis=1)
    begins = np.ones(falling.shape, dtype=bool)
    begins[:, 1:] = falling[:, :-1] - falling[:, 1:] > _EQUAL
    if tie_breaks is not None:
        _part(order, begins, tie_breaks)
    sizes = sizes[order]
    through = np.cumsum(sizes, axis=1)
    before = np.maximum.accumulate(np.where(begins, through - sizes, 0), axis=1)
    ends = np.ones(falling.shape, dtype=bool)
    ends[:, :-1] = begins[:, 1:]
    last = np.where(ends, through, through[:, -1:])
    last = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    above, through = np.empty_like(before), np.empty_like(last)
    np.put_along_axis(above, order, before, axis=1)
    np.put_along_axis(through, order, last, axis=1)
    return above, through


def _part(order: np.ndarray, begins: np.ndarray, tie_breaks: np.ndarray) -> None:
    """Put what is level in the order of tie-breaks, in place; what these tell apart begins anew."""
    rows = np.flatnonzero(~begins.all(axis=1))
    key = np.cumsum(begins[rows], axis=1) * len(tie_breaks) + tie_breaks[order[rows]]
    again = np.argsort(key, axis=1, kind="stable")
    key = np.take_along_axis(key, again, axis=1)
    order[rows] = np.take_along_axis(order[rows], again, axis=1)
    begins[rows, 1:] = key[:, 1:] != key[:, :-1]


def lists_at(classes: Classes, weights: np.ndarray) -> np.ndarray:
    """Return per row of weights and unit whether it is proposed (2), level at the cut (1) or neither (0)."""
    totals = classes.totals(weights)[:, classes.field.class_of]
    above, through = _above(totals, np.ones(totals.shape[1], dtype=np.int64), classes.tie_breaks)
    state = np.where(through <= classes.places, 2, np.where(above < classes.places, 1, 0)).astype(np.int8)
    return state if classes.least is None else np.where(totals >= classes.least - _EQUAL, state, np.int8(0))


def sampled_on_the_list(classes: Classes, dimensions: int) -> np.ndarray:
    """Return per unit the share of all samples in which it is on the list."""
    weights = drawn_weights(dimensions)
    parts = (weights[start : start + _AT_ONCE] for start in range(0, len(weights), _AT_ONCE))
    return sum((lists_at(classes, some) == 2).sum(axis=0) for some in parts) / len(weights)


def state_of(listed: Listed, units: int) -> np.ndarray:
    """Return a list in the form of ``lists_at``."""
    state = np.zeros(units, dtype=np.int8)
    state[list(listed.inside)], state[list(listed.tied)] = 2, 1
    return state


def samples_that_differ(classes: Classes, present: np.ndarray, dimensions: int) -> np.ndarray:
    """Return those of all samples that don't give the present list, which is in the form of ``lists_at``."""
    weights = drawn_weights(dimensions)
    parts = (weights[start : start + _AT_ONCE] for start in range(0, len(weights), _AT_ONCE))
    return np.concatenate([some[(lists_at(classes, some) != present).any(axis=1)] for some in parts])


def safe_share(differing: np.ndarray) -> float:
    """Return the share of samples that give the present list, from those that don't."""
    return 1 - len(differing) / SAMPLES


def searched_change(classes: Classes, now: np.ndarray, differing: np.ndarray) -> np.ndarray | None:
    """Return the nearest weights found at which the list changes, None where none are; ``differing`` are weights that change it.

    Looks along 720 directions, those of one weight alone, and those to the nearest of ``differing``, in 128 steps each, and
    halves the step in which the list changes; then three times around the best direction, more finely each time. Up to three
    dimensions the distance found is at most the true one's 1.0001-fold where curves are smooth on the scale of a step; a change
    there and back within one step goes unseen. With more of them directions lie far apart, and a nearer change may be missed.
    """
    near = differing[np.argsort(np.linalg.norm(differing - now, axis=1))[:_NEAREST]]
    alone = np.eye(len(now)) - now
    directions = np.concatenate([_directions(len(now)), _as_directions(np.concatenate([alone, -alone, near - now]))])
    best: np.ndarray | None = near[0] if len(near) else None
    spread = 2 * math.pi / _DIRECTIONS
    for _ in range(4):
        found = _first_changes(classes, now, directions)
        near = np.linalg.norm(found - now, axis=1) if len(found) else np.array([])
        if len(near) and (best is None or near.min() < np.linalg.norm(best - now)):
            best = found[int(np.argmin(near))]
        if best is None or not np.linalg.norm(best - now):
            return best
        directions = _around(best - now, spread)
        spread /= 30
    return best


def _directions(dimensions: int) -> np.ndarray:
    """Return directions that leave the sum of the weights alone, evenly spread for three dimensions."""
    if dimensions == 2:
        return np.array([[1.0, -1.0], [-1.0, 1.0]]) / math.sqrt(2)
    if dimensions == 3:
        angle = np.linspace(0, 2 * math.pi, _DIRECTIONS, endpoint=False)
        across, up = np.array([1.0, -1.0, 0.0]) / math.sqrt(2), np.array([1.0, 1.0, -2.0]) / math.sqrt(6)
        return np.cos(angle)[:, None] * across + np.sin(angle)[:, None] * up
    drawn = np.random.default_rng(SEED).standard_normal((_DIRECTIONS, dimensions))
    return _as_directions(drawn - drawn.mean(axis=1, keepdims=True))


def _as_directions(ways: np.ndarray) -> np.ndarray:
    return ways / np.linalg.norm(ways, axis=1, keepdims=True)


def _around(direction: np.ndarray, spread: float) -> np.ndarray:
    direction = direction / np.linalg.norm(direction)
    if len(direction) == 2:
        return direction[None]
    if len(direction) == 3:
        other = np.cross(np.ones(3) / math.sqrt(3), direction)
        angle = np.linspace(-spread, spread, 61)
        return np.cos(angle)[:, None] * direction + np.sin(angle)[:, None] * other
    return _as_directions(direction + spread * 4 * _directions(len(direction))[:200])


def _first_changes(classes: Classes, now: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Return the first point along each direction at which the list differs from the present one."""
    present = lists_at(classes, now[None])
    with np.errstate(divide="ignore"):
        reach = np.where(directions < 0, -now / np.where(directions < 0, directions, 1), np.inf).min(axis=1) * (1 - 1e-9)
    times = np.linspace(0, 1, _STEPS + 1)[1:]
    found = []
    for direction, length in zip(directions, reach, strict=True):
        differs = (lists_at(classes, now + np.outer(times * length, direction)) != present).any(axis=1)
        if differs.any():
            place = int(np.argmax(differs))
            found.append((direction, length * (times[place - 1] if place else 0.0), length * times[place]))
    if not found:
        return np.empty((0, len(now)))
    ways, least, greatest = (np.array(part) for part in zip(*found, strict=True))
    for _ in range(_HALVINGS):
        middle = (least + greatest) / 2
        differs = (lists_at(classes, now + middle[:, None] * ways) != present).any(axis=1)
        least, greatest = np.where(differs, least, middle), np.where(differs, middle, greatest)
    return now + greatest[:, None] * ways


def searched_ranges(classes: Classes, now: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Return, per dimension, how far its weight may go with the others in proportion, each end to 10⁻⁹."""
    ranges = []
    for place, share in enumerate(now):
        rest = np.delete(now, place) / (1 - share)
        towards = np.insert(-rest, place, 1.0)
        ends = []
        for way, end in ((-towards, 0.0), (towards, 1.0)):
            found = _first_changes(classes, now, (way / np.linalg.norm(way))[None])
            ends.append(float(found[0, place]) if len(found) else end)
        ranges.append((ends[0], ends[1]))
    return tuple(ranges)
