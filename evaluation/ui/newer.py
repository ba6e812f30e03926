"""The notice on an open page that others have saved since it was drawn. It lies over a corner, so nothing on the page moves."""

import streamlit as st

from evaluation.journal import QUIET, Event, in_words
from evaluation.problems import EvaluationError
from evaluation.ui.desk import the_home
from evaluation.ui.text import md
from evaluation.wording import away as words

EVERY = 3
"""Seconds between two looks. A look costs no query of the journal: the process follows it anyway (Home.follow)."""


@st.fragment(run_every=EVERY)
def newer_notice(seen: tuple[int, str]) -> None:
    """Draw nothing while the office's tables stand where they stood (``seen``: position, hash), else who saved what."""
    home = the_home()
    try:
        changes = [] if home.office_state == seen else home.office_events(since=seen[0])
    except EvaluationError:
        return
    if told := [event for event in changes if event.kind not in QUIET]:
        with st.container(key="newer", horizontal=True, vertical_alignment="center"):
            st.markdown(_sentence(told))
            if st.button(words.SHOW, key="newer_show", type="primary"):
                st.rerun()


def _sentence(events: list[Event]) -> str:
    last = events[-1]
    sentence = words.NEWER if len(events) == 1 else words.NEWER_MANY
    return sentence.format(actor=md(last.actor), at=last.at[11:16], what=md(in_words(last)), count=len(events))
