"""Print-ready workbooks: titles repeat, one page wide, numbers as numbers, text never a formula."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from evaluation.charts.lettering import text_width
from evaluation.wording import export as words

_A4 = 9
_ROW_HEIGHT = 18
_TITLE, _TEXT, _NOTE = 18, 11, 9
"""Sizes in points."""
_PIXELS, _DIGIT, _PADDING = 4 / 3, 7, 10
"""Pixels of a point, of the digit that columns are measured in, and of what a cell keeps free at its sides."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Column:
    """One printed column: heading, width in characters, and what its cells are.

    "text" stands left, "word" (a mark or one word) in the middle; "figure" and "change" (with its sign) are numbers
    with the list's decimals.
    """

    heading: str
    width: float
    kind: Literal["text", "word", "figure", "change"] = "text"


@dataclass(frozen=True)
class PrintedList:
    """A list for paper: title lines above, table, notes below. ``marked`` rows (0-based) are printed bold."""

    sheet: str
    title: str
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Decimal | int | str | None]]
    notes: Sequence[str] = ()
    marked: frozenset[int] = frozenset()
    decimals: int = 2
    landscape: bool = False


def write_workbook(printed: PrintedList) -> bytes:
    """Return the list as XLSX bytes: A4, one page wide, heading rows repeated on each page."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(printed.sheet)
        formats = _formats(book, printed.decimals)
        _set_up_page(sheet, printed)
        row = _write_head(sheet, printed, formats)
        for number, values in enumerate(printed.rows):
            _write_row(sheet, row + number, values, printed, formats, number in printed.marked)
        row += len(printed.rows) + 1
        for note in printed.notes:
            _write_across(sheet, row, note, printed, formats["note"], _NOTE)
            row += 1
    return out.getvalue()


def _write_across(sheet: Worksheet, row: int, text: str, printed: PrintedList, format: Format, size: float) -> None:
    """Write a text over the whole width of the table, in as many lines as it takes."""
    sheet.merge_range(row, 0, row, len(printed.columns) - 1, "", format)
    sheet.write_string(row, 0, text, format)
    _make_room(sheet, row, _lines(text, sum(column.width for column in printed.columns), size), size)


def _make_room(sheet: Worksheet, row: int, lines: int, size: float, least: float = _ROW_HEIGHT) -> None:
    """Make a row as high as its lines need: the sheet has heights of its own, so a spreadsheet would cut off the rest."""
    if lines > 1 or least > _ROW_HEIGHT:
        sheet.set_row(row, max(least, lines * size * 1.4 + 3))


def _lines(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a column of so many digits' width; rather one too many than one too few."""
    room = width * _DIGIT - _PADDING
    return sum(max(1, ceil(text_width(line, size * _PIXELS) / room)) for line in text.split("\n"))


def _formats(book: Workbook, decimals: int) -> Mapping[str, Format]:
    font = {"font_name": "宋体", "font_size": _TEXT, "valign": "vcenter"}
    cell = {**font, "border": 1, "border_color": "#8A8F8C"}
    places = "0." + "0" * decimals if decimals else "0"
    figure = {**cell, "align": "right", "num_format": places}
    change = {**cell, "align": "right", "num_format": f'+{places};"−"{places};{places}'}
    formats = {
        "title": {**font, "font_name": "方正小标宋简体", "font_size": _TITLE, "align": "center", "text_wrap": True},
        "line": {**font, "align": "center", "font_color": "#3F4A50", "text_wrap": True},
        "head": {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F5F2EB"},
        "note": {**font, "font_size": _NOTE, "font_color": "#555D5C", "text_wrap": True},
        "text": {**cell, "text_wrap": True, "indent": 1},
        "word": {**cell, "align": "center"},
        "figure": figure,
        "change": change,
    }
    bold = {f"{name} bold": {**formats[name], "bold": True} for name in ("text", "word", "figure", "change")}
    return {name: book.add_format(format) for name, format in (formats | bold).items()}


def _set_up_page(sheet: Worksheet, printed: PrintedList) -> None:
    sheet.set_paper(_A4)
    if printed.landscape:
        sheet.set_landscape()
    sheet.set_default_row(_ROW_HEIGHT)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer("&C" + words.PAGE)
    sheet.hide_gridlines(2)
    for number, column in enumerate(printed.columns):
        sheet.set_column(number, number, column.width)


def _write_head(sheet: Worksheet, printed: PrintedList, formats: Mapping[str, Format]) -> int:
    last = len(printed.columns) - 1
    sheet.merge_range(0, 0, 0, last, "", formats["title"])
    sheet.write_string(0, 0, printed.title, formats["title"])
    _make_room(sheet, 0, _lines(printed.title, sum(column.width for column in printed.columns), _TITLE), _TITLE, 32)
    row = 1
    for line in printed.lines:
        _write_across(sheet, row, line, printed, formats["line"], _TEXT)
        row += 1
    for number, column in enumerate(printed.columns):
        sheet.write_string(row, number, column.heading, formats["head"])
    lines = max(_lines(column.heading, column.width, _TEXT) for column in printed.columns)
    _make_room(sheet, row, lines, _TEXT, 30)
    sheet.repeat_rows(0, row)
    sheet.freeze_panes(row + 1, 0)
    return row + 1


def _write_row(
    sheet: Worksheet,
    row: int,
    values: Sequence[Decimal | int | str | None],
    printed: PrintedList,
    formats: Mapping[str, Format],
    is_marked: bool,
) -> None:
    bold = " bold" if is_marked else ""
    texts = ((value, column.width) for column, value in zip(printed.columns, values, strict=True) if isinstance(value, str))
    _make_room(sheet, row, max((_lines(text, width, _TEXT) for text, width in texts), default=1), _TEXT)
    for number, (column, value) in enumerate(zip(printed.columns, values, strict=True)):
        if value is None or value == "":
            sheet.write_blank(row, number, None, formats["text"])
        elif isinstance(value, Decimal):
            sheet.write_number(row, number, value, formats[column.kind + bold])
        elif isinstance(value, int):
            sheet.write_number(row, number, value, formats["word" + bold])
        else:
            sheet.write_string(row, number, value, formats[column.kind + bold])
