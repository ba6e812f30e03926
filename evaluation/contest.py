"""Who competes for an award, and with what: all that the weights are put on.

Plain numbers and no numpy, which takes longer to load than 首页 to ask whether a list is firm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from evaluation.problems import EvaluationError
from evaluation.scheme import whole_weights
from evaluation.wording import conditions as condition_words

if TYPE_CHECKING:
    from evaluation.ranking import Ranking
    from evaluation.scheme import Aggregation, Scheme
    from evaluation.shortlist import Shortlist

_SLACK = 1e-9
"""So much, relative to the figures, counts as level: binary floats must never call a list firm that isn't."""


@dataclass(frozen=True)
class Contest:
    """The units that compete for an award: ``places`` of them are put forward.

    One row of ``scores`` (published, in scheme order), one adjustment per unit. ``weights`` are whole numbers.
    ``tie_break`` holds positions of dimensions. ``is_dense`` says that ranks go on without gaps after a tie. ``least`` is the
    total, before it is rounded, that a unit needs in order to be put forward. ``within_rank`` is the award's least rank, which
    is left out of account where weights move: there are no more ``places`` than it lets be filled at the present ones.
    """

    units: tuple[str, ...]
    dimensions: tuple[str, ...]
    scores: tuple[tuple[Decimal | int, ...], ...]
    adjustments: tuple[Decimal | int, ...]
    weights: tuple[int, ...]
    places: int
    aggregation: Aggregation = "arithmetic"
    tie_break: tuple[int, ...] = ()
    is_dense: bool = False
    least: Decimal | None = None
    within_rank: int | None = None

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The weights as shares that sum to 1."""
        return tuple(Fraction(weight, sum(self.weights)) for weight in self.weights)

    def tie_break_of(self, unit: int) -> tuple[Decimal | int, ...]:
        """Return the scores that tell this unit from others with an equal total."""
        return tuple(self.scores[unit][place] for place in self.tie_break)


def contest_of(ranking: Ranking, shortlist: Shortlist, scheme: Scheme) -> Contest:
    """Return who competes in the shortlist's group: complete, not vetoed, all floors met, in rank order.

    None of these depends on the weights. A least total and a least rank (``minimum_total``, ``within_rank``) do: the first
    bounds the list and not who competes, the second is applied at the present weights alone. Raises EvaluationError for a list
    that goes by more than that: conditions on places bear on it.
    """
    if shortlist.conditions:
        conditions = condition_words.JOINED.join(shortlist.conditions)
        raise EvaluationError(condition_words.NO_STABILITY.format(award=shortlist.award, conditions=conditions))
    units = [
        item.unit
        for item in shortlist.candidates
        if item.unit.total is not None and not item.unit.vetoes and not item.below_floor
    ]
    names = tuple(ranking.weights)
    award = next((award for award in scheme.award if award.name == shortlist.award), None)
    within = award.within_rank if award else None
    reached = [unit for unit in units if within is None or unit.rank <= within]
    return Contest(
        tuple(unit.unit for unit in units),
        names,
        tuple(tuple(unit.dimensions.values()) for unit in units),
        tuple(unit.adjustment for unit in units),
        whole_weights(ranking.weights.values()),
        shortlist.quota if len(reached) == len(units) else min(shortlist.quota, len(reached)),
        ranking.aggregation,
        tuple(names.index(name) for name in scheme.tie_break),
        scheme.ties == "dense",
        _least(award.minimum_total, ranking.decimals) if award and award.minimum_total is not None else None,
        within,
    )


def _least(minimum: Decimal, decimals: int) -> Decimal | None:
    """Return the least total that is published as ``minimum`` or more, None where all are: rounding is half up, never below 0."""
    step = Decimal(1).scaleb(-decimals)
    published = minimum.quantize(step, ROUND_CEILING)
    return published - step / 2 if published > 0 else None


Rows = list[tuple[int, ...]] | list[tuple[float, ...]]


def linear_rows(contest: Contest) -> tuple[Rows, int | float | None] | None:
    """Return each unit's total at the corners of all weightings, and the least that a list asks for, all in one scale.

    None where totals aren't linear in the weights. Whole numbers, and exact, wherever totals are means; else logarithms or
    reciprocals, which compare in the same order. The least is None where there is none, or none falls short of it.
    """
    aggregation = "arithmetic" if len(contest.dimensions) == 1 else contest.aggregation
    pairs = list(zip(contest.scores, contest.adjustments, strict=True))
    if aggregation == "arithmetic":
        return _whole([[Fraction(score) + Fraction(plus) for score in row] for row, plus in pairs], contest.least)
    if aggregation == "minimum":
        return _whole([[Fraction(min(row)) + Fraction(plus)] * len(row) for row, plus in pairs], contest.least)
    if len(set(contest.adjustments)) > 1:
        return None
    bend = (lambda score: math.log(score)) if aggregation == "geometric" else (lambda score: -1 / float(score))
    bent = [tuple(bend(score) for score in row) if min(row) > 0 else None for row in contest.scores]
    mean = None if contest.least is None else contest.least - next(iter(contest.adjustments), 0)
    least = None if mean is None or mean <= 0 else bend(mean)
    # A zero makes the mean 0 at all positive weights: such units are equal to each other and below all the rest.
    parts = [part for row in bent if row for part in row]
    lowest = min(parts if least is None else [*parts, least], default=0.0) - 1
    return [row or (lowest,) * len(contest.dimensions) for row in bent], least


def may_turn(contest: Contest, move: float) -> bool:
    """Say whether the list might change before some weight has moved by ``move`` (a share of 1): False is certain.

    A short answer to the question that ``stability.safety`` answers with who and where. A unit off the list overtakes one on it
    no sooner than all weights work for it, half of them up and half down.
    """
    linear = linear_rows(contest)
    if linear is None:
        return True
    rows, least = linear
    totals = [sum(part * weight for part, weight in zip(row, contest.weights, strict=True)) for row in rows]
    order = sorted(range(len(rows)), key=totals.__getitem__, reverse=True)
    reach = move * sum(contest.weights) * (1 + _SLACK)
    # Whoever has no place gets onto the list by overtaking, not by reaching the least total.
    placed = [(rows[unit], totals[unit]) for unit in order[: contest.places]]
    if least is not None and any(_may_cross(row, total, least, reach, sum(contest.weights)) for row, total in placed):
        return True
    return any(
        totals[inside] - totals[outside] <= reach * _turning(rows[outside], rows[inside]) + _SLACK * abs(totals[inside])
        for inside in order[: contest.places]
        for outside in order[contest.places :]
    )


def _may_cross(row: Sequence[float], total: float, least: float, reach: float, whole: int) -> bool:
    """Say whether a total might come to the other side of the least one."""
    return abs(total - least * whole) <= reach * _turning(row, (least,) * len(row)) + _SLACK * abs(total)


def _turning(rising: Sequence[float], falling: Sequence[float]) -> float:
    """Return by how much one row gains on another, at most, for each step that every weight moves."""
    gaps = sorted(gain - loss for gain, loss in zip(rising, falling, strict=True))
    half = len(gaps) // 2
    return sum(gaps[-half:]) - sum(gaps[:half]) if half else 0


def _whole(rows: list[list[Fraction]], least: Decimal | None) -> tuple[list[tuple[int, ...]], int | None]:
    """Return all figures in one common unit, so that they are whole numbers."""
    figures = [part for row in rows for part in row] + ([] if least is None else [Fraction(least)])
    flat = in_whole_numbers(figures) if figures else ()
    width = len(rows[0]) if rows else 1
    whole = [flat[start : start + width] for start in range(0, len(rows) * width, width)]
    return whole, None if least is None else flat[-1]


def in_whole_numbers(parts: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Return numbers as coprime whole ones of the same proportions and signs."""
    fractions = [Fraction(part) for part in parts]
    common = math.lcm(*(part.denominator for part in fractions))
    whole = [part.numerator * (common // part.denominator) for part in fractions]
    divisor = math.gcd(*whole) or 1
    return tuple(part // divisor for part in whole)
