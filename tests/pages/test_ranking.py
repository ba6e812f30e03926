"""排名分析: the table, filters that keep ranks, what-if weights that never write, printed list and pictures."""

import io
import json
from decimal import Decimal

import openpyxl
import pandas
import pytest

from evaluation.ranking import rank_units
from evaluation.saved_views import list_views
from evaluation.ui.text import md
from evaluation.wording import charts as chart_words
from evaluation.wording import moves, views
from evaluation.wording import pages as words
from evaluation.wording import trial as trial_words
from evaluation.wording.export import AGGREGATIONS
from tests import samples
from tests.chain import dimension, fill, indicator, one, scheme_of, sheet_draft
from tests.pages.cases import fill_plain
from tests.pages.conftest import totals_of


def sliders(person) -> list[float]:
    return [slider.value for slider in person.app.slider]


def ribbon(person) -> str:
    return next((text.value for text in person.app.markdown if text.value.startswith("**:violet[试算]**")), "")


def move(person, number: int, to: float) -> None:
    person.app.slider(key=f"weight_{number}").set_value(to).run()
    person.assert_sound()


# --- table and filters ----------------------------------------------------------------------------------------------


def test_all_units_stand_in_the_table_incomplete_ones_last_and_without_rank(demonstration):
    demonstration.open("ranking")
    table = demonstration.table
    assert list(table[words.COLUMN_UNIT])[:3] == ["东坪村", "龙泉村", "西岭村"]
    assert list(table[words.COLUMN_UNIT])[-2:] == ["张家塬村", "南沟村"]
    assert table[words.COLUMN_RANK].isna().tolist() == [False] * 20 + [True] * 2
    assert totals_of(table)[-2:] == ["—", "—"]
    assert words.SHOWN.format(shown=22, of=22) in demonstration.text


def test_the_table_says_why_a_unit_is_not_proposed(demonstration):
    table = demonstration.open("ranking").table.set_index(words.COLUMN_UNIT)
    assert table.loc["西岭村", words.COLUMN_VERDICT] == "一票否决"
    assert table.loc["核桃坪村", words.COLUMN_VERDICT] == "▼ 作风能力 68.50"
    assert table.loc["南沟村", words.COLUMN_VERDICT] == "缺营商环境、作风能力"
    assert table.loc["新城社区", words.COLUMN_VERDICT] == "建议入选"
    assert table.loc["新城社区", words.COLUMN_GAP] == 0
    assert table.loc["李家河村", words.COLUMN_GAP] == -0.13


def test_ranks_are_compared_with_the_period_before(demonstration):
    table = demonstration.open("ranking").table
    heading = words.COLUMN_CHANGE.format(period="2021年")
    before = {unit.unit: unit.rank for unit in rank_units(demonstration.store.cursor(), "2021年").units}
    assert list(table[heading].dropna()) == [
        before[unit] - rank for unit, rank in zip(table[words.COLUMN_UNIT], table[words.COLUMN_RANK], strict=True)
        if before[unit] is not None and pandas.notna(rank)
    ]  # fmt: skip
    assert table[heading].isna().sum() == 2


def test_the_first_period_has_nothing_to_be_compared_with(demonstration):
    demonstration.visit("ranking", period="2021年")
    assert words.COLUMN_CHANGE.format(period=words.LAST_PERIOD) in demonstration.table.columns


@pytest.mark.parametrize(("text", "units"), [
    ("ljh", ["李家河村"]), ("李家河", ["李家河村"]), ("LJH", ["李家河村"]), ("居委会", ["新城社区", "东街社区", "西关社区"]),
])  # fmt: skip
def test_a_search_by_name_alias_or_pinyin_keeps_the_ranks(demonstration, text, units):
    full = demonstration.open("ranking").table.set_index(words.COLUMN_UNIT)[words.COLUMN_RANK]
    demonstration.app.text_input(key="search").input(text).run()
    demonstration.assert_sound()
    found = demonstration.table.set_index(words.COLUMN_UNIT)[words.COLUMN_RANK]
    assert list(found.index) == units
    assert all(found[unit] == full[unit] for unit in units)
    assert words.SHOWN.format(shown=len(units), of=22) in demonstration.text


@pytest.mark.parametrize(("pill", "units"), [
    (words.ONLY_VETOED, ["西岭村"]), (words.ONLY_FLOOR, ["核桃坪村", "柳沟村"]), (words.ONLY_INCOMPLETE, ["张家塬村", "南沟村"]),
    (words.ONLY_SUGGESTED, ["东坪村", "龙泉村", "花园社区", "石桥村", "杏花村", "新城社区"]),
])  # fmt: skip
def test_a_pill_shows_only_these_units(demonstration, pill, units):
    demonstration.open("ranking").app.pills(key="only").select(pill).run()
    assert list(demonstration.table[words.COLUMN_UNIT]) == units
    assert words.SHOWN.format(shown=len(units), of=22) in demonstration.text


def test_search_and_pill_stand_in_the_address(demonstration):
    demonstration.visit("ranking", search="hty", only=words.ONLY_FLOOR)
    assert not demonstration.app.dataframe
    demonstration.visit("ranking", search="htp", only=words.ONLY_FLOOR)
    assert list(demonstration.table[words.COLUMN_UNIT]) == ["核桃坪村"]


def test_when_nothing_is_found_the_units_are_said_to_be_still_there(demonstration):
    demonstration.visit("ranking", search="没有这个村")
    assert words.NO_HIT_TITLE in demonstration.text
    assert words.NO_HIT_TEXT.format(count=22) in demonstration.text
    demonstration.click(words.CLEAR_FILTER)
    demonstration.assert_sound()
    assert len(demonstration.table) == 22


def test_every_filter_stands_in_the_address_and_they_work_together(demonstration):
    demonstration.visit("ranking", status=views.RANKED, floor_1="80", lowest="83", highest="92.87", sort="营商环境")
    demonstration.assert_sound()
    table = demonstration.table
    assert list(table[words.COLUMN_UNIT])[:3] == ["花园社区", "东坪村", "核桃坪村"]
    assert table["营商环境 1/3"].is_monotonic_decreasing
    assert table["项目建设 1/3"].min() >= 80
    assert 83 <= table[words.COLUMN_TOTAL].min() <= table[words.COLUMN_TOTAL].max() <= 92.87
    line = next(text.value for text in demonstration.app.markdown if text.value.startswith("**显示"))
    assert line.endswith("有名次；项目建设 ≥ 80；总分 ≥ 83；总分 ≤ 92.87")
    demonstration.click(words.CLEAR_FILTER)
    assert len(demonstration.table) == 22
    assert list(demonstration.table[words.COLUMN_UNIT])[:2] == ["东坪村", "龙泉村"]


def test_an_address_with_nonsense_shows_all(demonstration):
    demonstration.visit(
        "ranking", status="x", floor_1="x", lowest="-1", sort="没有这一列", reverse="x", against="1900年", picture="x"
    )
    demonstration.assert_sound()
    assert len(demonstration.table) == 22


def test_ranks_are_compared_with_the_chosen_period(demonstration):
    name = demonstration.store.scheme.indicators[0].name
    demonstration.store.append([sheet_draft({name: {"东坪村": 90}}, "2020年", "旧.csv")], "考核办")
    demonstration.visit("ranking", against="2020年")
    demonstration.assert_sound()
    assert words.COLUMN_CHANGE.format(period="2020年") in demonstration.table
    assert demonstration.table[words.COLUMN_CHANGE.format(period="2020年")].isna().all()


def test_a_view_is_kept_opened_by_a_colleague_renamed_and_deleted(demonstration):
    demonstration.visit("ranking", search="村", floor_2="85", sort="作风能力", reverse="true")
    expected = list(demonstration.table[words.COLUMN_UNIT])
    before = demonstration.store.journal.head()
    demonstration.app.text_input(key="view_name").input("营商**好**的村").run()
    demonstration.click(views.SAVE)
    demonstration.assert_sound()
    demonstration.visit("ranking").click(md("营商**好**的村"))
    demonstration.assert_sound()
    assert list(demonstration.table[words.COLUMN_UNIT]) == expected
    demonstration.app.text_input(key="view_new_name").input("好村").run()
    demonstration.click(views.RENAME)
    assert demonstration.has_button("好村")
    demonstration.click(views.DELETE)
    assert not demonstration.has_button("好村")
    assert demonstration.store.journal.head() == before


def test_a_view_of_a_known_name_is_replaced_after_a_question_only(demonstration):
    for search in ("村", "社区"):
        demonstration.visit("ranking", search=search)
        demonstration.app.text_input(key="view_name").input("常看").run()
        demonstration.click(views.SAVE)
        demonstration.assert_sound()
    kept = lambda: [view.query for view in list_views(demonstration.store.journal)]  # noqa: E731
    assert len(kept()) == 1
    assert "search=%E6%9D%91" in kept()[0]
    assert "换个名字另存" in demonstration.text
    demonstration.click(views.REPLACE)
    assert len(kept()) == 1
    assert "search=%E7%A4%BE%E5%8C%BA" in kept()[0]
    assert not demonstration.has_button(views.REPLACE)


def test_a_view_without_a_name_is_refused_in_words(demonstration):
    demonstration.open("ranking").click(views.SAVE)
    demonstration.assert_sound()
    assert views.NAMELESS in demonstration.text


def test_a_clicked_unit_shows_all_its_reasons(demonstration):
    demonstration.open("ranking")
    demonstration.app.session_state["ranking_table"] = {
        "selection": {"rows": [], "columns": [], "cells": [(21, words.COLUMN_RANK)]}
    }
    demonstration.app.run()
    demonstration.assert_sound()
    assert views.DETAIL.format(unit="南沟村", rank=views.DETAIL_NO_RANK) in demonstration.text
    assert views.DETAIL_MISSING.format(indicators="矛盾排查化解、一线担当作为")[:6] in demonstration.text


@pytest.mark.parametrize("text", ["[", "(", "\\", "*", "%", "_", "'", "　", "  东坪  "])
def test_any_search_text_is_taken_as_text(demonstration, text):
    demonstration.visit("ranking", search=text)
    demonstration.assert_sound()


def test_a_filter_changes_neither_ranks_nor_what_is_printed(demonstration):
    demonstration.visit("ranking", search="ljh")
    page = openpyxl.load_workbook(io.BytesIO(demonstration.downloaded(words.PRINT))).active
    assert [row[2].value for row in page.iter_rows(min_row=6, max_row=27)][:3] == ["东坪村", "龙泉村", "西岭村"]


def test_the_printed_list_holds_what_the_command_line_prints(office, capsys):
    office.open("ranking")
    page = openpyxl.load_workbook(io.BytesIO(office.downloaded(words.PRINT))).active
    rows = samples.command_line(
        capsys, "rank", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, group=samples.VILLAGES
    )
    head = next(row for row in page.iter_rows() if row[0].value == "名次")
    place = {cell.value: number for number, cell in enumerate(head)}
    printed = list(page.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + len(rows), values_only=True))
    for row, line in zip(rows, printed, strict=True):
        assert (line[place["名次"]], line[place["单位"]]) == (row["rank"], row["unit"])
        total = line[place["总分"]]
        assert (None if total is None else f"{total:.2f}") == row["total"]


# --- what-if --------------------------------------------------------------------------------------------------------


def test_the_sliders_begin_at_the_schemes_weights_and_say_so(demonstration):
    demonstration.open("ranking")
    assert sum(map(Decimal, map(str, sliders(demonstration)))) == 100
    assert not ribbon(demonstration)
    assert words.LIST_UNTRIED in demonstration.text
    assert demonstration.button(words.BACK_TO_SCHEME).disabled


@pytest.mark.parametrize("moves", [
    [(0, 40.0)], [(0, 98.0)], [(0, 1.0)], [(0, 98.0), (1, 98.0), (2, 98.0)], [(1, 1.0), (2, 1.0)],
    [(0, 33.3), (0, 33.4), (2, 50.1)],
])  # fmt: skip
def test_moved_sliders_sum_to_a_hundred(demonstration, moves):
    demonstration.open("ranking")
    for number, to in moves:
        move(demonstration, number, to)
        assert sliders(demonstration)[number] == to
        assert sum(map(Decimal, map(str, sliders(demonstration)))) == 100


def test_where_the_other_sliders_stood_before_they_gave_way_takes_nothing_back(demonstration):
    """A browser reports all sliders; while one is being moved, the others' last places are on their way to it."""
    app = demonstration.open("ranking").app
    stood = sliders(demonstration)
    move(demonstration, 0, 40.0)
    for number, to in ((0, 41.0), (0, 42.0), (0, 43.0), (2, 70.0), (2, 71.0)):
        drawn = sliders(demonstration)
        for other in {0, 1, 2} - {number}:
            app.slider(key=f"weight_{other}").set_value(stood[other])
        app.slider(key=f"weight_{number}").set_value(to).run()
        assert sliders(demonstration)[number] == to
        assert sum(map(Decimal, map(str, sliders(demonstration)))) == 100
        stood = drawn


@pytest.mark.parametrize("weights", [[1, 1, 1, 1], [19, 40, 40, 1], [1000, 1, 1, 1], [1, 1], [5, 5, 5, 5, 5, 5, 5, 1]])
def test_sliders_sum_to_a_hundred_for_any_scheme(empty, weights):
    named = {f"维度{number}": weight for number, weight in enumerate(weights)}
    scheme = scheme_of(*(dimension(name, indicator(f"{name}指标"), weight=weight) for name, weight in named.items()))
    fill(empty.store, scheme, {f"{name}指标": {"甲": 90, "乙": 80} for name in named})
    empty.open("ranking")
    empty.assert_sound()
    assert sum(map(Decimal, map(str, sliders(empty)))) == 100
    for number, to in [(0, 101.0 - len(weights)), (len(weights) - 1, 1.0), (0, 1.0)]:
        move(empty, number, to)
        assert sum(map(Decimal, map(str, sliders(empty)))) == 100
        assert min(sliders(empty)) >= 1


def test_a_moved_slider_ranks_like_the_command_line_and_says_what_changes(office, capsys):
    office.open("ranking")
    move(office, 0, 60.0)
    weights = [f"{name}={share}" for name, share in zip(("项目建设", "营商环境", "作风能力"), sliders(office), strict=True)]
    ranking = rank_units(
        office.store.cursor(), samples.PERIOD, weights={text.split("=")[0]: Decimal(text.split("=")[1]) for text in weights}
    ).group(samples.VILLAGES)
    assert list(office.table[words.COLUMN_UNIT]) == [unit.unit for unit in ranking]
    assert totals_of(office.table) == [str(unit.total) if unit.total is not None else "—" for unit in ranking]
    assert "六席名单换 1 家：**李家河村** 进，**新城社区** 出。" in ribbon(office)
    assert "试算不改方案、不入库。" in ribbon(office)
    assert words.COLUMN_WHAT_IF in office.table.columns
    assert words.LIST_ENTER.format(unit="李家河村", before=9, after=8) in office.text


def test_trying_weights_writes_nothing(demonstration):
    store = demonstration.open("ranking").store
    before = store.journal.head(), store.digest()
    for number, to in [(0, 60.0), (1, 5.0), (2, 90.0)]:
        move(demonstration, number, to)
    demonstration.app.select_slider(key="aggregation").set_value("minimum").run()
    demonstration.assert_sound()
    demonstration.app.run()  # of parts that run by themselves AppTest holds nothing else of the page
    demonstration.downloaded(words.PRINT)
    assert (store.journal.head(), store.digest()) == before


def try_mark(person, unit: str, name: str, mark: float) -> None:
    person.app.selectbox(key="try_unit").select(unit).run()
    person.app.selectbox(key="try_indicator").select(name).run()
    person.app.number_input(key="try_mark").set_value(mark).run()
    person.click(trial_words.TRY_MARK)
    person.assert_sound()


def test_a_tried_mark_moves_table_ribbon_and_picture_and_is_not_written(demonstration):
    demonstration.open("ranking")
    store, name = demonstration.store, demonstration.store.scheme.dimension[1].indicator[0].name
    before, official = (store.journal.head(), store.digest()), demonstration.table
    try_mark(demonstration, "李家河村", name, 100.0)
    assert f"李家河村{name}改为 100" in ribbon(demonstration)
    table = demonstration.table.set_index(words.COLUMN_UNIT)
    assert table.loc["李家河村", words.COLUMN_VERDICT] == "建议入选"
    assert table.loc["李家河村", words.COLUMN_WHAT_IF] > 0
    assert words.LIST_LEAVE.split("　")[0] in demonstration.text
    demonstration.click(trial_words.MARK_TRIED.format(unit="李家河村", indicator=md(name), mark=100))
    assert not ribbon(demonstration)
    assert demonstration.table.equals(official)
    assert (store.journal.head(), store.digest()) == before


def test_a_mark_that_the_indicator_cannot_have_is_not_tried(demonstration):
    demonstration.open("ranking").app.number_input(key="try_mark").set_value(1e9).run()
    demonstration.assert_sound()
    assert demonstration.button(trial_words.TRY_MARK).disabled


def test_another_rule_for_gaps_gives_incomplete_units_a_rank(demonstration):
    demonstration.open("ranking").app.selectbox(key="missing").select("zero").run()
    demonstration.assert_sound()
    assert demonstration.table[words.COLUMN_RANK].notna().all()
    assert trial_words.MISSING_RULES["zero"] in ribbon(demonstration)


def test_two_variants_stand_side_by_side_and_are_written_nowhere(demonstration):
    demonstration.open("ranking")
    before = demonstration.store.journal.head()
    demonstration.app.segmented_control(key="picture").select(moves.VARIANTS).run()
    assert trial_words.NO_VARIANTS in demonstration.text
    demonstration.app.run()
    demonstration.click(trial_words.KEEP_A)
    move(demonstration, 0, 60.0)
    demonstration.click(trial_words.KEEP_B)
    demonstration.assert_sound()
    now = demonstration.app.get("plotly_chart")[-1].proto.alt
    assert "升" in now or "退" in now or "没有变" in now
    assert "从方案A到方案B" in demonstration.text
    demonstration.click(words.BACK_TO_SCHEME)
    assert "从方案A到方案B" in demonstration.text
    demonstration.app.run()
    demonstration.click(trial_words.FORGET)
    assert trial_words.NO_VARIANTS in demonstration.text
    assert demonstration.store.journal.head() == before


def test_another_person_does_not_see_the_tried_weights(demonstration):
    demonstration.open("ranking")
    move(demonstration, 0, 60.0)
    demonstration.visit("ranking")
    assert not ribbon(demonstration)


@pytest.mark.parametrize("by_ribbon", [True, False])
def test_one_click_returns_to_the_schemes_weights(demonstration, by_ribbon):
    official = demonstration.open("ranking").table
    move(demonstration, 0, 60.0)
    demonstration.app.select_slider(key="aggregation").set_value("geometric").run()
    resets = [button for button in demonstration.app.button if button.label == words.BACK_TO_SCHEME]
    assert len(resets) == 2
    next(button for button in resets if (button.key == "ribbon_reset") == by_ribbon).click().run()
    demonstration.assert_sound()
    assert not ribbon(demonstration)
    assert demonstration.table.equals(official)
    assert demonstration.app.select_slider(key="aggregation").value == "arithmetic"


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic", "minimum"])
def test_another_aggregation_is_tried_like_weights(demonstration, aggregation):
    demonstration.open("ranking").app.session_state["size"] = words.SIZE_PROJECTOR
    demonstration.app.select_slider(key="aggregation").set_value(aggregation).run()
    demonstration.assert_sound()
    assert trial_words.DIAL_STOPS[aggregation] in ribbon(demonstration)
    notes = json.loads(demonstration.app.get("plotly_chart")[-1].proto.spec)["layout"]["annotations"]
    assert f"= 1 : 1 : 1；{AGGREGATIONS[aggregation]}｜" in "".join(note["text"] for note in notes)
    ranking = rank_units(demonstration.store.cursor(), samples.PERIOD, aggregation=aggregation).group(samples.VILLAGES)
    assert list(demonstration.table[words.COLUMN_UNIT]) == [unit.unit for unit in ranking]


def test_tried_weights_stay_while_another_page_is_looked_at(demonstration):
    demonstration.open("ranking")
    move(demonstration, 0, 60.0)
    demonstration.open("shortlist")
    assert not ribbon(demonstration)
    demonstration.open("ranking")
    demonstration.assert_sound()
    assert ribbon(demonstration)
    assert sliders(demonstration)[0] == 60


def test_a_scheme_of_one_dimension_has_no_sliders(empty):
    fill(empty.store, scheme_of(dimension("项目建设", indicator("投资"))), {"投资": {"甲": 90, "乙": 80}})
    empty.open("ranking")
    empty.assert_sound()
    assert not empty.app.slider


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_long_list_is_drawn_on_several_pictures(empty):
    fill_plain(empty.store, {f"第{number}村": 95 - number for number in range(45)}, floor=40)
    empty.open("ranking").app.segmented_control(key="size").select(words.SIZE_PROJECTOR).run()
    empty.assert_sound()
    pages = empty.app.segmented_control(key="gap_page")
    assert [pages.format_func(option) for option in (1, 2, 3)] == ["1/3", "2/3", "3/3"]
    pages.select(3).run()
    empty.assert_sound()


def test_fewer_units_after_a_later_page_was_chosen_do_not_break_it(empty):
    fill_plain(empty.store, {f"第{number}村": 95 - number for number in range(45)}, floor=40)
    empty.open("ranking").app.segmented_control(key="size").select(words.SIZE_PROJECTOR).run()
    empty.app.segmented_control(key="gap_page").select(3).run()
    fill_plain(empty.store, {f"第{number}村": 95 - number for number in range(25)}, floor=40)
    empty.app.run()
    empty.assert_sound()


def test_a_long_list_is_drawn_on_several_pictures_that_together_show_everybody(empty):
    names = [f"演示{number:03}村" for number in range(1, 191)]
    fill(empty.store, one(full_mark=1000), {"投资": {name: 1000 - place for place, name in enumerate(names)}})
    empty.visit("ranking")
    choice = empty.app.segmented_control(key="gap_page")
    assert len(choice.options) == 3
    assert chart_words.OWN_SCALE.format(page=1, pages=3) in empty.text
    shown = []
    for page in (1, 2, 3):
        empty.app.segmented_control(key="gap_page").select(page).run()
        spec = json.loads(empty.app.get("plotly_chart")[-1].proto.spec)
        shown += [note["text"] for note in spec["layout"]["annotations"] if note["text"] in names]
    assert shown == names
