"""A piece of a spreadsheet as a small coloured table: row numbers, column letters, text that stays text."""

import html
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell's text, the classes of the style sheet that colour it, and what is said where the mouse rests on it."""

    text: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Line:
    """One row: what stands in the margin (its number), its cells, its classes, and a note before its first column."""

    label: str
    cells: Sequence[Cell]
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class Break:
    """A place where rows are left out, with the words for it."""

    text: str


def sheet_table(letters: Sequence[str], lines: Sequence[Line | Break]) -> str:
    """Return the table as HTML that scrolls sideways; a column for notes is there where a line has one."""
    noted = any(isinstance(line, Line) and line.note for line in lines)
    heads = "<th></th>" + "<th></th>" * noted + "".join(f"<th>{html.escape(letter)}</th>" for letter in letters)
    width = len(letters) + 1 + noted
    body = "".join(_row(line, noted) if isinstance(line, Line) else _break(line, width) for line in lines)
    return f'<div class="sheet"><table class="sheet"><tr>{heads}</tr>{body}</table></div>'


def _row(line: Line, noted: bool) -> str:
    cells = "".join(_cell(cell) for cell in line.cells)
    note = f"<td class=note>{html.escape(line.note)}</td>" if noted else ""
    return f'<tr class="{html.escape(line.kind)}"><th>{html.escape(line.label)}</th>{note}{cells}</tr>'


def _cell(cell: Cell) -> str:
    title = f' title="{html.escape(cell.title)}"' if cell.title else ""
    return f'<td class="{html.escape(cell.kind)}"{title}>{html.escape(cell.text)}</td>'


def _break(line: Break, width: int) -> str:
    return f'<tr class="break"><td colspan="{width}">{html.escape(line.text)}</td></tr>'
