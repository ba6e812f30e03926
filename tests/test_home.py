"""What of a home is opened, and when: what nobody sees yet isn't, and nothing that is due at a start is left out for it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from evaluation.backups import is_due, list_backups, make_backup
from evaluation.events import office_opened
from evaluation.home import Home, Trouble, sqlite_url
from evaluation.journal import Journal
from evaluation.store import Store
from evaluation.ui import desk
from evaluation.wording.backups import FAILED
from evaluation.wording.records import DAMAGED
from tests.test_restore import write_over


class Clock:
    """A time of day that stands still until it is moved on."""

    def __init__(self, at: datetime):
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def then(self, hours: int, times: int) -> Callable[[float], bool]:
        """Return a wait that passes so many hours at once, and says after so many times that it is over."""
        left = iter(range(times))

        def wait(_seconds: float) -> bool:
            self.at += timedelta(hours=hours)
            return next(left, None) is None

        return wait


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    yield home
    home.close()


def test_the_offices_tables_are_not_opened_while_the_demonstration_is_shown(home):
    assert home.is_demonstration
    assert home.office_state == (0, "0" * 64)
    assert not (home.folder / "evaluation.duckdb").exists()
    home.open_office("王敏")
    assert home.office_state == home.office.state
    assert (home.folder / "evaluation.duckdb").exists()
    assert [event.kind for event in home.office_events(since=0)] == ["office_opened", "scheme_set"]


def test_what_another_process_begins_is_seen_without_opening_the_tables(home):
    other = Home(home.folder)
    other.open_office("李四")
    assert home.office_state == other.office.state
    assert not home.is_demonstration
    assert home.current is home.office
    assert home.office.state == other.office.state
    other.close()


def test_a_follower_notes_where_the_journal_stands_though_nobody_opened_the_tables(home, monkeypatch):
    monkeypatch.setattr("evaluation.home.FOLLOW", 0.01)
    following = threading.Thread(target=home.follow)
    following.start()
    store = Store(Journal(sqlite_url(home.folder / "journal.sqlite")))
    store.append([office_opened()], "李四")
    while store.position not in home._witness.heads():
        following.join(0.01)
    home.close()
    following.join(10)
    assert home._witness.heads()[store.position] == store.version
    store.close()


def test_threads_that_ask_for_the_office_at_once_get_the_same_store(home):
    found = []
    threads = [threading.Thread(target=lambda: found.append(home.office)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_what_is_due_at_a_start_is_done_though_nobody_asks_for_a_page(home, monkeypatch):
    monkeypatch.setattr(desk, "FIRST_PAGE", threading.Event())
    monkeypatch.setattr(desk, "PATIENCE", 0.01)
    home.open_office("王敏")
    home._closed.set()  # so that it isn't waited for the next day
    desk._keep_up(home)
    assert home.chain is not None
    assert home.chain.broken_at is None
    assert len(list(home.backups.iterdir())) == 1


def test_a_server_that_runs_for_weeks_checks_and_copies_every_day(tmp_path, monkeypatch):
    clock = Clock(datetime(2026, 11, 1, 8))
    home = Home(tmp_path / "home", now=clock)
    monkeypatch.setattr(home._closed, "wait", clock.then(hours=6, times=13))
    home.open_office("王敏")
    home.keep_up_daily()
    assert [backup.at.day for backup in list_backups(home.backups)] == [4, 3, 2, 1]
    assert home.chain.at == "2026-11-04T08:00:00"
    clock.at = datetime(2026, 10, 31, 8)  # put back
    assert home.is_upkeep_due
    home.close()


def test_an_office_that_begins_while_the_server_runs_is_copied_the_same_day(tmp_path, monkeypatch):
    clock = Clock(datetime(2026, 11, 1, 8))
    home = Home(tmp_path / "home", now=clock)
    begun = []

    def begin_elsewhere(_seconds: float) -> bool:
        if not begun:
            other = Home(home.folder)
            begun.append(other.open_office("李四"))
            other.close()
            return False
        return True

    monkeypatch.setattr(home._closed, "wait", begin_elsewhere)
    home.keep_up_daily()
    assert [backup.at for backup in list_backups(home.backups)] == [clock.at]
    assert home.chain.count == 2
    home.close()


def test_an_upkeep_that_failed_is_tried_again(tmp_path, monkeypatch):
    home = Home(tmp_path / "home", now=Clock(datetime(2026, 11, 1, 8)))
    home.open_office("王敏")
    home.backups.write_text("no folder")
    home.keep_up()
    assert home.is_upkeep_due
    assert home.trouble == Trouble("2026-11-01T08:00:00", FAILED)
    home.backups.unlink()
    home.keep_up()
    assert not home.is_upkeep_due
    assert home.trouble is None
    home.close()


def test_an_upkeep_that_fails_is_tried_again_after_pauses_that_grow(tmp_path, monkeypatch):
    clock = Clock(datetime(2026, 11, 1, 8))
    home = Home(tmp_path / "home", now=clock)
    home.open_office("王敏")
    home.backups.write_text("no folder")
    checks, pauses = [], []
    verify = home._journal.verify
    monkeypatch.setattr(home._journal, "verify", lambda: checks.append(clock.at) or verify())

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        clock.at += timedelta(seconds=seconds)
        if len(pauses) == 12:
            home.backups.unlink()
        return len(pauses) == 14

    monkeypatch.setattr(home._closed, "wait", wait)
    home.keep_up_daily()
    assert pauses[:3] == [120, 240, 480]
    assert pauses[6:12] == [3600] * 6
    assert pauses[12:] == [60, 60]
    assert len(checks) == 13
    assert home.trouble is None
    assert len(list_backups(home.backups)) == 1
    home.close()


def test_a_journal_that_cannot_be_checked_is_trouble_that_is_said(tmp_path):
    home = Home(tmp_path / "home", now=Clock(datetime(2026, 11, 1, 8)))
    home.open_office("王敏")
    write_over(home.folder / "journal.sqlite", "format")
    home.keep_up()
    assert home.trouble.sentence == DAMAGED
    home.close()


def test_the_check_that_is_shown_is_of_the_journal_that_people_see(home):
    home.check_chain()
    assert home.chain.count == len(home.demonstration.journal.events())
    home.open_office("王敏")
    assert home.chain.count == len(home.office.journal.events())
    home.close_office("王敏")
    assert home.chain.count == len(home.demonstration.journal.events())


def test_a_copy_of_a_time_to_come_neither_stops_the_next_nor_has_it_thrown_away(tmp_path):
    journal = Journal(f"sqlite:///{(tmp_path / 'journal.sqlite').as_posix()}")
    journal.append([office_opened()], "考核办")
    folder, now = tmp_path / "backups", datetime(2026, 12, 1, 9)
    for day in range(1, 16):
        make_backup(journal, folder, datetime(2062, 1, day))
    assert is_due(folder, now)
    made = make_backup(journal, folder, now)
    assert made.path.exists()
    assert made.path in [backup.path for backup in list_backups(folder)]
    assert not is_due(folder, now)
    journal.close()
