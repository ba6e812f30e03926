"""A year made up of parts: figures by hand, and everything that ranks, explains or counts such a year."""

from decimal import Decimal

import pytest

from evaluation.cli import main
from evaluation.explain import trace
from evaluation.history import Gap, PartState, gaps, part_states
from evaluation.problems import SchemeError
from evaluation.ranking import RankedUnit, list_periods, period_to_show, rank_units
from evaluation.rater_effect import RankMove, leave_one_out, rater_marks
from evaluation.rehearsal import Rehearsal
from evaluation.scheme import Scheme, write_scheme
from evaluation.scheme_diff import differences
from evaluation.scheme_effect import best_total
from evaluation.scheme_faults import check_tables
from evaluation.scheme_reading import read_scheme
from evaluation.scheme_tables import scheme_tables
from evaluation.shortlist import suggest_nobody
from evaluation.steps import Step, in_words, step_in_words, walk, way_of
from evaluation.store import Store
from evaluation.why import why
from tests.chain import (
    adjustment_draft,
    dimension,
    fill,
    indicator,
    new_store,
    ranking_of,
    roster_of,
    rows,
    scheme_of,
    sheet_draft,
    undo_all,
    veto_draft,
)

STORE = new_store()
YEAR, QUARTER = "2022年", "2022年第{}季度"
SPRING, SUMMER = QUARTER.format(1), QUARTER.format(2)
HALF_YEAR = [{"name": "平时", "weight": 60, "periods": ["第1季度", "第2季度"]}, {"name": "年终", "weight": 40}]
TWO_QUARTERS = [{"name": "第1季度"}, {"name": "第2季度", "weight": 2}]


def scheme(*parts: dict, **options: object) -> Scheme:
    return scheme_of(dimension("项目建设", indicator("投资"), indicator("开工")), period_part=list(parts or HALF_YEAR), **options)


def cells(**marks: tuple[object, object]) -> dict[str, dict[str, object]]:
    """Marks of 投资 and 开工 by unit; None is a blank."""
    return {
        name: {unit: pair[n] for unit, pair in marks.items() if pair[n] is not None} for n, name in enumerate(("投资", "开工"))
    }


def year(given: Scheme, sheets: dict[str, dict], *, adjustments: dict | None = None, vetoes: dict | None = None) -> Store:
    """Return the store with nothing but these marks, points and vetoes by period, for 甲 and 乙."""
    fill(STORE, given, {}, roster=roster_of(村="甲 乙"))
    drafts = [sheet_draft(marks, period, f"{period}.csv") for period, marks in sheets.items()]
    drafts += [adjustment_draft(points, period) for period, points in (adjustments or {}).items()]
    drafts += [veto_draft(found, period) for period, found in (vetoes or {}).items()]
    STORE.append([*undo_all(STORE), *drafts], "考核办")
    return STORE


def unit(store: Store, name: str = "甲", period: str = YEAR) -> RankedUnit:
    return next(item for item in ranking_of(store, period).units if item.unit == name)


FULL = {
    SPRING: cells(甲=(80, 81), 乙=(60, 60)),
    SUMMER: cells(甲=(90, 91), 乙=(70, 70)),
    YEAR: cells(甲=(70, 71), 乙=(95, 95)),
}


# --- figures by hand ----------------------------------------------------------------------------------------------


def test_parts_are_weighed_and_the_periods_of_one_part_averaged():
    # 甲: 平时 (80.5 + 90.5) ÷ 2 = 85.5, 年终 70.5: (85.5×60 + 70.5×40) ÷ 100 = 79.5; 乙: 65 and 95: 77
    store = year(scheme(), FULL)
    assert [(item.unit, item.rank, item.total) for item in ranking_of(store).units] == [
        ("甲", 1, Decimal("79.50")),
        ("乙", 2, Decimal("77.00")),
    ]


@pytest.mark.parametrize(("rule", "on_gaps"), [("incomplete", ()), ("zero", ("项目建设",)), ("reweight", ("项目建设",))])
def test_a_score_of_a_year_rests_on_the_gaps_of_its_parts(rule, on_gaps):
    store = year(scheme(missing=rule), {**FULL, SPRING: cells(甲=(80, None), 乙=(60, 60))})
    assert unit(store).missing == ("第1季度：开工",)
    assert (unit(store).on_gaps, unit(store, "乙").on_gaps, unit(store, "甲", SUMMER).on_gaps) == (on_gaps, (), ())


def test_a_part_is_still_ranked_for_itself_by_its_own_marks():
    store = year(scheme(), FULL)
    assert unit(store, period=SPRING).total == Decimal("80.50")
    assert [item.unit for item in ranking_of(store, SUMMER).units] == ["甲", "乙"]


def test_each_part_and_the_mean_of_its_periods_are_rounded_where_every_level_is():
    # 平时 (33.3 + 33.4) ÷ 2 = 33.35, which each_level rounds to 33.4
    parts = [{"name": "平时", "periods": ["第1季度", "第2季度"]}, {"name": "年终", "weight": 1}]
    sheets = {SPRING: cells(甲=("33.3", "33.3")), SUMMER: cells(甲=("33.4", "33.4")), YEAR: cells(甲=("33.3", "33.3"))}
    each = unit(year(scheme(*parts, decimals=1), sheets))
    assert each.total == Decimal("33.4")  # (33.4 + 33.3) ÷ 2 = 33.35, half up
    final = unit(year(scheme(*parts, decimals=1, rounding="final"), sheets))
    assert final.total == Decimal("33.3")  # (33.35 + 33.3) ÷ 2 = 33.325


def test_a_year_exists_as_soon_as_one_of_its_parts_has_a_mark_and_stands_behind_them():
    store = year(scheme(), {SUMMER: cells(甲=(90, 91)), "2022年3月": cells(甲=(1, 1)), "2021年": cells(甲=(5, 5))})
    assert list_periods(store.cursor()) == ["2021年", "2022年3月", SUMMER, YEAR]
    store.append(undo_all(store), "考核办")
    assert list_periods(store.cursor()) == []


def test_a_year_without_marks_in_any_part_ranks_by_its_own_marks():
    store = year(scheme(*TWO_QUARTERS), {"2021年": cells(甲=(50, 60)), SPRING: cells(甲=(80, 80)), SUMMER: cells(甲=(70, 70))})
    assert unit(store, period="2021年").total == Decimal("55.00")
    assert unit(store).total == Decimal("73.33")


def test_without_parts_a_year_is_a_period_like_any_other():
    plain = scheme_of(dimension("项目建设", indicator("投资"), indicator("开工")))
    store = year(plain, FULL)
    assert unit(store).total == Decimal("70.50")
    assert unit(year(plain, {SPRING: cells(甲=(80, 81))}), period=SPRING).missing == ()
    assert list_periods(STORE.cursor()) == [SPRING]


def test_the_year_is_compared_with_the_year_before():
    before = {period.replace("2022", "2021"): marks for period, marks in FULL.items()}
    before["2021年"] = cells(甲=(0, 0), 乙=(95, 95))
    store = year(scheme(), {**before, **FULL})
    assert (unit(store).rank, unit(store).previous_rank) == (1, 2)
    assert rows(store, "select previous from period where period = ?", SPRING) == [("2021年第2季度",)]
    assert rows(store, "select previous from period where period = ?", SUMMER) == [(SPRING,)]


def test_relative_rules_compare_within_the_part():
    parts = [{"name": "第1季度"}, {"name": "第2季度"}]
    given = scheme_of(dimension("项目建设", indicator("投资", rule="ratio_to_best")), period_part=parts)
    store = year(given, {SPRING: {"投资": {"甲": 10, "乙": 5}}, SUMMER: {"投资": {"甲": 100, "乙": 400}}})
    assert [unit(store, name).total for name in "甲乙"] == [Decimal("62.50"), Decimal("75.00")]


# --- what is missing ----------------------------------------------------------------------------------------------

NO_SUMMER = {period: marks for period, marks in FULL.items() if period != SUMMER}
GAP = {**FULL, SUMMER: cells(甲=(90, None), 乙=(70, 70))}


@pytest.mark.parametrize(
    ("policy", "total"),
    [
        ("incomplete", None),
        ("zero", "65.85"),  # 平时 (80.5 + 45) ÷ 2 = 62.75, so (62.75×60 + 70.5×40) ÷ 100 = 65.85
        ("reweight", "79.35"),  # 第2季度 90: 平时 85.25
        ("group_mean", "76.35"),  # 开工 takes 乙's 70: 80, 平时 80.25
    ],
)
def test_a_blank_in_a_part_follows_the_policy_there(policy, total):
    found = unit(year(scheme(missing=policy), GAP))
    assert (found.total and str(found.total)) == total
    assert found.missing == ("第2季度：开工",)


@pytest.mark.parametrize(
    ("policy", "total"),
    [
        ("incomplete", None),
        ("zero", "52.35"),  # 平时 (80.5 + 0) ÷ 2 = 40.25
        ("reweight", "76.50"),  # 平时 80.5
        ("group_mean", None),  # nobody has a mark
    ],
)
def test_a_part_that_nobody_has_a_mark_in_follows_the_policy_too(policy, total):
    found = unit(year(scheme(missing=policy), NO_SUMMER))
    assert (found.total and str(found.total)) == total
    assert found.missing == ("第2季度：投资", "第2季度：开工")
    assert found.status == ("ranked" if total else "incomplete")


def test_a_part_that_is_all_missing_drops_out_with_its_weight_where_weights_are_made_up():
    found = unit(year(scheme(*TWO_QUARTERS, missing="reweight"), {SPRING: FULL[SPRING]}))
    assert found.total == Decimal("80.50")


def test_marks_of_a_year_whose_end_is_no_part_dont_count_and_are_shown():
    store = year(scheme(*TWO_QUARTERS), FULL)
    assert unit(store).total == Decimal("87.17")
    unused = [step for _, step in walk(trace(store.cursor(), YEAR, "甲")) if step.kind == "unused"]
    assert [(step.label, step.children[0].printed) for step in unused] == [("开工", 71), ("投资", 70)]


# --- adjustments and vetoes ---------------------------------------------------------------------------------------


def test_points_of_the_parts_and_of_the_year_are_added_up_and_then_capped():
    points = {SPRING: [("甲", 3)], SUMMER: [("甲", 3), ("甲", -1)], YEAR: [("甲", 2)], "2022年3月": [("甲", 9)]}
    store = year(scheme(adjustment={"bonus_cap": 5}), FULL, adjustments=points)
    assert unit(store).adjustment == Decimal("4.00")
    assert unit(store).total == Decimal("83.50")
    assert unit(store, period=SPRING).adjustment == Decimal("3.00")


def test_points_filed_under_a_part_without_marks_count_for_the_year():
    store = year(scheme(missing="reweight"), NO_SUMMER, adjustments={SUMMER: [("甲", -2)]})
    assert unit(store).adjustment == Decimal("-2.00")


@pytest.mark.parametrize("policy", ["bar", "unrank"])
def test_a_veto_in_a_part_bars_the_year_too_and_no_other_part(policy):
    store = year(scheme(veto=policy), FULL, vetoes={SPRING: [("甲", "安全事故")]})
    assert unit(store).vetoes == unit(store, period=SPRING).vetoes == ("安全事故",)
    assert unit(store, period=SUMMER).vetoes == ()
    assert unit(store).status == ("vetoed" if policy == "unrank" else "ranked")


# --- why ----------------------------------------------------------------------------------------------------------


def the(root: Step, *labels: str) -> Step:
    """Return the step that these labels lead down to."""
    for label in labels:
        root = next(child for child in root.children if child.label == label)
    return root


def test_the_trace_leads_from_the_year_through_its_parts_to_the_cells():
    store = year(scheme(), FULL, adjustments={SUMMER: [("甲", 1)]})
    root = trace(store.cursor(), YEAR, "甲")
    assert step_in_words(the(root, "基础分", "项目建设")) == "项目建设 79.50 = (85.50×60 + 70.50×40) ÷ 100"
    assert step_in_words(the(root, "基础分", "项目建设", "平时")) == "平时 85.50 = (80.50 + 90.50) ÷ 2"
    assert step_in_words(the(root, "基础分", "项目建设", "平时", "第2季度")) == "第2季度 90.50 = (90.00 + 91.00) ÷ 2"
    assert step_in_words(the(root, "基础分", "项目建设", "年终")) == "年终 70.50 = (70.00 + 71.00) ÷ 2"
    assert the(root, "基础分", "项目建设", "平时", "第2季度", "开工").children[0].source.file == f"{SUMMER}.csv"
    opening = the(root, "基础分", "项目建设", "平时", "第2季度", "开工")
    assert (opening.name, opening.period, opening.part) == ("第2季度：开工", SUMMER, "第2季度")
    assert way_of(root, "开工", "年终")[:3] == ["开工 71.00", "年终 70.50", "项目建设 79.50"]
    assert the(root, "加减分", "加分").children[0].remark == "第2季度"


def test_the_trace_says_which_part_is_missing_and_the_way_starts_at_one_that_is_there():
    sheets = {SUMMER: FULL[SUMMER], YEAR: FULL[YEAR]}
    root = trace(year(scheme(), sheets).cursor(), YEAR, "甲")
    assert the(root, "基础分", "项目建设", "平时").remark == "缺第1季度，没有得分"
    assert the(root, "基础分", "项目建设").remark == "缺平时，没有得分"
    again = trace(year(scheme(missing="reweight"), sheets).cursor(), YEAR, "甲")
    assert way_of(again, "投资")[:3] == ["投资 90.00", "第2季度 90.50", "平时 90.50"]


def test_the_sentence_says_what_lacks_in_which_part():
    store = year(scheme(), GAP)
    ranking = ranking_of(store)
    said = why(ranking, suggest_nobody(ranking, scheme(), "村"), scheme(), "甲")
    assert said.startswith("甲资料不全，没有名次：缺项目建设（第2季度：开工）。")


def test_a_veto_of_a_part_names_its_part_in_the_trace():
    store = year(scheme(), FULL, vetoes={SPRING: [("甲", "安全事故")]})
    assert any("第1季度；一票否决" in line for line in in_words(trace(store.cursor(), YEAR, "甲")))


# --- what is in, who marked, what a draft would change ------------------------------------------------------------


def test_the_gaps_of_a_year_are_those_of_all_its_parts():
    store = year(scheme(), GAP)
    assert gaps(store.cursor(), YEAR, ["甲", "乙"]) == [Gap("甲", "项目建设", ("第2季度：开工",), 6)]
    assert gaps(store.cursor(), SUMMER, ["甲", "乙"]) == [Gap("甲", "项目建设", ("开工",), 2)]
    assert part_states(store.cursor(), YEAR, ["甲", "乙"]) == [
        PartState("第1季度", 4, 4),
        PartState("第2季度", 3, 4),
        PartState("年终", 4, 4),
    ]
    assert part_states(store.cursor(), YEAR, ["甲"])[:2] == [PartState("第1季度", 2, 2), PartState("第2季度", 1, 2)]
    assert part_states(store.cursor(), SUMMER, ["甲"]) == []


def test_a_year_is_shown_first_only_once_every_part_has_marks():
    assert period_to_show(year(scheme(), {SPRING: FULL[SPRING], SUMMER: FULL[SUMMER]}).cursor()) == SUMMER
    assert period_to_show(year(scheme(), GAP).cursor()) == YEAR
    assert period_to_show(year(scheme(), {YEAR: FULL[YEAR]}).cursor()) == YEAR
    assert period_to_show(year(scheme(), {}).cursor()) is None


def test_leaving_out_a_rater_of_the_years_end_keeps_the_parts():
    end = {"投资": {"甲": [70, 70], "乙": [95, 100]}, "开工": {"甲": [70, 70], "乙": [95, 100]}}
    store = year(scheme(), {**FULL, YEAR: end}, adjustments={SPRING: [("乙", 1)]})
    assert {mark.rater for mark in rater_marks(store.cursor(), YEAR, "村")} == {"", "评分人1"}
    assert [unit(store, name).total for name in "甲乙"] == [Decimal("79.30"), Decimal("79.00")]
    # without the unnamed rater 乙 has 100 at the year's end: 65×0.6 + 40 + 1 = 80
    swapped = (RankMove("甲", 1, 2), RankMove("乙", 2, 1))
    assert [(item.rater, item.moves) for item in leave_one_out(store, YEAR, None, "村")] == [("", swapped), ("评分人1", ())]
    assert rater_marks(year(scheme(*TWO_QUARTERS), FULL).cursor(), YEAR, "村") == []


def test_a_draft_with_parts_is_tried_on_a_copy_and_best_marks_still_give_100():
    plain = scheme_of(dimension("项目建设", indicator("投资"), indicator("开工")))
    store = year(plain, FULL)
    tried = Rehearsal(store).rank(scheme())
    assert tried[YEAR].units[0].total == Decimal("79.50")
    assert rank_units(store.cursor(), YEAR).units[0].total == Decimal("95.00")
    assert best_total(scheme()) == 100


# --- the scheme ---------------------------------------------------------------------------------------------------


def test_a_scheme_with_parts_is_written_and_read_back_equal():
    assert read_scheme(write_scheme(scheme())) == scheme()
    assert check_tables(scheme_tables(scheme())).scheme == scheme()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([{"name": "第5季度"}], "第 1 个分期 › name：“第5季度”不是一年里的考核期"),
        ([{"name": "平时", "periods": ["第1季度", "2022年"]}], "第 1 个分期 › periods：“2022年”不是一年里的考核期"),
        ([{"name": "年终"}, {"name": "年终"}], "第 2 个分期：“年终”重复了"),
        ([{"name": "第1季度"}, {"name": "平时", "periods": ["第1季度"]}], "第 2 个分期 › periods：“第1季度”已经算在 第 1 个分期"),
        ([{"name": "平时", "periods": ["3月", "3月"]}], "第 1 个分期 › periods：“3月”已经算在 第 1 个分期"),
        ([{"name": "年终", "weight": 0}], "第 1 个分期 › weight：必须大于 0"),
        ([{"name": "年终", "share": 1}], "第 1 个分期 › share：不认识的键 share"),
        ([{"weight": 1}], "第 1 个分期 › name：缺少 name"),
        ([{"name": "3月", "weight": 10**7}, {"name": "4月", "weight": Decimal("0.0000001")}], "period_part：同级权重的比例太细"),
    ],
)
def test_parts_that_make_no_sense_are_refused_with_key_and_place(parts, said):
    with pytest.raises(SchemeError) as caught:
        scheme(*parts)
    (problem,) = caught.value.problems
    assert problem.message.startswith(said)


def test_the_page_names_a_wrong_part_by_its_name_and_heading():
    tables = scheme_tables(scheme())
    tables.parts["period_part"][0]["periods"] = "第1季度、第9季度"
    tables.parts["period_part"][1]["weight"] = "-1"
    found = {fault.place: fault.text for fault in check_tables(tables).faults}
    assert found["年终 › 权重"].startswith("必须大于 0")
    assert found["平时 › 包含的考核期"].startswith("“第9季度”不是一年里的考核期")


def test_differences_between_parts_are_said_in_words():
    other = scheme({"name": "平时", "weight": 70, "periods": ["第1季度"]}, {"name": "第4季度", "weight": 30})
    assert [item.sentence for item in differences(scheme(), other)] == [
        "删去分期 年终",
        "平时权重 60 → 70",
        "平时包含的考核期 第1季度、第2季度 → 第1季度",
        "新增分期 第4季度",
    ]


# --- the command line ---------------------------------------------------------------------------------------------


def test_sheets_of_several_quarters_rank_the_year_in_one_call(tmp_path, capsys):
    (tmp_path / "方案.toml").write_text(write_scheme(scheme()), "utf-8")
    (tmp_path / "名册.csv").write_text("单位,类别\n甲村,村\n乙村,村\n", "utf-8")
    column = "单位,投资,开工,考核期\n甲村,80,81,2022年第1季度\n乙村,60,60,2022年第1季度\n甲村,90,91,2022Q2\n乙村,70,70,2022Q2\n"
    (tmp_path / "平时.csv").write_text(column, "utf-8")
    (tmp_path / "年终.csv").write_text("2022年度年终评分表,,\n单位,投资,开工\n甲村,70,71\n乙村,95,95\n", "utf-8")
    (tmp_path / "加分.csv").write_text("单位,加减分,事由,考核期\n乙村,2,表彰,2022年第1季度\n", "utf-8")
    files = [str(tmp_path / name) for name in ("平时.csv", "年终.csv")]
    options = ["--scheme", str(tmp_path / "方案.toml"), "--roster", str(tmp_path / "名册.csv"), "--format", "csv"]
    assert main(["rank", *files, *options, "--adjustments", str(tmp_path / "加分.csv"), "--period", YEAR]) == 0
    assert [line.split(",")[2:5] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["甲村", "1", "79.50"],
        ["乙村", "2", "79.00"],
    ]
    assert main(["rank", files[0], *options]) == 0  # the latest period in the sheets, as ever
    assert capsys.readouterr().out.splitlines()[1].startswith(SUMMER)
    assert main(["rank", files[0], *options, "--period", YEAR]) == 0
    assert "第1季度" not in capsys.readouterr().out.splitlines()[1]
