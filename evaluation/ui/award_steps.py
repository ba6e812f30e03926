"""Parts of 先进集体: the ribbon of a list's state, and the steps from 草案 to 定稿 and back, each asked once more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from evaluation.award_events import Objection, award_moved, correction_opened, lock_withdrawn
from evaluation.award_lock import GroupList, lock_draft, obstacles
from evaluation.award_state import STATES, AwardState, Notice, State, needs_reason, spoken_day
from evaluation.events import units_today
from evaluation.journal import Draft
from evaluation.scheme import Award
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.frame import ribbon
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.wording import award_page as words
from evaluation.wording.award_state import STATES as STATE_NAMES
from evaluation.workdays import MOST_DAYS, UnknownYear, last_workday


@dataclass(frozen=True)
class Situation:
    """What the steps of one list depend on."""

    desk: Desk
    award: Award
    state: AwardState
    lists: tuple[GroupList, ...]
    objections: Sequence[Objection]

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Who is put forward, by group."""
        return {item.shortlist.group: item.chosen for item in self.lists}

    @property
    def notice(self) -> Notice | None:
        """The 公示 of the list with its units under the names that they have now, as those of the list are."""
        return self.state.notice and self.state.notice.renamed(self.desk.units_today())

    @property
    def renamed(self) -> dict[str, str]:
        """Which published names (new → old) are other ones now."""
        lists = self.state.notice.lists.values() if self.state.notice else ()
        today = self.desk.units_today() if lists else {}
        return {today[unit]: unit for units in lists for unit in units if today.get(unit, unit) != unit}


def state_ribbon(now: Situation) -> None:
    """Say where the list stands; the way out of 定稿 sits in the ribbon."""
    state, award = now.state, md(now.state.award)
    if state.is_correcting:
        last = state.steps[-1]
        with ribbon("correction", words.CORRECTING.format(award=award, at=in_chinese_time(last.at), reason=md(state.reason))):
            if st.button(words.WITHDRAW, type="tertiary", key="withdraw"):
                _withdraw(now.desk, state)
    elif state.state == "final":
        lock = state.lock
        code = lock.of(now.desk.group).check_code
        row = ribbon("final", words.FINAL.format(at=in_chinese_time(lock.at), actor=md(lock.actor), code=code))
        with row.container(horizontal=True, width="content"):
            if st.button(words.CORRECT, type="tertiary", key="correct"):
                _correct(now)
            if st.button(words.WITHDRAW, type="tertiary", key="withdraw"):
                _withdraw(now.desk, state)
    elif state.state == "notice":
        notice = state.notice
        over = words.NOTICE_OVER if date.today() > notice.ends else words.NOTICE_LEFT
        text = words.NOTICE.format(
            award=award,
            starts=spoken_day(notice.starts),
            ends=spoken_day(notice.ends),
            days=notice.days,
            over=over,
            objections=len(now.objections),
        )
        if renamed := now.renamed:
            names = "、".join(words.RENAMED_UNIT.format(new=new, old=old) for new, old in renamed.items())
            text += words.RENAMED.format(units=md(names))
        ribbon("notice", text)
    elif state.state == "meeting":
        last = state.steps[-1]
        since = words.SINCE.format(at=in_chinese_time(last.at), actor=md(last.actor))
        ribbon("meeting", words.MEETING.format(award=award, since=since))


def stranded_card(desk: Desk) -> None:
    """Name the locked lists of the period that no group leads to any more, each with the one step that is left to it.

    A later scheme or roster may have renamed the award or all of its groups; then it stands at no group's choice of awards.
    """
    present = set(desk.roster.groups)
    open_now = {award.name for award in desk.scheme.award if present.intersection(award.groups)}
    for state in desk.states.values():
        if state.period != desk.period or state.lock is None:
            continue
        is_reached = state.award in open_now if state.is_correcting else any(state.lock.of(group) for group in present)
        if is_reached:
            continue
        with st.container(border=True):
            groups = "、".join(item.group for item in state.lock.lists)
            st.markdown(words.STRANDED.format(award=md(state.award), groups=md(groups), state=_stranded_state(state)))
            if st.button(words.WITHDRAW, icon=":material/lock_open:", key=f"withdraw_{state.award}"):
                _withdraw(desk, state)


def _stranded_state(state: AwardState) -> str:
    return words.STRANDED_CORRECTING if state.is_correcting else words.STRANDED_LOCKED


def step_buttons(now: Situation, *, is_saved: bool) -> None:
    """Offer the steps that the list may take from where it stands; what blocks 定稿 is said above the buttons."""
    state = now.state
    if state.is_locked:
        return
    blocking = obstacles(now.lists, now.objections, now.notice if state.state == "notice" else None)
    if blocking:
        st.caption("　".join(md(sentence) for sentence in blocking))
    why_grey = None if is_saved else words.UNSAVED
    with st.container(horizontal=True):
        label = words.RELOCK if state.is_correcting else words.NEXT["final"]
        if st.button(
            label,
            type="primary" if is_saved else "secondary",
            icon=":material/lock:",
            disabled=bool(blocking) or not is_saved,
            help=why_grey,
            key="lock",
        ):
            _lock(now)
        if state.is_correcting:
            return
        place = STATES.index(state.state)
        following = STATES[place + 1]
        label = words.NEXT[following]
        if following != "final" and st.button(label, disabled=not is_saved, help=why_grey, key=f"to_{following}"):
            _move(now, following)
        if place and st.button(words.BACK, type="tertiary", key="back"):
            _back(now)


def _reason_field(state: AwardState, target: State | None) -> str:
    """Ask for the reason where a step needs one, and return it; the field says why."""
    why = needs_reason(state, target, date.today()) if target else ""
    if why:
        st.caption(why)
    if why or target is None:
        return st.text_area(words.REASON, placeholder=words.REASON_HINT, max_chars=300, key="step_reason", height=80).strip()
    return ""


def _finish(desk: Desk, make: Callable[[], Draft], label: str, done: str, *, lacks: bool) -> None:
    """Draw the two buttons of a dialog, and carry the step out once it is confirmed and nothing lacks."""
    with st.container(horizontal=True):
        confirmed = st.button(label, type="primary", key="step_confirm")
        if st.button(words.CANCEL, key="step_cancel"):
            st.rerun()
    if confirmed and lacks:
        st.warning(words.LACKS, icon=":material/edit_note:")
    elif confirmed:
        if attempt(lambda: desk.store.append([make()], desk.person, seen=desk.stood)):
            st.session_state["done"] = done
        st.rerun()


@st.dialog(words.DIALOG_TITLES["meeting"])
def _meeting(now: Situation) -> None:
    st.write(words.MEETING_TEXT)
    reason = _reason_field(now.state, "meeting")
    lacks = bool(needs_reason(now.state, "meeting", date.today())) and not reason
    _step(now, "meeting", reason, None, lacks)


@st.dialog(words.DIALOG_TITLES["notice"])
def _notice(now: Situation) -> None:
    starts = st.date_input(words.NOTICE_STARTS, value=date.today(), format="YYYY-MM-DD", key="notice_starts")
    days = int(st.number_input(words.NOTICE_DAYS, 1, MOST_DAYS, 5, key="notice_days"))
    try:
        ends = last_workday(starts, days)
        st.markdown(words.NOTICE_UNTIL.format(day=spoken_day(ends)))
    except UnknownYear as unknown:
        st.warning(str(unknown), icon=":material/event:")
        ends = st.date_input(words.NOTICE_ENDS, value=None, min_value=starts, format="YYYY-MM-DD", key="notice_ends")
        earliest = starts + timedelta(days - 1)  # whatever the holidays will be
        if ends and ends < earliest:
            st.warning(words.NOTICE_TOO_SHORT.format(days=days, day=spoken_day(earliest)), icon=":material/event:")
            ends = None
    reason = _reason_field(now.state, "notice")
    lacks = ends is None or (bool(needs_reason(now.state, "notice", date.today())) and not reason)
    _step(now, "notice", reason, Notice(starts, ends, days, now.chosen) if ends else None, lacks)


@st.dialog(words.DIALOG_TITLES["draft"])
def _back(now: Situation) -> None:
    _step(now, "draft", (reason := _reason_field(now.state, "draft")), None, not reason)


def _move(now: Situation, target: State) -> None:
    {"meeting": _meeting, "notice": _notice}[target](now)


def _step(now: Situation, target: State, reason: str, notice: Notice | None, lacks: bool) -> None:
    done = words.MOVED.format(award=now.award.name, state=STATE_NAMES[target])
    period, award = now.state.period, now.award.name
    _finish(now.desk, lambda: award_moved(period, award, target, reason, notice), words.CONFIRM[target], done, lacks=lacks)


@st.dialog(words.DIALOG_TITLES["final"], width="medium")
def _lock(now: Situation) -> None:
    for item in now.lists:
        names = md("、".join(item.chosen)) or words.VACANT
        st.markdown(words.FINAL_LIST.format(group=md(item.shortlist.group), count=len(item.chosen), units=names))
    for sentence in _not_as_published(now):
        st.warning(sentence, icon=":material/campaign:")
    st.write(words.FINAL_TEXT)
    st.caption(words.HIGHEST_AWARD_ONCE)
    target = None if now.state.is_correcting else "final"
    reason = _reason_field(now.state, target)
    lacks = (target is None or bool(needs_reason(now.state, target, date.today()))) and not reason
    store, period = now.desk.store, now.state.period
    _finish(
        now.desk,
        lambda: lock_draft(store, period, now.award, reason)[0],
        words.CONFIRM["final"],
        words.LOCKED.format(award=now.award.name),
        lacks=lacks,
    )


def _not_as_published(now: Situation) -> Iterator[str]:
    """Say, by group, in what a list at the end of a 更正 differs from the one that was published."""
    if not now.state.is_correcting:
        return
    today = units_today(now.desk.cursor)
    for item in now.lists:
        if locked := now.state.lock.of(item.shortlist.group):
            published = [today.get(unit, unit) for unit in locked.chosen]
            enter = "、".join(unit for unit in item.chosen if unit not in published)
            leave = "、".join(unit for unit in published if unit not in item.chosen)
            moves = ((words.PUBLISHED_ENTER, enter), (words.PUBLISHED_LEAVE, leave))
            if changes := "，".join(said.format(units=md(units)) for said, units in moves if units):
                yield words.PUBLISHED_OTHERWISE.format(group=md(item.shortlist.group), changes=changes)


@st.dialog(words.WITHDRAW_TITLE)
def _withdraw(desk: Desk, state: AwardState) -> None:
    st.write(words.WITHDRAW_TEXT)
    reason = _reason_field(state, None)
    make = lambda: lock_withdrawn(state.period, state.award, reason)  # noqa: E731
    _finish(desk, make, words.WITHDRAW_CONFIRM, words.UNLOCKED, lacks=not reason)


@st.dialog(words.CORRECT_TITLE)
def _correct(now: Situation) -> None:
    st.write(words.CORRECT_TEXT)
    reason = _reason_field(now.state, None)
    make = lambda: correction_opened(now.state.period, now.award.name, reason)  # noqa: E731
    _finish(now.desk, make, words.CORRECT_CONFIRM, words.CORRECTION_OPEN, lacks=not reason)
