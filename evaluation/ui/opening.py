"""What happens when the server starts: the browser opens, and what pages need is loaded ahead of them."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import streamlit as st
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_url

from evaluation.ui.routing import FIRST_PAGE

_FIRST = ("evaluation.charts", "evaluation.ui.overview", "evaluation.ui.plain_figure")
_LATER = (
    "evaluation.ui.ranking_board", "evaluation.ui.raters_view", "evaluation.ui.unit_view", "evaluation.ui.award_editor",
    "evaluation.ui.stability_view", "evaluation.ui.meeting_view",
)  # fmt: skip
"""Modules that pages load themselves; ahead of them, the first visit of a page is as quick as the next."""


@asynccontextmanager
async def opening(_app: st.App) -> AsyncIterator[None]:
    """Open the app's address when the server starts, unless it was started for others alone (``server.headless``)."""
    if not st.get_option("server.headless"):
        open_browser(get_url(st.get_option("browser.serverAddress")))
    threading.Thread(target=_load_ahead, name="load ahead", daemon=True).start()
    yield


def _load_ahead() -> None:
    """Load what the first page needs while the browser loads, and the rest once the first page has been sent."""
    for name in _FIRST:
        import_module(name)
    FIRST_PAGE.wait()
    for name in _LATER:
        import_module(name)
