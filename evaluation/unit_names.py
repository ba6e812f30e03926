"""Which unit stands today for a name that a roster once had: a unit that is renamed carries on what is stored of it. Pure."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Borne:
    """A name that units of rosters bore: ``unit`` is for whom it counts, itself if nobody took it over.

    ``rosters`` are the positions of the rosters that had a unit of this name.
    """

    unit: str
    rosters: tuple[int, ...] = ()


def names_after(
    before: Mapping[str, Borne], units: Iterable[Sequence], position: int = 0, *, carries: bool = True
) -> dict[str, Borne]:
    """Return all names that rosters ever bore, after a roster set at a journal position, 0 or less where it isn't there yet.

    No two rosters have one position: names of one roster are never those of one unit.

    ``units`` are as ``roster_set`` writes them: (name, group, aliases …).

    A unit is renamed where its alias is a name that once was a unit's and is none now, or where a name that it took over is a
    unit again and its own is none. Two that ever stood in one roster are two units: one that takes in another doesn't take
    over its marks, and one made of several takes over none's. What a name carried before, it carries on. Without ``carries``
    nothing is taken over anew: rosters from before names carried were ranked without, and locks and archives rest on that.
    """
    aliases_of = {name: aliases for name, _, aliases, *_ in units}
    after = {name: Borne(name, borne.rosters) if name in aliases_of else borne for name, borne in before.items()}
    for name in aliases_of:
        after[name] = Borne(name, (*after.get(name, Borne(name)).rosters, position))
    lines: dict[str, set[int]] = {}  # the rosters that had a name which counts for a unit so far
    for borne in before.values():
        lines.setdefault(borne.unit, set()).update(borne.rosters)
    stood = {name: set(after[name].rosters) | _carried(before, aliases_of, name) for name in aliases_of}
    claims = {
        name: {
            line
            for alias in aliases
            if alias in before and alias not in aliases_of
            if (line := before[alias].unit) not in aliases_of and not lines[line] & stood[name]
        }
        for name, aliases in aliases_of.items()
    }
    taken_over = {
        line: name
        for name, wanted in claims.items()
        for line in wanted
        if not any(lines[line] & lines[other] for other in wanted - {line})  # one made of several is a new one
    }
    taken_over = _given_back(before, aliases_of) | taken_over if carries else {}
    for name, borne in after.items():
        if name not in aliases_of:
            unit = taken_over.get(name) or taken_over.get(borne.unit, borne.unit)
            after[name] = replace(borne, unit=unit)
    return after


def _carried(before: Mapping[str, Borne], now: Container[str], unit: str) -> set[int]:
    """Return the rosters that had a name which a unit has carried on and still carries."""
    return {roster for name, borne in before.items() if borne.unit == unit and name not in now for roster in borne.rosters}


def _given_back(before: Mapping[str, Borne], now: Container[str]) -> dict[str, str]:
    """Return which units go by a name again that they had taken over, where that is one name."""
    bearers: dict[str, list[str]] = {}
    for name, borne in before.items():
        if name in now and borne.unit not in now:
            bearers.setdefault(borne.unit, []).append(name)
    return {unit: names[0] for unit, names in bearers.items() if len(names) == 1}
