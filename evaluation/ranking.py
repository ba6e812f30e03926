"""Runs the ranking chain in DuckDB and returns plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any, Literal

import duckdb

from evaluation.exact import MAX_NUMBER, MAX_PLACES
from evaluation.moved_weights import MovedWeights, keep_plan
from evaluation.problems import EvaluationError
from evaluation.scheme import Aggregation, whole_weights
from evaluation.wording import ranking as words

Status = Literal["ranked", "incomplete", "vetoed"]


@dataclass(frozen=True)
class RankedUnit:
    """One unit in one period, figures exactly as published (rounded half up to the scheme's decimals).

    ``rank`` counts within the group and is None for incomplete units (and for vetoed ones where the scheme
    says ``veto = "unrank"``; only those have status ``vetoed``). ``dimensions`` holds every dimension in scheme
    order, None where the score can't be computed. ``missing`` names indicators without a mark, in a year made up of
    parts with the part before (第2季度：招商引资). ``previous_rank`` is the official rank in the period of the same kind before,
    whatever is tried for this one; None where there was none. ``tags`` are those of the roster. ``on_gaps`` names the
    dimensions that have a score although a mark lacks in them; the ranking's ``missing_rule`` says what such a gap counts.
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
    tags: tuple[str, ...] = ()
    on_gaps: tuple[str, ...] = ()


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
    missing_rule: str = "incomplete"
    """What the scheme, or a trial, has a gap count: its key ``missing``."""

    def group(self, name: str) -> tuple[RankedUnit, ...]:
        """Return the units of one group, in rank order."""
        return tuple(unit for unit in self.units if unit.group == name)


@dataclass(frozen=True)
class Facts:
    """What a period's ranking rests on, whatever the weights: read once for a version of the data, used for every trial.

    ``weights``, ``aggregation`` and ``missing_rule`` are the scheme's own. ``units`` holds (what is known of a
    RankedUnit, position of its group) by position in the roster; the rank in the period before is that of the scheme itself,
    which has been published.
    """

    period: str
    decimals: int
    aggregation: str
    missing_rule: str
    weights: Mapping[str, Decimal]
    units: Mapping[int, tuple[Mapping[str, Any], int]]


_IN_FORCE = """
select decimals, aggregation, missing, previous, dimension, written_weight
from dimension
cross join scheme_option
left join period on period.period = ?
order by dimension.position
"""

_UNITS = """
select position, group_position, unit, group_name, vetoes, missing, tags,
    adjustment::varchar, dimension_scores::varchar[]
from unit_before_weights
where period = ?
"""

_DIMENSION_OF = "select prefix || indicator, dimension from period_source cross join indicator where period = ?"
"""The dimension of everything that ``missing`` may name."""

TOTAL_PLACES = 12
"""A total is kept as a whole number of so many decimal places (evaluation/sql/ranking/70_unit_total.sql)."""

_RANK = """
select unit_position, rank, status, (total // $step)::bigint, (base // $step)::bigint
from standing($weights::hugeint[], $aggregation)
where period = $period
"""
"""Totals are kept in 10⁻¹² points and come in the last published decimal, which they end in."""


def read_facts(cursor: duckdb.DuckDBPyConnection, period: str) -> Facts:
    """Return what weights leave alone in a period.

    Raises EvaluationError where there is no scheme, or where the figures of the period before are too long.
    """
    in_force = cursor.execute(_IN_FORCE, [period]).fetchall()
    if not in_force:
        raise EvaluationError(words.NO_SCHEME)
    decimals, aggregation, missing_rule, previous, *_ = in_force[0]
    weights = {name: weight.normalize() for *_, name, weight in in_force}
    rows = _standing(cursor, previous, weights, aggregation, decimals) if previous else []
    before = {position: rank for position, rank, *_ in rows}
    quantum = Decimal(1).scaleb(-decimals)
    # Without a rule for gaps a dimension that lacks a mark has no score, and nobody needs to ask which.
    dimension_of = {} if missing_rule == "incomplete" else dict(cursor.execute(_DIMENSION_OF, [period]).fetchall())
    units = {}
    for position, group_position, unit, group, vetoes, missing, tags, *figures in cursor.execute(_UNITS, [period]).fetchall():
        adjustment, scores = figures
        lacking = {dimension_of.get(entry) for entry in missing}
        known = {
            "period": period,
            "group": group,
            "unit": unit,
            "position": position,
            "adjustment": Decimal(adjustment).quantize(quantum),
            "dimensions": {name: _figure(score, quantum) for name, score in zip(weights, scores, strict=True)},
            "missing": tuple(missing),
            "vetoes": tuple(vetoes),
            "tags": tuple(tags),
            "on_gaps": tuple(name for name, score in zip(weights, scores, strict=True) if name in lacking and score is not None),
            "previous_rank": before.get(position),
        }
        units[position] = known, group_position
    return Facts(period, decimals, aggregation, missing_rule, weights, units)


def _figure(text: str | None, quantum: Decimal) -> Decimal | None:
    return None if text is None else Decimal(text).quantize(quantum)


def rank_units(
    cursor: duckdb.DuckDBPyConnection,
    period: str,
    *,
    weights: Mapping[str, Decimal] | None = None,
    aggregation: Aggregation | None = None,
    facts: Facts | None = None,
    plan: MovedWeights | None = None,
) -> Ranking:
    """Return every unit of the roster in one period, ranked within its group, with its rank in the period before.

    ``weights`` (dimension → positive number; the others keep the scheme's) and ``aggregation`` are what-if values;
    they run through the same SQL. ``facts`` are those of this period and these data, where they have been read before, and
    ``plan`` is ``plan_of`` them.
    Raises EvaluationError for an unknown dimension, a weight ≤ 0, or figures too long for exact arithmetic.
    """
    facts = facts or read_facts(cursor, period)
    used, how = _weights_used(facts.weights, weights or {}), aggregation or facts.aggregation
    rows = _standing(cursor, period, used, how, facts.decimals, plan)
    if facts.units.keys() != {position for position, *_ in rows}:
        facts = read_facts(cursor, period)  # the roster was changed since
    places = -facts.decimals
    ranked = []
    for position, rank, status, total, base in rows:
        known, group_position = facts.units[position]
        unit = object.__new__(RankedUnit)  # its constructor takes five times as long, which a slider feels
        vars(unit).update(
            known,
            rank=rank,
            total=None if total is None else Decimal(total).scaleb(places),
            base=None if base is None else Decimal(base).scaleb(places),
            status=status,
        )
        ranked.append(((group_position, _PLACES[status], rank or 0, position), unit))
    units = tuple(unit for _, unit in sorted(ranked, key=itemgetter(0)))
    return Ranking(period, units, used, facts.decimals, how, bool(weights or aggregation), facts.missing_rule)


def _standing(
    cursor: duckdb.DuckDBPyConnection, period: str, weights: Mapping[str, Decimal], aggregation: str, decimals: int,
    plan: MovedWeights | None = None,
) -> list[tuple]:  # fmt: skip
    """Return (position, rank, status, total, base) of every unit; totals in the last published decimal."""
    whole = list(whole_weights(weights.values()))
    try:
        if plan:
            return plan.rows(whole, aggregation)
        asked = {"period": period, "step": _step(decimals), "weights": whole, "aggregation": aggregation}
        return cursor.execute(_RANK, asked).fetchall()
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise EvaluationError(words.NUMBERS_TOO_LONG) from error


def plan_of(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> MovedWeights | None:
    """Return what ranks a period a third as long as asking the tables does, None where it would be no gain.

    It holds the figures of this moment: for one version of the data, as the facts are.
    """
    return keep_plan(cursor, facts.period, _step(facts.decimals))


def _step(decimals: int) -> int:
    """Return the last published decimal in 10⁻¹² points."""
    return 10 ** (TOTAL_PLACES - decimals)


_PLACES = {"ranked": 0, "vetoed": 1, "incomplete": 2}


def _weights_used(own: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the weight of every dimension in scheme order, what-if values in place of the scheme's own."""
    used = dict(own)
    for name, weight in weights.items():
        if name not in used:
            raise EvaluationError(words.UNKNOWN_DIMENSION.format(name=name, known="、".join(used)))
        if not weight.is_finite() or weight <= 0:
            raise EvaluationError(words.BAD_WEIGHT.format(name=name, found=weight))
        if weight >= MAX_NUMBER or -weight.as_tuple().exponent > MAX_PLACES:
            raise EvaluationError(words.WEIGHT_TOO_LONG.format(name=name, found=weight))
    return {**used, **weights}


def list_periods(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the periods that have marks, and the years that such periods are parts of, oldest first."""
    return [period for (period,) in cursor.execute("select period from period order by position").fetchall()]


def period_to_show(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """Return the period that people most likely ask about: the latest, a year only once every part of it has marks."""
    rows = cursor.execute("select period from period order by is_whole desc, position desc limit 1").fetchall()
    return rows[0][0] if rows else None


def to_json(ranking: Ranking, group: str | None = None) -> list[dict[str, Any]]:
    """Return the ranking as the command line prints it: one object per unit, figures as decimal strings."""
    return [
        {
            "period": unit.period,
            "group": unit.group,
            "unit": unit.unit,
            "rank": unit.rank,
            "total": _printed(unit.total),
            "base": _printed(unit.base),
            "adjustment": _printed(unit.adjustment),
            "dimensions": {name: _printed(score) for name, score in unit.dimensions.items()},
            "status": unit.status,
            "missing": list(unit.missing),
            "vetoes": list(unit.vetoes),
        }
        for unit in ranking.units
        if group is None or unit.group == group
    ]


def _printed(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
