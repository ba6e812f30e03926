"""The scheme's rules on one joined mark, as exact ratios: what 30_straight_line.sql and 35_other_ratio.sql compute.

For questions that score a group thousands of times over (what would it take, which cell decides). A test holds this
to the chain over everything that the contract allows.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from evaluation.exact import UNIT_PLACES, log_share
from evaluation.scheme import Indicator

RELATIVE = frozenset({"min_max", "percentile_rank", "ratio_to_best", "rank_points"})
"""Rules under which one unit's mark moves the scores of others."""


@dataclass(frozen=True)
class Rule:
    """An indicator's rule with its parameters as whole numbers of 1/``one``; None where the rule has no such parameter."""

    kind: str
    is_lower: bool
    is_log: bool
    whole_steps: bool
    one: int
    full_mark: int | None
    low: int | None
    high: int | None
    target: int | None
    step: int | None
    points_per_step: int | None
    points: tuple[int, ...]

    @property
    def is_relative(self) -> bool:
        """Say whether others' scores depend on this mark."""
        return self.kind in RELATIVE


@dataclass(frozen=True)
class Crowd:
    """The joined marks of the group in one indicator, lowest first: what relative rules compare with."""

    marks: tuple[int, ...]

    @property
    def lowest(self) -> int:
        """The least mark."""
        return self.marks[0]

    @property
    def highest(self) -> int:
        """The greatest mark."""
        return self.marks[-1]

    @cached_property
    def turned(self) -> tuple[int, ...]:
        """The marks with their sign turned, lowest first."""
        return tuple(-mark for mark in reversed(self.marks))

    def place(self, mark: int, *, is_lower: bool) -> int:
        """Return the rank among the marks, 1 best, ties sharing the better one."""
        return 1 + (bisect_left(self.marks, mark) if is_lower else bisect_left(self.turned, -mark))


def rule_of(indicator: Indicator, one: int) -> Rule:
    """Return an indicator's rule in units of 1/``one``, in which all its parameters are whole."""

    def whole(number: Decimal | None) -> int | None:
        return None if number is None else int(number * one)

    return Rule(
        indicator.rule,
        indicator.better == "lower",
        indicator.scale == "log",
        bool(indicator.whole_steps),
        one,
        whole(indicator.full_mark),
        whole(indicator.low),
        whole(indicator.high),
        whole(indicator.target),
        whole(indicator.step),
        whole(indicator.points_per_step),
        tuple(int(number * one) for number in indicator.points or ()),
    )


def ratio(rule: Rule, mark: int, crowd: Crowd) -> tuple[int, int]:
    """Return the score of a joined mark as p / q of 100 points, direction turned, not yet rounded; q > 0."""
    if rule.kind == "mark":
        return _turned(rule, mark, rule.full_mark)
    if rule.kind == "goalposts" and rule.is_log:
        return _turned(rule, log_share(mark, rule.low, rule.high), 10 ** (UNIT_PLACES + 2))
    if rule.kind == "goalposts":
        return _turned(rule, max(min(mark, rule.high), rule.low) - rule.low, rule.high - rule.low)
    if rule.kind == "step_deduction":
        return _stepped(rule, mark)
    return _compared(rule, mark, crowd)


def _turned(rule: Rule, p: int, q: int) -> tuple[int, int]:
    return (q - p if rule.is_lower else p), q


def _stepped(rule: Rule, mark: int) -> tuple[int, int]:
    short = max(0, mark - rule.target if rule.is_lower else rule.target - mark)
    if rule.whole_steps:
        return max(0, rule.full_mark - rule.points_per_step * -(-short // rule.step)), rule.full_mark
    return max(0, rule.full_mark * rule.step - rule.points_per_step * short), rule.full_mark * rule.step


def _compared(rule: Rule, mark: int, crowd: Crowd) -> tuple[int, int]:
    low, high = crowd.lowest, crowd.highest
    if rule.kind == "min_max":
        return (1, 1) if low == high else ((high - mark if rule.is_lower else mark - low), high - low)
    place = crowd.place(mark, is_lower=rule.is_lower)
    if rule.kind == "percentile_rank":
        units = len(crowd.marks)
        return (1, 1) if units == 1 else (units - place, units - 1)
    if rule.kind == "rank_points":
        return rule.points[min(place, len(rule.points)) - 1], rule.full_mark
    part, divisor = (low, mark) if rule.is_lower else (mark, high)
    if divisor == 0:
        return int(mark == (low if rule.is_lower else high)), 1
    return part, divisor


def reach(rule: Rule, crowd: Crowd) -> tuple[int, int]:
    """Return the least and the greatest joined mark worth trying: beyond them nothing changes, or nobody has ever been.

    For a mark 0 to full; for goal posts from one to the other; for deductions from no points to the target. Rules that
    compare look one span of the group beyond its best (and worst), since there is no full mark.
    """
    if rule.kind == "mark":
        return 0, rule.full_mark
    if rule.kind == "goalposts":
        return rule.low, rule.high
    if rule.kind == "step_deduction":
        if rule.points_per_step == 0:
            return rule.target, rule.target
        steps = math.ceil(rule.full_mark / rule.points_per_step) + 1
        return (rule.target, rule.target + steps * rule.step) if rule.is_lower else (rule.target - steps * rule.step, rule.target)
    span = max(crowd.highest - crowd.lowest, rule.one)
    least = crowd.lowest - span
    return (max(0, least) if rule.kind in ("ratio_to_best", "rank_points") else least), crowd.highest + span
