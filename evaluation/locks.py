"""What 定稿 forbids: which drafts would alter what a locked list rests on.

Sheets, adjustments, vetoes and decisions of the period are held fast for the units that competed. Scheme and roster stay
free for the periods to come: a locked list is ranked as of its lock (``Store.as_of``), so no later version reaches it.
A unit that was renamed since then is still the one that competed.
"""

from collections.abc import Iterable, Mapping

import duckdb

from evaluation.award_events import read_states, refused
from evaluation.award_state import STEPS, AwardState, check_step
from evaluation.events import marked_units, read_names
from evaluation.journal import Draft, in_words
from evaluation.problems import EvaluationError
from evaluation.unit_names import Borne, names_after
from evaluation.wording import award_state as words

_LINES = ("adjustments_imported", "vetoes_imported")
_SWITCHES = ("import_undone", "import_redone")
_TOUCHED = """
select distinct period, unit from (
    select import, period, unit from imported_mark
    union all select import, period, unit from imported_adjustment
    union all select import, period, unit from imported_veto
) where import = ?
"""
_SOURCES = "select distinct source from period_source where period = ?"
"""A year's list rests on the parts that the year is made up of, too."""


class ChangesLocked(EvaluationError):
    """Somebody tried to alter what a locked list rests on; ``draft`` puts that on record."""

    def __init__(self, sentence: str, draft: Draft):
        self.draft = draft
        super().__init__(sentence)


def check_locks(cursor: duckdb.DuckDBPyConnection, drafts: Iterable[Draft]) -> None:
    """Raise ChangesLocked for the first draft that would alter what a locked list rests on.

    Raises EvaluationError for a step that a list can't take from where it stands.
    """
    states = read_states(cursor)
    locked = [state for state in states.values() if state.is_locked]
    names = read_names(cursor) if locked else {}
    for place, draft in enumerate(drafts, start=1):
        if locked and draft.kind == "roster_set":
            names = names_after(names, draft.payload["units"], -place)  # two of one save are two rosters
        if draft.kind in STEPS:
            key = draft.payload["period"], draft.payload["award"]
            before = states.get(key) or AwardState(*key)
            if not before.is_locked or draft.kind not in ("award_moved", "award_locked"):
                check_step(before, draft.kind, draft.payload)
                continue
        for state in locked:
            if _alters(cursor, draft, state, names):
                raise _refusal(draft, state)


def _alters(cursor: duckdb.DuckDBPyConnection, draft: Draft, state: AwardState, names: Mapping[str, Borne]) -> bool:
    payload = draft.payload
    if draft.kind in ("decided", *STEPS):
        return (payload["period"], payload["award"]) == (state.period, state.award)
    if draft.kind == "sheet_imported":
        touched = marked_units(draft)
    elif draft.kind in _LINES:
        touched = {(period, unit) for period, unit, *_ in payload["lines"]}
    elif draft.kind in _SWITCHES:
        touched = set(cursor.execute(_TOUCHED, [payload["import"]]).fetchall())
    else:
        return False
    return bool(_held(cursor, state, names) & {(period, _today(names, unit)) for period, unit in touched})


def held_fast(cursor: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Return the (period, unit) pairs whose data a locked list holds fast, the units by their names of today."""
    names = read_names(cursor)
    locked = [state for state in read_states(cursor).values() if state.is_locked]
    return {pair for state in locked for pair in _held(cursor, state, names)}


def _held(cursor: duckdb.DuckDBPyConnection, state: AwardState, names: Mapping[str, Borne]) -> set[tuple[str, str]]:
    rests_on = {state.period, *(source for (source,) in cursor.execute(_SOURCES, [state.period]).fetchall())}
    return {(period, _today(names, unit)) for period in rests_on for unit in state.lock.units}


def _today(names: Mapping[str, Borne], unit: str) -> str:
    return names[unit].unit if unit in names else unit


def _refusal(draft: Draft, state: AwardState) -> ChangesLocked:
    lock, what = state.lock, in_words(draft)
    sentence = words.REFUSED.format(
        what=what,
        list=words.LIST.format(period=state.period, award=state.award),
        at=lock.at[:16].replace("T", " "),
        actor=lock.actor,
        code=lock.check_codes,
    )
    return ChangesLocked(sentence, refused(draft.kind, what, state.period, state.award))
