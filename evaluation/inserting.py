"""Rows into a table of the DuckDB copy."""

from collections.abc import Iterable, Sequence

import duckdb


def insert_rows(cursor: duckdb.DuckDBPyConnection, table: str, types: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows into a table in one statement: a statement a row costs more than the rows. ``types`` are the columns'."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        values = ", ".join(f"unnest(?::{kind}[])" for kind in types.split())
        cursor.execute(f"insert into {table} select {values}", columns)
