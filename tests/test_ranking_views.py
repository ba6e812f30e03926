"""The ranking chain view by view: given a few marks, expect the rows, with only the columns that matter."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation import settling
from evaluation.events import import_undone, roster_set, scheme_set
from evaluation.problems import EvaluationError
from evaluation.ranking import TOTAL_PLACES, rank_units, to_json
from evaluation.store import Store
from tests.chain import (
    PERIOD,
    adjustment_draft,
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


def by_unit(store: Store, column: str, view: str) -> dict[str, object]:
    return dict(rows(store, f"select unit, {column} from {view}"))


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


# --- 50: aspects and dimensions -----------------------------------------------------------------------------------


def two(missing: str = "incomplete", *more: dict, rounding: str = "each_level"):
    """Return a scheme with aspect 推进 (weight 3; 投资 1, 开工 2) and aspect 成效 (weight 1; 产值)."""
    return scheme_of(
        dimension(
            "项目建设",
            indicator("投资", aspect="推进"),
            indicator("开工", aspect="推进", weight=2),
            indicator("产值", aspect="成效"),
            *more,
            aspect=[{"name": "推进", "weight": 3}, {"name": "成效", "weight": 1}],
        ),
        missing=missing,
        rounding=rounding,
    )


GAPS = {"投资": {"甲": 80, "乙": 80, "丁": 50}, "开工": {"甲": 90, "乙": 90}, "产值": {"甲": 60, "丙": 70, "丁": 50}}
ASPECTS = "select unit, score from unit_aspect_score where aspect = ? order by unit"


@pytest.mark.parametrize(
    ("missing", "driving", "yield_", "whole"),
    [
        # 推进 = (投资 + 2·开工) / 3; 项目建设 = (3·推进 + 成效) / 4
        (
            "incomplete",
            {"甲": "86.67", "乙": "86.67", "丙": None, "丁": None},
            {"甲": 60, "乙": None, "丙": 70, "丁": 50},
            {"甲": "80.00", "乙": None, "丙": None, "丁": None},
        ),
        (
            "zero",
            {"甲": "86.67", "乙": "86.67", "丙": 0, "丁": "16.67"},
            {"甲": 60, "乙": 0, "丙": 70, "丁": 50},
            {"甲": "80.00", "乙": "65.00", "丙": "17.50", "丁": "25.00"},
        ),
        (
            "reweight",
            {"甲": "86.67", "乙": "86.67", "丙": None, "丁": 50},
            {"甲": 60, "乙": None, "丙": 70, "丁": 50},
            {"甲": "80.00", "乙": "86.67", "丙": 70, "丁": 50},
        ),
    ],
)
def test_aspects_and_dimensions_are_weighted_means_of_what_the_missing_rule_leaves(store, missing, driving, yield_, whole):
    fill(store, two(missing), GAPS, roster=roster_of(村="甲 乙 丙 丁"))
    for aspect, expected in (("推进", driving), ("成效", yield_)):
        assert dict(rows(store, ASPECTS, aspect)) == {unit: points(score) for unit, score in expected.items()}
    assert by_unit(store, "score", "unit_dimension_score") == {unit: points(score) for unit, score in whole.items()}


def test_with_final_rounding_the_dimension_carries_all_its_digits(store):
    fill(store, two(rounding="final"), {"投资": {"甲": 80}, "开工": {"甲": 90}, "产值": {"甲": 61}})
    score = by_unit(store, "score", "unit_dimension_score")["甲"]
    assert abs(Fraction(score, points(1)) - Fraction(321, 4)) < Fraction(1, 10**18)


def test_what_is_kept_per_data_version_is_what_the_views_compute(store):
    given = {**GAPS, "产值": {**GAPS["产值"], "乙": [60, 61]}, "名次": {"甲": 3, "丁": 5}}
    fill(
        store,
        two("group_mean", indicator("名次", aspect="成效", rule="percentile_rank")),
        given,
        roster=roster_of(村="甲 乙 丙 丁"),
    )
    store.append([sheet_draft({"产值": {"甲": 61}}, file="更正.csv"), adjustment_draft([("甲", 1)])], "考核办")
    tables = ["item", "joined_scope", "superseded", "correction"]
    macros = {"other_score": "(1, 1)", "gap": "(1, 1)", "source_score": "(1, 1, false, 0, 9)", "before_weights": "(1, 1, false)"}
    for table, view in {**{table: table for table in tables}, **{table: table + span for table, span in macros.items()}}.items():
        names = rows(store, "select column_name from duckdb_columns() where table_name = ?", table)
        columns = ", ".join(f'"{name}"' for (name,) in names)
        kept = rows(store, f"select {columns} from {table} order by all")
        assert kept
        assert kept == rows(store, f"select {columns} from computed_{view} order by all")


@pytest.mark.parametrize("missing", ["incomplete", "reweight"])
def test_where_all_is_short_and_undivided_the_shorter_ways_give_the_same(store, missing):
    dimensions = (
        dimension("项目建设", indicator("投资", weight=3), indicator("开工")),
        dimension("作风能力", indicator("走访", full_mark=30)),
    )
    given = {"投资": {"甲": [80, "81.5"], "乙": 70, "外村": 50}, "开工": {"甲": 90}, "走访": {"甲": 20, "丙": 7}}
    fill(store, scheme_of(*dimensions, missing=missing), given, roster=roster_of(村="甲 乙 丙"))
    ways = (
        "source_score(1, 1, false, 0, 9)",
        "source_score(1, 1, true, 0, 9)",
        "source_score_of_one_aspect(1, 1)",
        "source_score_of_one_short_aspect(1, 1, 0, 9)",
    )
    columns = "period_number, unit_position, dimension_position, score, present"
    found = [rows(store, f"select {columns} from computed_{way} order by all") for way in ways]
    assert len(found[0]) == 4
    assert found[1:] == found[:1] * 3


def test_more_dimensions_than_are_laid_side_by_side_keep_their_order(store):
    names = [f"维度{n}" for n in range(settling.ABREAST + 2)]
    scheme = scheme_of(*(dimension(name, indicator(f"{name}得分"), weight=n + 1) for n, name in enumerate(names)))
    fill(store, scheme, {f"{name}得分": {"甲": n, "乙": 2 * n} for n, name in enumerate(names)})
    for row, factor in zip(to_json(ranking_of(store)), (2, 1), strict=True):
        assert row["dimensions"] == {name: f"{factor * n:.2f}" for n, name in enumerate(names)}
        exact = Fraction(sum((n + 1) * n for n in range(len(names))) * factor, sum(range(1, len(names) + 1)))
        assert Decimal(row["total"]) == Decimal(math.floor(exact * 100 + Fraction(1, 2))) / 100


def test_period_by_period_comes_out_what_comes_out_in_one_go(monkeypatch):
    parts = [{"name": "上半年"}, {"name": "年终"}]
    scheme = scheme_of(
        dimension("项目建设", indicator("投资"), indicator("名次", rule="percentile_rank")),
        missing="group_mean",
        period_part=parts,
    )
    drafts = [
        scheme_set(scheme),
        roster_set(roster_of(村="甲 乙 丙")),
        *(
            sheet_draft({"投资": {"甲": n, "乙": [1, 2]}, "名次": {"甲": n, "丙": 5}}, period, period)
            for n, period in enumerate(PERIODS)
        ),
        *(adjustment_draft([("甲", 1)], period) for period in PERIODS),
    ]
    found = []
    for at_once in (settling.AT_ONCE, 0):
        monkeypatch.setattr(settling, "AT_ONCE", at_once)
        store = new_store()
        store.append(drafts, "考核办")
        tables = ("other_score", "gap", "source_score", "year_score", "correction", "before_weights")
        found.append([rows(store, f"from {table} order by all") for table in tables])
    assert all(found[0])
    assert found[0] == found[1]


PERIODS = (PERIOD, f"{PERIOD}上半年", "2021年")


@pytest.mark.parametrize(
    ("marks", "units", "expected"),
    [
        (0, 0, [(1, 0)]),
        (3, 5, [(1, 5)]),
        (9, 10, [(1, 3), (4, 6), (7, 10)]),
        (9, 2, [(1, 1), (2, 2)]),
        (1000, 16, [(nth, nth + 1) for nth in range(1, 17, 2)]),
    ],
)
def test_slices_are_all_units_and_none_twice(monkeypatch, marks, units, expected):
    monkeypatch.setattr(settling, "GROUPED", 3)
    assert settling._slices(marks, units) == expected


@pytest.mark.parametrize("aspect", [{}, {"aspect": [{"name": "推进", "weight": 1}]}])
def test_it_makes_no_difference_whether_units_are_worked_out_in_slices(monkeypatch, aspect):
    names = ("甲", "乙", "丙", "丁", "戊")
    inside = {"aspect": "推进"} if aspect else {}
    scheme = scheme_of(dimension("项目建设", indicator("投资", full_mark=7, **inside), **aspect))
    found = []
    for grouped in (settling.GROUPED, 1):
        monkeypatch.setattr(settling, "GROUPED", grouped)
        store = new_store()
        marks = {name: [nth, nth + 1, 2] for nth, name in enumerate(names)}
        store.append(
            [scheme_set(scheme), roster_set(roster_of(村=" ".join(names))), sheet_draft({"投资": marks}, PERIOD, "一")], "考核办"
        )
        assert rows(store, "select distinct is_short from item") == [(True,)]
        found.append(rows(store, "from source_score order by all"))
    assert len(found[0]) == len(names)
    assert found[0] == found[1]


def test_missing_names_the_indicators_without_a_mark_in_scheme_order(store):
    fill(store, two("zero"), GAPS, roster=roster_of(村="甲 乙 丙 丁 戊"))
    assert by_unit(store, "indicators", "unit_missing") == {
        "乙": ["产值"],
        "丙": ["投资", "开工"],
        "丁": ["开工"],
        "戊": ["投资", "开工", "产值"],
    }


# --- 60: adjustments and vetoes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caps", "given", "expected"),
    [
        ({}, ["3", "4", "-2", "-9"], ("7", "11", "-4")),
        ({"bonus_cap": 5, "deduction_cap": 10}, ["3", "4", "-2", "-9"], ("5", "10", "-5")),
        ({"bonus_cap": 5}, ["4.5", "0.5"], ("5", "0", "5")),
        ({"bonus_cap": 0}, ["4.5", "-1"], ("0", "1", "-1")),
        ({"deduction_cap": Decimal("1.25")}, ["-1", "-1"], ("0", "1.25", "-1.25")),
    ],
)
def test_bonuses_and_deductions_are_capped_each_side_by_itself(store, caps, given, expected):
    options = {"adjustment": caps} if caps else {}
    fill(store, one(options=options), {"投资": {"甲": 50}}, adjustments=[("甲", number) for number in given])
    found = rows(store, "select unit, bonus, deduction, adjustment from unit_adjustment")
    assert found == [("甲", *map(Decimal, expected))]


def test_the_same_reason_twice_in_a_file_counts_twice(store):
    fill(store, one(), {"投资": {"甲": 50}})
    draft = adjustment_draft([("甲", 1)])
    lines = draft.payload["lines"]
    store.append([type(draft)(draft.kind, {**draft.payload, "lines": lines * 2}, draft.contents)], "考核办")
    assert by_unit(store, "bonus", "unit_adjustment") == {"甲": 2}


def test_a_units_vetoes_are_listed_in_the_order_of_entry_and_strangers_are_left_out(store):
    vetoes = [("甲", "安全事故"), ("甲", "越级上访"), ("外村", "安全事故")]
    fill(store, one(), {"投资": {"甲": 50}}, vetoes=vetoes)
    assert by_unit(store, "reasons", "unit_veto") == {"甲": ["安全事故", "越级上访"]}


# --- 70: totals -----------------------------------------------------------------------------------------------------


def three(**options: object):
    return scheme_of(
        *(
            dimension(name, indicator(f"{name}得分"), weight=weight)
            for name, weight in (("项目建设", 2), ("营商环境", 1), ("作风能力", 1))
        ),
        **options,
    )


def cells(**by_name: str) -> dict:
    """``cells(甲="80 90 70")``: the marks of the three dimensions, "-" for a blank."""
    names = ("项目建设得分", "营商环境得分", "作风能力得分")
    marks = {name: {} for name in names}
    for unit, text in by_name.items():
        for name, mark in zip(names, text.split(), strict=True):
            if mark != "-":
                marks[name][unit] = mark
    return marks


WEIGHTS = "[2, 1, 1]::hugeint[]"


def in_total(number: object) -> int | None:
    """Return points as totals hold them."""
    return None if number is None else int(Decimal(str(number)).scaleb(TOTAL_PLACES))


TOTAL = f"select unit, base, total from unit_total({WEIGHTS}, ?) order by unit"


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        # weights 2 : 1 : 1
        ("arithmetic", {"甲": "80.00", "乙": "56.25", "丙": None, "丁": "45.00"}),
        ("geometric", {"甲": "79.69", "乙": "45.00", "丙": None, "丁": "0.00"}),
        ("harmonic", {"甲": "79.37", "乙": "36.00", "丙": None, "丁": "0.00"}),
        ("minimum", {"甲": "70.00", "乙": "22.50", "丙": None, "丁": "0.00"}),
    ],
)
def test_dimensions_are_joined_by_the_aggregation(store, aggregation, expected):
    given = cells(甲="80 90 70", 乙="90 22.5 22.5", 丙="80 - 70", 丁="90 0 0")
    fill(store, three(), given, roster=roster_of(村="甲 乙 丙 丁"))
    assert {unit: base for unit, base, _ in rows(store, TOTAL, aggregation)} == {
        unit: in_total(base) for unit, base in expected.items()
    }


@pytest.mark.parametrize(("adjustment", "total"), [("1.5", "81.50"), ("-1.25", "78.75"), ("30", "110.00"), ("-95.5", "0")])
def test_the_adjustment_is_added_and_the_total_is_never_below_0_but_may_pass_100(store, adjustment, total):
    fill(store, three(), cells(甲="80 90 70"), adjustments=[("甲", adjustment)])
    assert [(base, total) for _, base, total in rows(store, TOTAL, "arithmetic")] == [(in_total(80), in_total(total))]


def test_with_each_level_the_printed_dimensions_give_the_printed_total_and_with_final_the_exact_ones(store):
    # dimensions 80.005, 80, 80.004: printed 80.01 + 80.01 + 80.00 + 80.00 → 80.005 → 80.01; exact 80.0035 → 80.00
    given = cells(甲="80.005 80 80.004")
    for rounding, total in (("each_level", "80.01"), ("final", "80.00")):
        fill(store, three(rounding=rounding), given)
        (row,) = to_json(ranking_of(store))
        assert (row["total"], row["dimensions"]["项目建设"], row["dimensions"]["作风能力"]) == (total, "80.01", "80.00")


def test_with_final_a_third_and_two_thirds_are_a_whole_again(store):
    # (33.333… + 66.666… + 0.005) / 3 = 33.335 exactly, which is printed 33.34
    indicators = [indicator(name, full_mark=3) for name in ("投资", "开工", "产值")]
    marks = {"投资": {"甲": 1}, "开工": {"甲": 2}, "产值": {"甲": "0.00015"}}
    fill(store, scheme_of(dimension("项目建设", *indicators), rounding="final"), marks)
    assert to_json(ranking_of(store))[0]["total"] == "33.34"


@pytest.mark.parametrize(("decimals", "total"), [(0, "67"), (1, "66.7"), (3, "66.667"), (6, "66.666667")])
def test_figures_are_published_with_the_schemes_decimals(store, decimals, total):
    fill(store, one(full_mark=3, options={"decimals": decimals}), {"投资": {"甲": 2}})
    (row,) = to_json(ranking_of(store))
    assert (row["total"], row["base"], row["dimensions"]["项目建设"]) == (total, total, total)
    assert row["adjustment"] == f"{0:.{decimals}f}"


# --- 80: ranks ------------------------------------------------------------------------------------------------------


def ranks(store: Store) -> dict[str, int | None]:
    return dict(rows(store, f"select unit, rank from unit_rank({WEIGHTS}, 'arithmetic')"))


SAME = cells(甲="90 80 80", 乙="80 90 90", 丙="85 85 85", 丁="70 70 70", 戊="95 95 95")  # 甲, 乙, 丙: 85.00


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"戊": 1, "甲": 2, "乙": 2, "丙": 2, "丁": 5}),
        ({"ties": "competition"}, {"戊": 1, "甲": 2, "乙": 2, "丙": 2, "丁": 5}),
        ({"ties": "dense"}, {"戊": 1, "甲": 2, "乙": 2, "丙": 2, "丁": 3}),
        ({"tie_break": ["项目建设"]}, {"戊": 1, "甲": 2, "丙": 3, "乙": 4, "丁": 5}),
        ({"tie_break": ["作风能力", "项目建设"]}, {"戊": 1, "乙": 2, "丙": 3, "甲": 4, "丁": 5}),
    ],
)
def test_equal_totals_share_a_rank_until_a_tie_break_tells_them_apart(store, options, expected):
    fill(store, three(**options), SAME)
    assert ranks(store) == expected


def test_units_equal_in_the_tie_break_too_share_their_rank(store):
    given = cells(甲="85 90 80", 乙="85 90 80", 丙="85 80 90", 丁="60 60 60")
    fill(store, three(tie_break=["营商环境", "作风能力"]), given)
    assert ranks(store) == {"甲": 1, "乙": 1, "丙": 3, "丁": 4}


def test_ranks_compare_the_printed_figures(store):
    fill(store, three(rounding="final"), cells(甲="80.001 80 80", 乙="80.002 80 80", 丙="80.02 80 80"))
    assert ranks(store) == {"甲": 2, "乙": 2, "丙": 1}


def test_the_adjustment_moves_a_unit_past_another(store):
    fill(store, three(), cells(甲="80 80 80", 乙="79 79 79"), adjustments=[("乙", "1.01")])
    assert ranks(store) == {"乙": 1, "甲": 2}


def test_each_group_and_each_period_is_ranked_by_itself(store):
    fill(store, three(), cells(甲="80 80 80", 乙="70 70 70", 丙="60 60 60"), roster=roster_of(村="甲 乙", 站="丙"))
    store.append([sheet_draft(cells(甲="10 10 10", 乙="20 20 20"), "2021年")], "考核办")
    assert rows(store, f"select period, unit, rank from unit_rank({WEIGHTS}, 'arithmetic') order by all") == [
        ("2021年", "丙", None),
        ("2021年", "乙", 1),
        ("2021年", "甲", 2),
        (PERIOD, "丙", 1),
        (PERIOD, "乙", 2),
        (PERIOD, "甲", 1),
    ]


def test_one_periods_ranks_are_worked_out_from_its_rows_alone(store):
    fill(store, three(), cells(甲="80 80 80", 乙="70 70 70"))
    # With one period alone DuckDB knows that all rows are of it, as soon as it has their statistics.
    store.append([sheet_draft(cells(甲="60 60 60", 乙="70 70 70"), "2021年")], "考核办")
    ((_, plan),) = rows(store, f"explain from standing({WEIGHTS}, 'arithmetic') where period = '{PERIOD}'")
    assert f"Filters: period = '{PERIOD}'" in plan[plan.index("Seq Scan") :]


@pytest.mark.parametrize(
    ("veto", "expected"),
    [
        ("bar", [("甲", 1, "ranked"), ("乙", 2, "ranked"), ("丙", None, "incomplete")]),
        ("unrank", [("乙", 1, "ranked"), ("甲", None, "vetoed"), ("丙", None, "incomplete")]),
    ],
)
def test_a_veto_bars_or_unranks_and_an_incomplete_unit_comes_last(store, veto, expected):
    fill(
        store,
        three(veto=veto),
        cells(丙="99 99 -", 甲="90 90 90", 乙="80 80 80"),
        roster=roster_of(村="丙 甲 乙"),
        vetoes=[("甲", "安全事故"), ("丙", "安全事故")],
    )
    assert [(row["unit"], row["rank"], row["status"]) for row in to_json(ranking_of(store))] == expected
    assert [row["vetoes"] for row in to_json(ranking_of(store)) if row["unit"] == "甲"] == [["安全事故"]]


def test_the_order_is_groups_as_in_the_roster_then_rank_then_roster(store):
    given = cells(丁="80 80 80", 丙="90 90 90", 乙="70 70 70", 甲="90 90 90")
    fill(store, three(), given, roster=roster_of(站="丁", 村="甲 乙 丙"))
    assert [(row["group"], row["unit"], row["rank"]) for row in to_json(ranking_of(store))] == [
        ("站", "丁", 1),
        ("村", "甲", 1),
        ("村", "丙", 1),
        ("村", "乙", 3),
    ]


# --- periods --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "previous"),
    [("2022年", "2021年"), ("2022年第1季度", "2021年第4季度"), ("2022年3月", "2022年2月"), ("2022年上半年", "2021年下半年")],
)
def test_the_rank_before_is_the_one_in_the_last_period_of_the_same_kind(store, period, previous):
    fill(store, one(), {"投资": {}}, roster=roster_of(村="甲 乙 丙"))
    others = [
        name
        for name in (
            "2022年",
            "2021年",
            "2022年第1季度",
            "2021年第4季度",
            "2022年3月",
            "2022年2月",
            "2022年上半年",
            "2021年下半年",
        )
        if name not in (period, previous)
    ]
    store.append(
        [
            *(sheet_draft({"投资": {"甲": 3, "乙": 2, "丙": 1}}, name, name) for name in others),
            sheet_draft({"投资": {"甲": 1, "乙": 2}}, previous, previous),
            sheet_draft({"投资": {"甲": 90, "乙": 80, "丙": 70}}, period, period),
        ],
        "考核办",
    )
    found = rank_units(store.cursor(), period)
    assert [(unit.unit, unit.rank, unit.previous_rank) for unit in found.units] == [("甲", 1, 2), ("乙", 2, 1), ("丙", 3, None)]


def test_the_first_period_has_no_rank_before(store):
    fill(store, one(), {"投资": {"甲": 90}})
    assert ranking_of(store).units[0].previous_rank is None


def test_when_the_period_before_is_undone_the_one_before_that_takes_its_place(store):
    fill(store, one(), {"投资": {"甲": 90, "乙": 80}})
    store.append([sheet_draft({"投资": {"甲": 1, "乙": 2}}, "2020年")], "考核办")
    (imported,) = store.append([sheet_draft({"投资": {"甲": 9, "乙": 2}}, "2021年")], "考核办")
    assert [unit.previous_rank for unit in ranking_of(store).units] == [1, 2]
    store.append([import_undone(imported.position, "")], "考核办")
    assert [unit.previous_rank for unit in ranking_of(store).units] == [2, 1]


# --- what if --------------------------------------------------------------------------------------------------------


def test_what_if_weights_run_through_the_same_chain_and_leave_the_data_alone(store):
    fill(store, three(), cells(甲="90 80 70", 乙="70 80 92"))
    plain = ranking_of(store)
    tried = ranking_of(store, weights={"作风能力": Decimal("3.5")})
    assert [unit.unit for unit in plain.units] == ["甲", "乙"]
    assert [(unit.unit, unit.total) for unit in tried.units] == [("乙", Decimal("83.38")), ("甲", Decimal("77.69"))]
    assert (plain.is_what_if, tried.is_what_if) == (False, True)
    assert tried.weights == {"项目建设": 2, "营商环境": 1, "作风能力": Decimal("3.5")}
    assert ranking_of(store) == plain


def test_weights_of_any_scale_give_the_same_ranking(store):
    fill(store, three(), cells(甲="90 80 70", 乙="70 80 92"))
    twice = {"项目建设": Decimal(200), "营商环境": Decimal(100), "作风能力": Decimal(100)}
    assert to_json(ranking_of(store, weights=twice)) == to_json(ranking_of(store))


def test_another_aggregation_can_be_tried(store):
    fill(store, three(), cells(甲="90 80 70", 乙="75 75 75"))
    assert [unit.unit for unit in ranking_of(store, aggregation="minimum").units] == ["乙", "甲"]


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"党建": Decimal(1)}, "没有名为“党建”的维度。方案里有：项目建设、营商环境、作风能力"),
        ({"项目建设": Decimal(0)}, "大于 0"),
        ({"项目建设": Decimal(-1)}, "大于 0"),
        ({"项目建设": Decimal("nan")}, "大于 0"),
        ({"项目建设": Decimal("1e400")}, "小于 1 亿"),
        ({"项目建设": Decimal("1e-13")}, "12 位"),
        ({"项目建设": Decimal("99999999"), "营商环境": Decimal("0.000000000001")}, "精确计算的范围"),
    ],
)
def test_weights_that_mean_nothing_are_refused_in_words(store, weights, sentence):
    fill(store, three(rounding="final"), cells(甲="90 80 70"))
    with pytest.raises(EvaluationError, match=sentence):
        ranking_of(store, weights=weights)


def test_without_a_scheme_there_is_no_ranking():
    with pytest.raises(EvaluationError, match="还没有考核方案"):
        ranking_of(new_store())


def test_a_period_without_marks_has_no_rows(store):
    fill(store, one(), {"投资": {"甲": 90}})
    assert ranking_of(store, "1999年").units == ()


def test_a_unit_of_the_roster_is_there_in_every_period_though_it_has_no_marks(store):
    fill(store, one(), {"投资": {"甲": 1}}, roster=roster_of(村="甲 乙", 站="丙"))
    assert [(row["unit"], row["status"]) for row in to_json(ranking_of(store))] == [
        ("甲", "ranked"),
        ("乙", "incomplete"),
        ("丙", "incomplete"),
    ]
