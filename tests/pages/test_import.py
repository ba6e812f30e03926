"""数据导入: from files to stored marks, every bad input, undo, saves that come too late, templates."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from evaluation.events import adjustments_imported, decided
from evaluation.ui.text import md
from evaluation.wording import import_page as own_words
from evaluation.wording import intake, records
from evaluation.wording import pages as words
from tests import samples
from tests.pages.conftest import totals_of
from tests.pages.score_files import GOOD, HEADER, rewrites, sheet

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n" + bytes(range(128, 256)) * 4


def word_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def assert_shows_command_line(person, rows: list[dict]) -> None:
    """The ranking table on screen holds exactly the units and figures that the command line prints."""
    table = person.table
    assert list(table[words.COLUMN_UNIT]) == [row["unit"] for row in rows]
    assert [
        None if rank is None else int(rank)
        for rank in table[words.COLUMN_RANK].astype(object).where(table[words.COLUMN_RANK].notna(), None)
    ] == [row["rank"] for row in rows]
    assert totals_of(table) == [row["total"] or "—" for row in rows]
    assert list(table[words.COLUMN_ADJUSTMENT]) == [float(row["adjustment"]) for row in rows]
    for name in rows[0]["dimensions"]:
        heading = next(column for column in table.columns if column.startswith(f"{name} "))
        shown = [None if score != score else f"{score:.2f}" for score in table[heading]]
        assert shown == [row["dimensions"][name] for row in rows]


# --- the way through ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", [samples.VILLAGES, samples.OFFICES])
def test_the_sample_files_give_the_ranking_of_the_command_line(empty, capsys, group):
    empty.open("import").upload(*samples.ALL)
    empty.assert_sound()
    empty.click(words.CONFIRM_IMPORT)
    empty.assert_sound()
    assert words.IMPORTED.format(count=len(samples.ALL)) in empty.text
    empty.visit("ranking", group=group)
    empty.assert_sound()
    assert_shows_command_line(
        empty,
        samples.command_line(
            capsys, "rank", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, group=group
        ),
    )


def test_files_handed_in_one_after_the_other_give_the_same_ranking(with_roster, capsys):
    for path in reversed((*samples.SHEETS, samples.ADJUSTMENTS, samples.VETOES)):
        with_roster.open("import").upload(path)
        if not with_roster.store.cursor().execute("from period").fetchall() and path in (samples.ADJUSTMENTS, samples.VETOES):
            with_roster.app.text_input(key="own_period").input("2022").run()
        with_roster.click(words.CONFIRM_IMPORT)
        with_roster.assert_sound()
    with_roster.visit("ranking")
    assert_shows_command_line(
        with_roster,
        samples.command_line(
            capsys, "rank", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, group=samples.VILLAGES
        ),
    )


def test_nothing_is_stored_before_the_confirmation(empty):
    digest = empty.store.digest()
    empty.open("import").upload(*samples.ALL)
    assert not empty.button(words.CONFIRM_IMPORT).disabled
    assert empty.store.digest() == digest


def test_each_file_says_how_it_was_understood(empty):
    empty.open("import").upload(*samples.ALL)
    assert words.ROSTER_FILE.format(count=32) in empty.text
    said = empty.text.replace("\\", "")
    assert "GB18030 · 表头第 3 行 · 88 格评分 · 2022年" in said
    assert "UTF-8" in said
    assert words.ADJUSTMENT_FILE.format(count=3) in said
    assert words.VETO_FILE.format(count=1) in said


def test_what_storing_would_do_is_counted(empty):
    empty.open("import").upload(*samples.ALL)
    effect = next(table for table in empty.html if words.AFTER_NEW in table)
    assert f"<td>{words.AFTER_CHANGED}</td><td class=number>0</td>" in effect
    assert f"<td>{words.AFTER_MISSING}</td><td class=number>3</td>" in effect


def test_a_changed_mark_is_shown_with_old_and_new_value(office):
    content = samples.SHEETS[0].read_bytes().decode("gb18030").replace("东坪村,19.2,", "东坪村,19.1,").encode("gb18030")
    office.open("import").upload(("项目建设更正.csv", content))
    office.assert_sound()
    changes = next(table.value for table in office.app.dataframe if words.CHANGE_COLUMNS["old"] in table.value)
    assert changes[[words.CHANGE_COLUMNS[name] for name in ("unit", "indicator", "old", "new")]].values.tolist() == [
        ["东坪村", "重点项目推进", "19.2", "19.1"]
    ]
    office.click(words.CONFIRM_IMPORT)
    assert office.store.cursor().execute(
        "select mark from mark where unit = '东坪村' and indicator = '重点项目推进'"
    ).fetchall() == [(Decimal("19.1"),)]


def test_a_workbook_with_the_wrong_ending_is_read_by_its_content(with_roster):
    with_roster.open("import").upload(("作风能力评分表.csv", samples.SHEETS[2].read_bytes()))
    with_roster.assert_sound()
    assert not with_roster.button(words.CONFIRM_IMPORT).disabled


def test_a_file_name_with_folders_is_cut_to_its_name(with_roster):
    with_roster.open("import").upload(("../../../etc/评分.csv", sheet("东坪村,19,9")))
    with_roster.click(words.CONFIRM_IMPORT)
    assert with_roster.store.journal.events()[-1].payload["file"] == "评分.csv"


def test_two_different_files_of_the_same_name_both_count(with_roster):
    with_roster.open("import").upload(
        ("评分.csv", sheet("东坪村,19,9")), ("评分.csv", sheet("东坪村,18", header="单位,招商引资实效"))
    )
    with_roster.assert_sound()


# --- bad input ----------------------------------------------------------------------------------------------------

BAD = {
    "empty": ([("空.csv", b"")], intake.EMPTY_FILE.format(file="空.csv")),
    "blanks": ([("空.csv", b"\r\n,,,\r\n")], "没有找到表头。"),
    "picture": ([("评分.xlsx", PNG)], "“评分.xlsx”不是表格文件（看内容是图片）"),
    "pdf": ([("评分.csv", PDF)], "“评分.csv”不是表格文件（看内容是PDF）"),
    "word": ([("评分.docx", word_document())], "不是表格文件（看内容是Word 文档）"),
    "no header": ([("评分.csv", "各位领导：\n评分表稍后报送。\n".encode())], intake.NO_HEADER),
    "no known unit": ([("评分.csv", sheet("李家沟,19,9", "王家沟,18,8"))], "名册里没有这个名字"),
    "unknown unit": ([("评分.csv", sheet("东坪村,19,9", "东平村,18,8"))], "名册里没有这个名字，最像“东坪村”。"),
    "unknown column": ([("评分.csv", sheet("东坪村,19,9", header="单位,重点项目推进,满意程度"))], "方案里没有“满意程度”这项指标"),
    "above full mark": ([("评分.csv", sheet("东坪村,192,9"))], "超出满分 20。是不是漏了小数点？请改成 19.2 或原件上的数。"),
    "below zero": ([("评分.csv", sheet("东坪村,-1,9"))], "低于 0 分"),
    "not a number": ([("评分.csv", sheet("东坪村,待定分,9"))], "不是数字"),
    "other full mark": ([("评分.csv", sheet("东坪村,9,9", header=HEADER.replace("20分", "10分")))], "表里写的满分是 10"),
    "same unit twice": ([("评分.csv", sheet("东坪村,19,9", "东坪村,18,8"))], "在第 3 行 B 列已经有一个分（19）。请只留一个。"),
    "other marks in two files": ([GOOD, ("另一份.csv", sheet("东坪村,18,9"))], "请选定以哪份表为准。"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_explained_and_nothing_is_stored(with_roster, case):
    files, sentence = BAD[case]
    digest = with_roster.store.digest()
    with_roster.open("import").upload(*files)
    with_roster.assert_sound()
    assert sentence in with_roster.text
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    assert with_roster.store.digest() == digest


@pytest.mark.parametrize("case", ["empty", "picture", "above full mark"])
def test_a_bad_file_holds_back_the_good_ones_beside_it(with_roster, case):
    digest = with_roster.store.digest()
    good = ("整改.csv", sheet("西岭村,19", header="单位,招商引资实效").replace(b",19", b",9"))
    with_roster.open("import").upload(good, *BAD[case][0])
    with_roster.assert_sound()
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    assert with_roster.store.digest() == digest


def test_a_faulty_cell_is_named_by_row_and_column(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "西岭村,19,95")))
    assert words.PLACE.format(row=4, column="C") in with_roster.text
    assert words.COUNT_MUST.format(count=1) in with_roster.text
    assert with_roster.button(words.CONFIRM_IMPORT).label == words.CONFIRM_BLOCKED.format(count=1)


def test_the_same_file_is_not_stored_a_second_time(office):
    digest = office.store.digest()
    office.open("import").upload(samples.SHEETS[0])
    office.assert_sound()
    assert "已由考核办导入过，这次不再入库。要重导，请先在导入记录里撤回那一次。" in office.text
    assert office.button(own_words.CONFIRM_NOTHING).disabled
    assert office.store.digest() == digest


def test_a_sheet_before_any_roster_asks_for_the_roster(empty):
    empty.open("import").upload(samples.SHEETS[0])
    empty.assert_sound()
    assert intake.NO_ROSTER in empty.text
    assert empty.button(words.CONFIRM_IMPORT).disabled


def test_without_a_roster_no_sheet_is_called_ready(empty):
    empty.open("import")
    assert own_words.TEMPLATES_LATER in empty.text
    empty.upload(*samples.SHEETS)
    empty.assert_sound()
    assert empty.text.count(own_words.WAITS_FOR_ROSTER) == len(samples.SHEETS) - 1
    assert words.READY not in empty.text
    empty.open("import").upload(samples.ROSTER, *samples.SHEETS)
    assert own_words.WAITS_FOR_ROSTER not in empty.text
    assert empty.text.count(f"✓ {words.READY}") == 3


def test_taking_the_files_out_again_leaves_no_trace(with_roster):
    digest = with_roster.store.digest()
    with_roster.open("import").upload(*BAD["unknown unit"][0])
    with_roster.app.file_uploader[0].clear().run()
    with_roster.assert_sound()
    assert not with_roster.has_button(words.UNDO)
    assert with_roster.store.digest() == digest


def test_more_problems_than_fit_are_counted(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet(*(f"第{number}号村,19,9" for number in range(40)))))
    with_roster.assert_sound()
    assert own_words.SHOWN_OF.format(first=1, last=30, count=41) in with_roster.text


# --- undo ---------------------------------------------------------------------------------------------------------


def test_an_import_is_undone_and_brought_back(office):
    def vetoed() -> list:
        return office.store.cursor().execute("select unit from veto").fetchall()

    assert vetoed() == [("西岭村",)]
    office.open("import").click(words.UNDO)
    office.assert_sound()
    assert vetoed() == []
    assert words.UNDO_DONE.format(file="一票否决.csv").replace(".", "\\.") in office.text
    assert words.UNDONE in office.text
    office.click(words.REDO)
    office.assert_sound()
    assert vetoed() == [("西岭村",)]
    assert [event.kind for event in office.store.journal.events()[-2:]] == ["import_undone", "import_redone"]


def test_with_every_import_undone_the_ranking_asks_for_sheets_again(office):
    office.open("import")
    while office.has_button(words.UNDO):
        office.click(words.UNDO)
    for page in ("home", "ranking", "shortlist"):
        office.open(page)
        office.assert_sound()
        assert words.EMPTY_TITLE in office.text


def test_an_undone_file_may_be_imported_again(office):
    office.open("import").click(words.UNDO)
    office.upload(samples.VETOES)
    office.assert_sound()
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    assert office.store.cursor().execute("select unit from veto").fetchall() == [("西岭村",)]


def test_a_long_history_is_shown_in_full_on_request(demonstration):
    demonstration.open("import")
    assert sum(button.label == words.UNDO for button in demonstration.app.button) == 7
    demonstration.click(words.ALL_IMPORTS.format(count=12))
    assert sum(button.label == words.UNDO for button in demonstration.app.button) == 11


# --- saves that come too late -------------------------------------------------------------------------------------


def test_a_confirmation_after_a_colleague_saved_is_refused_and_works_at_the_second_try(office, colleague):
    office.open("import").upload(("评分.csv", sheet("东坪村,19,9", title="2023年评分表")))
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "chosen", "会议"))
    before = office.store.journal.head()
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    error = office.app.error[0].value
    assert error.startswith("没有保存。您打开这页之后，赵磊在")
    assert records.KINDS["decided"].format(award="先进集体") in error
    assert office.store.journal.head() == before
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    assert not office.app.error
    assert office.store.journal.events()[-1].kind == "sheet_imported"


def test_an_undo_after_a_colleague_saved_is_refused(office, colleague):
    office.open("import")
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "chosen", "会议"))
    before = office.store.journal.head()
    office.click(words.UNDO)
    assert office.app.error[0].value.startswith("没有保存。")
    assert office.store.journal.head() == before


def test_an_undo_in_a_tab_that_was_open_while_the_journal_went_back_leaves_a_colleagues_import(with_roster, colleague):
    backup = with_roster.home.back_up()
    with_roster.open("import").upload(GOOD).click(words.CONFIRM_IMPORT)
    with_roster.open("import")
    with_roster.home.restore(backup.path.name, "王敏")
    colleague(adjustments_imported("加减分.csv", b"", (), samples.PERIOD))
    before = with_roster.store.journal.head()
    with_roster.click(words.UNDO)
    assert with_roster.app.error[0].value.startswith("没有保存")
    assert with_roster.store.journal.head() == before


def test_a_tab_that_was_open_while_the_journal_went_back_is_told_so_and_imports_at_the_second_try(with_roster):
    backup = with_roster.home.back_up()
    with_roster.open("import").upload(GOOD).click(words.CONFIRM_IMPORT)
    with_roster.upload(GOOD)
    assert not with_roster.has_button(words.CONFIRM_IMPORT), "it has been imported"
    with_roster.home.restore(backup.path.name, "王敏")
    with_roster.app.run()
    with_roster.assert_sound()
    with_roster.click(words.CONFIRM_IMPORT)
    assert "恢复到备份" in with_roster.app.error[0].value
    with_roster.click(words.CONFIRM_IMPORT)
    with_roster.assert_sound()
    assert with_roster.store.journal.events()[-1].kind == "sheet_imported"


def test_a_tab_that_was_open_on_the_demonstration_saves_nothing_there_once_the_office_has_begun(demonstration):
    demonstration.open("import").upload(GOOD)
    before = demonstration.home.demonstration.journal.head()
    demonstration.home.open_office("王敏")
    demonstration.click(words.CONFIRM_IMPORT)
    demonstration.assert_sound()
    assert [error.value for error in demonstration.app.error][:1] == [md(records.OFFICE_BEGUN)]
    assert demonstration.home.demonstration.journal.head() == before
    assert [event.kind for event in demonstration.home.office.journal.events()] == ["office_opened", "scheme_set"]


# --- templates ----------------------------------------------------------------------------------------------------


def test_the_roster_template_opens_and_is_read_back_once_filled(empty):
    book = openpyxl.load_workbook(io.BytesIO(empty.open("import").downloaded(words.TEMPLATE_ROSTER)))
    book.active.append(["东坪村", "村（社区）"])
    book.active.append(["=1+1", "村（社区）"])
    book.active["A3"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    empty.upload(("名册.xlsx", out.getvalue()))
    empty.assert_sound()
    empty.click(words.CONFIRM_IMPORT)
    assert [unit.name for unit in empty.store.roster.units] == ["东坪村", "=1+1"]


def test_a_sheet_template_holds_every_unit_and_is_read_back_once_filled(office):
    name = words.TEMPLATE_SHEET.format(dimension="项目建设")
    book = openpyxl.load_workbook(io.BytesIO(office.open("import").downloaded(name)))
    page = book.active
    assert [page.cell(row, 2).value for row in range(3, 35)] == [unit.name for unit in office.store.roster.units]
    page["A1"] = "2023年项目建设评分表"
    for row in range(3, 35):
        for column in range(3, 7):
            page.cell(row, column).value = 8.5
    out = io.BytesIO()
    book.save(out)
    office.upload((f"{name}.xlsx", out.getvalue())).click(words.CONFIRM_IMPORT)
    office.assert_sound()
    assert office.store.cursor().execute("select count(*) from mark where period = '2023年'").fetchall() == [(128,)]


def test_the_templates_of_points_and_vetoes_name_the_period_and_are_read_back_once_filled(office):
    office.open("import")
    filled = []
    for name, row in (
        (words.TEMPLATE_ADJUSTMENTS, ["东坪村", -1.5, "通报"]),
        (words.TEMPLATE_VETOES, ["西岭村", "安全生产事故"]),
    ):
        book = openpyxl.load_workbook(io.BytesIO(office.downloaded(name)))
        for column, value in enumerate(row, 1):
            book.active.cell(3, column).value = value
        (check,) = book.active.data_validations.dataValidation
        if name == words.TEMPLATE_VETOES:
            assert check.formula1 == '"安全生产事故,生态环保问题,信访矛盾激化,赴京赴省非访"'
            assert not check.showErrorMessage, "another reason may be written"
        out = io.BytesIO()
        book.save(out)
        filled.append((f"{name}.xlsx", out.getvalue()))
    office.upload(*filled)
    assert words.CONFIRM_PERIOD not in [button.label for button in office.app.button]
    assert "没写考核期" not in office.text
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    cursor = office.store.cursor()
    assert cursor.execute("select period, unit, points from adjustment where reason = '通报'").fetchall() == [
        (samples.PERIOD, "东坪村", Decimal("-1.5"))
    ]
    assert cursor.execute("select period, unit from veto where reason = '安全生产事故'").fetchall() == [
        (samples.PERIOD, "西岭村")
    ]


# --- adjustments and vetoes, and one content for two periods --------------------------------------------------------

ADJUSTMENTS = ("加减分.csv", "2022年加减分\n单位,加减分,事由\n西嶺村,2,市级荣誉\n东坪村,两分,通报\n".encode())


def test_names_and_cells_of_adjustments_are_settled_on_the_page_and_that_is_on_record(with_roster):
    with_roster.open("import").upload(ADJUSTMENTS)
    pills = next(pills for pills in with_roster.app.pills if str(pills.key).startswith("name/"))
    assert pills.value is None
    pills.select("西岭村").run()
    (field,) = rewrites(with_roster)
    field.input("-1").run()
    with_roster.assert_sound()
    with_roster.click(words.CONFIRM_IMPORT)
    assert with_roster.store.cursor().execute("select unit, points from adjustment order by points").fetchall() == [
        ("东坪村", Decimal(-1)),
        ("西岭村", Decimal(2)),
    ]
    assert with_roster.store.cursor().execute("select kind, place, found, settled from settled order by all").fetchall() == [
        ("cell", "B4", "两分", "-1"),
        ("unit", "", "西嶺村", "西岭村"),
    ]
    assert "改写 B4 格：原文“两分”" in with_roster.text


def test_points_and_vetoes_that_name_no_period_go_where_the_sheets_beside_them_go_and_are_asked_about(office):
    points = ("加减分.csv", "单位,加减分,事由\n东坪村,2,市级荣誉\n".encode())
    vetoes = ("一票否决.csv", "单位,事由\n西岭村,安全事故\n".encode())
    office.open("import").upload(("评分.csv", sheet("东坪村,19,9", title="2023年项目建设\n")), points, vetoes)
    assert md("加减分.csv、一票否决.csv没写考核期") in office.text
    assert office.app.text_input(key="own_period").value == "2023年"
    assert "加减分 · 1 条 · 2023年" in office.text
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    assert office.store.cursor().execute("select period, unit from adjustment where reason = '市级荣誉'").fetchall() == [
        ("2023年", "东坪村")
    ]
    assert office.store.cursor().execute("select period, unit from veto where reason = '安全事故'").fetchall() == [
        ("2023年", "西岭村")
    ]


def test_points_alone_that_name_no_period_are_asked_about_though_the_page_shows_one(office):
    office.open("import").upload(("加减分.csv", "单位,加减分,事由\n东坪村,2,市级荣誉\n".encode()))
    assert office.app.text_input(key="own_period").value == samples.PERIOD
    office.app.text_input(key="own_period").input("2023").run()
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    assert office.store.cursor().execute("select period from adjustment where reason = '市级荣誉'").fetchall() == [("2023年",)]


def test_one_content_may_be_stored_for_a_second_period_and_that_is_said(with_roster):
    same = ("评分.csv", sheet("东坪村,19,9", title=""))
    for period in ("2022年第1季度", "2022年第2季度"):
        with_roster.open("import").upload(same)
        with_roster.app.text_input(key="own_period").input(period).run()
        with_roster.assert_sound()
        assert ("这次另存为 2022年第2季度" in with_roster.text) is (period == "2022年第2季度")
        with_roster.click(words.CONFIRM_IMPORT)
    with_roster.upload(same)
    assert with_roster.button(own_words.CONFIRM_NOTHING).disabled
    assert own_words.STORED_FOR_PERIOD in with_roster.text
    periods = with_roster.store.cursor().execute("select period, count(*) from mark group by period order by period").fetchall()
    assert periods == [("2022年第1季度", 2), ("2022年第2季度", 2)]


def test_the_history_tells_last_years_file_from_this_years_of_the_same_name(demonstration):
    demonstration.open("import")
    demonstration.assert_sound()
    lines = [said for line in demonstration.app.markdown if "加减分.csv" in (said := line.value.replace("\\", ""))]
    assert [period for line in lines for period in ("2021年", "2022年") if period in line] == ["2022年", "2021年"]


def test_an_intake_is_given_up_in_one_go(with_roster):
    digest = with_roster.store.digest()
    with_roster.open("import").upload(*samples.SHEETS)
    with_roster.click(own_words.ABANDON_CONFIRM)
    with_roster.assert_sound()
    assert words.HISTORY in with_roster.text
    assert not with_roster.app.file_uploader[0].value
    assert with_roster.store.digest() == digest
