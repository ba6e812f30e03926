"""Writes the list of problems and the flags into a workbook; makes a plain workbook of a file that has none.

Knows openpyxl and nothing of the product but its words, so that the process that opens a sender's workbook needs no more.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.export.returned_plan import Entry, Flag, Plan
from evaluation.sheet import Sheet
from evaluation.spelling import column_letter
from evaluation.wording import returned as words

RED, AMBER = "FFF9D3CF", "FFFCE7B2"
MAX_COMMENTS = 2_000
LONGEST_COMMENT = 1_000
_FILLS = {"error": PatternFill("solid", fgColor=RED), "warning": PatternFill("solid", fgColor=AMBER)}
_WIDTHS = (9, 20, 26, 50, 44)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?")
_MERGED_AT_MOST = 10_000


def paint(book: Workbook, plan: Plan) -> None:
    """Flag the cells of a workbook and put the list in front; what an earlier return left behind goes first."""
    for sheet in list(book.worksheets):
        _clean(book, sheet)
    comments: dict[tuple[str, int, int], list[str]] = {}
    for flag in sorted(plan.flags, key=lambda flag: flag.severity == "error"):
        if flag.sheet in book.sheetnames and isinstance(book[flag.sheet], Worksheet):
            _colour(book[flag.sheet], flag)
    for flag in plan.flags:
        comments.setdefault((flag.sheet, flag.row, flag.column), []).append(flag.text)
    for (sheet, row, column), texts in list(comments.items())[:MAX_COMMENTS]:
        if sheet in book.sheetnames and isinstance(book[sheet], Worksheet):
            _comment(book[sheet].cell(row + 1, column + 1), texts)
    notes = (*plan.notes, words.MANY.format(count=MAX_COMMENTS)) if len(comments) > MAX_COMMENTS else plan.notes
    _list_sheet(book, plan, notes)


def copy_of(sheets: Sequence[Sheet], titles: Mapping[str, str]) -> Workbook:
    """Return a new workbook with every cell in its place: plain numbers as numbers, all else as text."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(titles[sheet.name])
        for row, texts in enumerate(sheet.rows, 1):
            for column, text in enumerate(texts, 1):
                if text:
                    _put(page.cell(row, column), text)
        for area in sheet.merged:
            _merge(page, sheet, area)
        for column in range(max(map(len, sheet.rows), default=0)):
            longest = max((len(row[column]) for row in sheet.rows[1:200] if column < len(row)), default=0)
            page.column_dimensions[column_letter(column)].width = min(max(9, 2 * longest + 2), 36)
        if sheet.hidden:
            page.sheet_state = "hidden"
    return book


def put_text(cell: Cell, text: str) -> None:
    """Write text that stays text, also where it begins with =."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    cell.data_type = "s"


def _put(cell: Cell, text: str) -> None:
    match = _NUMBER.fullmatch(text)
    if match and sum(map(str.isdigit, text)) <= 15:
        cell.value = Decimal(text)
        cell.number_format = "0." + "0" * len(match[1]) if match[1] else "0"
    else:
        put_text(cell, text)


def _merge(page: Worksheet, sheet: Sheet, area: tuple[int, int, int, int]) -> None:
    """Merge as in the sender's sheet, unless that would hide a text or fill the memory."""
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) > _MERGED_AT_MOST or bottom >= len(sheet.rows):
        return
    covered = [sheet.cell(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)][1:]
    if not any(covered):
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


def _clean(book: Workbook, sheet: Worksheet) -> None:
    """Take an earlier return's list, colours and comments out: the sender sends the same workbook back."""
    is_list = sheet.title.startswith(words.LIST) and str(sheet.cell(1, 1).value or "").startswith(words.TITLE)
    if is_list and len(book.sheetnames) > 1:
        book.remove(sheet)
        return
    # Not iter_rows: it would make a cell of each blank place up to the farthest one.
    for cell in list(sheet._cells.values()):
        if cell.comment is not None and cell.comment.author == words.AUTHOR:
            cell.comment = None
        if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in (RED, AMBER):
            cell.fill = PatternFill()


def _colour(sheet: Worksheet, flag: Flag) -> None:
    for column in range(flag.column, flag.column + flag.width):
        sheet.cell(flag.row + 1, column + 1).fill = _FILLS[flag.severity]


def _comment(cell: Cell, texts: Sequence[str]) -> None:
    own = "\n".join(dict.fromkeys(texts))[:LONGEST_COMMENT]
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    text = ILLEGAL_CHARACTERS_RE.sub("", before + own)
    lines = sum(1 + len(line) // 18 for line in text.split("\n"))
    cell.comment = Comment(text, words.AUTHOR, height=24 + 20 * min(lines, 20), width=280)


# --- the list -----------------------------------------------------------------------------------------------------


def _list_sheet(book: Workbook, plan: Plan, notes: Sequence[str]) -> None:
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
    page = book.create_sheet(words.LIST, 0)
    book.active = 0
    head = [plan.title, words.HOW, *notes]
    for row, text in enumerate(head, 1):
        put_text(page.cell(row, 1), text)
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(words.COLUMNS))
        page.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="center")
        page.row_dimensions[row].height = 18 * (1 + len(text) // 70) + 4
    page.cell(1, 1).font = Font(bold=True, size=14)
    page.row_dimensions[1].height = 26
    first = len(head) + 1
    thin = Side(style="thin", color="FFB8B0A0")
    grid = Border(left=thin, right=thin, top=thin, bottom=thin)
    for column, (name, width) in enumerate(zip(words.COLUMNS, _WIDTHS, strict=True), 1):
        cell = page.cell(first, column, name)
        cell.font, cell.border, cell.fill = Font(bold=True), grid, PatternFill("solid", fgColor="FFEDE8DC")
        page.column_dimensions[column_letter(column - 1)].width = width
    for row, entry in enumerate(plan.entries, first + 1):
        _entry(page, row, entry, grid)
    page.freeze_panes = page.cell(first + 1, 1)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0
    page.print_title_rows = f"{first}:{first}"


def _entry(page: Worksheet, row: int, entry: Entry, grid: Border) -> None:
    texts = (entry.level, entry.place, entry.found, entry.what, entry.remedy)
    for column, text in enumerate(texts, 1):
        cell = page.cell(row, column)
        put_text(cell, text)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), grid
    page.cell(row, 1).fill = _FILLS["error" if entry.level == words.LEVELS["error"] else "warning"]
    lines = max(1 + 2 * len(text) // width for text, width in zip(texts, _WIDTHS, strict=True))
    page.row_dimensions[row].height = 16 * min(lines, 20) + 3
    if entry.cell:
        place = page.cell(row, 2)
        sheet = entry.sheet.replace("'", "''")
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{sheet}'!{entry.cell}")
        place.font = Font(underline="single", color="FF0B4F8A")
