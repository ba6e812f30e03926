"""单位画像: the sentence, the figures, the waterfall, what is needed, where numbers are from; odd groups and units."""

import io
from dataclasses import replace

import pytest
from docx import Document

from evaluation.award_lock import lock_draft
from evaluation.events import roster_set, scheme_set
from evaluation.ranking import rank_units
from evaluation.roster import Roster
from evaluation.ui.text import md
from evaluation.wording import pages
from evaluation.wording import unit_page as words
from evaluation.wording import why as reasons
from tests import samples
from tests.chain import dimension, fill, indicator, one, roster_of, scheme_of, sheet_draft, veto_draft
from tests.pages.cases import LONG, SHAPES, fill_plain


def text(person) -> str:
    return person.text.replace("\\", "")


def open_unit(person, unit: str, **query: str):
    person.visit("unit", unit=unit, **query)
    person.assert_sound()
    return person


def test_a_unit_in_the_address_is_told_why_it_stands_where_it_stands(demonstration):
    page = open_unit(demonstration, "李家河村")
    assert "李家河村总分 85.10，第 9 名" in text(page)
    assert "离评先线（新城社区 85.23）差 0.13 分" in text(page)
    assert "项目建设再得 0.41 分，别的都不变，就能进名单。" in text(page)
    assert [metric.value for metric in page.app.metric] == ["9 / 20", "85.10", "−0.13", "−0.13", "▼ 2"]
    assert "李家河村差 0.13 分：输在营商环境，少 2.27 分" in text(page)
    assert "比2021年降 2 名：自己的分 −1.5，别人的分 −0.5，单位进出 0，方案 0。" in text(page)


def fill_three(office, marks: dict[str, tuple], rule: dict | None = None, **options) -> None:
    """Three dimensions of one indicator each, the first with its own rule; one place for the group."""
    scheme = scheme_of(
        dimension("项目建设", indicator("投资", **(rule or {}))),
        dimension("营商环境", indicator("满意")),
        dimension("作风能力", indicator("作风")),
        award=[{"name": "先进集体", "groups": ["村"], "quota": 1}],
        **options,
    )
    columns = {name: {unit: own[at] for unit, own in marks.items()} for at, name in enumerate(("投资", "满意", "作风"))}
    drafts = [roster_set(roster_of(村=" ".join(marks))), scheme_set(scheme), sheet_draft(columns)]
    office.store.append(drafts, "考核办")


@pytest.mark.parametrize(("aggregation", "title"), [("arithmetic", words.WEAK), ("minimum", words.WEAK_BY_WEIGHT)])
def test_what_indicators_cost_is_called_points_of_the_total_only_where_it_is(office, aggregation, title):
    fill_three(office, {"甲村": (60, 100, 100), "乙村": (80, 80, 80), "丙村": (90, 85, 85)}, aggregation=aggregation)
    open_unit(office, "甲村")
    assert title in text(office)


@pytest.mark.parametrize(
    ("better", "own", "onward", "marks"),
    [
        ("higher", {"甲村": 5, "乙村": 10, "丙村": 0}, "投资再得 8，别的都不变，就能进名单。", "5 → 13"),
        ("lower", {"甲村": 15, "乙村": 10, "丙村": 20}, "投资再少 8，别的都不变，就能进名单。", "15 → 7"),
    ],
)
def test_an_indicator_that_reaches_what_no_dimension_does_is_the_way_onward(office, better, own, onward, marks):
    rest = {"甲村": (80, 80), "乙村": (99, 80), "丙村": (0, 0)}
    rule = {"rule": "min_max", "better": better}
    fill_three(office, {unit: (own[unit], *rest[unit]) for unit in own}, rule)
    open_unit(office, "甲村")
    assert onward in text(office)
    assert f"投资** {marks}" in text(office)
    assert words.NEED_NONE.format(goal=words.GOAL_LIST) not in text(office)


def test_only_where_no_indicator_reaches_the_goal_either_one_thing_alone_is_not_enough(office):
    fill_three(office, {"甲村": (50, 50, 50), "乙村": (99, 99, 99), "丙村": (0, 0, 0)})
    open_unit(office, "甲村")
    assert words.NEED_NONE.format(goal=words.GOAL_LIST) in text(office)
    assert words.NO_CHEAPEST in text(office)


def test_without_a_unit_the_best_one_is_shown_and_the_arrows_go_through_the_ranks(demonstration):
    page = demonstration.visit("unit")
    assert page.app.selectbox(key="unit").value == "东坪村"
    assert page.app.button(key="unit_back").disabled
    page.app.button(key="unit_on").click().run()
    page.assert_sound()
    assert page.app.selectbox(key="unit").value == "龙泉村"
    assert page.app.query_params["unit"] in ("龙泉村", ["龙泉村"])
    page.app.button(key="unit_back").click().run()
    assert page.app.selectbox(key="unit").value == "东坪村"
    assert words.ALREADY_FIRST in text(page)


def test_a_unit_of_the_other_group_turns_to_that_group(demonstration):
    page = open_unit(demonstration, "经济发展办公室")
    assert page.app.selectbox(key="unit").value == "经济发展办公室"
    assert page.app.session_state["group"] == samples.OFFICES


def test_changing_the_group_shows_its_best_unit(demonstration):
    page = open_unit(demonstration, "李家河村")
    page.app.segmented_control(key="group").select(samples.OFFICES).run()
    page.assert_sound()
    assert page.app.session_state["unit"] in {unit.name for unit in page.store.roster.units if unit.group == samples.OFFICES}


def test_a_unit_that_does_not_exist_shows_the_best_one(demonstration):
    assert open_unit(demonstration, "没有这个村").app.selectbox(key="unit").value == "东坪村"
    assert words.NO_SUCH_UNIT.format(unit="没有这个村", shown="东坪村") in demonstration.text
    demonstration.app.segmented_control(key="group").set_value(samples.OFFICES).run()
    demonstration.assert_sound()
    assert not demonstration.app.warning, "nobody asked for a village among the offices"


@pytest.mark.parametrize("side", [words.LINE, words.LEADER, words.MEAN])
def test_the_waterfall_turns_to_each_side_and_to_each_picture_size(demonstration, side):
    page = open_unit(demonstration, "李家河村")
    page.app.segmented_control(key="against").select(side).run()
    page.assert_sound()
    for size in page.app.segmented_control(key="unit_size").options[1:]:
        page.app.segmented_control(key="unit_size").select(size).run()
        page.assert_sound()


def test_every_indicator_leads_to_its_cell(demonstration):
    page = open_unit(demonstration, "李家河村")
    table = page.app.dataframe[1].value
    heads = words.SOURCE_COLUMNS
    row = table[table[heads["indicator"]] == "企业群众满意度"].iloc[0]
    assert row[heads["mark"]] == "79.5"
    assert row[heads["source"]].startswith("营商环境评分表.csv")
    page.app.session_state["sources/2022年/李家河村"] = {"selection": {"rows": [5], "columns": [], "cells": []}}
    page.app.run()
    page.assert_sound()
    assert "一个数怎么算到总分" in text(page)


def test_what_is_needed_is_listed_for_the_list_and_for_the_next_rank(demonstration):
    page = open_unit(demonstration, "李家河村")
    rows = page.app.dataframe[0].value.to_numpy().tolist()
    assert ["营商环境（整项）", "+0.41", "82.10 → 82.51"] in rows
    assert "最省的一格：**企业群众满意度** 79.5 → 80.6" in text(page)
    page.app.segmented_control(key="goal").select("升到第 8 名").run()
    page.assert_sound()


def test_the_cells_that_decide_the_list_are_named_with_their_places(demonstration):
    page = open_unit(demonstration, "东坪村")
    table = page.app.dataframe[-1].value
    first = table.iloc[0].tolist()
    assert first[0] in ("新城社区", "李家河村")
    assert "评分表" in first[-1]
    assert "第" in first[-1]


def test_the_notice_is_a_word_page_with_the_cells(demonstration):
    page = open_unit(demonstration, "李家河村")
    document = Document(io.BytesIO(page.downloaded(words.NOTICE)))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "李家河村2022年考核情况通知单" in said
    assert "演示数据" in said
    assert "第 9 名" in said
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "企业群众满意度" in cells
    assert any(text.startswith("营商环境评分表.csv") for text in cells)
    fonts = {run._element.rPr.rFonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia")
             for paragraph in document.paragraphs for run in paragraph.runs}  # fmt: skip
    assert None not in fonts


@pytest.mark.parametrize(
    ("rule", "marked", "said"), [("zero", "营商环境＊", "按 0 分算"), ("group_mean", "营商环境＊", "按全组平均算")]
)
def test_the_notice_marks_the_scores_that_rest_on_a_gap(empty, rule, marked, said):
    parts = [dimension(name, indicator(f"{name}指标")) for name in ("项目建设", "营商环境")]
    marks = {"项目建设指标": {"甲村": 90, "乙村": 80}, "营商环境指标": {"甲村": 70}}
    fill(empty.store, scheme_of(*parts, missing=rule), marks, roster=roster_of(村="甲村 乙村"))
    for unit, rests in (("甲村", False), ("乙村", True)):
        document = Document(io.BytesIO(open_unit(empty, unit).downloaded(words.NOTICE)))
        names = [row.cells[0].text for row in document.tables[0].rows]
        assert (names[1], marked in names, "总分＊" in names) == ("项目建设", rests, rests)
        assert any(f"＊ 有指标没有打分，{said}。" == paragraph.text for paragraph in document.paragraphs) is rests


def test_the_notice_of_an_incomplete_unit_has_the_scores_that_are_there(demonstration):
    unit = next(item for item in rank_units(demonstration.store.cursor(), samples.PERIOD).units if item.unit == "南沟村")
    document = Document(io.BytesIO(open_unit(demonstration, "南沟村").downloaded(words.NOTICE)))
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in document.tables[0].rows[1:]}
    assert {name: rows[name][0] for name in unit.dimensions} == {
        name: "缺" if score is None else f"{score:f}" for name, score in unit.dimensions.items()
    }
    assert "缺" in (row[0] for row in rows.values())
    assert "总分" not in rows


def test_an_incomplete_unit_is_told_what_it_lacks(demonstration):
    page = open_unit(demonstration, "南沟村")
    assert "南沟村资料不全，没有名次：缺营商环境（矛盾排查化解）" in text(page)
    assert words.NEEDS_INCOMPLETE in text(page)
    assert words.NO_GAP in text(page)


def test_a_vetoed_unit_is_told_that_points_do_not_help(demonstration):
    page = open_unit(demonstration, "西岭村")
    assert "不能参评：一票否决" in text(page)


def test_a_vetoed_unit_without_rank_is_shown(empty):
    fill_plain(empty.store, {"甲村": 90, "乙村": 80})
    scheme = replace(empty.store.scheme, veto="unrank")
    empty.store.append([scheme_set(scheme), veto_draft([("甲村", "安全生产事故")])], "考核办")
    assert "因一票否决（安全生产事故）不参加排名" in text(open_unit(empty, "甲村"))


def test_the_first_period_has_no_predecessor(demonstration):
    assert reasons.NO_PREDECESSOR in text(open_unit(demonstration, "东坪村", period="2021年"))


@pytest.mark.parametrize("shape", SHAPES)
def test_odd_groups_are_shown_for_their_first_and_last_unit(empty, shape):
    fill_plain(empty.store, SHAPES[shape])
    names = list(SHAPES[shape])
    for name in (names[0], names[-1]):
        open_unit(empty, name)
        assert empty.app.selectbox(key="unit").value == name


def test_one_unit_and_equal_units_are_said_to_have_nothing_to_compare(empty):
    fill_plain(empty.store, SHAPES["one unit"])
    assert "本组只有这一个单位有名次" in text(open_unit(empty, "甲村"))
    fill_plain(empty.store, SHAPES["all equal"])
    assert "全组 22 个单位同分" in text(open_unit(empty, "第7村"))


def test_names_of_twelve_characters_are_shown_whole(empty):
    fill_plain(empty.store, SHAPES["names of twelve characters"])
    assert md(LONG[3]) in open_unit(empty, LONG[3]).text


def test_a_group_without_an_award_has_no_line_and_says_so(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}}, roster=roster_of(村="甲", 站="乙"))
    page = open_unit(empty, "乙")
    assert words.CELLS_NO_AWARD in text(page)


def test_a_scheme_changed_between_the_periods_has_its_part_in_the_change_of_rank(empty):
    def scheme(weight: int):
        return scheme_of(
            dimension("项目", indicator("投资"), weight=weight), dimension("作风", indicator("测评"), weight=10 - weight)
        )

    marks = {"投资": {"甲": 90, "乙": 60}, "测评": {"甲": 50, "乙": 90}}
    empty.store.append([scheme_set(scheme(9)), roster_set(roster_of(**{samples.VILLAGES: "甲 乙"}))], "考核办")
    empty.store.append([sheet_draft(marks, "2021年")], "考核办")
    before = len([event for event in empty.store.journal.events() if event.kind == "scheme_set"])
    empty.store.append([scheme_set(scheme(1), "改权重"), sheet_draft(marks)], "考核办")
    page = open_unit(empty, "甲")
    assert "比2021年降 1 名：自己的分 0，别人的分 0，单位进出 0，方案 −1。" in text(page)
    assert f"2021年收齐评分时用的是方案第 {before} 版，那时是第 1 名；按现在的第 {before + 1} 版是第 2 名。" in text(page)


def test_an_empty_office_is_shown_the_way_to_begin(empty):
    empty.visit("unit").assert_sound()
    assert pages.EMPTY_ROSTER_TITLE in empty.text


def test_an_office_without_marks_is_shown_the_way_to_import(with_roster):
    with_roster.visit("unit", unit="东坪村").assert_sound()
    assert pages.EMPTY_TITLE in with_roster.text


# --- a unit that was renamed ----------------------------------------------------------------------------------------


def rename(person, old: str, new: str) -> None:
    units = [
        replace(unit, name=new, aliases=(*unit.aliases, old)) if unit.name == old else unit for unit in person.store.roster.units
    ]
    person.store.append([roster_set(Roster(tuple(units)))], "考核办")


def test_a_link_with_a_former_name_leads_to_the_unit_and_its_group(office):
    rename(office, "党建工作办公室", "党建办公室")
    page = open_unit(office, "党建工作办公室")
    assert "党建办公室总分" in text(page)
    assert page.app.query_params["unit"] == "党建办公室"
    assert page.app.query_params["group"] in ("办公室（站所）", ["办公室（站所）"])


def test_a_link_with_the_new_name_leads_to_the_unit_as_a_locked_list_has_it(office):
    draft, position = lock_draft(office.store, samples.PERIOD, office.store.scheme.award[0])
    office.store.append([draft], "主任", seen=position)
    rename(office, "李家河村", "李家河社区")
    page = open_unit(office, "李家河社区", period=samples.PERIOD)
    assert "李家河村总分" in text(page)
    assert page.app.query_params["unit"] == "李家河村"
