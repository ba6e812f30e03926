"""What is typed into a grid of units and not saved: it stays while the grid begins anew.

A grid begins anew where other units stand in it or in another order, where another group is looked at, or another page: Streamlit
forgets the edits then, or would hold them against the rows of others. So they are kept by unit.
"""

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from evaluation.journal import Seen

_TYPED, _BEGUN, _ROUND = "typed", "typed_begun", "typed_round"
Lines = Mapping[str, Any]


def grid_key(place: str, units: Hashable) -> str:
    """Return the key of the grid of a place with these units; another one each time that what was typed is done with."""
    return f"{place}/{st.session_state.get(_ROUND, 0)}/{hash(units)}"


def carried_over(place: str, key: str) -> Lines:
    """Return the unsaved lines with which a grid begins, by unit.

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
    """Return what is typed for a place and not saved, by unit."""
    return st.session_state.get(_TYPED, {}).get(place, {})


def keep_typed(place: str, lines: Lines) -> None:
    """Remember what is typed for a place and differs from what is saved."""
    st.session_state.setdefault(_TYPED, {})[place] = dict(lines)


def settle_typed(place: str, *, is_saved: bool, stood: Seen) -> None:
    """After a try to save: forget what is saved; keep what was refused, to be saved by a second try.

    ``stood`` is where the journal stands now; the page shows that state beside what is typed.
    """
    if is_saved:
        st.session_state.get(_TYPED, {}).pop(place, None)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    else:
        st.session_state[f"typed_seen/{place}"] = stood
