"""What a person tries: other weights, another way to join the dimensions, another rule for gaps, other marks.

A trial is ranked by the chain that gives the official figures: weights and aggregation are its parameters, gaps and marks
are drafts on a copy in memory. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import duckdb

from evaluation.ranking import Facts, Ranking, rank_units

if TYPE_CHECKING:  # only a trial that needs a copy loads the events
    from evaluation.journal import Draft
    from evaluation.moved_weights import MovedWeights
    from evaluation.rehearsal import Rehearsal
    from evaluation.scheme import Aggregation, Scheme

Missing = Literal["incomplete", "zero", "reweight", "group_mean"]


@dataclass(frozen=True)
class TriedMark:
    """A mark that a unit might have had in a period, whoever gave it; it also fills a gap."""

    period: str
    unit: str
    indicator: str
    mark: Decimal


@dataclass(frozen=True)
class Trial:
    """What differs from the official ranking; None and nothing where the scheme and the stored marks hold."""

    weights: tuple[tuple[str, Decimal], ...] | None = None
    aggregation: Aggregation | None = None
    missing: Missing | None = None
    marks: tuple[TriedMark, ...] = ()

    @property
    def is_on(self) -> bool:
        """Say whether anything is tried."""
        return self != Trial()

    @property
    def needs_copy(self) -> bool:
        """Say whether the tables themselves would differ, not just how they are joined."""
        return self.missing is not None or bool(self.marks)

    @property
    def text(self) -> str:
        """The trial in one line: equal for equal trials, so that results are kept and pictures get codes of their own."""
        return repr(self)

    def with_mark(self, tried: TriedMark) -> Trial:
        """Return the trial with one mark more, in place of an earlier one for the same cell."""
        others = (mark for mark in self.marks if replace(mark, mark=tried.mark) != tried)
        return replace(self, marks=(*others, tried))


def rank_trial(
    cursor: duckdb.DuckDBPyConnection,
    rehearsal: Callable[[], Rehearsal],
    scheme: Scheme,
    period: str,
    trial: Trial,
    facts: Facts | None = None,
    plan: MovedWeights | None = None,
) -> Ranking:
    """Return a period's ranking under a trial; ``rehearsal`` is asked for only where a copy is needed.

    ``facts`` and ``plan`` are those of the stored data, where they have been read before.
    Raises EvaluationError where the figures get too long for exact arithmetic.
    """
    weights = dict(trial.weights) if trial.weights else None
    if not trial.needs_copy:
        return rank_units(cursor, period, weights=weights, aggregation=trial.aggregation, facts=facts, plan=plan)
    drafts = _drafts(cursor, scheme, period, trial)
    ranking = replace(rehearsal().rank_after(drafts, period, weights, trial.aggregation), is_what_if=True)
    return _as_published_before(ranking, facts) if facts else ranking


def _as_published_before(ranking: Ranking, facts: Facts) -> Ranking:
    """Return a ranking with the ranks of the period before as they were published: what is tried here was never so there."""
    before = {position: known["previous_rank"] for position, (known, _) in facts.units.items()}
    return replace(ranking, units=tuple(replace(unit, previous_rank=before.get(unit.position)) for unit in ranking.units))


def marks_now(cursor: duckdb.DuckDBPyConnection, period: str, unit: str, indicator: str) -> list[tuple[str, Decimal]]:
    """Return (rater, mark) of every mark that counts in a cell, in the order of import."""
    rows = cursor.execute(
        "select rater, mark::varchar from mark where period = ? and unit = ? and indicator = ? order by import, row, rater",
        [period, unit, indicator],
    ).fetchall()
    return [(rater, Decimal(mark).normalize()) for rater, mark in rows]


def _drafts(cursor: duckdb.DuckDBPyConnection, scheme: Scheme, period: str, trial: Trial) -> list[Draft]:
    from evaluation.events import scheme_set, sheet_imported
    from evaluation.mark import Mark

    drafts = [scheme_set(replace(scheme, missing=trial.missing))] if trial.missing else []
    marks = [
        Mark(period, tried.unit, tried.indicator, rater, tried.mark, file="", sheet="", row=0, column="", found="")
        for tried in trial.marks
        if tried.period == period
        for rater in [rater for rater, _ in marks_now(cursor, period, tried.unit, tried.indicator)] or [""]
    ]
    return [*drafts, sheet_imported("", "", b"", marks, period)] if marks else drafts
