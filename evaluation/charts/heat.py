"""三项热力表: every dimension's score, printed, on a ground by its place in the group; what is below a floor, framed."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure
from evaluation.charts.findings import Finding, say, sentence
from evaluation.charts.frame import Caption, Extent, draw_frame, footed
from evaluation.charts.language import PROJECTOR, Preset
from evaluation.charts.lettering import decimals_of, figure, text_width
from evaluation.charts.notes import (
    Mark,
    Placed,
    Sentence,
    draw_notes,
    flow,
    gap_notes,
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
from evaluation.charts.shades import scale_of
from evaluation.gap_marks import marked
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as common
from evaluation.wording import moves as words
from evaluation.wording.charts import count

Floors = Mapping[str, Decimal | None]
BELOW_MARK = "▼ "
NAMED = 3
RAISED = 0.1
"""How much too high, as a share of its size, the chart library sets text on a point."""
GAP = 0.02
"""Half the space between two columns of cells, as a share of a column."""


@dataclass(frozen=True)
class _Cells:
    """How the cells are printed: ``size`` of their numbers, None where they have no room, and how columns are headed.

    ``has_marks`` says that a score below its floor bears a ▼; in a narrow cell its red frame and letters have to do.
    """

    size: float | None
    headers: tuple[str, ...]
    has_marks: bool


def heat_text(shortlist: Shortlist, floors: Floors) -> str:
    """Return the finding of the heat table as one sentence."""
    return sentence(heat_finding(shortlist, floors))


def heat_table(shortlist: Shortlist, floors: Floors, caption: Caption, preset: Preset, page: int = 1) -> Figure:
    """Return the heat table of one page; raises ValueError where there is no such page.

    ``floors`` holds each dimension's 底线 in scheme order, None where it has none.
    """
    rows, extent = rows_on(shortlist, preset, page, None)
    preset = footed(preset, caption)
    preset = replace(preset, top=preset.top + preset.note * 1.3)
    names, units = list(floors), candidates_of(rows)
    is_last = extent.page == extent.pages and preset.framed
    incomplete = incomplete_sentences(shortlist.candidates, preset) if is_last else []
    notes: list[Sentence] = [*gap_notes(shortlist, units), *incomplete]
    layout, cells, placed = _laid_out(rows, names, preset, notes, decimals(shortlist))
    canvas = canvas_for(layout, notes_height(placed, preset))
    if preset.framed:
        draw_frame(
            canvas, preset, caption, heat_finding(shortlist, floors, preset, page), _subtitle(floors, cells, extent), extent
        )
    draw_names(canvas, layout, rows)
    for position, name in enumerate(names):
        _draw_header(canvas, layout, position, cells.headers[position], floors[name])
        _draw_cells(canvas, position, name, units, places_in_group(shortlist, name))
        _draw_numbers(canvas, layout, position, name, units, cells)
    draw_tails(canvas, layout, rows, decimals(shortlist))
    draw_notes(canvas, placed, preset)
    return canvas.figure({"range": [0, max(1, len(names))]}, {"range": [layout.rows - 0.5, -0.5]})


def places_in_group(shortlist: Shortlist, dimension: str) -> dict[str, float]:
    """Return by unit where its score stands among all units with a total: 1 best, 0 last; ties share the better place."""
    scores = {row.unit.unit: row.unit.dimensions[dimension] for row in shortlist.counted}
    ordered, others = sorted(scores.values()), max(1, len(scores) - 1)
    return {unit: 1 - (len(ordered) - bisect_right(ordered, score)) / others for unit, score in scores.items()}


def _laid_out(
    rows: Sequence[Row], names: list[str], preset: Preset, sentences: list[Sentence], places: int
) -> tuple[Body, _Cells, list[Placed]]:
    """Return body, the printing of the cells and the notes: both may add to the notes, which take room from the rows."""
    tails = [figures_width(totals(rows, places), common.TOTAL, letter_size(rows, preset), preset.note)]
    if preset.verdicts:
        tails.append(verdict_width(rows, preset))
    legend: list[Mark] = []
    for _ in range(2):
        placed = flow(legend, sentences, preset)
        layout = body(rows, preset, notes_height(placed, preset), tails)
        cells = _cells(layout, names, candidates_of(rows))
        legend = [Mark(f"{head} {name}") for head, name in zip(cells.headers, names, strict=True) if head != name]
        if cells.size is None and words.NO_ROOM not in sentences:
            sentences = [words.NO_ROOM, *sentences]
    return layout, cells, flow(legend, sentences, preset)


def _cells(layout: Body, names: list[str], units: Sequence[Candidate]) -> _Cells:
    """Shrink the numbers to the columns' width, down to a footer's size, and number the columns whose names are too wide."""
    column = layout.plot_width / max(1, len(names))
    normal, smallest = layout.label, layout.preset.footer or layout.preset.note - 1
    size, has_marks = 0.0, True
    for has_marks, inset in ((True, 8), (False, 4)):
        widest = max((_width(row, name, has_marks=has_marks) for row in units for name in names), default=1.0)
        size = min(normal, (column * (1 - 2 * GAP) - inset * layout.preset.factor) / widest)
        if size >= smallest - 0.01:
            break
    fits = all(text_width(name, layout.preset.note, True) <= column * 0.97 for name in names)
    headers = names if fits else [str(number) for number in range(1, len(names) + 1)]
    return _Cells(size if size >= smallest - 0.01 else None, tuple(headers), has_marks)


def _width(row: Candidate, name: str, *, has_marks: bool) -> float:
    """Return the width of a number in a cell as a multiple of its size."""
    return text_width(_label(row, name, has_marks=has_marks), 1, name in row.below_floor)


def _label(row: Candidate, name: str, *, has_marks: bool) -> str:
    score = row.unit.dimensions[name]
    mark = BELOW_MARK if has_marks and name in row.below_floor else ""
    return mark + marked(figure(score, decimals_of(score)), row.unit.on_gaps, name)


def _draw_header(canvas: Canvas, layout: Body, position: int, header: str, floor: Decimal | None) -> None:
    size = layout.preset.note
    y = layout.header_y - (size * 1.3 if floor is not None else 0)
    canvas.text(header, position + 0.5, y, size, bold=True, anchor="center", data_x=True)
    if floor is not None:
        line = words.FLOOR.format(floor=f"{floor.normalize():f}")
        if header.isdigit():
            line = f"{floor.normalize():f}"
        canvas.text(line, position + 0.5, layout.header_y, size, colour=look.SECOND, anchor="center", data_x=True)


def _draw_cells(canvas: Canvas, position: int, name: str, units: Sequence[Candidate], places: Mapping[str, float]) -> None:
    """Draw one column of grounds; a cell below its floor stays white and gets a red frame."""
    ground = [[None if name in row.below_floor else places[row.unit.unit]] for row in units]
    canvas.data.append(
        {
            "type": "heatmap", "z": ground, "zmin": 0, "zmax": 1, "x": [position + GAP, position + 1 - GAP],
            "y": [edge - 0.5 for edge in range(len(units) + 1)], "ygap": 2, "showscale": False, "hoverinfo": "skip",
            "colorscale": scale_of(look.dimension_colour(position)),
        }
    )  # fmt: skip
    for y, row in enumerate(units):
        if name in row.below_floor:
            canvas.shapes.append(
                {
                    "type": "rect", "xref": "x", "yref": "y", "x0": position + GAP, "x1": position + 1 - GAP,
                    "y0": y - 0.42, "y1": y + 0.42, "line": {"color": look.RED, "width": 2.5}, "fillcolor": look.WHITE,
                    "layer": "below",
                }
            )  # fmt: skip


def _draw_numbers(canvas: Canvas, layout: Body, position: int, name: str, units: Sequence[Candidate], cells: _Cells) -> None:
    if cells.size is None:
        return
    below = [name in row.below_floor for row in units]
    size = min(cells.size, layout.row_height * 0.8)
    drop = size * RAISED / layout.row_height
    canvas.data.append(
        {
            "type": "scatter", "mode": "text", "x": [position + 0.5] * len(units), "y": [y + drop for y in range(len(units))],
            "text": [_label(row, name, has_marks=cells.has_marks) for row in units], "cliponaxis": False, "hoverinfo": "skip",
            "textfont": {
                "size": size, "family": look.SANS,
                "color": [look.RED if red else look.INK for red in below], "weight": [700 if red else 400 for red in below],
            },
        }
    )  # fmt: skip


def _subtitle(floors: Floors, cells: _Cells, extent: Extent) -> list[str]:
    has_floors = any(floor is not None for floor in floors.values())
    with_floors = words.HEAT_SUBTITLE_FLOORS if cells.size and cells.has_marks else words.HEAT_SUBTITLE_FRAMES
    parts = list(with_floors if has_floors else words.HEAT_SUBTITLE)
    if extent.pages > 1:
        parts[-1] += words.PAGE_OF.format(page=extent.page, pages=extent.pages)
    return parts


def heat_finding(shortlist: Shortlist, floors: Floors, preset: Preset = PROJECTOR, page: int = 1) -> Finding:
    """Return what the heat table says: who is below a floor, else the lowest score, else the widest spread."""
    rows, extent = rows_on(shortlist, preset, page, None)
    units = candidates_of(rows)
    if not units:
        return [(common.NOBODY,)]
    below = [row for row in units if row.below_floor]
    told = units if page > 1 else shortlist.counted  # the first page speaks for the whole group
    lowest, unit, dimension = min(
        ((score, row.unit.unit, name) for row in told for name, score in row.unit.dimensions.items()), key=lambda cell: cell[0]
    )
    said = {"unit": unit, "dimension": dimension, "score": figure(lowest, decimals_of(lowest)), "units": count(len(below))}
    has_floors = any(floor is not None for floor in floors.values())
    if page > 1:
        clauses = words.PAGE_BELOW if below else words.PAGE_ABOVE if has_floors else words.PAGE_PLAIN
        return [say(clauses, first=extent.first, last=extent.last, **said)]
    below = [row for row in shortlist.counted if row.below_floor]
    if below:
        return _below(below, floors)
    if len(shortlist.counted) == 1:
        is_alone = len(shortlist.candidates) == 1
        forms = (words.SINGLE, words.SINGLE_SHORT) if is_alone else (words.SINGLE_TOTAL, words.SINGLE_TOTAL_SHORT)
        return [say(clauses, **said) for clauses in forms]
    return [say(words.ABOVE, **said), say(words.ABOVE_SHORT, **said)] if has_floors else _spread(shortlist.counted)


def _below(below: Sequence[Candidate], floors: Floors) -> Finding:
    limits = {floors[name] for row in below for name in row.below_floor}
    names = [row.unit.unit for row in below]
    if len(below) == 1:
        name = below[0].below_floor[0]
        score = below[0].unit.dimensions[name]
        said = {"unit": names[0], "dimension": name, "score": figure(score, decimals_of(score)), "floor": _plain(floors[name])}
        return [say(words.BELOW_ONE, **said), say(words.BELOW_ONE_SHORT)]
    said = {"units": count(len(below)), "names": common.AND.join(names), "floor": _plain(next(iter(limits)))}
    full, short = (words.BELOW_SAME, words.BELOW_SAME_SHORT) if len(limits) == 1 else (words.BELOW, words.BELOW_SHORT)
    return [say(full, **said), say(short, **said)] if len(below) <= NAMED else [say(short, **said)]


def _spread(rows: Sequence[Candidate]) -> Finding:
    spreads = {}
    for name in rows[0].unit.dimensions:
        scores = [row.unit.dimensions[name] for row in rows]
        spreads[name] = max(scores) - min(scores)
    widest = max(spreads, key=lambda name: spreads[name])
    if spreads[widest] == 0:
        return [say(words.EQUAL, units=count(len(rows)))]
    return [say(words.SPREAD, dimension=widest, spread=figure(spreads[widest], decimals_of(spreads[widest])))]


def _plain(floor: Decimal | None) -> str:
    return f"{floor.normalize():f}" if floor is not None else ""
