"""再得几分: the answers reach the goal, one smallest step less doesn't, and trying every mark finds no smaller one."""

import os
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from evaluation.events import roster_set
from evaluation.group_scores import Group, read_group
from evaluation.needed import ahead_of, cheapest, needs, on_the_list
from evaluation.proposed import Seats
from evaluation.rules import reach
from tests.chain import dimension, fill, indicator, new_store, ranking_of, roster_of, scheme_of, sheet_draft
from tests.oracle import number, option
from tests.small_cases import STORE, brute_force, group_of, small_cases

EXAMPLES = int(os.environ.get("NEED_EXAMPLES", "12"))
quick = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
VILLAGES = "村（社区）"


def is_ahead(case, rows: list[dict], unit: str, other: str) -> bool:
    row = {item["unit"]: item for item in rows}
    keys = [
        (number(row[name]["total"]), *(number(row[name]["dimensions"][d]) for d in option(case.scheme, "tie_break")))
        for name in (unit, other)
    ]
    return keys[0] > keys[1]


def smallest_by_trial(case, group, unit: str, name: str, reached) -> Decimal | None:
    """The joined mark nearest to today's with which the goal is reached; all raters of the unit move alike."""
    place = group.indicators.index(name)
    rule, step = group.rules[place], Decimal(1).scaleb(-group.places[place])
    low, high = (Decimal(end) / rule.one for end in reach(rule, group.crowds[place]))
    cells = {at: item["mark"] for at, item in enumerate(case.marks) if (item["unit"], item["indicator"]) == (unit, name)}
    joined, sign = sum(cells.values()) / len(cells), -1 if rule.is_lower else 1
    room = (high - joined) * sign if sign > 0 else joined - low
    grid = [steps * step for steps in range(1, int(room / step) + 1)]
    for gain in grid if not room or grid[-1:] == [room] else [*grid, room]:
        if gain > 0 and reached(brute_force(case, {at: mark + sign * gain for at, mark in cells.items()})):
            return sign * gain
    return None


@quick
@given(small_cases())
def test_an_indicators_gain_is_the_smallest_that_trying_every_mark_finds(case):
    group = group_of(case)
    if group is None:
        return
    rows = brute_force(case, {})
    ranked = [row["unit"] for row in rows if row["status"] == "ranked"]
    if len(ranked) < 2:
        return
    unit, other = ranked[-1], ranked[0]
    seats = Seats(group, STORE.scheme.award[0])
    goals = [
        (ahead_of(group, unit, other), lambda rows: is_ahead(case, rows, unit, other)),
        (on_the_list(seats, unit), lambda rows: any(row["unit"] == unit and row["suggested"] for row in rows)),
    ]
    for goal, reached in goals:
        if reached(rows):
            continue
        for need in needs(group, unit, goal):
            if need.kind == "indicator":
                assert need.gain == smallest_by_trial(case, group, unit, need.label, reached)


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "minimum"])
def test_a_dimensions_gain_reaches_the_list_in_the_real_chain_and_a_hundredth_less_does_not(aggregation):
    """Dimensions of one indicator out of 100 each: the dimension's score is the mark, so the chain can be asked."""
    store = new_store()
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}指标"), weight=weight) for name, weight in (("项目", 2), ("环境", 3), ("作风", 1))),
        aggregation=aggregation,
        award=[{"name": "先进集体", "groups": [VILLAGES], "quota": 2}],
    )
    scores = {"甲": (91.27, 88.4, 90), "乙": (88.12, 83.77, 86.5), "丙": (85.61, 84.44, 83.09), "丁": (70, 95.5, 64.2)}
    marks = {f"{name}指标": {unit: own[at] for unit, own in scores.items()} for at, name in enumerate(("项目", "环境", "作风"))}
    fill(store, scheme, marks)
    group = Group(store.scheme, read_group(store.cursor(), "2022年", VILLAGES))
    first, second, third, _ = [unit.unit for unit in ranking_of(store).units]
    found = needs(group, third, on_the_list(Seats(group, store.scheme.award[0]), third))
    checked = 0
    for need in found:
        if need.kind == "dimension" and need.then is not None:
            for mark, is_enough in ((need.then, True), (need.then - Decimal("0.01"), False)):
                store.append([sheet_draft({f"{need.label}指标": {third: mark}})], "考核办")
                order = {unit.unit: unit.total for unit in ranking_of(store).units}
                assert (order[third] > order[second]) is is_enough
            store.append([sheet_draft({f"{need.label}指标": {third: need.now}})], "考核办")
            checked += 1
    assert checked >= 1
    assert first != third


def three_villages(overdue: int = 2, **options):
    scheme = scheme_of(
        dimension("项目", indicator("投资", full_mark=10), indicator("开工")),
        dimension("作风", indicator("逾期", rule="goalposts", low=0, high=20, better="lower"), weight=3),
        award=[{"name": "先进集体", "groups": [VILLAGES], "quota": 1}],
        **options,
    )
    return fill(
        new_store(),
        scheme,
        {"投资": {"甲": 9, "乙": 8, "丙": 2}, "开工": {"甲": 95, "乙": 90, "丙": 20}, "逾期": {"甲": 1, "乙": overdue, "丙": 18}},
    )


def needs_of(store, unit: str):
    group = Group(store.scheme, read_group(store.cursor(), "2022年", VILLAGES))
    return {need.label or need.kind: need for need in needs(group, unit, on_the_list(Seats(group, store.scheme.award[0]), unit))}


def test_fewer_is_better_gives_a_negative_gain_and_the_cheapest_is_the_smallest_part_of_its_range():
    found = needs_of(three_villages(), "乙")
    assert found["逾期"].gain == -2
    assert found["逾期"].then == 0
    assert cheapest(tuple(found.values())).label == "逾期"


def test_what_even_a_full_mark_does_not_reach_is_said_to_be_out_of_reach():
    found = needs_of(three_villages(), "丙")
    assert found["投资"].then is None
    assert found["投资"].gain is None
    assert found["投资"].best == 10
    assert found["together"].then is not None


@pytest.mark.parametrize(
    ("rule", "others", "then"),
    [
        ({"full_mark": 10}, (80, 80), 10),
        ({"full_mark": 10, "better": "lower"}, (80, 80), 0),
        ({"rule": "goalposts", "low": 0, "high": 10}, (80, 80), 10),
        (
            {"rule": "step_deduction", "target": 10, "step": 1, "points_per_step": 5, "full_mark": 10, "whole_steps": True},
            (80, 70),
            10,
        ),
    ],
)
def test_the_best_mark_is_tried_though_the_joined_mark_of_several_raters_misses_it_step_by_step(rule, others, then):
    scheme = scheme_of(
        dimension("项目", indicator("投资", **rule)),
        dimension("作风", indicator("作风")),
        award=[{"name": "先进集体", "groups": [VILLAGES], "quota": 1}],
    )
    own, theirs = ([1, 1, 0], [0, 0, 1]) if rule.get("better") == "lower" else ([9, 9, 10], [10, 10, 10 if others[1] < 80 else 9])
    marks = {"投资": {"甲": own, "乙": theirs}, "作风": dict(zip("甲乙", others, strict=True))}
    need = needs_of(fill(new_store(), scheme, marks), "甲")["投资"]
    assert (need.then, need.best) == (then, then)
    assert abs(need.now - Decimal(sum(own)) / 3) < Decimal("0.0001")
    assert 0 < need.share < Decimal("0.25")


def test_under_the_lowest_score_only_the_binding_dimension_helps():
    found = needs_of(three_villages(overdue=0, aggregation="minimum"), "乙")
    assert found["作风"].then is None
    assert found["项目"].then == Decimal("92.51")
    both_bind = needs_of(three_villages(overdue=3, aggregation="minimum"), "乙")
    assert both_bind["项目"].then is None
    assert both_bind["作风"].then is None
    assert both_bind["together"].gain == Decimal("7.51")


def test_no_score_is_raised_beyond_100():
    scheme = scheme_of(
        dimension("项目", indicator("投资")),
        dimension("作风", indicator("测评")),
        award=[{"name": "先进集体", "groups": [VILLAGES], "quota": 1}],
    )
    found = needs_of(fill(new_store(), scheme, {"投资": {"甲": 100, "乙": 90}, "测评": {"甲": 95, "乙": 60}}), "乙")
    assert (found["项目"].then, found["作风"].then) == (None, None)
    assert found["together"].gain == Decimal("35.01")  # 100 and 95.01


def test_an_incomplete_unit_has_no_needs_until_its_gap_is_filled():
    store = three_villages()
    store.append([sheet_draft({"投资": {"丁": 9}})], "考核办")
    store.append([roster_set(roster_of(**{VILLAGES: "甲 乙 丙 丁"}))], "考核办")
    assert needs_of(store, "丁") == {}
