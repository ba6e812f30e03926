"""What lies between two totals adds up to the printed difference, under every aggregation, with zeros and without."""

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.contribution_gap import gap_to_mean, gap_to_unit, split
from evaluation.ranking import RankedUnit, Ranking
from tests.oracle import aggregate, half_up

NAMES = ("项目建设", "营商环境", "作风能力")
scores = st.one_of(st.sampled_from([Decimal(0), Decimal(100)]), st.integers(1, 10000).map(lambda n: Decimal(n) / 100))


def ranking_with(how: str, weights, rows, adjustments) -> Ranking:
    """Units with these printed dimension scores, their totals by the oracle's exact arithmetic."""
    units = []
    for place, (row, adjustment) in enumerate(zip(rows, adjustments, strict=True)):
        exact = aggregate(how, [(Fraction(w), Fraction(d)) for w, d in zip(weights, row, strict=True)])
        base = Decimal(int(half_up(exact, 2) * 100)) / 100
        total = max(Decimal(0), base + adjustment)
        dimensions = dict(zip(NAMES, row, strict=True))
        units.append(RankedUnit("2022年", "村", f"单位{place}", place, place + 1, total, base, adjustment, dimensions, "ranked"))
    return Ranking("2022年", tuple(units), dict(zip(NAMES, weights, strict=True)), 2, how)


rankings = st.builds(
    ranking_with,
    st.sampled_from(["arithmetic", "geometric", "harmonic", "minimum"]),
    st.lists(st.sampled_from([Decimal(1), Decimal("0.333"), Decimal(40)]), min_size=3, max_size=3),
    st.lists(st.tuples(scores, scores, scores), min_size=3, max_size=3),
    st.lists(st.sampled_from([Decimal(0), Decimal("1.50"), Decimal("-120")]), min_size=3, max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(rankings)
def test_parts_and_adjustment_add_up_to_the_printed_difference(ranking):
    first, second, _ = ranking.units
    for gap in (gap_to_unit(ranking, first, second), gap_to_mean(ranking, first)):
        assert gap.start + sum(gap.parts.values()) + gap.adjustment == gap.end
        assert gap.end == first.total
    mean = gap_to_mean(ranking, first)
    exact = sum(Fraction(unit.total) for unit in ranking.units) / 3
    assert mean.start == Decimal(round(exact * 10**12) / Decimal(10**12)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@settings(max_examples=150, deadline=None)
@given(rankings)
def test_unrounded_parts_differ_from_the_bases_by_rounding_only_and_turn_their_sign_with_the_sides(ranking):
    first, second, _ = ranking.units
    there, back = split(ranking, first, second), split(ranking, second, first)
    assert abs(sum(there.values()) - (Fraction(first.base) - Fraction(second.base))) <= Fraction(1, 100)
    for name in NAMES:
        assert abs(there[name] + back[name]) < Fraction(1, 10**12)
        if first.dimensions[name] == second.dimensions[name] and 0 not in first.dimensions.values():
            assert abs(there[name]) < Fraction(1, 10**12) or ranking.aggregation == "minimum"


def pair(how: str, own, theirs) -> dict[str, Fraction]:
    ranking = ranking_with(how, [Decimal(1)] * 3, [own, theirs], [Decimal(0)] * 2)
    return split(ranking, *ranking.units)


def test_the_geometric_split_is_the_logarithmic_mean_formula():
    own, theirs = (Decimal(90), Decimal(60), Decimal(80)), (Decimal(80), Decimal(90), Decimal(80))
    g1, g2 = (math.prod(map(float, row)) ** (1 / 3) for row in (own, theirs))
    mean = (g1 - g2) / (math.log(g1) - math.log(g2))
    expected = [mean / 3 * math.log(float(a) / float(b)) for a, b in zip(own, theirs, strict=True)]
    assert list(map(float, pair("geometric", own, theirs).values())) == pytest.approx(expected)


def test_the_geometric_and_harmonic_splits_are_the_limit_as_a_score_goes_to_zero():
    own, theirs = (Decimal(80), Decimal(70), Decimal(90)), (Decimal(0), Decimal(90), Decimal(60))
    for how in ("geometric", "harmonic"):
        at_zero = pair(how, own, theirs)
        assert at_zero["营商环境"] == at_zero["作风能力"] == 0
        near = []
        for tiny in ("1e-6", "1e-40"):
            unit = ranking_with(how, [Decimal(1)] * 3, [own, (Decimal(tiny), *theirs[1:])], [Decimal(0)] * 2)
            near.append(float(split(unit, *unit.units)["项目建设"] - at_zero["项目建设"]))
        assert abs(near[1]) < abs(near[0]) or abs(near[1]) < 0.01


def test_the_minimum_goes_to_the_dimensions_that_bind():
    own, theirs = (Decimal(60), Decimal(90), Decimal(60)), (Decimal(80), Decimal(70), Decimal(95))
    assert pair("minimum", own, theirs) == {"项目建设": -5, "营商环境": 0, "作风能力": -5}
    assert pair("minimum", theirs, own) == {"项目建设": 5, "营商环境": 0, "作风能力": 5}


def test_a_unit_without_total_is_refused():
    ranking = ranking_with("arithmetic", [Decimal(1)] * 3, [(Decimal(1),) * 3], [Decimal(0)])
    nobody = RankedUnit("2022年", "村", "乙", 1, None, None, None, Decimal(0), dict.fromkeys(NAMES), "incomplete")
    with pytest.raises(ValueError, match="no total"):
        gap_to_unit(ranking, ranking.units[0], nobody)
    with pytest.raises(ValueError, match="no total"):
        gap_to_mean(ranking, nobody)
