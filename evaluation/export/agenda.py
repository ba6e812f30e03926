"""会议议程页: the list for the projector, as PowerPoint with charts that stay editable."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from evaluation.award_lock import GroupList
from evaluation.funnel import Stage
from evaluation.ranking import Ranking
from evaluation.shortlist import Candidate
from evaluation.wording import award_page
from evaluation.wording import documents as words

ROWS = 16
"""Units on one slide at most: labels stay readable from the last row."""

UNITS = 6
"""Units with all their dimensions on one slide at most."""
_WIDTH, _HEIGHT, _LEFT = Inches(13.333), Inches(7.5), Inches(0.6)
_INK, _SOFT, _CHOSEN, _COUNTED = (RGBColor.from_string(code) for code in ("1E2A32", "555D5C", "1F4254", "A9B4B9"))
_DIMENSIONS = tuple(RGBColor.from_string(code) for code in ("0B4F8A", "009E73", "E69F00", "6A716F", "6B4A8E"))
_TITLE_FONT, _FONT = "华文中宋", "微软雅黑"


@dataclass(frozen=True)
class Cover:
    """What the slides say about themselves: title, the line below it, and the marks (演示数据)."""

    title: str
    line: str
    mark: str = ""


def agenda_slides(cover: Cover, item: GroupList, ranking: Ranking, stages: Sequence[Stage]) -> bytes:
    """Return the slides about one group's list: matter, totals by rank, the three scores, who fell out and why."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    _matter(deck, cover, item, stages)
    ranked = [candidate for candidate in item.shortlist.candidates if candidate.unit.total is not None]
    for start in range(0, len(ranked), ROWS):
        _totals(deck, cover, item, ranked[start : start + ROWS], start, len(ranked))
    chosen = [candidate for candidate in ranked if item.stands[candidate.unit.unit].is_chosen]
    for start in range(0, len(chosen), UNITS):
        _dimensions(deck, cover, chosen[start : start + UNITS], list(ranking.weights))
    out = [candidate for candidate in item.shortlist.candidates if candidate.reasons]
    for start in range(0, len(out), ROWS // 2):
        _fallen(deck, cover, out[start : start + ROWS // 2])
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _matter(deck: Presentation, cover: Cover, item: GroupList, stages: Sequence[Stage]) -> None:
    slide = _slide(deck, cover, cover.title)
    counts = " → ".join(f"{award_page.FUNNEL_STEPS[stage.name]} {stage.left}" for stage in stages)
    rules = set(item.shortlist.suggested)
    departing = [
        words.SLIDE_DECIDED_UNIT.format(unit=unit, choice=award_page.CHOICES[decision.choice], reason=decision.reason)
        for unit, decision in item.stands.items()
        if decision.is_chosen != (unit in rules)
    ]
    lines = [
        words.SLIDE_CHOSEN.format(count=len(item.chosen), places=item.shortlist.quota, units="、".join(item.chosen) or "—"),
        words.SLIDE_FUNNEL.format(counts=counts),
        words.SLIDE_DECIDED.format(units="；".join(departing)) if departing else words.SLIDE_DECIDED_NONE,
        words.SLIDE_PROPOSAL,
    ]
    frame = slide.shapes.add_textbox(_LEFT, Inches(1.9), _WIDTH - 2 * _LEFT, Inches(4.8)).text_frame
    frame.word_wrap = True
    size = 24 if sum(map(len, lines)) < 320 else 18 if sum(map(len, lines)) < 620 else 14
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(12)
        _write(paragraph, line, size, _INK)


def _totals(deck: Presentation, cover: Cover, item: GroupList, part: Sequence[Candidate], start: int, of: int) -> None:
    slide = _slide(deck, cover, words.SLIDE_TOTALS.format(first=start + 1, last=start + len(part), of=of))
    data = CategoryChartData(number_format="0.00")
    data.categories = [f"{candidate.unit.rank or '—'}　{candidate.unit.unit}" for candidate in reversed(part)]
    data.add_series(words.SERIES_TOTAL, [float(candidate.unit.total) for candidate in reversed(part)])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    chart.value_axis.minimum_scale = 0
    series = chart.plots[0].series[0]
    for place, candidate in enumerate(reversed(part)):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = _CHOSEN if item.stands[candidate.unit.unit].is_chosen else _COUNTED


def _dimensions(deck: Presentation, cover: Cover, part: Sequence[Candidate], names: Sequence[str]) -> None:
    slide = _slide(deck, cover, words.SLIDE_DIMENSIONS)
    data = CategoryChartData(number_format="0.00")
    data.categories = [candidate.unit.unit for candidate in reversed(part)]
    for name in reversed(names):
        data.add_series(name, [float(candidate.unit.dimensions[name] or 0) for candidate in reversed(part)])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.TOP, False
    chart.value_axis.minimum_scale = 0
    for place, series in enumerate(reversed(list(chart.plots[0].series))):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _DIMENSIONS[place % len(_DIMENSIONS)]


def _fallen(deck: Presentation, cover: Cover, part: Sequence[Candidate]) -> None:
    slide = _slide(deck, cover, words.SLIDE_OUT)
    widths = (Inches(3.8), Inches(1), Inches(1.3), _WIDTH - 2 * _LEFT - Inches(6.1))
    table = slide.shapes.add_table(len(part) + 1, 4, _LEFT, Inches(1.9), _WIDTH - 2 * _LEFT, Inches(0.5)).table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rows = [words.SLIDE_OUT_HEAD]
    for candidate in part:
        unit = candidate.unit
        rows.append(
            (unit.unit, str(unit.rank or "—"), "—" if unit.total is None else f"{unit.total:f}", "；".join(candidate.reasons))
        )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _write(cell.text_frame.paragraphs[0], text, 14, RGBColor(255, 255, 255) if texts is rows[0] else _INK)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _CHOSEN if texts is rows[0] else RGBColor(255, 255, 255)


def _slide(deck: Presentation, cover: Cover, title: str):
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for text, top, size, colour, font in (
        (title, 0.45, 32 if len(title) <= 24 else 24, _INK, _TITLE_FONT),
        (f"{cover.mark}{cover.line}", 1.2, 16, _SOFT, _FONT),
    ):
        frame = slide.shapes.add_textbox(_LEFT, Inches(top), _WIDTH - 2 * _LEFT, Inches(0.6)).text_frame
        frame.word_wrap = True
        _write(frame.paragraphs[0], text, size, colour, font)
    return slide


def _chart(slide, kind: XL_CHART_TYPE, data: CategoryChartData):
    chart = slide.shapes.add_chart(kind, _LEFT, Inches(1.7), _WIDTH - 2 * _LEFT, Inches(5.5), data).chart
    chart.font.size, chart.font.name = Pt(14), _FONT
    chart.has_title, chart.value_axis.has_major_gridlines = False, False
    skip = chart.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    chart.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked, labels.position = "0.00", False, XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(12)
    return chart


def _write(paragraph, text: str, size: int, colour: RGBColor, font: str = _FONT) -> None:
    """Set a text in one run, with the font for Chinese named too."""
    run = paragraph.add_run()
    run.text = "".join(character for character in text if character >= " ")
    run.font.size, run.font.name, run.font.color.rgb = Pt(size), font, colour
    properties = run._r.get_or_add_rPr()
    east = properties.find(qn("a:ea"))
    if east is None:
        east = properties.makeelement(qn("a:ea"), {})
        properties.append(east)
    east.set("typeface", font)
