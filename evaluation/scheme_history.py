"""The versions of the scheme as the journal holds them: never altered, each with its author, time and reason."""

from dataclasses import dataclass
from functools import cached_property

import duckdb

from evaluation.journal import Journal
from evaluation.scheme import Scheme
from evaluation.scheme_reading import kept_scheme


@dataclass(frozen=True)
class SchemeVersion:
    """One scheme ever set; ``number`` counts from 1. ``reason`` is "" for those set by loading or by the command line."""

    number: int
    actor: str
    at: str
    reason: str
    toml: str

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme itself."""
        return kept_scheme(self.toml)


def list_versions(journal: Journal) -> tuple[SchemeVersion, ...]:
    """Return every version, newest first; the newest is the one in force."""
    events = [event for event in journal.events() if event.kind == "scheme_set"]
    versions = [
        SchemeVersion(number, event.actor, event.at, event.payload.get("reason", ""), event.payload["toml"])
        for number, event in enumerate(events, start=1)
    ]
    return tuple(reversed(versions))


def version_at(journal: Journal, position: int) -> int:
    """Return the number of the scheme in force at a position of the journal, at least 1."""
    return max(1, sum(event.kind == "scheme_set" and event.position <= position for event in journal.events()))


def last_import(cursor: duckdb.DuckDBPyConnection, period: str) -> int:
    """Return the journal position at which the last marks of a period that count came in; 0 where there are none."""
    ((position,),) = cursor.execute(
        "select max(import) from import where active and import in (select import from imported_mark where period = ?)", [period]
    ).fetchall()
    return position or 0


def unused_marks(cursor: duckdb.DuckDBPyConnection, scheme: Scheme) -> dict[str, int]:
    """Return indicator → number of stored marks, for indicators that a scheme doesn't have; the marks stay in the journal."""
    rows = cursor.execute(
        """
        select indicator, count(*) from mark
        where not list_contains(?::varchar[], indicator)
        group by indicator order by indicator""",
        [[indicator.name for indicator in scheme.indicators]],
    ).fetchall()
    return dict(rows)
