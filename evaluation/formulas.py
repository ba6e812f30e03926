"""How a figure comes about, as a formula with its inputs: for showing, never for scoring (evaluation/sql/ranking scores).

A formula is what one would type into a calculator or WPS: figures, + − × ÷ ^, brackets, MAX, MIN, LN, ROUNDUP. Read as
exact arithmetic it gives the figure before rounding. Source of the rules: docs/scoring.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluation.scheme import Aggregation, Indicator
from evaluation.wording import explain as words

_MOST_PLACES = 40


@dataclass(frozen=True)
class Compared:
    """What a rule looks at for one unit and indicator.

    ``kept`` are the raters' marks that are joined to the unit's mark; ``lowest`` and ``highest`` are the joined marks
    of the group, ``units`` is how many of it have one, ``place`` the unit's place among them, 1 best.
    """

    kept: tuple[Decimal, ...]
    lowest: Fraction
    highest: Fraction
    units: int
    place: int

    @property
    def mark(self) -> Fraction:
        """The joined mark, exact."""
        return sum(map(Fraction, self.kept), Fraction(0)) / len(self.kept)

    @property
    def alone(self) -> str:
        """The joined mark as a formula: the mark itself, or the mean of several."""
        if len(self.kept) == 1:
            return number(self.kept[0])
        return f"({' + '.join(map(number, self.kept))}) ÷ {len(self.kept)}"

    @property
    def text(self) -> str:
        """The joined mark as part of a formula."""
        return self.alone if len(self.kept) == 1 else f"({self.alone})"


Explained = tuple[str, str]
"""A formula and a remark in words, "" where there is nothing to say."""


def printed(value: Decimal) -> str:
    """Return a figure with all its decimals and a real minus sign."""
    return f"{value:f}".replace("-", "−")


def number(value: Decimal | Fraction) -> str:
    """Return an exact number without trailing zeros; a quotient where it has no last decimal; in brackets below 0."""
    exact = Fraction(value)
    places = next((n for n in range(_MOST_PLACES) if 10**n % exact.denominator == 0), None)
    if places is None:
        text = f"({abs(exact.numerator)} ÷ {exact.denominator})"
    else:
        text = f"{Decimal(f'{abs(exact * 10**places)}e-{places}'):f}"
    return f"(−{text})" if exact < 0 else text


# --- rules --------------------------------------------------------------------------------------------------------


def score_formula(indicator: Indicator, compared: Compared) -> Explained:
    """Return how the indicator's rule turns the unit's mark into a score 0–100."""
    return _RULES[indicator.rule](indicator, compared)


def _turned(indicator: Indicator, formula: str) -> str:
    if indicator.better == "higher":
        return formula
    return f"100 − {formula}"


def _mark(indicator: Indicator, compared: Compared) -> Explained:
    full, lower = indicator.full_mark, indicator.better == "lower"
    if full == 100:
        return f"100 − {compared.text}" if lower else compared.alone, ""
    return _turned(indicator, f"100×{compared.text} ÷ {number(full)}"), ""


def _goalposts(indicator: Indicator, compared: Compared) -> Explained:
    low, high, x = number(indicator.low), number(indicator.high), compared.text
    if compared.mark <= indicator.low:
        return "100" if indicator.better == "lower" else "0", words.BELOW_LOW.format(low=low)
    if compared.mark >= indicator.high:
        return "0" if indicator.better == "lower" else "100", words.ABOVE_HIGH.format(high=high)
    if indicator.scale == "log":
        return _turned(indicator, f"100×(LN({x}) − LN({low})) ÷ (LN({high}) − LN({low}))"), ""
    return _turned(indicator, f"100×({x} − {low}) ÷ ({high} − {low})"), ""


def _min_max(indicator: Indicator, compared: Compared) -> Explained:
    lowest, highest = number(compared.lowest), number(compared.highest)
    remark = words.RANGE.format(lowest=lowest, highest=highest)
    if compared.lowest == compared.highest:
        return "100", words.ALL_EQUAL
    part = f"{highest} − {compared.text}" if indicator.better == "lower" else f"{compared.text} − {lowest}"
    return f"100×({part}) ÷ ({highest} − {lowest})", remark


def _percentile_rank(_indicator: Indicator, compared: Compared) -> Explained:
    if compared.units == 1:
        return "100", words.ALONE
    remark = words.PLACE.format(units=compared.units, place=compared.place)
    return f"100×({compared.units} − {compared.place}) ÷ ({compared.units} − 1)", remark


def _ratio_to_best(indicator: Indicator, compared: Compared) -> Explained:
    lower = indicator.better == "lower"
    best = compared.lowest if lower else compared.highest
    part, divisor = (number(best), compared.text) if lower else (compared.text, number(best))
    if (compared.mark if lower else best) == 0:
        return "100" if compared.mark == best else "0", words.BEST_IS_ZERO
    return f"100×{part} ÷ {divisor}", words.BEST.format(best=number(best))


def _rank_points(indicator: Indicator, compared: Compared) -> Explained:
    points = number(indicator.points[min(compared.place, len(indicator.points)) - 1])
    remark = words.PLACE_POINTS.format(place=compared.place, points=points)
    return f"100×{points} ÷ {number(indicator.full_mark)}", remark


def _step_deduction(indicator: Indicator, compared: Compared) -> Explained:
    target, step, points = (number(value) for value in (indicator.target, indicator.step, indicator.points_per_step))
    lower = indicator.better == "lower"
    beyond = f"{compared.text} − {target}" if lower else f"{target} − {compared.text}"
    steps = f"MAX(0, {beyond}) ÷ {step}"
    remark = (words.STEPS_LOWER if lower else words.STEPS).format(target=target, step=step, points=points)
    if indicator.whole_steps:
        steps, remark = f"ROUNDUP({steps}, 0)", remark + words.WHOLE_STEPS
    full = number(indicator.full_mark)
    return f"100×MAX(0, {full} − {points}×({steps})) ÷ {full}", remark


_RULES: dict[str, Callable[[Indicator, Compared], Explained]] = {
    "mark": _mark,
    "goalposts": _goalposts,
    "min_max": _min_max,
    "percentile_rank": _percentile_rank,
    "ratio_to_best": _ratio_to_best,
    "rank_points": _rank_points,
    "step_deduction": _step_deduction,
}


# --- means --------------------------------------------------------------------------------------------------------

Weighed = Sequence[tuple[str, Decimal]]
"""Figures as they are shown, each with its weight."""


def mean_formula(parts: Weighed) -> str:
    """Return the weighted mean; equal weights are left out."""
    if len(parts) == 1:
        return parts[0][0]
    return f"({' + '.join(_times(parts, '×'))}) ÷ {_weight_sum(parts)}"


def aggregation_formula(aggregation: Aggregation, parts: Weighed) -> Explained:
    """Return how the dimension scores are joined; ``minimum`` takes no weights."""
    if aggregation == "arithmetic" or len(parts) == 1:
        return mean_formula(parts), ""
    if aggregation == "minimum":
        return f"MIN({', '.join(figure for figure, _ in parts)})", words.MINIMUM
    if any(Fraction(figure) == 0 for figure, _ in parts):
        return "0", words.HAS_ZERO
    if aggregation == "geometric":
        return f"({' × '.join(_times(parts, '^'))})^(1 ÷ {_weight_sum(parts)})", ""
    shares = [f"{'1' if _are_equal(parts) else number(weight)} ÷ {figure}" for figure, weight in parts]
    return f"{_weight_sum(parts)} ÷ ({' + '.join(shares)})", ""


def _are_equal(parts: Weighed) -> bool:
    return len({weight for _, weight in parts}) == 1


def _times(parts: Weighed, sign: str) -> list[str]:
    return [figure if _are_equal(parts) else f"{figure}{sign}{number(weight)}" for figure, weight in parts]


def _weight_sum(parts: Weighed) -> str:
    return str(len(parts)) if _are_equal(parts) else number(sum((Fraction(weight) for _, weight in parts), Fraction(0)))


def sum_formula(figures: Sequence[Decimal], cap: Decimal | None) -> str:
    """Return the sum of figures ≥ 0, held at ``cap`` where it is more."""
    text = " + ".join(map(printed, figures))
    return f"MIN({text}, {printed(cap)})" if cap is not None and sum(figures) > cap else text


def difference_formula(bonus: Decimal | None, deduction: Decimal | None, nothing: Decimal) -> str:
    """Return bonus − deduction; what there isn't is left out, ``nothing`` stands for both."""
    parts = ([printed(bonus)] if bonus is not None else []) + ([f"− {printed(deduction)}"] if deduction is not None else [])
    return " ".join(parts) or printed(nothing)


def total_formula(base: Decimal, adjustment: Decimal) -> str:
    """Return base and adjustment, held at 0 where their sum is less."""
    sign = "−" if adjustment < 0 else "+"
    text = f"{printed(base)} {sign} {printed(abs(adjustment))}"
    return f"MAX(0, {text})" if base + adjustment < 0 else text
