"""Irrational steps of the chain, as if computed to 40 digits: called from SQL as scalar functions.

DuckDB has logarithms in binary floating point only. A float decides where it is far from a rounding border; near one, 50
decimal digits decide. Scores are whole numbers of 10⁻²⁰ points, as everywhere in evaluation/sql/ranking.
"""

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

UNIT_PLACES = 20
POINT = 10**UNIT_PLACES
MAX_PLACES = 12
MAX_NUMBER = Decimal(10) ** 8
"""A figure that people write has at most so many decimal places, and is smaller than that."""
_DIGITS = Context(prec=50, rounding=ROUND_HALF_EVEN)
_SURE = 1e-7
"""Share of a rounding step around the border within which a float isn't trusted (its own error is below 1e-9)."""


@lru_cache(maxsize=100_000)
def log_share(mark: int, low: int, high: int) -> int:
    """Return (ln mark − ln low) / (ln high − ln low), clipped to 0…1, as a whole number of 10⁻²².

    Source: log goalposts of the Human Development Index (UNDP technical note 1). Only ratios matter, so the
    arguments may be counted in any common unit. mark ≤ low (also ≤ 0) gives 0.
    """
    scale = 10 ** (UNIT_PLACES + 2)
    if mark <= low:
        return 0
    if mark >= high:
        return scale
    part = _DIGITS.ln(_DIGITS.divide(Decimal(mark), Decimal(low)))
    whole = _DIGITS.ln(_DIGITS.divide(Decimal(high), Decimal(low)))
    share = _DIGITS.divide(part, whole)
    return int((share * scale).to_integral_value(ROUND_HALF_EVEN, _DIGITS))


def power_mean(scores: list[int], weights: list[int], kind: str, decimals: int) -> int:
    """Return the weighted geometric or harmonic mean of scores ≥ 0, rounded half up to ``decimals`` places.

    Any score of 0 gives 0. Scores and result are whole numbers of 10⁻²⁰ points.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6.
    """
    if min(scores) <= 0:
        return 0
    step = 10 ** (UNIT_PLACES - decimals)
    rough = _float_mean(scores, weights, kind) / step
    whole = math.floor(rough)
    if abs(rough - whole - 0.5) > _SURE + abs(rough) * 1e-12:
        return round(rough) * step
    exact = _exact_mean(scores, weights, kind)
    # 100 units (10⁻¹⁸ points) make up for digits that "final" rounding cut from the scores.
    return (int(exact) + 100 + step // 2) // step * step


def _float_mean(scores: list[int], weights: list[int], kind: str) -> float:
    total = sum(weights)
    if kind == "geometric":
        return math.exp(math.fsum(w * math.log(s) for s, w in zip(scores, weights, strict=True)) / total)
    return total / math.fsum(w / s for s, w in zip(scores, weights, strict=True))


def _exact_mean(scores: list[int], weights: list[int], kind: str) -> Decimal:
    total, d = Decimal(sum(weights)), _DIGITS
    if kind == "geometric":
        logs = sum((d.multiply(Decimal(w), d.ln(Decimal(s))) for s, w in zip(scores, weights, strict=True)), Decimal(0))
        exact = d.exp(d.divide(logs, total))
    else:
        exact = d.divide(total, sum((d.divide(Decimal(w), Decimal(s)) for s, w in zip(scores, weights, strict=True)), Decimal(0)))
    # 40 digits are right; without this an exact 72 would stand as 71.99…9.
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - 39), context=d).quantize(Decimal(1), ROUND_HALF_EVEN, d)
