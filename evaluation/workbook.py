"""Workbooks (xlsx, xls, ods): read in a process of their own, so that none of them can take the server down."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 8
MEMORY = 500_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_CELLS = 1_000_000
MAX_TEXT = 20_000_000
LONGEST_CELL = 32_767  # what Excel and WPS hold in one cell

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
    rows: tuple[tuple[str, ...], ...]
    hidden: bool
    merged: tuple[tuple[int, int, int, int], ...]
    without_value: frozenset[tuple[int, int]]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    formats_known: bool = True


def read_workbook(content: bytes, seconds: float = SECONDS, memory: int = MEMORY) -> tuple[Worksheet, ...]:
    """Return the worksheets that hold anything.

    Raises WorkbookRefused with code encrypted, damaged, far_cell, too_many_cells, too_big, too_slow or kind.
    """
    answer = answer_of(run_apart("evaluation._read_workbook", content, seconds, memory))
    return tuple(_worksheet(sheet) for sheet in answer["sheets"])


def run_apart(module: str, content: bytes, seconds: float = SECONDS, memory: int = MEMORY) -> subprocess.CompletedProcess:
    """Run a module on the bytes in a process of its own, with the limits on workbooks as its arguments.

    Raises WorkbookRefused with code too_slow.
    """
    limits = map(str, (memory, MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_TEXT))
    try:
        return subprocess.run(
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
        rows=tuple(map(tuple, sheet["rows"])),
        hidden=sheet["hidden"],
        merged=tuple(map(tuple, sheet["merged"])),
        without_value=frozenset(map(tuple, sheet["without_value"])),
        hidden_rows=tuple(sheet["hidden_rows"]),
        hidden_columns=tuple(sheet["hidden_columns"]),
        formats_known=sheet["formats_known"],
    )
