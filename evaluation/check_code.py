"""The short code on pictures and documents by which a state can be recognised later."""

import hashlib
import json

from evaluation import PROGRAM_VERSION
from evaluation.ranking import Ranking


def check_code(version: str, ranking: Ranking, group: str) -> str:
    """Return eight hex digits such as 7F3A-91C2 over the data version, period, group, weights and program version."""
    state = [
        version,
        ranking.period,
        group,
        [[name, str(weight)] for name, weight in ranking.weights.items()],
        ranking.aggregation,
        PROGRAM_VERSION,
    ]
    code = hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()[:8].upper()
    return f"{code[:4]}-{code[4:]}"
