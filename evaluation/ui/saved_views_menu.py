"""The menu of kept views: open one, keep what is on screen under a name, rename, delete."""

from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from evaluation.saved_views import clean_name, delete_view, list_views, rename_view, save_view
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.filters import BLANK, keys, read, sorts
from evaluation.ui.text import md
from evaluation.wording import moves
from evaluation.wording import views as words

_KNOWN = "view_known"
"""The name that somebody wants to save under and that another view has."""


def views_menu(desk: Desk) -> None:
    """Draw the menu."""
    with st.popover(words.VIEWS, icon=":material/bookmark:", key="views", width="content"):
        kept = list_views(desk.store.journal)
        for number, view in enumerate(kept):
            st.button(
                md(view.name), key=f"open_view_{number}", on_click=_open, args=(desk, view.query), width="stretch",
                type="tertiary", help=words.OPEN_HINT.format(actor=md(view.actor), at=view.at[:10]),
            )  # fmt: skip
        if not kept:
            st.caption(words.NO_VIEWS)
        if not desk.may("keep_views"):
            return
        st.text_input(words.NAME, key="view_name", placeholder=words.NAME, label_visibility="collapsed", max_chars=20)
        st.button(words.SAVE, key="save_view", icon=":material/bookmark_add:", on_click=_save, args=(desk,), width="stretch")
        known = {view.name: view for view in kept}.get(st.session_state.get(_KNOWN, ""))
        if known:
            said = words.REPLACES.format(name=md(known.name), actor=md(known.actor), at=known.at[:10])
            st.warning(said, icon=":material/bookmark:")
            st.button(words.REPLACE, key="replace_view", on_click=_replace, args=(desk, known.name), width="stretch")
        st.caption(words.VIEWS_HINT)
        if kept:
            with st.expander(words.MANAGE):
                name = st.selectbox(words.WHICH, [view.name for view in kept], key="view_to_change", filter_mode=None)
                st.text_input(words.NEW_NAME, key="view_new_name", max_chars=20)
                with st.container(horizontal=True):
                    st.button(words.RENAME, on_click=_rename, args=(desk, name))
                    st.button(words.DELETE, on_click=_delete, args=(desk, name))


def query_now(desk: Desk) -> str:
    """Return what is on screen as the query of an address: filters, order, group and picture.

    The period isn't in it: a view is of use in every period.
    """
    asked = {key: st.session_state.get(key, blank) for key, blank in keys(desk.scheme).items()}
    pairs: dict[str, Any] = {
        key: _plain(asked[key]) for key, blank in keys(desk.scheme).items() if asked[key] not in (blank, None)
    }
    pairs |= {"group": desk.group} if desk.group else {}
    if picture := st.session_state.get("picture"):
        pairs["picture"] = picture
    return urlencode(pairs, doseq=True)


def _plain(value: Any) -> Any:
    """Return a value as the address has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _open(desk: Desk, query: str) -> None:
    """Set every control to what the view says; what it doesn't mention is blank."""
    said = parse_qs(query)
    for key, blank in keys(desk.scheme).items():
        st.session_state[key] = read(said.get(key, []), key, blank)
    if st.session_state["sort"] not in sorts(desk.scheme):
        st.session_state["sort"] = BLANK["sort"]
    if group := said.get("group"):
        st.query_params["group"] = group[-1]
    if (picture := said.get("picture", [""])[-1]) in moves.ALL_PICTURES:
        st.session_state["picture"] = picture


def _save(desk: Desk) -> None:
    """Keep the view; where the name is known, ask first: the other one may be a colleague's."""
    name = clean_name(st.session_state.get("view_name", ""))
    if any(view.name == name for view in list_views(desk.store.journal)):
        st.session_state[_KNOWN] = name
    else:
        _replace(desk, name)


def _replace(desk: Desk, name: str) -> None:
    st.session_state.pop(_KNOWN, None)
    if attempt(lambda: save_view(desk.store.journal, name, query_now(desk), desk.person)):
        st.session_state["done"] = words.SAVED.format(name=name)
        st.session_state["view_name"] = ""


def _rename(desk: Desk, name: str) -> None:
    if attempt(lambda: rename_view(desk.store.journal, name, st.session_state.get("view_new_name", ""))):
        st.session_state["view_new_name"] = ""


def _delete(desk: Desk, name: str) -> None:
    attempt(lambda: delete_view(desk.store.journal, name))
