"""No page runs outside the router.

While Streamlit finds a ``pages/`` folder and no ``st.navigation`` has run in this server, a deep link runs its page
script alone, without app.py: no theme, no frame, and later no role check. Every page's first call closes that hole.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from evaluation.ui.memory import set_modules_aside

_run = threading.local()


@contextmanager
def routed() -> Iterator[None]:
    """Mark the page that app.py runs inside this block as framed by the router."""
    _run.active = True
    try:
        yield
    finally:
        _run.active = False
        set_modules_aside()


def require_router() -> None:
    """Start the run again through app.py where it did not come from there; the address stays the same."""
    if not getattr(_run, "active", False):
        PagesManager.uses_pages_directory = False
        st.rerun()
