"""bytes → sheets: every row of every visible worksheet as text in its place; nothing dropped, what is odd is said."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from evaluation import csv_text, encoding
from evaluation.apart import MAX_COLUMNS, MAX_ROWS, WorkbookRefused
from evaluation.csv_file import CsvFile, read_csv, refuse_unless
from evaluation.file_names import base_name
from evaluation.grid import Grid
from evaluation.headers import ColumnNames, find_header
from evaluation.problems import Problem, Severity, UnreadableSheet
from evaluation.spelling import column_letter
from evaluation.wording import intake as words
from evaluation.wording import reading
from evaluation.workbook import LONGEST_CELL, Worksheet, read_workbook

MAX_BYTES = 20 * 1024 * 1024
MANY_PROBLEMS = 500

_SAYS_NOTHING = b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
)
_OLE_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "word"), ("PowerPoint Document", "slides"))
_WEB = (b"<!doctype html", b"<html", b"<?xml", b"<table", b"mime-version:")
_WORKBOOK_NAMES = ("xlsx", "xlsm", "xls", "et", "ods", "xlt", "ett", "xltx")
_TEXT_NAMES = ("csv", "txt", "tsv")


@dataclass(frozen=True)
class Sheet:
    """One CSV file or one visible worksheet.

    ``rows`` holds all rows as text, row i being row i + 1 of the spreadsheet; a blank row is empty. ``header_row`` is
    the 0-based index of the first header row, None if none was found. ``encoding`` and ``delimiter`` are "" for a
    workbook. ``merged`` holds (top, left, bottom, right), ``without_value`` the (row, column) of formulas whose result
    isn't in the file; both 0-based. ``digest`` is the SHA-256 of the file's bytes; ``sheet_count`` counts the
    worksheets read from the file.
    """

    file: str
    name: str
    rows: Grid | tuple[tuple[str, ...], ...]
    header_row: int | None
    encoding: str = ""
    delimiter: str = ""
    problems: tuple[Problem, ...] = ()
    kind: str = "csv"
    merged: tuple[tuple[int, int, int, int], ...] = ()
    without_value: frozenset[tuple[int, int]] = frozenset()
    digest: str = ""
    sheet_count: int = 1
    hidden: bool = False

    def cell(self, row: int, column: int) -> str:
        """Return the text at a 0-based place, "" where the row is shorter."""
        if isinstance(self.rows, Grid):
            return self.rows.cell(row, column)
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else ""

    @cached_property
    def grid(self) -> Grid:
        """All cells by columns; a row that is shorter than others has "" behind its end."""
        return self.rows if isinstance(self.rows, Grid) else Grid.of_rows(self.rows)

    def width_from(self, row: int) -> int:
        """Return how many cells the widest row has, from a 0-based one on."""
        if isinstance(self.rows, Grid):
            return self.rows.width
        return max(map(len, self.rows[row:]), default=0)

    def problem(
        self,
        code: str,
        severity: Severity,
        message: str,
        row: int | None = None,
        column: int | None = None,
        found: str | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> Problem:
        """Return a problem at a 0-based place of this sheet; ``found`` is the cell's text unless given."""
        if found is None:
            found = "" if row is None or column is None else self.cell(row, column)
        letter = None if column is None else column_letter(column)
        return Problem(
            self.file, self.name, None if row is None else row + 1, letter, code, severity, found, message, suggestions
        )


def read_sheets(content: bytes, filename: str, known_names: Collection[str] = (), *, include_hidden: bool = False) -> list[Sheet]:
    """Return one sheet for a CSV file, or one for each worksheet that holds anything.

    ``known_names`` (indicators, dimensions, units) help to tell header and delimiter. Hidden worksheets are named in
    a problem and read only on request. Raises UnreadableSheet with a reason in words.
    """
    file = base_name(filename)
    has_text = content[:64].strip(_SAYS_NOTHING) or content.strip(_SAYS_NOTHING)
    refuse_unless(bool(has_text), file, "empty_file", words.EMPTY_FILE)
    size = f"{len(content) / 1024 / 1024:.0f}"
    refuse_unless(len(content) <= MAX_BYTES, file, "too_big", words.TOO_BIG, size=size)
    names = frozenset(known_names)
    if content.startswith((_ZIP, _OLE)):
        sheets = _workbook_sheets(content, file, names, include_hidden)
    else:
        sheets = [_csv_sheet(content, file, names)]
    return sheets


def _csv_sheet(content: bytes, file: str, names: frozenset[str]) -> Sheet:
    foreign = _foreign_kind(content)
    guess = words.BINARY_GUESS.format(kind=words.KINDS[foreign]) if foreign else ""
    refuse_unless(foreign is None, file, "binary", words.BINARY, guess=guess)
    written = read_csv(content, file, ColumnNames(names))
    rows = written.rows
    width = rows.width if isinstance(rows, Grid) else max(map(len, rows))
    refuse_unless(width <= MAX_COLUMNS, file, "too_many_cells", words.TOO_MANY_CELLS)
    _refuse_long_cells(rows, file)
    digest = hashlib.sha256(content).hexdigest()
    sheet = Sheet(file, "", rows, find_header(rows, names), written.encoding, written.delimiter, digest=digest)
    problems = [*_extension_problems(sheet, "csv"), *_flaw_problems(sheet, written), *_ragged(sheet)]
    if len(problems) > MANY_PROBLEMS:
        message = reading.MANY_FLAWS.format(count=len(problems), shown=MANY_PROBLEMS)
        problems = [*problems[:MANY_PROBLEMS], sheet.problem("many_flaws", "error", message)]
    return _with(sheet, problems)


def _refuse_long_cells(rows: Grid | tuple[tuple[str, ...], ...], file: str, sheet: str = "") -> None:
    if isinstance(rows, Grid) and max(map(len, rows.texts)) <= LONGEST_CELL:
        return
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if len(cell) > LONGEST_CELL:
                place = f"{column_letter(column)}{number}"
                message = words.LONG_CELL.format(file=file, cell=place, longest=LONGEST_CELL)
                raise UnreadableSheet(Problem(file, sheet, None, None, "long_cell", "error", cell[:40], message))


def _foreign_kind(content: bytes) -> str | None:
    """Return what a file is by its first bytes where it is no table; marks of plain letters count only with NULs."""
    if content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        return "web"
    return next(
        (
            kind
            for magic, kind in _FOREIGN
            if content.startswith(magic) and (len(magic) > 2 or not magic.isalpha() or b"\x00" in content)
        ),
        None,
    )


def _with(sheet: Sheet, problems: list[Problem]) -> Sheet:
    return replace(sheet, problems=(*sheet.problems, *problems))


def _extension_problems(sheet: Sheet, kind: str) -> list[Problem]:
    extension = sheet.file.rpartition(".")[2].lower() if "." in sheet.file else ""
    fitting = _TEXT_NAMES if kind == "csv" else _WORKBOOK_NAMES
    if extension in fitting or not extension:
        return []
    message = words.WRONG_EXTENSION.format(extension="." + extension, kind=words.FILE_KINDS[kind])
    return [sheet.problem("wrong_extension", "info", message)]


def _flaw_problems(sheet: Sheet, written: CsvFile) -> list[Problem]:
    problems = [
        sheet.problem(
            flaw.code,
            "info" if flaw.code == "mixed_line_ends" else "warning",
            reading.FLAWS[flaw.code].format(found=flaw.found),
            flaw.row,
            flaw.column,
            flaw.found or None,
        )
        for flaw in written.flaws
    ]
    if sheet.encoding == "GB18030" and encoding.looks_garbled(written.beginning):
        message = reading.UNSURE_ENCODING.format(encoding=sheet.encoding)
        problems.append(sheet.problem("unsure_encoding", "warning", message))
    if sheet.encoding == encoding.WESTERN:
        message = reading.GUESSED_ENCODING.format(encoding=sheet.encoding)
        problems.append(sheet.problem("unsure_encoding", "warning", message))
    return problems


def _ragged(sheet: Sheet) -> list[Problem]:
    """Flag rows of the table that have fewer or more cells than its header, or one cell that should be several."""
    if not sheet.delimiter or isinstance(sheet.rows, Grid):
        return []
    first = sheet.header_row or 0
    below = sheet.rows[first:]
    usual = Counter(len(row) for row in below if len(row) > 1).most_common(1)
    header = len(below[0]) if sheet.header_row is not None else 0
    width = max(header, *(width for width, _ in usual), 2)
    return [problem for index, row in enumerate(below, first) if (problem := _width_problem(sheet, index, row, width))]


def _width_problem(sheet: Sheet, index: int, row: tuple[str, ...], width: int) -> Problem | None:
    extra = "、".join(cell for cell in row[width:] if cell.strip())
    values = {"found": len(row), "expected": width, "extra": extra[:40]}
    if extra:
        return sheet.problem("ragged_row", "error", reading.RAGGED_LONG.format(**values), index, width)
    if len(row) > width:
        return _blanks_too_many(sheet, index, row, width)
    if 1 < len(row) < width:
        return sheet.problem("ragged_row", "warning", reading.RAGGED_SHORT.format(**values), index, len(row) - 1)
    if len(row) == 1 and _is_cut_otherwise(row[0], width):
        return sheet.problem("ragged_row", "warning", reading.OTHER_WIDTH, index, 0)
    return None


def _blanks_too_many(sheet: Sheet, index: int, row: tuple[str, ...], width: int) -> Problem | None:
    """Blank cells at the end mean nothing, unless one before them may have pushed the others on; the header's are said."""
    filled = [cell.strip() for cell in row]
    while filled and not filled[-1]:
        filled.pop()
    if "" in filled and len(filled) <= width:
        message = reading.RAGGED_GAP.format(found=len(row), expected=width)
        return sheet.problem("ragged_row", "error", message, index, filled.index(""))
    message = reading.RAGGED_BLANK.format(extra=len(row) - width)
    return sheet.problem("ragged_row", "info", message, index, width, "") if filled else None


def _is_cut_otherwise(text: str, width: int) -> bool:
    return any(len(text.split(mark)) >= width for mark in (*csv_text.DELIMITERS, " ") if width > 2)


def _workbook_sheets(content: bytes, file: str, names: frozenset[str], include_hidden: bool) -> list[Sheet]:
    kind = _workbook_kind(content)
    try:
        worksheets = read_workbook(content)
    except WorkbookRefused as refused:
        raise UnreadableSheet(_refusal(_told_apart(refused, content), file)) from None
    filled = [worksheet for worksheet in worksheets if _says_anything(worksheet.rows)]
    refuse_unless(bool(filled), file, "no_cells", words.NO_CELLS)
    taken = [worksheet for worksheet in filled if include_hidden or not worksheet.hidden] or filled
    hidden = [worksheet.name for worksheet in filled if worksheet not in taken]
    for worksheet in taken:
        _refuse_long_cells(worksheet.rows, file, worksheet.name)
    digest = hashlib.sha256(content).hexdigest()
    sheets = [_worksheet(worksheet, file, names, kind, digest, len(taken)) for worksheet in taken]
    about_file = _extension_problems(sheets[0], kind)
    if hidden:
        message = words.HIDDEN_SHEETS.format(names="、".join(f"“{name}”" for name in hidden))
        about_file.append(sheets[0].problem("hidden_sheet", "warning", message))
    return [_with(sheets[0], about_file), *sheets[1:]]


def _says_anything(rows: Grid | tuple[tuple[str, ...], ...]) -> bool:
    return any(text.strip() for text in (rows.texts if isinstance(rows, Grid) else chain.from_iterable(rows)))


def _workbook_kind(content: bytes) -> str:
    if content.startswith(_OLE):
        return "xls"
    return "ods" if b"opendocument.spreadsheet" in content[:200] else "xlsx"


def _worksheet(worksheet: Worksheet, file: str, names: frozenset[str], kind: str, digest: str, count: int) -> Sheet:
    sheet = Sheet(
        file,
        worksheet.name,
        worksheet.rows,
        find_header(worksheet.rows, names),
        kind=kind,
        merged=worksheet.merged,
        without_value=worksheet.without_value,
        digest=digest,
        sheet_count=count,
        hidden=worksheet.hidden,
    )
    problems = [
        sheet.problem("hidden_row", "warning", words.HIDDEN_ROW, row, None, sheet.cell(row, 0))
        for row in worksheet.hidden_rows
        if row < len(sheet.rows) and any(sheet.rows[row])
    ]
    problems += [
        sheet.problem("hidden_column", "warning", words.HIDDEN_COLUMN, None, column, "")
        for column in worksheet.hidden_columns
        if any(column < len(row) and row[column] for row in sheet.rows)
    ]
    if not worksheet.formats_known:
        problems.append(sheet.problem("formats_unknown", "warning", reading.FORMATS_UNKNOWN))
    return _with(sheet, problems)


def _told_apart(refused: WorkbookRefused, content: bytes) -> WorkbookRefused:
    """An encrypted workbook and an old Word file are containers of named streams like an xls: say which one it is."""
    if refused.code == "damaged" and content.startswith(_OLE):
        for stream, kind in _OLE_STREAMS:
            if stream.encode("utf-16-le") in content:
                return WorkbookRefused("encrypted") if kind == "encrypted" else WorkbookRefused("kind", kind=kind)
    return refused


def _refusal(refused: WorkbookRefused, file: str) -> Problem:
    details = {"file": file, "rows": MAX_ROWS, "columns": MAX_COLUMNS, "guess": ""} | refused.details
    if refused.code == "kind":
        details["guess"] = words.BINARY_GUESS.format(kind=words.KINDS[refused.details["kind"]])
    code = "binary" if refused.code == "kind" else refused.code
    message = words.REFUSALS[code].format(**details)
    sheet, cell = str(details.get("sheet", "")), str(details.get("cell", ""))
    return Problem(file, sheet, None, None, code, "error", cell, message)
