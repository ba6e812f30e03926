"""名次变化: where each unit stood and where it stands, between two periods or two ways to reckon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure
from evaluation.charts.dots import dot_size
from evaluation.charts.findings import Finding, say, sentence
from evaluation.charts.frame import Caption, Extent, draw_frame, footed
from evaluation.charts.language import PROJECTOR, Preset
from evaluation.charts.lettering import text_width
from evaluation.charts.notes import Sentence, draw_notes, flow, gap_notes, incomplete_sentences, notes_height
from evaluation.charts.rows import (
    Body,
    body,
    candidates_of,
    canvas_for,
    draw_names,
    figures_width,
    letter_size,
    row_colour,
    rows_on,
)
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as common
from evaluation.wording import moves as words
from evaluation.wording.charts import count

STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Earlier:
    """What the ranks of a list are compared with: ``ranks`` by unit, None or absent where it had none.

    ``before`` and ``now`` name the two sides. Units that moved ``heavy`` places or more stand out. ``is_trial`` gives
    them the colour of what a what-if has moved.
    """

    before: str
    now: str
    ranks: Mapping[str, int | None]
    heavy: int = 3
    is_trial: bool = False


def slope_text(shortlist: Shortlist, earlier: Earlier) -> str:
    """Return the finding of the picture of changed ranks as one sentence."""
    return sentence(slope_finding(shortlist, earlier))


def rank_slope(shortlist: Shortlist, earlier: Earlier, caption: Caption, preset: Preset, page: int = 1) -> Figure:
    """Return the picture of changed ranks, in the order of the ranks now; raises ValueError where there is no such page."""
    preset = footed(preset, caption)
    rows, extent = rows_on(shortlist, preset, page, None)
    units = candidates_of(rows)
    header = words.CHANGE
    changes = [_change(row, earlier) for row in units]
    sentences = _sentences(shortlist, units, earlier, preset, extent)
    placed = flow([], sentences, preset)
    tails = [figures_width(changes, header, letter_size(rows, preset), preset.note)]
    layout = body(rows, preset, notes_height(placed, preset), tails)
    canvas = canvas_for(layout, notes_height(placed, preset))
    if preset.framed:
        finding = slope_finding(shortlist, earlier, preset, page)
        draw_frame(canvas, preset, caption, finding, _subtitle(earlier, extent), extent)
    movers = {row.unit.unit for row in units if _is_heavy(row, earlier)}
    draw_names(canvas, layout, rows, movers)
    low, high = _ends(units, earlier)
    room = dot_size(layout) / layout.plot_width * max(1, high - low)
    _draw_axis(canvas, layout, low, high)
    _draw_moves(canvas, layout, units, earlier)
    right = layout.preset.outer + 2
    canvas.text(header, right, layout.header_y, preset.note, colour=look.SECOND, anchor="right", from_right=True)
    for y, (row, change) in enumerate(zip(units, changes, strict=True)):
        heavy = row.unit.unit in movers
        canvas.text(
            change, right, y, layout.label, colour=_words_colour(row, heavy, earlier), bold=heavy, anchor="right",
            from_right=True, row=True,
        )  # fmt: skip
    draw_notes(canvas, placed, preset)
    return canvas.figure({"range": [low - room, high + room]}, {"range": [layout.rows - 0.5, -0.5]})


def moved(row: Candidate, earlier: Earlier) -> int | None:
    """Return the places that a unit rose (fell: negative), None where it lacks one of the two ranks."""
    before = earlier.ranks.get(row.unit.unit)
    return None if before is None or row.unit.rank is None else before - row.unit.rank


def _is_heavy(row: Candidate, earlier: Earlier) -> bool:
    return abs(moved(row, earlier) or 0) >= earlier.heavy


def _change(row: Candidate, earlier: Earlier) -> str:
    places = moved(row, earlier)
    if places is None:
        return words.GONE if row.unit.rank is None else words.NEW
    if places == 0:
        return words.SAME
    return (words.UP if places > 0 else words.DOWN).format(places=abs(places))


def _words_colour(row: Candidate, heavy: bool, earlier: Earlier) -> str:
    if not heavy:
        return look.SECOND
    return look.VIOLET_TEXT if earlier.is_trial else row_colour(row)


def _ends(units: Sequence[Candidate], earlier: Earlier) -> tuple[int, int]:
    """Return the best and the worst rank that the page shows, a few apart at least."""
    ranks = [row.unit.rank for row in units] + [earlier.ranks.get(row.unit.unit) for row in units]
    found = [rank for rank in ranks if rank is not None] or [1]
    return min(found), max(*found, min(found) + 3)


def _draw_axis(canvas: Canvas, layout: Body, low: int, high: int) -> None:
    """Draw the ranks above the rows and a dotted line below each, as many as have room."""
    size = layout.preset.note
    room = max(2.0, layout.plot_width / (text_width(words.RANK_TICK.format(rank=high), size) * 1.8))
    step = next((step for step in STEPS if (high - low) / step <= room - 1), STEPS[-1])
    ticks = [low, *(rank for rank in range(step, high + 1, step) if rank - low >= max(1, step * 0.7))]
    for rank in ticks:
        canvas.text(
            words.RANK_TICK.format(rank=rank), rank, layout.header_y, size, colour=look.SECOND, anchor="center", data_x=True
        )
        canvas.shapes.append(
            {
                "type": "line", "xref": "x", "x0": rank, "x1": rank, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
                "line": {"color": look.RULE, "width": max(1, 1.5 * layout.preset.factor), "dash": "dot"},
            }
        )  # fmt: skip


def _draw_moves(canvas: Canvas, layout: Body, units: Sequence[Candidate], earlier: Earlier) -> None:
    """Draw the ways first and the dots on top of them."""
    for heavy in (False, True):
        x: list[int | None] = []
        y: list[int | None] = []
        for row_number, row in enumerate(units):
            if moved(row, earlier) and _is_heavy(row, earlier) == heavy:
                x += [earlier.ranks[row.unit.unit], row.unit.rank, None]
                y += [row_number, row_number, None]
        width = (7 if heavy else 4) * layout.preset.factor if layout.preset.framed else (3.5 if heavy else 2)
        line = {"color": _fill(heavy, earlier) if heavy else look.COUNTED_STEM, "width": width}
        canvas.data.append({"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line})
    placed = list(enumerate(units))
    was = [(earlier.ranks[row.unit.unit], y, _is_heavy(row, earlier)) for y, row in placed if moved(row, earlier)]
    now = [(row.unit.rank, y, _is_heavy(row, earlier)) for y, row in placed if row.unit.rank is not None]
    canvas.data += [_dots(layout, was, earlier, hollow=True), _dots(layout, now, earlier, hollow=False)]


def _fill(heavy: bool, earlier: Earlier) -> str:
    if not heavy:
        return look.COUNTED
    return look.VIOLET if earlier.is_trial else look.CHOSEN


def _dots(layout: Body, places: Sequence[tuple[int, int, bool]], earlier: Earlier, *, hollow: bool) -> Figure:
    edges = [_fill(heavy, earlier) if heavy else look.COUNTED_EDGE for *_, heavy in places]
    fills = [look.WHITE if hollow else _fill(heavy, earlier) for *_, heavy in places]
    size = dot_size(layout) * 0.85
    return {
        "type": "scatter", "mode": "markers", "x": [x for x, *_ in places], "y": [y for _, y, _ in places],
        "cliponaxis": False,
        "marker": {"size": size, "opacity": 1, "color": fills, "line": {"color": edges, "width": max(1.5, size * 0.12)}},
    }  # fmt: skip


def _subtitle(earlier: Earlier, extent: Extent) -> list[str]:
    heavy = words.HEAVY_ANY if earlier.heavy <= 1 else words.HEAVY_FROM.format(places=earlier.heavy)
    parts = list(say(words.MOVES_SUBTITLE, before=earlier.before, now=earlier.now, heavy=heavy))
    if extent.pages > 1:
        parts[-1] += words.PAGE_OF.format(page=extent.page, pages=extent.pages)
    return parts


def _sentences(
    shortlist: Shortlist, units: Sequence[Candidate], earlier: Earlier, preset: Preset, extent: Extent
) -> list[Sentence]:
    """Return who on the page had no rank before, what the sign beside a name means, and on the last page who has none now."""
    marked: list[Sentence] = [*gap_notes(shortlist, units)]
    if not preset.framed:
        return marked
    new = [row.unit.unit for row in units if earlier.ranks.get(row.unit.unit) is None]
    named = common.AND.join(new) if len(new) <= 4 else common.AND_MORE.format(names=common.AND.join(new[:3]), count=len(new))
    sentences: list[Sentence] = (
        [words.WITHOUT_BEFORE.format(before=earlier.before, names=named)] if 0 < len(new) < len(units) else []
    )
    incomplete = incomplete_sentences(shortlist.candidates, preset) if extent.page == extent.pages else []
    return [*sentences, *marked, *incomplete]


def slope_finding(shortlist: Shortlist, earlier: Earlier, preset: Preset = PROJECTOR, page: int = 1) -> Finding:
    """Return what the picture says: who rose and who fell most, or that nobody moved."""
    rows, extent = rows_on(shortlist, preset, page, None)
    units = candidates_of(rows) if page > 1 else shortlist.counted
    if not units:
        return [(common.NOBODY,)]
    places = {row.unit.unit: moved(row, earlier) for row in units}
    known = {unit: change for unit, change in places.items() if change is not None}
    if not known:
        return [say(words.NOTHING_BEFORE, before=earlier.before), say(words.NOTHING_BEFORE_SHORT)]
    if page > 1:
        movers = sum(change != 0 for change in known.values())
        clauses = words.PAGE_MOVES if movers else words.PAGE_NO_MOVE
        return [say(clauses, first=extent.first, last=extent.last, units=count(movers))]
    return _most_moved(known)


def _most_moved(known: Mapping[str, int]) -> Finding:
    riser, faller = max(known, key=lambda unit: known[unit]), min(known, key=lambda unit: known[unit])
    said = {"riser": riser, "rise": known[riser], "faller": faller, "fall": -known[faller]}
    if known[riser] > 0 and known[faller] < 0:
        return [say(words.RISE_AND_FALL, **said), say(words.RISE_AND_FALL_SHORT, **said)]
    if known[riser] > 0:
        return [say(words.RISE, **said)]
    return [say(words.FALL, **said)] if known[faller] < 0 else [say(words.NO_MOVE, units=count(len(known)))]
