"""The command line of docs/scoring.md: the same street as the pages, without a browser.

Exit 0: done; 1: the input has errors, listed on stderr; 2: wrong usage.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from evaluation.archive import read_archive
from evaluation.award_events import read_states
from evaluation.cli_options import Run, WrongUsage, parser_of
from evaluation.cli_output import emit, print_problems, problem_json, problem_line, reason_of, stability_table, write_rows
from evaluation.events import scheme_set
from evaluation.gap_marks import gaps_named
from evaluation.home import Home, journal_url, open_home, sqlite_url
from evaluation.intake import File, Intake, check_files, drafts_for
from evaluation.journal import Journal, sha256
from evaluation.moving import prepare, take_along
from evaluation.periods import period_order, read_period
from evaluation.problems import EvaluationError, Problem, ProblemsFound, SchemeError, errors
from evaluation.ranking import Ranking, list_periods, period_to_show, rank_units, to_json
from evaluation.roster import Roster
from evaluation.scheme import Award, Scheme
from evaluation.scheme_reading import check_groups, read_scheme
from evaluation.shortlist import Candidate, find_award, suggest
from evaluation.stability import contest_of, explore
from evaluation.stability import to_json as to_json_of_stability
from evaluation.stability.spoken import way_in_words
from evaluation.store import Store
from evaluation.wording import award_state as state_words
from evaluation.wording import cli as words
from evaluation.wording import database as database_words

PERSON = "命令行"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = parser_of(_RUNS).parse_args(arguments)
        return options.run(options)
    except WrongUsage as error:
        print(words.WRONG_USAGE.format(message=error), file=sys.stderr)
        return 2
    except (ProblemsFound, SchemeError) as error:
        print_problems(error.problems)
        return 1
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1


def run_rank(options: argparse.Namespace) -> int:
    """``rank``: one object (or row) per roster unit, in rank order within its group."""
    with _prepared(options) as (store, period):
        _check_group(options, store)
        ranking = _rank(options, store, period)
        write_rows(options, to_json(ranking, options.group))
        _tell_gaps(ranking, [options.group] if options.group else store.roster.groups)
        _tell_locks(store, period, [options.group] if options.group else store.roster.groups)
    return 0


def run_shortlist(options: argparse.Namespace) -> int:
    """``shortlist``: the ranking of the award's groups with eligibility, suggestion and reasons."""
    with _prepared(options) as (store, period):
        award = _award(store.scheme, options.award)
        _check_group(options, store)
        ranking = _rank(options, store, period)
        groups = _groups(options, store, award)
        lists = [(group, suggest(ranking, store.scheme, award, group)) for group in groups]
        rows = [
            row | _verdict(item)
            for group, found in lists
            for row, item in zip(to_json(ranking, group), found.candidates, strict=True)
        ]
        write_rows(options, rows)
        for group, found in lists:
            for remark in found.remarks:
                print(words.OF_GROUP.format(group=group, text=remark), file=sys.stderr)
        _tell_gaps(ranking, groups)
        _tell_locks(store, period, groups)
    return 0


def _groups(options: argparse.Namespace, store: Store, award: Award) -> list[str]:
    found = [group for group in store.roster.groups if group in award.groups and options.group in (None, group)]
    if not found and options.group:
        print(words.GROUP_WITHOUT_AWARD.format(award=award.name, group=options.group), file=sys.stderr)
    return found


def run_stability(options: argparse.Namespace) -> int:
    """``stability``: how far the weights can move before the award's list changes, one object (or table) per group."""
    with _prepared(options) as (store, period):
        award = _award(store.scheme, options.award)
        _check_group(options, store)
        ranking = _rank(options, store, period)
        groups = _groups(options, store, award)
        found = [explore(contest_of(ranking, suggest(ranking, store.scheme, award, group), store.scheme)) for group in groups]
        if options.format == "json":
            listed = [to_json_of_stability(item, award.name, group) for group, item in zip(groups, found, strict=True)]
            emit(options, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
        else:
            tables = (stability_table(item, award.name, group) for group, item in zip(groups, found, strict=True))
            emit(options, "\n".join(tables))
        for note in dict.fromkeys(filter(None, map(way_in_words, found))):
            print(note, file=sys.stderr)
        _tell_locks(store, period, groups)
    return 0


def _tell_gaps(ranking: Ranking, groups: Collection[str]) -> None:
    """Say on stderr which of these groups' scores rest on gaps, and what those count."""
    if said := gaps_named(ranking.missing_rule, (unit for unit in ranking.units if unit.group in groups)):
        print(said, file=sys.stderr)


def _tell_locks(store: Store, period: str, groups: Collection[str]) -> None:
    """Say on stderr which lists of these groups are locked: pages show them as of the lock, the command line as of now."""
    for state in read_states(store.cursor()).values():
        if state.period == period and state.is_locked and any(map(state.lock.of, groups)):
            name, lock = state_words.LIST.format(period=period, award=state.award), state.lock
            said = words.LOCKED.format(list=name, at=lock.at[:16].replace("T", " "), actor=lock.actor, code=lock.check_codes)
            print(said, file=sys.stderr)


def _verdict(candidate: Candidate) -> dict[str, Any]:
    return {
        "eligible": candidate.eligible,
        "suggested": candidate.suggested,
        "tied_at_cut": candidate.tied_at_cut,
        "reasons": list(candidate.all_reasons),
    }


def run_check(options: argparse.Namespace) -> int:
    """``check``: the problem list of what was given, whether or not it may be stored; of a faulty scheme its faults alone."""
    try:
        problems = _check(options, _scheme(options)).problems
    except SchemeError as error:
        problems = error.problems
    listed = [problem_json(problem) for problem in problems]
    if options.format == "json":
        emit(options, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    else:
        emit(options, "".join(f"{problem_line(problem)}\n" for problem in problems) or words.ALL_CLEAR + "\n")
    return 1 if errors(problems) else 0


def run_restore(options: argparse.Namespace) -> int:
    """``restore``: an archive into an empty home; refused where its figures don't come out again."""
    archive = read_archive(_bytes(options.archive))
    with closing(Home(Path(options.database)) if options.database else open_home()) as home:
        finding = home.load(archive, PERSON)
    print(finding.sentence)
    return 0


@contextmanager
def _prepared(options: argparse.Namespace) -> Iterator[tuple[Store, str]]:
    """Give the store to rank and the period: the sheets' own, in memory, or the stored data."""
    _weights(options)
    if not options.sheets:
        given = [name for name in ("scheme", "roster", "adjustments", "vetoes") if getattr(options, name)]
        if given:
            raise WrongUsage(words.NOT_WITH_STORED.format(names="、".join(f"--{name}" for name in given)))
        with _stored(options.database) as store:
            if not (known := list_periods(store.cursor())):
                raise WrongUsage(words.NO_STORE.format(path=options.database or words.HOME))
            yield store, _period(options, known, period_to_show(store.cursor()))
        return
    intake = _check(options, _scheme(options))
    intake.raise_errors()
    _refuse_blank_period(options, intake)
    if intake.period is None:
        raise WrongUsage(words.NO_PERIOD)
    with closing(Store(Journal("sqlite://"))) as store:
        store.append([scheme_set(intake.scheme), *drafts_for(intake)], PERSON)
        yield store, _period(options, list_periods(store.cursor()), max(intake.periods, key=period_order, default=intake.period))


def _refuse_blank_period(options: argparse.Namespace, intake: Intake) -> None:
    """Where the latest period that a sheet names has no mark at all, say so: an older one isn't what was asked for."""
    titles = {checked.matched.period for checked in intake.sheets} - {None}
    latest = max({*titles, *intake.periods}, key=period_order, default=None)
    if options.period is None and latest is not None and latest not in intake.periods:
        known = "、".join(intake.periods)
        raise WrongUsage(words.PERIOD_BLANK.format(period=latest) + (words.PERIOD_OTHER.format(known=known) if known else ""))


def _period(options: argparse.Namespace, known: list[str], latest: str) -> str:
    """Return the period to rank: the one asked for, else the latest."""
    wanted = _wanted_period(options)
    if wanted is None:
        return latest
    if wanted not in known:
        raise WrongUsage(words.PERIOD_EMPTY.format(period=wanted, known="、".join(known) or "—"))
    return wanted


def _wanted_period(options: argparse.Namespace) -> str | None:
    return (read_period(options.period) or options.period.strip()) if options.period else None


def _scheme(options: argparse.Namespace) -> Scheme:
    if not (options.scheme and options.roster):
        raise WrongUsage(words.NEED_BOTH)
    return read_scheme(_bytes(options.scheme), options.scheme)


def _check(options: argparse.Namespace, scheme: Scheme) -> Intake:
    paths = [options.roster, *options.sheets]
    paths += [path for path in (getattr(options, "adjustments", None), getattr(options, "vetoes", None)) if path]
    files = [File(path, _bytes(path)) for path in paths]
    intake = check_files(files, scheme, Roster(()), period=_wanted_period(options) if "period" in options else None)
    problems = *_group_problems(scheme, intake, options.scheme), *_other_kinds(options, intake), *intake.problems
    return replace(intake, problems=problems)


def _other_kinds(options: argparse.Namespace, intake: Intake) -> Iterator[Problem]:
    """Name the worksheets that came by an option for adjustments or vetoes and are something else."""
    found = {
        "adjustments": [sheet for sheet, _ in intake.adjustments],
        "vetoes": [sheet for sheet, _ in intake.vetoes],
        "sheets": [checked.matched.sheet for checked in intake.sheets if checked.matched.kind in ("wide", "long")],
    }
    for option in ("adjustments", "vetoes"):
        path = getattr(options, option, None)
        digest = sha256(_bytes(path)) if path else ""
        of_file = {kind: [sheet for sheet in sheets if sheet.digest == digest] for kind, sheets in found.items()}
        if of_file[option]:  # of one workbook with several lists each is taken for what it is
            continue
        for kind, sheets in of_file.items():
            for sheet in sheets:
                message = words.OTHER_KIND.format(option=f"--{option}", kind=words.KINDS[kind])
                yield sheet.problem("other_kind", "error", message)


def _group_problems(scheme: Scheme, intake: Intake, file: str) -> list[Problem]:
    """Return the awards for groups that the roster lacks; nothing where there is no roster to compare with."""
    if intake.roster.units:
        try:
            check_groups(scheme, intake.roster.groups, file)
        except SchemeError as error:
            return error.problems
    return []


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise WrongUsage(words.NO_FILE.format(path=path, reason=reason_of(error, words.NOT_THERE))) from error


@contextmanager
def _stored(database: str | None) -> Iterator[Store]:
    """Give the stored data: of the home, or of the folder, journal or DuckDB file that --database names."""
    path = Path(database) if database else None
    if path and path.suffix in (".sqlite", ".sqlite3", ".db") and path.is_file():
        with closing(Store(Journal(sqlite_url(path)))) as store:
            yield store
        return
    folder = path.parent if path and path.suffix == ".duckdb" else path
    if folder and not (folder / "journal.sqlite").is_file():
        raise WrongUsage(words.NO_STORE.format(path=database))
    with closing(Home(folder) if folder else open_home()) as home:
        yield home.current


def run_prepare(options: argparse.Namespace) -> int:
    """``prepare``: the tables of a shared database, and the data of an office that began on one machine."""
    prepare(journal_url())
    if options.source is None:
        print(database_words.PREPARED)
        return 0
    count, known = take_along(Path(options.source), journal_url())
    print(database_words.TAKEN_ALONG.format(count=count))
    if known:
        print(database_words.PEOPLE_KNOWN.format(names="、".join(known)))
    return 0


def _award(scheme: Scheme, name: str) -> Award:
    try:
        return find_award(scheme, name)
    except EvaluationError as error:
        raise WrongUsage(str(error)) from error


def _check_group(options: argparse.Namespace, store: Store) -> None:
    known = store.roster.groups
    if options.group is not None and options.group not in known:
        raise WrongUsage(words.UNKNOWN_GROUP.format(group=options.group, known="、".join(known)))


def _rank(options: argparse.Namespace, store: Store, period: str) -> Ranking:
    weights = _weights(options)
    try:
        return rank_units(store.cursor(), period, weights=weights or None, aggregation=options.aggregation)
    except EvaluationError as error:
        raise (WrongUsage(str(error)) if weights else error) from error


def _weights(options: argparse.Namespace) -> dict[str, Decimal]:
    weights = {}
    for text in options.weight or ():
        name, equals, number = text.partition("=")
        try:
            weights[name.strip()] = Decimal(number.strip())
        except InvalidOperation:
            equals = ""
        if not equals or not name.strip():
            raise WrongUsage(words.BAD_WEIGHT.format(found=text))
    return weights


_RUNS: dict[str, Run] = {
    "rank": run_rank,
    "check": run_check,
    "shortlist": run_shortlist,
    "stability": run_stability,
    "prepare": run_prepare,
    "restore": run_restore,
}
