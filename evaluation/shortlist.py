"""Who may be put forward for an award, who is suggested, and why not the others. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from evaluation.ranking import RankedUnit


@dataclass(frozen=True)
class Candidate:
    """One unit of the award's group. ``reasons`` are the failed conditions in words, empty when eligible.

    ``gap`` is the total minus the cut line (评先线) in points; None where either is missing.
    """

    unit: RankedUnit
    eligible: bool
    suggested: bool
    tied_at_cut: bool
    reasons: tuple[str, ...]
    gap: Decimal | None


@dataclass(frozen=True)
class Shortlist:
    """The suggestion for one award in one group, one candidate per unit of the roster, in rank order.

    ``cut_line`` is the total of the last suggested unit ``cut_unit``; both are None when nobody is suggested.
    """

    award: str
    group: str
    quota: int
    candidates: tuple[Candidate, ...]
    cut_line: Decimal | None
    cut_unit: str | None
