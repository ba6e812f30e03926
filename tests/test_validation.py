"""Cells become marks: every mark right, every conversion said, every fault with its place."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.cells import read_number
from evaluation.columns import ColumnChoice
from evaluation.matching import Decisions, match_sheet
from evaluation.sheet import read_sheets
from evaluation.spelling import column_letter, shown
from evaluation.validation import CheckedSheet, cell_fates, check_sheet, check_sheets, percent_as_mark
from tests.chain import dimension, indicator, scheme_of
from tests.growth import growth
from tests.score_sheets import NAMES, ROSTER, SCHEME, checked, codes, grid, sheet_of, workbook


def one(text, indicator="企业走访"):
    """Check one mark of one unit; return the sheet, CSV-quoted so that any text fits."""
    return checked(f'单位,{indicator}\n东坪村,"{text}"\n')


@pytest.mark.parametrize(
    ("text", "mark", "note"),
    [
        ("85", "85", ""),
        ("85.50", "85.50", ""),
        (" 85 ", "85", ""),
        ("0", "0", ""),
        ("100", "100", ""),
        ("８５．５", "85.5", "全角字符"),
        ("85分", "85", "去掉“分”字"),
        ("８５ 分", "85", "全角字符，去掉空格，去掉“分”字"),
        ("+85", "85", "去掉正号"),
        ("85.", "85", "补全小数点"),
        ("优秀", "95.00", "等次“优秀”，满分 100 的 95%"),
        ("95%", "95", "百分数"),
        ("33.3333333333335", "33.333333333334", "小数超过 12 位，四舍五入"),
    ],
)
def test_a_mark_is_read_and_its_conversion_listed(text, mark, note):
    found = one(text)
    assert [(m.mark, m.note, m.found, m.row, m.column) for m in found.marks] == [(Decimal(mark), note, text, 2, "B")]
    infos = [p for p in found.problems if p.code == "converted"]
    assert len(infos) == bool(note)
    assert codes(found.problems, "error") == []


@pytest.mark.parametrize(
    ("text", "indicator", "mark"),
    [
        ("1,234.5", "招商到位资金", "1234.5"),
        ("１，２３４", "招商到位资金", "1234"),
        ("−3", "办结率", "-3"),
        ("－3", "办结率", "-3"),
        ("–3", "办结率", "-3"),
        ("120%", "办结率", "120"),
        ("95%", "招商到位资金", "95"),
        ("良好", "投资完成率", "8.5"),
    ],
)
def test_notations_are_read_where_the_rule_lets_them(text, indicator, mark):
    found = one(text, indicator)
    assert [m.mark for m in found.marks] == [Decimal(mark)]
    assert codes(found.problems, "error") == []


@pytest.mark.parametrize(
    ("text", "indicator", "code", "words"),
    [
        ("1O", "企业走访", "not_a_number", "是不是 10"),
        ("八十二", "企业走访", "not_a_number", "是不是 82"),
        ("85。5", "企业走访", "not_a_number", "是不是 85.5"),
        ("8 5", "企业走访", "not_a_number", "不是数字"),
        ("2022-08-05", "企业走访", "not_a_number", "日期"),
        ("#DIV/0!", "企业走访", "not_a_number", "公式"),
        ("8²", "企业走访", "not_a_number", "不是数字"),
        ("①", "企业走访", "not_a_number", "不是数字"),
        ("1e2", "企业走访", "not_a_number", "不是数字"),
        ("1,5", "企业走访", "not_a_number", "不是数字"),
        ("合格", "企业走访", "not_a_number", "等次"),
        ("优秀", "办结率", "not_a_number", "等次"),
        ("815", "企业走访", "above_full_mark", "81.5"),
        ("8.15", "投资完成率", "", ""),
        ("95", "投资完成率", "above_full_mark", "9.5"),
        ("101", "企业走访", "above_full_mark", "原件"),
        ("-1", "企业走访", "below_zero", "低于 0"),
        ("-1", "招商到位资金", "negative", "负数"),
        ("100000000", "招商到位资金", "too_large", "1 亿"),
        ("99999999", "招商到位资金", "", ""),
        ("95%", "投资完成率", "unclear_percent", "百分数"),
    ],
)
def test_what_is_no_fit_mark_is_an_error_with_advice(text, indicator, code, words):
    found = one(text, indicator)
    errors = [p for p in found.problems if p.severity == "error"]
    assert [p.code for p in errors] == ([code] if code else [])
    if code:
        assert (errors[0].row, errors[0].column, errors[0].found) == (2, "B", text)
        assert words in errors[0].message
        assert found.marks == ()


@pytest.mark.parametrize("text", ["", " ", "/", "／", "—", "——", "-", "缺考", "无", "缺", "N/A"])
def test_a_blank_is_missing_and_never_zero(text):
    found = checked(f"单位,企业走访,投资完成率\n东坪村,{text},9\n")
    assert [(b.unit, b.indicator, b.row, b.column) for b in found.missing] == [("东坪村", "企业走访", 2, "B")]
    assert [m.indicator for m in found.marks] == ["重点项目投资完成率"]
    assert codes(found.problems, "error") == []
    assert "missing_mark" in codes(found.problems, "warning")


@pytest.mark.parametrize(("rule", "said"), [("zero", "方案规定，缺的按 0 分算"), ("group_mean", "不会记为 0 分")])
@pytest.mark.parametrize(
    "rows", ["东坪村,,9\n城关社区,8,9\n", "东坪村,缺考,9\n城关社区,8,9\n", "东坪村,,\n城关社区,8,9\n", "东坪村,,9\n"]
)
def test_a_blank_is_said_to_count_zero_where_the_scheme_has_it_so_and_only_there(rule, said, rows):
    scheme = replace(SCHEME, missing=rule)
    (sheet,) = read_sheets(f"单位,企业走访,投资完成率\n{rows}".encode(), "评分.csv")
    found = check_sheet(match_sheet(sheet, scheme, ROSTER))
    (message,) = [problem.message for problem in found.problems if problem.code == "missing_mark"]
    assert said in message
    assert ("不会" in message) is (rule != "zero")


def test_an_empty_row_and_an_empty_column_are_said_once():
    found = checked("单位,企业走访,投资完成率,办结率\n东坪村,1,2,\n张庄村,,,\n张家塬村,1,,\n城关社区,1,1,\n")
    warnings = [(p.row, p.column) for p in found.problems if p.code == "missing_mark"]
    assert warnings == [(None, "D"), (3, None), (4, "C")]
    assert len(found.missing) == 7


def test_all_problems_are_found_at_once():
    found = checked("单位,企业走访,投资完成率\n东坪村,815,1O\n李家河村,八十,99\n")
    assert sorted((p.row, p.column) for p in found.problems if p.severity == "error") == [
        (2, "B"),
        (2, "C"),
        (3, "A"),
        (3, "B"),
        (3, "C"),
    ]


def test_the_same_unit_twice_names_both_places():
    found = checked("单位,企业走访\n东坪村,85\n东坪,86\n")
    error = next(p for p in found.problems if p.severity == "error")
    assert (error.code, error.row, error.column) == ("same_mark_twice", 3, "B")
    assert "第 2 行 B 列" in error.message
    assert "85" in error.message


def test_two_raters_may_mark_the_same_and_one_rater_may_not_twice():
    text = "单位,指标,得分,评分人\n东坪村,企业走访,85,甲\n东坪村,企业走访,86,乙\n"
    assert codes(checked(text).problems, "error") == []
    assert codes(checked(text + "东坪村,企业走访,87,甲\n").problems, "error") == ["same_mark_twice"]


@pytest.mark.parametrize(
    ("first", "again"),
    [("张三", "张　三"), ("张三", "张 三"), ("评委1", "评委 １"), ("Li Lei", "Li  Ｌei"), ("项目办", "项目\u200b办")],
)
def test_a_rater_in_another_spelling_is_the_same_rater(first, again):
    found = checked(f"单位,指标,得分,评分人\n东坪村,企业走访,85,{first}\n东坪村,企业走访,87,{again}\n")
    assert codes(found.problems, "error") == ["same_mark_twice"]
    assert {mark.rater for mark in found.marks} == {first}


@pytest.mark.parametrize("again", ["评委 １", "评委　1"])
def test_a_rater_in_a_header_and_one_in_another_spelling_are_the_same(again):
    found = checked(f"单位,企业走访,企业走访\n,评委1,{again}\n东坪村,85,90\n")
    assert "column_twice" in codes(found.problems, "error")


def test_raters_called_alike_are_two():
    found = checked("单位,指标,得分,评分人\n东坪村,企业走访,85,Li Lei\n东坪村,企业走访,87,LiLei\n")
    assert codes(found.problems, "error") == []


def test_a_total_that_differs_from_its_parts_is_a_warning_with_both_numbers():
    found = checked("单位,投资完成率,企业走访,合计\n东坪村,9,85,94\n张庄村,8,80,89\n城关社区,8,70.05,78.1\n")
    (warning,) = [p for p in found.problems if p.code == "total_differs"]
    assert (warning.row, warning.column, warning.severity) == (3, "D", "warning")
    assert "89" in warning.message
    assert "88" in warning.message


def test_subtotals_and_totals_of_a_dimension_are_compared_with_their_own_parts():
    text = "单位,投资完成率,企业走访,项目建设得分,办结率,总分\n东坪村,9,85,94,50,144\n张庄村,9,85,95,50,144\n"
    assert [(p.row, p.column) for p in checked(text).problems if p.code == "total_differs"] == [(3, "D")]
    text = "单位,投资完成率,企业走访,小计,办结率,小计,合计\n东坪村,9,85,94,50,50,144\n张庄村,9,85,94,50,51,144\n"
    assert [(p.row, p.column) for p in checked(text).problems if p.code == "total_differs"] == [(3, "F")]


def test_a_total_column_that_differs_everywhere_is_said_once():
    text = "单位,企业走访,合计\n东坪村,85,8.5\n张庄村,80,8\n城关社区,70,7\n张家塬村,60,6\n"
    assert [(p.code, p.row) for p in checked(text).problems if p.code.startswith("total")] == [("totals_differ", None)]


def test_periods_come_from_the_column_then_the_title_then_the_caller():
    body = "单位,企业走访,考核期\n东坪村,85,2022年3月\n张庄村,80,\n"
    assert [m.period for m in checked("2022年度评分\n" + body).marks] == ["2022年3月", "2022年"]
    assert [m.period for m in checked(body, period="2021年").marks] == ["2022年3月", "2021年"]
    assert [m.period for m in checked(body).marks] == ["2022年3月", None]
    bad = checked("单位,企业走访,考核期\n东坪村,85,上回\n")
    assert codes(bad.problems, "error") == ["bad_period"]
    long = "单位,指标,得分,考核期\n东坪村,企业走访,85,2022年\n东坪村,企业走访,85,2021年度\n"
    assert codes(checked(long).problems) == ["period_read", "units_absent"] or sorted(codes(checked(long).problems)) == [
        "period_read",
        "units_absent",
    ]


def test_units_of_the_sheets_groups_that_are_absent_are_named():
    (warning,) = [p for p in checked("单位,企业走访\n东坪村,85\n城关社区,80\n").problems if p.code == "units_absent"]
    assert warning.severity == "warning"
    assert "张家塬村、张庄村" in warning.message
    assert "党政办公室" not in warning.message


def test_a_row_that_lacks_cells_of_marks_is_an_error_because_marks_may_have_shifted():
    found = checked("单位,投资完成率,企业走访,备注\n东坪村,9\n张庄村,9,85\n制表人：张三\n")
    assert [(p.code, p.row) for p in found.problems if p.severity == "error"] == [("shifted_row", 2)]
    assert [(p.code, p.row) for p in found.problems if p.code == "ragged_row"] == [("ragged_row", 3)]
    assert "ragged_row" in codes(checked("单位,企业走访\n东坪村,9,85\n").problems, "error")


def test_percentages_and_plain_numbers_in_one_column_are_an_error():
    assert "mixed_percent" in codes(checked("单位,办结率\n东坪村,95%\n张庄村,0.9\n").problems, "error")


@pytest.mark.parametrize(
    ("indicator", "marks", "is_asked"),
    [
        ("企业走访", ("0.95", "0.9", "1"), True),
        ("投资完成率", ("0.95", "0.9", "1"), True),  # out of 10
        ("企业走访", ("0.95", "0.9", ""), False),
        ("企业走访", ("0", "0", "0"), False),
        ("企业走访", ("0.95", "0.9", "2"), False),
    ],
)
def test_a_column_of_shares_under_a_big_full_mark_is_asked_about(indicator, marks, is_asked):
    rows = "".join(f"{unit},{mark}\n" for unit, mark in zip(("东坪村", "张庄村", "城关社区"), marks, strict=True))
    assert ("looks_like_share" in codes(checked(f"单位,{indicator}\n{rows}").problems, "warning")) is is_asked


@pytest.mark.parametrize(
    ("rule", "mark"),
    [
        ({"full_mark": 100}, "95"),
        ({"full_mark": 1}, "0.95"),
        ({"full_mark": 10}, None),
        ({"rule": "goalposts", "low": 0, "high": 1}, "0.95"),
        ({"rule": "step_deduction", "target": 1, "step": 1, "points_per_step": 1, "full_mark": 100}, "0.95"),
        ({"rule": "step_deduction", "target": 100, "step": 1, "points_per_step": 1, "full_mark": 1}, "95"),
        ({"rule": "rank_points", "points": [1], "full_mark": 1}, "95"),
    ],
)
def test_a_percentage_means_what_its_rule_holds_it_against(rule, mark):
    (item,) = scheme_of(dimension("项目建设", indicator("完成率", **rule))).indicators
    assert percent_as_mark(Decimal(95), item) == (mark and Decimal(mark))


def test_a_formula_without_a_stored_value_is_an_error_and_no_blank():
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ("单位", "企业走访"))
        page.write(1, 0, "东坪村")
        page.write_formula(1, 1, "=80+5", None, "")

    (sheet,) = read_sheets(workbook(fill), "a.xlsx", NAMES)
    found = check_sheet(match_sheet(sheet, SCHEME, ROSTER))
    assert codes(found.problems, "error") == ["no_stored_value"]
    assert found.missing == ()
    rewritten = check_sheet(match_sheet(sheet, SCHEME, ROSTER, Decisions(cells={(1, 1): "85"})))
    assert [mark.mark for mark in rewritten.marks] == [85]


def test_a_rewritten_cell_is_on_record_as_changed_by_a_person():
    found = checked("单位,企业走访\n东坪村,815\n", Decisions(cells={(1, 1): "81.5"}))
    (mark,) = found.marks
    assert (mark.mark, mark.found, mark.note) == (Decimal("81.5"), "815", "由人改写，原文“815”")
    assert codes(found.problems, "error") == []
    assert found.matched.sheet.cell(1, 1) == "815"


def test_a_rater_column_can_be_named_by_a_person():
    choice = Decisions(
        columns={1: ColumnChoice("indicator", "企业走访", "张三"), 2: ColumnChoice("indicator", "企业走访", "李四")}
    )
    found = checked("单位,张三,李四\n东坪村,85,86\n", choice)
    assert [(m.rater, m.mark) for m in found.marks] == [("张三", 85), ("李四", 86)]
    assert codes(found.problems, "error") == []


# — between sheets —


def test_the_same_content_twice_is_an_error():
    text = "单位,企业走访\n东坪村,85\n"
    found = check_sheets([checked(text, file="甲.csv"), checked(text, file="乙.csv")])
    assert [(p.code, p.file) for p in found] == [("same_file_twice", "乙.csv")]
    assert "甲.csv" in found[0].message


def test_the_same_mark_in_two_sheets_names_both_places():
    first = checked("单位,企业走访\n东坪村,85\n", file="甲.csv", period="2022年")
    second = checked("2022年,,\n单位,备注,企业走访\n东坪,,86\n", file="乙.csv")
    (error,) = check_sheets([first, second])
    assert (error.code, error.file, error.row, error.column) == ("same_mark_twice", "乙.csv", 3, "C")
    assert "“甲.csv”第 2 行 B 列" in error.message
    assert check_sheets([first, checked("2021年,\n单位,企业走访\n东坪,86\n")]) == []


def test_a_workbook_of_notes_alone_is_an_error():
    def fill(book):
        book.add_worksheet("甲").write("A1", "请填表")
        book.add_worksheet("乙").write("A1", "说明")

    sheets = [check_sheet(match_sheet(sheet, SCHEME, ROSTER)) for sheet in read_sheets(workbook(fill), "a.xlsx", NAMES)]
    assert codes(check_sheets(sheets)) == ["nothing_read"]


# — laws —

UNITS = ["东坪村", "东坪", "张家塬村", "张庄村", "城关社区居委会", "张家源村", "合计", "制表人：张三", "", "单位"]
MARKS = ["", "85", "９", "9.5", "95%", "优秀", "1O", "—", "-3", "815", "备注", "85分", "3.14159265358979"]
HEADERS = ["单位", "投资完成率（10分）", "企业走访", "办结率", "合计", "备注", "别的", "", "序号", "评分人"]


@settings(max_examples=300, deadline=None)
@given(
    header=st.lists(st.sampled_from(HEADERS), min_size=2, max_size=6),
    title=st.sampled_from(["", "2022年评分\n"]),
    rows=st.lists(st.lists(st.sampled_from(MARKS + UNITS), min_size=1, max_size=7), max_size=8),
)
def test_every_cell_is_used_or_set_aside_with_a_reason(header, title, rows):
    text = title + "\n".join(",".join(row) for row in [header, *rows]) + "\n"
    if not text.strip(",\n"):
        return
    found = checked(text)
    fates = list(cell_fates(found))
    cells = {
        (index + 1, column_letter(place))
        for index, row in enumerate(found.matched.sheet.rows)
        for place, cell in enumerate(row)
        if cell.strip()
    }
    assert {(row, column) for row, column, _ in fates} == cells
    assert len(fates) == len(cells)
    count = Counter(fate for _, _, fate in fates)
    assert count["mark"] == len({(m.row, m.column) for m in found.marks}) == len(found.marks)
    assert count["missing"] == sum(bool(blank.found.strip()) for blank in found.missing)
    if count["error"] or count["unread"]:
        assert found.matched.kind == "roster" or codes(found.problems, "error")
    said = {p.row for p in found.problems}
    assert all(row in said for row, _, fate in fates if fate.endswith("_row"))


@settings(max_examples=300, deadline=None)
@given(mark=st.decimals(0, 100, places=2), full_width=st.booleans(), points=st.booleans())
def test_a_mark_means_the_same_however_it_is_written(mark, full_width, points):
    text = f"{mark}分" if points else str(mark)
    text = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}) if full_width else text
    assert read_number(text).value == mark


@given(st.decimals(-(10**8), 10**8, places=4, allow_nan=False))
def test_a_workbooks_number_comes_back_as_it_was_typed(number):
    typed = format(number.normalize() + 0, "f")
    assert Decimal(shown(float(typed))) == Decimal(typed)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_number_a_blank_or_refused(text):
    found = read_number(text)
    assert (found.kind in ("number", "percent")) == (found.value is not None)


# — speed —


UNITS = ("东坪", "张家塬村", "张庄村", "城关社区", "党政办")


def test_a_sheet_of_10_000_rows_is_checked_whole_and_its_cost_grows_with_its_rows():
    def text(raters: int) -> str:
        rows = (
            f"{unit},{name},{number % 10},评分人{number}"
            for number in range(raters)
            for unit in UNITS
            for name in ("投资完成率", "企业走访", "办结率", "招商到位资金")
        )
        return "\n".join(("单位,指标,得分,评分人", *rows))

    def check(sheet: str) -> CheckedSheet:
        return check_sheet(match_sheet(sheet_of(sheet), SCHEME, ROSTER), period="2022年")

    assert growth(check, text(50), text(500)) < 10 * 3
    found = check(text(500))
    assert len(found.marks) == 10_000
    assert codes(found.problems, "error") == []


def test_a_workbook_of_10_000_rows_is_checked_whole():
    rows = ((unit, "企业走访", number / 25, f"评分人{number}") for number in range(2000) for unit in UNITS)
    content = grid(("单位", "指标", "得分", "评分人"), *rows)
    found = check_sheet(match_sheet(read_sheets(content, "a.xlsx", NAMES)[0], SCHEME, ROSTER))
    assert len(found.marks) == 10_000


def test_a_units_second_row_is_said_once_and_a_sheet_sent_again_in_one_sentence():
    twice = checked("单位,企业走访,投资完成率,办结率\n东坪村,85,9,1\n东坪村,86,9,1\n")
    assert codes(twice.problems, "error") == ["same_mark_twice"]
    body = "单位,企业走访,投资完成率\n东坪村,85,9\n张庄村,80,8\n城关社区,1,1\n"
    again = check_sheets([checked(body, file="甲.csv"), checked(body + "\n", file="乙.csv")])
    assert codes(again) == ["same_mark_twice"]
    assert "6 个分" in again[0].message


def test_a_total_is_not_compared_where_a_part_cant_be_read():
    assert "total_differs" not in codes(checked("单位,投资完成率,企业走访,合计\n东坪村,9,1O,19\n").problems)


def test_a_percentage_that_becomes_a_share_has_twelve_places_and_says_so():
    scheme = scheme_of(dimension("项目建设", indicator("完成率", rule="goalposts", low=0, high=1)))
    found = check_sheet(match_sheet(sheet_of("单位,完成率\n东坪村,88.0952380952%\n张庄村,50%\n"), scheme, ROSTER))
    assert [(str(mark.mark), mark.note) for mark in found.marks] == [
        ("0.880952380952", "百分数"),
        ("0.5", "百分数"),
    ]
    (mark,) = check_sheet(match_sheet(sheet_of("单位,完成率\n东坪村,88.09523809523%\n"), scheme, ROSTER)).marks
    assert (str(mark.mark), mark.note) == ("0.880952380952", "百分数，小数超过 12 位，四舍五入")
