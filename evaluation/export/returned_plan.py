"""What a workbook that goes back to its sender says: a list of problems, and which cells are flagged with what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from evaluation.export.templates import sheet_name
from evaluation.problems import Problem
from evaluation.sheet import Sheet
from evaluation.spelling import column_index, column_letter
from evaluation.wording import returned as words

OURS = frozenset(("no_roster", "one_roster", "already_imported"))
"""Problems of the office that imports; the sender can do nothing about them."""
_SAID_ONCE = frozenset(("unknown_unit", "ambiguous_unit", "unknown_indicator"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SENTENCE = re.compile(r"[^。？！]*[。？！]?")
_LONGEST_FOUND = 200


@dataclass(frozen=True)
class Entry:
    """One line of the list. ``sheet`` (its name in the returned workbook) and ``cell`` (D14) are what it links to, or ""."""

    level: str
    place: str
    found: str
    what: str
    remedy: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Flag:
    """One cell to colour and comment on, 0-based. ``width`` counts the cells of its row that are coloured with it.

    A ``width`` of 0 means a comment alone: the problem is the whole sheet's.
    """

    sheet: str
    row: int
    column: int
    severity: str
    text: str
    width: int = 1


@dataclass(frozen=True)
class Plan:
    """All that is written into a returned workbook."""

    title: str
    notes: tuple[str, ...]
    entries: tuple[Entry, ...]
    flags: tuple[Flag, ...]


def to_return(file: str, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a file that its sender should see, errors first, each kind in the order of the file."""
    said = [problem for problem in problems if problem.file == file and problem.severity != "info" and problem.code not in OURS]
    # The list of an earlier return, read as a worksheet: what it holds isn't the sender's, what is said of the file is.
    about_list = [problem for problem in said if problem.sheet.startswith(words.LIST)]
    kept = [problem for problem in said if problem not in about_list]
    kept += [replace(problem, sheet="") for problem in about_list if problem.code != "not_a_score_sheet"]
    return sorted(kept, key=lambda problem: problem.severity != "error")


def plan_for(sheets: Sequence[Sheet], said: Sequence[Problem], titles: Mapping[str, str], notes: Sequence[str] = ()) -> Plan:
    """Return what to write for the problems of one file; ``titles`` names each sheet's worksheet in the returned workbook."""
    by_name = {sheet.name: sheet for sheet in sheets}
    entries, flags = [], []
    for problem in said:
        entry, found = _planned(problem, by_name.get(problem.sheet), titles)
        entries.append(entry)
        flags += found
    return Plan(_title(said), tuple(notes), tuple(entries), tuple(flags))


def worksheet_titles(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the sheet's own name ("" for CSV) → the name of its worksheet in the returned workbook, each one once."""
    titles: dict[str, str] = {}
    for sheet in sheets:
        title = sheet_name(_CONTROL.sub("", sheet.name or PurePosixPath(sheet.file).stem))
        taken = {name.lower() for name in (*titles.values(), words.LIST)}
        number = 2
        while title.lower() in taken:
            title, number = f"{title[:28]}{number}", number + 1
        titles[sheet.name] = title
    return titles


def parted(problem: Problem) -> tuple[str, str]:
    """Return what is the matter and what the sender can do about it, as two texts."""
    sentences = [sentence for sentence in _SENTENCE.findall(problem.message) if sentence]
    requests = [sentence for sentence in sentences if sentence.startswith("请")]
    what = "".join(sentence for sentence in sentences if sentence not in requests)
    return what or problem.message, words.REMEDIES.get(problem.code) or "".join(requests) or words.CHECK


def _title(said: Sequence[Problem]) -> str:
    must = sum(problem.severity == "error" for problem in said)
    counts = ((words.COUNT_MUST, must), (words.COUNT_CHECK, len(said) - must))
    return words.TITLE + "，".join(text.format(count=count) for text, count in counts if count)


def _planned(problem: Problem, sheet: Sheet | None, titles: Mapping[str, str]) -> tuple[Entry, list[Flag]]:
    what, remedy = parted(problem)
    level = words.LEVELS[problem.severity]
    found = words.QUOTED.format(found=problem.found[:_LONGEST_FOUND]) if problem.found.strip() else words.BLANK
    place = _place(problem)
    if sheet is None:
        return Entry(level, place, found, what, remedy, "", ""), []
    text = words.COMMENT.format(level=level, what=what, remedy=remedy)
    flags = [Flag(titles[sheet.name], *spot, problem.severity, text, width) for *spot, width in _spots(problem, sheet)]
    cell = f"{column_letter(flags[0].column)}{flags[0].row + 1}"
    return Entry(level, place, found, what, remedy, titles[sheet.name], cell), flags


def _place(problem: Problem) -> str:
    sheet = words.IN_SHEET.format(sheet=problem.sheet) if problem.sheet else ""
    if problem.row is not None:
        place = f"{problem.column}{problem.row}" if problem.column else words.ROW.format(row=problem.row)
    else:
        place = words.COLUMN.format(column=problem.column) if problem.column else words.WHOLE
    return sheet + place


def _spots(problem: Problem, sheet: Sheet) -> list[tuple[int, int, int]]:
    """Return (row, column, width) of the cells that a problem is flagged at, the first one being its own."""
    column = None if problem.column is None else column_index(problem.column)
    if problem.row is None and column is None:
        return [(*_top_left(sheet, 0, 0), 0)]
    if problem.row is None:
        return [(*_top_left(sheet, _heading_row(problem, sheet, column), column), 1)]
    row = problem.row - 1
    if column is None:
        cells = sheet.rows[row] if row < len(sheet.rows) else ()
        first = next((index for index, cell in enumerate(cells) if cell.strip()), 0)
        return [(row, first, max(len(cells) - first, 1))]
    rows = [row]
    if problem.code in _SAID_ONCE and problem.found.strip():
        rows += [other for other in range(row + 1, len(sheet.rows)) if sheet.cell(other, column) == problem.found]
    return [(*_top_left(sheet, each, column), 1) for each in rows]


def _heading_row(problem: Problem, sheet: Sheet, column: int) -> int:
    """Return the row of a column's heading: the text that the problem names, else its first text, else the first row."""
    heading = problem.found.rsplit(" / ", 1)[-1].strip()
    filled = [row for row in range(len(sheet.rows)) if sheet.cell(row, column).strip()]
    named = [row for row in filled if sheet.cell(row, column).strip() == heading]
    return next(iter(named or filled), sheet.header_row or 0)


def _top_left(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    """Return the cell itself, or the first cell of the merged area that covers it."""
    areas = (area for area in sheet.merged if area[0] <= row <= area[2] and area[1] <= column <= area[3])
    return next(((top, left) for top, left, _, _ in areas), (row, column))
