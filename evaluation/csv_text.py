"""CSV as it really arrives: bytes → text → rows of cells, nothing dropped, everything odd said."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from evaluation.cells import plain

DELIMITERS = (",", "\t", ";", "，", "|", "；")
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8（带 BOM）"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
SAMPLE_LINES = 200
MANY_LINES = 3
LONGEST_CELL = 32_767
MANY_STRAYS = 10


class UnknownEncoding(ValueError):
    """The bytes are no text in any of the encodings that offices use."""


@dataclass(frozen=True)
class CsvFlaw:
    """Something odd about the writing; ``row`` and ``column`` are 0-based, None where the whole file is meant."""

    code: str
    row: int | None = None
    column: int | None = None
    found: str = ""


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: byte order mark, UTF-16 by its NULs, UTF-8, GB18030.

    Raises UnknownEncoding; never replaces or drops a character.
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _text(content, codec), name
    if b"\x00" in content:
        return _utf16_without_mark(content)
    for codec, name in (("utf-8", "UTF-8"), ("gb18030", "GB18030")):
        try:
            return _text(content, codec), name
        except UnknownEncoding:
            continue
    raise UnknownEncoding


def looks_garbled(text: str) -> bool:
    """Return whether a text read as GB18030 has so many rare characters that it may be another encoding (Big5)."""
    counts = Counter(character for character in text[:20_000] if "\u3400" <= character <= "\u9fff")
    rare = sum(count for character, count in counts.items() if not _is_common(character))
    return sum(counts.values()) >= 10 and rare > 0.25 * sum(counts.values())


def split(text: str, known_names: Collection[str] = ()) -> tuple[list[list[str]], str, list[CsvFlaw]]:
    """Return all records (a blank line is an empty one), the delimiter ("" for a single column) and what was odd."""
    delimiter = _delimiter(text, frozenset(map(plain, known_names)))
    rows, flaws = _records(text, delimiter)
    if len(set(_LINE_END.findall(text))) > 1 and '"' not in text:
        flaws.append(CsvFlaw("mixed_line_ends"))
    return rows, delimiter, flaws


def _text(content: bytes, codec: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        raise UnknownEncoding from None
    if _CONTROL.search(text.rstrip("\x1a")):
        raise UnknownEncoding
    if codec == "gb18030" and any(_is_unassigned(character) for character in set(text)):
        raise UnknownEncoding
    return text.rstrip("\x1a")


def _utf16_without_mark(content: bytes) -> tuple[str, str]:
    """ASCII characters leave their NULs on one side only: that side tells the byte order."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if len(content) % 2 or min(even, odd) > 0.02 * max(even, odd):
        raise UnknownEncoding
    text = _text(content, codec)
    if any(_is_unassigned(character) for character in set(text)):
        raise UnknownEncoding
    return text, "UTF-16"


def _is_unassigned(character: str) -> bool:
    return unicodedata.category(character) in ("Co", "Cn", "Cc") and character not in "\t\n\r\v\f"


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _delimiter(text: str, known: frozenset[str]) -> str:
    """Return the candidate that gives the most even table and the most known names; "" if none occurs."""
    sample = "".join(text.splitlines(keepends=True)[:SAMPLE_LINES])
    best = max(DELIMITERS, key=lambda candidate: _evenness(sample, candidate, known))
    return best if _evenness(sample, best, known) > (0, 0.0) else ""


def _evenness(sample: str, delimiter: str, known: frozenset[str]) -> tuple[int, float]:
    if delimiter not in sample:
        return (0, 0.0)
    rows = [row for row in _records(sample, delimiter)[0] if any(row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0.0)
    hits = len({name for row in rows[:20] for cell in row if len(row) > 1 and (name := plain(cell)) in known})
    width, count = widths.most_common(1)[0]
    return (hits, count / len(rows) * min(width, 12) ** 0.25)


def _records(text: str, delimiter: str) -> tuple[list[list[str]], list[CsvFlaw]]:
    if '"' not in text:
        lines = _LINE_END.split(text)
        if lines and not lines[-1]:
            lines.pop()
        return [_cells(line, delimiter) for line in lines], []
    return _Quoted(text, delimiter).read()


def _cells(line: str, delimiter: str) -> list[str]:
    if not line:
        return []
    return line.split(delimiter) if delimiter else [line]


class _Quoted:
    """Walks through a text in which quotes occur, cell by cell."""

    def __init__(self, text: str, delimiter: str):
        self.text, self.delimiter, self.at = text, delimiter, 0
        self.end = re.compile(f"{re.escape(delimiter)}|\r\n|\n|\r" if delimiter else "\r\n|\n|\r")
        self.opening = re.compile('[ \u3000]*"')
        self.closing = re.compile('"[ \u3000]*(?=' + (f"{re.escape(delimiter)}|" if delimiter else "") + r"[\r\n]|\Z)")
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.flaws: list[CsvFlaw] = []

    def read(self) -> tuple[list[list[str]], list[CsvFlaw]]:
        while self.at < len(self.text):
            self.row.append(self._cell())
            stop = self.end.match(self.text, self.at)
            self.at = stop.end() if stop else len(self.text)
            if not stop or stop[0] != self.delimiter:
                self._finish()
            elif self.at == len(self.text):
                self.row.append("")
        if self.row:
            self._finish()
        return self.rows, self.flaws

    def _finish(self) -> None:
        self.rows.append([] if self.row == [""] else self.row)
        self.row = []

    def _cell(self) -> str:
        opening = self.opening.match(self.text, self.at)
        if not opening:
            return self._bare()
        quoted = self._quoted(opening.end())
        if quoted is None:
            self._flaw("unclosed_quote")
            return self._bare(flagged=True)
        return quoted

    def _bare(self, flagged: bool = False) -> str:
        stop = self.end.search(self.text, self.at)
        cell = self.text[self.at : stop.start() if stop else len(self.text)]
        self.at += len(cell)
        if '"' in cell and not flagged:
            self._flaw("stray_quote", cell)
        return cell

    def _quoted(self, start: int) -> str | None:
        """Return the text between the quotes and step behind it; None if they don't close.

        Quotes that are neither doubled nor closing are kept, but many of them mean that the first one opened nothing
        (and trying on would take time that grows with the square of the file).
        """
        position, stray = start, 0
        while stray <= MANY_STRAYS and (found := self.text.find('"', position, start + LONGEST_CELL)) >= 0:
            if self.text.startswith('""', found):
                position = found + 2
            elif closing := self.closing.match(self.text, found):
                self.at = closing.end()
                return self._body(start, found, stray > 0)
            else:
                position, stray = found + 1, stray + 1
        return None

    def _body(self, start: int, end: int, stray: bool) -> str:
        body = self.text[start:end].replace('""', '"')
        lines = len(_LINE_END.findall(body))
        if stray:
            self._flaw("stray_quote", body)
        if lines >= MANY_LINES or (lines and self.delimiter and self.delimiter in body):
            self._flaw("long_quote", body)
        return body

    def _flaw(self, code: str, found: str = "") -> None:
        self.flaws.append(CsvFlaw(code, len(self.rows), len(self.row), found[:60]))
