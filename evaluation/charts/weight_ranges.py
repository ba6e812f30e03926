"""The panel beside the weight triangle: how far each weight may go alone, and who changes beyond."""

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas
from evaluation.charts.language import Preset
from evaluation.charts.lettering import fit, fold, text_width
from evaluation.stability import Finding
from evaluation.stability.spoken import change_in_words, points_in_words, range_in_words, safe_share_in_words
from evaluation.wording import stability as words

BAR = "#E9E5DA"


def draw_panel(canvas: Canvas, finding: Finding, preset: Preset, left: float, top: float, width: float) -> None:
    """Draw the ranges and below them the nearest change in words; a tall picture has room for the figures alone."""
    is_tall = preset.title_lines > 1
    size = preset.note if is_tall else preset.label
    y = top + size * 0.6
    canvas.text(words.RANGES_TITLE, left, y, size * (1.0 if is_tall else 1.05), bold=True)
    y += size * (1.5 if is_tall else 2.6)
    for place, (name, (least, greatest)) in enumerate(zip(finding.contest.dimensions, finding.safety.ranges, strict=True)):
        shown = range_in_words(least, greatest)
        canvas.text(fit(name, size, width - text_width(shown, size, True) - size, True), left, y, size, bold=not is_tall)
        canvas.text(shown, left + width, y, size, bold=True, anchor="right")
        if not is_tall:
            _draw_bar(
                canvas, preset, (left, y + size * 0.8, width), (least, greatest, float(finding.contest.shares[place])), place
            )
        y += size * (1.45 if is_tall else 4.2)
    _draw_words(canvas, finding, preset, left, y + size * (0.2 if is_tall else 0.4), width)


def _draw_bar(
    canvas: Canvas, preset: Preset, at: tuple[float, float, float], shares: tuple[float, float, float], place: int
) -> None:
    """Draw from 0 to 100 %, filled where the list stays, with the present weight as a tick."""
    (left, top, width), (least, greatest, now) = at, shares
    tall, tick = preset.label * 0.6, 5 * preset.factor
    canvas.box(left, top, width, tall, fillcolor=BAR)
    canvas.box(left + width * least, top, max(2.0, width * (greatest - least)), tall, fillcolor=look.dimension_colour(place))
    canvas.box(left + width * now - tick / 2, top - tall * 0.35, tick, tall * 1.7, fillcolor=look.INK, layer="above")


def _draw_words(canvas: Canvas, finding: Finding, preset: Preset, left: float, top: float, width: float) -> None:
    found, is_tall, y = finding.safety, preset.title_lines > 1, top
    lines = [] if is_tall else [(words.TICK_IS_NOW, look.SECOND)]
    if found.change:
        points, change = points_in_words(found.points or 0.0), change_in_words(finding, found.change)
        wording = words.PANEL_CHANGE if points else words.PANEL_AT_ONCE
        lines.append((wording.format(points=points, change=change), look.INK))
    wording = words.PANEL_SHARE_LIMITED if finding.is_limited else words.PANEL_SHARE
    lines.append((wording.format(share=safe_share_in_words(finding)), look.INK))
    for line, colour in lines:
        for piece in fold(line, preset.note, width, 2 if is_tall else 4):
            canvas.text(piece, left, y, preset.note, colour=colour)
            y += preset.note * 1.5
