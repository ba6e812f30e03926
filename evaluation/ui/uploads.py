"""How much of the server's memory uploaded files may fill: Streamlit keeps them there for as long as their tab is open."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit import config
from streamlit.runtime import exists, get_instance
from streamlit.web.server.starlette.starlette_routes import BASE_ROUTE_UPLOAD_FILE

from evaluation.wording import uploads as words

MOST_OF_A_TAB, MOST_OF_ALL = words.MEGABYTES_OF_A_TAB << 20, 200 << 20
"""Bytes. Score sheets have some 50,000 each; one file may have 20 MB (``server.maxUploadSize``)."""


@dataclass(frozen=True)
class Refusal:
    """Why a request isn't answered, a file that comes in or any other; the browser's words go by the status.

    Those are in wording/streamlit.py.
    """

    sentence: str
    status: int


_PREFIX = f"/{BASE_ROUTE_UPLOAD_FILE}/"
_on_the_way: Counter[str] = Counter()
"""Bytes that a tab is sending just now; touched by the server's one event loop only."""


def session_of(path: str) -> str:
    """Return the tab's session that an address uploads a file for, "" where it is no such address."""
    return path.removeprefix(_PREFIX).partition("/")[0] if path.startswith(_PREFIX) else ""


@contextmanager
def room_for(session: str, headers: Mapping[str, str]) -> Iterator[Refusal | None]:
    """Hold room for a file while it comes in; yields why there is none, None where there is.

    A file that doesn't say how long it is counts as the longest allowed.
    """
    longest = config.get_option("server.maxUploadSize") << 20
    said = headers.get("content-length", "")
    length = int(said) if said.isdecimal() and len(said) < 20 else longest
    if length > longest + (1 << 20):  # the frame around the file
        yield Refusal(words.TOO_LARGE.format(limit=longest >> 20), 413)
        return
    held = _held()
    if held[session] + _on_the_way[session] + length > MOST_OF_A_TAB:
        yield Refusal(words.TOO_MANY.format(limit=words.MEGABYTES_OF_A_TAB), 507)
        return
    if held.total() + _on_the_way.total() + length > MOST_OF_ALL:
        yield Refusal(words.BUSY, 429)
        return
    _on_the_way[session] += length
    try:
        yield None
    finally:
        _on_the_way[session] -= length
        if not _on_the_way[session]:
            del _on_the_way[session]


def _held() -> Counter[str]:
    """Return how many bytes of files each session has in memory."""
    storage = getattr(get_instance().uploaded_file_mgr, "file_storage", {}) if exists() else {}
    return Counter({session: sum(len(file.data) for file in list(files.values())) for session, files in list(storage.items())})
