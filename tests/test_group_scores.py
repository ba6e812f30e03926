"""The group scored in Python is the group that the chain scores: over everything the contract allows."""

import os

from hypothesis import HealthCheck, given, settings

from evaluation.group_scores import Group, read_group
from evaluation.ranking import rank_units
from tests.chain import GROUP, PERIOD, fill, load, new_store, one, sheet_draft
from tests.strategies import cases

STORE = new_store()
EXAMPLES = int(os.environ.get("GROUP_EXAMPLES", "40"))


def groups_of(case):
    """Load a case and yield (ranking, group) as both sides have them."""
    load(STORE, case)
    cursor = STORE.cursor()
    ranking = rank_units(cursor, case.period)
    for name in STORE.roster.groups:
        yield ranking, Group(STORE.scheme, read_group(cursor, case.period, name))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(with_parts=False))
def test_every_figure_and_rank_is_the_chains(case):
    for ranking, group in groups_of(case):
        ranks = group.ranks()
        for unit in ranking.group(group.given.group):
            mine = group.standings[unit.unit]
            assert ranks[unit.unit] == unit.rank
            assert group.published(mine.total) == unit.total
            assert group.published(mine.base) == unit.base
            assert [group.published(score) for score in mine.dimensions] == list(unit.dimensions.values())
        assert group.agrees(ranking)


def test_a_year_made_up_of_parts_is_never_agreed_upon():
    parts = [{"name": "第1季度"}, {"name": "年终"}]
    fill(STORE, one(options={"period_part": parts}), {"投资": {"甲": 80, "乙": 70}})
    STORE.append([sheet_draft({"投资": {"甲": 80, "乙": 70}}, "2022年第1季度")], "考核办")
    for period, agrees in ((PERIOD, False), ("2022年第1季度", True)):
        ranking = rank_units(STORE.cursor(), period)
        assert [unit.total for unit in ranking.units] == [80, 70]
        assert Group(STORE.scheme, read_group(STORE.cursor(), period, GROUP)).agrees(ranking) is agrees
