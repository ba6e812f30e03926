"""Twenty people who save at once: every save is there or was refused in words, and one after the other gives the same."""

import os
import random
import re
import threading
import time
from collections import Counter

from evaluation.events import decided
from evaluation.journal import Draft, Journal
from evaluation.problems import StaleSave
from evaluation.store import Store
from tests.chain import rows, sheet_draft
from tests.resilience.office import AWARD, PERIOD, UNITS, begin, open_store, rebuilt, shown

EDITS = int(os.environ.get("PEOPLE_EDITS", "60"))
PEOPLE = 20
_REFUSAL = re.compile(r"没有保存。您打开这页之后，(第\d+人|考核办)在 \d\d:\d\d (改了|导入了).+。请先看新数据，再确认一次。")
_COUNT = "select coalesce(max(reason::integer), 0) from decision where unit = ?"


class Person(threading.Thread):
    """Counts a unit's decisions up by one, and hands in a sheet now and then; after a refusal looks and tries again."""

    def __init__(self, store: Store, number: int, edits: int):
        super().__init__()
        self.store, self.edits, self.chance = store, edits, random.Random(number)
        self.actor = f"第{number}人"
        self.saved: Counter[str] = Counter()
        self.refused: list[str] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        """Work until all edits are saved."""
        try:
            for _ in range(self.edits):
                self._save(self.chance.choice(UNITS), hands_in=self.chance.random() < 0.1)
        except BaseException as error:
            self.failed = error

    def _save(self, unit: str, hands_in: bool) -> None:
        while True:
            seen = self.store.position
            ((count,),) = rows(self.store, _COUNT, unit)
            drafts: list[Draft] = [decided(PERIOD, AWARD, unit, "chosen", str(count + 1))]
            if hands_in:
                drafts.append(sheet_draft({"投资": {unit: self.chance.randint(0, 100)}}, PERIOD, f"{self.actor}.csv"))
            try:
                self.store.append(drafts, self.actor, seen=seen)
            except StaleSave as refusal:
                self.refused.append(str(refusal))
                time.sleep(self.chance.uniform(0, 0.5))
            else:
                self.saved[unit] += 1
                return


def test_twenty_people_at_once_lose_nothing_and_end_where_one_after_the_other_would(tmp_path):
    store = begin(open_store(tmp_path))
    people = [Person(store, number, EDITS // PEOPLE) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert [person.failed for person in people if person.failed] == []
    saved = sum((person.saved for person in people), Counter())
    refused = [sentence for person in people for sentence in person.refused]
    assert saved.total() == EDITS // PEOPLE * PEOPLE
    assert {unit: rows(store, _COUNT, unit)[0][0] for unit in UNITS} == {unit: saved[unit] for unit in UNITS}
    assert [sentence for sentence in refused if not _REFUSAL.fullmatch(sentence)] == []
    assert refused, "nobody met anybody: not a trial"
    assert store.journal.verify() is None
    assert store.digest() == rebuilt(store)
    assert what_counts(one_after_the_other(store)) == what_counts(store)
    print(f"{saved.total()} saves, {len(refused)} refusals")
    store.close()


def one_after_the_other(store: Store) -> Store:
    """Return a store in memory to which one person said the same, save by save, in the order of the journal."""
    serial = Store(Journal("sqlite://"))
    for event in store.journal.events():
        contents = [event.payload[key] for key in ("sha256", "marks_sha256") if key in event.payload]
        draft = Draft(event.kind, event.payload, tuple(map(store.journal.content, contents)))
        serial.journal.append([draft], "一人")
    serial.refresh()
    return serial


def what_counts(store: Store) -> tuple:
    """Everything that people see, without who said it and when."""
    decisions = rows(store, "select period, award, unit, choice, reason from decision order by all")
    marks = rows(store, "select period, unit, indicator, rater, mark from mark order by all")
    return shown(store), decisions, marks
