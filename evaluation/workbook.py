"""Workbooks (xlsx, xls, ods): read in a process of their own, so that none of them can take the server down."""

import base64
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from evaluation.apart import CLOCK, MEMORY, SECONDS, answer_from, answer_of, run_apart, start_apart
from evaluation.grid import Grid, by_columns
from evaluation.spare import Spare

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


_READER = "evaluation._read_workbook"
_BOTH_AT_ONCE = ["both_at_once"] if find_spec("resource") else []
"""Only where the system holds a process to its memory may a worksheet be loaded before its size is known."""


def _new_reader(memory: int = MEMORY, work: int = SECONDS) -> subprocess.Popen:
    return start_apart(_READER, memory, work, *_BOTH_AT_ONCE)


_spare = Spare(_new_reader)


def keep_reader_ready() -> None:
    """Have a reader waiting for the next workbook from now on, which then needn't wait for Python to start."""
    _spare.keep()


def read_workbook(content: bytes, seconds: float = CLOCK, memory: int = MEMORY, work: int = SECONDS) -> tuple[Worksheet, ...]:
    """Return the worksheets that hold anything.

    Raises WorkbookRefused with code encrypted, damaged, far_cell, too_many_cells, too_big, too_slow or kind.
    """
    try:
        answer = answer_of(_read_apart(content, seconds, memory, work))
    finally:
        _spare.renew()
    return tuple(_worksheet(sheet) for sheet in answer["sheets"])


def _read_apart(content: bytes, seconds: float, memory: int, work: int) -> subprocess.CompletedProcess:
    """Return the answer of a reader that waits or of a new one.

    Where it ended without an answer, because of what the workbook did to it or because somebody ended it, a new one does
    one thing after the other: it finds out which cell lies too far before anything takes room for it.
    """
    waiting = _spare.take() if (memory, work) == (MEMORY, SECONDS) else None
    done = answer_from(waiting or _new_reader(memory, work), content, seconds, work)
    return run_apart(_READER, content, seconds, memory, work) if done.returncode else done


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
