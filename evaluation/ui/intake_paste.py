"""Cells copied in WPS or Excel and pasted here: a file like any other from then on."""

import streamlit as st

from evaluation.intake import File
from evaluation.wording import import_page as words


def pasted_files() -> list[File]:
    """Return what was pasted in this browser tab and not stored yet."""
    return st.session_state.setdefault("pasted", [])


def paste_area(round_number: int) -> None:
    """Draw the field for pasting; what is taken from it joins the uploaded files."""
    key = f"paste_{round_number}_{len(pasted_files())}"
    with st.popover(words.PASTE_TITLE, icon=":material/content_paste:", key=f"area_of_{key}"):
        st.caption(words.PASTE_HINT)
        st.text_area(
            words.PASTE_TITLE, key=key, height=160, width=440, placeholder=words.PASTE_EXAMPLE, label_visibility="collapsed"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(words.PASTE_TAKE, key="paste_take", on_click=_take, args=(key,))
            if pasted_files():
                st.button(words.PASTE_DROP.format(count=len(pasted_files())), type="tertiary", on_click=_drop)
            if st.session_state.pop("paste_empty", False):
                st.caption(words.PASTE_EMPTY)


def _take(key: str) -> None:
    text = st.session_state.get(key, "")
    if not text.strip():
        st.session_state["paste_empty"] = True
        return
    pasted_files().append(File(words.PASTED_FILE, text.encode()))


def _drop() -> None:
    st.session_state["pasted"] = []
