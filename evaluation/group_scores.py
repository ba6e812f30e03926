"""One group in one period, scored in Python as the chain scores it, for questions of the kind "what if this one mark".

Figures are whole numbers of 10⁻²⁰ points, as in evaluation/sql/ranking. The official figures are the chain's alone: who asks
here first makes sure with ``agrees`` that both say the same.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from evaluation.exact import POINT, power_mean
from evaluation.ranking import Ranking
from evaluation.rules import Crowd, Rule, ratio, rule_of
from evaluation.scheme import Scheme, whole_weights

Marks = Mapping[tuple[str, str], Mapping[str, Decimal]]
"""(unit, indicator) → rater → mark, as given."""


@dataclass(frozen=True)
class GroupMarks:
    """What a group brought to a period: its units in roster order, marks, bonuses and deductions in points, vetoed units.

    ``has_parts`` says that the period is a year made up of parts: what is here is then filed under the year itself only.
    """

    period: str
    group: str
    units: tuple[str, ...]
    marks: Marks
    points: Mapping[str, tuple[Decimal, ...]]
    vetoed: frozenset[str] = frozenset()
    has_parts: bool = False
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_group(cursor: duckdb.DuckDBPyConnection, period: str, group: str) -> GroupMarks:
    """Return the marks, adjustments and vetoes that count for a group in a period."""
    units = cursor.execute("select unit, tags from unit where group_name = ? order by position", [group]).fetchall()
    rows = cursor.execute(
        "select unit, indicator, rater, mark from mark join unit using (unit) where period = ? and group_name = ?"
        " order by unit.position, import, row, rater",
        [period, group],
    ).fetchall()
    marks: dict[tuple[str, str], dict[str, Decimal]] = {}
    for unit, indicator, rater, mark in rows:
        marks.setdefault((unit, indicator), {})[rater] = mark.normalize()
    points: dict[str, tuple[Decimal, ...]] = {}
    for unit, number in cursor.execute("select unit, points from adjustment where period = ?", [period]).fetchall():
        points[unit] = (*points.get(unit, ()), number)
    vetoed = cursor.execute("select distinct unit from veto where period = ?", [period]).fetchall()
    parts = cursor.execute("select part from period_source where period = ? and part <> ''", [period]).fetchall()
    tags, barred = {unit: tuple(own) for unit, own in units}, frozenset(unit for (unit,) in vetoed)
    return GroupMarks(period, group, tuple(tags), marks, points, barred, bool(parts), tags)


@dataclass(frozen=True)
class Standing:
    """One unit's figures. ``key`` is what ranks compare (published total, then tie-break); None where incomplete."""

    dimensions: tuple[int | None, ...]
    base: int | None = None
    total: int | None = None
    key: tuple[int, ...] | None = None


@dataclass(frozen=True)
class _Dimension:
    name: str
    aspects: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    """(weight, ((place of the indicator, weight), …)) per aspect."""


class Group:
    """The scores of a group. ``joined`` and ``scores`` hold one table per indicator in scheme order, by unit."""

    def __init__(self, scheme: Scheme, given: GroupMarks):
        self.scheme, self.given = scheme, given
        self.indicators = tuple(indicator.name for indicator in scheme.indicators)
        self.step = 10 ** (20 - scheme.decimals)
        self.weights = list(whole_weights(dimension.weight for dimension in scheme.dimension))
        self.dimensions = _structure(scheme)
        self.dimension_at = {
            place: number
            for number, dimension in enumerate(self.dimensions)
            for _, children in dimension.aspects
            for place, _ in children
        }
        names = [dimension.name for dimension in self.dimensions]
        self._tie_break = [names.index(name) for name in scheme.tie_break]
        written = _written(given.marks)
        self.places = tuple(written.get(name, (0, 1))[0] for name in self.indicators)
        self._most_raters = tuple(written.get(name, (0, 1))[1] for name in self.indicators)
        self.rules = tuple(self._rule(place) for place in range(len(self.indicators)))
        self.joined = [self._joined(place) for place in range(len(self.indicators))]
        self.crowds = [Crowd(tuple(sorted(marks.values()))) for marks in self.joined]
        self.scores = [self._scores(place, self.joined[place]) for place in range(len(self.indicators))]
        self.adjustments = {unit: self._adjustment(unit) for unit in given.units}
        self.standings = {unit: self._standing(unit, self._scores_of(unit)) for unit in given.units}

    # --- marks to indicator scores ---------------------------------------------------------------------------------

    def _rule(self, place: int) -> Rule:
        indicator = self.scheme.indicators[place]
        parameters = (indicator.full_mark, indicator.low, indicator.high, indicator.target, indicator.step)
        numbers = [n for n in (*parameters, indicator.points_per_step, *(indicator.points or ())) if n is not None]
        places = max([self.places[place], *(max(0, -n.normalize().as_tuple().exponent) for n in numbers)])
        return rule_of(indicator, 10**places * math.lcm(*range(1, self._most_raters[place] + 1)))

    def join(self, place: int, marks: Iterable[Decimal]) -> int:
        """Return several raters' marks as one, exactly, in the indicator's unit."""
        one, kept = self.rules[place].one, sorted(marks)
        if self.scheme.raters == "trimmed_mean" and len(kept) >= 3:
            kept = kept[1:-1]
        elif self.scheme.raters == "median":
            kept = kept[(len(kept) - 1) // 2 : len(kept) // 2 + 1]
        return sum(int(mark * one) for mark in kept) // len(kept)

    def _joined(self, place: int) -> dict[str, int]:
        found = {unit: self.given.marks.get((unit, self.indicators[place])) for unit in self.given.units}
        return {unit: self.join(place, marks.values()) for unit, marks in found.items() if marks}

    def score(self, place: int, mark: int, crowd: Crowd) -> int:
        """Return the score of a joined mark."""
        p, q = ratio(self.rules[place], mark, crowd)
        if self.scheme.rounding == "each_level":
            return (200 * p * POINT // self.step + q) // (2 * q) * self.step
        return 100 * p * POINT // q

    def _scores(self, place: int, joined: Mapping[str, int]) -> dict[str, int | None]:
        crowd = Crowd(tuple(sorted(joined.values())))
        scores = {unit: self.score(place, mark, crowd) for unit, mark in joined.items()}
        blank = None
        if self.scheme.missing == "zero":
            blank = 0
        elif self.scheme.missing == "group_mean" and scores:
            blank = self._mean(sum(self.rounded(score) for score in scores.values()), len(scores))
        return {unit: scores.get(unit, blank) for unit in self.given.units}

    def _scores_of(self, unit: str) -> list[int | None]:
        return [table[unit] for table in self.scores]

    # --- indicator scores to totals --------------------------------------------------------------------------------

    def rounded(self, score: int) -> int:
        """Return a figure rounded half up to the scheme's decimals."""
        return (score + 100 + self.step // 2) // self.step * self.step

    def _mean(self, weighted: int, weight: int) -> int:
        if self.scheme.rounding == "each_level":
            return (2 * weighted + weight * self.step) // (2 * weight * self.step) * self.step
        return weighted // weight

    def _joint(self, children: list[tuple[int, int | None]]) -> int | None:
        """Return the weighted mean of (weight, score) pairs, None where the missing policy leaves none."""
        weighted = weight = 0
        for own, score in children:
            if score is not None:
                weighted += own * score
                weight += own
            elif self.scheme.missing != "reweight":
                return None
        return self._mean(weighted, weight) if weight else None

    def dimension_score(self, number: int, scores: list[int | None]) -> int | None:
        """Return a dimension's score from a unit's indicator scores in scheme order."""
        return self._joint(
            [
                (weight, self._joint([(own, scores[place]) for place, own in children]))
                for weight, children in self.dimensions[number].aspects
            ]
        )

    def _standing(self, unit: str, scores: list[int | None]) -> Standing:
        dimensions = tuple(self.dimension_score(number, scores) for number in range(len(self.dimensions)))
        return self.standing(unit, dimensions)

    def standing(self, unit: str, dimensions: tuple[int | None, ...]) -> Standing:
        """Return a unit's figures from its dimension scores."""
        if None in dimensions:
            return Standing(dimensions)
        base = self._base(list(dimensions))
        total = max(0, base + self.adjustments[unit])
        key = (total, *(self.rounded(dimensions[place]) for place in self._tie_break))
        return Standing(dimensions, base, total, key)

    def _base(self, scores: list[int]) -> int:
        how = self.scheme.aggregation
        if how == "arithmetic":
            weighted = sum(weight * score for weight, score in zip(self.weights, scores, strict=True))
            return self.rounded(self._mean(weighted, sum(self.weights)))
        if how == "minimum":
            return self.rounded(min(scores))
        return power_mean(scores, self.weights, how, self.scheme.decimals)

    def _adjustment(self, unit: str) -> int:
        points, caps = self.given.points.get(unit, ()), self.scheme.adjustment
        bonus = sum((number for number in points if number > 0), Decimal(0))
        deduction = -sum((number for number in points if number < 0), Decimal(0))
        if caps.bonus_cap is not None:
            bonus = min(bonus, caps.bonus_cap)
        if caps.deduction_cap is not None:
            deduction = min(deduction, caps.deduction_cap)
        return int((bonus - deduction) * POINT)

    # --- what a change would do ------------------------------------------------------------------------------------

    def touches_others(self, place: int) -> bool:
        """Say whether one unit's mark in an indicator moves the scores of others."""
        joined = self.joined[place]
        imputes = self.scheme.missing == "group_mean" and len(joined) < len(self.given.units)
        return self.rules[place].is_relative or imputes

    def moved(self, unit: str, place: int, mark: int) -> dict[str, Standing]:
        """Return the standings that differ when the unit's joined mark in an indicator is another one."""
        if not self.touches_others(place):
            scores = self._scores_of(unit)
            scores[place] = self.score(place, mark, self.crowds[place])
            return {unit: self._with_score(unit, place, scores)}
        moved = {}
        for name, score in self._scores(place, {**self.joined[place], unit: mark}).items():
            if name == unit or score != self.scores[place][name]:
                scores = self._scores_of(name)
                scores[place] = score
                moved[name] = self._with_score(name, place, scores)
        return moved

    def _with_score(self, unit: str, place: int, scores: list[int | None]) -> Standing:
        number = self.dimension_at[place]
        dimensions = list(self.standings[unit].dimensions)
        dimensions[number] = self.dimension_score(number, scores)
        return self.standing(unit, tuple(dimensions))

    def is_ranked(self, unit: str, standing: Standing) -> bool:
        """Say whether a unit with these figures takes part in the ranks."""
        return standing.key is not None and not (self.scheme.veto == "unrank" and unit in self.given.vetoed)

    def ranks(self, changed: Mapping[str, Standing] | None = None) -> dict[str, int | None]:
        """Return every unit's rank, with some standings changed."""
        standings = self.standings | (changed or {})
        keys = {unit: standing.key for unit, standing in standings.items() if self.is_ranked(unit, standing)}
        ordered = sorted(keys.values(), reverse=True)
        if self.scheme.ties == "dense":
            ordered = sorted(set(ordered), reverse=True)
        rank_of: dict[tuple[int, ...], int] = {}
        for place, key in enumerate(ordered, start=1):
            rank_of.setdefault(key, place)
        return {unit: rank_of[keys[unit]] if unit in keys else None for unit in standings}

    def published(self, score: int | None) -> Decimal | None:
        """Return a figure as the ranking prints it."""
        if score is None:
            return None
        return Decimal(self.rounded(score) // self.step).scaleb(-self.scheme.decimals)

    def agrees(self, ranking: Ranking) -> bool:
        """Say whether an official ranking has the very same totals and ranks for this group.

        Never of a year made up of parts: its total has more behind it than the marks that are here.
        """
        ranks = self.ranks()
        return not self.given.has_parts and all(
            unit.rank == ranks.get(unit.unit) and unit.total == self.published(self.standings[unit.unit].total)
            for unit in ranking.group(self.given.group)
        )


def _structure(scheme: Scheme) -> tuple[_Dimension, ...]:
    place_of = {indicator.name: place for place, indicator in enumerate(scheme.indicators)}
    found = []
    for dimension in scheme.dimension:
        aspects = [(aspect.name, aspect.weight) for aspect in dimension.aspect] or [(None, Decimal(1))]
        parts = []
        for (name, _), weight in zip(aspects, whole_weights(weight for _, weight in aspects), strict=True):
            children = [indicator for indicator in dimension.indicator if indicator.aspect == name]
            weights = whole_weights(indicator.weight for indicator in children)
            parts.append((weight, tuple((place_of[child.name], own) for child, own in zip(children, weights, strict=True))))
        found.append(_Dimension(dimension.name, tuple(parts)))
    return tuple(found)


def _written(marks: Marks) -> dict[str, tuple[int, int]]:
    """Return by indicator the most decimals that anybody wrote, and the most raters of one unit."""
    found: dict[str, tuple[int, int]] = {}
    for (_, indicator), raters in marks.items():
        places, most = found.get(indicator, (0, 1))
        own = max((max(0, -mark.as_tuple().exponent) for mark in raters.values()), default=0)
        found[indicator] = max(places, own), max(most, len(raters))
    return found
