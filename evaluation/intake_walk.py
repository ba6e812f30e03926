"""One walk over uploaded files: each is read, matched and checked, and not again while nothing about it has changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from evaluation.decisions import Decisions, Remembered, SheetKey
from evaluation.file_names import base_name
from evaluation.marks import CheckedSheet
from evaluation.matching import Matched, match_sheet
from evaluation.memo import Memo
from evaluation.problems import Problem, UnreadableSheet
from evaluation.roster import Roster
from evaluation.scheme import Scheme
from evaluation.settled import recalled
from evaluation.sheet import Sheet, read_sheets
from evaluation.validation import check_sheet
from evaluation.wording import intake as words

Choices = Mapping[SheetKey, Decisions]
"""What a person confirmed about each sheet."""
Progress = Callable[[str, float], None]
"""Hears which file is being worked on, and how much of the whole is done (0 to 1)."""


_SMALL = 1_000_000
"""Bytes of a usual score sheet and far more."""


@dataclass(frozen=True)
class File:
    """One uploaded file: the name that the sender gave it, and its bytes."""

    name: str
    content: bytes

    @property
    def base_name(self) -> str:
        """The name as it is kept and shown."""
        return base_name(self.name)


@dataclass(frozen=True)
class Offered:
    """One worksheet of an uploaded file, and whether it is read: hidden ones only when somebody asks for them."""

    sheet: Sheet
    is_taken: bool

    @property
    def key(self) -> SheetKey:
        """By what a person's decisions about the sheet are kept."""
        return sheet_key(self.sheet)


@dataclass(frozen=True)
class Walk:
    """What one walk over the files carries along; ``files`` are their names."""

    choices: Choices
    memory: Sequence[Remembered]
    memo: Memo
    progress: Progress
    files: tuple[str, ...]

    def read(self, file: File, number: int, names: frozenset[str], problems: list[Problem]) -> Sequence[Offered]:
        """Return the worksheets of a file, hidden ones too, each with whether it is taken."""
        self.progress(file.base_name, number / len(self.files) / 2)
        try:
            sheets = _read_once(file.content, file.base_name, names)
        except UnreadableSheet as error:
            problems.append(error.problem)
            return ()
        offered = [
            Offered(sheet, not sheet.hidden if (said := self._taken(sheet)) is None else said)
            for sheet in _with_hidden(sheets, file, names)
        ]
        if file.content and not any(item.is_taken for item in offered):
            message = words.NO_SHEET_TAKEN.format(file=file.base_name)
            problems.append(Problem(file.base_name, "", None, None, "no_sheet_taken", "warning", "", message))
        return offered

    def _place(self, file: str) -> float:
        """Return where among the files this one stands, from 0 to below 1."""
        return self.files.index(file) / len(self.files)

    def _taken(self, sheet: Sheet) -> bool | None:
        return self.choices.get(sheet_key(sheet), Decisions()).is_taken

    def match(self, sheet: Sheet, scheme: Scheme, roster: Roster) -> Matched:
        """Match a sheet, and again while there is something remembered to add: its columns, then its names."""
        self.progress(sheet.file, 0.5 + self._place(sheet.file) / 4)

        def matched() -> Matched:
            found = match_sheet(sheet, scheme, roster, decisions)
            while (more := recalled(found, self.memory)) is not found.decisions:
                found = match_sheet(sheet, scheme, roster, more)
            return found

        decisions = self.choices.get(sheet_key(sheet), Decisions()).of_reading
        name = "match", sheet.file, *sheet_key(sheet), bool(roster.units)
        return self.memo.get(name, (sheet, scheme, roster, decisions, tuple(self.memory)), matched)

    def check(self, matched: Matched, period: str | None = None) -> CheckedSheet:
        """Check a matched sheet."""
        self.progress(matched.sheet.file, (0.75 if period is None else 0.875) + self._place(matched.sheet.file) / 8)
        name = "check", matched.sheet.file, *sheet_key(matched.sheet), period is None
        return self.memo.get(name, (matched, period), lambda: check_sheet(matched, period=period))


def _read_once(content: bytes, name: str, names: frozenset[str]) -> tuple[Sheet, ...]:
    """Read a file once, though a page runs its script again and again while it is looked at; few big ones are kept."""
    return (_read_small if len(content) <= _SMALL else _read_big)(content, name, names)


@lru_cache(maxsize=64)
def _read_small(content: bytes, name: str, names: frozenset[str]) -> tuple[Sheet, ...]:
    return tuple(read_sheets(content, name, names))


@lru_cache(maxsize=2)
def _read_big(content: bytes, name: str, names: frozenset[str]) -> tuple[Sheet, ...]:
    return tuple(read_sheets(content, name, names))


@lru_cache(maxsize=4)
def _read_all(content: bytes, name: str, names: frozenset[str]) -> tuple[Sheet, ...]:
    return tuple(read_sheets(content, name, names, include_hidden=True))


def _with_hidden(sheets: Sequence[Sheet], file: File, names: frozenset[str]) -> Sequence[Sheet]:
    """Return the visible worksheets followed by the hidden ones, which are read only where there are some."""
    if not any(problem.code == "hidden_sheet" for sheet in sheets for problem in sheet.problems):
        return [replace(sheet, hidden=False) for sheet in sheets] if all(sheet.hidden for sheet in sheets) else sheets
    every = _read_all(file.content, file.base_name, names)
    return [*sheets, *(sheet for sheet in every if sheet.hidden)]


def sheet_key(sheet: Sheet) -> SheetKey:
    """Return by what a person's decisions about the sheet are kept."""
    return sheet.digest, sheet.name
