"""The roster: the units that take part, each in one group, with aliases and a protocol order."""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

_NAME, _ALIASES = attrgetter("name"), attrgetter("aliases")


@dataclass(frozen=True, slots=True)
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
        names = list(map(_NAME, self.units))
        found = dict(zip(names, names, strict=True))
        for unit in filter(_ALIASES, self.units):
            for alias in unit.aliases:
                found.setdefault(alias, unit.name)
        return found
