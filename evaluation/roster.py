"""The roster: the units that take part, each in one group, with aliases and a protocol order."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Unit:
    """One unit of the roster. ``position`` is its place in the protocol order, from 1. ``tags``: 社区, 片区:东."""

    name: str
    group: str
    aliases: tuple[str, ...] = ()
    position: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """All units, in protocol order. Names and aliases are unique across the roster."""

    units: tuple[Unit, ...]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Group names in the order of their first unit."""
        return tuple(dict.fromkeys(unit.group for unit in self.units))

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name and alias → the unit's name."""
        names = {unit.name: unit.name for unit in self.units}
        for unit in self.units:
            for alias in unit.aliases:
                names.setdefault(alias, unit.name)
        return names
