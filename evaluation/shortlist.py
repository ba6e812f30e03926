"""Who may be put forward for an award, who is suggested, and why not the others. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from evaluation.conditions import Contender, Limit, Outcome, Price, broken, limits_of, under_conditions
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, Ranking
from evaluation.scheme import Award, Dimension, Scheme
from evaluation.wording import conditions as condition_words
from evaluation.wording import shortlist as words


@dataclass(frozen=True)
class Candidate:
    """One unit of the award's group. ``reasons`` are the failed conditions in words, empty when eligible.

    ``gap`` is the total minus the cut line (评先线) in points; None where either is missing. ``given_way`` says, in words, to
    whom an eligible unit that isn't behind the cut gives its place, and under which conditions; "" for all others.
    """

    unit: RankedUnit
    eligible: bool
    suggested: bool
    tied_at_cut: bool
    reasons: tuple[str, ...]
    gap: Decimal | None
    below_floor: tuple[str, ...] = ()
    """Names of the dimensions whose score is below their floor."""
    given_way: str = ""
    decision: bool | None = None
    """Whether the list that is locked has the unit; None while none is, or another one than it is shown."""

    @property
    def decided(self) -> str:
        """What people decided in a few words where the rules had it otherwise or left it open; "" for all others."""
        if self.decision is None or (self.decision == self.suggested and not self.tied_at_cut):
            return ""
        if not self.decision:
            return words.DECIDED_OUT
        return words.DECIDED_IN if self.tied_at_cut else words.DECIDED_ADDED

    @property
    def is_pending(self) -> bool:
        """Whether the unit is tied at the cut and nobody has decided for good."""
        return self.tied_at_cut and self.decision is None

    @property
    def all_reasons(self) -> tuple[str, ...]:
        """Why the unit isn't suggested, in words: failed conditions, or the place that it gives up."""
        return (*self.reasons, self.given_way) if self.given_way else self.reasons


@dataclass(frozen=True)
class Shortlist:
    """The suggestion for one award in one group, one candidate per unit of the roster, in rank order.

    ``cut_line`` is the total of the last suggested unit ``cut_unit``; both are None when nobody is suggested.
    ``limits`` are the award's conditions on places as they bear on the group (``conditions``: in words, each once);
    ``unmet`` says which of them can't be met, in words, and ``price`` what meeting them costs. ``missing_rule`` is the ranking's.
    """

    award: str
    group: str
    quota: int
    candidates: tuple[Candidate, ...]
    cut_line: Decimal | None
    cut_unit: str | None
    limits: tuple[Limit, ...] = ()
    unmet: str = ""
    price: Price | None = None
    missing_rule: str = "incomplete"

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions on places that bear on the group, in words."""
        return tuple(dict.fromkeys(limit.text for limit in self.limits))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the conditions on places cost, or that they can't be met; nothing where they change nothing."""
        return tuple(filter(None, (self.unmet, self.price.sentence if self.price else "")))

    def broken_by(self, chosen: Sequence[str]) -> tuple[str, ...]:
        """Return the conditions on places that people's choice doesn't keep to; none where they can't be met anyway."""
        return () if self.unmet else broken(self.limits, chosen)

    @cached_property
    def counted(self) -> tuple[Candidate, ...]:
        """The candidates that have a total, in rank order."""
        return tuple(candidate for candidate in self.candidates if candidate.unit.total is not None)

    @cached_property
    def suggested(self) -> tuple[str, ...]:
        """Names of the suggested units, in rank order."""
        return tuple(candidate.unit.unit for candidate in self.candidates if candidate.suggested)


def settled(shortlist: Shortlist, chosen: Collection[str]) -> Shortlist:
    """Return the suggestion with what a locked list says of each unit; the rules' own part stays as it is."""
    rows = tuple(replace(row, decision=row.unit.unit in chosen) for row in shortlist.candidates)
    return replace(shortlist, candidates=rows)


def differing(shortlist: Shortlist, chosen: Collection[str]) -> str:
    """Return, in signs, which units a list has that the rules lack, and the other way round: ＋甲村、−乙村; "" for nothing."""
    rules = set(shortlist.suggested)
    names = [row.unit.unit for row in shortlist.candidates]
    signs = {"＋": set(chosen) - rules, "−": rules - set(chosen)}
    return "、".join(f"{sign}{name}" for sign, found in signs.items() for name in names if name in found)


def first_outside(shortlist: Shortlist) -> Candidate | None:
    """Return the best eligible unit that the cut line keeps out (and no condition on places). None where there is none."""
    outside = (item for item in shortlist.candidates if item.eligible and not item.suggested and not item.tied_at_cut)
    return next((item for item in outside if not item.given_way), None)


def find_award(scheme: Scheme, name: str) -> Award:
    """Return the award of this name. Raises EvaluationError where the scheme has none."""
    for award in scheme.award:
        if award.name == name:
            return award
    raise EvaluationError(words.UNKNOWN_AWARD.format(name=name, known="、".join(award.name for award in scheme.award)))


def suggest(ranking: Ranking, scheme: Scheme, award: Award, group: str) -> Shortlist:
    """Return who the rules put forward for an award in one of its groups.

    Eligible units fill the quota in rank order. Where units of equal rank straddle the last place, none of them is
    suggested: they are tied at the cut (并列待定) and people decide. Under conditions on places the best list that keeps to
    them all is suggested (see ``conditions``); where none does, the list is that without them and ``unmet`` says so.
    """
    units = ranking.group(group)
    quota = award.places(len(units))
    low = {unit.unit: _below_floor(unit, scheme) for unit in units}
    reasons = {unit.unit: tuple(_failed_conditions(unit, low[unit.unit], award)) for unit in units}
    eligible = [unit for unit in units if not reasons[unit.unit]]
    limits = limits_of(award.condition, [(unit.unit, unit.tags) for unit in units])
    outcome = _outcome(eligible, quota, limits, ranking.decimals)
    suggested, tied = outcome.choice.certain, outcome.choice.tied
    given_way = _given_way(eligible, outcome)
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
            below_floor=tuple(dimension.name for dimension, _ in low[unit.unit]),
            given_way=given_way.get(unit.unit, ""),
        )
        for unit in units
    )
    return Shortlist(
        award.name,
        group,
        quota,
        candidates,
        cut_line,
        cut.unit if cut else None,
        limits,
        outcome.unmet_sentence,
        outcome.price,
        ranking.missing_rule,
    )


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
    return Shortlist("", group, 0, candidates, None, None, missing_rule=ranking.missing_rule)


def _failed_conditions(unit: RankedUnit, below_floor: Sequence[tuple[Dimension, Decimal]], award: Award) -> Iterator[str]:
    if unit.total is None:
        yield words.INCOMPLETE.format(missing="、".join(name for name, score in unit.dimensions.items() if score is None))
    if unit.vetoes:
        yield words.VETOED.format(reasons="、".join(unit.vetoes))
    for dimension, score in below_floor:
        yield words.BELOW_FLOOR.format(dimension=dimension.name, score=score, floor=f"{dimension.floor.normalize():f}")
    if award.minimum_total is not None and unit.total is not None and unit.total < award.minimum_total:
        yield words.BELOW_MINIMUM.format(total=unit.total, minimum=f"{award.minimum_total.normalize():f}")
    if award.within_rank is not None and unit.rank is not None and unit.rank > award.within_rank:
        yield words.BEYOND_RANK.format(rank=unit.rank, within=award.within_rank)


def _below_floor(unit: RankedUnit, scheme: Scheme) -> list[tuple[Dimension, Decimal]]:
    return [
        (dimension, score)
        for dimension in scheme.dimension
        if dimension.floor is not None and (score := unit.dimensions.get(dimension.name)) is not None and score < dimension.floor
    ]


def in_short(candidate: Candidate) -> str:
    """Return the conclusion about a unit in a few words: decided otherwise, proposed, or what stands against it first."""
    unit = candidate.unit
    if candidate.decided:
        return candidate.decided
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
    return "；".join(candidate.all_reasons)


def _outcome(eligible: Sequence[RankedUnit], quota: int, limits: tuple[Limit, ...], decimals: int) -> Outcome:
    first: dict[int | None, int] = {}
    for place, unit in enumerate(eligible, start=1):
        first.setdefault(unit.rank, place)
    contenders = [Contender(unit.unit, first[unit.rank], int(unit.total.scaleb(decimals))) for unit in eligible]
    return under_conditions(contenders, quota, limits, Decimal(1).scaleb(-decimals))


def _given_way(eligible: Sequence[RankedUnit], outcome: Outcome) -> dict[str, str]:
    """Return, for eligible units left out that aren't behind the last one let in, to whom they give their place."""
    price, possible = outcome.price, outcome.choice.possible
    if price is None:
        return {}
    last = max((unit.rank for unit in eligible if unit.unit in possible), default=0)
    texts = condition_words.JOINED.join(price.conditions)
    entered = "、".join((*price.enters, *price.pending))
    template = condition_words.GIVEN_WAY if entered else condition_words.GIVEN_UP
    reason = template.format(units=entered, conditions=texts)
    out = (unit for unit in eligible if unit.unit not in possible)
    return {unit.unit: reason for unit in out if unit.rank <= last or unit.unit in price.leaves}
