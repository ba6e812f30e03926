"""The people of a home: names, roles, passwords as argon2 hashes, and who has signed in.

One SQLite file of mode 600 beside the journal, so that the command line and the server may both write at any moment; where
several hosts share a database, tables there (people_on_server.py). Nothing of it goes into the journal, a backup or an archive.
"""

import json
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from evaluation.access import Person, Role
from evaluation.problems import EvaluationError
from evaluation.sqlite_file import of_disk
from evaluation.wording import access as words
from evaluation.wording import records as file_words

FILE = "people.sqlite"
LONGEST_NAME = 20
VERSION = 1
TABLES = """
create table if not exists person (
    name text primary key, role integer not null, dimensions text not null, password text not null, identity text unique
);
create table if not exists attempt (name text primary key, failures integer not null, last double precision not null);
create table if not exists visit (token text primary key, name text not null, ends double precision not null);
"""
_LOCAL = "create table if not exists local (name text not null)"


@dataclass(frozen=True)
class Entry:
    """One person as the list shows them; ``identity`` is "" for who signs in with a password."""

    person: Person
    identity: str
    has_password: bool


class People:
    """The people in one file. Raises EvaluationError where others may read it, it isn't ours, or the disk refuses."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time):
        self.path, self.now = path, now

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that lets one writer in at a time; the file comes into being here, closed to others.

        Raises EvaluationError where others may read it, a newer program wrote it, or the disk refuses.
        """
        with made_in(self.path.parent):
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        check_private(self.path)
        with self._connection(file_words.DISK) as connection:
            (version,) = connection.execute("pragma user_version").fetchone()
            if version > VERSION:
                raise EvaluationError(words.NEWER_FILE.format(path=self.path))
            connection.execute("begin immediate")
            try:
                for statement in filter(str.strip, (*TABLES.split(";"), _LOCAL)):
                    connection.execute(statement)
                connection.execute(f"pragma user_version = {VERSION}")
                yield connection
                connection.commit()
            except BaseException:
                with suppress(sqlite3.Error):  # SQLite may have ended the transaction itself
                    connection.rollback()
                raise

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple]:
        """Return the rows of a query; none where nobody was ever added."""
        if not self.path.exists():
            return []
        check_private(self.path)
        with self._connection(file_words.UNREADABLE) as connection:
            if connection.execute("pragma user_version").fetchone() == (0,):
                return []
            return connection.execute(query, parameters).fetchall()

    @contextmanager
    def _connection(self, failure: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=15, isolation_level=None)) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            raise of_disk(error, failure) or EvaluationError(words.BROKEN_FILE.format(path=self.path)) from error

    def find(self, name: str) -> Person | None:
        """Return the person of a name as they are now, None where there is none."""
        return next((_person(row) for row in self.rows(f"select {_PERSON} from person where name = ?", [name])), None)

    def find_identity(self, identities: Sequence[str]) -> Person | None:
        """Return the person whose account is one of these, None where there is none."""
        for identity in identities:
            for row in self.rows(f"select {_PERSON} from person where identity = ?", [identity]):
                return _person(row)
        return None

    def entries(self) -> list[Entry]:
        """Return everybody, the highest roles first, then by name."""
        rows = self.rows(f"select {_PERSON}, identity, password from person")
        # Sorted here: a server orders names by a language of its own.
        return [Entry(_person(row), row[3] or "", bool(row[4])) for row in sorted(rows, key=lambda row: (-row[1], row[0]))]

    def has_manager(self, *, by_password: bool) -> bool:
        """Say whether somebody with the highest role can sign in this way."""
        way = "password <> ''" if by_password else "identity is not null"
        return bool(self.rows(f"select 1 from person where role = ? and {way}", [Role.MANAGE]))

    def add(self, person: Person, hashed: str = "", identity: str = "") -> None:
        """Add a person. Raises EvaluationError for a name or account that is taken, or a name that can't be used."""
        name = checked_name(person.name)
        _check_dimensions(person)
        with self.writing() as connection:
            if _exists(connection, name):
                raise EvaluationError(words.KNOWN.format(name=name))
            account = spelled_identity(identity)
            if account and (taken := connection.execute("select name from person where identity = ?", [account]).fetchone()):
                raise EvaluationError(words.IDENTITY_TAKEN.format(name=taken[0]))
            connection.execute(
                "insert into person values (?, ?, ?, ?, ?)",
                [name, person.role, json.dumps(person.dimensions, ensure_ascii=False), hashed, account or None],
            )

    def remove(self, name: str) -> None:
        """Take a person away and end their visits. Raises EvaluationError for an unknown name or the last 管理."""
        with self.writing() as connection:
            _keep_a_manager(connection, name)
            connection.execute("delete from person where name = ?", [name])
            connection.execute("delete from visit where name = ?", [name])

    def set_role(self, person: Person) -> None:
        """Give a person this role and these dimensions, from their next click on.

        Raises EvaluationError for an unknown name, the last 管理, or dimensions with another role than 录入.
        """
        _check_dimensions(person)
        with self.writing() as connection:
            if person.role < Role.MANAGE:
                _keep_a_manager(connection, person.name)
            elif not _exists(connection, person.name):
                raise EvaluationError(words.UNKNOWN.format(name=person.name))
            connection.execute(
                "update person set role = ?, dimensions = ? where name = ?",
                [person.role, json.dumps(person.dimensions, ensure_ascii=False), person.name],
            )

    def set_password(self, name: str, hashed: str) -> None:
        """Give a person another password; it ends their visits and the wait after failures.

        Raises EvaluationError for an unknown name.
        """
        with self.writing() as connection:
            if not _exists(connection, name):
                raise EvaluationError(words.UNKNOWN.format(name=name))
            connection.execute("update person set password = ? where name = ?", [hashed, name])
            connection.execute("delete from visit where name = ?", [name])
            connection.execute("delete from attempt where name = ?", [name])

    def local_name(self) -> str:
        """Return the name that the one user of this machine gave, "" where they gave none."""
        return next((name for (name,) in self.rows("select name from local")), "")

    def set_local_name(self, name: str) -> str:
        """Keep the name of the one user of this machine and return it as kept."""
        name = checked_name(name)
        with self.writing() as connection:
            connection.execute("delete from local")
            connection.execute("insert into local values (?)", [name])
        return name


_PERSON = "name, role, dimensions"


def checked_name(name: str) -> str:
    """Return a name with its spaces put right. Raises EvaluationError where it is empty or too long."""
    name = " ".join("".join(sign for sign in name if sign.isprintable()).split())
    if not name:
        raise EvaluationError(words.NO_NAME)
    if len(name) > LONGEST_NAME:
        raise EvaluationError(words.NAME_TOO_LONG.format(most=LONGEST_NAME))
    return name


def spelled_identity(identity: str) -> str:
    """Return an account as it is compared: e-mail addresses whatever their case."""
    identity = identity.strip()
    return identity.lower() if "@" in identity else identity


def check_private(path: Path, sentence: str = words.OPEN_FILE) -> None:
    """Raise EvaluationError where others on this machine may read or write a file (Windows has no such bits)."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise EvaluationError(sentence.format(path=path))


@contextmanager
def made_in(folder: Path) -> Iterator[None]:
    """Make a folder, and say in words where the disk refuses it or a file that is made there. Raises EvaluationError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise EvaluationError(file_words.NO_FOLDER.format(folder=folder)) from error


def _person(row: Sequence) -> Person:
    return Person(row[0], Role(row[1]), tuple(json.loads(row[2])))


def _check_dimensions(person: Person) -> None:
    if person.dimensions and person.role is not Role.ENTER:
        raise EvaluationError(words.ONLY_ENTER_RESTRICTED)


def _exists(connection: sqlite3.Connection, name: str) -> bool:
    return connection.execute("select 1 from person where name = ?", [name]).fetchone() is not None


def _keep_a_manager(connection: sqlite3.Connection, name: str) -> None:
    """Refuse a change after which nobody could manage the people from within."""
    if not _exists(connection, name):
        raise EvaluationError(words.UNKNOWN.format(name=name))
    managers = [found for (found,) in connection.execute("select name from person where role = ?", [Role.MANAGE])]
    if managers == [name]:
        raise EvaluationError(words.LAST_MANAGER.format(name=name))
