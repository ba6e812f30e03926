"""From the roster to the list: how many units each condition of an award leaves, and who falls out where and why. Pure."""

from dataclasses import dataclass

from evaluation.ranking import RankedUnit
from evaluation.scheme import Award, Scheme
from evaluation.shortlist import Shortlist
from evaluation.wording import award_page as words


@dataclass(frozen=True)
class Stage:
    """One condition: ``left`` units pass it and all before; ``fallen`` are those that it keeps out, each with the reason."""

    name: str
    left: int
    fallen: tuple[tuple[str, str], ...]


def funnel(shortlist: Shortlist, scheme: Scheme, award: Award) -> tuple[Stage, ...]:
    """Return the stages roster → complete → no veto → floors → minimum total → within rank → quota; those not set are left out.

    A unit that fails several conditions falls out at the first one, with all its reasons.
    """
    left = list(shortlist.candidates)
    stages = [Stage("roster", len(left), ())]
    for name in _conditions(scheme, award):
        fallen = [item for item in left if _fails(item.unit, item.below_floor, name, award)]
        left = [item for item in left if item not in fallen]
        stages.append(Stage(name, len(left), tuple((item.unit.unit, "；".join(item.reasons)) for item in fallen)))
    behind = [item for item in left if not item.suggested]
    reasons = tuple(
        (
            item.unit.unit,
            (item.decided or words.FUNNEL_TIED)
            if item.tied_at_cut
            else item.given_way or words.FUNNEL_QUOTA.format(rank=item.unit.rank),
        )
        for item in behind
    )
    return (*stages, Stage("quota", len(left) - len(behind), reasons))


def _conditions(scheme: Scheme, award: Award) -> list[str]:
    conditions = ["complete", "veto"]
    if any(dimension.floor is not None for dimension in scheme.dimension):
        conditions.append("floor")
    if award.minimum_total is not None:
        conditions.append("minimum")
    if award.within_rank is not None:
        conditions.append("rank")
    return conditions


def _fails(unit: RankedUnit, below_floor: tuple[str, ...], name: str, award: Award) -> bool:
    if name == "complete":
        return unit.total is None
    if name == "veto":
        return bool(unit.vetoes)
    if name == "floor":
        return bool(below_floor)
    if name == "minimum":
        return unit.total is not None and unit.total < award.minimum_total
    return unit.rank is not None and unit.rank > award.within_rank
