"""A copy made while saves go on, brought to an empty machine: the same office as at that moment."""

import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from evaluation.home import Home
from evaluation.journal import PastJournal
from evaluation.store import Store
from tests.resilience.office import begin, deeds, shown

DRILLS = int(os.environ.get("BACKUP_DRILLS", "2"))


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """An office in which somebody saves without end."""
    home = Home(tmp_path_factory.mktemp("office"))
    begin(home.office)
    over, failed = threading.Event(), []

    def work() -> None:
        try:
            for drafts in deeds(home.office, random.Random(5)):
                if over.wait(0.02):
                    return
                home.office.append(drafts, "王敏")
        except BaseException as error:
            failed.append(error)

    person = threading.Thread(target=work)
    person.start()
    yield home
    over.set()
    person.join()
    home.close()
    assert failed == []


@pytest.mark.parametrize("drill", range(DRILLS))
def test_a_copy_made_under_writes_is_the_same_office_on_an_empty_machine(busy, tmp_path, drill):
    before = busy.office.journal.head()[0]
    copy = busy.back_up().path
    after = busy.office.journal.head()[0]
    machine = tmp_path / "machine"
    (machine / "backups").mkdir(parents=True)
    shutil.copy(copy, machine / "backups" / copy.name)
    restored = on_an_empty_machine(machine, copy.name)
    position = restored.office.journal.head()[0] - 1
    assert before <= position <= after
    then, copied = moment(busy, position), moment(restored, position)
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
