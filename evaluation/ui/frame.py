"""The frame of every page: style, ribbons, head row, empty states."""

import json
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from evaluation.access import NotAllowed, Person
from evaluation.award_state import AwardState, spoken_day
from evaluation.home import Trouble
from evaluation.problems import EvaluationError
from evaluation.scheme import Award
from evaluation.ui.away import away_page
from evaluation.ui.desk import Desk, attempt, sit_down
from evaluation.ui.door import account_menu, anybody, closed_page, login_page, start_problem
from evaluation.ui.newer import newer_notice
from evaluation.ui.routing import require_router
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.wording import access as door_words
from evaluation.wording import award_page as award_words
from evaluation.wording import pages as words
from evaluation.wording import records as record_words
from evaluation.wording import streamlit

_STATIC = Path(__file__).parent / "static"
LOGO = _STATIC / "logo.svg"
_STYLE = f"<style>{(_STATIC / 'style.css').read_text('utf-8')}</style>"
_CHINESE = (_STATIC / "chinese.js").read_text("utf-8")
_LANGUAGE = (
    f"<script>const WORDS = {json.dumps(streamlit.WORDS, ensure_ascii=False)}, "
    f"PATTERNS = {json.dumps(streamlit.PATTERNS, ensure_ascii=False)};\n{_CHINESE}</script>"
)


def open_page() -> Desk:
    """Begin a page: through the router, for who may open it, in the house style, with the ribbons that hold everywhere.

    The page list of app.py is the first check of a role and this one the second: a page is never run without it.
    """
    page = require_router()
    st.session_state["page_before"], st.session_state["page_now"] = st.session_state.get("page_now"), page
    _dress()
    if (problem := start_problem()) or (person := anybody()) is None:
        closed_page(problem) if problem else login_page()
        st.stop()
    account_menu(person)
    _check_page(person, page)
    desk = sit_down()
    if desk.is_demonstration:
        with ribbon("demonstration", words.DEMONSTRATION):
            if desk.may("manage") and st.button(words.START_EMPTY, type="tertiary", key="start_empty"):
                _confirm_start(desk)
    if desk.home.chain and desk.home.chain.broken_at is not None:
        st.error(record_words.BROKEN.format(position=desk.home.chain.broken_at), icon=":material/link_off:")
    if desk.home.trouble and desk.may("manage"):
        _tell_trouble(desk, desk.home.trouble)
    newer_notice(desk.seen)
    desk.ribbons = st.container()
    if refusal := st.session_state.pop("refusal", None):
        st.error(md(refusal), icon=":material/sync_problem:")
    if message := st.session_state.pop("done", None):
        st.toast(md(message), icon=":material/check:")
    return desk


def _tell_trouble(desk: Desk, trouble: Trouble) -> None:
    """Say on every page, to who can do something about it, that the day's check and backup failed."""
    from evaluation.backups import list_backups  # with the journal's writer, which pages do without

    last = next((in_chinese_time(copy.at.isoformat()) for copy in list_backups(desk.home.backups)), record_words.NO_COPY_YET)
    told = record_words.NO_UPKEEP if desk.home.has_file else record_words.NO_CHECK
    sentence = told.format(at=in_chinese_time(trouble.at), sentence=trouble.sentence, last=last)
    st.warning(md(sentence), icon=":material/backup:")


def open_door(problem: str, away: EvaluationError | None) -> None:
    """Draw, in the house style, the login form, or why the app is closed to everybody, by its start or for a while."""
    _dress()
    if away:
        away_page(away)
    else:
        closed_page(problem) if problem else login_page()


def refuse_page(person: Person, page: str) -> None:
    """Draw, instead of a page, which role it asks for."""
    _dress()
    account_menu(person)
    _check_page(person, page)


def _check_page(person: Person, page: str) -> None:
    try:
        person.check_page(page)
    except NotAllowed as refused:
        st.title(door_words.NO_RIGHT_TITLE, anchor=False)
        st.error(md(str(refused)), icon=":material/block:")
        st.page_link("pages/home.py", label=door_words.TO_HOME, icon=":material/home:")
        st.stop()


def _dress() -> None:
    st.html(_STYLE)
    st.container(key="language").html(_LANGUAGE, unsafe_allow_javascript=True)


def ribbon(kind: str, text: str) -> st.delta_generator.DeltaGenerator:
    """Draw one state ribbon and return the place of its undo, at the right end."""
    row = st.container(key=f"ribbon_{kind}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    row.markdown(text)
    return row


def final_ribbon(desk: Desk, state: AwardState) -> None:
    """Say on a page which list is locked, since its figures are the ones shown, and where people decided against the rules."""
    locked = state.lock.of(desk.group)
    text = award_words.FINAL_ELSEWHERE.format(
        award=md(state.award), at=in_chinese_time(state.lock.at), actor=md(state.lock.actor), code=locked.check_code
    )
    award = next((award for award in desk.awards() if award.name == state.award), None)
    if award and (changes := desk.otherwise(desk.shortlist(desk.rank(), award))):
        text += award_words.FINAL_OTHERWISE.format(changes=md(changes), chosen=md("、".join(locked.chosen)))
    ribbon("final", text)


@st.dialog(words.START_TITLE)
def _confirm_start(desk: Desk) -> None:
    st.write(words.START_TEXT)
    with st.container(horizontal=True):
        if st.button(words.START_CONFIRM, type="primary") and attempt(lambda: desk.home.open_office(desk.person)):
            go_to(desk, "pages/import.py")
        if st.button(words.CANCEL):
            st.rerun()


def head_row(
    desk: Desk, title: str | Callable[[], tuple[str, str]], *, with_group: bool = True, with_period: bool = True,
    follows_lock: bool = True,
) -> None:  # fmt: skip
    """Draw the H1 with period and group at the right, and put the person's choice on the desk.

    Where a list of that period and group is locked, the desk shows the figures as of the lock (unless the page itself
    says what it shows: ``follows_lock=False``).

    Both live in the address, so that a link opens the same view. A callable ``title`` gives heading and note once
    the choice is known.
    """
    left, right = st.container(key="head").columns([1.15, 1], vertical_alignment="center")
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        asked = st.session_state.pop("period_asked", None)  # on this page or never: it may be one of other data
        if desk.periods and with_period:
            if asked in desk.periods:
                st.session_state["period"] = asked
            desk.period = st.selectbox(
                words.PERIOD,
                desk.periods[::-1],
                index=desk.periods[::-1].index(desk.usual_period),
                key="period",
                bind="query-params",
                label_visibility="collapsed",
                filter_mode=None,
                width=150,
            )
        if with_group and len(desk.roster.groups) > 0:
            desk.group = _group_choice(desk)
    if with_group and follows_lock:
        _follow_lock(desk)
    with left:
        heading, note = title() if callable(title) else (title, "")
        st.title(heading, anchor=False)
        if note:
            st.caption(note)


def _follow_lock(desk: Desk) -> None:
    """Show the figures as of the group's lock, and say so; say that a 更正 is open, or another list published than the rules'."""
    if locked := desk.lock_to_show():
        desk.show(locked)
    with desk.ribbons:
        if locked:
            final_ribbon(desk, locked)
        if correcting := desk.correcting():
            ribbon("correction", "  \n".join(_correction(desk, state) for state in correcting))
        in_notice = [award for award in desk.awards() if desk.state(award.name).state == "notice"]
        if said := [text for award in in_notice if (text := _published_otherwise(desk, award))]:
            ribbon("notice", "  \n".join(said))


def _correction(desk: Desk, state: AwardState) -> str:
    chosen = md("、".join(state.lock.of(desk.group).chosen)) or award_words.VACANT
    return award_words.CORRECTING_ELSEWHERE.format(award=md(state.award), chosen=chosen)


def _published_otherwise(desk: Desk, award: Award) -> str:
    """Return who is on a list that hangs out, where the rules suggest others; "" where they are the same."""
    shortlist = desk.shortlist(desk.rank(), award)
    changes = desk.otherwise(shortlist)
    if not changes:
        return ""
    chosen = desk.chosen(award.name) or ()
    names = md("、".join(row.unit.unit for row in shortlist.candidates if row.unit.unit in chosen)) or award_words.VACANT
    day = spoken_day(desk.state(award.name).notice.ends)
    return award_words.NOTICE_ELSEWHERE.format(award=md(award.name), day=day, changes=md(changes), chosen=names)


def _group_choice(desk: Desk) -> str:
    """Draw the choice of a group and return it; the address names the group alone.

    Not bound to the address by Streamlit, which would write the label there: with the count of units in it a link
    would end with the next roster.
    """
    sizes = {group: sum(unit.group == group for unit in desk.roster.units) for group in desk.roster.groups}
    asked, kept = st.query_params.get("group"), st.session_state.get("kept_group")
    wanted = [asked if asked != kept else None, st.session_state.get("group"), kept, next(iter(sizes))]
    # Set on every run: a page's control is a new one to Streamlit and would begin with nothing chosen.
    st.session_state["group"] = next(group for group in wanted if group in sizes)
    group = st.segmented_control(
        words.GROUP,
        list(sizes),
        key="group",
        label_visibility="collapsed",
        required=True,
        # The blank in front tells Streamlit that no picture does: it would load and compile every emoji there is, to look.
        format_func=lambda group: " " + words.GROUP_COUNT.format(group=md(group), count=sizes[group]),
    )
    st.session_state["kept_group"] = group
    if asked != group and (asked is not None or group != next(iter(sizes))):
        st.query_params["group"] = group
    return group


def go_to(desk: Desk, page: str, **address: str) -> None:
    """Go to another page, in the period that the person looks at; ``address`` is what stands in its address besides.

    Streamlit refuses to write the period there, which its control holds, and to take it away: so it isn't named, the rest is,
    and ``head_row`` sets the next page's control.
    """
    st.session_state["period_asked"] = desk.period
    st.switch_page(page, query_params={"group": desk.group, **address} if desk.group else address)


def stop_if_empty(desk: Desk) -> None:
    """Where there is nothing to show, say what to do first and end the page."""
    if desk.roster.units and desk.periods:
        return
    has_roster = bool(desk.roster.units)
    with st.container(border=True):
        st.markdown(words.EMPTY_TITLE if has_roster else words.EMPTY_ROSTER_TITLE)
        st.write(words.EMPTY_TEXT if has_roster else words.EMPTY_ROSTER_TEXT)
        with st.container(horizontal=True):
            label = words.TO_IMPORT if has_roster else words.TO_IMPORT_ROSTER
            if desk.may_open("import") and st.button(label, type="primary", icon=":material/upload_file:"):
                go_to(desk, "pages/import.py")
            back_to_demonstration(desk)
    st.stop()


def back_to_demonstration(desk: Desk) -> None:
    """Offer the way back to the demonstration while the office has brought nothing in."""
    if desk.home.may_go_back and desk.may("manage") and st.button(words.BACK_TO_DEMONSTRATION, type="tertiary"):
        attempt(lambda: desk.home.close_office(desk.person))
        st.rerun()
