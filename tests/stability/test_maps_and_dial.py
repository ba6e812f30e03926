"""The maps fill the triangle as the shares say; the dial's turns are where an honest scan finds them."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from evaluation.stability import dial, explore
from evaluation.stability.dial import exponent_at, power_means
from evaluation.stability.maps import membership_map, winner_map
from evaluation.stability.regions import measure
from tests.stability.cases import contest, list_at, random_contest


@pytest.mark.parametrize("seed", range(8))
def test_the_parts_of_both_maps_have_the_areas_that_the_shares_say(seed):
    finding = explore(random_contest(seed, coarse=seed % 2 == 1))
    first = [unit for unit, share in enumerate(finding.ranks.shares[:, 0]) if share > 0]
    classes = list(dict.fromkeys(finding.field.class_of[unit] for unit in first))
    won = winner_map(finding.field, finding.region, classes)
    for unit in first:
        assert float(measure(won[finding.field.class_of[unit]])) == pytest.approx(finding.ranks.shares[unit, 0], abs=1e-12)
    places = finding.contest.places
    for unit, share in enumerate(finding.ranks.up_to(places)):
        parts = membership_map(finding.field, finding.region, unit, places)
        assert float(sum(map(measure, parts))) == pytest.approx(share, abs=1e-9)


def test_power_means_are_the_means_that_they_are_named_for():
    scores, weights = np.array([[90.0, 60.0, 72.0], [100.0, 0.0, 50.0]]), np.array([0.5, 0.3, 0.2])
    by_exponent = {
        1.0: [77.4, 60.0],
        0.0: [90**0.5 * 60**0.3 * 72**0.2, 0],
        -1.0: [1 / (0.5 / 90 + 0.3 / 60 + 0.2 / 72), 0],
        float("-inf"): [60, 0],
    }
    for exponent, means in by_exponent.items():
        assert power_means(scores, weights, exponent) == pytest.approx(means)
    for near in (1e-9, -1e-9, 1e-4, -1e-4):
        assert power_means(scores, weights, near)[0] == pytest.approx(by_exponent[0.0][0], abs=0.01)
    assert [exponent_at(place) for place in (0, 0.5, 1)] == [1, 0, float("-inf")]


@pytest.mark.parametrize("with_adjustments", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_the_dial_turns_where_a_fine_scan_sees_the_list_change(seed, with_adjustments):
    plain = random_contest(seed)
    plus = [(n * 37) % 300 for n in range(len(plain.units))] if with_adjustments else None
    given = contest(plain.scores, plain.places, weights=plain.weights, adjustments=plus)
    scores, weights = np.array(given.scores, dtype=float), np.array(given.shares, dtype=float)
    marks = np.linspace(0, 0.995, 4001)

    def proposed(place):
        means = power_means(scores, weights, exponent_at(place)) + np.array(given.adjustments, dtype=float)
        return frozenset(np.argsort(-means)[: given.places].tolist())

    lists = [proposed(place) for place in marks]
    turns = [turn for turn in dial(given) if turn.position < marks[-1]]
    seen = [(low, high) for low, high, a, b in zip(marks, marks[1:], lists, lists[1:], strict=False) if a != b]
    for low, high in seen:
        assert any(low - 1e-9 <= turn.position <= high + 1e-9 for turn in turns)
    for turn in turns:
        assert proposed(turn.position - 2e-6) != proposed(turn.position + 2e-6)
        before, after = proposed(turn.position - 2e-6), proposed(turn.position + 2e-6)
        assert (before - after, after - before) == (set(turn.leaves), set(turn.enters))


def test_a_leader_that_others_draw_level_with_at_the_lowest_score_loses_its_place_there():
    (turn,) = dial(contest([(50, 50, 50), (100, 50, 100)], places=1, weights=[2, 3, 2]))
    assert (turn.leaves, turn.enters, turn.after.tied) == ((1,), (), (0, 1))
    assert turn.position == pytest.approx(1, abs=1e-8)


def test_units_with_a_zero_are_level_from_the_geometric_mean_on():
    (turn,) = dial(contest([(80, 0, 80), (60, 0, 70), (0, 10, 0)], places=1))
    assert (turn.leaves, turn.enters) == ((0,), ())
    assert turn.exponent == pytest.approx(0, abs=0.02)
    assert dial(contest([(80, 0, 80), (60, 0, 70), (0, 10, 0)], places=1, tie_break=(0,))) == []


@pytest.mark.parametrize("seed", range(40))
def test_the_turns_lead_from_the_list_of_the_mean_to_that_of_the_lowest_score(seed):
    dice = np.random.default_rng(seed)
    count, width = dice.integers(2, 7, 2)
    plus = [int(part) for part in dice.integers(-1, 2, count)] if seed % 2 else None
    levels = np.array([[0, 50, 100], [0, 80, 81], [50, 60, 70]][seed % 3])
    given = contest(
        levels[dice.integers(0, 3, (count, width))],
        int(dice.integers(1, count)),
        weights=[int(weight) for weight in dice.integers(1, 5, width)],
        adjustments=plus,
        tie_break=(0,) if seed % 4 == 0 else (),
    )
    listed = [set(list_at(given, given.weights)[0])]
    lowest = replace(given, aggregation="minimum")
    for turn in dial(given):
        listed.append(listed[-1] - set(turn.leaves) | set(turn.enters))
        assert listed[-1] == set(turn.after.inside)
    assert listed[-1] == set(explore(lowest).safety.listed.inside)


@pytest.mark.parametrize("seed", range(16))
def test_the_dial_turns_where_a_total_falls_below_the_least(seed):
    dice = np.random.default_rng(seed)
    rows, places = dice.integers(50, 100, (5, 3)), int(dice.integers(1, 7))
    plus = [Decimal(unit) / 100 for unit in range(5)]  # no two totals are level at the mean, which are sixteenths without them
    given = contest(rows, places, weights=[7, 5, 4], least=Decimal("70.5"), adjustments=plus)
    scores, weights = np.array(given.scores, dtype=float), np.array(given.shares, dtype=float)

    def proposed(place):
        found = power_means(scores, weights, exponent_at(place)) + np.array(given.adjustments, dtype=float)
        return {int(unit) for unit in np.argsort(-found)[: given.places] if found[unit] >= 70.5}

    turns = dial(given)
    marks = [0.0, *(turn.position for turn in turns), 1.0]
    for low, high in pairwise(marks):
        seen = [proposed(place) for place in np.linspace(low + 1e-6, high - 1e-6, 200)]
        assert all(each == seen[0] for each in seen)
    for turn in turns:
        before, after = proposed(turn.position - 1e-6), proposed(turn.position + 1e-6)
        assert (before - after, after - before) == (set(turn.leaves), set(turn.enters))
        assert before != after


def test_where_one_unit_is_ahead_in_everything_the_dial_never_turns():
    assert dial(contest([(90, 90, 90), (80, 85, 70), (70, 80, 85)], places=1)) == []


def test_a_quota_of_nobody_never_turns():
    assert dial(contest([(90, 90, 50), (80, 85, 70)], places=0)) == []


def test_a_weak_spot_costs_the_place_where_both_means_are_equal():
    turns = dial(contest([(100, 100, 55), (82, 82, 82)], places=1))
    assert [(turn.leaves, turn.enters) for turn in turns] == [((0,), (1,))]
    scores, weights = np.array([[100.0, 100.0, 55.0], [82.0, 82.0, 82.0]]), np.full(3, 1 / 3)
    means = power_means(scores, weights, turns[0].exponent)
    assert means[0] == pytest.approx(means[1], abs=1e-6)


def test_equal_units_and_zeros_do_not_keep_the_dial_busy():
    turns = dial(contest([(0, 90, 90), (0, 90, 90), (0, 95, 90), (55, 55, 55)], places=1))
    assert [(turn.leaves, turn.enters) for turn in turns] == [((2,), (3,))]
    assert dial(contest([(80, 80, 80)] * 5, places=2)) == []
