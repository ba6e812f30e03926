"""Marks as the journal keeps them: written the same from columns as one by one, and read back to the letter, many or few."""

import csv
import io
from decimal import Decimal
from functools import partial
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation import kept_marks
from evaluation.events import roster_set, scheme_set
from evaluation.intake import File, Intake, check_files, drafts_for
from evaluation.mark import Mark
from tests.chain import new_store
from tests.chinese_sheets import ROSTER, SCHEME, TROUBLES, made, walked
from tests.score_sheets import ROSTER as SMALL_ROSTER
from tests.score_sheets import SCHEME as SMALL_SCHEME

TEXT = st.text(st.sampled_from('甲1, "\n\r;é\u2028\x85'), max_size=4)
MARKS = st.builds(
    Mark,
    st.sampled_from([None, "2022年", "2022年3月"]),
    TEXT,
    TEXT,
    TEXT,
    st.decimals(-1000, 1000, places=3),
    st.just("评分.csv"),
    st.just(""),
    st.integers(1, 50_000),
    st.sampled_from(["B", "AA"]),
    TEXT,
    TEXT,
)


def fields_of(mark: Mark, period: str) -> list[str]:
    figure, places = format(mark.mark, "f"), str(max(0, -mark.mark.normalize().as_tuple().exponent))
    about = [mark.period or period, mark.unit, mark.indicator, mark.rater]
    return [*about, figure, places, str(mark.row), mark.column, mark.found, mark.note]


def by_the_library(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([kept_marks.FIELDS, *rows])
    return out.getvalue().encode()


@settings(max_examples=120, deadline=None)
@given(st.lists(MARKS, max_size=4))
def test_whatever_texts_marks_have_they_are_read_back_to_the_letter(marks):
    rows = [fields_of(mark, "2021年") for mark in marks]
    content = kept_marks.written(marks, "2021年")
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in kept_marks.FIELDS]
    assert kept_marks.read(content) == columns
    pairs = {(row[0], row[1]) for row in rows}
    assert kept_marks.distinct(content, "period", "unit", big=0) == kept_marks.distinct(content, "period", "unit") == pairs
    if b"\r" in content:
        return
    assert content == by_the_library(rows)
    table = kept_marks.as_table(content, big=0)
    assert [table[name].to_pylist() for name in kept_marks.FIELDS] == columns


def test_marks_kept_as_columns_are_written_as_one_by_one():
    for trouble in TROUBLES:
        for checked in walked(made(trouble, "utf-8", 7)).sheets:
            one_by_one = kept_marks.written(tuple(checked.marks), "2022年")
            assert kept_marks.written(checked.marks, "2022年") == one_by_one
            assert one_by_one == by_the_library([fields_of(mark, "2022年") for mark in checked.marks])


def intake_of(text: str) -> Intake:
    return check_files([File("评分.csv", text.encode())], SMALL_SCHEME, SMALL_ROSTER, period="2022年")


def test_a_return_inside_a_cell_reaches_the_tables():
    store = new_store()
    store.append([scheme_set(SMALL_SCHEME), roster_set(SMALL_ROSTER)], "张三")
    store.append(drafts_for(intake_of('单位,企业走访\n东坪村,"85\r"\n张庄村,80\n')), "张三")
    found = store.cursor().execute("select unit, mark, found from imported_mark order by row").fetchall()
    assert found == [("东坪村", Decimal(85), "85\r"), ("张庄村", Decimal(80), "80")]


def test_a_return_that_an_older_program_left_without_quotes_ends_no_line():
    mark = Mark("2022年", "甲", "投资", "", Decimal("8.5"), "", "", 2, "B", "8.5\r", '有，引号"和\n换行')
    content = kept_marks.written([mark], "").replace(b'"8.5\r"', b"8.5\r")
    assert b",8.5\r," in content
    assert kept_marks.read(content) == [[text] for text in fields_of(mark, "")]


def test_many_marks_reach_the_tables_as_few_do():
    drafts = [scheme_set(SCHEME), roster_set(ROSTER), *drafts_for(walked(made("full_width", "utf-8", 0)))]
    few, many = new_store(), new_store()
    few.append(drafts, "张三")
    with patch.object(kept_marks, "as_table", partial(kept_marks.as_table, big=0)):
        many.append(drafts, "张三")
    rows = "select * from imported_mark order by all"
    assert many.cursor().execute(rows).fetchall() == few.cursor().execute(rows).fetchall() != []
