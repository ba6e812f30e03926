"""When the data can't be had: a sentence instead of the page, which comes back by itself when it can."""

import streamlit as st

from evaluation.problems import EvaluationError, Unreachable
from evaluation.ui.desk import the_home
from evaluation.ui.text import md
from evaluation.wording import away as words

EVERY = 5
"""Seconds between two tries of a page that waits."""


def away_page(problem: EvaluationError) -> None:
    """Say why there is nothing to see; a server that doesn't answer is asked again until it does."""
    st.title(words.TITLE, anchor=False)
    st.error(md(str(problem)), icon=":material/cloud_off:")
    if isinstance(problem, Unreachable):
        st.caption(words.COMES_BACK)
        _ask_again()
    elif st.button(words.AGAIN, icon=":material/refresh:"):
        st.rerun()


@st.fragment(run_every=EVERY)
def _ask_again() -> None:
    is_first, st.session_state["away"] = not st.session_state.get("away"), True
    if is_first:
        return
    try:
        the_home().office.refresh()
    except EvaluationError:
        return
    del st.session_state["away"]
    st.rerun()
