"""Which characters pictures can show: what isn't in the font would be a silent box, so it is said instead."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from pathlib import Path

COVERAGE = Path(__file__).parents[1] / "data" / "fonts" / "coverage.txt"


@cache
def _ranges() -> tuple[list[int], list[int]]:
    pairs = [line.split("-") for line in COVERAGE.read_text("ascii").split()]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]


def without_glyph(texts: Iterable[str]) -> list[str]:
    """Return the characters of these texts that the program's own font can't draw, each once, in order.

    The viewer's own fonts may well have them; a server without other Chinese fonts has not.
    """
    starts, ends = _ranges()
    found: dict[str, None] = {}
    for character in "".join(texts):
        place = bisect_right(starts, ord(character)) - 1
        if not character.isspace() and (place < 0 or ord(character) > ends[place]):
            found[character] = None
    return list(found)
