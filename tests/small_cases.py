"""Small ranking questions whose every mark can be tried out: few units, marks in tenths out of 5."""

from dataclasses import replace

from hypothesis import strategies as st

from evaluation.group_scores import Group, read_group
from tests.chain import load, new_store
from tests.oracle import oracle_rank, oracle_shortlist
from tests.strategies import Case, decimals_between, to_toml

__all__ = ["GROUP", "brute_force", "group_of", "small_cases", "to_toml"]
GROUP = "村（社区）"
UNITS = ("东坪村", "南寨村", "西沟村", "北塬村", "清河村")
RULES = (
    {},
    {},
    {},
    {"better": "lower"},
    {"rule": "goalposts", "low": 1, "high": 4},
    {"rule": "min_max"},
    {"rule": "percentile_rank", "better": "lower"},
    {"rule": "ratio_to_best"},
    {"rule": "rank_points", "points": [5, 3, 1]},
    {"rule": "step_deduction", "target": 4, "step": 1, "points_per_step": 2, "whole_steps": True},
)
NEEDS_FULL_MARK = ("mark", "rank_points", "step_deduction")


@st.composite
def small_cases(draw, **fixed) -> Case:
    options = {
        "decimals": [1, 2],
        "rounding": ["each_level", "final"],
        "aggregation": ["arithmetic", "geometric", "harmonic", "minimum"],
        "missing": ["incomplete", "zero", "reweight"],
        "ties": ["competition", "dense"],
        "veto": ["bar", "unrank"],
        "raters": ["mean", "trimmed_mean"],
    }
    scheme = {"name": "考核"} | {key: draw(st.sampled_from(values)) for key, values in options.items()} | fixed
    scheme["dimension"] = [draw(_dimension(number)) for number in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        scheme["tie_break"] = [scheme["dimension"][0]["name"]]
    award = {"name": "先进集体", "groups": [GROUP], "quota": draw(st.integers(1, 3))}
    award |= draw(st.sampled_from([{}, {"minimum_total": 40}, {"within_rank": 2}]))
    roster = [{"unit": name, "group": GROUP} for name in UNITS[: draw(st.integers(2, 5))]]
    marks = [
        {"unit": entry["unit"], "indicator": indicator["name"], "rater": rater, "mark": draw(decimals_between(0, 5, 1))}
        for indicator in (i for d in scheme["dimension"] for i in d["indicator"])
        for entry in roster
        for rater in draw(st.sampled_from([("",), ("",), ("",), ("张三", "李四"), ()]))
    ]
    case = Case(scheme | {"award": [award]}, roster, marks, [], [], "2022年", None, None)
    if draw(st.booleans()):
        case.vetoes.append({"unit": draw(st.sampled_from(roster))["unit"], "reason": "安全生产事故"})
    if draw(st.booleans()):
        points = draw(decimals_between(-2, 2, 1))
        case.adjustments.append({"unit": draw(st.sampled_from(roster))["unit"], "reason": "表彰", "points": points})
    return case


@st.composite
def _dimension(draw, number: int) -> dict:
    indicators = []
    for place in range(draw(st.integers(1, 2))):
        rule = draw(st.sampled_from(RULES))
        own = {"full_mark": 5} if rule.get("rule", "mark") in NEEDS_FULL_MARK else {}
        indicators.append({"name": f"指标{number}之{place}", "weight": draw(st.sampled_from([1, 2])), **rule, **own})
    floor = draw(st.sampled_from([{}, {}, {"floor": 40}]))
    return {"name": f"维度{number}", "weight": draw(st.sampled_from([1, 2])), **floor, "indicator": indicators}


STORE = new_store()


def group_of(case: Case) -> Group | None:
    """Bring the case to the product; None where it has no mark and so no period."""
    if not case.marks:
        return None
    load(STORE, case)
    return Group(STORE.scheme, read_group(STORE.cursor(), case.period, GROUP))


def brute_force(case: Case, changes: dict[int, object]) -> list[dict]:
    """Rank and shortlist the case with other marks at these places of its list, in exact rational arithmetic."""
    marks = [item | {"mark": changes[place]} if place in changes else item for place, item in enumerate(case.marks)]
    changed = replace(case, marks=marks)
    return oracle_shortlist(changed.scheme, changed.roster, oracle_rank(*changed.arguments), "先进集体")
