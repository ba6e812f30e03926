"""Workbooks for print: opened again with another library and read cell by cell."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.check_code import check_code
from evaluation.export.lists import candidate_list, ranking_list
from evaluation.export.templates import roster_template, sheet_template
from evaluation.export.workbook import Column, PrintedList, write_workbook
from evaluation.home import default_scheme
from evaluation.intake import File, check_files
from evaluation.ranking import Ranking
from evaluation.roster import Roster, Unit
from evaluation.shortlist import Shortlist, suggest, suggest_nobody
from evaluation.store import Store
from tests.chain import dimension, fill, indicator, new_store, one, ranking_of, roster_of, scheme_of, sheet_draft

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.org", "007", "1e5", "<b>粗</b>", "{=1}")


def opened(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def column_of(sheet: Worksheet, heading: str) -> int:
    """Return the 1-based column below a heading."""
    return next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == heading)


def row_of(sheet: Worksheet, unit: str) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == unit)


def cell(sheet: Worksheet, unit: str, heading: str):
    return sheet.cell(row_of(sheet, unit), column_of(sheet, heading))


# --- the list as such -----------------------------------------------------------------------------------------------


def printed(*rows: tuple, **more: object) -> Worksheet:
    columns = [Column("单位", 20), Column("总分", 10, "figure")]
    return opened(write_workbook(PrintedList("排名", "2022年考核排名", ["考核办"], columns, rows, ["共 2 个单位"], **more)))


def test_a_list_is_laid_out_for_a4_one_page_wide_with_its_head_on_every_page():
    sheet = printed(("东坪村", Decimal("91.37")), landscape=True)
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_the_title_is_in_the_font_of_official_papers_and_the_rest_in_song():
    sheet = printed(("东坪村", Decimal("91.37")))
    assert (sheet["A1"].value, sheet["A1"].font.name, sheet["A1"].font.size) == ("2022年考核排名", "方正小标宋简体", 18)
    assert {sheet[place].font.name for place in ("A2", "A3", "A4", "B4", "A6")} == {"宋体"}
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:B1", "A2:B2", "A6:B6"]
    assert (sheet["A2"].value, sheet["A6"].value) == ("考核办", "共 2 个单位")


def test_figures_are_numbers_with_the_schemes_decimals_and_ranks_are_whole():
    columns = [Column("名次", 6, "word"), Column("总分", 10, "figure")]
    for decimals, expected in ((2, "0.00"), (0, "0"), (4, "0.0000")):
        sheet = opened(write_workbook(PrintedList("排名", "标题", [], columns, [(1, Decimal("91.37"))], decimals=decimals)))
        assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].number_format) == (1, "n", "General")
        assert (sheet["B3"].value, sheet["B3"].data_type, sheet["B3"].number_format) == (91.37, "n", expected)


def test_a_blank_is_an_empty_cell_with_a_border_and_no_zero():
    sheet = printed(("东坪村", None))
    assert sheet["B4"].value is None
    assert sheet["B4"].border.bottom.style == "thin"


def test_rows_notes_and_lines_are_as_high_as_what_they_say():
    long = "因为" * 60
    columns = [Column("单位", 20), Column("理由", 34)]
    rows = [("东坪村", "短"), ("龙泉村", long)]
    sheet = opened(write_workbook(PrintedList("名单", "名单", ["短", long], columns, rows, ["短", long])))
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    high = {row for row, height in heights.items() if height and height > 40}
    texts = {cell.row for row in sheet.iter_rows() for cell in row if cell.value == long}
    assert len(texts) == 3
    assert high == texts
    # 120 Chinese characters of 11 points in a column of 34 digits: 15 or 16 to a line.
    assert 8 * 15 <= heights[row_of(sheet, "龙泉村")] <= 10 * 17
    assert heights[row_of(sheet, "东坪村")] in (None, 18)


def test_a_long_title_and_long_headings_break_into_lines_that_have_room():
    award = "推动高质量项目推进营商环境突破干部作风能力提升先进集体"
    columns = [Column("单位", 20), *(Column("优化营商环境暨惠企政策兑现情况", 11, "figure") for _ in range(3))]
    rows = [("东坪村", *[Decimal("90.00")] * 3)]
    sheet = opened(write_workbook(PrintedList("名单", f"2022年{award}候选名单　村（社区）", [], columns, rows)))
    assert all(sheet[place].alignment.wrap_text for place in ("A1", "B2"))
    # 42 characters of 18 points over 53 digits: 14 to a line; 15 of 11 points over 11 digits: 4 or 5 to a line.
    assert sheet.row_dimensions[1].height >= 3 * 18 * 1.3
    assert sheet.row_dimensions[2].height >= 3 * 11 * 1.3


def test_a_total_held_at_nought_is_said_below_the_table():
    store = fill(new_store(), one(), {"投资": {"东坪村": 90, "龙泉村": 3}}, adjustments=[("龙泉村", "-5")])
    ranking = ranking_of(store)
    shortlist = suggest_nobody(ranking, store.scheme, ranking.units[0].group)
    sheet = opened(ranking_list(ranking, shortlist, scheme="方案第 1 版", check_code="0000-0000", is_demonstration=False))
    assert [cell(sheet, "龙泉村", heading).value for heading in ("项目建设", "加减分", "总分")] == [3, -5, 0]
    assert "扣分以后不到 0 分的，总分记 0 分：龙泉村。" in [row[0].value for row in sheet.iter_rows()]


def test_marked_rows_are_bold():
    sheet = printed(("东坪村", Decimal(90)), ("龙泉村", Decimal(80)), marked=frozenset({1}))
    assert [(sheet[f"A{row}"].font.bold, sheet[f"B{row}"].font.bold) for row in (4, 5)] == [(False, False), (True, True)]


@pytest.mark.parametrize("text", EVIL)
def test_peoples_text_stays_text(text):
    sheet = printed((text, text))
    for place in ("A4", "B4"):
        assert (sheet[place].value, sheet[place].data_type) == (text, "s")
        assert sheet[place].hyperlink is None


# --- ranking and candidates -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ranked() -> tuple[Store, Ranking, Shortlist]:
    award = {"name": "先进集体", "groups": ["村"], "quota": 1}
    dimensions = dimension("项目建设", indicator("投资"), floor=60), dimension("营商环境", indicator("办结率"))
    scheme = scheme_of(*dimensions, award=[award])
    marks = {
        "投资": {"东坪村": "90.125", "=1+1": 70, "南沟村": 50, "西岭村": 80},
        "办结率": {"东坪村": 90, "=1+1": 70, "西岭村": 60},
    }
    roster = roster_of(村="东坪村 =1+1 南沟村 西岭村")
    store = fill(new_store(), scheme, marks, roster=roster, adjustments=[("西岭村", "-0.5")])
    before = {"西岭村": 90, "东坪村": 80}
    store.append([sheet_draft({"投资": before, "办结率": before}, "2021年")], "考核办")
    ranking = ranking_of(store)
    return store, ranking, suggest(ranking, scheme, scheme.award[0], "村")


def test_the_printed_ranking_shows_every_unit_with_the_published_figures(ranked):
    store, ranking, shortlist = ranked
    code = check_code(store.version, ranking, "村")
    sheet = opened(ranking_list(ranking, shortlist, scheme="方案第 1 版", check_code=code, is_demonstration=False))
    assert sheet["A1"].value == "2022年考核排名　村"
    assert [sheet.cell(row, column_of(sheet, "单位")).value for row in range(5, 9)] == ["东坪村", "=1+1", "西岭村", "南沟村"]
    assert [cell(sheet, "东坪村", heading).value for heading in ("名次", "项目建设", "营商环境", "总分", "与评先线", "结论")] == [
        1,
        90.13,
        90,
        90.07,
        0,
        "建议入选",
    ]
    assert [cell(sheet, "西岭村", heading).value for heading in ("加减分", "总分", "与评先线")] == [-0.5, 69.5, -20.57]
    assert [cell(sheet, "南沟村", heading).value for heading in ("名次", "营商环境", "总分", "结论")] == [
        None,
        None,
        None,
        "缺营商环境",
    ]
    assert [cell(sheet, unit, "上期名次").value for unit in ("东坪村", "=1+1", "西岭村")] == [2, None, 1]
    assert [cell(sheet, unit, "单位").font.bold for unit in ("东坪村", "=1+1", "西岭村")] == [True, False, False]
    assert cell(sheet, "东坪村", "总分").number_format == "0.00"
    said = "\n".join(str(row[0].value) for row in sheet.iter_rows())
    assert code in said
    assert "方案第 1 版　权重 项目建设 1 : 营商环境 1；加权平均" in said
    assert "共 4 个单位，全部列出；评先线 90.07" in said
    assert "演示" not in said


def test_demonstration_and_what_if_are_marked_on_paper(ranked):
    store, _, shortlist = ranked
    tried = ranking_of(store, weights={"项目建设": Decimal("2.50")})
    sheet = opened(ranking_list(tried, shortlist, scheme="方案第 1 版", check_code="0000-0000", is_demonstration=True))
    said = "\n".join(str(row[0].value) for row in sheet.iter_rows())
    assert "演示数据" in said
    assert "试算" in said
    assert "项目建设 2.5 : 营商环境 1" in said


def test_a_printed_ranking_of_locked_figures_is_final_and_says_what_the_meeting_decided_otherwise(ranked):
    _, ranking, shortlist = ranked
    options = {"scheme": "方案第 1 版", "check_code": "0000-0000", "is_demonstration": False}
    draft, final, differing = (
        "\n".join(str(row[0].value) for row in opened(ranking_list(ranking, shortlist, **options, **more)).iter_rows())
        for more in ({}, {"is_final": True}, {"is_final": True, "otherwise": "＋西岭村、−东坪村", "decided_list": "定稿名单"})
    )
    assert ("草案" in draft, "定稿" in draft) == (True, False)
    assert ("草案" in final, "定稿" in final, "会议" in final) == (False, True, False)
    assert "定稿名单与系统建议不同：＋西岭村、−东坪村。" in differing


@pytest.mark.parametrize(
    ("rule", "foot", "told"),
    [
        ("incomplete", "空白不记为 0 分，资料不全的单位不排名。", ""),
        ("zero", "没有打分的指标按 0 分算。", "有指标没有打分、按 0 分算的：乙村（环境）、甲村（环境）、丙村（项目、环境）。"),
        ("reweight", "没有打分的指标不算，只算有的几项", "有指标没有打分、只算有的几项的：甲村（环境）、乙村（环境）。"),
        ("group_mean", "没有打分的指标按全组平均算", "有指标没有打分、按全组平均算的：丙村（项目）。"),
    ],
)
def test_both_lists_say_what_a_gap_counts_and_name_the_scores_that_rest_on_one(rule, foot, told):
    award = {"name": "先进集体", "groups": ["村"], "quota": 1}
    dimensions = dimension("项目", indicator("投资")), dimension("环境", indicator("办结率"), indicator("无人有分"))
    scheme = scheme_of(*dimensions, award=[award], missing=rule)
    marks = {"投资": {"甲村": 70, "乙村": 90}, "办结率": {"甲村": 88, "乙村": 66}, "无人有分": {}}
    ranking = ranking_of(fill(new_store(), scheme, marks, roster=roster_of(村="甲村 乙村 丙村")))
    shortlist = suggest(ranking, scheme, scheme.award[0], "村")
    options = {"scheme": "方案第 1 版", "check_code": "0000-0000", "is_demonstration": False}
    nobody = dict.fromkeys(("甲村", "乙村", "丙村"), False)
    for content in (
        ranking_list(ranking, shortlist, **options),
        candidate_list(ranking, shortlist, nobody, {}, dict.fromkeys(nobody, ""), **options),
    ):
        notes = [row[0].value for row in opened(content).iter_rows() if isinstance(row[0].value, str)]
        assert foot in "".join(notes)
        assert [note for note in notes if note.startswith("有指标没有打分")] == ([told] if told else [])


def test_the_candidate_list_has_everybody_with_choice_and_reason(ranked):
    _, ranking, shortlist = ranked
    names = [item.unit.unit for item in shortlist.candidates]
    sheet = opened(
        candidate_list(
            ranking,
            shortlist,
            {name: name == "=1+1" for name in names},
            {"=1+1": "=cmd()", "东坪村": "数据待核"},
            dict.fromkeys(names, "建议"),
            scheme="方案第 1 版",
            check_code="0000-0000",
            is_demonstration=False,
        )
    )
    assert sheet["A1"].value == "2022年先进集体候选名单　村"
    assert [cell(sheet, name, "拟推荐").value for name in names] == [None, "✓", None, None]
    figures = ("名次", "营商环境", "加减分", "总分", "与评先线", "系统意见")
    assert [cell(sheet, "西岭村", heading).value for heading in figures] == [3, 60, -0.5, 69.5, -20.57, "建议"]
    reason = cell(sheet, "=1+1", "理由")
    assert (reason.value, reason.data_type) == ("=cmd()", "s")
    assert [cell(sheet, name, "单位").font.bold for name in names] == [False, True, False, False]


@pytest.mark.parametrize(("is_final", "state"), [(False, "草案"), (True, "定稿")])
def test_both_lists_have_the_schemes_decimals_and_say_whether_they_are_final(is_final, state):
    award = {"name": "先进集体", "groups": ["村"], "quota": 1}
    scheme = scheme_of(dimension("项目建设", indicator("投资")), decimals=3, award=[award])
    ranking = ranking_of(fill(new_store(), scheme, {"投资": {"甲村": "90.125"}}, roster=roster_of(村="甲村")))
    shortlist = suggest(ranking, scheme, scheme.award[0], "村")
    about = {"scheme": "方案第 1 版", "check_code": "0000-0000", "is_demonstration": False, "is_final": is_final}
    for content in (
        ranking_list(ranking, shortlist, **about),
        candidate_list(ranking, shortlist, {"甲村": True}, {}, {"甲村": "建议"}, **about),
    ):
        sheet = opened(content)
        total = cell(sheet, "甲村", "总分")
        assert (total.value, total.number_format) == (90.125, "0.000")
        assert state in str(sheet["A2"].value)


def test_a_check_code_changes_with_everything_that_a_picture_shows(ranked):
    store, ranking, _ = ranked
    codes = {
        check_code(store.version, ranking, "村"),
        check_code("other", ranking, "村"),
        check_code(store.version, ranking, "站"),
        check_code(store.version, ranking_of(store, weights={"项目建设": Decimal(2)}), "村"),
        check_code(store.version, ranking_of(store, aggregation="minimum"), "村"),
    }
    assert len(codes) == 5
    assert check_code(store.version, ranking_of(store), "村") in codes
    assert all(len(code) == 9 and code[4] == "-" for code in codes)


# --- templates ------------------------------------------------------------------------------------------------------


def test_a_sheet_template_filled_in_is_understood_without_a_question():
    scheme = default_scheme()
    roster = Roster((Unit("东坪村", "村", (), 1), Unit("龙泉村", "村", (), 2)))
    for part in scheme.dimension:
        book = load_workbook(io.BytesIO(sheet_template(part, roster, "2022年")))
        sheet = book.worksheets[0]
        for row in (3, 4):
            for column in range(3, 3 + len(part.indicator)):
                sheet.cell(row, column).value = 5
        out = io.BytesIO()
        book.save(out)
        intake = check_files([File(f"{part.name}.xlsx", out.getvalue())], scheme, roster)
        assert [problem for problem in intake.problems if problem.severity == "error"] == []
        assert (intake.period, len(intake.marks)) == ("2022年", 2 * len(part.indicator))


def test_a_sheet_template_checks_marks_as_they_are_typed():
    part = default_scheme().dimension[0]
    sheet = opened(sheet_template(part, roster_of(村="东坪村 龙泉村"), "2022年"))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["C3:C4"].type, rules["C3:C4"].formula1, float(rules["C3:C4"].formula2)) == ("decimal", "0", 20)
    assert "0 到 20" in rules["C3:C4"].error
    assert sheet.print_title_rows == "$1:$2"


def test_a_template_shows_the_whole_name_beside_its_mark():
    name = "石堡川水库移民安置新村村民委员会"
    sheet = opened(sheet_template(default_scheme().dimension[0], roster_of(村=f"东坪村 {name}"), "2022年"))
    assert sheet.column_dimensions["B"].width * 7 >= len(name) * 11 * 4 / 3
    short = opened(sheet_template(default_scheme().dimension[0], roster_of(村="东坪村"), "2022年"))
    assert 20 <= short.column_dimensions["B"].width < 21


@pytest.mark.parametrize("name", ["营商/环境", "项目[建设]:*?\\", "'作风'", "很" * 40, "'"])
def test_a_dimension_of_any_name_has_a_template(name):
    part = scheme_of(dimension(name, indicator("投资"))).dimension[0]
    sheet = opened(sheet_template(part, roster_of(村="东坪村"), None))
    assert part.name in sheet["A1"].value


def test_the_roster_template_has_the_rosters_columns():
    assert [cell.value for cell in opened(roster_template())[1]] == ["单位", "类别", "别名", "顺序"]
