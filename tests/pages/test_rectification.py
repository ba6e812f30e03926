"""整改清单: prefilled, edited, saved as an event, printed as workbook and Word."""

import io
from dataclasses import replace

import openpyxl
import pytest
from docx import Document

from evaluation.events import decided, roster_set
from evaluation.rectification import read_rectification
from evaluation.roster import Roster
from evaluation.wording import rectification as words
from tests.pages.cases import SHAPES, fill_plain
from tests.pages.test_award_steps import lock


def test_the_last_places_and_those_below_a_floor_are_listed_with_their_weakest_indicators(demonstration):
    page = demonstration.visit("rectification")
    page.assert_sound()
    table = page.app.data_editor[0].value
    assert {"柳沟村", "张庄村", "西关社区", "核桃坪村"} <= set(table[words.HEADS[0]])
    row = table[table[words.HEADS[0]] == "核桃坪村"].iloc[0]
    assert row[words.HEADS[2]] == "作风能力 68.50 低于底线 70"
    assert row[words.HEADS[5]].startswith("补短板：")
    assert not row[words.HEADS[4]]


def test_an_edited_list_is_saved_as_an_event_and_printed(demonstration):
    page = demonstration.visit("rectification")
    page.edit({0: {words.HEADS[4]: "=张三"}})
    page.edit({0: {words.HEADS[4]: "=张三"}}, then_click=words.SAVE)
    page.assert_sound()
    assert page.store.journal.events()[-1].kind == "rectification_saved"
    page.app.run()
    saved = read_rectification(page.store.cursor(), "2022年", "村（社区）")
    assert "=张三" in {line.person for line in saved.lines.values()}
    sheet = openpyxl.load_workbook(io.BytesIO(page.downloaded(words.XLSX))).active
    cell = next(cell for row in sheet for cell in row if cell.value == "=张三")
    assert cell.data_type == "s"
    document = Document(io.BytesIO(page.downloaded(words.DOCX)))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert cells[: len(words.HEADS)] == list(words.HEADS)
    assert "=张三" in cells
    assert any("演示数据" in paragraph.text for paragraph in document.paragraphs)


def test_what_was_settled_for_a_unit_is_kept_when_fewer_last_places_are_shown(demonstration):
    page = demonstration.visit("rectification")
    names = list(page.app.data_editor[0].value[words.HEADS[0]])
    edits = {len(names) - 1: {words.HEADS[4]: "李四"}, 0: {words.HEADS[4]: "张三"}}
    page.edit(edits)
    page.edit(edits, then_click=words.SAVE)
    page.app.number_input(key="last_places").set_value(0).run()
    shown = list(page.app.data_editor[0].value[words.HEADS[0]])
    gone = (set(names) - set(shown)).pop()
    before = read_rectification(page.store.cursor(), "2022年", "村（社区）").lines[gone]
    page.edit({0: {words.HEADS[4]: "王五"}})
    page.edit({0: {words.HEADS[4]: "王五"}}, then_click=words.SAVE)
    page.assert_sound()
    after = read_rectification(page.store.cursor(), "2022年", "村（社区）").lines
    assert after[gone] == before
    assert after[shown[0]].person == "王五"


def test_nobody_behind_is_said(empty):
    fill_plain(empty.store, SHAPES["two equal units"])
    page = empty.visit("rectification")
    page.app.number_input(key="last_places").set_value(0).run()
    page.assert_sound()
    assert words.NOBODY in page.text or any(info.value == words.NOBODY for info in page.app.info)


def test_what_is_typed_stays_when_more_last_places_are_shown(demonstration):
    page = demonstration.visit("rectification")
    page.edit({0: {words.HEADS[4]: "张三"}})
    name = page.app.data_editor[0].value[words.HEADS[0]][0]
    page.app.number_input(key="last_places").set_value(5).run()
    table = page.app.data_editor[0].value
    assert list(table[table[words.HEADS[0]] == name][words.HEADS[4]]) == ["张三"]
    page.click(words.SAVE)
    page.assert_sound()
    assert read_rectification(page.store.cursor(), "2022年", "村（社区）").lines[name].person == "张三"
    page.app.number_input(key="last_places").set_value(3).run()
    assert "张三" in set(page.app.data_editor[0].value[words.HEADS[4]])


def test_what_is_typed_for_more_last_places_outlives_a_save_of_fewer(demonstration):
    page = demonstration.visit("rectification")
    names = list(page.app.data_editor[0].value[words.HEADS[0]])
    page.edit({len(names) - 1: {words.HEADS[4]: "张三"}})
    page.app.number_input(key="last_places").set_value(0).run()
    shown = list(page.app.data_editor[0].value[words.HEADS[0]])
    assert names[-1] not in shown or len(shown) < len(names)
    hidden = next(name for name in reversed(names) if name not in shown)
    page.app.number_input(key="last_places").set_value(3).run()
    page.edit({names.index(hidden): {words.HEADS[4]: "李四"}})
    page.app.number_input(key="last_places").set_value(0).run()
    page.edit({0: {words.HEADS[4]: "王五"}})
    page.edit({0: {words.HEADS[4]: "王五"}}, then_click=words.SAVE)
    page.assert_sound()
    page.app.number_input(key="last_places").set_value(3).run()
    table = page.app.data_editor[0].value
    assert table[table[words.HEADS[0]] == hidden][words.HEADS[4]].iloc[0] == "李四"
    page.click(words.SAVE)
    assert not page.app.error, "what the person saved before is no news to them"


def test_what_is_typed_stays_when_others_save_and_when_other_groups_and_pages_are_looked_at(office, colleague):
    page = office.visit("rectification")
    page.edit({0: {words.HEADS[4]: "张三"}})
    colleague(decided("2021年", "先进集体", "东坪村", "not_chosen", "别的事"))
    page.open("ranking").open("rectification")
    assert page.app.data_editor[0].value[words.HEADS[4]][0] == "张三"
    page.click(words.SAVE)
    assert page.app.error
    assert page.app.data_editor[0].value[words.HEADS[4]][0] == "张三"
    page.click(words.SAVE)
    page.assert_sound()
    assert "张三" in {line.person for line in read_rectification(page.store.cursor(), "2022年", "村（社区）").lines.values()}


def test_a_list_saved_after_the_lock_is_shown(office):
    lock(office)
    page = office.visit("rectification")
    page.edit({0: {words.HEADS[4]: "张三"}})
    page.edit({0: {words.HEADS[4]: "张三"}}, then_click=words.SAVE)
    page.assert_sound()
    page.app.run()
    assert "张三" in set(page.app.data_editor[0].value[words.HEADS[4]])


@pytest.mark.parametrize("is_locked", [False, True])
def test_the_line_of_a_renamed_unit_stays_its_line(office, is_locked):
    if is_locked:
        lock(office)
    page = office.visit("rectification")
    unit = page.app.data_editor[0].value[words.HEADS[0]][0]
    page.edit({0: {words.HEADS[4]: "张三"}})
    page.edit({0: {words.HEADS[4]: "张三"}}, then_click=words.SAVE)
    units = (replace(item, name="新社区", aliases=(unit,)) if item.name == unit else item for item in office.store.roster.units)
    office.store.append([roster_set(Roster(tuple(units)))], "王敏")
    table = office.visit("rectification").app.data_editor[0].value
    assert table.iloc[0][[words.HEADS[0], words.HEADS[4]]].tolist() == [unit if is_locked else "新社区", "张三"]
