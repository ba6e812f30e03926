"""整改清单: what is typed and not saved stays when more or fewer last places are shown, for which the grid begins anew."""

from collections.abc import Iterable, Mapping

import streamlit as st

from evaluation.rectification import RectificationLine

_TYPED = "rectification_typed"
Lines = Mapping[str, RectificationLine]


def carried_over(group: str, last: int, round_number: int) -> Lines:
    """Return the unsaved lines with which the grid of so many last places begins, by unit.

    They stay the same while this grid is shown, or it would begin anew at each edit.
    """
    place = group, last
    carried: dict[str, RectificationLine] = st.session_state.setdefault(f"rectification_carried/{place}/{round_number}", {})
    typed_in, typed = st.session_state.get(_TYPED, (place, {}))
    if typed_in != place and typed_in[0] == group:
        carried.update(typed)
    return carried


def keep_typed(group: str, last: int, carried: Lines, now: Iterable[RectificationLine], first: Lines) -> None:
    """Remember what differs from what each unit's line was ``first``, and what was carried over for units not shown."""
    st.session_state[_TYPED] = (group, last), {**carried, **{line.unit: line for line in now if line != first[line.unit]}}


def forget_typed() -> None:
    """Forget it: it is saved."""
    st.session_state.pop(_TYPED, None)
