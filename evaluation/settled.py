"""What people settled about a sheet: remembered for its sender, recalled the next time, and put on record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evaluation.cells import plain
from evaluation.decisions import ColumnChoice, Decisions, NameKind, Remembered
from evaluation.headers import usual_meaning
from evaluation.matching import Matched
from evaluation.sheet import Sheet
from evaluation.spelling import column_letter

_ASKED: dict[str, NameKind] = {"unknown_unit": "unit", "ambiguous_unit": "unit", "unknown_indicator": "indicator"}
BETWEEN = "、"


@dataclass(frozen=True)
class Settled:
    """One thing that a person settled about a sheet, in words that stay readable.

    ``kind`` is cell, row, unit, indicator, column, header, sheet or kept; ``place`` a cell, column or row, or "";
    ``found`` what the file says and ``settled`` what counts instead ("" = left out).
    """

    kind: str
    place: str
    found: str
    settled: str


def sender_of(matched: Matched) -> str:
    """Return whose sheet it is: the dimensions that its marks belong to, in the scheme's order; "" where none is known."""
    indicators = {column.indicator for column in matched.columns} | set(matched.rows.indicator)
    present = {dimension for name, dimension in matched.scheme.dimension_of.items() if name in indicators}
    return BETWEEN.join(dimension.name for dimension in matched.scheme.dimension if dimension.name in present)


def recalled(matched: Matched, memory: Sequence[Remembered]) -> Decisions:
    """Return the sheet's decisions with what is remembered of its sender added; the same object where that is nothing.

    Columns come first, because they say whose sheet it is: match again and ask again for the names.
    """
    if not memory or matched.kind not in ("wide", "long"):
        return matched.decisions
    return _recalled_columns(matched, memory) or _recalled_names(matched, memory) or matched.decisions


def _recalled_columns(matched: Matched, memory: Sequence[Remembered]) -> Decisions | None:
    """Take a header as before where every sender that fits what is known of the sheet agrees on it."""
    indicators = {indicator.name for indicator in matched.scheme.indicators}
    decisions, columns, taken = matched.decisions, {}, {}
    for column in matched.columns:
        if column.index in decisions.columns or ("column", column.header) in decisions.ask_again:
            continue
        item = _agreed(matched, memory, "column", column.header)
        if item and (not item.name or item.name in indicators):
            columns[column.index] = ColumnChoice(item.meaning, item.name, item.rater)
            taken["column", column.header] = item
    if not columns:
        return None
    return replace(decisions, columns={**decisions.columns, **columns}, recalled={**decisions.recalled, **taken})


def _agreed(matched: Matched, memory: Sequence[Remembered], kind: NameKind, text: str) -> Remembered | None:
    """Return what a header or an indicator's name means to all senders that what is known of the sheet so far fits.

    It may itself be what tells whose sheet it is, so that the sender needn't be the same yet.
    """
    known = set(filter(None, sender_of(matched).split(BETWEEN)))
    fitting = [
        item for item in memory if (item.kind, item.found) == (kind, plain(text)) and known <= set(item.sender.split(BETWEEN))
    ]
    return fitting[0] if len({(item.meaning, item.name, item.rater) for item in fitting}) == 1 else None


def _recalled_names(matched: Matched, memory: Sequence[Remembered]) -> Decisions | None:
    sender, decisions = sender_of(matched), matched.decisions
    of_sender = {item.found: item for item in memory if (item.sender, item.kind) == (sender, "unit")}
    known = {
        "unit": {unit.name for unit in matched.roster.units},
        "indicator": {indicator.name for indicator in matched.scheme.indicators},
    }
    taken = {}
    for problem in matched.problems:
        kind = _ASKED.get(problem.code)
        if kind is None:
            continue
        unit = of_sender.get(plain(problem.found))
        item = unit if kind == "unit" else _agreed(matched, memory, kind, problem.found)
        settled_already = {**decisions.recalled, **dict.fromkeys(decisions.ask_again)}
        if item and item.name in known[kind] and (kind, problem.found) not in settled_already:
            taken[kind, problem.found] = item
    if not taken:
        return None
    return replace(
        decisions,
        units={**decisions.units, **{found: item.name for (kind, found), item in taken.items() if kind == "unit"}},
        indicators={**decisions.indicators, **{found: item.name for (kind, found), item in taken.items() if kind == "indicator"}},
        recalled={**decisions.recalled, **taken},
    )


def to_remember(matched: Matched) -> list[Remembered]:
    """Return what a person settled about this sheet that holds for its sender's next one.

    Not remembered: rows left out (whoever drops a unit shall do so knowingly each time), and columns whose header is a
    word of any office's (得分), because it says nothing about whose sheet it is.
    """
    sender, decisions = sender_of(matched), matched.decisions
    if not sender:
        return []
    names: dict[NameKind, dict[str, str | None]] = {"unit": dict(decisions.units), "indicator": dict(decisions.indicators)}
    found = [
        Remembered(sender, kind, plain(text), name)
        for kind, said in names.items()
        for text, name in said.items()
        if name and (kind, text) not in decisions.recalled
    ]
    for column in matched.columns:
        choice = decisions.columns.get(column.index)
        usual = not column.header or usual_meaning(column.header)
        if choice and not usual and ("column", column.header) not in decisions.recalled:
            found.append(Remembered(sender, "column", plain(column.header), choice.indicator, choice.meaning, choice.rater))
    return found


def on_record(matched: Matched) -> Iterator[Settled]:
    """Yield everything that a person settled about this sheet, now or (names, columns) at an earlier import."""
    decisions, sheet = matched.decisions, matched.sheet
    if decisions.header_row is not None or decisions.header_rows is not None:
        first, last = (matched.header_row or 0) + 1, (matched.header_row or 0) + matched.header_depth
        yield Settled("header", str(first), "", f"{first}–{last}" if last > first else str(first))
    for column in matched.columns:
        if choice := decisions.columns.get(column.index):
            yield Settled("column", column.letter, column.header, choice.indicator or choice.meaning)
    for text, unit in decisions.units.items():
        yield Settled("unit", "", text, unit or "")
    for text, indicator in decisions.indicators.items():
        yield Settled("indicator", "", text, indicator or "")
    unit = matched.column("unit")
    for row in sorted(decisions.rows_out):
        yield Settled("row", str(row + 1), sheet.cell(row, unit.index) if unit else "", "")
    yield from _cells_on_record(sheet, decisions)


def on_record_beside(sheet: Sheet, decisions: Decisions) -> Iterator[Settled]:
    """Yield everything that a person settled about a sheet of adjustments or vetoes."""
    for text, unit in decisions.units.items():
        yield Settled("unit", "", text, unit or "")
    yield from _cells_on_record(sheet, decisions)


def _cells_on_record(sheet: Sheet, decisions: Decisions) -> Iterator[Settled]:
    for (row, column), text in sorted(decisions.cells.items()):
        yield Settled("cell", f"{column_letter(column)}{row + 1}", sheet.cell(row, column), text)
