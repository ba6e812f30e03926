"""标红退回表: the sender's own workbook with every problem marked in its cell and listed in front."""

import io
import json
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import PurePosixPath

from openpyxl import Workbook

from evaluation.apart import WorkbookRefused, answer_of, run_apart
from evaluation.export.returned_paint import copy_of, paint
from evaluation.export.returned_plan import Plan, plan_for, to_return, worksheet_titles
from evaluation.intake import File, named_apart
from evaluation.problems import Problem, UnreadableSheet
from evaluation.sheet import Sheet, read_sheets
from evaluation.wording import returned as words

MOST_CELLS = 300_000
"""A plain copy is written in this process, up to so many cells."""


def returned_name(file: File) -> str:
    """Return what the returned workbook is called: 退回_评分表.xlsx."""
    return words.FILE.format(stem=PurePosixPath(file.base_name).stem)


def returned_sheet(file: File, problems: Sequence[Problem], known_names: Collection[str] = ()) -> bytes:
    """Return the workbook (XLSX) that goes back to the sender; ``known_names`` as the file was read with.

    An xlsx keeps its own layout and formulas; of another kind, or one that can't be edited, all cells are written at
    the same places. A file that can't be read at all gives the list alone.
    """
    said = to_return(file.base_name, problems)
    try:
        sheets = read_sheets(file.content, file.base_name, known_names, include_hidden=True)
    except UnreadableSheet:
        return _written(copy_of((), {}), plan_for((), said, {}, [words.NOT_READ]))
    if sheets[0].kind == "xlsx":
        try:
            return _edited(file.content, plan_for(sheets, said, {sheet.name: sheet.name for sheet in sheets}))
        except WorkbookRefused:
            pass
    return _copied(sheets, said)


def returned_archive(files: Sequence[File], problems: Sequence[Problem], known_names: Collection[str] = ()) -> bytes:
    """Return the returned workbooks of all files with problems as one ZIP, each name once."""
    faulty = [file for file in files if to_return(file.base_name, problems)]
    returned = [File(returned_name(file), returned_sheet(file, problems, known_names)) for file in faulty]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in named_apart(returned):
            archive.writestr(file.name, file.content)
    return out.getvalue()


def _edited(content: bytes, plan: Plan) -> bytes:
    """Return the sender's workbook, edited in a process of its own. Raises WorkbookRefused where that can't be done."""
    line = json.dumps(asdict(plan), ensure_ascii=False).encode("utf-8", "replace")
    done = run_apart("evaluation.export._edit_workbook", line + b"\n" + content)
    if not done.stdout.startswith(b"PK"):
        answer_of(done)
    return done.stdout


def _copied(sheets: Sequence[Sheet], said: Sequence[Problem]) -> bytes:
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_CELLS:
        return _written(copy_of((), {}), plan_for((), said, {}, [words.TOO_LONG]))
    titles = worksheet_titles(sheets)
    notes = [] if sheets[0].kind == "csv" else [words.COPIED]
    return _written(copy_of(sheets, titles), plan_for(sheets, said, titles, notes))


def _written(book: Workbook, plan: Plan) -> bytes:
    paint(book, plan)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
