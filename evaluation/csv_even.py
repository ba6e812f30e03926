"""CSV in which nothing is odd: no quotes, one kind of line end, the same number of cells in every line.

Nearly every file of a program is like this, and it is cut in one go, as bytes: only the distinct cells are decoded. What
comes out is what the careful way (``encoding``, ``csv_text``) gives; where anything is in doubt, nothing comes out.
"""

import codecs
import sys
from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evaluation.csv_dialect import DELIMITERS, QUOTES, SAMPLE_LINES, Dialect, find_dialect
from evaluation.encoding import UnknownEncoding, by_bytes, text_of
from evaluation.grid import Grid, by_columns

if TYPE_CHECKING:
    import pyarrow

_BIG = 300_000
"""Bytes from which on it pays to have cells numbered by Arrow, which takes a tenth of a second to be loaded …"""
_SMALL = 30_000
"""… and from which on it does where something else (the pages) has loaded it already."""
_BLOCK = 1 << 17
_SIGNS = "".join(QUOTES)
_MOST_BYTES_OF_A_SIGN = 4


@dataclass(frozen=True)
class EvenTable:
    """All cells of an even file, how it is written, and its encoding as people know it; ``codec`` and ``body`` give the text."""

    grid: Grid
    dialect: Dialect
    encoding: str
    codec: str
    body: bytes

    def beginning(self, signs: int) -> str:
        """Return the first signs of the text."""
        decoder = codecs.getincrementaldecoder(self.codec)()
        return decoder.decode(self.body[: _MOST_BYTES_OF_A_SIGN * signs])[:signs]


def even_table(content: bytes, known_names: Container[str], most_cells: int, longest_line: int) -> EvenTable | None:
    """Return an even file's cells; None where it is in doubt, or near a limit of delimiters or of signs in a line.

    To decode each distinct cell is to decode the file, because delimiters and line ends are no part of any other sign.
    """
    body, likely = by_bytes(content)
    lines = _Lines.of(body) if likely else None
    if not lines or lines.longest > longest_line:
        return None
    for codec, name in likely:
        try:
            found = _cut(lines, codec, known_names, _SMALL if "pyarrow" in sys.modules else _BIG, most_cells)
        except UnknownEncoding:
            continue
        return EvenTable(*found, name, codec, body) if found else None
    return None


def even_grid(text: str, known_names: Container[str] = (), big: int = _BIG) -> tuple[Grid, Dialect] | None:
    """Return all cells and how the text is written, None unless every line is plain and has as many cells as the others."""
    lines = _Lines.of(text.encode())
    return _cut(lines, "utf-8", known_names, big) if lines else None


@dataclass(frozen=True)
class _Lines:
    """The lines of a file: its bytes, the one way in which all of them end, and where each line stops."""

    body: bytes
    end: bytes
    stops: np.ndarray

    @classmethod
    def of(cls, body: bytes) -> "_Lines | None":
        """Return the lines; None where there are quotes, several kinds of line ends or none, or a blank line at the end."""
        signs = np.frombuffer(body, np.uint8)
        end = b"\r" * (b"\r" in body) + b"\n" * (b"\n" in body)
        if not end or b'"' in body or b"'" in body or body.endswith(end * 2):
            return None
        stops = np.concatenate([first + np.flatnonzero(block == end[0]) for first, block in _blocks(signs)])
        if len(end) == 2:
            feeds = sum(np.count_nonzero(block == end[1]) for _, block in _blocks(signs))
            if feeds != len(stops) or stops[-1] + 1 == len(body) or not np.all(signs[stops + 1] == end[1]):
                return None
        return cls(body, end, stops if body.endswith(end) else np.append(stops, len(body)))

    @property
    def longest(self) -> int:
        """How many bytes the longest line has at most."""
        return int(np.diff(self.stops, prepend=0).max())

    def first(self, count: int) -> bytes:
        """Return the first lines as they stand, without the last one's end."""
        return self.body[: self.stops[:count][-1]]


def _blocks(signs: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield pieces that stay in a processor's cache while they are looked through, each with its place."""
    for first in range(0, len(signs), _BLOCK):
        yield first, signs[first : first + _BLOCK]


def _cut(
    lines: _Lines, codec: str, known_names: Container[str], big: int, most_cells: int | None = None
) -> tuple[Grid, Dialect] | None:
    """Return the cells of even lines. Raises UnknownEncoding where they aren't in this encoding."""
    body, end = lines.body, lines.end.decode()
    dialect = find_dialect(text_of(lines.first(SAMPLE_LINES), codec).split(end), known_names)
    delimiter = dialect.delimiter
    if not _stands_apart(delimiter, codec):
        return None
    width = 1 + body.count(delimiter.encode(), 0, int(lines.stops[0]))
    is_wide = most_cells is not None and len(lines.stops) * (width - 1) > most_cells
    numbered = _numbered_by_arrow if len(body) >= big else _numbered
    if width < 2 or is_wide or not (found := numbered(lines, delimiter, width)):
        return None
    text = text_of(found[0], codec)
    many = most_cells is not None and len(body) > most_cells and _has_many(text, body, codec, delimiter, most_cells)
    if many or text.isspace() or any(sign in text for sign in _SIGNS):
        return None
    return _joined(text.replace(end, delimiter).split(delimiter), found[1]), dialect


def _stands_apart(delimiter: str, codec: str) -> bool:
    """Return whether the delimiter is one byte that is part of no other sign: in GB18030 digits and all from @ on are."""
    if len(delimiter) != 1 or not delimiter.isascii():
        return False
    return codec == "utf-8" or (delimiter < "@" and not delimiter.isdigit())


def _has_many(text: str, body: bytes, codec: str, delimiter: str, most: int) -> bool:
    """Return whether another delimiter may stand in the cells more often than that."""
    return any(body.count(sign.encode(codec)) > most for sign in DELIMITERS if sign in text and sign != delimiter)


def _numbered(lines: _Lines, delimiter: str, width: int) -> tuple[bytes, list[np.ndarray]] | None:
    """Return the distinct cells with delimiters between, and which each cell is [row, column], in parts; None if uneven."""
    rows = lines.body.removesuffix(lines.end).split(lines.end)
    sign = delimiter.encode()
    if {row.count(sign) for row in rows} != {width - 1}:
        return None
    cells = sign.join(rows).split(sign)
    places = dict.fromkeys(cells)
    places = dict(zip(places, range(len(places)), strict=True))
    return sign.join(places), [np.array(list(map(places.__getitem__, cells)), np.int32).reshape(-1, width)]


def _numbered_by_arrow(lines: _Lines, delimiter: str, width: int) -> tuple[bytes, list[np.ndarray]] | None:
    """Return the same; a distinct cell has the sign before it with it, delimiter or line end. Two threads share a big file."""
    import pyarrow

    half = len(lines.stops) // 2 if len(lines.body) >= _BIG else 0
    ranges = [(first, last) for first, last in ((0, half), (half, len(lines.stops))) if last > first]
    with ThreadPoolExecutor(len(ranges)) as threads:
        parts = list(threads.map(lambda rows: _of_rows(lines, *rows, delimiter, width), ranges))
    if any(part is None for part in parts):
        return None
    parts = pyarrow.chunked_array(parts).unify_dictionaries().chunks
    _, ends, data = parts[0].dictionary.buffers()
    size = np.frombuffer(ends, np.int32)[len(parts[0].dictionary)]
    return data.slice(0, size).to_pybytes(), [part.indices.to_numpy().reshape(-1, width) for part in parts]


def _of_rows(lines: _Lines, first: int, last: int, delimiter: str, width: int) -> "pyarrow.DictionaryArray | None":
    """Return the cells of some lines, None if one of them isn't as wide as that."""
    import pyarrow

    signs = np.frombuffer(lines.body, np.uint8)
    start, stop = int(lines.stops[first - 1]) if first else 0, int(lines.stops[last - 1])
    places = np.empty((last - first) * width + 1, np.int32)
    places[0], at = start, 1
    begin = start + bool(first)
    for further, block in _blocks(signs[begin : stop + 1]):
        found = np.flatnonzero((block == ord(delimiter)) | (block == lines.end[0]))
        if at + len(found) > len(places):
            return None
        np.add(found, begin + further, out=places[at : at + len(found)], casting="unsafe")
        at += len(found)
    if stop == len(lines.body):
        places[at : at + 1] = stop
        at += 1
    if at != len(places) or not np.array_equal(places[width::width], lines.stops[first:last]):
        return None
    buffers = [None, pyarrow.py_buffer(places), pyarrow.py_buffer(lines.body)]
    return pyarrow.Array.from_buffers(pyarrow.binary(), len(places) - 1, buffers).dictionary_encode()


def _joined(texts: list[str], parts: list[np.ndarray]) -> Grid:
    """Return the grid of texts in which one may come twice: from a line's beginning, and from behind a delimiter."""
    if len(set(texts)) < len(texts):
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        places_now = np.fromiter(map(places.__getitem__, texts), np.int32, len(texts))
        parts = [places_now[part] for part in parts]
        texts = list(places)
    return Grid(texts, by_columns(*parts))
