"""合计 columns: what a row states as its total against the sum of its parts."""

from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_UP, Decimal

from evaluation.cells import read_number, spelled
from evaluation.mark_columns import MarkColumns
from evaluation.matching import Column, Matched
from evaluation.problems import Problem
from evaluation.wording import intake as words


def check_totals(matched: Matched, marks: MarkColumns, faulty: Collection[int]) -> list[Problem]:
    """Compare each 合计 with the sum of its parts; one problem a row, or one a column where every row differs.

    Rows with these numbers (from 1) are ``faulty``: their sums say nothing.
    """
    if not any(column.meaning == "total" for column in matched.columns):
        return []
    in_row: dict[int, dict[str, Decimal]] = {}
    for mark in marks:
        if mark.row not in faulty:
            in_row.setdefault(mark.row - 1, {})[mark.column] = mark.mark
    problems: list[Problem] = []
    previous = -1
    for column in matched.columns:
        if column.meaning != "total":
            continue
        compared, different = 0, []
        for row, parts in in_row.items():
            stated = read_number(matched.text(row, column.index))
            if stated.kind == "number":
                compared += 1
                sums = _sums(matched, column, parts, previous)
                if not any(_agree(stated.value, total) for total in sums):
                    different.append((row, stated.value, sums[0]))
        problems += _different_totals(matched, column, different, compared)
        previous = column.index
    return problems


def _sums(matched: Matched, column: Column, parts: dict[str, Decimal], previous: int) -> tuple[Decimal, ...]:
    """Return what a total may be the sum of: its dimension, the columns since the total before it, or all."""
    dimension_of = matched.scheme.dimension_of
    if column.dimension:
        chosen = [other for other in matched.mark_columns if dimension_of[other.indicator] == column.dimension]
        return (sum((parts.get(other.letter, Decimal(0)) for other in chosen), Decimal(0)),)
    since = [other for other in matched.mark_columns if previous < other.index < column.index]
    everything = sum(parts.values(), Decimal(0))
    return everything, sum((parts.get(other.letter, Decimal(0)) for other in since), Decimal(0))


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
