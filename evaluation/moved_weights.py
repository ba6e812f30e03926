"""The ranking of one period, made ready to be asked again and again with other weights.

DuckDB takes longer to plan the chain's last part than to run it, and keeps the plan of a prepared statement only where no table
is read and no parameter stands twice (measured on DuckDB 2.0). So what weights leave alone is written into the statement itself,
under the name by which the chain reads it. The formula is the chain's own: the same macros, called with columns for weights.
"""

import threading
from collections.abc import Iterable
from pathlib import Path

import duckdb

from evaluation.exact import power_mean

MOST_ROWS = 4_000
"""With more units than that, planning is little of the whole, and the statement would be long."""

_CHAIN = Path(__file__).with_name("sql") / "ranking"
_PARTS = ("00_macros.sql", "70_unit_total.sql", "80_unit_rank.sql")
_READ = ("before_weights", "unit")
"""The tables that these parts of the chain name."""

_COLUMNS = "select column_name, data_type from duckdb_columns() where table_name = ? order by column_index"

_FIGURES = "select count(*), {lists} from before_weights where period = ?"

_STATEMENT = """
prepare moved as
with before_weights as (
    select *, '' as period, $1::hugeint[] as given_weights, $2::varchar as given_aggregation
    from (select {columns})
)
select unit_position, rank, status, (total // {step})::bigint, (base // {step})::bigint
from standing(given_weights, given_aggregation)
"""
"""The period has no name here: the chain only asks which rows are of the same one."""

_starting = threading.Lock()
_planner: duckdb.DuckDBPyConnection | None = None


class MovedWeights:
    """The figures of a period with the plan that ranks them. Safe to share between threads."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, statement: str):
        self._lock = threading.Lock()
        self._cursor = cursor
        self._cursor.execute(statement)

    def rows(self, weights: Iterable[int], aggregation: str) -> list[tuple]:
        """Return what the ranking's own statement does with these whole weights, one row per unit.

        Raises DuckDB's errors where figures get too long, as that statement does.
        """
        asked = f"execute moved([{', '.join(str(int(weight)) for weight in weights)}]::hugeint[], '{_word(aggregation)}')"
        with self._lock:
            return self._cursor.execute(asked).fetchall()


def keep_plan(cursor: duckdb.DuckDBPyConnection, period: str, step: int) -> MovedWeights | None:
    """Return the figures of a period with their plan, None where there are none or too many.

    ``step`` is the last published decimal in 10⁻¹² points.
    """
    kinds = [(name, kind) for name, kind in _columns(cursor, "before_weights") if name != "period"]
    lists = ", ".join(f"list({name} order by unit_position)::varchar" for name, _ in kinds)
    count, *texts = cursor.execute(_FIGURES.format(lists=lists), [period]).fetchall()[0]
    if not 0 < count <= MOST_ROWS:
        return None
    held = [(name, kind, text.replace("'", "''")) for (name, kind), text in zip(kinds, texts, strict=True)]
    columns = ",\n".join(f"unnest('{text}'::{kind}[]) as {name}" for name, kind, text in held)
    return MovedWeights(_planning(cursor), _STATEMENT.format(columns=columns, step=step))


def _columns(cursor: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return cursor.execute(_COLUMNS, [table]).fetchall()


def _word(aggregation: str) -> str:
    """Return the word itself, which stands in a statement: nothing but letters may."""
    if not (aggregation.isascii() and aggregation.isalpha()):
        raise ValueError(aggregation)
    return aggregation


def _planning(example: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a cursor of a database in memory that holds the chain's last part and no data.

    Apart from the stores, so that no plan that is kept holds an office's file open. One thread: there is no work for two, and
    to wake another takes longer than the statement. Its tables are empty; the chain only wants to find them.
    """
    global _planner
    with _starting:
        if _planner is None:
            connection = duckdb.connect(":memory:", config={"threads": 1, "enable_external_access": False})
            connection.create_function("power_mean", power_mean, ["HUGEINT[]", "HUGEINT[]", "VARCHAR", "INTEGER"], "HUGEINT")
            for table in _READ:
                columns = ", ".join(f"{name} {kind}" for name, kind in _columns(example, table))
                connection.execute(f"create table {table} ({columns})")
            for name in _PARTS:
                connection.execute((_CHAIN / name).read_text("utf-8"))
            _planner = connection
    return _planner.cursor()
