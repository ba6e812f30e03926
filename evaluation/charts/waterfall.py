"""瀑布: from another unit's total (or the group's mean) to this unit's, one bar a dimension, exact as printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure, Margins
from evaluation.charts.findings import Finding, say, sentence
from evaluation.charts.frame import Caption, Extent, draw_frame, footed
from evaluation.charts.language import Preset
from evaluation.charts.lettering import decimals_of, figure, fit, fold, signed, text_width
from evaluation.contribution_gap import ContributionGap
from evaluation.gap_marks import gap_note, marked
from evaluation.wording import charts as common
from evaluation.wording import waterfall as words

Against = Literal["line", "leader", "mean"]
NAMES: dict[str, str] = {"line": words.LINE, "leader": words.LEADER, "mean": words.MEAN}
OF: dict[str, str] = {"line": words.OF_LINE, "leader": words.OF_LEADER, "mean": words.OF_MEAN}
PAGE_HEIGHT = 268
HALF = 0.34
MOST_NAME_LINES = 3
HEAD = Decimal("0.16")
FOOT = Decimal("0.30")
"""The total bars reach this share of the bars' range below the lowest level: their end is cut off by a white mark."""


@dataclass(frozen=True)
class PanelLine:
    """One line beside the picture: what is raised, by how much, from where to where ("" where nothing is to say)."""

    label: str
    gain: str
    from_to: str = ""


@dataclass(frozen=True)
class Panel:
    """再得几分 beside the picture."""

    title: str
    note: str
    lines: tuple[PanelLine, ...]


@dataclass(frozen=True)
class _Bar:
    """One bar between two levels; ``kind`` is "start", "end" or "step", ``fill`` its colour, ``label`` its number."""

    name: str
    below: tuple[str, ...]
    kind: str
    low: Decimal
    high: Decimal
    end: Decimal
    fill: str
    label: str
    is_gain: bool = True


@dataclass(frozen=True)
class _Room:
    """Where the plot stands, in px, and the letters that fit it. ``pitch`` is the height of a line under the bars."""

    left: float
    right: float
    top: float
    height: float
    slot: float
    label: float
    note: float
    lines: int
    name_lines: int

    @property
    def pitch(self) -> float:
        """Return the px from one line under the bars to the next."""
        return self.note * 1.45

    @property
    def under(self) -> float:
        """Return the px that the names and scores under the bars take."""
        return self.pitch * self.lines + self.note * 0.6


def waterfall_text(gap: ContributionGap, against: Against) -> str:
    """Return the finding as one sentence."""
    return sentence(_finding(gap, against))


def waterfall(gap: ContributionGap, against: Against, caption: Caption, preset: Preset, panel: Panel | None = None) -> Figure:
    """Return the picture; ``panel`` is drawn beside it (below it on tall pictures) where it has a frame."""
    preset = footed(preset, caption)
    places = decimals_of(gap.end)
    bars = _bars(gap, against, places)
    whole, note = preset, gap_note(gap.missing_rule, *gap.on_gaps)
    if note and preset.framed:
        preset = replace(preset, bottom=preset.bottom + preset.note * 1.6)
    beside = panel if preset.framed else None
    room = _room(preset, bars, beside)
    canvas = _canvas(preset, room)
    if preset.framed:
        extent = Extent(said=common.COMPARED.format(against=gap.against or words.OF_MEAN))
        draw_frame(canvas, preset, caption, _finding(gap, against), _subtitle(gap, against, places), extent)
        how, short = (words.HOW.format(against=name) for name in (gap.against or words.OF_MEAN, NAMES[against]))
        fits = text_width(how, preset.note) <= preset.width - 2 * preset.outer
        canvas.text(how if fits else short, preset.outer, _how_at(preset), preset.note, colour=look.SECOND)
        canvas.text(note, preset.outer, _how_at(whole), preset.note, colour=look.SECOND)
    low, high = _range(bars)
    per_px = float(high - low) / room.height
    _draw_reference(canvas, preset, room, gap, against)
    _draw_bars(canvas, preset, bars, low)
    _draw_joints(canvas, preset, bars)
    _draw_breaks(canvas, bars, float(low), float(high - low))
    _draw_numbers(canvas, room, bars, float(gap.start), per_px)
    _draw_names(canvas, room, bars)
    if beside:
        _draw_panel(canvas, preset, room, beside)
    return canvas.figure({"range": [-0.5, len(bars) - 0.5]}, {"range": [float(low), float(high)]}, bargap=0)


# --- what it says -------------------------------------------------------------------------------------------------


def _finding(gap: ContributionGap, against: Against) -> Finding:
    places = decimals_of(gap.end)
    said = {
        "unit": gap.unit,
        "name": NAMES[against],
        "gap": figure(abs(gap.difference), places),
        "total": figure(gap.end, places),
    }
    if gap.unit == gap.against:
        return [say(words.ITSELF, **said), say(words.ITSELF_SHORT, **said)]
    if gap.difference == 0:
        return [say(words.EQUAL, **said), say(words.EQUAL_SHORT, **said)]
    parts = {**gap.parts, words.ADJUSTMENT: gap.adjustment}
    sign = 1 if gap.difference > 0 else -1
    dimension, points = max(parts.items(), key=lambda item: item[1] * sign)
    said |= {"dimension": dimension, "points": figure(abs(points), places)}
    return [say(clauses, **said) for clauses in (words.WON if sign > 0 else words.LOST)]


def _subtitle(gap: ContributionGap, against: Against, places: int) -> list[str]:
    wording = words.SUBTITLE_MEAN if against == "mean" else words.SUBTITLE
    said = {"of": OF[against], "against": gap.against, "unit": gap.unit}
    return [part.format(start=figure(gap.start, places), end=figure(gap.end, places), **said) for part in wording]


def _bars(gap: ContributionGap, against: Against, places: int) -> list[_Bar]:
    zero = gap.start
    theirs_on, own_on = gap.on_gaps
    against_name = marked(gap.against, theirs_on)
    bars = [_Bar(NAMES[against], (against_name,), "start", zero, zero, zero, "#E7E2D6", figure(gap.start, places))]
    at = gap.start
    steps = [(name, part, gap.scores[name], look.dimension_colour(place)) for place, (name, part) in enumerate(gap.parts.items())]
    steps.append((words.ADJUSTMENT, gap.adjustment, gap.adjustments, look.SECOND))
    for name, part, (theirs, own), fill in steps:
        start, end = marked(figure(theirs, places), theirs_on, name), marked(figure(own, places), own_on, name)
        was, now = (part_of.format(start=start, end=end) for part_of in words.FROM_TO)
        ends = sorted((at, at + part))
        bars.append(_Bar(name, (was, now), "step", *ends, at + part, fill, signed(part, places), part >= 0))
        at += part
    return [
        *bars,
        _Bar(marked(gap.unit, own_on), (words.OWN,), "end", gap.end, gap.end, gap.end, look.CHOSEN, figure(gap.end, places)),
    ]


# --- where it stands ----------------------------------------------------------------------------------------------


def _range(bars: Sequence[_Bar]) -> tuple[Decimal, Decimal]:
    low, high = min(bar.low for bar in bars), max(bar.high for bar in bars)
    span = max(high - low, Decimal(1).scaleb(-decimals_of(high)) * 10)
    return low - span * FOOT, high + span * HEAD


def _is_tall(preset: Preset) -> bool:
    return preset.title_lines > 1


def _how_at(preset: Preset) -> float:
    return preset.height - preset.bottom - preset.note * 0.9


def _side(preset: Preset, panel: Panel | None) -> float:
    """Return the px that the panel takes at the right, its distance included."""
    return 0.0 if panel is None or _is_tall(preset) else preset.width * 0.34


def _reference_width(preset: Preset) -> float:
    return text_width(words.LINE, preset.note, True) + preset.note * 1.2


def _room(preset: Preset, bars: Sequence[_Bar], panel: Panel | None) -> _Room:
    width = preset.width - 2 * preset.outer - _side(preset, panel) - _reference_width(preset)
    slot = width / len(bars)
    smallest = preset.footer or 12
    steps = [bar for bar in bars if bar.kind == "step"]
    scores = max(text_width(part, 1) for bar in steps for part in bar.below)
    numbers = max(text_width(bar.label, 1, True) for bar in bars)
    note = max(smallest, min(preset.note, slot * 0.94 / scores))
    label = max(smallest, min(preset.label, slot * 0.96 / numbers))
    joined = max(text_width("".join(bar.below), note) for bar in steps)
    names = min(MOST_NAME_LINES, max(len(_name_lines(bar.name, note, slot)) for bar in bars))
    breaks = joined > slot * 0.94
    lines = 1 + names + breaks
    under = note * (1.45 * lines + 0.6)
    right = preset.width - preset.outer - width
    if not preset.framed:
        return _Room(preset.outer + 2, right, 8, PAGE_HEIGHT, slot, label, note, lines, names)
    below = _how_at(preset) - preset.note - under - (_panel_height(preset, panel) if panel and _is_tall(preset) else 0)
    return _Room(preset.outer, right, preset.top, below - preset.top, slot, label, note, lines, names)


def _panel_height(preset: Preset, panel: Panel) -> float:
    return preset.note * (2.4 + 1.7 * len(panel.lines))


def _canvas(preset: Preset, room: _Room) -> Canvas:
    if preset.framed:
        bottom = preset.height - room.top - room.height
        return Canvas(preset.width, preset.height, Margins(room.left, room.right, room.top, bottom))
    return Canvas(None, room.top + room.height + room.under, Margins(room.left, room.right, room.top, room.under))


# --- what it draws ------------------------------------------------------------------------------------------------


def _draw_reference(canvas: Canvas, preset: Preset, room: _Room, gap: ContributionGap, against: Against) -> None:
    """Draw the level of the other total across the plot: red for the cut line and nothing else."""
    colour = look.RED if against == "line" else look.SECOND
    line = {
        "color": colour,
        "width": (4 if preset.framed else 2) * preset.factor,
        "dash": "solid" if against == "line" else "dot",
    }
    y = float(gap.start)
    canvas.shapes.append(
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": y, "y1": y, "layer": "below", "line": line}
    )
    name = [part.format(name=NAMES[against], value=figure(gap.start, decimals_of(gap.start))) for part in words.REFERENCE]
    size = min(preset.note, room.note * 1.2)
    canvas.text(name, room.right - size * 0.3, y, size, colour=colour, bold=True, from_right=True, row=True)


def _draw_bars(canvas: Canvas, preset: Preset, bars: Sequence[_Bar], low: Decimal) -> None:
    """Draw the bars: solid for a gain, hollow for a loss, so that the sign survives grey printing."""
    bases = [low if bar.kind != "step" else bar.low for bar in bars]
    heights = [float(bar.high - base) for bar, base in zip(bars, bases, strict=True)]
    edge = (4 if preset.framed else 2.5) * preset.factor
    canvas.data.append(
        {
            "type": "bar", "x": list(range(len(bars))), "base": [float(base) for base in bases], "y": heights,
            "width": 2 * HALF, "marker": {
                "color": [bar.fill if bar.is_gain else look.WHITE for bar in bars],
                "line": {"color": [look.EDGE if bar.kind == "start" else bar.fill for bar in bars], "width": edge},
            },
        }
    )  # fmt: skip


def _draw_joints(canvas: Canvas, preset: Preset, bars: Sequence[_Bar]) -> None:
    line = {"color": look.EDGE, "width": 1.5 * preset.factor if preset.framed else 1, "dash": "dot"}
    for place, bar in enumerate(bars[:-1]):
        y = float(bar.end)
        ends = {"x0": place + HALF, "x1": place + 1 - HALF, "y0": y, "y1": y}
        canvas.shapes.append({"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": line, **ends})


def _draw_breaks(canvas: Canvas, bars: Sequence[_Bar], low: float, span: float) -> None:
    """Draw the white mark across both totals: these bars don't begin at 0."""
    for place in (0, len(bars) - 1):
        left, right = place - HALF - 0.03, place + HALF + 0.03
        bottom, rise, thick = low + span * 0.055, span * 0.02, span * 0.016
        corners = [(left, bottom), (right, bottom + rise), (right, bottom + rise + thick), (left, bottom + thick)]
        path = "M" + "L".join(f"{x:.4f},{y:.6f}" for x, y in corners) + "Z"
        canvas.shapes.append(
            {
                "type": "path",
                "path": path,
                "xref": "x",
                "yref": "y",
                "fillcolor": look.WHITE,
                "line": {"width": 0},
                "layer": "above",
            }
        )


def _draw_numbers(canvas: Canvas, room: _Room, bars: Sequence[_Bar], reference: float, per_px: float) -> None:
    """Write each number above a gain and below a loss, on the other side where it would touch the reference line."""
    reach = room.label * 0.9
    for place, bar in enumerate(bars):
        above, below = float(bar.high) + reach * per_px, float(bar.low) - reach * per_px
        colour = look.INK
        if bar.kind == "end" and text_width(bar.label, room.label, True) <= room.slot * 2 * HALF * 0.94:
            y, colour = float(bar.high) - reach * per_px, look.WHITE
        elif bar.kind == "start":
            y = above
        elif bar.kind == "end":  # white figures that reach beyond a narrow bar are gone on the paper beside it
            y = max(above, reference + reach * per_px) if abs(above - reference) < reach * per_px else above
        else:
            first, second = (above, below) if bar.is_gain else (below, above)
            y = second if abs(first - reference) < reach * 0.75 * per_px else first
        canvas.text(bar.label, place, y, room.label, colour=colour, bold=True, anchor="center", data_x=True, row=True)


def _name_lines(name: str, note: float, slot: float) -> list[str]:
    """Return a name as lines that fit under its bar."""
    return fold(name, note, slot * 0.94 / 1.03, len(name) or 1)


def _draw_names(canvas: Canvas, room: _Room, bars: Sequence[_Bar]) -> None:
    top = room.top + room.height + room.note * 0.3
    for place, bar in enumerate(bars):
        names, below = _under(room, bar)
        for number, line in enumerate([*names, *below]):
            is_name = number < len(names)
            y = top + room.pitch * (number + 0.5)
            colour = look.INK if is_name else look.SECOND
            canvas.text(line, place, y, room.note, colour=colour, bold=is_name, anchor="center", data_x=True)


def _under(room: _Room, bar: _Bar) -> tuple[list[str], list[str]]:
    """Return the name and what stands below it.

    The units of the two totals stand with their whole names or not at all: their beginnings would often be the same, and the
    subtitle names both.
    """
    if bar.kind == "step":
        split = room.lines - 1 - room.name_lines
        names = fold(bar.name, room.note, room.slot * 0.94 / 1.03, room.name_lines)
        below = list(bar.below) if split else ["".join(bar.below)]
        return names, [fit(line, room.note, room.slot * 0.94) for line in below]
    names, below = (_name_lines(text, room.note, room.slot) for text in (bar.name, "".join(bar.below)))
    if len(names) + len(below) <= room.lines:
        return names, below
    return ([bar.name], []) if bar.kind == "start" else ([words.OWN], [])


def _draw_panel(canvas: Canvas, preset: Preset, room: _Room, panel: Panel) -> None:
    """Write what would be needed: beside the plot, below it on tall pictures."""
    if _is_tall(preset):
        left, top, pitch, size = preset.outer, _how_at(preset) - _panel_height(preset, panel), preset.note * 1.7, preset.note
    else:
        left, top = preset.width - preset.outer - _side(preset, panel) + preset.note * 2.2, preset.top
        size, pitch = preset.note, preset.note * 2.5
    width = preset.width - preset.outer - left
    canvas.text(fit(panel.title, size * 1.1, width * 0.6), left, top + size * 0.6, size * 1.1, bold=True)
    if _is_tall(preset):
        canvas.text(
            fit(panel.note, size, width * 0.5),
            preset.outer + 2,
            top + size * 0.6,
            size,
            colour=look.SECOND,
            anchor="right",
            from_right=True,
        )
    else:
        canvas.text(fit(panel.note, size, width), left, top + size * 2.2, size, colour=look.SECOND)
        top += size * 1.8
    for number, line in enumerate(panel.lines):
        y = top + size * 1.4 + pitch * (number + 0.5)
        tail = text_width(line.from_to, size)
        gain_right = preset.outer + 2 + max(size * 7.4, tail + size * 0.8)
        room_left = preset.width - gain_right - text_width(line.gain, size, True) - size * 0.6 - left
        canvas.text(fit(line.label, size, room_left), left, y, size)
        canvas.text(line.gain, gain_right, y, size, bold=True, anchor="right", from_right=True)
        canvas.text(line.from_to, preset.outer + 2, y, size, colour=look.SECOND, anchor="right", from_right=True)
