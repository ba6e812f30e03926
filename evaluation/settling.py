"""What is kept per version of the data: from the marks to all that weights leave alone, worked out in one go after an event."""

from collections.abc import Collection
from dataclasses import astuple

import duckdb

from evaluation.inserting import insert_rows
from evaluation.period_parts import LabelOfPart, SourceOfPeriod, sources_of
from evaluation.periods import period_order

_SETTLED = (
    "period_number",
    "item",
    "joined_scope",
    "superseded",
    "other_score",
    "gap",
    "source_score",
    "year_score",
    "correction",
    "before_weights",
)
"""Tables that hold the contents of the views and macros computed_… of the same name."""

AT_ONCE = 4_000_000
"""Up to so many marks are worked out in one go; beyond, period by period, so that memory holds one at a time."""

GROUPED = 3_000_000
"""About so many marks are grouped in one go where all items are short: a million groups at a time stay in the processor's caches
and cost DuckDB a quarter less than three million at once."""

MOST_SLICES = 8
"""Into no more slices a period's units are cut: where their marks don't lie in order of units, each slice reads them all."""

ABREAST = 4
"""So many dimensions before_weights lays side by side."""

_SCOPES = """
select (select list(distinct period) from scope_in_force join indicator using (indicator)),
    (select coalesce(bool_or(is_contested), false) from scope_in_force),
    (select missing = 'group_mean' from scheme_option),
    (select count(*) from scope_mark), (select coalesce(max(unit_number), 0) from numbered_unit),
    exists (from imported_adjustment) or exists (from imported_veto)
"""
_EXPECTED = """
select (select count(*) from unit), (select count(*) from indicator), (select count(*) from dimension),
    (select count(distinct period_number) from source_number),
    (select count(*) from source_score), (select coalesce(sum(present), 0) from source_score)
"""


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """Work out what is kept per data version, from the marks to all that weights leave alone.

    What the data at hand don't need is left out: to plan a step takes longer than to run it where there is nothing to do.
    """
    for table in _SETTLED:
        cursor.execute(f"delete from {table}")
    found, is_contested, is_imputed, marks, units, is_corrected = cursor.execute(_SCOPES).fetchall()[0]
    periods = set(found or [])
    labels = _labels(cursor)
    numbers = _number_periods(cursor, labels, periods)
    entering = _arrange_periods(cursor, labels, periods)
    if is_contested:
        _keep(cursor, "superseded")
    _keep(cursor, "item")
    _keep(cursor, "joined_scope")
    spans = [(number, number) for number in numbers.values()] if marks > AT_ONCE else [(1, len(numbers))]
    _keep_source_scores(cursor, spans, _slices(marks // max(len(spans), 1), units), is_imputed)
    scored = _scored_periods(cursor)
    if len(scored) < len(periods):  # of the others, all marks are of strangers to the roster
        entering = _arrange_periods(cursor, labels, scored)
    if not numbers.keys() <= {item.source for item in entering}:
        _leave_out_what_enters_no_period(cursor)
    units, indicators, dimensions, sources, rows, marked = cursor.execute(_EXPECTED).fetchall()[0]
    if rows < units * dimensions * sources:
        cursor.execute("insert into source_score by name from blank_score")
    if marked < units * indicators * sources and not is_imputed:
        _keep(cursor, "gap", *spans)
    if any(item.part for item in entering):
        _keep(cursor, "year_score")
    if is_corrected:
        _keep(cursor, "correction")
    _keep(cursor, "before_weights", *((*span, dimensions > ABREAST) for span in spans))


def _slices(marks: int, units: int) -> list[tuple[int, int]]:
    """Cut units, by their numbers, so that each slice has about so many marks as are well grouped in one go."""
    number = max(1, min(MOST_SLICES, units, -(-marks // GROUPED)))
    return [(units * nth // number + 1, units * (nth + 1) // number) for nth in range(number)]


def _keep_source_scores(
    cursor: duckdb.DuckDBPyConnection, spans: list[tuple[int, int]], slices: list[tuple[int, int]], is_imputed: bool
) -> None:
    """Keep the dimensions' scores of the periods with marks, and before them what they are made of beside short items."""
    if has_others := _is_there(cursor, "item where not is_short"):
        _keep(cursor, "other_score", *spans)
    if is_imputed:
        _keep(cursor, "gap", *spans)
    only_short = not has_others and not is_imputed
    parts = [(*span, *units) for span in spans for units in (slices if only_short else slices[:1])]
    if _is_there(cursor, "aspect where aspect <> ''"):
        _keep(cursor, "source_score", *((first, last, only_short, *units) for first, last, *units in parts))
    elif only_short:
        _keep(cursor, "source_score", *parts, way="_of_one_short_aspect")
    else:
        _keep(cursor, "source_score", *spans, way="_of_one_aspect")


def _keep(cursor: duckdb.DuckDBPyConnection, table: str, *spans: tuple[int, ...], way: str = "") -> None:
    """Fill a table with what is computed: of all at once, or span by span of period numbers; ``way``: where there are two."""
    for arguments in spans or ("",):
        cursor.execute(f"insert into {table} by name from computed_{table}{way}{arguments}")


def _is_there(cursor: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return cursor.execute(f"select exists (from {rows})").fetchall()[0][0]


def _scored_periods(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the periods in which a unit of the roster has a score."""
    scored = "select period from period_number semi join (from source_score where present > 0) as scored using (period_number)"
    return {period for (period,) in cursor.execute(scored).fetchall()}


def _leave_out_what_enters_no_period(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take back scores and gaps that enter no ranked period."""
    strays = "where period_number not in (select period_number from source_number)"
    cursor.execute(f"delete from source_score {strays}")
    cursor.execute(f"delete from gap {strays}")


def _number_periods(cursor: duckdb.DuckDBPyConnection, labels: list[LabelOfPart], periods: Collection[str]) -> dict[str, int]:
    """Give each period that has marks in force, or may enter a year with one that has, its number in order of time."""
    sources = list(sources_of(labels, periods))
    every = {*periods, *(item.period for item in sources), *(item.source for item in sources)}
    numbers = {period: number for number, period in enumerate(sorted(every, key=period_order), start=1)}
    insert_rows(cursor, "period_number", "varchar integer", numbers.items())
    return numbers


def _arrange_periods(
    cursor: duckdb.DuckDBPyConnection, labels: list[LabelOfPart], with_marks: Collection[str]
) -> list[SourceOfPeriod]:
    """Note which periods are ranked, in order of time, and return whose scores make up each of them, given those with marks."""
    sources = list(sources_of(labels, with_marks))
    lacking = {item.period for item in sources if item.source not in with_marks}
    rows = []
    last_of_kind: dict[int, str] = {}
    for position, period in enumerate(sorted({item.period for item in sources}, key=period_order), start=1):
        kind = period_order(period)[2]
        rows.append((period, position, last_of_kind.get(kind), period not in lacking))
        last_of_kind[kind] = period
    cursor.execute("delete from period")
    cursor.execute("delete from period_source")
    insert_rows(cursor, "period", "varchar integer varchar boolean", rows)
    types = "varchar varchar integer hugeint varchar integer varchar varchar"
    insert_rows(cursor, "period_source", types, map(astuple, sources))
    return sources


def _labels(cursor: duckdb.DuckDBPyConnection) -> list[LabelOfPart]:
    rows = cursor.execute("select part, position, weight, label, label_position from period_part").fetchall()
    return [LabelOfPart(*row) for row in rows]
