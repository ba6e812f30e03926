"""Why two totals differ: the printed difference taken apart by dimension, exactly, with adjustments as a part of their own.

arithmetic   w·(d₁ − d₂) / Σw
geometric    L(G₁, G₂) · w/Σw · ln(d₁/d₂), L the logarithmic mean: the additive LMDI split
             (Ang, The LMDI approach to decomposition analysis, Energy Policy 33, 2005)
harmonic     H₁·H₂ · w/Σw · (1/d₂ − 1/d₁), which sums to H₁ − H₂ because 1/H = Σ w/d / Σw
minimum      all of it to the dimensions that bind in the unit with the lower base, in equal shares

A score of 0 makes a geometric or harmonic base 0; the split then is the limit for ever smaller scores: the whole difference
lies with the dimensions at 0, by their weights. What rounding adds goes to the parts by largest remainder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from evaluation.leveling import level
from evaluation.ranking import RankedUnit, Ranking

_DIGITS = Context(prec=50)
Split = dict[str, Fraction]


@dataclass(frozen=True)
class ContributionGap:
    """One unit against another (or the mean of all): ``start`` + ``parts`` + ``adjustment`` = ``end``, as printed.

    ``against`` is the other unit's name, "" for the mean. ``scores`` holds per dimension the printed scores (other's, own);
    ``adjustments`` what each added to its base in effect. ``on_gaps`` names the dimensions whose score rests on a gap (other's,
    own; a mean counts as resting on none), which count as the ranking's ``missing_rule`` says.
    """

    unit: str
    against: str
    start: Decimal
    end: Decimal
    parts: Mapping[str, Decimal]
    adjustment: Decimal
    scores: Mapping[str, tuple[Decimal, Decimal]]
    adjustments: tuple[Decimal, Decimal]
    on_gaps: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    missing_rule: str = "incomplete"

    @property
    def difference(self) -> Decimal:
        """The unit's total minus the other's."""
        return self.end - self.start


def gap_to_unit(ranking: Ranking, unit: RankedUnit, other: RankedUnit) -> ContributionGap:
    """Return what lies between two units' totals. Both have a total, else ValueError."""
    if unit.total is None or unit.base is None or other.total is None or other.base is None:
        raise ValueError(f"{unit.unit} or {other.unit} has no total")
    return _taken_apart(ranking, unit, [other], other.unit)


def gap_to_mean(ranking: Ranking, unit: RankedUnit) -> ContributionGap:
    """Return what lies between a unit's total and the mean total of all units of its group that have one, itself included.

    Each part is the mean of the parts against every single unit, so that it stays exact under every aggregation. ValueError
    where the unit has no total.
    """
    if unit.total is None:
        raise ValueError(f"{unit.unit} has no total")
    others = [other for other in ranking.group(unit.group) if other.total is not None]
    return _taken_apart(ranking, unit, others, "")


def _round(value: Fraction, decimals: int) -> Decimal:
    scaled = value * 10**decimals
    whole = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    return whole.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-decimals)


def _taken_apart(ranking: Ranking, unit: RankedUnit, others: Sequence[RankedUnit], against: str) -> ContributionGap:
    places, count = ranking.decimals, len(others)
    splits = [split(ranking, unit, other) for other in others]
    start = _round(sum((Fraction(other.total) for other in others), Fraction(0)) / count, places)
    base = _round(sum((Fraction(other.base) for other in others), Fraction(0)) / count, places)
    exact = {name: sum((part[name] for part in splits), Fraction(0)) / count for name in ranking.weights}
    parts = level(list(exact.values()), unit.base - base, places)
    scores = {
        name: (_round(sum(Fraction(other.dimensions[name]) for other in others) / count, places), score)
        for name, score in unit.dimensions.items()
    }
    added = (start - base, unit.total - unit.base)
    on_gaps = (others[0].on_gaps if against else (), unit.on_gaps)
    return ContributionGap(
        unit.unit,
        against,
        start,
        unit.total,
        dict(zip(exact, parts, strict=True)),
        added[1] - added[0],
        scores,
        added,
        on_gaps,
        ranking.missing_rule,
    )


def split(ranking: Ranking, unit: RankedUnit, other: RankedUnit) -> Split:
    """Return by dimension what it adds to the difference of the two bases, before rounding."""
    weights = {name: Fraction(weight) for name, weight in ranking.weights.items()}
    whole = sum(weights.values())
    shares = {name: weight / whole for name, weight in weights.items()}
    own = {name: Fraction(score) for name, score in unit.dimensions.items()}
    theirs = {name: Fraction(score) for name, score in other.dimensions.items()}
    if ranking.aggregation == "arithmetic":
        return {name: share * (own[name] - theirs[name]) for name, share in shares.items()}
    if ranking.aggregation == "minimum":
        return _minimum(own, theirs)
    difference = Fraction(unit.base) - Fraction(other.base)
    if 0 in own.values() or 0 in theirs.values():
        return _with_zeros(shares, own, theirs, difference)
    if ranking.aggregation == "harmonic":
        return _harmonic(shares, own, theirs)
    return _geometric(shares, own, theirs)


def _minimum(own: Split, theirs: Split) -> Split:
    lowest, other = min(own.values()), min(theirs.values())
    side, least = (own, lowest) if lowest < other else (theirs, other)
    binding = [name for name, score in side.items() if score == least]
    return {name: (lowest - other) / len(binding) if name in binding else Fraction(0) for name in own}


def _with_zeros(shares: Split, own: Split, theirs: Split, difference: Fraction) -> Split:
    """Return the limit of the split as the scores of 0 grow smaller and smaller; nothing where both bases are 0."""
    side = own if 0 in own.values() else theirs
    if 0 in own.values() and 0 in theirs.values():
        return dict.fromkeys(shares, Fraction(0))
    at_zero = {name: shares[name] for name, score in side.items() if score == 0}
    whole = sum(at_zero.values())
    return {name: difference * at_zero.get(name, Fraction(0)) / whole for name in shares}


def _harmonic(shares: Split, own: Split, theirs: Split) -> Split:
    first, second = (1 / sum(share / scores[name] for name, share in shares.items()) for scores in (own, theirs))
    return {name: first * second * share * (1 / theirs[name] - 1 / own[name]) for name, share in shares.items()}


def _geometric(shares: Split, own: Split, theirs: Split) -> Split:
    logs = {name: share * (_ln(own[name]) - _ln(theirs[name])) for name, share in shares.items()}
    whole = sum(logs.values())
    first, second = (_exp(sum(share * _ln(scores[name]) for name, share in shares.items())) for scores in (own, theirs))
    mean = (first - second) / whole if abs(whole) > Fraction(1, 10**30) else first
    return {name: mean * log for name, log in logs.items()}


def _ln(value: Fraction) -> Fraction:
    return Fraction(_DIGITS.ln(_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))))


def _exp(value: Fraction) -> Fraction:
    return Fraction(_DIGITS.exp(_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))))
