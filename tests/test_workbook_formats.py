"""xls, et, ods and xlsx say the same about the same cells: percentages, dates, errors, truth, merged headers, hidden sheets."""

from pathlib import Path

import pytest

from evaluation.apart import WorkbookRefused
from evaluation.matching import match_sheet
from evaluation.problems import UnreadableSheet
from evaluation.sheet import Sheet, read_sheets
from evaluation.workbook import read_workbook
from tests.score_sheets import NAMES, ROSTER, SCHEME, codes
from tests.test_sheet import ods

FIXTURES = Path(__file__).resolve().parent / "fixtures"
ROWS = (
    ("演示数据：演示镇评分",),
    ("单位", "项目建设", "", "办结率", "日期", "公式", "出错", "真假", "文字数", "备注"),
    ("", "投资完成率", "企业走访"),
    ("东坪村", "86.25", "95", "95.5%", "2022-06-03", "85", "#DIV/0!", "TRUE", "88.5"),
    ("张家塬村", "0.333333333333333", "0.3", "100%", "2022-06-03 14:30:00", "0.666666666666667", "#N/A", "FALSE", "9", "好很好"),
)


def sheets(kind: str, name: str = "", **more: bool) -> list[Sheet]:
    content = (FIXTURES / f"演示数据.{kind}").read_bytes()
    return read_sheets(content, name or f"演示数据.{kind}", NAMES, **more)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_every_kind_of_cell_is_read_as_the_spreadsheet_shows_it(kind):
    (sheet,) = sheets(kind)
    assert sheet.rows == ROWS
    assert sorted(sheet.merged) == [(1, 0, 2, 0), (1, 1, 1, 2)]
    assert codes(sheet.problems) == ["hidden_sheet"]
    assert [item.name for item in sheets(kind, include_hidden=True)] == ["得分", "底稿"]


def test_a_wps_et_is_read_like_an_xls_and_without_complaint():
    (sheet,) = sheets("xls", "演示数据.et")
    assert (sheet.rows, codes(sheet.problems)) == (ROWS, ["hidden_sheet"])


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_merged_headers_are_joined_to_one_column_name(kind):
    found = match_sheet(sheets(kind)[0], SCHEME, ROSTER)
    names = {column.header: column.indicator for column in found.columns if column.indicator}
    assert names == {"项目建设 / 投资完成率": "重点项目投资完成率", "项目建设 / 企业走访": "企业走访", "办结率": "办结率"}


def cell(kind: str, inside: str = "", **more: str) -> str:
    given = "".join(f' {key.replace("_", ":", 1).replace("_", "-")}="{value}"' for key, value in more.items())
    value_type = f' office:value-type="{kind}"' if kind else ""
    return f"<table:table-cell{value_type}{given}>{inside and f'<text:p>{inside}</text:p>'}</table:table-cell>"


def one_table(*rows: str) -> bytes:
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return ods(f'<table:table table:name="a">{body}</table:table>')


def test_an_ods_formula_without_a_stored_value_is_no_blank():
    header = cell("string", "单位") + cell("string", "企业走访")
    content = one_table(header, cell("string", "东坪村") + cell("", table_formula="of:=80+5"))
    (sheet,) = read_sheets(content, "a.ods", NAMES)
    assert sheet.without_value == {(1, 1)}


def test_an_ods_cell_that_is_repeated_keeps_its_percentage_everywhere():
    repeated = cell("percentage", "95%", office_value="0.95", table_number_columns_repeated="2")
    (sheet,) = read_sheets(one_table(cell("string", "东坪村") + repeated), "a.ods")
    assert sheet.rows == (("东坪村", "95%", "95%"),)


WIDE = f"<table:table-row>{cell('string', '东坪村', table_number_columns_repeated='900000')}</table:table-row>"
LONG = f'<table:table-row table:number-rows-repeated="900000">{cell("string", "东坪村")}</table:table-row>'


@pytest.mark.parametrize("rows", [WIDE, LONG])
def test_an_ods_cell_repeated_beyond_the_limits_is_refused_before_it_is_unfolded(rows):
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(ods(f'<table:table table:name="a">{rows}</table:table>'))
    assert caught.value.code == "far_cell"


def test_a_cut_xls_is_refused_in_words():
    content = (FIXTURES / "演示数据.xls").read_bytes()[:3_000]
    with pytest.raises(UnreadableSheet) as caught:
        read_sheets(content, "a.xls")
    assert caught.value.problem.code == "damaged"
