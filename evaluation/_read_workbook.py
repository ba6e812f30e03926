"""Reads one workbook from standard input and writes its cells as JSON to standard output.

Runs as a process of its own, because a damaged or malicious workbook can take all memory or abort the whole
process. Limits come as arguments: bytes of memory, rows, columns, cells, characters, seconds of a processor; "both_at_once" may
follow. The answer is either ``{"sheets": [...]}`` or ``{"refused": code, ...}``; where reading both at once runs out of memory
there is none.
"""

import binascii
import contextlib
import gc
import io
import json
import os
import sys
import threading
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Callable
from itertools import chain, count
from math import isfinite
from xml.parsers import expat

import python_calamine

from evaluation._scan_ods import scan_ods
from evaluation._scan_workbook import Refused, Scan, check_size, prepare_scan, scan_workbook
from evaluation.spelling import shown

MAX_SHEETS = 200


def main() -> None:
    """Read standard input, write the answer."""
    gc.disable()  # this process ends before there is garbage worth looking for
    memory, *limits, seconds = map(int, sys.argv[1:7])
    both_at_once = "both_at_once" in sys.argv[7:]
    limit_memory(memory)
    limit_time(seconds)
    prepare_scan(*limits[:2])
    content = sys.stdin.buffer.read()
    if not content:  # whoever started this process has ended or needs it no more
        os._exit(0)
    try:
        answer = {"sheets": read(content, *limits, both_at_once)}
    except Refused as refused:
        answer = refused.answer
    except MemoryError:
        if both_at_once:  # one after the other may do with less
            os._exit(1)
        answer = {"refused": "too_big"}
    except python_calamine.PasswordError:
        answer = {"refused": "encrypted"}
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        expat.ExpatError,
        OSError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        answer = {"refused": "damaged"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, default=_packed).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    os._exit(0)  # giving back a million cells one by one takes as long as a twentieth of reading them


def _packed(numbers: array) -> str:
    """Return whole numbers as JSON can hold them in a third of the time that lists of digits take."""
    return binascii.b2a_base64(numbers, newline=False).decode()


def limit_time(seconds: int) -> None:
    """Let this process take no more than so many seconds of a processor, which other work doesn't stretch."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def limit_memory(size: int) -> None:
    """Let this process take no more than so many bytes, where the system knows how."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # who dies of too much memory leaves no copy of an upload behind
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def read(content: bytes, rows: int, columns: int, cells: int, characters: int, both_at_once: bool = False) -> list[dict]:
    """Return every worksheet: its distinct texts, and for each cell, row by row, the place of its text among them.

    Error cells that lie beyond all others stand by themselves as (row, column, text): the others needn't reach there.

    A text may stand in the file once and be shown in every cell: what all cells show is limited too. ``both_at_once`` lets
    calamine, which works without Python's lock, load the first worksheet while the scan runs; what the scan refuses is refused.
    """
    loaded = _Beside(lambda: _Book(content)) if both_at_once and content.startswith(b"PK") else None
    scans = _scans(content, rows, columns)
    book = loaded.result() if loaded else _Book(content)
    workbook = book.workbook
    sheets: list[dict] = []
    uncounted: list[dict] = []
    at_most = 0
    if len(workbook.sheets_metadata) > MAX_SHEETS:
        raise Refused("too_many_cells")
    for about in workbook.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.sheet(about.name)
        scan = (scans or {}).get(about.name, Scan())
        if sheet.start is None and not scan.errors:
            continue
        last = sheet.end or (0, 0)
        check_size(about.name, *last, rows, columns)
        cells -= (last[0] + 1) * (last[1] + 1)
        if cells < 0:
            raise Refused("too_many_cells")
        sheets.append(_sheet(about, sheet, scan) | {"formats_known": scans is not None})
        uncounted.append(sheets[-1])
        at_most += _shown_at_most(sheets[-1])
        if at_most > characters:
            characters -= sum(map(_shown, uncounted))
            uncounted, at_most = [], 0
        if characters < 0:
            raise Refused("too_many_cells")
    return sheets


class _Book:
    """A workbook and its first worksheet, which is loaded with it."""

    def __init__(self, content: bytes):
        self.workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        kind = python_calamine.SheetTypeEnum.WorkSheet
        self._first = next((about.name for about in self.workbook.sheets_metadata if about.typ == kind), None)
        self._sheet = None if self._first is None else self.workbook.get_sheet_by_name(self._first)

    def sheet(self, name: str) -> python_calamine.CalamineSheet:
        """Return a worksheet; the first one is let go of when it is asked for."""
        found, self._sheet = (self._sheet, None) if name == self._first else (None, self._sheet)
        return found or self.workbook.get_sheet_by_name(name)


class _Beside:
    """What a function returns or raises, worked out by a thread of its own."""

    def __init__(self, work: Callable[[], _Book]):
        self._work = work
        self._found: _Book | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = self._work()
        except BaseException as error:  # also a panic of the library's; whoever asks for the result gets it
            self._error = error

    def result(self) -> _Book | None:
        """Return what the function returned, or raise what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found


def _shown_at_most(sheet: dict) -> int:
    """Return a bound of what `_shown` returns, which costs little where there are many cells."""
    return len(sheet["codes"]) * max(map(len, sheet["texts"]), default=0) + sum(len(text) for *_, text in sheet["beyond"])


def _shown(sheet: dict) -> int:
    """Return how many signs all cells of a worksheet show."""
    sizes = list(map(len, sheet["texts"]))
    return sum(map(sizes.__getitem__, sheet["codes"])) + sum(len(text) for *_, text in sheet["beyond"])


def _scans(content: bytes, rows: int, columns: int) -> dict[str, Scan] | None:
    """Return what only the file's own records tell, by worksheet; None where they can't be read."""
    if not content.startswith(b"PK"):
        from evaluation._scan_xls import scan_xls  # with all of xlrd, for a kind of file that few still send

        return scan_xls(content, columns)
    return scan_workbook(content, rows, columns) or scan_ods(content, rows, columns)


def _sheet(about: python_calamine.SheetMetadata, sheet: python_calamine.CalamineSheet, scan: Scan) -> dict:
    cells = _Cells(sheet.to_python(skip_empty_area=False))
    for place, text in scan.errors.items():
        if cells.hold(*place):
            cells.put(*place, text)
    for place in scan.percents:
        if cells.hold(*place) and (text := cells.text(*place)):
            cells.put(*place, _percent(text))
    return {
        "name": about.name,
        "hidden": about.visible != python_calamine.SheetVisibleEnum.Visible,
        "width": cells.width,
        "texts": list(cells.places),
        "codes": cells.codes,
        "beyond": [[*place, text] for place, text in scan.errors.items() if not cells.hold(*place)],
        "merged": [*([*first, *last] for first, last in sheet.merged_cell_ranges or ()), *map(list, scan.merged)],
        "without_value": sorted(scan.without_value),
        "hidden_rows": sorted(scan.hidden_rows),
        "hidden_columns": sorted(scan.hidden_columns),
    }


class _Cells:
    """All cells of a worksheet: the distinct texts with their places, and the place of each cell's, row by row."""

    def __init__(self, rows: list[list[object]]):
        self.height, self.width = len(rows), len(rows[0]) if rows else 0
        values = list(chain.from_iterable(rows))
        if not set(map(type, values)) <= {str, float}:  # for others Python's "equal" isn't a spreadsheet's: True is 1
            values = [value if type(value) in (str, float) else _text(value) for value in values]
        numbers: defaultdict[object, int] = defaultdict(count().__next__)  # a value asked for first has the next one
        self.codes = array("i", list(map(numbers.__getitem__, values)))
        self._texts = [shown(value) if type(value) is float and isfinite(value) else _text(value) for value in numbers]
        self.places = dict(zip(self._texts, range(len(self._texts)), strict=True))
        if len(self.places) < len(self._texts):
            self._join_equal_texts()

    def _join_equal_texts(self) -> None:
        """Let a figure and a text that read the same, 85.5 and "85.5", have one place."""
        self.places = {}
        joined = list(map(self._place, self._texts))
        self.codes = array("i", map(joined.__getitem__, self.codes))
        self._texts = list(self.places)

    def _place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))

    def hold(self, row: int, column: int) -> bool:
        """Return whether there is such a cell."""
        return row < self.height and column < self.width

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        return self._texts[self.codes[row * self.width + column]]

    def put(self, row: int, column: int, text: str) -> None:
        """Let a cell hold another text."""
        place = self._place(text)
        if place == len(self._texts):
            self._texts.append(text)
        self.codes[row * self.width + column] = place


def _text(value: object) -> str:
    if type(value) is float:
        return shown(value) if isfinite(value) else "#NUM!"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return _text(float(value))
    import datetime  # a sheet of figures has no dates

    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _percent(text: str) -> str:
    """Return what a cell in percent format shows: 0.95 → 95%."""
    try:
        return shown(float(text) * 100) + "%"
    except ValueError:
        return text
