"""A process killed at any moment loses nothing that it had confirmed, leaves nothing half done and opens again."""

import multiprocessing
import os
import random
import time
from collections import Counter
from pathlib import Path

from evaluation.home import sqlite_url
from evaluation.journal import Journal
from evaluation.store import Store
from tests.resilience.at_work import work
from tests.resilience.office import begin, open_store, rebuilt

CYCLES = int(os.environ.get("KILL_CYCLES", "4"))
SEED = int(os.environ.get("KILL_SEED", "0"))
_LIVES = 20
"""After so many ends an office begins anew, so that journals stay short enough to be replayed each time."""
_LONGEST = 0.7
"""Seconds to live after opening: some five saves. One in five is killed while it opens."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.resilience.at_work"])


def test_a_process_killed_at_any_moment_loses_nothing_and_leaves_nothing_half_done(tmp_path):
    chance = random.Random(SEED)
    seen = Counter()
    for first in range(0, CYCLES, _LIVES):
        folder = tmp_path / f"office{first}"
        folder.mkdir()
        begin(open_store(folder)).close()
        follower = Store(Journal(sqlite_url(folder / "journal.sqlite")))
        promised: dict[str, tuple[int, str]] = {}
        for cycle in range(first, min(first + _LIVES, CYCLES)):
            seen += one_life(folder, follower, promised, cycle, chance)
        again = open_store(folder)
        assert again.digest() == follower.digest() == rebuilt(follower)
        again.close()
        follower.close()
    print(dict(seen))
    assert seen["cycles"] == CYCLES
    assert seen["saves"] >= max(1, CYCLES // 5)  # a busy machine gets less done in a life; four a life are usual
    assert seen["cut"] >= CYCLES // 6


def one_life(folder: Path, follower: Store, promised: dict, cycle: int, chance: random.Random) -> Counter:
    """Let somebody open the office and work till they are killed; hold what is there then against what was confirmed.

    ``follower`` is a copy in memory that reads the same journal and was never killed.
    """
    before = ("open", follower.digest(), follower.position, follower.version)
    said = lived(folder, cycle, chance)
    opened = [item for item in said if item[0] == "open"]
    assert opened in ([], [before])
    tried = {person: count for what, person, count, _ in said if what == "try"}
    done = {person: (position, digest) for what, person, position, digest in said if what == "done"}
    promised |= done
    follower.refresh()
    events = follower.journal.events()
    at = {event.position: event.hash for event in events}
    by = Counter(event.actor for event in events)
    assert [person for person, (position, digest) in promised.items() if at.get(position) != digest] == []
    assert {person: by[person] for person in done} == {person: tried[person] for person in done}
    assert {person: by[person] for person, count in tried.items() if by[person] not in (0, count)} == {}
    assert follower.journal.verify() is None
    return Counter(cycles=1, saves=len(done), cut=len(tried) - len(done), killed_while_opening=not opened)


def lived(folder: Path, seed: int, chance: random.Random) -> list[tuple]:
    """Let somebody work and kill them; return what they had said."""
    hearing, saying = _context.Pipe(duplex=False)
    process = _context.Process(target=work, args=(folder, seed, saying), daemon=True)
    process.start()
    saying.close()
    said = []
    while_opening = chance.random() < 0.2
    if while_opening:
        time.sleep(chance.uniform(0, 0.8))
    elif hearing.poll(60):
        said.append(hearing.recv())
        time.sleep(chance.uniform(0, _LONGEST))
    process.kill()
    process.join()
    assert process.exitcode == -9, "the process failed of itself"
    try:
        while hearing.poll(0):
            said.append(hearing.recv())
    except EOFError:
        pass
    return said
