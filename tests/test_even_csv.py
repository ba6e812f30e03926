"""A file that is cut in one go, by its bytes, says what it says when it is decoded and looked at line by line."""

import re
from decimal import Decimal
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluation import cells, csv_even, csv_file
from evaluation.cells import all_plain, are_bare, plain, read_number
from evaluation.csv_even import even_table
from evaluation.grid import Grid, by_columns
from evaluation.headers import MEANINGS, ColumnNames
from evaluation.names import unit_names
from evaluation.plain_cells import Figures, mark_fault, plain_cells
from evaluation.problems import UnreadableSheet
from evaluation.roster import Roster, Unit
from evaluation.scheme import Indicator
from evaluation.sheet import read_sheets
from tests.score_sheets import NAMES

LIMITS = {"most_cells": 1_000_000, "longest_line": 1_000_000}


def said(content: bytes) -> object:
    """Return all that reading says of a file."""
    try:
        (found,) = read_sheets(content, "评分.csv", NAMES)
    except UnreadableSheet as refused:
        return refused.problem
    if isinstance(found.rows, Grid):
        assert len(set(found.rows.texts)) == len(found.rows.texts)
    return found, tuple(found.rows)


TEXTS = st.text(st.sampled_from("甲乙镕ü°1.8 　\ufeff\x0b\x85\u2028é|;，\t\x1a\x07“”\ue000"), max_size=3)
CELLS = st.one_of(st.sampled_from(["85", "9.5", "", "东坪村", "企业走访"]), TEXTS)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    header=st.booleans(),
    delimiter=st.sampled_from([",", "\t", ";", "，", "|", " "]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.integers(0, 2),
    odd=st.sampled_from(["", "", "", ",1", "\n", "\r", '"', "\x1a", "\x00"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "cp1252"]),
    with_arrow=st.booleans(),
)
@example([["甲|", "1", "2"], ["乙", "1", "2"]], True, "|", "\n", 1, "", "gb18030", True)
@example([["1", "1", "1"], ["", "1", ""]], True, ",", "\r\n", 1, "", "gb18030", True)
@example([["", "", ""], ["", "", ""]], False, "\t", "\r\n", 1, "", "utf-8", True)
def test_any_bytes_say_the_same_cut_in_one_go_or_line_by_line(rows, header, delimiter, end, last, odd, codec, with_arrow):
    lines = [["单位", "企业走访", "办结率"], *rows] if header else rows
    text = end.join(delimiter.join(row) for row in lines) + odd + end * last
    content = text.encode(codec, "ignore")
    with patch.object(csv_even, "_SMALL", 0 if with_arrow else 10**9), patch.object(csv_even, "_BIG", 0 if with_arrow else 10**9):
        fast = said(content)
    with patch.object(csv_file, "even_table", lambda *_: None), patch("evaluation.csv_text.even_grid", lambda *_: None):
        assert fast == said(content)


PLAIN = "单位,甲\r\n东坪村,85\r\n张庄村,9\r\n"


@pytest.mark.parametrize(("codec", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8（带 BOM）"), ("gb18030", "GB18030")])
def test_usual_encodings_are_cut_by_their_bytes(codec, name):
    found = even_table(PLAIN.encode(codec), (), **LIMITS)
    assert (found.encoding, found.dialect.delimiter) == (name, ",")
    assert tuple(found.grid) == (("单位", "甲"), ("东坪村", "85"), ("张庄村", "9"))
    assert (found.beginning(4), found.beginning(10**6)) == ("单位,甲", PLAIN)


@pytest.mark.parametrize("big", [0, 10**9])
def test_what_a_byte_does_not_tell_is_left_to_the_careful_way(big):
    with patch.object(csv_even, "_SMALL", big), patch.object(csv_even, "_BIG", big):
        bar = b"\x81\x7c".decode("gb18030")  # its second byte is the one of |
        barred = "\n".join((f"单位|企业走访{bar}甲", f"东坪村|8{bar}乙", f"张庄村|9{bar}丙"))
        assert not even_table(barred.encode("gb18030"), (), **LIMITS)
        assert even_table(barred.encode(), (), **LIMITS)
        for loose in ("\n", "\r"):
            assert not even_table(PLAIN.replace("庄", loose).encode(), (), **LIMITS)


def test_what_comes_near_a_limit_is_left_to_the_careful_way():
    content = PLAIN.replace("甲", "甲;" * 40).encode()
    assert even_table(content, (), most_cells=50, longest_line=1000)
    assert not even_table(content, (), most_cells=30, longest_line=1000)
    assert not even_table(content, (), most_cells=50, longest_line=100)
    assert not even_table(PLAIN.encode(), (), most_cells=2, longest_line=1000)


@pytest.mark.parametrize("rows", [1, 2, 1023, 1024, 2500])
def test_rows_are_turned_into_columns_block_by_block(rows):
    codes = np.arange(rows * 3, dtype=np.int32).reshape(rows, 3)
    for parts in ([codes], [codes[: rows // 2], codes[rows // 2 :]]):
        turned = by_columns(*parts)
        assert np.array_equal(turned, codes.T)
        assert turned.flags.c_contiguous


def test_a_part_of_a_grid_has_its_columns_and_rows_in_the_order_asked_for():
    grid = Grid.of_rows([[f"{row}{column}" for column in range(5)] for row in range(6)])
    for columns in ([1, 2, 3], [1, 3], [3, 1], [2], []):
        for rows in (range(1, 4), [1, 2, 3], [4, 0], range(6)):
            found = [[grid.texts[code] for code in column] for column in grid.part(columns, rows).tolist()]
            assert found == [[f"{row}{column}" for row in rows] for column in columns]


def test_cells_that_say_nothing_are_counted_whether_one_text_is_blank_or_many():
    for blanks in ([""], ["", " ", "\u3000"], []):
        grid = Grid.of_rows([[text] for text in ("甲", *blanks, "乙", *blanks)])
        assert (grid.filled(0), grid.filled(0, 1), set(grid.distinct(0))) == (2, 1, {"甲", "乙"})


# — many texts at once as one by one —

FIGURES = st.one_of(
    st.from_regex(r"[0-9]{0,13}\.?[0-9]{0,13}", fullmatch=True),
    st.sampled_from(["85", "", "85\n90", "\n", "８５", "85 ", "1e5", "-3", "85分", "0.5\n", "1_0", "٣"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FIGURES, max_size=6))
def test_bare_figures_are_told_from_other_texts_as_each_for_itself(texts):
    for text, is_bare in zip(texts, are_bare(texts), strict=True):
        assert is_bare == bool(re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", text))
        if is_bare:
            read = cells._read_number.__wrapped__(f"{text} ")  # the blank has it read the long way
            assert (read.kind, read.value.as_tuple()) == ("number", Decimal(text).as_tuple())
            assert read_number(text).value.as_tuple() == Decimal(text).as_tuple()


MARKS = st.sampled_from(
    ["0", "0.0", "0.000000000001", "99.999999999999", "100", "100.000000000001", "100.00", "815", "85", "-3", "x", ""]
)
MORE = st.sampled_from(["99999999", "99999999.999999999999", "100000000", "123456789012", "-100000000", "7０"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(MARKS, MORE), min_size=1, max_size=8),
    st.sampled_from([("mark", 100), ("mark", 99_999_999), ("min_max", None), ("ratio_to_best", None)]),
)
def test_figures_near_a_bound_are_judged_as_each_for_itself(texts, given_rule):
    rule, full = given_rule
    indicator = Indicator(name="甲", rule=rule, full_mark=full and Decimal(full))
    grid = Grid.of_rows([[text] for text in texts])
    figures = Figures(grid.texts, grid.codes)
    column = type("Column", (), {"indicator": "甲"})()
    (are_plain,) = plain_cells(figures, grid.codes, [column], [""] * len(texts), {"甲": indicator})
    for text, is_plain in zip(texts, are_plain.tolist(), strict=True):
        number = read_number(text)
        is_figure = number.kind == "number" and not number.notes
        assert is_plain == (is_figure and mark_fault(number.value, indicator) is None)
    assert list(figures) == [figures[code] for code in range(len(figures))]


SIGNS = "甲Ａa1 \u3000\u200b\ufeff\u00ad\u2029\x1c\x00村①"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.sampled_from(SIGNS), max_size=3), max_size=5))
@example([" 甲"])
@example([])
def test_many_texts_have_the_plain_forms_that_each_has(texts):
    assert list(all_plain(texts)) == list(map(plain, texts))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["东坪村", " 东坪村", "东坪", "张庄村", "", "张庄村 ", "别的"]), max_size=6))
def test_names_to_the_letter_are_told_from_all_others(texts):
    units = (Unit("东坪村", "村", ("东坪",)), Unit("张庄村 ", "村"), Unit("张庄村", "村"))
    names = unit_names(Roster(units))
    assert names.others(texts) == [place for place, text in enumerate(texts) if text not in ("东坪村", "张庄村")]


def test_a_column_may_be_called_by_a_known_name_or_a_usual_word():
    known = ColumnNames(frozenset(("企业 走访",)))
    assert ["企业走访" in known, "合计" in known, "企业" in known] == [True, True, False]
    assert "合计" in MEANINGS


def test_a_figure_of_any_length_is_read_or_refused_and_never_raises():
    number = read_number("10000000000000000.1234567890123")
    assert (number.kind, number.value) == ("number", Decimal("10000000000000000.123456789012"))
    assert read_number("9" * 40 + "." + "9" * 19).kind == "number"
