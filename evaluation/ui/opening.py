"""What happens when the server starts: the browser opens, and what the first page needs is made ready before it is asked for."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module

import streamlit as st
from streamlit import delta_generator
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_url

import evaluation.ui.pictures  # noqa: F401 (for 首页; see begin)
from evaluation.access import Person, Role
from evaluation.home import journal_url
from evaluation.problems import EvaluationError
from evaluation.ui.desk import sit_down
from evaluation.ui.overview import make_ready
from evaluation.ui.routing import FIRST_PAGE

_LATER = (
    "evaluation.journal_tables", "evaluation.saved_views", "evaluation.intake", "evaluation.stability",
    "evaluation.ui.ranking_board", "evaluation.ui.raters_view", "evaluation.ui.unit_view", "evaluation.ui.award_editor",
    "evaluation.ui.stability_view", "evaluation.ui.meeting_view",
)  # fmt: skip
"""Modules that pages load themselves; ahead of them, the first visit of a page is as quick as the next."""


@asynccontextmanager
async def opening(_app: st.App) -> AsyncIterator[None]:
    """Open the app's address when the server starts, unless it was started for others alone (``server.headless``)."""
    if not st.get_option("server.headless"):
        open_browser(get_url(st.get_option("browser.serverAddress")))
    # At its first element Streamlit goes through the source of every module loaded, to tell people in a Python shell that they
    # should have run `streamlit run`, which is what brought us here.
    delta_generator._use_warning_has_been_displayed = True
    threading.Thread(target=_load_ahead, name="load ahead", daemon=True).start()
    yield


def begin() -> None:
    """Begin to open what people will see, while the server loads itself: databases work without Python.

    What it has to load itself (numpy, and on a machine where the app never ran all of the intake) isn't what the server loads
    meanwhile: two threads that load the same package may get into each other's way.
    """
    # No daemon: a process that ends waits for it, since a database in the middle of its work can't be left.
    threading.Thread(target=_open_ahead, name="open ahead").start()


def _open_ahead() -> None:
    """Open the home and work out what the first page shows, for nobody.

    Nobody is let in by it and nothing is shown: each page asks the door first. What goes wrong goes wrong again when a page
    asks for it, and is said there. A database server isn't waited for.
    """
    if journal_url() is None:
        with suppress(EvaluationError):
            make_ready(sit_down(lambda: Person("", Role.VIEW)))


def _load_ahead() -> None:
    """Load what other pages need once the first page has been sent."""
    FIRST_PAGE.wait()
    for name in _LATER:
        import_module(name)
