"""The short code on pictures and documents by which a state can be recognised later."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

from evaluation import PROGRAM_VERSION
from evaluation.ranking import Ranking


def check_code(version: str, ranking: Ranking, group: str) -> str:
    """Return eight hex digits such as 7F3A-91C2 over the data version, period, group, weights and program version."""
    return code_of(version, ranking.period, group, ranking.weights, ranking.aggregation)


def code_of(version: str, period: str, group: str, weights: Mapping[str, Decimal], aggregation: str) -> str:
    """Return the code of a state that needn't be ranked for it: ``weights`` by dimension in scheme order, normalised."""
    used = [[name, str(weight)] for name, weight in weights.items()]
    state = [version, period, group, used, aggregation, PROGRAM_VERSION]
    code = hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()[:8].upper()
    return f"{code[:4]}-{code[4:]}"
