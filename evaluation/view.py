"""Which units of a ranked group are shown, and in which order. A view never changes a rank or a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb

from evaluation.roster import Unit
from evaluation.search import matches
from evaluation.shortlist import Candidate

Tag = Literal["ranked", "incomplete", "vetoed", "below_floor", "suggested", "tied", "outside", "barred"]
Sort = Literal["rank", "change", "name", "roster", "adjustment", "total", "gap", "dimension"]

_SHOWN = (Path(__file__).parent / "sql" / "queries" / "shown_unit.sql").read_text("utf-8")
_FALLING_BY_NATURE = frozenset({"change", "adjustment", "total", "gap", "dimension"})
"""Figures of which people want the highest first."""


@dataclass(frozen=True)
class View:
    """What a person asks to see. ``wanted`` holds sets of tags: a unit shows where it has one of each set.

    ``floors`` are least scores by dimension, ``lowest`` and ``highest`` bounds of the total, both included.
    ``dimension`` names the one to sort by. ``reverse`` turns the order that is usual for the column.
    """

    search: str = ""
    wanted: tuple[frozenset[Tag], ...] = ()
    floors: Mapping[str, Decimal] = field(default_factory=dict)
    lowest: Decimal | None = None
    highest: Decimal | None = None
    sort: Sort = "rank"
    dimension: str = ""
    reverse: bool = False

    @property
    def filters(self) -> int:
        """How many filters are set; the order is none."""
        bounds = (self.lowest, self.highest)
        return bool(self.search.strip()) + len(self.wanted) + len(self.floors) + sum(bound is not None for bound in bounds)


def tags_of(candidate: Candidate) -> tuple[Tag, ...]:
    """Return what can be asked about a unit: its status, and where the rules put it for the award."""
    tags: list[Tag] = ["incomplete" if candidate.unit.total is None else "ranked"]
    if candidate.unit.vetoes:
        tags.append("vetoed")
    if candidate.below_floor:
        tags.append("below_floor")
    if candidate.suggested:
        tags.append("suggested")
    elif candidate.tied_at_cut:
        tags.append("tied")
    else:
        tags.append("outside" if candidate.eligible else "barred")
    return tuple(tags)


def shown(
    cursor: duckdb.DuckDBPyConnection,
    view: View,
    candidates: Sequence[Candidate],
    units: Sequence[Unit],
    before: Mapping[str, int | None],
) -> list[Candidate]:
    """Return the candidates of one group that a view shows, in its order.

    ``candidates`` stand in rank order, ``units`` are the roster's (for names, aliases and pinyin), ``before`` holds the ranks
    that a change is counted from.
    """
    if not view.filters and view.sort == "rank" and not view.reverse:
        return list(candidates)
    names = list(candidates[0].unit.dimensions) if candidates else []
    by_name = {candidate.unit.unit: candidate for candidate in candidates}
    rows = cursor.execute(
        _SHOWN,
        {
            "units": list(by_name),
            "tags": [list(tags_of(candidate)) for candidate in candidates],
            "ranks": [candidate.unit.rank for candidate in candidates],
            "changes": [change(before.get(name), candidate.unit.rank) for name, candidate in by_name.items()],
            "adjustments": [str(candidate.unit.adjustment) for candidate in candidates],
            "totals": [_text(candidate.unit.total) for candidate in candidates],
            "gaps": [_text(candidate.gap) for candidate in candidates],
            "scores": [[_text(score) for score in candidate.unit.dimensions.values()] for candidate in candidates],
            "found": [unit.name for unit in units if matches(unit, view.search)],
            "wanted": [sorted(tags) for tags in view.wanted],
            "floors": [_text(view.floors.get(name)) for name in names],
            "lowest": _text(view.lowest),
            "highest": _text(view.highest),
            "sort": view.sort,
            "dimension": names.index(view.dimension) + 1 if view.dimension in names else None,
            "falling": (view.sort in _FALLING_BY_NATURE) != view.reverse,
        },
    ).fetchall()
    return [by_name[name] for (name,) in rows]


def change(before: int | None, now: int | None) -> int | None:
    """Return how many places a unit rose (fell: negative), None where it lacks one of the two ranks."""
    return None if before is None or now is None else before - now


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
