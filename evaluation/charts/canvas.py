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
        lines = [words] if isinstance(words, str) else list(words)
        place: Figure = {"x": x, "xref": "x", "xshift": shift} if data_x else self._across(x, from_right)
        place |= {"y": y, "yref": "y"} if row else {"y": 1, "yref": "paper", "yshift": self.margins.top - y}
        font: Figure = {"size": size, "color": colour}
        if serif:
            font["family"] = SERIF
        if bold:
            font["weight"] = 700
        shown = "<br>".join(escape(line) for line in lines)
        note = {**place, "text": shown, "font": font, "showarrow": False, "xanchor": anchor, "yanchor": "middle"}
        self.annotations.append(note if len(lines) == 1 else {**note, "align": anchor})

    def _across(self, x: float, from_right: bool) -> Figure:
        if from_right:
            return {"x": 1, "xref": "paper", "xshift": self.margins.right - x}
        return {"x": 0, "xref": "paper", "xshift": x - self.margins.left}

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

    def rule(self, y: float, *, row: bool, colour: str, width: float, inset: float) -> None:
        """Draw a line across the picture, ``inset`` px from both edges (across the plot where width is open)."""
        x0, x1 = 0.0, 1.0
        if self.width is not None:
            plot = self.width - self.margins.left - self.margins.right
            x0, x1 = (inset - self.margins.left) / plot, 1 + (self.margins.right - inset) / plot
        place = {"yref": "y", "y0": y, "y1": y} if row else {
            "yref": "paper", "ysizemode": "pixel", "yanchor": 1,
            "y0": self.margins.top - y, "y1": self.margins.top - y,
        }  # fmt: skip
        place |= {"type": "line", "xref": "paper", "x0": x0, "x1": x1, "layer": "below"}
        self.shapes.append({**place, "line": {"color": colour, "width": width}})

    def figure(self, xaxis: Figure, yaxis: Figure, **layout: Any) -> Figure:
        """Return the finished figure. The empty template keeps the library's own colours and 4 KB out."""
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
                "template": {},
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
