"""What a page is on paper: a grid is drawn on a canvas and loses columns there, so a plain table stands in for it."""

import html
from collections.abc import Collection, Mapping, Sequence

import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.Html_pb2 import Html

from evaluation.ui.text import escaped_table


def texts_on_paper(texts: Mapping[str, Sequence[str]], figures: Collection[str]) -> None:
    """Put a table of texts by column beside the grid that prints them, seen on paper alone.

    Those in ``figures`` stand right and hold nothing but printed numbers, so that they needn't be escaped.
    """
    columns = [
        [text or "—" for text in column] if name in figures else [html.escape(text or "—") for text in column]
        for name, column in texts.items()
    ]
    numbers = frozenset(place for place, name in enumerate(texts) if name in figures)
    stand_in(list(texts), escaped_table(zip(*columns, strict=True), list(texts), numbers))


def stand_in(head: list[str], table: str) -> None:
    """Put a table of HTML beside the grid with these headings, seen on paper alone (style.css).

    It is sent as it is: ``st.html`` looks through it four times for what a table of ours can't be, a file or a style sheet.
    """
    with st.container(key=f"paper_{abs(hash(tuple(head)))}"):
        st._main._enqueue("html", Html(body=table), layout_config=LayoutConfig(width="stretch"))
