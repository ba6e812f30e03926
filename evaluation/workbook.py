"""Workbooks (xlsx, xls, ods): read in a process of their own, so that none of them can take the server down."""

import base64
from dataclasses import dataclass

import numpy as np

from evaluation.apart import CLOCK, MEMORY, SECONDS, answer_of, run_apart
from evaluation.grid import Grid, by_columns

LONGEST_CELL = 32_767  # what Excel and WPS hold in one cell


@dataclass(frozen=True)
class Worksheet:
    """One worksheet with a cell in it; rows and columns are 0-based, merged ranges (top, left, bottom, right).

    ``formats_known`` is False where it can't be told which figures are percentages and which cells are errors.
    """

    name: str
    rows: Grid | tuple[tuple[str, ...], ...]
    hidden: bool
    merged: tuple[tuple[int, int, int, int], ...]
    without_value: frozenset[tuple[int, int]]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    formats_known: bool = True


def read_workbook(content: bytes, seconds: float = CLOCK, memory: int = MEMORY, work: int = SECONDS) -> tuple[Worksheet, ...]:
    """Return the worksheets that hold anything.

    Raises WorkbookRefused with code encrypted, damaged, far_cell, too_many_cells, too_big, too_slow or kind.
    """
    answer = answer_of(run_apart("evaluation._read_workbook", content, seconds, memory, work))
    return tuple(_worksheet(sheet) for sheet in answer["sheets"])


def _worksheet(sheet: dict) -> Worksheet:
    return Worksheet(
        name=sheet["name"],
        rows=_rows_of(sheet),
        hidden=sheet["hidden"],
        merged=tuple(map(tuple, sheet["merged"])),
        without_value=frozenset(map(tuple, sheet["without_value"])),
        hidden_rows=tuple(sheet["hidden_rows"]),
        hidden_columns=tuple(sheet["hidden_columns"]),
        formats_known=sheet["formats_known"],
    )


def _rows_of(sheet: dict) -> Grid | tuple[tuple[str, ...], ...]:
    """Return the rows, each up to its last cell that isn't empty: a grid where all of them are equally wide."""
    texts, width = sheet["texts"], sheet["width"]
    by_row = np.frombuffer(base64.b64decode(sheet["codes"]), np.intc).reshape(-1, max(width, 1))
    filled = by_row != texts.index("") if "" in texts else np.ones(by_row.shape, bool)
    if width and filled[:, -1].all() and not sheet["beyond"]:
        return Grid(texts, by_columns(by_row))
    ends = np.where(filled.any(axis=1), width - filled[:, ::-1].argmax(axis=1), 0).tolist()
    rows = [[texts[code] for code in row[:end]] for row, end in zip(by_row.tolist(), ends, strict=True)]
    for row, column, text in sheet["beyond"]:
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
    while rows and not rows[-1]:
        rows.pop()
    return tuple(map(tuple, rows))
