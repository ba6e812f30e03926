"""Going back to a copy of the journal while others work, from a damaged journal, and what tabs that are open then may do."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from evaluation import backups
from evaluation.backups import list_backups
from evaluation.events import decided
from evaluation.home import Home
from evaluation.problems import EvaluationError, StaleSave

RESTORE = """
import sys
from pathlib import Path
from evaluation.home import Home
home = Home(Path(sys.argv[1]))
print("open", flush=True)
home.restore(sys.argv[2], "王敏")
home.close()
"""


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.open_office("王敏")
    for number in range(3):
        home.office.append([line(number)], "李娟")
    yield home
    home.close()


def line(number: int):
    return decided("2022年", "先进集体", f"单位{number}", "hold", "待议")


def kept_events(home: Home) -> set[tuple[int, str]]:
    """Position and hash of every event in the journal and in its copies."""
    found = {(event.position, event.hash) for event in home.office.journal.events()}
    for path in home.backups.glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as copy:
            found |= set(copy.execute("select position, hash from event").fetchall())
    return found


def save_until(over: threading.Event, home: Home, acknowledged: list) -> None:
    number = 100
    while not over.wait(0.01):
        number += 1
        try:
            acknowledged += home.office.append([line(number)], "赵磊")
        except StaleSave:
            continue


# --- others save meanwhile --------------------------------------------------------------------------------------------


def test_what_others_save_meanwhile_is_in_the_journal_or_in_a_copy(home):
    name, over, acknowledged = home.back_up().path.name, threading.Event(), []
    colleague = threading.Thread(target=save_until, args=(over, home, acknowledged))
    colleague.start()
    while len(acknowledged) < 3 and colleague.is_alive():
        over.wait(0.01)
    home.restore(name, "王敏")
    saved = len(acknowledged)
    while len(acknowledged) < saved + 3 and colleague.is_alive():
        over.wait(0.01)
    over.set()
    colleague.join()
    assert {(event.position, event.hash) for event in acknowledged} <= kept_events(home)
    assert home.check_chain().broken_at is None


def test_what_is_saved_while_another_process_goes_back_is_in_the_journal_or_in_a_copy(home):
    name, over, acknowledged = home.back_up().path.name, threading.Event(), []
    restoring = subprocess.Popen(
        [sys.executable, "-c", RESTORE, str(home.folder), name], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    )
    assert restoring.stdout.readline() == "open\n"
    colleague = threading.Thread(target=save_until, args=(over, home, acknowledged))
    colleague.start()
    restoring.communicate()
    over.set()
    colleague.join()
    assert restoring.returncode == 0
    assert acknowledged
    assert {(event.position, event.hash) for event in acknowledged} <= kept_events(home)
    assert "backup_restored" in [event.kind for event in home.office.journal.events()]
    assert home.check_chain().broken_at is None


def test_a_save_that_waits_for_the_way_back_is_refused_as_stale(home, monkeypatch):
    name, told = home.back_up().path.name, []
    for number in (4, 5):
        home.office.append([line(number)], "李娟")
    seen = home.office.position

    def save() -> None:
        try:
            home.office.append([line(6)], "赵磊", seen=seen)
        except EvaluationError as error:
            told.append(error)

    colleague = threading.Thread(target=save)
    copy = backups._copy

    def copy_while_somebody_waits(*paths: Path) -> None:
        copy(*paths)
        if paths[0].name == "journal.sqlite":
            colleague.start()
            colleague.join(0.2)
            assert colleague.is_alive(), "the journal was open to others"

    monkeypatch.setattr(backups, "_copy", copy_while_somebody_waits)
    home.restore(name, "王敏")
    colleague.join()
    assert [type(error) for error in told] == [StaleSave]
    assert home.office.journal.events()[-1].kind == "backup_restored"


def test_a_journal_that_somebody_keeps_writing_to_is_left_as_it_is(home, monkeypatch):
    name = home.back_up().path.name
    before, noted = home.office.journal.head(), home._witness.heads()
    monkeypatch.setattr(backups, "PATIENCE", 0.05)
    with home.office.journal.writing(), pytest.raises(EvaluationError, match="另一个程序正在写入"):
        home.restore(name, "王敏")
    assert home.office.journal.head() == before
    assert home._witness.heads() == noted
    assert [backup.path.name for backup in list_backups(home.backups)] == [name]
    assert list(home.backups.glob("*.part*")) == []


def test_a_line_of_the_witness_that_comes_after_the_way_back_is_struck_out(home):
    name = home.back_up().path.name
    (left_behind,) = home.office.append([line(4)], "李娟")
    home.restore(name, "王敏")
    other = Home(home.folder)
    other._journal.note(left_behind.position, left_behind.hash)
    other.close()
    assert home.check_chain().broken_at is None
    assert home._witness.heads() == dict([home.office.state])


def test_the_store_that_other_tabs_hold_goes_on_after_the_way_back(home):
    name, store = home.back_up().path.name, home.office
    store.append([line(4)], "李娟")
    home.restore(name, "王敏")
    assert home.office is store
    assert store.state == store.journal.head()
    store.append([line(5)], "赵磊", seen=store.position)
    assert store.cursor().execute("select max(position) from decision_event").fetchone() == (store.position,)
