"""The words after ``python -m evaluation``: what may stand there, and how wrong usage is refused in Chinese."""

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from evaluation.cli_people import add_command
from evaluation.problems import EvaluationError
from evaluation.wording import cli as words
from evaluation.wording import database as database_words

Run = Callable[[argparse.Namespace], int]
"""What a command does; it returns its exit code."""


class WrongUsage(EvaluationError):
    """The command was called in a way that means nothing; exit code 2."""


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


def parser_of(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """Return the parser of the command line; ``runs`` says what each command does, by its name."""
    parser = _Parser(prog="python -m evaluation", description=words.DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar=f"{{{','.join((*runs, 'user'))}}}")
    for name in ("rank", "check", "shortlist", "stability"):
        command = commands.add_parser(name, help=words.COMMANDS[name], description=words.COMMANDS[name])
        command.set_defaults(run=runs[name])
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
    prepare_command.set_defaults(run=runs["prepare"])
    prepare_command.add_argument("--from", dest="source", metavar="FILE", help=database_words.HELP_FROM)
    restore = commands.add_parser("restore", help=words.COMMANDS["restore"], description=words.COMMANDS["restore"])
    restore.set_defaults(run=runs["restore"])
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
