"""One line whose quotes or width don't add up: the reading that needs the least to be wrong.

A line is cut at every delimiter; a reading joins some of the pieces again to cells. Each oddity that a reading needs
has a price, and so has each cell that it has more or fewer than the rows around it. The cheapest one is taken.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from evaluation.csv_dialect import Dialect

STRAY_INSIDE = 1
STRAY_OUTSIDE = 2
UNCLOSED = 3
LOST_DELIMITER = 3
OTHER_WIDTH = 5
QUOTED_DELIMITER = 7
MOST_PIECES = 150
MOST_EDGES = 4


@dataclass(frozen=True)
class Reading:
    """Cells with what is odd about each: (position, code); ``price`` is the sum of all oddities."""

    cells: tuple[str, ...]
    oddities: tuple[tuple[int, str], ...]
    price: int


@dataclass(frozen=True)
class _Part:
    """One way to read some pieces in a row as one cell, or as two whose delimiter is lost."""

    cells: tuple[str, ...]
    price: int
    code: str = ""


@lru_cache(maxsize=4096)
def cheapest_reading(line: str, dialect: Dialect, widths: tuple[int, ...]) -> Reading:
    """Return the cheapest reading of one line, given how many cells the rows around it have (none if unknown)."""
    pieces = dialect.plain_cells(line)
    if len(pieces) > MOST_PIECES:
        code = ((0, "stray_quote"),)
        return Reading(tuple(pieces), code, OTHER_WIDTH)
    ways: list[dict[int, tuple[int, tuple]]] = [{} for _ in range(len(pieces) + 1)]
    ways[0][0] = (0, ())
    for start in range(len(pieces)):
        for end, part in _parts(pieces, start, dialect):
            for count, (price, path) in ways[start].items():
                total, cells = price + part.price, count + len(part.cells)
                if cells not in ways[end] or total < ways[end][cells][0]:
                    ways[end][cells] = (total, (path, part))
    cells, (price, path) = min(ways[-1].items(), key=lambda way: (way[1][0] + _price_of_width(way[0], widths), way[0]))
    return _reading(path, price + _price_of_width(cells, widths))


def _price_of_width(count: int, widths: tuple[int, ...]) -> int:
    return OTHER_WIDTH * min((abs(count - width) for width in widths), default=0)


def _reading(path: tuple, price: int) -> Reading:
    parts = []
    while path:
        path, part = path
        parts.append(part)
    cells: list[str] = []
    oddities = []
    for part in reversed(parts):
        if part.code:
            oddities.append((len(cells), part.code))
        cells.extend(part.cells)
    return Reading(tuple(cells), tuple(oddities), price)


def _parts(pieces: list[str], start: int, dialect: Dialect) -> list[tuple[int, _Part]]:
    """Return the ways to read pieces from ``start`` on, each with the position of the piece after it."""
    first = pieces[start]
    found = [(start + 1, part) for part in _alone(first, dialect)]
    if dialect.opening not in first:
        return found
    edges = 0
    for end in range(start + 1, len(pieces)):
        edges += _is_edge(pieces[end - 1], pieces[end], dialect)
        if edges > MOST_EDGES:
            break
        if not edges and _ends_unclosed(pieces, end, dialect) and _begins(first, dialect):
            text = dialect.delimiter.join(pieces[start : end + 1])
            found.append((end + 1, _Part((text,), UNCLOSED + 1, "unclosed_quote")))
        if pieces[end].rstrip(dialect.blanks or None).endswith(dialect.closing):
            text = dialect.delimiter.join(pieces[start : end + 1])
            found += [(end + 1, part) for part in _across(text, edges, dialect)]
    return found


def _is_edge(left: str, right: str, dialect: Dialect) -> bool:
    """Return whether the delimiter between two pieces has a quote beside it, as one between two quoted cells has."""
    ends = left.rstrip(dialect.blanks or None).endswith(dialect.closing)
    return ends or _begins(right, dialect)


def _ends_unclosed(pieces: list[str], end: int, dialect: Dialect) -> bool:
    """Return whether a quoted cell that lost its closing sign may end here: a quoted cell follows, or nothing."""
    closes = pieces[end].rstrip(dialect.blanks or None).endswith(dialect.closing)
    return not closes and (end + 1 == len(pieces) or _begins(pieces[end + 1], dialect))


def _begins(piece: str, dialect: Dialect) -> bool:
    return piece.lstrip(dialect.blanks or None).startswith(dialect.opening)


def _alone(piece: str, dialect: Dialect) -> list[_Part]:
    """Return the ways to read one piece: bare, quoted, or as two cells whose delimiter is lost."""
    if dialect.opening not in piece and dialect.closing not in piece:
        return [_Part((piece,), 0)]
    inner = _inner(piece, dialect)
    if inner is not None:
        whole = _Part((dialect.unquoted(inner),), *_price_of_inner(inner, dialect))
    elif _begins(piece, dialect):
        whole = _Part((piece,), UNCLOSED, "unclosed_quote")
    else:
        whole = _Part((piece,), STRAY_OUTSIDE, "stray_quote")
    return [whole, *_two_cells(piece, dialect)]


def _across(text: str, edges: int, dialect: Dialect) -> list[_Part]:
    """Return the ways to read several pieces as one quoted cell, or as two whose delimiter is lost."""
    inner = _inner(text, dialect)
    found = _two_cells(text, dialect) if not edges else []
    if inner is not None:
        price, code = _price_of_inner(inner, dialect)
        price += edges * QUOTED_DELIMITER if price else 0
        found.append(_Part((dialect.unquoted(inner),), price, code))
    return found


def _inner(text: str, dialect: Dialect) -> str | None:
    body = text.strip(dialect.blanks or None) if dialect.blanks else text
    if len(body) >= 2 and body.startswith(dialect.opening) and body.endswith(dialect.closing):
        return body[1:-1]
    return None


def _price_of_inner(inner: str, dialect: Dialect) -> tuple[int, str]:
    """A quote that is neither doubled nor at an end is stray."""
    left = inner.replace("\\" + dialect.closing, "") if dialect.backslash else inner
    left = left.replace(dialect.closing * 2, "")
    return (STRAY_INSIDE, "stray_quote") if dialect.closing in left else (0, "")


def _two_cells(text: str, dialect: Dialect) -> list[_Part]:
    """Return a reading as two cells where a quoted one has a bare or another quoted one right beside it."""
    if dialect.opening != dialect.closing:
        return []
    sign = re.escape(dialect.opening)
    whole = rf"{sign}(?:[^{sign}]|{sign}{sign})*{sign}"
    if match := re.fullmatch(rf"([^{sign}]*[^{sign}\s])({whole})", text, re.DOTALL):
        return [_Part((match[1], dialect.unquoted(match[2][1:-1])), LOST_DELIMITER, "lost_delimiter")]
    if match := re.fullmatch(rf"({whole})([^{sign}\s][^{sign}]*)", text, re.DOTALL):
        return [_Part((dialect.unquoted(match[1][1:-1]), match[2]), LOST_DELIMITER, "lost_delimiter")]
    for run in re.finditer(rf"{sign}{{2,}}", text[1:-1]):
        middle = run.end()
        left, right = text[:middle], text[middle:]
        if len(run[0]) % 2 == 0 and re.fullmatch(whole, left, re.DOTALL) and re.fullmatch(whole, right, re.DOTALL):
            cells = dialect.unquoted(left[1:-1]), dialect.unquoted(right[1:-1])
            return [_Part(cells, LOST_DELIMITER, "lost_delimiter")]
    return []
