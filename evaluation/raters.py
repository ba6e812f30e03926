"""How far raters agree, and who marks strictly. Pure; beside the official score, never part of it.

Marks, ranks and W are exact. So are severities of up to ``EXACT_RATERS`` raters; of more they are floats, good to
far more digits than are shown, because exact elimination grows with the cube of the raters and with their fractions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from evaluation.scheme import Indicator, Scheme

EXACT_RATERS = 30
CLOSE, FAIR = Fraction(6, 10), Fraction(3, 10)
"""Mean rank correlations from which raters are said to agree, and to agree by and large. A convention, not a test."""
FEWEST_UNITS = 3
"""Two units can be put in two orders only; W of fewer than three says nothing."""

Number = Decimal | Fraction
Effect = Fraction | float


@dataclass(frozen=True)
class RaterMark:
    """One mark as given, per (unit, indicator, rater); ``rater`` is "" for the unnamed one."""

    unit: str
    indicator: str
    rater: str
    mark: Decimal


@dataclass(frozen=True)
class Agreement:
    """How far ``raters`` put ``units`` in the same order by ``indicators``.

    ``w`` is Kendall's W, 0 to 1, None where there are fewer than two raters or fewer than three units, or where nobody
    tells any two units apart. ``indicators`` and ``units`` are those that every rater has marked.
    """

    raters: tuple[str, ...]
    units: tuple[str, ...]
    indicators: tuple[str, ...]
    w: Fraction | None

    @property
    def correlation(self) -> Fraction | None:
        """Mean rank correlation (Spearman's, exact without ties) of all pairs of raters, (m·W − 1) / (m − 1), up to 1.

        0 is what raters who have nothing to do with each other reach, whatever their number m; their W is 1/m, which
        is 0.5 for two, so that W alone flatters small panels. Source: Kendall & Babington Smith (1939).
        """
        raters = len(self.raters)
        return None if self.w is None else (raters * self.w - 1) / (raters - 1)

    @property
    def level(self) -> Literal["close", "fair", "poor"] | None:
        """The mean rank correlation in one word, None where there is none."""
        if self.correlation is None:
            return None
        return "close" if self.correlation >= CLOSE else "fair" if self.correlation >= FAIR else "poor"


@dataclass(frozen=True)
class Severity:
    """One rater. ``marks`` counts all marks given, ``compared`` those in cells that others have marked too.

    ``effect`` is in points of the 0–100 scale: below 0 stricter, above 0 milder than the mean rater of the same
    ``part``, as parts of raters connected by shared cells count from 1; effects of different parts can't be compared.
    Both are None where nobody shares a cell with this rater.
    """

    rater: str
    marks: int
    compared: int
    effect: Effect | None = None
    part: int | None = None


@dataclass(frozen=True)
class Panel:
    """The raters of one group in one period: how far they agree in all, per dimension and per indicator, and how each marks.

    ``indicators`` holds those with two raters or more, ``dimensions`` those with such an indicator.
    """

    overall: Agreement
    dimensions: Mapping[str, Agreement]
    indicators: Mapping[str, Agreement]
    severities: tuple[Severity, ...]


def study_raters(marks: Iterable[RaterMark], scheme: Scheme) -> Panel | None:
    """Return what there is to say about the raters; None where no indicator has two of them."""
    given = list(marks)
    indicators = {item.name: agreement(given, scheme, [item.name]) for item in scheme.indicators}
    indicators = {name: found for name, found in indicators.items() if len(found.raters) > 1}
    if not indicators:
        return None
    dimensions = {
        dimension.name: agreement(given, scheme, [item.name for item in dimension.indicator])
        for dimension in scheme.dimension
        if any(item.name in indicators for item in dimension.indicator)
    }
    return Panel(agreement(given, scheme, scheme.dimension_of), dimensions, indicators, severities(given, scheme))


def in_points(indicator: Indicator, mark: Decimal) -> Fraction | None:
    """Return mark / full_mark · 100, turned where less is better, so that a strict rater is low; exact.

    None for every rule but ``mark``: a measured figure (a rate, a count) isn't given out of a full mark.
    """
    if indicator.rule != "mark" or not indicator.full_mark:
        return None
    points = 100 * Fraction(mark) / Fraction(indicator.full_mark)
    return 100 - points if indicator.better == "lower" else points


# --- agreement ----------------------------------------------------------------------------------------------------


def kendall_w(figures: Sequence[Sequence[Number]]) -> Fraction | None:
    """Return Kendall's coefficient of concordance of m raters (rows) over n units (columns), corrected for ties; exact.

    W = 12·S / (m²·(n³ − n) − m·ΣT), where S is the sum of the squared deviations of the units' rank sums from their
    mean m·(n + 1)/2, tied units share the mean of their ranks, and T = Σ (t³ − t) over each rater's groups of t tied
    units. 0: the rank sums are all equal; 1: all raters give the same order. None where m < 2, n < 3 or nobody tells
    any two units apart. Source: M. G. Kendall & B. Babington Smith, "The Problem of m Rankings", Annals of
    Mathematical Statistics 10 (1939), 275–287; ties: M. G. Kendall, Rank Correlation Methods (1948), ch. 6.
    """
    raters, units = len(figures), len(figures[0]) if figures else 0
    if raters < 2 or units < FEWEST_UNITS:
        return None
    counts = [Counter(row) for row in figures]
    ties = sum(count**3 - count for counted in counts for count in counted.values())
    largest = raters**2 * (units**3 - units) - raters * ties
    if largest == 0:
        return None
    ranks = [_doubled_ranks(counted) for counted in counts]
    sums = [sum(rank[figure] for rank, figure in zip(ranks, column, strict=True)) for column in zip(*figures, strict=True)]
    deviations = sum((total - raters * (units + 1)) ** 2 for total in sums)  # of doubled ranks: 4·S
    return Fraction(3 * deviations, largest)


def _doubled_ranks(counted: Mapping[Number, int]) -> dict[Number, int]:
    """Return twice the mean rank of each figure, smallest first, so that ranks of ties stay whole numbers."""
    ordered = sorted(counted)
    up_to = accumulate(counted[figure] for figure in ordered)
    return {figure: 2 * last - counted[figure] + 1 for figure, last in zip(ordered, up_to, strict=True)}


def agreement(marks: Iterable[RaterMark], scheme: Scheme, indicators: Iterable[str]) -> Agreement:
    """Return how far the raters of these indicators agree about the order of the units.

    One indicator: by its marks. Several (a dimension, the whole scheme): by each rater's own weighted mean in points,
    over the indicators with a full mark that every one of their raters has marked; units that somebody left out are
    left out.
    """
    wanted = set(indicators)
    if len(wanted) > 1:
        wanted = {item.name for item in scheme.indicators if item.name in wanted and item.rule == "mark"}
    given = [mark for mark in marks if mark.indicator in wanted]
    raters = tuple(dict.fromkeys(mark.rater for mark in given))
    marked = {(mark.indicator, mark.rater) for mark in given}
    common = tuple(
        item.name for item in scheme.indicators if item.name in wanted and all((item.name, rater) in marked for rater in raters)
    )
    figures = {(mark.unit, mark.indicator, mark.rater): mark.mark for mark in given}
    units = tuple(
        unit
        for unit in dict.fromkeys(mark.unit for mark in given)
        if common and all((unit, name, rater) in figures for name in common for rater in raters)
    )
    return Agreement(raters, units, common, kendall_w(_figures(scheme, common, figures, units, raters)))


def _figures(
    scheme: Scheme,
    indicators: Sequence[str],
    marks: Mapping[tuple[str, str, str], Decimal],
    units: Sequence[str],
    raters: Sequence[str],
) -> list[list[Number]]:
    """Return per rater what the marks of each unit come to (several indicators: up to a factor, the same for all)."""
    if len(indicators) == 1:
        return [[marks[unit, indicators[0], rater] for unit in units] for rater in raters]
    shares = weight_shares(scheme)
    weighted = [(shares[name], scheme.indicator_names[name]) for name in indicators]
    return [
        [
            sum((share * in_points(indicator, marks[unit, indicator.name, rater]) for share, indicator in weighted), Fraction(0))
            for unit in units
        ]
        for rater in raters
    ]


def weight_shares(scheme: Scheme) -> dict[str, Fraction]:
    """Return each indicator's share of the total weight (all sum to 1), as weighted means hand it down; exact."""
    shares = {}
    whole = sum(dimension.weight for dimension in scheme.dimension)
    for dimension in scheme.dimension:
        aspects = {aspect.name: aspect.weight for aspect in dimension.aspect} or {None: Decimal(1)}
        for indicator in dimension.indicator:
            siblings = sum(item.weight for item in dimension.indicator if item.aspect == indicator.aspect)
            shares[indicator.name] = (
                Fraction(dimension.weight)
                / Fraction(whole)
                * Fraction(aspects[indicator.aspect])
                / Fraction(sum(aspects.values()))
                * Fraction(indicator.weight)
                / Fraction(siblings)
            )
    return shares


# --- severity -----------------------------------------------------------------------------------------------------


def severities(marks: Iterable[RaterMark], scheme: Scheme) -> tuple[Severity, ...]:
    """Return one severity per rater, in the order in which they first occur.

    The additive two-way model, mark in points = cell (unit and indicator) + effect of the rater, by least squares; the
    effects of each connected part sum to 0. A rater who got the harder units isn't called strict for it, because each
    mark is compared with the others' marks of the same cell. Raters are connected by the cells that they share.
    Source: H. Scheffé, The Analysis of Variance (1959), ch. 4 (two-way layout, unequal numbers).
    """
    given = list(marks)
    counts = Counter(mark.rater for mark in given)
    cells: dict[tuple[str, str], dict[str, Fraction]] = {}
    for mark in given:
        points = in_points(scheme.indicator_names[mark.indicator], mark.mark)
        if points is not None:
            cells.setdefault((mark.unit, mark.indicator), {})[mark.rater] = points
    shared = [cell for cell in cells.values() if len(cell) > 1]
    compared = Counter(rater for cell in shared for rater in cell)
    found = {}
    for number, part in enumerate(connected_raters(compared, shared), start=1):
        effects = _effects(part, [cell for cell in shared if not cell.keys().isdisjoint(part)])
        found |= {rater: (effect, number) for rater, effect in effects.items()}
    return tuple(Severity(rater, counts[rater], compared[rater], *found.get(rater, (None, None))) for rater in counts)


def connected_raters(raters: Iterable[str], cells: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the raters by connected part of the graph of raters and cells, each part and all parts in their order."""
    part = {rater: {rater} for rater in raters}
    for cell in cells:
        joined = set().union(*(part[rater] for rater in cell))
        if any(len(part[rater]) < len(joined) for rater in cell):
            part.update(dict.fromkeys(joined, joined))
    return list(dict.fromkeys(tuple(other for other in part if other in part[rater]) for rater in part))


def _effects(part: Sequence[str], cells: Sequence[Mapping[str, Fraction]]) -> dict[str, Effect]:
    """Return the least-squares effects of connected raters, summing to 0.

    The cells' own levels drop out of the normal equations: what is left is one row per rater, Σ over the rater's cells
    of (effect − mean effect in the cell) = Σ of (points − mean points in the cell). The last effect is set to 0 for
    solving and all are shifted afterwards.
    """
    number = Fraction if len(part) <= EXACT_RATERS else float
    place = {rater: at for at, rater in enumerate(part)}
    matrix = [[number(0)] * len(part) for _ in part]
    right = [number(0)] * len(part)
    for cell in cells:
        mean, share = sum(cell.values()) / len(cell), number(Fraction(1, len(cell)))
        for rater, points in cell.items():
            right[place[rater]] += number(points - mean)
            matrix[place[rater]][place[rater]] += 1
            for other in cell:
                matrix[place[rater]][place[other]] -= share
    solved = [*_solve([row[:-1] for row in matrix[:-1]], right[:-1]), number(0)]
    middle = sum(solved) / len(solved)
    return {rater: effect - middle for rater, effect in zip(part, solved, strict=True)}


def _solve(matrix: list[list[Effect]], right: list[Effect]) -> list[Effect]:
    """Return the solution of a positive definite system (so that no pivot is 0 and none need be chosen)."""
    size = len(matrix)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at, pivot in enumerate(rows):
        for row in rows[at + 1 :]:
            if row[at]:
                factor = row[at] / pivot[at]
                row[at:] = [one - factor * other for one, other in zip(row[at:], pivot[at:], strict=True)]
    solution = [right[0]] * size
    for at in reversed(range(size)):
        known = sum(rows[at][other] * solution[other] for other in range(at + 1, size))
        solution[at] = (rows[at][size] - known) / rows[at][at]
    return solution
