"""Hypothesis strategies for everything the scoring contract allows, biased towards nasty values.

`cases()` draws a whole `Case`; `to_toml` writes its scheme as the file a user would have written.
"""

import json
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

GROUPS = ["村（社区）", "办公室（站所）", "驻镇单位"]
UNITS = [stem + kind for kind in ("村", "社区", "站") for stem in "东坪南寨西沟北塬清河柳林石"]
DIMENSIONS = ["项目建设", "营商环境", "作风能力", "党建引领"]
PART_LABELS = ["年终", "第1季度", "第2季度", "上半年", "下半年", "3月", "12月"]
RATERS = ["张三", "李四", "王五", "赵六"]
REASONS = ["获市级表彰", "信访积案未化解", "安全生产事故", "通报批评"]
YEAR = "2022年"
RULES = ["mark", "goalposts", "min_max", "percentile_rank", "ratio_to_best", "rank_points", "step_deduction"]
WEIGHTS = [1, 2, 3, 40, Decimal("0.5"), Decimal("0.333"), Decimal("0.1"), Decimal("2.5")]
FULL_MARKS = [100, 100, 10, 5, 3, 120, Decimal("7.5")]


@dataclass
class Case:
    scheme: dict
    roster: list[dict]
    marks: list[dict]
    adjustments: list[dict]
    vetoes: list[dict]
    period: str
    weights: dict[str, str] | None
    aggregation: str | None

    @property
    def arguments(self) -> tuple:
        """As `oracle_rank` takes them."""
        return tuple(vars(self).values())


@st.composite
def decimals_between(draw, low, high, max_places: int = 4) -> Decimal:
    """Often an end, a whole number or one that ends in 5; never outside the limits."""
    low, high = Decimal(low), Decimal(high)
    shape = draw(st.sampled_from(["end", "whole", "five", "any", "any"]))
    if shape == "end":
        return draw(st.sampled_from([low, high]))
    places = 0 if shape == "whole" else draw(st.integers(0, max_places))
    unit = Decimal(1).scaleb(-places)
    value = draw(st.integers(int((low / unit).to_integral_value()), int((high / unit).to_integral_value()))) * unit
    if shape == "five" and places:
        value = (value * 10 ** (places - 1)).to_integral_value() * unit * 10 + 5 * unit
    return min(high, max(low, value))


def weights() -> st.SearchStrategy:
    return st.sampled_from(WEIGHTS)


@st.composite
def indicators(draw, name: str) -> dict:
    rule = draw(st.sampled_from(RULES))
    result = {"name": name, "weight": draw(weights())}
    if rule != "mark" or draw(st.booleans()):
        result["rule"] = rule
    if rule in ("mark", "rank_points", "step_deduction"):
        result["full_mark"] = draw(st.sampled_from(FULL_MARKS))
    if draw(st.booleans()):
        result["better"] = draw(st.sampled_from(["lower", "lower", "higher"]))
    result |= draw(rule_parameters(rule, result.get("full_mark")))
    return result


@st.composite
def rule_parameters(draw, rule: str, full_mark) -> dict:
    if rule == "goalposts" and draw(st.booleans()):
        low = draw(st.sampled_from([1, 2, 10, Decimal("0.5"), Decimal("1.5")]))
        # high powers have many rational logarithms below them
        return {"low": low, "high": low * draw(st.sampled_from([2, 3, 8, 64, 256, 1000, 1024, 10**6])), "scale": "log"}
    if rule == "goalposts":
        low = draw(decimals_between(-50, 50))
        return {"low": low, "high": low + draw(st.sampled_from([1, 3, 7, 80, Decimal("0.5"), Decimal("33.33")]))}
    if rule == "rank_points":
        points = draw(st.lists(decimals_between(0, full_mark, 2), min_size=1, max_size=5))
        return {"points": sorted(points, reverse=True)}
    if rule == "step_deduction":
        parameters = {
            "target": draw(st.sampled_from([0, 10, 95, 100, Decimal("33.3")])),
            "step": draw(st.sampled_from([1, 3, 5, 10, Decimal("0.7")])),
            "points_per_step": draw(st.sampled_from([1, 2, Decimal("0.5"), Decimal("0.333")])),
        }
        return parameters | draw(st.sampled_from([{}, {"whole_steps": True}, {"whole_steps": False}]))
    return {}


@st.composite
def dimensions(draw, number: int) -> dict:
    result = {"name": DIMENSIONS[number], "weight": draw(weights())}
    if draw(st.booleans()):
        result["floor"] = draw(st.sampled_from([0, 50, 60, Decimal("33.33"), 100]))
    aspects = draw(st.sampled_from([0, 0, 0, 1, 2]))
    count = draw(st.integers(max(1, aspects), 3))
    if aspects:
        result["aspect"] = [{"name": f"方面{number + 1}之{a + 1}", "weight": draw(weights())} for a in range(aspects)]
    result["indicator"] = [draw(indicators(f"指标{number + 1}第{i + 1}")) for i in range(count)]
    for i, indicator in enumerate(result["indicator"]):
        if aspects:
            # the first ones fill each aspect, so that none is empty
            chosen = i if i < aspects else draw(st.integers(0, aspects - 1))
            indicator["aspect"] = result["aspect"][chosen]["name"]
    return result


@st.composite
def awards(draw, groups: list[str]) -> dict:
    result = {
        "name": "先进集体",
        "groups": draw(st.lists(st.sampled_from(groups), min_size=1, unique=True)),
        "quota": draw(st.sampled_from([1, 2, 3, "10%", "30%", "50%", "100%"])),
    }
    if draw(st.booleans()):
        result["minimum_total"] = draw(st.sampled_from([0, 50, 80, Decimal("66.67")]))
    if draw(st.booleans()):
        result["within_rank"] = draw(st.integers(1, 6))
    return result


@st.composite
def schemes(draw, groups: list[str], *, with_parts: bool = True) -> dict:
    """A valid scheme as parsed TOML; `groups` are those of the roster, for the award. `with_parts`: some have parts of a year."""
    options = {
        "decimals": [2, 2, 2, 0, 1, 3, 4],
        "rounding": ["each_level", "final"],
        "aggregation": ["arithmetic", "geometric", "harmonic", "minimum"],
        "missing": ["incomplete", "zero", "reweight", "group_mean"],
        "raters": ["mean", "median", "trimmed_mean"],
        "ties": ["competition", "dense"],
        "veto": ["bar", "unrank"],
    }
    chosen = {key: draw(st.sampled_from([None, *values])) for key, values in options.items()}
    result = {"name": "三个年活动考核"} | {key: value for key, value in chosen.items() if value is not None}
    result["dimension"] = [draw(dimensions(i)) for i in range(draw(st.integers(1, 4)))]
    names = [d["name"] for d in result["dimension"]]
    if draw(st.booleans()):
        result["tie_break"] = draw(st.lists(st.sampled_from(names), unique=True))
    places = result.get("decimals", 2)
    caps = {key: decimals_between(0, 6, places) for key in ("bonus_cap", "deduction_cap")}
    if draw(st.booleans()):
        result["adjustment"] = draw(st.fixed_dictionaries({}, optional=caps))
    result["award"] = [draw(awards(groups))]
    if with_parts and draw(st.sampled_from([False, False, True])):
        result["period_part"] = draw(period_parts())
    return result


@st.composite
def period_parts(draw) -> list[dict]:
    """Parts of a year: single periods and means of several, each period in one part at most."""
    labels = draw(st.lists(st.sampled_from(PART_LABELS), min_size=1, max_size=4, unique=True))
    parts = []
    while labels:
        size = draw(st.sampled_from([1, 1, 2, 3]))
        taken, labels = labels[:size], labels[size:]
        name, weight = f"分期{len(parts) + 1}", draw(weights())
        is_alone = len(taken) == 1 and draw(st.booleans())
        part = {"name": taken[0]} if is_alone else {"name": name, "periods": taken}
        parts.append(part | draw(st.sampled_from([{"weight": weight}, {"weight": weight}, {}])))
    return parts


@st.composite
def rosters(draw) -> list[dict]:
    """1–12 units in 1–3 groups, the groups mixed in the protocol order."""
    names = UNITS[: draw(st.integers(1, 12))]
    groups = draw(st.permutations(GROUPS))[: draw(st.integers(1, 3))]
    return [{"unit": name, "group": draw(st.sampled_from(groups))} for name in names]


def mark_values(indicator: dict) -> st.SearchStrategy:
    """Marks the rule allows, with the places where the rule bends among them."""
    rule = indicator.get("rule", "mark")
    if rule == "mark":
        return decimals_between(0, indicator["full_mark"])
    if rule in ("ratio_to_best", "rank_points"):
        return st.one_of(st.just(Decimal(0)), decimals_between(0, 200))
    if rule == "goalposts":
        low, high = Decimal(indicator["low"]), Decimal(indicator["high"])
        bends = [low, high, Decimal(0), Decimal(-1), low - 1, high + 1, low * 2, low * 4, low * 10, low * 32]
        return st.one_of(st.sampled_from(bends), decimals_between(low, high))
    if rule == "step_deduction":
        target, step = Decimal(indicator["target"]), Decimal(indicator["step"])
        bends = [target + step * k for k in (-2, -1, 0, 1, 2)]
        return st.one_of(st.sampled_from(bends), decimals_between(-20, 150))
    return decimals_between(-100, 100)


@st.composite
def marks_for(draw, scheme: dict, roster: list[dict]) -> list[dict]:
    """Each indicator has a few values that its cells share, so ties and all-equal groups are frequent."""
    raters = RATERS[: draw(st.integers(1, 4))]
    fewest = draw(st.sampled_from([0, 1, 1]))
    result = []
    for indicator in (i for d in scheme["dimension"] for i in d["indicator"]):
        pool = draw(st.lists(mark_values(indicator), min_size=1, max_size=6))
        for entry in roster:
            cells = draw(st.lists(st.sampled_from(pool), min_size=fewest, max_size=len(raters)))
            for rater, mark in zip(raters, cells, strict=False):
                result.append({"unit": entry["unit"], "indicator": indicator["name"], "rater": rater, "mark": mark})
    return result


@st.composite
def adjustments_for(draw, scheme: dict, roster: list[dict]) -> list[dict]:
    places = scheme.get("decimals", 2)
    points = st.one_of(decimals_between(-8, 8, places), decimals_between(-150, 0, places))
    return draw(st.lists(st.fixed_dictionaries(_about(roster) | {"points": points}), max_size=6))


def vetoes_for(roster: list[dict]) -> st.SearchStrategy:
    return st.lists(st.fixed_dictionaries(_about(roster)), max_size=3)


def _about(roster: list[dict]) -> dict:
    return {"unit": st.sampled_from([r["unit"] for r in roster]), "reason": st.sampled_from(REASONS)}


@st.composite
def cases(draw, *, with_parts: bool = True) -> Case:
    """One valid ranking question with at least one mark. `with_parts`: some are about a year made up of parts, or a part."""
    roster = draw(rosters())
    scheme = draw(schemes(list(dict.fromkeys(r["group"] for r in roster)), with_parts=with_parts))
    changed = {d["name"]: weights().map(str) for d in scheme["dimension"]}
    question = {
        "weights": draw(st.none() | st.fixed_dictionaries({}, optional=changed)),
        "aggregation": draw(st.none() | st.sampled_from(["arithmetic", "geometric", "harmonic", "minimum"])),
    }
    if "period_part" in scheme:
        return draw(cases_of_a_year(scheme, roster, question))
    return Case(
        scheme=scheme,
        roster=roster,
        marks=draw(marks_for(scheme, roster).filter(bool)),
        adjustments=draw(adjustments_for(scheme, roster)),
        vetoes=draw(vetoes_for(roster)),
        period=draw(st.sampled_from(["2022年", "2022年第1季度", "2022年3月"])),
        **question,
    )


@st.composite
def cases_of_a_year(draw, scheme: dict, roster: list[dict], question: dict) -> Case:
    """Marks, adjustments and vetoes in several periods, some of them parts, some not; the year is asked about, or a part."""
    labels = [label for part in scheme["period_part"] for label in part.get("periods", [part["name"]])]
    others = [label for label in PART_LABELS if label not in labels]
    some = st.lists(st.sampled_from(labels), min_size=1, max_size=3, unique=True)
    filled = list(draw(st.one_of(st.just(labels), st.just(labels), some)))  # mostly all of them, or few years would be complete
    filled += draw(st.lists(st.sampled_from(others), max_size=1)) if others else []
    periods = {label: YEAR if label == "年终" else YEAR + label for label in PART_LABELS}
    marks = []
    for label in filled:
        marks += [{**mark, "period": periods[label]} for mark in draw(marks_for(scheme, roster))]
    if not any(mark["period"] in [periods[label] for label in labels] for mark in marks):
        entry, indicator = roster[0], scheme["dimension"][0]["indicator"][0]
        first = {"unit": entry["unit"], "indicator": indicator["name"], "rater": RATERS[0], "mark": draw(mark_values(indicator))}
        marks.append({**first, "period": periods[filled[0]]})
    when = st.sampled_from([YEAR, *periods.values(), "2021年第1季度"])
    adjustments = [{**item, "period": draw(when)} for item in draw(adjustments_for(scheme, roster))]
    vetoes = [{**item, "period": draw(when)} for item in draw(vetoes_for(roster))]
    asked = draw(st.sampled_from([YEAR, YEAR, YEAR, sorted(mark["period"] for mark in marks)[0]]))
    return Case(scheme, roster, marks, adjustments, vetoes, asked, **question)


@st.composite
def straight_indicators(draw, name: str) -> dict:
    """One whose score is a straight line of the mark."""
    rule = draw(st.sampled_from(["mark", "goalposts", "goalposts", "step_deduction"]))
    result = {"name": name, "weight": draw(weights()), "rule": rule, "better": draw(st.sampled_from(["lower", "higher"]))}
    if rule == "goalposts":
        low = draw(st.sampled_from([-50, -1, 0, Decimal("-1.0001"), Decimal("0.5")]))
        return result | {"low": low, "high": low + draw(st.sampled_from([1, 7, 80, Decimal("33.33")]))}
    result["full_mark"] = draw(st.sampled_from(FULL_MARKS))
    return result | (draw(rule_parameters(rule, None)) | {"whole_steps": False} if rule == "step_deduction" else {})


@st.composite
def marks_of_any_size(draw, scheme: dict, roster: list[dict]) -> list[dict]:
    """Marks of several raters for an indicator, each with a size and places of their own, where allowed below 0 too."""
    result = []
    for indicator in scheme["dimension"][0]["indicator"]:
        for rater in RATERS[: draw(st.sampled_from([1, 2, 2, 3, 4]))]:
            if indicator["rule"] == "mark":
                size, least = indicator["full_mark"], 0
            else:
                size = draw(st.sampled_from([0, Decimal("0.0001"), Decimal("0.01"), 1, 63, 64, 100, 9999, 99999999]))
                least = draw(st.sampled_from([0, -size]))
            pool = draw(st.lists(decimals_between(least, size), min_size=1, max_size=3))
            for entry in roster:
                if draw(st.sampled_from([True, True, True, False])):
                    mark = draw(st.sampled_from(pool))
                    result.append({"unit": entry["unit"], "indicator": indicator["name"], "rater": rater, "mark": mark})
    return result


@st.composite
def cases_of_straight_lines(draw) -> Case:
    """One with many indicators whose scores are rounded straight lines, in BIGINT where that is sure to fit."""
    roster = [{"unit": name, "group": GROUPS[0]} for name in UNITS[: draw(st.integers(1, 4))]]
    names = [f"指标{n}" for n in range(1, draw(st.sampled_from([2, 5, 15, 16, 24])) + 1)]
    scheme = {
        "name": "三个年活动考核",
        "decimals": draw(st.sampled_from([2, 2, 0, 1])),
        "missing": draw(st.sampled_from(["incomplete", "zero", "reweight", "reweight", "group_mean"])),
        "dimension": [{"name": DIMENSIONS[0], "weight": 1, "indicator": [draw(straight_indicators(name)) for name in names]}],
    }
    marks = draw(marks_of_any_size(scheme, roster).filter(bool))
    return Case(scheme, roster, marks, [], [], YEAR, None, None)


def to_toml(scheme: dict) -> str:
    """The scheme file of a scheme."""
    return "\n".join(_table(scheme, "")) + "\n"


def _table(table: dict, path: str) -> list[str]:
    """Plain keys first, then the tables below them, as TOML wants."""
    lines, below = [], []
    for key, value in table.items():
        inner = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            below += [f"[{inner}]", *_table(value, inner)]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                below += [f"[[{inner}]]", *_table(item, inner)]
        else:
            lines.append(f"{_key(key)} = {_value(value)}")
    return [*lines, "", *below]


def _key(key: str) -> str:
    is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if is_bare else _value(key)


def _value(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
