"""How long exact rank shares take, and how long samples of equal accuracy would.

``python -m benchmarks.stability`` prints the median and the least of so many runs for 30 and 200 units, and what a
Monte Carlo needs until the standard error of its shares is as small as the rounding of the exact sums (10⁻¹²),
as well as until it is one in ten thousand, which is what a page could show. Beside our own Monte Carlo stand those that one
writes with pymcdm and pyrepo-mcda, a call of the library for each drawn weight, where these are installed.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec

import numpy as np

from evaluation.stability import Contest
from evaluation.stability.acceptability import acceptability
from evaluation.stability.fields import field_of
from evaluation.stability.regions import whole_region
from evaluation.stability.sampling import sampled_acceptability, straight_classes

RUNS = 15
SAMPLES = 20_000
FEW_SAMPLES = 1_000
GOALS = {30: 10, 200: 50}
RANKS = 10


def contest(units: int) -> Contest:
    """Return a contest in general position, scores with two decimals in whole hundredths."""
    rows = np.random.default_rng(units).integers(5000, 10001, (units, 3))
    return Contest(
        tuple(map(str, range(units))),
        ("项目建设", "营商环境", "作风能力"),
        tuple(tuple(map(int, row)) for row in rows),
        (0,) * units,
        (1, 1, 1),
        RANKS,
    )


def timed(action: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Return the median and the least milliseconds of a call, once warm."""
    action()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken), min(taken)


def samplers(given: Contest) -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray]]]:
    """Yield each library with a function that returns the units' ranks under given weights."""
    matrix = np.array(given.scores, dtype=float)
    types = np.ones(matrix.shape[1])
    if find_spec("pymcdm"):
        from pymcdm.helpers import rrankdata
        from pymcdm.methods import WSM

        method = WSM(lambda column, cost: column)
        yield "pymcdm", lambda weights: rrankdata(method(matrix, weights, types))
    if find_spec("pyrepo_mcda"):
        from pyrepo_mcda.additions import rank_preferences
        from pyrepo_mcda.mcda_methods import SAW

        scores = SAW(normalization_method=lambda given, types: given)
        yield "pyrepo-mcda", lambda weights: rank_preferences(scores(matrix, weights, types), reverse=True)


def counted(ranks_of: Callable[[np.ndarray], np.ndarray], units: int, samples: int) -> np.ndarray:
    """Return how often each unit stood on each rank under weights drawn evenly."""
    tally = np.zeros((units, units + 1))
    for weights in np.random.default_rng(1).dirichlet(np.ones(3), samples):
        tally[np.arange(units), ranks_of(weights).astype(int)] += 1
    return tally / samples


def main() -> None:
    """Print the times and their ratio to samples."""
    for units, goal in GOALS.items():
        given = contest(units)
        field, region = field_of(given), whole_region(3)
        middle, least = timed(lambda field=field, region=region: acceptability(field, region, RANKS))
        every, _ = timed(lambda field=field, region=region: acceptability(field, region), 3)
        classes = straight_classes(given, field)
        drawn, _ = timed(lambda classes=classes: sampled_acceptability(classes, 3, SAMPLES), 3)
        print(
            f"{units} units, the first {RANKS} ranks exactly: {middle:.1f} ms (least {least:.1f}), goal {goal}: "
            f"{'met' if middle <= goal else 'NOT met'}; every rank: {every:.1f} ms"
        )
        exact = np.asarray(acceptability(field, region, RANKS).shares)
        each = {"our own samples": drawn / SAMPLES}
        for name, ranks_of in samplers(given):
            found = counted(ranks_of, units, FEW_SAMPLES)[:, 1 : RANKS + 1]
            assert np.abs(found - exact[:, :RANKS]).max() < 6 * 0.5 / FEW_SAMPLES**0.5, f"{name} does other work"
            taken, _ = timed(partial(counted, ranks_of, units, FEW_SAMPLES), 3)
            each[name] = taken / FEW_SAMPLES
        for name, milliseconds in each.items():
            for error in (1e-2, 1e-4, 1e-12):
                needed = milliseconds * 0.25 / error**2
                print(f"  {name}, standard error {error:g}: {needed / 1000:.3g} s, {needed / middle:.3g} times as long")


if __name__ == "__main__":
    main()
