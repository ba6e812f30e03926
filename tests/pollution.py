"""CSV files spoilt in one known way each, and how well they are read.

The kinds, the ten measures and the frequencies follow the Pollock benchmark (Vitagliano et al., VLDB 2023); the table
and the files are our own. All names are invented: 演示数据.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from evaluation.problems import UnreadableSheet
from evaluation.sheet import Sheet, read_sheets

Rows = list[list[str]]

NAMES = ["日期", "时间", "数量", "编号", "单价", "品名", "Description", "网址", "备注"]
QUOTED = (6, 7)
"""Columns that are always quoted; the others only where they have to be."""

GOODS = (
    ("防水登山鞋", "Light enough to keep feet dry, day and night; made for men's trails."),
    ('圆桌，48"', 'Made for patios, 48" across, durable.'),
    ("木桨,抱枕", "Adds fun to bed, chair or sofa; handhooked, on front"),
    ("女式手套", "Won't let you down. It's warm"),
    ('山地车 24"', "“容易上手”的山地车，稳当、耐用"),
    ("O'Neil 滑雪镜", "Kids' size, with a strap (30%)"),
    ("毛巾", 'Soft, 12" wide, "organic" cotton'),
    ("手电筒", "亮度 900 流明|续航 8 小时"),
)

FREQUENCY = {
    "clean": 1,
    "empty_file": 15,
    "no_last_line_end": 184,
    "two_last_line_ends": 5,
    "no_header": 470,
    "header_2_rows": 47,
    "header_3_rows": 47,
    "preamble": 282,
    "two_tables_narrow": 63,
    "two_tables_same": 63,
    "two_tables_wide": 63,
    "header_only": 3,
    "one_record": 4,
    "line_end_cr": 7,
    "line_end_lf": 1691,
    "tab": 4,
    "semicolon": 834,
    "space": 4,
    "comma_space": 101,
    "apostrophe_quotes": 11,
    "backslash": 1,
    "no_escape": 7,
    "row_lacks_delimiter": 618,
    "row_has_delimiter": 618,
    "row_has_quote": 8,
    "row_by_spaces": 1,
}
"""Files of the survey behind the benchmark in which each kind was found; kinds of our own have none."""


@dataclass(frozen=True)
class Spoilt:
    """A file with what it says: ``rows`` are all its rows, ``table`` the one header row and the records."""

    kind: str
    content: bytes
    rows: Rows
    table: Rows
    name: str = "演示数据.csv"


def source(records: int = 84) -> Rows:
    """Return the clean table: header and records."""
    rows = [NAMES]
    for index in range(records):
        goods, text = GOODS[index % len(GOODS)]
        code = f"{'ABCD'[index % 4]}Z-{1000 + 37 * index % 9000}"
        price = f"￥{(index * 731) % 10_000 / 100:.2f}"
        moment = f"{index % 24:02}:{index * 15 % 60:02}"
        day = f"{1 + index % 28:02}/{1 + index % 12:02}/2022"
        url = f"https://demo.example/{code}.html"
        rows.append([day, moment, str(index * 7 % 35), code, price, goods, f"{text} [{index}]", url, ""])
    return rows


def quoted(cell: str, quote: str = '"', escape: str = '"') -> str:
    """Return the cell in quotes, quotes inside it marked by ``escape``."""
    return quote[0] + cell.replace('"', escape + '"') + quote[-1]


def written(row: Sequence[str], quote: str = '"', escape: str = '"') -> list[str]:
    """Return the cells of a row as they are written between commas."""
    return [quoted(cell, quote, escape) if at in QUOTED or "," in cell or '"' in cell else cell for at, cell in enumerate(row)]


def text_of(rows: Rows, line_end: str = "\r\n", **marks: str) -> str:
    """Return the rows as the text of a file."""
    return "".join(",".join(written(row, **marks)) + line_end for row in rows)


def spoilt_files(records: int = 84) -> Iterator[Spoilt]:
    """Yield every file: one for each kind, and one for each row and column of the kinds that spoil one place."""
    table = source(records)
    yield from _whole_files(table)
    yield from _dialects(table)
    yield from _encodings(table)
    yield from _headers(table)
    for row in range(len(table)):
        yield from _single_rows(table, row)


def _whole_files(table: Rows) -> Iterator[Spoilt]:
    of = partial(_file, table=table)
    header, records = table[0], table[1:]
    width = len(header)
    yield of("clean", text_of(table), table)
    yield Spoilt("empty_file", b"", [], [])
    yield of("no_last_line_end", text_of(table).removesuffix("\r\n"), table)
    yield of("two_last_line_ends", text_of(table) + "\r\n", [*table, []])
    yield _file("no_header", text_of(records), records, records)
    yield _file("header_only", text_of(table[:1]), table[:1], table[:1])
    yield _file("one_record", text_of(table[:2]), table[:2], table[:2])
    preamble = [["演示数据", *[""] * (width - 1)], [""] * width]
    yield of("preamble", text_of(preamble) + text_of(table), [*preamble, *table])
    yield of("preamble_bare", "演示数据\r\n\r\n" + text_of(table), [["演示数据"], [], *table])
    yield of("footer", text_of(table) + "\r\n制表人：演示\r\n", [*table, [], ["制表人：演示"]])
    for lines in (2, 3):
        joined = [" ".join([name] * lines) for name in header]
        rows = [header] * lines + records
        yield _file(f"header_{lines}_rows", text_of(rows), rows, [joined, *records])
    for kind, second in (
        ("narrow", [row[:-1] for row in table]),
        ("same", table),
        ("wide", [[*row, "列1" if row is header else ""] for row in table]),
    ):
        rows = [*table, *second]
        yield _file(f"two_tables_{kind}", text_of(rows), rows, rows)
        rows = [*table, [], *second]
        yield _file(f"two_tables_{kind}_gap", text_of(rows), rows, rows)
    huge = [list(row) for row in table]
    huge[-1][6] = "长" * 30_000 + ", " + "文" * 2_000
    yield _file("huge_field", text_of(huge), huge, huge)
    lines = [list(row) for row in table]
    lines[3][6] = "第一行\n第二行, 还有"
    yield _file("line_end_in_cell", text_of(lines), lines, lines)


def _dialects(table: Rows) -> Iterator[Spoilt]:
    of = partial(_file, table=table, rows=table)
    for kind, end in (("cr", "\r"), ("lf", "\n")):
        yield of(f"line_end_{kind}", text_of(table, line_end=end))
    doubled = [line for row in table for line in (row, [])]
    yield _file("line_end_crlf_lf", text_of(table, line_end="\r\n\n"), doubled, table)
    mixed = "".join(text_of([row], line_end=("\r\n", "\n", "\r")[at % 3]) for at, row in enumerate(table))
    yield of("line_end_mixed", mixed)
    for kind, mark in (
        ("tab", "\t"),
        ("semicolon", ";"),
        ("bar", "|"),
        ("space", " "),
        ("comma_space", ", "),
        ("semicolon_space", "; "),
        ("wide_comma", "，"),
        ("wide_semicolon", "；"),
    ):
        text = "".join(mark.join(_by(mark, row)) + "\r\n" for row in table)
        yield of(kind, text)
    yield of("apostrophe_quotes", text_of(table, quote="'", escape=""))
    yield of("chinese_quotes", "".join(",".join(_chinese(row)) + "\r\n" for row in table))
    yield of("backslash", text_of(table, escape="\\"))
    yield of("no_escape", text_of(table, escape=""))
    yield of("all_quoted", "".join(",".join(map(quoted, row)) + "\r\n" for row in table))


def _by(mark: str, row: Sequence[str]) -> list[str]:
    risky = {'"', mark.strip() or '"'}
    return [quoted(cell) if at in QUOTED or risky & set(cell) else cell for at, cell in enumerate(row)]


def _chinese(row: Sequence[str]) -> list[str]:
    return [f"“{cell}”" if "," in cell and "“" not in cell else cell for cell in row]


def _encodings(table: Rows) -> Iterator[Spoilt]:
    text = text_of(table)
    for encoding in ("utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        yield Spoilt(f"encoding_{encoding}", text.encode(encoding), table, table)
    western = [[cell if cell.isascii() else "Café 30°" for cell in row] for row in table[:4]]
    western = [[f"{cell}{at}" for at, cell in enumerate(row)] for row in western]
    western = [[cell.replace("é", "e") if at % 2 else cell for at, cell in enumerate(row)] for row in western]
    yield Spoilt("encoding_latin_1", text_of(western).encode("latin-1"), western, western)


def _headers(table: Rows) -> Iterator[Spoilt]:
    for at in range(len(NAMES)):
        for kind, name in (("unusual", "头/%R#"), ("blank", ""), ("twice", NAMES[at - 1]), ("long", "名" * 2_000)):
            rows = [[*NAMES[:at], name, *NAMES[at + 1 :]], *table[1:]]
            yield _file(f"column_{kind}", text_of(rows), rows, rows)


def _single_rows(table: Rows, row: int) -> Iterator[Spoilt]:
    cells = written(table[row])
    before, after = text_of(table[:row]), text_of(table[row + 1 :])

    def of(kind: str, line: str, changed: list[str] | None = None) -> Spoilt:
        rows = [*table[:row], changed or table[row], *table[row + 1 :]]
        return _file(kind, before + line + "\r\n" + after, rows, rows)

    for at in range(len(cells)):
        left, right = cells[:at], cells[at:]
        yield of("row_has_delimiter", ",".join([*left, "", *right]))
        if at:
            glued = [*left[:-1], left[-1] + right[0], *right[1:]]
            yield of("row_lacks_delimiter", ",".join(glued))
        marked = ('""' + right[0][1:]) if right[0].startswith('"') else '"' + right[0]
        said = ['"' + table[row][at] if place == at else cell for place, cell in enumerate(table[row])]
        yield of("row_has_quote", ",".join([*left, marked, *right[1:]]), said)
        if right[0].startswith('"'):
            said = [cells[at].removesuffix('"') if place == at else cell for place, cell in enumerate(table[row])]
            yield of("row_lacks_quote", ",".join([*left, right[0].removesuffix('"'), *right[1:]]), said)
    yield of("row_by_spaces", " ".join(cells))
    yield of("row_by_semicolons", ";".join(cells))
    yield of("row_by_tabs", "\t".join(cells))
    yield of("row_apostrophes", ",".join(written(table[row], quote="'", escape="")))
    yield of("row_backslash", ",".join(written(table[row], escape="\\")))
    yield _file("row_line_end", before.removesuffix("\r\n") + "\n" * (row > 0) + ",".join(cells) + "\r" + after, table, table)


def _file(kind: str, text: str, rows: Rows, table: Rows) -> Spoilt:
    return Spoilt(kind, text.encode(), rows, table)


# — how well a file is read —


@dataclass(frozen=True)
class Outcome:
    """One file as it was read: ten measures in 0–1, and whether what is wrong is said."""

    kind: str
    measures: tuple[float, ...]
    exact: bool
    flagged: bool
    lost: bool

    @property
    def score(self) -> float:
        """The sum of the ten measures, at most 10."""
        return sum(self.measures)


def outcome(file: Spoilt) -> Outcome:
    """Return how a file is read: its rows from the header on against the table, and all rows against its rows."""
    try:
        (sheet,) = read_sheets(file.content, file.name)
    except UnreadableSheet:
        return Outcome(file.kind, (0.0,) * 10, not file.rows, True, False)
    read = [list(row) for row in sheet.rows]
    found = read[sheet.header_row or 0 :]
    measures = (1.0, *_header(file.table, found), *_records(file.table, found), *_cells(file.table, found))
    exact = _without_end(read) == _without_end(file.rows)
    return Outcome(file.kind, measures, exact, bool(sheet.problems), _characters(read) != _characters(file.rows))


def simple_and_weighted(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Return the mean score over all files, and the mean over kinds by how often the survey met them."""
    kinds: dict[str, list[float]] = {}
    for item in outcomes:
        kinds.setdefault(item.kind, []).append(item.score)
    weights = {kind: FREQUENCY[kind] for kind in kinds if kind in FREQUENCY}
    weighted = sum(weight * sum(kinds[kind]) / len(kinds[kind]) for kind, weight in weights.items()) / sum(weights.values())
    return sum(item.score for item in outcomes) / len(outcomes), weighted


def _without_end(rows: Rows) -> Rows:
    rows = [row if any(row) else [] for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _characters(rows: Rows) -> Counter[str]:
    """Count every character that is neither blank nor a mark that parts or quotes cells."""
    return Counter(c for row in rows for cell in row for c in cell if not c.isspace() and c not in "\"'“”\\,;|，；")


def _shares(wanted: Sequence, found: Sequence) -> tuple[float, float, float]:
    if not wanted:
        return 1.0, 1.0, 1.0
    common = sum((Counter(wanted) & Counter(found)).values())
    if not common:
        return 0.0, 0.0, 0.0
    one, other = common / len(wanted), common / len(found)
    return one, other, 2 * one * other / (one + other)


def _header(table: Rows, found: Rows) -> tuple[float, float, float]:
    return _shares(table[0] if table else [], found[0] if found else [])


def _records(table: Rows, found: Rows) -> tuple[float, float, float]:
    return _shares(["".join(row) for row in table[1:]], ["".join(row) for row in found[1:]])


def _cells(table: Rows, found: Rows) -> tuple[float, float, float]:
    return _shares([cell for row in table for cell in row], [cell for row in found for cell in row])


def one_sheet(file: Spoilt) -> Sheet:
    """Return the file as read; for looking at one that is read badly."""
    return read_sheets(file.content, file.name)[0]
