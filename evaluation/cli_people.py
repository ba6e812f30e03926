"""``user``: who may sign in, on the machine that the app runs on. Passwords are asked for and never an argument."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from evaluation.access import Person, role_named
from evaluation.home import open_people
from evaluation.people import FILE, Entry, People, checked_name
from evaluation.problems import EvaluationError
from evaluation.sign_in import hash_password, locked_until
from evaluation.wording import access as words


def add_command(commands: Any, help_database: str) -> None:
    """Add ``user`` with its own commands to the command line."""
    user = commands.add_parser("user", help=words.COMMAND, description=words.COMMAND)
    steps = user.add_subparsers(dest="step", required=True, metavar="{add,remove,role,password,list}")
    runs: dict[str, Callable[[argparse.Namespace], int]] = {
        "add": run_add, "remove": run_remove, "role": run_role, "password": run_password, "list": run_list,
    }  # fmt: skip
    for name, run in runs.items():
        step = steps.add_parser(name, help=words.COMMANDS[name], description=words.COMMANDS[name])
        step.set_defaults(run=run)
        if name != "list":
            step.add_argument("name", metavar="NAME", help=words.HELP_NAME)
        if name == "add":
            step.add_argument("--role", required=True, metavar="ROLE", help=words.HELP_ROLE)
            step.add_argument("--identity", default="", metavar="ID", help=words.HELP_IDENTITY)
        if name == "role":
            step.add_argument("role", metavar="ROLE", help=words.HELP_ROLE)
        if name in ("add", "role"):
            step.add_argument("--dimension", action="append", default=[], metavar="DIMENSION", help=words.HELP_DIMENSION)
        step.add_argument("--database", metavar="FOLDER", help=help_database)


def run_add(options: argparse.Namespace) -> int:
    """``user add``: one person more."""
    person = Person(checked_name(options.name), role_named(options.role), tuple(options.dimension))
    people = _people(options)
    if people.find(person.name):
        raise EvaluationError(words.KNOWN.format(name=person.name))
    hashed = "" if options.identity.strip() else _ask_password(person.name)
    people.add(person, hashed, options.identity)
    print(words.ADDED.format(name=person.name, role=person.role.word))
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """``user remove``: one person less, at once."""
    _people(options).remove(options.name)
    print(words.REMOVED.format(name=options.name))
    return 0


def run_role(options: argparse.Namespace) -> int:
    """``user role``: another role, at once."""
    person = Person(options.name, role_named(options.role), tuple(options.dimension))
    _people(options).set_role(person)
    print(words.ROLE_SET.format(name=person.name, role=person.role.word))
    return 0


def run_password(options: argparse.Namespace) -> int:
    """``user password``: another password, which also ends the wait after failures."""
    people = _people(options)
    if not people.find(options.name):
        raise EvaluationError(words.UNKNOWN.format(name=options.name))
    people.set_password(options.name, _ask_password(options.name))
    print(words.PASSWORD_SET.format(name=options.name))
    return 0


def run_list(options: argparse.Namespace) -> int:
    """``user list``: one line a person."""
    people = _people(options)
    entries = people.entries()
    if not entries:
        print(words.NOBODY)
        return 0
    print("\t".join(words.LIST_COLUMNS))
    for entry in entries:
        print("\t".join(line_of(people, entry)).rstrip())
    return 0


def line_of(people: People, entry: Entry) -> list[str]:
    """Return one person in words: a text for each of ``LIST_COLUMNS``."""
    until = locked_until(people, entry.person.name)
    at = datetime.fromtimestamp(until).strftime("%H:%M") if until else ""
    way = words.BY_ACCOUNT.format(identity=entry.identity) if entry.identity else words.BY_PASSWORD
    own = words.BETWEEN.join(entry.person.dimensions)
    return [entry.person.name, entry.person.role.word, own, way, words.LOCKED_UNTIL.format(at=at) if at else ""]


def _people(options: argparse.Namespace) -> People:
    return People(Path(options.database) / FILE) if options.database else open_people()


def _ask_password(name: str) -> str:
    """Ask twice, without an echo; a password in an argument or a pipe would stay in histories and scripts."""
    if not sys.stdin.isatty() and os.name == "posix":
        raise EvaluationError(words.NO_TERMINAL)
    password = getpass.getpass(words.PROMPT)
    if password != getpass.getpass(words.PROMPT_AGAIN):
        raise EvaluationError(words.NOT_EQUAL)
    return hash_password(name, password)
