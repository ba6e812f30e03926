"""What a moved weight costs: by the plan that a page keeps, from the kept tables, and with all of them worked out anew.

Usage: python -m benchmarks.moved_weight [RUNS]. 200 units, 30 indicators, 3 raters, brought in through the journal.
All kinds run in this process, in turn, so that whatever else the machine does falls on all alike. Medians, and the least.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import duckdb

from evaluation.events import adjustments_imported, roster_set, scheme_set, sheet_imported, vetoes_imported
from evaluation.journal import Draft, Journal
from evaluation.moved_weights import MovedWeights
from evaluation.ranking import Facts, plan_of, rank_units, read_facts
from evaluation.roster import Roster, Unit
from evaluation.scheme_reading import read_scheme
from evaluation.settling import settle
from evaluation.side_files import Adjustment, Veto
from evaluation.store import Store
from evaluation.validation import Mark

UNITS, INDICATORS, RATERS, RUNS, GOAL_MS = 200, 30, 3, 41, 15
PERIODS = ("2021年", "2022年")
DIMENSIONS = ("项目建设", "营商环境", "作风能力")
NAMES = [f"{number:03}号村" for number in range(UNITS)]


def scheme_toml() -> str:
    """Return a scheme of three dimensions with ten indicators each."""
    blocks = ['name = "测速"\n[adjustment]\nbonus_cap = 5']
    for number, name in enumerate(DIMENSIONS):
        blocks.append(f'[[dimension]]\nname = "{name}"\nfloor = 60')
        blocks += [
            f'[[dimension.indicator]]\nname = "指标{number}{item}"\nweight = {item + 1}\nfull_mark = 100'
            for item in range(INDICATORS // len(DIMENSIONS))
        ]
    return "\n".join(blocks)


def drafts() -> list[Draft]:
    """Return what an office would bring in for two periods: roster, scheme, marks, adjustments, vetoes."""
    dice = random.Random(2022)
    scheme = read_scheme(scheme_toml())
    everything = [roster_set(Roster(tuple(Unit(name, "村（社区）") for name in NAMES))), scheme_set(scheme)]
    for period in PERIODS:
        marks = [
            Mark(
                period,
                unit,
                indicator.name,
                f"评分人{rater}",
                Decimal(dice.randint(6000, 10000)).scaleb(-2),
                "评分.csv",
                "",
                row,
                "C",
                "",
                "",
            )
            for row, unit in enumerate(NAMES, start=2)
            for indicator in scheme.indicators
            for rater in range(RATERS)
        ]
        points = [Adjustment(period, unit, Decimal(dice.randint(-300, 300)).scaleb(-2), "表彰") for unit in NAMES[::4]]
        everything += [
            sheet_imported("评分.csv", "", period.encode(), marks, period),
            adjustments_imported("加减分.csv", period.encode(), points, period),
            vetoes_imported("一票否决.csv", period.encode(), [Veto(period, NAMES[7], "安全事故")], period),
        ]
    return everything


def new_store(given: list[Draft]) -> Store:
    """Return a store in memory that holds these drafts."""
    store = Store(Journal("sqlite://"))
    store.append(given, "测速")
    return store


class Stopwatch:
    """A cursor that adds up the time spent in the database."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self.cursor, self.seconds = cursor, 0.0

    def timed(self, run: Callable[[], object]) -> object:
        """Return what ``run`` does, its time added."""
        start = time.perf_counter()
        try:
            return run()
        finally:
            self.seconds += time.perf_counter() - start

    def execute(self, *arguments: object) -> "Stopwatch":
        """Run a statement."""
        self.timed(partial(self.cursor.execute, *arguments))
        return self

    def fetchall(self) -> object:
        """Fetch all rows."""
        return self.timed(self.cursor.fetchall)

    def fetchone(self) -> object:
        """Fetch one row."""
        return self.timed(self.cursor.fetchone)


class TimedPlan:
    """A kept plan that adds up the time spent in it to a stopwatch."""

    def __init__(self, plan: MovedWeights, watch: Stopwatch):
        self.plan, self.watch = plan, watch

    def rows(self, weights: list[int], aggregation: str) -> object:
        """Return what the plan does."""
        return self.watch.timed(partial(self.plan.rows, weights, aggregation))


def measure(
    cursor: duckdb.DuckDBPyConnection, weights: dict[str, Decimal], facts: Facts, plan: MovedWeights | None, is_anew: bool
) -> tuple[float, float, float]:
    """Return milliseconds in the database, milliseconds of the whole call, and those that kept a processor busy."""
    cursor.begin()
    watch, start, busy = Stopwatch(cursor), time.perf_counter(), time.process_time()
    if is_anew:
        settle(watch)
    rank_units(watch, PERIODS[1], weights=weights, facts=facts, plan=plan and TimedPlan(plan, watch))
    taken = 1000 * watch.seconds, 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - busy)
    cursor.rollback()
    return taken


def main(runs: int = RUNS) -> None:
    """Print the medians of all kinds, the least, and the ratio of the medians in the database."""
    cursor = new_store(drafts()).cursor()
    facts = read_facts(cursor, PERIODS[1])  # a page reads them once for a version of the data
    weights = [{DIMENSIONS[0]: Decimal(number).scaleb(-2)} for number in range(100, 100 + runs)]
    plan = plan_of(cursor, facts)
    kinds = {"plan kept": (plan, False), "tables": (None, False), "anew": (None, True)}
    times: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in kinds}
    for moved in weights:
        for kind, (kept, is_anew) in kinds.items():
            times[kind].append(measure(cursor, moved, facts, kept, is_anew))
    print(f"{UNITS} units x {INDICATORS} indicators x {RATERS} raters, {len(PERIODS)} periods, {runs} moved weights; ms")
    print("              in the database       whole call            processor")
    for kind, found in times.items():
        columns = list(zip(*found, strict=True))
        print(f"{kind:11}" + "".join(f"{statistics.median(column):9.1f} (≥ {min(column):6.1f})  " for column in columns))
    middle = {kind: statistics.median(in_database for in_database, *_ in found) for kind, found in times.items()}
    print(
        f"tables / plan {middle['tables'] / middle['plan kept']:.1f}, anew / tables {middle['anew'] / middle['tables']:.1f}; "
        f"goal for a moved weight: ≤ {GOAL_MS} ms in the database: " + ("met" if middle["plan kept"] <= GOAL_MS else "NOT met")
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
