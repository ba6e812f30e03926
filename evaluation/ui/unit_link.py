"""The way to a unit's page, from anywhere, and the choice of the unit there; the address names the unit."""

from collections.abc import Collection

import streamlit as st

from evaluation.shortlist import Candidate, Shortlist
from evaluation.ui.desk import Desk
from evaluation.ui.frame import go_to
from evaluation.ui.text import md
from evaluation.wording import unit_page as words

PAGE = "pages/unit.py"


def open_unit(desk: Desk, unit: str) -> None:
    """Go to 单位画像 of a unit, in the period and group that the person looks at."""
    group = next((item.group for item in desk.roster.units if item.name == unit), desk.group)
    st.session_state["unit_asked"] = unit
    go_to(desk, PAGE, group=group, unit=unit)


def follow_address(desk: Desk) -> str:
    """Before the head row is drawn: turn to the group of the unit that the address asks for, and return its name.

    "" where the page wrote it there itself: a person who turns to another group asks for no unit.
    """
    asked = st.query_params.get("unit")
    if not asked or asked == st.session_state.get("kept_unit"):
        return ""
    groups = {item.name: item.group for item in desk.roster.units}
    group = groups.get(_called(desk, asked, groups))
    if group and group != st.session_state.get("kept_group"):
        st.query_params["group"] = group
    return asked


def say_unknown(desk: Desk, unit: str, shortlist: Shortlist, shown: str) -> None:
    """Say that another unit is shown than the one that a link asked for ("": none was), where nobody bears or bore that name."""
    if not unit or _called(desk, unit, [candidate.unit.unit for candidate in shortlist.candidates]):
        return
    st.warning(words.NO_SUCH_UNIT.format(unit=md(unit), shown=md(shown)), icon=":material/link_off:")


def _called(desk: Desk, name: str | None, names: Collection[str]) -> str | None:
    """Return by which of some names the unit goes that bears or bore this one, None where that is none or several.

    A link may be older than a renaming, and what is shown as of a lock older than the link.
    """
    if not name or name in names:
        return name
    today = desk.names_today()
    found = [other for other in names if today.get(other, other) == today.get(name)]
    return found[0] if len(found) == 1 else None


def choose_unit(desk: Desk, shortlist: Shortlist) -> Candidate:
    """Draw ‹ select › and return the chosen unit's candidate; ← and → on the keyboard go through the ranks."""
    by_name = {candidate.unit.unit: candidate for candidate in shortlist.candidates}
    names = list(by_name)
    asked, kept = st.query_params.get("unit"), st.session_state.get("kept_unit")
    wanted = [
        st.session_state.pop("unit_asked", None),
        asked if asked != kept else None,
        st.session_state.get("unit"),
        kept,
        names[0],
    ]
    st.session_state["unit"] = next(found for name in wanted if (found := _called(desk, name, by_name)))
    place = names.index(st.session_state["unit"])
    st.button(
        "", icon=":material/chevron_left:", shortcut="Left", key="unit_back", help=words.PREVIOUS,
        disabled=place == 0, on_click=_turn, args=(names[max(0, place - 1)],),
    )  # fmt: skip
    chosen = st.selectbox(
        words.UNIT,
        names,
        key="unit",
        label_visibility="collapsed",
        width=300,
        format_func=lambda name: _spoken(by_name[name]),
    )
    st.button(
        "", icon=":material/chevron_right:", shortcut="Right", key="unit_on", help=words.NEXT,
        disabled=place == len(names) - 1, on_click=_turn, args=(names[min(len(names) - 1, place + 1)],),
    )  # fmt: skip
    st.session_state["kept_unit"] = chosen
    if asked != chosen and (asked is not None or chosen != names[0]):
        st.query_params["unit"] = chosen
    return by_name[chosen]


def _turn(name: str) -> None:
    st.session_state["unit_asked"] = name


def _spoken(candidate: Candidate) -> str:
    unit = candidate.unit
    if unit.rank is not None:
        return words.CHOICE.format(unit=unit.unit, rank=unit.rank)
    reason = words.INCOMPLETE if unit.total is None else words.VETOED
    return words.CHOICE_UNRANKED.format(unit=unit.unit, reason=reason)
