"""What the reader of workbooks doesn't tell about an xls (or a WPS et): percentages, error cells, hidden rows and columns.

Knows nothing of the product; runs in the reading process.
"""

import io
import re

import xlrd

from evaluation._scan_workbook import NOT_SHOWN, Scan


def scan_xls(content: bytes, columns: int) -> dict[str, Scan] | None:
    """Return a scan for each worksheet by name; None where the formats can't be read."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
        return {sheet.name: _scan(book, sheet, columns) for sheet in book.sheets()}
    except MemoryError:
        raise
    except Exception:  # whatever is odd in a format is no reason to refuse the figures; the caller says that it is unknown
        return None


def _scan(book: xlrd.Book, sheet: xlrd.sheet.Sheet, columns: int) -> Scan:
    scan = Scan()
    percents = {index for index, style in enumerate(book.xf_list) if _shows_percent(book, style)}
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_ERROR:
                scan.errors[row, column] = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#N/A")
            elif kind == xlrd.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in percents:
                scan.percents.append((row, column))
    scan.hidden_rows = sorted(row for row, about in sheet.rowinfo_map.items() if about.hidden)
    scan.hidden_columns = sorted(column for column, about in sheet.colinfo_map.items() if about.hidden and column < columns)
    return scan


def _shows_percent(book: xlrd.Book, style: xlrd.formatting.XF) -> bool:
    number_format = book.format_map.get(style.format_key)
    return number_format is not None and re.search("%", NOT_SHOWN.sub("", number_format.format_str)) is not None
