"""The editable tables of 指标体系: the tree of indicators, the plain tables, the rules."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from evaluation.scheme_tables import Row, join_items, new_row, split_items
from evaluation.scheme_tree import extra_columns, tree_cells
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.scheme_view_draft import TREE, Hand, edit, grid, round_of, set_option
from evaluation.wording import scheme_page as words

TAB, AWARDS = "scheme_tab", "award"
"""Where the choice among the tables is kept, and the one that holds the conditions of awards."""
_ROW_HEIGHT = 34
_MOST_ROWS = 40
_RIGHT = (
    "share",
    "floor",
    "weight",
    "range",
    "full_mark",
    "target",
    "step",
    "points_per_step",
    "quota",
    "minimum_total",
    "within_rank",
)
_WIDTHS = {
    "drop": 52,
    "order": 52,
    "dimension": 86,
    "share": 56,
    "floor": 66,
    "aspect": 100,
    "name": 132,
    "weight": 66,
    "rule": 104,
    "range": 76,
    "points": 120,
    "target": 72,
    "step": 72,
    "points_per_step": 72,
    "whole_steps": 140,
    "better": 66,
    "basis": 168,
    "aliases": 260,
    "groups": 200,
    "quota": 80,
    "minimum_total": 104,
    "within_rank": 92,
    "condition": 240,
    "optional": 146,
    "periods": 420,
}
_WIDER = {("veto_reason", "basis"): 520, ("grade", "share"): 140}
"""Where a table has room for what is longer there."""
_TABS = {"dimension": ("dimension", "aspect"), "period": ("period_part",), "award": ("award",), "veto": ("veto_reason", "grade")}
_HELP = {("grade", "share"): "share_of_full"}
_NARROW = ("aspect", "veto_reason", "grade", "period_part")
_MANY = ("tie_break",)
_LONG = ("name", "source")


def choose_table() -> str:
    """Draw the choice among the tables and return the chosen one."""
    st.session_state.setdefault(TAB, TREE)
    return st.segmented_control(
        words.TAB,
        list(words.TABS),
        required=True,
        key=TAB,
        format_func=words.TABS.get,
        label_visibility="collapsed",
    )


def editor(hand: Hand, tab: str, groups: Sequence[str]) -> None:
    """Draw the chosen table, to be edited."""
    if tab == TREE:
        _tree(hand)
    elif tab == "rules":
        _rules(hand)
    else:
        for part in _TABS[tab]:
            if len(_TABS[tab]) > 1:
                st.markdown(f"**{words.PARTS[part]}**")
            _part(hand, part, groups)
        st.caption(words.PART_HINT if tab != "period" else words.PERIOD_HINT)


def _tree(hand: Hand) -> None:
    key, drawn = grid(hand, TREE)
    cells = tree_cells(drawn)
    dimensions = [row["name"] for row in drawn.parts["dimension"]]
    aspects = list(dict.fromkeys(row["name"] for row in drawn.parts["aspect"]))
    hidden = {"aspect"} if not aspects and not any(row["aspect"] for row in cells) else set()
    hidden |= {"points", "target", "step", "points_per_step", "whole_steps"} - set(extra_columns(drawn))
    columns = [column for column in words.TREE if column not in hidden]
    choices = {
        "dimension": dimensions,
        "aspect": aspects,
        "rule": _rules_to_choose(),
        "whole_steps": [words.YES, words.NO],
        "better": list(words.CHOICES["better"].values()),
    }
    _grid(hand, TREE, key, cells, columns, words.TREE, choices, words.TREE_ALT)
    st.caption(words.TREE_HINT)


def _rules_to_choose() -> list[str]:
    names = list(words.CHOICES["rule"].values())
    return [*names[:2], words.LOG_RULE, *names[2:]]


def _part(hand: Hand, part: str, groups: Sequence[str]) -> None:
    key, drawn = grid(hand, part)
    cells = [{**row, "order": str(number)} for number, row in enumerate(drawn.parts[part], start=1)]
    choices = {"dimension": [row["name"] for row in drawn.parts["dimension"]]} if part == "aspect" else {}
    if part == "award":
        known = [*groups, *(group for row in drawn.parts[part] for group in split_items(row["groups"]))]
        choices["groups"] = list(dict.fromkeys(known))
    headings = {"drop": words.TREE["drop"], "order": words.TREE["order"], **words.COLUMNS[part]}
    _grid(hand, part, key, cells, list(headings), headings, choices, words.PART_ALT.format(part=words.PARTS[part]))


def _grid(
    hand: Hand,
    name: str,
    key: str,
    cells: Sequence[Row],
    columns: Sequence[str],
    headings: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
    alt: str,
) -> None:
    frame = pd.DataFrame({column: _values(column, cells, column in choices) for column in columns})
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="add",
        hide_index=True,
        row_height=_ROW_HEIGHT,
        placeholder=" ",
        alt=alt,
        on_change=edit,
        args=(hand, name),
        width="content" if name in _NARROW else "stretch",
        height="content" if len(cells) < _MOST_ROWS else _ROW_HEIGHT * (_MOST_ROWS + 1),
        column_config={column: _column(name, column, headings[column], choices.get(column), cells) for column in columns},
    )
    said = [column for column in columns if column not in ("drop", "order")]
    right = [headings[column] for column in said if column in _RIGHT]
    frame_on_paper(edited[said].rename(columns=headings), right, nothing="")


def _values(column: str, cells: Sequence[Row], is_choice: bool) -> pd.Series:
    if column in ("drop", "optional"):
        return pd.Series([row.get(column) == words.YES for row in cells], dtype="boolean")
    if column == "groups":
        return pd.Series([split_items(row[column]) for row in cells], dtype=object)
    return pd.Series([row[column] or (None if is_choice else "") for row in cells], dtype=object)


def width_of(part: str, column: str) -> int:
    """Return how many pixels a column of a table has, its heading included."""
    return _WIDER.get((part, column)) or _WIDTHS.get(column, 100)


def _column(part: str, column: str, heading: str, choices: Sequence[str] | None, cells: Sequence[Row]) -> dict:
    default = new_row("indicator" if part == TREE else part).get(column) or None
    common = {"label": heading, "width": width_of(part, column), "help": words.HELP.get(_HELP.get((part, column), column))}
    if column in ("drop", "optional"):
        return st.column_config.CheckboxColumn(**common, default=False)
    if column == "groups":
        return st.column_config.MultiselectColumn(**common, options=choices, accept_new_options=True)
    if choices is not None:
        known = [*choices, *(row[column] for row in cells if row[column])]
        return st.column_config.SelectboxColumn(**common, default=default, options=list(dict.fromkeys(known)))
    side = "right" if column in _RIGHT else "left"
    return st.column_config.TextColumn(**common, default=default, alignment=side, max_chars=2000)


# --- rules ------------------------------------------------------------------------------------------------------------


def _rules(hand: Hand) -> None:
    """Draw every option as a field: choices as lists, numbers and texts as they are written."""
    dimensions = [row["name"] for row in hand.tables.parts["dimension"]]
    for key in _LONG:
        _field(hand, key, dimensions)
    keys = [key for key in words.OPTIONS if key not in _LONG]
    for pair in zip(keys[::2], keys[1::2], strict=True):
        for place, key in zip(st.columns(2, gap="medium"), pair, strict=True):
            with place:
                _field(hand, key, dimensions)


def _field(hand: Hand, key: str, dimensions: Sequence[str]) -> None:
    field, value = f"scheme_rule_{key}_{hand.place}_{round_of(hand)}", hand.tables.options[key]
    common = {"label": words.OPTIONS[key], "key": field, "help": words.HELP.get(key), "on_change": set_option}
    if key in _MANY:
        chosen = split_items(value)
        st.multiselect(
            **common,
            options=list(dict.fromkeys([*dimensions, *chosen])),
            default=chosen,
            placeholder=words.NONE,
            args=(hand, key, field, join_items),
        )
    elif key in words.CHOICES:
        choices = list(words.CHOICES[key].values())
        known = choices if value in choices else [*choices, value]
        st.selectbox(**common, options=known, index=known.index(value), filter_mode=None, args=(hand, key, field, str))
    else:
        st.text_input(**common, value=value, max_chars=200, args=(hand, key, field, str))
