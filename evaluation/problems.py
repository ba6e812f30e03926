"""Two of the three kinds of trouble: the user's file is wrong, or the request is refused.

The third kind, that we are wrong, has no class: it crashes and is logged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.wording.intake import MORE_NAMES

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Problem:
    """One thing to say about one place of a user's file.

    ``row`` counts from 1 as the spreadsheet does and ``column`` is the spreadsheet's letter; both are
    None where the whole sheet is meant. ``found`` is the text as it stands in the file. ``message`` says
    what is the matter and what to do, in Chinese. ``code`` is stable and meant for programs. ``suggestions``
    holds names (of units or indicators) that a page may offer, the likeliest first; nobody else takes one of them.
    """

    file: str
    sheet: str
    row: int | None
    column: str | None
    code: str
    severity: Severity
    found: str
    message: str
    suggestions: tuple[str, ...] = ()


def errors(problems: "list[Problem] | tuple[Problem, ...]") -> list[Problem]:
    """Return the problems that forbid storing, in their order."""
    return [problem for problem in problems if problem.severity == "error"]


def first_named(names: Sequence[str], most: int = 6) -> str:
    """Return the first few names for a sentence, and how many they are where there are more: 甲、乙 等 12 个."""
    first = "、".join(names[:most])
    return MORE_NAMES.format(names=first, count=len(names)) if len(names) > most else first


class EvaluationError(Exception):
    """A request is refused; ``str(error)`` is a Chinese sentence fit for the user's eyes."""


class Unreachable(EvaluationError):
    """The database server doesn't answer now; it may again in a moment."""


class Damaged(EvaluationError):
    """The journal's file is gone, or can't be read as what it is: a copy is the way on."""


class SchemeError(EvaluationError):
    """A scheme file can't be used; ``problems`` lists every reason with its key and place."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(problem.message for problem in problems))


class UnreadableSheet(EvaluationError):
    """A file can't be read as a table at all (empty, binary, unknown encoding, damaged workbook)."""

    def __init__(self, problem: Problem):
        self.problem = problem
        super().__init__(problem.message)


class ProblemsFound(EvaluationError):
    """The files hold errors, so that nothing may be stored or ranked; ``problems`` lists them."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(problem.message for problem in problems))


class StaleSave(EvaluationError):
    """Somebody saved after the person had looked; nothing was written."""
