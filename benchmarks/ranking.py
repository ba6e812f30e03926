"""The ranking from the marks on, beside pandas, polars, scikit-criteria and pymcdm doing the same work.

Usage: python -m benchmarks.ranking [UNITS RATERS RUNS]. See docs/performance.md for what is in the clock. Frames are made for one
program at a time, so that 1000000 1 1 stays below 20 GB.
"""

import resource
import sys
import tempfile
from collections.abc import Callable

import duckdb
import pandas as pd

from benchmarks.peers import others
from benchmarks.sample import DIMENSIONS, INDICATORS, Sample, empty_store
from benchmarks.timing import in_turn, table
from evaluation.settling import settle

SIZES = ((200, 3, 11), (100_000, 3, 3))
OURS = "this program"
_RANK = "select unit, points as total, rank from unit_rank($weights::hugeint[], 'arithmetic')"


def our_ranking(cursor: duckdb.DuckDBPyConnection) -> Callable[[], pd.DataFrame]:
    """Return the whole chain over the store's marks. Nothing of it is kept, as the others keep nothing."""
    parameters = {"weights": list(DIMENSIONS.values())}

    def rank() -> pd.DataFrame:
        cursor.begin()
        settle(cursor)
        found = cursor.sql(_RANK, params=parameters).to_arrow_table()
        cursor.rollback()
        return found

    return rank


def differences(exact: pd.DataFrame, other: object) -> tuple[int, int]:
    """Return for how many units another program's floats give another total, and another rank."""
    other = other.to_pandas() if hasattr(other, "to_pandas") else other
    other = other.assign(unit=other["unit"].astype("str"))
    both = exact.merge(other, on="unit", suffixes=("", "_other"), validate="one_to_one")
    assert len(both) == len(exact)
    apart = (both["total"].astype(float) - both["total_other"]).abs()
    assert apart.max() < 0.05, "not the same work"
    return int((apart > 0.001).sum()), int((both["rank"] != both["rank_other"]).sum())


def measure(units: int, raters: int, runs: int) -> str:
    """Return a table of the times at one size, and how many units' figures floats get wrong."""
    sample = Sample(units, raters)
    with tempfile.TemporaryDirectory() as folder:
        store = empty_store(folder)
        cursor = sample.fill(store)
        timings, results = in_turn({OURS: lambda: our_ranking(cursor), **others(sample)}, runs)
        store.close()
    exact = results.pop(OURS).to_pandas()
    wrong = {name: differences(exact, found) for name, found in results.items()}
    lines = [f"{units:,} units x {INDICATORS} indicators x {raters} raters, median of {runs}", "", table(timings, OURS), ""]
    lines += [f"{name}: {totals} units get another total, {ranks} another rank" for name, (totals, ranks) in wrong.items()]
    lines += [f"the process held {peak():,.1f} GB at most"]
    return "\n".join(lines)


def peak() -> float:
    """Return the most memory that this process has held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main(arguments: list[str]) -> None:
    """Print the tables."""
    for size in [tuple(map(int, arguments))] if arguments else SIZES:
        print(measure(*size), flush=True)
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
