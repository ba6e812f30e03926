"""The ranking chain from scores to dimensions: views, and what is kept of them; whole, in slices, period by period."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation import settling
from evaluation.events import roster_set, scheme_set
from evaluation.ranking import to_json
from evaluation.store import Store
from tests.chain import (
    PERIOD,
    adjustment_draft,
    by_unit,
    dimension,
    fill,
    indicator,
    new_store,
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
