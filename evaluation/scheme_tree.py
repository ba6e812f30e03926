"""The scheme's tables as people see and change them in a grid: rows out, a grid's edits in, new tables back. Pure.

The indicator table is a tree: a dimension's name, share and floor stand in its first row only. Blank cells below are
display; each row knows its dimension, so that taking out a first row moves nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from evaluation.scheme import RULE_KEYS, RULE_MAY, RULE_NEEDS, whole_weights
from evaluation.scheme_tables import Row, Tables, join_items, new_row, split_items, strangers, tidy, to_cell
from evaluation.wording import scheme_page as words

_NOT_OF_INDICATOR = ("drop", "order", "share", "floor", "dimension")
_SEEN_AS_RANGE = ("full_mark", "low", "high", "scale")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:–|—|~|至|到|-)\s*(-?\d+(?:\.\d+)?)")
_RULE_CODES = {chinese: code for code, chinese in words.CHOICES["rule"].items()}
_LOG = words.CHOICES["scale"]["log"]


@dataclass(frozen=True)
class Edits:
    """What a person did in a grid: cells by row number and column, rows added below."""

    edited: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    added: Sequence[Mapping[str, Any]] = ()

    @property
    def is_structural(self) -> bool:
        """Say whether the grid has to be drawn anew to show where things are now."""
        place = {"drop", "order", "dimension", "share"}
        return (any(place.intersection(cells) for cells in self.added)
                or any({*place, "floor", "rule"}.intersection(cells) for cells in self.edited.values()))


@dataclass(frozen=True)
class TreeRow:
    """One row of the tree: its dimension, and where its indicator stands in the table; None: the dimension has none yet."""

    dimension: str
    place: int | None


def tree_rows(tables: Tables) -> list[TreeRow]:
    """Return the rows of the tree: dimensions in their order, each with its indicators, at least one row each."""
    indicators = tables.parts["indicator"]
    rows = []
    for dimension in [row["name"].strip() for row in tables.parts["dimension"]] + strangers(tables):
        places = [place for place, row in enumerate(indicators) if row["dimension"].strip() == dimension]
        if TreeRow(dimension, places[0] if places else None) not in rows:
            rows += [TreeRow(dimension, place) for place in places or [None]]
    return rows


def tree_cells(tables: Tables) -> list[dict[str, str]]:
    """Return one dict of cells per row of the tree, under the keys of ``words.TREE``."""
    shares, floors = shares_of(tables), {row["name"].strip(): row["floor"] for row in tables.parts["dimension"]}
    cells, above = [], None
    for number, row in enumerate(tree_rows(tables), start=1):
        indicator = tables.parts["indicator"][row.place] if row.place is not None else {}
        head = {"dimension": row.dimension, "share": shares.get(row.dimension, ""), "floor": floors.get(row.dimension, "")}
        cells.append({
            **{key: indicator.get(key, "") for key in words.TREE}, "order": str(number),
            **(head if row.dimension != above else dict.fromkeys(head, "")),
            "rule": _shown_rule(indicator), "range": _shown_range(indicator)})
        above = row.dimension
    return cells


def shares_of(tables: Tables) -> dict[str, str]:
    """Return each dimension's weight over the sum of all (1/3, 4/10); its weight as written where that can't be said."""
    weights = {row["name"].strip(): row["weight"] for row in tables.parts["dimension"]}
    try:
        numbers = {name: Decimal(tidy(weight)) for name, weight in weights.items()}
        total = sum(numbers.values(), Decimal(0))
        return {name: f"{number.normalize():f}/{total.normalize():f}" for name, number in numbers.items()}
    except (InvalidOperation, ValueError):
        return weights


def extra_columns(tables: Tables) -> tuple[str, ...]:
    """Return the parameters that have to be shown: those some indicator's rule needs, or that hold anything."""
    shown = []
    for key in RULE_KEYS:
        if key in _SEEN_AS_RANGE:
            continue
        if any(row[key].strip() or key in _parameters(row["rule"]) for row in tables.parts["indicator"]):
            shown.append(key)
    return tuple(shown)


def _parameters(rule: str) -> tuple[str, ...]:
    code = _RULE_CODES.get(rule.strip(), "")
    return (*RULE_NEEDS.get(code, ()), *RULE_MAY.get(code, ()))


def _shown_rule(indicator: Row) -> str:
    rule = indicator.get("rule", "")
    is_log = rule == words.CHOICES["rule"]["goalposts"] and indicator.get("scale") == _LOG
    return words.LOG_RULE if is_log else rule


def _shown_range(indicator: Row) -> str:
    low, high, full_mark = (indicator.get(key, "") for key in ("low", "high", "full_mark"))
    parts = [full_mark, words.RANGE.format(low=low, high=high) if low or high else ""]
    none = words.NO_RANGE if indicator and not _parameters(indicator["rule"]) else ""
    return words.RANGE_SEPARATOR.join(filter(None, parts)) or none


# --- edits ----------------------------------------------------------------------------------------------------------

def edit_tree(tables: Tables, edits: Edits) -> Tables:
    """Return the tables after a person's edits in the tree drawn from ``tables``."""
    new, rows = tables.copy(), tree_rows(tables)
    indicators, places = new.parts["indicator"], {}
    for number, cells in sorted(edits.edited.items()):
        row = rows[number]
        _edit_dimension(new, row.dimension, cells)
        if row.place is None and any(value for key, value in cells.items() if key not in _NOT_OF_INDICATOR):
            indicators.append({**new_row("indicator"), "dimension": row.dimension})
            places[number] = len(indicators) - 1
        elif row.place is not None:
            places[number] = row.place
        if number in places:
            _edit_indicator(indicators[places[number]], cells)
    for cells in edits.added:
        dimension = str(cells.get("dimension") or (rows[-1].dimension if rows else ""))
        indicators.append({**new_row("indicator"), "dimension": dimension})
        _edit_dimension(new, dimension, cells)
        _edit_indicator(indicators[-1], cells)
    _arrange(new, rows, edits)
    return new


def _edit_dimension(tables: Tables, name: str, cells: Mapping[str, Any]) -> None:
    if "share" in cells:
        _set_share(tables, name, to_cell("share", cells["share"]))
    if "floor" in cells:
        for row in tables.parts["dimension"]:
            if row["name"].strip() == name:
                row["floor"] = to_cell("floor", cells["floor"])


def _set_share(tables: Tables, name: str, text: str) -> None:
    """Set a dimension's weight; for a share (40 %, 2/5) the others keep their proportions in what is left."""
    if tidy(text) == shares_of(tables).get(name):
        return
    own = [row for row in tables.parts["dimension"] if row["name"].strip() == name]
    others = [row for row in tables.parts["dimension"] if row["name"].strip() != name]
    share, weights = _share(tidy(text)), _positive_weights(others)
    if share is None or not weights:
        for row in own:
            row["weight"] = text
        return
    wholes = whole_weights([share * sum(weights), *(weight * (1 - share) for weight in weights)])
    for row, whole in zip([*own, *others], wholes, strict=True):
        row["weight"] = str(whole)


def _positive_weights(rows: Sequence[Row]) -> list[Fraction]:
    """Return the rows' weights, nothing where one of them is no positive number."""
    try:
        weights = [Fraction(Decimal(tidy(row["weight"]))) for row in rows]
    except (ArithmeticError, ValueError):
        return []
    return weights if all(weight > 0 for weight in weights) else []


def _share(text: str) -> Fraction | None:
    """Return 40% or 2/5 as a fraction between 0 and 1, None for anything else (a plain number is a weight)."""
    try:
        if text.endswith("%"):
            share = Fraction(Decimal(text[:-1])) / 100
        elif "/" in text:
            share = Fraction(Decimal(text.split("/")[0])) / Fraction(Decimal(text.split("/")[1]))
        else:
            return None
    except (ArithmeticError, ValueError):
        return None
    return share if 0 < share < 1 else None


def _edit_indicator(row: Row, cells: Mapping[str, Any]) -> None:
    for key, value in cells.items():
        text = to_cell(key, value)
        if key == "range":
            _set_range(row, text)
        elif key == "rule":
            _set_rule(row, text)
        elif key == "dimension":
            row["dimension"] = text or row["dimension"]
        elif key in row:
            row[key] = text


def _set_rule(row: Row, text: str) -> None:
    """Set the rule, and take out the parameters that it has no use for."""
    row["rule"] = words.CHOICES["rule"]["goalposts"] if text == words.LOG_RULE else text
    used = _parameters(row["rule"])
    for key in ("full_mark", *RULE_KEYS):
        if key not in used:
            row[key] = ""
    if "scale" in used:
        row["scale"] = _LOG if text == words.LOG_RULE else ""


def _set_range(row: Row, text: str) -> None:
    """Read 100, 0–20, or both set apart by a semicolon; what is none of these is kept for the check to refuse."""
    row.update(full_mark="", low="", high="")
    for part in filter(None, map(str.strip, re.split("[;；]", text))):
        if found := _RANGE.fullmatch(tidy(part)):
            row["low"], row["high"] = found[1], found[2]
        elif part != words.NO_RANGE:
            row["full_mark"] = part


def _arrange(tables: Tables, rows: Sequence[TreeRow], edits: Edits) -> None:
    """Move indicators to the row numbers that were typed, each within its dimension, and take out the dropped ones.

    A dropped row without an indicator takes its dimension along. Added ones stay at the end.
    """
    indicators, cells = tables.parts["indicator"], {number: edits.edited.get(number, {}) for number in range(len(rows))}
    key = {row.place: _order_key(number, cells[number]) for number, row in enumerate(rows)}
    dropped = [row for number, row in enumerate(rows) if cells[number].get("drop")]
    order = sorted(range(len(indicators)), key=lambda place: key.get(place, float("inf")))
    places, gone = {row.place for row in dropped}, {row.dimension for row in dropped if row.place is None}
    tables.parts["indicator"] = [indicators[place] for place in order if place not in places]
    tables.parts["dimension"] = [row for row in tables.parts["dimension"] if row["name"].strip() not in gone]


def _order_key(number: int, cells: Mapping[str, Any]) -> float:
    """Return where a row goes among the others: its own place, or just before or behind the one whose number was typed."""
    try:
        target = Decimal(tidy(str(cells.get("order", number + 1)))) - 1
    except InvalidOperation:
        return number
    if not target.is_finite() or target == number:
        return number
    return float(max(-1, min(target, 10**6))) + (0.5 if target > number else -0.5)


def edit_part(tables: Tables, part: str, edits: Edits) -> Tables:
    """Return the tables after a person's edits in the plain table of one part; renaming a dimension or aspect follows through."""
    new = tables.copy()
    rows = new.parts[part]
    for number, cells in edits.edited.items():
        if "name" in cells:
            _rename(new, part, rows[number], to_cell("name", cells["name"]))
        _fill(rows[number], cells)
    order = sorted(range(len(rows)), key=lambda number: _order_key(number, edits.edited.get(number, {})))
    new.parts[part] = [rows[number] for number in order if not edits.edited.get(number, {}).get("drop")]
    for cells in edits.added:
        new.parts[part].append(new_row(part))
        _fill(new.parts[part][-1], cells)
    return new


def _fill(row: Row, cells: Mapping[str, Any]) -> None:
    row.update({key: to_cell(key, value) for key, value in cells.items() if key in row})


def _rename(tables: Tables, part: str, row: Row, name: str) -> None:
    old, name = row["name"].strip(), name.strip()
    if not old or not name or part not in ("dimension", "aspect"):
        return
    if part == "aspect":
        for indicator in tables.parts["indicator"]:
            if indicator["aspect"].strip() == old and indicator["dimension"] == row["dimension"]:
                indicator["aspect"] = name
        return
    for below in (*tables.parts["indicator"], *tables.parts["aspect"]):
        if below["dimension"].strip() == old:
            below["dimension"] = name
    first = split_items(tables.options["tie_break"])
    tables.options["tie_break"] = join_items(name if item == old else item for item in first)
