"""A unit whose old name is an alias in a new roster is the same unit: what is stored of it goes on counting."""

import pytest

from evaluation.award_lock import lock_draft
from evaluation.events import decided, import_redone, import_undone, roster_set, scheme_set, units_today
from evaluation.journal import Draft
from evaluation.locks import ChangesLocked
from evaluation.ranking import rank_units, to_json
from evaluation.rectification import RectificationLine, read_rectification, rectification_saved
from evaluation.roster import Roster, Unit
from evaluation.selection import read_decisions
from evaluation.shortlist import find_award
from evaluation.store import Store
from evaluation.unit_names import names_after
from tests.chain import PERIOD, adjustment_draft, dimension, indicator, new_store, roster_of, scheme_of, sheet_draft, veto_draft
from tests.growth import growth

AWARD = "先进集体"
SCHEME = scheme_of(
    dimension("项目建设", indicator("投资"), indicator("开工", rule="min_max")),
    award=[{"name": AWARD, "groups": ["村"], "quota": 1}],
    veto="unrank",
)
OLD = roster_of(村="甲村 乙村 丙村")
ABOUT_OTHERS = {"甲村": 80, "丙村": 70.5}


def roster(*units: str) -> Draft:
    """Return the draft of a roster; each unit is its name, then its aliases."""
    named = (unit.split() for unit in units)
    return roster_set(Roster(tuple(Unit(name, "村", tuple(aliases), place) for place, (name, *aliases) in enumerate(named, 1))))


RENAMED = roster("甲村", "乙社区 乙 乙村", "丙村")


def imports(name: str) -> list[Draft]:
    """Return files that call the second unit by a name."""
    return [
        sheet_draft({"投资": {name: 90, **ABOUT_OTHERS}, "开工": {name: 5, "甲村": 7, "丙村": 1}}),
        sheet_draft({"投资": {name: 91.25}}, file="更正.csv"),
        adjustment_draft([(name, 2), ("甲村", "0.5")]),
        adjustment_draft([(name, 3)]),  # the same reason: it takes the place of the first
    ]


def store_with(*drafts: Draft) -> Store:
    store = new_store()
    store.append([scheme_set(SCHEME), *drafts], "考核办")
    return store


def ranked(store: Store) -> list[dict]:
    return to_json(rank_units(store.cursor(), PERIOD))


def totals(store: Store) -> dict[str, str | None]:
    return {row["unit"]: row["total"] for row in ranked(store)}


def test_a_roster_from_before_names_carried_leaves_figures_as_they_were():
    names = names_after({}, [("甲村", "村", [])], 1)
    old = names_after(names, [("甲社区", "村", ["甲村"])], 2, carries=False)
    assert old["甲村"].unit == "甲村"
    assert names_after(old, [("甲社区", "村", ["甲村"])], 3)["甲村"].unit == "甲社区"


@pytest.mark.parametrize("vetoed", [False, True])
def test_the_figures_are_those_of_files_with_the_new_name(vetoed):
    vetoes = {name: [veto_draft([(name, "事故")])] if vetoed else [] for name in ("乙村", "乙社区")}
    store = store_with(roster_set(OLD), *imports("乙村"), *vetoes["乙村"])
    store.append([RENAMED], "考核办")
    expected = store_with(RENAMED, *imports("乙社区"), *vetoes["乙社区"])
    assert ranked(store) == ranked(expected)
    assert {row["unit"]: row["vetoes"] for row in ranked(store)}["乙社区"] == ["事故"] * vetoed


def test_a_later_file_with_the_new_name_replaces_what_the_old_one_had_and_undo_brings_it_back():
    store = store_with(roster_set(OLD), *imports("乙村"), RENAMED)
    before = ranked(store)
    (event,) = store.append([sheet_draft({"投资": {"乙社区": 50}}, file="新.csv")], "张三")
    assert ranked(store) == ranked(store_with(RENAMED, *imports("乙社区"), sheet_draft({"投资": {"乙社区": 50}})))
    store.append([import_undone(event.position, "新.csv")], "张三")
    assert ranked(store) == before
    store.append([import_undone(3, "评分.csv"), import_redone(3, "评分.csv")], "张三")
    assert ranked(store) == before


def test_decisions_and_rectification_go_on_for_the_new_name():
    store = store_with(roster_set(OLD), *imports("乙村"))
    store.append([decided(PERIOD, AWARD, "乙村", "chosen", "会议研究")], "主任")
    store.append([rectification_saved(PERIOD, "村", [RectificationLine("乙村", person="张三")])], "主任")
    store.append([RENAMED], "考核办")
    assert {unit: item.reason for unit, item in read_decisions(store.cursor(), PERIOD, AWARD).items()} == {"乙社区": "会议研究"}
    assert read_rectification(store.cursor(), PERIOD, "村", units_today(store.cursor())).lines["乙社区"].person == "张三"
    store.append([decided(PERIOD, AWARD, "乙社区", "", "")], "主任")
    assert read_decisions(store.cursor(), PERIOD, AWARD) == {}


def test_a_name_goes_on_through_later_rosters_and_back():
    store = store_with(roster_set(OLD), *imports("乙村"))
    before = ranked(store)
    for later in (RENAMED, roster("甲村", "乙社区", "丙村"), roster("甲村", "乙镇 乙社区", "丙村")):
        store.append([later], "考核办")
        assert sorted(filter(None, totals(store).values())) == sorted(row["total"] for row in before)
    store.append([roster("甲村", "乙村 乙镇", "丙村")], "考核办")
    assert ranked(store) == before


def test_the_earlier_roster_once_more_undoes_the_renaming():
    store = store_with(roster_set(OLD), *imports("乙村"), RENAMED, sheet_draft({"投资": {"乙社区": 50}}, file="新.csv"))
    before = sorted(row["total"] for row in ranked(store))
    store.append([roster_set(OLD)], "考核办")
    assert sorted(row["total"] for row in ranked(store)) == before
    assert set(totals(store)) == {"甲村", "乙村", "丙村"}


def test_an_alias_that_was_left_out_at_first_brings_the_marks_back():
    store = store_with(roster_set(OLD), *imports("乙村"), roster_set(roster_of(村="甲村 乙社区 丙村")))
    assert totals(store)["乙社区"] is None
    store.append([RENAMED], "考核办")
    assert ranked(store) == ranked(store_with(RENAMED, *imports("乙社区")))


def test_a_name_that_is_a_unit_again_has_its_own_marks_again():
    store = store_with(roster_set(OLD), *imports("乙村"), RENAMED, sheet_draft({"投资": {"乙社区": 50}}, file="新.csv"))
    store.append([roster("甲村", "乙村", "丙村", "乙社区")], "考核办")
    assert totals(store) == {**totals(store_with(roster_set(OLD), *imports("乙村"))), "乙社区": None}


def test_a_unit_that_takes_in_another_one_keeps_its_own_marks():
    store = store_with(roster_set(OLD), *imports("乙村"), sheet_draft({"投资": {"丙村": 99}}, file="丙.csv"))
    store.append([roster("甲村 丙村", "乙村")], "考核办")
    alone = store_with(roster_set(roster_of(村="甲村 乙村")), *imports("乙村"))
    assert ranked(store) == ranked(alone)


def test_names_of_one_roster_are_never_taken_over():
    names = names_after({}, [("甲", "村", []), ("乙", "村", [])], 1)
    names = names_after(names, [("甲", "村", [])], 2)
    names = names_after(names, [("甲", "村", ["乙"])], 3)
    assert {name: borne.unit for name, borne in names.items()} == {"甲": "甲", "乙": "乙"}


def test_replaying_the_journal_gives_the_same_tables():
    store = store_with(roster_set(OLD), *imports("乙村"))
    for later in (RENAMED, sheet_draft({"投资": {"乙社区": 50}}, file="新.csv"), roster("甲村", "乙村 乙社区", "丙村"), RENAMED):
        store.append([later], "考核办")
    assert Store(store.journal).digest() == store.digest()
    assert store.as_of(2).roster == OLD


@pytest.mark.parametrize("batch", [[], [RENAMED]], ids=["renamed before", "renamed in the same save"])
def test_a_locked_list_holds_a_renamed_unit_fast(batch):
    store = store_with(roster_set(OLD), *imports("乙村"), roster_set(OLD))
    draft, position = lock_draft(store, PERIOD, find_award(store.scheme, AWARD))
    store.append([draft], "主任", seen=position)
    if not batch:
        store.append([RENAMED], "考核办")
    for late in (adjustment_draft([("乙社区", 5)]), veto_draft([("乙社区", "事故")]), sheet_draft({"投资": {"乙社区": 1}})):
        with pytest.raises(ChangesLocked):
            store.append([*batch, late], "张三")
    store.append([*batch, adjustment_draft([("乙社区", 5)], "2023年")], "张三")


def test_a_locked_list_holds_a_unit_fast_that_two_rosters_of_one_save_rename():
    store = store_with(roster_set(OLD), *imports("乙村"))
    draft, position = lock_draft(store, PERIOD, find_award(store.scheme, AWARD))
    store.append([draft], "主任", seen=position)
    batch = [RENAMED, roster("甲村", "乙园区 乙社区", "丙村")]
    for late in (adjustment_draft([("乙园区", 5)]), veto_draft([("乙园区", "事故")]), sheet_draft({"投资": {"乙园区": 1}})):
        with pytest.raises(ChangesLocked):
            store.append([*batch, late], "张三")
    store.append([*batch, adjustment_draft([("乙园区", 5)], "2023年")], "张三")


def test_one_made_of_several_takes_over_nobodys_and_a_line_goes_over_as_a_whole():
    first = names_after({}, [("甲村", "村", []), ("乙村", "村", []), ("丙村", "村", [])], 1)
    merged = names_after(first, [("新社区", "村", ["甲村", "乙村"]), ("丙村", "村", [])], 2)
    assert [merged[name].unit for name in ("甲村", "乙村")] == ["甲村", "乙村"]
    second = names_after(first, [("甲社区", "村", ["甲村"]), ("乙村", "村", []), ("丙社区", "村", ["丙村"])], 2)
    absorbed = names_after(second, [("甲社区", "村", ["甲村", "丙社区", "丙村"]), ("乙村", "村", [])], 3)
    assert absorbed["甲村"].unit == "甲社区"
    assert absorbed["丙村"].unit != "甲社区"
    oldest_alone = names_after(second, [("甲镇", "村", ["甲村"]), ("乙村", "村", []), ("丙社区", "村", ["丙村"])], 3)
    assert {oldest_alone[name].unit for name in ("甲村", "甲社区")} == {"甲镇"}


def test_the_work_of_keeping_names_grows_with_the_roster_and_not_with_its_square():
    def renamed(count: int) -> None:
        names = names_after({}, [(f"{number}村", "村", []) for number in range(count)], 1)
        names_after(names, [(f"{number}社区", "村", [f"{number}村"]) for number in range(count)], 2)

    assert growth(renamed, 1_000, 4_000) < 9
