"""The tables of a journal as SQLAlchemy has them: made, brought forward, written to and checked in a caller's transaction.

Loaded when somebody writes or checks the chain: to load SQLAlchemy takes longer than to draw a page, and a page only reads.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
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

from evaluation.problems import EvaluationError
from evaluation.wording import records as words

FIRST_HASH = "0" * 64
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


# --- the tables themselves ----------------------------------------------------------------------------------------


def bring_forward(connection: Connection, known: int, steps: Mapping[int, Callable[[Connection], None]]) -> None:
    """Make the tables where there are none, or those of an older version into those of the ``known`` one, by ``steps``.

    Raises EvaluationError for a newer version, and for an older one that no step leads on from.
    """
    found = None
    if inspect(connection).has_table(_format.name):
        found = connection.scalar(select(func.max(_format.c.version)))
    if found is not None and found > known:
        raise EvaluationError(words.NEWER.format(found=found, known=known))
    for version in range(known if found is None else found, known):
        if version not in steps:
            raise EvaluationError(words.OLDER.format(found=found, known=known))
        steps[version](connection)
        connection.execute(_format.update().values(version=version + 1))
    _metadata.create_all(connection)
    if found is None:
        connection.execute(_format.insert().values(version=known))


def is_of_others(connection: Connection) -> bool:
    """Say whether a file, or the tables of our names on a server, belong to another program; we write nothing there."""
    tables = inspect(connection).get_table_names()
    theirs = tables if connection.dialect.name == "sqlite" else {_event.name, _content.name}.intersection(tables)
    return bool(theirs) and _format.name not in tables


# --- events and contents ------------------------------------------------------------------------------------------


def head(connection: Connection) -> tuple[int, str]:
    """Return the position and hash of the last event; (0, zeros) for an empty journal."""
    row = connection.execute(select(_event.c.position, _event.c.hash).order_by(_event.c.position.desc()).limit(1)).first()
    return (row.position, row.hash) if row else (0, FIRST_HASH)


def event_at(connection: Connection, position: int) -> Mapping[str, Any]:
    """Return the event at a position as it is kept."""
    return connection.execute(select(_event).where(_event.c.position == position)).mappings().one()


def newest_change(connection: Connection, seen: int | tuple[int, str], last: int, quiet: Iterable[str]) -> int | None:
    """Return the position of the last event after ``seen`` of no ``quiet`` kind, the last of all where that isn't there.

    ``seen`` is a position, or one with the hash of its event.
    """
    position, digest = seen if isinstance(seen, tuple) else (seen, None)
    if position > last or (digest and digest != _hash_at(connection, position)):
        return last
    query = select(func.max(_event.c.position)).where(_event.c.position > position, _event.c.kind.not_in(quiet))
    return connection.scalar(query)


def _hash_at(connection: Connection, position: int) -> str | None:
    return connection.scalar(select(_event.c.hash).where(_event.c.position == position)) if position else FIRST_HASH


def add_event(connection: Connection, before: tuple[int, str], payload: Mapping[str, Any], **fields: str) -> dict[str, Any]:
    """Write the event after the one ``before`` (position and hash) and return it as it is kept."""
    row: dict[str, Any] = {"position": before[0] + 1, **fields, "payload": _canonical(payload), "previous_hash": before[1]}
    row["hash"] = chain_hash(row)
    connection.execute(_event.insert().values(row))
    return row


def keep(connection: Connection, content: bytes) -> None:
    """Keep bytes under their SHA-256, once."""
    digest = hashlib.sha256(content).hexdigest()
    if connection.scalar(select(_content.c.sha256).where(_content.c.sha256 == digest)) is None:
        connection.execute(_content.insert().values(sha256=digest, bytes=content))


def export(connection: Connection, until: int) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """Return the events up to a position exactly as they are kept, and every content that they name, by SHA-256."""
    query = select(_event).where(_event.c.position <= until).order_by(_event.c.position)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    named = {digest for row in rows for digest in _DIGEST.findall(row["payload"])}
    contents = {
        row.sha256: bytes(row.bytes)
        for digest in sorted(named)
        for row in connection.execute(select(_content).where(_content.c.sha256 == digest))
    }
    return rows, contents


def checked_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return events from elsewhere as they are kept here. Raises EvaluationError where they form no unbroken chain."""
    kept = [{column.name: row[column.name] for column in _event.columns} for row in rows]
    last_hash = FIRST_HASH
    for expected, row in enumerate(kept, start=1):
        fits = row["position"] == expected and row["previous_hash"] == last_hash and row["hash"] == chain_hash(row)
        if not fits or _has_nul(row):
            raise EvaluationError(words.BROKEN_ARCHIVE.format(position=expected))
        last_hash = row["hash"]
    return kept


def take_over(
    connection: Connection,
    rows: Iterable[Mapping[str, Any]],
    contents: Iterable[bytes],
    may_go: Callable[[Mapping[str, Any]], bool],
) -> bool:
    """Write checked events and their contents into a journal; return whether events that ``may_go`` made room for them.

    Raises EvaluationError where it holds any other.
    """
    there = connection.execute(select(_event)).mappings().all()
    if not all(map(may_go, there)):
        raise EvaluationError(words.NOT_EMPTY)
    if there:  # on a server the program has no right to this, and doesn't ask for it
        connection.execute(_event.delete())
        connection.execute(_content.delete())
    for content in contents:
        keep(connection, content)
    for row in rows:
        connection.execute(_event.insert().values(row))
    return bool(there)


def first_fault(connection: Connection, known: int, noted: Mapping[int, str]) -> int | None:
    """Return the position of the first event that doesn't fit; see Journal.verify. ``noted`` are hashes by position."""
    last_hash, expected, named = FIRST_HASH, 1, set()
    hashes = {0: FIRST_HASH}
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
    return None if kept <= named and versions == [known] else expected


def _untouched(connection: Connection, position: int, expected: int, last_hash: str) -> Mapping[str, Any] | None:
    """Return the event at a position where it fits the one before it and its contents are whole, else None."""
    try:
        row = event_at(connection, position)
        if row["position"] != expected or row["previous_hash"] != last_hash or row["hash"] != chain_hash(row):
            return None
        payload = json.loads(row["payload"])
        for digest in (payload.get("sha256"), payload.get("marks_sha256")):
            held = digest and connection.scalar(select(_content.c.bytes).where(_content.c.sha256 == digest))
            if digest and (not isinstance(held, bytes) or hashlib.sha256(held).hexdigest() != digest):
                return None
    except (TypeError, ValueError, DatabaseError) as error:
        # Another type than the program ever writes, or text that is none: somebody else wrote it. A server keeps types;
        # what it raises is a failure of its own and says nothing about the event.
        if isinstance(error, DatabaseError) and connection.dialect.name != "sqlite":
            raise
        return None
    return row


def _canonical(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(row: Mapping[str, Any]) -> str:
    """Return the hash over an event's fields and its predecessor's hash."""
    fields = [row["position"], row["at"], row["actor"], row["kind"], row["payload"], row["previous_hash"]]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def _has_nul(row: Mapping[str, Any]) -> bool:
    """Say whether a text holds the one character that a journal never takes."""
    return any("\0" in value for value in row.values() if isinstance(value, str))
