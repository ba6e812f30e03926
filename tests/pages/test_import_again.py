"""数据导入 where marks are there already: what is replaced, what is kept, and what comes twice."""

import re
from decimal import Decimal

import pytest

from evaluation.events import decided, scheme_set
from evaluation.ranking import rank_units
from evaluation.scheme import write_scheme
from evaluation.scheme_reading import read_scheme
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words
from evaluation.wording import scheme_page as scheme_words
from tests import samples
from tests.pages.score_files import GOOD, marks_of, sheet

# --- marks that are there already ---------------------------------------------------------------------------------

CHANGED = ("更正.csv", sheet("东坪村,18,8", "西岭村,17,7"))


@pytest.fixture
def with_marks(with_roster):
    """A person whose office has two villages' marks, one of which the file CHANGED gives otherwise."""
    with_roster.open("import").upload(("原表.csv", sheet("东坪村,19,9", "西岭村,17,7"))).click(words.CONFIRM_IMPORT)
    return with_roster


def shown_changes(person):
    return next(table.value for table in person.app.dataframe if own_words.KEEP_ONE in table.value)


def test_a_stored_mark_is_replaced_unless_a_person_says_otherwise(with_marks):
    with_marks.upload(CHANGED)
    with_marks.assert_sound()
    assert shown_changes(with_marks)[own_words.KEEP_ONE].tolist() == [False, False]
    with_marks.click(words.CONFIRM_IMPORT)
    assert marks_of(with_marks, "重点项目推进") == [("东坪村", Decimal(18)), ("西岭村", Decimal(17))]


def test_the_stored_marks_of_a_file_are_kept_and_that_is_on_record(with_marks):
    with_marks.upload(CHANGED)
    keep = next(group for group in with_marks.app.segmented_control if str(group.key).startswith("keep/"))
    keep.set_value(True).run()
    with_marks.assert_sound()
    assert shown_changes(with_marks)[own_words.KEEP_ONE].tolist() == [True, True]
    with_marks.click(words.CONFIRM_IMPORT)
    with_marks.assert_sound()
    assert marks_of(with_marks, "重点项目推进") == [("东坪村", Decimal(19)), ("西岭村", Decimal(17))]
    assert with_marks.store.journal.events()[-1].payload["settled"] == [
        ["kept", "B3", "东坪村 重点项目推进 18", "保留 19（原表.csv）"],
        ["kept", "C3", "东坪村 项目要素保障 8", "保留 9（原表.csv）"],
    ]
    assert own_words.SETTLED_KINDS["kept"].split("{place}")[1].split("：")[0] in with_marks.text


def test_one_stored_mark_is_kept_and_the_others_are_replaced(with_marks):
    with_marks.upload(CHANGED)
    with_marks.edit({0: {own_words.KEEP_ONE: True}})
    with_marks.assert_sound()
    with_marks.click(words.CONFIRM_IMPORT)
    assert marks_of(with_marks, "重点项目推进")[0] == ("东坪村", Decimal(19))
    assert marks_of(with_marks, "项目要素保障")[0] == ("东坪村", Decimal(8))


def test_of_two_files_that_differ_a_person_says_which_holds(with_roster):
    with_roster.open("import").upload(GOOD, ("另一份.csv", sheet("东坪村,18,9")))
    choice = next(pills for pills in with_roster.app.pills if str(pills.key).startswith("clash/"))
    assert choice.value is None
    choice.set_value(1).run()
    with_roster.assert_sound()
    with_roster.click(words.CONFIRM_IMPORT)
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(18))]
    record = with_roster.store.cursor().execute("select kind, place, settled from settled").fetchall()
    assert record == [("kept", "B3", "保留 18（另一份.csv）")]


def test_the_same_content_sent_twice_is_said_and_counts_once(with_roster):
    with_roster.open("import").upload(GOOD, ("另一份.csv", GOOD[1]))
    with_roster.assert_sound()
    assert "同一份表传了两次。" in "".join(with_roster.html) or with_roster.has_button("另一份")
    with_roster.click(words.CONFIRM_IMPORT)
    assert [event.kind for event in with_roster.store.journal.events()].count("sheet_imported") == 1
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(19))]


def test_a_file_that_is_stored_already_holds_back_no_new_one(with_marks):
    with_marks.upload(("原表.csv", sheet("东坪村,19,9", "西岭村,17,7")), ("新表.csv", sheet("南沟村,16,6")))
    with_marks.click(words.CONFIRM_IMPORT)
    with_marks.assert_sound()
    assert [name for name, _ in marks_of(with_marks, "重点项目推进")] == ["东坪村", "南沟村", "西岭村"]
    assert with_marks.store.journal.events()[-1].payload["file"] == "新表.csv"


# --- a new roster ---------------------------------------------------------------------------------------------------

HEAD, *UNITS = samples.ROSTER.read_text("utf-8-sig").splitlines()


def roster_file(*lines: str) -> tuple[str, bytes]:
    return "新名册.csv", "\n".join([HEAD, *lines]).encode()


def said_of_roster(person) -> list[str]:
    """Return what 数据导入 asks to confirm of the roster."""
    person.assert_sound()
    return [re.findall(r">([^<]+)<", line)[-1] for line in person.html if 'class="problem warning"' in line]


def test_units_that_a_new_roster_lacks_are_named_with_what_is_stored_of_them(office):
    office.home.office.append([decided(samples.PERIOD, "先进集体", "白杨村", "chosen", "会议研究")], "主任")
    gone = ("西岭村", "白杨村")
    office.open("import").upload(roster_file(*[line for line in UNITS if not line.startswith(gone) and "办公室" not in line]))
    units, groups = said_of_roster(office)
    assert units.startswith("现用名册里有 12 个单位不在这份名册里，入库后不再排名：西岭村（12 格评分、1 条一票否决）、")
    assert "、白杨村（12 格评分、1 个名单决定）、" in units
    assert "等 12 个" in units
    assert "1 条一票否决、1 个名单决定也不再算" in units
    assert groups == "入库后，类别办公室（站所）一个单位也没有了。"


def test_a_renamed_unit_is_said_and_goes_on(office):
    renamed = [line.replace("西岭村,村（社区）,西岭,", "西岭社区,村（社区）,西岭村、西岭,") for line in UNITS]
    office.open("import").upload(roster_file(*renamed, "新设村,村（社区）,,99"))
    assert said_of_roster(office) == ["有 1 个单位改了名：西岭村 → 西岭社区。原来的分、加减分、否决和名单决定都算在新名下。"]
    assert "新增 1 个单位：新设村" in str([table.value.to_dict() for table in office.app.dataframe])
    before = {item.unit: item.total for item in rank_units(office.store.cursor(), samples.PERIOD).units}
    office.click(words.CONFIRM_IMPORT)
    office.assert_sound()
    after = {item.unit: item for item in rank_units(office.store.cursor(), samples.PERIOD).units}
    assert after["西岭社区"].total == before["西岭村"]
    assert after["西岭社区"].vetoes


def test_a_unit_in_another_group_is_said(office):
    office.open("import").upload(roster_file(*[line.replace("西岭村,村（社区）", "西岭村,办公室（站所）") for line in UNITS]))
    assert said_of_roster(office) == [
        "有 1 个单位换了类别，入库后和新类别的单位一起排名：西岭村（村（社区） → 办公室（站所））。"
    ]


def test_a_roster_and_sheets_with_the_new_name_in_one_go_are_compared_with_what_the_old_name_has(with_marks):
    renamed = [line.replace("西岭村,村（社区）,西岭,", "西岭社区,村（社区）,西岭村、西岭,") for line in UNITS]
    with_marks.upload(roster_file(*renamed), ("更正.csv", sheet("西岭社区,16,7")))
    assert shown_changes(with_marks)["单位"].tolist() == ["西岭社区"]


def test_the_roster_in_force_once_more_asks_nothing(office):
    office.open("import").upload(roster_file(*UNITS))
    assert said_of_roster(office) == []


def effect_rows(person) -> list[list[str]]:
    """Return the lines below 入库后会怎样."""
    return [
        re.findall(r">([^<]+)<", line)
        for table in person.html
        if "<th></th><th class=number>" in table
        for line in table.split("<tr>")[1:]
    ]


def test_what_a_roster_alone_does_is_counted_in_units(office):
    lines = [
        line.replace("西岭村,村（社区）,西岭,", "西岭社区,村（社区）,西岭村、西岭,") for line in UNITS if "白杨村" not in line
    ]
    office.open("import").upload(roster_file(*lines, "新设村,村（社区）,,99"))
    assert effect_rows(office) == [
        ["单位"],
        ["新增", "1"],
        ["不再排名", "1"],
        ["改名", "1"],
        ["名称、类别不变", str(len(UNITS) - 2)],
    ]


def test_what_lists_alone_do_is_counted_in_lines_and_an_unreadable_file_does_nothing(with_roster):
    with_roster.open("import").upload(("加减分.csv", "单位,加减分,事由\n东坪村,1,好事\n".encode()))
    assert effect_rows(with_roster) == [["条"], ["加减分", "1"]]
    with_roster.upload(("坏.csv", b""))
    with_roster.assert_sound()
    assert words.AFTER_TITLE not in with_roster.text


def test_nothing_is_counted_of_a_roster_that_could_not_be_read(office):
    office.open("import").upload(roster_file(*UNITS, "东坪,村（社区）,,99"))
    office.assert_sound()
    assert not effect_rows(office)
    assert words.ROSTER_FILE.format(count=len(UNITS)) not in office.text


def test_the_rosters_are_among_the_imports_and_an_earlier_one_is_handed_in_again(office):
    renamed = [line.replace("西岭村,村（社区）,西岭,", "西岭社区,村（社区）,西岭村、西岭,") for line in UNITS]
    office.open("import").upload(roster_file(*renamed)).click(words.CONFIRM_IMPORT)
    assert f"　{own_words.KIND_ROSTER.format(count=len(UNITS))}　:gray[{own_words.ROSTER_IN_FORCE}]" in office.text
    assert not office.has_button(own_words.ROSTER_AGAIN)  # the first is beyond the few that are shown
    office.click(words.ALL_IMPORTS.format(count=8)).click(own_words.ROSTER_AGAIN)
    assert said_of_roster(office) == ["有 1 个单位改了名：西岭社区 → 西岭村。原来的分、加减分、否决和名单决定都算在新名下。"]
    office.click(own_words.HANDED_BACK_DROP)
    office.assert_sound()
    assert not office.has_button(words.CONFIRM_IMPORT)
    office.click(own_words.ROSTER_AGAIN).click(words.CONFIRM_IMPORT)
    office.assert_sound()
    assert {unit.name for unit in office.store.roster.units} == {line.split(",")[0] for line in UNITS}


def change_full_mark(person, old: int = 20, new: int = 17) -> None:
    draft = write_scheme(person.store.scheme).replace(f"full_mark = {old}", f"full_mark = {new}", 1)
    person.home.office.append([scheme_set(read_scheme(draft))], "王敏")


OUTSIDE = "“重点项目推进”有 1 个不在 0 到满分 17 之间：2022年 东坪村 19。按现用的方案，这些得分会超出 0 到 100。"


def test_an_undone_import_with_marks_beyond_a_new_full_mark_is_not_brought_back(with_marks):
    with_marks.click(words.UNDO)
    change_full_mark(with_marks)
    with_marks.open("import").click(words.REDO)
    with_marks.assert_sound()
    assert f"没有恢复原表\\.csv：又要算数的分里，{OUTSIDE}" in with_marks.text
    assert marks_of(with_marks, "重点项目推进") == []
    change_full_mark(with_marks, 17, 20)
    with_marks.open("import").click(words.REDO)
    assert marks_of(with_marks, "重点项目推进") == [("东坪村", Decimal(19)), ("西岭村", Decimal(17))]


def test_a_correction_is_not_undone_where_the_mark_before_it_is_beyond_a_new_full_mark(with_marks):
    with_marks.upload(("更正.csv", sheet("东坪村,16,9"))).click(words.CONFIRM_IMPORT)
    change_full_mark(with_marks)
    with_marks.open("import").click(words.UNDO)
    assert f"没有撤回更正\\.csv：又要算数的分里，{OUTSIDE}" in with_marks.text
    assert marks_of(with_marks, "重点项目推进")[0] == ("东坪村", Decimal(16))


def test_a_roster_does_not_bring_back_marks_beyond_a_new_full_mark(with_marks):
    with_marks.upload(roster_file(*[line for line in UNITS if not line.startswith("东坪村")])).click(words.CONFIRM_IMPORT)
    change_full_mark(with_marks)
    with_marks.open("import").upload(roster_file(*UNITS))
    with_marks.assert_sound()
    assert any("换上这份名册，又要算数的分里，" + OUTSIDE in line for line in with_marks.html)
    assert with_marks.button(words.CONFIRM_BLOCKED.format(count=1)).disabled


def test_a_sheet_beside_the_roster_puts_right_what_it_would_bring_back(with_marks):
    with_marks.upload(roster_file(*[line for line in UNITS if not line.startswith("东坪村")])).click(words.CONFIRM_IMPORT)
    change_full_mark(with_marks)
    header = "单位,重点项目推进（17分）,项目要素保障（10分）"
    with_marks.open("import").upload(roster_file(*UNITS), ("更正.csv", sheet("东坪村,16,8", header=header)))
    with_marks.assert_sound()

    def keep_stored(is_kept):
        next(group for group in with_marks.app.segmented_control if str(group.key).startswith("keep/")).set_value(is_kept).run()

    keep_stored(True)
    assert with_marks.button(words.CONFIRM_BLOCKED.format(count=1)).disabled
    keep_stored(False)
    with_marks.click(words.CONFIRM_IMPORT)
    assert marks_of(with_marks, "重点项目推进") == [("东坪村", Decimal(16)), ("西岭村", Decimal(17))]


def test_marks_of_a_period_that_is_over_come_back_and_that_is_said(with_marks):
    with_marks.click(words.UNDO)
    with_marks.upload(("新年.csv", sheet("东坪村,16,9", title="2023年度项目建设考核评分表"))).click(words.CONFIRM_IMPORT)
    change_full_mark(with_marks)
    with_marks.open("import").click(words.REDO)
    with_marks.assert_sound()
    assert OUTSIDE in with_marks.text
    assert scheme_words.OUTSIDE_OVER in with_marks.text
    assert {("东坪村", Decimal(16)), ("东坪村", Decimal(19))} < set(marks_of(with_marks, "重点项目推进"))
