"""红黑榜: who is put forward and who is reminded, with the reason under each name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure, Margins
from evaluation.charts.findings import Finding, sentence
from evaluation.charts.frame import Caption, Extent, draw_frame, footed, frame_height
from evaluation.charts.language import Preset
from evaluation.charts.lettering import figure, fit, text_width
from evaluation.charts.notes import draw_notes, flow, gap_notes, notes_height, one_line_height
from evaluation.charts.rows import decimals
from evaluation.gap_marks import marked
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as words

LAST_PLACES = 3
AIRY_ROWS, DENSE_ROWS, TALL_ROWS = 7, 12, 12
HEADER, BETWEEN = 60, 16
"""Height of a board's head, and the space between one board and the next below it."""
PAPER = "#F5F2EB"


@dataclass(frozen=True)
class Entry:
    """One line of a board: rank and total as printed ("—" without one), the reason in words, the sign of scores on gaps."""

    rank: str
    unit: str
    total: str
    reason: str
    is_red: bool = False
    sign: str = ""

    @property
    def name(self) -> str:
        """The unit with the sign behind it."""
        return self.unit + self.sign


@dataclass(frozen=True)
class Boards:
    """What stands on one picture."""

    praised: tuple[Entry, ...]
    reminded: tuple[Entry, ...]


def last_places(shortlist: Shortlist) -> tuple[str, ...]:
    """Return the units at the end of the ranking, at most three (and who ties with them).

    Small groups remind fewer: one unit of four at most. Nobody is last where all are equal, and a suggested unit
    never is.
    """
    rows = [row for row in shortlist.counted if row.unit.rank is not None]
    many = min(LAST_PLACES, len(rows) // 4)
    if not many or rows[0].unit.total == rows[-1].unit.total:
        return ()
    border = rows[-many].unit.rank
    late = [row for row in rows if row.unit.rank >= border]
    return tuple(row.unit.unit for row in late if not row.suggested)


def praised(shortlist: Shortlist) -> tuple[Entry, ...]:
    """Return the suggested units with their dimension scores, in rank order."""
    places = decimals(shortlist)
    return tuple(
        _entry(row, places, words.THREE_SCORES.format(scores=_scores(row, places)))
        for row in shortlist.candidates
        if row.suggested
    )


def reminded(shortlist: Shortlist) -> tuple[Entry, ...]:
    """Return who is vetoed, below a floor, among the last or incomplete, in rank order, each with the first reason."""
    places, late = decimals(shortlist), last_places(shortlist)
    entries = []
    for row in shortlist.candidates:
        if row.suggested:
            continue
        if row.unit.total is None:
            entries.append(_entry(row, places, _lacking(row)))
        elif row.unit.vetoes:
            entries.append(_entry(row, places, words.VETOED))
        elif row.below_floor:
            name = row.below_floor[0]
            score = marked(figure(row.unit.dimensions[name], places), row.unit.on_gaps, name)  # type: ignore[arg-type]
            form = words.BELOW_FLOOR if len(row.below_floor) == 1 else words.BELOW_FLOORS
            reason = form.format(dimension=name, score=score, count=len(row.below_floor))
            entries.append(_entry(row, places, reason, is_red=True))
        elif row.unit.unit in late:
            entries.append(_entry(row, places, words.AT_THE_END))
    return tuple(entries)


def _lacking(row: Candidate) -> str:
    lacking = [name for name, score in row.unit.dimensions.items() if score is None]
    if 1 < len(lacking) == len(row.unit.dimensions):
        return words.LACKING_ALL
    form = words.LACKING if len(lacking) <= 2 else words.LACKING_MANY
    return form.format(dimensions=words.AND.join(lacking[:2]), count=len(lacking))


def _scores(row: Candidate, places: int) -> str:
    scores = ((name, score) for name, score in row.unit.dimensions.items() if score is not None)
    return " / ".join(marked(figure(score, places), row.unit.on_gaps, name) for name, score in scores)


def _entry(row: Candidate, places: int, reason: str, is_red: bool = False) -> Entry:
    total = words.NOTHING if row.unit.total is None else figure(row.unit.total, places)
    rank = words.NOTHING if row.unit.rank is None else str(row.unit.rank)
    return Entry(rank, row.unit.unit, total, reason, is_red, marked("", row.unit.on_gaps))


def boards(shortlist: Shortlist, *, hides_scores: bool = False) -> Boards:
    """Return the whole of both boards; on wish with ranks alone, so that a floor missed is said without the score."""
    found = Boards(praised(shortlist), reminded(shortlist))
    return _without_scores(found) if hides_scores else found


def praise_pages(shortlist: Shortlist, caption: Caption, preset: Preset) -> int:
    """Return how many pictures the two boards take, at least 1."""
    return len(_paged(shortlist, footed(preset, caption)))


def _tall_rows(whole: Boards, preset: Preset) -> int:
    """Return how many rows a tall picture holds in which name and reason stand one below the other, clear of each other."""
    has_note = any(entry.sign for entry in (*whole.praised, *whole.reminded))
    heads = (2 * HEADER + BETWEEN) * preset.factor + (one_line_height(preset) if has_note else 0)
    row = preset.note + preset.footer + 2 * preset.factor
    return min(TALL_ROWS, int((frame_height(preset) - preset.top - heads) / row + 1e-6))


def _paged(shortlist: Shortlist, preset: Preset) -> list[Boards]:
    """Return what stands on each picture of a preset that its footer has been taken off."""
    whole = boards(shortlist)
    red, black = whole.praised, whole.reminded
    if preset.title_lines == 1:
        pages = max(1, -(-len(red) // DENSE_ROWS), -(-len(black) // DENSE_ROWS))
        cut = [slice(page * DENSE_ROWS, (page + 1) * DENSE_ROWS) for page in range(pages)]
        return [Boards(red[part], black[part]) for part in cut]
    rows = _tall_rows(whole, preset)
    if len(red) + len(black) <= rows:
        return [Boards(red, black)]
    starts = range(0, max(len(red), len(black)), rows)
    pages = [Boards(part, ()) for start in starts if (part := red[start : start + rows])]
    return pages + [Boards((), part) for start in starts if (part := black[start : start + rows])]


def praise_text(shortlist: Shortlist) -> str:
    """Return the finding of the two boards as one sentence."""
    return sentence(_finding(shortlist))


def _finding(shortlist: Shortlist) -> Finding:
    red, black = len(praised(shortlist)), len(reminded(shortlist))
    if not red and not black:
        return [(words.NOBODY_NAMED,)]
    if not black:
        return [tuple(part.format(red=words.count(red)) for part in words.PRAISED_ONLY)]
    if not red:
        return [tuple(part.format(black=words.count(black)) for part in words.REMINDED_ONLY)]
    return [tuple(part.format(red=words.count(red), black=words.count(black)) for part in words.PRAISED_AND_REMINDED)]


def praise(
    shortlist: Shortlist, caption: Caption, preset: Preset, page: int = 1, *, hides_scores: bool = False, decided_list: str = ""
) -> Figure:
    """Return the two boards, side by side or (on the tall picture) one below the other; on wish with ranks alone.

    ``decided_list`` is what the published or locked list is called that the praised ones are on, "" where the rules suggest them.

    Raises ValueError where there is no such page, or for the page form, which has no frame.
    """
    preset = footed(preset, caption)
    pages = _paged(shortlist, preset)
    if not preset.framed or not 1 <= page <= len(pages):
        raise ValueError(f"page {page} of {len(pages)} at {preset.name}")
    page_boards = _without_scores(pages[page - 1]) if hides_scores else pages[page - 1]
    names = {entry.unit for entry in (*page_boards.praised, *page_boards.reminded)}
    named = [row for row in shortlist.candidates if row.unit.unit in names]
    notes = flow([], gap_notes(shortlist, named), preset)
    preset = replace(preset, bottom=preset.bottom + notes_height(notes, preset))
    canvas = Canvas(preset.width, preset.height, Margins(preset.outer, preset.outer, preset.top, preset.bottom))
    shown = len(page_boards.praised) + len(page_boards.reminded)
    before = sum(len(one.praised) + len(one.reminded) for one in pages[: page - 1])
    extent = Extent(page, len(pages), before + 1, before + shown)
    on_boards = len(praised(shortlist)) + len(reminded(shortlist))
    subtitle = words.BOARDS_SUBTITLE
    if decided_list:  # not read off the figures' state: those of another award's lock are final while this list hangs out
        subtitle = tuple(part.format(list=decided_list) for part in words.BOARDS_DECIDED)
    draw_frame(canvas, preset, _counting(caption, on_boards), _finding(shortlist), subtitle, extent)
    if preset.title_lines == 1:
        _side_by_side(canvas, preset, page_boards)
    else:
        _stacked(canvas, preset, page_boards)
    draw_notes(canvas, notes, preset)
    # The page's chart element refuses a figure without data; this point is drawn nowhere.
    canvas.data.append({"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip"})
    return canvas.figure({"range": [0, 1]}, {"range": [0, 1]})


def _without_scores(found: Boards) -> Boards:

    def bare(entry: Entry) -> Entry:
        reason = "" if entry in found.praised else words.UNDER_A_FLOOR if entry.is_red else entry.reason
        return replace(entry, total="", reason=reason)

    return Boards(tuple(map(bare, found.praised)), tuple(map(bare, found.reminded)))


def _counting(caption: Caption, shown: int) -> Caption:
    return replace(caption, shown=shown)


def _side_by_side(canvas: Canvas, preset: Preset, boards: Boards) -> None:
    gap = 48 * preset.factor
    width = (preset.width - 2 * preset.outer - gap) / 2
    top, bottom = preset.top - 12 * preset.factor, frame_height(preset)
    header = HEADER * preset.factor
    longest = max(len(boards.praised), len(boards.reminded), 1)
    is_airy = longest <= AIRY_ROWS
    row = min(98 * preset.factor, (bottom - top - header) / max(longest, AIRY_ROWS))
    for left, title, entries, red in (
        (preset.outer, words.RED_BOARD, boards.praised, True),
        (preset.outer + width + gap, words.BLACK_BOARD, boards.reminded, False),
    ):
        _header(canvas, preset, (left, top, width, header), title, red, any(entry.total for entry in entries))
        _board(canvas, preset, (left, top + header, width, row), entries, red, is_airy)


def _stacked(canvas: Canvas, preset: Preset, boards: Boards) -> None:
    width = preset.width - 2 * preset.outer
    shown = [
        (title, entries, red)
        for title, entries, red in ((words.RED_BOARD, boards.praised, True), (words.BLACK_BOARD, boards.reminded, False))
        if entries
    ]
    header, gap = HEADER * preset.factor, BETWEEN * preset.factor
    count = sum(len(entries) for _, entries, _ in shown)
    room = frame_height(preset) - preset.top - len(shown) * header - gap
    row = min(72 * preset.factor, room / max(1, count))
    top = preset.top
    for title, entries, red in shown:
        _header(canvas, preset, (preset.outer, top, width, header), title, red, any(entry.total for entry in entries))
        _board(canvas, preset, (preset.outer, top + header, width, row), entries, red, is_airy=False)
        top += header + len(entries) * row + gap


def _header(
    canvas: Canvas, preset: Preset, place: tuple[float, float, float, float], title: str, red: bool, has_totals: bool
) -> None:  # fmt: skip
    left, top, width, height = place
    pad = 20 * preset.factor
    line = {"color": look.CHOSEN if red else look.INK, "width": 2.5 * preset.factor}
    canvas.box(left, top, width, height, fillcolor=look.CHOSEN if red else look.WHITE, line=line)
    colour = look.WHITE if red else look.INK
    canvas.text(title, left + pad, top + height / 2, preset.label * 1.08, colour=colour, bold=True)
    right = preset.width - left - width + pad
    if has_totals:
        canvas.text(words.TOTAL, right, top + height / 2, preset.note, colour=colour, anchor="right", from_right=True)


def _board(
    canvas: Canvas, preset: Preset, place: tuple[float, float, float, float], entries: Sequence[Entry], red: bool, is_airy: bool
) -> None:  # fmt: skip
    left, top, width, row = place
    if not entries:
        pad = 20 * preset.factor
        canvas.text(words.EMPTY_BOARD, left + pad, top + preset.label * 1.6, preset.label, colour=look.SECOND)
        return
    if red:
        canvas.box(left, top, width, row * len(entries), fillcolor=PAPER)
        if preset.title_lines > 1:
            entries = [replace(entry, reason="") for entry in entries]
    lines = _lines(preset, (left, width), entries, row, is_airy=is_airy)
    for position, entry in enumerate(entries):
        middle = top + row * (position + 0.5)
        canvas.box(left, top + row * (position + 1) - 1, width, 1.5 * preset.factor, fillcolor=look.RULE)
        rank_right = preset.width - (lines.left - lines.name * 0.7)
        canvas.text(
            entry.rank, rank_right, middle, lines.name, bold=True, anchor="right", from_right=True,
            colour=look.INK if red else look.SECOND,
        )  # fmt: skip
        if entry.total:
            canvas.text(entry.total, lines.right, middle, lines.name, bold=True, anchor="right", from_right=True)
        _names(canvas, preset, entry, lines, middle, red=red)


@dataclass(frozen=True)
class _Lines:
    """How the rows of a board are written: sizes of name and reason, whether one stands below the other, and their room in px.

    ``left`` is where names begin, ``right`` how far totals keep from the picture's right edge.
    """

    name: float
    reason: float
    are_two: bool
    left: float
    right: float
    room: float
    pitch: float


def _lines(
    preset: Preset, across: tuple[float, float], entries: Sequence[Entry], row: float, *, is_airy: bool
) -> _Lines:  # fmt: skip
    """Return one line a unit where all names and reasons have room, else two, as large as the rows' height allows."""
    left, width = across
    pad = 20 * preset.factor
    right = preset.width - left - width + pad

    def sized(name: float, reason: float, *, are_two: bool) -> _Lines:
        start = left + pad + name * 2.2
        room = preset.width - right - max(text_width(entry.total, name, True) for entry in entries) - name - start
        gap = max(0.0, min(name * 0.25, row - name - reason - 2 * preset.factor))
        return _Lines(name, reason, are_two, start, right, room, (name + reason) / 2 + gap)

    if is_airy:
        return sized(preset.label * 1.25, preset.note, are_two=True)
    one = sized(preset.label, preset.note, are_two=False)
    if all(_is_one_line(entry, one) for entry in entries):
        return one
    if row >= preset.label + preset.note + 6 * preset.factor:
        return sized(preset.label, preset.note, are_two=True)
    return sized(preset.note, preset.footer, are_two=True)


def _is_one_line(entry: Entry, lines: _Lines) -> bool:
    beside = text_width(entry.reason, lines.reason) + lines.name * 0.5 if entry.reason else 0.0
    return text_width(entry.name, lines.name, True) + beside <= lines.room


def _names(canvas: Canvas, preset: Preset, entry: Entry, lines: _Lines, middle: float, *, red: bool) -> None:
    colour = look.RED if entry.is_red else look.SECOND
    # No room is short enough to lose the sign.
    name = fit(entry.unit, lines.name, lines.room - text_width(entry.sign, lines.name, True), True) + entry.sign
    if not lines.are_two:
        canvas.text(name, lines.left, middle, lines.name, bold=red)
        # Beside the name and against the total, so that the eye reads name, reason, total.
        at = preset.width - lines.left - lines.room
        canvas.text(entry.reason, at, middle, lines.reason, colour=colour, anchor="right", from_right=True)
        return
    size = max(preset.footer, min(lines.reason, lines.reason * lines.room / max(1.0, text_width(entry.reason, lines.reason))))
    if red and text_width(entry.reason, size) > lines.room:  # half a row of scores would be read as scores
        entry = replace(entry, reason="")
    up = (lines.pitch + lines.reason - lines.name) / 2 if entry.reason else 0.0
    canvas.text(name, lines.left, middle - up, lines.name, bold=True)
    if entry.reason:
        down = lines.pitch - up
        canvas.text(fit(entry.reason, size, lines.room), lines.left, middle + down, size, colour=colour)
