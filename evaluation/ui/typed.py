"""What is typed into a grid of units and not saved: it stays while the grid begins anew.

A grid begins anew where other units stand in it or in another order, where another group is looked at, or another page: Streamlit
forgets the edits then, or would hold them against the rows of others. So they are kept by unit.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from evaluation.journal import Seen

Line = TypeVar("Line")
_TYPED, _BEGUN, _ROUND = "typed", "typed_begun", "typed_round"
Lines = Mapping[str, Mapping[str, Any]]
"""What is typed, by unit and field: the other fields go on as they stand, whoever saves them meanwhile."""


def grid_key(place: str, units: Hashable) -> str:
    """Return the key of the grid of a place with these units; another one each time that what was typed is done with."""
    return f"{place}/{st.session_state.get(_ROUND, 0)}/{hash(units)}"


def carried_over(place: str, key: str) -> Lines:
    """Return what is typed and not saved, with which a grid begins, by unit and field.

    They stay the same while this grid is shown, or it would begin anew at each edit.
    """
    begun = st.session_state.setdefault(_BEGUN, {})
    if key not in st.session_state or key not in begun:
        begun.clear()  # of grids that aren't shown any more
        begun[key] = dict(typed(place))
    return begun[key]


def note_begin(place: str, key: str, stood: Seen) -> Seen:
    """Return where the journal stood when what is typed here was begun; nothing typed begins from ``stood``.

    Only by it can a stale save be told: the page may have run again since, and shows what others saved meanwhile.
    """
    seen = f"typed_seen/{place}"
    if seen not in st.session_state or not (typed(place) or (st.session_state.get(key) or {}).get("edited_rows")):
        st.session_state[seen] = stood
    return st.session_state[seen]


def typed(place: str) -> Lines:
    """Return what is typed for a place and not saved, by unit and field."""
    return st.session_state.get(_TYPED, {}).get(place, {})


def typed_over(line: Line, typed_fields: Mapping[str, Any] | None) -> Line:
    """Return a line with what is typed for some of its fields."""
    return replace(line, **typed_fields) if typed_fields else line


def keep_typed(place: str, wanted: Iterable[tuple[str, Line, Line]], fields: Sequence[str], hidden: Lines) -> None:
    """Remember what is typed for a place: where of (unit, line wanted, line as it stands) a field differs.

    ``hidden`` is what is typed for units that aren't shown now.
    """
    differing = {
        unit: {field: getattr(line, field) for field in fields if getattr(line, field) != getattr(stand, field)}
        for unit, line, stand in wanted
    }
    kept = {**hidden, **{unit: typed_fields for unit, typed_fields in differing.items() if typed_fields}}
    st.session_state.setdefault(_TYPED, {})[place] = kept


def settle_typed(place: str, *, is_saved: bool, stood: Seen, hidden: Lines | None = None) -> None:
    """After a try to save: forget what is saved; keep what was refused, to be saved by a second try, and what is ``hidden``.

    ``stood`` is where the journal stands now; the page shows that state beside what is typed.
    """
    if is_saved:
        st.session_state.setdefault(_TYPED, {})[place] = dict(hidden or {})
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[f"typed_seen/{place}"] = stood
