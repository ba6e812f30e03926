"""From a stored mark back to its cell: which file, row and column it is from, and what stands around it there."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import duckdb

from evaluation.columns import Column, header_depth, header_levels, read_columns, with_unit_column
from evaluation.headers import find_header
from evaluation.journal import Journal
from evaluation.matching import known_names
from evaluation.names import dimension_names, indicator_names, unit_names
from evaluation.problems import EvaluationError, UnreadableSheet
from evaluation.roster import Roster
from evaluation.scheme import Scheme
from evaluation.sheet import Sheet, read_sheets
from evaluation.spelling import column_index, column_letter
from evaluation.table_rows import merged_texts
from evaluation.wording import intake, source

REACH = 2
"""Rows above and below, columns to either side."""
_TELLING = ("unit", "indicator_name", "rater", "period")
_CHANGED = intake.HOW_CHANGED.partition("{")[0]


@dataclass(frozen=True)
class SourceCell:
    """One mark as one import holds it. ``row`` counts from 1, ``column`` is the spreadsheet's letter.

    ``found`` is the cell's text in the file, ``note`` how it was converted, ``digest`` the SHA-256 of the file.
    ``position`` is the import's in the journal. ``counts``: the ranking uses this mark; where not, ``is_active`` tells
    one that a later import replaced from one that was undone.
    """

    period: str
    unit: str
    indicator: str
    rater: str
    mark: Decimal
    file: str
    sheet: str
    row: int
    column: str
    found: str
    note: str
    digest: str
    position: int
    person: str
    at: str
    is_active: bool
    counts: bool

    @property
    def is_changed(self) -> bool:
        """Say whether a person put another text in the place of the file's."""
        return self.note.startswith(_CHANGED)


@dataclass(frozen=True)
class NearRow:
    """One row of the surroundings: its number as the spreadsheet counts, and its text under each shown column."""

    number: int
    is_header: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Surroundings:
    """What stands around a cell. ``columns`` are letters; ``rows`` begins with the header's rows, where one was found.

    ``found`` is what the cell says as the file is read today, None where the file has no such place.
    """

    columns: tuple[str, ...]
    rows: tuple[NearRow, ...]
    found: str | None


def mark_sources(
    cursor: duckdb.DuckDBPyConnection, period: str, unit: str, indicator: str, rater: str | None = None
) -> list[SourceCell]:
    """Return every import's mark of this unit and indicator, of one rater or of all.

    Those that count come first, then what was replaced or undone, newest first. Nothing imported: an empty list.
    """
    rows = cursor.execute(
        'select rater, mark, file, sheet, row, "column", found, note, sha256, import, actor, done_at, active, counts'
        " from mark_source(?, ?, ?)",
        [period, unit, indicator],
    ).fetchall()
    return [
        SourceCell(period, unit, indicator, row[0], Decimal(f"{row[1].normalize():f}"), *row[2:])
        for row in rows
        if rater is None or row[0] == rater
    ]


def surroundings(journal: Journal, cell: SourceCell, scheme: Scheme, roster: Roster) -> Surroundings:
    """Read the file that the journal kept and return what stands around the cell.

    Raises EvaluationError with a sentence where the file's bytes are gone or can't be read as a table any more.
    """
    sheet = _sheet_of(journal, cell, known_names(scheme, roster))
    row, column = cell.row - 1, column_index(cell.column)
    header, depth, columns = _header(sheet, row, scheme, roster)
    near = _near_columns(columns, column, sheet.width_from(0))
    levels = header_levels(sheet, header, depth) if depth else []
    merged = merged_texts(sheet)
    shown = [NearRow(header + level + 1, True, _header_cells(levels, level, near)) for level in range(depth)]
    for number in range(max(row - REACH, header + depth), min(row + REACH + 1, len(sheet.rows))):
        texts = tuple(sheet.cell(number, index) or merged.get((number, index), "") for index in near)
        shown.append(NearRow(number + 1, False, texts))
    is_there = row < len(sheet.rows) and column < len(sheet.rows[row])
    return Surroundings(tuple(map(column_letter, near)), tuple(shown), sheet.cell(row, column) if is_there else None)


def _sheet_of(journal: Journal, cell: SourceCell, names: frozenset[str]) -> Sheet:
    try:
        sheets = _read_once(journal.content(cell.digest), cell.file, names)
    except UnreadableSheet as error:
        raise EvaluationError(source.UNREADABLE.format(reason=error)) from None
    found = next((sheet for sheet in sheets if sheet.name == cell.sheet), None)
    if found is None:
        raise EvaluationError(source.NO_SHEET.format(sheet=cell.sheet))
    return found


@lru_cache(maxsize=16)
def _read_once(content: bytes, file: str, names: frozenset[str]) -> tuple[Sheet, ...]:
    """Read a kept file once, though a person looks at one of its cells after the other."""
    return tuple(read_sheets(content, file, names, include_hidden=True))


def _header(sheet: Sheet, row: int, scheme: Scheme, roster: Roster) -> tuple[int, int, list[Column]]:
    """Return the header's first row, its depth and the columns; a header that isn't above the cell is none: depth 0."""
    indicators = indicator_names(scheme)
    header = find_header(sheet.rows, known_names(scheme))
    if header is None or header >= row:
        return 0, 0, []
    depth = header_depth(sheet, header, indicators)
    columns = read_columns(sheet, header, depth, indicators, dimension_names(scheme), {})
    return header, min(depth, row - header), with_unit_column(columns, sheet, header + depth, unit_names(roster))


def _near_columns(columns: list[Column], column: int, width: int) -> list[int]:
    """Return the columns to show: those that say whose mark it is, and the neighbours of the cell's own."""
    telling = {other.index for other in columns if other.meaning in _TELLING}
    beside = range(max(column - REACH, 0), min(column + REACH + 1, max(width, column + 1)))
    return sorted(telling | set(beside))


def _header_cells(levels: list[list[str]], level: int, near: list[int]) -> tuple[str, ...]:
    """Return one level of the header; a cell merged downwards says its text once."""
    texts = [levels[column] if column < len(levels) else [] for column in near]
    return tuple("" if level >= len(text) or (level and text[level] == text[level - 1]) else text[level] for text in texts)
