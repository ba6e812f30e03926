"""看这张表是怎么读的: the chosen file's sheets as they were understood, in colours, beside its problems."""

import html
from collections.abc import Iterator, Sequence

import streamlit as st

from evaluation.intake import Intake
from evaluation.problems import Problem
from evaluation.sheet_map import MappedCell, MappedRow, Omitted, SheetMap, map_sheet, map_side_sheet
from evaluation.ui.sheet_table import Break, Cell, Line, sheet_table
from evaluation.ui.text import md
from evaluation.wording import sheet_map as words

_LONGEST = 60


def pictures_of(file: str, intake: Intake, problems: Sequence[Problem]) -> None:
    """Draw one section per worksheet of a file, closed until a person opens it; nothing for a roster."""
    for found in _maps(file, intake, problems):
        title = words.TITLE_OF.format(sheet=md(found.sheet)) if found.sheet else words.TITLE
        with st.expander(title, icon=":material/grid_on:"):
            if not found.is_understood:
                st.caption(words.NOT_UNDERSTOOD)
            st.html(_legend() + picture(found))


def _maps(file: str, intake: Intake, problems: Sequence[Problem]) -> Iterator[SheetMap]:
    for checked in intake.sheets:
        if checked.file == file:
            yield map_sheet(checked, problems)
    for sheet, _ in (*intake.adjustments, *intake.vetoes):
        if sheet.file == file:
            yield map_side_sheet(sheet, problems)


def picture(found: SheetMap) -> str:
    """Return a sheet's picture as HTML: what each column was taken for, then the rows."""
    lines: list[Line | Break] = []
    if found.taken:
        lines.append(Line(words.TAKEN_FOR, [Cell(text, "taken") for text in found.taken], "taken"))
    for row in found.rows:
        lines.append(_left_out(row) if isinstance(row, Omitted) else _line(row))
    return sheet_table(found.letters, lines)


def _line(row: MappedRow) -> Line:
    return Line(str(row.number), [_cell(cell) for cell in row.cells], row.severity, row.note)


def _cell(cell: MappedCell) -> Cell:
    is_long = len(cell.text) > _LONGEST
    text = cell.text[:_LONGEST] + "…" if is_long else cell.text
    title = "\n".join(filter(None, (cell.note, cell.text if is_long else "")))
    return Cell(text, f"{cell.kind} {cell.severity}".strip(), title)


def _left_out(row: Omitted) -> Break:
    words_for = words.OMITTED_PROBLEMS if row.problems else words.OMITTED
    return Break(words_for.format(count=row.rows, problems=row.problems))


def _legend() -> str:
    parts = "".join(f'<span class="key {kind}">{html.escape(text)}</span>' for kind, text in words.LEGEND)
    return f'<div class="legend">{parts}</div>'
