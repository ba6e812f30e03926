"""What people decided about candidates, beside what the rules suggest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import duckdb

from evaluation.events import decided
from evaluation.journal import Draft
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import shortlist as words

CHOSEN, NOT_CHOSEN = "chosen", "not_chosen"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Decision:
    """One unit's standing on the list: in or out, why, and whose word that is ("" = nobody's but the rules')."""

    unit: str
    is_chosen: bool
    reason: str = ""
    actor: str = ""
    at: str = ""


def read_decisions(cursor: duckdb.DuckDBPyConnection, period: str, award: str) -> dict[str, Decision]:
    """Return the latest decision about each unit that people decided on, by unit."""
    rows = cursor.execute(
        "select unit, choice, reason, actor, done_at from decision where period = ? and award = ?", [period, award]
    ).fetchall()
    return {unit: Decision(unit, choice == CHOSEN, reason, actor, at) for unit, choice, reason, actor, at in rows}


def standing(shortlist: Shortlist, decided: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return, for every unit of the group in rank order, the people's decision or else the rules' suggestion."""
    return {
        candidate.unit.unit: decided.get(candidate.unit.unit) or Decision(candidate.unit.unit, candidate.suggested)
        for candidate in shortlist.candidates
    }


def changes(
    shortlist: Shortlist,
    stands: Mapping[str, Decision],
    chosen: Mapping[str, bool],
    reasons: Mapping[str, str],
) -> list[Decision]:
    """Return what a person changed, one decision per unit, in rank order.

    Back to the rules' own suggestion with no reason withdraws the decision: its ``actor`` is WITHDRAWN then.
    """
    changed = []
    for candidate in shortlist.candidates:
        name = candidate.unit.unit
        now = Decision(name, chosen[name], reasons.get(name, "").strip())
        if (now.is_chosen, now.reason) != (stands[name].is_chosen, stands[name].reason):
            is_the_rules_own = now.is_chosen == candidate.suggested and not now.reason
            changed.append(replace(now, actor=WITHDRAWN) if is_the_rules_own else now)
    return changed


def missing_reasons(shortlist: Shortlist, chosen: Mapping[str, bool], reasons: Mapping[str, str]) -> list[str]:
    """Return the units whose choice differs from the rules' suggestion and has no reason, in rank order.

    That covers an eligible unit passed over by a lower one: the rules had suggested it.
    """
    return [
        candidate.unit.unit
        for candidate in shortlist.candidates
        if chosen[candidate.unit.unit] != candidate.suggested and not reasons.get(candidate.unit.unit, "").strip()
    ]


def drafts_of(period: str, award: str, decisions: Iterable[Decision]) -> list[Draft]:
    """Return the events that put decisions on record."""
    return [decided(period, award, item.unit, _choice(item), item.reason) for item in decisions]


def _choice(decision: Decision) -> str:
    if decision.actor == WITHDRAWN:
        return ""
    return CHOSEN if decision.is_chosen else NOT_CHOSEN


def opinion(candidate: Candidate) -> str:
    """Return what the rules say about a unit, in one word."""
    if candidate.suggested:
        return words.OPINION_SUGGESTED
    if candidate.tied_at_cut:
        return words.OPINION_TIED
    return words.OPINION_OUTSIDE if candidate.eligible else words.OPINION_BARRED


def printed_reasons(shortlist: Shortlist, stands: Mapping[str, Decision]) -> dict[str, str]:
    """Return what stands beside each unit on paper: the people's reason, or else the conditions that it fails."""
    return {item.unit.unit: stands[item.unit.unit].reason or "；".join(item.reasons) for item in shortlist.candidates}
