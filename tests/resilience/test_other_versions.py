"""Data of every released version comes forward; data of a newer one is refused in words and left alone."""

import sqlite3
from pathlib import Path

import pytest

from evaluation import journal as journals
from evaluation.home import sqlite_url
from evaluation.journal import SCHEMA_VERSION, Draft, Journal
from evaluation.problems import EvaluationError
from evaluation.store import Store
from tests.resilience.office import begin, open_store, shown

RELEASED = Path(__file__).parent / "released"


def lay_down(folder: Path, version: int) -> Path:
    """Put a journal that was written by a released version into a folder."""
    with sqlite3.connect(folder / "journal.sqlite") as file:
        file.executescript((RELEASED / f"journal-{version}.sql").read_text("utf-8"))
    file.close()
    return folder / "journal.sqlite"


def written_in(path: Path) -> list[str]:
    """Return everything in a file, tables and rows."""
    with sqlite3.connect(path) as file:
        lines = list(file.iterdump())
    file.close()
    return lines


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_database_of_every_released_version_opens_with_its_figures(tmp_path, version):
    lay_down(tmp_path, version)
    store = open_store(tmp_path)
    assert repr(shown(store)) + "\n" == (RELEASED / f"figures-{version}.txt").read_text("utf-8")
    assert store.journal.verify() is None
    store.append([Draft("office_opened", {})], "王敏")
    store.close()


def test_events_of_a_newer_program_are_refused_in_words_and_left_alone(tmp_path):
    store = begin(open_store(tmp_path))
    store.journal.append([Draft("score_appealed", {"unit": "东坪村"})], "明年的人")
    head = store.journal.head()
    with pytest.raises(EvaluationError, match=r"第 4 条记录是较新版本的程序写的.*没有改动"):
        store.refresh()
    store.close()
    for _ in range(2):
        with pytest.raises(EvaluationError, match=r"第 4 条记录是较新版本的程序写的.*没有改动"):
            Store(Journal(sqlite_url(tmp_path / "journal.sqlite")), tmp_path / "evaluation.duckdb")
    assert Journal(sqlite_url(tmp_path / "journal.sqlite")).head() == head


def add_a_column(connection) -> None:
    connection.exec_driver_sql("alter table content add column kept_at text not null default ''")


@pytest.fixture
def next_version(monkeypatch):
    """The program of the next version, which wants one column more."""
    monkeypatch.setattr(journals, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(journals, "STEPS", {**journals.STEPS, SCHEMA_VERSION: add_a_column})
    return monkeypatch


def test_the_next_version_brings_the_tables_forward_and_leaves_every_event_as_it_was(tmp_path, next_version):
    path = lay_down(tmp_path, SCHEMA_VERSION)
    events = [line for line in written_in(path) if 'INTO "event"' in line]
    store = open_store(tmp_path)
    assert repr(shown(store)) + "\n" == (RELEASED / f"figures-{SCHEMA_VERSION}.txt").read_text("utf-8")
    assert store.journal.verify() is None
    store.append([Draft("office_opened", {})], "王敏")
    store.close()
    after = written_in(path)
    assert [line for line in after if 'INTO "event"' in line][:-1] == events
    assert [line for line in after if 'INTO "format"' in line] == [f'INSERT INTO "format" VALUES({SCHEMA_VERSION + 1});']
    next_version.undo()
    with pytest.raises(EvaluationError, match="较新版本的程序"):
        open_store(tmp_path)
    assert written_in(path) == after


def test_a_step_that_breaks_off_changes_nothing(tmp_path, next_version):
    def break_off(connection) -> None:
        add_a_column(connection)
        raise KeyboardInterrupt

    path = lay_down(tmp_path, SCHEMA_VERSION)
    before = written_in(path)
    next_version.setitem(journals.STEPS, SCHEMA_VERSION, break_off)
    with pytest.raises(KeyboardInterrupt):
        open_store(tmp_path)
    assert written_in(path) == before


def test_a_version_that_nothing_leads_on_from_is_refused_in_words_and_left_alone(tmp_path, next_version):
    path = lay_down(tmp_path, SCHEMA_VERSION)
    before = written_in(path)
    next_version.setattr(journals, "STEPS", {})
    with pytest.raises(EvaluationError, match=r"很早版本的程序写的.*中间版本.*没有改动"):
        open_store(tmp_path)
    assert written_in(path) == before
