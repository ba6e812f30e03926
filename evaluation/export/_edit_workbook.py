"""Flags problems in a sender's workbook.

Takes the plan (one line of JSON) and the workbook on standard input and writes the new one to standard output. Runs as
a process of its own with the limits of evaluation/_read_workbook.py, because openpyxl unpacks whatever it is given.
Where it can't, the answer is ``{"refused": code}``.
"""

import io
import json
import sys
import zipfile
from dataclasses import replace

from openpyxl import load_workbook

from evaluation._read_workbook import limit_memory, limit_time
from evaluation._scan_workbook import Refused, scan_workbook
from evaluation.export.returned_paint import paint
from evaluation.export.returned_plan import Entry, Flag, Plan
from evaluation.wording import returned as words


def main() -> None:
    """Read standard input, write the workbook or the refusal."""
    memory, rows, columns, _, _, seconds = map(int, sys.argv[1:7])
    limit_memory(memory)
    limit_time(seconds)
    try:
        plan = _plan(json.loads(sys.stdin.buffer.readline()))
        answer = edited(sys.stdin.buffer.read(), plan, rows, columns)
    except Refused as refused:
        answer = json.dumps(refused.answer).encode()
    except MemoryError:
        answer = json.dumps({"refused": "too_big"}).encode()
    except Exception:  # openpyxl raises whatever it stumbles over; the caller then writes a plain copy
        answer = json.dumps({"refused": "damaged"}).encode()
    sys.stdout.buffer.write(answer)


def edited(content: bytes, plan: Plan, rows: int, columns: int) -> bytes:
    """Return the workbook with the plan written into it: layout and formulas kept, macros left behind."""
    scan_workbook(content, rows, columns)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lost = _lost(archive)
    book = load_workbook(io.BytesIO(content), rich_text=True, keep_vba=False)
    book.calculation.fullCalcOnLoad = True
    paint(book, replace(plan, notes=(*plan.notes, *lost)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lost(archive: zipfile.ZipFile) -> list[str]:
    """Return what the copy doesn't carry along, in words."""
    lost = [words.MACROS] if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()) else []
    drawings = [archive.read(name) for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
    return lost + [words.SHAPES] * any(b"<xdr:sp>" in drawing or b"<xdr:sp " in drawing for drawing in drawings)


def _plan(found: dict) -> Plan:
    entries = tuple(Entry(**entry) for entry in found["entries"])
    flags = tuple(Flag(**flag) for flag in found["flags"])
    return Plan(found["title"], tuple(found["notes"]), entries, flags)
