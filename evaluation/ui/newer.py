"""The notice on an open page that others have saved, or gone back to a copy, since it was drawn.

It lies over a corner, so nothing on the page moves.
"""

import streamlit as st

from evaluation.home import Home
from evaluation.journal import QUIET, Event, in_words
from evaluation.problems import EvaluationError
from evaluation.ui.desk import the_home
from evaluation.ui.text import md
from evaluation.wording import away as words

EVERY = 3
"""Seconds between two looks. A look costs no query of the journal: the process follows it anyway (Home.follow)."""
_REPLACING = ("backup_restored", "archive_loaded")
_LATEST = 50
"""So many events are gone through for the one that says who put other data in the place of those on the page."""


@st.fragment(run_every=EVERY)
def newer_notice(seen: tuple[int, str]) -> None:
    """Draw nothing while the office's tables stand where they stood (``seen``: position, hash), else who saved what."""
    try:
        sentence = news(the_home(), seen)
    except EvaluationError:
        return
    if sentence:
        with st.container(key="newer", horizontal=True, vertical_alignment="center"):
            st.markdown(sentence)
            if st.button(words.SHOW, key="newer_show", type="primary"):
                st.rerun()


def news(home: Home, seen: tuple[int, str]) -> str:
    """Return who saved what since the office's tables stood at ``seen`` (position, hash), or that a copy took their place.

    "" where there is nothing to tell.
    """
    now = home.office_state
    if now == seen:
        return ""
    if not home.office_holds(*seen):
        latest = home.office_events(since=max(0, now[0] - _LATEST))
        back = next((event for event in reversed(latest) if event.kind in _REPLACING), None)
        return _sentence([back], words.REPLACED) if back else words.REPLACED_SOMEHOW
    told = [event for event in home.office_events(since=seen[0]) if event.kind not in QUIET]
    return _sentence(told, words.NEWER if len(told) == 1 else words.NEWER_MANY) if told else ""


def _sentence(events: list[Event], sentence: str) -> str:
    last = events[-1]
    return sentence.format(actor=md(last.actor), at=last.at[11:16], what=md(in_words(last)), count=len(events))
