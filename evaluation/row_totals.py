"""合计 columns: what a row states as its total against the sum of its parts."""

from collections.abc import Collection, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from evaluation.cells import read_number
from evaluation.mark_columns import MarkColumns
from evaluation.matching import Column, Matched
from evaluation.problems import Problem
from evaluation.spelling import spelled
from evaluation.wording import intake as words

_WIDE = Context(prec=100)
_DIGITS_OF_INT64 = 17


def check_totals(matched: Matched, marks: MarkColumns, faulty: Collection[int]) -> list[Problem]:
    """Compare each 合计 with the sum of its parts; one problem a row, or one a column where every row differs.

    Rows with these numbers (from 1) are ``faulty``: their sums say nothing.
    """
    if not any(column.meaning == "total" for column in matched.columns):
        return []
    sums, about = RowSums(marks), marks.rows
    rows = [row for row in marks.marked_rows if about.index[row] + 1 not in faulty]
    problems: list[Problem] = []
    previous = -1
    for column in matched.columns:
        if column.meaning != "total":
            continue
        compared, different = 0, []
        totals = [sums.of(parts) for parts in _parts(matched, column, previous)]
        for row in rows:
            stated = read_number(matched.text(about.index[row], column.index))
            if stated.kind == "number":
                compared += 1
                if not any(_agree(stated.value, total[row]) for total in totals):
                    different.append((about.index[row], stated.value, totals[0][row]))
        problems += _different_totals(matched, column, different, compared)
        previous = column.index
    return problems


class RowSums:
    """The sums of the marks of each row over some columns; exact, because they are made of whole numbers of 10^-places."""

    def __init__(self, marks: MarkColumns):
        own = {place: mark for place, (mark, _) in marks.converted.items() if marks.kept[place]}
        used = np.flatnonzero(np.bincount(marks.codes[marks.kept], minlength=len(marks.texts))).tolist()
        figures = {code: value for code in used if (value := marks.values[code]) is not None}
        every = [*figures.values(), *own.values()]
        self._places = max((-min(value.as_tuple().exponent, 0) for value in every), default=0)
        largest = max(map(abs, every), default=Decimal(0)).adjusted() + self._places + len(str(len(marks.columns)))
        whole = np.zeros(len(marks.texts), np.int64 if largest < _DIGITS_OF_INT64 else object)
        for code, value in figures.items():
            whole[code] = self._whole(value)
        self._amounts = np.where(marks.kept, whole[marks.codes], 0)
        for place, value in own.items():
            self._amounts[place] = self._whole(value)

    def _whole(self, value: Decimal) -> int:
        return int(value.scaleb(self._places, _WIDE))

    def of(self, columns: Sequence[int]) -> list[Decimal]:
        """Return for each row of the marks the sum over these columns, counted as in the marks' ``columns``."""
        return [Decimal(total).scaleb(-self._places, _WIDE) for total in self._amounts[list(columns)].sum(axis=0).tolist()]


def _parts(matched: Matched, column: Column, previous: int) -> tuple[list[int], ...]:
    """Return what a total may be the sum of, as places among the columns of marks: its dimension's, all, or those since the
    total before it.
    """
    dimension_of = matched.scheme.dimension_of
    places = list(enumerate(matched.mark_columns))
    if column.dimension:
        return ([place for place, other in places if dimension_of[other.indicator] == column.dimension],)
    since = [place for place, other in places if previous < other.index < column.index]
    return list(range(len(places))), since


def _agree(stated: Decimal, total: Decimal) -> bool:
    """A total shown with fewer places than its parts agrees when it is their sum rounded."""
    return stated == total or stated == total.quantize(Decimal(1).scaleb(stated.as_tuple().exponent), ROUND_HALF_UP)


def _different_totals(
    matched: Matched, column: Column, different: list[tuple[int, Decimal, Decimal]], compared: int
) -> Iterator[Problem]:
    sheet = matched.sheet
    if compared > 3 and len(different) == compared:
        row, stated, total = different[0]
        message = words.TOTALS_DIFFER.format(
            header=column.header, count=compared, row=row + 1, found=spelled(stated), total=spelled(total)
        )
        yield sheet.problem("totals_differ", "warning", message, None, column.index, column.header)
        return
    for row, stated, total in different:
        message = words.TOTAL_DIFFERS.format(header=column.header, found=spelled(stated), total=spelled(total))
        yield sheet.problem("total_differs", "warning", message, row, column.index)
