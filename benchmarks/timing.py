"""Times of several ways to do one thing, measured in turn in one process."""

import gc
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs: on the clock, and those that kept processors busy (all threads added up, ended children too)."""

    wall: tuple[float, ...]
    busy: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median on the clock."""
        return statistics.median(self.wall)

    @property
    def work(self) -> float:
        """The median of the processors' time, which other programs on the machine disturb less."""
        return statistics.median(self.busy)


def processors() -> float:
    """Return the seconds of processors that this process took so far, and its children that have ended and been waited for."""
    if not find_spec("resource"):
        times = os.times()
        return time.process_time() + times.children_user + times.children_system
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(action: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return seconds on the clock, seconds of processors, and what the action returned."""
    gc.collect()
    wall, busy = time.perf_counter(), processors()
    found = action()
    return time.perf_counter() - wall, processors() - busy, found


def side_by_side(actions: Mapping[str, Callable[[], Any]], runs: int, warm: bool = True) -> dict[str, Timing]:
    """Return the times of each action. They take turns, so that whatever else the machine does falls on all alike."""
    if warm:
        for action in actions.values():
            action()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in actions}
    for _ in range(runs):
        for name, action in actions.items():
            taken[name].append(timed(action)[:2])
    return {name: Timing(*zip(*times, strict=True)) for name, times in taken.items()}


def in_turn(makers: Mapping[str, Callable[[], Callable[[], Any]]], runs: int) -> tuple[dict[str, Timing], dict[str, Any]]:
    """Return the times of each action, and what each returned at last.

    They take turns as above, but each is made for its turn only, outside the clock, and thrown away with all that it works on.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in makers}
    results = {}
    for _ in range(runs):
        for name, make in makers.items():
            wall, busy, results[name] = timed(make())
            taken[name].append((wall, busy))
    return {name: Timing(*zip(*times, strict=True)) for name, times in taken.items()}, results


def seconds(value: float) -> str:
    """Return a time as people read it."""
    return f"{1000 * value:.1f} ms" if value < 1 else f"{value:.2f} s"


def table(timings: Mapping[str, Timing], ours: str) -> str:
    """Return the times as a Markdown table; the ratios say how many times as long as ours the others take."""
    base = timings[ours]
    lines = ["| | clock | processors | clock, ratio | processors, ratio |", "|---|---:|---:|---:|---:|"]
    for name, timing in timings.items():
        ratios = f"{timing.middle / base.middle:.2f} | {timing.work / base.work:.2f}"
        lines.append(f"| {name} | {seconds(timing.middle)} | {seconds(timing.work)} | {ratios} |")
    return "\n".join(lines)
