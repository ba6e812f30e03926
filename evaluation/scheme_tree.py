"""The scheme's indicator table as people see it: a tree of dimensions and indicators. Pure.

The indicator table is a tree: a dimension's name, share and floor stand in its first row only. Blank cells below are
display; each row knows its dimension, so that taking out a first row moves nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from evaluation.scheme import RULE_KEYS, RULE_MAY, RULE_NEEDS
from evaluation.scheme_tables import Row, Tables, number_in, strangers
from evaluation.wording import scheme_page as words

_SEEN_AS_RANGE = ("full_mark", "low", "high", "scale")
_RULE_CODES = {chinese: code for code, chinese in words.CHOICES["rule"].items()}
LOG = words.CHOICES["scale"]["log"]


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
        cells.append(
            {
                **{key: indicator.get(key, "") for key in words.TREE},
                "order": str(number),
                **(head if row.dimension != above else dict.fromkeys(head, "")),
                "rule": _shown_rule(indicator),
                "range": _shown_range(indicator),
            }
        )
        above = row.dimension
    return cells


def shares_of(tables: Tables) -> dict[str, str]:
    """Return each dimension's weight over the sum of all (1/3, 4/10); its weight as written where that can't be said."""
    weights = {row["name"].strip(): row["weight"] for row in tables.parts["dimension"]}
    try:
        numbers = {name: number_in(weight) for name, weight in weights.items()}
        total = sum(numbers.values(), Decimal(0))
        return {name: f"{number.normalize():f}/{total.normalize():f}" for name, number in numbers.items()}
    except ValueError:
        return weights


def extra_columns(tables: Tables) -> tuple[str, ...]:
    """Return the parameters that have to be shown: those some indicator's rule needs, or that hold anything."""
    shown = []
    for key in RULE_KEYS:
        if key in _SEEN_AS_RANGE:
            continue
        if any(row[key].strip() or key in parameters_of(row["rule"]) for row in tables.parts["indicator"]):
            shown.append(key)
    return tuple(shown)


def parameters_of(rule: str) -> tuple[str, ...]:
    """Return the parameters that a rule, said in words, needs or may have."""
    code = _RULE_CODES.get(rule.strip(), "")
    return (*RULE_NEEDS.get(code, ()), *RULE_MAY.get(code, ()))


def _shown_rule(indicator: Row) -> str:
    rule = indicator.get("rule", "")
    is_log = rule == words.CHOICES["rule"]["goalposts"] and indicator.get("scale") == LOG
    return words.LOG_RULE if is_log else rule


def _shown_range(indicator: Row) -> str:
    low, high, full_mark = (indicator.get(key, "") for key in ("low", "high", "full_mark"))
    parts = [full_mark, words.RANGE.format(low=low, high=high) if low or high else ""]
    none = words.NO_RANGE if indicator and not parameters_of(indicator["rule"]) else ""
    return words.RANGE_SEPARATOR.join(filter(None, parts)) or none
