"""An SQLite file that others write, read by Python's own driver.

SQLAlchemy, which writes, takes a tenth of a second to be loaded, about as long as the first page after a start is drawn; and the
small queries, of which every page asks several, take it twenty times as long.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evaluation.problems import Damaged, EvaluationError
from evaluation.wording import records as words

_FILE = re.compile(r"sqlite(?:\+pysqlite)?:///((?!file:)[^?]+)(?:\?.*)?")
_OTHERS = ("not a database", "no such table", "unsupported file format")
_DAMAGED = ("malformed", "Could not decode")
PATIENCE = 15
"""Seconds that a writer waits for the one before it, and anybody for a free connection."""


class SqliteFile:
    """The rows of a file. A query sees one moment of it, whatever others write meanwhile. Safe between threads.

    Raises EvaluationError where the file can't be read.
    """

    def __init__(self, path: Path):
        self._path = path
        self._idle: list[tuple[object, sqlite3.Connection]] = []
        self._is_closed = False

    def rows(self, query: str, values: Mapping[str, object] | None = None) -> list[tuple]:
        """Return the rows of a query with named parameters (``:position``)."""
        with self._connection() as connection:
            return connection.execute(query, values or {}).fetchall()

    def close(self) -> None:
        """Give back the connections."""
        self._is_closed = True
        self.let_go()

    def let_go(self) -> None:
        """Give back the connections that nobody uses now."""
        while self._idle:
            self._idle.pop()[1].close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to one caller at a time; one that failed isn't lent again."""
        try:
            this = identity(self._path)
            connection = None
            while self._idle and connection is None:
                of, kept = self._idle.pop()
                connection = kept if of == this else kept.close()
            connection = connection or self._connect()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            refused = of_file(error, words.UNREADABLE)
            if refused is None:
                raise
            raise refused from error
        self._idle.append((this, connection))
        if self._is_closed:
            self.close()

    def _connect(self) -> sqlite3.Connection:
        address = f"{self._path.resolve().as_uri()}?mode=rw"  # a file that isn't there isn't made
        connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        connection.execute("pragma query_only = on")
        return connection


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that is put in its place, None where there is none.

    A connection goes on with the file that it opened, deleted or not: what is saved there then, nobody finds again.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def file_of(url: str) -> Path | None:
    """Return the SQLite file that an SQLAlchemy URL names, None where it names memory or a server."""
    found = _FILE.fullmatch(url)
    return None if found is None or found[1] == ":memory:" else Path(found[1])


def is_server(url: str | None) -> bool:
    """Say whether a URL names a database server, which other hosts may share."""
    return (url or "").startswith(("postgresql:", "postgresql+", "postgres:"))


def of_file(error: sqlite3.Error, failure: str) -> EvaluationError | None:
    """Return what to say where a file, the disk or another program failed SQLite, None where we did."""
    said = str(error)
    if any(sign in said for sign in _OTHERS):
        return Damaged(words.NOT_A_JOURNAL)
    if any(sign in said for sign in _DAMAGED):
        return Damaged(words.DAMAGED)
    if not isinstance(error, sqlite3.OperationalError):
        return None
    return of_disk(error, failure) or EvaluationError(failure.format(reason=said))


def of_disk(error: sqlite3.Error, failure: str) -> EvaluationError | None:
    """Return what to say where the disk or another program refused SQLite, None where neither did.

    ``failure`` is filled with the reason.
    """
    said = str(error)
    if "locked" in said:
        return EvaluationError(words.LOCKED_JOURNAL)
    reason = next((chinese for english, chinese in words.DISK_REASONS.items() if english in said), "")
    kind = Damaged if "disk I/O" in said else EvaluationError
    return kind(failure.format(reason=reason)) if reason else None
