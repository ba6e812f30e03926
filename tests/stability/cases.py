"""Contests to try, and two slow ways to know the answer: samples, and cutting the triangle up with exact fractions."""

import os
from collections import Counter
from fractions import Fraction

import numpy as np

from evaluation.stability import Contest

Point = tuple[Fraction, ...]
SEEDS = int(os.environ.get("STABILITY_SEEDS", "8"))
"""So many random contests of a kind: few in each run of the tests, many in ``make fuzz``."""


def contest(rows, places: int = 3, *, weights=None, adjustments=None, **options) -> Contest:
    """Units 甲0, 甲1 … with these whole scores."""
    rows = [tuple(int(score) for score in row) for row in rows]
    width = len(rows[0]) if rows else 3
    return Contest(
        tuple(f"甲{number}" for number in range(len(rows))),
        tuple(f"维度{number}" for number in range(width)),
        tuple(rows),
        tuple(adjustments or [0] * len(rows)),
        tuple(weights or [1] * width),
        places,
        **options,
    )


def random_contest(seed: int, *, coarse: bool = False, width: int = 3, **options) -> Contest:
    """Three to fourteen units; coarse scores make equal and partly equal units, and lines that meet or coincide."""
    dice = np.random.default_rng(seed)
    count = int(dice.integers(3, 15))
    rows = dice.integers(0, 5, (count, width)) if coarse else dice.integers(6000, 10001, (count, width))
    places = int(dice.integers(1, 6))
    weights = [int(weight) for weight in dice.integers(1, 6, width)]
    return contest(rows, places, weights=weights, **options)


def uniform_weights(seed: int, count: int, width: int = 3) -> np.ndarray:
    """Uniform on the simplex, by sorted spacings."""
    cuts = np.sort(np.random.default_rng(seed).random((count, width - 1)), axis=1)
    return np.diff(cuts, axis=1, prepend=0, append=1)


def totals(given: Contest, weights: np.ndarray) -> np.ndarray:
    """Unrounded totals by the definitions in docs/scoring.md, one row per row of weights."""
    scores = np.array(given.scores, dtype=float)
    if given.aggregation == "arithmetic":
        base = weights @ scores.T
    elif given.aggregation == "minimum":
        base = np.tile(scores.min(axis=1), (len(weights), 1))
    else:
        with np.errstate(divide="ignore"):
            base = np.exp(weights @ np.log(scores).T) if given.aggregation == "geometric" else 1 / (weights @ (1 / scores).T)
    return base + np.array(given.adjustments, dtype=float)


def above_at(given: Contest, weights: np.ndarray) -> np.ndarray:
    """How many units are above each one, one row per unit, one column per row of weights."""
    found = np.ascontiguousarray(totals(given, weights).T)
    above = np.zeros(found.shape, dtype=np.int16)
    for own, total in enumerate(found + 1e-9):
        for other in found:
            above[own] += other > total
    return above


def sampled_shares(given: Contest, weights: np.ndarray) -> np.ndarray:
    """Rank shares as counted on samples, one row per unit."""
    above = above_at(given, weights)
    count = len(given.units)
    return np.stack([np.bincount(above[unit], minlength=count) for unit in range(count)]) / len(weights)


def list_at(given: Contest, weights) -> tuple[frozenset[int], frozenset[int]]:
    """Who is proposed and who is level at the cut, straight from the definition, with fractions."""
    whole = [Fraction(weight) for weight in weights]
    found = [
        sum(w * s for w, s in zip(whole, row, strict=True)) + plus * sum(whole)
        for row, plus in zip(given.scores, given.adjustments, strict=True)
    ]
    standing = [(total, given.tie_break_of(unit)) for unit, total in enumerate(found)]
    return put_forward(given, standing, None if given.least is None else Fraction(given.least) * sum(whole))


def put_forward(given: Contest, standing: list[tuple], least) -> tuple[frozenset[int], frozenset[int]]:
    """Who is proposed and who is level at the cut, of units with this total and tie-break; nobody below the least total."""
    through = [sum(other >= own for other in standing) for own in standing]
    above = [sum(other > own for other in standing) for own in standing]
    able = frozenset(unit for unit, (total, _) in enumerate(standing) if least is None or total >= least)
    inside = able & {unit for unit, count in enumerate(through) if count <= given.places}
    return inside, able & {unit for unit, count in enumerate(above) if count < given.places} - inside


def cut_up(given: Contest, corners: list[Point] | None = None) -> tuple[list[Counter], list[set[int]]]:
    """Rank shares and ranks met, exactly: the triangle is cut along every tie line, and each piece judged at its middle.

    Slow and obvious; for the arithmetic mean.
    """
    rows = _rows(given)
    shares = [Counter() for _ in rows]
    for middle, share in pieces_of(given, corners):
        found = [sum(a * b for a, b in zip(row, middle, strict=True)) for row in rows]
        for unit, own in enumerate(found):
            shares[unit][1 + sum(other > own for other in found)] += share
    return shares, [set(counter) for counter in shares]


def pieces_of(given: Contest, corners: list[Point] | None = None) -> list[tuple[Point, Fraction]]:
    """The middles and shares of the pieces into which the tie lines, and those of a least total, cut the triangle."""
    rows = _rows(given)
    pieces = [corners or [tuple(Fraction(int(a == b)) for a in range(3)) for b in range(3)]]
    whole = _area(pieces[0])
    others = [*rows, *([(Fraction(given.least),) * 3] if given.least is not None else [])]
    for one, row in enumerate(others):
        for other in others[:one]:
            normal = tuple(a - b for a, b in zip(row, other, strict=True))
            if any(normal):
                opposite = tuple(-part for part in normal)
                pieces = [half for piece in pieces for side in (normal, opposite) if _area(half := _cut(piece, side))]
    return [(tuple(sum(part) / len(piece) for part in zip(*piece, strict=True)), _area(piece) / whole) for piece in pieces]


def _rows(given: Contest) -> list[Point]:
    return [tuple(Fraction(s) + Fraction(a) for s in row) for row, a in zip(given.scores, given.adjustments, strict=True)]


def _area(piece: list[Point]) -> Fraction:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(piece, piece[1:] + piece[:1], strict=True)))


def _cut(piece: list[Point], normal: Point) -> list[Point]:
    kept = []
    for here, there in zip(piece, piece[1:] + piece[:1], strict=True):
        side, beyond = (sum(a * b for a, b in zip(normal, point, strict=True)) for point in (here, there))
        if side >= 0:
            kept.append(here)
        if side * beyond < 0:
            kept.append(
                tuple((abs(beyond) * a + abs(side) * b) / (abs(side) + abs(beyond)) for a, b in zip(here, there, strict=True))
            )
    return kept
