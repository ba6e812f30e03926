"""The scheme: TOML → checked, immutable objects → TOML. Keys and meanings are docs/scoring.md's."""

import hashlib
import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

import tomli_w
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from evaluation.period_parts import LABELS
from evaluation.problems import Problem, SchemeError
from evaluation.wording import conditions as condition_words
from evaluation.wording import period_parts as part_words
from evaluation.wording import scheme as words

MAX_PLACES = 12
MAX_NUMBER = Decimal(10) ** 8
MAX_INDICATORS = 2000
MAX_WEIGHT = 10**12

_STRING_OR_COMMENT_OR_CHINESE_KEY = re.compile(
    r'(?P<skip>"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*)'
    r"|(?<![^\s=.,\[\]{}\"'#])(?P<key>[A-Za-z0-9_-]*+[^\x00-\x7f\s][^\s=.,\[\]{}\"'#]*+)(?=[ \t]*+=)"
)
"""A key is tried at its first character only and given up at once, or a line without "=" would take a time that grows
with its square."""

Rule = Literal["mark", "goalposts", "min_max", "percentile_rank", "ratio_to_best", "rank_points", "step_deduction"]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "minimum"]

RULE_NEEDS = {
    "mark": ("full_mark",),
    "goalposts": ("low", "high"),
    "min_max": (),
    "percentile_rank": (),
    "ratio_to_best": (),
    "rank_points": ("points", "full_mark"),
    "step_deduction": ("target", "step", "points_per_step", "full_mark"),
}
RULE_MAY = {"goalposts": ("scale",), "step_deduction": ("whole_steps",)}
RULE_KEYS = ("low", "high", "scale", "points", "target", "step", "points_per_step", "whole_steps")


def _refuse(sentence: str, **values: object) -> PydanticCustomError:
    """Return the error that carries one of our own sentences through pydantic."""
    return PydanticCustomError("scheme", "{sentence}", {"sentence": sentence.format(**values)})


def _number(value: object) -> Decimal:
    """Return the decimal as written in the file; binary floats never reach this point."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _refuse(words.NOT_A_NUMBER, found=value)
    number = Decimal(value)
    if not number.is_finite():
        raise _refuse(words.NOT_A_NUMBER, found=value)
    if number.copy_abs() >= MAX_NUMBER or -number.as_tuple().exponent > MAX_PLACES:
        raise _refuse(words.TOO_LONG_NUMBER, found=value)
    return number


def _positive(value: object) -> Decimal:
    number = _number(value)
    if number <= 0:
        raise _refuse(words.NOT_POSITIVE, found=value)
    return number


def _not_negative(value: object) -> Decimal:
    number = _number(value)
    if number < 0:
        raise _refuse(words.NEGATIVE, found=value)
    return number


def _integer(low: int, high: int) -> BeforeValidator:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _refuse(words.NOT_AN_INTEGER, found=value)
        if not low <= value <= high:
            raise _refuse(words.OUT_OF_RANGE, low=low, high=high, found=value)
        return value

    return BeforeValidator(check)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse(words.NOT_TEXT)
    if not value.strip():
        raise _refuse(words.EMPTY_TEXT)
    return value.strip()


def _quota(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and value.endswith("%"):
        try:
            share = Decimal(value[:-1])
        except ArithmeticError:
            share = Decimal(0)
        if share.is_finite() and 0 < share <= 100:
            return value
    raise _refuse(words.BAD_QUOTA, found=value)


def _conditions(value: object) -> object:
    if isinstance(value, str):
        raise _refuse(condition_words.NOT_A_CONDITION, found=value)
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]
Positive = Annotated[Decimal, BeforeValidator(_positive)]
NotNegative = Annotated[Decimal, BeforeValidator(_not_negative)]
Text = Annotated[str, BeforeValidator(_text)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Aspect(_Part):
    """二级指标: an optional level between dimension and indicator."""

    name: Text
    weight: Positive = Decimal(1)


class Indicator(_Part):
    """三级指标: what a sheet gives a mark for, and the rule that turns the mark into a score 0–100."""

    name: Text
    aspect: Text | None = None
    weight: Positive = Decimal(1)
    rule: Rule = "mark"
    full_mark: Positive | None = None
    better: Literal["higher", "lower"] = "higher"
    basis: str = ""
    aliases: tuple[Text, ...] = Field(default=(), strict=False)
    low: Number | None = None
    high: Number | None = None
    scale: Literal["linear", "log"] | None = None
    points: tuple[NotNegative, ...] | None = Field(default=None, strict=False)
    target: Number | None = None
    step: Positive | None = None
    points_per_step: NotNegative | None = None
    whole_steps: bool | None = None


class Dimension(_Part):
    """维度（一级指标) with the least score (0–100) that an award asks for, if any."""

    name: Text
    weight: Positive = Decimal(1)
    floor: NotNegative | None = None
    basis: str = ""
    aliases: tuple[Text, ...] = Field(default=(), strict=False)
    aspect: tuple[Aspect, ...] = Field(default=(), strict=False)
    indicator: tuple[Indicator, ...] = Field(strict=False)


class Condition(_Part):
    """How many units of an award's list bear a ``tag``, or each of the values of a kind of tags (``each = "片区"``: 片区:东)."""

    tag: Text | None = None
    each: Text | None = None
    at_least: Annotated[int, _integer(1, 10**6)] | None = None
    at_most: Annotated[int, _integer(1, 10**6)] | None = None


class Award(_Part):
    """A kind of award: its groups, quota (a count, or a share such as "30%") and conditions.

    ``optional`` says that the award exists only where the roster has one of its groups.
    """

    name: Text
    groups: tuple[Text, ...] = Field(strict=False, min_length=1)
    quota: Annotated[int | str, BeforeValidator(_quota)]
    minimum_total: NotNegative | None = None
    within_rank: Annotated[int, _integer(1, 10**6)] | None = None
    optional: bool = False
    condition: Annotated[tuple[Condition, ...], BeforeValidator(_conditions)] = Field(default=(), strict=False)

    def places(self, units: int) -> int:
        """Return how many of ``units`` units of a group the quota lets in (rounded down, at least 1)."""
        if isinstance(self.quota, int):
            return self.quota
        return max(1, math.floor(Fraction(self.quota[:-1]) * units / 100))


class Adjustment(_Part):
    """Caps in points on the sum of bonuses and of deductions; None = no cap."""

    bonus_cap: NotNegative | None = None
    deduction_cap: NotNegative | None = None


class VetoReason(_Part):
    """An event that the speech calls a bottom line (发展底线); offered when a veto is entered."""

    name: Text
    basis: str = ""


class PeriodPart(_Part):
    """分期: one part of a year and its weight: the period that it is named after, or the mean of several ``periods``."""

    name: Text
    weight: Positive = Decimal(1)
    periods: tuple[Text, ...] = Field(default=(), strict=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods that the part is made of, each one of ``period_parts.LABELS``."""
        return self.periods or (self.name,)


class Scheme(_Part):
    """考核方案. Immutable; its version is the digest of its content."""

    name: Text
    source: str = ""
    decimals: Annotated[int, _integer(0, 6)] = 2
    rounding: Literal["each_level", "final"] = "each_level"
    aggregation: Aggregation = "arithmetic"
    missing: Literal["incomplete", "zero", "reweight", "group_mean"] = "incomplete"
    raters: Literal["mean", "median", "trimmed_mean"] = "mean"
    ties: Literal["competition", "dense"] = "competition"
    tie_break: tuple[Text, ...] = Field(default=(), strict=False)
    veto: Literal["bar", "unrank"] = "bar"
    grades: dict[Text, Number] = Field(default_factory=dict)
    adjustment: Adjustment = Adjustment()
    dimension: tuple[Dimension, ...] = Field(strict=False)
    award: tuple[Award, ...] = Field(default=(), strict=False)
    veto_reason: tuple[VetoReason, ...] = Field(default=(), strict=False)
    period_part: tuple[PeriodPart, ...] = Field(default=(), strict=False)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in scheme order."""
        return tuple(indicator for dimension in self.dimension for indicator in dimension.indicator)

    @cached_property
    def indicator_names(self) -> dict[str, Indicator]:
        """Every indicator name and alias → the indicator."""
        return {name: indicator for indicator in self.indicators for name in (indicator.name, *indicator.aliases)}

    @cached_property
    def dimension_of(self) -> dict[str, str]:
        """Indicator name → the name of its dimension."""
        return {indicator.name: dimension.name for dimension in self.dimension for indicator in dimension.indicator}

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the scheme as written by ``write_scheme``: its version."""
        return hashlib.sha256(write_scheme(self).encode()).hexdigest()

    def awards_for(self, groups: Iterable[str]) -> tuple[Award, ...]:
        """Return the awards that exist for a roster with these groups (optional ones only where they fit)."""
        present = set(groups)
        return tuple(award for award in self.award if not award.optional or present.intersection(award.groups))


def whole_weights(weights: Iterable[Decimal]) -> tuple[int, ...]:
    """Return siblings' weights as coprime integers of the same proportions, so that sums stay exact."""
    fractions = [Fraction(weight) for weight in weights]
    common = math.lcm(*(fraction.denominator for fraction in fractions))
    whole = [fraction.numerator * (common // fraction.denominator) for fraction in fractions]
    divisor = math.gcd(*whole)
    return tuple(weight // divisor for weight in whole)


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
    """Return the scheme that a TOML file holds.

    Raises SchemeError with every reason at once, each naming the key and its path.
    """
    data = read_toml(content, file)
    try:
        scheme = Scheme.model_validate(data)
    except ValidationError as error:
        raise SchemeError([_translated(file, item) for item in error.errors()]) from None
    if problems := [_problem(file, path, message) for path, message in _check(scheme)]:
        raise SchemeError(problems)
    return scheme


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


def write_scheme(scheme: Scheme) -> str:
    """Return the scheme as TOML, in one canonical form; ``read_scheme`` gives an equal scheme back."""
    return tomli_w.dumps(scheme.model_dump(mode="python", exclude_none=True, exclude_defaults=True), multiline_strings=True)


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
            spoken.append(str(key))
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
