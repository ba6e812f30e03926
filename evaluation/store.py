"""The DuckDB copy of the journal: opened, hardened, kept in step, rebuilt when it doesn't fit.

One process holds one connection; every script run takes its own cursor (a connection shared by threads mixes rows).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from evaluation.exact import log_share, power_mean
from evaluation.journal import Draft, Event, Journal, MovedOn, PastJournal, Seen
from evaluation.problems import Damaged
from evaluation.roster import Roster, Unit
from evaluation.scheme_reading import stored_scheme
from evaluation.settling import settle
from evaluation.wording.records import DAMAGED

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
    "settling.py",
    "store.py",
    "unit_names.py",
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
        except BaseException as error:
            with suppress(duckdb.Error):
                cursor.rollback()
            if isinstance(error, Exception) and not isinstance(error, (Damaged, *_DISK_FAILED)) and self._is_broken():
                raise Damaged(DAMAGED) from error
            raise

    def _is_broken(self) -> bool:
        """Say whether the journal isn't what was written: what it says can't be taken for what people did."""
        return isinstance(self.journal, Journal) and self.journal.verify() is not None

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

    def append(self, drafts: Iterable[Draft], actor: str, seen: Seen | None = None) -> list[Event]:
        """Write events to the journal (all or none; see Journal.append) and bring the tables forward.

        Raises ChangesLocked for what would alter a locked list; the attempt is on record then, and nothing else. Raises StaleSave
        for an import to be undone or redone that isn't there or is so already.
        """
        from evaluation.events import check_switches
        from evaluation.locks import ChangesLocked, check_locks

        wanted = list(drafts)
        while True:
            self.refresh()
            looked_at = self.state
            try:
                check_locks(self._connection.cursor(), wanted)
                check_switches(self._connection.cursor(), wanted)
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
