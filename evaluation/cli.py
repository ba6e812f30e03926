"""The command line of docs/scoring.md: the same street as the pages, without a browser.

Exit 0: done; 1: the input has errors, listed on stderr; 2: wrong usage.
"""

import argparse
import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from evaluation.archive import read_archive
from evaluation.cells import harmless
from evaluation.cli_people import add_command
from evaluation.events import scheme_set
from evaluation.home import Home, journal_url, open_home, sqlite_url
from evaluation.intake import File, Intake, check_files, drafts_for
from evaluation.journal import Journal
from evaluation.moving import prepare, take_along
from evaluation.periods import period_order, read_period
from evaluation.problems import EvaluationError, Problem, ProblemsFound, SchemeError, errors
from evaluation.ranking import Ranking, list_periods, period_to_show, rank_units, to_json
from evaluation.roster import Roster
from evaluation.scheme import Award, Scheme
from evaluation.scheme_reading import check_groups, read_scheme
from evaluation.shortlist import Candidate, find_award, suggest
from evaluation.stability import Finding, contest_of, explore
from evaluation.stability import to_json as to_json_of_stability
from evaluation.stability.spoken import finding_in_words, share_in_words, way_in_words
from evaluation.store import Store
from evaluation.wording import cli as words
from evaluation.wording import database as database_words
from evaluation.wording import stability as stability_words

PERSON = "命令行"


class WrongUsage(EvaluationError):
    """The command was called in a way that means nothing; exit code 2."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        return options.run(options)
    except WrongUsage as error:
        print(words.WRONG_USAGE.format(message=error), file=sys.stderr)
        return 2
    except (ProblemsFound, SchemeError) as error:
        _print_problems(error.problems)
        return 1
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1


def run_rank(options: argparse.Namespace) -> int:
    """``rank``: one object (or row) per roster unit, in rank order within its group."""
    with _prepared(options) as (store, period):
        _check_group(options, store)
        _write(options, to_json(_rank(options, store, period), options.group))
    return 0


def run_shortlist(options: argparse.Namespace) -> int:
    """``shortlist``: the ranking of the award's groups with eligibility, suggestion and reasons."""
    with _prepared(options) as (store, period):
        award = _award(store.scheme, options.award)
        _check_group(options, store)
        ranking = _rank(options, store, period)
        lists = [(group, suggest(ranking, store.scheme, award, group)) for group in _groups(options, store, award)]
        rows = [
            row | _verdict(item)
            for group, found in lists
            for row, item in zip(to_json(ranking, group), found.candidates, strict=True)
        ]
        _write(options, rows)
        for group, found in lists:
            for remark in found.remarks:
                print(words.OF_GROUP.format(group=group, text=remark), file=sys.stderr)
    return 0


def _groups(options: argparse.Namespace, store: Store, award: Award) -> list[str]:
    return [group for group in store.roster.groups if group in award.groups and options.group in (None, group)]


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
            _emit(options, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
        else:
            tables = (_stability_table(item, award.name, group) for group, item in zip(groups, found, strict=True))
            _emit(options, "\n".join(tables))
        for note in dict.fromkeys(filter(None, map(way_in_words, found))):
            print(note, file=sys.stderr)
    return 0


def _stability_table(finding: Finding, award: str, group: str) -> str:
    contest, is_sampled = finding.contest, finding.way != "exact"
    names = stability_words.AND.join(finding.names(finding.safety.listed.inside)) or words.NOBODY
    head = stability_words.CLI_HEAD.format(award=award, group=group, places=contest.places, units=len(contest.units), names=names)
    share = stability_words.CLI_SAFE.format(share=share_in_words(finding.safety.share, is_sampled))
    top = finding.ranks.up_to(contest.places)
    figures = [
        (
            name,
            share_in_words(finding.ranks.shares[unit, 0], is_sampled),
            share_in_words(top[unit], is_sampled),
            finding.ranks.best[unit],
            finding.ranks.worst[unit],
        )
        for unit, name in enumerate(contest.units)
    ]
    rows = [dict(zip(stability_words.CLI_COLUMNS.values(), map(str, row), strict=True)) for row in figures]
    lines = [head, finding_in_words(finding), share, stability_words.CLI_NOTE]
    return "".join(f"{line}\n" for line in lines) + _lined_up(rows)


def _verdict(candidate: Candidate) -> dict[str, Any]:
    return {
        "eligible": candidate.eligible,
        "suggested": candidate.suggested,
        "tied_at_cut": candidate.tied_at_cut,
        "reasons": list(candidate.all_reasons),
    }


def run_check(options: argparse.Namespace) -> int:
    """``check``: the problem list of the sheets, whether or not they may be stored."""
    intake = _check(options, _scheme(options))
    listed = [problem_json(problem) for problem in intake.problems]
    if options.format == "json":
        _emit(options, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    else:
        _emit(options, "".join(f"{_problem_line(problem)}\n" for problem in intake.problems) or words.ALL_CLEAR + "\n")
    return 1 if errors(intake.problems) else 0


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as the command line prints it."""
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "found": problem.found,
        "message": problem.message,
    }


def run_restore(options: argparse.Namespace) -> int:
    """``restore``: an archive into an empty home; refused where its figures don't come out again."""
    archive = read_archive(_bytes(options.archive))
    with closing(Home(Path(options.database)) if options.database else open_home()) as home:
        finding = home.load(archive, PERSON)
    print(finding.sentence)
    return 0


# --- from options to a store --------------------------------------------------------------------------------------


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
    if intake.period is None:
        raise WrongUsage(words.NO_PERIOD)
    with closing(Store(Journal("sqlite://"))) as store:
        store.append([scheme_set(intake.scheme), *drafts_for(intake)], PERSON)
        yield store, _period(options, list_periods(store.cursor()), max(intake.periods, key=period_order, default=intake.period))


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
    return replace(intake, problems=(*_group_problems(scheme, intake, options.scheme), *intake.problems))


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
        raise WrongUsage(words.NO_FILE.format(path=path, reason=_why(error, words.NOT_THERE))) from error


def _why(error: OSError, not_there: str) -> str:
    return not_there if isinstance(error, FileNotFoundError) else words.OS_REASONS.get(error.errno or 0, words.OS_OTHER)


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
    else:
        print(database_words.TAKEN_ALONG.format(count=take_along(Path(options.source), journal_url())))
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


# --- output -------------------------------------------------------------------------------------------------------


def _write(options: argparse.Namespace, rows: list[dict[str, Any]]) -> None:
    if options.format == "json":
        _emit(options, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif options.format == "csv":
        is_for_people = bool(options.output)
        _emit(options, _as_csv(rows, is_for_people), for_spreadsheet=is_for_people)
    else:
        _emit(options, _as_table(rows))


def _flat(row: dict[str, Any]) -> dict[str, str]:
    """Return a row with its dimensions spread out, headings in Chinese, lists joined, nothing as ""."""
    flat = {}
    for key, value in row.items():
        if key == "dimensions":
            flat |= {name: score or "" for name, score in value.items()}
        elif isinstance(value, list):
            flat[words.COLUMNS[key]] = "；".join(value)
        elif isinstance(value, bool):
            flat[words.COLUMNS[key]] = words.YES if value else words.NO
        elif key == "status":
            flat[words.COLUMNS[key]] = words.STATUS[value]
        else:
            flat[words.COLUMNS[key]] = "" if value is None else str(value)
    return flat


def _as_csv(rows: list[dict[str, Any]], is_for_people: bool) -> str:
    """Return the rows as CSV; names are exact for a program that reads them, and no formulas in a file for WPS."""
    out = io.StringIO()
    write = harmless if is_for_people else str
    flat = [{write(key): write(value) for key, value in _flat(row).items()} for row in rows]
    if flat:
        writer = csv.DictWriter(out, list(flat[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(flat)
    return out.getvalue()


def _as_table(rows: list[dict[str, Any]]) -> str:
    return _lined_up([_flat(row) for row in rows])


def _lined_up(flat: list[dict[str, str]]) -> str:
    if not flat:
        return ""
    lines = [list(flat[0]), *(list(row.values()) for row in flat)]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(lines[0]))]
    return "".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _emit(options: argparse.Namespace, text: str, for_spreadsheet: bool = False) -> None:
    if not options.output:
        sys.stdout.write(text)
        return
    try:
        Path(options.output).write_text(text, encoding="utf-8-sig" if for_spreadsheet else "utf-8", newline="")
    except OSError as error:
        reason = _why(error, words.NO_FOLDER)
        raise WrongUsage(words.CANNOT_WRITE.format(path=options.output, reason=reason)) from error


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(_problem_line(problem), file=sys.stderr)
    print(words.PROBLEM_COUNT.format(count=len(problems)), file=sys.stderr)


def _problem_line(problem: Problem) -> str:
    place = [problem.file, problem.sheet]
    if problem.row is not None:
        place.append(words.PLACE_ROW.format(row=problem.row))
    if problem.column:
        place.append(words.PLACE_COLUMN.format(column=problem.column))
    found = words.FOUND.format(found=problem.found)
    found = found if problem.found and found.strip("：") not in problem.message else ""
    return words.PROBLEM_LINE.format(
        severity=words.SEVERITY[problem.severity], place=" ".join(filter(None, place)), found=found, message=problem.message
    )


# --- options ------------------------------------------------------------------------------------------------------


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, words.USAGE if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with its refusals in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, formatter_class=_Formatter, add_help=False, allow_abbrev=False, **kwargs)
        self._positionals.title, self._optionals.title = words.POSITIONALS, words.OPTIONS
        self.add_argument("-h", "--help", action="help", help=words.HELP_HELP)

    def error(self, message: str) -> NoReturn:
        for english, chinese in (
            ("the following arguments are required: ", words.MISSING_ARGUMENT),
            ("unrecognized arguments: ", words.UNRECOGNISED),
        ):
            if message.startswith(english):
                message = chinese.format(names=message.removeprefix(english))
        if "invalid choice: " in message:
            found, _, choices = message.partition("invalid choice: ")[2].partition(" (choose from ")
            message = words.INVALID_CHOICE.format(found=found.strip("'"), choices=choices.rstrip(")").replace("'", ""))
        elif "expected one argument" in message:
            message = words.EXPECTED_ONE.format(name=message.split(":")[0].removeprefix("argument "))
        self.print_usage(sys.stderr)
        raise WrongUsage(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m evaluation", description=words.DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="{rank,check,shortlist,stability,restore,user}")
    runs = {"rank": run_rank, "check": run_check, "shortlist": run_shortlist, "stability": run_stability}
    for name, run in runs.items():
        command = commands.add_parser(name, help=words.COMMANDS[name], description=words.COMMANDS[name])
        command.set_defaults(run=run)
        command.add_argument("sheets", nargs="+" if name == "check" else "*", metavar="SHEET", help=words.HELP_SHEET)
        command.add_argument("--scheme", metavar="S.toml", help=words.HELP_SCHEME)
        command.add_argument("--roster", metavar="R.csv", help=words.HELP_ROSTER)
        command.add_argument("--output", metavar="FILE", help=words.HELP_OUTPUT)
        formats = ("table", "json") if name in ("check", "stability") else ("table", "csv", "json")
        command.add_argument("--format", choices=formats, default="table", help=words.HELP_FORMAT)
        if name != "check":
            _add_ranking_options(command)
    for name in ("shortlist", "stability"):
        commands.choices[name].add_argument("--award", required=True, metavar="NAME", help=words.HELP_AWARD)
    prepare_command = commands.add_parser("prepare", help=database_words.PREPARE, description=database_words.PREPARE)
    prepare_command.set_defaults(run=run_prepare)
    prepare_command.add_argument("--from", dest="source", metavar="FILE", help=database_words.HELP_FROM)
    restore = commands.add_parser("restore", help=words.COMMANDS["restore"], description=words.COMMANDS["restore"])
    restore.set_defaults(run=run_restore)
    restore.add_argument("archive", metavar="ARCHIVE.zip", help=words.HELP_ARCHIVE)
    restore.add_argument("--database", metavar="FOLDER", help=words.HELP_DATABASE)
    add_command(commands, words.HELP_DATABASE)
    return parser


def _add_ranking_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--period", metavar="P", help=words.HELP_PERIOD)
    command.add_argument("--adjustments", metavar="A.csv", help=words.HELP_ADJUSTMENTS)
    command.add_argument("--vetoes", metavar="V.csv", help=words.HELP_VETOES)
    command.add_argument("--weight", action="append", metavar="维度=数", help=words.HELP_WEIGHT)
    command.add_argument("--aggregation", choices=("arithmetic", "geometric", "harmonic", "minimum"), help=words.HELP_AGGREGATION)
    command.add_argument("--group", metavar="G", help=words.HELP_GROUP)
    command.add_argument("--database", metavar="FILE", help=words.HELP_DATABASE)
