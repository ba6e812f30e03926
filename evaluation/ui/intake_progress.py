"""How far a check has come, shown once it takes longer than a moment."""

import time
from types import TracebackType

import streamlit as st

from evaluation.ui.text import md
from evaluation.wording import import_page as words

PATIENCE = 1.0


class Progress:
    """A bar that names the file being worked on; a quick check shows none, so that the page doesn't flicker."""

    def __init__(self, text: str):
        self._text, self._place = text, st.empty()
        self._began = time.monotonic()

    def __enter__(self) -> "Progress":
        self._spinner = st.spinner(self._text)
        self._spinner.__enter__()
        return self

    def __call__(self, file: str, share: float) -> None:
        """Hear which file is being worked on and how much of all is done, 0 to 1."""
        if time.monotonic() - self._began > PATIENCE:
            self._place.progress(share, text=words.CHECKING_FILE.format(file=md(file)))

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._spinner.__exit__(kind, error, trace)
        self._place.empty()
