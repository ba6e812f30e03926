"""The people of several hosts: tables of their own beside the journal on a server, by the same statements as in the file.

Whoever signs in on one host is known on the others, and a role or a removal holds everywhere from the next click on.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import Connection, CursorResult, inspect

from evaluation.database import open_engine, reading, writing
from evaluation.people import TABLES, VERSION, People
from evaluation.problems import EvaluationError
from evaluation.wording import access as words

_FORMAT = "create table if not exists people_format (version integer primary key)"


class PeopleOnServer(People):
    """The people in one database. Raises EvaluationError where it can't be reached or a newer program wrote it."""

    def __init__(self, url: str, now: Callable[[], float] = time.time):
        self.now = now
        self._place = _place(url)

    @contextmanager
    def writing(self) -> Iterator["_Statements"]:
        """Open a transaction that lets one writer in at a time, on whichever host."""
        with writing(self._place.engine) as connection:
            if not self._place.is_ready(connection):
                for statement in filter(str.strip, (*TABLES.split(";"), _FORMAT)):
                    connection.exec_driver_sql(statement)
                connection.exec_driver_sql("insert into people_format values (%s)", (VERSION,))
            yield _Statements(connection)

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple]:
        """Return the rows of a query; none where nobody was ever added."""
        with reading(self._place.engine) as connection:
            if not self._place.is_ready(connection):
                return []
            return [tuple(row) for row in _Statements(connection).execute(query, parameters)]


class _Place:
    """The connections to one server, kept for the life of the process, and whether the tables are known to be there."""

    def __init__(self, url: str):
        self.engine = open_engine(url)
        self._is_ready = False

    def is_ready(self, connection: Connection) -> bool:
        if not self._is_ready and inspect(connection).has_table("people_format"):
            version = connection.exec_driver_sql("select max(version) from people_format").scalar()
            if version and version > VERSION:
                raise EvaluationError(words.NEWER_FILE.format(path=words.IN_DATABASE))
            self._is_ready = version is not None
        return self._is_ready


_place = lru_cache(maxsize=4)(_Place)


class _Statements:
    """A connection that takes statements as SQLite's driver does, with ? where a value goes."""

    def __init__(self, connection: Connection):
        self._connection = connection

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> CursorResult:
        return self._connection.exec_driver_sql(statement.replace("?", "%s"), tuple(parameters))
