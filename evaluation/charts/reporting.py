"""报送矩阵: which unit's marks have come in for which dimension, and which are still to be fetched."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from evaluation.charts import language as look
from evaluation.charts.canvas import Figure
from evaluation.charts.lettering import LINE, escape, text_width
from evaluation.wording import charts as words

State = Literal["done", "doubt", "missing", "partial"]
States = Mapping[tuple[str, str], State]

NARROWEST = 620
"""Assumed px for the cells; a wider page only makes them wider."""
LEAST_CELL = 26
FEWEST_COLUMNS = 10
"""A short roster keeps the cells of a longer one instead of stretching them."""
MOST_LINES = 8
PIECES = re.compile(r"[0-9A-Za-z]{1,2}|.", re.DOTALL)
"""What stands on a line of its own in an upright name: a letter, or two digits side by side."""
FIGURE_SPACE = "\u2007"
"""As wide as a digit, so that 9/10 stands below 10/10."""
ROW = 40
LETTER = 13


def reporting_text(units: Sequence[str], dimensions: Sequence[str], state: States) -> str:
    """Return what is still to come, as one sentence."""
    if not units or not dimensions:
        return words.EMPTY_ROSTER
    cells = len(units) * len(dimensions)
    lacking = [unit for unit in units if _lacks(unit, dimensions, state)]
    if not lacking:
        return words.ALL_REPORTED.format(cells=cells)
    still_open = sum(not _is_there(state.get((unit, name), "missing")) for unit in lacking for name in dimensions)
    return words.NOT_REPORTED.format(cells=cells, open=still_open, units=words.AND.join(lacking))


def _lacks(unit: str, dimensions: Sequence[str], state: States) -> bool:
    return any(not _is_there(state.get((unit, dimension), "missing")) for dimension in dimensions)


def _is_there(cell: State) -> bool:
    """Say whether the marks have come in, be they in doubt or not."""
    return cell in ("done", "doubt")


def reporting_matrix(
    units: Sequence[str], dimensions: Sequence[str], state: States,
    missing_counts: Mapping[tuple[str, str], int] | None = None,
) -> Figure:  # fmt: skip
    """Return the matrix, one column a unit, in bands below each other where they are many.

    ``state`` is by (unit, dimension); what it doesn't hold is missing. ``missing_counts`` says how many marks a
    partial cell lacks. The height is in the layout, the width is the container's.
    """
    bands = _bands(units)
    widest = max((len(band) for band in bands), default=1)
    columns = max(FEWEST_COLUMNS, widest)
    names = [[_name_lines(unit, NARROWEST / columns) for unit in band] for band in bands]
    heads = [max((len(lines) for lines in band), default=1) * LETTER * LINE + 10 for band in names]
    height = sum(heads) + ROW * len(dimensions) * len(bands) + 6 * len(bands)
    layout: Figure = {"annotations": [], "shapes": []}
    data: list[Figure] = []
    top = 0.0
    for number, (band, lines, head) in enumerate(zip(bands, names, heads, strict=True), 1):
        body_top = top + head
        top = body_top + ROW * len(dimensions) + 6
        domain = [1 - (body_top + ROW * len(dimensions)) / height, 1 - body_top / height]
        axis = "" if number == 1 else str(number)
        labels = _row_labels(units, dimensions, state) if number == 1 else [escape(name) for name in dimensions]
        layout[f"xaxis{axis}"] = _unit_axis(band, lines, dimensions, state, columns, axis)
        layout[f"yaxis{axis}"] = _dimension_axis(labels, domain, axis)
        data += _cells(band, dimensions, state, missing_counts or {}, axis)
        layout["shapes"] += _frames(band, dimensions, state, axis)
    return {"data": data, "layout": {**layout, **_sheet(height, dimensions, len(units))}}


def _bands(units: Sequence[str]) -> list[list[str]]:
    """Split the roster evenly so that a cell keeps its width and long names their two letters a line."""
    letters = max((-(-len(unit) // MOST_LINES) for unit in units), default=1)
    most = max(1, int(NARROWEST // max(LEAST_CELL, letters * LETTER + 5)))
    count = max(1, -(-len(units) // most))
    size = max(1, -(-len(units) // count))
    return [list(units[start : start + size]) for start in range(0, len(units), size)] or [[]]


def _name_lines(unit: str, cell: float) -> list[str]:
    """Write a name upright, one letter a line, or as many a line as a long name needs; in one line if it fits."""
    if text_width(unit, LETTER, True) <= cell - 8:
        return [unit]
    pieces = PIECES.findall(unit)
    letters = -(-len(pieces) // MOST_LINES)
    lines = -(-len(pieces) // letters)
    even = -(-len(pieces) // lines)
    return ["".join(pieces[start : start + even]) for start in range(0, len(pieces), even)]


def _unit_axis(
    band: Sequence[str], lines: Sequence[Sequence[str]], dimensions: Sequence[str], state: States, columns: int,
    axis: str,
) -> Figure:  # fmt: skip
    labels = []
    for unit, parts in zip(band, lines, strict=True):
        label = "<br>".join(escape(part) for part in parts)
        if _lacks(unit, dimensions, state):
            label = f"<b><span style='color:{look.AMBER_TEXT}'>{label}</span></b>"
        labels.append(label)
    return {
        "range": [-0.5, columns - 0.5], "side": "top", "anchor": f"y{axis}", "tickmode": "array",
        "tickvals": list(range(len(band))), "ticktext": labels, "tickangle": 0, "fixedrange": True,
        "tickfont": {"size": LETTER, "color": look.INK, "family": look.SANS}, "showgrid": False, "zeroline": False,
        "ticks": "", "ticklabelshift": 0, "ticklabelstandoff": 3,
    }  # fmt: skip


def _dimension_axis(labels: Sequence[str], domain: Sequence[float], axis: str) -> Figure:
    return {
        "range": [len(labels) - 0.5, -0.5], "domain": list(domain), "anchor": f"x{axis}", "tickmode": "array",
        "tickvals": list(range(len(labels))), "ticktext": list(labels), "fixedrange": True, "showgrid": False,
        "tickfont": {"size": LETTER, "color": look.INK, "family": look.SANS}, "zeroline": False, "ticks": "",
        "ticklabelstandoff": 8,
    }  # fmt: skip


def _row_labels(units: Sequence[str], dimensions: Sequence[str], state: States) -> list[str]:
    labels = []
    for name in dimensions:
        done = str(sum(_is_there(state.get((unit, name), "missing")) for unit in units)).rjust(len(str(len(units))), FIGURE_SPACE)
        labels.append(f"{escape(name)}　<b>{words.REPORTED.format(done=done, all=len(units))}</b>")
    return labels


def _cells(
    band: Sequence[str], dimensions: Sequence[str], state: States, counts: Mapping[tuple[str, str], int], axis: str
) -> list[Figure]:
    """Return the cells' ground and their words."""
    keys = [(x, y, (unit, name)) for y, name in enumerate(dimensions) for x, unit in enumerate(band)]
    states = [state.get(key, "missing") for _, _, key in keys]
    place = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    width = len(band)
    ground = [[int(state.get((unit, name)) != "done") for unit in band] for name in dimensions]
    colours = [[0, look.CELL], [0.5, look.CELL], [0.5, look.AMBER_GROUND], [1, look.AMBER_GROUND]]
    heat = {
        "type": "heatmap", "z": ground, "zmin": 0, "zmax": 1, "colorscale": colours, "showscale": False,
        "xgap": 3, "ygap": 5, "x": list(range(width)), "y": list(range(len(dimensions))), **place,
    }  # fmt: skip
    text = {
        "type": "scatter", "mode": "text", "x": [x for x, _, _ in keys], "y": [y for _, y, _ in keys],
        "text": [_word(cell, counts.get(key)) for cell, (_, _, key) in zip(states, keys, strict=True)],
        "textfont": {
            "size": [LETTER + (cell == "missing") - (cell == "partial") for cell in states], "family": look.SANS,
            "color": [look.CELL_TEXT if cell == "done" else look.AMBER_TEXT for cell in states],
            "weight": [400 if cell == "done" else 700 for cell in states],
        }, **place,
    }  # fmt: skip
    return [heat, text]


def _word(cell: State, count: int | None) -> str:
    if _is_there(cell):
        return words.DONE if cell == "done" else words.DOUBT
    if cell == "missing":
        return words.MISSING
    return words.PARTIAL if count is None else words.MISSING_COUNT.format(count=count)


def _frames(band: Sequence[str], dimensions: Sequence[str], state: States, axis: str) -> list[Figure]:
    """Frame what is missing: the dots survive a grey print."""
    return [
        {
            "type": "rect", "xref": f"x{axis}", "yref": f"y{axis}", "x0": x - 0.46, "x1": x + 0.46,
            "y0": y - 0.44, "y1": y + 0.44, "line": {"color": look.AMBER, "width": 2, "dash": "dot"},
        }
        for y, name in enumerate(dimensions)
        for x, unit in enumerate(band)
        if state.get((unit, name), "missing") != "done"
    ]  # fmt: skip


def _sheet(height: float, dimensions: Sequence[str], units: int) -> Figure:
    counts = text_width(words.REPORTED.format(done=units, all=units) + "　", LETTER, True)
    left = max((text_width(name, LETTER) for name in dimensions), default=0.0) + counts + 14
    return {
        "height": height, "autosize": True, "template": {}, "showlegend": False, "hovermode": False, "dragmode": False,
        "margin": {"l": left, "r": 2, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
        "paper_bgcolor": look.WHITE, "plot_bgcolor": look.WHITE, "font": {"family": look.SANS, "color": look.INK},
    }  # fmt: skip
