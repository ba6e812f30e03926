"""How work grows with what it is given: a ratio, which a slow or busy machine leaves as it is."""

import time
from collections.abc import Callable


def growth(work: Callable[[object], object], small: object, large: object) -> float:
    """Return how many times as much processor time the work takes on ``large`` as on ``small`` (the better of a few runs)."""
    return min(_seconds(work, large) for _ in range(2)) / min(_seconds(work, small) for _ in range(3))


def _seconds(work: Callable[[object], object], given: object) -> float:
    start = time.process_time()
    work(given)
    return time.process_time() - start
