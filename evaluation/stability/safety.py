"""Where a proposed list stays as it is: its safe region, the nearest change, the range of each weight alone.

A list is who is proposed and who is level at the cut (并列待定): it changes when either does. At given weights
the places are filled in order of totals, and of the tie-break where totals are equal; units of one standing that don't
all fit are level at the cut, and none of them is proposed. Where an award asks for a least total, nobody below it is on the list:
one more class, level with whoever has just that, and on no list itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from evaluation.contest import Contest
from evaluation.stability.fields import Field
from evaluation.stability.projection import nearest_on_a_tie
from evaluation.stability.regions import Corner, Region, clip, measure, whole_region


@dataclass(frozen=True)
class Listed:
    """Positions of units: those proposed, in rank order, and those level at the cut."""

    inside: tuple[int, ...]
    tied: tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """The nearest weights at which the list changes.

    ``leaves`` and ``enters`` hold positions of units, and are empty where units come to be level at the cut or cease
    to be. ``distance`` is Euclidean between weights that sum to 1. ``is_at_least`` says that it is the least total which they
    fall below or reach.
    """

    leaves: tuple[int, ...]
    enters: tuple[int, ...]
    weights: tuple[float, ...]
    distance: float
    is_at_least: bool = False


@dataclass(frozen=True)
class Safety:
    """How far the weights can move with the list unchanged: of all weightings, but for the share.

    ``points``: as long as no weight moves by more than this (a share of 1), nothing changes; None where nothing ever
    can. ``polygon`` are the corners of the safe part, exact (empty where it has no area, and for other than three
    dimensions), ``share`` the share of the region in which the list is the present one. ``ranges`` are per dimension the
    least and the greatest weight with the others in proportion.
    """

    listed: Listed
    change: Change | None
    points: float | None
    polygon: tuple[Corner, ...]
    share: float
    ranges: tuple[tuple[float, float], ...]


def fill(units: Sequence[int], standing: Sequence[object], places: int) -> Listed:
    """Return who gets the places: units of equal standing all do or are all tied."""
    order = sorted(units, key=lambda unit: standing[unit], reverse=True)
    if len(order) <= places:
        return Listed(tuple(order), ())
    if places <= 0:
        return Listed((), ())
    last = standing[order[places - 1]]
    if last != standing[order[places]]:
        return Listed(tuple(order[:places]), ())
    inside = tuple(unit for unit in order[:places] if standing[unit] != last)
    return Listed(inside, tuple(sorted(unit for unit in order if standing[unit] == last)))


def list_at(contest: Contest, field: Field, weights: Sequence[int | Fraction]) -> Listed:
    """Return the list at these weights (of any scale); exact where the field is."""
    standing = standing_at(contest, field, weights)
    units = range(len(standing))
    if field.least is not None:
        least = _total((field.least,) * len(weights), field, weights)
        units = [unit for unit in units if standing[unit][0] >= least]
    return fill(units, standing, contest.places)


def standing_at(contest: Contest, field: Field, weights: Sequence[int | Fraction]) -> list[tuple[object, tuple[object, ...]]]:
    """Return what units are ordered by at these weights, the greatest first: total (in the field's scale), then tie-break."""
    totals = [_total(row, field, weights) for row in field.values]
    return [(totals[place], contest.tie_break_of(unit)) for unit, place in enumerate(field.class_of)]


def _total(row: Sequence[int | float], field: Field, weights: Sequence[int | Fraction]) -> int | float:
    if field.tolerance:
        return round(sum(v * float(w) for v, w in zip(row, weights, strict=True)) / float(sum(weights)), 10)
    return sum(v * w for v, w in zip(row, weights, strict=True))


def safety(contest: Contest, field: Field, region: Region | None) -> Safety:
    """Return how far the contest's weights can move; ``region`` is None for more than three dimensions.

    Only the share is one of the region: the present weights may lie outside of what a meeting accepts, and the way to the
    nearest change leads wherever it leads.
    """
    whole = whole_region(len(contest.dimensions)) if region else None
    listed = list_at(contest, field, contest.weights)
    field = _with_least(field)
    upper, lower = _pairs(contest, field, listed)
    gaps = (field.values[lower] - field.values[upper]).astype(float)
    can_rise = (gaps > field.tolerance * np.abs(field.values).max(initial=0)).any(axis=1)
    upper, lower, gaps = upper[can_rise], lower[can_rise], gaps[can_rise]
    now = np.array(contest.shares, dtype=float)
    behind = _behind(contest, field, upper, lower, gaps, now)
    everything = tuple((0.0, 1.0) for _ in now) if len(now) > 1 else ((1.0, 1.0),)
    if _is_torn(field, listed):
        change = Change((), _first_of_the_tied(contest, field, listed), tuple(map(float, now)), 0.0)
        return Safety(listed, change, 0.0, (), 0.0, tuple((float(w), float(w)) for w in now))
    if not len(gaps):
        return Safety(listed, None, None, whole.corners if whole and len(now) == 3 else (), 1.0, everything)
    place, weights, distance = _nearest(gaps, behind, now, whole)
    pair = int(upper[place]), int(lower[place])
    leaves, enters = _swap(contest, field, listed, *pair)
    is_at_least = field.least is not None and len(field.values) - 1 in pair
    change = Change(leaves, enters, tuple(map(float, weights)), float(distance), is_at_least)
    polygon, share = _safe_part(field, upper, lower, whole)
    if region != whole:
        _, share = _safe_part(field, upper, lower, region)
    return Safety(listed, change, _points(gaps, behind), polygon, share, _ranges(gaps, behind, now))


def _with_least(field: Field) -> Field:
    """Return the field with the least total as its last class, which no unit belongs to."""
    if field.least is None:
        return field
    row = np.full((1, field.values.shape[1]), field.least, dtype=field.values.dtype)
    return replace(field, values=np.concatenate([field.values, row]))


def _pairs(contest: Contest, field: Field, listed: Listed) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes whose order makes the list: one of each pair must stay above the other."""
    inside = list(dict.fromkeys(field.class_of[unit] for unit in listed.inside))
    tied = list(dict.fromkeys(field.class_of[unit] for unit in listed.tied))
    on_the_list = {*listed.inside, *listed.tied}
    outside = list(dict.fromkeys(place for unit, place in enumerate(field.class_of) if unit not in on_the_list))
    pairs = [(a, b) for a in inside for b in (*tied, *outside)] + [(a, b) for a in tied for b in outside]
    if field.least is not None:
        least = len(field.values) - 1
        # Where places are left, the least total alone keeps units out.
        is_short = not listed.tied and len(listed.inside) < contest.places
        pairs = [(least, b) for b in outside] if is_short else pairs
        pairs += [(a, least) for a in (*inside, *tied)]
    pairs = [(a, b) for a, b in dict.fromkeys(pairs) if a != b]
    return tuple(np.array(side, dtype=int) for side in (zip(*pairs, strict=True) if pairs else ((), ())))


def _is_torn(field: Field, listed: Listed) -> bool:
    """Say whether units that other weights tell apart are level at the cut just now."""
    return len({field.class_of[unit] for unit in listed.tied}) > 1


def _first_of_the_tied(contest: Contest, field: Field, listed: Listed) -> tuple[int, ...]:
    members = [unit for unit in listed.tied if field.class_of[unit] == field.class_of[listed.tied[0]]]
    return tuple(members) if len(members) <= contest.places - len(listed.inside) else ()


def _behind(
    contest: Contest, field: Field, upper: np.ndarray, lower: np.ndarray, gaps: np.ndarray, now: np.ndarray
) -> np.ndarray:
    """Return by how much each lower class is behind at present, 0 where a tie-break alone decides."""
    if field.tolerance:
        behind = -(gaps @ now)
        return np.where(behind <= field.tolerance * np.abs(field.values).max(), 0, behind)
    whole = (field.values[upper] - field.values[lower]) @ np.array(contest.weights, dtype=object)
    return np.array([float(Fraction(int(part), sum(contest.weights))) for part in whole])


def _nearest(gaps: np.ndarray, behind: np.ndarray, now: np.ndarray, region: Region | None) -> tuple[int, np.ndarray, float]:
    """Return the pair that changes first, and where."""
    if (behind == 0).any():
        return int(np.argmin(behind)), now, 0.0
    # No tie can be nearer than its plane, so the pairs are tried in that order until none can be.
    level = gaps - gaps.mean(axis=1, keepdims=True)
    least = behind / np.linalg.norm(level, axis=1)
    best: tuple[int, np.ndarray, float] | None = None
    for place in np.argsort(least, kind="stable"):
        if best and least[place] >= best[2]:
            break
        point = nearest_on_a_tie(gaps[place], now, region)
        distance = float(np.linalg.norm(point - now))
        if best is None or distance < best[2]:
            best = (int(place), point, distance)
    return best


def _swap(contest: Contest, field: Field, listed: Listed, upper: int, lower: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return who leaves and who enters where one class overtakes another."""
    standing = [contest.tie_break_of(unit) for unit in range(len(contest.units))]
    members = {place: [unit for unit, own in enumerate(field.class_of) if own == place] for place in (upper, lower)}
    if field.least is not None and lower == len(field.values) - 1:
        return tuple(unit for unit in listed.inside if unit in members[upper]), ()
    kept = [unit for unit in listed.inside if field.class_of[unit] not in (upper, lower)]
    risen = fill(members[lower], standing, contest.places - len(kept)).inside
    stay = fill(members[upper], standing, contest.places - len(kept) - len(members[lower])).inside
    leaves = tuple(unit for unit in listed.inside if field.class_of[unit] == upper and unit not in stay)
    return leaves, tuple(unit for unit in risen if unit not in listed.inside)


def _points(gaps: np.ndarray, behind: np.ndarray) -> float:
    """Return how much all weights may move at once: against a gap they turn best by as much up as down, around its median."""
    middle = np.median(gaps, axis=1, keepdims=True)
    return float((behind / np.abs(gaps - middle).sum(axis=1)).min())


def _ranges(gaps: np.ndarray, behind: np.ndarray, now: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Return how far each weight may go towards 0 and 1 while the others keep their proportions."""
    ranges = []
    for place, share in enumerate(now):
        at_one = gaps[:, place]
        at_zero = (gaps @ now - share * at_one) / (1 - share) if share < 1 else at_one
        up = [b / (b + one) for b, one in zip(behind, at_one, strict=True) if one > 0]
        down = [b / (b + zero) for b, zero in zip(behind, at_zero, strict=True) if zero > 1e-12 * np.abs(gaps).max()]
        ranges.append((float(share - share * min(down, default=1.0)), float(share + (1 - share) * min(up, default=1.0))))
    return tuple(ranges)


def _safe_part(field: Field, upper: np.ndarray, lower: np.ndarray, region: Region | None) -> tuple[tuple[Corner, ...], float]:
    """Return the part of the region where every pair keeps its order, and its share; no share of more than three dimensions."""
    if region is None:
        return (), float("nan")
    corners = region.corners
    for a, b in zip(upper, lower, strict=True):
        corners = clip(corners, field.values[a] - field.values[b]) if region.dimensions == 3 else _cut(corners, field, a, b)
        if len(corners) < region.dimensions:
            return (), 0.0
    share = measure(corners) / measure(region.corners)
    return (corners if region.dimensions == 3 and share else ()), float(share)


def _cut(corners: tuple[Corner, ...], field: Field, upper: int, lower: int) -> tuple[Corner, ...]:
    """Clip a stretch of two dimensions: a polygon of two corners would meet its ends twice."""
    kept = clip(corners, field.values[upper] - field.values[lower])
    return kept if len(kept) == 2 else ()
