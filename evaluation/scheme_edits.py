"""What people do in a grid, taken over into the scheme's tables: edits in, new tables back. Pure.

Edits are counted from the tables that the grid was drawn from; each row of the tree knows its dimension, so that taking
out a dimension's first row moves nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from evaluation.scheme import RULE_KEYS, whole_weights
from evaluation.scheme_tables import Row, Tables, join_items, new_row, number_in, split_items, tidy, to_cell
from evaluation.scheme_tree import LOG, parameters_of, shares_of, tree_rows
from evaluation.wording import scheme_page as words

_NOT_OF_INDICATOR = ("drop", "order", "share", "floor", "dimension")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:–|—|~|至|到|-)\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Edits:
    """What a person did in a grid: cells by row number and column, rows added below."""

    edited: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    added: Sequence[Mapping[str, Any]] = ()

    @property
    def is_structural(self) -> bool:
        """Say whether the grid has to be drawn anew to show where things are now."""
        place = {"drop", "order", "dimension", "share"}
        return any(cells.get(key) for cells in self.added for key in place) or any(
            {*place, "floor", "rule"}.intersection(cells) for cells in self.edited.values()
        )


def edit_tree(tables: Tables, edits: Edits) -> Tables:
    """Return the tables after a person's edits in the tree drawn from ``tables``."""
    new, rows = tables.copy(), tree_rows(tables)
    indicators = new.parts["indicator"]
    places = [row.place for row in rows]
    shares: dict[str, str] = {}
    for number, cells in sorted(edits.edited.items()):
        _edit_dimension(new, rows[number].dimension, cells, shares)
        if places[number] is None and any(value for key, value in cells.items() if key not in _NOT_OF_INDICATOR):
            indicators.append({**new_row("indicator"), "dimension": rows[number].dimension})
            places[number] = len(indicators) - 1
        if places[number] is not None:
            _edit_indicator(indicators[places[number]], cells)
    added = _typed("indicator", edits.added)
    for typed in added:
        dimension = str(typed.get("dimension") or (rows[-1].dimension if rows else ""))
        indicators.append({**new_row("indicator"), "dimension": dimension})
        _edit_dimension(new, dimension, typed, shares)
        _edit_indicator(indicators[-1], typed)
    _set_shares(new, shares)
    cells = [edits.edited.get(number, {}) for number in range(len(rows))]
    _arrange(new, places, [*cells, *added])
    gone = {row.dimension for row, place, mine in zip(rows, places, cells, strict=True) if place is None and mine.get("drop")}
    new.parts["dimension"] = [row for row in new.parts["dimension"] if row["name"].strip() not in gone]
    return new


def _typed(part: str, added: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the added rows in which somebody wrote something, and that weren't dropped again."""
    blank = new_row(part)
    return [
        cells
        for cells in added
        if not cells.get("drop")
        and any(to_cell(key, value) != blank.get(key, "") for key, value in cells.items() if key != "drop")
    ]


def _edit_dimension(tables: Tables, name: str, cells: Mapping[str, Any], shares: dict[str, str]) -> None:
    """Set a dimension's floor, and note its share in ``shares``: those that are typed together are set together.

    A blank in a dimension's later row is none: nothing stands there to begin with.
    """
    if "share" in cells:
        shares[name] = tidy(to_cell("share", cells["share"])) or shares.get(name, "")
    if "floor" in cells:
        for row in tables.parts["dimension"]:
            if row["name"].strip() == name:
                row["floor"] = to_cell("floor", cells["floor"])


def _set_shares(tables: Tables, typed: Mapping[str, str]) -> None:
    """Set dimensions' weights. Shares (40 %, 2/5) become what was typed; the others keep their proportions in what is left.

    Shares that can't be so, since they don't add up, stay as they were typed, for the check to refuse.
    """
    now = shares_of(tables)
    if all(text == now.get(name) for name, text in typed.items()):
        return
    shares = {name: share for name, text in typed.items() if (share := _share(text))}
    for row in tables.parts["dimension"]:
        row["weight"] = typed.get(row["name"].strip(), row["weight"])
    given = [row for row in tables.parts["dimension"] if row["name"].strip() in shares]
    others = [row for row in tables.parts["dimension"] if row["name"].strip() not in shares]
    fractions, weights = [shares[row["name"].strip()] for row in given], _positive_weights(others)
    left = 1 - sum(fractions)
    if not given or len(weights) < len(others) or left < 0 or (left > 0) != bool(others):
        return
    wholes = whole_weights([*fractions, *(weight * left / sum(weights) for weight in weights)])
    for row, whole in zip([*given, *others], wholes, strict=True):
        row["weight"] = str(whole)


def _positive_weights(rows: Sequence[Row]) -> list[Fraction]:
    """Return the rows' weights, nothing where one of them is no positive number."""
    try:
        weights = [Fraction(number_in(row["weight"])) for row in rows]
    except ValueError:
        return []
    return weights if all(weight > 0 for weight in weights) else []


def _share(text: str) -> Fraction | None:
    """Return 40% or 2/5 as a fraction between 0 and 1, None for anything else (a plain number is a weight)."""
    try:
        if text.endswith("%"):
            share = Fraction(number_in(text[:-1])) / 100
        elif "/" in text:
            part, whole = text.split("/")[:2]
            share = Fraction(number_in(part)) / Fraction(number_in(whole))
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
    used = parameters_of(row["rule"])
    for key in ("full_mark", *RULE_KEYS):
        if key not in used:
            row[key] = ""
    if "scale" in used:
        row["scale"] = LOG if text == words.LOG_RULE else ""


def _set_range(row: Row, text: str) -> None:
    """Read 100, 0–20, or both set apart by a semicolon; what is none of these is kept for the check to refuse."""
    row.update(full_mark="", low="", high="")
    for part in filter(None, map(str.strip, re.split("[;；]", text))):
        if found := _RANGE.fullmatch(tidy(part)):
            row["low"], row["high"] = found[1], found[2]
        elif part != words.NO_RANGE:
            row["full_mark"] = part


def _arrange(tables: Tables, places: Sequence[int | None], cells: Sequence[Mapping[str, Any]]) -> None:
    """Move indicators to the row numbers that were typed, each within its dimension, and take out the dropped ones.

    ``places`` says where the indicators of the first rows stand; those of the added rows are the last ones.
    """
    indicators = tables.parts["indicator"]
    added = len(cells) - len(places)
    where = [*places, *range(len(indicators) - added, len(indicators))]
    key = {place: _order_key(number, cells[number]) for number, place in enumerate(where)}
    dropped = {place for number, place in enumerate(where) if cells[number].get("drop")}
    order = sorted(range(len(indicators)), key=key.__getitem__)
    tables.parts["indicator"] = [indicators[place] for place in order if place not in dropped]


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
    _follow_names(new, part, tables.parts[part], edits)
    for number, cells in edits.edited.items():
        _fill(rows[number], cells)
    order = sorted(range(len(rows)), key=lambda number: _order_key(number, edits.edited.get(number, {})))
    new.parts[part] = [rows[number] for number in order if not edits.edited.get(number, {}).get("drop")]
    for cells in _typed(part, edits.added):
        new.parts[part].append(new_row(part))
        _fill(new.parts[part][-1], cells)
    return new


def _fill(row: Row, cells: Mapping[str, Any]) -> None:
    row.update({key: to_cell(key, value) for key, value in cells.items() if key in row})


def _follow_names(tables: Tables, part: str, drawn: Sequence[Row], edits: Edits) -> None:
    """Let what names a dimension or aspect follow all new names at once: two that swap their names stay two."""
    named = [(drawn[number], to_cell("name", cells["name"]).strip()) for number, cells in edits.edited.items() if "name" in cells]
    if part == "dimension":
        _rename_dimensions(tables, {row["name"].strip(): name for row, name in named if name})
    if part == "aspect":
        _rename_aspects(tables, {(row["dimension"].strip(), row["name"].strip()): name for row, name in named if name})


def _rename_dimensions(tables: Tables, names: Mapping[str, str]) -> None:
    for below in (*tables.parts["indicator"], *tables.parts["aspect"]):
        below["dimension"] = _renamed(below["dimension"], names)
    first = split_items(tables.options["tie_break"])
    if names.keys() & first:
        tables.options["tie_break"] = join_items(_renamed(item, names) for item in first)


def _rename_aspects(tables: Tables, names: Mapping[tuple[str, str], str]) -> None:
    for indicator in tables.parts["indicator"]:
        dimension = indicator["dimension"].strip()
        own = {old: name for (above, old), name in names.items() if above == dimension}
        indicator["aspect"] = _renamed(indicator["aspect"], own)


def _renamed(name: str, names: Mapping[str, str]) -> str:
    """Return the new name; a blank one was nobody's."""
    return names.get(name.strip(), name) if name.strip() else name
