"""Charts that are plain dictionaries, drawn as they are.

Given a dictionary, Streamlit has plotly build and check an object for each of its parts, and takes it apart again: a third
of the time of a page with one picture. Our figures are checked by the tests instead, each kind of them.
"""

from typing import Any, Literal

import streamlit as st
from plotly.basedatatypes import BaseFigure


class PlainFigure(BaseFigure):
    """A figure to plotly by its type alone; what it is asked for is the dictionary as it was given."""

    def __init__(self, plain: dict[str, Any]):
        self._plain = plain

    def to_dict(self) -> dict[str, Any]:
        """Return the dictionary itself."""
        return self._plain


def show_figure(
    figure: dict[str, Any], *, key: str, config: dict[str, Any], alt: str, width: Literal["stretch", "content"] = "stretch"
) -> None:
    """Draw a figure of ``evaluation.charts``, in its own colours."""
    st.plotly_chart(PlainFigure(figure), theme=None, key=key, config=config, alt=alt, width=width)
