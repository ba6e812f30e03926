"""When the data can't be had: a sentence instead of the page, which comes back by itself when it can.

A journal that is damaged or gone doesn't come back by itself: whoever may go back to a copy is offered the copies here. Who that
is doesn't depend on the journal, as people are in none.
"""

import streamlit as st

from evaluation.access import Person
from evaluation.guard import GuardedHome
from evaluation.problems import Damaged, EvaluationError, Unreachable
from evaluation.ui.desk import the_home
from evaluation.ui.door import who
from evaluation.ui.text import md
from evaluation.wording import away as words
from evaluation.wording.database import ON_SERVER

EVERY = 5
"""Seconds between two tries of a page that waits."""


def away_page(problem: EvaluationError, person: Person | None = None) -> None:
    """Say why there is nothing to see; a server that doesn't answer is asked again until it does.

    ``person`` is who is in front of the page, None where nobody has signed in.
    """
    if isinstance(problem, Damaged) and person:
        _damaged_page(problem, person)
        return
    st.title(words.TITLE, anchor=False)
    st.error(md(str(problem)), icon=":material/cloud_off:")
    if isinstance(problem, Unreachable):
        st.caption(words.COMES_BACK)
        _ask_again()
    elif st.button(words.AGAIN, icon=":material/refresh:"):
        st.rerun()


def _damaged_page(problem: Damaged, person: Person) -> None:
    """Say what is wrong with the journal, and offer the copies to who may go back to one."""
    st.title(words.DAMAGED_TITLE, anchor=False)
    st.error(md(str(problem)), icon=":material/heart_broken:")
    if refusal := st.session_state.pop("refusal", None):
        st.error(md(refusal), icon=":material/sync_problem:")
    if st.button(words.AGAIN, icon=":material/refresh:"):
        st.rerun()
    home = GuardedHome(the_home(), who)
    if not home.has_file:
        st.caption(ON_SERVER)
    elif not person.may("manage"):
        st.info(words.ASK_MANAGER, icon=":material/person:")
    else:
        from evaluation.ui.copies import proven_copies

        proven_copies(home)


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
