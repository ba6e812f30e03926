"""记录: the journal in words, codes and archives checked, backups made and gone back to."""

import re
import shutil
from contextlib import closing
from dataclasses import replace

import pytest

from evaluation.archive import write_archive
from evaluation.award_events import read_state
from evaluation.award_lock import lock_draft
from evaluation.backups import list_backups
from evaluation.events import decided, roster_set
from evaluation.home import Home
from evaluation.roster import Roster
from evaluation.ui.text import md
from evaluation.wording import records as record_words
from evaluation.wording import records_page as words
from evaluation.wording.archive import NOT_TAKEN
from tests import samples
from tests.pages.conftest import totals_of
from tests.test_archive_attacks import archive_of

AWARD = "先进集体"


def lock(person) -> str:
    """Lock the list and return its check code."""
    store = person.store
    award = next(award for award in store.scheme.award if award.name == AWARD)
    draft, position = lock_draft(store, samples.PERIOD, award, "会议同意")
    store.append([draft], "王敏", seen=position)
    return read_state(store.cursor(), samples.PERIOD, AWARD).lock.check_codes


def listed(person) -> list[list[str]]:
    """Return the rows of the journal's table."""
    table = next(block for block in person.html if words.HEAD[3] in block)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]]


def test_the_journal_is_told_newest_first_with_reasons(office):
    office.store.append([decided(samples.PERIOD, AWARD, "李家河村", "chosen", "会议<b>研究</b>")], "王敏")
    office.open("records")
    office.assert_sound()
    first = listed(office)[0]
    assert first[2:] == ["王敏", "改了先进集体名单", "李家河村：拟推荐；会议&lt;b&gt;研究&lt;/b&gt;"]
    assert int(first[0]) == office.store.position


def test_events_are_found_by_person_kind_and_unit(office):
    office.store.append([decided(samples.PERIOD, AWARD, "李家河村", "chosen", "会议")], "王敏")
    office.open("records")
    office.app.selectbox(key="records_who").select("王敏").run()
    assert {row[2] for row in listed(office)} == {"王敏"}
    office.app.selectbox(key="records_who").select(words.ALL).run()
    office.app.selectbox(key="records_kind").select(words.KINDS["scheme"]).run()
    assert {row[3].split("（")[0].split("“")[0] for row in listed(office)} == {"设定了名册", "设定了考核方案"}
    office.app.selectbox(key="records_kind").select(words.KINDS["list"]).run()
    office.app.text_input(key="records_unit").set_value("ljh").run()
    assert [row[4] for row in listed(office)] == ["李家河村：拟推荐；会议"]
    office.app.text_input(key="records_unit").set_value("dpc").run()
    assert words.NOTHING in office.text
    office.app.selectbox(key="records_kind").select(words.KINDS["intake"]).run()
    assert any("项目建设评分表" in row[3] for row in listed(office))
    assert not any("办公室综合" in row[3] for row in listed(office))


@pytest.mark.parametrize("aliases", [(), ("李家河村",)], ids=["gone", "renamed"])
def test_events_about_a_name_of_an_earlier_roster_are_found(office, aliases):
    office.store.append([decided(samples.PERIOD, AWARD, "李家河村", "chosen", "会议")], "王敏")
    units = tuple(
        replace(unit, name="河湾社区", aliases=aliases) if unit.name == "李家河村" else unit for unit in office.store.roster.units
    )
    office.store.append([roster_set(Roster(units))], "王敏")
    office.open("records")
    office.app.selectbox(key="records_kind").select(words.KINDS["list"]).run()
    for text in ("李家河村", "ljh", *(["河湾社区"] if aliases else [])):
        office.app.text_input(key="records_unit").set_value(text).run()
        assert [row[4] for row in listed(office)] == ["李家河村：拟推荐；会议"]
    office.app.selectbox(key="records_kind").select(words.KINDS["intake"]).run()
    assert any("项目建设评分表" in row[3] for row in listed(office))


def test_a_long_journal_is_shown_page_by_page(office):
    drafts = [decided(samples.PERIOD, AWARD, "李家河村", "chosen", f"第{number}次") for number in range(40)]
    office.store.append(drafts, "王敏")
    office.open("records")
    assert len(listed(office)) == 25
    seen = {row[0] for row in listed(office)}
    office.click(words.OLDER)
    assert not seen & {row[0] for row in listed(office)}


def test_a_code_leads_to_its_state_and_reproduces(office):
    code = lock(office)
    office.open("records")
    office.app.text_input(key="records_code").set_value(code.lower().replace("-", " ")).run()
    office.assert_sound()
    assert words.CODE_SAME in office.text
    assert "2022年 村（社区）" in office.text
    assert "这就是 先进集体 定稿的名单：东坪村" in office.text
    office.app.text_input(key="records_code").set_value("1234-5678").run()
    assert words.CODE_UNKNOWN in office.text
    office.app.text_input(key="records_code").set_value("<b>").run()
    assert words.CODE_UNREADABLE in office.text


def test_an_archive_is_checked_and_loaded_into_an_empty_installation(office, tmp_path, monkeypatch):
    code = lock(office)
    totals = totals_of(office.open("ranking").table)
    archive = write_archive(office.store, read_state(office.store.cursor(), samples.PERIOD, AWARD))
    office.open("records").upload(("存档包.zip", archive))
    assert code in office.text
    assert words.ARCHIVE_ELSEWHERE in office.text

    office.home.close()
    from evaluation.ui.desk import the_home

    the_home.clear()
    monkeypatch.setenv("EVALUATION_HOME", str(tmp_path / "elsewhere"))
    office.visit("records").upload(("别处的.zip", archive_of("先进集体")))
    assert "重算结果与定稿时不一致" in office.text
    assert NOT_TAKEN in office.text
    assert not office.has_button(words.ARCHIVE_LOAD)
    office.upload(("存档包.zip", archive))
    office.click(words.ARCHIVE_LOAD).click_in_dialog(words.ARCHIVE_LOAD, words.ARCHIVE_CONFIRM)
    office.assert_sound()
    assert not office.home.is_demonstration
    office.visit("shortlist")
    assert code in office.text
    assert totals_of(office.open("ranking").table) == totals


def test_what_is_no_archive_is_refused_in_words(demonstration):
    demonstration.open("records").upload(("坏.zip", b"PK\x03\x04"))
    demonstration.assert_sound()
    assert "这个文件不是考评台的存档包" in demonstration.text


def test_a_backup_is_made_and_gone_back_to(office):
    office.open("records").click(words.BACKUP_NOW)
    office.assert_sound()
    (backup,) = list_backups(office.home.backups)
    assert f"{backup.size >> 10} KB" in office.text, "a small copy isn't 0.0 MB"
    position = office.store.position
    office.store.append([decided(samples.PERIOD, AWARD, "李家河村", "chosen", "会议")], "王敏")
    office.open("records").click(words.RESTORE).click_in_dialog(words.RESTORE, words.RESTORE_CONFIRM)
    office.assert_sound()
    assert [event.kind for event in office.store.journal.events(position)] == ["backup_restored"]
    assert len(list_backups(office.home.backups)) == 2
    assert backup.path.exists()


def test_a_damaged_journal_is_gone_back_from_and_where_its_file_is_is_said(office):
    office.open("records").click(words.BACKUP_NOW)
    with office.store.journal.engine.begin() as connection:
        connection.exec_driver_sql("update event set actor = '他人' where position = 3")
    office.open("records").click(words.CHAIN_NOW)
    assert record_words.BROKEN.format(position=3) in office.text
    office.click(words.RESTORE).click_in_dialog(words.RESTORE, words.RESTORE_CONFIRM)
    office.assert_sound()
    assert record_words.BROKEN.format(position=3) not in office.text
    (kept,) = office.home.backups.glob("journal-broken-*")
    assert md(words.RESTORED_OVER_BROKEN.format(name=kept.name)) in office.text


def test_the_chain_is_checked_at_the_start_and_a_break_is_said_on_every_page(office):
    office.open("records").home.keep_up()
    assert len(list_backups(office.home.backups)) == 1
    office.open("records")
    assert "记录前后相连" in office.text
    with office.store.journal.engine.begin() as connection:
        connection.exec_driver_sql("update event set actor = '他人' where position = 3")
    office.click(words.CHAIN_NOW)
    for name in ("home", "records"):
        office.open(name)
        assert record_words.BROKEN.format(position=3) in office.text


def test_a_backup_that_failed_is_said_on_every_page_until_one_is_made(office):
    home = office.open("records").home
    home.backups.write_text("no folder")
    home.keep_up()
    for name in ("home", "records"):
        office.open(name)
        assert "的自动核对和备份没有做成：没有备份成功：请检查磁盘空间和写入权限" in office.text
        assert "最近一份备份：还没有" in office.text
    home.backups.unlink()
    office.click(words.BACKUP_NOW)
    assert "没有做成" not in office.text


def test_a_copy_that_was_brought_to_a_new_machine_is_gone_back_to(demonstration, templates, tmp_path):
    with closing(Home(shutil.copytree(templates["office"], tmp_path / "old"))) as old:
        copy, digest = old.back_up().path, old.office.digest()
    folder = demonstration.home.backups
    folder.mkdir()
    shutil.copy(copy, folder)
    demonstration.open("records").click(words.RESTORE).click_in_dialog(words.RESTORE, words.RESTORE_CONFIRM)
    demonstration.assert_sound()
    assert not demonstration.home.is_demonstration
    assert demonstration.home.office.as_of(demonstration.home.office.position - 1).digest() == digest
    assert [backup.path.name for backup in list_backups(folder)] == [copy.name]


@pytest.mark.parametrize("page", ["records"])
def test_the_demonstration_is_not_backed_up(demonstration, page):
    demonstration.open(page)
    assert words.NO_DATA in demonstration.text
    demonstration.home.keep_up()
    assert list_backups(demonstration.home.backups) == []
