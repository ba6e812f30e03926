"""What people decided about candidates, beside what the rules suggest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import duckdb

from evaluation.events import decided
from evaluation.journal import Draft
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import shortlist as words

CHOSEN, NOT_CHOSEN, UNDECIDED = "chosen", "not_chosen", "undecided"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Decision:
    """One unit's standing on the list: put forward, not, or undecided; why; whose word that is ("" = the rules')."""

    unit: str
    choice: str
    reason: str = ""
    note: str = ""
    actor: str = ""
    at: str = ""

    @property
    def is_chosen(self) -> bool:
        """Say whether the unit is put forward."""
        return self.choice == CHOSEN


def read_decisions(cursor: duckdb.DuckDBPyConnection, period: str, award: str) -> dict[str, Decision]:
    """Return the latest decision about each unit that people decided on, by unit."""
    rows = cursor.execute(
        "select unit, choice, reason, note, actor, done_at from decision where period = ? and award = ?", [period, award]
    ).fetchall()
    return {row[0]: Decision(*row) for row in rows}


def of_the_rules(candidate: Candidate) -> str:
    """Return the choice that holds while nobody has decided: a tie across the last place is undecided."""
    if candidate.tied_at_cut:
        return UNDECIDED
    return CHOSEN if candidate.suggested else NOT_CHOSEN


def standing(shortlist: Shortlist, decided: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return, for every unit of the group in rank order, the people's decision or else the rules' suggestion."""
    return {
        candidate.unit.unit: decided.get(candidate.unit.unit) or Decision(candidate.unit.unit, of_the_rules(candidate))
        for candidate in shortlist.candidates
    }


def turned_round(stands: Mapping[str, Decision], wanted: Iterable[Decision]) -> list[Decision]:
    """Return what a person wants, without the reason that was given for the opposite choice and left standing."""
    return [
        replace(item, reason="") if item.choice != stands[item.unit].choice and item.reason == stands[item.unit].reason else item
        for item in wanted
    ]


def changes(shortlist: Shortlist, stands: Mapping[str, Decision], wanted: Iterable[Decision]) -> list[Decision]:
    """Return what a person changed among the decisions wanted, one per unit, in rank order.

    Back to the rules' own suggestion with neither reason nor note withdraws the decision: its ``actor`` is WITHDRAWN then.
    """
    by_unit = {decision.unit: decision for decision in wanted}
    changed = []
    for candidate in shortlist.candidates:
        now, before = by_unit[candidate.unit.unit], stands[candidate.unit.unit]
        if (now.choice, now.reason, now.note) != (before.choice, before.reason, before.note):
            is_the_rules_own = now.choice == of_the_rules(candidate) and not (now.reason or now.note)
            changed.append(replace(now, actor=WITHDRAWN) if is_the_rules_own else now)
    return changed


def missing_reasons(shortlist: Shortlist, wanted: Iterable[Decision]) -> list[str]:
    """Return the units whose choice differs from the rules' suggestion and has no reason, in rank order.

    That covers an eligible unit passed over by a lower one: the rules had suggested it.
    """
    by_unit = {decision.unit: decision for decision in wanted}
    return [
        candidate.unit.unit
        for candidate in shortlist.candidates
        if by_unit[candidate.unit.unit].choice != of_the_rules(candidate) and not by_unit[candidate.unit.unit].reason
    ]


def drafts_of(period: str, award: str, decisions: Iterable[Decision]) -> list[Draft]:
    """Return the events that put decisions on record."""
    return [decided(period, award, item.unit, _choice(item), item.reason, item.note) for item in decisions]


def _choice(decision: Decision) -> str:
    return "" if decision.actor == WITHDRAWN else decision.choice


def opinion(candidate: Candidate) -> str:
    """Return what the rules say about a unit, in one word."""
    if candidate.suggested:
        return words.OPINION_SUGGESTED
    if candidate.tied_at_cut:
        return words.OPINION_TIED
    return words.OPINION_OUTSIDE if candidate.eligible else words.OPINION_BARRED


def printed_reasons(shortlist: Shortlist, stands: Mapping[str, Decision]) -> dict[str, str]:
    """Return what stands beside each unit on paper: the people's reason, or else the conditions that it fails."""
    return {item.unit.unit: stands[item.unit.unit].reason or "；".join(item.all_reasons) for item in shortlist.candidates}
