"""Which known name a text means: exact → alias → the same in plain form → suggestions only."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from evaluation.cells import plain
from evaluation.headers import spellings, split_full_mark
from evaluation.roster import Roster
from evaluation.scheme import Scheme

SUGGESTIONS = 4
LEAST_LIKENESS = 40
MANY_TEXTS = 300

_VILLAGE_BODY = re.compile("村?(?:村民委员会|村委会)$")
_COMMUNITY_BODY = re.compile("(?:社区)?(?:居民委员会|居委会)$")
_SUM_WORDS = re.compile("(?:得分|小计|合计|总分|分数)$")


@dataclass(frozen=True)
class Found:
    """What a text names. ``name`` is None where it names nothing, or where ``candidates`` has several."""

    name: str | None
    how: Literal["exact", "alias", "normalised", "ambiguous", "unknown"]
    candidates: tuple[str, ...] = ()


class Names:
    """Known names and aliases, each with the name that it stands for; answers are remembered per distinct text."""

    def __init__(
        self,
        names: Mapping[str, str],
        forms: Callable[[str], tuple[str, ...]],
        same: Callable[[str], tuple[str, ...]] = lambda text: (),
    ):
        """``forms`` are the plain forms a text goes by; ``same``, asked first, those under which it is a name as it stands."""
        self._names = dict(names)
        self._forms, self._same = forms, same
        self._found: dict[str, Found] = {}
        self._suggested: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _by_form(self) -> dict[str, set[str]]:
        """The names by their forms; asked for by the first text that isn't exactly a name."""
        found: dict[str, set[str]] = {}
        for spelling, name in self._names.items():
            for form in self._forms(spelling):
                found.setdefault(form, set()).add(name)
        return found

    @cached_property
    def _as_they_stand(self) -> dict[str, set[str]]:
        """The names by their plain spelling alone."""
        found: dict[str, set[str]] = {}
        for spelling, name in self._names.items():
            found.setdefault(plain(spelling).lower(), set()).add(name)
        return found

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {plain(spelling): name for spelling, name in self._names.items()}

    def others(self, texts: list[str]) -> list[int]:
        """Return the places of the texts that aren't a name to the letter."""
        named = list(map(self._names.get, texts))
        if named == texts == list(map(str.strip, texts)) and "" not in texts:
            return []
        return [place for place, text in enumerate(texts) if named[place] != text or text != text.strip() or not text]

    def find(self, text: str) -> Found:
        """Return what the text names; a form that fits several names is ambiguous and names none."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def suggest(self, text: str) -> tuple[str, ...]:
        """Return the names most like the text, likeliest first. For a person to choose from, never to take.

        Past the first few hundred distinct texts there are none: such a sheet is about something else.
        """
        if text not in self._suggested and len(self._suggested) >= MANY_TEXTS:
            return ()
        if text not in self._suggested:
            body = self._forms(text)[-1] if text.strip() else ""
            found = process.extract(
                body, self._plain.keys(), scorer=fuzz.WRatio, limit=3 * SUGGESTIONS, score_cutoff=LEAST_LIKENESS
            )
            likely = dict.fromkeys(self._plain[spelling] for spelling, _, _ in found)
            self._suggested[text] = tuple(likely)[:SUGGESTIONS]
        return self._suggested[text]

    def _find(self, text: str) -> Found:
        stripped = text.strip()
        if stripped in self._names:
            name = self._names[stripped]
            return Found(name, "exact" if name == stripped else "alias")
        for form in self._same(text) if stripped else ():
            names = self._as_they_stand.get(form, set())
            if len(names) == 1:
                return Found(next(iter(names)), "normalised")
        for form in self._forms(text) if stripped else ():
            names = self._by_form.get(form, set())
            if len(names) == 1:
                return Found(next(iter(names)), "normalised")
            if names:
                return Found(None, "ambiguous", tuple(sorted(names)))
        return Found(None, "unknown")


def unit_forms(text: str) -> tuple[str, ...]:
    """Return the plain forms of a unit's name: as written, and 村委会 or 居委会 read as the village or community."""
    body = plain(text).lower()
    if not body.endswith("会"):
        return (body,)
    short = _COMMUNITY_BODY.sub("社区", _VILLAGE_BODY.sub("村", body))
    return (body,) if short in (body, "村", "社区") else (body, short)


def unit_names(roster: Roster) -> Names:
    """Return the finder of a roster's units."""
    return Names(roster.names, unit_forms)


def indicator_names(scheme: Scheme) -> Names:
    """Return the finder of a scheme's indicators; headers are also known without full mark and trailing brackets.

    投资（10分） is 投资, though 投资（亿元） without its brackets is called so too.
    """
    names = {spelling: indicator.name for spelling, indicator in scheme.indicator_names.items()}
    return Names(
        names,
        lambda header: tuple(form.lower() for form in spellings(header)),
        lambda header: (plain(header).lower(), split_full_mark(header)[0].lower()),
    )


def dimension_names(scheme: Scheme) -> Names:
    """Return the finder of a scheme's dimensions, also where a header adds 得分 or 小计."""
    names = {spelling: dimension.name for dimension in scheme.dimension for spelling in (dimension.name, *dimension.aliases)}
    return Names(names, lambda header: tuple(_SUM_WORDS.sub("", form) for form in spellings(header)))
