"""Stored marks that the scheme can't take: in which periods they stand in the way, and how they are said."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from evaluation.events import period_part_rows
from evaluation.intake import Intake
from evaluation.period_parts import LabelOfPart, sources_of
from evaluation.periods import period_order
from evaluation.problems import Problem, first_named
from evaluation.roster_changes import compare_names
from evaluation.roster_effect import names_to_come, parameters
from evaluation.scheme_effect import OutsideMarks, marks_brought_back
from evaluation.spelling import spelled
from evaluation.ui.desk import Desk
from evaluation.wording import import_page as own_words
from evaluation.wording import scheme_page as words


def under_way(desk: Desk, others: Iterable[str] = ()) -> set[str]:
    """Return the latest periods, none where a list of theirs has been locked: they are over then.

    ``others`` are periods that may have no marks yet.
    """
    periods = sorted({*desk.periods, *others}, key=period_order)
    latest = set(periods[-1:]) | ({desk.usual_period} - {None})
    labels = [LabelOfPart(*row) for row in period_part_rows(desk.scheme)] if desk.scheme else []
    sources = list(sources_of(labels, periods))
    years = {item.period for item in sources if latest & {item.period, item.source}}  # a part is under way as long as its year
    latest |= {part for item in sources if item.period in years for part in (item.period, item.source)}
    is_over = any(state.period in latest and state.is_locked for state in desk.states.values())
    return set() if is_over else latest


def of_periods(outside: Iterable[OutsideMarks], wanted: Callable[[str], bool]) -> Iterator[OutsideMarks]:
    """Yield what there is of the periods that are wanted."""
    for item in outside:
        if cells := tuple(cell for cell in item.cells if wanted(cell[0])):
            yield replace(item, cells=cells)


def cells_of(outside: OutsideMarks) -> str:
    """Return the first few of the marks with period and unit."""
    named = [words.OUTSIDE_CELL.format(period=period, unit=unit, mark=spelled(mark)) for period, unit, mark in outside.cells]
    return first_named(named)


def allowed(outside: OutsideMarks) -> str:
    """Return what the marks aren't."""
    if outside.code == "negative":
        return words.OUTSIDE_NEGATIVE
    return words.OUTSIDE_FULL.format(full_mark=spelled(outside.indicator.full_mark))


def in_words(outside: Sequence[OutsideMarks]) -> str:
    """Return what is said of marks that count again and that the scheme can't take."""
    said = [
        own_words.OUTSIDE.format(
            indicator=item.indicator.name, count=len(item.cells), allowed=allowed(item), cells=cells_of(item)
        )
        for item in outside
    ]
    return own_words.OUTSIDE_JOIN.join(said) + own_words.OUTSIDE_SCORES


def brought_back(desk: Desk, intake: Intake) -> Iterator[Problem]:
    """Yield what is to be said of marks that the roster among the files brings back and that the scheme can't take.

    Those that a sheet beside it replaces aren't among them: a unit that isn't in the roster yet can be put right no other way.
    """
    if not intake.roster_file or not desk.roster.units:
        return
    names = names_to_come(desk.cursor, intake)
    moves = compare_names(desk.roster, intake.roster, names.today, names.after)
    if not (asked := [*moves.back, *moves.apart]):
        return
    now = {f"{key}_now": names_of for key, names_of in parameters(names.today).items()}
    keys = (key for checked in intake.sheets for key in checked.marks.each_key())
    replaced = {(period or intake.period, *key) for period, *key in keys}
    outside = marks_brought_back(desk.cursor, intake.scheme, asked, parameters(names.after) | now, replaced)
    current = under_way(desk, {period for part in outside for period, *_ in part.cells}) if outside else set()
    for severity, tail, wanted in (("error", own_words.OUTSIDE_MUST, True), ("warning", words.OUTSIDE_OVER, False)):
        if some := list(of_periods(outside, lambda period, wanted=wanted: (period in current) == wanted)):
            message = own_words.BROUGHT_BACK + in_words(some) + tail
            yield Problem(intake.roster_file.base_name, "", None, None, "marks_outside", severity, "", message)
