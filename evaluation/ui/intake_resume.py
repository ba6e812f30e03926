"""What was handed in on 数据导入 is still there when a person comes back from another page, as the answers are."""

import streamlit as st

from evaluation.intake import File
from evaluation.ui.text import md
from evaluation.wording import import_page as words


def resumed_files(uploaded: list[File]) -> list[File]:
    """Return the files of an earlier visit to the page, which Streamlit's uploader forgets, and say that they are there.

    ``uploaded`` are those in the uploader now. What a person took out of it there is gone.
    """
    resumed: list[File] = st.session_state.setdefault("resumed", [])
    if st.session_state.get("page_before") != "import" and not uploaded:
        resumed += st.session_state.get("left_behind", [])
    st.session_state["left_behind"] = uploaded
    if resumed:
        with st.container(horizontal=True, vertical_alignment="center", key="line_resumed"):
            st.caption(words.RESUMED.format(count=len(resumed)))
            st.button(words.RESUMED_DROP, type="tertiary", on_click=resumed.clear)
    return resumed


def hand_back(file: File) -> None:
    """Hand in once more a file that was taken in before."""
    st.session_state["handed_back"] = [file]


def handed_back_files() -> list[File]:
    """Return the files of the history that a person handed in once more, and say that they are there."""
    files: list[File] = st.session_state.setdefault("handed_back", [])
    if files:
        with st.container(horizontal=True, vertical_alignment="center", key="line_handed_back"):
            st.caption(md(words.HANDED_BACK.format(file=files[0].base_name)))
            st.button(words.HANDED_BACK_DROP, type="tertiary", on_click=files.clear)
    return files
