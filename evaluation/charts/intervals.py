"""名次区间: between which ranks a unit moves when the weights do, and in which share of weightings it is on the list."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure
from evaluation.charts.dots import dot_size
from evaluation.charts.frame import Caption, Extent, draw_frame, footed
from evaluation.charts.language import Preset
from evaluation.charts.lettering import text_width
from evaluation.charts.notes import Sentence, draw_notes, flow, gap_notes, naming, notes_height
from evaluation.charts.rows import (
    Body,
    Row,
    body,
    candidates_of,
    canvas_for,
    draw_names,
    figures_width,
    letter_size,
    pages,
    rows_on,
)
from evaluation.shortlist import Shortlist
from evaluation.stability import Finding
from evaluation.stability.spoken import chances_in_words, share_in_words, short_intervals
from evaluation.wording import charts as common
from evaluation.wording import stability as words

STEPS = (1, 5, 10, 20, 50, 100)
BAR, BAR_EDGE = "#B9C7CE", "#1F4254"
PALE, PALE_EDGE = "#E3DFD5", "#9AA3A6"


def competing(finding: Finding, shortlist: Shortlist, only: int | None = None) -> Shortlist:
    """Return the list of those who compete, ranked among themselves; ``only`` the first so many of them."""
    by_name = {candidate.unit.unit: candidate for candidate in shortlist.candidates}
    ranks = finding.ranks_now
    inside, tied = set(finding.safety.listed.inside), set(finding.safety.listed.tied)
    order = sorted(range(len(ranks)), key=lambda unit: ranks[unit])[:only]
    rows = []
    for unit in order:
        candidate = by_name[finding.contest.units[unit]]
        ranked = replace(candidate.unit, rank=ranks[unit])
        rows.append(replace(candidate, unit=ranked, eligible=True, suggested=unit in inside, tied_at_cut=unit in tied))
    return replace(shortlist, candidates=tuple(rows))


def interval_pages(finding: Finding, shortlist: Shortlist, preset: Preset) -> int:
    """Return how many pictures the units take."""
    return pages(competing(finding, shortlist), preset)


def rank_intervals(
    finding: Finding, shortlist: Shortlist, caption: Caption, preset: Preset, page: int = 1, only: int | None = None
) -> Figure:
    """Return the intervals of those who compete, in the order of their ranks now; raises ValueError for a page that isn't."""
    preset = footed(preset, caption)
    shown = competing(finding, shortlist, None if preset.framed else only)
    rows, extent = rows_on(shown, preset, page, None)
    places = {name: unit for unit, name in enumerate(finding.contest.units)}
    on_page = candidates_of(rows)
    units = [places[row.unit.unit] for row in on_page]
    chances = [_chance(finding, unit) for unit in units]
    sentences = _sentences(finding, shortlist, preset, extent) if preset.framed else []
    placed = flow([], [*gap_notes(shown, on_page), *sentences], preset)
    tails = [figures_width(chances, words.CHANCE, letter_size(rows, preset), preset.note)]
    layout = body(rows, preset, notes_height(placed, preset), tails)
    canvas = canvas_for(layout, notes_height(placed, preset))
    if preset.framed:
        extent = replace(extent, said=competing_in_words(finding, caption, extent))
        draw_frame(canvas, preset, caption, [short_intervals(finding)], words.INTERVALS_SUBTITLE, extent)
    draw_names(canvas, layout, rows)
    deepest = max((finding.ranks.worst[places[row.unit.unit]] for row in shown.candidates), default=1)
    _draw_scale(canvas, layout, deepest)
    _draw_bars(canvas, layout, rows, units, finding)
    right = preset.outer + 2
    canvas.text(words.CHANCE, right, layout.header_y, preset.note, colour=look.SECOND, anchor="right", from_right=True)
    for y, (row, chance) in enumerate(zip(rows, chances, strict=True)):
        canvas.text(chance, right, y, layout.label, bold=row.suggested, anchor="right", from_right=True, row=True)
    draw_notes(canvas, placed, preset)
    return canvas.figure({"range": [0.4, deepest + 0.6]}, {"range": [layout.rows - 0.5, -0.5]})


def competing_in_words(finding: Finding, caption: Caption, extent: Extent) -> str:
    """Return how many compete out of the group's units, and which of them a page shows: the others have no weights to move by."""
    form = common.COMPETING_PAGE if extent.pages > 1 else common.COMPETING
    place = {"page": extent.page, "pages": extent.pages, "first": extent.first, "last": extent.last}
    return form.format(shown=len(finding.contest.units), of=caption.of, **place)


def _sentences(finding: Finding, shortlist: Shortlist, preset: Preset, extent: Extent) -> list[Sentence]:
    """Return how to read the shares and, on the last page, who doesn't compete."""
    note = chances_in_words(finding)
    inside = set(finding.contest.units)
    out = [row.unit.unit for row in shortlist.candidates if row.unit.unit not in inside]
    if not out or extent.page < extent.pages:
        return [note]
    return [
        note,
        lambda lines: naming(words.NOT_COMPETING.format(count=len(out)), out, preset, 1 if preset.title_lines > 1 else lines),
    ]


def _chance(finding: Finding, unit: int) -> str:
    return share_in_words(float(finding.chances[unit]), finding.way != "exact")


def middle_ranks(finding: Finding, unit: int) -> tuple[int, int]:
    """Return the ranks between which a unit lies in nine of ten weightings: from the 5 % point to the 95 % point."""
    through = np.cumsum(finding.ranks.shares[unit])
    return int(np.searchsorted(through, 0.05 * (1 - 1e-9))) + 1, int(np.searchsorted(through, 0.95 * (1 - 1e-9))) + 1


def _draw_scale(canvas: Canvas, layout: Body, deepest: int) -> None:
    size = layout.preset.note
    per_rank = layout.plot_width / (deepest + 0.2)
    step = next(step for step in (*STEPS, 10**6) if step * per_rank > text_width("100", size) * 1.6)
    marks = [1, *range(step if step > 1 else 2, deepest + 1, step)]
    if len(marks) > 1 and marks[1] - 1 < step * 0.75 and (marks[1] - 1) * per_rank < text_width("100", size) * 1.3:
        marks.pop(1)
    for rank in marks:
        canvas.text(str(rank), rank, layout.header_y, size, colour=look.SECOND, anchor="center", data_x=True)
        line = {"color": look.RULE, "width": max(1.0, layout.preset.factor), "dash": "dot"}
        canvas.shapes.append(
            {
                "type": "line",
                "xref": "x",
                "x0": rank,
                "x1": rank,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": line,
            }
        )


def _draw_bars(canvas: Canvas, layout: Body, rows: Sequence[Row], units: Sequence[int], finding: Finding) -> None:
    thin = max(1.5, 2.5 * layout.preset.factor) if layout.preset.framed else 1.5
    now = finding.ranks_now
    for y, (row, unit) in enumerate(zip(rows, units, strict=True)):
        edge, fill = (BAR_EDGE, BAR) if row.suggested else (PALE_EDGE, PALE)
        low, high = middle_ranks(finding, unit)
        ends = {"xref": "x", "yref": "y", "layer": "below"}
        line = {"color": edge, "width": thin}
        canvas.shapes.append(
            {
                **ends,
                "type": "line",
                "x0": finding.ranks.best[unit],
                "x1": finding.ranks.worst[unit],
                "y0": y,
                "y1": y,
                "line": line,
            }
        )
        canvas.shapes.append(
            {
                **ends, "type": "rect", "x0": low - 0.18, "x1": high + 0.18, "y0": y - 0.27, "y1": y + 0.27,
                "fillcolor": fill, "line": {"color": edge, "width": thin / 2},
            }
        )  # fmt: skip
    colours = [look.CHOSEN if row.suggested else look.COUNTED_EDGE for row in rows]
    canvas.data.append(
        {
            "type": "scatter", "mode": "markers", "x": [now[unit] for unit in units], "y": list(range(len(units))),
            "cliponaxis": False, "hoverinfo": "skip",
            "marker": {"size": dot_size(layout), "color": colours, "opacity": 1, "line": {"color": look.INK, "width": 1}},
        }
    )  # fmt: skip
