"""Somebody at work in a process of their own, who says before each save what is coming and after it that it is done."""

import random
from multiprocessing.connection import Connection
from pathlib import Path

from evaluation import database, journal_tables, locks  # noqa: F401 (the first save would load them, and the end come meanwhile)
from tests.resilience.office import deeds, open_store


def work(folder: Path, seed: int, said: Connection) -> None:
    """Open the store and save without end; the process is ended from outside.

    Says ("open", digest of the tables, their position, hash of the last event), then before each save ("try", person, count of
    events, "") and after it ("done", person, last position, its hash).
    The person is another one for each save, so that its events can be told from all others.
    """
    store = open_store(folder)
    said.send(("open", store.digest(), store.position, store.version))
    for number, drafts in enumerate(deeds(store, random.Random(seed))):
        person = f"{seed}-{number}"
        said.send(("try", person, len(drafts), ""))
        last = store.append(drafts, person, seen=store.position)[-1]
        said.send(("done", person, last.position, last.hash))
