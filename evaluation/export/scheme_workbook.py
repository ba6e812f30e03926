"""The scheme as a workbook: one worksheet a table, to be changed in WPS or Excel and brought back."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.apart import WorkbookRefused, answer_of, run_apart
from evaluation.problems import EvaluationError
from evaluation.scheme_faults import Fault
from evaluation.scheme_tables import Row, Tables, check_size, new_row, tables_of
from evaluation.sheet import Sheet, read_sheets
from evaluation.wording import scheme_page as words

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_TEXT_AND_NUMBERS = "@"
_DIGITS_OF_A_WORKBOOK = 15
_LONGEST_CELL = 32_767
_SPARE_ROWS = 40
MAX_TOML = 2_000_000
"""Bytes of a scheme file; ours have 20,000."""
_SECONDS = 120
"""By the clock, for a machine that is busy with other things; the process gives up after few seconds of its own work."""
_WIDE = {
    "basis": 34,
    "aliases": 30,
    "name": 20,
    "groups": 24,
    "rule": 16,
    "optional": 18,
    "condition": 36,
    "source": 60,
    "periods": 48,
}
_YES_NO = ("whole_steps", "optional")


@dataclass(frozen=True)
class SchemeFile:
    """What a file that was handed in holds: tables, right or wrong, and what of the file isn't in them."""

    tables: Tables
    notes: tuple[Fault, ...] = ()


# --- writing --------------------------------------------------------------------------------------------------------


def scheme_workbook(tables: Tables) -> bytes:
    """Return the tables as XLSX bytes; ``read_scheme_file`` gives equal tables back. Choices have drop-down lists."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        common = {"border": 1, "text_wrap": True, "valign": "top"}
        formats = {
            "head": book.add_format({**common, "bold": True, "border_color": "#8A8F8C", "bg_color": "#F5F2EB"}),
            "cell": book.add_format({**common, "border_color": "#D9D3C5", "num_format": _TEXT_AND_NUMBERS}),
        }
        _write_options(book.add_worksheet(words.OPTION_SHEET), tables.options, formats)
        for part, name in words.PARTS.items():
            _write_part(book.add_worksheet(name), part, tables.parts[part], formats)
    return out.getvalue()


def _write_options(sheet: Worksheet, options: Row, formats: Mapping[str, Format]) -> None:
    for column, (heading, width) in enumerate(zip(words.OPTION_HEADINGS, (18, 60), strict=True)):
        sheet.write_string(0, column, heading, formats["head"])
        sheet.set_column(column, column, width)
    for row, (key, name) in enumerate(words.OPTIONS.items(), start=1):
        sheet.write_string(row, 0, name, formats["head"])
        _write_cell(sheet, row, 1, options[key], formats["cell"])
        _offer(sheet, key, row, row, 1)


def _write_part(sheet: Worksheet, part: str, rows: Sequence[Row], formats: Mapping[str, Format]) -> None:
    columns = words.COLUMNS[part]
    for column, (key, heading) in enumerate(columns.items()):
        sheet.write_string(0, column, heading, formats["head"])
        sheet.set_column(column, column, _WIDE.get(key, 10), formats["cell"] if key == "quota" else None)
        _offer(sheet, key, 1, len(rows) + _SPARE_ROWS, column)
        for number, row in enumerate(rows, start=1):
            _write_cell(sheet, number, column, row[key], formats["cell"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_comment(0, 0, words.XLSX_HINT, {"x_scale": 2})


def _offer(sheet: Worksheet, key: str, first: int, last: int, column: int) -> None:
    """Let the cells of a choice offer what may stand in them."""
    choices = [words.YES, words.NO] if key in _YES_NO else list(words.CHOICES.get(key, {}).values())
    if choices:
        sheet.data_validation(first, column, last, column, {"validate": "list", "source": choices, "error_type": "warning"})


def _write_cell(sheet: Worksheet, row: int, column: int, text: str, cell: Format) -> None:
    """Write a short plain number as a number, so that it can be calculated with, and anything else as text."""
    if len(text) > _LONGEST_CELL:
        raise EvaluationError(words.TOO_LONG_TEXT.format(text=text[:20], limit=_LONGEST_CELL))
    if text == "":
        sheet.write_blank(row, column, None, cell)
    elif _is_short_number(text):
        sheet.write_number(row, column, float(text), cell)
    else:
        sheet.write_string(row, column, text, cell)


def _is_short_number(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and len(number.as_tuple().digits) <= _DIGITS_OF_A_WORKBOOK and f"{number.normalize():f}" == text


# --- reading --------------------------------------------------------------------------------------------------------


def read_scheme_file(content: bytes, file: str) -> SchemeFile:
    """Return the tables in a workbook or TOML file, whether they make a scheme or not.

    Raises EvaluationError (UnreadableSheet) where the file holds no tables of a scheme at all.
    """
    if content.startswith(_WORKBOOKS):
        return _from_workbook(content, file)
    if not file.lower().endswith(".toml"):
        raise EvaluationError(words.NOT_A_SCHEME_FILE.format(file=file))
    return _from_toml(content, file)


def _from_toml(content: bytes, file: str) -> SchemeFile:
    """Return what a process of its own made of the file."""
    if len(content) > MAX_TOML:
        raise EvaluationError(words.TOO_MUCH.format(file=file))
    try:
        given = json.dumps(file).encode() + b"\n" + content
        answer = answer_of(run_apart("evaluation.export._read_scheme", given, _SECONDS))
    except WorkbookRefused as refused:
        raise EvaluationError(refused.details.get("message") or words.TOO_MUCH.format(file=file)) from None
    return SchemeFile(Tables(*answer["tables"]), tuple(Fault(*note) for note in answer["notes"]))


def _from_workbook(content: bytes, file: str) -> SchemeFile:
    sheets = {sheet.name.strip(): sheet for sheet in read_sheets(content, file, include_hidden=True)}
    if words.PARTS["indicator"] not in sheets:
        raise EvaluationError(words.NOT_A_SCHEME_WORKBOOK.format(sheet=words.PARTS["indicator"]))
    notes = [
        Fault(file, words.UNKNOWN_SHEET.format(sheet=name))
        for name in sheets
        if name not in (words.OPTION_SHEET, *words.PARTS.values())
    ]
    notes += [
        Fault(words.CELL.format(sheet=name, row=row + 1), words.FORMULA)
        for name, sheet in sheets.items()
        for row, _ in sorted(sheet.without_value)
    ]
    tables = tables_of({})
    if words.OPTION_SHEET in sheets:
        notes += _read_options(sheets[words.OPTION_SHEET], tables.options)
    for part, name in words.PARTS.items():
        if name in sheets:
            rows, more = _read_part(sheets[name], part)
            tables.parts[part] = rows
            notes += more
    check_size(tables)
    return SchemeFile(tables, tuple(notes))


def _read_options(sheet: Sheet, options: Row) -> list[Fault]:
    keys = {name: key for key, name in words.OPTIONS.items()}
    notes = []
    for number, row in enumerate(sheet.rows):
        name = row[0].strip() if row else ""
        if name in keys:
            options[keys[name]] = sheet.cell(number, 1)
        elif name and name != words.OPTION_HEADINGS[0]:
            notes.append(
                Fault(
                    words.CELL.format(sheet=sheet.name, row=number + 1), words.UNKNOWN_OPTION.format(sheet=sheet.name, name=name)
                )
            )
    return notes


def _read_part(sheet: Sheet, part: str) -> tuple[list[Row], list[Fault]]:
    """Return the rows below the headings; headings may stand in any order, and blank rows are no rows."""
    keys = {heading: key for key, heading in words.COLUMNS[part].items()}
    head = next((number for number, row in enumerate(sheet.rows) if words.COLUMNS[part]["name"] in map(str.strip, row)), None)
    if head is None:
        return [], [Fault(sheet.name, words.MISSING_HEADING.format(sheet=sheet.name, heading=words.COLUMNS[part]["name"]))]
    headings = [cell.strip() for cell in sheet.rows[head]]
    notes = [
        Fault(sheet.name, words.UNKNOWN_HEADING.format(sheet=sheet.name, heading=heading))
        for heading in headings
        if heading and heading not in keys
    ]
    empty = dict.fromkeys(new_row(part), "")
    rows = [
        {**empty, **{keys[heading]: cell for heading, cell in zip(headings, row, strict=False) if heading in keys}}
        for row in sheet.rows[head + 1 :]
        if any(cell.strip() for cell in row)
    ]
    return rows, notes
