"""The ranking chain's views from marks to scores: given a few marks, expect the rows, with only the columns that matter."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation.ranking import to_json
from evaluation.store import Store
from tests.chain import (
    PERIOD,
    by_unit,
    dimension,
    fill,
    indicator,
    new_store,
    one,
    points,
    ranking_of,
    roster_of,
    rows,
    scheme_of,
    sheet_draft,
)


@pytest.fixture(scope="module")
def store() -> Store:
    """One store for all; every test fills it anew."""
    return new_store()


# --- 20: marks of several raters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raters", "given", "kept"),
    [
        ("mean", [9, 7, 8], [7, 8, 9]),
        ("mean", 9, [9]),
        ("median", [9, 7, 8], [8]),
        ("median", [9, 7, 8, 5], [7, 8]),
        ("median", [9, 7], [7, 9]),
        ("trimmed_mean", [9, 7, 8, 5], [7, 8]),
        ("trimmed_mean", [9, 9, 7, 7], [7, 9]),
        ("trimmed_mean", [9, 7, 8], [8]),
        ("trimmed_mean", [9, 7], [7, 9]),
        ("trimmed_mean", 9, [9]),
    ],
)
def test_kept_mark_holds_the_marks_that_the_rater_rule_keeps_lowest_first(store, raters, given, kept):
    fill(store, one(options={"raters": raters}), {"投资": {"甲": given}})
    assert rows(store, "select unit, kept from kept_mark") == [("甲", kept)]


def test_a_common_unit_makes_every_mark_and_parameter_of_an_indicator_whole(store):
    fill(store, one(full_mark=Decimal("7.125")), {"投资": {"甲": ["1.5", "2"], "乙": ["1", "2", "3"], "丙": 4}})
    assert rows(store, "select distinct indicator, places, rater_multiple from measured_mark(1, 1, false)") == [("投资", 3, 6)]


def test_the_joined_mark_joins_the_raters_exactly(store):
    fill(store, one(), {"投资": {"甲": ["86.25", "86.26"], "乙": [1, 1, 2]}})
    found = rows(store, "select unit, mark, one from unit_indicator_mark")
    assert {unit: Fraction(mark, scale) for unit, mark, scale in found} == {"甲": Fraction("86.255"), "乙": Fraction(4, 3)}


def test_marks_of_units_and_indicators_that_nobody_knows_any_more_are_left_out(store):
    fill(store, one(), {"投资": {"甲": 90, "乙": 80}, "废止的指标": {"甲": 1}}, roster=roster_of(村="甲"))
    assert rows(store, "select unit, indicator from unit_indicator_mark") == [("甲", "投资")]


def test_a_mark_sees_the_marks_of_its_own_group_and_period_only(store):
    fill(store, one(rule="min_max"), {"投资": {"甲": 1, "乙": 5, "丙": 9}}, roster=roster_of(村="甲 乙", 站="丙"))
    store.append([sheet_draft({"投资": {"甲": 100}}, "2021年")], "考核办")
    found = rows(
        store, "select unit, lowest, highest, units, place from unit_indicator_mark where period = ? order by unit", PERIOD
    )
    assert found == [("丙", 9, 9, 1, 1), ("乙", 1, 5, 2, 1), ("甲", 1, 5, 2, 2)]


@pytest.mark.parametrize(
    ("whole", "places", "mark"),
    [(8625, 2, "86.25"), (-8625, 2, "-86.25"), (5, 12, "0.000000000005"), (88095238095238, 14, "0.880952380952"),
     (88095238095250, 14, "0.880952380953"), (-88095238095250, 14, "-0.880952380953"), (49, 14, "0"), (5 * 10**13, 14, "0.5")],
)  # fmt: skip
def test_a_mark_is_shown_with_twelve_places_however_many_it_was_taken_in_with(store, whole, places, mark):
    assert rows(store, "select as_mark(?::hugeint, ?)", whole, places) == [(Decimal(mark),)]


# --- 30: the rules --------------------------------------------------------------------------------------------------


def scores_of(store: Store, marks: str, parameters: dict) -> list[Fraction]:
    """Return the unrounded score of each mark, the units being one group."""
    units = {f"单位{n:02}": mark for n, mark in enumerate(marks.split())}
    fill(store, one(**parameters), {"投资": units})
    found = rows(store, "select p, q from unit_indicator_ratio order by unit")
    return [Fraction(100 * p, q) for p, q in found]


STEPS = {"rule": "step_deduction", "target": 90, "step": 5, "points_per_step": 2, "full_mark": 20}
RANK_POINTS = {"rule": "rank_points", "points": [10, 8, 5], "full_mark": 10}
RULES = [
    # rule and parameters, marks, scores
    ({"full_mark": 20}, "0 5 20", "0 25 100"),
    ({"full_mark": Decimal("7.5")}, "2.5", "100/3"),
    ({"full_mark": 20, "better": "lower"}, "0 5 20", "100 75 0"),
    ({"rule": "goalposts", "low": 80, "high": 100}, "70 80 85 100 120", "0 0 25 100 100"),
    ({"rule": "goalposts", "low": 0, "high": 3, "better": "lower"}, "-1 1 3 4", "100 200/3 0 0"),
    ({"rule": "goalposts", "low": -10, "high": Decimal("-2.5")}, "-10 -4", "0 80"),
    ({"rule": "goalposts", "low": 1, "high": 1000, "scale": "log"}, "-5 0 1 1000 2000", "0 0 0 100 100"),
    ({"rule": "goalposts", "low": 2, "high": 32, "scale": "log", "better": "lower"}, "1 2 4 8 32", "100 100 75 50 0"),
    ({"rule": "min_max"}, "3 5 11", "0 25 100"),
    ({"rule": "min_max", "better": "lower"}, "3 5 11", "100 75 0"),
    ({"rule": "min_max"}, "4 4", "100 100"),
    ({"rule": "min_max", "better": "lower"}, "4 4", "100 100"),
    ({"rule": "min_max"}, "-7", "100"),
    ({"rule": "percentile_rank"}, "1 2 3 4 5", "0 25 50 75 100"),
    ({"rule": "percentile_rank"}, "1 2 2 3", "0 200/3 200/3 100"),
    ({"rule": "percentile_rank", "better": "lower"}, "1 2 2 3", "100 200/3 200/3 0"),
    ({"rule": "percentile_rank"}, "6", "100"),
    ({"rule": "percentile_rank"}, "6 6 6", "100 100 100"),
    ({"rule": "ratio_to_best"}, "2 5 8", "25 125/2 100"),
    ({"rule": "ratio_to_best", "better": "lower"}, "2 5 8", "100 40 25"),
    ({"rule": "ratio_to_best"}, "0 0", "100 100"),
    ({"rule": "ratio_to_best", "better": "lower"}, "0 0 4", "100 100 0"),
    (RANK_POINTS, "9 7 7 3 1", "100 80 80 50 50"),
    (RANK_POINTS, "5 5", "100 100"),
    ({**RANK_POINTS, "better": "lower"}, "9 7 7 3", "50 80 80 100"),
    ({**RANK_POINTS, "points": [Decimal("2.5")], "full_mark": 5}, "9 7", "50 50"),
    (STEPS, "100 90 85 84 0", "100 100 90 88 0"),
    ({**STEPS, "whole_steps": True}, "90 89.9 85 84.99", "100 90 90 80"),
    ({**STEPS, "better": "lower"}, "80 90 95 95.5", "100 100 90 89"),
    ({**STEPS, "better": "lower", "whole_steps": True}, "90 90.01", "100 90"),
    ({**STEPS, "step": Decimal("0.3"), "points_per_step": Decimal("0.1")}, "89.9", "599/6"),
    ({**STEPS, "points_per_step": 0}, "0", "100"),
]


@pytest.mark.parametrize(("parameters", "marks", "expected"), RULES)
def test_each_rule_turns_marks_into_the_contracts_scores(store, parameters, marks, expected):
    assert scores_of(store, marks, parameters) == [Fraction(score) for score in expected.split()]


def test_an_irrational_logarithm_is_right_to_twenty_places(store):
    (found,) = scores_of(store, "2", {"rule": "goalposts", "low": 1, "high": 10, "scale": "log"})
    assert abs(found - Fraction("30.10299956639811952137")) < Fraction(1, 10**20)


def test_the_mean_of_raters_enters_the_rules_undivided(store):
    fill(store, one(rule="ratio_to_best"), {"投资": {"甲": [1, 1, 2], "乙": [1, 2], "丙": 3}})
    found = rows(store, "select p, q from unit_indicator_ratio order by unit")
    assert [Fraction(100 * p, q) for p, q in found] == [100, 50, Fraction(400, 9)]


# --- 40: scores -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "decimals", "score"),
    [
        ("each_level", 2, "66.67"),
        ("each_level", 0, "67"),
        ("each_level", 6, "66.666667"),
        ("final", 2, "66.66666666666666666666"),
    ],
)
def test_a_score_is_rounded_half_up_at_its_level_or_not_at_all(store, rounding, decimals, score):
    fill(store, one(full_mark=3, options={"rounding": rounding, "decimals": decimals}), {"投资": {"甲": 2}})
    assert by_unit(store, "score", "unit_indicator_score") == {"甲": points(score)}


@pytest.mark.parametrize(("mark", "score"), [("86.255", "86.26"), ("86.2549", "86.25"), ("0.005", "0.01"), ("0.0049", "0")])
def test_half_a_step_is_rounded_up(store, mark, score):
    fill(store, one(), {"投资": {"甲": mark}})
    assert by_unit(store, "score", "unit_indicator_score") == {"甲": points(score)}


def test_two_raters_86_25_and_86_26_give_86_26(store):
    for rounding in ("each_level", "final"):
        fill(store, one(options={"rounding": rounding}), {"投资": {"甲": ["86.25", "86.26"]}})
        assert to_json(ranking_of(store))[0]["total"] == "86.26"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("incomplete", {"甲": ("80", "mark"), "乙": ("70.01", "mark"), "丙": (None, "missing"), "丁": (None, "missing")}),
        ("zero", {"甲": ("80", "mark"), "乙": ("70.01", "mark"), "丙": ("0", "zero"), "丁": ("0", "zero")}),
        ("reweight", {"甲": ("80", "mark"), "乙": ("70.01", "mark"), "丙": (None, "missing"), "丁": (None, "missing")}),
        # (80.00 + 70.01) / 2 = 75.005; nobody in 丁's group has a mark
        ("group_mean", {"甲": ("80", "mark"), "乙": ("70.01", "mark"), "丙": ("75.01", "imputed"), "丁": (None, "missing")}),
    ],
)
def test_unit_indicator_score_has_every_unit_and_says_where_the_score_comes_from(store, missing, expected):
    given = {"投资": {"甲": 80, "乙": "70.01"}}
    fill(store, one(options={"missing": missing}), given, roster=roster_of(村="甲 乙 丙", 站="丁"))
    found = rows(store, "select unit, score, origin from unit_indicator_score")
    assert {unit: (score, origin) for unit, score, origin in found} == {
        unit: (points(score), origin) for unit, (score, origin) in expected.items()
    }


def test_a_blank_stays_out_of_the_population_even_where_it_counts_zero(store):
    scheme = one(rule="min_max", options={"missing": "zero"})
    fill(store, scheme, {"投资": {"甲": 60, "乙": 80}}, roster=roster_of(村="甲 乙 丙"))
    assert by_unit(store, "score", "unit_indicator_score") == {"甲": 0, "乙": points(100), "丙": 0}
    assert by_unit(store, "origin", "unit_indicator_score") == {"甲": "mark", "乙": "mark", "丙": "zero"}


def test_a_blank_counts_zero_also_where_a_lower_mark_is_better(store):
    fill(store, one(better="lower", options={"missing": "zero"}), {"投资": {"甲": 0}}, roster=roster_of(村="甲 乙"))
    assert by_unit(store, "score", "unit_indicator_score") == {"甲": points(100), "乙": 0}


LONG = Decimal("99999999.999999999999")
EDGES = [
    # rule and parameters, the score of the joined mark x
    ({"full_mark": LONG}, lambda x: 100 * x / Fraction(LONG)),
    ({"full_mark": LONG, "better": "lower"}, lambda x: 100 - 100 * x / Fraction(LONG)),
    ({"rule": "goalposts", "low": -LONG, "high": LONG}, lambda x: 100 * (x + Fraction(LONG)) / (2 * Fraction(LONG))),
    (
        {"rule": "goalposts", "low": -LONG, "high": LONG, "better": "lower"},
        lambda x: 100 * (Fraction(LONG) - x) / (2 * Fraction(LONG)),
    ),
    (
        {
            "rule": "step_deduction",
            "target": LONG,
            "step": Decimal("0.7"),
            "points_per_step": Decimal("0.000001"),
            "full_mark": 100,
        },
        lambda x: max(Fraction(0), 100 - (Fraction(LONG) - x) / Fraction("0.7") / 10**6),
    ),
    (
        {"rule": "step_deduction", "target": 0, "step": 1, "points_per_step": 1, "full_mark": 3, "better": "lower"},
        lambda x: max(Fraction(0), 3 - x) / 3 * 100,
    ),
]
GIVEN = {
    "甲": [str(LONG - Decimal(n).scaleb(-12)) for n in range(50)],
    "乙": ["0.000000000001"] * 49 + ["0"],
    "丙": [str(LONG / 3)[:21], "33333333.3"],
}


@pytest.mark.parametrize("rounding", ["each_level", "final"])
@pytest.mark.parametrize(("parameters", "score_of"), EDGES)
def test_the_longest_figures_of_fifty_raters_are_scored_exactly(store, parameters, score_of, rounding):
    fill(store, one(**parameters, options={"rounding": rounding, "decimals": 6}), {"投资": GIVEN})
    places = 6 if rounding == "each_level" else 20
    for unit, score in by_unit(store, "score", "unit_indicator_score").items():
        exact = score_of(sum(map(Fraction, GIVEN[unit])) / len(GIVEN[unit])) * 10**places
        steps = math.floor(exact + Fraction(1, 2)) if rounding == "each_level" else math.floor(exact)
        assert score == steps * 10 ** (20 - places)


SHORT = [
    # better = "lower" is added to each
    {"full_mark": 20},
    {"full_mark": Decimal("7.5"), "weight": Decimal("0.333333")},
    {"rule": "goalposts", "low": -10, "high": Decimal("20.25")},
    {**STEPS, "step": Decimal("0.3"), "points_per_step": Decimal("0.1")},
    {**STEPS, "points_per_step": 0},
]


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("decimals", [0, 2, 3])
@pytest.mark.parametrize("parameters", SHORT)
def test_a_short_item_gets_the_score_that_its_ratio_gives(store, parameters, decimals, better):
    given = {
        "投资": {"甲": [0, 20], "乙": ["19.995", "0.01", "7.777"], "丙": 95, "丁": ["89.9", 90], "戊": ["-20", "1"], "己": "-3.5"}
    }
    fill(store, one(**parameters, better=better, options={"decimals": decimals}), given)
    assert rows(store, "select is_short from item") == [(True,)]
    short = "select unit_position, item, score from short_score(1, 1) join ranked_unit using (unit_number) order by all"
    ratio = f"select unit_position, item, score_of(p, q, 'each_level', {decimals}) from straight_ratio(1, 1, false) order by all"
    assert rows(store, short) == rows(store, ratio)
    assert len(rows(store, ratio)) == 6


@pytest.mark.parametrize(("raters", "is_short"), [(4, True), (5, False)])
def test_on_both_sides_of_what_is_short_the_largest_marks_are_scored_exactly(store, raters, is_short):
    largest = ["99999999.99", "99999999.98", "99999999.99", "0.01", "99999999.97"][:raters]
    fill(store, one(full_mark=100, options={"decimals": 6}), {"投资": {"甲": largest, "乙": ["0.01"] * raters}})
    assert rows(store, "select is_short from item") == [(is_short,)]
    exact = sum(map(Fraction, largest)) / raters * 10**6
    assert by_unit(store, "score", "unit_indicator_score")["甲"] == math.floor(exact + Fraction(1, 2)) * 10**14


@pytest.mark.parametrize(
    "options",
    [{"rounding": "final"}, {"raters": "median"}, {"weight": 99999999}],
)
def test_what_may_not_stay_within_a_bigint_or_is_no_line_of_a_mean_is_not_short(store, options):
    weight = options.get("weight", 1)
    indicators = indicator("投资", weight=weight), indicator("开工", weight=Decimal("0.0001"))
    others = {name: value for name, value in options.items() if name != "weight"}
    fill(store, scheme_of(dimension("项目建设", *indicators), **others), {"投资": {"甲": [80, 90]}, "开工": {"甲": 80}})
    assert rows(store, "select is_short from item where indicator = '投资'") == [(False,)]
    assert rows(store, "select count(*) from other_score where item % 10000 = 0") == [(1,)]


@pytest.mark.parametrize("border", [0, -1, 1])
def test_quotients_on_both_sides_of_what_fits_a_bigint_are_the_same(store, border):
    for n in (9 * 10**18 + border, -9 * 10**18 + border, 2**63 + border, -(2**63) + border, 10**37 + border):
        for d in (1, 3, 9 * 10**18 + border, 2**63 + border):
            (found,) = rows(store, "select quotient(?::hugeint, ?::hugeint)", n, d)
            assert found == (math.trunc(Fraction(n, d)),)
