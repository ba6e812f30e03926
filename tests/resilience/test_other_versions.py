"""Data of every released version comes forward; data of a newer one is refused in words and left alone."""

import sqlite3
from pathlib import Path

import pytest

from evaluation.home import sqlite_url
from evaluation.journal import SCHEMA_VERSION, Draft, Journal
from evaluation.problems import EvaluationError
from evaluation.store import Store
from tests.resilience.office import begin, open_store, shown

RELEASED = Path(__file__).parent / "released"


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_database_of_every_released_version_opens_with_its_figures(tmp_path, version):
    with sqlite3.connect(tmp_path / "journal.sqlite") as file:
        file.executescript((RELEASED / f"journal-{version}.sql").read_text("utf-8"))
    file.close()
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
