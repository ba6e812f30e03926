"""Why a rank changed: the four parts are the mean over all orders of switching, and sum to the change."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.events import roster_set, scheme_set, sheet_imported
from evaluation.group_scores import read_group
from evaluation.rank_change import CAUSES, RankChange, explain_change, shapley
from evaluation.ranking import rank_units
from evaluation.scheme_reading import read_scheme
from tests.chain import (
    GROUP,
    adjustment_draft,
    dimension,
    indicator,
    mark_of,
    new_store,
    roster_of,
    scheme_of,
    sheet_draft,
    undo_all,
    veto_draft,
)
from tests.oracle import oracle_rank
from tests.strategies import to_toml


def by_orders(worth) -> dict[str, Fraction]:
    """The definition: switch the causes one after another in each of the 24 orders, and take the mean."""
    values = dict.fromkeys(CAUSES, Fraction(0))
    for order in permutations(CAUSES):
        for place, cause in enumerate(order):
            before = frozenset(order[:place])
            values[cause] += Fraction(worth[before | {cause}] - worth[before], 24)
    return values


coalitions = [frozenset(cause for bit, cause in enumerate(CAUSES) if number >> bit & 1) for number in range(16)]


@given(st.lists(st.integers(-30, 0), min_size=16, max_size=16))
def test_shapley_is_the_mean_over_all_orders(worths):
    worth = dict(zip(coalitions, map(Fraction, worths), strict=True))
    assert shapley(CAUSES, worth) == by_orders(worth)


SCHEMES = [
    {"name": "考核", "missing": missing, "dimension": [
        {"name": "项目", "weight": weight, "indicator": [{"name": "投资", "full_mark": 10}]},
        {"name": "作风", "weight": 1, "indicator": [{"name": "测评", "rule": rule}]},
    ]}
    for missing in ("incomplete", "zero", "group_mean") for weight in (1, 3) for rule in ("min_max", "percentile_rank")
]  # fmt: skip
UNITS = ("甲", "乙", "丙", "丁")
marks = st.one_of(st.none(), st.integers(0, 10))
periods = st.fixed_dictionaries({unit: st.tuples(marks, marks) for unit in UNITS})


def as_marks(given_marks, present) -> list[dict]:
    return [
        {"unit": unit, "indicator": name, "rater": "", "mark": mark}
        for unit in UNITS if unit in present
        for name, mark in zip(("投资", "测评"), given_marks[unit], strict=True) if mark is not None
    ]  # fmt: skip


def rank_by_oracle(scheme, given_marks, present, unit: str) -> int | None:
    roster = [{"unit": name, "group": GROUP} for name in UNITS if name in present]
    rows = oracle_rank(scheme, roster, as_marks(given_marks, present), [], [], "2022年")
    return next(row["rank"] for row in rows if row["unit"] == unit)


def expected(old, new, schemes, unit: str) -> dict[str, Fraction] | None:
    """The same question with the oracle: rank the 16 mixtures, switch in all 24 orders."""
    periods = ((old, schemes[0]), (new, schemes[1]))
    took_part = []
    for data, scheme in periods:
        ranked = {name for name in UNITS if rank_by_oracle(scheme, data, UNITS, name) is not None}
        took_part.append({name for name in UNITS if name in ranked or any(mark is not None for mark in data[name])})
    if not all(unit in units for units in took_part):
        return None
    worth = {}
    for chosen in coalitions:
        present = took_part["units" in chosen]
        mixed = {}
        for name in present:
            wanted = ("own" if name == unit else "others") in chosen
            mixed[name] = (old, new)[wanted if name in took_part[wanted] else not wanted][name]
        rank = rank_by_oracle(schemes["rules" in chosen], mixed, present, unit)
        if rank is None:
            return None
        worth[chosen] = -rank
    return by_orders(worth)


STORE = new_store()


def both_periods(scheme, old, new):
    """Bring two periods to the product and return its groups; None where a period has no mark."""

    drafts = []
    for period, data in (("2021年", old), ("2022年", new)):
        rows = [mark_of(m["unit"], m["indicator"], m["mark"], "", period) for m in as_marks(data, UNITS)]
        if not rows:
            return None
        drafts.append(sheet_imported(f"{period}.csv", "", period.encode(), rows, period))
    STORE.append([*undo_all(STORE), scheme_set(scheme), roster_set(roster_of(**{GROUP: " ".join(UNITS)})), *drafts], "考核办")
    return [read_group(STORE.cursor(), period, GROUP) for period in ("2021年", "2022年")]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(periods, periods, st.sampled_from(SCHEMES), st.sampled_from(SCHEMES))
def test_the_parts_are_those_of_the_oracle_and_sum_to_the_change_of_the_official_ranks(old, new, first, second):
    schemes = [read_scheme(to_toml(scheme)) for scheme in (first, second)]
    groups = both_periods(schemes[1], old, new)
    if groups is None:
        return
    for unit in UNITS[:2]:
        change = explain_change(*groups, unit, *schemes)
        assert (change and change.parts) == expected(old, new, (first, second), unit)
        if change:
            assert sum(change.parts.values()) == change.before - change.now == change.gained
            official = {item.unit: item.rank for item in rank_units(STORE.cursor(), "2022年").units}
            assert change.now == official[unit]
            if first == second:
                assert change.parts["rules"] == 0


def two_periods(old, new, scheme=None, more=()):
    scheme = scheme or scheme_of(dimension("项目", indicator("投资")))
    store = new_store()

    units = " ".join(dict.fromkeys([*old, *new]))
    store.append(
        [
            scheme_set(scheme),
            roster_set(roster_of(**{GROUP: units})),
            sheet_draft({"投资": old}, "2021年"),
            sheet_draft({"投资": new}),
            *more,
        ],
        "考核办",
    )
    return scheme, [read_group(store.cursor(), period, GROUP) for period in ("2021年", "2022年")]


def test_a_unit_overtaken_by_newcomers_alone_owes_it_to_them():
    scheme, groups = two_periods({"甲": 80, "乙": 70}, {"甲": 80, "乙": 70, "丙": 90, "丁": 95})
    change = explain_change(*groups, "甲", scheme, scheme)
    assert change == RankChange(1, 3, {"own": 0, "others": 0, "units": -2, "rules": 0}, ("丙", "丁"), ())


def test_a_unit_that_moved_up_as_others_left_owes_it_to_them():
    scheme, groups = two_periods({"甲": 80, "乙": 90}, {"甲": 80})
    assert explain_change(*groups, "甲", scheme, scheme) == RankChange(
        2, 1, {"own": 0, "others": 0, "units": 1, "rules": 0}, (), ("乙",)
    )


@pytest.mark.parametrize(
    ("more", "cause", "part"),
    [
        (adjustment_draft([("甲", -20)]), "own", -1),
        (adjustment_draft([("乙", 20)]), "others", -1),
        (adjustment_draft([("乙", 20)], "2021年"), "others", 1),
        (veto_draft([("丙", "事故")]), "others", 1),
    ],
)
def test_points_and_vetoes_belong_to_whose_they_are(more, cause, part):
    scheme = scheme_of(dimension("项目", indicator("投资")), veto="unrank")
    same = {"甲": 80, "乙": 70, "丙": 90}
    _, groups = two_periods(same, same, scheme, [more])
    nothing = dict.fromkeys(CAUSES, 0)
    assert explain_change(*groups, "甲", scheme, scheme).parts == {**nothing, cause: part}


def test_a_unit_that_gained_while_others_stood_still_owes_it_to_itself():
    scheme, groups = two_periods({"甲": 60, "乙": 70, "丙": 80}, {"甲": 90, "乙": 70, "丙": 80})
    assert explain_change(*groups, "甲", scheme, scheme).parts == {"own": 2, "others": 0, "units": 0, "rules": 0}


def test_a_unit_without_a_rank_in_one_period_has_no_change():
    scheme, groups = two_periods({"乙": 70, "丙": 80}, {"甲": 90, "乙": 70, "丙": 80})
    assert explain_change(*groups, "甲", scheme, scheme) is None


def test_a_year_made_up_of_parts_is_not_split():
    scheme, (old, new) = two_periods({"甲": 60}, {"甲": 90})
    assert explain_change(replace(old, has_parts=True), new, "甲", scheme, scheme) is None
    assert explain_change(old, replace(new, has_parts=True), "甲", scheme, scheme) is None


def test_other_weights_alone_are_the_schemes_part():
    first, second = (
        scheme_of(dimension("项目", indicator("投资"), weight=weight), dimension("作风", indicator("测评"), weight=10 - weight))
        for weight in (9, 1)
    )
    marks = {"投资": {"甲": 90, "乙": 60}, "测评": {"甲": 50, "乙": 90}}
    store = new_store()

    store.append(
        [scheme_set(second), roster_set(roster_of(**{GROUP: "甲 乙"})), sheet_draft(marks, "2021年"), sheet_draft(marks)],
        "考核办",
    )
    groups = [read_group(store.cursor(), period, GROUP) for period in ("2021年", "2022年")]
    assert explain_change(*groups, "甲", first, second).parts == {"own": 0, "others": 0, "units": 0, "rules": -1}
