"""The files beside the score sheets: roster, adjustments and vetoes. Same reading, same finding of names."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from evaluation.cells import MAX_NUMBER, plain, read_number
from evaluation.columns import Column
from evaluation.decisions import Decisions
from evaluation.headers import Meaning
from evaluation.hidden_signs import hidden_fault
from evaluation.periods import read_period
from evaluation.problems import Problem, ProblemsFound, errors
from evaluation.roster import Roster, Unit
from evaluation.scheme import Scheme
from evaluation.sheet import Sheet
from evaluation.side_table import POINTS, Line, open_table
from evaluation.spelling import column_index, spelled
from evaluation.table_rows import name_of
from evaluation.wording import conditions as area_words
from evaluation.wording import intake as words

_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\d{1,2}:\d{2}(?::\d{2})?)?")
_ALIAS_ENDS = re.compile("[、;；,，|/／\n]+")


@dataclass(frozen=True)
class Adjustment:
    """Points added to a unit's total (negative: deducted), with the reason and the cell that holds the points."""

    period: str | None
    unit: str
    points: Decimal
    reason: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class Veto:
    """An event that bars a unit, with its reason, its date (2022-06-03, or "") and its row in the file."""

    period: str | None
    unit: str
    reason: str
    date: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Adjustments:
    """What the files of adjustments say; with an error among ``problems`` nothing of it may be used."""

    entries: tuple[Adjustment, ...]
    problems: tuple[Problem, ...]
    decisions: Decisions = field(default_factory=Decisions)
    """What a person confirmed about the sheet."""
    lacks_period: bool = False
    """Whether neither title nor column names a period for some entry."""


@dataclass(frozen=True)
class Vetoes:
    """What the files of vetoes say; with an error among ``problems`` nothing of it may be used."""

    entries: tuple[Veto, ...]
    problems: tuple[Problem, ...]
    decisions: Decisions = field(default_factory=Decisions)
    """What a person confirmed about the sheet."""
    lacks_period: bool = False
    """Whether neither title nor column names a period for some entry."""


def read_roster(sheets: Sequence[Sheet]) -> Roster:
    """Return the roster that the sheets hold (单位, 类别, 别名, 顺序, 标签, 片区), in protocol order.

    Raises ProblemsFound with everything that is wrong with it.
    """
    problems: list[Problem] = []
    found: list[tuple[Unit, Line]] = []
    for sheet in sheets:
        table = open_table(sheet, ("unit", "group"), words.ROSTER_COLUMNS, problems)
        for line in table.lines() if table else ():
            unit = _unit(line)
            if unit.name or line.text("group") or line.text("aliases"):
                found.append((unit, line))
    problems += _roster_faults(found)
    if sheets and not found and not errors(problems):
        problems.append(sheets[0].problem("empty_roster", "error", words.EMPTY_ROSTER))
    if errors(problems):
        raise ProblemsFound(errors(problems))
    ordered = sorted((unit for unit, _ in found), key=lambda unit: unit.position)
    return Roster(tuple(replace(unit, position=place) for place, unit in enumerate(ordered, 1)))


def read_adjustments(
    sheets: Sequence[Sheet], scheme: Scheme, roster: Roster, *, period: str | None = None, decisions: Decisions | None = None
) -> Adjustments:
    """Return the points that the sheets add or take (单位, 加减分 or 加分 and 扣分, 事由, 考核期), and all problems.

    Entries that name no period belong to ``period``.
    """
    problems: list[Problem] = []
    entries: list[Adjustment] = []
    lacks_period = False
    for sheet in sheets:
        table = open_table(sheet, ("unit", "reason"), words.ADJUSTMENT_COLUMNS, problems, roster, POINTS, decisions)
        for line in table.lines() if table else ():
            unit, own = _who(line), _period(line, table.period)
            lacks_period |= bool(unit) and own is None
            points = list(_points(line, scheme.decimals))
            of_all = None if table.reasons else _reason(line)
            entries += [
                Adjustment(own or period, unit, number, reason, sheet.file, sheet.name, line.row + 1, column.letter)
                for number, column in points
                if (reason := _reason(line, column.meaning) if of_all is None else of_all) is not None and unit
            ]
    problems += _repeated(sheets, entries, lambda entry: (entry.period, entry.unit, entry.points, entry.reason))
    return Adjustments(tuple(entries), tuple(problems), decisions or Decisions(), lacks_period)


def read_vetoes(
    sheets: Sequence[Sheet], roster: Roster, *, period: str | None = None, decisions: Decisions | None = None
) -> Vetoes:
    """Return the vetoes that the sheets hold (单位, 事由, 日期, 考核期), and all problems.

    Entries that name no period belong to ``period``.
    """
    problems: list[Problem] = []
    entries: list[Veto] = []
    lacks_period = False
    for sheet in sheets:
        table = open_table(sheet, ("unit", "reason"), words.VETO_COLUMNS, problems, roster, decisions=decisions)
        for line in table.lines() if table else ():
            unit, reason, day = _who(line), _reason(line), _day(line)
            own = _period(line, table.period)
            if unit:
                lacks_period |= own is None
                entries.append(Veto(own or period, unit, reason, day, sheet.file, sheet.name, line.row + 1))
    problems += _repeated(sheets, entries, lambda entry: (entry.period, entry.unit, entry.reason, entry.date))
    return Vetoes(tuple(entries), tuple(problems), decisions or Decisions(), lacks_period)


def same_reasons(found: Sequence[tuple[Sheet, Adjustments]], period: str | None) -> Iterator[Problem]:
    """Name the entries that another sheet of this very intake has too: of two imports the later one's replace the earlier's.

    With other points one of the two would be lost: an error. With the same ones they count once.
    """
    seen: dict[tuple, tuple[Sheet, Adjustment]] = {}
    for sheet, adjustments in found:
        times: Counter[tuple] = Counter()
        for entry in adjustments.entries:
            about = entry.period or period, entry.unit, entry.reason
            times[about] += 1
            key = *about, times[about]
            first_sheet, first = seen.setdefault(key, (sheet, entry))
            if first_sheet is sheet:
                continue
            place = words.IN_FILE_ROW.format(
                file=first.file, sheet=words.IN_SHEET.format(sheet=first.sheet) * bool(first.sheet), row=first.row
            )
            is_same = first.points == entry.points
            code, severity, said = (
                ("same_entry", "warning", words.SAME_IN_OTHER_SHEET)
                if is_same
                else ("same_reason", "error", words.OTHER_POINTS_IN_OTHER_SHEET)
            )
            message = said.format(unit=entry.unit, reason=entry.reason, place=place, points=spelled(first.points))
            yield sheet.problem(code, severity, message, entry.row - 1, column_index(entry.column))


# — one cell each —


def _who(line: Line) -> str:
    """Return the unit's name, "" after saying that it can't be told."""
    text = line.text("unit")
    if text in (decided := line.table.decisions.units):
        if decided[text] is None:
            return ""
        if known := line.table.names.find(decided[text]).name:
            return known
    if not text:
        line.say("unit_missing", "error", words.NO_UNIT_NAME)
        return ""
    sheet, problems = line.table.sheet, line.table.problems

    def say(*about: object) -> None:
        problems.append(sheet.problem(*about))

    return name_of(line.row, line.table.columns["unit"].index, text, line.table.names, say) or ""


def _reason(line: Line, about: Meaning = "reason") -> str:
    """Return the reason, after saying what is wrong with it; ``about``: of bonus or deduction, where each has its own."""
    column = line.table.reasons.get(about)
    reason = line.text_in(column) if column else line.text("reason")
    if not plain(reason):
        line.say("reason_missing", "error", words.NO_REASON, "reason")
    if sentence := hidden_fault(reason, lines=True):
        line.say("hidden_sign", "error", sentence, "reason")
    return reason


def _period(line: Line, otherwise: str | None) -> str | None:
    text = line.text("period")
    if not text:
        return otherwise
    period = read_period(text)
    if period is None:
        line.say("bad_period", "error", words.BAD_PERIOD, "period")
    return period


def _points(line: Line, decimals: int) -> Iterator[tuple[Decimal, Column]]:
    """Yield the points of one row with their column: 加减分 as signed, 加分 as they are, 扣分 always taken off."""
    given = False
    parts = [number.value for meaning in POINTS[1:] if (number := read_number(line.text(meaning))).kind == "number"]
    net = read_number(line.text("points"))
    if parts and net.kind == "number":  # bonus, deduction and what they come to: the last is no third entry
        bonus, deduction = (read_number(line.text(meaning)) for meaning in POINTS[1:])
        comes_to = sum((abs(number.value) * sign for number, sign in ((bonus, 1), (deduction, -1)) if number.kind == "number"))
        if comes_to != net.value:
            message = words.NET_DIFFERS.format(points=spelled(net.value), net=spelled(Decimal(comes_to)))
            line.say("net_differs", "error", message, "points")
            return
    for meaning in POINTS[1:] if parts and net.kind == "number" else POINTS:
        column = line.table.columns.get(meaning)
        number = read_number(line.text(meaning))
        if column is None or number.kind == "missing":
            continue
        given = True
        points = _checked_points(line, meaning, decimals)
        if points is not None:
            yield points, column
    if not given:
        meaning = next(meaning for meaning in POINTS if meaning in line.table.columns)
        line.say("points_missing", "error", words.NO_POINTS, meaning)


def _checked_points(line: Line, meaning: Meaning, decimals: int) -> Decimal | None:
    number = read_number(line.text(meaning))
    value = number.value
    if number.kind != "number" or (line.row, line.table.columns[meaning].index) in line.table.sheet.without_value:
        line.say("not_a_number", "error", words.BAD_POINTS, meaning)
        return None
    if abs(value) >= MAX_NUMBER:
        line.say("too_large", "error", words.TOO_LARGE, meaning)
        return None
    if round(value, decimals) != value or words.HOW_ROUNDED in number.notes:
        line.say("too_many_places", "error", words.TOO_MANY_PLACES.format(decimals=decimals), meaning)
        return None
    if meaning == "bonus" and value < 0:
        line.say("negative_bonus", "error", words.NEGATIVE_BONUS, meaning)
        return None
    if meaning == "deduction" and value > 0:
        value = -value
        line.say("deduction_sign", "info", words.SIGN_OF_DEDUCTION.format(value=spelled(value)), meaning)
    if value == 0:
        line.say("zero_points", "warning", words.ZERO_POINTS, meaning)
    if number.notes:
        message = words.CONVERTED.format(value=spelled(value), how="，".join(number.notes))
        line.say("converted", "info", message, meaning)
    return value


def _day(line: Line) -> str:
    """Return the date as 2022-06-03, "" where there is none (or after saying that it can't be read)."""
    text = plain(line.text("date"))
    match = _DATE.fullmatch(text)
    try:
        if match:
            return date(*map(int, match.groups())).isoformat()
    except ValueError:
        pass
    if text:
        line.say("bad_date", "error", words.BAD_DATE, "date")
    return ""


def _repeated(sheets: Sequence[Sheet], entries: Sequence, key: Callable) -> Iterator[Problem]:
    """Warn of entries that say the same as one before."""
    by_place = {(sheet.file, sheet.name): sheet for sheet in sheets}
    seen: dict[tuple, int] = {}
    for entry in entries:
        if key(entry) in seen:
            sheet = by_place[entry.file, entry.sheet]
            message = words.SAME_ENTRY.format(row=seen[key(entry)])
            yield sheet.problem("same_entry", "warning", message, entry.row - 1, None, entry.unit)
        seen.setdefault(key(entry), entry.row)


# — roster —


def _unit(line: Line) -> Unit:
    aliases = tuple(dict.fromkeys(_listed(line.text("aliases"))))
    name = line.text("unit")
    position = read_number(line.text("position"))
    whole = position.value is not None and position.value == position.value.to_integral_value() and position.value >= 1
    others = tuple(alias for alias in aliases if alias != name)
    return Unit(name, line.text("group"), others, int(position.value) if whole else 0, _tags(line))


def _tags(line: Line) -> tuple[str, ...]:
    """Return the tags in 标签, and those in 片区 as values of that kind: 东 is 片区:东."""
    plain_tags, areas = (_listed(line.text(meaning)) for meaning in ("tags", "area"))
    return tuple(dict.fromkeys((*plain_tags, *(area_words.VALUE.format(kind=area_words.AREA, value=area) for area in areas))))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in _ALIAS_ENDS.split(text) if part.strip()]


def _roster_faults(found: list[tuple[Unit, Line]]) -> Iterator[Problem]:
    names: dict[str, int] = {}
    positions: dict[int, int] = {}
    groups: dict[str, tuple[str, int]] = {}
    numbered = any(line.text("position") for _, line in found)
    for unit, line in found:
        if not unit.name:
            yield line.problem("unit_missing", "error", words.NO_UNIT_NAME)
        elif not unit.group:
            yield line.problem("group_missing", "error", words.NO_GROUP.format(unit=unit.name), "group")
        for meaning in ("unit", "group", "aliases", "tags", "area"):
            if sentence := hidden_fault(line.text(meaning), lines=True):
                yield line.problem("hidden_sign", "error", sentence, meaning)
        yield from _taken_names(unit, line, names)
        spelling, row = groups.setdefault(plain(unit.group).lower(), (unit.group, line.row + 1))
        if spelling != unit.group:  # two groups that look like one would each be ranked by itself
            message = words.GROUP_SPELLING.format(found=unit.group, row=row, other=spelling)
            yield line.problem("group_spelling", "error", message, "group")
        if numbered and not unit.position:
            blank = not line.text("position")
            message = words.POSITION_BLANK.format(unit=unit.name) if blank else words.BAD_POSITION
            yield line.problem("bad_position", "error", message, "position")
        elif numbered and positions.setdefault(unit.position, line.row + 1) != line.row + 1:
            message = words.POSITION_TWICE.format(found=unit.position, row=positions[unit.position])
            yield line.problem("position_twice", "error", message, "position")


def _taken_names(unit: Unit, line: Line, names: dict[str, int]) -> Iterator[Problem]:
    """Names that look the same to the matching are the same: 东坪村 and 东 坪 村 can't both be units."""
    for place, name in enumerate((unit.name, *unit.aliases)):
        form = plain(name).lower()
        if form and form in names:
            message = words.NAME_TWICE.format(name=name, row=names[form])
            yield line.problem("name_twice", "error", message, "aliases" if place else "unit")
        elif form:
            names[form] = line.row + 1
