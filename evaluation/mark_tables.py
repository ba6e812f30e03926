"""Puts the marks of an import into the tables: names become numbers, marks whole numbers (evaluation/sql/schema)."""

from collections.abc import Iterable, Mapping
from itertools import count

import duckdb

from evaluation import kept_marks

Scope = tuple[str, str, str]
"""Period, indicator and rater: what a column of a sheet is about."""

_INSERT_SCOPES = """
insert into import_scope
select unnest(?::integer[]), ?, unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::integer[])
"""
_INSERT_UNITS = "insert into numbered_unit select unnest(?::varchar[]), unnest(?::integer[])"
_INSERT_COLUMNS = """
insert into scope_mark
select scope, unit_number, whole(mark::decimal(20,12), places), row::integer, "column", found, note
from (
    select unnest(?::integer[]) as scope, unnest(?::integer[]) as unit_number, unnest(?::varchar[]) as mark,
        unnest(?::integer[]) as places, unnest(?::varchar[]) as row, unnest(?::varchar[]) as "column",
        unnest(?::varchar[]) as found, unnest(?::varchar[]) as note
)
"""
_SCOPES_OF_TABLE = "select period, indicator, rater, max(places::integer) from kept_mark group by all order by all"
_INSERT_TABLE = """
insert into scope_mark
select scope, unit_number, whole(kept_mark.mark::decimal(20,12), import_scope.places), row::integer, "column", found, note
from kept_mark
join (from import_scope where import = ?) as import_scope using (period, indicator, rater)
join numbered_unit using (unit)
"""
_IS_RENAMED = "select exists (from unit_name where name <> unit) or exists (from carried_mark)"
_CARRY_BACK = """
update scope_mark set unit_number = from_number
from carried_mark
where carried_mark.scope = scope_mark.scope and to_number = unit_number
"""
_NOTE_CARRIED = """
insert into carried_mark
with renamed as (
    select borne.unit_number as from_number, today.unit_number as to_number
    from unit_name
    join numbered_unit as borne on borne.unit = name
    join numbered_unit as today on today.unit = unit_name.unit
    where name <> unit_name.unit
)
select scope, from_number, to_number
from scope_mark
join renamed on from_number = unit_number
anti join (from scope_mark semi join renamed on to_number = unit_number) as own
    on own.scope = scope_mark.scope and own.unit_number = to_number
qualify row_number() over (partition by scope, to_number order by from_number) = 1
"""
_CARRY = """
update scope_mark set unit_number = to_number
from carried_mark
where carried_mark.scope = scope_mark.scope and from_number = unit_number
"""


def put_in(cursor: duckdb.DuckDBPyConnection, position: int, content: bytes) -> None:
    """Put in the marks, kept as ``kept_marks`` writes them, of the import at a journal position."""
    table = kept_marks.as_table(content)
    if table is None:
        _put_columns(cursor, position, *kept_marks.read(content))
        return
    cursor.register("kept_mark", table)
    try:
        rows = cursor.execute(_SCOPES_OF_TABLE).fetchall()
        _number_scopes(cursor, position, {(period, indicator, rater): places for period, indicator, rater, places in rows})
        number_units(cursor, (unit for (unit,) in cursor.execute("select distinct unit from kept_mark order by unit").fetchall()))
        cursor.execute(_INSERT_TABLE, [position])
    finally:
        cursor.unregister("kept_mark")


def _put_columns(
    cursor: duckdb.DuckDBPyConnection,
    position: int,
    periods: list[str],
    units: list[str],
    indicators: list[str],
    raters: list[str],
    marks: list[str],
    places: list[str],
    *cells: list[str],
) -> None:
    scopes = list(zip(periods, indicators, raters, strict=True))
    most: dict[Scope, int] = {}
    for scope, number in zip(scopes, map(int, places), strict=True):
        most[scope] = max(number, most.get(scope, 0))
    scope_numbers = _number_scopes(cursor, position, most)
    unit_numbers = number_units(cursor, units)
    numbers = [scope_numbers[scope] for scope in scopes], [unit_numbers[unit] for unit in units]
    cursor.execute(_INSERT_COLUMNS, [*numbers, marks, [most[scope] for scope in scopes], *cells])


def _number_scopes(cursor: duckdb.DuckDBPyConnection, position: int, most_places: Mapping[Scope, int]) -> dict[Scope, int]:
    """Put the scopes of an import into their table and return the number of each."""
    ((last,),) = cursor.execute("select coalesce(max(scope), 0) from import_scope").fetchall()
    numbers = dict(zip(most_places, count(last + 1), strict=False))
    names = [list(column) for column in zip(*most_places, strict=True)] or [[], [], []]
    cursor.execute(_INSERT_SCOPES, [list(numbers.values()), position, *names, list(most_places.values())])
    return numbers


def carry_marks(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let the marks under a name that a renamed unit bore count for it, after the names in ``unit_name`` have changed.

    They change their number, because everything after them goes by numbers; what was carried before is carried back first.
    Where one import has marks under both names, which rosters by themselves don't bring about, each keeps its own.
    """
    if not cursor.execute(_IS_RENAMED).fetchall()[0][0]:  # to look through millions of marks for nothing would take its time
        return
    cursor.execute(_CARRY_BACK)
    cursor.execute("delete from carried_mark")
    cursor.execute(_NOTE_CARRIED)
    cursor.execute(_CARRY)


def number_units(cursor: duckdb.DuckDBPyConnection, units: Iterable[str]) -> dict[str, int]:
    """Give units that no mark bore before a number, and return the number of each."""
    known = dict(cursor.execute("select unit, unit_number from numbered_unit").fetchall())
    new = dict(zip((unit for unit in dict.fromkeys(units) if unit not in known), count(len(known) + 1), strict=False))
    cursor.execute(_INSERT_UNITS, [list(new), list(new.values())])
    return known | new
