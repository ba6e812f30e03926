"""What a new roster does to units and to what is stored of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.roster import Roster, Unit


@dataclass(frozen=True)
class Held:
    """How many marks, adjustments, vetoes and decisions in force are stored of a unit."""

    marks: int = 0
    adjustments: int = 0
    vetoes: int = 0
    decisions: int = 0

    def __add__(self, other: "Held") -> "Held":
        return Held(
            self.marks + other.marks,
            self.adjustments + other.adjustments,
            self.vetoes + other.vetoes,
            self.decisions + other.decisions,
        )


@dataclass(frozen=True)
class RosterChanges:
    """Units that are in one of two rosters only, and those that are another way in the new one.

    ``gone`` and ``new`` are units as their own roster has them; ``renamed`` and ``regrouped`` hold pairs, as before and as in the
    new one. A renamed unit in another group is in both. ``same`` counts those that keep name and group.
    """

    gone: tuple[Unit, ...]
    new: tuple[Unit, ...]
    renamed: tuple[tuple[Unit, Unit], ...]
    regrouped: tuple[tuple[Unit, Unit], ...]
    same: int


def compare_rosters(stored: Roster, new: Roster, today: Mapping[str, str]) -> RosterChanges:
    """Return what changes; ``today`` says for which unit a name counts once the new roster is in force."""
    units = {unit.name: unit for unit in new.units}
    kept = [(unit, units.get(today.get(unit.name, unit.name))) for unit in stored.units]
    pairs = tuple((old, now) for old, now in kept if now is not None)
    known = {now.name for _, now in pairs}
    return RosterChanges(
        gone=tuple(old for old, now in kept if now is None),
        new=tuple(unit for unit in new.units if unit.name not in known),
        renamed=tuple((old, now) for old, now in pairs if old.name != now.name),
        regrouped=tuple((old, now) for old, now in pairs if old.group != now.group),
        same=sum((old.name, old.group) == (now.name, now.group) for old, now in pairs),
    )


@dataclass(frozen=True)
class NameChanges:
    """Names that count otherwise under a new roster than under the stored one.

    ``lost``: name → the unit for which it counts so far and that goes; ``back``: name → the unit for which it begins to count
    again; ``apart``: a unit of its own again → the unit for which the name counts so far.
    """

    lost: Mapping[str, str]
    back: Mapping[str, str]
    apart: Mapping[str, str]


def compare_names(stored: Roster, new: Roster, today: Mapping[str, str], after: Mapping[str, str]) -> NameChanges:
    """Return what changes; ``today`` and ``after`` say for which unit each name counts under the stored and the new roster.

    A name that goes over to the new name of its unit isn't among them.
    """
    were, will_be = {unit.name for unit in stored.units}, {unit.name for unit in new.units}
    lost, back, apart = {}, {}, {}
    for name, unit in today.items():
        then = after[name]
        if unit in were and then not in will_be:
            lost[name] = unit
        elif unit not in were and then in will_be:
            back[name] = then
        elif unit in were and then != after[unit]:
            apart[name] = unit
    return NameChanges(lost, back, apart)
