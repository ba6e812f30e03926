"""The slow, obvious re-computation of the scoring contract, in exact rational arithmetic.

Written from the contract alone and sharing no code with the product, so that the two can be compared.
Where the contract leaves room, the reading taken here is marked with "Reading:".
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

DEFAULTS = {
    "decimals": 2,
    "rounding": "each_level",
    "aggregation": "arithmetic",
    "missing": "incomplete",
    "raters": "mean",
    "ties": "competition",
    "tie_break": [],
    "veto": "bar",
}
HUNDRED = Fraction(100)


def number(value) -> Fraction:
    """The decimal as written: 0.333 is 333/1000."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def half_up(value: Fraction, places: int) -> Fraction:
    """四舍五入. Reading: a negative number (only a mark can be one) is rounded half away from zero."""
    scaled = math.floor(abs(value) * 10**places + Fraction(1, 2))
    return Fraction(scaled if value >= 0 else -scaled, 10**places)


def text(value: Fraction | None, places: int) -> str | None:
    """A figure as published: exactly `places` decimals, never a negative zero."""
    if value is None:
        return None
    scaled = int(half_up(value, places) * 10**places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def forty_digits(value: Decimal) -> Fraction:
    return Fraction(Context(prec=40, rounding=ROUND_HALF_UP).plus(value))


def as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def log_ratio(small: Fraction, large: Fraction) -> Fraction:
    """100·ln(small)/ln(large) for 1 < small < large: exact where it is rational, else to 40 digits.

    It is p/q in lowest terms only if small^q = large^p, and then `large` is a perfect q-th power, so that q is at
    most the number of bits of its numerator. The only candidate is the simple fraction next to the real value.
    """
    with localcontext() as context:
        context.prec = 100
        ratio = as_decimal(small).ln() / as_decimal(large).ln()
        percent = 100 * ratio
    guess = Fraction(ratio).limit_denominator(large.numerator.bit_length())
    if small**guess.denominator == large**guess.numerator:
        return HUNDRED * guess
    return forty_digits(percent)


def geometric_mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Π d^(w/Σw) of (w, d): exact where it is rational, else to 40 digits.

    With D the common denominator of the d and N that of the exponents, (mean·D)^N is an integer; so the mean is
    rational only if mean·D is an integer, and the nearest integer is the only candidate.
    """
    if any(value == 0 for _, value in pairs):
        return Fraction(0)
    whole = sum(weight for weight, _ in pairs)
    powers = [(weight / whole, value) for weight, value in pairs]
    n = math.lcm(*(exponent.denominator for exponent, _ in powers))
    d = math.lcm(*(value.denominator for _, value in powers))
    with localcontext() as context:
        context.prec = 100 + len(str(d))
        mean = sum(as_decimal(exponent) * as_decimal(value).ln() for exponent, value in powers).exp()
        nearest = int((mean * d).to_integral_value())
        is_near = abs(mean * d - nearest) < Decimal("1e-30")
    if is_near and nearest**n == math.prod(int(value * d) ** int(exponent * n) for exponent, value in powers):
        return Fraction(nearest, d)
    return forty_digits(mean)


def mark_value(scheme: dict, indicator: dict, mark) -> Fraction:
    """A cell as a number; a grade word is a percentage of the full mark; more than 12 places are rounded."""
    if mark in scheme.get("grades", {}):
        return number(scheme["grades"][mark]) * full_mark(indicator) / 100
    return half_up(number(mark), 12)


def join(values: list[Fraction], how: str) -> Fraction:
    """The marks of several raters as one, not rounded."""
    values = sorted(values)
    if how == "median":
        return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    if how == "trimmed_mean" and len(values) >= 3:
        values = values[1:-1]
    return sum(values) / Fraction(len(values))


def joined_marks(scheme: dict, indicator: dict, units: list[str], marks: list[dict]) -> dict[str, Fraction]:
    """{unit: mark} of those of `units` that have one; this is also the population of the relative rules."""
    found = {}
    for unit in units:
        mine = [m["mark"] for m in marks if m["unit"] == unit and m["indicator"] == indicator["name"]]
        if mine:
            found[unit] = join([mark_value(scheme, indicator, mark) for mark in mine], option(scheme, "raters"))
    return found


def option(scheme: dict, key: str):
    return scheme.get(key, DEFAULTS[key])


def full_mark(indicator: dict) -> Fraction:
    # Reading: a full mark that is left out is 100; a weight that is left out is 1.
    return number(indicator.get("full_mark", 100))


def is_lower(indicator: dict) -> bool:
    return indicator.get("better", "higher") == "lower"


def turned(indicator: dict, score: Fraction) -> Fraction:
    return HUNDRED - score if is_lower(indicator) else score


def place(indicator: dict, x: Fraction, population: list[Fraction]) -> int:
    """Rank among the marks, 1 best. Reading: ties share the better rank (1,2,2,4), whatever the scheme's `ties`."""
    return 1 + sum(1 for other in population if (other < x if is_lower(indicator) else other > x))


def rule_mark(indicator, x, population):
    return turned(indicator, 100 * x / full_mark(indicator))


def rule_goalposts(indicator, x, population):
    """Reading: "x ≤ low → 0" is the score before the direction is turned, so 100 if lower is better."""
    low, high = number(indicator["low"]), number(indicator["high"])
    if x <= low:
        return turned(indicator, Fraction(0))
    if x >= high:
        return turned(indicator, HUNDRED)
    if indicator.get("scale") == "log":
        return turned(indicator, log_ratio(x / low, high / low))
    return turned(indicator, 100 * (x - low) / (high - low))


def rule_min_max(indicator, x, population):
    low, high = min(population), max(population)
    return HUNDRED if low == high else turned(indicator, 100 * (x - low) / (high - low))


def rule_percentile_rank(indicator, x, population):
    n = len(population)
    return HUNDRED if n == 1 else Fraction(100 * (n - place(indicator, x, population)), n - 1)


def rule_ratio_to_best(indicator, x, population):
    best = min(population) if is_lower(indicator) else max(population)
    part, divisor = (best, x) if is_lower(indicator) else (x, best)
    if divisor == 0:
        return HUNDRED if x == best else Fraction(0)
    return 100 * part / divisor


def rule_rank_points(indicator, x, population):
    points = indicator["points"]
    listed = points[min(place(indicator, x, population), len(points)) - 1]
    return 100 * number(listed) / full_mark(indicator)


def rule_step_deduction(indicator, x, population):
    target = number(indicator["target"])
    steps = max(Fraction(0), x - target if is_lower(indicator) else target - x) / number(indicator["step"])
    if indicator.get("whole_steps", False):
        steps = Fraction(math.ceil(steps))
    left = full_mark(indicator) - number(indicator["points_per_step"]) * steps
    return 100 * max(Fraction(0), left) / full_mark(indicator)


RULES = {
    "mark": rule_mark,
    "goalposts": rule_goalposts,
    "min_max": rule_min_max,
    "percentile_rank": rule_percentile_rank,
    "ratio_to_best": rule_ratio_to_best,
    "rank_points": rule_rank_points,
    "step_deduction": rule_step_deduction,
}


def level(scheme: dict, value: Fraction) -> Fraction:
    """A figure as the next level uses it."""
    return half_up(value, option(scheme, "decimals")) if option(scheme, "rounding") == "each_level" else value


def imputed(scheme: dict, scores: list[Fraction]) -> Fraction | None:
    """The group's mean for `missing = "group_mean"`.

    Reading: a printed score has `decimals` places under both roundings; "rounded like a score" means that the mean
    itself is rounded under `each_level` and stays exact under `final`, where only the total is rounded.
    """
    if not scores:
        return None
    printed = [half_up(score, option(scheme, "decimals")) for score in scores]
    return level(scheme, sum(printed) / Fraction(len(printed)))


def indicator_scores(scheme: dict, indicator: dict, marks: dict[str, Fraction], units: list[str]) -> dict:
    """{unit: score, or None where there is none} for the units of one group."""
    rule = RULES[indicator.get("rule", "mark")]
    population = list(marks.values())
    scores = {unit: level(scheme, rule(indicator, x, population)) for unit, x in marks.items()}
    # Reading: a blank that "counts 0" is the score 0, also where a lower mark is better.
    substitute = {"zero": Fraction(0), "group_mean": imputed(scheme, list(scores.values()))}
    return {unit: scores.get(unit, substitute.get(option(scheme, "missing"))) for unit in units}


def mean(scheme: dict, children: list[tuple[dict, Fraction | None]]) -> Fraction | None:
    """Σ w·s / Σ w over (declaration, score); None where the missing policy leaves no score."""
    present = [(number(child.get("weight", 1)), score) for child, score in children if score is not None]
    if not present or (len(present) < len(children) and option(scheme, "missing") != "reweight"):
        return None
    return level(scheme, sum(w * s for w, s in present) / sum(w for w, _ in present))


def dimension_score(scheme: dict, dimension: dict, scores: dict[str, Fraction | None]) -> Fraction | None:
    """From one unit's {indicator: score}."""
    if not dimension.get("aspect"):
        return mean(scheme, [(i, scores[i["name"]]) for i in dimension["indicator"]])
    aspects = []
    for aspect in dimension["aspect"]:
        inside = [i for i in dimension["indicator"] if i["aspect"] == aspect["name"]]
        aspects.append((aspect, mean(scheme, [(i, scores[i["name"]]) for i in inside])))
    return mean(scheme, aspects)


def aggregate(how: str, pairs: list[tuple[Fraction, Fraction]]) -> Fraction:
    """(weight, dimension score) pairs as one figure."""
    whole = sum(weight for weight, _ in pairs)
    if how == "minimum":
        return min(value for _, value in pairs)
    if how == "geometric":
        return geometric_mean(pairs)
    if how == "harmonic":
        return Fraction(0) if any(d == 0 for _, d in pairs) else whole / sum(w / d for w, d in pairs)
    return sum(w * d for w, d in pairs) / whole


def adjustment_of(scheme: dict, unit: str, adjustments: list[dict]) -> Fraction:
    """Bonus − deduction, each side summed up and then capped by itself; a cap of 0 is a cap."""
    points = [number(a["points"]) for a in adjustments if a["unit"] == unit]
    bonus = sum((p for p in points if p > 0), Fraction(0))
    deduction = sum((-p for p in points if p < 0), Fraction(0))
    caps = scheme.get("adjustment", {})
    if "bonus_cap" in caps:
        bonus = min(bonus, number(caps["bonus_cap"]))
    if "deduction_cap" in caps:
        deduction = min(deduction, number(caps["deduction_cap"]))
    return bonus - deduction


def unit_result(scheme: dict, how: str, weights: dict, dimensions: dict, adjustment: Fraction) -> dict:
    """One unit's figures as numbers, from its {dimension: score}; printed figures wherever ranks look at them."""
    places = option(scheme, "decimals")
    base = total = None
    if all(score is not None for score in dimensions.values()):
        base = level(scheme, aggregate(how, [(weights[name], score) for name, score in dimensions.items()]))
        total = max(Fraction(0), half_up(base + adjustment, places))
    shown = {name: None if score is None else half_up(score, places) for name, score in dimensions.items()}
    return {"total": total, "base": base, "adjustment": adjustment, "dimensions": shown}


def ranks(scheme: dict, results: dict[str, dict]) -> dict[str, int]:
    """{unit: rank} of one group's rankable units, by the published figures."""
    keys = {
        unit: (result["total"], *(result["dimensions"][name] for name in option(scheme, "tie_break")))
        for unit, result in results.items()
    }
    ahead = set if option(scheme, "ties") == "dense" else list
    return {unit: 1 + len(ahead(k for k in keys.values() if k > key)) for unit, key in keys.items()}


def status_of(scheme: dict, result: dict, reasons: list[str]) -> str:
    """Reading: a unit that is both incomplete and vetoed is `incomplete`; it has no total a veto could unrank."""
    if result["total"] is None:
        return "incomplete"
    return "vetoed" if reasons and option(scheme, "veto") == "unrank" else "ranked"


def is_of_a_year(period: str) -> bool:
    return len(period) >= 5 and period[:4].isdigit() and period[4] == "年"


def part_labels(part: dict) -> list[str]:
    return part.get("periods") or [part["name"]]


def in_year(year: str, label: str) -> str:
    """The period that a part's label means: 2022年 and 第1季度 is 2022年第1季度, 年终 is the year itself."""
    return year if label == "年终" else year + label


def parts_of(scheme: dict, period: str, counted: list[dict]) -> list[tuple[Fraction, list[str]]]:
    """(weight, labels) of the parts that a period is made up of; none for one that isn't.

    Reading: only a whole year (2022年) can be, and only marks that count at all bring its parts about.
    """
    if not (is_of_a_year(period) and len(period) == 5):
        return []
    parts = [(number(part.get("weight", 1)), part_labels(part)) for part in scheme.get("period_part", [])]
    theirs = {in_year(period, label) for _, labels in parts for label in labels}
    return parts if any(mark["period"] in theirs for mark in counted) else []


def parts_mean(scheme: dict, scores: list[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """Σ w·s / Σ w as one level above what is given, by the missing policy."""
    return mean(scheme, [({"weight": weight}, score) for weight, score in scores])


def scores_in(scheme: dict, units: list[str], marks: list[dict], period: str) -> tuple[dict, dict]:
    """{unit: {dimension: score}} and {unit: [indicators without a mark]} of one group from the marks of one period."""
    own = [mark for mark in marks if mark["period"] == period]
    indicators = [i for d in scheme["dimension"] for i in d["indicator"]]
    given = {i["name"]: joined_marks(scheme, i, units, own) for i in indicators}
    scores = {i["name"]: indicator_scores(scheme, i, given[i["name"]], units) for i in indicators}
    dimensions, missing = {}, {}
    for unit in units:
        mine = {name: by_unit[unit] for name, by_unit in scores.items()}
        dimensions[unit] = {d["name"]: dimension_score(scheme, d, mine) for d in scheme["dimension"]}
        missing[unit] = [i["name"] for i in indicators if unit not in given[i["name"]]]
    return dimensions, missing


def year_scores(scheme: dict, units: list[str], marks: list[dict], year: str, parts: list) -> tuple[dict, dict]:
    """As `scores_in`, for a year made up of parts."""
    found = {label: scores_in(scheme, units, marks, in_year(year, label)) for _, labels in parts for label in labels}
    dimensions = {
        unit: {
            d["name"]: parts_mean(
                scheme,
                [
                    (weight, parts_mean(scheme, [(Fraction(1), found[label][0][unit][d["name"]]) for label in labels]))
                    for weight, labels in parts
                ],
            )
            for d in scheme["dimension"]
        }
        for unit in units
    }
    missing = {unit: [f"{label}：{name}" for label in found for name in found[label][1][unit]] for unit in units}
    return dimensions, missing


def rank_group(scheme, units, marks, adjustments, vetoes, weights, how, period, parts) -> list[dict]:
    """The rows of one group (without period and group), in the order of the contract."""
    if parts:
        dimensions, missing = year_scores(scheme, units, marks, period, parts)
    else:
        dimensions, missing = scores_in(scheme, units, marks, period)
    results, reasons, statuses = {}, {}, {}
    for unit in units:
        results[unit] = unit_result(scheme, how, weights, dimensions[unit], adjustment_of(scheme, unit, adjustments))
        reasons[unit] = [v["reason"] for v in vetoes if v["unit"] == unit]
        statuses[unit] = status_of(scheme, results[unit], reasons[unit])
    ranked = ranks(scheme, {unit: results[unit] for unit in units if statuses[unit] == "ranked"})
    # Reading: vetoed units keep roster order among themselves, incomplete ones too.
    after = ["ranked", "vetoed", "incomplete"]
    places = option(scheme, "decimals")
    return [
        {
            "unit": unit,
            "rank": ranked.get(unit),
            "total": text(results[unit]["total"], places),
            "base": text(results[unit]["base"], places),
            "adjustment": text(results[unit]["adjustment"], places),
            "dimensions": {name: text(score, places) for name, score in results[unit]["dimensions"].items()},
            "status": statuses[unit],
            "missing": missing[unit],
            "vetoes": reasons[unit],
        }
        for unit in sorted(units, key=lambda u: (after.index(statuses[u]), ranked.get(u, 0)))
    ]


def oracle_rank(scheme, roster, marks, adjustments, vetoes, period, weights=None, aggregation=None) -> list[dict]:
    """The list that `rank --format json` prints, for one period.

    scheme: the parsed TOML; roster: {unit, group} in protocol order; marks: {unit, indicator, rater, mark};
    adjustments: {unit, points, reason}; vetoes: {unit, reason}; weights: {dimension: number} instead of the scheme's.
    Marks, adjustments and vetoes may name a "period" of their own; without one they belong to the period ranked.
    """
    marks, adjustments, vetoes = ([{"period": period, **item} for item in items] for items in (marks, adjustments, vetoes))
    names = {i["name"] for d in scheme["dimension"] for i in d["indicator"]}
    known = {entry["unit"] for entry in roster}
    parts = parts_of(scheme, period, [m for m in marks if m["unit"] in known and m["indicator"] in names])
    # Reading: what is filed under the year counts for it, whether 年终 is a part of it or not.
    scope = {period} | {in_year(period, label) for _, labels in parts for label in labels}
    adjustments, vetoes = ([item for item in items if item["period"] in scope] for items in (adjustments, vetoes))
    dimension_weights = {d["name"]: number(d.get("weight", 1)) for d in scheme["dimension"]}
    dimension_weights |= {name: number(weight) for name, weight in (weights or {}).items()}
    how = aggregation or option(scheme, "aggregation")
    rows = []
    for group in dict.fromkeys(entry["group"] for entry in roster):
        units = [entry["unit"] for entry in roster if entry["group"] == group]
        for row in rank_group(scheme, units, marks, adjustments, vetoes, dimension_weights, how, period, parts):
            rows.append({"period": period, "group": group, **row})
    return rows


def is_eligible(scheme: dict, award: dict, row: dict) -> bool:
    """Reading: floors and minimum look at the published figures, like ranks."""
    if row["status"] != "ranked" or row["vetoes"]:
        return False
    floors_kept = all(number(row["dimensions"][d["name"]]) >= number(d["floor"]) for d in scheme["dimension"] if "floor" in d)
    total_reached = "minimum_total" not in award or number(row["total"]) >= number(award["minimum_total"])
    rank_reached = "within_rank" not in award or row["rank"] <= award["within_rank"]
    return floors_kept and total_reached and rank_reached


def places_in_group(award: dict, size: int) -> int:
    """The quota as a count. Reading: a count holds per group; an award without a quota takes every eligible unit."""
    quota = award.get("quota", size)
    if isinstance(quota, str) and quota.endswith("%"):
        return max(1, math.floor(number(quota[:-1]) * size / 100))
    return int(quota)


def oracle_shortlist(scheme: dict, roster: list[dict], ranked: list[dict], award: str) -> list[dict]:
    """The rows of the award's groups with `eligible`, `suggested` and `tied_at_cut`, in the order of `ranked`.

    Reading: only eligible units count for the tie across the last place; an ineligible one with the same rank
    doesn't compete.
    """
    kind = next(a for a in scheme["award"] if a["name"] == award)
    rows = []
    for row in (row for row in ranked if row["group"] in kind["groups"]):
        peers = [r for r in ranked if r["group"] == row["group"] and is_eligible(scheme, kind, r)]
        quota = places_in_group(kind, sum(1 for entry in roster if entry["group"] == row["group"]))
        eligible = is_eligible(scheme, kind, row)
        ahead = sum(1 for r in peers if eligible and r["rank"] < row["rank"])
        alike = sum(1 for r in peers if eligible and r["rank"] == row["rank"])
        suggested = eligible and ahead + alike <= quota
        tied_at_cut = eligible and ahead < quota < ahead + alike
        rows.append({**row, "eligible": eligible, "suggested": suggested, "tied_at_cut": tied_at_cut})
    return rows
