"""What a click costs on every page, against an empty page of the same server, and how many people one server bears.

Usage: python -m benchmarks.interaction [--units 32 200] [--runs 15] [--people 5 10 20] [--tree FOLDER]

A real server on an invented office; tabs speak its protocol (``tab.py``). All kinds of clicks are made in turn, so that
whatever else the machine does falls on all alike. Time is from the request to the last message of the run; medians.
``--tree`` measures another source tree of the app with the same clicks.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.office import make_office
from benchmarks.server import BARE, FRAMED, Server, running, with_empty_pages
from benchmarks.tab import Tab
from evaluation.home import PROJECT

GOAL = 3
LIMIT = 0.3
"""A load test is passed where 95 of 100 clicks take less than so many seconds."""
THINK = 2.0
PAGES = {"首页": "home", "单位画像": "unit", "先进集体": "shortlist", "权重推演": "stability", "会议展示": "meeting"}
PICTURES = 3

Click = Callable[[int], Awaitable[float]]


async def _tab(port: int, page: str) -> Tab:
    tab = await Tab.open(port)
    await tab.visit("" if page == "home" else page)
    return tab


async def clicks(port: int) -> dict[str, tuple[Tab, Click]]:
    """Return every kind of click: its tab, with the page open, and what to do the n-th time."""
    found: dict[str, tuple[Tab, Click]] = {}
    for name, page in {"空白页": BARE, "空白页（有页头）": FRAMED}.items():
        tab = await _tab(port, page)
        found[name] = (tab, lambda _, tab=tab: tab.again())
    weight, search, again = [await _tab(port, "ranking") for _ in range(3)]
    found["排名分析：移动权重"] = (weight, lambda turn: weight.change("weight_0", double_array_value=[20.0 + turn % 60]))
    found["排名分析：搜索"] = (search, lambda turn: search.change("search", string_value=str(turn % 10)))
    found["排名分析：重新显示"] = (again, lambda _: again.again())
    for name, page in PAGES.items():
        tab = await _tab(port, page)
        found[name] = (tab, lambda _, tab=tab: tab.again())
    return found


async def measure(server: Server, runs: int) -> None:
    """Print the median of every kind of click and its ratio to the empty page."""
    kinds = await clicks(server.port)
    times: dict[str, list[float]] = {name: [] for name in kinds}
    busy: dict[str, float] = dict.fromkeys(kinds, 0.0)
    for turn in range(-2, runs):
        for name, (_, click) in kinds.items():
            before = server.cpu
            seconds = await click(turn % 50)
            await asyncio.sleep(0.03)  # Streamlit tidies up after the last message
            if turn >= 0:
                times[name].append(seconds)
                busy[name] += server.cpu - before
    empty = statistics.median(times["空白页"]), busy["空白页"]
    print(f"{'':24}median ms   best ms   ratio   processor ms   ratio   messages     KB")
    for name, (tab, _) in kinds.items():
        middle = statistics.median(times[name])
        print(
            f"{name:\u3000<12}{middle * 1000:9.1f}{min(times[name]) * 1000:10.1f}{middle / empty[0]:8.1f}"
            f"{busy[name] / runs * 1000:15.1f}{busy[name] / empty[1]:8.1f}{tab.messages:11}{tab.received / 1000:7.0f}"
        )
        await tab.close()
    print(f"memory {server.memory:.0f} MB; goal: a moved weight costs at most {GOAL} empty pages")


async def load(port: int, people: int, turns: int) -> list[float]:
    """Return how long each click of so many people took who move a weight every two seconds."""

    async def work(number: int) -> list[float]:
        tab = await _tab(port, "ranking")
        await asyncio.sleep(THINK * number / people)
        found = []
        for turn in range(turns):
            start = time.perf_counter()
            await tab.change("weight_0", double_array_value=[20.0 + (turn * 7 + number * 11) % 60])
            found.append(time.perf_counter() - start)
            await asyncio.sleep(THINK)
        await tab.close()
        return found

    results = await asyncio.gather(*(work(number) for number in range(people)))
    return [seconds for found in results for seconds in found[1:]]


async def bear(port: int, steps: list[int], turns: int) -> None:
    """Print p50 and p95 for more and more people, until they wait too long."""
    best = 0
    for people in steps:
        found = sorted(await load(port, people, turns))
        middle, late = statistics.median(found), found[int(len(found) * 0.95)]
        print(f"{people:4} people: median {middle * 1000:6.0f} ms, 95 of 100 within {late * 1000:6.0f} ms")
        if late >= LIMIT:
            break
        best = people
    print(f"largest number with 95 of 100 clicks < {LIMIT * 1000:.0f} ms: {best}")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[32, 200])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--people", type=int, nargs="*", default=[])
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--tree", type=Path, default=PROJECT)
    given = parser.parse_args()
    for units in given.units:
        with tempfile.TemporaryDirectory() as name:
            folder, home = Path(name), Path(name) / "home"
            make_office(home, units)
            script = with_empty_pages(folder / "app", given.tree.resolve())
            with running(home, script=script, tree=given.tree.resolve()) as server:
                print(f"\n{units} invented units")
                asyncio.run(measure(server, given.runs))
                if given.people:
                    asyncio.run(bear(server.port, given.people, given.turns))


if __name__ == "__main__":
    main()
