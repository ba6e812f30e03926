"""定稿: what is written down when a list is locked, and what stands in its way."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from evaluation.award_events import Objection, award_locked
from evaluation.award_state import AwardState, LockedList, Notice
from evaluation.check_code import check_code
from evaluation.journal import Draft
from evaluation.ranking import Ranking, rank_units, to_json
from evaluation.roster import Roster
from evaluation.scheme import Award, Scheme
from evaluation.selection import UNDECIDED, Decision, missing_reasons, read_decisions, standing
from evaluation.shortlist import Shortlist, suggest
from evaluation.store import Store
from evaluation.wording import award_page as words
from evaluation.wording import conditions as condition_words


@dataclass(frozen=True)
class GroupList:
    """One group's list for an award as it stands: what the rules suggest, and what people decided, by unit."""

    shortlist: Shortlist
    stands: Mapping[str, Decision]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The units put forward, in rank order."""
        return tuple(unit for unit, decision in self.stands.items() if decision.is_chosen)


def group_lists(
    cursor: duckdb.DuckDBPyConnection, scheme: Scheme, roster: Roster, ranking: Ranking, award: Award
) -> tuple[GroupList, ...]:
    """Return the list of every group of the roster that competes for the award."""
    decided = read_decisions(cursor, ranking.period, award.name)
    shortlists = [suggest(ranking, scheme, award, group) for group in roster.groups if group in award.groups]
    return tuple(GroupList(shortlist, standing(shortlist, decided)) for shortlist in shortlists)


def obstacles(lists: Sequence[GroupList], objections: Sequence[Objection], published: Notice | None = None) -> list[str]:
    """Return, in words, everything that has to be put right before 定稿.

    ``published`` is the 公示 that is under way: marks and vetoes that came in since may have changed who is on the list. That
    nobody is on it is no obstacle where nobody may be, or where people passed everybody over: 空缺 is a decision, too.
    """
    found = []
    if published and not published.published({item.shortlist.group: item.chosen for item in lists}):
        now, then = _in_words({item.shortlist.group: item.chosen for item in lists}), _in_words(published.lists)
        found.append(words.NOT_PUBLISHED.format(then=then, now=now, back=words.BACK))
    for item in lists:
        group, places = item.shortlist.group, item.shortlist.quota
        undecided = [unit for unit, decision in item.stands.items() if decision.choice == UNDECIDED]
        if undecided:
            found.append(words.STILL_UNDECIDED.format(group=group, units="、".join(undecided)))
        if (over := len(item.chosen) - places) > 0:
            found.append(words.OVER_QUOTA.format(group=group, places=places, over=over))
        if item.chosen and (conditions := item.shortlist.broken_by(item.chosen)):
            said = condition_words.JOINED.join(conditions)
            found.append(condition_words.BROKEN.format(group=group, conditions=said))
        vetoed = [row.unit.unit for row in item.shortlist.candidates if row.unit.vetoes and row.unit.unit in item.chosen]
        if vetoed:
            found.append(words.VETOED_CHOSEN.format(group=group, units="、".join(vetoed)))
        if lacking := missing_reasons(item.shortlist, item.stands.values()):
            found.append(words.LACKS_REASON.format(group=group, units="、".join(lacking)))
    if open_ones := sum(not objection.outcome for objection in objections):
        found.append(words.OPEN_OBJECTIONS.format(count=open_ones))
    return found


def _in_words(lists: Mapping[str, Sequence[str]]) -> str:
    return "；".join(f"{group}：{'、'.join(units) or words.VACANT}" for group, units in lists.items())


def lock_draft(store: Store, period: str, award: Award, reason: str = "") -> tuple[Draft, int]:
    """Return the draft of 定稿 for the list as it stands, and the journal position that it rests on."""
    cursor, position, version = store.cursor(), store.position, store.version
    ranking = rank_units(cursor, period)
    lists = group_lists(cursor, store.scheme, store.roster, ranking, award)
    ((number,),) = cursor.execute("select version from scheme_text").fetchall()
    locked = [
        LockedList(
            item.shortlist.group,
            check_code(version, ranking, item.shortlist.group),
            item.chosen,
            results_digest(ranking, item.shortlist.group),
            {unit.unit: unit.rank for unit in ranking.group(item.shortlist.group)},
        )
        for item in lists
    ]
    units = [unit for item in lists for unit in item.stands]
    return award_locked(period, award.name, position, number, locked, units, reason), position


def results_digest(ranking: Ranking, group: str) -> str:
    """Return the SHA-256 of a group's ranking as the command line prints it: equal digests, equal figures."""
    return hashlib.sha256(json.dumps(to_json(ranking, group), ensure_ascii=False).encode()).hexdigest()


def reproduces(store: Store, state: AwardState) -> bool:
    """Say whether the locked figures and codes come out again from the journal."""
    return comes_out_of(store.as_of(state.lock.position), state)


def comes_out_of(past: Store, state: AwardState) -> bool:
    """Say whether the locked figures and codes come out of the tables as they stood at the lock."""
    ranking = rank_units(past.cursor(), state.period)
    return all(
        (check_code(past.version, ranking, item.group), results_digest(ranking, item.group)) == (item.check_code, item.results)
        for item in state.lock.lists
    )
