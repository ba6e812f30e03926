"""Parts of 先进集体: two lists side by side, and keeping the present one under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from evaluation.award_events import SavedList, list_saved, read_lists
from evaluation.events import units_today
from evaluation.shortlist import Shortlist
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.text import md
from evaluation.wording import award_page as words


def compare_card(desk: Desk, shortlist: Shortlist, chosen: Sequence[str], *, is_saved: bool) -> None:
    """Draw the card in which two lists are compared: the rules', the present one and those kept before."""
    kept = _as_today(read_lists(desk.store.cursor(), desk.period, shortlist.award), units_today(desk.cursor))
    units = [candidate.unit.unit for candidate in shortlist.candidates]
    lists = {words.LIST_RULES: shortlist.suggested, words.LIST_NOW: tuple(chosen), **_of_group(kept, units)}
    with st.container(border=True):
        st.markdown(words.COMPARE)
        names = list(lists)
        with st.container(horizontal=True):
            first = st.selectbox(words.COMPARE_A, names, format_func=str, key="compare_a", filter_mode=None)
            second = st.selectbox(words.COMPARE_B, names, index=1, format_func=str, key="compare_b", filter_mode=None)
        st.markdown(difference(lists, first, second, units))
        if is_saved:
            with st.popover(words.KEEP_LIST, icon=":material/bookmark_add:"):
                _keep(desk, shortlist.award, chosen, kept, units)


def _as_today(kept: Sequence[SavedList], today: Mapping[str, str]) -> list[SavedList]:
    """Return the kept lists with their units as they are called now; ``today`` says who bears a name that was kept."""
    return [replace(item, chosen=tuple(today.get(unit, unit) for unit in item.chosen)) for item in kept]


def _of_group(kept: Sequence[SavedList], units: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the kept lists by name, each cut to the units of this group."""
    return {item.name: tuple(unit for unit in item.chosen if unit in units) for item in kept}


def difference(lists: Mapping[str, Sequence[str]], first: str, second: str, units: Sequence[str]) -> str:
    """Return in Markdown what two lists share and what only one of them has, in rank order."""
    one, other = lists[first], lists[second]
    if set(one) == set(other):
        return words.COMPARE_SAME.format(count=len(one))
    both = [unit for unit in units if unit in one and unit in other]
    lines = [words.COMPARE_BOTH.format(count=len(both), names=md("、".join(both)))]
    for name, mine, others in ((first, one, other), (second, other, one)):
        if only := [unit for unit in units if unit in mine and unit not in others]:
            lines.append(words.COMPARE_ONLY.format(name=md(name), names=md("、".join(only))))
    return "  \n".join(lines)


def _with_other_groups(name: str, chosen: Sequence[str], kept: Sequence[SavedList], units: Sequence[str]) -> list[str]:
    """Return the list to keep: what another group of the award has kept under this name stays its own."""
    before = next((item.chosen for item in kept if item.name == name), ())
    return [*chosen, *(unit for unit in before if unit not in units)]


def _keep(desk: Desk, award: str, chosen: Sequence[str], kept: Sequence[SavedList], units: Sequence[str]) -> None:
    name = st.text_input(words.KEEP_NAME, placeholder=words.KEEP_HINT, max_chars=20, key="keep_name").strip()
    if st.button(words.KEEP_SAVE, key="keep_save"):
        if not name or name in (words.LIST_RULES, words.LIST_NOW):
            st.warning(words.KEEP_LACKS, icon=":material/edit_note:")
        else:
            draft = list_saved(desk.period, award, name, _with_other_groups(name, chosen, kept, units))
            if attempt(lambda: desk.store.append([draft], desk.person, seen=desk.stood)):
                st.session_state["done"] = words.KEPT.format(name=name)
            st.rerun()
