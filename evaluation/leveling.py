"""Figures rounded so that they add up to a printed sum."""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def level(exact: Sequence[Decimal | Fraction], total: Decimal, decimals: int) -> list[Decimal]:
    """Return the figures rounded to ``decimals`` so that they add up to ``total`` (largest remainder).

    Each moves by less than one step where ``total`` is the rounded sum; earlier ones win equal remainders.
    """
    scale = 10**decimals
    scaled = [Fraction(value) * scale for value in exact]
    rounded = [math.floor(value) for value in scaled]
    order = sorted(range(len(exact)), key=lambda index: rounded[index] - scaled[index])
    missing = int(total * scale) - sum(rounded)
    for turn in range(abs(missing)):
        index = order[turn % len(order)] if missing > 0 else order[-1 - turn % len(order)]
        rounded[index] += 1 if missing > 0 else -1
    return [Decimal(value).scaleb(-decimals) for value in rounded]
