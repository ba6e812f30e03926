"""单位通知单: one unit's scores, why it stands where it stands, and the cell of every mark, as a Word page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluation.export.office_document import Table, write_document
from evaluation.gap_marks import gap_note, marked
from evaluation.ranking import RankedUnit, Ranking
from evaluation.why import DimensionPlace
from evaluation.wording import export
from evaluation.wording import unit_notice as words

_WIDTHS = (20, 26, 18, 18, 16, 18, 40)
"""In mm; 100.00 stays on one line, or it reads as 100.0 and another 0."""


@dataclass(frozen=True)
class NoticeLine:
    """One indicator of the notice, as texts: dimension, indicator, mark, score, weight, place, cell."""

    texts: tuple[str, str, str, str, str, str, str]


def unit_notice(
    ranking: Ranking, unit: RankedUnit, sentence: str, places: Sequence[DimensionPlace], lines: Sequence[NoticeLine],
    *, scheme: str, check_code: str, is_final: bool, is_demonstration: bool,
) -> bytes:  # fmt: skip
    """Return the notice as DOCX bytes: scores by dimension, the sentence, every indicator with its cell."""
    today = date.today()
    day = export.DAY.format(year=today.year, month=today.month, day=today.day)
    state = words.FINAL if is_final else words.DRAFT
    weights = " : ".join(f"{name} {weight.normalize():f}" for name, weight in ranking.weights.items())
    head = [
        words.LINE.format(office=words.OFFICE, date=day, state=state, code=check_code),
        words.SCHEME.format(scheme=scheme, weights=weights, aggregation=export.AGGREGATIONS[ranking.aggregation]),
    ]
    if is_demonstration:
        head.insert(0, words.DEMONSTRATION)
    table = Table(words.DIMENSIONS, _scores(unit, places), (36, 26, 28, 26, 40), frozenset((1, 2, 3, 4)))
    blocks: list[str | Table] = [sentence, table]
    if note := gap_note(ranking.missing_rule, unit.on_gaps):
        blocks.append(note)
    blocks += [Table(words.INDICATORS, [line.texts for line in lines], _WIDTHS, frozenset((2, 3, 4, 5))), words.CLOSE]
    return write_document(words.TITLE.format(unit=unit.unit, period=ranking.period), head, blocks)


def _scores(unit: RankedUnit, places: Sequence[DimensionPlace]) -> list[tuple[str, ...]]:
    """Return a row for each dimension, the adjustments and the total; what rests on a gap bears a mark.

    Without a total there are no ``places``: the scores that are there stand alone, and those that lack are said to.
    """
    compared = {item.dimension: (_place(item), f"{item.mean:f}", _signed(item.points)) for item in places}
    alone = (words.NONE,) * 3
    rows = [
        (
            marked(name, unit.on_gaps, name),
            words.LACKING if score is None else f"{score:f}",
            *compared.get(name, alone),
        )
        for name, score in unit.dimensions.items()
    ]
    if unit.adjustment:
        rows.append((words.ADJUSTMENT, _signed(unit.adjustment), *alone))
    if unit.total is not None:
        rank = words.NONE if unit.rank is None else str(unit.rank)
        rows.append((marked(words.TOTAL, unit.on_gaps), f"{unit.total:f}", rank, words.NONE, words.NONE))
    return rows


def _signed(number: Decimal) -> str:
    return f"+{number:f}" if number > 0 else f"{number:f}".replace("-", "−")


def _place(item: DimensionPlace) -> str:
    return words.PLACE.format(place=item.place, of=item.of)
