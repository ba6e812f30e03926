"""A sheet with named columns beside the score sheets: its rows under 单位, 类别, 加减分, 事由 …"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.cells import read_number
from evaluation.columns import Column, read_columns, with_unit_column
from evaluation.decisions import Decisions
from evaluation.headers import Meaning, find_header
from evaluation.names import Names, unit_names
from evaluation.periods import periods_in
from evaluation.problems import Problem, Severity
from evaluation.roster import Roster
from evaluation.sheet import Sheet
from evaluation.table_rows import kind_by_label
from evaluation.wording import intake as words

POINTS: tuple[Meaning, ...] = ("points", "bonus", "deduction")
_ONCE: frozenset[Meaning] = frozenset((*POINTS, "period"))
_FIRST: frozenset[Meaning] = frozenset(("unit", "group", "position", "date"))
_ADDED_UP: tuple[Meaning, ...] = ("aliases", "tags", "area", "reason")
_SIGNS: dict[Meaning, tuple[str, ...]] = {"bonus": ("加", "奖"), "deduction": ("扣", "减", "罚")}


@dataclass
class SideTable:
    """One sheet's rows under its named columns; problems go to a list shared by all sheets of a call."""

    sheet: Sheet
    first_row: int
    columns: dict[Meaning, Column]
    problems: list[Problem]
    period: str | None
    decisions: Decisions
    names: Names | None = None
    reasons: Mapping[Meaning, Column] = field(default_factory=dict)
    """The reasons of bonus and deduction, where each has a column of its own (加分事由, 扣分事由)."""
    more: Mapping[Meaning, Sequence[Column]] = field(default_factory=dict)
    """Further columns of aliases and tags, whose texts are added."""

    def lines(self) -> "Iterator[Line]":
        """Yield the rows that hold anything and aren't a total or a footer (those are listed)."""
        unit = self.columns["unit"].index
        for row in range(self.first_row, len(self.sheet.rows)):
            cells = [cell for cell in self.sheet.rows[row] if cell.strip()]
            if not cells:
                continue
            line = Line(self, row)
            label = line.text("unit") or cells[0]
            numeric = any(read_number(line.text(meaning)).kind == "number" for meaning in POINTS)
            known = self.names is not None and self.names.find(label).how != "unknown"
            is_filled = bool(line.text("group") or line.text("reason"))
            kind = None if known else kind_by_label(label, numeric, (), is_filled)
            if kind == "footer" and self.names is not None and line.text("reason") and label.startswith(words.UNIT_WORD):
                kind = None  # 单位：东坪村, with a reason, is an entry
            if kind and (self.names is not None or len(cells) == 1 or kind in ("total", "footer")):
                said = words.SET_ASIDE_ROWS[kind]
                self.problems.append(self.sheet.problem(f"{kind}_row", "info", said, row, unit, label))
                continue
            yield line


@dataclass
class Line:
    """One row of such a table."""

    table: SideTable
    row: int

    def text(self, meaning: Meaning) -> str:
        """Return the trimmed text under a column, "" where there is none."""
        column = self.table.columns.get(meaning)
        if column is None:
            return ""
        if further := self.table.more.get(meaning):
            join = words.REASONS_JOIN if meaning == "reason" else words.ITEMS_JOIN
            return join.join(dict.fromkeys(filter(None, map(self.text_in, (column, *further)))))
        return self.text_in(column)

    def text_in(self, column: Column) -> str:
        """Return the trimmed text in a column, or what a person put in its place."""
        changed = self.table.decisions.cells.get((self.row, column.index))
        return (self.table.sheet.cell(self.row, column.index) if changed is None else changed).strip()

    def say(self, code: str, severity: Severity, message: str, meaning: Meaning = "unit") -> None:
        """Add a problem at the cell under a column."""
        self.table.problems.append(self.problem(code, severity, message, meaning))

    def problem(self, code: str, severity: Severity, message: str, meaning: Meaning = "unit") -> Problem:
        """Return a problem at the cell under a column."""
        column = self.table.columns.get(meaning)
        return self.table.sheet.problem(code, severity, message, self.row, column.index if column else None)


def open_table(
    sheet: Sheet,
    needs: tuple[Meaning, ...],
    columns_in_words: str,
    problems: list[Problem],
    roster: Roster | None = None,
    needs_one: tuple[Meaning, ...] = (),
    decisions: Decisions | None = None,
) -> SideTable | None:
    """Return the sheet as a table with the needed columns, None after saying that they aren't there."""
    decisions = decisions or Decisions()
    problems += sheet.problems
    header = decisions.header_row if decisions.header_row is not None else find_header(sheet.rows)
    columns = read_columns(sheet, header, 1, None, None, decisions.columns) if header is not None else []
    names = unit_names(roster) if roster else None
    if names and header is not None:
        columns = with_unit_column(columns, sheet, header + 1, names)
    by_meaning: dict[Meaning, Column] = {}
    for column in columns:
        by_meaning.setdefault(column.meaning, column)
    more = {meaning: [column for column in columns if column.meaning == meaning][1:] for meaning in _ADDED_UP}
    reasons = _reasons_apart([column for column in columns if column.meaning == "reason"], by_meaning)
    for column in columns:
        first = by_meaning[column.meaning]
        if column is not first and column.filled and column.meaning in (*_ONCE, *_FIRST) and column not in reasons.values():
            differ = column.meaning in _ONCE and _texts_differ(sheet, header + 1, first, column)
            said = words.SIDE_COLUMN_TWICE if differ else words.SIDE_COLUMN_UNUSED
            code, severity = ("column_twice", "error") if differ else ("unused_column", "info")
            message = said.format(header=column.header, first=first.letter)
            problems.append(sheet.problem(code, severity, message, None, column.index, column.header))
    if (
        header is None
        or any(need not in by_meaning for need in needs)
        or (needs_one and not any(need in by_meaning for need in needs_one))
    ):
        problems.append(sheet.problem("no_header", "error", words.NO_HEADER_SIDE.format(columns=columns_in_words)))
        return None
    title = [period for row in sheet.rows[:header] for cell in row for period in periods_in(cell)]
    return SideTable(sheet, header + 1, by_meaning, problems, title[0] if title else None, decisions, names, reasons, more)


def _texts_differ(sheet: Sheet, first_row: int, one: Column, other: Column) -> bool:
    rows = range(first_row, len(sheet.rows))
    pairs = ((sheet.cell(row, one.index).strip(), sheet.cell(row, other.index).strip()) for row in rows)
    return any(there and here != there for here, there in pairs)


def _reasons_apart(columns: Sequence[Column], by_meaning: Mapping[Meaning, Column]) -> dict[Meaning, Column]:
    """Return which of two columns of reasons is about bonus and which about deduction; nothing where that isn't said."""
    if len(columns) != len(_SIGNS) or not _SIGNS.keys() <= by_meaning.keys():
        return {}
    found = {meaning: [c for c in columns if any(sign in c.header for sign in signs)] for meaning, signs in _SIGNS.items()}
    apart = {meaning: about[0] for meaning, about in found.items() if len(about) == 1}
    return apart if len({column.index for column in apart.values()}) == len(_SIGNS) else {}
