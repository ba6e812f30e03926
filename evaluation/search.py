"""Finding units by what a clerk types: part of a name or alias, or the pinyin initials (dpc → 东坪村)."""

import itertools
import unicodedata
from functools import lru_cache

from pypinyin import Style, pinyin

from evaluation.roster import Unit

_MOST_READINGS = 64


@lru_cache(maxsize=10_000)
def initials(name: str) -> frozenset[str]:
    """Return every way to write a name in pinyin initials; characters of several readings give several."""
    letters = [sorted(set(reading)) for reading in pinyin(name, style=Style.FIRST_LETTER, heteronym=True)]
    return frozenset("".join(letter).lower() for letter in itertools.islice(itertools.product(*letters), _MOST_READINGS))


def _written(text: str) -> str:
    """Return text in small letters of half width, as an input method may or may not write them."""
    return unicodedata.normalize("NFKC", text).lower()


def matches(unit: Unit, text: str) -> bool:
    """Say whether the text is part of the unit's name, of an alias, or begins its pinyin initials."""
    wanted = _written(text.strip())
    names = (unit.name, *unit.aliases)
    return any(wanted in _written(name) or any(one.startswith(wanted) for one in initials(name)) for name in names)
