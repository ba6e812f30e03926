"""Rank shares are areas: compared with samples, with exact fractions, and with what must hold of any areas."""

import os
from fractions import Fraction

import numpy as np
import pytest

from evaluation.problems import EvaluationError
from evaluation.stability import Limits, explore, limited_region
from evaluation.stability.acceptability import acceptability
from evaluation.stability.fields import field_of
from evaluation.stability.regions import whole_region
from tests.stability.cases import above_at, contest, cut_up, random_contest, sampled_shares, uniform_weights

CASES = int(os.environ.get("STABILITY_EXAMPLES", "50"))
SAMPLES = 400_000
FEWER = 100_000
WHOLE = whole_region(3)


def shares_of(given, region=WHOLE, ranks=None) -> np.ndarray:
    return acceptability(field_of(given), region, ranks).shares


def assert_within_five_standard_errors(exact: np.ndarray, counted: np.ndarray, samples: int) -> None:
    error = np.sqrt(np.maximum(exact * (1 - exact), 1 / samples) / samples)
    assert (np.abs(exact - counted) <= 5 * error).all()


@pytest.mark.parametrize("seed", range(CASES))
def test_the_shares_agree_with_uniform_samples(seed):
    given = random_contest(seed, coarse=seed % 2 == 1)
    counted = sampled_shares(given, uniform_weights(seed, SAMPLES))
    assert_within_five_standard_errors(shares_of(given), counted, SAMPLES)


@pytest.mark.parametrize("seed", range(12))
def test_the_shares_and_the_ranks_met_agree_with_the_triangle_cut_up_in_fractions(seed):
    dice = np.random.default_rng(seed)
    given = contest(dice.integers(0, 4 if seed % 2 else 40, (6, 3)), adjustments=[int(plus) for plus in dice.integers(-1, 2, 6)])
    found = explore(given).ranks
    exact, met = cut_up(given)
    for unit, counter in enumerate(exact):
        assert found.shares[unit] == pytest.approx([float(counter[rank]) for rank in range(1, 7)], abs=1e-12)
        assert (found.best[unit], found.worst[unit]) == (min(met[unit]), max(met[unit]))


@pytest.mark.parametrize("seed", range(10))
def test_in_general_position_each_rank_is_somebodys_everywhere(seed):
    dice = np.random.default_rng(seed)
    given = contest(dice.integers(0, 10**9, (25, 3)), places=7)
    found = explore(given).ranks
    assert found.shares.sum(axis=0) == pytest.approx(np.ones(25), abs=1e-9)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(25), abs=1e-9)
    assert found.up_to(7).sum() == pytest.approx(7, abs=1e-9)


def test_identical_units_share_the_better_rank_and_the_sums_exceed_one_by_what_they_share():
    given = contest([(90, 60, 60), (90, 60, 60), (60, 90, 60)])
    shares = shares_of(given)
    # Two are first together over one half and second together over the other; nobody is second over the first half.
    assert shares == pytest.approx(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0, 0.5]]), abs=1e-12)
    assert shares.sum(axis=0) == pytest.approx([1.5, 1, 0.5], abs=1e-12)


def test_identical_units_take_one_rank_where_ranks_go_on_without_gaps():
    given = contest([(90, 60, 60), (90, 60, 60), (60, 90, 60)], is_dense=True)
    assert shares_of(given) == pytest.approx(np.array([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]), abs=1e-12)


def test_units_that_adjustments_make_equal_are_told_apart_by_the_tie_break_everywhere():
    given = contest([(80, 80, 80), (79, 79, 79), (60, 99, 60)], adjustments=[0, 1, 0], tie_break=(0,))
    found = explore(given).ranks
    assert found.shares[0, 0] > 0
    assert found.shares[0, 0] == pytest.approx(found.shares[1, 1], abs=1e-12)
    assert (found.best[1], found.central[1]) == (2, None)
    assert found.shares.sum(axis=0) == pytest.approx([1, 1, 1], abs=1e-12)


def test_units_equal_in_two_scores_of_three_never_swap():
    given = contest([(90, 70, 61), (90, 70, 60), (70, 90, 60), (70, 90, 60)])
    exact, _ = cut_up(given)
    shares = shares_of(given)
    for unit, counter in enumerate(exact):
        assert shares[unit] == pytest.approx([float(counter[rank]) for rank in range(1, 5)], abs=1e-12)
    assert explore(given).ranks.best[1] == 2


def test_lines_that_coincide_are_crossed_by_all_at_once():
    # Each pair of these is level along one and the same line, and above it they stand in reverse.
    given = contest([(0, 30, 10), (10, 20, 10), (20, 10, 10), (30, 0, 10)])
    assert shares_of(given) == pytest.approx(np.array([[0.5, 0, 0, 0.5], [0, 0.5, 0.5, 0], [0, 0.5, 0.5, 0], [0.5, 0, 0, 0.5]]))
    assert explore(given).ranks.worst == (4, 3, 3, 4)


def test_many_lines_through_one_point_leave_no_rank_that_is_only_there():
    given = contest([(20, 20, 20), (30, 20, 10), (10, 30, 20), (20, 10, 30)])
    exact, met = cut_up(given)
    found = explore(given).ranks
    assert [set(range(best, worst + 1)) >= ranks for best, worst, ranks in zip(found.best, found.worst, met, strict=True)]
    assert (found.best[0], found.shares[0, 0]) == (min(met[0]), float(exact[0][1]))


def test_a_unit_that_another_beats_everywhere_is_never_first():
    given = contest([(90, 80, 70), (89, 79, 69), (60, 95, 60)])
    found = explore(given).ranks
    assert (found.shares[1, 0], found.best[1], found.central[1]) == (0, 2, None)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_and_of_dimensions_does_not_matter(seed):
    given = random_contest(seed, coarse=seed % 2 == 0)
    dice = np.random.default_rng(seed)
    rows, columns = dice.permutation(len(given.units)), dice.permutation(3)
    turned = contest([[given.scores[row][column] for column in columns] for row in rows], given.places)
    plain, other = explore(given).ranks, explore(turned).ranks
    assert other.shares == pytest.approx(plain.shares[rows], abs=1e-12)
    assert other.best == tuple(plain.best[row] for row in rows)
    assert other.worst == tuple(plain.worst[row] for row in rows)
    for place, row in enumerate(rows):
        if plain.central[row]:
            assert other.central[place] == pytest.approx([plain.central[row][column] for column in columns], abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_the_first_ranks_alone_are_the_same_as_among_all(seed):
    dice = np.random.default_rng(seed)
    given = contest(dice.integers(0, 6, (40, 3)) if seed % 2 else dice.integers(0, 10**4, (40, 3)))
    whole, first = (acceptability(field_of(given), WHOLE, ranks) for ranks in (None, 5))
    assert first.shares == pytest.approx(whole.shares[:, :5], abs=1e-12)
    assert all(rank in (None, full) for rank, full in zip(first.best, whole.best, strict=True))
    assert [rank for rank in first.best if rank] == [rank for rank in whole.best if rank <= 5]


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic", "minimum"])
@pytest.mark.parametrize("low", [0, 60])
def test_other_means_agree_with_samples_zeros_included(aggregation, low):
    dice = np.random.default_rng(low)
    given = contest(dice.integers(low, low + 9, (11, 3)), aggregation=aggregation)
    counted = sampled_shares(given, uniform_weights(1, FEWER))
    assert_within_five_standard_errors(shares_of(given), counted, FEWER)


def test_with_a_geometric_mean_units_with_a_zero_are_last_together():
    given = contest([(0, 100, 100), (100, 100, 0), (1, 1, 1)], aggregation="geometric")
    assert shares_of(given) == pytest.approx(np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0]]))


def test_central_weights_are_the_middle_of_the_part_in_which_a_unit_is_first():
    given = contest([(100, 0, 0), (0, 100, 0), (0, 0, 100), (40, 40, 40)])
    weights = uniform_weights(5, FEWER)
    leads = above_at(given, weights)
    for unit, central in enumerate(explore(given).ranks.central):
        assert central == pytest.approx(weights[leads[unit] == 0].mean(axis=0), abs=0.004)


LIMITS = Limits({place: (Fraction(1, 5), Fraction(1, 2)) for place in range(3)}, largest=0)


def accepted(weights: np.ndarray) -> np.ndarray:
    inside = (weights >= 0.2).all(axis=1) & (weights <= 0.5).all(axis=1)
    return weights[inside & (weights[:, 0] >= weights[:, 1]) & (weights[:, 0] >= weights[:, 2])]


@pytest.mark.parametrize("seed", range(6))
def test_within_limits_the_shares_are_those_of_the_accepted_weights(seed):
    given = random_contest(seed, coarse=seed % 2 == 1)
    weights = accepted(uniform_weights(seed, FEWER))
    assert_within_five_standard_errors(shares_of(given, limited_region(3, LIMITS)), sampled_shares(given, weights), len(weights))


def test_within_limits_the_shares_agree_with_fractions():
    given = contest([(4, 1, 0), (3, 3, 0), (0, 2, 4), (2, 2, 2), (2, 2, 2), (1, 1, 4)])
    region = limited_region(3, LIMITS)
    exact, met = cut_up(given, [tuple(Fraction(part, sum(corner)) for part in corner) for corner in region.corners])
    found = acceptability(field_of(given), region)
    for unit, counter in enumerate(exact):
        assert found.shares[unit] == pytest.approx([float(counter[rank]) for rank in range(1, 7)], abs=1e-12)
        assert (found.best[unit], found.worst[unit]) == (min(met[unit]), max(met[unit]))


@pytest.mark.parametrize("least", [Fraction(1, 2), Fraction(1, 3)])
def test_limits_that_leave_nothing_or_a_point_are_refused(least):
    with pytest.raises(EvaluationError, match="没有一组权重"):
        limited_region(3, Limits({place: (least, Fraction(1)) for place in range(3)}))


@pytest.mark.parametrize("seed", range(8))
def test_two_dimensions_are_stretches_of_a_line(seed):
    given = random_contest(seed, coarse=seed % 2 == 1, width=2)
    counted = sampled_shares(given, uniform_weights(seed, FEWER, 2))
    found = explore(given).ranks
    assert_within_five_standard_errors(found.shares, counted, FEWER)
    assert [int(np.flatnonzero(row)[0]) + 1 for row in counted] == list(found.best)


def test_one_dimension_has_one_order():
    found = explore(contest([(80,), (90,), (80,)])).ranks
    assert found.shares.tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]
    assert (found.best, found.worst, found.central) == ((2, 1, 2), (2, 1, 2), (None, (1.0,), None))


def test_one_unit_is_first_everywhere():
    found = explore(contest([(80, 70, 60)])).ranks
    assert (found.shares.tolist(), found.best, found.worst) == ([[1.0]], (1,), (1,))
    assert found.central[0] == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_scores_with_many_decimals_stay_exact():
    dice = np.random.default_rng(2)
    given = contest(dice.integers(0, 10**14, (7, 3)))
    exact, _ = cut_up(given)
    for unit, counter in enumerate(exact):
        assert shares_of(given)[unit] == pytest.approx([float(counter[rank]) for rank in range(1, 8)], abs=1e-12)


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
def test_more_than_three_dimensions_agree_with_other_samples_within_the_stated_error(aggregation):
    given = random_contest(4, width=5, aggregation=aggregation)
    found = explore(given)
    counted = sampled_shares(given, uniform_weights(9, FEWER, 5))
    assert found.way == "sampled shares"
    assert np.abs(found.ranks.shares - counted).max() <= 5 * found.standard_error


def test_curved_lines_are_sampled_and_say_so():
    given = random_contest(6, aggregation="geometric")
    given = contest(given.scores, given.places, aggregation="geometric", adjustments=[n % 3 for n in range(len(given.units))])
    found = explore(given)
    assert (found.way, found.field) == ("sampled", None)
    counted = sampled_shares(given, uniform_weights(3, FEWER))
    assert np.abs(found.ranks.shares - counted).max() <= 5 * found.standard_error
