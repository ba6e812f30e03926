"""Each unit's total as a function of the weights.

The order at given weights is that of the unrounded means of the *published* dimension scores, plus adjustment: neither
the rounding of totals nor their floor of 0 is applied, so that between two units there is one line and no band.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.contest import Contest, linear_rows
from evaluation.scheme import Aggregation

TOLERANCE = 1e-12
"""How near to each other two sums of logarithms or reciprocals count as equal, relative to their parts."""


@dataclass(frozen=True)
class Field:
    """The units of a contest as linear functions of the weights.

    Units that are equal under all weights form one class: one row of ``values`` a class, whole numbers wherever the
    totals are means, else accurate to ``tolerance``. ``class_of`` is by unit. ``sizes`` says by how many ranks a class
    moves those below it; ``ahead`` by how many ranks a unit stands behind others of its own class, whom the tie-break
    puts first. ``least`` is the total that a list asks for, the same under all weights; None where it asks for none.
    """

    values: np.ndarray
    class_of: tuple[int, ...]
    sizes: np.ndarray
    ahead: tuple[int, ...]
    tolerance: float
    least: int | float | None = None

    @property
    def depth(self) -> int:
        """How many ranks there are."""
        return int(self.sizes.sum())


def field_of(contest: Contest) -> Field | None:
    """Return the contest's units as linear functions, None where the lines between them are curves.

    Straight: the arithmetic mean; the lowest score (no weights in it); the geometric and the harmonic mean where all
    adjustments are equal, because then logarithms and reciprocals of the scores compare in the same order.
    """
    linear = linear_rows(contest)
    if linear is None:
        return None
    rows, least = linear
    distinct = list(dict.fromkeys(rows))
    is_whole = all(isinstance(part, int) for row in distinct for part in row)
    shape = (len(distinct), len(contest.dimensions))
    values = np.array(distinct, dtype=object if is_whole else float).reshape(shape)
    return Field(values, *classed(contest, rows), 0.0 if is_whole else TOLERANCE, least)


def classed(
    contest: Contest, rows: Sequence[Hashable], *, counts_units: bool = False
) -> tuple[tuple[int, ...], np.ndarray, tuple[int, ...]]:
    """Return each unit's class, the sizes of the classes, and how far each unit stands behind in its own (see ``Field``).

    Units of equal ``rows`` are one class; classes are in the order in which they first come. ``counts_units``: a class moves
    those below it by its units, even where ranks go on without gaps.
    """
    is_dense = contest.is_dense and not counts_units
    distinct = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    class_of = tuple(distinct[row] for row in rows)
    members: list[list[int]] = [[] for _ in distinct]
    for unit, place in enumerate(class_of):
        members[place].append(unit)
    standing = [contest.tie_break_of(unit) for unit in range(len(rows))]
    sizes, ahead = [], [0] * len(rows)
    for group in members:
        taken = [standing[unit] for unit in group]
        sizes.append(len(set(taken)) if is_dense else len(group))
        for unit in group:
            better = [other for other in taken if other > standing[unit]]
            ahead[unit] = len(set(better)) if is_dense else len(better)
    return class_of, np.array(sizes, dtype=np.int64), tuple(ahead)


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
