"""Differences between two versions in words, what people do to the tables, and what a draft would change."""

from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings

from evaluation.award_lock import lock_draft
from evaluation.events import import_undone, scheme_set
from evaluation.home import default_scheme
from evaluation.problems import EvaluationError
from evaluation.ranking import rank_units
from evaluation.rehearsal import Rehearsal
from evaluation.scheme import Scheme
from evaluation.scheme_diff import differences
from evaluation.scheme_edits import Edits, edit_part, edit_tree
from evaluation.scheme_effect import ListChange, Move, best_total, compare, marks_let_in, marks_outside
from evaluation.scheme_faults import check_tables
from evaluation.scheme_history import list_versions, unused_marks
from evaluation.scheme_reading import read_scheme
from evaluation.scheme_tables import Tables, scheme_tables
from evaluation.scheme_tree import extra_columns, tree_cells
from tests.chain import PERIOD, dimension, fill, indicator, new_store, one, rows, scheme_of, sheet_draft, veto_draft
from tests.strategies import GROUPS, schemes, to_toml

RANDOM = schemes(GROUPS).map(lambda scheme: read_scheme(to_toml(scheme)))


def tables() -> Tables:
    return scheme_tables(default_scheme())


def scheme_after(changed: Tables) -> Scheme:
    found = check_tables(changed)
    assert found.faults == ()
    return found.scheme


def said(changed: Tables) -> list[str]:
    return [difference.sentence for difference in differences(default_scheme(), scheme_after(changed))]


def tree(edited: dict, *added: dict) -> Tables:
    return edit_tree(tables(), Edits(edited, added))


# --- differences --------------------------------------------------------------------------------------------------


@given(RANDOM, RANDOM)
def test_there_is_no_difference_exactly_between_equal_schemes(one_scheme, other):
    assert (differences(one_scheme, other) == []) == (one_scheme == other)
    assert differences(one_scheme, one_scheme) == []


def test_a_changed_floor_is_one_sentence():
    assert said(tree({8: {"floor": "60"}})) == ["作风能力底线 70 → 60"]


def test_a_new_indicator_is_named():
    added = {"name": "审批超时件数", "dimension": "营商环境", "rule": "与最好的比", "better": "低"}
    assert said(tree({}, added)) == ["新增指标 审批超时件数"]


def test_weight_rule_and_parameters_are_named_with_their_indicator():
    changed = tree({0: {"weight": "3"}, 4: {"range": "60-100"}, 8: {"better": "高"}, 11: {"range": "50"}})
    assert said(changed) == [
        "重点项目推进权重 2 → 3",
        "按期办结率下限 80 → 60",
        "任务逾期件数方向 低 → 高",
        "纪律作风满分 100 → 50",
    ]


def test_an_indicator_in_another_dimension_has_moved():
    assert said(tree({3: {"dimension": "营商环境"}})) == ["指标 产业与集体经济 换了维度： 项目建设 → 营商环境"]


def test_a_renamed_indicator_is_one_taken_away_and_one_added():
    assert said(tree({0: {"name": "重大项目推进"}})) == ["删去指标 重点项目推进", "新增指标 重大项目推进"]


def test_another_order_is_said():
    assert said(tree({2: {"order": "1"}})) == ["指标的先后顺序有调整"]


def test_options_awards_grades_and_bottom_lines_are_told():
    changed = tables()
    changed.options |= {"missing": "按 0 分计，并注明", "bonus_cap": "", "tie_break": "项目建设、作风能力"}
    changed = edit_part(changed, "award", Edits({0: {"quota": "20%", "within_rank": "8"}, 2: {"drop": True}}))
    changed = edit_part(changed, "veto_reason", Edits({}, [{"name": "违反中央八项规定精神"}]))
    changed = edit_part(changed, "grade", Edits({0: {"share": "90"}}))
    assert said(changed) == [
        "缺数据 不排名，另列 → 按 0 分计，并注明",
        "总分相同先看 无 → 项目建设、作风能力",
        "加分最多 5 → 无",
        "删去奖项 先进个人",
        "先进集体名额 30% → 20%",
        "先进集体名次在前 无 → 8",
        "新增否决情形 违反中央八项规定精神",
        "优秀占满分的百分比 95 → 90",
    ]


# --- editing the tree ---------------------------------------------------------------------------------------------


def test_the_tree_names_a_dimension_once():
    cells = tree_cells(tables())
    assert [row["dimension"] for row in cells if row["dimension"]] == ["项目建设", "营商环境", "作风能力"]
    assert [row["share"] for row in cells[:2]] == ["1/3", ""]
    assert cells[4]["range"] == "80–100"


def test_taking_out_a_dimensions_first_row_moves_nothing():
    scheme = scheme_after(tree({4: {"drop": True}}))
    assert [item.name for item in scheme.dimension[1].indicator] == ["企业群众满意度", "矛盾排查化解", "人居环境治理"]
    assert len(scheme.dimension[0].indicator) == 4


def test_the_share_of_one_dimension_lets_the_others_yield_in_proportion():
    weights = [item.weight for item in scheme_after(tree({0: {"share": "40%"}})).dimension]
    assert weights == [4, 3, 3]
    assert [item.weight for item in scheme_after(tree({4: {"share": "1/2"}})).dimension] == [1, 2, 1]


@pytest.mark.parametrize(
    ("typed", "weights"),
    [
        (("50%", "30%", "20%"), [5, 3, 2]),
        (("50%", "30%", None), [5, 3, 2]),
        (("1/3", None, "1/2"), [2, 1, 3]),
        (("2", "50%", None), [2, 3, 1]),
        (("1/3", "1/3", "1/3"), [1, 1, 1]),
    ],
)
def test_shares_typed_together_are_what_was_typed(typed, weights):
    cells = {first: {"share": share} for first, share in zip((0, 4, 8), typed, strict=True) if share}
    assert [item.weight for item in scheme_after(tree(cells)).dimension] == weights
    with_blanks = cells | {number: {"share": None} for number in (1, 5, 9) if number - 1 in cells}
    assert [item.weight for item in scheme_after(tree(with_blanks)).dimension] == weights


@pytest.mark.parametrize("typed", [("50%", "30%", "10%"), ("50%", "30%", "30%"), ("50%", "50%", None), ("60%", "1/2", None)])
def test_shares_typed_together_that_cannot_be_are_refused_as_typed(typed):
    shares = [share for share in typed if share]
    changed = tree({first: {"share": share} for first, share in zip((0, 4, 8), typed, strict=True) if share})
    first, *others = [fault.text for fault in check_tables(changed).faults]
    assert first.startswith(f"{'、'.join(shares)} 还不是权重。")
    assert others == [f"应当是数字，现在是 {share}。" for share in shares]


def test_a_plain_number_in_place_of_a_share_is_a_weight():
    assert [item.weight for item in scheme_after(tree({4: {"share": "2.5"}})).dimension] == [1, Decimal("2.5"), 1]


@pytest.mark.parametrize(
    "share", ["0%", "100%", "1/0", "0", "-1", "三成", "120%", "nan%", "1/nan", "1e-99999999%", "1/1e99999999"]
)
def test_a_share_that_is_none_is_refused_by_the_check(share):
    assert check_tables(tree({0: {"share": share}})).faults[0].place == "项目建设 › 权重"


def test_a_rule_that_is_changed_loses_the_parameters_it_has_no_use_for():
    changed = tree({4: {"rule": "与最好的比"}, 5: {"rule": "区间换算（对数）", "range": "1–100"}})
    indicators = scheme_after(changed).dimension[1].indicator
    assert (indicators[0].low, indicators[0].high) == (None, None)
    assert (indicators[1].scale, indicators[1].low, indicators[1].full_mark) == ("log", 1, None)
    assert [row["rule"] for row in tree_cells(changed)[4:6]] == ["与最好的比", "区间换算（对数）"]


def test_columns_for_parameters_show_only_where_a_rule_needs_them():
    assert extra_columns(tables()) == ()
    assert extra_columns(tree({0: {"rule": "目标扣分"}})) == ("target", "step", "points_per_step", "whole_steps")
    assert extra_columns(tree({0: {"rule": "名次计分"}})) == ("points",)


def test_every_parameter_can_be_set_in_the_tree():
    steps = {"target": "95", "step": "5", "points_per_step": "0.5", "whole_steps": "是"}
    changed = tree({0: {"rule": "目标扣分", "range": "10", **steps}, 1: {"rule": "名次计分", "points": "10、8、6"}})
    first, second = scheme_after(changed).dimension[0].indicator[:2]
    assert (first.target, first.step, first.points_per_step, first.whole_steps) == (95, 5, Decimal("0.5"), True)
    assert second.points == (10, 8, 6)


@pytest.mark.parametrize("text", ["0-5", "0–5", "0~5", "0 至 5", "０－５"])
def test_a_range_may_be_written_in_many_ways(text):
    changed = tree({4: {"range": text}})
    assert (changed.parts["indicator"][4]["low"], changed.parts["indicator"][4]["high"]) == ("0", "5")


def test_a_range_below_zero_is_read():
    assert tree_cells(tree({4: {"range": "-5–-1"}}))[4]["range"] == "-5–-1"


def test_an_added_row_may_be_dropped_again():
    changed = tree({}, {"name": "写错了", "drop": True}, {"name": "审批提速", "range": "10", "drop": False})
    assert said(changed) == ["新增指标 审批提速"]
    assert not Edits({}, [{"name": "审批提速", "drop": False}]).is_structural


def test_an_added_row_in_which_nothing_was_written_is_none():
    assert tree({}, {"drop": False, "weight": "1", "rule": "得分 ÷ 满分", "better": "高"}) == tables()
    assert edit_part(tables(), "award", Edits({}, [{"drop": False, "optional": False, "groups": []}])) == tables()


def test_an_added_row_goes_to_the_number_typed_in_it():
    changed = tree({}, {"name": "审批提速", "dimension": "营商环境", "range": "10", "order": "5"})
    assert [item.name for item in scheme_after(changed).dimension[1].indicator][:2] == ["审批提速", "按期办结率"]


def test_a_row_goes_no_further_than_its_dimension():
    changed = tree({0: {"order": "99"}, 11: {"order": "1"}})
    names = [[item.name for item in part.indicator] for part in scheme_after(changed).dimension]
    assert names[0][-1] == "重点项目推进"
    assert names[2][0] == "纪律作风"


def test_a_dimension_whose_last_indicator_goes_stays_as_an_empty_row_until_it_is_dropped_too():
    changed = tree({number: {"drop": True} for number in range(4)})
    assert [fault.place for fault in check_tables(changed).faults] == ["项目建设 › 指标"]
    assert tree_cells(changed)[0] | {"aliases": ""} == {
        **dict.fromkeys(tree_cells(changed)[0], ""),
        "order": "1",
        "dimension": "项目建设",
        "share": "1/3",
        "floor": "70",
    }
    gone = edit_tree(changed, Edits({0: {"drop": True}}))
    assert [item.name for item in scheme_after(gone).dimension] == ["营商环境", "作风能力"]


def test_an_empty_dimensions_row_takes_an_indicator():
    changed = edit_part(tables(), "dimension", Edits({}, [{"name": "党建引领", "weight": "1"}]))
    filled = edit_tree(changed, Edits({12: {"name": "支部建设", "range": "10"}}))
    assert [item.name for item in scheme_after(filled).dimension[3].indicator] == ["支部建设"]


def test_renaming_a_dimension_follows_through():
    changed = tables()
    changed.options["tie_break"] = "项目建设"
    renamed = scheme_after(edit_part(changed, "dimension", Edits({0: {"name": "项目攻坚"}})))
    assert renamed.tie_break == ("项目攻坚",)
    assert len(renamed.dimension[0].indicator) == 4


def test_aspects_are_added_and_renamed():
    changed = edit_part(tables(), "aspect", Edits({}, [{"dimension": "项目建设", "name": "推进", "weight": "2"}]))
    changed = edit_tree(changed, Edits({number: {"aspect": "推进"} for number in range(4)}))
    renamed = edit_part(changed, "aspect", Edits({0: {"name": "推进落实"}}))
    assert {item.aspect for item in scheme_after(renamed).dimension[0].indicator} == {"推进落实"}


def test_dimensions_that_swap_their_names_keep_their_indicators_apart():
    changed = tables()
    changed.options["tie_break"] = "项目建设、作风能力"
    swapped = scheme_after(edit_part(changed, "dimension", Edits({0: {"name": "营商环境"}, 1: {"name": "项目建设"}})))
    assert swapped.tie_break == ("营商环境", "作风能力")
    assert [(item.name, item.indicator) for item in swapped.dimension] == [
        ("营商环境", default_scheme().dimension[0].indicator),
        ("项目建设", default_scheme().dimension[1].indicator),
        ("作风能力", default_scheme().dimension[2].indicator),
    ]


def test_a_name_that_is_handed_on_takes_nothing_along():
    handed_on = scheme_after(edit_part(tables(), "dimension", Edits({0: {"name": "营商环境"}, 1: {"name": "优化环境"}})))
    assert [len(item.indicator) for item in handed_on.dimension] == [len(item.indicator) for item in default_scheme().dimension]


def test_aspects_that_swap_their_names_keep_their_indicators_apart_within_their_dimension():
    names = [{"dimension": name, "name": aspect} for name in ("项目建设", "营商环境") for aspect in ("推进", "成效")]
    changed = edit_part(tables(), "aspect", Edits({}, names))
    changed = edit_tree(changed, Edits({number: {"aspect": ("推进", "成效")[number % 2]} for number in range(8)}))
    swapped = scheme_after(edit_part(changed, "aspect", Edits({0: {"name": "成效"}, 1: {"name": "推进"}})))
    assert [item.aspect for item in swapped.dimension[0].indicator] == ["成效", "推进", "成效", "推进"]
    assert [item.aspect for item in swapped.dimension[1].indicator] == ["推进", "成效", "推进", "成效"]


def test_dimensions_change_places():
    changed = edit_part(tables(), "dimension", Edits({2: {"order": "1"}}))
    assert [item.name for item in scheme_after(changed).dimension] == ["作风能力", "项目建设", "营商环境"]


def test_editing_leaves_the_tables_it_began_from_alone():
    first = tables()
    edit_tree(first, Edits({0: {"weight": "9", "share": "40%", "drop": True}}, [{"name": "新"}]))
    edit_part(first, "dimension", Edits({0: {"name": "新"}}))
    assert first == tables()


# --- effect -------------------------------------------------------------------------------------------------------

TWO = {"投资": {"甲村": 90, "乙村": 80, "丙村": 70}, "满意": {"甲村": 60, "乙村": 80, "丙村": 69}}


def two(first: object, second: object, **options: object) -> Scheme:
    award = {"name": "先进集体", "groups": ["村（社区）"], "quota": 1}
    return scheme_of(
        dimension("项目建设", indicator("投资"), weight=first),
        dimension("营商环境", indicator("满意"), weight=second),
        award=[award],
        **options,
    )


def effect_of(old: Scheme, new: Scheme, marks=TWO, vetoes=()):
    store = fill(new_store(), old, marks)
    store.append([veto_draft(vetoes)], "考核办")
    before = rows(store, "select count(*) from scheme_text"), store.version
    tried = Rehearsal(store).rank(new)
    assert (rows(store, "select count(*) from scheme_text"), store.version) == before
    official = rank_units(store.cursor(), PERIOD)
    return compare(PERIOD, official, tried.get(PERIOD), (old, new), store.roster.groups)


def test_the_effect_names_who_moves_and_whose_place_on_the_list_changes():
    effect = effect_of(two(1, 1), two(3, 1))
    assert effect.moved == {"村（社区）": (Move("乙村", 1, 2), Move("甲村", 2, 1))}
    assert [(change.award, change.enter, change.leave) for change in effect.lists] == [("先进集体", ("甲村",), ("乙村",))]
    assert effect.totals == 2


def test_a_weight_on_another_scale_changes_nothing():
    assert effect_of(two(1, 1), two(5, 5)).is_none


def test_without_marks_for_a_new_indicator_everybody_loses_the_rank():
    new = scheme_of(dimension("项目建设", indicator("投资"), indicator("新的")), award=[])
    effect = effect_of(two(1, 1), new)
    assert [move.after for move in effect.moved["村（社区）"]] == [None, None, None]
    assert effect.lists[0].leave == ("乙村",)


def test_where_no_mark_counts_any_more_nobody_has_a_rank_and_nothing_breaks():
    effect = effect_of(two(1, 1), replace(one(full_mark=10), dimension=scheme_of(dimension("别的", indicator("别的"))).dimension))
    assert effect.moves == 3


def test_a_list_that_is_pending_because_of_a_tie_has_changed():
    tie = {"投资": {"甲村": 90, "乙村": 80, "丙村": 80}, "满意": {"甲村": 90, "乙村": 80, "丙村": 80}}
    one_place = two(1, 1)
    two_places = replace(one_place, award=(replace(one_place.award[0], quota=2),))
    more, fewer = effect_of(one_place, two_places, tie), effect_of(two_places, one_place, tie)
    assert (more.lists[0].pending, more.lists[0].settled, more.is_none) == (("乙村", "丙村"), (), False)
    assert (fewer.lists[0].pending, fewer.lists[0].settled, fewer.is_none) == ((), ("乙村", "丙村"), False)
    everybody = replace(one_place, award=(replace(one_place.award[0], quota=3),))
    assert effect_of(two_places, everybody, tie).lists[0] == ListChange("先进集体", "村（社区）", ("乙村", "丙村"), ())
    assert effect_of(everybody, two_places, tie).lists[0] == ListChange("先进集体", "村（社区）", (), (), ("乙村", "丙村"))


def test_who_loses_the_rank_by_a_veto_is_told_from_who_lacks_a_mark():
    effect = effect_of(two(1, 1), two(1, 1, veto="unrank"), TWO, vetoes=[("乙村", "安全生产事故")])
    assert effect.moved["村（社区）"][0] == Move("乙村", 1, None, vetoed=True)
    assert not any(move.vetoed for move in effect.moved["村（社区）"][1:])


def test_a_period_is_gone_where_no_mark_of_it_counts():
    other = scheme_of(dimension("别的", indicator("别的")))
    assert effect_of(two(1, 1), other).is_gone
    assert not effect_of(two(1, 1), two(1, 2)).is_gone


def test_a_rehearsal_tries_one_draft_after_another():
    store = fill(new_store(), two(1, 1), TWO)
    rehearsal = Rehearsal(store)
    first = rehearsal.rank(two(3, 1))[PERIOD].units[0].unit
    assert (first, rehearsal.rank(two(1, 1))[PERIOD]) == ("甲村", rank_units(store.cursor(), PERIOD))


def test_a_draft_that_breaks_the_chain_is_refused_and_the_next_one_is_tried(monkeypatch):
    store = fill(new_store(), two(1, 1), TWO)
    rehearsal = Rehearsal(store)

    def overflow(*_):
        raise duckdb.OutOfRangeException("HUGEINT")

    with monkeypatch.context() as patch:
        patch.setattr("evaluation.store.settle", overflow)
        with pytest.raises(EvaluationError, match="数字太长"):
            rehearsal.rank(two(3, 1))
    assert rehearsal.rank(two(3, 1))[PERIOD].units[0].unit == "甲村"


@given(RANDOM)
@settings(max_examples=15, deadline=None)
def test_the_best_possible_marks_reach_one_hundred_unless_the_first_places_points_fall_short(scheme):
    short = any(item.rule == "rank_points" and item.points[0] < item.full_mark for item in scheme.indicators)
    total = best_total(scheme)
    assert total <= 100
    if not short:
        assert total == 100


def test_points_below_the_full_mark_show_in_the_best_total():
    assert best_total(one(rule="rank_points", full_mark=10, points=[8, 6])) == 80


# --- versions -----------------------------------------------------------------------------------------------------


def test_versions_keep_author_reason_and_content():
    store = new_store()
    store.append([scheme_set(two(1, 1))], "演示")
    store.append([scheme_set(two(2, 1), "镇党委会议定")], "王敏")
    newest, first = list_versions(store.journal)
    assert (newest.number, newest.actor, newest.reason, newest.scheme) == (2, "王敏", "镇党委会议定", two(2, 1))
    assert (first.number, first.reason, first.scheme) == (1, "", two(1, 1))


def test_marks_of_indicators_that_are_gone_are_counted_and_count_again_when_they_return():
    store = fill(new_store(), two(1, 1), TWO)
    store.append([scheme_set(scheme_of(dimension("项目建设", indicator("投资"))))], "王敏")
    assert unused_marks(store.cursor(), store.scheme) == {"满意": 3}
    store.append([scheme_set(two(1, 1))], "王敏")
    assert unused_marks(store.cursor(), store.scheme) == {}
    assert rank_units(store.cursor(), PERIOD).units[0].unit == "乙村"


# --- stored marks that a scheme can't take ---------------------------------------------------------------------------


def outside(store, new: Scheme) -> dict[str, list[tuple[str, str]]]:
    found = marks_outside(store.cursor(), new, store.scheme)
    return {item.code: [(unit, str(mark.normalize())) for _, unit, mark in item.cells] for item in found}


@pytest.mark.parametrize(
    ("marks", "new", "expected"),
    [
        ({"甲": 19, "乙": 10, "丙": 0}, one(full_mark=20), {}),
        ({"甲": 19, "乙": 10, "丙": 0}, one(full_mark=10), {"above_full_mark": [("甲", "19")]}),
        ({"甲": -3, "乙": 10}, one(rule="min_max"), {}),
        ({"甲": -3, "乙": 10}, one(rule="rank_points", points=[9], full_mark=10), {"negative": [("甲", "-3")]}),
        ({"甲": -3, "乙": 11}, one(full_mark=10), {"below_zero": [("甲", "-3")], "above_full_mark": [("乙", "11")]}),
    ],
)
def test_stored_marks_that_the_intake_would_refuse_under_a_scheme_are_found(marks, new, expected):
    in_force = one(rule="min_max") if min(marks.values()) < 0 else one(full_mark=100)
    assert outside(fill(new_store(), in_force, {"投资": marks}), new) == expected


def test_marks_that_fit_no_better_before_and_superseded_ones_are_no_fault_of_the_scheme():
    store = fill(new_store(), one(full_mark=100), {"投资": {"甲": 19, "乙": 9}})
    store.append([scheme_set(one(full_mark=10)), sheet_draft({"投资": {"乙": 8}}, file="更正.csv")], "考核办")
    assert outside(store, one(full_mark=15)) == {}
    assert outside(store, one(full_mark=9)) == {}
    assert outside(store, one(full_mark=7)) == {"above_full_mark": [("乙", "8")]}


def test_marks_that_a_locked_list_holds_fast_are_left_alone():
    award = [{"name": "先进集体", "groups": ["村（社区）"], "quota": 1}]
    store = fill(new_store(), one(full_mark=20, options={"award": award}), {"投资": {"甲": 19, "乙": 9}})
    draft, position = lock_draft(store, PERIOD, store.scheme.award[0])
    store.append([draft], "主任", seen=position)
    store.append([sheet_draft({"投资": {"乙": 12}}, "2023年")], "考核办")
    assert outside(store, one(full_mark=10)) == {"above_full_mark": [("乙", "12")]}


def test_only_marks_that_begin_to_count_by_an_undo_or_redo_are_let_in():
    store = fill(new_store(), one(full_mark=100), {"投资": {"甲": 19, "乙": 18}})
    first, file = next((item.position, item.payload["file"]) for item in store.journal.events() if item.kind == "sheet_imported")
    (second,) = store.append([sheet_draft({"投资": {"甲": 9}}, file="更正.csv")], "考核办")
    store.append([scheme_set(one(full_mark=10))], "王敏")

    def let_in(position: int) -> list[tuple]:
        found = marks_let_in(store.cursor(), position, store.scheme)
        return [(item.code, unit, int(mark)) for item in found for _, unit, mark in item.cells]

    assert let_in(first) == []  # 甲's mark of the correction stays, 乙's old one goes
    assert let_in(second.position) == [("above_full_mark", "甲", 19)]
    store.append([import_undone(first, file)], "王敏")
    assert let_in(first) == [("above_full_mark", "乙", 18)]
    assert let_in(second.position) == []
