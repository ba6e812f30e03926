"""Irrational figures: right on both sides of a rounding border, by comparing powers of whole numbers."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from evaluation.exact import log_share, power_mean

POINT = 10**20


def point(number: object) -> int:
    return int(Decimal(str(number)) * POINT)


def mean(kind: str, scores: str, weights: str = "", decimals: int = 2) -> Decimal:
    given_scores = [point(score) for score in scores.split()]
    given_weights = [int(weight) for weight in weights.split()] or [1] * len(given_scores)
    return Decimal(power_mean(given_scores, given_weights, kind, decimals)) / POINT


# --- geometric and harmonic means -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "scores", "weights", "expected"),
    [
        ("geometric", "81 64", "", "72"),
        ("geometric", "64 81 72", "1 1 5", "72"),
        ("geometric", "100 100 100", "", "100"),
        ("geometric", "90 30", "1 2", "43.27"),
        ("geometric", "80.01 80.02", "", "80.01"),
        ("geometric", "0 100", "1 99", "0"),
        ("harmonic", "60 30", "", "40"),
        ("harmonic", "100 25", "3 1", "57.14"),
        ("harmonic", "0 100", "", "0"),
        ("harmonic", "99.99", "7", "99.99"),
    ],
)
def test_means_of_a_few_scores_worked_out_by_hand(kind, scores, weights, expected):
    assert mean(kind, scores, weights) == Decimal(expected)


def test_an_exact_half_is_rounded_up_though_a_float_falls_short_of_it():
    # √(70.00 · 70.01) is just below 70.005 and √(0.01 · 100.00) is exactly 1; 2 / (1/60.03 + 1/60.01) just below 60.02
    assert mean("geometric", "70 70.01") == Decimal("70.00")
    assert mean("geometric", "0.01 100") == 1
    # 12.5 · 0.02 = 0.25 = 0.5²: half a point when no decimals are shown
    assert mean("geometric", "12.5 0.02", decimals=0) == 1
    assert mean("geometric", "12.5 0.0199999999", decimals=0) == 0
    # 2 / (1/0.3 + 1/1.5) = 0.5
    assert mean("harmonic", "0.3 1.5", decimals=0) == 1
    assert mean("harmonic", "0.2999999999 1.5", decimals=0) == 0


SCORES = st.lists(st.integers(1, 10_000), min_size=1, max_size=4)
WEIGHTS = st.lists(st.integers(1, 9), min_size=4, max_size=4)


def is_rounded(value: int, is_at_least) -> bool:
    """Say whether ``value`` hundredths is the half-up rounding of a figure, told how that compares with a bound."""
    return is_at_least(Fraction(2 * value - 1, 2)) and not is_at_least(Fraction(2 * value + 1, 2))


@settings(max_examples=300, deadline=None)
@given(SCORES, WEIGHTS, st.integers(0, 2))
@example([7000, 7001], [1, 1, 1, 1], 2)
@example([9999, 9998, 9997], [1, 1, 1, 1], 2)
@example([1250, 2], [1, 1, 1, 1], 0)
def test_the_geometric_mean_is_rounded_as_the_powers_of_whole_numbers_say(hundredths, weights, decimals):
    weights = weights[: len(hundredths)]
    found = power_mean([h * POINT // 100 for h in hundredths], weights, "geometric", decimals)
    step = POINT // 10**decimals
    assert found % step == 0
    product = 1
    for score, weight in zip(hundredths, weights, strict=True):
        product *= Fraction(score * 10**decimals, 100) ** weight
    assert is_rounded(found // step, lambda bound: bound < 0 or product >= bound ** sum(weights))


@settings(max_examples=300, deadline=None)
@given(SCORES, WEIGHTS, st.integers(0, 2))
@example([30, 150], [1, 1, 1, 1], 0)
def test_the_harmonic_mean_is_rounded_as_fractions_say(hundredths, weights, decimals):
    weights = weights[: len(hundredths)]
    found = power_mean([h * POINT // 100 for h in hundredths], weights, "harmonic", decimals)
    exact = sum(weights) / sum(Fraction(100 * w, h * 10**decimals) for h, w in zip(hundredths, weights, strict=True))
    assert is_rounded(found // (POINT // 10**decimals), lambda bound: exact >= bound)


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 99_999), st.integers(1, 6))
def test_a_geometric_mean_that_is_exactly_half_a_step_is_rounded_up(half, factor):
    # √((half/2·factor) · (half/2/factor)) = half/2 hundredths, for odd halves a border
    assume(half % 2 == 1)
    low, high = Fraction(half, 2 * factor), Fraction(half * factor, 2)
    scores = [low * POINT / 100, high * POINT / 100]
    assume(all(score.denominator == 1 for score in scores))
    assert power_mean([int(score) for score in scores], [1, 1], "geometric", 2) == (half + 1) // 2 * POINT // 100


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_a_mean_of_equal_scores_is_that_score_whatever_the_weights(kind):
    for hundredths in (1, 333, 6667, 9999, 10_000):
        score = hundredths * POINT // 100
        assert power_mean([score] * 3, [333, 1, 7], kind, 2) == score


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_digits_that_were_cut_off_on_the_way_dont_push_a_half_down(kind):
    just_below = 70_005 * POINT // 1000 - 1  # 70.005 less one unit in the twentieth place
    assert power_mean([just_below], [1], kind, 2) == point("70.01")
    assert power_mean([70_005 * POINT // 1000 - 10**6], [1], kind, 2) == point("70.00")


# --- logarithms -----------------------------------------------------------------------------------------------------

WHOLE = 10**22


@pytest.mark.parametrize(
    ("mark", "low", "high", "share"),
    [
        (2, 1, 1024, "0.1"),
        (32, 1, 1024, "0.5"),
        (4, 2, 32, "0.25"),
        (15, 15, 30, "0"),
        (30, 15, 30, "1"),
        (-3, 2, 9, "0"),
        (0, 2, 9, "0"),
        (100, 2, 9, "1"),
        (27, 9, 81, "0.5"),
    ],
)
def test_logarithms_that_come_out_even_are_exact(mark, low, high, share):
    assert log_share(mark, low, high) == int(Decimal(share) * WHOLE)


def test_log_share_is_right_to_the_last_place():
    with localcontext() as context:
        context.prec = 80
        for mark in (2, 3, 7, 999, 12345, 999_999):
            exact = Decimal(mark).ln() / Decimal(10**6).ln() * WHOLE
            assert abs(log_share(mark, 1, 10**6) - exact) <= Decimal("0.5")


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 10**6), st.integers(2, 10**6), st.integers(1, 1000))
def test_only_the_proportions_of_mark_and_goalposts_matter(mark, low, factor, unit):
    assert log_share(mark * unit, low * unit, low * factor * unit) == log_share(mark, low, low * factor)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_higher_mark_never_has_a_lower_share(first, second):
    low, high = sorted((first, second))
    assert log_share(low, 7, 700_000) <= log_share(high, 7, 700_000)
