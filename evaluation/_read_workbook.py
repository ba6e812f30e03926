"""Reads one workbook from standard input and writes its cells as JSON to standard output.

Runs as a process of its own, because a damaged or malicious workbook can take all memory or abort the whole
process. Limits come as arguments: bytes of memory, rows, columns, cells, characters. The answer is either
``{"sheets": [...]}`` or ``{"refused": code, ...}``.
"""

import contextlib
import datetime
import io
import json
import sys
import zipfile
from xml.parsers import expat

import python_calamine

from evaluation._scan_ods import scan_ods
from evaluation._scan_workbook import Refused, Scan, check_size, scan_workbook
from evaluation._scan_xls import scan_xls
from evaluation.cells import shown

MAX_SHEETS = 200


def main() -> None:
    """Read standard input, write the answer."""
    memory, *limits = map(int, sys.argv[1:6])
    limit_memory(memory)
    try:
        answer = {"sheets": read(sys.stdin.buffer.read(), *limits)}
    except Refused as refused:
        answer = refused.answer
    except MemoryError:
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
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def limit_time(seconds: int) -> None:
    """Let this process take no more than so many seconds of a processor, which other work doesn't stretch."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def limit_memory(size: int) -> None:
    """Let this process take no more than so many bytes, where the system knows how."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def read(content: bytes, rows: int, columns: int, cells: int, characters: int) -> list[dict]:
    """Return every worksheet with its cells as text.

    A text may stand in the file once and be shown in every cell: what all cells show is limited too.
    """
    scans = _scans(content, rows, columns)
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    if len(workbook.sheets_metadata) > MAX_SHEETS:
        raise Refused("too_many_cells")
    for about in workbook.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        scan = (scans or {}).get(about.name, Scan())
        if sheet.start is None and not scan.errors:
            continue
        last = sheet.end or (0, 0)
        check_size(about.name, *last, rows, columns)
        cells -= (last[0] + 1) * (last[1] + 1)
        if cells < 0:
            raise Refused("too_many_cells")
        sheets.append(_sheet(about, sheet, scan) | {"formats_known": scans is not None})
        characters -= sum(len(text) for row in sheets[-1]["rows"] for text in row)
        if characters < 0:
            raise Refused("too_many_cells")
    return sheets


def _scans(content: bytes, rows: int, columns: int) -> dict[str, Scan] | None:
    """Return what only the file's own records tell, by worksheet; None where they can't be read."""
    if not content.startswith(b"PK"):
        return scan_xls(content, columns)
    return scan_workbook(content, rows, columns) or scan_ods(content, rows, columns)


def _sheet(about: python_calamine.SheetMetadata, sheet: python_calamine.CalamineSheet, scan: Scan) -> dict:
    texts = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in scan.errors.items():
        _put(texts, row, column, text)
    for row, column in scan.percents:
        if row < len(texts) and column < len(texts[row]) and texts[row][column]:
            texts[row][column] = _percent(texts[row][column])
    for row in texts:
        while row and not row[-1]:
            row.pop()
    while texts and not texts[-1]:
        texts.pop()
    return {
        "name": about.name,
        "hidden": about.visible != python_calamine.SheetVisibleEnum.Visible,
        "rows": texts,
        "merged": [*([*first, *last] for first, last in sheet.merged_cell_ranges or ()), *map(list, scan.merged)],
        "without_value": sorted(scan.without_value),
        "hidden_rows": sorted(scan.hidden_rows),
        "hidden_columns": sorted(scan.hidden_columns),
    }


def _put(texts: list[list[str]], row: int, column: int, text: str) -> None:
    while len(texts) <= row:
        texts.append([])
    texts[row].extend("" for _ in range(column + 1 - len(texts[row])))
    texts[row][column] = text


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown(float(value)) if value == value and abs(value) != float("inf") else "#NUM!"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _percent(text: str) -> str:
    """Return what a cell in percent format shows: 0.95 → 95%."""
    try:
        return shown(float(text) * 100) + "%"
    except ValueError:
        return text


if __name__ == "__main__":
    main()
