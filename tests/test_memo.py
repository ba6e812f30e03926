"""Results on a shelf: computed once, also where several ask at the same moment, and never kept when they don't hold."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluation.memo import Shelf


def test_of_threads_that_ask_at_once_one_computes():
    shelf, begun, made = Shelf(4), threading.Barrier(8), []

    def make() -> int:
        made.append(1)
        threading.Event().wait(0.05)
        return 7

    def ask(_: int) -> int:
        begun.wait()
        return shelf.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [7] * 8
    assert made == [1]


@pytest.mark.parametrize("fault", ["it fails", "it doesn't hold"])
def test_who_waited_for_nothing_computes_it_then(fault):
    shelf, started, waits = Shelf(4), threading.Event(), threading.Event()

    def make() -> str:
        started.set()
        waits.wait()
        if fault == "it fails":
            raise LookupError("gone")
        return "old"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(shelf.get, "key", make, lambda: False)
        started.wait()
        second = pool.submit(shelf.get, "key", lambda: "new")
        waits.set()
        assert second.result(10) == "new"
        if fault == "it fails":
            with pytest.raises(LookupError, match="gone"):
                first.result(10)
        else:
            assert first.result(10) == "old"
    assert shelf.get("key", lambda: "never") == "new"
