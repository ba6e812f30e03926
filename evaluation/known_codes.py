"""Which state a check code belongs to: found by going through the journal, so that nothing had to be written down.

Codes of a what-if (other weights than the scheme's) aren't among them: such a picture says 试算.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.check_code import check_code, code_of
from evaluation.events import period_part_rows
from evaluation.journal import Event
from evaluation.period_parts import LabelOfPart, sources_of
from evaluation.ranking import Ranking, list_periods, rank_units
from evaluation.scheme import Scheme
from evaluation.scheme_reading import kept_scheme
from evaluation.store import Store

_CODE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")
_IMPORTS = ("sheet_imported", "adjustments_imported", "vetoes_imported")


@dataclass(frozen=True)
class KnownState:
    """The state that a code was printed for: the journal up to ``event``, a period and a group of that time.

    ``scheme`` counts the version of the scheme from 1. ``is_same`` says whether ranking that state anew gives the code.
    """

    event: Event
    period: str
    group: str
    scheme: int
    ranking: Ranking
    is_same: bool


def read_code(text: str) -> str | None:
    """Return a code as printed from what a person typed (7f3a 91c2), None where it is none."""
    letters = re.sub(r"[\s\-—–_]", "", unicodedata.normalize("NFKC", text)).upper()
    code = f"{letters[:4]}-{letters[4:]}"
    return code if _CODE.fullmatch(code) else None


def find_code(store: Store, code: str) -> KnownState | None:
    """Return the state that a code belongs to, ranked anew, None where no state of this journal has it."""
    for event, period, group, scheme, found in _codes(store.journal.events()):
        if found == code:
            past = store.as_of(event.position)
            cursor = past.cursor()
            if period not in list_periods(cursor):
                continue
            ranking = rank_units(cursor, period)
            return KnownState(event, period, group, scheme, ranking, check_code(past.version, ranking, group) == code)
    return None


def _codes(events: list[Event]) -> Iterator[tuple[Event, str, str, int, str]]:
    """Yield (event, period, group, scheme version, code) of every state that could ever have been printed."""
    scheme, number = None, 0
    groups: list[str] = []
    periods: list[str] = []
    for event in events:
        if event.kind == "scheme_set":
            scheme, number = kept_scheme(event.payload["toml"]), number + 1
        elif event.kind == "roster_set":
            groups = list(dict.fromkeys(entry[1] for entry in event.payload["units"]))
        elif event.kind in _IMPORTS:
            named = event.payload.get("periods") or [line[0] for line in event.payload.get("lines", ())]
            periods = list(dict.fromkeys([*periods, *named]))
        if scheme is None:
            continue
        weights = {dimension.name: dimension.weight.normalize() for dimension in scheme.dimension}
        for period in _ranked(scheme, periods):
            for group in groups:
                yield event, period, group, number, code_of(event.hash, period, group, weights, scheme.aggregation)


def _ranked(scheme: Scheme, periods: list[str]) -> dict[str, None]:
    """Return the periods with imports, and the years that are ranked through their parts only."""
    labels = [LabelOfPart(*row) for row in period_part_rows(scheme)]
    return dict.fromkeys([*periods, *sorted({item.period for item in sources_of(labels, periods)})])
