"""Why a unit has its total: the tree from the total down to the cells, as the chain computed it. Nothing is scored here.

Printed and exact figures are read from the views of evaluation/sql/ranking; the formulas (evaluation/formulas.py) say with
which inputs. Under ``rounding = "each_level"`` anyone gets each printed figure from the printed figures below it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import duckdb

from evaluation import formulas
from evaluation.exact import POINT, UNIT_PLACES
from evaluation.formulas import Compared
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, Ranking, rank_units
from evaluation.scheme import Aggregation, Dimension, Indicator, Scheme
from evaluation.scheme_reading import kept_scheme
from evaluation.steps import Kind, Source, Step
from evaluation.wording import explain as words
from evaluation.wording import period_parts as part_words

GUARD = 6
"""Decimals shown beyond the scheme's where ``rounding = "final"`` keeps figures unrounded."""


def trace(
    cursor: duckdb.DuckDBPyConnection,
    period: str,
    unit: str,
    *,
    weights: Mapping[str, Decimal] | None = None,
    aggregation: Aggregation | None = None,
) -> Step:
    """Return the total of a unit in a period as a tree: base and adjustments, dimensions, aspects, indicators, marks.

    In a year made up of parts these stand between a dimension and what it consists of in each part.

    ``weights`` and ``aggregation`` are what-if values as for ``rank_units``, which gives the same total. An incomplete
    unit gives a tree without total that says what is missing. Raises EvaluationError as ``rank_units`` does, and for
    an unknown period or unit.
    """
    ranking = rank_units(cursor, period, weights=weights, aggregation=aggregation)
    ranked = next((item for item in ranking.units if item.unit == unit), None)
    if ranked is None:
        raise EvaluationError(words.UNKNOWN_UNIT.format(period=period, unit=unit))
    evidence = _gather(cursor, ranking, ranked)
    adjustments = _adjustments(cursor, evidence)
    vetoes = _vetoes(cursor, evidence)
    return _total(evidence, (_base(evidence), adjustments, *vetoes, *_unused(evidence)))


# --- what the views say -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Period:
    """What the views say of the unit in one period that enters the ranked one."""

    period: str
    label: str
    indicators: Mapping[str, dict[str, Any]]
    aspects: Mapping[tuple[str, str], dict[str, Any]]
    dimensions: Mapping[str, dict[str, Any]]
    marks: Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True)
class _Evidence:
    scheme: Scheme
    ranking: Ranking
    ranked: RankedUnit
    dimensions: Mapping[str, dict[str, Any]]
    parts: Mapping[tuple[str, str], dict[str, Any]]
    sources: Mapping[str, tuple[_Period, ...]]
    """The periods of each part, in order; what isn't made up of parts has one, named ""."""
    aside: tuple[Step, ...]
    """Marks filed under a year whose parts leave them out."""

    @property
    def key(self) -> list[str]:
        return [self.ranked.period, self.ranked.unit]

    def figure(self, value: Decimal | None) -> Decimal | None:
        """Return a figure with the scheme's decimals."""
        return None if value is None else value.quantize(Decimal(1).scaleb(-self.scheme.decimals))

    def shown(self, step: Step) -> str:
        """Return the figure that the step above computes with: the printed one, or with ``final`` one with guard digits."""
        printed = Fraction(step.printed)
        if self.scheme.rounding == "each_level" or step.exact == printed:
            return formulas.printed(step.printed)
        places = self.scheme.decimals + GUARD if step.exact > 1 else UNIT_PLACES
        return formulas.printed(Decimal(f"{round(step.exact * 10**places)}e-{places}"))


def _gather(cursor: duckdb.DuckDBPyConnection, ranking: Ranking, ranked: RankedUnit) -> _Evidence:
    ((toml,),) = cursor.execute("select toml from scheme_text").fetchall()
    key = [ranked.period, ranked.unit]
    sources: dict[str, list[_Period]] = defaultdict(list)
    names = set()
    for part, source, label in cursor.execute(_SOURCES, [ranked.period]).fetchall():
        sources[part].append(_period(cursor, source, ranked.unit, label))
        names.add(source)
    return _Evidence(
        _scheme_of(toml),
        ranking,
        ranked,
        {row["dimension"]: row for row in _rows(cursor, "from unit_dimension_trace(?, ?)", key)},
        {(row["dimension"], row["part"]): row for row in _rows(cursor, "from unit_part_trace(?, ?)", key)},
        {part: tuple(periods) for part, periods in sources.items()},
        () if ranked.period in names else tuple(_aside(cursor, key)),
    )


_SOURCES = "select part, source, label from period_source where period = ? order by part_position, source_position"


def _period(cursor: duckdb.DuckDBPyConnection, period: str, unit: str, label: str) -> _Period:
    key = [period, unit]
    indicators = {row["indicator"]: row for row in _rows(cursor, "from unit_indicator_trace(?, ?)", key)}
    return _Period(
        period,
        label,
        indicators,
        {(row["dimension"], row["aspect"]): row for row in _rows(cursor, "from unit_aspect_trace(?, ?)", key)},
        {row["dimension"]: row for row in _rows(cursor, "from unit_source_trace(?, ?)", key)},
        {name: tuple(_mark_steps(found, indicators.get(name))) for name, found in _marks(cursor, key).items()},
    )


def _marks(cursor: duckdb.DuckDBPyConnection, key: list[str]) -> dict[str, list[dict[str, Any]]]:
    marks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(cursor, "from unit_mark_trace(?, ?)", key):
        marks[row["indicator"]].append(row)
    return marks


def _aside(cursor: duckdb.DuckDBPyConnection, key: list[str]) -> Iterator[Step]:
    """Yield the indicators with marks filed under a year whose parts don't count its end."""
    for name, found in _marks(cursor, key).items():
        marks = tuple(_mark_steps(found, None, part_words.NOT_A_PART))
        yield Step("unused", name, None, None, remark=part_words.NOT_A_PART, counts=False, children=marks)


@lru_cache(maxsize=8)
def _scheme_of(toml: str) -> Scheme:
    return kept_scheme(toml)


def _rows(cursor: duckdb.DuckDBPyConnection, query: str, parameters: list[str]) -> list[dict[str, Any]]:
    found = cursor.execute(query, parameters)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _exact(score: int | None) -> Fraction | None:
    return None if score is None else Fraction(score, POINT)


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        row["file"],
        row.get("sheet", ""),
        row.get("row"),
        row.get("column", ""),
        row.get("line"),
        row.get("found", ""),
        row.get("note", ""),
        row["actor"],
        row["done_at"],
    )


# --- from marks up to the base ------------------------------------------------------------------------------------


def _mark_steps(found: list[dict[str, Any]], row: Mapping[str, Any] | None, unused: str = words.NOT_IN_SCHEME) -> Iterator[Step]:
    """Yield the marks of one indicator; those that the scheme's rater rule keeps count."""
    kept = Counter(row["kept"] if row else ())
    for item in found:
        mark = item["mark"]
        counts = kept[mark] > 0
        kept[mark] -= counts
        label = words.RATER.format(name=item["rater"]) if item["rater"] else words.UNNAMED_RATER
        remark = "" if counts else words.LEFT_OUT if row else unused
        figure = Decimal(f"{mark.normalize():f}")
        yield Step("mark", label, figure, Fraction(mark), remark=remark, counts=counts, source=_source(item))


def _indicator(evidence: _Evidence, period: _Period, indicator: Indicator) -> Step:
    row = period.indicators[indicator.name]
    formula, remark = _score(evidence, indicator, row, len(period.marks.get(indicator.name, ())))
    return Step(
        "indicator",
        indicator.name,
        evidence.figure(row["printed"]),
        _exact(row["score"]),
        formula,
        remark,
        indicator.weight,
        row["score"] is not None,
        row["origin"],
        children=period.marks.get(indicator.name, ()),
        period=period.period,
        part=period.label,
    )


def _score(evidence: _Evidence, indicator: Indicator, row: Mapping[str, Any], count: int) -> formulas.Explained:
    """Return how an indicator's score comes about: by its rule, or by what the scheme does about blanks."""
    if row["origin"] == "missing":
        return "", words.NO_MARK
    if row["origin"] == "zero":
        return "0", words.COUNTED_ZERO
    if row["origin"] == "imputed":
        formula = f"{formulas.printed(evidence.figure(row['printed_sum']))} ÷ {row['printed_units']}"
        return formula, words.IMPUTED.format(units=row["printed_units"])
    lowest, highest = (Fraction(row[name], row["one"]) for name in ("lowest", "highest"))
    formula, remark = formulas.score_formula(indicator, Compared(tuple(row["kept"]), lowest, highest, row["units"], row["place"]))
    raters = words.RATERS[evidence.scheme.raters].format(count=count) if count > 1 else ""
    lower = words.LOWER_IS_BETTER if indicator.better == "lower" else ""
    return formula, words.SEPARATOR.join(filter(None, (raters, remark, lower)))


def _aspects(evidence: _Evidence, period: _Period, dimension: Dimension) -> Iterator[Step]:
    for aspect in dimension.aspect:
        row = period.aspects[dimension.name, aspect.name]
        children = tuple(_indicator(evidence, period, item) for item in dimension.indicator if item.aspect == aspect.name)
        figure = evidence.figure(row["printed"])
        yield _mean(evidence, "aspect", aspect.name, figure, _exact(row["score"]), aspect.weight, children)


def _below(evidence: _Evidence, period: _Period, dimension: Dimension) -> tuple[Step, ...]:
    """Return what a dimension's score in one period is the mean of: its aspects, or its indicators."""
    indicators = (_indicator(evidence, period, item) for item in dimension.indicator)
    return tuple(_aspects(evidence, period, dimension)) or tuple(indicators)


def _parts(evidence: _Evidence, dimension: Dimension) -> Iterator[Step]:
    """Yield the parts that a dimension's score in a year is the mean of; a part that lists its periods has these below it."""
    for part in evidence.scheme.period_part:
        periods = evidence.sources[part.name]
        children = tuple(
            _dated(evidence, period.label, period.dimensions[dimension.name], Decimal(1), _below(evidence, period, dimension))
            for period in periods
        )
        if not part.periods:
            (children,) = (child.children for child in children)
        yield _dated(evidence, part.name, evidence.parts[dimension.name, part.name], part.weight, children)


def _dated(evidence: _Evidence, label: str, row: Mapping[str, Any], weight: Decimal, children: tuple[Step, ...]) -> Step:
    return _mean(evidence, "part", label, evidence.figure(row["printed"]), _exact(row["score"]), weight, children)


def _dimension(evidence: _Evidence, dimension: Dimension) -> Step:
    own = evidence.sources.get("")
    children = _below(evidence, own[0], dimension) if own else tuple(_parts(evidence, dimension))
    name = dimension.name
    return _mean(
        evidence,
        "dimension",
        name,
        evidence.ranked.dimensions[name],
        _exact(evidence.dimensions[name]["score"]),
        evidence.ranking.weights[name],
        children,
    )


def _mean(
    evidence: _Evidence,
    kind: Kind,
    label: str,
    printed: Decimal | None,
    exact: Fraction | None,
    weight: Decimal,
    children: tuple[Step, ...],
) -> Step:
    """Return the step that a weighted mean of its children makes; without a figure it says what is missing."""
    gaps = words.NAMES.join(child.label for child in children if child.printed is None)
    if printed is None:
        return Step(kind, label, None, None, "", words.INCOMPLETE.format(missing=gaps), weight, False, children=children)
    formula = formulas.mean_formula([(evidence.shown(child), child.weight) for child in children if child.counts])
    remark = words.REWEIGHTED.format(missing=gaps) if gaps else ""
    return Step(kind, label, printed, exact, formula, remark, weight, children=children)


def _base(evidence: _Evidence) -> Step:
    children = tuple(_dimension(evidence, dimension) for dimension in evidence.scheme.dimension)
    base = evidence.ranked.base
    if base is None:
        gaps = words.NAMES.join(child.label for child in children if child.printed is None)
        return Step("base", words.BASE, None, None, "", words.INCOMPLETE.format(missing=gaps), counts=False, children=children)
    parts = [(evidence.shown(child), child.weight) for child in children]
    formula, remark = formulas.aggregation_formula(evidence.ranking.aggregation, parts)
    return Step("base", words.BASE, base, Fraction(base), formula, remark, children=children)


# --- from the base to the total -----------------------------------------------------------------------------------


def _total(evidence: _Evidence, children: tuple[Step, ...]) -> Step:
    ranked, scheme = evidence.ranked, evidence.scheme
    if ranked.total is None:
        return Step("total", words.TOTAL, None, None, "", children[0].remark, counts=False, children=children)
    how = words.EACH_LEVEL if scheme.rounding == "each_level" else words.FINAL
    remark = how.format(decimals=scheme.decimals, guard=GUARD)
    if ranked.base + ranked.adjustment < 0:
        remark = words.SEPARATOR.join((words.NOT_BELOW_ZERO, remark))
    formula = formulas.total_formula(ranked.base, ranked.adjustment)
    return Step("total", words.TOTAL, ranked.total, Fraction(ranked.total), formula, remark, children=children)


def _adjustments(cursor: duckdb.DuckDBPyConnection, evidence: _Evidence) -> Step:
    rows = _rows(cursor, "from unit_adjustment_trace(?, ?)", evidence.key)
    caps = evidence.scheme.adjustment
    bonus = _side(evidence, "bonus", [row for row in rows if row["points"] >= 0], caps.bonus_cap)
    deduction = _side(evidence, "deduction", [row for row in rows if row["points"] < 0], caps.deduction_cap)
    total = evidence.ranked.adjustment
    formula = formulas.difference_formula(bonus and bonus.printed, deduction and deduction.printed, total)
    remark = "" if rows else words.NO_ADJUSTMENT
    return Step(
        "adjustments", words.ADJUSTMENT, total, Fraction(total), formula, remark, children=tuple(filter(None, (bonus, deduction)))
    )


def _side(
    evidence: _Evidence, kind: Literal["bonus", "deduction"], rows: list[dict[str, Any]], cap: Decimal | None
) -> Step | None:
    """Return the bonuses or the deductions with their sum, held at the cap; None where there are none."""
    if not rows:
        return None
    label, capped = {"bonus": (words.BONUS, words.BONUS_CAP), "deduction": (words.DEDUCTION, words.DEDUCTION_CAP)}[kind]
    held_at = None if cap is None else evidence.figure(cap)
    children = tuple(
        Step(
            "adjustment",
            row["reason"],
            evidence.figure(row["points"]),
            Fraction(row["points"]),
            remark=row["label"],
            source=_source(row),
        )
        for row in rows
    )
    figure = evidence.figure(rows[0][kind])
    formula = formulas.sum_formula([abs(child.printed) for child in children], held_at)
    remark = "" if held_at is None else capped.format(cap=formulas.printed(held_at))
    return Step(kind, label, figure, Fraction(figure), formula, remark, children=children)


def _vetoes(cursor: duckdb.DuckDBPyConnection, evidence: _Evidence) -> Iterator[Step]:
    sentence = words.VETO[evidence.scheme.veto]
    for row in _rows(cursor, "from unit_veto_trace(?, ?)", evidence.key):
        date = row["happened_on"]
        remark = words.VETO_DATED.format(date=date, sentence=sentence) if date else sentence
        remark = words.SEPARATOR.join(filter(None, (row["label"], remark)))
        yield Step("veto", row["reason"], None, None, remark=remark, counts=False, source=_source(row))


def _unused(evidence: _Evidence) -> Iterator[Step]:
    """Yield the marks that don't count: of indicators that the scheme doesn't have, and of what is no part of the year."""
    for periods in evidence.sources.values():
        for period in periods:
            for name, marks in period.marks.items():
                if name not in period.indicators:
                    remark = words.SEPARATOR.join(filter(None, (period.label, words.NOT_IN_SCHEME)))
                    yield Step("unused", name, None, None, remark=remark, counts=False, children=marks)
    yield from evidence.aside
