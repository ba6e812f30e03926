"""Walks the street from uploaded files to what may be stored: for the page, the command line and the demonstration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from evaluation.between_sheets import Clash, settle_sheets
from evaluation.decisions import Remembered
from evaluation.events import adjustments_imported, names_confirmed, roster_set, sheet_imported, vetoes_imported
from evaluation.intake_walk import Choices, File, Offered, Progress, Walk, sheet_key
from evaluation.journal import Draft, sha256
from evaluation.mark_columns import JoinedMarks
from evaluation.marks import of_rater
from evaluation.matching import Matched, known_names
from evaluation.memo import Memo
from evaluation.periods import period_order
from evaluation.problems import EvaluationError, Problem, ProblemsFound, errors
from evaluation.roster import Roster
from evaluation.scheme import Scheme
from evaluation.settled import Settled, on_record, on_record_beside, to_remember
from evaluation.sheet import Sheet
from evaluation.side_files import Adjustments, Vetoes, read_adjustments, read_roster, read_vetoes, same_reasons
from evaluation.spelling import spelled
from evaluation.validation import CheckedSheet, Mark, check_sheets
from evaluation.wording import intake as words

__all__ = ["Choices", "File", "Intake", "Offered", "Progress", "check_files", "drafts_for", "named_apart"]


@dataclass(frozen=True)
class Intake:
    """What some files say together. Nothing of it may be stored while ``problems`` holds an error.

    ``period`` is the one that figures without a period of their own belong to, None where nothing names one.
    ``roster`` is the one in force for these files: theirs (``roster_file``) or, also where theirs can't be read, the one given.
    """

    scheme: Scheme
    roster: Roster
    period: str | None
    roster_file: File | None = None
    sheets: tuple[CheckedSheet, ...] = ()
    adjustments: tuple[tuple[Sheet, Adjustments], ...] = ()
    vetoes: tuple[tuple[Sheet, Vetoes], ...] = ()
    problems: tuple[Problem, ...] = ()
    without_period: tuple[str, ...] = ()
    """Files with figures that name no period of their own."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    offered: tuple[Offered, ...] = ()
    """Every worksheet of the files, hidden and left out ones too."""
    clashes: tuple[Clash, ...] = ()
    """Sheets of this very intake that give different marks for the same cells."""

    @property
    def marks(self) -> Sequence[Mark]:
        """All marks of all score sheets."""
        return JoinedMarks([sheet.marks for sheet in self.sheets])

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that the marks belong to, oldest first."""
        found = {period or self.period for sheet in self.sheets for period in sheet.marks.periods} - {None}
        return tuple(sorted(found, key=period_order))

    @property
    def has_something(self) -> bool:
        """Whether there is anything to store; a mark that yields to the stored one is something to put on record."""
        marks = any(sheet.marks or any(item.why == "stored" for item in sheet.set_aside) for sheet in self.sheets)
        entries = any(found.entries for _, found in (*self.adjustments, *self.vetoes))
        return bool(self.roster_file) or marks or entries

    def raise_errors(self) -> None:
        """Raise ProblemsFound where there is an error."""
        if found := errors(self.problems):
            raise ProblemsFound(found)


def named_apart(files: Sequence[File]) -> list[File]:
    """Return the files with a number added to a name that came before: two offices may both send 评分表.xlsx."""
    apart: dict[str, File] = {}
    for file in files:
        path, name, count = PurePosixPath(file.base_name), file.base_name, 1
        while name in apart:
            count += 1
            name = words.SAME_NAME.format(stem=path.stem, count=count, suffix=path.suffix)
        apart[name] = File(name, file.content)
    return list(apart.values())


def check_files(
    files: Sequence[File],
    scheme: Scheme,
    roster: Roster,
    *,
    period: str | None = None,
    otherwise: str | None = None,
    choices: Choices | None = None,
    memory: Sequence[Remembered] = (),
    by_people: bool = False,
    memo: Memo | None = None,
    progress: Progress | None = None,
) -> Intake:
    """Return what the files say; what each file is (score sheet, roster, adjustments, vetoes) its header tells.

    Figures that name no period belong to ``period``, or else to the latest period that any of the sheets names, or else to
    ``otherwise``.
    ``memory`` holds the names that people settled before. ``by_people``: somebody is there to be asked which of two sheets
    holds. ``memo`` keeps each sheet's result for the next call, ``progress`` hears how far this one is.
    """
    names_of_files = tuple(file.base_name for file in files)
    walk = Walk(choices or {}, memory, memo or Memo(), progress or (lambda file, share: None), names_of_files)
    problems: list[Problem] = []
    names = known_names(scheme, roster)
    offered: list[Offered] = []
    contents: dict[str, bytes] = {}
    for number, file in enumerate(files):
        found = walk.read(file, number, names, problems)
        contents[found[0].sheet.digest if found else sha256(file.content)] = file.content
        offered += found
    sheets = [item.sheet for item in offered if item.is_taken]
    matched = [walk.match(sheet, scheme, roster) for sheet in sheets]
    roster_sheets = [item.sheet for item in matched if item.kind == "roster"]
    roster_file = None
    if roster_sheets:
        problems += _other_rosters(roster_sheets)
        if new := _new_roster(roster_sheets, problems):
            roster = new
            roster_file = next(file for file in files if sha256(file.content) == roster_sheets[0].digest)
        matched = [item if item.kind == "roster" else walk.match(item.sheet, scheme, roster) for item in matched]
    score_sheets = [item for item in matched if item.kind in ("wide", "long", "unknown")]
    if not roster.units:  # names are compared with a roster or not at all: one with a fault has said so
        if not roster_sheets and matched:
            problems.append(Problem(matched[0].sheet.file, "", None, None, "no_roster", "error", "", words.NO_ROSTER))
        score_sheets, matched = [], []
    checked, period, without_period = _check_marks(score_sheets, period, otherwise, walk)
    by_kind = {kind: [item.sheet for item in matched if item.kind == kind] for kind in ("adjustments", "vetoes")}
    adjustments = tuple(
        (sheet, read_adjustments([sheet], scheme, roster, period=period, decisions=walk.choices.get(sheet_key(sheet))))
        for sheet in by_kind["adjustments"]
    )
    vetoes = tuple(
        (sheet, read_vetoes([sheet], roster, period=period, decisions=walk.choices.get(sheet_key(sheet))))
        for sheet in by_kind["vetoes"]
    )
    clashes: list[Clash] = []
    between = check_sheets(checked) if not by_people else []
    if by_people:
        checked, clashes, between = settle_sheets(checked, walk.choices)
    problems += [problem for sheet in checked for problem in sheet.problems]
    problems += between
    problems += [problem for _, found in (*adjustments, *vetoes) for problem in found.problems]
    problems += same_reasons(adjustments, period)
    without_period |= {sheet.file: None for sheet, found in (*adjustments, *vetoes) if found.lacks_period}
    return Intake(
        scheme,
        roster,
        period,
        roster_file,
        tuple(checked),
        adjustments,
        vetoes,
        tuple(problems),
        tuple(without_period),
        contents,
        tuple(offered),
        tuple(clashes),
    )


def drafts_for(intake: Intake) -> list[Draft]:
    """Return the events that store an intake. Raises ProblemsFound where it has errors, EvaluationError without a period."""
    intake.raise_errors()
    if intake.without_period and intake.period is None:
        raise EvaluationError(words.WHICH_PERIOD.format(files="、".join(intake.without_period)))
    drafts = []
    if intake.roster_file:
        drafts.append(roster_set(intake.roster, intake.roster_file.base_name, intake.roster_file.content))
    for checked in intake.sheets:
        if checked.marks or any(item.why == "stored" for item in checked.set_aside):
            content = intake.contents[checked.matched.sheet.digest]
            settled = [*on_record(checked.matched), *_left_out(intake, checked), *_kept(checked)]
            drafts.append(sheet_imported(checked.file, checked.sheet, content, checked.marks, intake.period or "", settled))
            if names := to_remember(checked.matched):
                drafts.append(names_confirmed(checked.file, names))
    for make, side_files in ((adjustments_imported, intake.adjustments), (vetoes_imported, intake.vetoes)):
        drafts += [
            make(
                sheet.file,
                intake.contents[sheet.digest],
                found.entries,
                intake.period or "",
                list(on_record_beside(sheet, found.decisions)),
                sheet.name,
            )
            for sheet, found in side_files
            if found.entries
        ]
    return drafts


def _left_out(intake: Intake, checked: CheckedSheet) -> Iterator[Settled]:
    """Yield the worksheets of the sheet's file that a person took or left against the usual."""
    for item in intake.offered:
        if item.sheet.digest == checked.matched.sheet.digest and item.is_taken == item.sheet.hidden:
            yield Settled("sheet", "", item.sheet.name, words.SHEET_TAKEN if item.is_taken else "")


def _kept(checked: CheckedSheet) -> Iterator[Settled]:
    """Yield the marks that weren't stored because a person said that another one holds."""
    for item in checked.set_aside:
        if item.why != "same":
            mark = item.mark
            found = words.OFFERED.format(
                unit=mark.unit, indicator=mark.indicator, rater=of_rater(mark.rater), mark=spelled(mark.mark)
            )
            yield Settled(
                "kept", f"{mark.column}{mark.row}", found, words.HOLDS.format(mark=spelled(item.holds), where=item.where)
            )


def _other_rosters(sheets: list[Sheet]) -> list[Problem]:
    """Say which files hold a second roster: only one file's bytes can stand behind a roster in the journal."""
    first = sheets[0]
    others = dict.fromkeys(sheet.file for sheet in sheets if sheet.digest != first.digest)
    return [Problem(file, "", None, None, "one_roster", "error", "", words.ONE_ROSTER.format(file=first.file)) for file in others]


def _new_roster(sheets: list[Sheet], problems: list[Problem]) -> Roster | None:
    try:
        return read_roster(sheets)
    except ProblemsFound as error:
        problems += error.problems
        return None


def _check_marks(
    matched: list[Matched], period: str | None, otherwise: str | None, walk: Walk
) -> tuple[list[CheckedSheet], str | None, dict[str, None]]:
    """Return the checked sheets, the period for figures that name none, and the files with such figures (in order).

    The period is the given one, or else the latest that any of the sheets names, or else ``otherwise``.
    """
    given = period or otherwise
    checked = [walk.check(item, None if item.names_period else given) for item in matched]
    without = {sheet.file: None for sheet in checked if _lacks_period(sheet)}
    if period is None:
        named = {name for sheet in checked if sheet.matched.names_period for name in sheet.periods}
        period = max(named, key=period_order) if named else otherwise
    if without and period is not None:
        kept = period == given
        checked = [sheet if kept and not sheet.matched.names_period else walk.check(sheet.matched, period) for sheet in checked]
    return checked, period, without


def _lacks_period(sheet: CheckedSheet) -> bool:
    """Return whether the sheet has marks for which nothing in it names a period."""
    if not sheet.matched.names_period:
        return bool(sheet.marks)
    return None in sheet.marks.periods
