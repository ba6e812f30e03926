"""What the reader of workbooks doesn't tell about an ods: percentages, error cells, formulas without a value, merged cells.

Knows nothing of the product; runs in the reading process.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from evaluation._scan_workbook import Refused, Scan, check_size, local_name, parse_part

_VALUES = ("value", "string-value", "date-value", "time-value", "boolean-value")
_TRUTH = {"TRUE": "TRUE", "FALSE": "FALSE", "真": "TRUE", "假": "FALSE"}


def scan_ods(content: bytes, rows: int, columns: int) -> dict[str, Scan]:
    """Return a scan for each worksheet by name; {} where the content can't be read (encrypted)."""
    walker = _Walker(rows, columns)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        try:
            parse_part(archive, "content.xml", walker.start, walker.end, walker.text)
        except expat.ExpatError:
            return {}
    return walker.scans


class _Walker:
    """Handles the elements of content.xml; rows and cells may be repeated many times by a number."""

    def __init__(self, rows: int, columns: int):
        self.scans: dict[str, Scan] = {}
        self.rows, self.columns = rows, columns
        self.name, self.scan = "", Scan()
        self.row = self.row_count = self.column = 0
        self.cell: dict[str, str] | None = None
        self.shown: list[str] = []

    def start(self, name: str, attributes: dict) -> None:
        kind = local_name(name)
        given = {key.rsplit(":", 1)[-1]: value for key, value in attributes.items() if not key.startswith("calcext:")}
        if kind == "table":
            self.name, self.scan = given.get("name", ""), Scan()
            self.scans[self.name] = self.scan
            self.row = self.row_count = self.column = 0
        elif kind == "table-column":
            self._column(given)
        elif kind == "table-row":
            self.row += self.row_count
            self.row_count, self.column = int(given.get("number-rows-repeated", 1)), 0
            if given.get("visibility", "visible") != "visible":
                self.scan.hidden_rows.extend(range(self.row, min(self.row + self.row_count, self.rows)))
        elif kind in ("table-cell", "covered-table-cell"):
            self.cell = given | {"is-error": str(attributes.get("calcext:value-type") == "error")}
            self.shown = []

    def _column(self, given: dict[str, str]) -> None:
        count = int(given.get("number-columns-repeated", 1))
        if given.get("visibility", "visible") != "visible":
            self.scan.hidden_columns.extend(range(self.column, min(self.column + count, self.columns)))
        self.column += count

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.shown.append(text)

    def end(self, name: str) -> None:
        if local_name(name) in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._finish(self.cell, "".join(self.shown).strip())
            self.column += int(self.cell.get("number-columns-repeated", 1))
            self.cell = None

    def _finish(self, cell: dict[str, str], shown: str) -> None:
        spans = int(cell.get("number-rows-spanned", 1)), int(cell.get("number-columns-spanned", 1))
        if max(spans) > 1:
            self.scan.merged.append((self.row, self.column, self.row + spans[0] - 1, self.column + spans[1] - 1))
        if not ("value-type" in cell or "formula" in cell or shown):
            return
        has_value = shown or any(cell.get(key) for key in _VALUES)
        for place in self._places(cell):
            if cell["is-error"] == "True" or (shown.startswith(("#", "Err:")) and "formula" in cell):
                self.scan.errors[place] = shown or "#N/A"
            elif not ("value-type" in cell or "formula" in cell):
                self.scan.errors[place] = shown  # a text without its kind, which the reader of cells passes over
            elif "formula" in cell and not has_value:
                self.scan.without_value.append(place)
            elif cell.get("value-type") == "percentage":
                self.scan.percents.append(place)
            elif cell.get("value-type") == "boolean" or (cell.get("value-type") == "float" and shown in _TRUTH):
                self.scan.errors[place] = _TRUTH.get(shown, cell.get("boolean-value", shown).upper())

    def _places(self, cell: dict[str, str]) -> Iterator[tuple[int, int]]:
        count = int(cell.get("number-columns-repeated", 1))
        check_size(self.name, self.row + self.row_count - 1, self.column + count - 1, self.rows, self.columns)
        if self.row_count * count > self.rows:
            raise Refused("too_many_cells")
        for row in range(self.row, self.row + self.row_count):
            for column in range(self.column, self.column + count):
                yield row, column
