"""Who may be put forward for an award, who is suggested, and why not the others. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, Ranking
from evaluation.scheme import Award, Dimension, Scheme
from evaluation.wording import shortlist as words


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
    below_floor: tuple[str, ...] = ()
    """Names of the dimensions whose score is below their floor."""


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

    @property
    def suggested(self) -> tuple[str, ...]:
        """Names of the suggested units, in rank order."""
        return tuple(candidate.unit.unit for candidate in self.candidates if candidate.suggested)


def first_outside(shortlist: Shortlist) -> Candidate | None:
    """Return the best eligible unit that isn't suggested: the one that the cut line keeps out. None where there is none."""
    return next((item for item in shortlist.candidates if item.eligible and not item.suggested and not item.tied_at_cut), None)


def find_award(scheme: Scheme, name: str) -> Award:
    """Return the award of this name. Raises EvaluationError where the scheme has none."""
    for award in scheme.award:
        if award.name == name:
            return award
    raise EvaluationError(words.UNKNOWN_AWARD.format(name=name, known="、".join(award.name for award in scheme.award)))


def suggest(ranking: Ranking, scheme: Scheme, award: Award, group: str) -> Shortlist:
    """Return who the rules put forward for an award in one of its groups.

    Eligible units fill the quota in rank order. Where units of equal rank straddle the last place, none of them is
    suggested: they are tied at the cut (并列待定) and people decide.
    """
    units = ranking.group(group)
    quota = award.places(len(units))
    reasons = {unit.unit: tuple(_failed_conditions(unit, scheme, award)) for unit in units}
    eligible = [unit for unit in units if not reasons[unit.unit]]
    suggested, tied = _fill(eligible, quota)
    cut = next((unit for unit in reversed(units) if unit.unit in suggested), None)
    cut_line = cut.total if cut else None
    candidates = tuple(
        Candidate(
            unit,
            eligible=not reasons[unit.unit],
            suggested=unit.unit in suggested,
            tied_at_cut=unit.unit in tied,
            reasons=reasons[unit.unit],
            gap=None if cut_line is None or unit.total is None else unit.total - cut_line,
            below_floor=tuple(dimension.name for dimension, _ in _below_floor(unit, scheme)),
        )
        for unit in units
    )
    return Shortlist(award.name, group, quota, candidates, cut_line, cut.unit if cut else None)


def suggest_nobody(ranking: Ranking, scheme: Scheme, group: str) -> Shortlist:
    """Return the list of a group that competes for no award: everybody is there, nobody is suggested, no cut line."""
    candidates = tuple(
        Candidate(
            unit,
            eligible=unit.total is not None and not unit.vetoes,
            suggested=False,
            tied_at_cut=False,
            reasons=(),
            gap=None,
            below_floor=tuple(dimension.name for dimension, _ in _below_floor(unit, scheme)),
        )
        for unit in ranking.group(group)
    )
    return Shortlist("", group, 0, candidates, None, None)


def _failed_conditions(unit: RankedUnit, scheme: Scheme, award: Award) -> Iterator[str]:
    if unit.total is None:
        yield words.INCOMPLETE.format(missing="、".join(name for name, score in unit.dimensions.items() if score is None))
    if unit.vetoes:
        yield words.VETOED.format(reasons="、".join(unit.vetoes))
    for dimension, score in _below_floor(unit, scheme):
        yield words.BELOW_FLOOR.format(dimension=dimension.name, score=score, floor=f"{dimension.floor.normalize():f}")
    if award.minimum_total is not None and unit.total is not None and unit.total < award.minimum_total:
        yield words.BELOW_MINIMUM.format(total=unit.total, minimum=f"{award.minimum_total.normalize():f}")
    if award.within_rank is not None and unit.rank is not None and unit.rank > award.within_rank:
        yield words.BEYOND_RANK.format(rank=unit.rank, within=award.within_rank)


def _below_floor(unit: RankedUnit, scheme: Scheme) -> Iterator[tuple[Dimension, Decimal]]:
    for dimension in scheme.dimension:
        score = unit.dimensions.get(dimension.name)
        if dimension.floor is not None and score is not None and score < dimension.floor:
            yield dimension, score


def in_short(candidate: Candidate) -> str:
    """Return the conclusion about a unit in a few words: proposed, or what stands against it first."""
    unit = candidate.unit
    if unit.total is None:
        return words.INCOMPLETE.format(missing="、".join(name for name, score in unit.dimensions.items() if score is None))
    if unit.vetoes:
        return words.SHORT_VETO
    if candidate.below_floor:
        name = candidate.below_floor[0]
        return words.SHORT_FLOOR.format(dimension=name, score=unit.dimensions[name])
    if candidate.suggested:
        return words.SHORT_SUGGESTED
    if candidate.tied_at_cut:
        return words.SHORT_TIED
    return "；".join(candidate.reasons)


def _fill(eligible: list[RankedUnit], quota: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the units that fill the quota and those tied across its last place."""
    if len(eligible) <= quota:
        return frozenset(unit.unit for unit in eligible), frozenset()
    last, following = eligible[quota - 1].rank, eligible[quota].rank
    tied = frozenset(unit.unit for unit in eligible if unit.rank == last) if last == following else frozenset()
    return frozenset(unit.unit for unit in eligible[:quota]) - tied, tied
