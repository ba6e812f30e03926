"""数据导入: what people set right in place: cells, names, columns, worksheets, header rows; and pasted tables."""

import io
from decimal import Decimal

import openpyxl

from evaluation.events import scheme_set
from evaluation.journal import sha256
from evaluation.scheme import write_scheme
from evaluation.scheme_reading import read_scheme
from evaluation.wording import import_page as own_words
from evaluation.wording import intake
from evaluation.wording import pages as words
from tests.pages.score_files import marks_of, rewrites, sheet

# --- remedies in place --------------------------------------------------------------------------------------------


def test_a_cell_is_set_right_on_the_page_and_the_file_stays_as_it_was(with_roster):
    content = sheet("东坪村,192,9")
    with_roster.open("import").upload(("评分.csv", content))
    rewrites(with_roster)[0].input("19.2").run()
    with_roster.assert_sound()
    with_roster.click(words.CONFIRM_IMPORT)
    with_roster.assert_sound()
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal("19.2"))]
    assert with_roster.store.journal.content(sha256(content)) == content


def test_a_cell_that_is_still_wrong_after_rewriting_stays_refused(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,192,9")))
    rewrites(with_roster)[0].input("199").run()
    with_roster.assert_sound()
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    rewrites(with_roster)[0].input("").run()
    with_roster.assert_sound()
    assert "192" in with_roster.text


def test_no_field_is_offered_for_a_fault_of_a_roster_which_only_its_file_sets_right(office):
    office.open("import").upload(("名册.csv", "单位,类别\n甲村,村（社区）\n乙村,村(社区)\n".encode()))
    office.assert_sound()
    assert any("只差空格、全角半角或大小写" in line for line in office.html)
    assert rewrites(office) == []


def test_a_name_is_chosen_from_the_suggestions_and_never_preselected(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "西嶺村,18,8")))
    pills = next(pills for pills in with_roster.app.pills if str(pills.key).startswith("name/"))
    assert pills.value is None
    pills.select("西岭村").run()
    with_roster.assert_sound()
    assert words.NAME_DECIDED.format(found="西嶺村", unit="西岭村") in with_roster.text
    with_roster.click(words.CONFIRM_IMPORT)
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(19)), ("西岭村", Decimal(18))]


def test_a_name_can_be_left_out_and_asked_again(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "西嶺村,18,8")))
    next(pills for pills in with_roster.app.pills if str(pills.key).startswith("name/")).select(words.SKIP_UNIT).run()
    assert words.NAME_DECIDED.format(found="西嶺村", unit=words.SKIPPED) in with_roster.text
    assert not with_roster.button(words.CONFIRM_IMPORT).disabled
    with_roster.click(words.ASK_AGAIN)
    with_roster.assert_sound()
    assert with_roster.button(words.CONFIRM_IMPORT).disabled


def test_a_name_can_be_any_unit_of_the_roster(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "西嶺村,18,8")))
    next(box for box in with_roster.app.selectbox if str(box.key).startswith("other/")).select("南沟村").run()
    with_roster.assert_sound()
    assert words.NAME_DECIDED.format(found="西嶺村", unit="南沟村") in with_roster.text


def test_a_column_is_chosen_by_a_person(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", header="单位,重点项目推进,满意程度")))
    column = next(box for box in with_roster.app.selectbox if str(box.key).startswith("column/") and box.value is None)
    column.select("项目要素保障").run()
    with_roster.assert_sound()
    with_roster.click(words.CONFIRM_IMPORT)
    assert marks_of(with_roster, "项目要素保障") == [("东坪村", Decimal(9))]


def test_a_column_can_be_left_out(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", header="单位,重点项目推进,满意程度")))
    column = next(box for box in with_roster.app.selectbox if str(box.key).startswith("column/") and box.value is None)
    column.select(intake.COLUMN_MEANINGS["ignored"]).run()
    with_roster.assert_sound()
    assert not with_roster.button(words.CONFIRM_IMPORT).disabled


def test_the_period_is_asked_where_no_file_names_one(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", title="")))
    assert with_roster.button(words.CONFIRM_IMPORT).label == words.CONFIRM_PERIOD
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    with_roster.app.text_input(key="own_period").input("明年").run()
    assert words.PERIOD_UNREADABLE in with_roster.text
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    with_roster.app.text_input(key="own_period").input("2023年第1季度").run()
    with_roster.click(words.CONFIRM_IMPORT)
    with_roster.assert_sound()
    assert with_roster.store.cursor().execute("select period from period").fetchall() == [("2023年第1季度",)]


# --- names remembered ---------------------------------------------------------------------------------------------


def test_a_name_settled_on_the_page_is_known_the_next_time_and_can_be_forgotten(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "西嶺村,18,8")))
    next(pills for pills in with_roster.app.pills if str(pills.key).startswith("name/")).select("西岭村").run()
    with_roster.click(words.CONFIRM_IMPORT)
    assert own_words.REMEMBERED.format(count=1) in with_roster.text
    later = ("二季度.csv", sheet("西嶺村,17,7", title="2022年第2季度项目建设评分表"))
    with_roster.upload(later)
    with_roster.assert_sound()
    assert own_words.AS_CONFIRMED.split("{")[0].strip("　") in with_roster.text
    assert not with_roster.button(words.CONFIRM_IMPORT).disabled
    with_roster.app.file_uploader[0].clear().run()
    with_roster.click(own_words.FORGET)
    with_roster.assert_sound()
    assert with_roster.store.journal.events()[-1].kind == "name_forgotten"
    with_roster.upload(later)
    assert with_roster.button(words.CONFIRM_IMPORT).disabled


def test_a_remembered_name_can_be_answered_otherwise(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "西嶺村,18,8")))
    next(pills for pills in with_roster.app.pills if str(pills.key).startswith("name/")).select("西岭村").run()
    with_roster.click(words.CONFIRM_IMPORT)
    with_roster.upload(("二季度.csv", sheet("西嶺村,17,7", "东坪村,19,9", title="2022年第2季度评分表")))
    with_roster.click(words.ASK_AGAIN)
    with_roster.assert_sound()
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    next(box for box in with_roster.app.selectbox if str(box.key).startswith("other/")).select("南沟村").run()
    with_roster.click(words.CONFIRM_IMPORT)
    with_roster.assert_sound()
    assert ("南沟村", Decimal(17)) in marks_of(with_roster, "重点项目推进")


# --- worksheets, header, pasting ----------------------------------------------------------------------------------


def workbook(**sheets: tuple[bool, list[list[object]]]) -> bytes:
    """Return a workbook; each worksheet is (hidden, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (hidden, rows) in sheets.items():
        page = book.create_sheet(name)
        page.sheet_state = "hidden" if hidden else "visible"
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MARKS = [["2022年度考核"], ["单位", "重点项目推进"], ["东坪村", 19], ["西岭村", 18]]
OTHER = [["2022年度考核"], ["单位", "招商引资实效"], ["东坪村", 9], ["西岭村", 8]]


def tick(person, label: str):
    box = next(box for box in person.app.checkbox if box.label == label)
    (box.uncheck() if box.value else box.check()).run()
    person.assert_sound()


def test_a_hidden_worksheet_is_offered_and_never_taken_silently(with_roster):
    with_roster.open("import").upload(("考核.xlsx", workbook(明面=(False, MARKS), 底稿=(True, OTHER))))
    with_roster.assert_sound()
    assert "文件里还有隐藏的工作表" in with_roster.text
    tick(with_roster, own_words.TAKE_SHEET.format(name="底稿"))
    with_roster.click(words.CONFIRM_IMPORT)
    assert len(marks_of(with_roster, "招商引资实效")) == 2
    assert with_roster.store.cursor().execute("select distinct found, settled from settled").fetchall() == [("底稿", "也导入")]


def test_a_worksheet_can_be_left_out_and_taken_again(with_roster):
    with_roster.open("import").upload(("考核.xlsx", workbook(甲=(False, MARKS), 乙=(False, OTHER))))
    tick(with_roster, own_words.LEAVE_SHEET.format(name="乙"))
    tick(with_roster, own_words.LEAVE_SHEET.format(name="甲"))
    assert with_roster.button(own_words.CONFIRM_NOTHING).disabled
    tick(with_roster, own_words.LEAVE_SHEET.format(name="甲"))
    with_roster.click(words.CONFIRM_IMPORT)
    assert len(marks_of(with_roster, "重点项目推进")) == 2
    assert marks_of(with_roster, "招商引资实效") == []


def test_the_header_row_is_chosen_by_a_person_and_the_sheet_read_again(with_roster):
    rows = "填报单位,重点项目推进,项目要素保障,招商引资实效\n说明,见附件,,\n村名,投资,要素,\n东坪村,19,9,\n西岭村,18,8,\n"
    with_roster.open("import").upload(("评分.csv", rows.encode()))
    header = next(box for box in with_roster.app.selectbox if str(box.key).startswith("header/"))
    header.select_index(2).run()
    with_roster.assert_sound()
    assert words.HEADER_ROW.format(row=3) in with_roster.text
    columns = {box.label: box for box in with_roster.app.selectbox if str(box.key).startswith("column/")}
    assert [label for label in columns if "投资" in label]
    with_roster.click(own_words.HEADER_BACK)
    with_roster.assert_sound()
    assert words.HEADER_ROW.format(row=3) not in with_roster.text


def test_a_chosen_header_is_on_record(with_roster):
    rows = "2022年,,\n单位,重点项目推进,项目要素保障\n村名,投资,要素\n东坪村,19,9\n"
    with_roster.open("import").upload(("评分.csv", rows.encode()))
    depth = next(box for box in with_roster.app.selectbox if str(box.key).startswith("depth/"))
    depth.select(2).run()
    with_roster.assert_sound()
    for name in ("重点项目推进", "项目要素保障"):
        box = next((box for box in with_roster.app.selectbox if str(box.key).startswith("column/") and box.value is None), None)
        if box:
            box.select(name).run()
    with_roster.click(words.CONFIRM_IMPORT)
    assert ("header", "2–3") in with_roster.store.cursor().execute("select kind, settled from settled").fetchall()


def test_pasted_cells_go_the_same_road(with_roster):
    with_roster.open("import")
    text = "2022年度考核\n单位\t重点项目推进\t项目要素保障\n东坪村\t19\t9\n西岭村\t18\t8\n"
    with_roster.click(own_words.PASTE_TAKE)
    assert own_words.PASTE_EMPTY in with_roster.text
    with_roster.app.text_area[0].input(text).run()
    with_roster.click(own_words.PASTE_TAKE)
    with_roster.assert_sound()
    assert own_words.PASTED_FILE.replace(".", "\\.") in with_roster.text
    with_roster.click(words.CONFIRM_IMPORT)
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(19)), ("西岭村", Decimal(18))]
    assert with_roster.store.journal.events()[-1].payload["file"] == own_words.PASTED_FILE
    assert words.HISTORY in with_roster.text


def test_a_pasted_table_can_be_dropped(with_roster):
    with_roster.open("import")
    with_roster.app.text_area[0].input("单位\t重点项目推进\n东坪村\t19\n").run()
    with_roster.click(own_words.PASTE_TAKE)
    with_roster.click(own_words.PASTE_DROP.format(count=1))
    with_roster.assert_sound()
    assert words.HISTORY in with_roster.text


def test_thousands_of_problems_are_leafed_through_and_filtered(with_roster):
    rows = [f"东坪村,{'x' if number % 2 else ''},9" for number in range(80)]
    with_roster.open("import").upload(("评分.csv", sheet(*rows)))
    with_roster.assert_sound()
    with_roster.click(own_words.NEXT)
    assert "第 31–60 处" in with_roster.text
    with_roster.app.segmented_control(key="only_problems").set_value("warning").run()
    with_roster.assert_sound()
    assert not any('class="problem error"' in block for block in with_roster.html)


def test_what_a_person_changed_is_shown_in_the_history_with_the_original(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,192,9")))
    rewrites(with_roster)[0].input("19.2").run()
    with_roster.click(words.CONFIRM_IMPORT)
    assert "改写 B3 格：原文“192” → 19\\.2" in with_roster.text


def test_of_two_rows_for_one_unit_a_person_says_which_counts_and_may_change_it(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19,9", "东坪村,18,8")))
    next(box for box in with_roster.app.selectbox if str(box.key).startswith("row/")).select(4).run()
    with_roster.assert_sound()
    assert not with_roster.button(words.CONFIRM_IMPORT).disabled
    with_roster.click(words.ASK_AGAIN)
    assert with_roster.button(words.CONFIRM_IMPORT).disabled
    next(box for box in with_roster.app.selectbox if str(box.key).startswith("row/")).select(3).run()
    with_roster.click(words.CONFIRM_IMPORT)
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(19))]
    assert with_roster.store.cursor().execute("select kind, place, found from settled").fetchall() == [("row", "4", "东坪村")]


# --- nothing that a person did is lost -------------------------------------------------------------------------------


def test_a_roster_that_comes_with_the_sheets_may_be_answered_about(empty):
    empty.open("import").upload(
        ("名册.csv", "单位,类别\n东坪村,村\n西岭村,村\n".encode()), ("评分.csv", sheet("东坪村,19,9", "西嶺村,18,8"))
    )
    empty.assert_sound()
    name = next(pills for pills in empty.app.pills if "西岭村" in pills.options)
    name.select("西岭村").run()
    empty.assert_sound()
    assert "认作“西岭村”" in empty.text.replace("\u2060", "") or not empty.button(words.CONFIRM_IMPORT).disabled


def test_a_cell_set_right_by_mistake_can_be_given_back(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19x,9")))
    field = next(item for item in with_roster.app.text_input if str(item.key).startswith("rewrite/"))
    field.input("1.5").run()
    with_roster.assert_sound()
    assert "第 2 行 B 列" in with_roster.text or "您改过" in with_roster.text
    with_roster.click("改回原文")
    with_roster.assert_sound()
    assert "您改过" not in with_roster.text
    assert any(str(item.key).startswith("rewrite/") for item in with_roster.app.text_input)


def test_a_column_is_asked_about_anew_where_a_colleague_renamed_its_indicator(with_roster, colleague):
    with_roster.open("import").upload(("表.csv", sheet("东坪村,19,9", header="单位,重点项目推进（20分）,什么列")))
    box = next(box for box in with_roster.app.selectbox if str(box.key).startswith("column/") and "什么列" in str(box.key))
    box.select("项目要素保障").run()
    assert not with_roster.button(words.CONFIRM_IMPORT).disabled
    toml = write_scheme(with_roster.store.scheme).replace('name = "项目要素保障"', 'name = "要素保障新"')
    colleague(scheme_set(read_scheme(toml)))
    with_roster.app.run()
    with_roster.assert_sound()
    assert with_roster.button(words.CONFIRM_BLOCKED.format(count=1)).disabled
    assert "方案里没有“什么列”这项指标" in with_roster.text


def test_a_period_that_cannot_be_read_lets_nothing_in(with_roster):
    with_roster.open("import").upload(("甲.csv", sheet("东坪村,19,9", title="")), ("乙.csv", sheet("东坪村,19,9")))
    with_roster.app.text_input(key="own_period").input("明年").run()
    assert with_roster.button(words.CONFIRM_PERIOD).disabled


def test_the_period_that_a_person_gave_is_there_after_a_look_at_another_page_and_gone_with_the_files(office):
    nameless = ("评分.csv", sheet("东坪村,19,9", title=""))
    office.open("import").upload(nameless)
    assert office.app.text_input(key="own_period").value == "2022年"
    office.app.text_input(key="own_period").input("2023").run()
    office.open("home").open("import")
    assert office.app.text_input(key="own_period").value == "2023"
    assert "2 格评分 · 2023年" in office.text
    office.click("不要这些文件").upload(nameless)
    assert office.app.text_input(key="own_period").value == "2022年"


def test_the_period_offered_follows_the_sheets_until_a_person_gives_one(office):
    nameless, other_year = ("加减分.csv", "单位,加减分,事由\n东坪村,1,好事\n".encode()), sheet("东坪村,19,9", title="2023年\n")
    office.open("import").upload(nameless)
    assert office.app.text_input(key="own_period").value == "2022年"
    office.upload(nameless, ("评分.csv", other_year))
    assert office.app.text_input(key="own_period").value == "2023年"
    assert "加减分 · 1 条 · 2023年" in office.text


def test_files_and_answers_are_there_after_a_look_at_another_page(with_roster):
    with_roster.open("import").upload(("评分.csv", sheet("东坪村,19x,9")))
    next(item for item in with_roster.app.text_input if str(item.key).startswith("rewrite/")).input("15").run()
    with_roster.open("home")
    with_roster.open("import")
    with_roster.assert_sound()
    assert "评分\\.csv" in with_roster.text.replace("\u2060", "")
    assert "您改过" in with_roster.text
    with_roster.click("不要这些文件")
    assert "您改过" not in with_roster.text
    with_roster.open("home").open("import")
    assert not with_roster.has_button(words.CONFIRM_IMPORT)
