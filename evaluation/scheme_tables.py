"""The scheme as tables of text cells, as people edit it on the page and in a workbook, and back.

One form for both; what the cells mean is decided by ``read_scheme`` alone (see ``scheme_faults.check_tables``).
"""

import copy
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from evaluation import condition_cells
from evaluation.problems import EvaluationError
from evaluation.scheme import MAX_INDICATORS, Scheme
from evaluation.wording import scheme_page as words

MAX_TEXT = 2_000_000
"""Characters of all cells together; ours have 10,000."""
CAPS = ("bonus_cap", "deduction_cap")
_PLACES = 40
"""A number with more before or after its point is shown as it was written, 1E+999999: written out it would fill the memory."""
_NUMBERS = frozenset(
    (
        "weight",
        "floor",
        "full_mark",
        "low",
        "high",
        "target",
        "step",
        "points_per_step",
        "minimum_total",
        "within_rank",
        "share",
        "decimals",
        *CAPS,
    )
)
_LISTS = frozenset(("aliases", "groups", "points", "periods", "tie_break"))
_FLAGS = frozenset(("whole_steps", "optional"))
_MAY_BE_LEFT_OUT = frozenset(
    (
        "source",
        "basis",
        "floor",
        "aspect",
        "full_mark",
        "low",
        "high",
        "scale",
        "points",
        "target",
        "step",
        "points_per_step",
        "whole_steps",
        "minimum_total",
        "within_rank",
        "condition",
        "optional",
        "periods",
        *CAPS,
    )
)
_PLAIN_PARTS = ("award", "veto_reason", "period_part")
_CODES = {key: {chinese: code for code, chinese in choices.items()} for key, choices in words.CHOICES.items()}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ITEM = re.compile(r'"((?:[^"]|"")*)"|([^、,，;；\n]+)')
_UNSAFE_ITEM = re.compile(r'[、,，;；\n"]|^\s|\s$|^$')
_DEFAULTS: Mapping[str, Any] = {"weight": 1, "rule": "mark", "better": "higher"}

Row = dict[str, str]


@dataclass
class Tables:
    """A scheme's content as text: one value per option, and rows of cells per part, keyed as in the TOML file.

    ``parts["indicator"]`` and ``parts["aspect"]`` name their dimension in each row; ``parts["grade"]`` holds name and share.
    """

    options: Row
    parts: dict[str, list[Row]]

    def copy(self) -> "Tables":
        """Return tables that may be changed without changing these."""
        return copy.deepcopy(self)


def new_row(part: str) -> Row:
    """Return an empty row of a part, with the values that the scheme file takes for granted."""
    return {key: to_cell(key, _DEFAULTS.get(key)) for key in words.COLUMNS[part]}


def scheme_tables(scheme: Scheme) -> Tables:
    """Return a scheme as tables; ``check_tables`` gives an equal scheme back."""
    return tables_of(asdict(scheme))


def tables_of(data: Mapping[str, Any]) -> Tables:
    """Return what a scheme file holds as tables, as far as its structure goes; defaults stand where the file says nothing."""
    dimensions, grades, caps = _tables_in(data, "dimension"), data.get("grades"), data.get("adjustment")
    shares = grades.items() if isinstance(grades, Mapping) else ()
    parts = {part: [_row(part, item) for item in _tables_in(data, part)] for part in ("dimension", *_PLAIN_PARTS)}
    parts |= {part: _below(dimensions, part) for part in ("aspect", "indicator")}
    parts["grade"] = [_row("grade", {"name": name, "share": share}) for name, share in shares]
    defaults = {key.name: key.default for key in fields(Scheme) if key.default is not MISSING}
    given = {**defaults, **data, **(caps if isinstance(caps, Mapping) else {})}
    return Tables({key: to_cell(key, given.get(key)) for key in words.OPTIONS}, parts)


def check_size(tables: Tables) -> None:
    """Raise EvaluationError for tables that no scheme fills: each cell is checked, said and drawn."""
    count = max(map(len, tables.parts.values()))
    if count > MAX_INDICATORS:
        raise EvaluationError(words.TOO_LARGE.format(count=count, limit=MAX_INDICATORS))
    rows = [tables.options, *(row for part in tables.parts.values() for row in part)]
    if sum(len(cell) for row in rows for cell in row.values()) > MAX_TEXT:
        raise EvaluationError(words.TOO_MUCH_TEXT.format(limit=MAX_TEXT // 10_000))


def _tables_in(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = data.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list | tuple) else []


def _below(dimensions: Iterable[Mapping[str, Any]], part: str) -> list[Row]:
    return [
        _row(part, {**item, "dimension": dimension.get("name")})
        for dimension in dimensions
        for item in _tables_in(dimension, part)
    ]


def _row(part: str, item: Mapping[str, Any]) -> Row:
    return {key: to_cell(key, item.get(key, _DEFAULTS.get(key))) for key in words.COLUMNS[part]}


# --- cells --------------------------------------------------------------------------------------------------------


def to_cell(key: str, value: object) -> str:
    """Return a value of the scheme as people read it, "" for none."""
    if value is None:
        return ""
    if key == "condition":
        return condition_cells.to_text(value)
    if isinstance(value, bool):
        return words.YES if value else words.NO if key != "optional" else ""
    if isinstance(value, list | tuple):
        return join_items(to_cell("", item) for item in value)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _PLACES:
        return f"{value.normalize():f}" if value else "0"
    return words.CHOICES.get(key, {}).get(str(value), str(value))


def join_items(items: Iterable[str]) -> str:
    """Return names as one cell, set apart by 、; a name that holds a mark of separation stands in quotes."""
    return words.SEPARATOR.join('"' + item.replace('"', '""') + '"' if _UNSAFE_ITEM.search(item) else item for item in items)


def split_items(cell: str) -> list[str]:
    """Return the names in a cell, which people set apart by 、 or comma or semicolon."""
    found = (quoted.replace('""', '"') if quoted or not bare else bare.strip() for quoted, bare in _ITEM.findall(cell))
    return [item for item in found if item]


def tidy(text: str) -> str:
    """Return text typed for a number with full-width signs made narrow and no blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-")


def number_in(text: str) -> Decimal:
    """Return the number that is written in digits. Raises ValueError for anything else, 1e-99999999 too: it fills the memory."""
    plain = tidy(text)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(plain[:_PLACES])
    return Decimal(plain)


def _number(text: str) -> int | Decimal | str:
    """Return the number that a cell holds, else its text: the scheme's own check says what is wrong with it."""
    plain = tidy(text)
    if not _NUMBER.fullmatch(plain):
        return plain
    return Decimal(plain) if "." in plain else int(plain) if len(plain) < 20 else Decimal(plain)


def _value(key: str, cell: str) -> object:
    if key == "condition":
        return condition_cells.from_text(cell)
    if key in _LISTS:
        return [_number(item) if key == "points" else item for item in split_items(cell)]
    if key in _NUMBERS or key == "quota":
        return _number(cell)
    if key in _FLAGS:
        return {words.YES: True, words.NO: False}.get(cell.strip(), cell)
    return _CODES.get(key, {}).get(cell.strip(), cell)


def _values(row: Row, keys: Iterable[str]) -> dict[str, object]:
    """Return a row as the table of a scheme file; what is blank and may be left out isn't there."""
    found = {key: _value(key, row.get(key, "")) for key in keys if row.get(key, "").strip() or key not in _MAY_BE_LEFT_OUT}
    return {key: value for key, value in found.items() if value != [] or key == "groups"}


# --- tables → scheme file -------------------------------------------------------------------------------------------


def scheme_data(tables: Tables) -> dict[str, Any]:
    """Return the tables as the content of a scheme file.

    Aspects and indicators of a dimension that isn't there stand under one of that name at the end, so that they are
    checked all the same; ``strangers`` names those dimensions. Of grades of one name the last counts.
    """
    options = {key: value for key, value in _values(tables.options, words.OPTIONS).items() if key not in CAPS}
    options["grades"] = {row.get("name", "").strip(): _number(row.get("share", "")) for row in tables.parts["grade"]}
    caps = _values(tables.options, CAPS)
    if caps:
        options["adjustment"] = caps
    dimensions = [_values(row, words.COLUMNS["dimension"]) for row in tables.parts["dimension"]]
    dimensions += [{"name": name, "weight": 1} for name in strangers(tables)]
    for dimension in dimensions:
        dimension |= {"aspect": [], "indicator": []}
    place = {str(item["name"]).strip(): item for item in reversed(dimensions)}
    for part in ("aspect", "indicator"):
        keys = [key for key in words.COLUMNS[part] if key != "dimension"]
        for row in tables.parts[part]:
            place[row.get("dimension", "").strip()][part].append(_values(row, keys))
    options["dimension"] = dimensions
    for part in _PLAIN_PARTS:
        options[part] = [_values(row, words.COLUMNS[part]) for row in tables.parts[part]]
    return options


def strangers(tables: Tables) -> list[str]:
    """Return the dimensions that aspects or indicators name and that aren't declared, in order of appearance."""
    known = {row.get("name", "").strip() for row in tables.parts["dimension"]}
    named = (row.get("dimension", "").strip() for part in ("indicator", "aspect") for row in tables.parts[part])
    return [name for name in dict.fromkeys(named) if name not in known]
