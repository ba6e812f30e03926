"""Reading a scheme: TOML → checked objects, or every fault at once, each with its place."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from evaluation.cells import plain
from evaluation.hidden_signs import hidden_fault, visible
from evaluation.period_parts import LABELS
from evaluation.problems import Problem, SchemeError
from evaluation.scheme import (
    MAX_INDICATORS,
    MAX_WEIGHT,
    RULE_KEYS,
    RULE_MAY,
    RULE_NEEDS,
    Award,
    Condition,
    Dimension,
    Indicator,
    Scheme,
    whole_weights,
    written_scheme,
)
from evaluation.wording import conditions as condition_words
from evaluation.wording import period_parts as part_words
from evaluation.wording import scheme as words

_STRING_OR_COMMENT_OR_CHINESE_KEY = re.compile(
    r'(?P<skip>"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*)'
    r"|(?<![^\s=.,\[\]{}\"'#])(?P<key>[A-Za-z0-9_-]*+[^\x00-\x7f\s][^\s=.,\[\]{}\"'#]*+)(?=[ \t]*+=)"
)
"""A key is tried at its first character only and given up at once, or a line without "=" would take a time that grows
with its square."""
_OF_SEVERAL_LINES = (("basis",), ("source",))
_DEEPEST = 8
"""No text of a scheme lies deeper; what does is refused as an unknown key, without going through thousands of levels."""
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,12})?%", re.ASCII)
_Check = Callable[[Scheme], Iterator[tuple[tuple, str]]]


def _quote_chinese_keys(text: str) -> str:
    """Return the text with bare Chinese keys quoted (``优秀 = 95``): people write them so, TOML 1.0 forbids it.

    Only what stands before "=" is a key: a value without quotes stays as it is and is refused.
    """
    return _STRING_OR_COMMENT_OR_CHINESE_KEY.sub(lambda m: m["skip"] or f'"{m["key"]}"', text)


def read_toml(content: bytes | str, file: str = "") -> dict[str, Any]:
    """Return what a TOML file holds, unchecked, numbers as the decimals that are written. Raises SchemeError."""
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return tomllib.loads(_quote_chinese_keys(text), parse_float=Decimal)
    except UnicodeDecodeError:
        raise SchemeError([_problem(file, (), words.NOT_UTF8)]) from None
    except (ValueError, RecursionError, ArithmeticError) as error:  # tomllib lets int's own ValueError through
        raise SchemeError([_problem(file, (), _why_not_toml(str(error)))]) from None


def read_scheme(content: bytes | str, file: str = "") -> Scheme:
    """Return the scheme that a TOML file holds, as people hand it in.

    Raises SchemeError with every reason at once, each naming the key and its path.
    """
    data = read_toml(content, file)
    hidden = dict(_hidden_signs((), data))
    try:
        scheme = _checked(data, (_check, _check_as_handed_in), file, passed_over=hidden)
    except SchemeError as error:
        others = error.problems
    else:
        others = []
    if problems := [*(_problem(file, path, sentence) for path, sentence in hidden.items()), *others]:
        raise SchemeError(problems)
    return scheme


def kept_scheme(toml: str) -> Scheme:
    """Return a scheme that the journal holds.

    Nothing is asked of it that wasn't asked when it was taken in: a journal is read as long as there are programs.
    """
    return _checked(read_toml(toml), (_check,))


def stored_scheme(toml: str) -> Scheme:
    """Return a scheme that stands in the tables, as ``write_scheme`` wrote it: what put it there has checked it."""
    return written_scheme(read_toml(toml))


def _checked(data: Mapping[str, Any], checks: Iterable[_Check], file: str = "", passed_over: Collection[tuple] = ()) -> Scheme:
    """Return the scheme in what a file holds; nothing more is said about values whose paths are ``passed_over``.

    ``checks`` are what its parts have to stand together.
    """
    from evaluation.scheme_check import ValidationError, checked_keys

    try:
        scheme = checked_keys(data)
    except ValidationError as error:
        found = [item for item in error.errors() if tuple(item["loc"]) not in passed_over]
        raise SchemeError([_translated(file, item) for item in found]) from None
    if problems := [_problem(file, path, message) for check in checks for path, message in check(scheme)]:
        raise SchemeError(problems)
    return scheme


def _hidden_signs(path: tuple, value: object) -> Iterator[tuple[tuple, str]]:
    """Yield (path, sentence) for every text with signs that nobody sees, names of grades among them."""
    if isinstance(value, str):
        if sentence := hidden_fault(value, lines=path[-1:] in _OF_SEVERAL_LINES):
            yield path, sentence
    elif len(path) < _DEEPEST and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _hidden_signs(path, key)
            yield from _hidden_signs((*path, key), item)
    elif len(path) < _DEEPEST and isinstance(value, list):
        for place, item in enumerate(value):
            yield from _hidden_signs((*path, place), item)


def _why_not_toml(english: str) -> str:
    """Return where and why a file isn't TOML, as tomllib found it, in Chinese."""
    line = re.search(r"at line (\d+), column (\d+)", english)
    place = words.TOML_PLACE.format(line=line[1], column=line[2]) if line else words.TOML_END
    known = (chinese for start, chinese in words.TOML_REASONS.items() if english.startswith(start))
    reason = next(known, words.TOML_OTHER)
    return words.NOT_TOML.format(place=place, reason=reason)


def check_groups(scheme: Scheme, groups: Iterable[str], file: str = "") -> None:
    """Raise SchemeError where an award names a group that the roster doesn't have."""
    known = tuple(groups)
    problems = [
        _problem(
            file, ("award", number, "groups"), words.UNKNOWN_GROUP.format(award=award.name, group=group, groups="、".join(known))
        )
        for number, award in enumerate(scheme.award)
        if not award.optional
        for group in award.groups
        if group not in known
    ]
    if problems:
        raise SchemeError(problems)


def _check(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    """Yield (path, sentence) for everything that no single field can see."""
    yield from _check_names(scheme)
    yield from _check_options(scheme)
    if not scheme.dimension:
        yield ("dimension",), words.EMPTY_LIST
    if len(scheme.indicators) > MAX_INDICATORS:
        yield ("dimension",), words.TOO_MANY.format(count=len(scheme.indicators), limit=MAX_INDICATORS)
    yield from _check_weights(("dimension",), [dimension.weight for dimension in scheme.dimension])
    yield from _check_period_parts(scheme)
    yield from _check_conditions(scheme)
    for number, dimension in enumerate(scheme.dimension):
        yield from _check_dimension(("dimension", number), dimension)


def _check_as_handed_in(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    """Yield what is asked of a scheme that comes in today, and wasn't asked of those that journals hold already."""
    for number, award in enumerate(scheme.award):
        if isinstance(award.quota, str) and not _PERCENT.fullmatch(award.quota):
            yield ("award", number, "quota"), words.BAD_QUOTA.format(found=award.quota)
    for number, dimension in enumerate(scheme.dimension):
        if dimension.floor is not None and dimension.floor > 100:
            yield ("dimension", number, "floor"), words.OUT_OF_RANGE.format(low=0, high=100, found=dimension.floor)
    yield from _check_spellings(scheme)


def _check_spellings(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    """Names that differ in blanks, width or case only are one name to every sheet, whose headers then fit neither."""
    dimensions = [(("dimension", d), dimension) for d, dimension in enumerate(scheme.dimension)]
    indicators = [((*path, "indicator", i), part) for path, dimension in dimensions for i, part in enumerate(dimension.indicator)]
    for parts in (dimensions, indicators):
        seen: dict[str, tuple[tuple, str]] = {}
        for path, part in parts:
            for name in (part.name, *part.aliases):
                first, spelling = seen.setdefault(plain(name).lower(), (path, name))
                if first != path and spelling != name:
                    yield path, words.DUPLICATE.format(name=name, first=spoken_path(first))


def _check_names(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    dimensions = [(("dimension", d), dimension) for d, dimension in enumerate(scheme.dimension)]
    indicators = [
        ((*path, "indicator", i), indicator) for path, dimension in dimensions for i, indicator in enumerate(dimension.indicator)
    ]
    awards = [(("award", number), award) for number, award in enumerate(scheme.award)]
    aspects = [[((*path, "aspect", a), aspect) for a, aspect in enumerate(dimension.aspect)] for path, dimension in dimensions]
    period_parts = [(("period_part", number), part) for number, part in enumerate(scheme.period_part)]
    for parts in (dimensions, indicators, awards, period_parts, *aspects):
        seen: dict[str, tuple] = {}
        for path, part in parts:
            for name in (part.name, *getattr(part, "aliases", ())):
                if name in seen:
                    yield path, words.DUPLICATE.format(name=name, first=spoken_path(seen[name]))
                else:
                    seen[name] = path


def _check_options(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    known = {dimension.name for dimension in scheme.dimension}
    for name in scheme.tie_break:
        if name not in known:
            yield ("tie_break",), words.UNKNOWN_DIMENSION.format(name=name)
    for key in ("bonus_cap", "deduction_cap"):
        cap = getattr(scheme.adjustment, key)
        if cap is not None and round(cap, scheme.decimals) != cap:
            yield ("adjustment", key), words.CAP_PLACES.format(decimals=scheme.decimals, found=cap)
    for name, share in scheme.grades.items():
        if not 0 <= share <= 100:
            yield ("grades",), words.BAD_GRADE.format(name=name, found=share)


def _check_weights(path: tuple, weights: list[Decimal]) -> Iterator[tuple[tuple, str]]:
    if weights and sum(whole_weights(weights)) > MAX_WEIGHT:
        yield path, words.WEIGHTS_TOO_FAR_APART


def _check_period_parts(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    yield from _check_weights(("period_part",), [part.weight for part in scheme.period_part])
    used: dict[str, tuple] = {}
    for number, part in enumerate(scheme.period_part):
        key, unknown = ("periods", part_words.UNKNOWN_PERIOD) if part.periods else ("name", part_words.UNKNOWN_PART)
        path = ("period_part", number, key)
        for label in part.labels:
            if label not in LABELS:
                yield path, unknown.format(name=label, known=part_words.KNOWN)
            elif label in used and (part.periods or used[label][2] == "periods"):
                yield path, part_words.PERIOD_TWICE.format(name=label, first=spoken_path(used[label][:2]))
            used.setdefault(label, path)


def _check_conditions(scheme: Scheme) -> Iterator[tuple[tuple, str]]:
    for number, award in enumerate(scheme.award):
        seen: set[tuple[str | None, str | None]] = set()
        for place, condition in enumerate(award.condition):
            path, about = ("award", number, "condition", place), (condition.tag, condition.each)
            if about in seen:
                yield path, condition_words.SAME_TWICE.format(name=condition.tag or condition.each)
            seen.add(about)
            yield from ((path, sentence) for sentence in _condition_faults(award, condition))


def _condition_faults(award: Award, condition: Condition) -> Iterator[str]:
    least, most = condition.at_least, condition.at_most
    if (condition.tag is None) == (condition.each is None):
        yield condition_words.TAG_OR_EACH
    if least is None and most is None:
        yield condition_words.NO_AMOUNT
    if least is not None and most is not None and least > most:
        yield condition_words.LEAST_ABOVE_MOST.format(least=least, most=most)
    if least is not None and isinstance(award.quota, int) and least > award.quota:
        yield condition_words.LEAST_ABOVE_QUOTA.format(least=least, quota=award.quota)


def _check_dimension(path: tuple, dimension: Dimension) -> Iterator[tuple[tuple, str]]:
    if not dimension.indicator:
        yield (*path, "indicator"), words.EMPTY_LIST
    declared = {aspect.name for aspect in dimension.aspect}
    yield from _check_weights((*path, "aspect"), [aspect.weight for aspect in dimension.aspect])
    used: dict[str | None, list[Decimal]] = {}
    for number, indicator in enumerate(dimension.indicator):
        here = (*path, "indicator", number)
        used.setdefault(indicator.aspect, []).append(indicator.weight)
        if declared and indicator.aspect is None:
            yield (*here, "aspect"), words.NO_ASPECT.format(dimension=dimension.name, name=indicator.name)
        elif indicator.aspect is not None and indicator.aspect not in declared:
            yield (*here, "aspect"), words.UNKNOWN_ASPECT.format(dimension=dimension.name, name=indicator.aspect)
        yield from _check_rule(here, indicator)
    for weights in used.values():
        yield from _check_weights((*path, "indicator"), weights)
    for number, aspect in enumerate(dimension.aspect):
        if aspect.name not in used:
            yield (*path, "aspect", number), words.EMPTY_ASPECT.format(name=aspect.name)


def _check_rule(path: tuple, indicator: Indicator) -> Iterator[tuple[tuple, str]]:
    needed = RULE_NEEDS[indicator.rule]
    for key in needed:
        if getattr(indicator, key) is None:
            yield (*path, key), words.RULE_NEEDS.format(rule=indicator.rule, key=key)
    for key in RULE_KEYS:
        if getattr(indicator, key) is not None and key not in (*needed, *RULE_MAY.get(indicator.rule, ())):
            yield (*path, key), words.RULE_IGNORES.format(rule=indicator.rule, key=key)
    if indicator.rule == "goalposts" and None not in (indicator.low, indicator.high):
        if indicator.low >= indicator.high:
            yield (*path, "low"), words.LOW_NOT_BELOW_HIGH.format(low=indicator.low, high=indicator.high)
        if indicator.scale == "log" and indicator.low <= 0:
            yield (*path, "low"), words.LOG_NEEDS_POSITIVE_LOW.format(low=indicator.low)
    if indicator.rule == "rank_points" and indicator.points is not None and indicator.full_mark is not None:
        if not indicator.points:
            yield (*path, "points"), words.EMPTY_LIST
        for points in indicator.points:
            if points > indicator.full_mark:
                yield (*path, "points"), words.POINTS_ABOVE_FULL.format(found=points, full_mark=indicator.full_mark)


def spoken_path(path: tuple) -> str:
    """Return a path such as ("dimension", 1, "indicator", 0, "weight") as a person says it, key last."""
    spoken: list[str] = []
    keys = list(path)
    while keys:
        key = keys.pop(0)
        if key in words.STEPS and keys and isinstance(keys[0], int):
            spoken.append(words.STEPS[key].format(n=keys.pop(0) + 1))
        elif isinstance(key, int):
            spoken.append(words.ITEM.format(n=key + 1))
        else:
            spoken.append(visible(str(key)))
    return " › ".join(spoken) or words.TOP


def _problem(file: str, path: tuple, message: str, found: str = "") -> Problem:
    spoken = words.AT.format(path=spoken_path(path), message=message)
    return Problem(file, "", None, None, "scheme", "error", found, spoken)


def _translated(file: str, item: dict[str, Any]) -> Problem:
    """Return one of pydantic's findings as a sentence of ours."""
    path, kind, found = tuple(item["loc"]), item["type"], item.get("input")
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if kind == "scheme":
        message = item["ctx"]["sentence"]
    elif kind == "missing":
        message = words.MISSING_KEY.format(key=key)
    elif kind == "extra_forbidden":
        message = words.UNKNOWN_KEY.format(key=key)
    elif kind == "literal_error":
        message = words.NOT_A_CHOICE.format(found=found, choices=item["ctx"]["expected"].replace("'", "").replace(" or ", ", "))
    elif kind == "bool_type":
        message = words.NOT_A_SWITCH.format(found=found)
    elif kind in ("model_type", "dict_type"):
        message = words.NOT_A_TABLE.format(key=key)
    elif kind in ("tuple_type", "list_type"):
        message = words.NOT_A_LIST
    else:
        message = words.EMPTY_LIST if kind in ("too_short",) else words.NOT_TEXT
    return _problem(file, path, message, str(found) if isinstance(found, str | int | Decimal) else "")
