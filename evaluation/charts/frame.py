"""What surrounds every picture that leaves the office: mark, title, states, sources, weights, check code."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas
from evaluation.charts.language import Preset
from evaluation.charts.lettering import ELLIPSIS, LINE, escape, fit, fold, text_width
from evaluation.wording import charts as words

State = Literal["demonstration", "internal", "what_if", "draft", "final"]
STATE_LOOKS: dict[str, dict[str, Any]] = {
    "demonstration": {"fill": look.AMBER_GROUND, "edge": look.AMBER, "text": look.AMBER_TEXT, "dash": "dot"},
    "internal": {"fill": look.WHITE, "edge": look.SECOND, "text": look.SECOND, "dash": "dash"},
    "what_if": {"fill": look.VIOLET_GROUND, "edge": look.VIOLET, "text": look.VIOLET_TEXT, "dash": "dash"},
    "draft": {"fill": look.WHITE, "edge": look.INK, "text": look.INK, "dash": "solid"},
    "final": {"fill": look.CHOSEN, "edge": look.CHOSEN, "text": look.WHITE, "dash": "solid"},
}
LONGEST_TITLE = 28
FOOTER_PITCH = 1.63
MOST_LINES_OTHERWISE = 2


@dataclass(frozen=True)
class Caption:
    """Where the figures come from, so that a picture on its own can be judged and checked.

    ``shown`` of ``of`` units are on it. ``weights`` and ``scheme`` are printed as given, ``check_code`` when not
    empty.
    """

    office: str
    period: str
    group: str
    sources: str
    shown: int
    of: int
    weights: str
    scheme: str
    date: str
    check_code: str = ""
    states: tuple[State, ...] = ()
    watermark: str = ""
    """Who made the picture and when, drawn faintly across it; empty for none."""
    otherwise: str = ""
    """Where people decided against the rules, by name; said behind the scheme, or on lines of its own where that has no room."""


@dataclass(frozen=True)
class Extent:
    """Which part of the list a picture shows: rows ``first`` to ``last`` (from 1) on ``page`` of ``pages``."""

    page: int = 1
    pages: int = 1
    first: int = 1
    last: int = 0
    said: str = ""
    """What is shown, in words, where it isn't so many rows of the group's list."""


def frame_height(preset: Preset) -> float:
    """Return where the plot may end at the latest, in px from the top, when no note stands below it."""
    return preset.height - preset.bottom


def footed(preset: Preset, caption: Caption) -> Preset:
    """Return the preset with as much more room at its bottom as the footer of this picture takes."""
    if not preset.framed:
        return preset
    more = len(_otherwise(preset, caption))
    return replace(preset, bottom=preset.bottom + more * preset.footer * FOOTER_PITCH) if more else preset


def title_lines(finding: Sequence[tuple[str, ...]], preset: Preset) -> list[str]:
    """Return the first wording of a finding that fits the picture, as the lines of its title."""
    room = preset.width - 2 * preset.outer
    for clauses in finding:
        lines = list(clauses) if preset.title_lines > 1 else ["".join(clauses)]
        short = preset.title_lines > 1 or len(lines[0]) <= LONGEST_TITLE
        if short and all(text_width(line, preset.title, True) <= room for line in lines):
            return lines
    return fold("".join(finding[-1]), preset.title, room, preset.title_lines)


def draw_frame(
    canvas: Canvas, preset: Preset, caption: Caption, finding: Sequence[tuple[str, ...]],
    subtitle: Sequence[str], extent: Extent,
) -> None:  # fmt: skip
    """Draw everything around the plot of a framed picture."""
    _draw_head(canvas, preset, caption)
    _draw_title(canvas, preset, title_lines(finding, preset), subtitle)
    _draw_footer(canvas, preset, caption, extent)
    if "demonstration" in caption.states:
        _draw_watermark(
            canvas, preset, words.STATES["demonstration"], min(preset.width, preset.height) * 0.19, look.WATERMARK, 0.55
        )
    if caption.watermark:
        size = preset.subtitle * 1.6
        for height in (0.34, 0.55, 0.76):
            _draw_watermark(canvas, preset, escape(caption.watermark), size, look.OWN_MARK, height)


def _draw_head(canvas: Canvas, preset: Preset, caption: Caption) -> None:
    tall = preset.title_lines > 1
    middle, size = _head_line(preset), preset.label * (0.72 if tall else 0.84)
    scale = 26 / 38 * (1.3 if tall else 1.0) * preset.factor
    for position, (length, colour) in enumerate(zip((30, 20, 26), look.DIMENSIONS, strict=False)):
        top = middle + (position * 11 - 14) * scale
        canvas.box(preset.outer, top, length * scale, 6 * scale, fillcolor=colour)
    canvas.box(preset.outer + 37 * scale, middle - 19 * scale, 3.4 * scale, 38 * scale, fillcolor=look.RED)
    start = preset.outer + 49 * scale
    free = _draw_states(canvas, preset, caption, middle)
    owner = fit(f"{words.PRODUCT} · {caption.office}", size, free - start - preset.outer / 2)
    canvas.text(owner, start, middle, size, colour=look.SECOND)


def _head_line(preset: Preset) -> float:
    return (54 if preset.title_lines > 1 else 44) * preset.factor


def _draw_states(canvas: Canvas, preset: Preset, caption: Caption, middle: float) -> float:
    """Draw the state marks from the right edge inwards and return the x where they begin."""
    tall = preset.title_lines > 1
    size, height = (30, 48) if tall else (24, 40)
    size, height, right = size * preset.factor, height * preset.factor, preset.outer
    for state in reversed([state for state in words.STATE_ORDER if state in caption.states]):
        style, label = STATE_LOOKS[state], words.STATES[state]
        width = text_width(label, size, True) + 1.15 * size
        line = {"color": style["edge"], "width": 2 * preset.factor, "dash": style["dash"]}
        right_edge = right + width
        canvas.box(right_edge, middle - height / 2, width, height, from_right=True, fillcolor=style["fill"], line=line)
        canvas.text(label, right + width / 2, middle, size, colour=style["text"], bold=True, anchor="center", from_right=True)
        right = right_edge + size * 0.5
    return preset.width - right


def _draw_title(canvas: Canvas, preset: Preset, title: list[str], subtitle: Sequence[str]) -> None:
    tall = preset.title_lines > 1
    pitch = preset.title * LINE
    first = _head_line(preset) + (44 if tall else 34) * preset.factor + preset.title * 0.78
    block = pitch * (preset.title_lines - 1)
    for position, line in enumerate(title):
        y = first + (block - pitch * (len(title) - 1)) / 2 + position * pitch
        canvas.text(line, preset.outer, y, preset.title, bold=True, serif=True)
    y = first + block + preset.title * 0.55 + preset.subtitle * 1.3
    room = preset.width - 2 * preset.outer
    lines = fold("".join(subtitle), preset.subtitle, room, 2 if tall else 1)
    if len(lines) == len(subtitle) and all(text_width(line, preset.subtitle) <= room for line in subtitle):
        lines = list(subtitle)
    for position, line in enumerate(lines):
        canvas.text(line, preset.outer, y + position * preset.subtitle * LINE, preset.subtitle, colour=look.SECOND)


def _draw_footer(canvas: Canvas, preset: Preset, caption: Caption, extent: Extent) -> None:
    left, right = _footer_words(preset, caption, extent)
    pitch, size = preset.footer * FOOTER_PITCH, preset.footer
    last = preset.height - preset.footer * (1.9 if preset.title_lines == 1 else 1.0)
    top = last - pitch * (len(left) - 1) - size * 1.32
    canvas.rule(top, colour=look.RULE, width=1.5 * preset.factor, inset=preset.outer)
    for position, (line, beside) in enumerate(zip(left, right, strict=True)):
        y = last - pitch * (len(left) - 1 - position)
        code = beside.startswith(words.CHECK_CODE[:3])
        taken = text_width(beside, size, code) + size if beside else 0
        fitted = fit(line, size, preset.width - 2 * preset.outer - taken)
        canvas.text(fitted, preset.outer, y, size, colour=look.SECOND)
        if beside:
            colour = look.INK if code else look.SECOND
            canvas.text(beside, preset.outer, y, size, colour=colour, bold=code, anchor="right", from_right=True)


def _footer_words(preset: Preset, caption: Caption, extent: Extent) -> tuple[list[str], list[str]]:
    """Return the left and the right ends of the footer's lines."""
    place = f"{caption.period} · {caption.group}"
    shown = extent.said or words.SHOWN.format(shown=caption.shown, of=caption.of)
    if extent.pages > 1 and not extent.said:
        shown = words.SHOWN_PAGE.format(page=extent.page, pages=extent.pages, first=extent.first, last=extent.last, of=caption.of)
    date = words.DATE.format(date=caption.date)
    code = words.CHECK_CODE.format(code=caption.check_code) if caption.check_code else ""
    tail = words.BAR + words.BAR.join((place, shown))
    apart = _otherwise(preset, caption)
    if preset.title_lines > 1:
        sources = _sources(caption, preset, words.BAR + place, 0)
        scheme = words.BAR.join((shown, caption.scheme + ("" if apart else caption.otherwise)))
        left = [sources, scheme, *apart, _weights(caption, preset, _across(preset)), date]
        return left, [""] * (len(left) - 1) + [code]
    sources = _sources(caption, preset, tail, text_width(date, preset.footer) + preset.footer)
    left = [sources, *apart, _weights_and_scheme(preset, caption, "" if apart else caption.otherwise)]
    return left, [date, *[""] * len(apart), code]


def _across(preset: Preset) -> float:
    return preset.width - 2 * preset.outer


def _otherwise(preset: Preset, caption: Caption) -> list[str]:
    """Return the lines that say who was decided otherwise, none where the line of the scheme has room for it."""
    if not caption.otherwise:
        return []
    shown = words.SHOWN_PAGE.format(page=10, pages=10, first=100, last=100, of=caption.of)
    is_tall = preset.title_lines > 1
    beside = (shown, caption.scheme) if is_tall else (_whole_weights(caption), caption.scheme)
    taken = 0.0 if is_tall else _code_width(preset, caption)
    if text_width(words.BAR.join(beside) + caption.otherwise, preset.footer) <= _across(preset) - taken:
        return []
    return otherwise_lines(caption, preset.footer, _across(preset), MOST_LINES_OTHERWISE)


def otherwise_lines(caption: Caption, size: float, room: float, most: int) -> list[str]:
    """Return who was decided otherwise, in so many lines of ``room`` px at most; how many, where they haven't all room there."""
    said = caption.otherwise.removeprefix(words.JOIN)
    lines = fold(said, size, room, most)
    if not said or not lines[-1].endswith(ELLIPSIS):
        return lines
    lead, colon, changes = said.partition("：")
    return [words.OTHERWISE_MANY.format(lead=lead + colon, more=changes.count("＋"), fewer=changes.count("−"))]


def _code_width(preset: Preset, caption: Caption) -> float:
    return text_width(words.CHECK_CODE.format(code=caption.check_code), preset.footer, True) + preset.footer


def _whole_weights(caption: Caption) -> str:
    return words.WEIGHTS.format(weights=caption.weights)


def _weights_and_scheme(preset: Preset, caption: Caption, otherwise: str) -> str:
    tail = words.BAR + caption.scheme + otherwise
    room = _across(preset) - _code_width(preset, caption) - text_width(tail, preset.footer)
    return _weights(caption, preset, room) + tail


def _weights(caption: Caption, preset: Preset, room: float) -> str:
    """Shorten the names of the dimensions, never the weights themselves and what follows them."""
    whole = _whole_weights(caption)
    names, equals, numbers = whole.partition(words.EQUALS)
    if text_width(whole, preset.footer) <= room or not equals:
        return whole
    return fit(names, preset.footer, room - text_width(equals + numbers, preset.footer)) + equals + numbers


def _sources(caption: Caption, preset: Preset, tail: str, taken: float) -> str:
    """Shorten the sources, never what follows them."""
    room = preset.width - 2 * preset.outer - taken - text_width(tail, preset.footer)
    return fit(words.SOURCES.format(sources=caption.sources), preset.footer, room) + tail


def _draw_watermark(canvas: Canvas, preset: Preset, text: str, size: float, colour: str, down: float) -> None:
    """Lay words across the picture, under everything; ``down`` is their height as a share from the top."""
    label = {
        "text": text,
        "font": {"size": size, "color": colour, "family": look.SANS},
        "textposition": "middle center",
        "textangle": -20,
    }
    margins = canvas.margins
    plot_width = preset.width - margins.left - margins.right
    plot_height = preset.height - margins.top - margins.bottom
    middle = (preset.width / 2 - margins.left) / plot_width
    height = 1 - (preset.height * down - margins.top) / plot_height
    canvas.shapes.append(
        {
            "type": "rect", "xref": "paper", "yref": "paper", "layer": "below", "line": {"width": 0},
            "x0": middle, "x1": middle, "y0": height, "y1": height, "label": label,
        }
    )  # fmt: skip
