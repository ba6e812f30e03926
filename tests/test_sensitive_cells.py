"""The closest changes that alter the list are those that trying every mark finds."""

import os
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from evaluation.group_scores import Group, read_group
from evaluation.proposed import Seats
from evaluation.rules import reach
from evaluation.sensitive_cells import sensitive_cells
from evaluation.shortlist import suggest
from tests.chain import dimension, fill, indicator, new_store, ranking_of, scheme_of, sheet_draft
from tests.small_cases import STORE, brute_force, group_of, small_cases

EXAMPLES = int(os.environ.get("CELL_EXAMPLES", "12"))
quick = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def proposed(rows: list[dict]) -> set[str]:
    return {row["unit"] for row in rows if row["suggested"]}


def nearest_by_trial(case, group, number: int) -> Decimal | None:
    """The distance of the nearest other mark, in steps of the column, with which the list is another one."""
    item = case.marks[number]
    place = group.indicators.index(item["indicator"])
    rule, step = group.rules[place], Decimal(1).scaleb(-group.places[place])
    low, high = (Decimal(end) / rule.one for end in reach(rule, group.crowds[place]))
    official = proposed(brute_force(case, {}))
    low, high = min(low, item["mark"]), max(high, item["mark"])
    for steps in range(1, int((high - low) / step) + 1):
        for mark in (item["mark"] + steps * step, item["mark"] - steps * step):
            if low <= mark <= high and proposed(brute_force(case, {number: mark})) != official:
                return steps * step
    return None


def runs_one_way(case, name) -> bool:
    """Whether between two neighbours' marks nothing can change and change back (see ``sensitive_cells``)."""
    rule = next(
        item.get("rule", "mark")
        for dimension in case.scheme["dimension"]
        for item in dimension["indicator"]
        if item["name"] == name
    )
    several = len({item["rater"] for item in case.marks}) > 1
    compares = rule in ("min_max", "percentile_rank", "ratio_to_best", "rank_points") or case.scheme["missing"] == "group_mean"
    return not compares or (rule in ("percentile_rank", "rank_points") and not several and case.scheme["missing"] != "group_mean")


@quick
@given(small_cases())
def test_each_cells_smallest_change_is_the_one_that_trying_every_mark_finds(case):
    group = group_of(case)
    counts_ranks = "within_rank" in case.scheme["award"][0] and case.scheme["ties"] == "dense"
    if group is None or counts_ranks:
        return
    found = sensitive_cells(Seats(group, STORE.scheme.award[0]), most=1000).cells
    changes = {(cell.unit, cell.indicator, cell.rater): abs(cell.change) for cell in found}
    for number, item in enumerate(case.marks[:6]):
        if group.standings[item["unit"]].key is not None:
            cell = (item["unit"], item["indicator"], item["rater"])
            nearest = nearest_by_trial(case, group, number)
            if runs_one_way(case, item["indicator"]):
                assert changes.get(cell) == nearest
            elif cell in changes:
                assert nearest is not None
                assert changes[cell] >= nearest


@quick
@given(small_cases())
def test_the_fast_rule_proposes_whom_the_shortlist_proposes(case):
    group = group_of(case)
    if group is None:
        return
    award = STORE.scheme.award[0]
    assert Seats(group, award).proposed() == suggest(ranking_of(STORE), STORE.scheme, award, group.given.group).suggested


def two_seats():
    """Five villages, two seats; the second seat is won by 0.4 of 100 in one of four indicators."""
    scheme = scheme_of(
        dimension("项目建设", indicator("投资"), indicator("开工")),
        dimension("作风能力", indicator("测评"), indicator("走访")),
        award=[{"name": "先进集体", "groups": ["村（社区）"], "quota": 2}],
    )
    marks = dict(zip("甲乙丙丁戊", (95, "88.4", 88, 80, 70), strict=True))
    return fill(new_store(), scheme, dict.fromkeys(("投资", "开工", "测评", "走访"), marks))


def test_the_closest_cell_names_who_enters_and_who_leaves_and_the_real_chain_agrees():
    store = two_seats()
    cells = sensitive_cells(
        Seats(Group(store.scheme, read_group(store.cursor(), "2022年", "村（社区）")), store.scheme.award[0])
    ).cells
    assert [cell.share for cell in cells] == sorted(cell.share for cell in cells)
    for cell in cells[:4]:
        award = store.scheme.award[0]
        before = suggest(ranking_of(store), store.scheme, award, "村（社区）").suggested
        store.append([sheet_draft({cell.indicator: {cell.unit: cell.becomes}})], "考核办")
        after = suggest(ranking_of(store), store.scheme, award, "村（社区）").suggested
        assert tuple(unit for unit in after if unit not in before) == cell.enter
        assert tuple(unit for unit in before if unit not in after) == cell.leave
        assert before != after
        store.append([sheet_draft({cell.indicator: {cell.unit: cell.mark}})], "考核办")
