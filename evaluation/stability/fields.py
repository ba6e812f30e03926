"""Who competes, and each unit's total as a function of the weights.

The order at given weights is that of the unrounded means of the *published* dimension scores, plus adjustment: neither
the rounding of totals nor their floor of 0 is applied, so that between two units there is one line and no band.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from evaluation.problems import EvaluationError
from evaluation.ranking import Ranking
from evaluation.scheme import Aggregation, Scheme, whole_weights
from evaluation.shortlist import Shortlist
from evaluation.stability.regions import in_whole_numbers
from evaluation.wording import conditions as condition_words

TOLERANCE = 1e-12
"""How near to each other two sums of logarithms or reciprocals count as equal, relative to their parts."""


@dataclass(frozen=True)
class Contest:
    """The units that compete for an award: ``places`` of them are put forward.

    One row of ``scores`` (published, in scheme order), one adjustment per unit. ``weights`` are whole numbers.
    ``tie_break`` holds positions of dimensions. ``is_dense`` says that ranks go on without gaps after a tie.
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

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The weights as shares that sum to 1."""
        return tuple(Fraction(weight, sum(self.weights)) for weight in self.weights)

    def tie_break_of(self, unit: int) -> tuple[Decimal | int, ...]:
        """Return the scores that tell this unit from others with an equal total."""
        return tuple(self.scores[unit][place] for place in self.tie_break)


def contest_of(ranking: Ranking, shortlist: Shortlist, scheme: Scheme) -> Contest:
    """Return who competes in the shortlist's group: complete, not vetoed, all floors met, in rank order.

    None of these depends on the weights. A least total and a least rank (``minimum_total``, ``within_rank``) do; they
    are not applied. Raises EvaluationError for a list that goes by more than rank: conditions on places bear on it.
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
    return Contest(
        tuple(unit.unit for unit in units),
        names,
        tuple(tuple(unit.dimensions.values()) for unit in units),
        tuple(unit.adjustment for unit in units),
        whole_weights(ranking.weights.values()),
        shortlist.quota,
        ranking.aggregation,
        tuple(names.index(name) for name in scheme.tie_break),
        scheme.ties == "dense",
    )


@dataclass(frozen=True)
class Field:
    """The units of a contest as linear functions of the weights.

    Units that are equal under all weights form one class: one row of ``values`` a class, whole numbers wherever the
    totals are means, else accurate to ``tolerance``. ``class_of`` is by unit. ``sizes`` says by how many ranks a class
    moves those below it; ``ahead`` by how many ranks a unit stands behind others of its own class, whom the tie-break
    puts first.
    """

    values: np.ndarray
    class_of: tuple[int, ...]
    sizes: np.ndarray
    ahead: tuple[int, ...]
    tolerance: float

    @property
    def depth(self) -> int:
        """How many ranks there are."""
        return int(self.sizes.sum())


def field_of(contest: Contest) -> Field | None:
    """Return the contest's units as linear functions, None where the lines between them are curves.

    Straight: the arithmetic mean; the lowest score (no weights in it); the geometric and the harmonic mean where all
    adjustments are equal, because then logarithms and reciprocals of the scores compare in the same order.
    """
    rows = _linear(contest)
    if rows is None:
        return None
    distinct = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    class_of = tuple(distinct[row] for row in rows)
    members: list[list[int]] = [[] for _ in distinct]
    for unit, place in enumerate(class_of):
        members[place].append(unit)
    standing = [contest.tie_break_of(unit) for unit in range(len(rows))]
    sizes, ahead = [], [0] * len(rows)
    for group in members:
        taken = [standing[unit] for unit in group]
        sizes.append(len(set(taken)) if contest.is_dense else len(group))
        for unit in group:
            better = [other for other in taken if other > standing[unit]]
            ahead[unit] = len(set(better)) if contest.is_dense else len(better)
    is_whole = all(isinstance(part, int) for row in distinct for part in row)
    shape = (len(distinct), len(contest.dimensions))
    values = np.array(list(distinct), dtype=object if is_whole else float).reshape(shape)
    return Field(values, class_of, np.array(sizes, dtype=np.int64), tuple(ahead), 0.0 if is_whole else TOLERANCE)


def _linear(contest: Contest) -> list[tuple[int, ...]] | list[tuple[float, ...]] | None:
    aggregation = "arithmetic" if len(contest.dimensions) == 1 else contest.aggregation
    pairs = list(zip(contest.scores, contest.adjustments, strict=True))
    if aggregation == "arithmetic":
        return _whole([[Fraction(score) + Fraction(plus) for score in row] for row, plus in pairs])
    if aggregation == "minimum":
        return _whole([[Fraction(min(row)) + Fraction(plus)] * len(row) for row, plus in pairs])
    if len(set(contest.adjustments)) > 1:
        return None
    bend = (lambda score: math.log(score)) if aggregation == "geometric" else (lambda score: -1 / float(score))
    bent = [tuple(bend(score) for score in row) if min(row) > 0 else None for row in contest.scores]
    # A zero makes the mean 0 at all positive weights: such units are equal to each other and below all the rest.
    lowest = min((part for row in bent if row for part in row), default=0.0) - 1
    return [row or (lowest,) * len(contest.dimensions) for row in bent]


def _whole(rows: list[list[Fraction]]) -> list[tuple[int, ...]]:
    """Return all figures in one common unit, so that they are whole numbers."""
    flat = in_whole_numbers([part for row in rows for part in row]) if rows else ()
    width = len(rows[0]) if rows else 1
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def totals_at(contest: Contest, weights: np.ndarray) -> np.ndarray:
    """Return unrounded totals, one row per row of weights (shares that sum to 1), one column per unit."""
    return means_at(np.array(contest.scores, dtype=float), weights, contest.aggregation) + np.array(
        contest.adjustments, dtype=float
    )


def means_at(scores: np.ndarray, weights: np.ndarray, aggregation: Aggregation) -> np.ndarray:
    """Return means of the rows of ``scores``, one row per row of weights."""
    if aggregation == "arithmetic":
        return weights @ scores.T
    if aggregation == "minimum":
        return np.broadcast_to(scores.min(axis=1), (len(weights), len(scores)))
    has_zero = scores.min(axis=1) <= 0
    safe = np.where(has_zero[:, None], 1.0, scores)
    mean = np.exp(weights @ np.log(safe).T) if aggregation == "geometric" else 1 / (weights @ (1 / safe).T)
    return np.where(has_zero, 0.0, mean)
