"""CSV as it really arrives: text → rows of cells, nothing dropped, everything odd said."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from evaluation.csv_dialect import DELIMITERS, SPACE, Dialect, find_dialect
from evaluation.csv_even import even_grid
from evaluation.csv_repair import LOST_DELIMITER, Reading, cheapest_reading
from evaluation.grid import Grid

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_FIGURE = re.compile(r"[\d.,:/%$¥￥+-]*\d[\d.,:/%$¥￥+-]*")
MANY_LINES = 3
LONGEST_CELL = 32_767
STEADY = 0.6
FIGURE_ROWS = 50


@dataclass(frozen=True)
class CsvFlaw:
    """Something odd about the writing; ``row`` and ``column`` are 0-based, None where the whole file is meant."""

    code: str
    row: int | None = None
    column: int | None = None
    found: str = ""


def split(text: str, known_names: Container[str] = ()) -> tuple[Grid | list[list[str]], Dialect, list[CsvFlaw]]:
    """Return all records (a blank line is an empty one), how the file is written, and what was odd.

    ``known_names`` (in plain form) help to tell the delimiter.
    """
    if even := even_grid(text, known_names):
        return *even, []
    return split_carefully(text, known_names)


def split_carefully(text: str, known_names: Container[str] = ()) -> tuple[list[list[str]], Dialect, list[CsvFlaw]]:
    """Return the same for any text, looking at each line for itself."""
    parts = _LINE_END.split(text)
    lines, ends = parts[0::2], parts[1::2]
    if lines and not lines[-1]:
        lines.pop()
    dialect = find_dialect(lines, known_names)
    rows, flaws = records(lines, ends, dialect)
    if not dialect.is_usual:
        flaws.append(CsvFlaw("other_quotes", found=dialect.quote))
    if len(set(ends)) > 1 and dialect.opening not in text:
        flaws.append(CsvFlaw("mixed_line_ends"))
    return rows, dialect, flaws


def records(lines: Sequence[str], ends: Sequence[str], dialect: Dialect) -> tuple[list[list[str]], list[CsvFlaw]]:
    """Return the records in the lines under one dialect, and what was odd about them."""
    whole = [dialect.cells(line) for line in lines]
    reader = _Reader(lines, ends, dialect, whole)
    return reader.read()


class _Reader:
    """Walks through the lines; ``whole`` has the cells of each line that is well-formed by itself."""

    def __init__(self, lines: Sequence[str], ends: Sequence[str], dialect: Dialect, whole: list[list[str] | None]):
        self.lines, self.ends, self.dialect, self.whole = lines, ends, dialect, whole
        self.open = [index for index, cells in enumerate(whole) if cells is None and dialect.leaves_open(lines[index])]
        widths = Counter(len(cells) for cells in whole if cells and len(cells) > 1)
        self.usual, count = widths.most_common(1)[0] if widths else (0, 0)
        self.steady = count >= STEADY * sum(1 for line in lines if line)
        self.first_usual = next((index for index, cells in enumerate(whole) if cells and len(cells) == self.usual), 0)
        self.figures = self._figure_columns()
        self.rows: list[list[str]] = []
        self.flaws: list[CsvFlaw] = []

    def read(self) -> tuple[list[list[str]], list[CsvFlaw]]:
        index = 0
        while index < len(self.lines):
            cells, index = self._record(index)
            self.rows.append([] if cells == [""] else cells)
        return self.rows, self.flaws

    def _record(self, index: int) -> tuple[list[str], int]:
        """Return the cells of the record that begins at a line, and the line after it."""
        cells = self.whole[index]
        if cells is not None:
            return self._settled(index, cells), index + 1
        joined = self._across_lines(index)
        if joined and len(joined[0]) == self.usual:
            return self._said_long(*joined)
        reading = self._reading(index)
        if joined and (not self.usual or self._off(joined[0]) < self._off(reading.cells)):
            return self._said_long(*joined)
        return self._take(reading), index + 1

    def _off(self, cells: Sequence[str]) -> int:
        return abs(len(cells) - self.usual)

    def _across_lines(self, index: int) -> tuple[list[str], int] | None:
        """Return a record with line ends in quoted cells: only the next line that leaves a quote open can end it."""
        if not self.dialect.leaves_open(self.lines[index]):
            return None
        last = self._closing_line(index)
        if last is None:
            return None
        pieces = [piece for at in range(index, last) for piece in (self.lines[at], self.ends[at])]
        if sum(map(len, pieces)) > LONGEST_CELL:
            return None
        cells = self.dialect.cells("".join(pieces) + self.lines[last])
        return (cells, last + 1) if cells else None

    def _closing_line(self, index: int) -> int | None:
        if self.dialect.opening == self.dialect.closing:
            position = bisect_right(self.open, index)
            return self.open[position] if position < len(self.open) else None
        later = range(index + 1, min(index + 100, len(self.lines)))
        return next((at for at in later if self.dialect.closing in self.lines[at]), None)

    def _said_long(self, cells: list[str], after: int) -> tuple[list[str], int]:
        for column, cell in enumerate(cells):
            lines = len(_LINE_END.findall(cell))
            if lines >= MANY_LINES or (lines and self.dialect.delimiter and self.dialect.delimiter in cell):
                self._say("long_quote", column, cell)
        return cells, after

    # — lines that don't add up —

    def _reading(self, index: int) -> Reading:
        """Return the cheapest reading of one line under this dialect, or under another delimiter for this line only."""
        found = cheapest_reading(self.lines[index], self.dialect, self._widths(index))
        others = filter(None, (self._other_delimiter(index), self._other_quotes(index)))
        return min((found, *others), key=lambda reading: reading.price)

    def _widths(self, index: int) -> tuple[int, ...]:
        """Return how many cells a row here may have: as most rows of the file, or as the whole ones beside it."""
        before = next((len(row) for row in reversed(self.rows[-5:]) if len(row) > 1), 0)
        after = next((len(cells) for cells in self.whole[index + 1 : index + 6] if cells and len(cells) > 1), 0)
        return tuple(sorted({self.usual, *((before,) if before == after else ())} - {0}))

    def _settled(self, index: int, cells: list[str]) -> list[str]:
        """Return the cells of a well-formed line, read anew where that gives the usual width and says why."""
        if not cells or not self.steady:
            return cells
        widths = self._widths(index)
        if len(cells) in widths:
            quoted = any(cell[:1] == cell[-1:] == "'" and len(cell) > 2 for cell in cells)
            reading = self._other_quotes(index) if quoted else None
            return self._take(reading) if reading else cells
        readings = [self._other_delimiter(index), self._other_quotes(index)]
        if self.dialect.opening in self.lines[index]:
            readings.insert(0, cheapest_reading(self.lines[index], self.dialect, widths))
        fitting = [item for item in readings if item and len(item.cells) == self.usual and self._belongs(index, item.cells)]
        return self._take(fitting[0]) if fitting else cells

    def _other_delimiter(self, index: int) -> Reading | None:
        """Return one line cut at another delimiter: if that gives the usual width, with figures where figures belong."""
        line = self.lines[index]
        if self.usual < 3 or not self.figures:
            return None
        for delimiter in (*DELIMITERS, SPACE):
            if delimiter in line and delimiter != self.dialect.delimiter:
                cells = replace(self.dialect, delimiter=delimiter).cells(line)
                if cells and len(cells) == self.usual and self._belongs(index, cells):
                    return Reading(tuple(cells), ((0, "other_delimiter"),), LOST_DELIMITER)
        return None

    def _belongs(self, index: int, cells: Sequence[str]) -> bool:
        """Return whether a line has figures where the table has them, or is the header right above the first of them."""
        if not self.figures:
            return True
        if index > self.first_usual:
            return all(_is_figure(cells[at]) for at in self.figures)
        lacks_header = all(_is_figure(self.whole[self.first_usual][at]) for at in self.figures)
        return lacks_header and index == self.first_usual - 1 and not any(map(_is_figure, cells))

    def _other_quotes(self, index: int) -> Reading | None:
        """Return one line read with quote signs of the other kind, if that gives the usual width."""
        quote = "'" if self.dialect.opening == '"' else '"'
        other = replace(self.dialect, quote=quote)
        if not other.may_quote(self.lines[index]):
            return None
        reading = cheapest_reading(self.lines[index], other, self._widths(index))
        if len(reading.cells) != self.usual:
            return None
        return Reading(reading.cells, ((0, "quotes_removed"), *reading.oddities), reading.price + LOST_DELIMITER)

    def _figure_columns(self) -> tuple[int, ...]:
        """Return the columns that hold figures in nearly all of the first rows of the usual width."""
        rows = [cells for cells in self.whole if cells and len(cells) == self.usual][: FIGURE_ROWS + 1][1:]
        share = {column: sum(_is_figure(row[column]) for row in rows) for column in range(self.usual)}
        return tuple(column for column, count in share.items() if rows and count >= 0.9 * len(rows))

    def _take(self, reading: Reading) -> list[str]:
        for column, code in reading.oddities:
            self._say(code, column, reading.cells[column])
        return list(reading.cells)

    def _say(self, code: str, column: int, found: str) -> None:
        self.flaws.append(CsvFlaw(code, len(self.rows), column, found[:60]))


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell.strip()) is not None
