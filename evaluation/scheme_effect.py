"""What a scheme would change before it is saved: the same marks ranked under it in memory. Nothing is written.

The in-memory tables follow the real journal up to a position and, after it, drafts that exist nowhere else; the ranking
runs through the same chain as the official one.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import duckdb

from evaluation.events import roster_set, scheme_set, sheet_imported
from evaluation.journal import Draft, Event, Journal
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, Ranking, list_periods, rank_units
from evaluation.roster import Roster, Unit
from evaluation.scheme import Indicator, Scheme
from evaluation.shortlist import suggest
from evaluation.store import Store
from evaluation.validation import Mark
from evaluation.wording import scheme_page as words

_PERIOD, _UNIT = "2000年", "·"


@dataclass(frozen=True)
class Move:
    """A unit whose rank changes; None = no rank."""

    unit: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class ListChange:
    """How the suggestion for one award in one group changes."""

    award: str
    group: str
    enter: tuple[str, ...]
    leave: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What changes in one period. ``moved`` holds groups whose ranks change; ``totals`` counts units with another total."""

    period: str
    moved: Mapping[str, tuple[Move, ...]]
    lists: tuple[ListChange, ...]
    totals: int

    @property
    def moves(self) -> int:
        """How many units get another rank, lose theirs or get one."""
        return sum(map(len, self.moved.values()))

    @property
    def is_none(self) -> bool:
        """Say whether neither a rank nor a total nor a list changes."""
        return not (self.moves or self.totals or any(change.enter or change.leave for change in self.lists))


class _DraftJournal:
    """A journal's events up to a position, and drafts after them that aren't written anywhere."""

    def __init__(self, journal: Journal, position: int):
        self._journal, self._position = journal, position
        self._drafts: list[Event] = []

    def events(self, since: int = 0) -> list[Event]:
        written = self._journal.events(since) if since < self._position else []
        return [event for event in (*written[: self._position - since], *self._drafts) if event.position > since]

    def content(self, digest: str) -> bytes:
        return self._journal.content(digest)

    def add(self, draft: Draft) -> None:
        position = self._position + len(self._drafts) + 1
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        self._drafts.append(Event(position, at, "", draft.kind, draft.payload, f"draft {position}"))

    def take_back(self) -> None:
        self._drafts.pop()


class Rehearsal:
    """Ranks what a store holds at a moment under schemes that are only drafts. Safe to share between threads."""

    def __init__(self, store: Store):
        self._lock = threading.Lock()
        self._journal = _DraftJournal(store.journal, store.position)
        self._store = Store(self._journal)

    def rank(self, scheme: Scheme) -> dict[str, Ranking]:
        """Return period → ranking under the scheme, for every period that has marks under it.

        Raises EvaluationError where the scheme's figures are too long for exact arithmetic: it can't be used.
        """
        with self._lock:
            self._journal.add(scheme_set(scheme))
            try:
                cursor = self._store.cursor()
            except duckdb.Error as error:
                self._journal.take_back()
                raise EvaluationError(words.NOT_COMPUTABLE) from error
            return {period: rank_units(cursor, period) for period in list_periods(cursor)}


def best_total(scheme: Scheme) -> Decimal | None:
    """Return the total of a unit alone in its group that has the best possible mark in every indicator; 100 is expected."""
    marks = [
        Mark(_PERIOD, _UNIT, indicator.name, "", _best_mark(indicator), "", "", 1, "A", "", "") for indicator in scheme.indicators
    ]
    drafts = [roster_set(Roster((Unit(_UNIT, _UNIT),))), scheme_set(scheme), sheet_imported("", "", b"-", marks, _PERIOD)]
    store = Store(Journal("sqlite://"))
    try:
        store.append(drafts, _UNIT)
        (unit,) = rank_units(store.cursor(), _PERIOD).units
        return unit.total
    except duckdb.Error as error:
        raise EvaluationError(words.NOT_COMPUTABLE) from error
    finally:
        store.close()


def _best_mark(indicator: Indicator) -> Decimal:
    lower = indicator.better == "lower"
    if indicator.rule == "mark":
        return Decimal(0) if lower else indicator.full_mark
    if indicator.rule == "goalposts":
        return indicator.low if lower else indicator.high
    return indicator.target if indicator.rule == "step_deduction" else Decimal(1)


def compare(period: str, old: Ranking, new: Ranking | None, schemes: tuple[Scheme, Scheme], groups: Iterable[str]) -> Effect:
    """Return what changes in a period from the ranking in force to the one under a draft.

    ``new`` is None where no mark of the period counts under the draft: then everybody is without a total.
    """
    before = {unit.unit: unit for unit in old.units}
    after = {unit.unit: unit for unit in new.units} if new else {}
    moved = {}
    for group in groups:
        moves = [Move(unit.unit, unit.rank, _rank(after.get(unit.unit))) for unit in old.group(group)]
        if changed := tuple(move for move in moves if move.before != move.after):
            moved[group] = changed
    totals = sum(unit.total != (after[name].total if name in after else None) for name, unit in before.items())
    return Effect(period, moved, tuple(_list_changes(old, new, schemes, groups)), totals)


def _rank(unit: RankedUnit | None) -> int | None:
    return unit.rank if unit else None


def _list_changes(
    old: Ranking,
    new: Ranking | None,
    schemes: tuple[Scheme, Scheme],
    groups: Iterable[str],
) -> Iterator[ListChange]:
    for group in groups:
        before, after = (_suggested(ranking, scheme, group) for ranking, scheme in zip((old, new), schemes, strict=True))
        for award in dict.fromkeys((*before, *after)):
            was, will = before.get(award, ()), after.get(award, ())
            enter, leave = (tuple(name for name in names if name not in others) for names, others in ((will, was), (was, will)))
            yield ListChange(award, group, enter, leave)


def _suggested(ranking: Ranking | None, scheme: Scheme, group: str) -> dict[str, tuple[str, ...]]:
    return {
        award.name: suggest(ranking, scheme, award, group).suggested if ranking else ()
        for award in scheme.awards_for([group])
        if group in award.groups
    }
