"""What a view shows: compared with a plain Python reading of the same wishes, on groups with gaps, ties and vetoes."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.ranking import RankedUnit
from evaluation.roster import Unit
from evaluation.search import matches
from evaluation.shortlist import Candidate
from evaluation.view import View, change, shown, tags_of
from tests.chain import fill, new_store, one, roster_of

NAMES = ("东坪村", "李家河村", "安川村", "崇文社区", "白杨村", "新城社区", "张家塬村", "Ａ'村%")
DIMENSIONS = ("项目建设", "营商环境")
STORE = fill(new_store(), one(full_mark=100), {"投资": {"东坪村": 1}}, roster=roster_of(**{"村（社区）": " ".join(NAMES)}))
UNITS = [Unit(name, "村（社区）", ("老街",) if name == "白杨村" else (), place) for place, name in enumerate(NAMES, 1)]
POINTS = st.sampled_from([None, Decimal("60.00"), Decimal("70.00"), Decimal("70.01"), Decimal("88.50"), Decimal("100.00")])


@st.composite
def groups(draw) -> list[Candidate]:
    """Candidates in some rank order; ranks may tie, some units lack scores."""
    candidates, rank = [], 1
    for name in draw(st.permutations(NAMES)):
        scores = dict(zip(DIMENSIONS, draw(st.tuples(POINTS, POINTS)), strict=True))
        total = None if None in scores.values() else sum(scores.values()) / 2
        rank += draw(st.integers(0, 1))
        unit = RankedUnit(
            "2022年", "村（社区）", name, 1, None if total is None else rank, total, total,
            draw(st.sampled_from([Decimal("0.00"), Decimal("-0.50"), Decimal("1.00")])), scores,
            "incomplete" if total is None else "ranked", vetoes=draw(st.sampled_from([(), ("事故",)])),
        )  # fmt: skip
        part = draw(st.sampled_from(["suggested", "tied", "outside", "barred"]))
        gap = None if total is None else total - Decimal("80.00")
        below = ("营商环境",) if draw(st.booleans()) else ()
        candidates.append(Candidate(unit, part != "barred", part == "suggested", part == "tied", (), gap, below))
    return candidates


views = st.builds(
    View,
    search=st.sampled_from(["", "村", "ljh", "dpc", "老街", "%", "'", "没有"]),
    wanted=st.lists(
        st.frozensets(st.sampled_from(["ranked", "incomplete", "vetoed", "below_floor", "suggested", "barred"]), min_size=1),
        max_size=2,
    ).map(tuple),
    floors=st.dictionaries(st.sampled_from(DIMENSIONS), st.sampled_from([Decimal(70), Decimal("70.01")]), max_size=2),
    lowest=st.sampled_from([None, Decimal(70)]),
    highest=st.sampled_from([None, Decimal("88.5")]),
    sort=st.sampled_from(["rank", "change", "roster", "adjustment", "total", "gap", "dimension"]),
    dimension=st.sampled_from(DIMENSIONS),
    reverse=st.booleans(),
)  # fmt: skip


def slowly(view: View, candidates: list[Candidate], before: dict[str, int | None]) -> list[str]:
    """The same wishes, read one by one."""

    def passes(candidate: Candidate) -> bool:
        unit = candidate.unit
        return (
            any(one.name == unit.unit and matches(one, view.search) for one in UNITS)
            and all(set(tags_of(candidate)) & group for group in view.wanted)
            and all(unit.dimensions[name] is not None and unit.dimensions[name] >= least for name, least in view.floors.items())
            and (view.lowest is None or (unit.total is not None and unit.total >= view.lowest))
            and (view.highest is None or (unit.total is not None and unit.total <= view.highest))
        )

    def figure(candidate: Candidate):
        unit = candidate.unit
        return {
            "rank": unit.rank, "change": change(before.get(unit.unit), unit.rank), "roster": NAMES.index(unit.unit),
            "adjustment": unit.adjustment, "total": unit.total, "gap": candidate.gap,
            "dimension": unit.dimensions[view.dimension],
        }[view.sort]  # fmt: skip

    found = [candidate for candidate in candidates if passes(candidate)]
    usual = -1 if view.sort in ("change", "adjustment", "total", "gap", "dimension") else 1
    sign = -usual if view.reverse else usual
    found.sort(key=lambda candidate: (figure(candidate) is None, sign * (figure(candidate) or 0)))
    return [candidate.unit.unit for candidate in found]


@settings(max_examples=40, deadline=None)
@given(candidates=groups(), view=views, old=st.dictionaries(st.sampled_from(NAMES), st.integers(1, 9) | st.none()))
def test_a_view_shows_what_a_plain_reading_of_its_wishes_shows_and_ranks_stay(candidates, view, old):
    found = shown(STORE.cursor(), view, candidates, UNITS, old)
    assert [candidate.unit.unit for candidate in found] == slowly(view, candidates, old)
    assert all(candidate in candidates for candidate in found)


def all_ranked() -> list[Candidate]:
    scores = dict.fromkeys(DIMENSIONS, Decimal("80.00"))
    return [
        Candidate(RankedUnit("2022年", "村（社区）", name, 1, place, *[Decimal("80.00")] * 2, Decimal(0), scores, "ranked"),
                  True, False, False, (), None)
        for place, name in enumerate(NAMES, 1)
    ]  # fmt: skip


@pytest.mark.parametrize("reverse", [False, True])
def test_names_are_sorted_by_pinyin(reverse):
    found = [row.unit.unit for row in shown(STORE.cursor(), View(sort="name", reverse=reverse), all_ranked()[:7], UNITS, {})]
    by_pinyin = ["安川村", "白杨村", "崇文社区", "东坪村", "李家河村", "新城社区", "张家塬村"]
    assert found == (by_pinyin[::-1] if reverse else by_pinyin)


def test_an_empty_group_shows_nothing():
    assert shown(STORE.cursor(), View(search="x"), [], UNITS, {}) == []


def test_a_view_counts_its_filters_and_not_its_order():
    assert View(sort="total", reverse=True).filters == 0
    assert View("dpc", (frozenset({"vetoed"}),), {"项目建设": Decimal(1)}, Decimal(1), Decimal(2)).filters == 5
