"""Which periods a year is made up of under a scheme, and by which weights. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from evaluation.wording import period_parts as words

YEAR_END = words.YEAR_END
"""The part whose marks are those filed under the year itself."""
LABELS = (
    YEAR_END,
    *words.HALVES,
    *(words.QUARTER.format(n=n) for n in range(1, 5)),
    *(words.MONTH.format(n=n) for n in range(1, 13)),
)
"""What a part may be called, or hold: the periods within a year, and its end."""

_IN_YEAR = re.compile(r"((?:19|20)\d\d年)(.*)")


@dataclass(frozen=True)
class LabelOfPart:
    """One period of a part as the scheme names it: ``label`` is one of LABELS, ``weight`` the part's, a whole number."""

    part: str
    position: int
    weight: int
    label: str
    label_position: int


@dataclass(frozen=True)
class SourceOfPeriod:
    """One period (``source``) whose scores enter a period's. ``prefix`` is what stands before an indicator that lacks there."""

    period: str
    part: str
    position: int
    weight: int
    source: str
    source_position: int
    label: str
    prefix: str


def sources_of(labels: Collection[LabelOfPart], with_marks: Collection[str]) -> Iterator[SourceOfPeriod]:
    """Yield where the scores of every period come from, given the periods that have marks.

    A year that has marks in at least one of its parts is made up of all of them, those without any mark included, and is a
    period even where nothing is filed under it itself. Any other period comes from itself, as the part "".
    """
    years = _years(labels, with_marks)
    for year in years:
        for item in labels:
            source = period_of(year, item.label)
            prefix = words.LACKING.format(part=item.label, indicator="")
            yield SourceOfPeriod(year, item.part, item.position, item.weight, source, item.label_position, item.label, prefix)
    for period in set(with_marks) - years:
        yield SourceOfPeriod(period, "", 0, 1, period, 0, "", "")


def period_of(year: str, label: str) -> str:
    """Return the period that a label stands for in a year (2022年): 2022年第1季度; the year's end is the year itself."""
    return year if label == YEAR_END else year + label


def _years(labels: Iterable[LabelOfPart], with_marks: Iterable[str]) -> set[str]:
    known = {item.label for item in labels}
    found = (_IN_YEAR.fullmatch(period) for period in with_marks)
    return {match[1] for match in found if match and (match[2] or YEAR_END) in known}


def lacks(entry: str, indicator: str) -> bool:
    """Say whether an entry of ``missing`` names an indicator, by itself or with the part of the year that it lacks in."""
    named = {indicator, *(words.LACKING.format(part=label, indicator=indicator) for label in LABELS)}
    return entry in named
