"""No page runs outside the router.

While Streamlit finds a ``pages/`` folder and no ``st.navigation`` has run in this server, a deep link runs its page
script alone, without app.py: no theme, no frame, no login and no role. Every page's first call closes that hole.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from evaluation.ui.memory import end_of_start, set_modules_aside

_run = threading.local()
FIRST_PAGE = threading.Event()
"""Set once a page has run in this server: nobody waits for the first one any more."""
_ON_THE_WAY = 0.2
"""Seconds that the last messages of the first page may still be on their way, once it has run."""


@contextmanager
def routed(page: str) -> Iterator[None]:
    """Mark the page (by its file's name) that app.py runs inside this block as framed by the router."""
    set_modules_aside()
    _run.page = page
    try:
        yield
    finally:
        _run.page = ""
        if not FIRST_PAGE.is_set():
            end_of_start()
            threading.Timer(_ON_THE_WAY, FIRST_PAGE.set).start()


def require_router() -> str:
    """Return the file's name of the page that runs.

    Starts the run again through app.py where it did not come from there; the address stays the same.
    """
    if not getattr(_run, "page", ""):
        PagesManager.uses_pages_directory = False
        st.rerun()
    return _run.page
