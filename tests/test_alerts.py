"""What speaks against a list as it stands, whose rank moved, and cells on which two files disagree."""

from decimal import Decimal

import pytest

from evaluation.alerts import SMALL_MOVE, Mover, alerts, movers
from evaluation.contest import may_turn
from evaluation.events import import_undone
from evaluation.history import Doubt, doubts
from evaluation.ranking import rank_units
from evaluation.shortlist import suggest
from evaluation.stability import explore
from tests.chain import GROUP, PERIOD, dimension, fill, indicator, new_store, scheme_of, sheet_draft
from tests.stability.cases import contest, random_contest


@pytest.fixture
def store():
    store = new_store()
    yield store
    store.close()


def found(store, first: dict, second: dict):
    scheme = scheme_of(
        dimension("项目", indicator("投资")), dimension("作风", indicator("作风")),
        award=[{"name": "先进", "groups": [GROUP], "quota": 1}],
    )  # fmt: skip
    fill(store, scheme, {"投资": first, "作风": second})
    ranking = rank_units(store.cursor(), PERIOD)
    return alerts(ranking, suggest(ranking, scheme, scheme.award[0], GROUP), scheme)


def test_a_list_that_a_small_weight_turns_is_said_with_who_changes_places(store):
    found_now = found(store, {"甲": 90, "乙": 80}, {"甲": 80, "乙": "89.90"})
    assert found_now.turns_at is not None
    assert found_now.turns_at < 1
    assert (found_now.enters, found_now.leaves) == (("乙",), ("甲",))
    tilted = rank_units(store.cursor(), PERIOD, weights={"项目": Decimal(49), "作风": Decimal(51)})
    assert tilted.units[0].unit == "乙"


def test_a_lead_within_rounding_is_said(store):
    assert found(store, {"甲": 90, "乙": 90}, {"甲": 80, "乙": "79.98"}).within_rounding == Decimal("0.01")


@pytest.mark.parametrize("other", [60, 95])
def test_a_firm_list_has_no_warnings(store, other):
    nothing = found(store, {"甲": 99, "乙": 50}, {"甲": 98, "乙": other})
    assert (nothing.within_rounding, nothing.turns_at) == (None, None)


def test_one_unit_has_no_warnings(store):
    assert found(store, {"甲": 99}, {"甲": 98}).turns_at is None


def test_the_largest_change_of_rank_comes_first_and_units_without_one_are_left_out(store):
    found(store, {name: 90 - place for place, name in enumerate("甲乙丙丁")}, dict.fromkeys("甲乙丙丁", 80))
    ranking = rank_units(store.cursor(), PERIOD)
    before = {"甲": 4, "乙": 1, "丙": 3, "丁": None}
    assert movers(ranking, GROUP, before, 5) == [Mover("甲", 3, 1), Mover("乙", -1, 2)]
    assert movers(ranking, GROUP, before, 1) == [Mover("甲", 3, 1)]
    assert movers(ranking, GROUP, {}, 5) == []


def test_a_cell_on_which_two_files_in_force_disagree_is_in_doubt_until_one_is_undone(store):
    found(store, {"甲": 90, "乙": 80}, {"甲": 80, "乙": 70})
    assert doubts(store.cursor(), PERIOD, ["甲", "乙"]) == []
    later = store.append([sheet_draft({"投资": {"甲": "91.5", "乙": 80}}, file="更正.csv")], "考核办")[-1]
    (one,) = doubts(store.cursor(), PERIOD, ["甲", "乙"])
    assert one == Doubt("甲", "项目", "投资", Decimal(90), Decimal("91.5"))
    assert doubts(store.cursor(), PERIOD, ["乙"]) == []
    last = store.append([sheet_draft({"投资": {"甲": 95}}, file="再更正.csv")], "考核办")[-1]
    assert doubts(store.cursor(), PERIOD, ["甲"]) == [Doubt("甲", "项目", "投资", Decimal("91.5"), Decimal(95))]
    store.append([import_undone(later.position, "更正.csv")], "考核办")
    assert doubts(store.cursor(), PERIOD, ["甲"]) == [Doubt("甲", "项目", "投资", Decimal(90), Decimal(95))]
    store.append([import_undone(last.position, "再更正.csv")], "考核办")
    assert doubts(store.cursor(), PERIOD, ["甲", "乙"]) == []


@pytest.mark.parametrize("aggregation", ["arithmetic", "minimum", "geometric", "harmonic"])
def test_a_list_that_is_called_firm_is_turned_by_no_small_move(aggregation):
    """The short answer against the long one: it may send too much on to it, and never too little."""
    firm = turned = 0
    for seed in range(120):
        given = random_contest(seed, coarse=seed % 3 == 2, width=2 + seed % 3, aggregation=aggregation)
        points = explore(given).safety.points
        if points is not None and points < SMALL_MOVE:
            turned += 1
            assert may_turn(given, SMALL_MOVE)
        firm += not may_turn(given, SMALL_MOVE)
    assert firm > 20
    assert aggregation == "minimum" or turned > 5


def test_how_far_a_list_is_firm_is_the_same_by_both_roads():
    for seed in range(60):
        given = random_contest(seed)
        points = explore(given).safety.points
        if points:
            assert may_turn(given, points * 1.000001)
            assert may_turn(given, points * 0.999999) is False


def test_units_level_at_the_cut_are_never_called_firm():
    assert may_turn(contest([[90, 80], [80, 90], [50, 50]], places=1), SMALL_MOVE)
    assert not may_turn(contest([[90, 80], [80, 90], [50, 50]], places=2), SMALL_MOVE)
