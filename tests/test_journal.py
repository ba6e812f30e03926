"""The journal: nothing lost, nothing half written, nothing changed unseen."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from evaluation.events import decided, import_undone, office_opened, sheet_imported
from evaluation.home import sqlite_url
from evaluation.journal import Draft, Journal, in_words, sha256
from evaluation.problems import EvaluationError, StaleSave
from tests.chain import mark_of


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, path) -> str:
    """Where the journal lies: every law holds in a file and on a server."""
    return sqlite_url(path) if request.param == "sqlite" else request.getfixturevalue("postgres").schema()


@pytest.fixture
def journal(url):
    journal = Journal(url)
    yield journal
    journal.close()


def sheet(name: str) -> Draft:
    return sheet_imported(name, "", f"单位,投资\n{name},90\n".encode(), [mark_of("东坪村", "投资", 90)], "2022年")


def edit(path: Path, *statements: str) -> None:
    """Change the file behind the program's back."""
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def change(journal: Journal, *statements: str) -> None:
    """Change the tables behind the program's back, wherever they lie."""
    with journal.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def as_bytes(journal: Journal, text: str) -> str:
    """Return the SQL that turns a text into bytes where this journal lies."""
    return f"cast({text} as blob)" if journal.engine.dialect.name == "sqlite" else f"convert_to({text}, 'UTF8')"


def as_text(journal: Journal, blob: str) -> str:
    """Return the SQL that turns bytes into a text where this journal lies."""
    return f"cast({blob} as text)" if journal.engine.dialect.name == "sqlite" else f"convert_from({blob}, 'UTF8')"


# --- writing and reading ------------------------------------------------------------------------------------------


def test_an_empty_journal_stands_at_0():
    assert Journal("sqlite://").head() == (0, "0" * 64)


def test_events_come_back_as_they_were_written_and_count_from_1(journal):
    written = journal.append([sheet("一.csv"), decided("2022年", "先进集体", "东坪村", "chosen", "“表现”突出")], "张三")
    journal.append([office_opened()], "李四")
    found = journal.events()
    assert found[:2] == written
    assert [(event.position, event.actor, event.kind) for event in found] == [
        (1, "张三", "sheet_imported"),
        (2, "张三", "decided"),
        (3, "李四", "office_opened"),
    ]
    assert found[1].payload["reason"] == "“表现”突出"
    assert journal.head() == (3, found[2].hash)
    assert [event.position for event in journal.events(since=1)] == [2, 3]
    assert (journal.hash_at(0), journal.hash_at(2), journal.hash_at(4)) == ("0" * 64, found[1].hash, None)


def test_the_bytes_handed_in_come_back_and_are_kept_once(journal):
    content = "单位,投资\n一.csv,90\n".encode()
    journal.append([sheet("一.csv"), sheet("一.csv")], "张三")
    assert journal.content(sha256(content)) == content
    with journal.reading() as connection:
        kept = connection.exec_driver_sql(f"select count(*) from content where sha256 = '{sha256(content)}'")
        assert kept.scalar() == 1


def test_content_that_is_gone_is_said_in_words(journal):
    with pytest.raises(EvaluationError, match="缺少文件内容 abcabcabcabc"):
        journal.content("abc" * 20)


def test_what_was_written_is_there_after_opening_again(journal, url):
    written = journal.append([sheet("一.csv")], "张三")
    journal.close()
    again = Journal(url)
    assert again.events() == written
    again.close()


def test_every_event_can_be_said_in_words(journal):
    drafts = [sheet("一.csv"), import_undone(1, "一.csv"), decided("2022年", "先进集体", "东坪村", "", "")]
    assert [in_words(event) for event in journal.append(drafts, "张三")] == ["导入了一.csv", "撤回了一.csv", "改了先进集体名单"]


def test_a_power_cut_takes_nothing_that_was_acknowledged(path):
    journal = Journal(sqlite_url(path))
    with journal.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2


# --- all or nothing -----------------------------------------------------------------------------------------------


def test_a_stale_save_says_who_did_what_and_writes_nothing(journal):
    journal.append([office_opened()], "张三")
    seen, _ = journal.head()
    journal.append([sheet("李四的表.csv")], "李四")
    before = journal.events()
    with pytest.raises(StaleSave, match=r"没有保存。.*李四在 \d\d:\d\d 导入了李四的表\.csv。.*再确认一次"):
        journal.append([sheet("张三的表.csv")], "张三", seen=seen)
    assert journal.events() == before
    with pytest.raises(EvaluationError):
        journal.content(sha256("单位,投资\n张三的表.csv,90\n".encode()))


def test_a_save_by_someone_who_saw_everything_is_taken(journal):
    journal.append([office_opened()], "张三")
    assert journal.append([sheet("一.csv")], "张三", seen=1)[0].position == 2


def test_if_one_draft_cant_be_written_none_is(journal):
    with pytest.raises(TypeError):
        journal.append([sheet("一.csv"), Draft("decided", {"reason": object()})], "张三")
    assert journal.head() == (0, "0" * 64)
    assert journal.append([sheet("二.csv")], "张三")[0].position == 1


def test_threads_that_append_at_once_wait_for_one_another(journal):
    def write(name: str) -> None:
        for _ in range(10):
            journal.append([office_opened(), office_opened()], name)

    threads = [threading.Thread(target=write, args=(f"第{n}人",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = journal.events()
    assert [event.position for event in events] == list(range(1, 101))
    assert all(first.actor == second.actor for first, second in zip(events[::2], events[1::2], strict=True))
    assert journal.verify() is None


def test_of_two_people_who_saw_the_same_one_is_refused(url):
    mine, yours = Journal(url), Journal(url)
    mine.append([office_opened()], "张三", seen=0)
    with pytest.raises(StaleSave, match="张三"):
        yours.append([office_opened()], "李四", seen=0)
    assert yours.append([office_opened()], "李四", seen=1)[0].position == 2
    assert [event.actor for event in mine.events()] == ["张三", "李四"]
    assert mine.verify() is None
    mine.close()
    yours.close()


def test_two_processes_write_one_chain(journal, url):
    program = (
        "import sys; from evaluation.journal import Journal; from evaluation.events import office_opened\n"
        "journal = Journal(sys.argv[1])\nfor _ in range(20): journal.append([office_opened()], '那边')"
    )
    other = subprocess.Popen([sys.executable, "-c", program, url])
    for _ in range(20):
        journal.append([office_opened()], "这边")
    assert other.wait(timeout=60) == 0
    assert sorted(event.actor for event in journal.events()) == ["这边"] * 20 + ["那边"] * 20
    assert journal.verify() is None


# --- the chain ----------------------------------------------------------------------------------------------------


@pytest.fixture
def five(journal) -> Journal:
    """A journal with five events."""
    for name in ("一", "二", "三", "四", "五"):
        journal.append([sheet(f"{name}.csv")], "张三")
    assert journal.verify() is None
    return journal


@pytest.mark.parametrize("position", [1, 3, 5])
@pytest.mark.parametrize(
    "changed",
    [
        "at = '2020-01-01T00:00:00+08:00'",
        "actor = '王五'",
        "kind = 'decided'",
        "payload = replace(payload, 'csv', 'txt')",
        "payload = 'x'",
        "previous_hash = 'x'",
        "hash = 'x'",
    ],
)
def test_a_changed_event_is_found(five, position, changed):
    change(five, f"update event set {changed} where position = {position}")
    assert five.verify() == position


@pytest.mark.parametrize("position", [1, 2, 4])
def test_a_deleted_event_is_found(five, position):
    change(five, f"delete from event where position = {position}")
    assert five.verify() == position


def test_a_deleted_event_is_found_though_the_others_are_renumbered(five):
    change(
        five,
        "delete from event where position = 3",
        "update event set position = 3 where position = 4",
        "update event set position = 4 where position = 5",
    )
    assert five.verify() == 3


def test_two_events_that_changed_places_are_found(five):
    change(
        five,
        "update event set position = 9 where position = 2",
        "update event set position = 2 where position = 3",
        "update event set position = 3 where position = 9",
    )
    assert five.verify() == 2


def test_an_event_put_in_between_is_found(five):
    change(
        five,
        "update event set position = 6 where position = 5",
        "insert into event select 5, at, actor, kind, payload, previous_hash, hash from event where position = 4",
    )
    assert five.verify() == 5


def test_an_event_put_at_the_end_without_its_hash_is_found(five):
    change(five, "insert into event select 6, at, actor, kind, payload, hash, hash from event where position = 5")
    assert five.verify() == 6


def test_changed_bytes_of_a_file_are_found(five):
    digest = five.events()[2].payload["sha256"]
    changed = as_bytes(five, "'单位,投资'")
    change(five, f"update content set bytes = {changed} where sha256 = '{digest}'")
    assert five.verify() == 3


def test_changed_marks_are_found(five):
    digest = five.events()[0].payload["marks_sha256"]
    changed = as_bytes(five, f"replace({as_text(five, 'bytes')}, ',90,', ',95,')")
    change(five, f"update content set bytes = {changed} where sha256 = '{digest}'")
    assert five.verify() == 1


def test_lost_bytes_of_a_file_are_found(five):
    change(five, f"delete from content where sha256 = '{five.events()[3].payload['sha256']}'")
    assert five.verify() == 4


# --- files that aren't ours ---------------------------------------------------------------------------------------


def test_data_of_a_newer_program_is_refused_and_left_alone(journal, url):
    journal.append([office_opened()], "张三")
    change(journal, "update format set version = 99")
    with pytest.raises(EvaluationError, match=r"较新版本.*99.*没有改动"):
        Journal(url)
    change(journal, "update format set version = 1")
    again = Journal(url)
    assert len(again.events()) == 1
    again.close()


def test_another_programs_database_is_refused_and_left_alone(path):
    edit(path, "create table history (url text)")
    with pytest.raises(EvaluationError, match="不是考评台的数据文件"):
        Journal(sqlite_url(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("select name from sqlite_master").fetchall() == [("history",)]


def test_a_file_that_is_no_database_is_refused_and_left_alone(path):
    path.write_text("单位,投资\n东坪村,90\n" * 100, "utf-8")
    with pytest.raises(EvaluationError, match="不是考评台的数据文件"):
        Journal(sqlite_url(path))
    assert path.read_text("utf-8").startswith("单位,投资")


def test_a_folder_that_isnt_there_is_said_in_chinese(tmp_path):
    with pytest.raises(EvaluationError, match="打不开数据文件"):
        Journal(sqlite_url(tmp_path / "没有" / "journal.sqlite"))
