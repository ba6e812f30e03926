"""A journal's file read the short way: what SQLAlchemy would have said, by several threads, failures in words."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluation.events import office_opened
from evaluation.home import sqlite_url
from evaluation.journal import Journal
from evaluation.problems import EvaluationError
from evaluation.sqlite_file import SqliteFile, file_of
from tests.chain import sheet_draft


@pytest.fixture
def journal(tmp_path):
    journal = Journal(sqlite_url(tmp_path / "journal.sqlite"))
    journal.append([office_opened(), sheet_draft({"投资": {"甲": 90}}, "2022年", "一.csv")], "张三")
    yield journal
    journal.close()


def test_the_short_way_and_the_long_one_say_the_same(journal):
    def said() -> tuple:
        content = journal.content(journal.events()[1].payload["sha256"])
        return journal.head(), journal.events(), journal.events(1, 2), journal.hash_at(1), journal.hash_at(9), content

    short = said()
    journal._file = None
    assert said() == short
    assert short[0][0] == 2


def test_what_others_write_is_seen_at_once(journal, tmp_path):
    other = Journal(sqlite_url(tmp_path / "journal.sqlite"))
    before = journal.head()
    other.append([office_opened()], "李四")
    assert journal.head() == other.head() != before
    other.close()


def test_threads_share_its_connections_and_mix_no_rows(journal):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda turn: journal.hash_at(1 + turn % 2), range(400)))
    assert found == [event.hash for event in journal.events()] * 200
    assert len(journal._file._idle) <= 8


def test_it_writes_nothing(journal):
    with pytest.raises(EvaluationError):
        journal._file.rows("delete from event")
    assert len(journal.events()) == 2


def test_a_failure_is_said_in_words_and_a_missing_file_stays_missing(tmp_path):
    with pytest.raises(EvaluationError):
        SqliteFile(tmp_path / "none.sqlite").rows("select 1")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "text.sqlite").write_text("考核" * 1000, "utf-8")
    with pytest.raises(EvaluationError, match="不是"):
        SqliteFile(tmp_path / "text.sqlite").rows("select count(*) from sqlite_master")
    with pytest.raises(sqlite3.ProgrammingError):  # a fault of ours
        SqliteFile(tmp_path / "text.sqlite").rows("select :unknown")


def test_a_journal_that_is_known_is_opened_without_writing(journal, tmp_path):
    held = sqlite3.connect(tmp_path / "journal.sqlite")
    held.execute("begin immediate")
    assert Journal(sqlite_url(tmp_path / "journal.sqlite")).head() == journal.head()
    held.rollback()
    held.close()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////srv/journal.sqlite", Path("/srv/journal.sqlite")),
        ("sqlite:///C:/考评/journal.sqlite", Path("C:/考评/journal.sqlite")),
        ("sqlite+pysqlite:///a.sqlite?timeout=3", Path("a.sqlite")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///file:a.sqlite?uri=true", None),
        ("postgresql://kp@server/kp", None),
    ],
)
def test_a_file_is_told_from_memory_and_servers(url, path):
    assert file_of(url) == path
