"""The scheme as checked, immutable objects, and as TOML in one canonical form. Keys and meanings are docs/scoring.md's.

The annotations say what each key takes; ``scheme_check`` makes the checks from them. Nothing is checked here, so that a scheme
that was checked when it was taken in is there without pydantic, which takes as long to load as the first page to be ranked.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from evaluation.scheme_fields import (
        Conditions,
        Count,
        Decimals,
        Groups,
        NotNegative,
        Number,
        Points,
        Positive,
        Quota,
        Text,
        Texts,
    )

MAX_INDICATORS = 2000
MAX_WEIGHT = 10**12
_NO_PLACE = -9
"""The power of ten below which a share of all units is no place: an old scheme may say 1e-99999999%, too long for a fraction."""
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


_part = dataclass(frozen=True, kw_only=True)


@_part
class Aspect:
    """二级指标: an optional level between dimension and indicator."""

    name: Text
    weight: Positive = Decimal(1)


@_part
class Indicator:
    """三级指标: what a sheet gives a mark for, and the rule that turns the mark into a score 0–100."""

    name: Text
    aspect: Text | None = None
    weight: Positive = Decimal(1)
    rule: Rule = "mark"
    full_mark: Positive | None = None
    better: Literal["higher", "lower"] = "higher"
    basis: str = ""
    aliases: Texts = ()
    low: Number | None = None
    high: Number | None = None
    scale: Literal["linear", "log"] | None = None
    points: Points | None = None
    target: Number | None = None
    step: Positive | None = None
    points_per_step: NotNegative | None = None
    whole_steps: bool | None = None


@_part
class Dimension:
    """维度（一级指标) with the least score (0–100) that an award asks for, if any."""

    name: Text
    weight: Positive = Decimal(1)
    floor: NotNegative | None = None
    basis: str = ""
    aliases: Texts = ()
    aspect: tuple[Aspect, ...] = ()
    indicator: tuple[Indicator, ...]


@_part
class Condition:
    """How many units of an award's list bear a ``tag``, or each of the values of a kind of tags (``each = "片区"``: 片区:东)."""

    tag: Text | None = None
    each: Text | None = None
    at_least: Count | None = None
    at_most: Count | None = None


@_part
class Award:
    """A kind of award: its groups, quota (a count, or a share such as "30%") and conditions.

    ``optional`` says that the award exists only where the roster has one of its groups.
    """

    name: Text
    groups: Groups
    quota: Quota
    minimum_total: NotNegative | None = None
    within_rank: Count | None = None
    optional: bool = False
    condition: Conditions[Condition] = ()

    def places(self, units: int) -> int:
        """Return how many of ``units`` units of a group the quota lets in (rounded down, at least 1)."""
        if isinstance(self.quota, int):
            return self.quota
        share = Decimal(self.quota[:-1])
        if share.adjusted() < _NO_PLACE:
            return 1
        return max(1, math.floor(Fraction(share) * units / 100))


@_part
class Adjustment:
    """Caps in points on the sum of bonuses and of deductions; None = no cap."""

    bonus_cap: NotNegative | None = None
    deduction_cap: NotNegative | None = None


@_part
class VetoReason:
    """An event that the speech calls a bottom line (发展底线); can be picked in the template for vetoes."""

    name: Text
    basis: str = ""


@_part
class PeriodPart:
    """分期: one part of a year and its weight: the period that it is named after, or the mean of several ``periods``."""

    name: Text
    weight: Positive = Decimal(1)
    periods: Texts = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods that the part is made of, each one of ``period_parts.LABELS``."""
        return self.periods or (self.name,)


@_part
class Scheme:
    """考核方案. Immutable; its version is the digest of its content."""

    name: Text
    source: str = ""
    decimals: Decimals = 2
    rounding: Literal["each_level", "final"] = "each_level"
    aggregation: Aggregation = "arithmetic"
    missing: Literal["incomplete", "zero", "reweight", "group_mean"] = "incomplete"
    raters: Literal["mean", "median", "trimmed_mean"] = "mean"
    ties: Literal["competition", "dense"] = "competition"
    tie_break: Texts = ()
    veto: Literal["bar", "unrank"] = "bar"
    grades: dict[Text, Number] = field(default_factory=dict)
    adjustment: Adjustment = Adjustment()
    dimension: tuple[Dimension, ...]
    award: tuple[Award, ...] = ()
    veto_reason: tuple[VetoReason, ...] = ()
    period_part: tuple[PeriodPart, ...] = ()

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


def write_scheme(scheme: Scheme) -> str:
    """Return the scheme as TOML, in one canonical form; ``read_scheme`` gives an equal scheme back."""
    import tomli_w

    return tomli_w.dumps(_table(scheme), multiline_strings=True)


def written_scheme(table: Mapping[str, Any]) -> Scheme:
    """Return the scheme in a table that ``write_scheme`` wrote: nothing is checked a second time."""
    return _filled(Scheme, table)


Part = TypeVar("Part")
PARTS: dict[str, type] = {
    "aspect": Aspect,
    "indicator": Indicator,
    "condition": Condition,
    "adjustment": Adjustment,
    "dimension": Dimension,
    "award": Award,
    "veto_reason": VetoReason,
    "period_part": PeriodPart,
}
"""The keys that hold parts of a scheme, those that are needed for others first."""
_DECIMAL = re.compile("Number|NotNegative|Positive|Points")
"""What an annotation says of a key that holds decimals; TOML has whole ones as another kind of number."""


def _table(part: Any) -> dict[str, Any]:
    found = {}
    for key in fields(part):
        value = getattr(part, key.name)
        if value not in (None, {}, key.default):
            found[key.name] = _written(value)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_written, value))
    return _table(value) if is_dataclass(value) else value


def _filled(kind: type[Part], table: Mapping[str, Any]) -> Part:
    return kind(**{key.name: _value(key, table[key.name]) for key in fields(kind) if key.name in table})  # type: ignore[arg-type]


def _value(key: Field, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(key, item) for item in value)
    if isinstance(value, dict):
        is_part = key.name in PARTS
        return _filled(PARTS[key.name], value) if is_part else {name: _value(key, item) for name, item in value.items()}
    return Decimal(value) if isinstance(value, int) and _DECIMAL.search(str(key.type)) else value
