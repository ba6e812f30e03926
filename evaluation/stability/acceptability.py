"""In which share of all weightings a unit has which rank: exact areas, no sampling.

Two units are level along a straight line. Where a third one crosses that line, the number of units above the two
changes; between two crossings it doesn't. Such stretches, with those of the region's own border, bound the set of
weightings in which a unit has at most so many others above it, and a walk around a border gives the area inside it
(Green's theorem). Terms follow SMAA-2 (Lahdelma and Salminen 2001).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.contest import Contest
from evaluation.stability.fields import Field, classed
from evaluation.stability.regions import Region

_EXACT = 2**53
"""Whole numbers up to here are exact in a float, and so is the order of the correctly rounded quotients of two of them."""
_AT_ONCE = 2**17
_HAIR = 1e-14
"""A stretch shorter than this share of its line counts as a point; crossings of three lines in one point give exactly 0."""


@dataclass(frozen=True)
class Acceptability:
    """One row per unit. ``shares[unit, r - 1]`` is the share of the region in which the unit has rank r.

    Ranks count among the units that compete; equal ones share the better rank. ``best`` and ``worst`` are the ranks
    that a unit has on more than a line or a point, None where they lie beyond the ranks asked for. ``central`` are the
    mean weights of the part in which it is first (shares that sum to 1), None where it never is.
    """

    shares: np.ndarray
    best: tuple[int | None, ...]
    worst: tuple[int | None, ...]
    central: tuple[tuple[float, ...] | None, ...]

    def up_to(self, rank: int) -> np.ndarray:
        """Return per unit the share of the region in which it has this rank or a better one."""
        return self.shares[:, :rank].sum(axis=1)


def acceptability(field: Field, region: Region, ranks: int | None = None) -> Acceptability:
    """Return the exact rank shares of one to three dimensions.

    ``ranks`` asks for the first so many alone, which leaves most units and lines aside: in a large group ten times as fast.
    """
    depth = min(field.depth, ranks or field.depth)
    if depth < field.depth:
        return _of_contenders(field, region, depth)
    return _by_unit(field, _tallied(field, region, depth), region.dimensions)


def on_the_list(contest: Contest, field: Field, region: Region) -> np.ndarray:
    """Return per unit the share of the region in which it is on the list, exact for one to three dimensions.

    ``field`` counts a class by its units (see ``seats_of``). A least total stands in it as so many more units as there are
    places: whoever is below them has no place. It lies between two published figures, so no unit is level with it everywhere.
    """
    if field.least is not None:
        row = np.full((1, field.values.shape[1]), field.least, dtype=field.values.dtype)
        sizes = np.append(field.sizes, contest.places)
        field = replace(field, values=np.concatenate([field.values, row]), sizes=sizes, least=None)
    return up_to_last_rank(acceptability(field, region, contest.places), last_ranks(contest, field))


def seats_of(contest: Contest, field: Field) -> Field:
    """Return the field in which ranks are seats: without gaps after a tie they would be fewer than the units they hold."""
    return replace(
        field, **dict(zip(("class_of", "sizes", "ahead"), classed(contest, field.class_of, counts_units=True), strict=True))
    )


def last_ranks(contest: Contest, field: Field) -> list[int]:
    """Return per unit the last rank with which it is on the list: units of one standing are so together or not at all."""
    standing = [(place, contest.tie_break_of(unit)) for unit, place in enumerate(field.class_of)]
    alike = Counter(standing)
    return [contest.places - alike[own] + 1 for own in standing]


def up_to_last_rank(found: Acceptability, last: Sequence[int]) -> np.ndarray:
    """Return per unit the share of the region in which it has its last rank on the list or a better one."""
    return np.array([own[: max(0, rank)].sum() for own, rank in zip(found.shares, last, strict=True)])


def _tallied(field: Field, region: Region, depth: int) -> "_Tally":
    count = len(field.values)
    tally = _Tally(np.zeros((count, depth + 1)), np.full(count, depth), np.zeros(count, dtype=np.int64), np.zeros((count, 2)))
    if count:
        corners = _whole_array(np.array(region.corners, dtype=object), field)
        if region.dimensions == 1:
            _count_at_a_point(field, tally)
        elif region.dimensions == 2:
            _walk(field, *_borders(field, corners[:1], corners[1:]), tally)
        else:
            _walk(field, *_borders(field, corners, np.roll(corners, -1, axis=0)), tally)
            for lines in _tie_lines(field, corners):
                _walk(field, *lines, tally)
    return tally


def _of_contenders(field: Field, region: Region, depth: int) -> Acceptability:
    """Leave out the classes that so many others beat all over the region: they can't come between the first either."""
    values, points = _values(field, np.array(region.corners, dtype=object))
    at_corners = values @ points.T.astype(values.dtype)
    beats = (at_corners[:, None] >= at_corners).all(axis=2) & (at_corners[:, None] > at_corners).any(axis=2)
    kept = np.flatnonzero(field.sizes @ beats < depth)
    among = replace(field, values=field.values[kept], sizes=field.sizes[kept])
    found = _tallied(among, region, depth)
    count = len(field.values)
    tally = _Tally(np.zeros((count, depth + 1)), np.full(count, depth), np.full(count, depth), np.zeros((count, 2)))
    tally.measure[:, depth] = 1
    for name in ("measure", "least", "greatest", "moment"):
        getattr(tally, name)[kept] = getattr(found, name)
    return _by_unit(field, tally, region.dimensions)


@dataclass
class _Tally:
    """Per class: measure gained at each number of units above (to be summed up), least and greatest number, first moments."""

    measure: np.ndarray
    least: np.ndarray
    greatest: np.ndarray
    moment: np.ndarray


@dataclass(frozen=True)
class _Lines:
    """Directed stretches. ``left`` is the class that is above its partner on the left; ``right`` is that partner.

    On a border ``right`` is the class itself and nothing changes across. ``inner`` is a corner that tells who is above
    next to a border, where the two are level along it.
    """

    start: np.ndarray
    end: np.ndarray
    left: np.ndarray
    right: np.ndarray
    is_border: bool


def _whole_array(numbers: np.ndarray, field: Field) -> np.ndarray:
    return numbers if field.tolerance == 0 else numbers.astype(float)


def _values(field: Field, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return values and points as floats where products of both stay exact in a float, else as they are."""
    if field.tolerance:
        return field.values, points
    size = max(map(abs, field.values.flat), default=0) * max(map(abs, points.flat), default=0) * 4 * points.shape[1]
    return (field.values.astype(float), points.astype(float)) if size < _EXACT else (field.values, points)


def _borders(field: Field, starts: np.ndarray, ends: np.ndarray) -> tuple[_Lines, np.ndarray]:
    """Return every border of the region once per class, and a point inside the region."""
    count = len(field.values)
    every = np.tile(np.arange(count), len(starts))
    lines = _Lines(np.repeat(starts, count, axis=0), np.repeat(ends, count, axis=0), every, every, True)
    return lines, np.concatenate([starts, ends]).sum(axis=0)


def _tie_lines(field: Field, corners: np.ndarray) -> Iterator[tuple[_Lines, None]]:
    """Yield the lines along which two classes are level inside the region, in bundles that fit the processor's cache."""
    values, points = _values(field, corners)
    at_corners = values @ points.T
    first, second = np.triu_indices(len(values), 1)
    gap = at_corners[second] - at_corners[first]
    if field.tolerance:
        gap[np.abs(gap) <= field.tolerance * _scale(values, points)] = 0
    crosses = (gap > 0).any(axis=1) & (gap < 0).any(axis=1)
    first, second, gap = first[crosses], second[crosses], gap[crosses]
    if not len(first):
        return
    following = np.roll(gap, -1, axis=1)
    # Counter-clockwise along the border from where ``second`` falls behind to where it comes up again, ``first`` leads.
    falls = np.argmax((gap >= 0) & (following < 0), axis=1)
    rises = np.argmax((gap < 0) & (following >= 0), axis=1)
    start, end = _between(points, gap, rises), _between(points, gap, falls)
    step = max(1, _AT_ONCE // len(values))
    for place in range(0, len(first), step):
        some = slice(place, place + step)
        yield _Lines(start[some], end[some], first[some], second[some], False), None


def _between(points: np.ndarray, gap: np.ndarray, edge: np.ndarray) -> np.ndarray:
    """Return the point of each row's edge at which its gap is 0."""
    row, after = np.arange(len(gap)), (edge + 1) % gap.shape[1]
    return np.abs(gap[row, after])[:, None] * points[edge] + np.abs(gap[row, edge])[:, None] * points[after]


def _scale(values: np.ndarray, points: np.ndarray) -> float:
    return float(np.abs(values).max() * np.abs(points).max())


def _walk(field: Field, lines: _Lines, inner: np.ndarray | None, tally: _Tally) -> None:
    """Walk along lines, counting who is above, and add up what they enclose."""
    values, points = _values(field, np.concatenate([lines.start, lines.end]))
    starts, ends = points[: len(lines.start)], points[len(lines.start) :]
    row = np.arange(len(starts))
    at_start, at_end = starts @ values.T, ends @ values.T  # one row per line, one column per class
    at_start, at_end = at_start - at_start[row, lines.left][:, None], at_end - at_end[row, lines.left][:, None]
    if field.tolerance:
        for sides, place in ((at_start, starts), (at_end, ends)):
            sides[np.abs(sides) <= field.tolerance * np.abs(values).max() * np.abs(place).max(axis=1, keepdims=True)] = 0
    at_start[row, lines.right] = at_end[row, lines.right] = 0
    along = (at_start == 0) & (at_end == 0)
    if not lines.is_border and (matters := _matters(field, at_start, at_end, along, tally)) is not None:
        lines = _Lines(*(part[matters] for part in (lines.start, lines.end, lines.left, lines.right)), False)
        starts, ends, at_start, at_end, along = (part[matters] for part in (starts, ends, at_start, at_end, along))
    above = (at_start > 0) | ((at_start == 0) & (at_end > 0))
    crosses = ((at_start > 0) & (at_end < 0)) | ((at_start < 0) & (at_end > 0))
    base = above @ field.sizes
    if lines.is_border:
        base = base + _level_along_a_border(values, inner, lines, along) @ field.sizes
    times, counts = _stretches(field, at_start, at_end, crosses, base)
    first, last = (side.astype(float) for side in (starts, ends))
    shares = times * last.sum(axis=1)[:, None]
    shares = shares / (shares + (1 - times) * first.sum(axis=1)[:, None])
    first, last = first / first.sum(axis=1)[:, None], last / last.sum(axis=1)[:, None]
    length = np.diff(shares, axis=1)
    is_real = np.diff(times, axis=1) > _HAIR
    if lines.is_border:
        _add_border(field, lines, first, last, shares, length, is_real, counts, tally)
    else:
        _add_ties(field, lines, values, along, first, last, shares, length, is_real, counts, tally)


def _matters(field: Field, at_start: np.ndarray, at_end: np.ndarray, along: np.ndarray, tally: _Tally) -> np.ndarray | None:
    """Say which lines lie among the ranks asked for at all: where too many are above throughout, nothing is to be found."""
    depth = tally.measure.shape[1] - 1
    if depth >= field.depth:
        return None
    return ((at_start >= 0) & (at_end >= 0) & ~along) @ field.sizes < depth


def _stretches(
    field: Field, at_start: np.ndarray, at_end: np.ndarray, crosses: np.ndarray, base: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return per line where it is crossed (0 … 1, padded with 1) and how many are above on each stretch between."""
    most = int(crosses.sum(axis=1).max(initial=0))
    when = np.ones(crosses.shape)
    when[crosses] = (at_start[crosses] / (at_start[crosses] - at_end[crosses])).astype(float)
    steps = np.where(crosses, np.where(at_start > 0, -field.sizes, field.sizes), 0)
    order = np.argsort(when, axis=1)[:, :most]
    times = np.zeros((len(when), most + 2))
    times[:, 1:-1], times[:, -1] = np.take_along_axis(when, order, axis=1), 1
    counts = np.empty((len(when), most + 1), dtype=np.int64)
    counts[:, 0] = base
    counts[:, 1:] = base[:, None] + np.cumsum(np.take_along_axis(steps, order, axis=1), axis=1)
    return times, counts


def _level_along_a_border(values: np.ndarray, inner: np.ndarray, lines: _Lines, along: np.ndarray) -> np.ndarray:
    """Say which classes are level with a line's own along the border, and above it next to the border."""
    inside = values @ inner.astype(values.dtype)
    return along & (inside[None, :] > inside[lines.left][:, None])


def _add_border(
    field: Field, lines: _Lines, first: np.ndarray, last: np.ndarray, shares: np.ndarray, length: np.ndarray,
    is_real: np.ndarray, counts: np.ndarray, tally: _Tally,
) -> None:  # fmt: skip
    whole = _twice_the_area(first, last) if first.shape[1] == 3 else np.abs(last - first)[:, 0]
    _add(tally.measure, lines.left, counts, whole[:, None] * length)
    if first.shape[1] == 3:
        _add_moment(tally, lines.left, counts == 0, whole, first, last, shares, length)
    else:
        middle = first[:, :1] + (last - first)[:, :1] * (shares[:, 1:] + shares[:, :-1]) / 2
        np.add.at(tally.moment[:, 0], lines.left, ((counts == 0) * whole[:, None] * length * middle).sum(axis=1))
    _note_ranks(tally, lines.left, counts, is_real)


def _add_ties(
    field: Field, lines: _Lines, values: np.ndarray, along: np.ndarray, first: np.ndarray, last: np.ndarray,
    shares: np.ndarray, length: np.ndarray, is_real: np.ndarray, counts: np.ndarray, tally: _Tally,
) -> None:  # fmt: skip
    """Add stretches of tie lines: seen from ``left`` its partner is above on the right, and the other way round."""
    whole = _twice_the_area(first, last)
    before, levels = _Others(field, lines, values, along).counts()
    for side, (own, partner, sign) in enumerate(((lines.left, lines.right, 1.0), (lines.right, lines.left, -1.0))):
        lower = counts + before[side][:, None]
        pieces = sign * whole[:, None] * length
        _add(tally.measure, own, lower, pieces)
        _add(tally.measure, own, lower + field.sizes[partner][:, None], -pieces)
        _add_moment(tally, own, lower == 0, sign * whole, first, last, shares, length)
        for level in levels[side]:
            _note_ranks(tally, own, counts + level[:, None], is_real)


@dataclass(frozen=True)
class _Others:
    """Further classes that are level with both along the whole line.

    All of them change sides there at once. One after the other, in the order of their places, they cross without
    enclosing anything between them, so each crossing adds what it would add alone, at its own number of units above.
    """

    field: Field
    lines: _Lines
    values: np.ndarray
    along: np.ndarray

    def counts(self) -> tuple[tuple[np.ndarray, np.ndarray], tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]]:
        """Return, for ``left`` and ``right``: how many of them are above when the partner crosses, and on either side."""
        sizes, lines = self.field.sizes, self.lines
        none = np.zeros(len(self.along), dtype=np.int64)
        before = (none.copy(), none.copy())
        levels = ((none.copy(), sizes[lines.right].copy()), (none.copy(), sizes[lines.left].copy()))
        row, other = np.nonzero(self.along)
        strangers = (other != lines.left[row]) & (other != lines.right[row])
        row, other = row[strangers], other[strangers]
        for side, (own, partner) in enumerate(((lines.left, lines.right), (lines.right, lines.left))):
            towards = self.values[partner[row]] - self.values[own[row]]
            beyond = self.values[other] - self.values[own[row]]
            with_partner = (towards * beyond).sum(axis=1) > 0
            # Seen from the side on which the canonical normal is positive: who is above there has yet to cross.
            is_positive = (np.take_along_axis(towards, _leading(towards, self.field), axis=1)[:, 0] > 0) == with_partner
            is_above = np.where(other < partner[row], ~is_positive, is_positive)
            np.add.at(before[side], row, np.where(is_above, sizes[other], 0))
            np.add.at(levels[side][0], row, np.where(with_partner, 0, sizes[other]))
            np.add.at(levels[side][1], row, np.where(with_partner, sizes[other], 0))
        return before, levels


def _leading(normals: np.ndarray, field: Field) -> np.ndarray:
    """Return the place of the first part of each normal that isn't 0: proportional normals have it in common."""
    size = np.abs(normals)
    return np.argmax(size > field.tolerance * 1e3 * size.max(axis=1, keepdims=True, initial=0), axis=1)[:, None]


def _twice_the_area(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return twice the area (in the first two weights) that each line spans with the origin: 1 for the whole triangle."""
    return first[:, 0] * last[:, 1] - last[:, 0] * first[:, 1]


def _add(measure: np.ndarray, classes: np.ndarray, counts: np.ndarray, pieces: np.ndarray) -> None:
    place = classes[:, None] * measure.shape[1] + np.minimum(counts, measure.shape[1] - 1)
    measure += np.bincount(place.ravel(), pieces.ravel(), minlength=measure.size).reshape(measure.shape)


def _add_moment(
    tally: _Tally, classes: np.ndarray, leads: np.ndarray, whole: np.ndarray, first: np.ndarray, last: np.ndarray,
    shares: np.ndarray, length: np.ndarray,
) -> None:  # fmt: skip
    if not leads.any():
        return
    pieces = np.where(leads, whole[:, None] * length, 0)
    for axis in (0, 1):
        ends = 2 * first[:, axis, None] + (last - first)[:, axis, None] * (shares[:, 1:] + shares[:, :-1])
        tally.moment[:, axis] += np.bincount(classes, (pieces * ends).sum(axis=1) / 3, minlength=len(tally.moment))


def _note_ranks(tally: _Tally, classes: np.ndarray, counts: np.ndarray, is_real: np.ndarray) -> None:
    if counts.size:
        np.minimum.at(tally.least, classes, np.where(is_real, counts, tally.measure.shape[1]).min(axis=1))
        np.maximum.at(tally.greatest, classes, np.where(is_real, counts, 0).max(axis=1))


def _count_at_a_point(field: Field, tally: _Tally) -> None:
    values = field.values[:, 0]
    for place, value in enumerate(values):
        above = int(field.sizes[np.array(values > value, dtype=bool)].sum())
        tally.measure[place, above] = tally.moment[place, 0] = 1.0
        tally.least[place] = tally.greatest[place] = above


def _by_unit(field: Field, tally: _Tally, dimensions: int) -> Acceptability:
    """Return the classes' tallies per unit; a unit behind others of its class has so many ranks less."""
    at_most = np.cumsum(tally.measure, axis=1)
    exactly = np.diff(at_most, axis=1, prepend=0) if dimensions == 3 else tally.measure
    exactly = exactly / (at_most[:, -1:] if dimensions == 3 else exactly.sum(axis=1, keepdims=True))
    depth = tally.measure.shape[1] - 1
    shares = np.zeros((len(field.class_of), depth))
    central = []
    least, greatest = (np.array([kind[place] for place in field.class_of], dtype=int) for kind in (tally.least, tally.greatest))
    least, greatest = least + field.ahead, greatest + field.ahead
    for unit, (place, ahead) in enumerate(zip(field.class_of, field.ahead, strict=True)):
        shares[unit, ahead:] = exactly[place, : max(0, depth - ahead)]
        central.append(_central(tally.moment[place], tally.measure[place, 0], dimensions) if least[unit] == 0 else None)
    best, worst = (tuple(int(count) + 1 if count < depth else None for count in counts) for counts in (least, greatest))
    return Acceptability(_clean(shares, least, greatest), best, worst, tuple(central))


def _clean(shares: np.ndarray, least: np.ndarray, greatest: np.ndarray) -> np.ndarray:
    """Return shares without the rounding of sums: 0 at ranks that a unit never has, and none below 0 or above 1."""
    above = np.arange(shares.shape[1])
    possible = (above >= least[:, None]) & (above <= greatest[:, None])
    return np.clip(np.where(possible, shares, 0), 0, 1)


def _central(moment: np.ndarray, measure: float, dimensions: int) -> tuple[float, ...]:
    if dimensions == 1:
        return (1.0,)
    if dimensions == 2:
        return (float(moment[0] / measure), float(1 - moment[0] / measure))
    x, y = (float(part / measure) for part in moment)
    return (x, y, 1 - x - y)
