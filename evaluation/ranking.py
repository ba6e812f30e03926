"""Runs the ranking chain in DuckDB and returns plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Status = Literal["ranked", "incomplete", "vetoed"]


@dataclass(frozen=True)
class RankedUnit:
    """One unit in one period, figures exactly as published (rounded half up to the scheme's decimals).

    ``rank`` counts within the group and is None for incomplete units (and for vetoed ones where the scheme
    says ``veto = "unrank"``; only those have status ``vetoed``). ``dimensions`` holds every dimension in scheme
    order, None where the score can't be computed. ``missing`` names indicators without a mark.
    ``previous_rank`` is the rank in the period before, None where there was none.
    """

    period: str
    group: str
    unit: str
    position: int
    rank: int | None
    total: Decimal | None
    base: Decimal | None
    adjustment: Decimal
    dimensions: Mapping[str, Decimal | None]
    status: Status
    missing: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    previous_rank: int | None = None


@dataclass(frozen=True)
class Ranking:
    """All units of the roster in one period, by group in roster order, then rank, vetoed, incomplete."""

    period: str
    units: tuple[RankedUnit, ...]
    weights: Mapping[str, Decimal]
    """Weight per dimension as used, in scheme order (what-if weights where they were given)."""
    decimals: int
    aggregation: str = "arithmetic"
    is_what_if: bool = False

    def group(self, name: str) -> tuple[RankedUnit, ...]:
        """Return the units of one group, in rank order."""
        return tuple(unit for unit in self.units if unit.group == name)
