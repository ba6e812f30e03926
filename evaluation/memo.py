"""Results kept beside what they were computed from, so that a page that runs again computes only what changed."""

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
