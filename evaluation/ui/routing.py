"""No page runs outside the router.

While Streamlit finds a ``pages/`` folder and no ``st.navigation`` has run in this server, a deep link runs its page
script alone, without app.py: no theme, no frame, no login and no role. Every page's first call closes that hole.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from evaluation.ui.memory import set_modules_aside

_run = threading.local()
FIRST_PAGE = threading.Event()
"""Set once a page has run in this server: nobody waits for the first one any more."""


@contextmanager
def routed(page: str) -> Iterator[None]:
    """Mark the page (by its file's name) that app.py runs inside this block as framed by the router."""
    set_modules_aside()
    _run.page = page
    try:
        yield
    finally:
        _run.page = ""
        FIRST_PAGE.set()


def require_router() -> str:
    """Return the file's name of the page that runs.

    Starts the run again through app.py where it did not come from there; the address stays the same.
    """
    if not getattr(_run, "page", ""):
        PagesManager.uses_pages_directory = False
        st.rerun()
    return _run.page
