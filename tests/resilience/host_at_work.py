"""An app process of its own on a shared journal, as each of several hosts runs it: home, copy, follower."""

import random
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from evaluation.events import decided
from evaluation.home import Home
from evaluation.journal import Draft
from evaluation.problems import StaleSave
from tests.chain import rows, sheet_draft
from tests.resilience.office import AWARD, PERIOD, UNITS

COUNT = "select coalesce(max(reason::integer), 0) from decision where unit = ?"


def host(folder: Path, url: str, name: str, hearing: Connection) -> None:
    """Open the home and do as the pipe tells, till it closes.

    ("edit", count) saves so often and says, for each try, ("try", person, number of events, ""), then ("done", person, position,
    hash) or ("refused", person, 0, sentence); at last ("edited", …). ("watch", position) says when the copy, which nobody asks
    meanwhile, had come so far. ("digest",) says what the copy holds.
    """
    home = Home(folder, url)
    threading.Thread(target=home.follow, daemon=True).start()
    hearing.send(("open", home.office.digest(), *home.office.state))
    chance = random.Random(name)
    try:
        while True:
            what, *value = hearing.recv()
            if what == "edit":
                for number in range(value[0]):
                    edit(home, f"{name}-{number}", chance, hearing)
                hearing.send(("edited", name, home.office.position, ""))
            elif what == "watch":
                while home.office.position < value[0]:
                    time.sleep(0.01)
                hearing.send(("seen", name, value[0], time.time()))
            else:
                home.office.refresh()
                hearing.send(("digest", home.office.digest(), home.office.position, home.office.version))
    except EOFError:
        home.close()


def edit(home: Home, person: str, chance: random.Random, hearing: Connection) -> None:
    """Count the decisions about a unit up by one, and hand in a sheet now and then; after a refusal look and try again."""
    unit, hands_in = chance.choice(UNITS), chance.random() < 0.15
    while True:
        home.office.cursor()
        seen = home.office.position
        ((count,),) = rows(home.office, COUNT, unit)
        drafts: list[Draft] = [decided(PERIOD, AWARD, unit, "chosen", str(count + 1))]
        if hands_in:
            drafts.append(sheet_draft({"投资": {unit: chance.randint(0, 100)}}, PERIOD, f"{person}.csv"))
        time.sleep(chance.uniform(0, 0.01))
        hearing.send(("try", person, len(drafts), ""))
        try:
            last = home.office.append(drafts, person, seen=seen)[-1]
        except StaleSave as refusal:
            hearing.send(("refused", person, 0, str(refusal)))
            time.sleep(chance.uniform(0, 0.05))
        else:
            hearing.send(("done", person, last.position, last.hash))
            return
