"""A sheet to draw on: places text and shapes in pixels around a plot that may stretch with its container.

Columns are counted from the left edge (``x >= 0``) or from the right one (``from_right``), rows from the top in
pixels or by row number. Everything hangs on the corners of the plot, so that only the plot itself stretches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.charts.language import INK, SANS, SERIF, WHITE
from evaluation.charts.lettering import escape

Figure = dict[str, Any]

USUAL_TEXT: Figure = {"showarrow": False, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "middle"}
"""What holds for every text that says nothing else: said once in the figure, which halves what the browser is sent."""


@dataclass(frozen=True)
class Margins:
    """Pixels between the edges of the picture and the plot."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass
class Canvas:
    """Collects one picture. ``width`` is None where the container decides."""

    width: float | None
    height: float
    margins: Margins
    data: list[Figure] = field(default_factory=list)
    annotations: list[Figure] = field(default_factory=list)
    shapes: list[Figure] = field(default_factory=list)

    def text(
        self,
        words: str | Sequence[str],
        x: float,
        y: float,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        serif: bool = False,
        anchor: str = "left",
        from_right: bool = False,
        row: bool = False,
        data_x: bool = False,
        shift: float = 0.0,
    ) -> None:
        """Write one text (a sequence is one line each), centred on ``y``; it is escaped here and only here.

        ``row`` reads ``y`` as a row number, ``data_x`` reads ``x`` as a value on the axis, ``shift`` px to its right.
        """
        note: Figure = {"x": x, "xref": "x", "xshift": shift} if data_x else self._across(x, from_right)
        if row:
            note["y"], note["yref"] = y, "y"
        else:
            note["y"], note["yshift"] = 1, self.margins.top - y
        note["font"] = font = {"size": size}
        if colour != INK:
            font["color"] = colour
        if serif:
            font["family"] = SERIF
        if bold:
            font["weight"] = 700
        if anchor != USUAL_TEXT["xanchor"]:
            note["xanchor"] = anchor
        if isinstance(words, str):
            note["text"] = escape(words)
        else:
            note["text"] = "<br>".join(map(escape, words))
            if len(words) > 1:
                note["align"] = anchor
        self.annotations.append(note)

    def _across(self, x: float, from_right: bool) -> Figure:
        if from_right:
            return {"x": 1, "xshift": self.margins.right - x}
        return {"x": 0, "xshift": x - self.margins.left}

    def box(self, x: float, y: float, width: float, height: float, *, from_right: bool = False, **style: Any) -> None:
        """Draw a rectangle (or ``type="circle"``) whose upper left corner is ``x`` px from the left or right edge."""
        start = self.margins.right - x if from_right else x - self.margins.left
        top = self.margins.top - y
        self.shapes.append(
            {
                "type": "rect",
                "xref": "paper",
                "yref": "paper",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": 1 if from_right else 0,
                "yanchor": 1,
                "x0": start,
                "x1": start + width,
                "y0": top,
                "y1": top - height,
                "line": {"width": 0},
                "layer": "below",
                **style,
            }
        )

    def rule(self, y: float, *, colour: str, width: float, inset: float) -> None:
        """Draw a line across the picture ``y`` px from its top, from ``inset`` px to ``inset`` px of its edges."""
        x0, x1 = self._ends(inset)
        height = self.margins.top - y
        self.shapes.append(
            {"type": "line", "xref": "paper", "x0": x0, "x1": x1, "yref": "paper", "ysizemode": "pixel", "yanchor": 1,
             "y0": height, "y1": height, "layer": "below", "line": {"color": colour, "width": width}}
        )  # fmt: skip

    def hair_lines(self, rows: int, *, colour: str, width: float, inset: float) -> None:
        """Draw the lines above, between and below so many rows, all as one shape."""
        x0, x1 = self._ends(inset)
        path = "".join(f"M{x0},{row - 0.5}L{x1},{row - 0.5}" for row in range(rows + 1))
        self.shapes.append(
            {
                "type": "path",
                "xref": "paper",
                "yref": "y",
                "path": path,
                "layer": "below",
                "line": {"color": colour, "width": width},
            }
        )

    def _ends(self, inset: float) -> tuple[float, float]:
        """Return where a line across the picture begins and ends, as shares of the plot (all of it where width is open)."""
        if self.width is None:
            return 0.0, 1.0
        plot = self.width - self.margins.left - self.margins.right
        return (inset - self.margins.left) / plot, 1 + (self.margins.right - inset) / plot

    def figure(self, xaxis: Figure, yaxis: Figure, **layout: Any) -> Figure:
        """Return the finished figure. A template of our own keeps the library's colours and 4 KB out."""
        quiet = {"visible": False, "fixedrange": True}
        size = {"height": self.height} if self.width is None else {"height": self.height, "width": self.width}
        return {
            "data": self.data,
            "layout": {
                **size,
                "autosize": self.width is None,
                "margin": {
                    "l": self.margins.left,
                    "r": self.margins.right,
                    "t": self.margins.top,
                    "b": self.margins.bottom,
                    "pad": 0,
                    "autoexpand": False,
                },
                "template": {"layout": {"annotationdefaults": USUAL_TEXT}},
                "font": {"family": SANS, "color": INK},
                "paper_bgcolor": WHITE,
                "plot_bgcolor": WHITE,
                "showlegend": False,
                "hovermode": False,
                "dragmode": False,
                "xaxis": {**quiet, **xaxis},
                "yaxis": {**quiet, **yaxis},
                "annotations": self.annotations,
                "shapes": self.shapes,
                **layout,
            },
        }
