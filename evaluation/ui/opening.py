"""Opens the browser on the machine that the app was started on, as Streamlit does for a plain script."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_url


@asynccontextmanager
async def opening(_app: st.App) -> AsyncIterator[None]:
    """Open the app's address when the server starts, unless it was started for others alone (``server.headless``)."""
    if not st.get_option("server.headless"):
        open_browser(get_url(st.get_option("browser.serverAddress")))
    yield
