"""What the list would be without one rater: the production chain on a copy in memory. Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from evaluation.events import (
    adjustments_imported,
    import_redone,
    import_undone,
    roster_set,
    scheme_set,
    sheet_imported,
    vetoes_imported,
)
from evaluation.journal import Journal
from evaluation.marks import Mark
from evaluation.ranking import rank_units
from evaluation.raters import RaterMark
from evaluation.scheme import Award
from evaluation.shortlist import Shortlist, suggest, suggest_nobody
from evaluation.side_files import Adjustment, Veto
from evaluation.store import Store
from evaluation.wording.records import LOCAL_PERSON


@dataclass(frozen=True)
class RankMove:
    """A unit whose rank differs; None where it has no rank."""

    unit: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class WithoutRater:
    """What changes when one rater's marks in the group are left out; all empty where nothing does.

    ``enter`` and ``leave`` name units of the suggested list, the first in the new and the second in the official rank
    order; ``moves`` are in official rank order.
    """

    rater: str
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    moves: tuple[RankMove, ...]

    @property
    def unranked(self) -> tuple[str, ...]:
        """Units that nobody else has marked somewhere, so that they lose their rank."""
        return tuple(move.unit for move in self.moves if move.after is None)


def rater_marks(cursor: duckdb.DuckDBPyConnection, period: str, group: str) -> list[RaterMark]:
    """Return the marks that count in a period and group: one per (unit, indicator, rater), in roster and scheme order.

    Of a year made up of parts these are the marks of its end: raters are judged part by part, each in its own period.
    """
    rows = cursor.execute(
        """
        select unit, indicator, rater, mark
        from mark join unit using (unit) join indicator using (indicator)
        where period = $period and group_name = $group
            and exists (from period_source where period_source.period = $period and source = $period)
        order by unit.position, indicator.position, import, row, rater""",
        {"period": period, "group": group},
    ).fetchall()
    return [RaterMark(*row) for row in rows]


def leave_one_out(store: Store, period: str, award: Award | None, group: str) -> Iterator[WithoutRater]:
    """Yield, rater by rater, what leaving out all of this rater's marks in the group changes.

    Scheme, roster, adjustments and vetoes stay; relative rules, imputation and the joining of raters all see the
    remaining marks only. Where no mark at all is left in the period, nobody has a rank. Without an award only ranks can
    change. Raises EvaluationError as rank_units does.
    """
    cursor = store.cursor()
    marks = rater_marks(cursor, period, group)
    raters = list(dict.fromkeys(mark.rater for mark in marks))
    official = _shortlist(store, period, award, group)
    copy = Store(Journal("sqlite://"))
    try:
        imported = _fill(copy, store, cursor, period, group, marks, raters)
        before = None
        for rater in raters:
            back = [import_redone(before, "")] if before is not None else []
            copy.append([*back, import_undone(imported[rater], "")], LOCAL_PERSON)
            before = imported[rater]
            yield _compare(rater, official, _shortlist(copy, period, award, group))
    finally:
        copy.close()


def _fill(
    copy: Store,
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    period: str,
    group: str,
    marks: list[RaterMark],
    raters: list[str],
) -> dict[str, int]:
    """Bring one period into an empty store, the group's marks in one import per rater, and return where each stands.

    The other groups' marks come along because a period exists as long as anybody has a mark in it, and those of the
    parts of a year because they make up its score.
    """
    adjustments = cursor.execute(
        """
        select period, unit, points, reason from adjustment
        where period in (select source from period_scope where period = ?) order by import, line""",
        [period],
    ).fetchall()
    vetoes = cursor.execute(
        """
        select period, unit, reason, happened_on from veto
        where period in (select source from period_scope where period = ?) order by import, line""",
        [period],
    ).fetchall()
    others = cursor.execute(
        """
        select period, unit, indicator, rater, mark
        from mark join unit using (unit) join indicator using (indicator)
        where period in (select source from period_source where period = $period)
            and not (period = $period and group_name = $group)""",
        {"period": period, "group": group},
    ).fetchall()
    sheets = [sheet_imported("", "", b"", [_as_given(RaterMark(*row), when) for when, *row in others], period)]
    for rater in raters:
        own = [_as_given(mark, period) for mark in marks if mark.rater == rater]
        sheets.append(sheet_imported("", "", b"", own, period))
    events = copy.append(
        [
            scheme_set(store.scheme),
            roster_set(store.roster),
            adjustments_imported("", b"", [Adjustment(*row) for row in adjustments], period),
            vetoes_imported("", b"", [Veto(*row) for row in vetoes], period),
            *sheets,
        ],
        LOCAL_PERSON,
    )
    return {rater: event.position for rater, event in zip(raters, events[len(events) - len(raters) :], strict=True)}


def _as_given(mark: RaterMark, period: str) -> Mark:
    return Mark(period, mark.unit, mark.indicator, mark.rater, mark.mark, file="", sheet="", row=0, column="", found="")


def _shortlist(store: Store, period: str, award: Award | None, group: str) -> Shortlist:
    ranking = rank_units(store.cursor(), period)
    return suggest(ranking, store.scheme, award, group) if award else suggest_nobody(ranking, store.scheme, group)


def _compare(rater: str, official: Shortlist, without: Shortlist) -> WithoutRater:
    after = {candidate.unit.unit: candidate.unit.rank for candidate in without.candidates}
    ranks = [(candidate.unit.unit, candidate.unit.rank) for candidate in official.candidates]
    return WithoutRater(
        rater,
        enter=tuple(unit for unit in without.suggested if unit not in official.suggested),
        leave=tuple(unit for unit in official.suggested if unit not in without.suggested),
        moves=tuple(RankMove(unit, rank, after.get(unit)) for unit, rank in ranks if after.get(unit) != rank),
    )
