"""The ranking chain's views from dimensions to ranks: adjustments, vetoes, totals, periods, what-if values."""

from decimal import Decimal

import pytest

from evaluation.events import import_undone, roster_set
from evaluation.problems import EvaluationError
from evaluation.ranking import TOTAL_PLACES, rank_units, to_json
from evaluation.store import Store
from tests.chain import (
    PERIOD,
    adjustment_draft,
    by_unit,
    dimension,
    fill,
    indicator,
    new_store,
    one,
    ranking_of,
    roster_of,
    rows,
    scheme_of,
    sheet_draft,
    veto_draft,
)


@pytest.fixture(scope="module")
def store() -> Store:
    """One store for all; every test fills it anew."""
    return new_store()


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
    vetoes = [("甲", "越级上访"), ("甲", "安全事故"), ("外村", "安全事故")]
    fill(store, one(), {"投资": {"甲": 50}}, vetoes=vetoes)
    store.append([veto_draft([("甲", "火灾")])], "考核办")
    assert by_unit(store, "reasons", "unit_veto") == {"甲": ["越级上访", "安全事故", "火灾"]}


def test_points_and_vetoes_of_a_unit_that_left_the_roster_no_longer_count(store):
    marks = {"投资": {"甲": 50, "乙": 60}}
    fill(store, one(), marks, adjustments=[("甲", 1), ("乙", 2)], vetoes=[("甲", "事故"), ("乙", "事故")])
    store.append([roster_set(roster_of(村="甲"))], "考核办")
    assert rows(store, "select unit from adjustment") == rows(store, "select unit from veto") == [("甲",)]


def test_the_same_reason_in_two_periods_counts_in_each(store):
    fill(store, one(), {"投资": {"甲": 50}}, adjustments=[("甲", 1)], vetoes=[("甲", "事故")])
    before = "2021年"
    store.append(
        [sheet_draft({"投资": {"甲": 50}}, before), adjustment_draft([("甲", 2)], before), veto_draft([("甲", "事故")], before)],
        "考核办",
    )
    joined = "from unit_adjustment join unit_veto using (period, unit)"
    assert rows(store, f"select period, bonus, reasons {joined} order by period") == [
        (before, 2, ["事故"]),
        (PERIOD, 1, ["事故"]),
    ]


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
    store.append([import_undone(imported.position, imported.payload["file"])], "考核办")
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
