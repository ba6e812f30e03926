"""标红退回表: opened again with openpyxl, cell by cell, and read back by the intake."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from evaluation.apart import WorkbookRefused
from evaluation.export.returned_paint import AMBER, RED
from evaluation.export.returned_plan import parted
from evaluation.export.returned_sheet import returned_archive, returned_name, returned_sheet
from evaluation.intake import File, check_files
from evaluation.problems import Problem, errors
from evaluation.sheet import read_sheets
from evaluation.wording import returned as words
from tests.score_sheets import NAMES, ROSTER, SCHEME, workbook
from tests.test_sheet import XLS, ods

PERIOD = "2022年"


def problems_of(*files: File) -> tuple[Problem, ...]:
    return check_files(list(files), SCHEME, ROSTER, period=PERIOD).problems


def returned(name: str, content: bytes) -> openpyxl.Workbook:
    file = File(name, content)
    return openpyxl.load_workbook(io.BytesIO(returned_sheet(file, problems_of(file), NAMES)))


def fill_of(cell) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def entries(book: openpyxl.Workbook) -> list[tuple]:
    """The list's lines below its heading, with the place that each one links to."""
    rows = list(book[words.LIST].iter_rows())
    head = next(index for index, row in enumerate(rows) if tuple(cell.value for cell in row) == words.COLUMNS)
    return [(*(cell.value for cell in row), row[1].hyperlink.location if row[1].hyperlink else None) for row in rows[head + 1 :]]


def sender(book) -> None:
    """A sender's workbook: title, merged heading, formula, a colour of their own, a hidden sheet, several sheets."""
    page = book.add_worksheet("得分")
    page.merge_range(0, 0, 0, 3, "2022年项目建设评分表", book.add_format({"bold": True, "bg_color": "#C6EFCE"}))
    page.write_row(1, 0, ("单位", "企业走访", "办结率", "合计"))
    page.write_row(2, 0, ("东坪村", 815, 90))
    page.write_formula(2, 3, "=B3+C3", None, 905)
    page.write_row(3, 0, ("张家源村", 82, 90))
    page.write_row(4, 0, ("张庄村", "八十二", 91))
    page.write_row(5, 0, ("城关社区", 84))
    page.write_string(5, 3, "=1+1")
    page.set_column(1, 1, 33)
    other = book.add_worksheet("说明")
    other.write_string(0, 0, "请各单位按时报送")
    hidden = book.add_worksheet("底稿")
    hidden.write_string(0, 0, "内部")
    hidden.hide()


SENDER = workbook(sender)


def test_an_xlsx_keeps_its_sheets_layout_and_formulas_with_the_list_in_front():
    book = returned("项目.xlsx", SENDER)
    assert book.sheetnames == [words.LIST, "得分", "说明", "底稿"]
    assert (book.active.title, book["底稿"].sheet_state) == (words.LIST, "hidden")
    page = book["得分"]
    assert page["D3"].value == "=B3+C3"
    assert page["D3"].data_type == "f"
    assert (page["D6"].value, page["D6"].data_type) == ("=1+1", "s")
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:D1"]
    assert page.column_dimensions["B"].width == pytest.approx(33, abs=1)
    assert fill_of(page["A1"]) == "FFC6EFCE"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] in ([], [words.LIST])


def test_wrong_cells_are_red_those_to_look_at_amber_and_each_says_what_to_do():
    page = returned("项目.xlsx", SENDER)["得分"]
    assert [fill_of(page[cell]) for cell in ("B3", "A4", "B5", "C6")] == [RED, RED, RED, AMBER]
    assert [fill_of(page[cell]) for cell in ("B4", "B6", "A3", "C3")] == [None] * 4
    assert page["B3"].comment.author == words.AUTHOR
    assert page["B3"].comment.text.startswith("必须改：超出满分 100。")
    assert "请改成 81.5 或原件上的数。" in page["B3"].comment.text
    assert words.REMEDIES["unknown_unit"] in page["A4"].comment.text
    assert page["C6"].comment.text == f"请核对：没有分，按“缺”处理，不会记为 0 分。{words.REMEDIES['missing_mark']}"


def test_the_list_names_place_text_trouble_and_remedy_and_links_to_the_cell():
    found = entries(returned("项目.xlsx", SENDER))
    assert found[0] == (
        "必须改", "“得分”表 B3", "“815”", "超出满分 100。是不是漏了小数点？", "请改成 81.5 或原件上的数。", "'得分'!B3",
    )  # fmt: skip
    levels = [entry[0] for entry in found]
    assert levels == sorted(levels)
    assert len(found) == sum(problem.severity != "info" for problem in problems_of(File("项目.xlsx", SENDER)))


def test_a_returned_workbook_that_was_put_right_is_taken_in_without_an_error():
    book = returned("项目.xlsx", SENDER)
    page = book["得分"]
    page["B3"], page["A4"], page["B5"], page["C6"], page["D3"], page["D6"] = 81.5, "张家塬村", 82, 90, 171.5, None
    out = io.BytesIO()
    book.save(out)
    intake = check_files([File("退回_项目.xlsx", out.getvalue())], SCHEME, ROSTER, period=PERIOD)
    assert errors(intake.problems) == []
    assert len(intake.marks) == 8
    assert {problem.code for problem in intake.problems if problem.sheet == words.LIST} == {
        "not_a_score_sheet",
        "hidden_sheet",
    }


def test_a_second_return_drops_the_marks_of_the_first():
    book = returned("项目.xlsx", SENDER)
    page = book["得分"]
    page["B3"] = 81.5
    page["A5"].comment = Comment("我的备注", "张三")
    out = io.BytesIO()
    book.save(out)
    again = returned("退回_项目.xlsx", out.getvalue())
    assert again.sheetnames == [words.LIST, "得分", "说明", "底稿"]
    page = again["得分"]
    assert (fill_of(page["B3"]), page["B3"].comment) == (None, None)
    assert fill_of(page["B5"]) == RED
    assert page["B5"].comment.text.count("必须改") == 1
    assert page["A5"].comment.text == "我的备注"
    assert all(words.LIST not in entry[1] for entry in entries(again))


def test_a_senders_own_comment_stays_above_ours():
    book = openpyxl.load_workbook(io.BytesIO(SENDER))
    book["得分"]["B3"].comment = Comment("按上月数", "张三")
    out = io.BytesIO()
    book.save(out)
    text = returned("项目.xlsx", out.getvalue())["得分"]["B3"].comment.text
    assert text.startswith("按上月数\n\n必须改：")


def test_problems_of_rows_columns_and_whole_sheets_find_a_place():
    def fill(book) -> None:
        page = book.add_worksheet("得分")
        page.write_row(0, 0, ("单位", "企业走访", "满意程度"))
        page.write_row(1, 0, ("东坪村", 80, 7))
        page.write_row(2, 0, ("张家塬村", 80, 8))
        page.set_row(2, None, None, {"hidden": True})

    book = returned("项目.xlsx", workbook(fill))
    page = book["得分"]
    assert (fill_of(page["C1"]), [fill_of(page.cell(3, column)) for column in (1, 2, 3)]) == (RED, [AMBER] * 3)
    assert "满意程度" in page["C1"].comment.text
    assert "隐藏" in page["A3"].comment.text
    places = {entry[1]: entry[5] for entry in entries(book)}
    assert places == {
        "“得分”表 C 列": "'得分'!C1",
        "“得分”表 第 3 行": "'得分'!A3",
        "“得分”表 整张表": "'得分'!A1",
    }
    assert "张庄村" in page["A1"].comment.text
    assert fill_of(page["A1"]) is None


def test_a_comment_about_a_merged_cell_goes_to_its_first_cell():
    def fill(book) -> None:
        page = book.add_worksheet("得分")
        page.write_row(0, 0, ("单位", "指标", "得分"))
        page.merge_range(1, 0, 2, 0, "没有这个村")
        page.write_row(1, 1, ("企业走访", 81))
        page.write_row(2, 1, ("办结率", 92))

    page = returned("长表.xlsx", workbook(fill))["得分"]
    assert "名册里没有" in page["A2"].comment.text
    assert [str(area) for area in page.merged_cells.ranges] == ["A2:A3"]


def test_every_row_with_the_same_unknown_name_is_red():
    text = "单位,指标,得分\n没有村,企业走访,81\n东坪村,企业走访,82\n没有村,办结率,92\n"
    book = returned("长表.csv", text.encode())
    assert [fill_of(book["长表"].cell(row, 1)) for row in (2, 3, 4)] == [RED, None, RED]
    assert [entry[1] for entry in entries(book)].count("A2") == 1


CSV = '2022年评分表\n单位,企业走访,办结率\n=HYPERLINK("http://x"),80,007\n东坪村,8.50,八十\n'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_becomes_a_workbook_with_every_cell_in_its_place(encoding):
    book = returned("评分.csv", CSV.encode(encoding))
    page = book["评分"]
    assert [page[cell].value for cell in ("A1", "A2", "C2", "A3", "C3")] == [
        "2022年评分表", "单位", "办结率", '=HYPERLINK("http://x")', "007",
    ]  # fmt: skip
    assert {page[cell].data_type for cell in ("A3", "C3")} == {"s"}
    assert (page["B3"].value, page["B4"].value, page["B4"].number_format) == (80, 8.5, "0.00")
    assert (fill_of(page["A3"]), fill_of(page["C4"])) == (RED, RED)
    listed = [cell for row in book[words.LIST].iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in listed} == {"s"}


def test_text_with_characters_that_a_workbook_cannot_hold_is_returned_without_them():
    assert returned("评\u000b分.csv", "单位,企业走访\n东坪村,8\x0b0x\n".encode()).sheetnames[0] == words.LIST


def without_vba(content: bytes) -> bytes:
    """The sender's workbook as an xlsm: a macro part and the content type that goes with it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "[Content_Types].xml":
                body = body.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            new.writestr(name, body)
        new.writestr("xl/vbaProject.bin", b"macro")
    return out.getvalue()


def test_macros_are_left_behind_and_that_is_said():
    file = File("项目.xlsm", without_vba(SENDER))
    content = returned_sheet(file, problems_of(file), NAMES)
    assert not any("vba" in name.lower() for name in zipfile.ZipFile(io.BytesIO(content)).namelist())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert words.MACROS in [cell.value for cell in book[words.LIST]["A"]]
    assert returned_name(file) == "退回_项目.xlsx"


def test_a_workbook_that_cannot_be_edited_is_copied_cell_by_cell(monkeypatch):
    def refuse(*_: object) -> bytes:
        raise WorkbookRefused("damaged")

    file = File("项目.xlsx", SENDER)
    problems = problems_of(file)
    monkeypatch.setattr("evaluation.export.returned_sheet.run_apart", refuse)
    book = openpyxl.load_workbook(io.BytesIO(returned_sheet(file, problems, NAMES)))
    assert fill_of(book["得分"]["B3"]) == RED
    assert words.COPIED in [cell.value for cell in book[words.LIST]["A"]]


def far_cell() -> bytes:
    def fill(book) -> None:
        page = book.add_worksheet("得分")
        page.write_row(0, 0, ("单位", "企业走访"))
        page.write(1_048_575, 16_383, 1)

    return workbook(fill)


def bomb() -> bytes:
    """An xlsx that unpacks to more than the limit."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SENDER)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/sharedStrings2.xml", b" " * 210_000_000)
    return out.getvalue()


@pytest.mark.parametrize("content", [far_cell(), b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"PK\x03\x04 broken"])
def test_a_file_that_cannot_be_read_gives_the_list_alone(content):
    book = returned("坏.xlsx", content)
    assert book.sheetnames == [words.LIST]
    assert words.NOT_READ in [cell.value for cell in book[words.LIST]["A"]]
    assert len(entries(book)) == 1


def test_a_bomb_is_refused_unopened():
    book = returned("大.xlsx", bomb())
    assert book.sheetnames == [words.LIST]


def test_several_files_come_as_one_archive_and_none_hides_another():
    files = [File("评分.csv", CSV.encode()), File("评分.xlsx", SENDER), File("好.csv", b"")]
    files[2] = File("名册.csv", "单位,类别\n东坪村,村（社区）\n".encode())
    problems = [problem for file in files[:2] for problem in problems_of(file)]
    with zipfile.ZipFile(io.BytesIO(returned_archive(files, problems, NAMES))) as archive:
        assert archive.namelist() == ["退回_评分.xlsx", "退回_评分（2）.xlsx"]
        for name in archive.namelist():
            assert openpyxl.load_workbook(io.BytesIO(archive.read(name))).sheetnames[0] == words.LIST


ODS = ods(
    '<table:table table:name="得分">'
    "<table:table-row><table:table-cell office:value-type='string'><text:p>单位</text:p></table:table-cell>"
    "<table:table-cell office:value-type='string'><text:p>企业走访</text:p></table:table-cell></table:table-row>"
    "<table:table-row><table:table-cell office:value-type='string'><text:p>没有村</text:p></table:table-cell>"
    "<table:table-cell office:value-type='float' office:value='86.25'/></table:table-row></table:table>"
)


@pytest.mark.parametrize(("name", "content"), [("评分.xls", XLS), ("评分.et", XLS), ("评分.ods", ODS)])
def test_other_kinds_of_workbooks_keep_every_cell_in_its_place(name, content):
    book = returned(name, content)
    (sheet,) = read_sheets(content, name, NAMES)
    page = book.worksheets[1]
    assert page.title == sheet.name
    assert [
        (row, column)
        for row, texts in enumerate(sheet.rows, 1)
        for column, text in enumerate(texts, 1)
        if str(page.cell(row, column).value or "") != text
    ] == []
    assert words.COPIED in [cell.value for cell in book[words.LIST]["A"]]
    if content is ODS:
        assert fill_of(page["A2"]) == RED


def test_a_message_is_parted_into_trouble_and_remedy():
    def problem(message: str, code: str = "x") -> Problem:
        return Problem("a.csv", "", 1, "A", code, "error", "", message)

    assert parted(problem("不是数字，是不是 82？请改成 82。")) == ("不是数字，是不是 82？", "请改成 82。")
    assert parted(problem("名册里没有。请选定。同样写法共 3 行。", "unknown_unit")) == (
        "名册里没有。同样写法共 3 行。",
        words.REMEDIES["unknown_unit"],
    )
    assert parted(problem("和第 3 行完全一样，可能重复填了。请核对。"))[1] == "请核对。"
    assert parted(problem("只有一句")) == ("只有一句", words.CHECK)
