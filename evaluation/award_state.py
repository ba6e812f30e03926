"""Where a list stands on its way from 草案 to 定稿, worked out from the steps that people took. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from evaluation.problems import EvaluationError
from evaluation.wording import award_state as words

State = Literal["draft", "meeting", "notice", "final"]
STATES: tuple[State, ...] = ("draft", "meeting", "notice", "final")
"""In the order in which a list goes through them."""

MOVED, LOCKED, CORRECTION, WITHDRAWN = "award_moved", "award_locked", "correction_opened", "lock_withdrawn"
STEPS = (MOVED, LOCKED, CORRECTION, WITHDRAWN)


@dataclass(frozen=True)
class Step:
    """One step of a list: its event's position, kind, payload, person and time."""

    position: int
    kind: str
    detail: Mapping[str, Any] = field(hash=False)
    actor: str
    at: str


@dataclass(frozen=True)
class Notice:
    """公示: first and last day, both included, how many working days that is, and what was published: the units by group.

    ``lists`` is empty in journals from before it was written down; nothing can be held against it then.
    """

    starts: date
    ends: date
    days: int
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def renamed(self, today: Mapping[str, str]) -> "Notice":
        """Return the notice with its units under the names of ``today`` (name → unit): a unit that is renamed stays published."""
        lists = {group: tuple(today.get(unit, unit) for unit in units) for group, units in self.lists.items()}
        return replace(self, lists=lists)

    def published(self, lists: Mapping[str, Sequence[str]]) -> bool:
        """Say whether these lists (group → units) are the published ones, as far as that was written down."""
        return not self.lists or {group: set(units) for group, units in lists.items()} == {
            group: set(units) for group, units in self.lists.items()
        }


@dataclass(frozen=True)
class LockedList:
    """The list of one group as it was locked; ``chosen`` in rank order. ``results`` is the SHA-256 of the group's ranking.

    ``ranks`` are those of all units of the group, as published; empty in journals from before they were written down.
    """

    group: str
    check_code: str
    chosen: tuple[str, ...]
    results: str
    ranks: Mapping[str, int | None] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Lock:
    """定稿. ``position`` is the last event that the list rests on: the figures are those of that moment, for good.

    ``scheme`` counts the version of the scheme from 1. ``units`` are all units that competed.
    """

    position: int
    actor: str
    at: str
    scheme: int
    lists: tuple[LockedList, ...]
    units: frozenset[str]

    def of(self, group: str) -> LockedList | None:
        """Return the locked list of a group, None where the award isn't the group's."""
        return next((item for item in self.lists if item.group == group), None)

    def has_same_units(self, other: "Lock") -> bool:
        """Say whether another lock has the same units on its lists."""
        mine, theirs = ({item.group: set(item.chosen) for item in lock.lists} for lock in (self, other))
        return mine == theirs

    @property
    def check_codes(self) -> str:
        """The codes of all groups in one line."""
        return "、".join(item.check_code for item in self.lists)


@dataclass(frozen=True)
class AwardState:
    """Where the list of one award in one period stands.

    ``lock`` stays while a correction (更正) is open: the list that was published still is the published one.
    ``reason`` is that of the last step. ``is_from_meeting``: a meeting considered the list on its way (会议审议), and no other
    one has been locked since.
    """

    period: str
    award: str
    state: State = "draft"
    notice: Notice | None = None
    lock: Lock | None = None
    is_correcting: bool = False
    reason: str = ""
    steps: tuple[Step, ...] = ()
    is_from_meeting: bool = False

    @property
    def is_locked(self) -> bool:
        """Say whether nothing of what the list rests on may change."""
        return self.state == "final" and not self.is_correcting


def state_of(period: str, award: str, steps: Iterable[Step] = ()) -> AwardState:
    """Return where a list stands after these steps, oldest first; without any it is a draft."""
    taken = tuple(steps)
    state: State = "draft"
    notice, lock, is_correcting, is_from_meeting = None, None, False, False
    for step in taken:
        if step.kind == MOVED:
            state = step.detail["state"]
            notice = _notice(step.detail) if state == "notice" else None  # a list that went back has yet to be published
            is_from_meeting = state == "meeting" or (is_from_meeting and state != "draft")
        elif step.kind == LOCKED:
            before, lock = lock, _lock(step)
            state, is_correcting = "final", False
            is_from_meeting = is_from_meeting and (before is None or before.has_same_units(lock))
        elif step.kind == CORRECTION:
            is_correcting = True
        elif step.kind == WITHDRAWN:
            state, notice, lock, is_correcting, is_from_meeting = "draft", None, None, False, False
    reason = taken[-1].detail.get("reason", "") if taken else ""
    return AwardState(period, award, state, notice, lock, is_correcting, reason, taken, is_from_meeting)


def needs_reason(before: AwardState, target: State, today: date) -> str:
    """Return why a step wants a reason in words, "" where it needs none.

    One step forward needs none; going back, skipping a state and ending a 公示 early do.
    """
    distance = STATES.index(target) - STATES.index(before.state)
    if distance < 0:
        return words.BACKWARD.format(state=words.STATES[target])
    if distance > 1:
        skipped = "、".join(words.STATES[state] for state in STATES[STATES.index(before.state) + 1 : STATES.index(target)])
        return words.SKIPPED.format(states=skipped)
    if target == "final" and before.notice and today <= before.notice.ends:
        return words.EARLY.format(day=spoken_day(before.notice.ends))
    return ""


def check_step(before: AwardState, kind: str, detail: Mapping[str, Any]) -> None:
    """Raise EvaluationError where a step makes no sense after what came before."""
    name = words.LIST.format(period=before.period, award=before.award)
    if kind in (CORRECTION, WITHDRAWN):
        if before.state != "final":
            raise EvaluationError(words.NOT_FINAL.format(list=name))
        if not detail.get("reason", "").strip():
            raise EvaluationError(words.REASON_NEEDED)
    elif before.is_locked:
        raise EvaluationError(words.IS_FINAL.format(list=name))
    elif kind == MOVED and before.is_correcting:
        raise EvaluationError(words.IS_CORRECTING.format(list=name))


def spoken_day(day: date) -> str:
    """Return 2026年11月20日."""
    return words.DAY.format(year=day.year, month=day.month, day=day.day)


def _notice(detail: Mapping[str, Any]) -> Notice:
    lists = {item["group"]: tuple(item["chosen"]) for item in detail.get("lists", ())}
    return Notice(date.fromisoformat(detail["starts"]), date.fromisoformat(detail["ends"]), detail["days"], lists)


def _lock(step: Step) -> Lock:
    lists = tuple(
        LockedList(item["group"], item["check_code"], tuple(item["chosen"]), item["results"], item.get("ranks", {}))
        for item in step.detail["lists"]
    )
    return Lock(step.detail["position"], step.actor, step.at, step.detail["scheme"], lists, frozenset(step.detail["units"]))
