"""What the reader of workbooks doesn't tell about an xlsx: sizes, damage, formulas without a value, error cells, hidden rows.

Walks through the parts of an xlsx before anything else opens it, so that a far cell or a bomb is refused with its
place named. Knows nothing of the product; runs in the reading process.
"""

import io
import posixpath
import re
import zipfile
from functools import cache, lru_cache
from xml.parsers import expat

from evaluation.spelling import column_letter

MAX_UNPACKED = 100_000_000
CHUNK = 1 << 20
PERCENT_FORMATS = frozenset((9, 10))
_MANY_STYLES = 100
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class Refused(Exception):
    """The workbook is not read; the answer says why."""

    def __init__(self, code: str, **details: object):
        self.answer = {"refused": code, **details}


def check_size(name: str, row: int, column: int, rows: int, columns: int) -> None:
    """Refuse a cell beyond the limits, naming it."""
    if row >= rows or column >= columns:
        raise Refused("far_cell", sheet=name, cell=f"{column_letter(column)}{row + 1}")


class Scan:
    """What calamine doesn't tell about one worksheet; rows and columns are 0-based."""

    def __init__(self) -> None:
        self.errors: dict[tuple[int, int], str] = {}
        self.percents: list[tuple[int, int]] = []
        self.without_value: list[tuple[int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []


def scan_workbook(content: bytes, rows: int, columns: int) -> dict[str, Scan]:
    """Walk through every part of the zip once: sizes, damage, far cells, and what calamine doesn't tell.

    Raises Refused where the workbook mustn't be read.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise Refused("too_many_cells")
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise Refused("encrypted")
        names = set(archive.namelist())
        if "word/document.xml" in names:
            raise Refused("kind", kind="word")
        if "ppt/presentation.xml" in names:
            raise Refused("kind", kind="slides")
        if "xl/workbook.xml" not in names:
            if "content.xml" not in names and "xl/workbook.bin" not in names:
                raise Refused("kind", kind="archive")
            return {}
        percents = _percent_styles(archive) if "xl/styles.xml" in names else frozenset()
        return {
            name: _scan_sheet(archive, part, name, percents, rows, columns)
            for name, part in _sheet_parts(archive).items()
            if part in names
        }


def prepare_scan(rows: int, columns: int) -> None:
    """Have what nearly every scan needs, before there is a workbook: a tenth of the time that a small one takes."""
    _plain_cells(frozenset(), rows, columns)


def parse_part(
    archive: zipfile.ZipFile,
    part: str,
    start: object,
    end: object = None,
    text: object = None,
    leave_out: re.Pattern[bytes] | None = None,
) -> None:
    """Walk through one XML part; one that declares entities is refused (they can grow without bound).

    ``leave_out`` matches whole elements that the handlers needn't see.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text

    def refuse(*_: object) -> None:
        raise Refused("damaged")

    parser.EntityDeclHandler = refuse
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(leave_out.sub(b"", chunk) if leave_out else chunk)
        parser.Parse(b"", True)


@lru_cache(maxsize=500)
def local_name(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rsplit(":", 1)[-1]


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return worksheet name → the part of the archive that holds it."""
    targets: dict[str, str] = {}
    named: dict[str, str] = {}

    def relation(name: str, attributes: dict) -> None:
        if local_name(name) == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def sheet(name: str, attributes: dict) -> None:
        if local_name(name) == "sheet":
            key = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            named[attributes.get("name", "")] = key

    parse_part(archive, "xl/_rels/workbook.xml.rels", relation)
    parse_part(archive, "xl/workbook.xml", sheet)
    return {name: targets.get(key, "") for name, key in named.items()}


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the style numbers (as written in the sheet) whose number format shows a percentage."""
    custom: set[int] = set()
    found: list[str] = []
    where = {"in": False, "at": 0}

    def start(name: str, attributes: dict) -> None:
        local = local_name(name)
        if local == "numFmt" and "%" in NOT_SHOWN.sub("", attributes.get("formatCode", "")):
            custom.add(int(attributes["numFmtId"]))
        elif local == "cellXfs":
            where["in"] = True
        elif local == "xf" and where["in"]:
            if int(attributes.get("numFmtId", 0)) in custom | PERCENT_FORMATS:
                found.append(str(where["at"]))
            where["at"] += 1

    def end(name: str) -> None:
        if local_name(name) == "cellXfs":
            where["in"] = False

    parse_part(archive, "xl/styles.xml", start, end)
    return frozenset(found)


def _scan_sheet(archive: zipfile.ZipFile, part: str, name: str, percents: frozenset[str], rows: int, columns: int) -> Scan:
    plain = _plain_cells(percents, rows, columns)
    walker = _Walker(name, percents, rows, columns, sees_all=False)
    try:
        parse_part(archive, part, walker.start, walker.end, walker.text, plain)
    except _PlaceUnsaid:
        walker = _Walker(name, percents, rows, columns, sees_all=True)
        parse_part(archive, part, walker.start, walker.end, walker.text)
    return walker.scan


class _PlaceUnsaid(Exception):
    """A row or cell says its place by what stands before it, all of which must be seen then."""


_ROW_SAYS = ("spans", "s", "customFormat", "ht", "customHeight", "x14ac:dyDescent")
"""What a row's tag may say beside its number that is of no interest, in the order in which Excel writes it."""
_PLAIN_TEXT = r"(?:[ -%'-;=?-\\^-~]++|[\xe3-\xe9][\x80-\xbf]{2})*+"
"""ASCII without markup and without what ends a CDATA section, and U+3000 to U+9FFF in UTF-8: never damaged."""


@cache
def _plain_cells(percents: frozenset[str], rows: int, columns: int) -> re.Pattern[bytes]:
    """Return what matches runs of cells, and of whole rows of them, that a scan has nothing to say about.

    Those are a figure, a truth, a shared text, a plain text of the cell's own, or nothing at all, well within the limits.
    Nearly all cells are like this, and a regular expression passes over them in a tenth of the time that the parser takes.
    Wherever such bytes stand, leaving them out changes nothing of what is found in the others. Style numbers that show
    percentages are no part of it; where a workbook has unusually many of them, no cell with a style is.
    """
    letters = next(count for count in range(1, 4) if sum(26**power for power in range(1, count + 2)) > columns)
    digits, first = len(str(rows)) - 1, int(str(rows)[0])
    longest = rf"[1-{first - 1}][0-9]{{{digits}}}|" if first > 1 else ""
    number = rf"(?:{longest}[1-9][0-9]{{0,{digits - 1}}}+)"
    others = rf'(?!(?:{"|".join(sorted(percents))})")' if percents else ""
    style = rf'(?: s="{others}[0-9]{{1,5}}+")?+' if len(percents) <= _MANY_STYLES else ""
    value = r'(?: t="[bns]")?+><v>[0-9.eE+-]{1,40}+</v></c>'
    text = rf' t="inlineStr"><is><t(?: xml:space="preserve")?+>{_PLAIN_TEXT}</t></is></c>'
    cell = rf'<c r="[A-Z]{{1,{letters}}}+{number}"{style}(?:{value}|{text}|/>)'
    said = "".join(rf'(?: {name}="[0-9.:]{{1,40}}+")?+' for name in _ROW_SAYS)
    return re.compile(rf'(?:<row r="{number}"{said}>(?:{cell})*+</row>)++|(?:{cell})++'.encode("latin-1"))


class _Walker:
    """Handles the elements of one worksheet part; unless it ``sees_all``, each row and cell must say its place."""

    def __init__(self, name: str, percents: frozenset[str], rows: int, columns: int, sees_all: bool):
        self.scan = Scan()
        self.name, self.percents, self.rows, self.columns = name, percents, rows, columns
        self.sees_all = sees_all
        self.row, self.column = -1, -1
        self.kind, self.style = "", ""
        self.formula = self.in_value = False
        self.value = ""

    def start(self, name: str, attributes: dict) -> None:
        local = local_name(name)
        if local == "c":
            self._cell(attributes)
        elif local == "row":
            self._needs(attributes.get("r"))
            self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
            if attributes.get("hidden") in ("1", "true"):
                self.scan.hidden_rows.append(self.row)
        elif local == "f":
            self.formula = True
        elif local in ("v", "t"):
            self.in_value = True
        elif local == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), self.columns)
            self.scan.hidden_columns.extend(range(int(attributes["min"]) - 1, last))

    def _needs(self, place: object) -> None:
        if not place and not self.sees_all:
            raise _PlaceUnsaid

    def _cell(self, attributes: dict) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._needs(match)
        if match:
            self.row, self.column = int(match[2]) - 1, 0
            for letter in match[1]:
                self.column = self.column * 26 + ord(letter) - 64
            self.column -= 1
        else:
            self.column += 1
        self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
        self.formula, self.in_value, self.value = False, False, ""

    def text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def end(self, name: str) -> None:
        local = local_name(name)
        if local in ("v", "t"):
            self.in_value = False
        elif local == "c":
            self._finish()

    def _finish(self) -> None:
        place = self.row, self.column
        if self.value or self.formula:
            check_size(self.name, *place, self.rows, self.columns)
        if self.formula and not self.value and self.kind != "str":
            self.scan.without_value.append(place)
        elif self.kind == "e" and self.value:
            self.scan.errors[place] = self.value
        elif self.style in self.percents and self.kind in ("", "n") and self.value:
            self.scan.percents.append(place)
