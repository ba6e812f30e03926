"""入选比例: the share of weightings with a unit on the list, least total and ties at the cut included."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from evaluation.stability import Limits, explore, limited_region, membership, to_json
from evaluation.stability.regions import measure
from evaluation.stability.spoken import chances_in_words, short_intervals
from tests.stability.cases import SEEDS, Contest, contest, list_at, pieces_of, random_contest, uniform_weights
from tests.stability.test_official_list import filled

SAMPLES = 1500


def on_the_list(given: Contest, weights) -> np.ndarray:
    """Count per unit on how many of these weights it is on the list, straight from the definition."""
    found = np.zeros(len(given.units))
    for row in weights:
        found[list(list_at(given, row)[0])] += 1
    return found / len(weights)


def cut_up(given: Contest) -> list[float]:
    """Return the exact shares: between the lines of ties and of the least total one list holds."""
    found = [Fraction(0)] * len(given.units)
    for middle, share in pieces_of(given):
        for unit in list_at(given, middle)[0]:
            found[unit] += share
    return [float(share) for share in found]


@pytest.mark.parametrize("least", [None, Decimal("1.9"), Decimal("2.05"), Decimal("2.55")])
@pytest.mark.parametrize("is_dense", [False, True])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_share_on_the_list_is_that_of_the_triangle_cut_up_in_fractions(seed, is_dense, least):
    dice = np.random.default_rng(seed)
    adjustments = [int(plus) for plus in dice.integers(-1, 2, 7)]
    places, broken = int(dice.integers(1, 5)), (0,) if seed % 2 else ()
    given = contest(
        dice.integers(0, 4, (7, 3)), places, adjustments=adjustments, is_dense=is_dense, least=least, tie_break=broken
    )
    exact, finding = cut_up(given), explore(given)
    assert finding.chances == pytest.approx(exact, abs=1e-9)
    for unit, share in enumerate(exact):
        shaded = membership(finding, unit).polygons
        assert float(sum(map(measure, shaded))) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_without_a_least_total_the_share_is_that_of_the_ranks_within_the_places(seed):
    given = random_contest(seed)
    finding = explore(given)
    assert finding.chances == pytest.approx(finding.ranks.up_to(given.places), abs=1e-9)


@pytest.mark.parametrize("width", [1, 2, 4])
@pytest.mark.parametrize("seed", range(4))
def test_other_numbers_of_dimensions_agree_with_the_definition(seed, width):
    given = random_contest(seed, width=width, coarse=True, least=2)
    weights = [tuple(Fraction(float(part)) for part in row) for row in uniform_weights(seed, SAMPLES, width)]
    assert np.abs(explore(given).chances - on_the_list(given, weights)).max() < 0.06


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic"])
def test_curves_have_the_share_of_their_samples(aggregation):
    given = contest([(90, 80, 60), (85, 85, 60), (60, 60, 60)], 2, adjustments=[0, 1, 2], aggregation=aggregation, least=75)
    finding = explore(given)
    assert finding.way == "sampled"
    assert 0 < finding.chances[0] < finding.ranks.up_to(2)[0]
    assert finding.chances[2] == 0


def test_within_limits_the_share_is_one_of_the_accepted_weights_and_said_to_be():
    given = contest([(90, 70, 60), (60, 90, 70), (70, 60, 90)], 2, least=72)
    half = limited_region(3, Limits({0: (Fraction(1, 2), Fraction(1))}))
    finding = explore(given, half)
    weights = [row for row in uniform_weights(3, 4 * SAMPLES) if row[0] >= 0.5]
    counted = on_the_list(given, [tuple(Fraction(float(part)) for part in row) for row in weights])
    assert np.abs(finding.chances - counted).max() < 0.06
    assert "占会议认可的权重的比例" in chances_in_words(finding)
    assert "占全部权重的比例" in chances_in_words(explore(given))


def test_units_that_tie_for_a_place_are_never_said_to_be_on_the_list():
    finding = explore(contest([(90, 90, 90), (80, 80, 80), (80, 80, 80)], 2))
    assert finding.chances.tolist() == [1, 0, 0]


def test_the_share_beside_the_intervals_counts_the_least_total_and_says_so():
    finding, _ = filled({"A": (95, 95, 95), "B": (80, 85, 90), "C": (90, 70, 60)}, quota=5, minimum_total=80)
    assert 0 < finding.chances[2] < finding.ranks.up_to(5)[2] == 1
    assert short_intervals(finding) == ("2 家怎么调都在名单里，", "1 家要看权重")
    assert chances_in_words(finding).startswith("入选比例 = 在名单里的权重占全部权重的比例")
    assert to_json(finding, "奖", "村")["units"][2]["top_k_share"] == pytest.approx(float(finding.chances[2]))


def test_a_least_rank_stays_left_out_and_said():
    finding, _ = filled({"A": (95, 95, 95), "B": (80, 85, 90), "C": (90, 70, 60)}, quota=5, minimum_total=80, within_rank=3)
    assert chances_in_words(finding).startswith("入选比例 = 排在名额以内且总分够的权重")
