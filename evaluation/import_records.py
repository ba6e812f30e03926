"""What people settled when they imported, as the tables hold it: names to go by, and what was decided about each import."""

import duckdb

from evaluation.decisions import Remembered
from evaluation.settled import Settled


def list_remembered(cursor: duckdb.DuckDBPyConnection) -> list[Remembered]:
    """Return every name that is remembered, the latest confirmation first."""
    rows = cursor.execute("""
        select sender, kind, found, name, meaning, rater, actor, done_at
        from remembered_name order by position desc, kind, found""").fetchall()
    return [Remembered(*row) for row in rows]


def settled_in(cursor: duckdb.DuckDBPyConnection) -> dict[int, list[Settled]]:
    """Return what people settled about each import, by the import's position, in the order of its record."""
    found: dict[int, list[Settled]] = {}
    for position, *line in cursor.execute(
        "select import, kind, place, found, settled from settled order by import, nth"
    ).fetchall():
        found.setdefault(position, []).append(Settled(*line))
    return found
