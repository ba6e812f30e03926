"""Samples and searches, for more than three dimensions and for curves: the list is that of a slow look at each weighting."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from evaluation.stability import Contest, explore
from evaluation.stability.spoken import finding_in_words, safe_share_in_words, short_finding, short_intervals, way_in_words
from evaluation.wording import stability as words
from tests.stability.cases import SEEDS, contest, put_forward, totals, uniform_weights

DRAWN = 2000
LEVELS = ([0, 50, 100], [0, 80, 81], [60, 70, 80, 90], list(range(60, 100)))


def lists(given: Contest, weights: np.ndarray) -> list[tuple[frozenset[int], frozenset[int]]]:
    """Who is proposed and who is level at the cut, per row of weights: totals to nine places, then the tie-break."""
    found = []
    for row in np.round(totals(given, weights), 9):
        standing = [(total, given.tie_break_of(unit)) for unit, total in enumerate(row)]
        found.append(put_forward(given, standing, given.least))
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


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic"])
def test_a_least_total_bounds_the_list_where_shares_are_sampled(seed, aggregation):
    dice = np.random.default_rng(seed)
    width = 3 if aggregation != "arithmetic" and seed % 2 else 4
    given = contest(
        dice.integers(60, 100, (5, width)),
        int(dice.integers(1, 6)),
        adjustments=[unit % 3 for unit in range(5)] if width == 3 else None,
        aggregation=aggregation,
        least=Decimal("78.5"),
    )
    finding = explore(given)
    assert finding.way != "exact"
    found, now = finding.safety, np.array(given.shares, dtype=float)
    (base,) = lists(given, now[None])
    assert (set(found.listed.inside), set(found.listed.tied)) == tuple(map(set, base))
    drawn = uniform_weights(seed, DRAWN, width)
    differs = np.array([each != base for each in lists(given, drawn)])
    assert 1 - differs.mean() == pytest.approx(found.share, abs=5 * (0.25 / DRAWN) ** 0.5)
    if found.change is None:
        assert not differs.any()
        return
    at = np.array(found.change.weights)
    assert not differs[np.linalg.norm(drawn - now, axis=1) < found.change.distance * 0.999].any()
    (after,) = lists(given, (now + (at - now) * (1 + 1e-5))[None])
    assert (set(base[0]) - set(after[0]), set(after[0]) - set(base[0])) == tuple(
        map(set, (found.change.leaves, found.change.enters))
    )


@pytest.mark.parametrize("seed", range(SEEDS))
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


def in_a_corner() -> Contest:
    """Three units in five dimensions of which the first two are proposed, unless nearly all of the weight is on the first one."""
    rows = [(90, 80, 90, 60, 70), (80, 80, 80, 70, 70), (80, 60, 70, 60, 60)]
    return contest(rows, 2, weights=(3, 2, 1, 1, 3), adjustments=(1, 0, 1), aggregation="geometric")


def test_a_change_in_a_corner_is_found_that_no_sample_meets():
    given = in_a_corner()
    assert [set(inside) for inside, _ in lists(given, np.array([[94, 1, 1, 3, 1]]) / 100)] == [{0, 2}]
    finding = explore(given)
    found = finding.safety
    assert (found.listed.inside, found.change.leaves, found.change.enters, found.share) == ((0, 1), (1,), (2,), 1.0)
    inner, outer = (found.ranges[0][1] + step for step in (-1e-6, 1e-6))
    rest = np.array(given.weights[1:]) / 7
    assert [set(inside) for inside, _ in lists(given, np.array([[x, *(1 - x) * rest] for x in (inner, outer)]))] == [
        {0, 1},
        {0, 2},
    ]


def test_beside_a_change_no_sample_makes_a_share_whole():
    finding = explore(in_a_corner())
    assert safe_share_in_words(finding) == words.ALMOST_ALL
    assert short_intervals(finding) == words.TITLE_HARDLY_EVER
    found = finding.safety
    assert safe_share_in_words(replace(finding, safety=replace(found, share=0.0))) == words.ALMOST_NONE
    assert safe_share_in_words(replace(finding, safety=replace(found, change=None))) == "100%"
    assert safe_share_in_words(replace(finding, safety=replace(found, share=0.25))) == "约25.0%"


def test_a_search_says_how_far_it_goes():
    assert "万分之一" not in way_in_words(explore(in_a_corner()))
    curve = contest([(90, 70, 60), (60, 80, 70), (70, 60, 75)], 1, adjustments=(0, 1, 2), aggregation="geometric")
    assert "万分之一" in way_in_words(explore(curve))
    nothing = explore(contest([(90, 90, 90), (60, 80, 70), (70, 60, 75)], 1, adjustments=(0, 1, 2), aggregation="geometric"))
    assert (finding_in_words(nothing), short_finding(nothing)) == (words.NONE_FOUND, words.TITLE_NONE_FOUND)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_search_is_no_worse_than_drawn_weights(seed):
    dice = np.random.default_rng(seed)
    given = contest(
        dice.integers(40, 100, (4, 4)),
        2,
        adjustments=dice.integers(0, 9, 4).tolist(),
        aggregation=("geometric", "harmonic")[seed % 2],
    )
    found, now = explore(given).safety, np.array(given.shares, dtype=float)
    (base,) = lists(given, now[None])
    drawn = uniform_weights(seed, DRAWN, 4)
    away = [np.linalg.norm(weights - now) for weights, each in zip(drawn, lists(given, drawn), strict=True) if each != base]
    assert found.change is not None or not away
    assert all(found.change.distance <= distance for distance in away)
