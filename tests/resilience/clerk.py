"""Somebody in a town who hands in score sheets through the real pages, over the wire that a browser would use."""

import hashlib
import re
import socket
from dataclasses import dataclass, field
from typing import Any

from benchmarks.tab import Tab
from evaluation.wording import access as door_words
from evaluation.wording import away, import_page
from evaluation.wording import pages as words
from tests.deploy_doc import NAME

_REFUSED = re.compile(r"没有保存。您打开这页之后，\S+在 \d\d:\d\d 导入了.+?。请先看新数据，再确认一次。")
_AWAY = re.compile("(没有保存|读不出数据|打不开数据)：(连不上数据库服务器|数据库太久没有答复)")
_UNSURE, _NOT_SAVED = "不知道有没有存上", "没有保存："


@dataclass
class Clerk:
    """A person and what became of each sheet, by its SHA-256: "done", "away" (not saved), "unsure"."""

    name: str
    password: str
    handed_in: dict[str, str] = field(default_factory=dict)
    refusals: int = 0

    async def come(self, line: socket.socket, url: str = f"http://{NAME}:8501/", **ways: Any) -> "Clerk":
        """Open 数据导入 over this connection, sign in, and see the page."""
        self.tab = await Tab.at(url, sock=line, **ways)
        await self.tab.visit("import")
        await self.tab.change("login_name", string_value=self.name)
        await self.tab.change("login_password", string_value=self.password)
        await self.tab.click(door_words.SIGN_IN)
        assert self.sees(door_words.SIGN_OUT), self.text()
        return self

    async def hand_in(self, mark: str, unit: str) -> str:
        """Paste a sheet of one mark and confirm it, again after each refusal; return what became of it."""
        text = f"2022年度作风能力考核评分表\n单位\t满意\n{unit}\t{mark}\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.handed_in[digest] = "unsure"
        self.handed_in[digest] = await self._confirm() if await self._paste(text) else "away"
        return self.handed_in[digest]

    async def _paste(self, text: str) -> bool:
        """Put the sheet, and no earlier one, into the field and have it checked; say whether the page could be had."""
        await self.tab.visit("import")
        while self.sees(left := import_page.PASTE_DROP.format(count=1)):
            await self.tab.click(left)
        if not self.is_away():
            await self.tab.change(import_page.PASTE_TITLE, string_value=text)
            await self.tab.click(import_page.PASTE_TAKE)
        return not self.is_away()

    async def _confirm(self) -> str:
        await self.tab.click(words.CONFIRM_IMPORT)
        while _REFUSED.search(self.text()):
            self.refusals += 1
            await self.tab.click(words.CONFIRM_IMPORT)
        if self.sees(words.IMPORTED.format(count=1)):
            return "done"
        assert self.is_away() or self.sees(_UNSURE), self.text()
        return "away" if self.sees(_NOT_SAVED) else "unsure"

    def sees(self, text: str) -> bool:
        """Say whether a text stands on the page."""
        return text in self.text()

    def is_away(self) -> bool:
        """Say whether the page says that the database can't be reached."""
        return self.sees(away.TITLE) or bool(_AWAY.search(self.text()))

    def text(self) -> str:
        """Return what the page says: its headings, sentences, notices, and the labels of its buttons."""
        said = []
        for message in self.tab.elements.values():
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind in ("heading", "markdown", "alert", "toast", "button"):
                shown = getattr(element, kind)
                said.append(shown.label if kind == "button" else shown.body)
        return "\n".join(said).replace("\u2060", "")
