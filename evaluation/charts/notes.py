"""The lines below a plot: what the marks mean and who is not on the picture."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas
from evaluation.charts.language import Preset
from evaluation.charts.lettering import fold, text_width
from evaluation.gap_marks import gap_note
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as words

PITCH = 1.55
MOST_LINES = 4

Sentence = str | Callable[[int], str]
"""A sentence of the notes, or what makes one for so many lines."""


@dataclass(frozen=True)
class Mark:
    """A mark of the legend; ``shape`` is "circle" or "rect", None for words alone."""

    words: str
    shape: str | None = None
    fill: str = look.WHITE
    edge: str = look.WHITE


@dataclass(frozen=True)
class Placed:
    """One piece of the notes at its line and its distance in px from the left margin."""

    line: int
    x: float
    mark: Mark


def flow(marks: Sequence[Mark], sentences: Sequence[Sentence], preset: Preset) -> list[Placed]:
    """Place the marks one after another and each sentence behind them, or below where it has no room."""
    room, size = preset.width - 2 * preset.outer, preset.note
    placed: list[Placed] = []
    line, x = 0, 0.0
    for mark in marks:
        width = text_width(mark.words, size) + (size * 1.25 if mark.shape else 0)
        if x and x + width > room:
            line, x = line + 1, 0.0
        placed.append(Placed(line, x, mark))
        x += width + size * 1.1
    for given in sentences:
        sentence = given if isinstance(given, str) else given(max(1, MOST_LINES - line - (x > 0)))
        if x and x + text_width(sentence, size) + size * 1.6 > room:
            line, x = line + 1, 0.0
        if x:
            placed.append(Placed(line, x, Mark(words.BAR)))
            x += size * 1.6
        pieces = fold(sentence, size, room, max(1, MOST_LINES - line)) if not x else [sentence]
        for number, piece in enumerate(pieces):
            placed.append(Placed(line + number, x, Mark(piece)))
        line += len(pieces) - 1
        x = x + text_width(pieces[-1], size) + size * 1.1
    return placed


def notes_height(placed: Sequence[Placed], preset: Preset) -> float:
    """Return the px that the notes take below the plot, 0 without any."""
    if not placed:
        return 0.0
    return one_line_height(preset) + preset.note * PITCH * placed[-1].line


def one_line_height(preset: Preset) -> float:
    """Return the px that notes of a single line take."""
    return preset.note * (PITCH + 0.62)


def draw_notes(canvas: Canvas, placed: Sequence[Placed], preset: Preset) -> None:
    """Draw the notes right below the plot."""
    size = preset.note
    start = canvas.height - canvas.margins.bottom
    for item in placed:
        x = preset.outer + item.x
        y = start + size * (0.62 + PITCH * (item.line + 0.5))
        if item.mark.shape:
            side = size * 0.86
            line = {"color": item.mark.edge, "width": max(1.5, size * 0.09)}
            canvas.box(x + 1, y - side / 2, side, side, type=item.mark.shape, fillcolor=item.mark.fill, line=line)
            x += size * 1.25
        canvas.text(item.mark.words, x, y, size, colour=look.SECOND)


def gap_notes(shortlist: Shortlist, shown: Iterable[Candidate]) -> list[str]:
    """Return what the sign beside a name means, where a unit that is shown bears one."""
    note = gap_note(shortlist.missing_rule, *(row.unit.on_gaps for row in shown))
    return [note] if note else []


def incomplete_sentences(candidates: Sequence[Candidate], preset: Preset) -> list[Sentence]:
    """Return the sentence that names the units without a total, none where there is no such unit."""
    some = any(candidate.unit.total is None for candidate in candidates)
    return [partial(incomplete_note, candidates, preset)] if some else []


def incomplete_note(candidates: Sequence[Candidate], preset: Preset, lines: int = MOST_LINES - 1) -> str:
    """Name the units without a total and what they lack; fewer words, then fewer names, where so many lines have no room."""
    missing = [candidate.unit for candidate in candidates if candidate.unit.total is None]
    if not missing:
        return ""
    pieces = [
        words.LACKS.format(
            unit=unit.unit,
            dimensions=words.AND.join(name for name, score in unit.dimensions.items() if score is None),
        )
        for unit in missing
    ]
    sentence = words.INCOMPLETE + words.JOIN.join(pieces)
    return (
        sentence
        if _has_room(sentence, preset, lines)
        else naming(words.INCOMPLETE, [unit.unit for unit in missing], preset, lines)
    )


def naming(lead: str, names: Sequence[str], preset: Preset, lines: int) -> str:
    """Return the names behind their lead: all of them, or the first ones and how many there are, in so many lines."""
    sentence = lead + words.AND.join(names)
    kept = len(names)
    while kept > 1 and not _has_room(sentence, preset, lines):
        kept -= 1
        sentence = lead + words.AND_MORE.format(names=words.AND.join(names[:kept]), count=len(names))
    return sentence


def _has_room(sentence: str, preset: Preset, lines: int) -> bool:
    return len(fold(sentence, preset.note, preset.width - 2 * preset.outer, len(sentence))) <= lines
