"""What a sheet is, what its columns mean, whom its rows are about; and never a guess."""

import pytest

from evaluation.columns import ColumnChoice
from evaluation.headers import split_full_mark
from evaluation.matching import Decisions, match_sheet
from evaluation.names import indicator_names, unit_names
from evaluation.periods import period_order, periods_in, read_period
from evaluation.roster import Roster, Unit
from evaluation.scheme_reading import read_scheme
from evaluation.sheet import read_sheets
from tests.score_sheets import NAMES, ROSTER, SCHEME, codes, matched, workbook

WIDE = """东风镇2022年度“三个年”活动考核评分表,,,,,
填报单位：项目办,,,,,
序号,村名,投资完成率（10分）,企业走访,合计,备注
1,东坪村,9.5,85,94.5,
2,东坪,8,80,88,好
,合计,17.5,165,,
制表人：张三,,,审核：李四,,
"""


def meanings(found):
    return {column.letter: column.indicator or column.meaning for column in found.columns}


def problem(found, code):
    return next(problem for problem in found.problems if problem.code == code)


def test_a_wide_sheet_is_understood_below_its_title_rows():
    found = matched(WIDE)
    assert (found.kind, found.header_row, found.period) == ("wide", 2, "2022年")
    assert meanings(found) == {
        "A": "serial",
        "B": "unit",
        "C": "重点项目投资完成率",
        "D": "企业走访",
        "E": "total",
        "F": "remark",
    }
    assert [(row.index + 1, row.kind, row.unit) for row in found.rows] == [
        (4, "unit", "东坪村"),
        (5, "unit", "东坪村"),
        (6, "total", ""),
        (7, "footer", ""),
    ]
    assert codes(found.problems, "error") == []
    assert codes(found.problems, "info") == ["column_by_alias", "unit_alias", "total_row", "footer_row"]


def test_a_long_sheet_is_understood_with_raters_and_periods():
    found = matched("单位,指标,得分,评分人,考核期\n东坪村,投资完成率,9,张三,2022年\n东坪村,企业走仿,90,李四,2022年\n")
    assert found.kind == "long"
    assert meanings(found) == {"A": "unit", "B": "indicator_name", "C": "mark", "D": "rater", "E": "period"}
    assert [row.indicator for row in found.rows] == ["重点项目投资完成率", ""]
    assert problem(found, "unknown_indicator").suggestions[0] == "企业走访"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("单位,类别,别名,顺序", "roster"),
        ("序号,村名,类别", "roster"),
        ("单位,加减分,事由,考核期", "adjustments"),
        ("单位,加分,扣分,事由", "adjustments"),
        ("单位,事由,日期", "vetoes"),
        ("单位,一票否决事由", "vetoes"),
    ],
)
def test_files_beside_the_sheets_are_told_by_their_header(header, kind):
    assert matched(header + "\n东坪村,村（社区）,甲,\n").kind == kind


@pytest.mark.parametrize(
    ("header", "name", "full_mark"),
    [
        ("投资完成率（10分）", "投资完成率", "10"),
        ("投资完成率(10分)", "投资完成率", "10"),
        ("投资完成率满分10", "投资完成率", "10"),
        ("投资完成率（满分10分）", "投资完成率", "10"),
        ("投资\n完成率\n(满分：10)", "投资完成率", "10"),
        ("投资完成率【10】", "投资完成率", "10"),
        ("投资完成率 10分", "投资完成率", "10"),
        ("投资完成率（12.5分）", "投资完成率", "12.5"),
        ("投资完成率（十分）", "投资完成率", "10"),
        ("投资完成率（满分二十分）", "投资完成率", "20"),
        ("投资完成率（0-10分）", "投资完成率", "10"),
        ("投资完成率（0～10分）", "投资完成率", "10"),
        ("投资完成率（最高10分）", "投资完成率", "10"),
        ("投资完成率（满分值10分）", "投资完成率", "10"),
        ("投资完成率（10分，项目办评）", "投资完成率", "10"),
        ("投资完成率", "投资完成率", "None"),
        ("企业走访（每家2分）", "企业走访(每家2分)", "None"),
        ("企业走访（计2分/家）", "企业走访(计2分/家)", "None"),
        ("服务质量（十分满意）", "服务质量(十分满意)", "None"),
        ("群众评议（100分，折10分）", "群众评议(100分,折10分)", "None"),
        ("企业走访（5分，最高10分）", "企业走访(5分,最高10分)", "None"),
        ("重点项目推进（开工、投资进度）", "重点项目推进(开工、投资进度)", "None"),
        ("10分", "10分", "None"),
    ],
)
def test_the_full_mark_is_read_from_the_header(header, name, full_mark):
    found, mark = split_full_mark(header)
    assert (found, str(mark)) == (name, full_mark)


@pytest.mark.parametrize("stated", ["九分", "满分九分", "0-9分", "共9分", "9分，项目办评"])
def test_a_full_mark_in_other_words_is_held_against_the_schemes_too(stated):
    found = matched(f"单位,投资完成率（{stated}）\n东坪村,9\n")
    assert problem(found, "other_full_mark").severity == "error"


@pytest.mark.parametrize("stated", ["9分", "（九分）", "0-9分", "（共9分）", "最高9分", "满分值9"])
@pytest.mark.parametrize("label", ["满分", ""])
def test_a_full_mark_in_a_row_of_its_own_is_read_as_beside_a_name(stated, label):
    found = matched(f"单位,投资完成率,企业走访\n{label},{stated},（100分）\n东坪村,9,85\n")
    wrong = [(item.code, item.column) for item in found.problems if item.severity == "error"]
    assert wrong == [("other_full_mark", "B")]


@pytest.mark.parametrize("above", ["项目建设（40分）", "项目建设（共40分）", "一、项目建设（40分，项目办）"])
def test_a_full_mark_above_several_indicators_is_none_of_theirs(above):
    found = matched(f"单位,{above},,\n,投资完成率,企业走访,办结率（100分）\n东坪村,9,85,9\n")
    assert [column.full_mark for column in found.columns] == [None, None, None, 100]
    assert codes(found.problems, "error") == []


@pytest.mark.parametrize("below", ["评委1", "得分", "张三"])
def test_a_full_mark_beside_an_indicator_above_its_raters_is_held_against_the_schemes(below):
    decided = Decisions(columns={1: ColumnChoice("indicator", "重点项目投资完成率", below)})
    found = matched(f"单位,投资完成率（9分）\n,{below}\n东坪村,9\n", decided if below == "张三" else None)
    assert codes(found.problems, "error") == ["other_full_mark"]


def test_a_full_mark_that_differs_from_the_schemes_is_an_error():
    found = matched("单位,投资完成率（100分）,办结率（10分）\n东坪村,9,9\n")
    assert [(p.code, p.column, p.severity) for p in found.problems if p.code == "other_full_mark"] == [
        ("other_full_mark", "B", "error"),
        ("other_full_mark", "C", "error"),
    ]
    assert "100" in problem(found, "other_full_mark").message
    row_of_full_marks = matched("单位,投资完成率,企业走访\n满分,10,50\n东坪村,9,9\n")
    assert [(p.row, p.column) for p in row_of_full_marks.problems if p.code == "other_full_mark"] == [(2, "C")]


def test_a_column_of_numbers_that_nobody_knows_is_an_error_with_suggestions():
    found = matched("单位,企业走仿,联系人,,\n东坪村,85,张三,7,\n")
    errors = [p for p in found.problems if p.severity == "error" and p.code == "unknown_column"]
    assert [(p.column, p.suggestions[:1]) for p in errors] == [("B", ("企业走访",)), ("D", ())]
    assert problem(found, "unused_column").column == "C"


def test_an_indicator_in_two_columns_is_an_error():
    assert problem(matched("单位,企业走访,企业走访（100分）\n东坪村,8,9\n"), "column_twice").column == "C"


def test_an_unknown_unit_is_an_error_with_suggestions_and_never_a_guess():
    found = matched("单位,企业走访\n东坪村,85\n张家源村,80\n")
    error = problem(found, "unknown_unit")
    assert (error.row, error.column, error.found, error.suggestions[0]) == (3, "A", "张家源村", "张家塬村")
    assert found.rows[1].unit == ""


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("东坪村", "东坪村", "exact"),
        (" 东坪村 ", "东坪村", "exact"),
        ("东坪", "东坪村", "alias"),
        ("东 坪　村", "东坪村", "normalised"),
        ("东坪村村民委员会", "东坪村", "normalised"),
        ("东坪村委会", "东坪村", "normalised"),
        ("东坪村民委员会", "东坪村", "normalised"),
        ("城关社区居委会", "城关社区", "normalised"),
        ("城关居民委员会", "城关社区", "normalised"),
        ("张家村", None, "unknown"),
        ("村委会", None, "unknown"),
        ("", None, "unknown"),
        ("张庄", None, "unknown"),
    ],
)
def test_names_are_found_exactly_by_alias_or_in_plain_form(text, name, how):
    found = unit_names(ROSTER).find(text)
    assert (found.name, found.how) == (name, how)


def test_a_form_that_fits_two_units_names_none():
    units = unit_names(Roster((Unit("A 村", "村"), Unit("Ａ村", "村"))))
    assert units.find("a村").how == "ambiguous"
    assert units.find("a村").candidates == ("A 村", "Ａ村")


@pytest.mark.parametrize("header", ["投资", "投 资", "投资（10分）", "投资(满分：10)"])
def test_a_name_with_its_full_mark_is_itself_beside_one_that_goes_on_in_brackets(header):
    scheme = read_scheme(
        """
        name = "考核"
        [[dimension]]
        name = "项目"
        [[dimension.indicator]]
        name = "投资"
        full_mark = 10
        [[dimension.indicator]]
        name = "投资（亿元）"
        rule = "min_max"
        """
    )
    [sheet] = read_sheets(f"单位,{header},投资（亿元）\n东坪村,9,1.5\n".encode(), "a.csv")
    found = match_sheet(sheet, scheme, ROSTER)
    assert meanings(found) == {"A": "unit", "B": "投资", "C": "投资（亿元）"}
    assert indicator_names(scheme).find("投资（万元）").how == "ambiguous"


@pytest.mark.parametrize("header", ["走访（10分）", "走访(10分)", "走访 (10分)"])
def test_a_number_that_is_part_of_an_indicators_name_is_no_full_mark_however_it_is_spelled(header):
    scheme = read_scheme(
        """
        name = "考核"
        [[dimension]]
        name = "营商环境"
        [[dimension.indicator]]
        name = "走访（10分）"
        full_mark = 100
        """
    )
    [sheet] = read_sheets(f"单位,{header}\n东坪村,85\n".encode(), "a.csv")
    assert codes(match_sheet(sheet, scheme, ROSTER).problems, "error") == []


def test_a_unit_named_like_a_total_row_is_still_a_unit():
    roster = Roster((Unit("合计", "村"), Unit("注溪村", "村")))
    found = match_sheet(read_sheets("单位,企业走访\n合计,1\n注溪村,2\n总计,3\n".encode(), "a.csv")[0], SCHEME, roster)
    assert [row.kind for row in found.rows] == ["unit", "unit", "total"]


@pytest.mark.parametrize("label", ["合计", "总计", "小 计", "平均分", "全镇平均", "合计：", "最高分"])
def test_total_rows_are_set_aside_and_listed(label):
    found = matched(f"单位,企业走访\n东坪村,85\n{label},85\n")
    assert found.rows[1].kind == "total"
    assert (problem(found, "total_row").severity, problem(found, "total_row").row) == ("info", 3)


@pytest.mark.parametrize("label", ["制表人：张三", "审核:李四", "备注", "说明：本表……", "注：1.按方案", "填表日期：2022年6月3日"])
def test_footers_are_set_aside_and_listed(label):
    assert matched(f"单位,企业走访\n东坪村,85\n{label}\n").rows[1].kind == "footer"


def test_a_footer_word_beside_a_mark_is_no_footer():
    found = matched("单位,企业走访\n东坪村,85\n备注,85\n")
    assert (found.rows[1].kind, problem(found, "unknown_unit").row) == ("unknown", 3)


def test_marks_without_a_unit_are_an_error():
    assert problem(matched("单位,企业走访\n东坪村,85\n,90\n"), "unit_missing").row == 3


def test_headers_that_come_again_and_group_titles_are_set_aside():
    found = matched("单位,企业走访\n一、村（社区）,\n东坪村,85\n单位,企业走访\n张庄村,9\n")
    assert [row.kind for row in found.rows] == ["section", "unit", "header", "unit"]


def test_the_same_unknown_name_in_many_rows_is_asked_once():
    rows = "".join(f"李家河村,{name},9\n" for name in ("投资完成率", "企业走访", "办结率"))
    errors = [p for p in matched("单位,指标,得分\n东坪村,企业走访,8\n" + rows).problems if p.code == "unknown_unit"]
    assert len(errors) == 1
    assert "3 行" in errors[0].message


def test_a_sheet_without_header_or_known_unit_is_an_error():
    assert codes(matched("85,90\n70,80\n").problems) == ["no_header"]
    assert "no_known_unit" in codes(matched("单位,企业走访\n甲村,85\n乙村,90\n").problems, "error")
    assert "no_indicator" in codes(matched("单位,联系电话\n东坪村,85\n").problems, "error")
    assert "no_rows" in codes(matched("单位,企业走访\n").problems, "error")


def test_units_across_the_header_are_said_to_be_turned():
    assert codes(matched("指标,东坪村,张庄村,城关社区\n企业走访,1,2,3\n").problems) == ["transposed"]


def test_a_unit_column_with_an_odd_name_is_known_by_its_content():
    found = matched("参加评比的,企业走访\n东坪村,85\n张庄村,80\n")
    assert found.column("unit").letter == "A"
    assert "unit_by_content" in codes(found.problems, "info")


def test_of_two_columns_that_may_be_units_the_one_with_known_units_is_taken():
    found = matched("考核单位,被考核单位,企业走访\n纪委,东坪村,85\n纪委,张庄村,80\n")
    assert found.column("unit").letter == "B"
    assert [row.unit for row in found.rows] == ["东坪村", "张庄村"]


def test_headers_in_two_rows_are_joined():
    found = matched("单位,项目建设,,备注\n,投资完成率,企业走访,\n东坪村,9,85,\n")
    assert found.header_depth == 2
    assert meanings(found) == {"A": "unit", "B": "重点项目投资完成率", "C": "企业走访", "D": "remark"}
    assert [row.unit for row in found.rows] == ["东坪村"]


def test_merged_headers_and_merged_units_of_a_workbook_are_filled():
    def fill(book):
        page = book.add_worksheet("得分")
        page.merge_range("A1:D1", "2022年第一季度评分")
        page.merge_range("A2:A3", "单位")
        page.merge_range("B2:C2", "企业走访（100分）")
        page.write_row("B3", ("评委甲", "评委乙"))
        page.write_row("A4", ("东坪村", 85, 90))
        page.write_row("A5", ("张庄村", 80, 70))

    found = match_sheet(read_sheets(workbook(fill), "a.xlsx", NAMES)[0], SCHEME, ROSTER)
    assert found.period == "2022年第1季度"
    assert [(column.indicator, column.rater) for column in found.mark_columns] == [("企业走访", "评委甲"), ("企业走访", "评委乙")]
    assert codes(found.problems, "error") == []


def test_a_unit_merged_over_several_rows_of_a_long_sheet_is_read_and_said():
    def fill(book):
        page = book.add_worksheet()
        page.write_row("A1", ("单位", "指标", "得分"))
        page.merge_range("A2:A3", "东坪村")
        page.write_row("B2", ("企业走访", 85))
        page.write_row("B3", ("办结率", 90))

    found = match_sheet(read_sheets(workbook(fill), "a.xlsx", NAMES)[0], SCHEME, ROSTER)
    assert [(row.unit, row.indicator) for row in found.rows] == [("东坪村", "企业走访"), ("东坪村", "办结率")]
    assert codes(found.problems) == ["unit_merged"]


def test_a_sheet_of_notes_beside_a_score_sheet_is_left_out_and_said():
    def fill(book):
        page = book.add_worksheet("得分")
        page.write_row("A1", ("单位", "企业走访"))
        page.write_row("A2", ("东坪村", 85))
        book.add_worksheet("填表说明").write("A1", "请按方案打分。")

    scores, notes = (match_sheet(sheet, SCHEME, ROSTER) for sheet in read_sheets(workbook(fill), "a.xlsx", NAMES))
    assert codes(scores.problems) == []
    assert [(p.code, p.severity) for p in notes.problems] == [("not_a_score_sheet", "warning")]


# — what a person decides —


def test_a_person_names_units_skips_rows_and_says_what_columns_are():
    text = "单位,企业走仿,电话\n张家源村,85,1\n外来单位,80,2\n"
    found = matched(
        text,
        Decisions(
            units={"张家源村": "张家塬村", "外来单位": None},
            columns={1: ColumnChoice("indicator", "企业走访"), 2: ColumnChoice("ignored")},
        ),
    )
    assert codes(found.problems, "error") == []
    assert [(row.kind, row.unit) for row in found.rows] == [("unit", "张家塬村"), ("skipped", "")]
    assert found.mark_columns[0].indicator == "企业走访"


def test_a_person_says_where_the_header_is():
    text = "单位,投资完成率\n说明,说明\n单位,企业走访\n东坪村,85\n"
    assert matched(text).header_row == 0
    assert matched(text, Decisions(header_row=2)).mark_columns[0].indicator == "企业走访"
    assert codes(matched(text, Decisions(header_row=99)).problems) == ["no_header"]


def test_a_person_names_an_indicator_of_a_long_sheet():
    text = "单位,指标,得分\n东坪村,走访,85\n东坪村,别的,1\n"
    found = matched(text, Decisions(indicators={"走访": "企业走访", "别的": None}))
    assert [(row.kind, row.indicator) for row in found.rows] == [("unit", "企业走访"), ("skipped", "")]


# — periods —


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022", "2022年"),
        ("2022年度", "2022年"),
        ("２０２２年", "2022年"),
        ("二〇二二年", "2022年"),
        ("2022年第一季度", "2022年第1季度"),
        ("2022年1季度", "2022年第1季度"),
        ("2022Q3", "2022年第3季度"),
        ("2022年03月", "2022年3月"),
        ("2022-03", "2022年3月"),
        ("2022年3月份", "2022年3月"),
        ("2022-03-01", "2022年3月"),
        ("2022年上半年", "2022年上半年"),
        ("2022年1-6月", "2022年上半年"),
        ("2022年7-12月", "2022年下半年"),
        ("2022年1-12月", "2022年"),
        ("2022年全年", "2022年"),
        ("2022年4-6月", "2022年第2季度"),
        ("2022年10-12月", "2022年第4季度"),
        ("2022年Q2", "2022年第2季度"),
        ("2022第2季度", "2022年第2季度"),
        ("2022-01-01", "2022年1月"),
        ("2022-12-01", "2022年12月"),
        ("2022-13-01", None),
        ("2022-00-01", None),
        ("2022年十二月", "2022年12月"),
        ("2022-03-05", None),
        ("第一季度", None),
        ("", None),
        ("2022年13月", None),
        ("2022年1-2月", None),
        ("去年", None),
    ],
)
def test_a_period_has_one_form(text, period):
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("title", "periods"),
    [
        ("东风镇2022年度“三个年”活动考核", ("2022年",)),
        ("2022年3月企业走访评分", ("2022年3月",)),
        ("制表日期：2022年3月", ()),
        ("（2022年6月3日）", ()),
        ("2021—2022年度", ()),
        ("2021年和2022年", ("2021年", "2022年")),
        ("2022年4月—2022年6月", ()),
    ],
)
def test_a_title_names_its_period(title, periods):
    assert periods_in(title) == periods


def test_two_periods_in_a_title_are_asked_about():
    found = matched("2021年及2022年评分,\n单位,企业走访\n东坪村,85\n")
    assert (found.period, codes(found.problems, "warning")) == ("2021年", ["two_periods"])


def test_periods_are_ordered_in_time():
    in_order = [
        "2021年",
        "2022年3月",
        "2022年第1季度",
        "2022年6月",
        "2022年第2季度",
        "2022年上半年",
        "2022年7月",
        "2022年11月",
        "2022年12月",
        "2022年第4季度",
        "2022年下半年",
        "2022年",
        "2023年1月",
        "试点期",
    ]
    assert sorted(sorted(in_order), key=period_order) == in_order


def test_other_columns_below_an_indicator_are_asked_about_and_not_taken_for_raters():
    found = matched("单位,企业走访,,\n,完成数,得分,排名\n东坪村,12,85,1\n")
    assert [(column.letter, column.meaning) for column in found.columns] == [
        ("A", "unit"),
        ("B", "unknown"),
        ("C", "indicator"),
        ("D", "rank"),
    ]
    assert problem(found, "unknown_column").column == "B"


def test_a_line_about_the_rater_above_the_header_is_no_header():
    found = matched("考核单位,纪委,,\n单位,投资完成率,企业走访,备注\n东坪村,9,85,\n")
    assert (found.header_row, codes(found.problems, "error")) == (1, [])


def test_a_column_of_grade_words_that_nobody_knows_is_asked_about_too():
    found = matched("单位,办事态度,企业走访\n东坪村,良,85\n张庄村,优秀,80\n")
    assert problem(found, "unknown_column").column == "B"


def test_a_dimensions_total_without_its_indicators_is_asked_about():
    found = matched("单位,企业走访,项目建设得分,营商环境\n东坪村,85,85,90\n")
    assert problem(found, "unknown_column").column == "D"
    assert found.column("total").letter == "C"


# — what could be read in two ways is asked —


SIDE_BY_SIDE = "单位,企业走访,{head},办结率\n东坪村,90,{0},70\n张庄村,80,{1},60\n"


@pytest.mark.parametrize("head", ["单位", "村名", "责任单位"])
def test_two_tables_side_by_side_are_not_read_as_one(head):
    found = matched(SIDE_BY_SIDE.format("张庄村", "东坪村", head=head))
    error = problem(found, "two_blocks")
    assert (error.severity, error.row, error.column, error.found) == ("error", 2, "C", "张庄村")
    left_out = matched(SIDE_BY_SIDE.format("张庄村", "东坪村", head=head), Decisions(columns={2: ColumnChoice("ignored")}))
    assert "two_blocks" not in codes(left_out.problems)


@pytest.mark.parametrize("text", [
    SIDE_BY_SIDE.format("东坪村", "张庄村", head="单位"),
    SIDE_BY_SIDE.format("", "", head="单位"),
    "单位,责任单位,企业走访,办结率\n东坪村,党政办公室,90,70\n",
    "单位,企业走访,办结率,责任单位\n东坪村,90,70,党政办公室\n",
    "单位,企业走访,部门,办结率,部门\n东坪村,90,党政办公室,70,党政办公室\n张庄村,80,党政办公室,60,党政办公室\n",
    "村名,企业走访,单位名称,办结率\n东坪村,90,某某县东坪村委会,70\n张庄村,80,张庄村,60\n",
    "单位,企业走访,单位,办结率\n东坪村,90,东坪,70\n制表：张三,,,审核：李四\n",
])  # fmt: skip
def test_a_second_column_of_units_that_parts_no_marks_from_theirs_is_no_second_table(text):
    assert codes(matched(text).problems, "error") == []


def test_a_full_mark_in_a_long_sheet_is_held_against_the_scheme():
    found = matched("单位,指标,得分\n东坪村,企业走访（10分）,9\n张庄村,企业走访（10分）,8\n东坪村,办结率,80\n")
    error = problem(found, "other_full_mark")
    assert (error.row, error.column, codes(found.problems).count("other_full_mark")) == (2, "B", 1)
    assert "other_full_mark" not in codes(matched("单位,指标,得分\n东坪村,企业走访（100分）,9\n").problems)


@pytest.mark.parametrize("text", [
    "单位,分数,事由\n东坪村,2,信访获奖\n张庄村,-1,材料迟报\n",
    "单位,加减分,得分,事由\n东坪村,2,90,信访获奖\n",
    "单位,加减分数,事由\n东坪村,3,获奖\n张庄村,-1,信访\n",
    "单位,项目建设,营商环境,原因\n东坪村,90,80,项目多\n张庄村,70,60,会议少\n",
])  # fmt: skip
def test_points_called_marks_beside_reasons_are_neither_vetoes_nor_points(text):
    found = matched(text)
    assert (found.kind, codes(found.problems, "error")) == ("unknown", ["mark_beside_reason"])


def test_a_list_that_speaks_of_vetoes_is_one_though_it_has_figures():
    for text, file in (("单位,得分,否决事由\n东坪村,90,事故\n", "表.csv"), ("单位,得分,事由\n东坪村,90,事故\n", "一票否决.csv")):
        assert matched(text, file=file).kind == "vetoes"
    assert matched("单位,联系人,事由\n东坪村,张三,事故\n").kind == "vetoes"
