"""What a page is on paper: a grid is drawn on a canvas and loses columns there, so a plain table stands in for it."""

import html
from collections.abc import Collection, Mapping, Sequence

import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.Html_pb2 import Html

from evaluation.ui.text import escaped_table


def texts_on_paper(texts: Mapping[str, Sequence[str]], figures: Collection[str], below: str) -> None:
    """Put a table of texts by column below the grid that prints them, seen on paper alone, and a line below both.

    Those in ``figures`` stand right and hold nothing but printed numbers, so that they needn't be escaped. One element for
    table and line, because a page pays for each.
    """
    columns = [
        [text or "—" for text in column] if name in figures else [html.escape(text or "—") for text in column]
        for name, column in texts.items()
    ]
    numbers = frozenset(place for place, name in enumerate(texts) if name in figures)
    table = escaped_table(zip(*columns, strict=True), list(texts), numbers)
    _put(f'<div class="on-paper">{table}</div><div class="below">{html.escape(below)}</div>')


def stand_in(head: list[str], table: str) -> None:
    """Put a table of HTML beside the grid with these headings, seen on paper alone (style.css)."""
    with st.container(key=f"paper_{abs(hash(tuple(head)))}"):
        _put(table)


def _put(body: str) -> None:
    """Send HTML as it is: ``st.html`` looks through it four times for what ours can't be, a file or a style sheet."""
    st._main._enqueue("html", Html(body=body), layout_config=LayoutConfig(width="stretch"))
