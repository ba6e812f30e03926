"""Every key and choice of a scheme does what docs/scoring.md says: a test each, named after it, figures by hand.

The last test reads keys and choices off the scheme's own model, so that none can be added without its test here.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args, get_origin

import pytest
from pydantic import BaseModel

from evaluation.intake import File, check_files
from evaluation.ranking import RankedUnit
from evaluation.roster import Roster, Unit
from evaluation.scheme import Scheme
from evaluation.scheme_check import model_of
from evaluation.scheme_reading import check_groups
from evaluation.shortlist import suggest
from tests.chain import GROUP, dimension, fill, indicator, new_store, one, ranking_of, roster_of, scheme_of, sheet_draft

STORE = new_store()

Given = dict[str, dict[str, object]]


# --- what a test looks at -----------------------------------------------------------------------------------------


def units(scheme: Scheme, marks: Given, **more: Any) -> list[RankedUnit]:
    """The units in roster order."""
    return sorted(ranking_of(fill(STORE, scheme, marks, **more)).units, key=lambda unit: unit.position)


def totals(scheme: Scheme, marks: Given, **more: Any) -> list[str]:
    return [str(unit.total) for unit in units(scheme, marks, **more)]


def ranks(scheme: Scheme, marks: Given, **more: Any) -> list[int | None]:
    return [unit.rank for unit in units(scheme, marks, **more)]


def suggested(scheme: Scheme, marks: Given, **more: Any) -> tuple[str, ...]:
    return suggest(ranking_of(fill(STORE, scheme, marks, **more)), scheme, scheme.award[0], GROUP).suggested


def read(scheme: Scheme, sheet: str) -> list[tuple]:
    """(unit, indicator, mark) of a sheet as the intake reads it."""
    intake = check_files([File("评分.csv", sheet.encode())], scheme, roster_of(村="甲 乙"), period="2022年")
    return [(mark.unit, mark.indicator, str(mark.mark)) for checked in intake.sheets for mark in checked.marks]


def awards(scheme: Scheme, *groups: str) -> list[str]:
    """Names of the awards that a roster with these groups has; an award for none of them is an error."""
    check_groups(scheme, groups)
    return [award.name for award in scheme.awards_for(groups)]


class Case(NamedTuple):
    look_at: Callable
    scheme: Scheme
    given: Any
    expected: list | tuple
    more: dict[str, Any] = {}  # noqa: RUF012 never changed


def each(**marks: object) -> Given:
    """One indicator's marks: ``each(甲=80)``; a list holds one mark per rater."""
    return {"投资": marks}


def scored(given: Given, expected: list[str], **parameters: object) -> Case:
    """One indicator with these parameters gives these totals."""
    return Case(totals, one(**parameters), given, expected)


def two(weight: object = 1, other: object = 1, **options: object) -> Scheme:
    """Two dimensions of one indicator each."""
    return scheme_of(
        dimension("项目建设", indicator("投资"), weight=weight),
        dimension("营商环境", indicator("满意度"), weight=other),
        **options,
    )


def both(**marks: tuple[object, object]) -> Given:
    """The marks of two dimensions."""
    return {name: {unit: pair[n] for unit, pair in marks.items()} for n, name in enumerate(("投资", "满意度"))}


def awarded(**award: object) -> Scheme:
    kind = {"name": "先进集体", "groups": [GROUP], "quota": 3, **award}
    return scheme_of(dimension("项目建设", indicator("投资")), award=[kind])


# --- indicators ---------------------------------------------------------------------------------------------------

FOUR = each(甲=10, 乙=20, 丙=20, 丁=40)
STEPS = {"rule": "step_deduction", "target": 100, "step": 10, "points_per_step": 2, "full_mark": 20}
POINTS = {"rule": "rank_points", "points": [10, 8, 5], "full_mark": 10}
POSTS = {"rule": "goalposts", "low": 0, "high": 20}
LOGS = {"rule": "goalposts", "low": 1, "high": 100}
FEW_MANY = {
    "name": "项目建设",
    "aspect": [{"name": "推进", "weight": 3}, {"name": "储备"}],
    "indicator": [indicator("投资", aspect="推进"), indicator("开工", aspect="储备"), indicator("入库", aspect="储备")],
}
THREE = {"投资": {"甲": 80}, "开工": {"甲": 60}, "入库": {"甲": 20}}

INDICATOR = {
    "rule = mark": scored(each(甲=15), ["15.00"], rule="mark", full_mark=100),
    "full_mark": scored(each(甲=15), ["75.00"], full_mark=20),
    "rule = goalposts": scored(each(甲=5, 乙=20), ["25.00", "100.00"], **POSTS),
    "low, high": scored(each(甲=45, 乙=10, 丙=90), ["50.00", "0.00", "100.00"], rule="goalposts", low=20, high=70),
    "scale = linear": scored(each(甲=10), ["9.09"], **LOGS, scale="linear"),
    "scale = log": scored(each(甲=10, 乙=-5), ["50.00", "0.00"], **LOGS, scale="log"),
    "rule = min_max": scored(each(甲=10, 乙=30, 丙=25), ["0.00", "100.00", "75.00"], rule="min_max"),
    "rule = percentile_rank": scored(FOUR, ["0.00", "66.67", "66.67", "100.00"], rule="percentile_rank"),
    "rule = ratio_to_best": scored(each(甲=30, 乙=40), ["75.00", "100.00"], rule="ratio_to_best"),
    "rule = rank_points, points": scored(FOUR, ["50.00", "80.00", "80.00", "100.00"], **POINTS),
    "rule = step_deduction, target, step, points_per_step": scored(each(甲=85, 乙=120), ["85.00", "100.00"], **STEPS),
    "whole_steps = false": scored(each(甲=85), ["85.00"], **STEPS, whole_steps=False),
    "whole_steps = true": scored(each(甲=85), ["80.00"], **STEPS, whole_steps=True),
    "better = higher": scored(each(甲=15), ["75.00"], full_mark=20, better="higher"),
    "better = lower with rule = mark": scored(each(甲=15), ["25.00"], full_mark=20, better="lower"),
    "better = lower with rule = goalposts": scored(each(甲=5), ["75.00"], **POSTS, better="lower"),
    "better = lower with scale = log": scored(each(甲=10, 乙=0), ["50.00", "100.00"], **LOGS, scale="log", better="lower"),
    "better = lower with rule = min_max": scored(
        each(甲=10, 乙=30, 丙=25), ["100.00", "0.00", "25.00"], rule="min_max", better="lower"
    ),
    "better = lower with rule = percentile_rank": scored(
        FOUR, ["100.00", "66.67", "66.67", "0.00"], rule="percentile_rank", better="lower"
    ),
    "better = lower with rule = ratio_to_best": scored(
        each(甲=30, 乙=40), ["100.00", "75.00"], rule="ratio_to_best", better="lower"
    ),
    "better = lower with rule = rank_points": scored(FOUR, ["100.00", "80.00", "80.00", "50.00"], **POINTS, better="lower"),
    "better = lower with rule = step_deduction": scored(each(甲=85, 乙=115), ["100.00", "85.00"], **STEPS, better="lower"),
    "dimension, indicator, weight of a dimension": Case(totals, two(weight=3), both(甲=(80, 60)), ["75.00"]),
    "aspect, weight of an aspect": Case(totals, scheme_of(FEW_MANY), THREE, ["70.00"]),
    "weight of an indicator": Case(
        totals,
        scheme_of(dimension("项目建设", indicator("投资", weight=Decimal("0.6")), indicator("开工", weight=Decimal("0.2")))),
        {"投资": {"甲": 80}, "开工": {"甲": 60}},
        ["75.00"],
    ),
}

# --- the scheme ---------------------------------------------------------------------------------------------------

GAP = both(甲=(80, 60), 乙=(70, 90)) | {"满意度": {"乙": 90}}
RATERS = each(甲=[60, 90, 91, 99])
TIES = each(甲=90, 乙=80, 丙=80, 丁=70)


def gap(missing: str) -> Scheme:
    return scheme_of(dimension("项目建设", indicator("投资"), indicator("满意度")), missing=missing)


OPTION = {
    "decimals": Case(totals, one(options={"decimals": 3}, full_mark=3), each(甲=2), ["66.667"]),
    "rounding = each_level": Case(totals, two(decimals=0, rounding="each_level"), both(甲=("70.5", "80.4")), ["76"]),
    "rounding = final": Case(totals, two(decimals=0, rounding="final"), both(甲=("70.5", "80.4")), ["75"]),
    "aggregation = arithmetic": Case(totals, two(aggregation="arithmetic"), both(甲=(40, 90)), ["65.00"]),
    "aggregation = geometric": Case(totals, two(aggregation="geometric"), both(甲=(40, 90), 乙=(0, 90)), ["60.00", "0.00"]),
    "aggregation = harmonic": Case(totals, two(aggregation="harmonic"), both(甲=(40, 90), 乙=(0, 90)), ["55.38", "0.00"]),
    "aggregation = minimum": Case(totals, two(9, aggregation="minimum"), both(甲=(40, 90)), ["40.00"]),
    "missing = incomplete": Case(totals, gap("incomplete"), GAP, ["None", "80.00"]),
    "missing = zero": Case(totals, gap("zero"), GAP, ["40.00", "80.00"]),
    "missing = reweight": Case(totals, gap("reweight"), GAP, ["80.00", "80.00"]),
    "missing = group_mean": Case(totals, gap("group_mean"), GAP, ["85.00", "80.00"]),
    "raters = mean": Case(totals, one(options={"raters": "mean"}), RATERS, ["85.00"]),
    "raters = median": Case(totals, one(options={"raters": "median"}), RATERS, ["90.50"]),
    "raters = trimmed_mean": Case(
        totals, one(options={"raters": "trimmed_mean"}), each(甲=[60, 90, 92, 99], 乙=[60, 90]), ["91.00", "75.00"]
    ),
    "ties = competition": Case(ranks, one(options={"ties": "competition"}), TIES, [1, 2, 2, 4]),
    "ties = dense": Case(ranks, one(options={"ties": "dense"}), TIES, [1, 2, 2, 3]),
    "tie_break": Case(ranks, two(tie_break=["营商环境"]), both(甲=(80, 60), 乙=(60, 80), 丙=(60, 80), 丁=(0, 0)), [3, 1, 1, 4]),
    "veto = bar": Case(ranks, one(options={"veto": "bar"}), TIES, [1, 2, 2, 4], {"vetoes": [("甲", "安全事故")]}),
    "veto = unrank": Case(ranks, one(options={"veto": "unrank"}), TIES, [None, 1, 1, 3], {"vetoes": [("甲", "安全事故")]}),
    "adjustment, bonus_cap": Case(
        totals,
        one(options={"adjustment": {"bonus_cap": 5}}),
        each(甲=98),
        ["102.00"],
        {"adjustments": [("甲", 4), ("甲", 3), ("甲", -1)]},
    ),
    "adjustment, deduction_cap": Case(
        totals,
        one(options={"adjustment": {"deduction_cap": 2}}),
        each(甲=50, 乙=1),
        ["51.00", "0.00"],
        {"adjustments": [("甲", 3), ("甲", -1), ("甲", -4), ("乙", -9)]},
    ),
    "grades": Case(
        read,
        one(options={"grades": {"优秀": 95, "良好": 85}}, full_mark=20),
        "单位,投资\n甲,优秀\n乙,17\n",
        [("甲", "投资", "19"), ("乙", "投资", "17")],
    ),
    "aliases": Case(read, one(aliases=["投资完成率"]), "单位,投资完成率\n甲,80\n", [("甲", "投资", "80")]),
}

# --- a year made up of parts -----------------------------------------------------------------------------------------


def year_totals(scheme: Scheme, given: dict[str, Given]) -> list[str]:
    """Totals of 2022年 in roster order, from marks by period."""
    fill(STORE, scheme, {}, roster=roster_of(村="甲 乙"))
    STORE.append([sheet_draft(marks, period) for period, marks in given.items()], "考核办")
    return [str(unit.total) for unit in sorted(ranking_of(STORE).units, key=lambda unit: unit.position)]


def parted(*parts: dict) -> Scheme:
    return one(options={"period_part": list(parts)})


QUARTERS = {f"2022年第{n}季度": each(甲=80 + n, 乙=70) for n in (1, 2)}

YEAR = {
    "period_part, weight of a part": Case(
        year_totals, parted({"name": "第1季度", "weight": 3}, {"name": "第2季度", "weight": 1}), QUARTERS, ["81.25", "70.00"]
    ),
    "periods": Case(
        year_totals,
        parted({"name": "平时", "weight": 60, "periods": ["第1季度", "第2季度"]}, {"name": "年终", "weight": 40}),
        {**QUARTERS, "2022年": each(甲=90, 乙=95)},
        ["84.90", "80.00"],
    ),
}

# --- awards -------------------------------------------------------------------------------------------------------

FIVE = each(甲=95, 乙=90, 丙=85, 丁=70, 戊=60)
PERSON = {"name": "先进个人", "groups": ["个人"], "quota": 1}

TAGS = {"甲": ("片区:东",), "乙": ("片区:东",), "丙": ("片区:西",), "戊": ("社区",)}
TAGGED = {"roster": Roster(tuple(Unit(name, GROUP, (), place, TAGS.get(name, ())) for place, name in enumerate("甲乙丙丁戊", 1)))}


def conditioned(*conditions: dict[str, object]) -> Scheme:
    """Two places under conditions."""
    return awarded(quota=2, condition=list(conditions))


AWARD = {
    "award, groups": Case(suggested, awarded(groups=[GROUP]), FIVE, ("甲", "乙", "丙")),
    "quota as a count": Case(suggested, awarded(quota=2), FIVE, ("甲", "乙")),
    "quota as a share": Case(suggested, awarded(quota="50%"), FIVE, ("甲", "乙")),
    "quota as a share of at least one": Case(suggested, awarded(quota="1%"), FIVE, ("甲",)),
    "minimum_total": Case(suggested, awarded(minimum_total=90), FIVE, ("甲", "乙")),
    "within_rank": Case(suggested, awarded(within_rank=1), FIVE, ("甲",)),
    "floor": Case(
        suggested,
        scheme_of(
            dimension("项目建设", indicator("投资"), floor=90), award=[{"name": "先进集体", "groups": [GROUP], "quota": 3}]
        ),
        FIVE,
        ("甲", "乙"),
    ),
    "condition, tag, at_least": Case(suggested, conditioned({"tag": "社区", "at_least": 1}), FIVE, ("甲", "戊"), TAGGED),
    "each, at_most": Case(suggested, conditioned({"each": "片区", "at_most": 1}), FIVE, ("甲", "丙"), TAGGED),
    "optional = true": Case(awards, one(options={"award": [PERSON | {"optional": True}]}), GROUP, []),
    "optional = false": Case(awards, one(options={"award": [PERSON | {"optional": False}]}), "个人", ["先进个人"]),
}

CASES = INDICATOR | OPTION | YEAR | AWARD


@pytest.mark.parametrize("name", CASES)
def test_option(name):
    case = CASES[name]
    assert case.look_at(case.scheme, case.given, **case.more) == case.expected


def test_veto_reason_is_offered_and_vetoes_nobody_by_itself():
    scheme = one(options={"veto_reason": [{"name": "安全事故", "basis": "发展底线"}]})
    assert [reason.name for reason in scheme.veto_reason] == ["安全事故"]
    assert [unit.vetoes for unit in units(scheme, FIVE)] == [()] * 5


# --- none forgotten -----------------------------------------------------------------------------------------------

ONLY_WORDS = {"name", "source", "basis", "veto_reason"}
"""Keys that change no figure; veto_reason has its test above."""


def choices(model: type[BaseModel]) -> Iterator[str]:
    """Yield "key = choice" for every key with choices, "key" for every other, of a scheme and its parts."""
    for key, field in model.model_fields.items():
        kinds = list(leaves_of(field.annotation))
        listed = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
        if bool in kinds:
            listed = ["true", "false"]
        yield from (f"{key} = {choice}" for choice in listed) if listed else (key,)
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from choices(kind)


def leaves_of(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation is put together from."""
    if get_origin(annotation) is Literal or not get_args(annotation):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from leaves_of(part)


def test_every_key_and_choice_of_a_scheme_is_named_by_a_test_here():
    named = {part.split(" of ")[0].split(" as ")[0].split(" with ")[0] for name in CASES for part in name.split(", ")}
    asked = set(choices(model_of(Scheme))) - ONLY_WORDS
    assert asked >= {"rule = min_max", "whole_steps = true", "veto = unrank", "quota", "bonus_cap"}
    assert asked - named == set()
