"""What is wrong between sheets that are each right: the same file twice, the same mark twice.

On the command line both are errors (docs/scoring.md). On the page a person is asked which sheet holds, and what is
the same twice counts once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaluation.decisions import Decisions, SheetKey
from evaluation.marks import CheckedSheet, Mark, SetAside, of_rater
from evaluation.problems import Problem, Severity, errors
from evaluation.spelling import spelled
from evaluation.wording import intake as words

FEW = 5


@dataclass(frozen=True)
class Clash:
    """Two sheets of one upload that give different marks for the same cells; ``pairs`` are (first's, second's).

    ``holds`` is the key of the sheet that a person chose, None while nobody has.
    """

    first: CheckedSheet
    second: CheckedSheet
    pairs: tuple[tuple[Mark, Mark], ...]
    holds: SheetKey | None


def check_sheets(checked: Iterable[CheckedSheet]) -> list[Problem]:
    """Return what is wrong between sheets: the same file twice, the same mark twice, a file without any score sheet."""
    sheets = list(checked)
    return [*_same_content(sheets), *_same_marks(sheets), *_nothing_read(sheets)]


def settle_sheets(
    checked: Iterable[CheckedSheet], choices: Mapping[SheetKey, Decisions]
) -> tuple[list[CheckedSheet], list[Clash], list[Problem]]:
    """Return the sheets with what another one holds set aside, where two differ, and what is to be said.

    The first of two equal marks counts; of two different ones the chosen sheet's, and until then there is an error.
    """
    sheets, problems = _content_once(list(checked))
    settled: list[Clash] = []
    while True:  # a third sheet may clash with the one that holds between the first two
        aside, clashes, said = _compare(sheets, choices)
        settled += [clash for clash in clashes if clash.holds]
        problems += said
        if not aside:
            break
        sheets = [sheet.without(aside.get(index, ())) for index, sheet in enumerate(sheets)]
    for clash in clashes:
        problems += _same_in_two([(new, old) for old, new in clash.pairs], words.CHOOSE_SHEET)
    return sheets, [*settled, *clashes], [*problems, *_nothing_read(sheets)]


def _compare(
    sheets: list[CheckedSheet], choices: Mapping[SheetKey, Decisions]
) -> tuple[dict[int, list[SetAside]], list[Clash], list[Problem]]:
    """Return what each sheet sets aside, all pairs of sheets that differ, and which marks are the same twice."""
    places: dict[tuple, tuple[int, Mark]] = {}
    pairs: dict[tuple[int, int], list[tuple[Mark, Mark]]] = {}
    for index, sheet in _may_share(sheets):
        for mark in sheet.marks:
            at, first = places.setdefault(mark.key, (index, mark))
            if at != index:
                pairs.setdefault((at, index), []).append((first, mark))
    aside: dict[int, list[SetAside]] = {}
    clashes, problems = [], []
    for (at, index), both in pairs.items():
        first, second = sheets[at], sheets[index]
        if equal := [SetAside(new, old.mark, _named(first), "same") for old, new in both if old.mark == new.mark]:
            aside.setdefault(index, []).extend(equal)
            message = words.SAME_MARKS.format(count=len(equal), other=_named(first))
            problems.append(Problem(second.file, second.sheet, None, None, "same_marks", "info", "", message))
        if different := tuple(pair for pair in both if pair[0].mark != pair[1].mark):
            clash = Clash(first, second, different, _holder(first, second, choices))
            clashes.append(clash)
            if clash.holds:
                aside.setdefault(index if clash.holds == first.key else at, []).extend(_yielding(clash))
    return aside, clashes, problems


def _content_once(sheets: list[CheckedSheet]) -> tuple[list[CheckedSheet], list[Problem]]:
    """Return the sheets with nothing in those that came before, and say so."""
    problems = list(_same_content(sheets, "warning", words.COUNTS_ONCE))
    again = {(problem.file, problem.sheet) for problem in problems}
    once = [CheckedSheet(sheet.matched) if (sheet.file, sheet.sheet) in again else sheet for sheet in sheets]
    return once, problems


def _named(sheet: CheckedSheet) -> str:
    return f"{sheet.file} {sheet.sheet}".strip()


def _holder(first: CheckedSheet, second: CheckedSheet, choices: Mapping[SheetKey, Decisions]) -> SheetKey | None:
    if second.key in choices.get(first.key, Decisions()).yields_to:
        return second.key
    return first.key if first.key in choices.get(second.key, Decisions()).yields_to else None


def _yielding(clash: Clash) -> Iterator[SetAside]:
    for first, second in clash.pairs:
        loses, holds, of = (second, first, clash.first) if clash.holds == clash.first.key else (first, second, clash.second)
        yield SetAside(loses, holds.mark, _named(of), "other_sheet")


def _same_content(sheets: list[CheckedSheet], severity: Severity = "error", remedy: str = words.DROP_ONE) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for index, checked in enumerate(sheets):
        key = checked.matched.sheet.digest, checked.sheet
        if key in seen:
            message = words.SAME_CONTENT.format(other=seen[key][0]) + remedy
            yield Problem(checked.file, checked.sheet, None, None, "same_file_twice", severity, "", message)
        else:
            seen[key] = checked.file, index


def _same_marks(sheets: list[CheckedSheet]) -> Iterator[Problem]:
    places: dict[tuple, tuple[int, Mark]] = {}
    digests = set()
    for index, checked in _may_share(sheets):
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


def _may_share(sheets: list[CheckedSheet]) -> list[tuple[int, CheckedSheet]]:
    """Return the sheets, with their places, that share an indicator with another one: only they may give a mark twice."""
    times = Counter(indicator for sheet in sheets for indicator in sheet.marks.indicators)
    return [(place, sheet) for place, sheet in enumerate(sheets) if any(times[name] > 1 for name in sheet.marks.indicators)]


def _same_in_two(pairs: list[tuple[Mark, Mark]], remedy: str = words.KEEP_ONE) -> Iterator[Problem]:
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
        yield mark.problem("same_mark_twice", "error", message + more + remedy)


def _nothing_read(sheets: list[CheckedSheet]) -> Iterator[Problem]:
    kinds: dict[str, set[str]] = {}
    for checked in sheets:
        kinds.setdefault(checked.file, set()).add(checked.matched.kind)
    for file, found in kinds.items():
        complained = any(errors(checked.problems) for checked in sheets if checked.file == file)
        if found == {"unknown"} and not complained:
            yield Problem(file, "", None, None, "nothing_read", "error", "", words.NOTHING_READ.format(file=file))
