"""The marks of a sheet kept as columns: each becomes a ``Mark`` when somebody asks for it.

A sheet may hold a million cells. Which text each of them holds is a number in the sheet's grid; what a text says as a number
is read once for each distinct text. Only marks that were converted have something of their own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from evaluation.mark import Mark
from evaluation.matching import Column


@dataclass(frozen=True)
class MarkRows:
    """What the marks of a row share, one entry per row: 0-based index, unit, indicator ("" in wide sheets), period, rater."""

    index: Sequence[int]
    unit: Sequence[str]
    indicator: Sequence[str]
    period: Sequence[str | None]
    rater: Sequence[str]


class MarkColumns(Sequence[Mark]):
    """Marks in the order of their cells, row by row.

    ``codes[column, row]`` says which of ``texts`` a cell holds, ``values`` what number each text is; ``converted`` holds (column,
    row) → (mark, how it was converted) of the cells that say something else. ``kept[column, row]``: the cell is a mark. Columns
    and rows are counted as in ``columns`` and ``rows``. Nothing of it is changed once it is made.
    """

    def __init__(
        self,
        file: str,
        sheet: str,
        rows: MarkRows,
        columns: Sequence[Column],
        texts: Sequence[str],
        codes: np.ndarray,
        values: Sequence[Decimal | None],
        converted: Mapping[tuple[int, int], tuple[Decimal, str]],
        kept: np.ndarray,
    ):
        self.file, self.sheet, self.rows, self.columns = file, sheet, rows, columns
        self.texts, self.codes, self.values, self.converted, self.kept = texts, codes, values, converted, kept

    @classmethod
    def none(cls) -> "MarkColumns":
        """Return no marks."""
        nothing = np.zeros((0, 0), np.int32)
        return cls("", "", MarkRows((), (), (), (), ()), (), (), nothing, (), {}, nothing.astype(bool))

    def only(self, kept: np.ndarray) -> "MarkColumns":
        """Return those of the marks that are kept in this mask too."""
        return MarkColumns(
            self.file,
            self.sheet,
            self.rows,
            self.columns,
            self.texts,
            self.codes,
            self.values,
            self.converted,
            self.kept & kept,
        )

    def without(self, places: Collection[tuple[int, str]]) -> "MarkColumns":
        """Return the marks but for those in these cells: (row from 1, column letter)."""
        rows = {index + 1: row for row, index in enumerate(self.rows.index)}
        columns = {column.letter: place for place, column in enumerate(self.columns)}
        kept = self.kept.copy()
        for row, letter in places:
            kept[columns[letter], rows[row]] = False
        return self.only(kept)

    def places(self, rows: Collection[int] | None = None) -> set[tuple[int, str]]:
        """Return the cells that hold a mark as (row from 1, column letter); ``rows`` (0-based) asks about these alone."""
        wanted = set(self.rows.index if rows is None else rows)
        letters = [column.letter for column in self.columns]
        return {
            (index + 1, letters[column])
            for row, index in enumerate(self.rows.index)
            if index in wanted
            for column in np.flatnonzero(self.kept[:, row]).tolist()
        }

    def of_rows(self, rows: Sequence[int]) -> Iterator[Mark]:
        """Yield the marks of some rows, counted as in ``rows``."""
        for row in rows:
            for column in np.flatnonzero(self.kept[:, row]).tolist():
                yield self._mark(row, column)

    def at(self, number: int, letter: str) -> Mark | None:
        """Return the mark in a cell, by its row from 1 and its column's letter; None where that cell holds none."""
        row = next((row for row, index in enumerate(self.rows.index) if index + 1 == number), None)
        column = next((place for place, column in enumerate(self.columns) if column.letter == letter), None)
        is_mark = row is not None and column is not None and self.kept[column, row]
        return self._mark(row, column) if is_mark else None

    def of_unit(self, unit: str) -> Iterator[Mark]:
        """Yield the marks of one unit."""
        return self.of_rows([row for row, name in enumerate(self.rows.unit) if name == unit])

    def each_key(self) -> Iterator[tuple[str | None, str, str, str]]:
        """Yield the key of each mark, in order, without making the marks: (period, unit, indicator, rater)."""
        rows, names = self.rows, [(column.indicator, column.rater) for column in self.columns]
        for row, (period, unit) in enumerate(zip(rows.period, rows.unit, strict=True)):
            for column in np.flatnonzero(self.kept[:, row]).tolist():
                indicator, rater = names[column]
                yield period, unit, indicator or rows.indicator[row], rater or rows.rater[row]

    @property
    def marked_rows(self) -> list[int]:
        """The rows, counted as in ``rows``, that hold a mark."""
        return np.flatnonzero(self.kept.any(axis=0)).tolist()

    @property
    def marked_columns(self) -> list[int]:
        """The columns, counted as in ``columns``, that hold a mark."""
        return np.flatnonzero(self.kept.any(axis=1)).tolist()

    @property
    def periods(self) -> tuple[str | None, ...]:
        """The periods that the marks belong to, in the order of the sheet; None for marks that name none."""
        if len(set(self.rows.period)) == 1 and len(self):
            return (self.rows.period[0],)
        return tuple(dict.fromkeys(self.rows.period[row] for row in self.marked_rows))

    @property
    def indicators(self) -> frozenset[str]:
        """The indicators that there are marks for."""
        named = {self.columns[column].indicator for column in self.marked_columns}
        if "" in named:
            named |= {self.rows.indicator[row] for row in self.marked_rows}
        return frozenset(named - {""})

    def mark_at(self, row: int, column: int) -> Decimal:
        """Return the figure at a place that holds a mark, counted as in ``rows`` and ``columns``."""
        own = self.converted.get((column, row))
        return own[0] if own else self.values[self.codes[column, row]]

    def counts(self, column: int) -> Iterator[tuple[Decimal, int]]:
        """Yield each distinct figure of a column, counted as in ``columns``, with how many cells of one text give it."""
        kept = self.kept[column].copy()
        for at, row in self.converted:
            if at == column and kept[row]:
                kept[row] = False
                yield self.converted[at, row][0], 1
        found = np.bincount(self.codes[column, kept], minlength=len(self.texts))
        for code in np.flatnonzero(found).tolist():
            yield self.values[code], int(found[code])

    def _mark(self, row: int, column: int) -> Mark:
        about, rows = self.columns[column], self.rows
        code = self.codes[column, row]
        value, note = self.converted.get((column, row)) or (self.values[code], "")
        return Mark(
            rows.period[row],
            rows.unit[row],
            about.indicator or rows.indicator[row],
            about.rater or rows.rater[row],
            value,
            self.file,
            self.sheet,
            rows.index[row] + 1,
            about.letter,
            self.texts[code],
            note,
        )

    @cached_property
    def _places(self) -> np.ndarray:
        return np.flatnonzero(self.kept.T)

    @cached_property
    def _length(self) -> int:
        return int(np.count_nonzero(self.kept))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, position: int | slice) -> Mark | tuple[Mark, ...]:
        if isinstance(position, slice):
            return tuple(self[each] for each in range(*position.indices(len(self))))
        row, column = divmod(int(self._places[position]), len(self.columns))
        return self._mark(row, column)

    def __iter__(self) -> Iterator[Mark]:
        return self.of_rows(range(len(self.rows.index)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None

    def __repr__(self) -> str:
        return repr(tuple(self))


class JoinedMarks(Sequence[Mark]):
    """The marks of several sheets, one after the other."""

    def __init__(self, parts: Sequence[MarkColumns]):
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Mark]:
        for part in self._parts:
            yield from part

    def __getitem__(self, position: int | slice) -> Mark | tuple[Mark, ...]:
        if isinstance(position, slice):
            return tuple(self[each] for each in range(*position.indices(len(self))))
        place = position + len(self) if position < 0 else position
        for part in self._parts:
            if 0 <= place < len(part):
                return part[place]
            place -= len(part)
        raise IndexError(position)
