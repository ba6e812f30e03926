"""What a page is on paper: a grid is drawn on a canvas and loses columns there, so a plain table stands in for it."""

import html
from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.Html_pb2 import Html

from evaluation.ui.text import escaped_table, plain_table

_DECIMALS = 2


def texts_on_paper(texts: Mapping[str, Sequence[str]], figures: Collection[str], below: str, on_screen: str) -> None:
    """Put a table of texts by column below the grid that prints them, seen on paper alone, and a line below both.

    Paper, which has no colours and nothing to click, leaves out what ``on_screen`` adds to that line.

    Those in ``figures`` stand right and hold nothing but printed numbers, so that they needn't be escaped. One element for
    table and line, because a page pays for each.
    """
    columns = [
        [text or "—" for text in column] if name in figures else [html.escape(text or "—") for text in column]
        for name, column in texts.items()
    ]
    numbers = frozenset(place for place, name in enumerate(texts) if name in figures)
    table = escaped_table(zip(*columns, strict=True), list(texts), numbers)
    line = f'{html.escape(below)}<span class="on-screen">{html.escape(on_screen)}</span>'
    _put(f'<div class="on-paper">{table}</div><div class="below">{line}</div>')


def frame_on_paper(frame: pd.DataFrame, right: Collection[str] = (), nothing: str = "—") -> None:
    """Put the table of a grid below it, seen on paper alone: numbers as the grid prints them, ``nothing`` for none.

    Columns of numbers stand right, and those of texts in ``right``.
    """
    kinds = [column.dtype for _, column in frame.items()]
    numbers = [pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) for kind in kinds]
    places = [_DECIMALS if pd.api.types.is_float_dtype(kind) else 0 for kind in kinds]
    columns = [[_cell(value, place, nothing) for value in frame.iloc[:, number].tolist()] for number, place in enumerate(places)]
    head = list(map(str, frame.columns))
    figures = frozenset(place for place, name in enumerate(head) if numbers[place] or name in right)
    table = plain_table([list(row) for row in zip(*columns, strict=True)], head=head, figures=figures)
    _put(f'<div class="on-paper">{table}</div>')


def _cell(value: object, decimals: int, nothing: str) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return nothing
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, int | float):
        return f"{value:.{decimals}f}".replace("-", "−")
    return str(value)


def _put(body: str) -> None:
    """Send HTML as it is: ``st.html`` looks through it four times for what ours can't be, a file or a style sheet."""
    st._main._enqueue("html", Html(body=body), layout_config=LayoutConfig(width="stretch"))
