"""Ranking what isn't so: drafts of events on a copy in memory, through the same chain as the official figures.

The in-memory tables follow the real journal up to a position and, after it, drafts that exist nowhere else.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

import duckdb

from evaluation.events import import_undone, scheme_set
from evaluation.journal import Draft, Event, Journal, sha256
from evaluation.problems import EvaluationError
from evaluation.ranking import Ranking, list_periods, rank_units
from evaluation.scheme import Aggregation, Scheme
from evaluation.store import Store
from evaluation.wording import scheme_page as words


class _DraftJournal:
    """A journal's events up to a position, and drafts after them that aren't written anywhere."""

    def __init__(self, journal: Journal, position: int):
        self._journal, self._position = journal, position
        self._hash = journal.hash_at(position)
        self._drafts: list[Event] = []
        self._contents: dict[str, bytes] = {}

    def head(self) -> tuple[int, str]:
        last = self._drafts[-1] if self._drafts else None
        return (last.position, last.hash) if last else (self._position, self._hash)

    def events(self, since: int = 0) -> list[Event]:
        written = self._journal.events(since) if since < self._position else []
        return [event for event in (*written[: self._position - since], *self._drafts) if event.position > since]

    def content(self, digest: str) -> bytes:
        return self._contents[digest] if digest in self._contents else self._journal.content(digest)

    def add(self, draft: Draft) -> int:
        position = self._position + len(self._drafts) + 1
        self._contents |= {sha256(content): content for content in draft.contents}
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        self._drafts.append(Event(position, at, "", draft.kind, draft.payload, f"draft {position}"))
        return position

    def take_back(self, count: int) -> None:
        del self._drafts[len(self._drafts) - count :]


class Rehearsal:
    """Ranks what a store holds at a moment as it would be after drafts of events. Safe to share between threads."""

    def __init__(self, store: Store):
        self._lock = threading.Lock()
        self._journal = _DraftJournal(store.journal, store.position)
        self._scheme = store.scheme
        self._store = Store(self._journal)

    def rank(self, scheme: Scheme) -> dict[str, Ranking]:
        """Return period → ranking under the scheme, for every period that has marks under it.

        Raises EvaluationError where the scheme's figures are too long for exact arithmetic: it can't be used.
        """
        with self._after([scheme_set(scheme)]) as cursor:
            return {period: rank_units(cursor, period) for period in list_periods(cursor)}

    def rank_after(
        self,
        drafts: Sequence[Draft],
        period: str,
        weights: Mapping[str, Decimal] | None = None,
        aggregation: Aggregation | None = None,
    ) -> Ranking:
        """Return the ranking of a period as it would be after drafts of imports and schemes; raises as ``rank`` does."""
        with self._after(drafts) as cursor:
            return rank_units(cursor, period, weights=weights, aggregation=aggregation)

    @contextmanager
    def _after(self, drafts: Sequence[Draft]) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor on the tables as they are after the drafts, and undo these for whoever comes next."""
        with self._lock:
            added = [(draft, self._journal.add(draft)) for draft in drafts]
            try:
                cursor = self._store.cursor()
            except duckdb.Error as error:
                self._journal.take_back(len(added))
                raise EvaluationError(words.NOT_COMPUTABLE) from error
            try:
                yield cursor
            finally:
                for draft, position in added:
                    if draft.kind == "scheme_set" and self._scheme:
                        self._journal.add(scheme_set(self._scheme))
                    elif draft.kind != "scheme_set":
                        self._journal.add(import_undone(position, ""))
