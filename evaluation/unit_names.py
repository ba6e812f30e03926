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
    after = dict(before)
    for name in aliases_of:
        after[name] = Borne(name, (*(before[name].rosters if name in before else ()), position))
    wanted: dict[str, set[str]] = {}  # units that are none any more, by the unit that has a name of theirs as its alias
    for name, aliases in aliases_of.items():
        old = {before[alias].unit for alias in aliases if alias in before and alias not in aliases_of}
        old = {line for line in old if line not in aliases_of}
        if old:
            wanted[name] = old
    lines: dict[str, set[int]] = {line: set() for old in wanted.values() for line in old}  # the rosters that had a name of theirs
    stood = {name: set(after[name].rosters) for name in wanted}
    for name, borne in before.items() if wanted else ():
        if borne.unit in lines:
            lines[borne.unit].update(borne.rosters)
        elif borne.unit in stood and name not in aliases_of:  # it has carried that name on and still does
            stood[borne.unit].update(borne.rosters)
    claims = {name: {line for line in old if not lines[line] & stood[name]} for name, old in wanted.items()}
    taken_over = {
        line: name
        for name, found in claims.items()
        for line in found
        if not any(lines[line] & lines[other] for other in found - {line})  # one made of several is a new one
    }
    taken_over = _given_back(before, aliases_of) | taken_over if carries else {}
    for name, borne in after.items():
        if name not in aliases_of:
            unit = taken_over.get(name) or taken_over.get(borne.unit, borne.unit)
            after[name] = replace(borne, unit=unit)
    return after


def _given_back(before: Mapping[str, Borne], now: Container[str]) -> dict[str, str]:
    """Return which units go by a name again that they had taken over, where that is one name."""
    bearers: dict[str, list[str]] = {}
    for name, borne in before.items():
        if name in now and borne.unit not in now:
            bearers.setdefault(borne.unit, []).append(name)
    return {unit: names[0] for unit, names in bearers.items() if len(names) == 1}
