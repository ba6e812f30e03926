"""得分构成: what a total is made of, as stacked bars from 0 whose printed pieces add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure
from evaluation.charts.findings import contribution_finding, sentence
from evaluation.charts.frame import Caption, Extent, draw_frame, footed
from evaluation.charts.language import Preset
from evaluation.charts.lettering import figure, signed, text_width
from evaluation.charts.notes import Mark, Sentence, draw_notes, flow, gap_notes, incomplete_sentences, notes_height
from evaluation.charts.parts import Parts, take_apart
from evaluation.charts.rows import (
    Body,
    Row,
    body,
    candidates_of,
    canvas_for,
    decimals,
    draw_names,
    figures_width,
    letter_size,
    row_colour,
    rows_on,
    tail_gap,
)
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as words

FULL = 1.001
"""The axis ends a hair beyond the longest bar; a bar that touches the end loses its number."""


@dataclass(frozen=True)
class Column:
    """A column of figures right of the bars, one figure a row."""

    header: str
    figures: tuple[str, ...]


def contributions_text(shortlist: Shortlist, weights: Mapping[str, Decimal], aggregation: str) -> str:
    """Return the finding of the contribution picture as one sentence."""
    return sentence(contribution_finding(shortlist, _taken_apart(shortlist, weights, aggregation)))


def contributions(
    shortlist: Shortlist, weights: Mapping[str, Decimal], aggregation: str, caption: Caption, preset: Preset,
    page: int = 1,
) -> Figure:  # fmt: skip
    """Return the contribution picture; raises ValueError where there is no such page."""
    preset = footed(preset, caption)
    rows, extent = rows_on(shortlist, preset, page, None)
    units = candidates_of(rows)
    taken = _taken_apart(shortlist, weights, aggregation)
    tall = preset.title_lines > 1
    columns = _columns(units, [taken[row.unit.unit] for row in units], aggregation, decimals(shortlist), tall=tall)
    last = extent.page == extent.pages and preset.framed
    notes: list[Sentence] = [*gap_notes(shortlist, units), *(incomplete_sentences(shortlist.candidates, preset) if last else [])]
    layout, marks, sentences = _laid_out(rows, taken, columns, preset, notes, decimals(shortlist))
    placed = flow(marks, sentences, preset)
    canvas = canvas_for(layout, notes_height(placed, preset))
    if preset.framed:
        finding = contribution_finding(shortlist, taken, preset, page)
        draw_frame(canvas, preset, caption, finding, _subtitle(aggregation, extent), extent)
    draw_names(canvas, layout, rows)
    _draw_bars(canvas, layout, units, taken, decimals(shortlist))
    if not marks:
        _draw_headers(canvas, layout, units, taken)
    _draw_columns(canvas, layout, units, columns)
    draw_notes(canvas, placed, preset)
    xaxis = {"range": [0, _longest(units, taken) * FULL]}
    return canvas.figure(xaxis, {"range": [layout.rows - 0.5, -0.5]}, barmode="stack", bargap=0.14)


def _taken_apart(shortlist: Shortlist, weights: Mapping[str, Decimal], aggregation: str) -> dict[str, Parts]:
    return {row.unit.unit: take_apart(row.unit, weights, aggregation) for row in shortlist.counted}


def _subtitle(aggregation: str, extent: Extent) -> list[str]:
    parts = list(words.PARTS_SUBTITLE[aggregation])
    if extent.pages > 1:
        parts[-1] += words.JOIN + words.PAGE_OF.format(page=extent.page, pages=extent.pages)
    return parts


def _columns(units: Sequence[Candidate], taken: Sequence[Parts], aggregation: str, places: int, *, tall: bool) -> list[Column]:
    """Return what follows the bars in the order of the sum; the tall picture spares an empty adjustment."""
    columns = [Column(words.TOTAL, tuple(figure(row.unit.total or Decimal(0), places) for row in units))]
    if not tall or any(parts.adjustment for parts in taken):
        columns.insert(0, Column(words.ADJUSTMENT, tuple(_change(parts.adjustment, places) for parts in taken)))
    if aggregation != "arithmetic":
        shortfalls = tuple(_change(parts.shortfall, places) for parts in taken)
        columns.insert(0, Column(words.SHORTFALL, shortfalls))
    return columns


def _change(value: Decimal, places: int) -> str:
    return signed(value, places) if value else words.NOTHING


def _laid_out(
    rows: Sequence[Row], taken: Mapping[str, Parts], columns: Sequence[Column], preset: Preset, notes: list[Sentence],
    places: int,
) -> tuple[Body, list[Mark], list[Sentence]]:  # fmt: skip
    """Return the body, the legend (empty where headers above the bars have room) and the sentences below."""
    units = candidates_of(rows)
    size = letter_size(rows, preset)
    widths = [figures_width(column.figures, column.header, size, preset.note) for column in columns]
    marks: list[Mark] = []
    for sentences in (notes, [words.NO_ROOM, *notes]):
        for marks in ([], _legend(units)):
            placed = flow(marks, sentences, preset)
            layout = body(rows, preset, notes_height(placed, preset), widths)
            if marks or _headers_fit(layout, units, taken):
                break
        if not _hides_numbers(layout, units, taken, places):
            break
    return layout, marks, sentences


def _legend(units: Sequence[Candidate]) -> list[Mark]:
    names = list(units[0].unit.dimensions) if units else []
    colours = [look.dimension_colour(position) for position in range(len(names))]
    return [Mark(name, "rect", colour, colour) for name, colour in zip(names, colours, strict=True)]


def _longest(units: Sequence[Candidate], taken: Mapping[str, Parts]) -> float:
    return max((float(sum(taken[row.unit.unit].parts.values())) for row in units), default=0.0) or 100.0


def _per_point(layout: Body, units: Sequence[Candidate], taken: Mapping[str, Parts]) -> float:
    return layout.plot_width / _longest(units, taken)


def _headers_fit(layout: Body, units: Sequence[Candidate], taken: Mapping[str, Parts]) -> bool:
    if not units:
        return True
    scale = _per_point(layout, units, taken)
    return all(
        text_width(name, layout.preset.note, True) <= float(part) * scale - layout.preset.note * 0.4
        for name, part in taken[units[0].unit.unit].parts.items()
    )


def _hides_numbers(layout: Body, units: Sequence[Candidate], taken: Mapping[str, Parts], places: int) -> bool:
    scale, size = _per_point(layout, units, taken), _bar_size(layout, units, taken, places)
    parts = [part for row in units for part in taken[row.unit.unit].parts.values()]
    return not all(_inside(part, layout, scale, places, size) for part in parts)


def _bar_size(layout: Body, units: Sequence[Candidate], taken: Mapping[str, Parts], places: int) -> float:
    """Return the size of the numbers in the bars: that of the labels, or as small as a footer to fit them all."""
    normal = min(layout.label, max(layout.row_height * 0.67, layout.preset.note))
    smallest = min(normal, layout.preset.footer or layout.preset.note - 1)
    scale = _per_point(layout, units, taken)
    most = normal
    for row in units:
        for part in taken[row.unit.unit].parts.values():
            room = float(part) * scale - _inset(layout)
            size = room / text_width(figure(part, places), 1)
            if size >= smallest:
                most = min(most, size)
    return most


def _inset(layout: Body) -> float:
    return 6 * layout.preset.factor


def _inside(part: Decimal, layout: Body, scale: float, places: int, size: float) -> str:
    """Return what is printed inside a piece of a bar, nothing where it has no room."""
    label = figure(part, places)
    return label if text_width(label, size) <= float(part) * scale - _inset(layout) + 0.01 else ""


def _draw_bars(canvas: Canvas, layout: Body, units: Sequence[Candidate], taken: Mapping[str, Parts], places: int) -> None:
    scale, size = _per_point(layout, units, taken), _bar_size(layout, units, taken, places)
    names = list(units[0].unit.dimensions) if units else []
    for position, name in enumerate(names):
        parts = [taken[row.unit.unit].parts[name] for row in units]
        fill = look.dimension_colour(position)
        inside = [_inside(part, layout, scale, places, size) for part in parts]
        canvas.data.append(
            {
                "type": "bar", "orientation": "h", "y": list(range(len(units))), "x": [float(part) for part in parts],
                "text": inside, "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
                "constraintext": "none", "cliponaxis": False,
                "textfont": {"size": size, "color": look.text_on(fill), "family": look.SANS},
                "marker": {"color": fill, "line": {"color": look.WHITE, "width": 2 * layout.preset.factor}},
            }
        )  # fmt: skip
    if not names:
        canvas.data.append({"type": "bar", "x": [], "y": []})


def _draw_headers(canvas: Canvas, layout: Body, units: Sequence[Candidate], taken: Mapping[str, Parts]) -> None:
    """Write each dimension above its piece of the first bar."""
    start = 0.0
    for name, part in taken[units[0].unit.unit].parts.items() if units else ():
        canvas.text(name, start + float(part) / 2, layout.header_y, layout.preset.note, bold=True, anchor="center", data_x=True)
        start += float(part)


def _draw_columns(canvas: Canvas, layout: Body, units: Sequence[Candidate], columns: Sequence[Column]) -> None:
    preset = layout.preset
    right = preset.outer + 2
    for column in reversed(columns):
        is_total = column.header == words.TOTAL
        canvas.text(column.header, right, layout.header_y, preset.note, colour=look.SECOND, anchor="right", from_right=True)
        for y, (row, value) in enumerate(zip(units, column.figures, strict=True)):
            colour = look.EDGE if value == words.NOTHING else row_colour(row)
            canvas.text(
                value, right, y, layout.label, colour=colour, bold=is_total and row.suggested, anchor="right",
                from_right=True, row=True,
            )  # fmt: skip
        width = figures_width(column.figures, column.header, layout.label, preset.note)
        right += width + tail_gap(preset) * layout.label
