"""A whole country's units through the chain of this program, under the memory limit that it sets itself.

Usage: python -m benchmarks.nation [UNITS ...]. 30 indicators, 6 periods, one mark each: 108,000,000 marks for 600,000 units.
The store's copy lies in a temporary folder. In the clock: settle(), as for an office; then a ranking of each period. How far
it is goes to stderr.
"""

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.sample import DIMENSIONS, GROUPS, INDICATORS, empty_store, scheme_draft
from benchmarks.timing import seconds
from evaluation.settling import settle

SIZES = (6_000, 60_000, 600_000)
PERIODS = tuple(f"{year}年" for year in range(2017, 2023))

_ROSTER = """
insert into unit
select format('{:07d}号村', i), format('第{}组', i % $groups), [], i + 1, [], i % $groups + 1, i + 1
from range($units) as t(i)
"""
_SCOPES = """
insert into import_scope
select (select count(*) from import_scope) + 1 + position, ?, ?, indicator, '', 2 from indicator
"""
_MARKS = """
insert into scope_mark
select scope, unit_number, 6000 + hash(unit_number, indicator, import) % 4001, unit_number, 'C', '', ''
from numbered_unit, (from import_scope where import = ?)
"""
_RANK = """
select count(*), count(distinct group_position), min(total), max(rank)
from standing($weights::hugeint[], 'arithmetic')
where period = $period
"""


class Progress:
    """A cursor that says on stderr when each step is done that took longer than a second."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self._cursor, self._start = cursor, time.perf_counter()

    def execute(self, statement: str, *parameters: object) -> duckdb.DuckDBPyConnection:
        """Run a statement."""
        start = time.perf_counter()
        found = self._cursor.execute(statement, *parameters)
        if (taken := time.perf_counter() - start) > 1:
            said = " ".join(statement.split())[:70]
            print(f"{time.perf_counter() - self._start:7.0f} s: {said} … {seconds(taken)}", file=sys.stderr, flush=True)
        return found


def fill(cursor: Progress, units: int) -> None:
    """Put roster and marks into the tables as their events would, a period at a time."""
    cursor.execute(_ROSTER, {"groups": GROUPS, "units": units})
    cursor.execute("insert into numbered_unit select unit, position from unit order by position")
    for number, period in enumerate(PERIODS, start=2):
        cursor.execute("insert into import values (?, 'marks', '评分.csv', '', '', '测速', '', true)", [number])
        cursor.execute(_SCOPES, [number, period])
        cursor.execute(_MARKS, [number])


def measure(units: int) -> str:
    """Return one line of the table for so many units."""
    with tempfile.TemporaryDirectory() as folder:
        store = empty_store(folder)
        store.append([scheme_draft()], "测速")
        cursor = store.cursor()
        limit = cursor.execute("select current_setting('memory_limit')").fetchall()[0][0]
        watched = Progress(cursor)
        fill(watched, units)
        start, busy = time.perf_counter(), time.process_time()
        settle(watched)
        settled, settled_busy = time.perf_counter() - start, time.process_time() - busy
        start = time.perf_counter()
        for period in PERIODS:
            given = {"weights": list(DIMENSIONS.values()), "period": period}
            counted, *_ = watched.execute(_RANK, given).fetchall()[0]
            assert counted == units
        ranked = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        store.close()
    marks = units * INDICATORS * len(PERIODS)
    cells = (
        f"{units:,}",
        f"{marks:,}",
        seconds(settled),
        seconds(settled_busy),
        seconds(ranked),
        limit,
        f"{size:,.0f} MB",
        peak(),
    )
    return f"| {' | '.join(cells)} |"


def peak() -> str:
    """Return the most memory that this process has held so far."""
    status = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    return f"{int(status) / 1000:,.0f} MB"


def main(arguments: list[str]) -> None:
    """Print a line for each size."""
    print("| units | marks | marks to scores, clock | processors | six rankings, clock | limit | files | process at most |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for units in map(int, arguments or SIZES):
        print(measure(units), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
