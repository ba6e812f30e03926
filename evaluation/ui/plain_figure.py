"""Charts that are plain dictionaries, sent to the browser as they are.

Given a dictionary, Streamlit has plotly build and check an object for each of its parts, takes it apart again and writes it
down by way of an encoder that knows numpy and pandas: a third of the time of a page with one picture. Our figures are checked
by the tests instead, each kind of them.
"""

from typing import Any, Literal

import orjson
import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.proto.PlotlyChart_pb2 import PlotlyChart


def chart_of(figure: dict[str, Any], config: dict[str, Any], alt: str) -> PlotlyChart:
    """Return what the browser is sent of a figure in its own colours, without its number.

    Raises TypeError for a figure with other things than JSON has.
    """
    return PlotlyChart(alt=alt, spec=orjson.dumps(figure).decode(), config=orjson.dumps(config).decode())


def show_figure(
    figure: dict[str, Any], *, key: str, config: dict[str, Any], alt: str, width: Literal["stretch", "content"] = "stretch"
) -> None:
    """Draw a figure of ``evaluation.charts``, in its own colours; ``content`` is the width that the figure names."""
    chart, place = chart_of(figure, config, alt), st._main
    chart.id = compute_and_register_element_id(
        "plotly_chart", user_key=key, key_as_main_identity=False, dg=place, spec=chart.spec, config=chart.config, alt=alt
    )
    layout = figure["layout"]
    size = LayoutConfig(width=layout["width"] if width == "content" else width, height=layout["height"])
    place._enqueue("plotly_chart", chart, layout_config=size)
