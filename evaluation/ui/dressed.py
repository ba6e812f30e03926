"""A grid whose figures, printed texts and colours are known beforehand.

Streamlit takes texts and colours from a pandas Styler, which goes through every cell several times: 30 ms for 32 rows, 150 ms
for 200, and a fifth of that where it is told them. Here they are put beside the figures as the browser wants them, and pandas
isn't needed at all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.elements.arrow import ArrowMixin
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.proto.Dataframe_pb2 import Dataframe

_UUID = "grid"
"""The same wherever the grid stands: the place on the page would have it drawn anew."""


class Dressed(ArrowMixin):
    """``dataframe`` of a place on the page, for figures that are printed as ``texts`` and coloured by ``styles``.

    ``texts`` has the same columns and rows as the figures. ``styles`` holds one mapping a row, from columns to CSS declarations;
    other cells look as the theme has them.
    """

    def __init__(self, texts: pa.Table, styles: Sequence[Mapping[str, str]]):
        self._place = st._main
        self._styler = styler_of(texts, styles)

    @property
    def dg(self) -> Any:
        """What the grid is drawn with: this, and the place itself for everything else."""
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._place, name)

    def _enqueue(self, kind: str, grid: Dataframe, **options: Any) -> Any:
        grid.arrow_data.styler.CopyFrom(self._styler)
        return self._place._enqueue(kind, grid, **options)


def styler_of(texts: pa.Table, styles: Sequence[Mapping[str, str]]) -> Any:
    """Return what the browser is sent of texts and colours: what Streamlit makes of a pandas Styler with the same."""
    places = {name: place for place, name in enumerate(texts.column_names)}
    cells: dict[str, list[str]] = defaultdict(list)
    for row, style in enumerate(styles):
        for name, declarations in style.items():
            cells[declarations].append(f"#T_{_UUID}_row{row}_col{places[name]}")
    rules = [f"{', '.join(found)} {{ {declarations} }}" for declarations, found in cells.items()]
    return ArrowData(styler={"uuid": _UUID, "styles": "\n".join(rules), "display_values": as_bytes(texts)}).styler


def as_bytes(table: pa.Table) -> bytes:
    """Return a table as Arrow's stream of bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
