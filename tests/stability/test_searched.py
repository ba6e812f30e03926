"""Samples and searches, for more than three dimensions and for curves: the list is that of a slow look at each weighting."""

import numpy as np
import pytest

from evaluation.stability import Contest, explore
from tests.stability.cases import contest, totals, uniform_weights

DRAWN = 2000
LEVELS = ([0, 50, 100], [0, 80, 81], [60, 70, 80, 90], list(range(60, 100)))


def lists(given: Contest, weights: np.ndarray) -> list[tuple[frozenset[int], frozenset[int]]]:
    """Who is proposed and who is level at the cut, per row of weights: totals to nine places, then the tie-break."""
    found = []
    for row in np.round(totals(given, weights), 9):
        standing = [(total, given.tie_break_of(unit)) for unit, total in enumerate(row)]
        above = [sum(other > own for other in standing) for own in standing]
        through = [sum(other >= own for other in standing) for own in standing]
        inside = frozenset(unit for unit, count in enumerate(through) if count <= given.places)
        found.append((inside, frozenset(unit for unit, count in enumerate(above) if count < given.places) - inside))
    return found


def odd_contest(seed: int) -> Contest:
    """Many equal scores and zeros, with a tie-break: a curve in three dimensions, or a plane in four or five."""
    dice = np.random.default_rng(seed)
    is_curved = seed % 2 == 0
    width = 3 if is_curved else int(dice.integers(4, 6))
    count = int(dice.integers(3, 8))
    return contest(
        dice.choice(LEVELS[seed % len(LEVELS)], (count, width)),
        int(dice.integers(1, count)),
        weights=[int(weight) for weight in dice.integers(1, 4, width)],
        adjustments=[unit % 2 for unit in range(count)] if is_curved else None,
        aggregation=("geometric", "harmonic")[seed // 2 % 2] if is_curved or seed % 3 else "arithmetic",
        tie_break=tuple(dice.permutation(width)[: 1 + seed % 2].tolist()),
    )


@pytest.mark.parametrize("seed", range(24))
def test_tie_breaks_are_followed_where_shares_are_sampled(seed):
    given = odd_contest(seed)
    finding = explore(given)
    assert finding.way != "exact"
    found = finding.safety
    (base,) = lists(given, np.array([given.shares], dtype=float))
    assert (set(found.listed.inside), set(found.listed.tied)) == tuple(map(set, base))
    same = np.mean([each == base for each in lists(given, uniform_weights(seed, DRAWN, len(given.weights)))])
    assert same == pytest.approx(found.share, abs=5 * (0.25 / DRAWN) ** 0.5)


def test_the_list_that_a_tie_break_decides_is_counted_as_it_stands():
    rows = [(90, 80, 80, 80), (80, 90, 80, 80), (60, 60, 60, 60)]
    four = explore(contest(rows, places=1, tie_break=(0,))).safety
    assert (four.listed.inside, four.share) == ((0,), pytest.approx(0.5, abs=0.01))
    curved = contest([row[:3] for row in rows], places=1, tie_break=(0,), adjustments=(0, 0, 1), aggregation="geometric")
    found = explore(curved).safety
    assert (found.listed.inside, found.listed.tied, found.change.leaves, found.change.enters) == ((0,), (), (0,), (1,))
    assert found.share == pytest.approx(0.5, abs=0.01)
    assert found.ranges[2] == (0, 1)


def test_units_that_a_zero_makes_equal_are_told_apart_by_the_tie_break():
    rows = [(90, 90, 90), (80, 80, 0), (0, 85, 80), (70, 0, 0)]
    options = {"places": 2, "tie_break": (0,), "adjustments": (1, 0, 0, 0), "aggregation": "geometric"}
    finding = explore(contest(rows, **options))
    assert (finding.safety.listed.inside, finding.safety.listed.tied, finding.safety.change) == ((0, 1), (), None)
    assert finding.ranks.best == finding.ranks.worst == finding.ranks_now == (1, 2, 4, 3)
