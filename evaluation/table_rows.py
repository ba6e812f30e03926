"""What each row below the header is: a unit's, a total, a footer … Every row is accounted for."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from evaluation.cells import looks_like_mark, plain
from evaluation.columns import Column
from evaluation.decisions import Decisions, NameKind
from evaluation.names import Names
from evaluation.problems import Problem, Severity
from evaluation.sheet import Sheet
from evaluation.wording import intake as words

Say = Callable[..., None]

RowKind = Literal["unit", "total", "footer", "section", "full_mark", "header", "skipped", "stray", "unknown", "blank"]
SET_ASIDE = ("total", "footer", "section", "full_mark", "header", "stray", "skipped")

_TOTAL = re.compile(
    "(?:全镇|全部|全体|各村|各单位|总|镇)?(?:合计|总计|小计|共计|合计分|总分|累计|汇总|"
    "平均|平均分|平均得分|均分|平均值|最高|最高分|最低|最低分|中位数|标准差)[:]?"
)
_FOOTER = re.compile(
    r"(?:(?:注|备注|说明|附注|附|注释)\d*[:.、]"
    r"|(?:制表|填表|审核|复核|审批|审签|签字|签章|盖章|负责人|分管领导|主要领导|领导签字|填报|打印|报送|联系人|联系电话|单位负责人|"
    r"评分人|考核组|考核人|日期|时间|校对|统计|录入|核对|单位)(?:人|员|单位|日期|时间|部门|签字|\(签字\)|\(盖章\))?[:]"
    r"|(?:制表|填表|审核|复核|制表人|填表人|审核人|备注|说明)$)"
)
_FULL_MARKS = ("满分", "分值", "标准分", "满分值", "满分分值", "标准分值")
LONG_TEXT = 25
MAX_MERGED_COLUMNS = 50


class Row(NamedTuple):
    """One row below the header, by its 0-based index; ``unit`` (and ``indicator`` in long sheets) for kind "unit"."""

    index: int
    kind: RowKind
    unit: str = ""
    indicator: str = ""


class Rows(Sequence[Row]):
    """Rows below the header, in order; each becomes a ``Row`` when somebody asks for it.

    ``index``, ``unit`` and ``indicator`` have an entry for every row. ``odd`` holds, by position, the rows that weren't plainly a
    unit's; every other one is of kind "unit".
    """

    def __init__(self, index: Sequence[int], unit: Sequence[str], indicator: Sequence[str], odd: Mapping[int, Row]):
        self.index, self.unit, self.indicator, self.odd = index, unit, indicator, odd

    @property
    def has_plain(self) -> bool:
        """Whether any row is plainly a unit's."""
        return len(self.odd) < len(self.index)

    @property
    def named_units(self) -> set[str]:
        """The units that rows of kind "unit" are about."""
        out = {position for position, row in self.odd.items() if row.kind != "unit"}
        if not out:
            return set(self.unit)
        return {unit for position, unit in enumerate(self.unit) if position not in out}

    def of_kinds(self, *kinds: RowKind) -> "Rows":
        """Return the rows of some kinds; "unit" must be among them."""
        out = {position for position, row in self.odd.items() if row.kind not in kinds}
        if not out:
            return self
        kept = [position for position in range(len(self)) if position not in out]
        columns = ([column[position] for position in kept] for column in (self.index, self.unit, self.indicator))
        return Rows(*columns, {place: self.odd[position] for place, position in enumerate(kept) if position in self.odd})

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, position: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(position, slice):
            return tuple(self[each] for each in range(*position.indices(len(self))))
        place = range(len(self))[position]
        return self.odd.get(place) or Row(self.index[place], "unit", self.unit[place], self.indicator[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None


def kind_by_label(label: str, has_marks: bool, groups: tuple[str, ...], is_filled: bool = False) -> RowKind | None:
    """Return what a row is whose first text is ``label`` and isn't a unit's name, None if it may be a unit's.

    In a row that fills the table's other columns (``is_filled``) a long text is a long name, not a note.
    """
    body = plain(label)
    if _TOTAL.fullmatch(body):
        return "total"
    if body in _FULL_MARKS:
        return "full_mark"
    if has_marks:
        return None
    if _FOOTER.match(body) or (not is_filled and (len(body) > LONG_TEXT or body.endswith("。"))):
        return "footer"
    if body in map(plain, groups) or re.match(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)", body):
        return "section"
    return None


class RowReader:
    """Reads the rows of one score sheet; what it has to say goes to ``problems``."""

    def __init__(
        self,
        sheet: Sheet,
        units: Names,
        indicators: Names,
        groups: tuple[str, ...],
        decisions: Decisions,
        grades: frozenset[str] = frozenset(),
    ):
        self.sheet, self.units, self.indicators = sheet, units, indicators
        self.groups, self.decisions, self.grades = groups, decisions, grades
        self.merged = merged_texts(sheet)
        self.rewritten_rows = {row for row, _ in decisions.cells}
        self.problems: list[Problem] = []
        self.said_of_names: dict[tuple[str, str], list[int]] = {}

    def read(self, first: int, columns: Sequence[Column], heading: Sequence[str]) -> Rows:
        """Return every row from ``first`` on; ``heading`` is the header row, which may come again on a later page."""
        unit = next(column.index for column in columns if column.meaning == "unit")
        name = next((column.index for column in columns if column.meaning == "indicator_name"), None)
        marks = [column.index for column in columns if column.meaning in ("indicator", "mark", "unknown")]
        header = [plain(cell) for cell in heading]
        unit_texts = self.sheet.grid.column(unit, first)
        names = self.sheet.grid.column(name, first) if name is not None else [""] * len(unit_texts)
        odd = {}
        for place in self._not_plain(first, unit_texts, names if name is not None else None):
            row = self._row(first + place, unit, marks, header)
            odd[place] = self._with_indicator(row, name) if row.kind == "unit" and name is not None else row
            unit_texts[place], names[place] = odd[place].unit, odd[place].indicator
        for position, times in self.said_of_names.values():
            if times > 1:
                message = self.problems[position].message + words.ALIKE_ROWS.format(count=times)
                self.problems[position] = replace(self.problems[position], message=message)
        return Rows(range(first, first + len(unit_texts)), unit_texts, names, odd)

    def _not_plain(self, first: int, units: list[str], indicators: list[str] | None) -> list[int]:
        """Return the places of the rows that don't name a unit (and its indicator) to the letter, or that a person changed."""
        found = _doubtful(units, self.units, self.decisions.units)
        if indicators is not None:
            found |= _doubtful(indicators, self.indicators, self.decisions.indicators)
        changed = {row - first for row in self.rewritten_rows | self.decisions.rows_out}
        return sorted(found | changed.intersection(range(len(units))))

    def text(self, row: int, column: int) -> str:
        """Return the cell's text, a person's rewriting of it, or what the merged cell over it says."""
        text = self.decisions.cells.get((row, column), self.sheet.cell(row, column))
        return text or self.merged.get((row, column), "")

    def _say(
        self,
        code: str,
        severity: Severity,
        message: str,
        row: int,
        column: int,
        found: str | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        self.problems.append(self.sheet.problem(code, severity, message, row, column, found, suggestions))

    def _say_of_name(self, code: str, severity: Severity, message: str, row: int, column: int, *more: object) -> None:
        """Say something about a name once, at its first place, though the name may stand in many rows."""
        said = self.said_of_names.setdefault((code, self.text(row, column)), [len(self.problems), 0])
        said[1] += 1
        if said[1] == 1:
            self._say(code, severity, message, row, column, *more)

    def _row(self, index: int, unit: int, marks: Sequence[int], header: Sequence[str]) -> Row:
        cells = self.sheet.rows[index]
        if not any(cell.strip() for cell in cells) and index not in self.rewritten_rows:
            return Row(index, "blank")
        if index in self.decisions.rows_out:
            return self._set_aside(index, "skipped", unit)
        text = self.text(index, unit)
        if text in self.decisions.units or (text.strip() and self.units.find(text).how != "unknown"):
            return self._unit_row(index, unit, text)
        if [plain(cell) for cell in cells] == header:
            return self._set_aside(index, "header", unit)
        has_marks = any(looks_like_mark(self.text(index, mark), self.grades) for mark in marks)
        label = text if text.strip() else next((cell for cell in cells if cell.strip()), "")
        if kind := kind_by_label(label, has_marks, self.groups):
            return self._set_aside(index, kind, unit, label)
        if text.strip():
            return self._unit_row(index, unit, text)
        if has_marks:
            self._say("unit_missing", "error", words.UNIT_MISSING, index, unit)
            return Row(index, "unknown")
        return self._set_aside(index, "stray", unit, label)

    def _set_aside(self, index: int, kind: RowKind, column: int, found: str | None = None) -> Row:
        self._say(f"{kind}_row", "info", words.SET_ASIDE_ROWS[kind], index, column, found)
        return Row(index, kind)

    def _unit_row(self, index: int, column: int, text: str) -> Row:
        if text in self.decisions.units:
            return self._decided(index, column, text)
        if name := name_of(index, column, text, self.units, self._say_of_name):
            merged = (index, column) in self.merged and not self.sheet.cell(index, column).strip()
            if merged:
                self._say_of_name("unit_merged", "info", words.UNIT_MERGED.format(name=name), index, column)
            return Row(index, "unit", name)
        return Row(index, "unknown")

    def _decided(self, index: int, column: int, text: str) -> Row:
        name = self.decisions.units[text]
        if name is None:
            return self._set_aside(index, "skipped", column)
        found = self.units.find(name).name
        if found is None:  # decided by another roster, one that comes with these very files or one that is no more
            known = name_of(index, column, text, self.units, self._say_of_name)
            return Row(index, "unit", known) if known else Row(index, "unknown")
        said = self._recalled("unit", text, found) or words.UNIT_DECIDED.format(name=found)
        self._say_of_name("unit_decided", "info", said, index, column)
        return Row(index, "unit", found)

    def _recalled(self, kind: NameKind, text: str, name: str) -> str:
        """Return who settled the name and when, "" where it was settled this time."""
        item = self.decisions.recalled.get((kind, text))
        return words.NAME_RECALLED.format(day=item.day, actor=item.actor, name=name) if item else ""

    def _with_indicator(self, row: Row, column: int) -> Row:
        """Return a long sheet's row with its indicator, or as unknown with the reason said."""
        text = self.text(row.index, column)
        decided = text in self.decisions.indicators
        if decided and self.decisions.indicators[text] is None:
            return self._set_aside(row.index, "skipped", column)
        found = self.indicators.find(self.decisions.indicators[text] if decided else text)
        if found.name:
            if decided or found.how != "exact":
                message = self._recalled("indicator", text, found.name)
                message = message or words.COLUMN_BY_ALIAS.format(header=text.strip(), name=found.name)
                self._say_of_name("indicator_by_alias", "info", message, row.index, column)
            return row._replace(indicator=found.name)
        suggestions = self.indicators.suggest(text)
        likely = words.LIKELY.format(name=suggestions[0]) if suggestions else ""
        message = words.NOT_NAMED_INDICATOR.format(found=text.strip(), likely=likely)
        message = message if text.strip() else words.NO_INDICATOR_NAME
        self._say_of_name("unknown_indicator", "error", message, row.index, column, None, suggestions)
        return row._replace(kind="unknown")


def _doubtful(texts: list[str], names: Names, decided: Collection[str]) -> set[int]:
    """Return the places of the texts that aren't a name to the letter, or that a person decided about."""
    found = set(names.others(texts))
    return found.union(place for place, text in enumerate(texts) if text in decided) if decided else found


def name_of(index: int, column: int, text: str, units: Names, say: Say) -> str | None:
    """Return the unit that a text names, or None after saying what it might be."""
    found = units.find(text)
    if found.name:
        if found.how != "exact":
            message = words.UNIT_BY_ALIAS if found.how == "alias" else words.UNIT_NORMALISED
            say(f"unit_{found.how}", "info", message.format(name=found.name), index, column)
    elif found.candidates:
        message = words.AMBIGUOUS_UNIT.format(found=text.strip(), names="、".join(found.candidates))
        say("ambiguous_unit", "error", message, index, column, None, found.candidates)
    else:
        suggestions = units.suggest(text)
        likely = words.LIKELY.format(name=suggestions[0]) if suggestions else ""
        say("unknown_unit", "error", words.UNKNOWN_UNIT.format(likely=likely), index, column, None, suggestions)
    return found.name


def merged_texts(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return (row, column) → text for the cells that a merged cell of several rows covers."""
    last = len(sheet.rows) - 1
    return {
        (row, column): sheet.cell(top, left)
        for top, left, bottom, right in sheet.merged
        if bottom > top <= last and right - left < MAX_MERGED_COLUMNS
        for row in range(top, min(bottom, last) + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
