"""A whole country's units through the views of this program, under the memory limit that it sets itself.

Usage: python -m benchmarks.nation [UNITS ...]. 30 indicators, 6 periods, one mark each: 108,000,000 marks for 600,000 units. The
store's copy lies in a temporary folder. What settle() does in one go for an office is done here period by period, with the same
views.
"""

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.sample import DIMENSIONS, GROUPS, INDICATORS, empty_store, scheme_draft
from benchmarks.timing import seconds
from evaluation.store import arrange_periods

SIZES = (6_000, 60_000, 600_000)
PERIODS = tuple(f"{year}年" for year in range(2017, 2023))

_MARKS = """
insert into imported_mark
select ?, ?, unit, indicator, '',
    ((6000 + hash(unit.position, indicator.position, ?) % 4001) * 0.01::decimal(3, 2))::decimal(20, 12),
    2, unit.position, 'C', '', ''
from unit, indicator
"""
_RANK = """
select count(*), count(distinct group_name), min(total), max(rank)
from unit_rank(map($names::varchar[], $weights::hugeint[]), 'arithmetic')
where period = $period
"""


def fill(cursor: duckdb.DuckDBPyConnection, units: int) -> None:
    """Put roster and marks into the tables as their events would, a period at a time."""
    roster = "insert into unit select format('{:07d}号村', i), format('第{}组', i % ?), [], i + 1, [] from range(?) as t(i)"
    cursor.execute(roster, [GROUPS, units])
    for number, period in enumerate(PERIODS, start=2):
        cursor.execute("insert into import values (?, 'marks', '评分.csv', '', '', '测速', '', true)", [number])
        cursor.execute(_MARKS, [number, period, number])
        cursor.execute("insert into import_scope select ?, ?, indicator, '' from indicator", [number, period])


def settle_by_period(cursor: duckdb.DuckDBPyConnection) -> None:
    """Do what settle() does, a period at a time where all together wouldn't fit into memory and its overflow on disk."""
    for period in PERIODS:
        cursor.execute("insert into joined_mark by name select * from computed_joined_mark where period = ?", [period])
    arrange_periods(cursor)
    for period in PERIODS:
        cursor.execute("insert into indicator_score by name select * from computed_indicator_score where period = ?", [period])
    for table in ("dimension_score", "unit_before_weights"):
        cursor.execute(f"insert into {table} by name select * from computed_{table}")


def measure(units: int) -> str:
    """Return one line of the table for so many units."""
    with tempfile.TemporaryDirectory() as folder:
        store = empty_store(folder)
        store.append([scheme_draft()], "测速")
        cursor = store.cursor()
        limit = cursor.execute("select current_setting('memory_limit')").fetchall()[0][0]
        fill(cursor, units)
        start, busy = time.perf_counter(), time.process_time()
        settle_by_period(cursor)
        settled, settled_busy = time.perf_counter() - start, time.process_time() - busy
        start = time.perf_counter()
        for period in PERIODS:
            given = {"names": list(DIMENSIONS), "weights": list(DIMENSIONS.values()), "period": period}
            counted, *_ = cursor.execute(_RANK, given).fetchall()[0]
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
