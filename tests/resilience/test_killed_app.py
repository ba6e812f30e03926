"""The app killed at any moment, while it opens or saves: what its pages had called done is there, nothing is half done.

What should be there is worked out here from what was pressed, by itself: no journal and no table is asked.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Listener
from pathlib import Path

import pytest

from evaluation.backups import list_backups, prove
from evaluation.home import Home
from tests.resilience.at_the_app import GROUND, UNITS, Deed, Shown, serve
from tests.resilience.office import rebuilt

CYCLES = int(os.environ.get("APP_KILL_CYCLES", "3"))
SEED = int(os.environ.get("KILL_SEED", "0"))
_LIVES = 20
"""After so many ends an office begins anew; each but the first of them with a life in a folder where nothing ever was."""


@dataclass(frozen=True)
class Office:
    """What has been done: imports (name, marks, in force) in order, decisions, confirmed names, whether the list is locked."""

    imports: tuple[tuple[str, tuple[tuple[str, str], ...], bool], ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    names: tuple[str, ...] = ()
    is_locked: bool = False

    def after(self, deed: Deed) -> "Office":
        """Return what it would be if that were done, all of it."""
        kind, what = deed
        if kind == "import":
            name, marks, unknown = what
            names = tuple(sorted({*self.names, unknown} - {""}))
            return replace(self, imports=(*self.imports, (name, tuple(marks.items()), True)), names=names)
        if kind == "switch":
            name, marks, is_active = self.imports[-1]
            return replace(self, imports=(*self.imports[:-1], (name, marks, not is_active)))
        if kind == "decide":
            decided = {unit: (unit, choice, reason) for unit, choice, reason in (*self.decisions, *what.values())}
            return replace(self, decisions=tuple(sorted(decided.values())))
        if kind == "reset":
            return replace(self, decisions=())
        return replace(self, is_locked=kind == "lock")

    @property
    def shown(self) -> Shown:
        """What pages show of it: the last import in force gives the totals."""
        marks = next((dict(marks) for _, marks, is_active in reversed(self.imports) if is_active), {})
        return Shown(
            tuple((unit, marks[unit]) for unit in sorted(UNITS)) if marks else (),
            self.decisions if marks else (),
            tuple((name, is_active) for name, _, is_active in reversed(self.imports)),
            self.names,
            self.is_locked if marks else False,
        )


class Nursery:
    """A process that forks those who work at the app."""

    def __init__(self):
        context = multiprocessing.get_context("spawn")
        self.orders, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        assert self.orders.poll(120)
        assert self.orders.recv() == "ready"

    @contextmanager
    def somebody(self, what: str, folder: Path, seed: int = 0) -> Iterator["Life"]:
        """Let somebody live; where they still do at the end of the block, they are killed."""
        with Listener(family="AF_UNIX") as listener:
            self.orders.send((what, listener.address, folder, seed))
            life = Life(self.orders.recv(), listener)
            try:
                yield life
            finally:
                life.kill()
                self.orders.send("reap")
                life.ended = self.orders.recv()

    def close(self) -> None:
        self.orders.send(None)
        self._process.join(20)


class Life:
    """One process at the app: what it said, in order."""

    def __init__(self, pid: int, listener: Listener):
        self._pid, self._said = pid, listener.accept()
        self.said: list[tuple] = []
        self.ended: int | None = None

    def hear(self, seconds: float) -> bool:
        """Wait for one more thing to be said; False where nothing is within that time, or nobody is there any more."""
        try:
            if self._said.poll(seconds):
                self.said.append(self._said.recv())
                return True
        except EOFError:
            pass
        return False

    def kill(self) -> None:
        """End it and hear what it had said before."""
        os.kill(self._pid, signal.SIGKILL)
        while self.hear(0.5):
            pass


@pytest.fixture(scope="module")
def nursery():
    started = Nursery()
    yield started
    started.close()


def test_an_app_killed_at_any_moment_shows_again_what_it_had_called_done_and_nothing_half_done(nursery, tmp_path):
    chance, counts = random.Random(SEED), Counter()
    for first in range(0, CYCLES, _LIVES):
        folder = tmp_path / f"office{first}"
        if first:
            counts += killed_before_anything_was(nursery, folder, chance)
        begin(folder)
        possible = [Office()]
        for cycle in range(first, min(first + _LIVES, CYCLES) - bool(first)):
            possible, seen = one_life(nursery, folder, possible, cycle, chance)
            counts += seen
        assert look(nursery, folder) in [office.shown for office in possible]
        hold_against_the_journal(folder)
    print(dict(counts))
    assert counts["cycles"] == CYCLES
    assert counts["cut"] >= CYCLES // 6


def begin(folder: Path) -> None:
    """Give the office scheme and roster, whatever an end in the middle of the first start has left there."""
    home = Home(folder)
    home.office.append(GROUND, "考核办")
    home.close()


def killed_before_anything_was(nursery: Nursery, folder: Path, chance: random.Random) -> Counter:
    """Kill the app while it makes its folder, its journal and the demonstration; the next start shows the demonstration."""
    with nursery.somebody("work", folder):
        time.sleep(chance.uniform(0, 4))
    again = look(nursery, folder)
    assert len(again.totals) > len(UNITS)
    return Counter(cycles=1, killed_while_opening=1, on_empty_homes=1)


def one_life(
    nursery: Nursery, folder: Path, possible: list[Office], cycle: int, chance: random.Random
) -> tuple[list[Office], Counter]:
    """Let somebody open the app and work till they are killed; return what the office may be now, and what was seen.

    It may be one of two where the end came between a button and what the page said to that.
    """
    when = chance.random()
    with nursery.somebody("work", folder, 1000 * SEED + cycle) as life:
        if when < 0.2:
            time.sleep(chance.uniform(0, 1.0))
        else:
            assert life.hear(120)
            if when < 0.4:
                time.sleep(chance.uniform(0, 2.0))
            else:
                tries = chance.choice((1, 1, 2, 3))
                while sum(what == "try" for what, _ in life.said) < tries and life.hear(60):
                    pass
                time.sleep(chance.uniform(0, 0.15))
    failures = [text for what, text in life.said if what == "failed"]
    assert not failures, "\n".join(failures)
    assert life.ended == -signal.SIGKILL
    seen = Counter(cycles=1, killed_while_opening=not life.said, saves=sum(what == "done" for what, _ in life.said))
    for what, told in life.said:
        if what == "shown":
            kept = [office for office in possible if office.shown == told]
            assert kept, (told, [office.shown for office in possible])
            seen["found_done"] += len(possible) > 1 and kept[0] is possible[1]
            possible = kept[:1]
        elif what == "try":
            possible = [possible[0], possible[0].after(told)]
        elif what == "refused":
            assert "已经定稿" in told
            possible = possible[:1]
            seen["refused"] += 1
        else:
            possible = possible[1:]
    seen["cut"] += len(possible) > 1 and life.said != []
    return possible, seen


def look(nursery: Nursery, folder: Path) -> Shown:
    """Open the app once more and return what it shows."""
    with nursery.somebody("look", folder) as life:
        assert life.hear(120)
    ((what, shown),) = life.said
    assert what == "shown", shown
    return shown


def hold_against_the_journal(folder: Path) -> None:
    """The chain holds, the file beside it agrees, tables built from it alone are those that are there, backups hold."""
    home = Home(folder)
    assert home.office.journal.verify() is None
    assert home.office.digest() == rebuilt(home.office)
    noted = home.office.journal.witness.heads()
    assert [position for position, digest in noted.items() if home.office.journal.hash_at(position) != digest] == []
    home.close()
    assert [prove(backup.path) for backup in list_backups(home.backups)]
