"""The picture of a sheet as it was understood: every shown cell says what it was taken for, every hidden row is counted."""

import pytest

from evaluation.decisions import Decisions
from evaluation.intake import File, check_files
from evaluation.matching import match_sheet
from evaluation.sheet import read_sheets
from evaluation.sheet_map import WHOLE, MappedRow, Omitted, SheetMap, map_sheet, map_side_sheet
from evaluation.validation import cell_fates, check_sheet
from evaluation.wording import sheet_map as words
from tests.score_sheets import NAMES, ROSTER, SCHEME, checked, workbook

SHEET = """2022年评分
序号,单位,投资完成率（10分）,企业走访,包联领导,合计,备注
1,东坪,9.5,815,王某,,好
2,张家塬村,8,,李某,88,
3,没有村,7,83,,,
,合计,24.5,,,,
制表人：某某
"""


def map_of(text: str, decisions: Decisions | None = None) -> SheetMap:
    found = checked(text, decisions)
    return map_sheet(found, found.problems)


def row_of(found: SheetMap, number: int) -> MappedRow:
    return next(row for row in found.rows if isinstance(row, MappedRow) and row.number == number)


def kinds(found: SheetMap, number: int) -> list[str]:
    return [cell.kind for cell in row_of(found, number).cells]


def test_each_cell_says_what_it_was_taken_for():
    found = map_of(SHEET)
    assert found.letters == tuple("ABCDEFG")
    assert kinds(found, 1) == ["title"] * 7
    assert kinds(found, 2) == ["header"] * 7
    assert kinds(found, 3) == ["unused", "unit", "used", "used", "unused", "used", "unused"]
    assert kinds(found, 4) == ["unused", "unit", "used", "used", "unused", "used", "unused"]
    assert kinds(found, 5) == kinds(found, 4)
    assert kinds(found, 6) == ["aside"] * 7
    assert kinds(found, 7) == ["foot"] * 7


def test_each_column_says_what_it_was_taken_for():
    used = words.MEANINGS
    taken = ("不用", used["unit"], "重点项目投资完成率", "企业走访", "不用", used["total"], "不用")
    assert map_of(SHEET).taken == taken


def test_problems_stand_at_their_cells_with_what_is_said():
    found = map_of(SHEET)
    cell = row_of(found, 3).cells[3]
    assert (cell.text, cell.severity) == ("815", "error")
    assert cell.note.startswith("超出满分")
    assert row_of(found, 2).cells[3].severity == "warning"  # no mark in the whole column could be read
    assert row_of(found, 5).cells[1].severity == "error"
    assert row_of(found, 3).cells[2].severity == ""


def test_rows_say_whose_they_are_or_why_they_were_set_aside():
    found = map_of(SHEET)
    assert [row_of(found, number).note for number in (3, 4, 5, 6, 7)] == [
        words.READ_AS.format(unit="东坪村"), "", words.NO_UNIT, words.ASIDE["total"], words.ASIDE["footer"],
    ]  # fmt: skip


def test_a_problem_of_a_column_stands_at_its_header_and_one_of_a_row_at_its_number():
    found = map_of("单位,企业走访,满意程度\n东坪村,80,7\n张家塬村,,\n")
    assert (row_of(found, 1).cells[2].severity, found.taken[2]) == ("error", words.MEANINGS["unknown"])
    assert "满意程度" in row_of(found, 1).cells[2].note

    def fill(book) -> None:
        page = book.add_worksheet("得分")
        page.write_row(0, 0, ("单位", "企业走访"))
        page.write_row(1, 0, ("东坪村", 80))
        page.set_row(1, None, None, {"hidden": True})

    (sheet,) = read_sheets(workbook(fill), "评分.xlsx", NAMES)
    result = check_sheet(match_sheet(sheet, SCHEME, ROSTER))
    row = row_of(map_sheet(result, result.problems), 2)
    assert (row.severity, "隐藏" in row.note) == ("warning", True)


def test_a_cell_that_a_person_rewrote_shows_the_new_text_and_names_the_old():
    cell = row_of(map_of(SHEET, Decisions(cells={(2, 3): "81.5"})), 3).cells[3]
    assert (cell.text, cell.severity, cell.note) == ("81.5", "", words.REWRITTEN.format(found="815"))


def test_every_text_of_a_short_sheet_is_in_its_picture():
    found, result = map_of(SHEET), checked(SHEET)
    texts = [[cell.text for cell in row.cells if cell.text] for row in found.rows]
    assert texts == [[cell for cell in row if cell] for row in result.matched.sheet.rows]


def long_sheet(rows: int, bad: tuple[int, ...]) -> str:
    lines = [f"东坪村,企业走访,{'坏' if number in bad else 80},评委{number}" for number in range(rows)]
    return "单位,指标,得分,评分人\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("bad", [(), (500,), (500, 501, 900), tuple(range(0, 1000, 7))])
def test_a_long_sheet_shows_head_problems_and_foot_and_counts_every_other_row(bad):
    found = map_of(long_sheet(1000, bad))
    shown = [row.number for row in found.rows if isinstance(row, MappedRow)]
    omitted = [row for row in found.rows if isinstance(row, Omitted)]
    assert shown[:4] == [1, 2, 3, 4]
    assert shown[-1] == 1001
    assert len(shown) + sum(row.rows for row in omitted) == 1001
    assert len(shown) <= 100
    seen = sum(cell.severity == "error" for row in found.rows if isinstance(row, MappedRow) for cell in row.cells)
    assert seen + sum(row.problems for row in omitted) == len(bad)
    if len(bad) < 4:
        assert {number + 2 for number in bad} <= set(shown)


def test_a_sheet_that_just_fits_is_shown_whole():
    assert not any(isinstance(row, Omitted) for row in map_of(long_sheet(WHOLE - 1, ())).rows)
    assert any(isinstance(row, Omitted) for row in map_of(long_sheet(WHOLE, ())).rows)


def test_a_sheet_without_header_is_shown_as_it_is_and_said_to_be_unread():
    found = map_of("一些字\n另一些\n")
    assert (found.is_understood, found.taken) == (False, ())
    assert [[cell.text for cell in row.cells] for row in found.rows] == [["一些字"], ["另一些"]]
    assert {cell.kind for row in found.rows for cell in row.cells} == {"unused"}


def test_a_list_of_adjustments_is_shown_too():
    content = "单位,加减分,事由,经办\n东坪村,两分,表彰,王某\n合计,2,,\n".encode()
    intake = check_files([File("加减分.csv", content)], SCHEME, ROSTER, period="2022年")
    ((sheet, _),) = intake.adjustments
    found = map_side_sheet(sheet, intake.problems)
    assert found.taken == ("单位", "加减分", "事由", words.UNUSED)
    assert kinds(found, 2) == ["unit", "used", "used", "unused"]
    assert row_of(found, 2).cells[1].severity == "error"
    assert (kinds(found, 3), row_of(found, 3).note) == (["aside"] * 4, words.ASIDE["total"])


def test_the_fates_of_some_rows_are_those_of_the_whole_account():
    result = checked(SHEET)
    whole = list(cell_fates(result))
    assert list(cell_fates(result, {2, 5})) == [fate for fate in whole if fate[0] in (3, 6)]
