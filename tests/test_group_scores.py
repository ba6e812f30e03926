"""The group scored in Python is the group that the chain scores: over everything the contract allows."""

import os

from hypothesis import HealthCheck, given, settings

from evaluation.group_scores import Group, read_group
from evaluation.ranking import rank_units
from tests.chain import load, new_store
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
@given(cases())
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
