"""分差点图: who lies how far from the cut line. Totals differ by little, so a bar from 0 would hide it."""

from collections.abc import Sequence
from decimal import Decimal

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure
from evaluation.charts.dots import DOTS, draw_units, kind, reach
from evaluation.charts.findings import gap_finding, reference, sentence
from evaluation.charts.frame import Caption, Extent, draw_frame, footed
from evaluation.charts.language import PROJECTOR, Preset
from evaluation.charts.lettering import figure, signed, text_width
from evaluation.charts.notes import (
    Mark,
    Placed,
    Sentence,
    draw_notes,
    flow,
    gap_notes,
    incomplete_note,
    incomplete_sentences,
    notes_height,
)
from evaluation.charts.rows import (
    Body,
    Row,
    body,
    candidates_of,
    canvas_for,
    decimals,
    draw_names,
    draw_tails,
    figures_width,
    letter_size,
    rows_on,
    totals,
    verdict_width,
)
from evaluation.charts.scale import Scale, fit_scale
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as words


def gap_text(shortlist: Shortlist) -> str:
    """Return the finding of the gap picture as one sentence."""
    return sentence(gap_finding(shortlist))


def left_out(shortlist: Shortlist) -> str:
    """Return the sentence that names the units without a total, empty where there are none."""
    return incomplete_note(shortlist.candidates, PROJECTOR)


def gap_to_line(shortlist: Shortlist, caption: Caption, preset: Preset, page: int = 1, limit: int | None = None) -> Figure:
    """Return the gap picture; ``limit`` (4 or more, on pages) keeps the best rows and the first unit outside.

    Raises ValueError where there is no such page.
    """
    preset = footed(preset, caption)
    rows, extent = rows_on(shortlist, preset, page, limit if not preset.framed else None)
    places = decimals(shortlist)
    units = candidates_of(rows)
    start = reference(shortlist)
    exact = [(row.unit.total or Decimal(0)) - start for row in units]
    gaps = list(map(float, exact))
    marks = _legend(units) if preset.framed else []
    last = extent.page == extent.pages and preset.framed
    incomplete = incomplete_sentences(shortlist.candidates, preset) if last else []
    notes: list[Sentence] = [*gap_notes(shortlist, units), *incomplete]
    labels = _labels(shortlist, units, exact, places)
    layout, scale, placed = _laid_out(rows, gaps, labels, preset, (marks, notes), places)
    canvas = canvas_for(layout, notes_height(placed, preset))
    if preset.framed:
        finding = gap_finding(shortlist, preset, page)
        draw_frame(canvas, preset, caption, finding, _subtitle(shortlist, preset, extent, places), extent)
    draw_names(canvas, layout, rows)
    _draw_line(canvas, layout, scale, shortlist, places)
    draw_units(canvas, layout, rows, scale, labels)
    draw_tails(canvas, layout, rows, places)
    draw_notes(canvas, placed, preset)
    return canvas.figure({"range": [scale.low, scale.high]}, {"range": [layout.rows - 0.5, -0.5]})


def _legend(units: Sequence[Candidate]) -> list[Mark]:
    present = {kind(row) for row in units}
    return [Mark(name, "circle", *colours) for name, colours in DOTS.items() if name in present]


def _laid_out(
    rows: Sequence[Row], gaps: list[float], labels: Sequence[str], preset: Preset,
    notes: tuple[list[Mark], list[Sentence]], places: int,
) -> tuple[Body, Scale, list[Placed]]:  # fmt: skip
    """Return body, scale and notes. A broken row adds a note, so the notes are known only after the scale."""
    marks, sentences = notes
    placed = flow(marks, sentences, preset)
    layout, scale = _body_and_scale(rows, gaps, labels, preset, notes_height(placed, preset), places)
    if scale.broken:
        placed = flow(marks, [words.BROKEN, *sentences], preset)
        layout, scale = _body_and_scale(rows, gaps, labels, preset, notes_height(placed, preset), places)
    return layout, scale, placed


def _body_and_scale(
    rows: Sequence[Row], gaps: list[float], labels: Sequence[str], preset: Preset, notes: float, places: int
) -> tuple[Body, Scale]:
    printed = totals(rows, places)
    tails = [figures_width(printed, words.TOTAL, letter_size(rows, preset), preset.note)]
    if preset.verdicts:
        tails.append(verdict_width(rows, preset))
    layout = body(rows, preset, notes, tails)
    widths = [text_width(label, layout.label, True) for label in labels]
    return layout, fit_scale(gaps, widths, reach(layout), layout.plot_width)


def _labels(shortlist: Shortlist, units: Sequence[Candidate], gaps: Sequence[Decimal], places: int) -> list[str]:
    labels = []
    for row, gap in zip(units, gaps, strict=True):
        label = signed(gap, places)
        on_line = shortlist.cut_line is not None and row.unit.unit == shortlist.cut_unit
        labels.append(words.ON_THE_LINE.format(value=label) if on_line else label)
    return labels


def _subtitle(shortlist: Shortlist, preset: Preset, extent: Extent, places: int) -> list[str]:
    """Say what is measured and from where, and that each of several pages has a scale of its own."""
    if shortlist.cut_line is None:
        parts = list(words.GAP_SUBTITLE_NO_LINE)
    else:
        wording = words.GAP_SUBTITLE_SHORT if preset.title_lines > 1 else words.GAP_SUBTITLE
        line = figure(shortlist.cut_line, places)
        parts = [part.format(line=line, unit=shortlist.cut_unit) for part in wording]
    if extent.pages > 1:
        parts = ["".join(parts) + words.JOIN, words.OWN_SCALE.format(page=extent.page, pages=extent.pages)]
    return parts


def _draw_line(canvas: Canvas, layout: Body, scale: Scale, shortlist: Shortlist, places: int) -> None:
    """Draw the red line, or a grey one where nobody is suggested: red is the cut line and nothing else."""
    if not shortlist.counted:
        return
    has_line = shortlist.cut_line is not None
    colour = look.RED if has_line else look.SECOND
    width = (4 if layout.preset.framed else 2) * layout.preset.factor
    canvas.shapes.append(
        {
            "type": "line", "xref": "x", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
            "line": {"color": colour, "width": width, "dash": "solid" if has_line else "dot"},
        }
    )  # fmt: skip
    wording = words.CUT_LINE if has_line else words.LEADER_LINE
    label = wording.format(value=figure(reference(shortlist), places))
    size = layout.preset.note
    share = -scale.low / (scale.high - scale.low)
    half = text_width(label, size, True) / 2 / layout.plot_width
    anchor = "left" if share - half < -0.02 else "right" if share + half > 1.02 else "center"
    canvas.text(label, 0, layout.header_y, size, colour=colour, bold=True, anchor=anchor, data_x=True)
