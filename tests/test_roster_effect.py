"""What is said of a roster, and counted, before it is taken in: held against what the tables say once it is."""

import pytest

from evaluation.events import decided, scheme_set
from evaluation.history import effect_of, without_stored
from evaluation.intake import File, Intake, check_files, drafts_for
from evaluation.store import Store
from tests.chain import dimension, indicator, new_store, scheme_of

SCHEME = scheme_of(dimension("项目建设", indicator("投资"), indicator("开工")))
FIRST = "甲村 乙村 丙村"
RENAMED = "甲村 乙社区:乙村 丙村"


def roster(units: str, name: str = "名册.csv") -> File:
    """``roster("甲村 乙社区:乙村")``: names, with their aliases behind a colon."""
    lines = [f"{unit},村,{'、'.join(aliases)}" for unit, *aliases in (item.split(":") for item in units.split())]
    return File(name, "\n".join(["单位,类别,别名", *lines]).encode())


def marks(*lines: str, name: str = "评分.csv", head: str = "单位,投资,开工") -> File:
    return File(name, "\n".join([head, *lines]).encode())


def read(store: Store, *files: File) -> Intake:
    intake = check_files(files, SCHEME, store.roster, period="2022年")
    intake.raise_errors()
    return intake


def take(store: Store, *files: File) -> None:
    store.append(drafts_for(read(store, *files)), "考核办")


@pytest.fixture
def store() -> Store:
    store = new_store()
    store.append([scheme_set(SCHEME)], "考核办")
    take(store, roster(FIRST), marks("甲村,90,80", "乙村,70,60", "丙村,50,40"))
    return store


def said(store: Store, *files: File) -> dict[str, str]:
    """Return code → sentence of what is said of the rosters among the files."""
    found, _ = without_stored(store.cursor(), read(store, *files))
    return {problem.code: problem.message for problem in found.problems if problem.code.startswith("units_")}


BONUS = File("加减分.csv", "单位,加减分,事由\n乙村,1,好事\n".encode())
VETO = File("一票否决.csv", "单位,事由\n乙村,事故\n".encode())


def test_a_name_that_is_a_unit_of_its_own_again_takes_back_what_is_stored_under_it_and_that_is_said(store):
    take(store, BONUS, VETO)
    store.append([decided("2022年", "先进集体", "乙村", "chosen", "会议研究")], "主任")
    take(store, roster(RENAMED))
    take(store, marks("乙社区,75,", name="更正.csv"))
    assert said(store, roster("甲村 乙社区 乙村 丙村 丁村")) == {
        "units_apart": "有 1 个旧名又成了单独的单位：乙村（从乙社区收回 2 格评分、1 条加减分、1 条一票否决、1 个名单决定）。"
        "入库后这些算在旧名下，不再算在改名后的单位名下。",
        "units_new": "新增 1 个单位：丁村。",
    }


def test_a_unit_that_comes_back_brings_its_marks_and_that_is_said(store):
    take(store, roster("甲村 乙村"))
    assert said(store, roster(FIRST + " 丁村")) == {
        "units_back": "有 1 个单位又回到名册，以前入库的又算数：丙村（2 格评分）。",
        "units_new": "新增 1 个单位：丁村。",
    }
    assert said(store, roster("甲村 乙村 丙社区:丙村"))["units_back"].endswith("：丙村 → 丙社区（2 格评分）。")


def test_an_alias_that_comes_later_brings_the_marks_of_the_old_name_and_that_is_said(store):
    take(store, roster("甲村 乙社区 丙村"))
    assert said(store, roster(RENAMED)) == {"units_back": "有 1 个单位又回到名册，以前入库的又算数：乙村 → 乙社区（2 格评分）。"}


def test_of_a_unit_that_goes_only_what_nobody_takes_back_is_lost(store):
    for later in (RENAMED, "甲村 乙镇:乙社区 丙村"):
        take(store, roster(later))
        take(store, marks(f"{later.split()[1].split(':')[0]},71,", name=f"{later}.csv"))
    found = said(store, roster("甲村 乙村 乙社区 丙村"))
    assert found["units_gone"].startswith("现用名册里有 1 个单位不在这份名册里，入库后不再排名：乙镇（1 格评分）。")
    assert "乙村（从乙镇收回 2 格评分）、乙社区（从乙镇收回 1 格评分）" in found["units_apart"]


LATER = (
    "甲村 乙社区 乙村 丙村",
    FIRST,
    RENAMED,
    "甲村 乙镇:乙社区 丙村",
    "甲村 乙社区 丙村 乙镇",
    "甲村:乙社区 丙村 乙村",
    "丙村",
)


@pytest.mark.parametrize(
    "way", [[RENAMED], [RENAMED, "甲村 乙镇:乙社区 丙村"], ["甲村 乙社区 丙村"], ["甲村 丙村"]], ids=" / ".join
)
@pytest.mark.parametrize("later", LATER)
def test_the_preview_of_sheets_with_a_new_roster_is_what_storing_does(store, way, later):
    for number, units in enumerate(way):
        take(store, roster(units))
        name = units.split()[1].split(":")[0]
        take(store, marks(f"{name},{71 + number},60", name=f"{number}.csv"))
    given = {unit.split(":")[0]: f"70,{60 + place}" for place, unit in enumerate(later.split())}
    sheet = marks(*[f"{unit},{both}" for unit, both in given.items()], name="新.csv")
    effect = effect_of(store.cursor(), read(store, roster(later), sheet))
    take(store, roster(later))
    there = {
        (unit, name): mark for unit, name, mark in store.cursor().execute("select unit, indicator, mark from mark").fetchall()
    }
    new = {
        (unit, name): int(mark)
        for unit, both in given.items()
        for name, mark in zip(("投资", "开工"), both.split(","), strict=True)
    }
    same = {cell for cell, mark in new.items() if there.get(cell) == mark}
    assert (effect.new, effect.same, effect.missing) == (len(new.keys() - there.keys()), len(same), 0)
    changes = {((item.unit, item.indicator), item.old) for item in effect.changes}
    assert changes == {(cell, there[cell]) for cell in new.keys() & there.keys() - same}
