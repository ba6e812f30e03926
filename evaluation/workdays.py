"""Working days by China's public-holiday calendar (国务院办公厅 announces it year by year)."""

from datetime import date, timedelta

import chinese_calendar

from evaluation.problems import EvaluationError
from evaluation.wording import award_state as words

MOST_DAYS = 60


class UnknownYear(EvaluationError):
    """The holidays of a year aren't known to the program yet; a person has to say the date."""


def last_workday(starts: date, days: int) -> date:
    """Return the last of ``days`` working days (1–60) counted from ``starts``, which counts where it is one itself.

    Raises UnknownYear where the calendar isn't known that far, EvaluationError for other numbers of days.
    """
    if not 1 <= days <= MOST_DAYS:
        raise EvaluationError(words.DAYS_RANGE)
    day = starts
    while True:
        days -= _is_workday(day)
        if days == 0:
            return day
        day += timedelta(days=1)


def _is_workday(day: date) -> bool:
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        raise UnknownYear(words.YEAR_UNKNOWN.format(year=day.year)) from None
