"""The dial from mean to weakest score: where a list changes as a power mean's exponent goes from 1 through 0 to −∞.

M_p = (Σ w·s^p)^(1/p): p = 1 is the arithmetic mean, 0 the geometric, −1 the harmonic, −∞ the lowest score. M_p never
falls as p rises, which gives a proof for a whole stretch of the dial: if everyone on the list is ahead at the
stretch's lower end even of the others' totals at its upper end, the list stays. What isn't proved is halved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from evaluation.contest import Contest
from evaluation.stability.safety import Listed, fill

FINENESS = 1e-9
"""How exactly a position on the dial is found."""
APART = 1e-6
"""Changes nearer to each other than this are told as one."""
LEVEL = 1e-10
"""Totals nearer to each other than this are level: towards the lowest score means come together for good."""
_MOST = 64


@dataclass(frozen=True)
class Turn:
    """A position on the dial (0 = mean, 1 = lowest score), its exponent, and who leaves and enters there, by position."""

    position: float
    exponent: float
    leaves: tuple[int, ...]
    enters: tuple[int, ...]
    after: Listed


def exponent_at(position: float) -> float:
    """Return the exponent at a position: 1 at 0, 0 at one half, −1 at two thirds, −∞ at 1."""
    return float("-inf") if position >= 1 else (1 - 2 * position) / (1 - position)


def power_means(scores: np.ndarray, weights: np.ndarray, exponent: float) -> np.ndarray:
    """Return the power mean of each row of scores (≥ 0); a score of 0 makes it 0 from the exponent 0 down."""
    if exponent == float("-inf"):
        return scores.min(axis=1)
    has_zero = scores.min(axis=1) <= 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        if exponent >= 1e-6:
            largest = scores.max(axis=1, keepdims=True)
            parts = (scores / np.where(largest > 0, largest, 1)) ** exponent
            with_zero = largest[:, 0] * (parts @ weights) ** (1 / exponent)
        else:
            with_zero = np.zeros(len(scores))
        logs = np.log(np.where(has_zero[:, None], 1.0, scores))
        # From the part that weighs most, so that no power overflows; expm1 keeps the digits where the exponent is near 0.
        base = logs @ weights if abs(exponent) < 1 else (logs.max(axis=1) if exponent > 0 else logs.min(axis=1))
        spread = logs - base[:, None]
        bent = np.zeros(len(scores)) if exponent == 0 else np.log1p(np.expm1(exponent * spread) @ weights) / exponent
    return np.where(has_zero, with_zero, np.exp(base + bent))


def dial(contest: Contest) -> list[Turn]:
    """Return every position at which the contest's list changes, from mean to lowest score, at the present weights."""
    if contest.places <= 0 or (contest.least is None and contest.places >= len(contest.units)):
        return []
    least = float("-inf") if contest.least is None else float(contest.least)
    scores, plus = np.array(contest.scores, dtype=float), np.array(contest.adjustments, dtype=float)
    weights = np.array(contest.shares, dtype=float)

    @cache
    def totals(position: float) -> np.ndarray:
        return power_means(scores, weights, exponent_at(position)) + plus

    turns = []
    tie_breaks = list(map(contest.tie_break_of, range(len(scores))))

    def listed(position: float) -> Listed:
        return _listed(totals(position), tie_breaks, contest.places, least)

    for low, high in _unproved(lambda low, high: _stays(totals(low), totals(high), contest.places, least), listed):
        before, after = listed(low), listed(high)
        if set(before.inside) != set(after.inside):
            leaves = tuple(unit for unit in before.inside if unit not in after.inside)
            enters = tuple(unit for unit in after.inside if unit not in before.inside)
            turns.append(Turn((low + high) / 2, exponent_at((low + high) / 2), leaves, enters, after))
    return turns


def _listed(totals: np.ndarray, tie_breaks: list[tuple], places: int, least: float) -> Listed:
    order = np.argsort(-totals)
    level = np.empty(len(totals), dtype=int)
    level[order] = np.cumsum(np.diff(-totals[order], prepend=-totals[order[0]]) > LEVEL)
    units = np.flatnonzero(totals >= least - LEVEL).tolist()
    return fill(units, [(-place, scores) for place, scores in zip(level.tolist(), tie_breaks, strict=True)], places)


def _unproved(stays: Callable[[float, float], bool], listed: Callable[[float], Listed]) -> list[tuple[float, float]]:
    """Return the stretches, no wider than the fineness, in which no proof was found that the list stays."""
    stretches = [(0.0, 1.0)]
    while stretches and stretches[0][1] - stretches[0][0] > FINENESS:
        halves = [part for low, high in stretches for part in ((low, (low + high) / 2), ((low + high) / 2, high))]
        stretches = [(low, high) for low, high in halves if not stays(low, high)]
        if len(stretches) > _MOST:  # level over a whole stretch, which nothing proves: its ends must tell
            stretches = [(low, high) for low, high in stretches if listed(low) != listed(high)]
    return _joined(stretches)


def _stays(at_low: np.ndarray, at_high: np.ndarray, places: int, least: float) -> bool:
    """Prove that the list stays between two positions: totals fall from the lower to the higher one.

    Where the last on the list and the next are level, at either end, a tie-break tells them apart, and nothing is proved. Who is
    below the least total stays so.
    """
    falling = np.sort(at_low)[::-1]
    places = min(places, int((at_low >= least - LEVEL).sum()))
    if not places:
        return True
    last, following = falling[places - 1], max([least, *falling[places : places + 1]])
    return bool(last - following > LEVEL and at_high[at_low >= last].min() > following + LEVEL)


def _joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches that touch or nearly do: one change may lie on their border."""
    joined: list[tuple[float, float]] = []
    for low, high in stretches:
        if joined and low - joined[-1][1] <= APART:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined
