"""Parts of 先进集体: objections to a list, and what became of each."""

from datetime import date

import streamlit as st

from evaluation.award_events import Objection, objection_noted, objection_settled
from evaluation.ui.award_steps import Situation
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.text import md
from evaluation.wording import award_page as words


def objections_card(now: Situation) -> None:
    """List the objections with their outcomes, and offer to note one, from 公示 on."""
    if now.state.state not in ("notice", "final") and not now.objections:
        return
    with st.container(border=True):
        st.markdown(words.OBJECTIONS.format(count=len(now.objections)))
        if not now.objections:
            st.caption(words.NO_OBJECTION)
        for item in now.objections:
            _entry(now, item)
        if st.button(words.OBJECTION_ADD, icon=":material/add_comment:", key="objection_add"):
            _add(now.desk, now.award.name)


def _entry(now: Situation, item: Objection) -> None:
    st.markdown(words.OBJECTION.format(day=item.raised_on, who=md(item.raised_by), what=md(item.what)))
    if item.outcome:
        st.caption(md(words.OUTCOME.format(outcome=item.outcome)))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        outcome = st.text_input(
            words.OUTCOME_FIELD.format(who=md(item.raised_by)), max_chars=300, key=f"outcome_{item.number}"
        ).strip()
        clicked = st.button(words.SETTLE, key=f"settle_{item.number}")
    if clicked and outcome:
        draft = objection_settled(now.state.period, now.award.name, item.number, outcome)
        if attempt(lambda: now.desk.store.append([draft], now.desk.person, seen=now.desk.stood)):
            st.session_state["done"] = words.OUTCOME_SAVED
        st.rerun()


@st.dialog(words.OBJECTION_TITLE)
def _add(desk: Desk, award: str) -> None:
    who = st.text_input(words.OBJECTION_WHO, max_chars=50, key="objection_who").strip()
    day = st.date_input(words.OBJECTION_DAY, value=date.today(), format="YYYY-MM-DD", key="objection_day")
    what = st.text_area(words.OBJECTION_WHAT, max_chars=500, height=100, key="objection_what").strip()
    with st.container(horizontal=True):
        saved = st.button(words.OBJECTION_SAVE, type="primary", key="objection_save")
        if st.button(words.CANCEL, key="objection_cancel"):
            st.rerun()
    if saved and not (who and what):
        st.warning(words.OBJECTION_LACKS, icon=":material/edit_note:")
    elif saved:
        draft = objection_noted(desk.period, award, who, day, what)
        if attempt(lambda: desk.store.append([draft], desk.person, seen=desk.stood)):
            st.session_state["done"] = words.OBJECTION_SAVED
        st.rerun()
