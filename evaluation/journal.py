"""The truth: what people did, as an append-only hash-chained list of events, beside the bytes they handed in.

SQLAlchemy Core over SQLite by default; a PostgreSQL URL takes its place without new SQL (see database.py).
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import DatabaseError

from evaluation.database import check_encoding, open_engine, reading, writing
from evaluation.problems import EvaluationError, StaleSave
from evaluation.witness import Witness
from evaluation.wording import records as words
from evaluation.wording.award_state import STATES
from evaluation.wording.database import NOT_OPENED

SCHEMA_VERSION = 1
STEPS: dict[int, Callable[[Connection], None]] = {}
"""What makes a journal's tables of one version into those of the next, by the version before; see CONTRIBUTING.md."""
QUIET = ("refused",)
"""Kinds of events that change nothing: they make nobody's screen stale."""
_FIRST_HASH = "0" * 64
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_metadata = MetaData()
_event = Table(
    "event",
    _metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
_content = Table(
    "content",
    _metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)
_format = Table("format", _metadata, Column("version", Integer, primary_key=True, autoincrement=False))


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
    damaged, or can't be opened.
    """

    def __init__(self, url: str, witness: Witness | None = None):
        self.engine = open_engine(url)
        with writing(self.engine, NOT_OPENED) as connection:
            check_encoding(connection)
            if _is_of_others(connection):
                raise EvaluationError(words.NOT_A_JOURNAL)
            _bring_forward(connection)
        self.witness = witness
        if witness and not witness.heads():
            witness.note(*self.head())

    def head(self) -> tuple[int, str]:
        """Return the position and hash of the last event; (0, zeros) for an empty journal."""
        with self.reading() as connection:
            return _head(connection)

    def events(self, since: int = 0, until: int | None = None) -> list[Event]:
        """Return the events after position ``since`` (up to ``until`` where it is given), oldest first."""
        query = select(_event).where(_event.c.position > since).order_by(_event.c.position)
        if until is not None:
            query = query.where(_event.c.position <= until)
        with self.reading() as connection:
            return [_read(row) for row in connection.execute(query)]

    def hash_at(self, position: int) -> str | None:
        """Return the hash of the event at a position (zeros at 0), None where there is none."""
        if position == 0:
            return _FIRST_HASH
        with self.reading() as connection:
            return connection.scalar(select(_event.c.hash).where(_event.c.position == position))

    def content(self, digest: str) -> bytes:
        """Return the bytes handed in under this SHA-256. Raises EvaluationError where they are gone."""
        with self.reading() as connection:
            found = connection.scalar(select(_content.c.bytes).where(_content.c.sha256 == digest))
        if found is None:
            raise EvaluationError(words.NO_CONTENT.format(sha256=digest[:12]))
        return bytes(found)

    def append(self, drafts: Iterable[Draft], actor: str, seen: int | None = None, *, head: int | None = None) -> list[Event]:
        """Write all drafts as events in one transaction, or none, and return them.

        ``seen`` is the journal position that the person had on screen; if there are events after it, StaleSave is
        raised with a sentence that says who did what, and nothing is written. ``head`` is the position that the caller
        checked the drafts against; MovedOn is raised where the journal has gone on since.
        """
        actor = actor.replace("\0", "")  # PostgreSQL holds no such character; payloads are JSON, which spells it out
        with self.writing() as connection:
            position, last_hash = _head(connection)
            if seen is not None and (newer := _newest_change(connection, seen, position)):
                raise StaleSave(_stale(connection, newer))
            if head is not None and head != position:
                raise MovedOn
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            events = []
            for draft in drafts:
                for content in draft.contents:
                    _keep(connection, content)
                position += 1
                payload = _canonical(draft.payload)
                row = {
                    "position": position,
                    "at": at,
                    "actor": actor,
                    "kind": draft.kind,
                    "payload": payload,
                    "previous_hash": last_hash,
                }
                last_hash = row["hash"] = _chain(row)
                connection.execute(_event.insert().values(row))
                events.append(Event(position, at, actor, draft.kind, json.loads(payload), last_hash))
        if self.witness and events:
            self.witness.note(position, last_hash)
        return events

    def export(self, until: int) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
        """Return the events up to a position exactly as they are kept, and every content that they name, by SHA-256."""
        with self.reading() as connection:
            query = select(_event).where(_event.c.position <= until).order_by(_event.c.position)
            rows = [dict(row) for row in connection.execute(query).mappings()]
            named = {digest for row in rows for digest in _DIGEST.findall(row["payload"])}
            contents = {
                row.sha256: bytes(row.bytes)
                for digest in sorted(named)
                for row in connection.execute(select(_content).where(_content.c.sha256 == digest))
            }
        return rows, contents

    def load(self, rows: Iterable[Mapping[str, Any]], contents: Mapping[str, bytes]) -> None:
        """Take over events exactly as ``export`` gave them, into an empty journal.

        Raises EvaluationError, and writes nothing, where this journal isn't empty, the events don't form an unbroken
        chain from the first one, or a content doesn't belong to its SHA-256.
        """
        kept = [{column.name: row[column.name] for column in _event.columns} for row in rows]
        last_hash = _FIRST_HASH
        for expected, row in enumerate(kept, start=1):
            if row["position"] != expected or row["previous_hash"] != last_hash or row["hash"] != _chain(row) or _has_nul(row):
                raise EvaluationError(words.BROKEN_ARCHIVE.format(position=expected))
            last_hash = row["hash"]
        if any(sha256(content) != digest for digest, content in contents.items()):
            raise EvaluationError(words.BROKEN_ARCHIVE.format(position=len(kept)))
        with self.writing() as connection:
            if _head(connection)[0]:
                raise EvaluationError(words.NOT_EMPTY)
            for content in contents.values():
                _keep(connection, content)
            for row in kept:
                connection.execute(_event.insert().values(row))
        if self.witness:
            self.witness.note(len(kept), last_hash)

    def verify(self) -> int | None:
        """Return the position of the first event that doesn't fit the chain (or whose content is gone or changed).

        Where all of them fit and the witness knows of others, that is the first of those; where a content belongs to no event,
        the position after the last. None means that everything holds. Reads everything.
        """
        # Read first: what is noted later may be of a save that the transaction below doesn't see.
        noted = self.witness.heads() if self.witness else {}
        with self.reading() as connection:
            last_hash, expected, named = _FIRST_HASH, 1, set()
            hashes = {0: _FIRST_HASH}
            positions = connection.execute(select(_event.c.position).order_by(_event.c.position)).scalars().all()
            for position in positions:
                row = _untouched(connection, position, expected, last_hash)
                if row is None:
                    return expected
                named.update(_DIGEST.findall(row["payload"]))
                last_hash = hashes[expected] = row["hash"]
                expected += 1
            kept = set(connection.execute(select(_content.c.sha256)).scalars())
            versions = connection.execute(select(_format.c.version)).scalars().all()
        for position, digest in noted.items():
            if hashes.get(position) != digest:
                return min(position, expected)
        return None if kept <= named and versions == [SCHEMA_VERSION] else expected

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that may write, one at a time; failures of disk or server come as Chinese EvaluationErrors."""
        return writing(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one moment of the journal, whatever others write meanwhile."""
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


def _untouched(connection: Connection, position: int, expected: int, last_hash: str) -> Mapping[str, Any] | None:
    """Return the event at a position where it fits the one before it and its contents are whole, else None."""
    try:
        row = connection.execute(select(_event).where(_event.c.position == position)).mappings().one()
        if row["position"] != expected or row["previous_hash"] != last_hash or row["hash"] != _chain(row):
            return None
        payload = json.loads(row["payload"])
        for digest in (payload.get("sha256"), payload.get("marks_sha256")):
            held = digest and connection.scalar(select(_content.c.bytes).where(_content.c.sha256 == digest))
            if digest and (not isinstance(held, bytes) or sha256(held) != digest):
                return None
    except (TypeError, ValueError, DatabaseError) as error:
        # Another type than the program ever writes, or text that is none: somebody else wrote it. A server keeps types;
        # what it raises is a failure of its own and says nothing about the event.
        if isinstance(error, DatabaseError) and connection.dialect.name != "sqlite":
            raise
        return None
    return row


def _bring_forward(connection: Connection) -> None:
    """Make the tables where there are none, or those of an older version into this one's, within the caller's transaction."""
    found = None
    if inspect(connection).has_table(_format.name):
        found = connection.scalar(select(func.max(_format.c.version)))
    if found is not None and found > SCHEMA_VERSION:
        raise EvaluationError(words.NEWER.format(found=found, known=SCHEMA_VERSION))
    for version in range(SCHEMA_VERSION if found is None else found, SCHEMA_VERSION):
        if version not in STEPS:
            raise EvaluationError(words.OLDER.format(found=found, known=SCHEMA_VERSION))
        STEPS[version](connection)
        connection.execute(_format.update().values(version=version + 1))
    _metadata.create_all(connection)
    if found is None:
        connection.execute(_format.insert().values(version=SCHEMA_VERSION))


def _is_of_others(connection: Connection) -> bool:
    """Say whether a file, or the tables of our names on a server, belong to another program; we write nothing there."""
    tables = inspect(connection).get_table_names()
    theirs = tables if connection.dialect.name == "sqlite" else {_event.name, _content.name}.intersection(tables)
    return bool(theirs) and _format.name not in tables


_HEAD = "select position, hash from event order by position desc limit 1"
"""As text, because every click asks it several times: to put it together took longer than the answer."""


def _head(connection: Connection) -> tuple[int, str]:
    row = connection.exec_driver_sql(_HEAD).first()
    return (row.position, row.hash) if row else (0, _FIRST_HASH)


def _newest_change(connection: Connection, seen: int, position: int) -> int | None:
    """Return the position of the last event after ``seen`` that changed something; a position never reached counts too."""
    if seen > position:
        return position
    query = select(func.max(_event.c.position)).where(_event.c.position > seen, _event.c.kind.not_in(QUIET))
    return connection.scalar(query)


def _stale(connection: Connection, position: int) -> str:
    last = _read(connection.execute(select(_event).where(_event.c.position == position)).one())
    return words.STALE.format(actor=last.actor, at=last.at[11:16], what=in_words(last))


def in_words(event: Event | Draft) -> str:
    """Return what a person did, as the second half of a Chinese sentence."""
    state = STATES.get(event.payload.get("state", ""), "")
    doubt = words.NOT_REPRODUCED if event.payload.get("is_same") is False else ""  # older programs loaded such archives
    return words.KINDS.get(event.kind, event.kind).format_map(_Blank(event.payload, state_in_words=state, doubt=doubt))


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return ""


def _keep(connection: Connection, content: bytes) -> None:
    digest = sha256(content)
    if connection.scalar(select(_content.c.sha256).where(_content.c.sha256 == digest)) is None:
        connection.execute(_content.insert().values(sha256=digest, bytes=content))


def _canonical(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _chain(row: Mapping[str, Any]) -> str:
    """Return the hash over an event's fields and its predecessor's hash."""
    fields = [row["position"], row["at"], row["actor"], row["kind"], row["payload"], row["previous_hash"]]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def _has_nul(row: Mapping[str, Any]) -> bool:
    """Say whether a text holds the one character that a journal never takes."""
    return any("\0" in value for value in row.values() if isinstance(value, str))


def _read(row: Any) -> Event:
    return Event(row.position, row.at, row.actor, row.kind, json.loads(row.payload), row.hash)
