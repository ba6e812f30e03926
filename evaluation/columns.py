"""What each column of a sheet means: by its header, by a person's choice, never by a guess."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from evaluation.cells import looks_like_mark, looks_numeric, plain, rater_name
from evaluation.decisions import ColumnChoice
from evaluation.headers import Meaning, full_mark_alone, split_full_mark, usual_meaning
from evaluation.names import Names
from evaluation.sheet import Sheet
from evaluation.spelling import column_letter

SAMPLE_ROWS = 300
UNIT_SHARE = 0.6
_RATER = re.compile("(?:评委|专家|评分人|打分人|考官|评审|测评人)")


@dataclass(frozen=True)
class Column:
    """One column with its 0-based index and letter.

    ``header`` is the name as found (the levels of a header in several rows joined by " / "). ``full_mark`` is what the
    header states. ``dimension`` is set where a total is one dimension's. ``how`` tells why the meaning was taken:
    exact, alias, normalised, word, content, decided or "". ``numeric``: some cell may be a mark; not asked of the only
    column of units.
    """

    index: int
    header: str
    meaning: Meaning
    indicator: str = ""
    rater: str = ""
    full_mark: Decimal | None = None
    dimension: str = ""
    how: str = ""
    filled: int = 0
    numeric: bool = False
    suggestions: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """The spreadsheet's letter."""
        return column_letter(self.index)


def header_levels(sheet: Sheet, header_row: int, depth: int) -> list[list[str]]:
    """Return the header texts of each column, upper level first; merged cells are filled to their whole width."""
    width = sheet.width_from(header_row)
    rows = [[sheet.cell(row, column) for column in range(width)] for row in range(header_row, header_row + depth)]
    last = header_row + depth - 1
    merged = [area for area in sheet.merged if area[0] <= last and area[2] >= header_row]
    for top, left, bottom, right in merged:
        for row in range(max(top, header_row), min(bottom, last) + 1):
            for column in range(left, min(right, width - 1) + 1):
                rows[row - header_row][column] = rows[row - header_row][column] or sheet.cell(top, left)
    if not merged:
        for upper, lower in pairwise(rows):
            for column in range(1, width):
                if not upper[column].strip() and lower[column].strip():
                    upper[column] = upper[column - 1]
    return [[row[column].strip() for row in rows] for column in range(width)]


def header_depth(sheet: Sheet, header_row: int, indicators: Names) -> int:
    """Return in how many rows the header stands: rows below it without a unit that name columns or full marks."""
    unit = next((index for index, cell in enumerate(sheet.rows[header_row]) if usual_meaning(cell) == "unit"), None)
    depth = 1 + max((bottom - top for top, left, bottom, _ in sheet.merged if (top, left) == (header_row, unit)), default=0)
    while depth < 4 and header_row + depth < len(sheet.rows):
        row = sheet.rows[header_row + depth]
        filled = [cell for index, cell in enumerate(row) if cell.strip() and index != unit]
        if not filled or (unit is not None and sheet.cell(header_row + depth, unit).strip()):
            break
        known = sum(
            indicators.find(cell).name is not None or usual_meaning(cell) is not None or _names_rater(cell) for cell in filled
        )
        full_marks = all(full_mark_alone(cell) is not None and not plain(cell).isdigit() for cell in filled)
        if not (full_marks or (known and not any(map(looks_numeric, filled)))):
            break
        depth += 1
    return depth


def read_columns(
    sheet: Sheet,
    header_row: int,
    depth: int,
    indicators: Names | None,
    dimensions: Names | None,
    choices: Mapping[int, ColumnChoice],
    grades: Collection[str] = (),
) -> list[Column]:
    """Return all columns that have a header or a cell, with their meaning; ``grades`` are words that may be marks."""
    first, grid = header_row + depth, sheet.grid
    columns, filled = [], {}
    for index, levels in enumerate(header_levels(sheet, header_row, depth)):
        column = _column(index, levels, indicators, dimensions)
        filled[index] = grid.filled(index, first)
        if choice := choices.get(index):
            chosen = {"meaning": choice.meaning, "indicator": choice.indicator, "rater": rater_name(choice.rater)}
            column = replace(column, **chosen, how="decided")
        if column.header or filled[index]:
            columns.append(column)
    has_one_unit = sum(column.meaning == "unit" for column in columns) == 1

    def holds_marks(column: Column) -> bool:
        is_asked = column.meaning != "unit" or not has_one_unit
        return is_asked and any(looks_like_mark(text, grades) for text in grid.distinct(column.index, first))

    return [replace(column, filled=filled[column.index], numeric=holds_marks(column)) for column in columns]


def _column(index: int, levels: Sequence[str], indicators: Names | None, dimensions: Names | None) -> Column:
    names = [level for level in dict.fromkeys(levels) if level and full_mark_alone(level) is None]
    column = Column(index, " / ".join(names), "unknown", full_mark=_stated(levels, names, indicators))
    lowest = usual_meaning(names[-1]) if names else None
    for position, level in reversed(list(enumerate(names))):
        found = indicators.find(level) if indicators else None
        below = names[position + 1 :]
        if found and found.name and all(map(_is_below_a_name, below)):
            rater = rater_name(next(filter(_names_rater, below), ""))
            if plain(level) == plain(found.name) and split_full_mark(level)[1] is not None:  # the number is part of the name
                others = [mark for text in levels if text != level and (mark := full_mark_alone(text)) is not None]
                column = replace(column, full_mark=others[-1] if others else None)
            return replace(column, meaning="indicator", indicator=found.name, how=found.how, rater=rater)
    if lowest:
        return replace(column, meaning=lowest, how="word")
    dimension = dimensions.find(names[-1]).name if dimensions and names else None
    if dimension:
        return replace(column, meaning="total", dimension=dimension, how="word")
    suggestions = indicators.suggest(names[-1]) if indicators and names else ()
    return replace(column, suggestions=suggestions)


def _stated(levels: Sequence[str], names: Sequence[str], indicators: Names | None) -> Decimal | None:
    """Return the full mark that a header states for its column: 项目建设（40分） above a name states that of several together."""
    lowest = next((place for place in reversed(range(len(names))) if not _is_below_a_name(names[place])), 0)
    above = [name for name in names[:lowest] if not (indicators and indicators.find(name).name)]
    marks = [full_mark_alone(level) or split_full_mark(level)[1] for level in levels if level not in above]
    return next((mark for mark in reversed(marks) if mark is not None), None)


def _is_below_a_name(text: str) -> bool:
    return usual_meaning(text) == "mark" or _names_rater(text)


def _names_rater(text: str) -> bool:
    """Return whether a level below an indicator names a rater (评委1, 专家甲); any other word there is asked about."""
    return _RATER.match(plain(text)) is not None


def with_unit_column(columns: list[Column], sheet: Sheet, first_row: int, units: Names) -> list[Column]:
    """Return the columns with exactly one unit column: the named one, of several the one that holds most known units.

    Where no header names it, the column whose cells are mostly known units is it.
    """
    if any(column.meaning == "unit" and column.how == "decided" for column in columns):
        chosen = next(column for column in columns if column.meaning == "unit" and column.how == "decided")
    else:
        named = [column for column in columns if column.meaning == "unit"]
        chosen = _best(named, sheet, first_row, units)
    if chosen is None:
        free = [column for column in columns if column.meaning in ("unknown", "group", "indicator_name", "remark")]
        best = _best(free, sheet, first_row, units)
        hits, filled = _known(best, sheet, first_row, units) if best else (0, 0)
        if not best or hits < 2 or hits < UNIT_SHARE * filled:
            return columns
        chosen = best
        columns = [replace(column, meaning="unit", how="content") if column is best else column for column in columns]
    return [
        replace(column, meaning="unknown", how="") if column.meaning == "unit" and column.index != chosen.index else column
        for column in columns
    ]


def _best(columns: Sequence[Column], sheet: Sheet, first_row: int, units: Names) -> Column | None:
    """Return the column that holds most known units, None where there is no column."""
    if len(columns) == 1:
        return columns[0]
    return max(columns, key=lambda column: _known(column, sheet, first_row, units)[0], default=None)


def _known(column: Column, sheet: Sheet, first_row: int, units: Names) -> tuple[int, int]:
    """Return how many cells of a column name a known unit, and how many hold anything."""
    rows = range(first_row, min(len(sheet.rows), first_row + SAMPLE_ROWS))
    cells = [cell for row in rows if (cell := sheet.cell(row, column.index)).strip()]
    return sum(units.find(cell).name is not None for cell in cells), len(cells)
