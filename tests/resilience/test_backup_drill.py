"""A copy made while saves go on, brought to an empty machine: the same office as at that moment."""

import itertools
import multiprocessing
import os
import random
import shutil
import threading
import time
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from evaluation.backups import make_backup
from evaluation.home import Home
from evaluation.journal import PastJournal
from evaluation.store import Store
from tests.resilience.office import begin, deeds, rebuilt, shown

DRILLS = int(os.environ.get("BACKUP_DRILLS", "2"))
ENDS = max(2, DRILLS)
_context = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """An office in which somebody saves as long as the event is set."""
    home = Home(tmp_path_factory.mktemp("office"))
    begin(home.office)
    over, writing, failed = threading.Event(), threading.Event(), []

    def work() -> None:
        try:
            for drafts in deeds(home.office, random.Random(5)):
                writing.wait()
                if over.wait(0.02):
                    return
                home.office.append(drafts, "王敏")
        except BaseException as error:
            failed.append(error)

    person = threading.Thread(target=work)
    person.start()
    yield home, writing
    over.set()
    writing.set()
    person.join()
    home.close()
    assert failed == []


@pytest.mark.parametrize("drill", range(DRILLS))
def test_a_copy_made_under_writes_is_the_same_office_on_an_empty_machine(busy, tmp_path, drill):
    home, writing = busy
    writing.set()
    before = home.office.journal.head()[0]
    copy = home.back_up().path
    after = home.office.journal.head()[0]
    writing.clear()  # so that the journal doesn't grow with the time that a drill takes
    machine = tmp_path / "machine"
    (machine / "backups").mkdir(parents=True)
    shutil.copy(copy, machine / "backups" / copy.name)
    restored = on_an_empty_machine(machine, copy.name)
    position = restored.office.journal.head()[0] - 1
    assert before <= position <= after
    assert before < after, "nobody saved meanwhile: not a drill"
    then, copied = moment(home, position), moment(restored, position)
    assert then == copied
    assert restored.check_chain().broken_at is None
    restored.close()
    copy.unlink()


def on_an_empty_machine(folder: Path, name: str) -> Home:
    """Open an office that has nothing but a copy, and go back to it."""
    home = Home(folder)
    home.restore(name, "王敏")
    return home


def moment(home: Home, position: int) -> tuple:
    """Return the digest of all tables and what people saw, as of a position of the journal."""
    past = Store(PastJournal(home.office.journal, position))
    try:
        return past.digest(), shown(past)
    finally:
        past.close()


# --- ended on the way back --------------------------------------------------------------------------------------------


def go_back_without_end(folder: Path, names: list[str], said: Connection) -> None:
    """Open the office and go back to one copy after the other; the process is ended from outside."""
    home = Home(folder)
    said.send("open")
    for name in itertools.cycle(names):
        home.restore(name, "王敏")


@pytest.fixture(scope="module")
def with_copies(tmp_path_factory) -> tuple[Path, list[str], list]:
    """The folder of an office with two copies of earlier days, their names, and what was shown then and is shown now."""
    home, states, names = Home(tmp_path_factory.mktemp("copies")), [], []
    doing = deeds(begin(home.office), random.Random(9))
    for day in (1, 2, 3):
        for _ in range(5):
            home.office.append(next(doing), "王敏")
        states.append(shown(home.office))
        if day < 3:
            names.append(make_backup(home.office.journal, home.backups, datetime(2026, 11, day)).path.name)
    home.close()
    return home.folder, names, states


@pytest.mark.parametrize("cycle", range(ENDS))
def test_an_end_on_the_way_back_leaves_one_state_or_the_other_and_no_alarm(with_copies, tmp_path, cycle):
    template, names, states = with_copies
    folder = Path(shutil.copytree(template, tmp_path / "office"))
    hearing, saying = _context.Pipe(duplex=False)
    process = _context.Process(target=go_back_without_end, args=(folder, names, saying), daemon=True)
    process.start()
    saying.close()
    assert hearing.poll(120)
    time.sleep(random.Random(cycle).uniform(0, 2))
    process.kill()
    process.join()
    assert process.exitcode == -9, "the process failed of itself"
    home = Home(folder)
    assert shown(home.office) in states
    assert home.check_chain().broken_at is None
    assert home.office.digest() == rebuilt(home.office)
    home.office.append(next(deeds(home.office, random.Random(1))), "王敏")
    assert home.check_chain().broken_at is None
    home.close()
