"""Events about the list of an award: how each is written down, what it does to the tables, and how that is read back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from evaluation.award_state import (
    CORRECTION,
    LOCKED,
    MOVED,
    STEPS,
    WITHDRAWN,
    AwardState,
    LockedList,
    Notice,
    State,
    Step,
    state_of,
)
from evaluation.journal import Draft, Event, Journal


@dataclass(frozen=True)
class Objection:
    """异议: who raised what and when; ``outcome`` is "" until it is settled. ``number`` is its event's position."""

    number: int
    raised_by: str
    raised_on: str
    what: str
    outcome: str
    actor: str
    at: str


@dataclass(frozen=True)
class SavedList:
    """A list kept under a name for comparison; ``chosen`` are units, in the order in which they stood."""

    name: str
    chosen: tuple[str, ...]
    actor: str
    at: str


# --- drafts -------------------------------------------------------------------------------------------------------


def award_moved(period: str, award: str, state: State, reason: str = "", notice: Notice | None = None) -> Draft:
    """Return the draft that brings a list to 草案, 会议审议 or 公示; for 公示 with its days and with who is published."""
    payload: dict[str, Any] = {"period": period, "award": award, "state": state, "reason": reason}
    if notice:
        lists = [{"group": group, "chosen": list(units)} for group, units in notice.lists.items()]
        payload |= {"starts": notice.starts.isoformat(), "ends": notice.ends.isoformat(), "days": notice.days, "lists": lists}
    return Draft(MOVED, payload)


def award_locked(
    period: str, award: str, position: int, scheme: int, lists: Iterable[LockedList], units: Iterable[str], reason: str = ""
) -> Draft:
    """Return the draft of 定稿; ``position`` is the journal position that the figures were computed at."""
    entries = [
        {
            "group": item.group,
            "check_code": item.check_code,
            "chosen": list(item.chosen),
            "results": item.results,
            "ranks": dict(item.ranks),
        }
        for item in lists
    ]
    payload = {"period": period, "award": award, "position": position, "scheme": scheme, "reason": reason}
    return Draft(LOCKED, {**payload, "lists": entries, "units": sorted(units)})


def lock_withdrawn(period: str, award: str, reason: str) -> Draft:
    """Return the draft that takes 定稿 back: the list is a draft again."""
    return Draft(WITHDRAWN, {"period": period, "award": award, "reason": reason})


def correction_opened(period: str, award: str, reason: str) -> Draft:
    """Return the draft of a 更正: data may be changed until the list is locked anew; the published list stays published."""
    return Draft(CORRECTION, {"period": period, "award": award, "reason": reason})


def objection_noted(period: str, award: str, raised_by: str, raised_on: date, what: str) -> Draft:
    """Return the draft that puts an objection on record."""
    payload = {"period": period, "award": award, "raised_by": raised_by, "raised_on": raised_on.isoformat(), "what": what}
    return Draft("objection_noted", payload)


def objection_settled(period: str, award: str, number: int, outcome: str) -> Draft:
    """Return the draft that says what became of an objection."""
    return Draft("objection_settled", {"period": period, "award": award, "objection": number, "outcome": outcome})


def list_saved(period: str, award: str, name: str, chosen: Iterable[str]) -> Draft:
    """Return the draft that keeps a list under a name."""
    return Draft("list_saved", {"period": period, "award": award, "name": name, "chosen": list(chosen)})


def refused(kind: str, what: str, period: str, award: str) -> Draft:
    """Return the draft that puts an attempt to alter what is locked on record; nothing else comes of it."""
    return Draft("refused", {"kind": kind, "what": what, "period": period, "award": award})


def archive_loaded(period: str, award: str, is_same: bool, replaced: tuple[int, str] = (0, "")) -> Draft:
    """Return the draft that says that the events before came out of an archive, and whether its figures came out again.

    ``replaced`` are position and hash of the last event of an office that only began, which made room for them.
    """
    payload = {"period": period, "award": award, "is_same": is_same}
    return Draft("archive_loaded", {**payload, "replaced": list(replaced)} if replaced[0] else payload)


def backup_restored(name: str) -> Draft:
    """Return the draft that says that the journal went back to a copy."""
    return Draft("backup_restored", {"name": name})


# --- readers ------------------------------------------------------------------------------------------------------


def _step(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    payload = event.payload
    detail = json.dumps(payload, ensure_ascii=False)
    cursor.execute(
        "insert into award_step values (?, ?, ?, ?, ?, ?, ?)",
        [event.position, payload["period"], payload["award"], event.kind, detail, event.actor, event.at],
    )


def _object(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    payload = event.payload
    values = [payload[name] for name in ("period", "award", "raised_by", "raised_on", "what")]
    cursor.execute("insert into objection values (?, ?, ?, ?, ?, ?, '', ?, ?)", [event.position, *values, event.actor, event.at])


def _settle(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    cursor.execute("update objection set outcome = ? where objection = ?", [event.payload["outcome"], event.payload["objection"]])


def _keep_list(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    payload = event.payload
    cursor.execute(
        "insert into saved_list values (?, ?, ?, ?, ?::varchar[], ?, ?)",
        [event.position, payload["period"], payload["award"], payload["name"], payload["chosen"], event.actor, event.at],
    )


READERS: Mapping[str, Callable[[duckdb.DuckDBPyConnection, Journal, Event], None]] = {
    **dict.fromkeys(STEPS, _step),
    "objection_noted": _object,
    "objection_settled": _settle,
    "list_saved": _keep_list,
}


# --- reading back -------------------------------------------------------------------------------------------------


def read_states(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], AwardState]:
    """Return where every list stands that ever took a step, by (period, award)."""
    steps: dict[tuple[str, str], list[Step]] = {}
    rows = cursor.execute("select period, award, position, step, detail, actor, done_at from award_step order by position")
    for period, award, position, kind, detail, actor, at in rows.fetchall():
        steps.setdefault((period, award), []).append(Step(position, kind, json.loads(detail), actor, at))
    return {key: state_of(*key, taken) for key, taken in steps.items()}


def read_state(cursor: duckdb.DuckDBPyConnection, period: str, award: str) -> AwardState:
    """Return where one list stands."""
    return read_states(cursor).get((period, award)) or state_of(period, award)


def read_objections(cursor: duckdb.DuckDBPyConnection, period: str, award: str) -> list[Objection]:
    """Return the objections to one list, oldest first."""
    rows = cursor.execute(
        "select objection, raised_by, raised_on, what, outcome, actor, done_at from objection"
        " where period = ? and award = ? order by objection",
        [period, award],
    ).fetchall()
    return [Objection(*row) for row in rows]


def read_lists(cursor: duckdb.DuckDBPyConnection, period: str, award: str) -> list[SavedList]:
    """Return the lists kept for comparison, the latest of each name, in the order of their names."""
    rows = cursor.execute(
        """
        select name, chosen, actor, done_at from saved_list
        where period = ? and award = ?
        qualify row_number() over (partition by name order by position desc) = 1
        order by name""",
        [period, award],
    ).fetchall()
    return [SavedList(name, tuple(chosen), actor, at) for name, chosen, actor, at in rows]
