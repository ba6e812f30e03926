"""Going back to a copy of the journal while others work, from a damaged journal, and what tabs that are open then may do."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from evaluation import backups
from evaluation.backups import KEEP, list_backups
from evaluation.events import adjustments_imported, decided, import_undone, roster_set
from evaluation.home import Home
from evaluation.problems import EvaluationError, StaleSave
from tests.chain import roster_of

ROSTER = roster_of(村="东坪村 龙泉村")
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


@pytest.mark.parametrize("saves", [1, 2])
def test_a_save_that_waits_for_the_way_back_is_refused_as_stale(home, monkeypatch, saves):
    """After one save the position that the colleague had on screen is that of the way back itself."""
    name, told = home.back_up().path.name, []
    for number in range(saves):
        home.office.append([line(number)], "李娟")
    seen = home.office.state

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
    store.append([line(5)], "赵磊", seen=store.state)
    assert store.cursor().execute("select max(position) from decision_event").fetchone() == (store.position,)


# --- the journal is damaged -------------------------------------------------------------------------------------------


def damage_pages(path: Path) -> None:
    """Write over the part of a file in which its contents lie, as a disk does that fails."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma wal_checkpoint(truncate)")
        (page,) = file.execute("select rootpage from sqlite_master where name = 'content'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


DAMAGES = {
    "a changed line": "update event set actor = '他人' where position = 4",
    "a lost event": "delete from event where position = 4",
    "lost contents": "delete from content",
    "a damaged page": damage_pages,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_journal_is_gone_back_from_and_its_file_is_kept(home, damage):
    home.office.append([roster_set(ROSTER, "名册.csv", b"roster")], "李娟")
    good = home.back_up().path
    path = home.folder / "journal.sqlite"
    if callable(damage):
        damage(path)
    else:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(damage)
    assert home.check_chain().broken_at is not None
    kept = home.restore(good.name, "王敏")
    assert home.chain.broken_at is None
    assert home.office.journal.events()[-1].kind == "backup_restored"
    assert home.office.cursor().execute("select count(*) from decision_event").fetchone() == (3,)
    assert kept.name.startswith("journal-broken-")
    assert [backup.path for backup in list_backups(home.backups)] == [good]


def test_the_damaged_file_is_kept_as_it_was_and_for_as_long_as_nobody_takes_it_away(home):
    good = home.back_up().path
    with closing(sqlite3.connect(home.folder / "journal.sqlite")) as file, file:
        file.execute(DAMAGES["a changed line"])
    kept = home.restore(good.name, "王敏")
    with closing(sqlite3.connect(kept)) as file:
        assert file.execute("select actor from event where position = 4").fetchone() == ("他人",)
    for day in range(1, KEEP + 3):
        shutil.copy(good, home.backups / f"journal-202611{day:02d}-090000.sqlite")
    assert home.restore(good.name, "王敏") is None
    assert len(list_backups(home.backups)) in (KEEP, KEEP + 1), "the tidying, which spares what is gone back to"
    assert kept.exists()


def test_a_chain_that_was_whole_again_after_the_way_back_is_shown_so(home):
    name = home.back_up().path.name
    with (home.folder / "journal.heads").open("a") as file:
        file.write(f"\n9 {'a' * 64}")
    assert home.check_chain().broken_at == 6
    home.restore(name, "王敏")
    assert home.chain.broken_at is None


# --- a tab that was open meanwhile ------------------------------------------------------------------------------------


def test_what_was_seen_before_the_way_back_is_stale_whatever_its_position_is_now(home):
    name = home.back_up().path.name
    (left_behind,) = home.office.append([line(4)], "李娟")
    home.restore(name, "王敏")
    assert home.office.position == left_behind.position
    with pytest.raises(StaleSave, match="恢复到备份"):
        home.office.append([line(5)], "李娟", seen=(left_behind.position, left_behind.hash))


def test_an_import_that_took_the_place_of_another_one_is_not_undone_for_it(home):
    home.office.append([roster_set(ROSTER)], "王敏")
    name = home.back_up().path.name
    home.office.append([line(4)], "李娟")
    (left_behind,) = home.office.append([adjustments_imported("甲.csv", b"1", (), "2022年")], "李娟")
    home.restore(name, "王敏")
    (theirs,) = home.office.append([adjustments_imported("乙.csv", b"2", (), "2022年")], "赵磊")
    assert theirs.position == left_behind.position
    with pytest.raises(StaleSave, match=f"第 {theirs.position} 条不是导入甲.csv"):
        home.office.append([import_undone(left_behind.position, "甲.csv")], "李娟")
    assert home.office.journal.head() == (theirs.position, theirs.hash)


def test_a_copy_that_is_gone_by_the_time_it_is_read_changes_nothing(tmp_path, monkeypatch):
    home = Home(tmp_path / "home")
    home.open_office("王敏")
    backup = home.back_up()
    before = home.office.journal.head()
    monkeypatch.setattr(backups, "prove", lambda path: path.unlink() if path == backup.path else 0)
    with pytest.raises(EvaluationError):
        home.restore(backup.path.name, "王敏")
    assert home.office.journal.head() == before
    assert not backup.path.exists()
    home.close()


def test_upkeep_outlives_a_link_that_leads_nowhere(tmp_path):
    home = Home(tmp_path / "home")
    home.open_office("王敏")
    home.back_up()
    (home.backups / "journal-20200101-000000.sqlite").symlink_to(tmp_path / "gone")
    assert len(list_backups(home.backups)) == 1
    home.keep_up()
    home.close()
