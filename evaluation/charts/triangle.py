"""权重三角: every point is a weighting of three dimensions; who is first where, and where the list stays."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure, Margins
from evaluation.charts.frame import Caption, Extent, draw_frame, footed, frame_height
from evaluation.charts.intervals import competing_in_words
from evaluation.charts.language import Preset
from evaluation.charts.lettering import fit, text_width
from evaluation.charts.weight_ranges import draw_panel
from evaluation.stability import Finding, Part, membership, winners
from evaluation.stability.spoken import short_finding
from evaluation.wording import stability as words

HEIGHT = math.sqrt(3) / 2
GROUNDS = ("#F3F0E8", "#DAE2E9", "#E2DAC8", "#CBD5DB", "#E6ECE4", "#D8D2C4", "#EEF1F2", "#D3DDD8")
MEMBER = "rgba(31,66,84,.30)"
PAGE_SIDE, PAGE_ROOM, PAD = 330.0, 462.0, 2.3
TALL_SHARE, TALL_PANEL = 0.44, 10.3
"""How much of a tall picture's width the triangle takes, at most: the panel below it needs so many sizes of a note."""
GRID = "rgba(138,143,140,.28)"
INSIDE_STEPS = 24
MOST_LEADERS = 6

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ground:
    """Where the triangle stands, in px: its side, its left and top edges, the size of its letters."""

    side: float
    left: float
    top: float
    label: float
    note: float

    @property
    def pad(self) -> float:
        """Room above and below the triangle for the names of its corners, in its own units."""
        return self.label * PAD / self.side


def at(weights: Sequence[float]) -> Point:
    """Return where weights (of any scale) lie: first dimension at the lower left, second at the lower right, third on top."""
    whole = float(sum(weights))
    return (float(weights[1]) + float(weights[2]) / 2) / whole, float(weights[2]) / whole * HEIGHT


def weight_triangle(
    finding: Finding, caption: Caption, preset: Preset, *, scheme: Sequence[float] | None = None, unit: int | None = None
) -> Figure:
    """Return the triangle of a contest with three dimensions.

    ``scheme`` are the scheme's own weights where the finding is about tried ones. ``unit`` is shaded where it is on the list.
    """
    preset = footed(preset, caption)
    ground = _ground(preset)
    canvas = _canvas(preset, ground)
    if preset.framed:
        title = short_finding(finding)
        subtitle = words.TRIANGLE_SUBTITLE if finding.safety.polygon else words.TRIANGLE_SUBTITLE_ROUGH
        draw_frame(canvas, preset, caption, [title], subtitle, Extent(said=competing_in_words(finding, caption, Extent())))
    parts = winners(finding)
    _draw_parts(canvas, parts, finding, unit, preset)
    _draw_grid(canvas, preset)
    _draw_safe(canvas, finding, preset)
    taken = _draw_dots(canvas, finding, scheme, ground, preset)
    _draw_corners(canvas, finding, ground, preset)
    _draw_names(canvas, finding, parts, ground, taken, preset)
    if preset.framed:
        draw_panel(canvas, finding, preset, *_panel(preset))
    beside = (PAGE_ROOM / PAGE_SIDE - 1) / 2
    across = {"range": [0, 1]} if preset.framed else {"range": [-beside, 1 + beside], "scaleanchor": "y", "scaleratio": 1}
    return canvas.figure(across, {"range": [-ground.pad, HEIGHT + ground.pad]})


def _ground(preset: Preset) -> Ground:
    if not preset.framed:
        return Ground(PAGE_SIDE, 0, 0, preset.label, preset.note)
    room = preset.height - preset.top - preset.bottom
    if preset.title_lines > 1:
        top, label = preset.top - preset.label, preset.label * 0.84
        above_panel = frame_height(preset) - TALL_PANEL * preset.note - top
        side = min(preset.width * TALL_SHARE, (above_panel - 2 * PAD * label) / HEIGHT)
        return Ground(side, (preset.width - side) / 2, top, label, preset.note)
    label = preset.label * 1.1
    side = min((room - 4.6 * label) / HEIGHT, preset.width * 0.40)
    left = preset.outer + (preset.width * 0.61 - preset.outer - side) / 2
    return Ground(side, left, preset.top + (room - side * HEIGHT - 4.6 * label) / 2, label, preset.note)


def _panel(preset: Preset) -> tuple[float, float, float]:
    """Return left edge, top and width of the panel beside or below the triangle."""
    if preset.title_lines > 1:
        ground = _ground(preset)
        top = ground.top + (HEIGHT + 2 * ground.pad) * ground.side
        return preset.outer, top, preset.width - 2 * preset.outer
    left = preset.width * 0.63
    return left, preset.top + preset.label * 0.4, preset.width - preset.outer - left


def _canvas(preset: Preset, ground: Ground) -> Canvas:
    tall = (HEIGHT + 2 * ground.pad) * ground.side
    if not preset.framed:
        return Canvas(None, tall, Margins(2, 2, 0, 0))
    bottom = preset.height - ground.top - tall
    return Canvas(preset.width, preset.height, Margins(ground.left, preset.width - ground.left - ground.side, ground.top, bottom))


def _lines(points: Sequence[Sequence[Point]], **style: object) -> Figure:
    """Return one trace of several closed lines."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in points:
        x += [point[0] for point in (*ring, ring[0])] + [None]
        y += [point[1] for point in (*ring, ring[0])] + [None]
    return {"type": "scatter", "mode": "lines", "x": x[:-1], "y": y[:-1], "cliponaxis": False, "hoverinfo": "skip", **style}


def _draw_parts(canvas: Canvas, parts: Sequence[Part], finding: Finding, unit: int | None, preset: Preset) -> None:
    thin = 1.5 * preset.factor
    whole = [at((1, 0, 0)), at((0, 1, 0)), at((0, 0, 1))]
    for place, part in enumerate(parts):
        fill = GROUNDS[place % len(GROUNDS)]
        is_rough = len(part.polygons) > 1
        line = {"color": fill if is_rough else look.COUNTED_EDGE, "width": thin}
        rings = [[at(corner) for corner in polygon] for polygon in part.polygons]
        canvas.data.append(_lines(rings, fill="toself", fillcolor=fill, line=line))
    if unit is not None and (member := membership(finding, unit)) and member.polygons:
        rings = [[at(corner) for corner in polygon] for polygon in member.polygons]
        canvas.data.append(_lines(rings, fill="toself", fillcolor=MEMBER, line={"width": 0}))
    canvas.data.append(_lines([whole], line={"color": look.INK, "width": 2 * preset.factor}))


def _draw_grid(canvas: Canvas, preset: Preset) -> None:
    x: list[float | None] = []
    y: list[float | None] = []
    for tenth in range(1, 10):
        share, rest = tenth / 10, 1 - tenth / 10
        for one, other in (
            ((share, rest, 0), (share, 0, rest)),
            ((rest, share, 0), (0, share, rest)),
            ((rest, 0, share), (0, rest, share)),
        ):
            for point in (at(one), at(other)):
                x.append(point[0])
                y.append(point[1])
            x.append(None)
            y.append(None)
    line = {"color": GRID, "width": max(0.8, preset.factor)}
    canvas.data.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"})


def _draw_safe(canvas: Canvas, finding: Finding, preset: Preset) -> None:
    if finding.safety.polygon:
        ring = [at(corner) for corner in finding.safety.polygon]
        width = 5 * preset.factor if preset.framed else 2.5
        canvas.data.append(_lines([ring], line={"color": look.RED, "width": width, "shape": "linear"}))


def _draw_dots(canvas: Canvas, finding: Finding, scheme: Sequence[float] | None, ground: Ground, preset: Preset) -> list[Box]:
    """Draw the present weights, and the scheme's where others are tried; return the boxes that their words take."""
    size = max(10.0, ground.label * 0.8)
    dots = [(at(finding.contest.shares), words.TRIED if scheme else words.SCHEME_NOW, look.VIOLET if scheme else look.INK)]
    if scheme:
        dots.append((at(scheme), words.SCHEME_NOW, look.INK))
    taken: list[Box] = []
    for (x, y), _, colour in dots:
        canvas.data.append(
            {
                "type": "scatter", "mode": "markers", "x": [x], "y": [y], "hoverinfo": "skip", "cliponaxis": False,
                "marker": {"size": size, "color": colour, "line": {"color": look.WHITE, "width": size * 0.18}},
            }
        )  # fmt: skip
        px, py = x * ground.side, y * ground.side
        taken.append((px - size, py - size, px + size, py + size))
    for (x, y), label, colour in dots:
        px, py = x * ground.side, y * ground.side
        wide = text_width(label, ground.note, True)
        for side in (1, -1):
            start = px + side * size * 0.9
            box = (
                min(start, start + side * wide),
                py - ground.note * 0.8,
                max(start, start + side * wide),
                py + ground.note * 0.8,
            )
            if not any(_cross(box, other) for other in taken if other != (px - size, py - size, px + size, py + size)):
                break
        else:
            continue
        text_colour = look.VIOLET_TEXT if colour == look.VIOLET else colour
        anchor = "left" if side > 0 else "right"
        canvas.text(
            label, x, y, ground.note, colour=text_colour, bold=True, anchor=anchor, row=True, data_x=True, shift=side * size * 0.9
        )
        taken.append(box)
    return taken


def _draw_corners(canvas: Canvas, finding: Finding, ground: Ground, preset: Preset) -> None:
    """Name each corner: there its dimension counts for everything."""
    below, above = -ground.pad * 0.52, HEIGHT + ground.pad * 0.52
    room = (PAGE_ROOM - ground.side if not preset.framed else 2 * min(ground.left, ground.side * 0.3)) - ground.label * 1.2
    square = ground.label * 0.72
    for place, (x, y) in enumerate(((0.0, below), (1.0, below), (0.5, above))):
        name = fit(finding.contest.dimensions[place], ground.label, room - text_width(words.ALL_OF_IT, ground.label, True), True)
        label = f"{name}{words.ALL_OF_IT}"
        wide = text_width(label, ground.label, True)
        shift = square * 0.7
        canvas.text(label, x, y, ground.label, bold=True, anchor="center", row=True, data_x=True, shift=shift)
        # A glyph and not a shape: shapes are cut off at the edge of the plot, where the lower corners lie.
        canvas.text(
            words.SQUARE, x, y, ground.label, colour=look.dimension_colour(place), anchor="right", row=True, data_x=True,
            shift=shift - wide / 2 - square * 0.2,
        )  # fmt: skip


def _draw_names(
    canvas: Canvas, finding: Finding, parts: Sequence[Part], ground: Ground, taken: list[Box], preset: Preset
) -> None:
    """Write who is first into each part, or beside the triangle with a line to it where there is no room."""
    outside: list[tuple[str, Point]] = []
    for part in parts:
        names = finding.names(part.units)
        name = names[0] if len(names) == 1 else words.AND_OTHERS.format(name=names[0], count=len(names))
        lines = [fit(name, ground.note, ground.side * 0.45, True), words.FIRST]
        spot = _spot(part, lines, ground, taken, finding.safety.polygon) if len(part.polygons) == 1 else None
        if spot is None:
            outside.append((name + words.FIRST, _middle(part)))
            continue
        canvas.text(
            lines, spot[0] / ground.side, spot[1] / ground.side, ground.note, bold=True, anchor="center", row=True, data_x=True
        )
        taken.append(_box(spot, lines, ground.note))
    _draw_leaders(canvas, outside[:MOST_LEADERS], ground, preset)


def _middle(part: Part) -> Point:
    """Return a point inside the part: the middle of its one polygon, or of the piece nearest to the middle of all."""
    middles = [
        tuple(sum(axis) / len(polygon) for axis in zip(*(at(corner) for corner in polygon), strict=True))
        for polygon in part.polygons
    ]
    centre = tuple(sum(axis) / len(middles) for axis in zip(*middles, strict=True))
    return min(middles, key=lambda point: math.dist(point, centre))


def _box(spot: Point, lines: Sequence[str], size: float) -> Box:
    wide, tall = max(text_width(line, size, True) for line in lines) / 2 + size * 0.25, len(lines) * size * 0.68
    return spot[0] - wide, spot[1] - tall, spot[0] + wide, spot[1] + tall


def _cross(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _spot(part: Part, lines: Sequence[str], ground: Ground, taken: Sequence[Box], safe: Sequence[Sequence[int]]) -> Point | None:
    """Return the place nearest to the part's middle where the words fit inside and cross no others, in px; None without.

    A place off the red line is better, even if it is farther from the middle.
    """
    red = [tuple(axis * ground.side for axis in at(corner)) for corner in safe]
    crossed: Point | None = None
    ring = [tuple(axis * ground.side for axis in at(corner)) for corner in part.polygons[0]]
    middle = tuple(axis * ground.side for axis in _middle(part))
    xs, ys = zip(*ring, strict=True)
    steps = [number / INSIDE_STEPS for number in range(1, INSIDE_STEPS)]
    spots = [(min(xs) + a * (max(xs) - min(xs)), min(ys) + b * (max(ys) - min(ys))) for a in steps for b in steps]
    for spot in sorted([middle, *spots], key=lambda spot: math.dist(spot, middle)):
        box = _box(spot, lines, ground.note)
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        if all(_is_inside(corner, ring) for corner in corners) and not any(_cross(box, other) for other in taken):
            if all(_is_clear(box, a, b) for a, b in zip(red, [*red[1:], *red[:1]], strict=True)):
                return spot
            crossed = crossed or spot
    return crossed


def _is_clear(box: Box, a: Point, b: Point) -> bool:
    """Say whether a line from a to b misses a box: it ends before it, or all corners are on one side."""
    if max(a[0], b[0]) < box[0] or min(a[0], b[0]) > box[2] or max(a[1], b[1]) < box[1] or min(a[1], b[1]) > box[3]:
        return True
    sides = [(b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(sides) > 0 or max(sides) < 0


def _is_inside(point: Point, ring: Sequence[Point]) -> bool:
    """Say whether a point lies in a convex polygon whose corners run counter-clockwise."""
    return all(
        (b[0] - a[0]) * (point[1] - a[1]) >= (b[1] - a[1]) * (point[0] - a[0])
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _draw_leaders(canvas: Canvas, outside: Sequence[tuple[str, Point]], ground: Ground, preset: Preset) -> None:
    """Hang names on the left and right edges, each with a line to its part; higher parts higher, so that lines don't cross."""
    pitch = ground.note * 1.9 / ground.side
    spare = (PAGE_ROOM - ground.side) / 2 if not preset.framed else max(ground.left - preset.outer, 0)
    sides: dict[int, list[tuple[str, Point]]] = {-1: [], 1: []}
    for item in outside:
        side = -1 if item[1][0] < 0.5 else 1
        sides[side if len(sides[side]) < MOST_LEADERS - 1 else -side].append(item)
    for side, items in sides.items():
        last = HEIGHT - pitch
        for number, (label, (x, y)) in enumerate(sorted(items, key=lambda item: -item[1][1])):
            lowest = (len(items) - 1 - number) * pitch + pitch * 0.6
            level = max(min(y + pitch * 0.8, last), lowest)
            last = level - pitch
            edge = level / HEIGHT / 2 if side < 0 else 1 - level / HEIGHT / 2
            away = side * ground.note * 0.9
            inward = edge * ground.side if side < 0 else (1 - edge) * ground.side
            shown = fit(label, ground.note, spare + inward - ground.note * 0.9)
            canvas.data.append(
                {
                    "type": "scatter", "mode": "lines+markers", "x": [edge + away * 0.8 / ground.side, x], "y": [level, y],
                    "line": {"color": look.INK, "width": max(1.0, preset.factor)}, "cliponaxis": False, "hoverinfo": "skip",
                    "marker": {"size": [0, ground.note * 0.32], "color": look.INK},
                }
            )  # fmt: skip
            canvas.text(
                shown, edge, level, ground.note, colour=look.SECOND, anchor="right" if side < 0 else "left", row=True,
                data_x=True, shift=away,
            )  # fmt: skip
