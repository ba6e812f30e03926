"""Checks a scheme's tables by ``read_scheme`` and says every fault in the words and places of the tables."""

import copy
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tomli_w

from evaluation.hidden_signs import visible
from evaluation.problems import Problem, SchemeError
from evaluation.scheme import Scheme
from evaluation.scheme_reading import read_scheme
from evaluation.scheme_tables import Tables, scheme_data, strangers
from evaluation.wording import scheme as scheme_words
from evaluation.wording import scheme_page as words

_QUOTED = re.compile(r"(“[^”]*”)")
_STEP = {key: re.compile(re.escape(template).replace(r"\{n\}", r"(\d+)")) for key, template in scheme_words.STEPS.items()}
_ANY_STEP = "(?:" + "|".join(pattern.pattern.replace("(", "(?:") for pattern in _STEP.values()) + ")"
_PATH = re.compile(f"{_ANY_STEP}(?:{words.PATH_SEPARATOR}{_ANY_STEP})*")
_IDENTIFIER = re.compile(r"(?<![A-Za-z_])[a-z][a-z_]+(?![A-Za-z_])")
_ITEM = re.compile(re.escape(scheme_words.ITEM).replace(r"\{n\}", r"\d+"))
_ABOUT_NAMES = tuple(
    max(re.split(r"\{\w+\}", template), key=len)
    for template in (scheme_words.DUPLICATE, scheme_words.NO_ASPECT, scheme_words.UNKNOWN_ASPECT, scheme_words.UNKNOWN_DIMENSION)
)
_NO_VALUE = re.compile(r"(?<=现在是) (?=。)")
_MEANINGS = {
    **words.IDENTIFIERS,
    **words.OPTIONS,
    **{key: heading for columns in words.COLUMNS.values() for key, heading in columns.items() if key not in ("name", "share")},
    **{code: chinese for choices in words.CHOICES.values() for code, chinese in choices.items()},
}


@dataclass(frozen=True)
class Fault:
    """One reason why the tables aren't a scheme: where, and what is wrong and to do."""

    place: str
    text: str


@dataclass(frozen=True)
class Checked:
    """What a check found: the scheme, or every fault at once; both where it is a scheme that stored marks don't fit.

    ``notes`` are no faults and have to be looked at: marks of periods that are over and that the scheme can't take.
    """

    scheme: Scheme | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def check_tables(tables: Tables) -> Checked:
    """Return the scheme that the tables hold, or all their faults. The one validation is ``read_scheme``."""
    data = scheme_data(tables)
    own = [*_strange(tables), *_repeated_grades(tables), *_shares_left(tables)]
    try:
        scheme = read_scheme(tomli_w.dumps(data, multiline_strings=True))
    except SchemeError as error:
        return Checked(None, tuple(dict.fromkeys([*own, *faults_of(error, data), *_hidden_faults(error, data)])))
    return Checked(None, tuple(own)) if own else Checked(scheme)


def _hidden_faults(error: SchemeError, data: Mapping[str, Any]) -> list[Fault]:
    """Return what ``read_scheme`` looks at only once every single value is right: double names, unknown names, empty parts.

    Values that are wrong by themselves are put aside and the rest is read again; what is said about a part that had
    something put aside is left out, unless it is about its name or aspect, which then are the person's own.
    """
    mended = copy.deepcopy(dict(data))
    touched = {_put_aside(mended, problem, number) for number, problem in enumerate(error.problems)}
    try:
        read_scheme(tomli_w.dumps(mended))
    except SchemeError as second:
        told = [
            problem
            for problem in second.problems
            if _part_of(problem) not in touched or any(said in problem.message for said in _ABOUT_NAMES)
        ]
        return faults_of(SchemeError(told), mended)
    return []


def _put_aside(data: dict[str, Any], problem: Problem, number: int) -> str:
    """Replace the value that a problem names by one that passes, and return the place of the part that holds it."""
    here: Any = data
    *way, key = _steps(problem)
    for step in way:
        here = here[step] if isinstance(here, list) or step in here else {}
    if isinstance(here, dict):
        passing = {"name": f"{words.UNNAMED}{number}", "quota": 1, "groups": [words.UNNAMED]}
        here.pop(key, None)
        if key in passing:
            here[key] = passing[key]
    return _part_of(problem)


def _steps(problem: Problem) -> list[str | int]:
    """Return the keys and positions that lead to the value a problem names; an item of a list stands for the list."""
    steps: list[str | int] = []
    for step in problem.message.partition("：")[0].split(words.PATH_SEPARATOR):
        found = next(((key, int(match[1]) - 1) for key, pattern in _STEP.items() if (match := pattern.fullmatch(step))), None)
        if _ITEM.fullmatch(step):
            break
        steps += found or [step]
    return steps


def _part_of(problem: Problem) -> str:
    path = problem.message.partition("：")[0].split(words.PATH_SEPARATOR)
    parts = [step for step in path if any(pattern.fullmatch(step) for pattern in _STEP.values())]
    return words.PATH_SEPARATOR.join(parts or path[:1])


def _strange(tables: Tables) -> list[Fault]:
    return [Fault(words.PARTS["indicator"], words.NO_SUCH_DIMENSION.format(dimension=name)) for name in strangers(tables)]


def _repeated_grades(tables: Tables) -> list[Fault]:
    counts = Counter(row.get("name", "").strip() for row in tables.parts["grade"])
    return [Fault(words.PARTS["grade"], words.SAME_GRADE.format(name=name)) for name, count in counts.items() if count > 1]


def _shares_left(tables: Tables) -> list[Fault]:
    """Return what keeps several shares from being what they say: each alone would only be told to be no number."""
    typed = [row["weight"].strip() for row in tables.parts["dimension"] if re.search("[%/]", row["weight"])]
    if len(typed) < 2:
        return []
    return [Fault(words.PARTS["dimension"], words.SHARES_LEFT.format(shares=words.SEPARATOR.join(typed)))]


def faults_of(error: SchemeError, data: Mapping[str, Any]) -> list[Fault]:
    """Return the problems of a scheme file with the names that ``data`` holds instead of positions and keys."""
    faults = []
    for problem in error.problems:
        path, colon, sentence = problem.message.partition("：")
        faults.append(Fault(_place(path, data), _in_words(sentence, data)) if colon else Fault("", path))
    return faults


def _place(path: str, data: Mapping[str, Any]) -> str:
    """Return a spoken path with names for positions and headings for keys."""
    *_, last = path.split(words.PATH_SEPARATOR)
    headed = path.removesuffix(last) + _heading_of_name(path) if last == "name" else path
    translated = _IDENTIFIER.sub(lambda match: _MEANINGS.get(match[0], match[0]), headed)
    return _PATH.sub(lambda match: _named(match[0], data), translated)


def _heading_of_name(path: str) -> str:
    found = [key for step in path.split(words.PATH_SEPARATOR) for key, pattern in _STEP.items() if pattern.fullmatch(step)]
    return words.COLUMNS[found[-1]]["name"] if found else words.OPTIONS["name"]


def _in_words(sentence: str, data: Mapping[str, Any]) -> str:
    """Return a sentence without keys and codes; what stands in quotes are people's own words and stays."""
    parts = _QUOTED.split(sentence)
    for number in range(0, len(parts), 2):
        part = _IDENTIFIER.sub(lambda match: _MEANINGS.get(match[0], match[0]), parts[number])
        parts[number] = _NO_VALUE.sub(words.NOTHING, _PATH.sub(lambda match: _named(match[0], data), part))
    return "".join(parts)


def _named(path: str, data: Mapping[str, Any]) -> str:
    """Return 第 1 个维度 › 第 2 个指标 as 项目建设 › 招商引资实效; what has no name keeps the row of the table."""
    said, here, place = [], data, []
    for step in path.split(words.PATH_SEPARATOR):
        key, number = next((key, int(match[1]) - 1) for key, pattern in _STEP.items() if (match := pattern.fullmatch(step)))
        items = here.get(key) if isinstance(here, Mapping) else None
        here = items[number] if isinstance(items, list) and number < len(items) else {}
        place.append(number)
        name = visible(str(here.get("name", ""))).strip() if isinstance(here, Mapping) else ""
        said.append(name or (words.ROW.format(n=_row_number(data, place)) if key == "indicator" else step))
    return words.PATH_SEPARATOR.join(said)


def _row_number(data: Mapping[str, Any], place: list[int]) -> int:
    """Return which row of the indicator table an indicator is; a dimension without indicators has one row too."""
    dimensions = data.get("dimension", [])[: place[0]]
    return sum(max(1, len(dimension.get("indicator", []))) for dimension in dimensions) + place[-1] + 1
