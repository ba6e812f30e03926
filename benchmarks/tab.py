"""A browser tab without a browser: speaks to a running server what Streamlit's own page speaks, and takes the time.

Every message that a browser would keep is kept, and every change is sent as the browser sends it: with the state of the
controls that were touched, with the part of the page that the control belongs to, and with what is kept.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120
LARGEST = 2**26


class Tab:
    """One session. ``elements`` holds what stands on the page, by place; ``received`` counts the bytes of the last run."""

    def __init__(self, connection: ClientConnection, url: str):
        self._connection, self._url = connection, url
        self._kept: dict[str, ForwardMsg] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self._query = self._page = ""
        self._parts: list[str] = []
        self._drawn: set[tuple[int, ...]] = set()
        self.elements: dict[tuple[int, ...], ForwardMsg] = {}
        self.received = 0
        self.messages = 0

    @classmethod
    async def open(cls, port: int) -> "Tab":
        """Connect to a server of this machine."""
        return await cls.at(f"http://127.0.0.1:{port}/")

    @classmethod
    async def at(cls, url: str, **ways: Any) -> "Tab":
        """Connect to the server at an address that ends with a slash; ``ways`` are those of websockets' ``connect``."""
        stream = f"ws{url.removeprefix('http')}_stcore/stream"
        connection = await connect(stream, subprotocols=["streamlit"], max_size=LARGEST, compression=None, **ways)  # type: ignore[list-item]
        return cls(connection, url)

    async def close(self) -> None:
        """End the session."""
        await self._connection.close()

    async def visit(self, page: str = "", **query: str) -> float:
        """Open a page by its address and return the seconds until it stands; "" is the first page."""
        self._query, self._page, self.elements, self._states = urlencode(query), "", {}, {}
        return await self._run(page_name=page)

    async def again(self) -> float:
        """Run the page as it is and return the seconds."""
        return await self._run()

    async def change(self, name: str, **value: Any) -> float:
        """Give a control a value, ``double_array_value=[40.0]``, and return the seconds until all has followed."""
        control, part = self.control(name)
        self._states[control] = value
        return await self._run(part=part)

    async def click(self, name: str) -> float:
        """Click a button and return the seconds until all has followed."""
        control, part = self.control(name)
        return await self._run(part=part, clicked=control)

    def control(self, name: str) -> tuple[str, str]:
        """Return the id of the control of this key or label, and of the part of the page that runs with it. Raises KeyError."""
        for message in self.elements.values():
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            found = getattr(getattr(element, kind), "id", "") if kind else ""
            if found.endswith(f"-{name}") or (found and getattr(getattr(element, kind), "label", None) == name):
                return found, message.delta.fragment_id
        raise KeyError(name)

    @property
    def was_part(self) -> bool:
        """Say whether the last run was that of a part of the page alone."""
        return bool(self._parts)

    def said(self) -> list[str]:
        """Return everything that stands on the page, in no order that means anything."""
        elements = (message.delta.new_element for message in self.elements.values())
        return sorted(str(element) for element in elements if element.WhichOneof("type") not in (None, "empty"))

    async def _run(self, part: str = "", page_name: str = "", clicked: str = "") -> float:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash, state.page_name = self._query, self._page, page_name
        state.fragment_id = part
        state.context_info.url = self._url
        state.context_info.locale, state.context_info.timezone = "zh-CN", "Asia/Shanghai"
        state.cached_message_hashes.extend(self._kept)
        for control, value in self._states.items():
            _set(state.widget_states.widgets.add(), control, value)
        if clicked:
            _set(state.widget_states.widgets.add(), clicked, {"trigger_value": True})
        sent = asked.SerializeToString()
        start = time.perf_counter()
        await self._connection.send(sent)
        self.received = self.messages = 0
        while True:
            content = await self._connection.recv()
            message = ForwardMsg.FromString(content)
            self.received += len(content)
            self.messages += 1
            if self._take(message) == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - start

    def _take(self, message: ForwardMsg) -> int | None:
        """Keep what a message says; return how the run ended where it is the end."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            place = message.metadata
            message = ForwardMsg.FromString(self._kept[message.ref_hash].SerializeToString())
            message.metadata.CopyFrom(place)
            kind = "delta"
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        if kind == "delta":
            self._drawn.add(tuple(message.metadata.delta_path))
            self.elements[tuple(message.metadata.delta_path)] = message
            if message.delta.WhichOneof("type") == "new_element" and message.delta.new_element.HasField("exception"):
                raise RuntimeError(message.delta.new_element.exception.message)
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "new_session":
            self._begin(list(message.metadata.run.fragment_ids))
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._sweep()
            return ForwardMsg.FINISHED_SUCCESSFULLY
        return None

    def _begin(self, parts: list[str]) -> None:
        """A run begins: of the whole page, or of parts of it. One that gives way to another sweeps nothing away."""
        self._parts, self._drawn = parts, set()

    def _sweep(self) -> None:
        """Take away what wasn't drawn again, of the whole page or of the parts that ran."""
        self.elements = {
            place: message
            for place, message in self.elements.items()
            if place in self._drawn or (self._parts and message.delta.fragment_id not in self._parts)
        }


def _set(widget: Any, control: str, value: Mapping[str, Any]) -> None:
    widget.id = control
    for field, content in value.items():
        if isinstance(content, list):
            getattr(widget, field).data.extend(content)
        else:
            setattr(widget, field, content)
