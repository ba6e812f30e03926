"""The truth: what people did, as an append-only hash-chained list of events, beside the bytes they handed in.

SQLAlchemy Core over SQLite by default; a PostgreSQL URL takes its place without new SQL (see database.py). What a page reads
of a file on this machine goes the short way (sqlite_file.py), by the same queries.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evaluation.problems import Damaged, EvaluationError, StaleSave
from evaluation.sqlite_file import SqliteFile, file_of, identity
from evaluation.witness import Witness
from evaluation.wording import records as words
from evaluation.wording.award_state import STATES
from evaluation.wording.database import NOT_OPENED

if TYPE_CHECKING:  # loaded when it is needed: it takes 0.1 s, and the first page after a start needs none of it
    from sqlalchemy import Connection, Engine

SCHEMA_VERSION = 1
STEPS: dict[int, Callable[[Connection], None]] = {}
"""What makes a journal's tables of one version into those of the next, by the version before; see CONTRIBUTING.md."""
QUIET = ("refused",)
"""Kinds of events that change nothing: they make nobody's screen stale."""
Seen = int | tuple[int, str]
"""The journal position that a person had on screen, with the hash of its event, which another one may have after a copy came
back; alone where the journal can't have been replaced meanwhile."""
BEGINNINGS = 20
"""More events than these are looked at by nobody: an office that began so often and brought nothing in is none."""
_FIRST_HASH = "0" * 64
_LAST = 2**31 - 1

_VERSION = """
select max(version), (select count(*) from sqlite_master where type = 'table' and name in ('event', 'content')) from format
"""
_HEAD = 'select "position", hash from event order by "position" desc limit 1'
_EVENTS = """
select "position", at, actor, kind, payload, hash from event
where "position" > :since and "position" <= :until order by "position"
"""
_HASH_AT = 'select hash from event where "position" = :position'
_LOADED = "select payload from event where kind = 'archive_loaded'"
_CONTENT = "select bytes from content where sha256 = :sha256"


@dataclass(frozen=True)
class Draft:
    """Something a person is about to do: the event to be, and the bytes that it names by their SHA-256."""

    kind: str
    payload: Mapping[str, Any]
    contents: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something a person did. ``position`` counts from 1 without gaps; ``at`` is local time, ISO, to the second."""

    position: int
    at: str
    actor: str
    kind: str
    payload: Mapping[str, Any] = field(hash=False)
    hash: str


class MovedOn(Exception):
    """Somebody appended between a check and the write that rests on it; look again."""


def sha256(content: bytes) -> str:
    """Return the hex digest under which the journal keeps these bytes."""
    return hashlib.sha256(content).hexdigest()


class Journal:
    """The events and contents behind one SQLAlchemy URL. Safe to use from several threads and processes.

    One in memory (``sqlite://``) has a single connection and is for one thread. A ``witness`` writes down beside it where it
    has stood, so that ``verify`` misses events that were cut off. Raises EvaluationError for a file that isn't ours, is newer,
    damaged (unless ``even_damaged``: then each look says so, until a copy takes its place), or can't be opened.
    """

    def __init__(self, url: str, witness: Witness | None = None, *, even_damaged: bool = False):
        self.url = url
        self._path = file_of(url)
        self._file = SqliteFile(self._path) if self._path else None
        self.witness = witness
        self._is_ready = False
        self._identity: tuple[int, int] | None = None
        try:
            self._open()
            if witness and not witness.heads():
                witness.note(*self.head())
        except Damaged:
            if not even_damaged:
                raise

    def _open(self) -> None:
        """Make sure that there are tables of this version: once, and again where another file lies in the place of that one."""
        if self._is_ready and self._path:
            lies_here = identity(self._path)
            if lies_here is None:
                raise Damaged(words.GONE)
            if lies_here != self._identity:
                self.let_go()
                self._is_ready = False
        if not self._is_ready:
            if not self._is_known():
                self._make_ready()
            self._identity = identity(self._path) if self._path else None
            self._is_ready = True

    @classmethod
    def in_memory(cls, held: sqlite3.Connection) -> Journal:
        """Return a journal in memory of everything that an SQLite database holds, which is left as it is.

        Raises EvaluationError as for a file, and sqlite3.Error where the database can't be read.
        """
        journal = cls("sqlite://")
        with closing(journal.engine.raw_connection()) as connection:
            held.backup(connection.driver_connection)
        journal._make_ready()
        return journal

    def is_whole(self) -> bool:
        """Say whether SQLite finds every page of its database sound."""
        with self.reading() as connection:
            return connection.exec_driver_sql("pragma integrity_check").all() == [("ok",)]

    def _is_known(self) -> bool:
        """Say whether this is a file that holds a journal of this very version, so that nothing is left to do."""
        if self._file is None:
            return False
        try:
            return self._file.rows(_VERSION) == [(SCHEMA_VERSION, 2)]
        except EvaluationError:
            return False  # what it is, the long way says

    def _make_ready(self) -> None:
        from evaluation import journal_tables as tables
        from evaluation.database import check_encoding, writing

        with writing(self.engine, NOT_OPENED) as connection:
            check_encoding(connection)
            if tables.is_of_others(connection):
                raise Damaged(words.NOT_A_JOURNAL)
            tables.bring_forward(connection, SCHEMA_VERSION, STEPS)

    @cached_property
    def engine(self) -> Engine:
        """SQLAlchemy's connections. Raises EvaluationError for a URL of another kind and where the driver is missing."""
        from evaluation.database import open_engine

        return open_engine(self.url)

    def head(self) -> tuple[int, str]:
        """Return the position and hash of the last event; (0, zeros) for an empty journal."""
        rows = self._rows(_HEAD)
        return (rows[0][0], rows[0][1]) if rows else (0, _FIRST_HASH)

    def events(self, since: int = 0, until: int | None = None) -> list[Event]:
        """Return the events after position ``since`` (up to ``until`` where it is given), oldest first."""
        rows = self._rows(_EVENTS, since=since, until=_LAST if until is None else until)
        return [Event(*row[:4], _payload(row[4]), row[5]) for row in rows]

    def holds(self, position: int, digest: str) -> bool:
        """Say whether the event of this hash stands at this position; not where that can't be read."""
        try:
            return self.hash_at(position) == digest
        except Damaged:
            return False

    def hash_at(self, position: int) -> str | None:
        """Return the hash of the event at a position (zeros at 0), None where there is none."""
        if position == 0:
            return _FIRST_HASH
        return next((digest for (digest,) in self._rows(_HASH_AT, position=position)), None)

    def content(self, digest: str) -> bytes:
        """Return the bytes handed in under this SHA-256. Raises Damaged where they are gone or aren't those any more."""
        for (found,) in self._rows(_CONTENT, sha256=digest):
            if not isinstance(found, str) and sha256(content := bytes(found)) == digest:
                return content
        raise Damaged(words.NO_CONTENT.format(sha256=digest[:12]))

    def _rows(self, query: str, **values: object) -> list:
        """Return the rows of a query, the short way where the journal is a file of this machine."""
        self._open()
        if self._file:
            return self._file.rows(query, values)
        from sqlalchemy import text

        with self.reading() as connection:
            return list(connection.execute(text(query), values).all())

    def append(
        self, drafts: Iterable[Draft], actor: str, seen: Seen | None = None, *, head: tuple[int, str] | None = None
    ) -> list[Event]:
        """Write all drafts as events in one transaction, or none, and return them.

        ``seen`` is what the person had on screen; if there are events after it, or it isn't there any more, StaleSave is
        raised with a sentence that says who did what, and nothing is written. ``head`` is the last event (position and hash)
        that the caller checked the drafts against; MovedOn is raised where another one is the last now.
        """
        from evaluation import journal_tables as tables

        actor = actor.replace("\0", "")  # PostgreSQL holds no such character; payloads are JSON, which spells it out
        with self.writing() as connection:
            last = tables.head(connection)
            if seen is not None and (newer := tables.newest_change(connection, seen, last[0], QUIET)):
                raise StaleSave(_stale(tables.event_at(connection, newer)))
            if head is not None and head != last:
                raise MovedOn
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            events = []
            for draft in drafts:
                for content in draft.contents:
                    tables.keep(connection, content)
                row = tables.add_event(connection, last, draft.payload, at=at, actor=actor, kind=draft.kind)
                last = row["position"], row["hash"]
                events.append(_read(row))
        if events:
            self.note(*last)
        return events

    def export(self, until: int) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
        """Return the events up to a position exactly as they are kept, and every content that they name, by SHA-256."""
        from evaluation import journal_tables as tables

        with self.reading() as connection:
            return tables.export(connection, until)

    def load(
        self,
        rows: Iterable[Mapping[str, Any]],
        contents: Mapping[str, bytes],
        may_go: Callable[[Event], bool] = lambda _event: False,
        loaded: Callable[[tuple[int, str]], Draft] | None = None,
        actor: str = "",
    ) -> None:
        """Take over events exactly as ``export`` gave them, into a journal that is empty or holds only what ``may_go``.

        What ``loaded`` makes of the last event before (position and hash) follows them, in the same transaction.

        Raises EvaluationError, and writes nothing, where this journal holds anything else, the events don't form an unbroken
        chain from the first one, or a content doesn't belong to its SHA-256.
        """
        from evaluation import journal_tables as tables

        kept = tables.checked_rows(rows)
        if any(sha256(content) != digest for digest, content in contents.items()):
            raise EvaluationError(words.BROKEN_ARCHIVE.format(position=len(kept)))
        with self.writing() as connection:
            before = tables.head(connection)
            made_room = tables.take_over(connection, kept, contents.values(), lambda row: may_go(_read(row)))
            last = len(kept), kept[-1]["hash"] if kept else _FIRST_HASH
            if loaded:
                draft, at = loaded(before), datetime.now().astimezone().isoformat(timespec="seconds")
                row = tables.add_event(connection, last, draft.payload, at=at, actor=actor.replace("\0", ""), kind=draft.kind)
                last = row["position"], row["hash"]
            if made_room:
                self.expect(*last)
        if made_room:
            self.begin_witness_anew()
            return
        self.note(*last)

    def note(self, position: int, digest: str) -> None:
        """Let the witness write down where the journal stood; nothing where there is none.

        The line comes after the save, so the journal's file may have been replaced by a copy in between: then it is struck out,
        as it would speak for ever of an event that was left behind on purpose.
        """
        if self.witness and self.witness.note(position, digest) and self._file:
            with suppress(EvaluationError):
                if self.hash_at(position) != digest:
                    self.witness.strike(position, digest)

    def expect(self, position: int, digest: str) -> None:
        """Let the witness write down that the journal is about to be replaced by one that ends so.

        Raises EvaluationError where the disk refuses: what is lost on purpose would be missed for ever.
        """
        try:
            if self.witness:
                self.witness.expect(position, digest)
        except OSError as error:
            raise EvaluationError(words.DISK.format(reason=words.DISK_REASONS["disk I/O"])) from error

    def begin_witness_anew(self) -> None:
        """Let the witness forget where the journal stood before it was replaced, and write down where it stands."""
        if self.witness:
            self.witness.begin_anew(*self.head())

    def verify(self) -> int | None:
        """Return the position of the first event that doesn't fit the chain (or whose content is gone or changed).

        Where all of them fit and the witness knows of others, that is the first of those; where a content belongs to no event,
        the position after the last. None means that everything holds. Reads everything.
        """
        from evaluation import journal_tables as tables

        # Read first: what is noted later may be of a save that the transaction below doesn't see.
        noted = self.heads()
        with self.reading() as connection:
            fault = tables.first_fault(connection, SCHEMA_VERSION, noted)
        if fault and not noted.items() <= self.heads().items():
            return self.verify()  # it was begun anew meanwhile, because the journal was replaced by a copy
        return fault

    def heads(self) -> dict[int, str]:
        """Return the hash of the event at each position that the witness has noted of this journal; none without one.

        Left out are those of an office that only began and made room for an archive: on another host it may have been.
        """
        noted = self.witness.heads(self.holds) if self.witness else {}
        gone = [head for head in noted.items() if 0 < head[0] <= BEGINNINGS and not self.holds(*head)]
        replaced = self._replaced() if gone else []
        until = max((head[0] for head in gone if list(head) in replaced), default=0)
        return {position: digest for position, digest in noted.items() if position > until} if until else noted

    def _replaced(self) -> list[list]:
        """Return position and hash of the last event of each office that made room for an archive."""
        try:
            return [_payload(payload).get("replaced") for (payload,) in self._rows(_LOADED)]
        except Damaged:
            return []

    @property
    def may_make_room(self) -> bool:
        """Say whether events that brought nothing in may be taken away: a file's may, on a server it is a matter of rights."""
        if self._file:
            return True
        from evaluation.database import may_delete

        with self.reading() as connection:
            return may_delete(connection, "event", "content")

    def close(self) -> None:
        """Give back the connections."""
        if self._file:
            self._file.close()
        if "engine" in self.__dict__:
            self.engine.dispose()

    def let_go(self) -> None:
        """Give back the connections that nobody uses now; the next look opens others."""
        if self._file:
            self._file.let_go()
        if "engine" in self.__dict__:
            self.engine.dispose()

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that may write, one at a time; failures of disk or server come as Chinese EvaluationErrors."""
        from evaluation.database import writing

        self._open()
        return writing(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one moment of the journal, whatever others write meanwhile."""
        from evaluation.database import reading

        self._open()
        return reading(self.engine)


class PastJournal:
    """A journal as it was at a position: for reading only."""

    def __init__(self, journal: Journal, position: int):
        self._journal, self._position = journal, position

    def go_on_to(self, position: int) -> None:
        """Be the journal at a later position."""
        self._position = position

    def events(self, since: int = 0) -> list[Event]:
        """Return the events after position ``since`` up to that position."""
        return self._journal.events(since, self._position)

    def head(self) -> tuple[int, str]:
        """Return that position and the hash of its event."""
        return self._position, self._journal.hash_at(self._position) or ""

    def content(self, digest: str) -> bytes:
        """Return the bytes handed in under this SHA-256."""
        return self._journal.content(digest)

    def close(self) -> None:
        """Leave the journal itself open: it is somebody else's."""


def _stale(last: Mapping[str, Any]) -> str:
    event = _read(last)
    return words.STALE.format(actor=event.actor, at=event.at[11:16], what=in_words(event))


def in_words(event: Event | Draft) -> str:
    """Return what a person did, as the second half of a Chinese sentence."""
    state = STATES.get(event.payload.get("state", ""), "")
    doubt = words.NOT_REPRODUCED if event.payload.get("is_same") is False else ""  # older programs loaded such archives
    return words.KINDS.get(event.kind, event.kind).format_map(_Blank(event.payload, state_in_words=state, doubt=doubt))


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return ""


def _read(row: Mapping[str, Any]) -> Event:
    return Event(row["position"], row["at"], row["actor"], row["kind"], _payload(row["payload"]), row["hash"])


def _payload(text: str) -> Mapping[str, Any]:
    try:
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise Damaged(words.DAMAGED) from error
