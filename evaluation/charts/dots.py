"""Dots on stems: one a unit, with its number on the far side of the line."""

from collections.abc import Sequence

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure
from evaluation.charts.rows import Body, Row, row_colour
from evaluation.charts.scale import Scale
from evaluation.shortlist import Candidate
from evaluation.wording import charts as words

DOTS = {
    words.SUGGESTED: (look.CHOSEN, look.CHOSEN),
    words.COUNTED: (look.COUNTED, look.COUNTED_EDGE),
    words.PENDING: (look.AMBER_GROUND, look.AMBER),
    words.LEVEL: (look.COUNTED, look.CHOSEN),
    words.BARRED: (look.WHITE, look.SECOND),
}


def kind(row: Candidate) -> str:
    """Return which of the dots a unit gets."""
    if row.suggested:
        return words.SUGGESTED
    if row.tied_at_cut:
        return words.PENDING if row.is_pending else words.LEVEL
    return words.COUNTED if row.eligible else words.BARRED


def reach(layout: Body) -> float:
    """Return the px from the middle of a dot to its label."""
    return dot_size(layout) / 2 + layout.label * 0.42


def dot_size(layout: Body) -> float:
    """Return the diameter of a dot in px."""
    largest = max(24 * layout.preset.factor, layout.label * 0.82) if layout.preset.framed else 12
    return min(largest, layout.row_height / 2)


def draw_units(canvas: Canvas, layout: Body, rows: Sequence[Row], scale: Scale, labels: Sequence[str]) -> None:
    """Draw stem, dot and label of each unit."""
    places = [(y, row) for y, row in enumerate(rows) if isinstance(row, Candidate)]
    canvas.data += [
        _stems(layout, [(x, y) for x, (y, row) in zip(scale.drawn, places, strict=True) if row.suggested], True),
        _stems(layout, [(x, y) for x, (y, row) in zip(scale.drawn, places, strict=True) if not row.suggested], False),
    ]
    for index in scale.broken:
        _draw_break(canvas, layout, scale.drawn[index], places[index][0])
    base = {"type": "scatter", "x": list(scale.drawn), "y": [y for y, _ in places], "cliponaxis": False}
    dots = [DOTS[kind(row)] for _, row in places]
    edge = max(1.5, dot_size(layout) * 0.13)
    canvas.data.append(
        {**base, "mode": "markers", "marker": {
            "size": dot_size(layout), "opacity": 1, "color": [fill for fill, _ in dots],
            "line": {"color": [line for _, line in dots],
                     "width": [edge if fill in (look.WHITE, look.AMBER_GROUND) else edge / 2 for fill, _ in dots]},
        }}
    )  # fmt: skip
    for x, label, (y, row) in zip(scale.drawn, labels, places, strict=True):
        side = -1 if x < 0 else 1
        canvas.text(
            label, x, y, layout.label, colour=row_colour(row), bold=row.suggested, row=True, data_x=True,
            anchor="right" if x < 0 else "left", shift=side * reach(layout),
        )  # fmt: skip


def _stems(layout: Body, ends: Sequence[tuple[float, int]], suggested: bool) -> Figure:
    x: list[float | None] = []
    y: list[float | None] = []
    for end, row in ends:
        x += [0, end, None]
        y += [row, row, None]
    width = (5 if suggested else 3.5) * layout.preset.factor if layout.preset.framed else (2.5 if suggested else 2)
    line = {"color": look.CHOSEN if suggested else look.COUNTED_STEM, "width": width}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line}


def _draw_break(canvas: Canvas, layout: Body, end: float, row: int) -> None:
    """Cut the stem near its dot with two slanting strokes: it is longer than it could be drawn."""
    half = min(layout.row_height, layout.label * 1.6) * 0.3
    towards_line = -1 if end > 0 else 1
    centre = towards_line * (dot_size(layout) * 1.5)
    place = {
        "xref": "x", "yref": "y", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": end, "yanchor": row,
        "layer": "above",
    }  # fmt: skip
    gap = half * 0.45
    canvas.shapes.append(
        {**place, "type": "rect", "x0": centre - gap, "x1": centre + gap, "y0": -half * 0.7, "y1": half * 0.7,
         "fillcolor": look.WHITE, "line": {"width": 0}}
    )  # fmt: skip
    stroke = {"color": look.SECOND, "width": max(1.5, layout.label * 0.09)}
    for x in (centre - gap, centre + gap):
        canvas.shapes.append(
            {**place, "type": "line", "x0": x - half * 0.4, "x1": x + half * 0.4, "y0": -half, "y1": half,
             "line": stroke}
        )  # fmt: skip
