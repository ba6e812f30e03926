"""Two independent implementations of the contract agree: the SQL chain and exact rational arithmetic."""

import os

from hypothesis import HealthCheck, given, settings

from tests.chain import load, new_store, rank
from tests.oracle import oracle_rank
from tests.strategies import cases

STORE = new_store()
EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "300"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_chain_equals_exact_arithmetic_on_random_schemes(case):
    load(STORE, case)
    assert rank(STORE, case) == oracle_rank(*case.arguments)
