"""Raters: agreement and severity against published and planted figures, leaving one out against the oracle."""

import os
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation import raters
from evaluation.events import roster_set, scheme_set, sheet_imported
from evaluation.ranking import to_json
from evaluation.rater_effect import RankMove, WithoutRater, leave_one_out, rater_marks
from evaluation.raters import (
    RaterMark,
    agreement,
    connected_raters,
    in_points,
    kendall_w,
    severities,
    study_raters,
    weight_shares,
)
from evaluation.shortlist import find_award
from tests.chain import (
    GROUP,
    PERIOD,
    adjustment_draft,
    dimension,
    indicator,
    load,
    mark_of,
    new_store,
    one,
    ranking_of,
    roster_of,
    scheme_of,
    veto_draft,
)
from tests.oracle import oracle_rank, oracle_shortlist
from tests.strategies import cases

EXAMPLES = int(os.environ.get("RATER_EXAMPLES", "10"))
STORE = new_store()
PLAIN = one()


def marks(*rows: str, name: str = "投资") -> list[RaterMark]:
    """``marks("甲 张三 90", …)``: unit, rater, mark of one indicator."""
    return [RaterMark(unit, name, rater, Decimal(mark)) for unit, rater, mark in (row.split() for row in rows)]


# --- Kendall's W --------------------------------------------------------------------------------------------------


def slow_w(figures: list[list]) -> Fraction | None:
    """W word for word: observed variation of the rank sums over the largest that these ties allow."""
    m, n = len(figures), len(figures[0]) if figures else 0
    if m < 2 or n < 3:
        return None
    ranks = [
        [Fraction(sum(other < x for other in row)) + Fraction(sum(other == x for other in row) + 1, 2) for x in row]
        for row in figures
    ]
    sums = [sum(column) for column in zip(*ranks, strict=True)]
    observed = sum((total - sum(sums) / n) ** 2 for total in sums)
    ties = sum(sum(row.count(x) ** 2 - 1 for x in row) for row in figures)  # Σ over units of t² − 1 = Σ over groups of t³ − t
    largest = (m**2 * Fraction(n**3 - n) - m * ties) / 12
    return observed / largest if largest else None


def test_w_of_three_executives_ranking_six_applicants():
    """Siegel, Nonparametric Statistics (1956), ch. 9: rank sums 8 14 11 11 11 8, s = 25.5, W = .16.

    By hand: the mean sum is 10.5; 6.25 + 12.25 + 3 · 0.25 + 6.25 = 25.5; 12 · 25.5 / (9 · 210) = 306 / 1890.
    """
    assert kendall_w([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]) == Fraction(306, 1890)


def test_w_with_ties_of_three_rankings_of_ten():
    """Siegel (1956), ch. 9, after Kendall (1948): s = 591, ΣT = 1 + 1.5 + 7, W = .828 (.796 without the correction).

    By hand: 591 / (9 · 990 / 12 − 3 · 9.5) = 591 / 714.
    """
    halves = [[2, 9, 4, 9, 6, 15, 12, 18, 15, 20], [5, 2, 5, 9, 9, 16, 18, 13, 20, 13], [4, 2, 9, 9, 9, 9, 16, 16, 16, 20]]
    w = kendall_w(halves)
    assert w == Fraction(591, 714)
    assert round(float(w), 3) == 0.828


def test_w_with_ties_of_two_raters_given_as_marks():
    """Sheskin, Handbook of Parametric and Nonparametric Statistical Procedures: W = 0.22973 (here 17/74)."""
    w = kendall_w([[12, 2, 1, 12, 2], [1, 4, 7, 1, 0]])
    assert w == Fraction(17, 74)
    assert round(float(w), 5) == 0.22973


TABLES = st.integers(1, 5).flatmap(
    lambda m: st.integers(1, 6).flatmap(
        lambda n: st.lists(
            st.lists(st.sampled_from([0, 1, 2, 3, Decimal("2.50"), Decimal("2.5"), 90]), min_size=n, max_size=n),
            min_size=m,
            max_size=m,
        )
    )
)


@settings(deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_w_equals_its_definition_and_ignores_the_order_of_raters_and_units(figures, random):
    w = kendall_w(figures)
    assert w == slow_w(figures)
    assert w is None or 0 <= w <= 1
    units = random.sample(range(len(figures[0])), len(figures[0]))
    shuffled = [[row[unit] for unit in units] for row in random.sample(figures, len(figures))]
    assert kendall_w(shuffled) == w


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=3, max_size=8), st.integers(2, 5))
def test_raters_who_give_the_same_order_agree_perfectly_whatever_their_ties_and_levels(order, count):
    figures = [[10 * rater + (rater + 1) * mark for mark in order] for rater in range(count)]
    assert kendall_w(figures) == (None if len(set(order)) == 1 else 1)


def test_w_says_nothing_about_one_rater_two_units_or_marks_that_are_all_equal():
    assert kendall_w([]) is None
    assert kendall_w([[3, 2, 1]]) is None
    assert kendall_w([[1, 2], [1, 2]]) is None
    assert kendall_w([[5, 5, 5], [7, 7, 7]]) is None
    assert kendall_w([[5, 5, 5], [1, 2, 3]]) == Fraction(1, 2)


@settings(deadline=None)
@given(st.tuples(*[st.permutations(range(6))] * 3))
def test_mean_rank_correlation_is_the_mean_of_spearman_over_all_pairs(orders):
    given_marks = [
        RaterMark(f"单位{unit}", "投资", f"评分人{rater}", Decimal(mark))
        for rater, order in enumerate(orders)
        for unit, mark in enumerate(order)
    ]
    pairs = [1 - Fraction(6 * sum((a - b) ** 2 for a, b in zip(x, y, strict=True)), 6 * 35) for x, y in combinations(orders, 2)]
    assert agreement(given_marks, PLAIN, ["投资"]).correlation == sum(pairs) / 3


def test_two_raters_who_have_nothing_to_do_with_each_other_do_not_pass_for_agreeing():
    rows = ["甲 张三 1", "乙 张三 2", "丙 张三 3", "丁 张三 4", "甲 李四 2", "乙 李四 4", "丙 李四 1", "丁 李四 3"]
    found = agreement(marks(*rows), PLAIN, ["投资"])
    assert (found.w, found.correlation, found.level) == (Fraction(1, 2), 0, "poor")


def test_agreement_counts_only_units_that_all_raters_have_marked():
    rows = ["甲 张三 90", "乙 张三 80", "丙 张三 70", "丁 张三 99", "甲 李四 60", "乙 李四 50", "丙 李四 40", "戊 李四 0"]
    found = agreement(marks(*rows), PLAIN, ["投资"])
    assert (found.raters, found.units, found.w) == (("张三", "李四"), ("甲", "乙", "丙"), 1)
    assert agreement(marks(*rows[1:]), PLAIN, ["投资"]).w is None


def test_a_dimension_is_judged_by_each_raters_weighted_mean_of_what_all_have_marked():
    scheme = scheme_of(
        dimension(
            "项目建设",
            indicator("投资", weight=3, full_mark=10),
            indicator("要素"),
            indicator("招商"),
            indicator("办结率", rule="goalposts", low=80, high=100),
        )
    )
    given_marks = [
        *marks("甲 张三 9", "乙 张三 8", "丙 张三 7", "甲 李四 9", "乙 李四 8", "丙 李四 7"),
        *marks("甲 张三 0", "乙 张三 20", "丙 张三 60", "甲 李四 0", "乙 李四 60", "丙 李四 20", name="要素"),
        *marks("甲 张三 1", "乙 张三 2", "丙 张三 3", name="招商"),
        *marks("甲 张三 81", "乙 张三 82", "丙 张三 83", "甲 李四 81", "乙 李四 82", "丙 李四 83", name="办结率"),
    ]
    found = agreement(given_marks, scheme, scheme.dimension_of)
    assert found.indicators == ("投资", "要素")
    # 3·mark·10 + 要素: 张三 270 260 270, 李四 270 300 230; sums of ranks 4.5 4 3.5, one pair tied
    assert found.w == slow_w([[270, 260, 270], [270, 300, 230]]) == Fraction(12 * Fraction(1, 2), 4 * 24 - 2 * 6)


def test_weight_shares_hand_weights_down_through_aspects():
    scheme = scheme_of(
        dimension(
            "项目建设",
            indicator("投资", aspect="推进", weight=1),
            indicator("要素", aspect="推进", weight=3),
            indicator("招商", aspect="引资"),
            weight=2,
            aspect=[{"name": "推进", "weight": 1}, {"name": "引资", "weight": 4}],
        ),
        dimension("作风能力", indicator("纪律")),
    )
    assert weight_shares(scheme) == {
        "投资": Fraction(1, 30),
        "要素": Fraction(1, 10),
        "招商": Fraction(8, 15),
        "纪律": Fraction(1, 3),
    }


# --- severity -----------------------------------------------------------------------------------------------------


def test_severity_of_a_complete_design_is_each_raters_mean_against_the_mean_of_all():
    found = severities(marks("甲 张三 90", "乙 张三 80", "甲 李四 84", "乙 李四 77"), PLAIN)
    assert [(item.rater, item.marks, item.compared, item.effect, item.part) for item in found] == [
        ("张三", 2, 2, Fraction(9, 4), 1),
        ("李四", 2, 2, Fraction(-9, 4), 1),
    ]


EFFECTS = st.lists(st.decimals(-10, 10, places=2), min_size=2, max_size=5)


@settings(deadline=None)
@given(EFFECTS, st.lists(st.decimals(20, 80, places=1), min_size=1, max_size=5), st.sets(st.integers(0, 24)))
def test_severity_recovers_planted_effects_exactly_on_complete_and_incomplete_designs(effects, levels, dropped):
    """The first unit is marked by all, so that everybody is connected; elsewhere any mark may lack."""
    cells = [
        (unit, rater)
        for unit, rater in product(range(len(levels)), range(len(effects)))
        if unit == 0 or unit * len(effects) + rater not in dropped
    ]
    given_marks = [RaterMark(f"单位{unit}", "投资", f"评分人{rater}", levels[unit] + effects[rater]) for unit, rater in cells]
    middle = sum(map(Fraction, effects)) / len(effects)
    assert {item.rater: item.effect for item in severities(given_marks, PLAIN)} == {
        f"评分人{rater}": Fraction(effect) - middle for rater, effect in enumerate(effects)
    }


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 100)), min_size=1, unique_by=lambda item: item[:2])
)
def test_severity_is_the_least_squares_solution_and_sums_to_zero_in_each_part(items):
    given_marks = [RaterMark(f"单位{unit}", "投资", f"评分人{rater}", Decimal(mark)) for unit, rater, mark in items]
    found = {item.rater: item for item in severities(given_marks, PLAIN)}
    left = {}
    for unit in {mark.unit for mark in given_marks}:
        cell = [mark for mark in given_marks if mark.unit == unit and found[mark.rater].effect is not None]
        without = {mark.rater: Fraction(mark.mark) - found[mark.rater].effect for mark in cell}
        level = sum(without.values()) / len(without) if without else 0
        for rater, value in without.items():
            left.setdefault(rater, []).append(value - level)
    assert all(sum(rests) == 0 for rests in left.values())  # the normal equations of the raters
    for part in {item.part for item in found.values()} - {None}:
        assert sum(item.effect for item in found.values() if item.part == part) == 0


def test_a_rater_of_harder_units_is_not_called_strict_for_it():
    found = severities(marks("好村 张三 95", "好村 李四 95", "难村 李四 55", "难村 王五 55"), PLAIN)
    assert [item.effect for item in found] == [0, 0, 0]


def test_disconnected_raters_are_reported_and_compared_within_their_part_only():
    rows = ["甲 张三 90", "甲 李四 80", "乙 王五 60", "乙 赵六 62", "丙 钱七 100"]
    found = severities(marks(*rows), PLAIN)
    assert [(item.rater, item.effect, item.part) for item in found] == [
        ("张三", 5, 1),
        ("李四", -5, 1),
        ("王五", -1, 2),
        ("赵六", 1, 2),
        ("钱七", None, None),
    ]
    joined = severities(marks(*rows, "甲 王五 70"), PLAIN)
    assert [item.part for item in joined] == [1, 1, 1, 1, None]


def test_parts_join_along_chains_of_shared_cells():
    cells = [("张三", "李四"), ("王五", "赵六"), ("赵六", "李四")]
    assert connected_raters(["王五", "钱七", "张三", "李四", "赵六"], cells) == [("王五", "张三", "李四", "赵六"), ("钱七",)]


def test_points_are_shares_of_the_full_mark_turned_where_less_is_better():
    assert in_points(one(full_mark=20).indicators[0], Decimal("17.5")) == Fraction(175, 2)
    assert in_points(one(full_mark=10, better="lower").indicators[0], Decimal(3)) == 70
    assert in_points(one(rule="goalposts", low=0, high=100).indicators[0], Decimal(3)) is None


def test_measured_figures_take_no_part_in_severity():
    (alone, other) = severities(marks("甲 张三 90", "甲 李四 80"), one(rule="goalposts", low=0, high=100))
    assert (alone.marks, alone.compared, alone.effect) == (1, 0, None) == (other.marks, other.compared, other.effect)


def test_many_raters_are_solved_in_floats_to_far_more_digits_than_are_shown(monkeypatch):
    rows = [
        RaterMark(f"单位{unit}", "投资", f"评分人{rater}", Decimal((unit * 37 + rater * rater * 11) % 101))
        for unit in range(12)
        for rater in range(8)
        if (unit + rater) % 3
    ]
    exact = severities(rows, PLAIN)
    monkeypatch.setattr(raters, "EXACT_RATERS", 7)
    floats = severities(rows, PLAIN)
    assert all(isinstance(item.effect, float) for item in floats)
    assert [item.effect for item in floats] == pytest.approx([float(item.effect) for item in exact], abs=1e-9)


def test_a_panel_is_studied_only_where_an_indicator_has_two_raters():
    assert study_raters([], PLAIN) is None
    assert study_raters(marks("甲 张三 90", "乙 李四 80"), scheme_of(dimension("项目建设", indicator("投资")))) is not None
    alone = [*marks("甲 张三 90"), *marks("甲 李四 80", name="要素")]
    assert study_raters(alone, scheme_of(dimension("项目建设", indicator("投资"), indicator("要素")))) is None


def test_a_panel_has_the_dimensions_and_indicators_that_several_raters_mark():
    scheme = scheme_of(dimension("项目建设", indicator("投资"), indicator("要素")), dimension("作风能力", indicator("纪律")))
    rows = ["甲 张三 3", "乙 张三 2", "丙 张三 1", "甲 李四 30", "乙 李四 20", "丙 李四 10"]
    panel = study_raters([*marks(*rows), *marks(*rows[:3], name="要素"), *marks("甲  王五 7", name="纪律")], scheme)
    assert list(panel.dimensions) == ["项目建设"]
    assert list(panel.indicators) == ["投资"]
    assert (panel.dimensions["项目建设"].w, panel.indicators["投资"].w, panel.overall.w) == (1, 1, None)


# --- without one rater --------------------------------------------------------------------------------------------

AWARD = {"name": "先进集体", "groups": ["村"], "quota": 1}


def given_panel(*rows: str, **options: object):
    """Put marks ("甲 张三 90") of the indicator 投资 into the store, two villages and a station on the roster."""
    scheme = scheme_of(dimension("项目建设", indicator("投资")), award=[AWARD], **options)
    given_marks = [mark_of(unit, "投资", mark, rater) for unit, rater, mark in map(str.split, rows)]
    sheet = sheet_imported("评分.csv", "", b"x", given_marks, PERIOD)
    store = new_store()
    store.append([scheme_set(scheme), roster_set(roster_of(村="甲 乙", 站="丙")), sheet], "考核办")
    return store


def without(store, group: str = "村", name: str | None = "先进集体") -> list[WithoutRater]:
    return list(leave_one_out(store, PERIOD, find_award(store.scheme, name) if name else None, group))


def test_leaving_out_the_rater_who_decides_it_swaps_the_list():
    store = given_panel("甲 张三 90", "乙 张三 70", "甲 李四 80", "乙 李四 82")
    swap = (RankMove("甲", 1, 2), RankMove("乙", 2, 1))
    assert without(store) == [WithoutRater("张三", ("乙",), ("甲",), swap), WithoutRater("李四", (), (), ())]
    assert without(store, name=None)[0] == WithoutRater("张三", (), (), swap)


def test_leaving_out_the_only_rater_leaves_units_without_a_rank():
    (result,) = without(given_panel("甲 张三 90", "乙 张三 70", "丙 李四 60"))
    assert (result.rater, result.unranked, result.leave) == ("张三", ("甲", "乙"), ("甲",))


def test_only_raters_with_marks_in_the_group_are_left_out():
    store = given_panel("甲 张三 90", "乙 张三 70", "丙 李四 60", "丙 王五 60")
    assert [result.rater for result in without(store, "站", None)] == ["李四", "王五"]
    assert without(store, "没有这个类别", None) == []


def test_adjustments_and_vetoes_still_count_without_a_rater():
    store = given_panel("甲 张三 90", "乙 张三 70", "甲 李四 80", "乙 李四 82", veto="unrank")
    store.append([adjustment_draft([("甲", 3)])], "考核办")
    assert without(store) == [WithoutRater("张三", (), (), ()), WithoutRater("李四", (), (), ())]
    store.append([veto_draft([("甲", "事故")])], "考核办")
    assert without(store) == [WithoutRater("张三", (), (), ()), WithoutRater("李四", (), (), ())]
    assert ranking_of(store).units[0].unit == "乙"


def test_leaving_raters_out_writes_nothing_and_leaves_the_official_ranking_alone():
    store = given_panel("甲 张三 90", "乙 张三 70", "甲 李四 80", "乙 李四 82")
    before = (store.digest(), store.journal.head(), to_json(ranking_of(store)))
    study_raters(rater_marks(store.cursor(), PERIOD, "村"), store.scheme)
    results = leave_one_out(store, PERIOD, None, "村")
    next(results)
    results.close()  # a person who leaves the page half-way
    without(store)
    assert (store.digest(), store.journal.head(), to_json(ranking_of(store))) == before


def test_marks_are_read_as_they_count_for_one_period_and_group():
    store = given_panel("甲 张三 90", "丙 张三 70")
    store.append(
        [
            sheet_imported("二.csv", "", b"y", [mark_of("甲", "投资", "91.5", "张三")], PERIOD),
            sheet_imported("三.csv", "", b"z", [mark_of("甲", "投资", 1, "张三", "2021年")], "2021年"),
        ],
        "考核办",
    )
    assert rater_marks(store.cursor(), PERIOD, "村") == [RaterMark("甲", "投资", "张三", Decimal("91.5"))]
    assert rater_marks(store.cursor(), PERIOD, GROUP) == []


def oracle_without(case, group: str, rater: str | None) -> tuple[list[str], dict[str, int | None]]:
    """Return the suggested units and all ranks of a group, as the oracle has them without a rater's marks in it."""
    units = {entry["unit"] for entry in case.roster if entry["group"] == group}
    left = [mark for mark in case.marks if mark["rater"] != rater or mark["unit"] not in units]
    if not left:
        return [], dict.fromkeys(units)  # a period without any mark isn't ranked
    ranked = oracle_rank(case.scheme, case.roster, left, case.adjustments, case.vetoes, case.period)
    listed = oracle_shortlist(case.scheme, case.roster, ranked, "先进集体")
    suggested = [row["unit"] for row in listed if row["group"] == group and row["suggested"]]
    return suggested, {row["unit"]: row["rank"] for row in ranked if row["group"] == group}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(with_parts=False))
def test_leaving_a_rater_out_equals_the_oracle_without_these_marks(case):
    load(STORE, case)
    official = to_json(ranking_of(STORE, case.period))
    group = case.scheme["award"][0]["groups"][0]
    suggested, ranks = oracle_without(case, group, None)
    results = list(leave_one_out(STORE, case.period, find_award(STORE.scheme, "先进集体"), group))
    units = {entry["unit"] for entry in case.roster if entry["group"] == group}
    assert {result.rater for result in results} == {mark["rater"] for mark in case.marks if mark["unit"] in units}
    for result in results:
        remaining, moved = oracle_without(case, group, result.rater)
        assert list(result.enter) == [unit for unit in remaining if unit not in suggested]
        assert list(result.leave) == [unit for unit in suggested if unit not in remaining]
        assert {move.unit: (move.before, move.after) for move in result.moves} == {
            unit: (ranks[unit], moved[unit]) for unit in ranks if ranks[unit] != moved[unit]
        }
    assert to_json(ranking_of(STORE, case.period)) == official
