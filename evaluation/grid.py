"""All cells of a sheet at once: each distinct text is held once, and every cell says which of them it holds.

What looks at whole columns works on numbers; a row becomes a tuple of texts when somebody asks for it.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

import numpy as np

_FIRST = 3


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
        cells = list(chain.from_iterable(even))
        places = {text: place for place, text in enumerate(dict.fromkeys(cells))}
        codes = np.fromiter(map(places.__getitem__, cells), np.int32, len(cells))
        return cls(list(places), np.ascontiguousarray(codes.reshape(len(rows), width).T))

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return self.codes.shape[0]

    def cell(self, row: int, column: int) -> str:
        """Return the text at a place, "" behind the end of the row."""
        return self.texts[self.codes[column, row]] if 0 <= column < self.width else ""

    def column(self, index: int, first: int = 0) -> list[str]:
        """Return the texts of one column from a row on."""
        return list(map(self.texts.__getitem__, self.codes[index, first:].tolist()))

    def distinct(self, index: int, first: int = 0) -> Iterator[str]:
        """Yield each distinct text of one column from a row on that isn't blank; those of the first rows twice.

        They come first, because one of them often settles what is asked.
        """
        codes = self.codes[index, first:]
        yield from {text for code in codes[:_FIRST].tolist() if not self._is_blank[code] and (text := self.texts[code])}
        for code in np.flatnonzero(np.bincount(codes[~self._is_blank[codes]], minlength=len(self.texts))).tolist():
            yield self.texts[code]

    def filled(self, index: int, first: int = 0) -> int:
        """Return how many cells of one column aren't blank, from a row on."""
        return int(np.count_nonzero(~self._is_blank[self.codes[index, first:]]))

    @cached_property
    def _is_blank(self) -> np.ndarray:
        return np.array([not text or text.isspace() for text in self.texts], bool)

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
