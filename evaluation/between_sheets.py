"""What is wrong between sheets that are each right: the same file twice, the same mark twice."""

from collections.abc import Iterable, Iterator

from evaluation.cells import spelled
from evaluation.marks import CheckedSheet, Mark, of_rater
from evaluation.problems import Problem, errors
from evaluation.wording import intake as words

FEW = 5


def check_sheets(checked: Iterable[CheckedSheet]) -> list[Problem]:
    """Return what is wrong between sheets: the same file twice, the same mark twice, a file without any score sheet."""
    sheets = list(checked)
    return [*_same_content(sheets), *_same_marks(sheets), *_nothing_read(sheets)]


def _same_content(sheets: list[CheckedSheet]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for index, checked in enumerate(sheets):
        key = checked.matched.sheet.digest, checked.sheet
        if key in seen:
            message = words.SAME_CONTENT.format(other=seen[key][0])
            yield Problem(checked.file, checked.sheet, None, None, "same_file_twice", "error", "", message)
        else:
            seen[key] = checked.file, index


def _same_marks(sheets: list[CheckedSheet]) -> Iterator[Problem]:
    places: dict[tuple, tuple[int, Mark]] = {}
    digests = set()
    for index, checked in enumerate(sheets):
        key = checked.matched.sheet.digest, checked.sheet
        if key in digests:
            continue
        digests.add(key)
        repeated: dict[int, list[tuple[Mark, Mark]]] = {}
        for mark in checked.marks:
            at, first = places.setdefault(mark.key, (index, mark))
            if at != index:
                repeated.setdefault(at, []).append((mark, first))
        for pairs in repeated.values():
            yield from _same_in_two(pairs)


def _same_in_two(pairs: list[tuple[Mark, Mark]]) -> Iterator[Problem]:
    """Say each repeated mark, or the number of them with the first as an example where there are many."""
    for mark, first in pairs[:1] if len(pairs) > FEW else pairs:
        sheet = words.IN_SHEET.format(sheet=first.sheet) if first.sheet else ""
        message = words.SAME_ACROSS.format(
            unit=mark.unit,
            indicator=mark.indicator,
            rater=of_rater(mark.rater),
            file=first.file,
            sheet=sheet,
            row=first.row,
            column=first.column,
            mark=spelled(first.mark),
        )
        more = words.SAME_ACROSS_MORE.format(count=len(pairs)) if len(pairs) > FEW else ""
        yield mark.problem("same_mark_twice", "error", message + more)


def _nothing_read(sheets: list[CheckedSheet]) -> Iterator[Problem]:
    kinds: dict[str, set[str]] = {}
    for checked in sheets:
        kinds.setdefault(checked.file, set()).add(checked.matched.kind)
    for file, found in kinds.items():
        complained = any(errors(checked.problems) for checked in sheets if checked.file == file)
        if found == {"unknown"} and not complained:
            yield Problem(file, "", None, None, "nothing_read", "error", "", words.NOTHING_READ.format(file=file))
