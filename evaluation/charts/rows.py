"""The common body of pictures with one row a unit: which rows, which columns, their words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Margins
from evaluation.charts.frame import Extent, frame_height
from evaluation.charts.language import Preset
from evaluation.charts.lettering import LINE, decimals_of, figure, fit, text_width
from evaluation.gap_marks import marked
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as words

LONG_NAME = 8
PAGE_ROW = 29


@dataclass(frozen=True)
class Omission:
    """A row that stands for ``count`` units left out of a short list, rows ``first`` to ``last``."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """Return how many units are left out."""
        return self.last - self.first + 1


Row = Candidate | Omission


def candidates_of(rows: Sequence[Row]) -> list[Candidate]:
    """Return the rows that are units."""
    return [row for row in rows if isinstance(row, Candidate)]


def decimals(shortlist: Shortlist) -> int:
    """Return the decimals of the published totals."""
    return next((decimals_of(row.unit.total) for row in shortlist.counted), 2)


def next_in_line(shortlist: Shortlist) -> Candidate | None:
    """Return the best unit that could have been suggested and was not, level with the cut or not (unlike ``first_outside``)."""
    return next((row for row in shortlist.counted if row.eligible and not row.suggested), None)


def _rows_a_page(shortlist: Shortlist, preset: Preset) -> int:
    return preset.rows * 10 // 12 if folds(shortlist.counted, preset) else preset.rows


def folds(rows: Sequence[Row], preset: Preset) -> bool:
    """Return whether names take two lines."""
    return preset.folds_names and any(len(row.unit.unit) > LONG_NAME for row in candidates_of(rows))


def pages(shortlist: Shortlist, preset: Preset) -> int:
    """Return how many pictures the list takes, at least 1."""
    return max(1, -(-len(shortlist.counted) // _rows_a_page(shortlist, preset)))


def rows_on(shortlist: Shortlist, preset: Preset, page: int, limit: int | None) -> tuple[list[Row], Extent]:
    """Return the rows of one page (pages are filled evenly) and where they stand in the list.

    ValueError where there is no such page.
    """
    rows, total = shortlist.counted, pages(shortlist, preset)
    if not 1 <= page <= total:
        raise ValueError(f"page {page} of {total}")
    if limit is not None:
        return _short_list(rows, next_in_line(shortlist), max(4, limit)), Extent(last=len(rows))
    size = -(-len(rows) // total)
    start = (page - 1) * size
    part = rows[start : start + size]
    return list(part), Extent(page, total, start + 1, start + len(part))


def _short_list(rows: Sequence[Candidate], outside: Candidate | None, limit: int) -> list[Row]:
    """Return the best ``limit`` rows; the first unit outside is always among them."""
    place = rows.index(outside) if outside else 0
    if len(rows) <= limit or place < limit:
        return list(rows[:limit])
    head, tail = rows[: limit - 3], rows[place - 1 : place + 1]
    return [*head, Omission(len(head) + 1, place - 1), *tail]


@dataclass(frozen=True)
class Body:
    """Where the rows stand. ``left`` and ``right`` are the plot's margins, all in px."""

    preset: Preset
    label: float
    name_size: float
    row_height: float
    rows: int
    left: float
    right: float

    @property
    def top(self) -> float:
        """Return where the first row begins."""
        return self.preset.top

    @property
    def plot_width(self) -> float:
        """Return the px between the margins."""
        return self.preset.width - self.left - self.right

    @property
    def height(self) -> float:
        """Return the px of all rows."""
        return self.row_height * self.rows

    @property
    def header_y(self) -> float:
        """Return the middle of the headers."""
        return self.top - self.preset.note * 0.9


def body(rows: Sequence[Row], preset: Preset, notes: float, tails: Sequence[float]) -> Body:
    """Lay the rows out above ``notes`` px of notes and left of columns ``tails`` px wide.

    Few rows get larger letters, but no row grows without end: the picture stays blank below instead.
    """
    count = max(1, len(rows))
    if preset.framed:
        room = (frame_height(preset) - notes - preset.top) / count
        label = letter_size(rows, preset)
        row_height = min(room, label * 2.6)
    else:
        label, row_height = preset.label, float(PAGE_ROW)
    folded = folds(rows, preset)
    # Two lines of a name keep clear of the rows above and below, down to a footer's size.
    name_size = max(preset.footer, min(preset.note, row_height / (1 + LINE))) if folded else label
    names = [line for row in candidates_of(rows) for line in _marked_lines(row, preset, folded, name_size)]
    name = max((text_width(line, name_size, True) for line in names), default=label * 4)
    left = preset.outer + rank_width(preset, label) + 0.55 * label + max(name, label * 3) + label * 0.8
    right = preset.outer + sum(tails) + tail_gap(preset) * label * len(tails) + 2
    if not preset.folds_names:
        right += label
    return Body(preset, label, name_size, row_height, count, left, right)


def tail_gap(preset: Preset) -> float:
    """Return the space before a column at the right, as a multiple of the label's size."""
    return 0.7 if preset.folds_names else 1.0


def letter_size(rows: Sequence[Row], preset: Preset) -> float:
    """Return the size of names and figures: larger on wide pictures with few rows, for the back of the hall."""
    if not preset.framed or preset.title_lines > 1:
        return preset.label
    room = (frame_height(preset) - preset.top) / max(1, len(rows))
    return min(preset.label * 1.3, max(preset.label, room * 0.42))


def rank_width(preset: Preset, label: float) -> float:
    """Return the px of the rank column."""
    return max(1.85 * label, 2.15 * preset.note)


def name_lines(name: str, preset: Preset, folded: bool, size: float) -> list[str]:
    """Return a name in one line, or in two halves where the picture is narrow and names are long."""
    if not folded or len(name) <= LONG_NAME:
        return [fit(name, size, size * (16.5 if not preset.folds_names else 8.5))]
    half = max(-(-len(name) // 2), 1)
    return [fit(part, size, size * 9) for part in (name[:half], name[half:])]


def _marked_lines(row: Candidate, preset: Preset, folded: bool, size: float) -> list[str]:
    """Return a unit's name, with the sign behind it where its scores rest on a gap; no room is short enough to lose that."""
    *first, last = name_lines(row.unit.unit, preset, folded, size)
    return [*first, marked(last, row.unit.on_gaps)]


def canvas_for(layout: Body, notes: float) -> Canvas:
    """Return an empty canvas of the right size."""
    preset = layout.preset
    if preset.framed:
        bottom = preset.height - preset.top - layout.height
        return Canvas(preset.width, preset.height, Margins(layout.left, layout.right, preset.top, bottom))
    height = preset.top + layout.height + preset.bottom + notes
    return Canvas(None, height, Margins(layout.left, layout.right, preset.top, preset.bottom + notes))


def draw_names(canvas: Canvas, layout: Body, rows: Sequence[Row], bold: Collection[str] | None = None) -> None:
    """Draw the headers 名次 and 单位, the hair lines, and rank and name of each row.

    Set bold are the units in ``bold``, where it is None the suggested ones.
    """
    preset, label = layout.preset, layout.label
    rank_right = preset.outer + rank_width(preset, label)
    name_left = rank_right + 0.55 * label
    canvas.text(words.RANK, rank_right, layout.header_y, preset.note, colour=look.SECOND, anchor="right")
    canvas.text(words.UNIT, name_left, layout.header_y, preset.note, colour=look.SECOND)
    canvas.hair_lines(layout.rows, colour=look.HAIR, width=max(1, preset.factor), inset=preset.outer)
    folded = folds(rows, preset)
    for position, row in enumerate(rows):
        if isinstance(row, Omission):
            line = words.OMITTED.format(first=row.first, last=row.last, count=row.count)
            canvas.text(line, name_left, position, preset.note, colour=look.SECOND, row=True)
            continue
        rank = words.NOTHING if row.unit.rank is None else str(row.unit.rank)
        heavy = row.suggested if bold is None else row.unit.unit in bold
        rank_colour = look.INK if heavy else look.SECOND
        canvas.text(rank, rank_right, position, label, colour=rank_colour, bold=heavy, anchor="right", row=True)
        canvas.text(
            _marked_lines(row, preset, folded, layout.name_size), name_left, position, layout.name_size,
            colour=row_colour(row), bold=heavy, row=True,
        )  # fmt: skip


def row_colour(row: Candidate) -> str:
    """Return the colour of a row's words: units that can't take part step back."""
    return look.INK if row.eligible else look.SECOND


def verdict(row: Candidate) -> tuple[str, str]:
    """Return what became of a unit in at most six characters, and the colour of these words."""
    if row.decided:
        return row.decided, look.INK
    if row.suggested:
        return words.SUGGESTED, look.INK
    if row.tied_at_cut:
        return words.PENDING, look.AMBER_TEXT
    if row.eligible:
        return words.GIVEN_WAY if row.given_way else "", look.SECOND
    if row.unit.vetoes:
        return words.VERDICT_BY_REASON[0][1], look.SECOND
    for key, short in words.VERDICT_BY_REASON:
        if any(key in reason for reason in row.reasons):
            return short, look.RED if short in words.RED_VERDICTS else look.SECOND
    return words.BARRED, look.SECOND


def verdict_width(rows: Sequence[Row], preset: Preset) -> float:
    """Return the px that the verdicts take, 0 on pictures without them."""
    if not preset.verdicts:
        return 0.0
    lines = [words.VERDICT, *(verdict(row)[0] for row in candidates_of(rows))]
    return max(text_width(line, preset.note) for line in lines)


def figures_width(values: Sequence[str], header: str, label: float, note: float) -> float:
    """Return the px of a column of figures."""
    return max([text_width(header, note), *(text_width(value, label, True) for value in values)])


def totals(rows: Sequence[Row], places: int) -> list[str]:
    """Return the printed totals of the rows that are units."""
    return [figure(row.unit.total or Decimal(0), places) for row in candidates_of(rows)]


def draw_tails(canvas: Canvas, layout: Body, rows: Sequence[Row], places: int) -> None:
    """Draw 总分 and 结论 at the right."""
    preset = layout.preset
    width = verdict_width(rows, preset)
    total_right = preset.outer + 2 + (width + layout.label * tail_gap(preset) if preset.verdicts else 0)
    canvas.text(words.TOTAL, total_right, layout.header_y, preset.note, colour=look.SECOND, anchor="right", from_right=True)
    if preset.verdicts:
        at = preset.outer + 2 + width
        canvas.text(words.VERDICT, at, layout.header_y, preset.note, colour=look.SECOND, from_right=True)
    for y, row in enumerate(rows):
        if not isinstance(row, Candidate):
            continue
        total = figure(row.unit.total or Decimal(0), places)
        canvas.text(
            total, total_right, y, layout.label, colour=row_colour(row), bold=row.suggested, anchor="right",
            from_right=True, row=True,
        )  # fmt: skip
        line, colour = verdict(row)
        if preset.verdicts and line:
            canvas.text(line, preset.outer + 2 + width, y, preset.note, colour=colour, from_right=True, row=True)
