"""会议议程页: the list for the projector, as PowerPoint with charts that stay editable."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.slide import Slide
from pptx.util import Inches, Pt

from evaluation.award_lock import GroupList
from evaluation.charts.rows import decimals
from evaluation.export.slides import (
    CHOSEN,
    COUNTED,
    DIMENSIONS,
    INK,
    LEFT,
    WIDTH,
    add_chart,
    add_slide,
    add_table,
    as_published,
    below_head,
    evenly,
    new_deck,
    saved,
    write,
)
from evaluation.funnel import Stage
from evaluation.gap_marks import gap_note, gaps_named, marked
from evaluation.ranking import Ranking
from evaluation.selection import of_the_rules
from evaluation.shortlist import Candidate
from evaluation.wording import award_page
from evaluation.wording import documents as words
from evaluation.wording.ranking import GAP_MARK

FOOT = 7.2
"""Where charts end, in inches from a slide's top."""

ROWS = 16
"""Units on one slide at most: labels stay readable from the last row."""

UNITS = 6
"""Units with all their dimensions on one slide at most."""

LINES, NAME, REASON = 15, 18, 30
"""Lines of the table of who fell out that one slide holds, and characters that a line of its names and reasons holds."""


@dataclass(frozen=True)
class Cover:
    """What the slides say about themselves: title, the line below it, and the marks (演示数据)."""

    title: str
    line: str
    mark: str = ""


def agenda_slides(cover: Cover, item: GroupList, ranking: Ranking, stages: Sequence[Stage]) -> bytes:
    """Return the slides about one group's list: matter, totals by rank, scores by dimension, who fell out or gave way and why."""
    deck = new_deck()
    _matter(deck, cover, item, stages)
    candidates, ranked = item.shortlist.candidates, item.shortlist.counted
    first, top = 1, _top(candidate.unit.total for candidate in ranked)
    incomplete = len(candidates) - len(ranked)
    apart = words.SLIDE_INCOMPLETE.format(count=incomplete) if incomplete else ""
    for part in evenly(ranked, ROWS):
        last = first + len(part) - 1
        title = words.SLIDE_TOTALS.format(first=first, last=last, of=len(candidates), apart=apart)
        _totals(deck, _with_gaps(cover, ranking, part), item, part, title, top)
        first += len(part)
    chosen = [candidate for candidate in candidates if item.stands[candidate.unit.unit].is_chosen]
    top = _top(score for candidate in chosen for score in candidate.unit.dimensions.values() if score is not None)
    for part in evenly(chosen, UNITS):
        _dimensions(deck, cover, part, ranking, top)
    _left_out(deck, cover, words.SLIDE_OUT, [candidate for candidate in candidates if candidate.reasons], ranking)
    gave_way = [candidate for candidate in candidates if candidate.given_way and candidate not in chosen]
    _left_out(deck, cover, words.SLIDE_GAVE_WAY, gave_way, ranking)
    return saved(deck)


def _with_gaps(cover: Cover, ranking: Ranking, part: Iterable[Candidate]) -> Cover:
    """Return what a slide says about itself, and behind it what the sign beside a name means where a unit bears it."""
    note = gap_note(ranking.missing_rule, *(candidate.unit.on_gaps for candidate in part))
    return replace(cover, line=f"{cover.line}　{note}") if note else cover


def _left_out(deck: Presentation, cover: Cover, title: str, out: Sequence[Candidate], ranking: Ranking) -> None:
    parts = list(by_lines(out))
    for place, part in enumerate(parts, start=1):
        of = words.SLIDE_OF.format(place=place, of=len(parts)) if len(parts) > 1 else ""
        _table(deck, _with_gaps(cover, ranking, part), part, f"{title}{of}")


def _matter(deck: Presentation, cover: Cover, item: GroupList, stages: Sequence[Stage]) -> None:
    slide = _slide(deck, cover, cover.title)
    steps = award_page.funnel_steps(item.shortlist.missing_rule)
    counts = " → ".join(f"{steps[stage.name]} {stage.left}" for stage in stages)
    departing = [
        words.SLIDE_DECIDED_UNIT.format(unit=unit, choice=award_page.CHOICES[decision.choice], reason=decision.reason)
        for candidate in item.shortlist.candidates
        for unit, decision in [(candidate.unit.unit, item.stands[candidate.unit.unit])]
        if decision.choice != of_the_rules(candidate)
    ]
    lines = [
        words.SLIDE_CHOSEN.format(count=len(item.chosen), places=item.shortlist.quota, units="、".join(item.chosen) or "—"),
        words.SLIDE_FUNNEL.format(counts=counts),
        words.SLIDE_DECIDED.format(units="；".join(departing)) if departing else words.SLIDE_DECIDED_NONE,
        words.SLIDE_PROPOSAL,
    ]
    frame = slide.shapes.add_textbox(LEFT, Inches(1.9), WIDTH - 2 * LEFT, Inches(4.8)).text_frame
    frame.word_wrap = True
    size = 24 if sum(map(len, lines)) < 320 else 18 if sum(map(len, lines)) < 620 else 14
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(12)
        write(paragraph, line, size, INK)


def _top(numbers: Iterable[Decimal]) -> int:
    """Return where an axis ends on every slide: a bar is as long on one as on the other, with room for its number."""
    return (int(max(numbers, default=Decimal(90))) + 4) // 10 * 10 + 10


def by_lines(out: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Yield units slide by slide, as many as have room with all of their reasons."""
    part: list[Candidate] = []
    filled = 0
    for candidate in out:
        lines = max(-(-len("；".join(candidate.all_reasons)) // REASON), -(-len(candidate.unit.unit) // NAME))
        if part and filled + lines > LINES:
            yield part
            part, filled = [], 0
        part.append(candidate)
        filled += lines
    if part:
        yield part


def _totals(deck: Presentation, cover: Cover, item: GroupList, part: Sequence[Candidate], title: str, top: int) -> None:
    slide = add_slide(deck, title, f"{cover.mark}{cover.line}{words.SLIDE_DARK}")
    data = CategoryChartData(number_format=as_published(decimals(item.shortlist)))
    data.categories = [f"{candidate.unit.rank or '—'}　{_name(candidate)}" for candidate in reversed(part)]
    data.add_series(words.SERIES_TOTAL, [float(candidate.unit.total) for candidate in reversed(part)])
    chart = add_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, top
    series = chart.plots[0].series[0]
    for place, candidate in enumerate(reversed(part)):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = CHOSEN if item.stands[candidate.unit.unit].is_chosen else COUNTED


def _dimensions(deck: Presentation, cover: Cover, part: Sequence[Candidate], ranking: Ranking, top: int) -> None:
    """Draw the scores of units put forward; a score that a unit lacks has no bar, and the unit's name says that it lacks one.

    The line below the head names the scores that rest on gaps: bars bear no sign.
    """
    named = gaps_named(ranking.missing_rule, (candidate.unit for candidate in part))
    cover = replace(cover, line=f"{cover.line}　{GAP_MARK} {named}") if named else cover
    slide = _slide(deck, cover, words.SLIDE_DIMENSIONS)
    data = CategoryChartData(number_format=as_published(ranking.decimals))
    data.categories = [
        _name(candidate) if candidate.unit.total is not None else words.SLIDE_UNIT_INCOMPLETE.format(unit=_name(candidate))
        for candidate in reversed(part)
    ]
    for name in reversed(ranking.weights):
        scores = [candidate.unit.dimensions[name] for candidate in reversed(part)]
        data.add_series(name, [None if score is None else float(score) for score in scores])
    start = below_head(f"{cover.mark}{cover.line}")
    chart = add_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, FOOT - start, start)
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.TOP, False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, top
    for place, series in enumerate(reversed(list(chart.plots[0].series))):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = DIMENSIONS[place % len(DIMENSIONS)]


def _table(deck: Presentation, cover: Cover, part: Sequence[Candidate], title: str) -> None:
    slide = _slide(deck, cover, title)
    widths = (Inches(3.8), Inches(1), Inches(1.3), WIDTH - 2 * LEFT - Inches(6.1))
    rows = [words.SLIDE_OUT_HEAD]
    for candidate in part:
        unit = candidate.unit
        rows.append(
            (
                _name(candidate),
                str(unit.rank or "—"),
                "—" if unit.total is None else f"{unit.total:f}",
                "；".join(candidate.all_reasons),
            )
        )
    add_table(slide, widths, rows)


def _name(candidate: Candidate) -> str:
    return marked(candidate.unit.unit, candidate.unit.on_gaps)


def _slide(deck: Presentation, cover: Cover, title: str) -> Slide:
    return add_slide(deck, title, f"{cover.mark}{cover.line}")
