"""All cells of a sheet at once: each distinct text is held once, and every cell says which of them it holds.

What looks at whole columns works on numbers; a row becomes a tuple of texts when somebody asks for it.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

import numpy as np

_FIRST = 3
_BLOCK = 1024
"""Rows that are turned at a time: so many of a usual width stay in a processor's cache, which makes it three times as fast."""


class Grid(Sequence[tuple[str, ...]]):
    """Rows of equal width, as a sequence of tuples of text.

    ``texts`` are the distinct texts; ``codes[column, row]`` (int32) is the place of a cell's text among them. Neither is changed.
    """

    def __init__(self, texts: Sequence[str], codes: np.ndarray):
        self.texts, self.codes = texts, codes

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[str]]) -> "Grid":
        """Return the grid of rows that may differ in width: behind the end of a shorter one its cells are ""."""
        width = max(map(len, rows), default=0)
        even = (row if len(row) == width else (*row, *[""] * (width - len(row))) for row in rows)
        if not width:
            return cls([], np.zeros((0, len(rows)), np.int32))
        return cls.of_cells(list(chain.from_iterable(even)), width)

    @classmethod
    def of_cells(cls, cells: Sequence[str], width: int) -> "Grid":
        """Return the grid of cells that follow each other row by row."""
        texts = list(dict.fromkeys(cells))
        places = dict(zip(texts, range(len(texts)), strict=True))
        codes = np.array(list(map(places.__getitem__, cells)), np.int32)
        return cls(texts, by_columns(codes.reshape(-1, width)))

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return self.codes.shape[0]

    def cell(self, row: int, column: int) -> str:
        """Return the text at a place, "" behind the end of the row."""
        return self.texts[self.codes[column, row]] if 0 <= column < self.width else ""

    def part(self, columns: Sequence[int], rows: Sequence[int]) -> np.ndarray:
        """Return the codes of some columns and rows, in these orders; not to be changed, because they may be the grid's own."""
        if isinstance(rows, range) and rows.step == 1:
            of_rows = self.codes[:, rows.start : rows.stop]
            are_neighbours = columns and list(columns) == list(range(columns[0], columns[0] + len(columns)))
            return of_rows[columns[0] : columns[0] + len(columns)] if are_neighbours else of_rows[np.array(columns, np.intp)]
        return self.codes[np.ix_(np.array(columns, np.intp), np.array(rows, np.intp))]

    def column(self, index: int, first: int = 0) -> list[str]:
        """Return the texts of one column from a row on."""
        return list(map(self.texts.__getitem__, self.codes[index, first:].tolist()))

    def distinct(self, index: int, first: int = 0) -> Iterator[str]:
        """Yield each distinct text of one column from a row on that isn't blank; those of the first rows twice.

        They come first, because one of them often settles what is asked.
        """
        codes = self.codes[index, first:]
        yield from {text for code in codes[:_FIRST].tolist() if (text := self.texts[code]) and not text.isspace()}
        held = np.zeros(len(self.texts), bool)
        held[codes] = True
        held[self._blanks] = False
        for code in np.flatnonzero(held).tolist():
            yield self.texts[code]

    def filled(self, index: int, first: int = 0) -> int:
        """Return how many cells of one column aren't blank, from a row on."""
        codes = self.codes[index, first:]
        blank = codes == self._blanks[0] if len(self._blanks) == 1 else np.isin(codes, self._blanks)
        return len(codes) - int(np.count_nonzero(blank))

    @cached_property
    def _blanks(self) -> np.ndarray:
        """The places of the texts that say nothing; mostly there is one, the empty text, or none."""
        found = np.flatnonzero(np.fromiter(map(str.isspace, self.texts), bool, len(self.texts)))
        return np.append(found, self.texts.index("")) if "" in self.texts else found

    def __len__(self) -> int:
        return self.codes.shape[1]

    def __getitem__(self, row: int | slice) -> tuple:
        if isinstance(row, slice):
            return tuple(Grid(self.texts, self.codes[:, row]))
        return tuple(map(self.texts.__getitem__, self.codes[:, row].tolist()))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return zip(*(self.column(index) for index in range(self.width)), strict=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def by_columns(*parts: np.ndarray) -> np.ndarray:
    """Return arrays of rows, one below the other, as one of columns, each in one piece."""
    turned, at = np.empty((parts[0].shape[1], sum(map(len, parts))), np.int32), 0
    for part in parts:
        for first in range(0, len(part), _BLOCK):
            block = part[first : first + _BLOCK]
            turned[:, at : at + len(block)] = block.T
            at += len(block)
    return turned
