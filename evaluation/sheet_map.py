"""A sheet as it was understood, cell by cell: what is header, used, unused, set aside, and where the problems are.

Long sheets are cut to their head, the rows around problems and their foot; every row that is left out is counted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.cells import plain
from evaluation.headers import find_header, usual_meaning
from evaluation.marks import CheckedSheet, cell_fates
from evaluation.matching import Column, Matched
from evaluation.problems import Problem, Severity
from evaluation.sheet import Sheet
from evaluation.spelling import column_index, column_letter
from evaluation.table_rows import SET_ASIDE
from evaluation.wording import sheet_map as words

Kind = Literal["title", "header", "unit", "used", "unused", "aside", "foot"]

WHOLE = 40
"""A sheet of no more rows is shown whole."""
HEAD, FOOT, AROUND, MOST = 3, 4, 1, 90
_OF_SCORES = ("mark", "missing", "indicator", "indicator_name", "rater", "period", "total", "unknown")
_OF_LISTS = ("group", "aliases", "position", "tags", "area", "points", "bonus", "deduction", "reason", "date")
_USED = frozenset((*_OF_SCORES, *_OF_LISTS))


@dataclass(frozen=True)
class MappedCell:
    """One cell: its text, what it was taken for, the worst that is said about it ("" for nothing), and all that is said."""

    text: str
    kind: Kind
    severity: Severity | Literal[""] = ""
    note: str = ""


@dataclass(frozen=True)
class MappedRow:
    """One row by its number as the spreadsheet counts. ``note`` says why it was set aside, or whose row it is."""

    number: int
    cells: tuple[MappedCell, ...]
    severity: Severity | Literal[""] = ""
    note: str = ""


@dataclass(frozen=True)
class Omitted:
    """Rows that aren't shown: how many, and how many problems stand in them."""

    rows: int
    problems: int


@dataclass(frozen=True)
class SheetMap:
    """A sheet's picture as values: one entry of ``letters`` and ``taken`` (what it was taken for) per column."""

    sheet: str
    is_understood: bool
    letters: tuple[str, ...]
    taken: tuple[str, ...]
    rows: tuple[MappedRow | Omitted, ...]


@dataclass(frozen=True)
class _Reading:
    """How a sheet was read, in 0-based places; ``notes`` are the rows' own, ``texts`` what a person wrote over a cell."""

    sheet: Sheet
    header: int | None
    depth: int
    meanings: Mapping[int, str]
    taken: Mapping[int, str]
    row_kinds: Mapping[int, str]
    notes: Mapping[int, str]
    texts: Mapping[tuple[int, int], str]
    fates: Mapping[tuple[int, int], str]


def map_sheet(checked: CheckedSheet, problems: Sequence[Problem]) -> SheetMap:
    """Return the picture of a score sheet; of ``problems`` those count that are errors or warnings of this sheet."""
    matched, sheet = checked.matched, checked.matched.sheet
    said = _said(sheet, problems)
    header = matched.header_row
    body = header + matched.header_depth if header is not None else 0
    shown = _shown_rows(sheet, body, {problem.row - 1 for problem in said if problem.row})
    fates = {(row - 1, column_index(letter)): fate for row, letter, fate in cell_fates(checked, set(shown))}
    reading = _Reading(
        sheet,
        header,
        matched.header_depth,
        {column.index: column.meaning for column in matched.columns},
        {column.index: _taken(column) for column in matched.columns},
        {row.index: row.kind for row in matched.rows},
        dict(_notes(matched, shown)),
        matched.decisions.cells,
        fates,
    )
    return _map(reading, shown, said)


def map_side_sheet(sheet: Sheet, problems: Sequence[Problem]) -> SheetMap:
    """Return the picture of a list of adjustments or vetoes."""
    said = _said(sheet, problems)
    header = find_header(sheet.rows)
    heads = sheet.rows[header] if header is not None else ()
    meanings = {index: usual_meaning(cell) or "ignored" for index, cell in enumerate(heads)}
    aside = {problem.row - 1: problem.code.removesuffix("_row") for problem in problems if _sets_aside(problem, sheet)}
    shown = _shown_rows(sheet, (header or 0) + 1, {problem.row - 1 for problem in said if problem.row})
    taken = {index: words.MEANINGS.get(meaning, words.UNUSED) for index, meaning in meanings.items()}
    notes = {row: words.ASIDE[kind] for row, kind in aside.items()}
    return _map(_Reading(sheet, header, 1, meanings, taken, aside, notes, {}, {}), shown, said)


def _said(sheet: Sheet, problems: Sequence[Problem]) -> list[Problem]:
    return [
        problem
        for problem in problems
        if (problem.file, problem.sheet) == (sheet.file, sheet.name) and problem.severity != "info"
    ]


def _sets_aside(problem: Problem, sheet: Sheet) -> bool:
    is_here = (problem.file, problem.sheet) == (sheet.file, sheet.name) and problem.row is not None
    return is_here and problem.code.removesuffix("_row") in SET_ASIDE


# --- which rows ---------------------------------------------------------------------------------------------------


def _shown_rows(sheet: Sheet, body: int, troubled: set[int]) -> list[int]:
    """Return the 0-based rows to show: all of a short sheet; else head, rows around problems (as many as fit) and foot."""
    count = len(sheet.rows)
    if count <= WHOLE:
        return list(range(count))
    shown = {*range(min(body + HEAD, count)), *range(count - FOOT, count)}
    for row in sorted(troubled):
        if len(shown) >= MOST:
            break
        shown.update(range(max(row - AROUND, 0), min(row + AROUND + 1, count)))
    return sorted(shown)


# --- what each row and column is ----------------------------------------------------------------------------------


def _taken(column: Column) -> str:
    if column.meaning == "indicator":
        if not column.rater:
            return column.indicator
        return words.WITH_RATER.format(indicator=column.indicator, rater=column.rater)
    return words.MEANINGS.get(column.meaning, words.UNUSED)


def _notes(matched: Matched, shown: Sequence[int]) -> Iterator[tuple[int, str]]:
    wanted, unit = set(shown), matched.column("unit")
    for row in matched.rows:
        if row.index in wanted and unit:
            if row.kind in SET_ASIDE:
                yield row.index, words.ASIDE[row.kind]
            elif row.kind == "unknown" and not row.unit:
                yield row.index, words.NO_UNIT
            elif row.kind == "unit" and plain(matched.sheet.cell(row.index, unit.index)) != plain(row.unit):
                yield row.index, words.READ_AS.format(unit=row.unit)


# --- cells --------------------------------------------------------------------------------------------------------


def _map(reading: _Reading, shown: Sequence[int], said: Sequence[Problem]) -> SheetMap:
    places: dict[tuple[int | None, int | None], list[Problem]] = defaultdict(list)
    for problem in said:
        row = None if problem.row is None else problem.row - 1
        places[row, None if problem.column is None else column_index(problem.column)].append(problem)
    sheet = reading.sheet
    width = max([*(len(sheet.rows[row]) for row in shown), *(column + 1 for column in reading.taken)], default=0)
    rows: list[MappedRow | Omitted] = []
    last = -1
    for row in [*shown, len(sheet.rows)]:
        if row > last + 1:
            hidden = sum(len(found) for (place, _), found in places.items() if place is not None and last < place < row)
            rows.append(Omitted(row - last - 1, hidden))
        if row < len(sheet.rows):
            rows.append(_row(reading, row, width, places))
        last = row
    letters = tuple(map(column_letter, range(width)))
    taken = tuple(reading.taken.get(column, "") for column in range(width)) if reading.header is not None else ()
    return SheetMap(sheet.name, reading.header is not None, letters, taken, tuple(rows))


def _row(reading: _Reading, row: int, width: int, places: Mapping) -> MappedRow:
    cells = tuple(_cell(reading, row, column, places) for column in range(width))
    own = places.get((row, None), [])
    note = "；".join(filter(None, (reading.notes.get(row, ""), *(problem.message for problem in own))))
    return MappedRow(row + 1, cells, _worst(own), note)


def _cell(reading: _Reading, row: int, column: int, places: Mapping) -> MappedCell:
    found = list(places.get((row, column), []))
    if reading.header is not None and row == reading.header + reading.depth - 1:
        found += places.get((None, column), [])
    own = reading.sheet.cell(row, column)
    text = reading.texts.get((row, column), own)
    rewritten = words.REWRITTEN.format(found=own) if text != own else ""
    note = "\n".join(filter(None, (rewritten, *(problem.message for problem in found))))
    return MappedCell(text, _kind(reading, row, column), _worst(found), note)


def _worst(problems: Sequence[Problem]) -> Severity | Literal[""]:
    return next((level for level in ("error", "warning") if any(problem.severity == level for problem in problems)), "")


def _kind(reading: _Reading, row: int, column: int) -> Kind:
    fate = reading.fates.get((row, column)) or _fate_of_blank(reading, row, column)
    if fate == "error":
        fate = reading.meanings.get(column, "unread")
    if fate in ("title", "header", "unit"):
        return fate
    if fate == "footer_row":
        return "foot"
    if fate.endswith("_row"):
        return "aside"
    return "used" if fate in _USED else "unused"


def _fate_of_blank(reading: _Reading, row: int, column: int) -> str:
    """A blank cell looks like its row and its column; so does every cell of a sheet that has no account of its own."""
    if reading.header is None:
        return "unread"
    if row < reading.header + reading.depth:
        return "title" if row < reading.header else "header"
    kind = reading.row_kinds.get(row)
    return f"{kind}_row" if kind in SET_ASIDE else reading.meanings.get(column, "unread")
