"""Going back to a copy of the journal while others work, from a damaged journal, and what tabs that are open then may do."""

import os
import re
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
from evaluation.problems import Damaged, EvaluationError, StaleSave
from evaluation.ui.newer import news
from evaluation.witness import Witness
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


def write_over(path: Path, table: str | None = None, *, first: int = 0) -> None:
    """Write over a page of a file, as a disk does that fails: the one in which a table begins, or else the file's first one."""
    page = 1
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma wal_checkpoint(truncate)")
        if table:
            (page,) = file.execute("select rootpage from sqlite_master where name = ?", [table]).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096 + first)
        file.write(b"\xff" * (4096 - first))


def cut_off(path: Path) -> None:
    write_over(path, "event")
    os.truncate(path, 3 * 4096)


def take_away(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def empty(path: Path) -> None:
    take_away(path)
    path.touch()


def put_another_in_its_place(path: Path) -> None:
    take_away(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("create table others (at text)")


UNREADABLE = {
    "the first page": write_over,
    "the head of the file": lambda path: write_over(path, first=4000) or path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
    "the list of tables": lambda path: write_over(path, first=100),
    "the events": lambda path: write_over(path, "event"),
    "the version": lambda path: write_over(path, "format"),
    "a file cut off": cut_off,
    "another's file": put_another_in_its_place,
}
NOTHING_LEFT = {"no file": take_away, "an empty file": empty}


DAMAGES = {
    "a changed line": "update event set actor = '他人' where position = 4",
    "a lost event": "delete from event where position = 4",
    "lost contents": "delete from content",
    "a damaged page": lambda path: write_over(path, "content"),
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


@pytest.mark.parametrize("is_open", [False, True], ids=["at a start", "while the app runs"])
@pytest.mark.parametrize("damage", [*UNREADABLE.values(), *NOTHING_LEFT.values()], ids=[*UNREADABLE, *NOTHING_LEFT])
def test_a_journal_that_cannot_be_read_is_gone_back_from_and_its_file_is_kept(home, damage, is_open):
    good, path = home.back_up().path, home.folder / "journal.sqlite"
    if not is_open:
        home.close()
    damage(path)
    spoilt = path.read_bytes() if path.exists() else b""
    if not is_open:
        home = Home(home.folder)
    if not is_open or damage not in (*NOTHING_LEFT.values(), UNREADABLE["the version"]):  # an app that runs doesn't ask for it
        home._journal.let_go()
        with pytest.raises(Damaged):
            home.seen()
    kept = home.restore(good.name, "王敏")
    assert home.check_chain().broken_at is None
    assert home.office.journal.events()[-1].kind == "backup_restored"
    assert home.office.cursor().execute("select count(*) from decision_event").fetchone() == (3,)
    assert [backup.path for backup in list_backups(home.backups)] == [good]
    if spoilt:
        assert kept.name.startswith("journal-broken-")
        assert len(kept.read_bytes()) == len(spoilt)
    else:
        assert kept is None
    home.office.append([line(7)], "李娟")
    home.close()
    again = Home(home.folder)
    assert again.office.cursor().execute("select count(*) from decision_event").fetchone() == (4,)
    assert again.check_chain().broken_at is None
    again.close()


def test_what_sqlite_refuses_is_kept_byte_by_byte_with_its_log(home):
    good, path = home.back_up().path, home.folder / "journal.sqlite"
    with closing(sqlite3.connect(path)) as reader:  # whoever reads keeps the log from being written into the file
        reader.execute("pragma wal_checkpoint(truncate)")
        reader.execute("begin")
        reader.execute("select count(*) from event").fetchone()
        home.office.append([line(5)], "李娟")
        log = path.with_name("journal.sqlite-wal").read_bytes()
        with path.open("r+b") as file:
            file.write(b"\xff" * 4096)
        spoilt = path.read_bytes()
        home._journal.let_go()
        kept = home.restore(good.name, "王敏")
        assert kept.read_bytes() == spoilt
        assert kept.with_name(f"{kept.name}-wal").read_bytes() == log
        reader.rollback()
    assert home.check_chain().broken_at is None


def test_an_end_in_the_middle_of_going_back_from_what_cannot_be_opened_leaves_it_refused(home, monkeypatch):
    good, path = home.back_up().path, home.folder / "journal.sqlite"
    home.close()
    write_over(path)
    home = Home(home.folder)

    def end(*_paths: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(backups, "_write_over", end)
        with pytest.raises(KeyboardInterrupt):
            home.restore(good.name, "王敏")
    home.close()
    again = Home(home.folder)
    with pytest.raises(Damaged):
        again.seen()
    again.restore(good.name, "王敏")
    assert again.check_chain().broken_at is None
    assert len(list(again.backups.glob("journal-broken-*.sqlite"))) == 2
    again.close()


@pytest.mark.parametrize("damage", [None, *UNREADABLE.values()], ids=["none", *UNREADABLE])
def test_without_room_or_right_to_write_nothing_is_changed(home, monkeypatch, damage):
    good, path = home.back_up().path, home.folder / "journal.sqlite"
    home.close()
    if damage:
        damage(path)
    before, home = path.read_bytes(), Home(home.folder)

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(30, "Read-only file system")

    places = [(backups.tempfile, "mkstemp"), (backups, "keep_replaced"), (backups, "_check_room")]
    for owner, name in places[: 3 if damage and not backups._opens(path, good) else 2]:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, refuse)
            with pytest.raises(EvaluationError, match="请检查磁盘空间和写入权限；现有数据没有改动"):
                home.restore(good.name, "王敏")
        assert path.read_bytes()[100:] == before[100:]  # how others' files are written, which SQLite notes there, may change
    assert list(home.backups.iterdir()) == [good]
    home.restore(good.name, "王敏")
    home.close()


@pytest.mark.parametrize(
    ("old", "new"), [(b'"unit":', b'"unat":'), (b'"unit":', b"!unit!:"), (b"decided", b"decidad"), (b'"unit":', b'"\xffnit":')]
)
def test_an_event_that_is_not_what_was_written_is_called_damage_and_nothing_else(home, old, new):
    path = home.folder / "journal.sqlite"
    home.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma wal_checkpoint(truncate)")
    path.write_bytes(path.read_bytes().replace(old, new))
    (home.folder / "evaluation.duckdb").unlink()
    again = Home(home.folder)
    with pytest.raises(Damaged, match="损坏"):
        again.seen()
    again.close()


def test_contents_that_are_not_what_was_handed_in_are_given_to_nobody(home):
    home.office.append([roster_set(ROSTER, "名册.csv", b"roster")], "李娟")
    with closing(sqlite3.connect(home.folder / "journal.sqlite")) as file, file:
        (digest,) = file.execute("select sha256 from content where bytes = cast('roster' as blob)").fetchone()
        file.execute("update content set bytes = cast('rostar' as blob) where sha256 = ?", [digest])
    with pytest.raises(Damaged, match="缺少文件内容"):
        home.office.journal.content(digest)


def test_an_office_that_never_began_is_not_taken_for_one_that_was_lost(tmp_path):
    home = Home(tmp_path / "home")
    assert home.is_demonstration
    home.close()
    (home.folder / "journal.sqlite").unlink()
    home = Home(home.folder)
    assert home.is_demonstration
    home.close()


# --- ended on the way back --------------------------------------------------------------------------------------------


class Ended(BaseException):
    """Stands for a process that is killed: nothing more of it runs."""


def cut_the_last_off(home: Home) -> None:
    with closing(sqlite3.connect(home.folder / "journal.sqlite")) as file, file:
        file.execute("delete from event where position = (select max(position) from event)")


def end_after(patch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    """Let a process end once this has been done."""
    done = getattr(owner, name)

    def do_and_end(*args: object, **named: object) -> None:
        done(*args, **named)
        raise Ended

    patch.setattr(owner, name, do_and_end)


@pytest.mark.parametrize("is_cut", [False, True], ids=["whole", "cut off"])
@pytest.mark.parametrize(
    ("place", "has_arrived"),
    [((Witness, "expect"), False), ((backups, "keep_replaced"), False), ((backups, "_write_over"), True)],
    ids=["announced", "kept", "arrived"],
)
def test_an_end_on_the_way_back_neither_raises_an_alarm_nor_silences_one(home, monkeypatch, place, has_arrived, is_cut):
    good = home.back_up().path
    home.office.append([line(5)], "李娟")
    if is_cut:
        cut_the_last_off(home)
    with monkeypatch.context() as patch:
        end_after(patch, *place)
        with pytest.raises(Ended):
            home.restore(good.name, "王敏")
    home.close()
    again = Home(home.folder)
    assert (again.office.journal.events()[-1].kind == "backup_restored") == has_arrived
    assert again.check_chain().broken_at == (6 if is_cut and not has_arrived else None)
    again.office.append([line(8)], "李娟")
    assert again.check_chain().broken_at == (6 if is_cut and not has_arrived else None)
    if has_arrived:
        cut_the_last_off(again)
        assert again.check_chain().broken_at == 7
    again.restore(good.name, "王敏")
    assert again.check_chain().broken_at is None
    again.close()


@pytest.mark.parametrize("number", range(4))
def test_an_event_that_was_cut_off_is_missed_whatever_is_saved_in_its_place(home, number):
    cut_the_last_off(home)
    home.office.append([line(10 + number)], "李娟")
    assert home.check_chain().broken_at == 5


def test_the_way_back_is_refused_where_it_cannot_be_announced(home, monkeypatch):
    good = home.back_up().path
    home.office.append([line(5)], "李娟")
    state, noted = home.office.state, home._journal.heads()

    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Witness, "_write", refuse)
    with pytest.raises(EvaluationError, match="磁盘"):
        home.restore(good.name, "王敏")
    assert home._journal.head() == state
    assert home._journal.heads() == noted


# --- a tab that was open meanwhile ------------------------------------------------------------------------------------


def test_what_was_seen_before_the_way_back_is_stale_whatever_its_position_is_now(home):
    name = home.back_up().path.name
    (left_behind,) = home.office.append([line(4)], "李娟")
    home.restore(name, "王敏")
    assert home.office.position == left_behind.position
    with pytest.raises(StaleSave, match="恢复到备份"):
        home.office.append([line(5)], "李娟", seen=(left_behind.position, left_behind.hash))


@pytest.mark.parametrize("saves", [0, 1, 3])
def test_a_tab_is_told_that_the_data_were_replaced_by_an_older_copy(home, saves):
    name = home.back_up().path.name
    home.office.append([line(4)], "李娟")
    home.office.append([line(5)], "李娟")
    seen = home.office_state
    assert news(home, seen) == ""
    home.restore(name, "王敏")
    for number in range(saves):
        home.office.append([line(number)], "赵磊")
    assert re.fullmatch(r"数据已经换过：王敏在 ..:.. 恢复到备份journal.*退回。", news(home, seen).replace("\\", ""))
    with pytest.raises(StaleSave):
        home.office.append([line(6)], "李娟", seen=seen)
    assert news(home, home.office_state) == ""


def test_a_tab_is_told_what_others_saved_as_before(home):
    seen = home.office_state
    home.office.append([line(4)], "李娟")
    assert re.fullmatch("数据已有更新：李娟在 ..:.. 改了先进集体名单。", news(home, seen))
    home.office.append([line(5)], "李娟")
    assert "等 2 项" in news(home, seen)


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
