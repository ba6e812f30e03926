"""Workbooks (xlsx, xls, ods): read in a process of their own, so that none of them can take the server down."""

import base64
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from evaluation.grid import Grid, by_columns

SECONDS = 8
"""Of a processor, for reading one workbook."""
CLOCK = 60 if find_spec("resource") else SECONDS
"""By the clock, on which a busy machine takes its time; where a process can't be held to its own, the clock has to do."""
MEMORY = 500_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_CELLS = 1_000_000
MAX_TEXT = 20_000_000
LONGEST_CELL = 32_767  # what Excel and WPS hold in one cell

_OUT_OF_TIME = -signal.SIGXCPU if hasattr(signal, "SIGXCPU") else None
"""How a process ends that has taken all of its time; None where the system knows no such end."""
_ROOT = Path(__file__).resolve().parent.parent


class WorkbookRefused(ValueError):
    """The workbook isn't read; ``code`` and ``details`` say why."""

    def __init__(self, code: str, **details: str):
        self.code, self.details = code, details
        super().__init__(code)


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


def run_apart(
    module: str, content: bytes, seconds: float = CLOCK, memory: int = MEMORY, work: int = SECONDS
) -> subprocess.CompletedProcess:
    """Run a module on the bytes in a process of its own, with the limits on workbooks as its arguments.

    ``seconds`` are those of the clock, after which it is stopped; ``work`` those of a processor, after which it gives up.
    Raises WorkbookRefused with code too_slow.
    """
    limits = map(str, (memory, MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_TEXT, work))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", module, *limits],
            input=content,
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WorkbookRefused("too_slow", seconds=f"{seconds:g}") from None
    if done.returncode == _OUT_OF_TIME:
        raise WorkbookRefused("too_slow", seconds=str(work))
    return done


def answer_of(done: subprocess.CompletedProcess) -> dict:
    """Return what such a process answered. Raises WorkbookRefused with its reason, or with what its end means."""
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        _raise_if_ours(done)
        raise WorkbookRefused("too_many_cells" if done.returncode < 0 else "damaged") from None
    if "refused" in answer:
        raise WorkbookRefused(answer.pop("refused"), **answer)
    return answer


def _environment() -> dict[str, str]:
    """The reading process finds this package wherever the server was started from."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def _raise_if_ours(done: subprocess.CompletedProcess) -> None:
    """A reader that can't start is our fault, not the file's."""
    complaint = done.stderr.decode("utf-8", "replace")
    if "ModuleNotFoundError" in complaint or "SyntaxError" in complaint:
        raise RuntimeError(complaint)


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
