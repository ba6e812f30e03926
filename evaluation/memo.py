"""Results kept beside what they were computed from, so that a page that runs again computes only what changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")


class Memo:
    """One result by name: asked again with equal inputs it is given again, with others it is computed anew.

    Only the last inputs are kept, because a person goes forward; for one browser tab, not for several threads.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}

    def get(self, name: Hashable, inputs: tuple[Any, ...], make: Callable[[], Result]) -> Result:
        """Return ``make()`` or what it returned for equal inputs. Equality is what tells: pass values, not moving parts."""
        held = self._kept.get(name)
        if held is None or held[0] != inputs:
            held = self._kept[name] = (inputs, make())
        return held[1]


class Shelf:
    """Results by key for all browser tabs together: the last ``most`` that were asked for. Safe between threads.

    Of threads that ask at once one computes and the others wait for it; nobody may change what they get.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._on_the_way: dict[Hashable, threading.Event] = {}

    def get(self, key: Hashable, make: Callable[[], Result], holds: Callable[[], bool] = lambda: True) -> Result:
        """Return what is kept under a key, else ``make()``, which is kept unless ``holds()`` denies it afterwards."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            other = self._on_the_way.get(key)
            if other is None:
                self._on_the_way[key] = threading.Event()
        if other is not None:
            # It may come to nothing, by a failure or because it doesn't hold; whoever waited computes it then.
            other.wait()
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            return self._put(key, make(), holds)
        try:
            return self._put(key, make(), holds)
        finally:
            with self._lock:
                self._on_the_way.pop(key).set()

    def _put(self, key: Hashable, result: Result, holds: Callable[[], bool]) -> Result:
        if holds():
            with self._lock:
                self._kept[key] = result
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return result

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
