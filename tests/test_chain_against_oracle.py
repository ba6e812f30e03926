"""Two independent implementations of the contract agree: the SQL chain and exact rational arithmetic."""

import os
from collections.abc import Iterator
from itertools import repeat

import pytest
from hypothesis import HealthCheck, given, settings

from evaluation import settling
from evaluation.journal import Journal
from evaluation.store import Store
from tests.chain import load, rank, rank_with_plan
from tests.oracle import oracle_rank
from tests.strategies import Case, cases, cases_of_straight_lines

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "150"))
HALVES = 2
"""`make fuzz` gives a processor each; what is drawn differs from one to the other."""
CASES_A_STORE = 50
"""What is undone stays in a store's journal, so that a case costs the more the later it comes."""


def stores() -> Iterator[Store]:
    while True:
        store = Store(Journal("sqlite://"))
        yield from repeat(store, CASES_A_STORE)
        store.close()


STORES = stores()


@pytest.mark.parametrize("half", range(HALVES))
@settings(max_examples=EXAMPLES // HALVES, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_chain_equals_exact_arithmetic_on_random_schemes(half, case):
    hold_together(half, case)


@pytest.mark.parametrize("half", range(HALVES))
@settings(max_examples=max(EXAMPLES // HALVES // 5, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases_of_straight_lines())
def test_chain_equals_exact_arithmetic_where_marks_are_below_0_or_of_very_different_size(half, case):
    """Of the schemes above hardly one has such marks."""
    hold_together(half, case)


def hold_together(half: int, case: Case) -> None:
    store = next(STORES)
    with pytest.MonkeyPatch.context() as patch:
        if half:  # cut into slices of units, as marks by the million are
            patch.setattr(settling, "GROUPED", 1)
        load(store, case)
    expected = oracle_rank(*case.arguments)
    assert rank(store, case) == expected
    assert rank_with_plan(store, case) == expected
