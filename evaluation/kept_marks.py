"""The marks of an import as the journal keeps them: CSV with one line per mark, read back for as long as journals live."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.mark import Mark
from evaluation.mark_columns import MarkColumns

if TYPE_CHECKING:
    import pyarrow

FIELDS = ("period", "unit", "indicator", "rater", "mark", "places", "row", "column", "found", "note")
_BIG = 300_000
"""Bytes from which on it pays to have them read by Arrow, which takes a tenth of a second to be loaded."""
_NEEDS_QUOTES = re.compile('[,"\n\r]')
_CELL = re.compile('(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])')


def written(marks: Sequence[Mark], period: str) -> bytes:
    """Return the marks as they are kept; those without a period get ``period``."""
    lines = _lines_of_columns(marks, period) if isinstance(marks, MarkColumns) else _lines(marks, period)
    return "".join([",".join(FIELDS) + "\n", *lines]).encode()


def read(content: bytes) -> list[list[str]]:
    """Return the kept fields as columns of text, in the order of ``FIELDS``."""
    text = content.decode()
    rows: list[Any] = _rows(text) if "\r" in text else list(csv.reader(io.StringIO(text, newline="")))
    places = [rows[0].index(name) for name in FIELDS]
    return [[row[place] for row in rows[1:]] for place in places]


def as_table(content: bytes, fields: Sequence[str] = FIELDS, big: int = _BIG) -> "pyarrow.Table | None":
    """Return kept fields as a table of texts where there are many marks; None where ``read`` does it sooner."""
    if len(content) < big or b"\r" in content:
        return None
    import pyarrow
    from pyarrow import csv as arrow_csv

    return arrow_csv.read_csv(
        pyarrow.BufferReader(content),
        arrow_csv.ReadOptions(use_threads=False),
        arrow_csv.ParseOptions(newlines_in_values=True),
        arrow_csv.ConvertOptions(
            include_columns=fields, column_types=dict.fromkeys(fields, pyarrow.string()), strings_can_be_null=False
        ),
    )


def distinct(content: bytes, *fields: str, big: int = _BIG) -> set[tuple[str, ...]]:
    """Return which texts some of the fields hold together."""
    table = as_table(content, fields, big)
    if table is None:
        columns = read(content)
        return set(zip(*(columns[FIELDS.index(field)] for field in fields), strict=True))
    found = table.group_by(list(fields)).aggregate([])
    return set(zip(*(found[field].to_pylist() for field in fields), strict=True))


def figure(number: Decimal) -> str:
    """Return a number without an exponent."""
    return format(number, "f")


def places_of(number: Decimal) -> int:
    """Return how many decimal places a number has, zeros at its end not counted."""
    return max(0, -number.normalize().as_tuple().exponent)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _figures(mark: Decimal) -> str:
    return f"{figure(mark)},{places_of(mark)}"


def _lines(marks: Iterable[Mark], period: str) -> Iterator[str]:
    for mark in marks:
        names = (mark.period or period, mark.unit, mark.indicator, mark.rater)
        place = f"{mark.row},{_cell(mark.column)},{_cell(mark.found)},{_cell(mark.note)}"
        yield f"{','.join(map(_cell, names))},{_figures(mark.mark)},{place}\n"


def _lines_of_columns(marks: MarkColumns, period: str) -> Iterator[str]:
    """Yield the same lines, a row's at a time; what marks share is written out once."""
    rows, columns = marks.rows, marks.columns
    figures = ["" if value is None else _figures(value) for value in marks.values]
    ends = [f"{_cell(text)},\n" for text in marks.texts]
    letters = [column.letter for column in columns]
    names = [f"{_cell(column.indicator)},{_cell(column.rater)}" for column in columns]
    with_own = {row for _, row in marks.converted}
    if any(rows.rater) or any(not column.indicator for column in columns):
        with_own = range(len(rows.index))
    for row, index in enumerate(rows.index):
        if row in with_own:
            yield from _lines(marks.of_rows([row]), period)
            continue
        about = f"{_cell(rows.period[row] or period)},{_cell(rows.unit[row])}"
        codes = marks.codes[:, row].tolist()
        kept = np.flatnonzero(marks.kept[:, row]).tolist()
        yield "".join([f"{about},{names[at]},{figures[codes[at]]},{index + 1},{letters[at]},{ends[codes[at]]}" for at in kept])


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a text with returns in it, which end no line: older programs left them without quotes."""
    rows: list[list[str]] = [[]]
    for quoted, bare, end in _CELL.findall(text):
        rows[-1].append(quoted.replace('""', '"') or bare)
        if end == "\n":
            rows.append([])
    return rows[:-1]
