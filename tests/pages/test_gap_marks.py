"""A score that nobody gave bears a sign on every page where it stands, and the sign is told there."""

import pyarrow as pa
import pytest

from evaluation.wording import pages as words
from evaluation.wording import screenshot as shot_words
from tests.chain import dimension, fill, indicator, roster_of, scheme_of

NOTE = "＊ 有指标没有打分，按全组平均算。"
NAMED = "＊ 有指标没有打分、按全组平均算的：丙村（营商环境）。"
NAMES = ("项目建设", "营商环境", "作风能力")


@pytest.fixture
def imputed(empty):
    """An office whose 丙村 has no mark for 营商环境, which counts as the group's mean."""
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}指标")) for name in NAMES),
        missing="group_mean",
        award=[{"name": "先进集体", "groups": ["村"], "quota": 2}],
    )
    villages = ("甲村", "乙村", "丙村", "丁村", "戊村")
    marks = {
        f"{name}指标": {unit: 96 - place * 3 - shift for place, unit in enumerate(villages)} for shift, name in enumerate(NAMES)
    }
    del marks["营商环境指标"]["丙村"]
    marks["项目建设指标"]["一站"] = 80
    fill(empty.store, scheme, marks, roster=roster_of(村=" ".join(villages), 站="一站"))
    return empty


def printed(grid) -> dict[str, list[str]]:
    """Return the texts of a grid by column, as the browser prints them."""
    return pa.ipc.open_stream(grid.proto.arrow_data.styler.display_values).read_all().to_pydict()


def test_the_ranking_marks_the_total_on_screen_the_score_too_on_paper_and_names_both(imputed):
    imputed.open("ranking").assert_sound()
    totals = printed(imputed.app.dataframe[0])[words.COLUMN_TOTAL]
    assert [total.endswith("＊") for total in totals] == [unit == "丙村" for unit in imputed.table[words.COLUMN_UNIT]]
    paper = next(block for block in imputed.html if "on-paper" in block)
    assert paper.count("＊") == 3
    assert NAMED in paper


def test_the_table_as_a_picture_marks_score_and_total(imputed):
    imputed.open("ranking").click(shot_words.BUTTON)
    shot = next(block for block in imputed.html if "<footer>" in block)
    assert shot.count("＊") == 3
    assert NAMED in shot


def test_the_list_marks_the_total_and_names_the_score(imputed):
    imputed.open("shortlist").assert_sound()
    table = imputed.app.data_editor[0].value.set_index(words.COLUMN_UNIT)
    assert [unit for unit in table.index if "＊" in table.loc[unit, words.COLUMN_TOTAL]] == ["丙村"]
    assert NAMED in imputed.text
    assert "有总分 · 剩 5" in imputed.text
    assert "资料齐全" not in imputed.text


def test_the_page_of_the_unit_says_it_in_sentence_figures_and_picture(imputed):
    imputed.visit("unit", unit="丙村").assert_sound()
    assert "营商环境有指标没有打分，按全组平均算。" in imputed.text
    assert "总分＊" in imputed.text
    assert NOTE in imputed.text
    assert "＊" not in imputed.visit("unit", unit="甲村").text


def test_the_front_page_marks_the_leaders_of_the_other_group(imputed):
    imputed.visit(group="站").assert_sound()
    assert "丙村＊" in "".join(imputed.html)
    assert NOTE in imputed.text


def test_the_front_page_marks_the_unit_that_just_misses_the_list(imputed):
    imputed.visit(group="村").assert_sound()
    assert "下一家 **丙村＊**" in imputed.text
    assert NOTE in imputed.text
