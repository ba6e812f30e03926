"""The DuckDB copy of the journal: opened, hardened, kept in step, rebuilt when it doesn't fit.

One process holds one connection; every script run takes its own cursor (a connection shared by threads mixes rows).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from evaluation.exact import log_share, power_mean
from evaluation.inserting import insert_rows
from evaluation.journal import Draft, Event, Journal, MovedOn, PastJournal
from evaluation.period_parts import LabelOfPart, SourceOfPeriod, sources_of
from evaluation.periods import period_order
from evaluation.roster import Roster, Unit
from evaluation.scheme_reading import stored_scheme

if TYPE_CHECKING:
    from evaluation.scheme import Scheme

_SQL = Path(__file__).parent / "sql"
_SCHEMA = sorted((_SQL / "schema").glob("*.sql"))
_RANKING = sorted((_SQL / "ranking").glob("*.sql"))
_READERS = (
    "award_events.py",
    "events.py",
    "exact.py",
    "inserting.py",
    "kept_marks.py",
    "mark_tables.py",
    "period_parts.py",
    "periods.py",
    "rectification.py",
    "scheme.py",
    "scheme_check.py",
    "scheme_fields.py",
    "scheme_reading.py",
    "store.py",
)
_DECIDES_CONTENT = (*_SCHEMA, *_RANKING, *(Path(__file__).with_name(name) for name in _READERS))

_TABLES = "select table_name from duckdb_tables() where not internal"
_ROSTER = "select unit, group_name, aliases, position, tags from unit order by position"
_SCORED = (
    "roster_set",
    "scheme_set",
    "sheet_imported",
    "adjustments_imported",
    "vetoes_imported",
    "import_undone",
    "import_redone",
)
"""Kinds of events that reach a score. After all others, decisions above all, what is kept stays right as it is."""

_DISK_FAILED = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.InternalException)
"""What DuckDB raises when its file can't be read or written, and ever after on that connection."""

_PASTS = 4
"""How many moments of the past are kept in memory at once."""


class Store:
    """A journal and the tables that it implies. Writing goes to the journal; the tables follow.

    ``database`` is the DuckDB file; None, or a file that somebody else holds or the disk refuses, means a copy in memory. Raises
    EvaluationError for a journal that can't be read or that a newer program wrote.
    """

    def __init__(self, journal: Journal, database: Path | None = None):
        self.journal = journal
        self._lock = threading.RLock()
        self._connection = _open(database, journal)
        self._scheme: tuple[str, Scheme] | None = None
        self._past: dict[int, Store] = {}
        self._stand: tuple[int, str] | None = None
        """What ``state`` says; None while the tables are about to stand elsewhere, so that nobody takes the old for the new."""
        self.refresh()

    def refresh(self) -> None:
        """Bring the tables forward to the journal's last event.

        Where the disk refuses the file, they are built anew in memory: what the journal has taken has been saved. Anew they are
        built too where the journal no longer has the event at which they stand, because it was replaced by an older copy.
        """
        with self._lock:
            try:
                self._catch_up()
            except _DISK_FAILED:
                if not _is_file(self._connection):
                    raise
                self._begin_anew()
                self._catch_up()

    def _catch_up(self) -> None:
        position, known = state = self.state
        if self.journal.head() == state:
            return
        # With the event that the tables stand at, in one look: it must still be the same.
        events = self.journal.events(since=max(position - 1, 0))
        if position and (not events or events[0].hash != known):
            self._begin_anew()
            events = self.journal.events()
        elif position:
            del events[0]
        if not events:
            return
        from evaluation.events import apply_event  # with the whole intake behind it; a start on what is there needs none of it

        cursor = self._connection.cursor()
        cursor.begin()
        try:
            for event in events:
                apply_event(cursor, self.journal, event)
            if any(event.kind in _SCORED for event in events):
                settle(cursor)
            cursor.execute("update journal_state set position = ?, hash = ?", [events[-1].position, events[-1].hash])
            self._stand = None
            cursor.commit()
        except BaseException:
            with suppress(duckdb.Error):
                cursor.rollback()
            raise

    def _begin_anew(self) -> None:
        """Go on with empty tables in memory; cursors of runs that still go on keep what they had."""
        self._stand = None
        old, self._connection = self._connection, _prepared(duckdb.connect(":memory:"), None)
        _abandon(old)
        self._past.clear()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for one script run, with the tables as new as the journal."""
        self.refresh()
        return self._connection.cursor()

    def append(self, drafts: Iterable[Draft], actor: str, seen: int | None = None) -> list[Event]:
        """Write events to the journal (all or none; see Journal.append) and bring the tables forward.

        Raises ChangesLocked for what would alter a locked list; the attempt is on record then, and nothing else.
        """
        from evaluation.locks import ChangesLocked, check_locks

        wanted = list(drafts)
        while True:
            self.refresh()
            looked_at = self.position
            try:
                check_locks(self._connection.cursor(), wanted)
            except ChangesLocked as error:
                self.journal.append([error.draft], actor)
                self.refresh()
                raise
            try:
                events = self.journal.append(wanted, actor, seen, head=looked_at)
            except MovedOn:
                continue
            self.refresh()
            return events

    def as_of(self, position: int) -> Store:
        """Return the tables as they stood at a position of the journal, in memory and for reading only."""
        with self._lock:
            if position not in self._past:
                while len(self._past) >= _PASTS:
                    del self._past[next(iter(self._past))]
                self._past[position] = Store(PastJournal(self.journal, position))
            return self._past[position]

    @property
    def state(self) -> tuple[int, str]:
        """Position and hash of the last event in the tables, of one moment. Pages ask many times: only this store moves it."""
        if (stand := self._stand) is None:
            with self._lock:
                stand = self._stand = _state(self._connection.cursor())
        return stand

    @property
    def position(self) -> int:
        """Journal position of the tables: what a person looking at them has seen."""
        return self.state[0]

    @property
    def version(self) -> str:
        """Hash of the last event in the tables: equal versions hold equal data."""
        return self.state[1]

    @property
    def scheme(self) -> Scheme | None:
        """The scheme in force, None before one is set."""
        row = self._connection.cursor().execute("select toml from scheme_text").fetchone()
        if row is None:
            return None
        if self._scheme is None or self._scheme[0] != row[0]:
            self._scheme = (row[0], stored_scheme(row[0]))
        return self._scheme[1]

    @property
    def roster(self) -> Roster:
        """The roster in force, empty before one is set."""
        rows = self._connection.cursor().execute(_ROSTER).fetchall()
        return Roster(tuple(Unit(name, group, tuple(aliases), place, tuple(tags)) for name, group, aliases, place, tags in rows))

    def digest(self) -> str:
        """Return a SHA-256 over all rows of all tables, the same for the same journal however it was loaded."""
        cursor = self._connection.cursor()
        digest = hashlib.sha256()
        names = "select table_name from duckdb_tables() where not internal order by table_name"
        for (table,) in cursor.execute(names).fetchall():
            rows = sorted(map(repr, cursor.execute(f'select * from "{table}"').fetchall()))
            digest.update(repr((table, rows)).encode())
        return digest.hexdigest()

    def close(self) -> None:
        """Close the copy and the journal."""
        with self._lock:
            for past in self._past.values():
                past.close()
            _abandon(self._connection)
            self.journal.close()


def _open(database: Path | None, journal: Journal) -> duckdb.DuckDBPyConnection:
    """Return a hardened connection whose tables stand at some position of this very journal."""
    if database is not None:
        database.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            try:
                connection = duckdb.connect(str(database))
            except duckdb.IOException as error:
                if "lock" in str(error).lower() or "being used" in str(error).lower():
                    break
                _remove(database)
                continue
            except duckdb.Error:
                _remove(database)
                continue
            if _is_held_here(connection):
                connection.close()
                break
            if _belongs(connection, journal):
                try:
                    return _prepared(connection, database.parent)
                except _DISK_FAILED:
                    _abandon(connection)
                    break
            _abandon(connection)
            _remove(database)
    return _prepared(duckdb.connect(":memory:"), None)


def _remove(database: Path) -> None:
    """Delete the copy; the journal has all that was in it."""
    for path in (database, database.with_name(database.name + ".wal")):
        path.unlink(missing_ok=True)


def _abandon(connection: duckdb.DuckDBPyConnection) -> None:
    """Close a copy that is no use, whatever its file says to that."""
    with suppress(duckdb.Error):
        connection.close()


def _is_file(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether the tables live in a file. One that failed for good doesn't answer; nothing in memory does that to us."""
    try:
        return connection.execute("select max(path) from duckdb_databases() where not internal").fetchall() != [(None,)]
    except duckdb.Error:
        return True


def _is_held_here(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether this process has the file open already: DuckDB then hands out the same, hardened database again."""
    return bool(connection.execute("select current_setting('lock_configuration')").fetchall()[0][0])


def _belongs(connection: duckdb.DuckDBPyConnection, journal: Journal) -> bool:
    """Say whether the tables are new, or made by this program, whole, and standing at a position of this journal."""
    try:
        tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
        if not tables:
            return True
        if connection.execute("select digest from program").fetchall() != [(_program_digest(),)]:
            return False
        # Damage to a block shows only when the block is read, which would be in the middle of somebody's work.
        connection.execute(" union all ".join(f'select bit_xor(hash(t)) from "{table}" as t' for table in tables)).fetchall()
        position, last_hash = _state(connection)
        return journal.hash_at(position) == last_hash
    except duckdb.Error:
        return False


def _is_new(connection: duckdb.DuckDBPyConnection) -> bool:
    return not connection.execute(_TABLES).fetchall()


def _program_digest() -> str:
    """Return a digest of everything that decides the tables' content: a copy made by another program is rebuilt."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _DECIDES_CONTENT)).hexdigest()


def _prepared(connection: duckdb.DuckDBPyConnection, folder: Path | None) -> duckdb.DuckDBPyConnection:
    connection.create_function("log_share", log_share, ["HUGEINT"] * 3, "HUGEINT")
    connection.create_function("power_mean", power_mean, ["HUGEINT[]", "HUGEINT[]", "VARCHAR", "INTEGER"], "HUGEINT")
    if _is_new(connection):
        connection.begin()
        for path in (*_SCHEMA, *_RANKING):
            connection.execute(path.read_text("utf-8"))
        connection.execute("create table program as select ? as digest", [_program_digest()])
        connection.execute("insert into journal_state values (0, ?)", ["0" * 64])
        connection.commit()
    _harden(connection, folder)
    return connection


def _harden(connection: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
    """Shut every door from SQL to the machine; the order matters (facts measured on DuckDB 2.0)."""
    if folder is not None:
        connection.execute("set temp_directory = ?", [str(folder / "spill")])
    for setting in (
        "set enable_external_access = false",
        "set memory_limit = '1GB'",
        f"set threads = {min(4, os.cpu_count() or 1)}",
        "set max_temp_directory_size = '4GB'",
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set lock_configuration = true",
    ):
        connection.execute(setting)


def _state(cursor: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    return cursor.execute("select position, hash from journal_state").fetchall()[0]


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
