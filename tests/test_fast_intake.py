"""What is found for whole columns at once is what is found by looking at every line, row and cell for itself."""

import os
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Context, Decimal
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluation import csv_file, csv_text, intake_walk, validation
from evaluation.csv_even import even_grid
from evaluation.grid import Grid
from evaluation.intake import File, Intake, check_files
from evaluation.mark_columns import MarkColumns
from evaluation.row_totals import RowSums
from evaluation.spelling import column_index, shown
from evaluation.table_rows import RowReader
from tests.chinese_sheets import ROSTER, SCHEME, TROUBLES, made
from tests.pollution import spoilt_files
from tests.score_sheets import ROSTER as SMALL_ROSTER
from tests.score_sheets import SCHEME as SMALL_SCHEME

EFFORT = int(os.environ.get("LAWS_EFFORT", "1"))


@contextmanager
def cell_by_cell():
    """Take the careful way everywhere: nothing counts as even, plain or certain."""
    with (
        patch.object(csv_file, "even_table", lambda *_: None),
        patch.object(csv_text, "even_grid", lambda *_: None),
        patch.object(RowReader, "_not_plain", lambda self, first, units, indicators: list(range(len(units)))),
        patch.object(validation, "plain_cells", lambda values, codes, *_: np.zeros(codes.shape, bool)),
        patch.object(validation, "_that_may_repeat", lambda marks: range(len(marks.rows.index))),
    ):
        yield


def checked(content: bytes, name: str, scheme=SCHEME, roster=ROSTER) -> Intake:
    for kept in (intake_walk._read_small, intake_walk._read_all):
        kept.cache_clear()
    return check_files([File(name, content)], scheme, roster, period="2022年")


def assert_equal(fast: Intake, slow: Intake) -> None:
    assert fast.problems == slow.problems
    assert tuple(fast.marks) == tuple(slow.marks)
    assert [sheet.missing for sheet in fast.sheets] == [sheet.missing for sheet in slow.sheets]
    assert [tuple(sheet.matched.rows) for sheet in fast.sheets] == [tuple(sheet.matched.rows) for sheet in slow.sheets]
    assert [sheet.matched.columns for sheet in fast.sheets] == [sheet.matched.columns for sheet in slow.sheets]
    assert [sheet.matched.sheet.rows for sheet in fast.sheets] == [sheet.matched.sheet.rows for sheet in slow.sheets]
    assert fast.periods == slow.periods


def assert_same(content: bytes, name: str, **rules) -> None:
    fast = checked(content, name, **rules)
    with cell_by_cell():
        slow = checked(content, name, **rules)
    assert_equal(fast, slow)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_of_chinese_sheets_is_found_by_columns_as_cell_by_cell(trouble):
    for seed in range(5, 5 + EFFORT):
        sheet = made(trouble, "utf-8", seed)
        assert_same(sheet.file.content, sheet.file.name)


def test_every_way_to_spoil_a_file_is_read_at_once_as_line_by_line():
    seen = set()
    for spoilt in spoilt_files(3):
        if spoilt.kind not in seen or EFFORT > 1:
            seen.add(spoilt.kind)
            assert_same(spoilt.content, spoilt.name)
    assert len(seen) > 40


MARKS = ["85", "85", "9.5", "", "９", "95%", "优秀", "1O", "—", "-3", "815", "0.5", "85分", "3.14159265358979", "1,0", "备注"]
HEADERS = ["投资完成率（10分）", "企业走访", "办结率", "招商到位资金", "企业走访", "合计", "备注", "评分人", "考核期", "别的"]
UNITS = ["东坪村", "东坪", "张家塬村", "张庄村", "城关社区", "东坪村", "合计", "不在册的村", " 张庄村", "2022年", ""]


@settings(max_examples=80 * EFFORT, deadline=None)
@given(
    header=st.lists(st.sampled_from(HEADERS), min_size=1, max_size=5),
    rows=st.lists(st.tuples(st.sampled_from(UNITS), st.lists(st.sampled_from(MARKS), min_size=5, max_size=5)), max_size=7),
    title=st.sampled_from(["", "2022年评分\n"]),
)
def test_any_wide_sheet_is_checked_by_columns_as_cell_by_cell(header, rows, title):
    lines = [["单位", *header], *([unit, *marks[: len(header)]] for unit, marks in rows)]
    text = title + "\n".join(",".join(line) for line in lines) + "\n"
    assert_same(text.encode(), "评分.csv", scheme=SMALL_SCHEME, roster=SMALL_ROSTER)


NAMES = st.sampled_from(["重点项目投资完成率", "投资完成率", "企业走访", "办结率", "没有的指标", ""])
LINES = st.tuples(st.sampled_from(UNITS), NAMES, st.sampled_from(MARKS), st.sampled_from(["", "评委甲", "2022年1月", "某月"]))


@settings(max_examples=60 * EFFORT, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=8), has_period=st.booleans())
def test_any_long_sheet_is_checked_by_columns_as_cell_by_cell(lines, has_period):
    header = ["单位", "考核指标", "得分", "考核期" if has_period else "评分人"]
    text = "\n".join(",".join(line) for line in [header, *lines]) + "\n"
    assert_same(text.encode(), "评分.csv", scheme=SMALL_SCHEME, roster=SMALL_ROSTER)


CELL = st.text(st.sampled_from("甲1.8 　\ufeff\x0b\x85\u2028é|;，\t"), max_size=3)


@settings(max_examples=150 * EFFORT, deadline=None)
@given(
    rows=st.lists(st.lists(st.one_of(CELL, st.just("85")), min_size=3, max_size=3), min_size=2, max_size=5),
    delimiter=st.sampled_from([",", "\t", ";", "，", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.integers(0, 2),
    odd=st.sampled_from(["", "", "", "'", '"', "“", "\n", "\r", "\r\n\r\n"]),
)
@example([["\ufeff甲", "1", "2"], ["\ufeff", "", ""]], ",", "\r\n", 1, "")
@example([["", "", ""], ["", "", ""]], ",", "\n", 0, "")
@example([["甲", "1", "2"], ["乙", "1\x0b", "\u2028"]], ",", "\r", 0, "")
def test_a_text_that_is_cut_in_one_go_is_cut_as_line_by_line(rows, delimiter, end, last, odd):
    text = end.join(delimiter.join(row) for row in rows) + odd + end * last
    careful = csv_text.split_carefully(text, ("甲",))
    for big in (0, 10**9):
        found = even_grid(text, ("甲",), big)
        if found is not None:
            grid, dialect = found
            assert ([list(row) for row in grid], dialect, []) == careful


@pytest.mark.parametrize("big", [0, 10**9])
def test_a_plain_table_is_cut_in_one_go_and_any_other_is_not(big):
    plain = "单位,甲,乙\r\n东坪村,85,\r\n张庄村, 9,8.5\r\n"
    grid, dialect = even_grid(plain, (), big)
    assert (grid, dialect.delimiter) == ((("单位", "甲", "乙"), ("东坪村", "85", ""), ("张庄村", " 9", "8.5")), ",")
    for spoilt in (
        "标题\r\n" + plain,
        plain.replace("85", '"85"'),
        plain.replace("\r\n", "\n", 1),
        plain + "\r\n",
        plain + "注：演示",
    ):
        assert even_grid(spoilt, (), big) is None


# — the pieces —


def test_a_grid_is_the_rows_it_was_made_of():
    rows = (("甲", "1", "2"), ("乙",), (), ("丙", "", "1"))
    grid = Grid.of_rows(rows)
    padded = [(*row, *[""] * (3 - len(row))) for row in rows]
    assert list(grid) == padded == [grid[at] for at in range(4)]
    assert (len(grid), grid.width, grid[1:3], grid[-1]) == (4, 3, tuple(padded[1:3]), padded[3])
    assert [grid.cell(row, column) for row in range(4) for column in range(4)] == [cell for row in padded for cell in (*row, "")]
    assert (grid.column(2), set(grid.distinct(2)), grid.filled(2, 1)) == (["2", "", "", "1"], {"1", "2"}, 1)
    assert set(Grid.of_rows([[str(row % 7)] for row in range(30)]).distinct(0, 20)) == set("0123456")
    assert len(set(grid.texts)) == len(grid.texts)
    assert Grid.of_rows(()).width == 0


def test_marks_are_the_same_however_they_are_asked_for():
    text = "单位,投资完成率（10分）,企业走访\n东坪村,9,85分\n张庄村,,80\n不在册的村,1,2\n城关社区,8,7O\n"
    found = checked(text.encode(), "评分.csv", scheme=SMALL_SCHEME, roster=SMALL_ROSTER).sheets[0].marks
    assert [(mark.row, mark.column, str(mark.mark), mark.note != "") for mark in found] == [
        (2, "B", "9", False),
        (2, "C", "85", True),
        (3, "C", "80", False),
        (5, "B", "8", False),
    ]
    assert [found[at] for at in range(4)] == list(found) == list(found[:]) == [found[at] for at in range(-4, 0)]
    assert found.places() == {(mark.row, mark.column) for mark in found}
    assert found.places({1, 4}) == {(2, "B"), (2, "C"), (5, "B")}
    assert [found.at(mark.row, mark.column) for mark in found] == list(found)
    assert [found.at(*place) for place in ((3, "B"), (4, "B"), (5, "C"), (2, "A"), (99, "B"))] == [None] * 5
    assert list(found.of_unit("东坪村")) == list(found[:2])
    left = found.without([(2, "B"), (3, "C")])
    assert tuple(left) == (found[1], found[3])
    assert (len(left), len(MarkColumns.none()), found.indicators) == (2, 0, {"重点项目投资完成率", "企业走访"})
    with pytest.raises(IndexError):
        found[4]


FIGURES = st.sampled_from(["1", "0.1", "99999999", "0.000000000001", "85分", "７.25", "优秀", "", "1O"])


@settings(max_examples=30 * EFFORT, deadline=None)
@given(st.lists(st.lists(FIGURES, min_size=2, max_size=2), min_size=1, max_size=4))
def test_sums_of_rows_are_the_sums_of_their_marks(rows):
    units = ["东坪村", "张家塬村", "张庄村", "城关社区"]
    lines = [["单位", "招商到位资金", "企业走访"], *([unit, *row] for unit, row in zip(units, rows, strict=False))]
    marks = checked("\n".join(map(",".join, lines)).encode(), "评分.csv", SMALL_SCHEME, SMALL_ROSTER).sheets[0].marks
    sums = RowSums(marks)
    for columns in ((0, 1), (1,), ()):
        wanted = {index: Decimal(0) for index in marks.rows.index}
        for mark in marks:
            if column_index(mark.column) - 1 in columns:
                wanted[mark.row - 1] += mark.mark
        assert sums.of(columns) == list(wanted.values())


@settings(max_examples=200 * EFFORT, deadline=None)
@given(st.one_of(st.floats(-1e9, 1e9), st.floats(-1e14, 1e14), st.decimals(-1000, 1000, places=3).map(float)))
@example(-0.0)
@example(0.1 + 0.2)
@example(999999999999999.9)
@example(123456789012345.0)
@example(0.0001)
def test_a_workbooks_number_is_shown_with_fifteen_digits_half_up(double):
    digits = Context(prec=15, rounding=ROUND_HALF_UP).create_decimal(Decimal(double))
    text = format(digits, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    assert shown(double) == ("0" if double == 0 else text)
