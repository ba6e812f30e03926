"""会议 PPT: the pictures' numbers as native charts and tables that stay editable, with the numbers in the speaker's notes."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide as DeckSlide
from pptx.util import Inches, Pt

from evaluation.charts.findings import reference
from evaluation.charts.frame import Extent, otherwise_lines
from evaluation.charts.gallery import QUESTIONS, Slide, View, own_gap, slides
from evaluation.charts.language import PROJECTOR
from evaluation.charts.lettering import figure, fit, fold, signed, text_width
from evaluation.charts.parts import Parts, take_apart
from evaluation.charts.praise import Boards, Entry, boards
from evaluation.charts.rows import candidates_of, decimals, rows_on
from evaluation.export.slides import (
    CHOSEN,
    COUNTED,
    DIMENSIONS,
    LEFT,
    ON_DIMENSIONS,
    RED,
    SOFT,
    WIDTH,
    add_chart,
    add_footer,
    add_slide,
    add_table,
    as_published,
    new_deck,
    room_across,
    row_heights,
    saved,
)
from evaluation.gap_marks import gap_note, marked
from evaluation.shortlist import Candidate
from evaluation.wording import charts, deck

Draw = Callable[[DeckSlide, View, Sequence[Candidate]], list[str]]
"""Puts a question's chart on a slide and returns its numbers in words, one line a unit."""

BOARD_ROWS, UNIT_NAMES, FOOTER = 12, 11, 9
SPARE = 0.9
"""What the footer's lines take of the slide's width: another font's figures are wider, and a line that breaks leaves it."""
SIZES, BOARD_SIZES = (16, 14, 12, 11, 10, 9), (12, 11, 10)
TABLE_ROOM = 373
"""In points, from where a table begins to the slide's foot."""
SLIDES = replace(PROJECTOR, rows=14)
"""How many rows go on a slide: every name must stay beside its bar in PowerPoint, WPS and LibreOffice."""


def meeting_deck(view: View) -> bytes:
    """Return the deck: a slide or more for each question that has an answer.

    The title is the finding, the footer says where the numbers come from and carries the check code.
    """
    document = new_deck()
    for one in deck_slides(view):
        page = deck.PAGE.format(page=one.page, pages=one.pages) if one.pages > 1 and one.question.key != "praise" else ""
        units = _units(view, one)
        marks = gap_note(view.ranking.missing_rule, *_on_gaps(view, one, units))
        line = f"{_place(view)}　{one.question.words}{page}{_how(view, one)}"
        slide = add_slide(document, one.question.text(view), f"{line}　{marks}" if marks else line)
        notes = DRAW[one.question.key](slide, view, units)
        origin = _origin(view, one)
        add_footer(slide, origin)
        said = [one.question.text(view), *notes, *filter(None, [marks]), *origin]
        slide.notes_slide.notes_text_frame.text = _plain("\n".join(said))
    return saved(document)


def deck_slides(view: View) -> list[Slide]:
    """Return what the deck shows, in order; the two boards have a slide of their own whatever their length."""
    shown = slides(view, SLIDES, tuple(question for question in QUESTIONS if question.key in DRAW))
    return [one for one in shown if one.question.key != "praise" or one.page == 1]


def _units(view: View, one: Slide) -> list[Candidate]:
    if one.question.key in ("praise", "unit"):
        return list(view.shortlist.candidates)
    return candidates_of(rows_on(view.shortlist, SLIDES, one.page, None)[0])


def _on_gaps(view: View, one: Slide, units: Sequence[Candidate]) -> Iterable[Collection[str]]:
    """Return, for what a slide shows, the dimensions whose score rests on a gap."""
    if one.question.key == "praise":
        return (entry.sign for entries in (_boards(view).praised, _boards(view).reminded) for entry in entries)
    return own_gap(view)[0].on_gaps if one.question.key == "unit" else (row.unit.on_gaps for row in units)


def _place(view: View) -> str:
    marks = "　".join(charts.STATES[state] for state in charts.STATE_ORDER if state in view.caption.states)
    return f"{marks}　{view.ranking.period} · {view.shortlist.group}".strip()


def _how(view: View, one: Slide) -> str:
    """Return how a slide is read, where its chart doesn't say so itself."""
    if one.question.key == "gap":
        line = view.shortlist.cut_line
        return deck.CUT_LINE.format(value=line) if line is not None else deck.NO_CUT_LINE
    if one.question.key == "parts":
        return deck.PARTS_HOW if view.ranking.aggregation == "arithmetic" else deck.PARTS_HOW_SHORTFALL
    return deck.NOT_FROM_ZERO if one.question.key == "unit" else ""


def _origin(view: View, one: Slide) -> list[str]:
    """Return the lines of the footer: sources and what is shown, decisions against the rules, weights and check code."""
    caption = view.caption
    tail = charts.BAR + charts.BAR.join((_shown(view, one), charts.DATE.format(date=caption.date)))
    sources = _shortened(charts.SOURCES.format(sources=caption.sources), tail)
    code = charts.BAR + charts.BAR.join((caption.scheme, charts.CHECK_CODE.format(code=caption.check_code)))
    names, equals, numbers = charts.WEIGHTS.format(weights=caption.weights).partition(charts.EQUALS)
    weights = _shortened(names, equals + numbers + code)
    return [sources, *otherwise_lines(caption, FOOTER, room_across() * SPARE, 1), weights]


def _shortened(text: str, tail: str) -> str:
    """Return a line of the footer whose end is whole."""
    return fit(text, FOOTER, room_across() * SPARE - text_width(tail, FOOTER)) + tail


def _shown(view: View, one: Slide) -> str:
    """Return which units a slide shows, out of all of the group."""
    of = view.caption.of
    if one.question.key == "praise":
        shown = _boards(view)
        return charts.SHOWN.format(shown=len(shown.praised) + len(shown.reminded), of=of)
    if one.question.key == "unit":
        return charts.COMPARED.format(against=own_gap(view)[0].against or deck.MEAN)
    extent: Extent = rows_on(view.shortlist, SLIDES, one.page, None)[1]
    if extent.pages == 1:
        return charts.SHOWN.format(shown=extent.last, of=of)
    return charts.SHOWN_PAGE.format(page=extent.page, pages=extent.pages, first=extent.first, last=extent.last, of=of)


def _plain(text: str) -> str:
    return "".join(character for character in text if character >= " " or character == "\n")


def _name(row: Candidate) -> str:
    return f"{row.unit.rank or charts.NOTHING}　{_unit_name(row)}"


def _unit_name(row: Candidate) -> str:
    return marked(row.unit.unit, row.unit.on_gaps)


def _upward(rows: Sequence[Candidate]) -> list[Candidate]:
    """Return the rows from last to first: a bar chart begins at the bottom."""
    return list(reversed(rows))


def _gap(slide: DeckSlide, view: View, rows: Sequence[Candidate]) -> list[str]:
    start = reference(view.shortlist)
    gaps = {row.unit.unit: (row.unit.total or Decimal(0)) - start for row in rows}
    form = as_published(decimals(view.shortlist), signed=True)
    data = CategoryChartData(number_format=form)
    data.categories = [_name(row) for row in _upward(rows)]
    data.add_series(deck.GAP, [float(gaps[row.unit.unit]) for row in _upward(rows)])
    chart = add_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, 5.3)
    chart.has_legend = False
    chart.plots[0].data_labels.number_format = form
    chart.plots[0].gap_width = 60
    chart.category_axis.format.line.color.rgb = RED
    chart.value_axis.visible = False
    _low_labels(chart)
    for place, row in enumerate(_upward(rows)):
        _fill(chart.plots[0].series[0].points[place], CHOSEN if row.suggested else COUNTED)
    return [deck.GAP_NOTE.format(unit=_name(row), total=row.unit.total, gap=gaps[row.unit.unit]) for row in rows]


def _low_labels(chart) -> None:
    """Keep the names at the left edge, clear of bars that run to the left."""
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _fill(point, colour: RGBColor) -> None:
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = colour


def _heat(slide: DeckSlide, view: View, rows: Sequence[Candidate]) -> list[str]:
    names = list(view.ranking.weights)
    widths = [Inches(0.8), Inches(3.2), *[Inches(6.2) // max(1, len(names))] * len(names), Inches(1.6)]
    table = [[charts.RANK, charts.UNIT, *names, charts.TOTAL], *(_scores(row, names) for row in rows)]
    add_table(slide, widths, table, size=_size_for(table, widths), top=1.7)
    return ["　".join(line) for line in table]


def _size_for(rows: Sequence[Sequence[str]], widths: Sequence[int], sizes: Sequence[int] = SIZES) -> int:
    """Return the largest size of letters at which a table stays above the slide's foot, however its texts break."""
    return next((size for size in sizes if sum(row_heights(rows, widths, size)) <= TABLE_ROOM), sizes[-1])


def _scores(row: Candidate, names: Sequence[str]) -> list[str]:
    below = set(row.below_floor)
    scores = [
        f"{deck.BELOW if name in below else ''}{charts.NOTHING if score is None else marked(str(score), row.unit.on_gaps, name)}"
        for name, score in ((name, row.unit.dimensions[name]) for name in names)
    ]
    return [str(row.unit.rank or charts.NOTHING), _unit_name(row), *scores, str(row.unit.total)]


def _parts(slide: DeckSlide, view: View, rows: Sequence[Candidate]) -> list[str]:
    ranking = view.ranking
    taken = {row.unit.unit: take_apart(row.unit, ranking.weights, ranking.aggregation) for row in rows}
    data = CategoryChartData(number_format=as_published(decimals(view.shortlist)))
    places = decimals(view.shortlist)
    data.categories = [f"{_name(row)}　{_sum(row, taken[row.unit.unit], ranking.aggregation, places)}" for row in _upward(rows)]
    for name in ranking.weights:  # a part of nothing has no bar, and its 0.00 would stand on the next one's
        data.add_series(name, [float(taken[row.unit.unit].parts.get(name, 0)) or None for row in _upward(rows)])
    chart = add_chart(slide, XL_CHART_TYPE.BAR_STACKED, data, 5.3)
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.TOP, False
    chart.value_axis.visible, chart.value_axis.minimum_scale = False, 0
    for place, series in enumerate(chart.plots[0].series):
        _fill(series, DIMENSIONS[place % len(DIMENSIONS)])
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, data.number_format, False
        labels.font.size, labels.font.color.rgb = Pt(12), ON_DIMENSIONS[place % len(DIMENSIONS)]
    chart.category_axis.tick_labels.font.size = Pt(12)
    lines = []
    for row in rows:
        one = taken[row.unit.unit]
        pieces = [f"{name} {part}" for name, part in one.parts.items()]
        pieces += [f"{charts.SHORTFALL} {one.shortfall}"] if one.shortfall else []
        pieces += [f"{charts.ADJUSTMENT} {one.adjustment}"] if one.adjustment else []
        lines.append(deck.PARTS_NOTE.format(unit=_name(row), total=row.unit.total, parts=" + ".join(pieces)))
    return lines


def _sum(row: Candidate, parts: Parts, aggregation: str, places: int) -> str:
    """Return the total with what the bars don't show of it: without that they don't add up to it."""
    apart = [signed(parts.shortfall, places)] if aggregation != "arithmetic" else []
    apart += [signed(parts.adjustment, places)] if apart or parts.adjustment else []
    total = figure(row.unit.total or Decimal(0), places)
    return f"{total}（{'，'.join(apart)}）" if apart else total


def _change(slide: DeckSlide, view: View, rows: Sequence[Candidate]) -> list[str]:
    moved = _moves(rows)
    data = CategoryChartData(number_format="▲0;▼0;—")
    data.categories = [_name(row) for row in _upward(rows)]
    data.add_series(deck.MOVED, [moved.get(row.unit.unit) for row in _upward(rows)])
    chart = add_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, 5.3)
    chart.has_legend = False
    chart.plots[0].data_labels.number_format = "▲0;▼0;—"
    chart.value_axis.visible = False
    furthest = max((abs(places) for places in _moves(view.shortlist.counted).values()), default=1) * 1.15 + 1
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = -furthest, furthest
    _low_labels(chart)
    for place, row in enumerate(_upward(rows)):
        _fill(chart.plots[0].series[0].points[place], CHOSEN if abs(moved.get(row.unit.unit, 0)) >= 3 else COUNTED)
    none = charts.NOTHING
    return [
        deck.CHANGE_NOTE.format(unit=_unit_name(row), before=row.unit.previous_rank or none, now=row.unit.rank or none)
        for row in rows
    ]


def _moves(rows: Sequence[Candidate]) -> dict[str, int]:
    """Return by how many places each unit with two ranks rose (fell: negative)."""
    return {
        row.unit.unit: row.unit.previous_rank - row.unit.rank
        for row in rows
        if row.unit.rank is not None and row.unit.previous_rank is not None
    }


def _unit(slide: DeckSlide, view: View, rows: Sequence[Candidate]) -> list[str]:
    gap, _ = own_gap(view)
    theirs_on, own_on = gap.on_gaps
    dimensions = (marked(name, {*theirs_on, *own_on}, name) for name in gap.parts)
    names = [marked(gap.against or deck.MEAN, theirs_on), *dimensions, charts.ADJUSTMENT, marked(gap.unit, own_on)]
    steps = [*gap.parts.values(), gap.adjustment]
    levels, at = [], gap.start
    for step in steps:
        levels.append((min(at, at + step), abs(step)))
        at += step
    # The bars stand on invisible ones; the axis begins below the lowest so that small steps are seen.
    base = [Decimal(0), *(low for low, _ in levels), Decimal(0)]
    seen = [gap.start, *(size for _, size in levels), gap.end]
    data = CategoryChartData(number_format=as_published(decimals(view.shortlist)))
    labels = [str(gap.start), *(_signed(step) for step in steps), str(gap.end)]
    # The numbers stand under the bars: a small bar has no room, and a stacked one no place outside.
    # A name is broken into lines here: the programs turn long ones until nobody can read them.
    slot = room_across() / len(names) * 0.9
    folded = ["\n".join(fold(name, UNIT_NAMES, slot, len(name) or 1)) for name in names]
    data.categories = [f"{name}\n{label}" for name, label in zip(folded, labels, strict=True)]
    data.add_series(deck.STAND, [float(value) for value in base])
    data.add_series(deck.POINTS, [float(value) for value in seen])
    chart = add_chart(slide, XL_CHART_TYPE.COLUMN_STACKED, data, 5.3)
    chart.has_legend, chart.value_axis.visible, chart.plots[0].has_data_labels = False, False, False
    chart.category_axis.tick_labels.font.size = Pt(UNIT_NAMES)
    lowest = min([gap.start, gap.end, *(low for low, _ in levels)])
    chart.value_axis.minimum_scale = float(max(Decimal(0), lowest - (max(seen[0], seen[-1]) - lowest) / 2 - 1))
    stand, points = chart.plots[0].series
    stand.format.fill.background()
    colours = [COUNTED, *(DIMENSIONS[place % len(DIMENSIONS)] for place in range(len(gap.parts))), SOFT, CHOSEN]
    for place, colour in enumerate(colours):
        _fill(points.points[place], colour)
    return [f"{name}　{label}" for name, label in zip(names, labels, strict=True)]


def _signed(value: Decimal) -> str:
    return f"{value:+}".replace("-", "−") if value else f"{abs(value)}"


def _praise(slide: DeckSlide, view: View, _rows: Sequence[Candidate]) -> list[str]:
    half = (WIDTH - 2 * LEFT - Inches(0.4)) // 2
    hidden, shown = view.hides_scores, _boards(view)
    both = ((charts.RED_BOARD, shown.praised), (charts.BLACK_BOARD, shown.reminded))
    columns = [Inches(0.55), Inches(2.2), Inches(0.75), half - Inches(3.5)]
    tables = [_board(title, entries, hidden, BOARD_ROWS) for title, entries in both]
    size = min(_size_for(table, columns, BOARD_SIZES) for table in tables)
    for place, (title, entries) in enumerate(both):
        most = BOARD_ROWS
        while sum(row_heights(_board(title, entries, hidden, most), columns, size)) > TABLE_ROOM and most > 1:
            most -= 1
        left = LEFT + place * (half + Inches(0.4))
        add_table(slide, columns, _board(title, entries, hidden, most), size=size, top=1.8, left=left)
    return [line for title, entries in both for line in (title, *("　".join(filter(None, _entry(entry))) for entry in entries))]


def _boards(view: View) -> Boards:
    return boards(view.decided, hides_scores=view.hides_scores)


def _board(title: str, entries: Sequence[Entry], hidden: bool, most: int) -> list[list[str]]:
    """Return a board's table with so many units at most, and below them how many more there are."""
    head = [charts.RANK, title, "" if hidden else charts.TOTAL, charts.VERDICT]
    more = [["", deck.MORE.format(count=len(entries) - most), "", ""]] if len(entries) > most else []
    return [head, *map(_entry, entries[:most]), *more]


def _entry(entry: Entry) -> list[str]:
    return [entry.rank, entry.name, entry.total, entry.reason]


DRAW: dict[str, Draw] = {"gap": _gap, "heat": _heat, "parts": _parts, "change": _change, "unit": _unit, "praise": _praise}
"""By question; the questions about weights are pictures of areas and have no native chart."""
