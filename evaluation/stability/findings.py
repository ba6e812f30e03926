"""Everything about one contest at once, by the way that fits it: exact geometry, or samples with their error."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from evaluation.contest import Contest
from evaluation.stability.acceptability import Acceptability, acceptability, last_ranks, on_the_list, seats_of, up_to_last_rank
from evaluation.stability.fields import Field, field_of, totals_at
from evaluation.stability.maps import Polygon, membership_map, rough_winner_map, winner_map
from evaluation.stability.regions import Region, whole_region
from evaluation.stability.safety import Change, Listed, Safety, safety, standing_at
from evaluation.stability.sampling import (
    Classes,
    curved_classes,
    lists_at,
    safe_share,
    sampled_acceptability,
    sampled_on_the_list,
    samples_that_differ,
    searched_change,
    searched_ranges,
    standard_error,
    state_of,
    straight_classes,
)

Way = Literal["exact", "sampled shares", "sampled"]


@dataclass(frozen=True)
class Finding:
    """How far a contest's weights can move. ``field`` is None where the lines between units are curves.

    ``way`` says what is exact: everything; all but the shares and the ranks met (more than three dimensions); nothing
    (curves). ``standard_error`` is the largest that a sampled share can have, 0 where shares are exact. ``chances`` are by unit
    the share of the region in which it is on the list, a least rank of the award left aside.
    """

    contest: Contest
    field: Field | None
    region: Region | None
    ranks: Acceptability
    chances: np.ndarray
    safety: Safety
    way: Way
    standard_error: float

    @property
    def is_limited(self) -> bool:
        """Whether shares and ranks are those of a part of all weightings."""
        return self.region is not None and not self.region.is_whole

    @property
    def is_by_rank(self) -> bool:
        """Whether a unit within the places may still not be on the list: the award asks for a rank, too."""
        return self.contest.within_rank is not None

    @property
    def ranks_now(self) -> tuple[int, ...]:
        """Each unit's rank among those who compete at the present weights, by the same order as everything here."""
        standing = _standing(self)
        kinds = set(standing) if self.contest.is_dense else standing
        return tuple(1 + sum(other > own for other in kinds) for own in standing)

    def names(self, units: tuple[int, ...]) -> tuple[str, ...]:
        """Return the names of units given by position."""
        return tuple(self.contest.units[unit] for unit in units)


def explore(contest: Contest, region: Region | None = None) -> Finding:
    """Return what is known about the contest; ranks and shares over the region where one is given, which takes an exact way."""
    dimensions = len(contest.dimensions)
    field = field_of(contest)
    if field is not None and dimensions <= 3:
        region = region or whole_region(dimensions)
        ranks = acceptability(field, region)
        return Finding(
            contest, field, region, ranks, _chances(contest, field, region, ranks), safety(contest, field, region), "exact", 0.0
        )
    error = standard_error(0.5)
    if field is not None:
        classes = straight_classes(contest, field)
        found = safety(contest, field, None)
        present = state_of(found.listed, len(contest.units))
        share = 1.0 if found.change is None else safe_share(samples_that_differ(classes, present, dimensions))
        found = Safety(found.listed, found.change, found.points, (), share, found.ranges)
        ranks = sampled_acceptability(classes, dimensions)
        return Finding(contest, field, None, ranks, sampled_on_the_list(classes, dimensions), found, "sampled shares", error)
    classes = curved_classes(contest)
    ranks, chances = sampled_acceptability(classes, dimensions), sampled_on_the_list(classes, dimensions)
    return Finding(contest, None, None, ranks, chances, _searched(contest, classes), "sampled", error)


def _chances(contest: Contest, field: Field, region: Region, ranks: Acceptability) -> np.ndarray:
    """Return the shares in which units are on the list; where ranks tell it, from them."""
    if contest.least is None and not contest.is_dense:
        return up_to_last_rank(ranks, last_ranks(contest, field))
    return on_the_list(contest, seats_of(contest, field), region)


def _standing(finding: Finding) -> list[tuple[Any, ...]]:
    """Return what the units are ordered by at the present weights: unrounded total, then tie-break."""
    contest = finding.contest
    return _curved_standing(contest) if finding.field is None else standing_at(contest, finding.field, contest.weights)


def _curved_standing(contest: Contest) -> list[tuple[Any, ...]]:
    totals = [round(float(total), 9) for total in totals_at(contest, np.array([contest.shares], dtype=float))[0]]
    return [(total, contest.tie_break_of(unit)) for unit, total in enumerate(totals)]


@dataclass(frozen=True)
class Part:
    """A part of the triangle for drawing, as convex polygons, and the units that it stands for."""

    units: tuple[int, ...]
    polygons: tuple[Polygon, ...]
    share: float


def winners(finding: Finding) -> list[Part]:
    """Return the parts of the triangle by who is first, the largest first; three dimensions."""
    shares = finding.ranks.shares
    if not finding.contest.units:
        return []
    if finding.field is None:
        classes = curved_classes(finding.contest)
        class_of = classes.field.class_of
        drawn = {place: tuple(polygons) for place, polygons in rough_winner_map(classes).items()}
    else:
        class_of = finding.field.class_of
        leading = list(dict.fromkeys(class_of[unit] for unit, share in enumerate(shares[:, 0]) if share > 0))
        drawn = {place: (polygon,) for place, polygon in winner_map(finding.field, finding.region, leading).items()}
    members = {place: tuple(unit for unit, own in enumerate(class_of) if own == place) for place in drawn}
    first = {place: tuple(unit for unit in units if shares[unit, 0] > 0) or units for place, units in members.items()}
    parts = [Part(first[place], polygons, float(shares[first[place][0], 0])) for place, polygons in drawn.items()]
    return sorted(parts, key=lambda part: -part.share)


def membership(finding: Finding, unit: int) -> Part | None:
    """Return where a unit is on the list, None where lines are curves."""
    if finding.field is None or finding.region is None:
        return None
    seats = seats_of(finding.contest, finding.field)
    polygons = membership_map(seats, finding.region, unit, last_ranks(finding.contest, seats)[unit])
    return Part((unit,), tuple(polygons), float(finding.chances[unit]))


def _searched(contest: Contest, classes: Classes) -> Safety:
    """Return how far the weights can move across curves, found by search along directions."""
    now = np.array(contest.shares, dtype=float)
    state = lists_at(classes, now[None])[0]
    listed, differing = _listed(contest, state), samples_that_differ(classes, state, len(now))
    ranges = searched_ranges(classes, now)
    point = searched_change(classes, now, differing)
    if point is None:
        return Safety(listed, None, None, (), 1.0, ranges)
    beyond = point + (point - now) * 1e-7
    after = lists_at(classes, beyond[None])[0]
    leaves = tuple(np.flatnonzero((state == 2) & (after < 2)).tolist())
    enters = tuple(np.flatnonzero((state < 2) & (after == 2)).tolist())
    distance = float(np.linalg.norm(point - now))
    totals = classes.totals(point[None])[0][list(classes.field.class_of)]
    is_at_least = classes.least is not None and bool(np.abs(totals[[*leaves, *enters]] - classes.least).min(initial=1) < 1e-6)
    change = Change(leaves, enters, tuple(map(float, point)), distance, is_at_least)
    # No move of all weights by at most so many points is longer than this distance.
    points = distance / len(now) ** 0.5
    return Safety(listed, change, points, (), safe_share(differing), ranges)


def _listed(contest: Contest, state: np.ndarray) -> Listed:
    standing = _curved_standing(contest)
    inside = sorted(np.flatnonzero(state == 2).tolist(), key=lambda unit: standing[unit], reverse=True)
    return Listed(tuple(inside), tuple(np.flatnonzero(state == 1).tolist()))


def to_json(finding: Finding, award: str, group: str) -> dict[str, Any]:
    """Return a finding as the command line prints it; shares are between 0 and 1."""
    contest, found = finding.contest, finding.safety
    change = found.change
    return {
        "award": award,
        "group": group,
        "k": contest.places,
        "weights": _by_dimension(contest, map(float, contest.shares)),
        "shortlist": list(finding.names(found.listed.inside)),
        "radius": change.distance if change else None,
        "safe_share": found.share,
        "nearest_change": {
            "leaves": "、".join(finding.names(change.leaves)) or None,
            "enters": "、".join(finding.names(change.enters)) or None,
            "weights": _by_dimension(contest, change.weights),
        }
        if change
        else None,
        "units": [
            {
                "unit": name,
                "first_share": float(finding.ranks.shares[unit, 0]),
                "top_k_share": min(1.0, float(finding.chances[unit])),
                "best_rank": finding.ranks.best[unit],
                "worst_rank": finding.ranks.worst[unit],
                "central_weights": _by_dimension(contest, central) if (central := finding.ranks.central[unit]) else None,
            }
            for unit, name in enumerate(contest.units)
        ],
    }


def _by_dimension(contest: Contest, weights: Any) -> dict[str, float]:
    return {name: float(weight) for name, weight in zip(contest.dimensions, weights, strict=True)}
