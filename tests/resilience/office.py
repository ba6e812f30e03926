"""An office at work, for the harnesses of this folder: its ground, what a person does in it, and how to look at it."""

import random
from collections.abc import Iterator
from pathlib import Path

from evaluation.award_events import award_moved, lock_withdrawn, read_state
from evaluation.award_lock import lock_draft
from evaluation.decisions import Remembered
from evaluation.events import decided, names_confirmed, roster_set, scheme_set
from evaluation.home import sqlite_url
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Draft, Journal, PastJournal
from evaluation.ranking import list_periods, rank_units, to_json
from evaluation.shortlist import find_award
from evaluation.store import Store
from evaluation.witness import Witness
from tests.chain import adjustment_draft, dimension, indicator, roster_of, scheme_of

PERIOD, AWARD = "2022年", "先进集体"
UNITS = ("东坪村", "龙泉村", "西岭村", "南沟村")
SCHEME = scheme_of(
    dimension("项目建设", indicator("投资"), indicator("进度", rule="min_max")),
    dimension("作风能力", indicator("满意")),
    award=[{"name": AWARD, "groups": ["村"], "quota": 2}],
)
ROSTER = roster_of(村=" ".join(UNITS))
GROUND = [scheme_set(SCHEME), roster_set(ROSTER)]


def open_store(folder: Path, database: str = "evaluation.duckdb") -> Store:
    """Open the store of a folder as the app does."""
    return Store(Journal(sqlite_url(folder / "journal.sqlite"), Witness(folder / "journal.heads")), folder / database)


def begin(store: Store) -> Store:
    """Give an empty store scheme, roster and marks for every unit."""
    store.append([*GROUND, *upload(random.Random(0))], "考核办")
    return store


def upload(chance: random.Random) -> list[Draft]:
    """Return what the production intake makes of a sheet with marks for every unit."""
    rows = [",".join([unit, *(str(chance.randint(0, 1000) / 10) for _ in range(3))]) for unit in UNITS]
    content = "\n".join(["单位,投资,进度,满意", *rows]).encode()
    intake = check_files([File(f"评分{chance.randint(1, 999)}.csv", content)], SCHEME, ROSTER, period=PERIOD)
    intake.raise_errors()
    return drafts_for(intake)


def deeds(store: Store, chance: random.Random) -> Iterator[list[Draft]]:
    """Yield, for ever, what a person saves next: uploads with confirmed names, decisions, the way to 定稿 and back.

    Each is worked out from the tables as they stand when it is asked for.
    """
    while True:
        state = read_state(store.cursor(), PERIOD, AWARD)
        if state.is_locked:
            yield [lock_withdrawn(PERIOD, AWARD, "重新核对")]
            continue
        confirmed = Remembered("项目建设", "unit", f"东坪{chance.randint(1, 99)}", "东坪村", "", "")
        yield [
            *upload(chance),
            names_confirmed("评分.csv", [confirmed]),
            adjustment_draft([(chance.choice(UNITS), chance.randint(-3, 3))], PERIOD),
        ]
        yield [
            decided(PERIOD, AWARD, unit, chance.choice(("chosen", "not_chosen", "")), "会议") for unit in chance.sample(UNITS, 2)
        ]
        yield [award_moved(PERIOD, AWARD, "meeting")]
        draft, _ = lock_draft(store, PERIOD, find_award(store.scheme, AWARD), "会议同意")
        yield [draft]


def rebuilt(store: Store) -> str:
    """Return the digest of tables built from nothing but the journal, up to where the store stands."""
    fresh = Store(PastJournal(store.journal, store.position))
    try:
        return fresh.digest()
    finally:
        fresh.close()


def shown(store: Store) -> list:
    """Return everything that people see of the ranking."""
    return [(period, to_json(rank_units(store.cursor(), period))) for period in list_periods(store.cursor())]
