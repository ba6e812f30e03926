"""How long people wait from `streamlit run` to the ranked first page, against a page of one line.

Usage: python -m benchmarks.start [--runs 5] [--tree FOLDER]

Each is started anew, in turn: a page of one line; the app on a home where it ran before; the app on a machine where it never
ran, so that it takes in the demonstration first. The end is the last message of the first page with the leaders on it.
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.server import running
from benchmarks.tab import Tab
from evaluation.home import PROJECT, Home
from evaluation.wording import pages as words

GOAL = 1.5
BARE, WARM, FIRST = "a page of one line", "the app, started before", "the app for the first time"


async def first_page(port: int, expected: str) -> None:
    """Ask until the server answers, and take its first page."""
    while True:
        try:
            tab = await Tab.open(port)
            break
        except OSError:
            await asyncio.sleep(0.02)
    await tab.visit()
    if not any(expected in text for text in tab.said()):
        raise RuntimeError(f"the first page lacks {expected}")
    await tab.close()


def seconds(script: Path, home: Path, tree: Path, expected: str) -> tuple[float, float]:
    """Return how long a start took until its first page, and the processor time of the server until then."""
    start = time.perf_counter()
    with running(home, script=script, tree=tree, wait=False) as server:
        asyncio.run(first_page(server.port, expected))
        return time.perf_counter() - start, server.cpu


def measure(folder: Path, tree: Path, runs: int) -> None:
    """Print medians and ratios."""
    bare = folder / "bare.py"
    bare.write_text("import streamlit as st\nst.write('hello')\n", "utf-8")
    warm = Home(folder / "warm")
    assert warm.demonstration.roster.units
    warm.close()
    leaders = words.LEADERS.split("{")[0]
    kinds: dict[str, Callable[[], tuple[float, float]]] = {
        BARE: lambda: seconds(bare, folder / "none", tree, "hello"),
        WARM: lambda: seconds(tree / "app.py", folder / "warm", tree, leaders),
        FIRST: lambda: seconds(tree / "app.py", _fresh(folder / "first"), tree, leaders),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for turn in range(-1, runs):
        for name, once in kinds.items():
            if (took := once()) and turn >= 0:
                found[name].append(took)
    middle = {name: [statistics.median(column) for column in zip(*times, strict=True)] for name, times in found.items()}
    print(f"{'':28}median s   best s   ratio   processor s   ratio")
    for name, (took, busy) in middle.items():
        best = min(time for time, _ in found[name])
        ratios = took / middle[BARE][0], busy / middle[BARE][1]
        print(f"{name:28}{took:8.2f}{best:9.2f}{ratios[0]:8.2f}{busy:14.2f}{ratios[1]:8.2f}")
    met = middle[WARM][0] <= GOAL * middle[BARE][0]
    print(f"goal: an app started before within {GOAL} times the page of one line: {'met' if met else 'NOT met'}")


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tree", type=Path, default=PROJECT)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), given.tree.resolve(), given.runs)


if __name__ == "__main__":
    main()
