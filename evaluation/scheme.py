"""The scheme as checked, immutable objects, and as TOML in one canonical form. Keys and meanings are docs/scoring.md's."""

import hashlib
import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field

from evaluation.scheme_fields import ConditionList, NotNegative, Number, Positive, Quota, Text, whole_number

MAX_INDICATORS = 2000
MAX_WEIGHT = 10**12
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
    at_least: Annotated[int, whole_number(1, 10**6)] | None = None
    at_most: Annotated[int, whole_number(1, 10**6)] | None = None


class Award(_Part):
    """A kind of award: its groups, quota (a count, or a share such as "30%") and conditions.

    ``optional`` says that the award exists only where the roster has one of its groups.
    """

    name: Text
    groups: tuple[Text, ...] = Field(strict=False, min_length=1)
    quota: Quota
    minimum_total: NotNegative | None = None
    within_rank: Annotated[int, whole_number(1, 10**6)] | None = None
    optional: bool = False
    condition: Annotated[tuple[Condition, ...], ConditionList] = Field(default=(), strict=False)

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
    decimals: Annotated[int, whole_number(0, 6)] = 2
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


def write_scheme(scheme: Scheme) -> str:
    """Return the scheme as TOML, in one canonical form; ``read_scheme`` gives an equal scheme back."""
    return tomli_w.dumps(scheme.model_dump(mode="python", exclude_none=True, exclude_defaults=True), multiline_strings=True)
