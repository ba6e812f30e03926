"""What a part of a page that runs by itself (a fragment) has to ask first: may it, or must the whole page be drawn anew?"""

from collections.abc import Callable

import streamlit as st

from evaluation.problems import EvaluationError
from evaluation.ui.desk import Desk
from evaluation.ui.door import anybody
from evaluation.ui.memory import set_modules_aside

_ANEW = "whole_page_next"


def stay(desk: Desk, part: str) -> None:
    """Let a part go on with the desk that its page was drawn from, with a cursor for this run.

    Where somebody has saved since, or the person has left or has another role, the whole page runs instead: a part that
    runs by itself passes neither the door nor the role check of its page.
    """
    set_modules_aside()
    if part not in desk.drawn:
        desk.drawn.add(part)
    elif st.session_state.pop(_ANEW, False) or not _holds(desk):
        st.rerun()


def _holds(desk: Desk) -> bool:
    try:
        return anybody() == desk.user and desk.renew()
    except EvaluationError:
        return False  # the whole page says what is the matter


def only(*parts: str) -> Callable[[], None]:
    """Return what ends a callback so that just these parts of the page run, whatever part its control belongs to."""
    return lambda: st.rerun(parts)


def whole_page_next() -> None:
    """Have the whole page run when a callback changed what is drawn outside the part that it belongs to."""
    st.session_state[_ANEW] = True
