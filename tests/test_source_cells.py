"""From a stored mark back to its cell in the file that was handed in."""

from decimal import Decimal

import pytest

from evaluation.decisions import Decisions
from evaluation.events import import_undone, roster_set, scheme_set, sheet_imported
from evaluation.home import Home
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import sha256
from evaluation.problems import EvaluationError
from evaluation.source_cells import SourceCell, mark_sources, surroundings
from evaluation.store import Store
from tests.chain import PERIOD, mark_of, new_store
from tests.score_sheets import ROSTER, SCHEME, grid, workbook

TITLED = """2022年项目建设评分表
序号,单位,投资完成率（10分）,企业走访,备注
1,东坪村,9.5,81,好
2,张家塬村,8,82,
3,张庄村,7,83,
4,城关社区,6,84,
"""


@pytest.fixture
def store() -> Store:
    store = new_store()
    store.append([scheme_set(SCHEME), roster_set(ROSTER)], "考核办")
    return store


def take(store: Store, name: str, content: bytes, actor: str = "王敏", cells: dict | None = None) -> int:
    """Take one file in as a person does and return the position of its first import."""
    choices = {(sha256(content), ""): Decisions(cells=cells)} if cells else None
    intake = check_files([File(name, content)], SCHEME, ROSTER, period=PERIOD, choices=choices)
    return store.append(drafts_for(intake), actor)[0].position


def source_of(store: Store, unit: str, indicator: str, rater: str | None = None) -> SourceCell:
    (found,) = mark_sources(store.cursor(), PERIOD, unit, indicator, rater)
    return found


def around(store: Store, cell: SourceCell):
    return surroundings(store.journal, cell, SCHEME, ROSTER)


def shown(found) -> list[tuple[int, bool, tuple[str, ...]]]:
    return [(row.number, row.is_header, row.cells) for row in found.rows]


def test_a_mark_leads_to_file_place_person_and_time(store):
    position = take(store, "项目.csv", TITLED.encode())
    cell = source_of(store, "张庄村", "企业走访")
    assert (cell.file, cell.sheet, cell.row, cell.column, cell.found) == ("项目.csv", "", 5, "D", "83")
    assert (cell.mark, cell.person, cell.position, cell.counts) == (Decimal(83), "王敏", position, True)
    assert not cell.is_changed
    assert cell.at == store.journal.events(since=position - 1)[0].at


def test_a_cell_is_shown_with_its_header_its_unit_and_two_rows_and_columns_to_each_side(store):
    take(store, "项目.csv", TITLED.encode())
    found = around(store, source_of(store, "张庄村", "企业走访"))
    assert found.columns == ("B", "C", "D", "E")
    assert shown(found) == [
        (2, True, ("单位", "投资完成率（10分）", "企业走访", "备注")),
        (3, False, ("东坪村", "9.5", "81", "好")),
        (4, False, ("张家塬村", "8", "82", "")),
        (5, False, ("张庄村", "7", "83", "")),
        (6, False, ("城关社区", "6", "84", "")),
    ]
    assert found.found == "83"


def test_the_unit_is_shown_however_far_its_column_is(store):
    rows = [("单位", *(f"说明{n}" for n in range(9)), "企业走访"), ("东坪村", *("" for _ in range(9)), 77)]
    take(store, "宽.xlsx", grid(*rows))
    found = around(store, source_of(store, "东坪村", "企业走访"))
    assert found.columns == ("A", "I", "J", "K")
    assert shown(found) == [(1, True, ("单位", "说明7", "说明8", "企业走访")), (2, False, ("东坪村", "", "", "77"))]


def test_a_file_in_gb18030_is_read_back_as_it_was_written(store):
    take(store, "项目.csv", TITLED.encode("gb18030"))
    found = around(store, source_of(store, "东坪村", "重点项目投资完成率"))
    assert shown(found)[:2] == [
        (2, True, ("序号", "单位", "投资完成率（10分）", "企业走访", "备注")),
        (3, False, ("1", "东坪村", "9.5", "81", "好")),
    ]
    assert found.found == "9.5"


def two_sheets(book) -> None:
    for name, indicator, mark in (("一组", "企业走访", 71), ("二组", "办结率", 92)):
        page = book.add_worksheet(name)
        page.write_row(0, 0, ("单位", indicator))
        page.write_row(1, 0, ("东坪村", mark))


def test_of_two_worksheets_the_one_is_shown_that_holds_the_mark(store):
    take(store, "两张.xlsx", workbook(two_sheets))
    first, second = (source_of(store, "东坪村", name) for name in ("企业走访", "办结率"))
    assert (first.sheet, second.sheet) == ("一组", "二组")
    assert shown(around(store, second)) == [(1, True, ("单位", "办结率")), (2, False, ("东坪村", "92"))]


def merged_header(book) -> None:
    page = book.add_worksheet("得分")
    page.merge_range(0, 0, 1, 0, "单位")
    page.merge_range(0, 1, 0, 2, "企业走访")
    page.write_row(1, 1, ("评委1", "评委2"))
    page.write_row(2, 0, ("东坪村", 81, 83))


def test_a_merged_header_is_shown_over_every_column_that_it_covers(store):
    take(store, "评委.xlsx", workbook(merged_header))
    cell = source_of(store, "东坪村", "企业走访", "评委2")
    assert shown(around(store, cell)) == [
        (1, True, ("单位", "企业走访", "企业走访")),
        (2, True, ("", "评委1", "评委2")),
        (3, False, ("东坪村", "81", "83")),
    ]


def test_all_raters_marks_are_found_and_one_alone_on_request(store):
    take(store, "评委.xlsx", workbook(merged_header))
    found = mark_sources(store.cursor(), PERIOD, "东坪村", "企业走访")
    assert [(cell.rater, cell.mark, cell.column) for cell in found] == [("评委1", 81, "B"), ("评委2", 83, "C")]
    assert source_of(store, "东坪村", "企业走访", "评委2").mark == 83


def test_a_unit_in_a_merged_cell_is_named_in_each_of_its_rows(store):
    def fill(book) -> None:
        page = book.add_worksheet("得分")
        page.write_row(0, 0, ("单位", "指标", "得分"))
        page.merge_range(1, 0, 2, 0, "东坪村")
        page.write_row(1, 1, ("企业走访", 81))
        page.write_row(2, 1, ("办结率", 92))

    take(store, "长表.xlsx", workbook(fill))
    found = around(store, source_of(store, "东坪村", "办结率"))
    assert shown(found)[-1] == (3, False, ("东坪村", "办结率", "92"))


def test_a_mark_that_a_person_corrected_shows_the_text_of_the_file_and_says_so(store):
    content = "单位,企业走访\n东坪村,815\n".encode()
    take(store, "错.csv", content, cells={(1, 1): "81.5"})
    cell = source_of(store, "东坪村", "企业走访")
    assert (cell.mark, cell.found, cell.is_changed) == (Decimal("81.5"), "815", True)
    assert around(store, cell).found == "815"


def test_a_mark_that_was_only_converted_was_not_changed_by_a_person(store):
    take(store, "全角.csv", "单位,企业走访\n东坪村,８１\n".encode())
    cell = source_of(store, "东坪村", "企业走访")
    assert (cell.mark, cell.found, cell.is_changed) == (81, "８１", False)
    assert cell.note


def test_after_an_undo_the_mark_before_it_counts_again_and_the_undone_one_is_named(store):
    take(store, "一.csv", "单位,企业走访\n东坪村,70\n".encode())
    later = take(store, "二.csv", "单位,企业走访\n东坪村,90\n".encode(), "赵磊")
    cursor = store.cursor()
    told = [(cell.mark, cell.counts, cell.is_active) for cell in mark_sources(cursor, PERIOD, "东坪村", "企业走访")]
    assert told == [(90, True, True), (70, False, True)]
    store.append([import_undone(later, "二.csv")], "王敏")
    told = [(cell.mark, cell.counts, cell.is_active) for cell in mark_sources(store.cursor(), PERIOD, "东坪村", "企业走访")]
    assert told == [(70, True, True), (90, False, False)]


def test_a_mark_that_nobody_gave_has_no_source(store):
    take(store, "项目.csv", TITLED.encode())
    assert mark_sources(store.cursor(), PERIOD, "党政办公室", "企业走访") == []
    assert mark_sources(store.cursor(), "2021年", "东坪村", "企业走访") == []
    assert mark_sources(store.cursor(), PERIOD, "东坪村", "企业走访", "没有这个人") == []


def test_a_file_that_no_longer_holds_the_place_says_what_is_there(store):
    store.append([sheet_imported("旧.csv", "", b"a,b\n1,2\n", [mark_of("东坪村", "企业走访", 81)], PERIOD)], "考核办")
    assert around(store, source_of(store, "东坪村", "企业走访")).found == "a"


@pytest.mark.parametrize(("content", "sheet"), [(b"PK\x03\x04 broken", ""), (b"a,b\n1,2\n", "得分")])
def test_a_file_that_can_no_longer_be_read_is_said_in_a_sentence(store, content, sheet):
    store.append([sheet_imported("旧.xlsx", sheet, content, [mark_of("东坪村", "企业走访", 81)], PERIOD)], "考核办")
    with pytest.raises(EvaluationError, match="原文件"):
        around(store, source_of(store, "东坪村", "企业走访"))


def test_every_mark_of_the_demonstration_stands_where_its_source_says(tmp_path):
    home = Home(tmp_path)
    store = home.demonstration
    cells = [
        found
        for period, unit, indicator in store.cursor()
        .execute("select distinct period, unit, indicator from mark using sample 60 rows (reservoir, 7)")
        .fetchall()
        for found in mark_sources(store.cursor(), period, unit, indicator)
    ]
    assert len(cells) >= 60
    for cell in cells:
        found = surroundings(store.journal, cell, store.scheme, store.roster)
        assert found.found == cell.found
        (own,) = [row for row in found.rows if row.number == cell.row]
        assert cell.found in own.cells
        assert any(unit.name == cell.unit and {unit.name, *unit.aliases} & set(own.cells) for unit in store.roster.units)
    home.close()
