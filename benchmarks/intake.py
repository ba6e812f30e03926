"""A score sheet from its bytes to marks and problems, beside polars reading the same bytes as text and turning it into numbers.

Usage: python -m benchmarks.intake [MARKS ...]. Every fiftieth row has a cell that is no mark; both sides list each with its
place. What follows a person's confirmation, from the checked marks to settled tables, is timed by itself: polars has nothing
like it. See docs/performance.md for what is in the clock.
"""

import io
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import xlsxwriter

from benchmarks.sample import INDICATORS, PERIOD, empty_store, scheme_draft
from benchmarks.timing import Timing, in_turn, seconds, side_by_side, table, timed
from evaluation import workbook
from evaluation.events import roster_set
from evaluation.intake import File, check_files, drafts_for
from evaluation.roster import Roster, Unit
from evaluation.scheme import Scheme
from evaluation.scheme_reading import read_scheme
from evaluation.workbook import keep_reader_ready

SIZES = (10_000, 990_000)
"""The larger one is what a CSV of a million cells holds, the limit of an upload; a workbook's column of names counts too."""
MOST_ROWS_OF_A_BOOK = 1_000_000 // (INDICATORS + 1)
OURS = "this program"
FROM_NOTHING = "this program, no reader waiting"
BAD_CELL = "8o.5"


def rows_of(units: int) -> list[list[str]]:
    """Return a wide sheet: header, one row per unit; in every fiftieth row one cell that is no mark."""
    dice = np.random.default_rng(2022)
    marks = dice.integers(6000, 10001, (units, INDICATORS))
    header = ["单位", *(f"指标{number}{item}" for number in range(3) for item in range(10))]
    rows = [[f"{place:07}号村", *(f"{mark / 100:.2f}" for mark in row)] for place, row in enumerate(marks.tolist())]
    for place in range(0, units, 50):
        rows[place][1 + place % INDICATORS] = BAD_CELL
    return [header, *rows]


def as_csv(rows: list[list[str]], encoding: str) -> bytes:
    """Return the rows as a CSV file."""
    return "".join(",".join(row) + "\r\n" for row in rows).encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
    """Return the rows as a workbook, marks as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if place and column and cell != BAD_CELL:
                    sheet.write_number(place, column, float(cell))
                else:
                    sheet.write_string(place, column, cell)
    return out.getvalue()


FILES: dict[str, Callable[[list[list[str]]], bytes]] = {
    "UTF-8.csv": lambda rows: as_csv(rows, "utf-8"),
    "GB18030.csv": lambda rows: as_csv(rows, "gb18030"),
    "book.xlsx": lambda rows: as_xlsx(rows[:MOST_ROWS_OF_A_BOOK]),
}


def rules_for(rows: list[list[str]]) -> tuple[Scheme, Roster]:
    """Return the scheme and a roster that has every unit of the sheet."""
    return read_scheme(scheme_draft().payload["toml"]), Roster(tuple(Unit(row[0], "村（社区）") for row in rows[1:]))


@cache
def remembered() -> tuple[Callable[[], None], ...]:
    """Return what empties each of the program's memories of texts and files that it has seen."""
    modules = [module for name, module in sys.modules.items() if name.startswith("evaluation")]
    found = {id(kept): kept for module in modules for kept in vars(module).values() if hasattr(kept, "cache_clear")}
    return tuple(kept.cache_clear for kept in found.values())


def our_intake(name: str, content: bytes, scheme: Scheme, roster: Roster) -> Callable[[], tuple[int, int]]:
    """Return the whole street from bytes to checked marks and their problems, nothing remembered of the last time."""

    def read() -> tuple[int, int]:
        for forget in remembered():
            forget()
        found = check_files([File(name, content)], scheme, Roster(roster.units), period=PERIOD)
        return len(found.marks), sum(problem.code == "not_a_number" for problem in found.problems)

    return read


def with_polars(name: str, content: bytes) -> Callable[[], tuple[int, int]]:
    """Return polars reading every cell as text, casting the marks, and listing (row, column, text) of what isn't one."""
    import polars as pl

    def read() -> tuple[int, int]:
        if name.endswith(".xlsx"):
            frame = pl.read_excel(content, infer_schema_length=0)
        else:
            text = content if "GB" not in name else content.decode("gb18030").encode()
            frame = pl.read_csv(text, infer_schema=False)
        columns = frame.columns[1:]
        cast = frame.with_columns(pl.col(columns).cast(pl.Decimal(20, 12), strict=False))
        bad = []
        for column in columns:
            failed = cast[column].is_null() & frame[column].is_not_null()
            bad += [(row + 2, column, frame[column][row]) for row in failed.arg_true().to_list()]
        marks = frame.height * len(columns) - sum(cast[column].null_count() for column in columns)
        return marks, len(bad)

    return read


def storing(units: int) -> str:
    """Return what storing the marks takes after somebody has confirmed them: drafts, journal, tables, settled scores."""
    rows = [[cell.replace(BAD_CELL, "80.00") for cell in row] for row in rows_of(units)]
    scheme, roster = rules_for(rows)
    found = check_files([File("表.csv", as_csv(rows, "utf-8"))], scheme, roster, period=PERIOD)
    del rows
    with tempfile.TemporaryDirectory() as folder:
        store = empty_store(folder)
        store.append([scheme_draft(), roster_set(roster)], "测速")
        *first, drafts = timed(lambda: drafts_for(found))
        *then, _ = timed(lambda: store.append(drafts, "测速"))
        store.close()
    lines = ["| | clock | processors |", "|---|---:|---:|"]
    for name, (wall, busy) in (("drafts", first), ("journal, tables, settled scores", then)):
        lines.append(f"| {name} | {seconds(wall)} | {seconds(busy)} |")
    return f"storing {units * INDICATORS:,} marks, once\n\n" + "\n".join(lines)


READERS = {OURS: our_intake, "polars": with_polars}


def peak(reader: str, name: str, content: bytes, units: int) -> float:
    """Return by how many megabytes a new process grows at most while one reader works."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_grown, reader, name, content, units).result()


def _grown(reader: str, name: str, content: bytes, units: int) -> float:
    import pyarrow  # noqa: F401 — loading libraries is no part of reading a file

    rules = rules_for(rows_of(units)) if reader == OURS else ()
    READERS[reader](name, FILES[name](rows_of(2)), *rules)()
    return peak_of(READERS[reader](name, content, *rules))


def peak_of(action: Callable[[], object]) -> float:
    """Return by how many megabytes this process grew at most while the action ran (its children not counted)."""

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    most, done = [before := resident()], threading.Event()

    def watch() -> None:
        while not done.is_set():
            most.append(resident())
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        action()
    finally:
        done.set()
        watcher.join()
    return (max(most) - before) / 1e6


def measure(marks: int) -> str:
    """Return the tables of one size: each kind of file, with the growth of memory."""
    units = marks // INDICATORS
    rows = rows_of(units)
    scheme, roster = rules_for(rows)
    files = {name: write(rows) for name, write in FILES.items()}
    del rows
    found = []
    for name, content in files.items():
        readers = {OURS: our_intake(name, content, scheme, roster)}
        if find_spec("polars"):
            readers["polars"] = with_polars(name, content)
        counts = {reader: read() for reader, read in readers.items()}
        assert len(set(counts.values())) == 1, counts
        runs = 15 if name.endswith(".csv") or marks < 100_000 else 5
        is_csv = name.endswith(".csv")
        timings = side_by_side(readers, runs, warm=False) if is_csv else with_workbooks(readers, runs)
        peaks = ", ".join(f"{reader} {peak(reader, name, content, units):.0f} MB" for reader in readers)
        taken, refused = counts[OURS]
        head = f"{name}, {taken:,} marks, {len(content) / 1e6:.1f} MB, {refused} cells refused, median of {runs}"
        found.append(f"{head}\n\n{table(timings, OURS)}{against_polars(timings)}\n\na new process grows at most by: {peaks}")
    found.append(storing(units))
    return "\n\n".join(found)


def with_workbooks(readers: Mapping[str, Callable[[], object]], runs: int) -> dict[str, Timing]:
    """Return the times of reading a workbook, ours twice: where a reader has been started, and where none has.

    Starting it is no part of the first one's clock, but of its processors' time, as everything is that child processes do.
    """

    def waiting() -> Callable[[], object]:
        keep_reader_ready()
        wait_for_reader()
        return readers[OURS]

    def alone(action: Callable[[], object]) -> Callable[[], object]:
        workbook._spare.close()
        return action

    makers = {OURS: waiting, FROM_NOTHING: lambda: alone(readers[OURS])}
    makers |= {name: partial(alone, action) for name, action in readers.items() if name != OURS}
    timings, _ = in_turn(makers, runs)
    workbook._spare.close()
    return timings


def wait_for_reader() -> None:
    """Wait until the waiting reader has loaded everything, which it is done with when it sets its limits."""
    import resource

    while resource.prlimit(workbook._spare._process.pid, resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY:
        time.sleep(0.005)


def against_polars(timings: Mapping[str, Timing]) -> str:
    """Return how many times polars' time each of ours takes; "" where polars wasn't there."""
    if "polars" not in timings:
        return ""
    other = timings["polars"]
    ratios = [
        f"{name}: {timing.middle / other.middle:.2f} times polars' clock, {timing.work / other.work:.2f} its processors' time"
        for name, timing in timings.items()
        if timing is not other
    ]
    return "\n\n" + "; ".join(ratios)


def main(arguments: list[str]) -> None:
    """Print the tables."""
    for marks in map(int, arguments or SIZES):
        print(measure(marks), flush=True)
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
