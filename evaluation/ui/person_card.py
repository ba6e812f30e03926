"""使用人: on a machine of one's own a name for the journal; where people sign in, who they are and what they may do."""

import streamlit as st

from evaluation.cli_people import line_of
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.door import mode, the_people, this_machine
from evaluation.ui.text import md, plain_table
from evaluation.wording import access as words


def person_card(desk: Desk) -> None:
    """Draw the card; the people themselves are changed on the command line of the machine."""
    with st.container(border=True):
        st.markdown(words.PERSON_TITLE if mode() == "local" else words.PEOPLE_TITLE)
        if mode() == "local":
            _own_name(desk)
            return
        people = the_people()
        rows = [line_of(people, entry) for entry in people.entries()]
        st.html(plain_table(rows, head=list(words.LIST_COLUMNS)))
        st.caption(words.PEOPLE_HINT)


def _own_name(desk: Desk) -> None:
    known = this_machine().local_name()
    if known:
        st.markdown(words.PERSON_NOW.format(name=md(known)))
    with st.popover(words.CHANGE_NAME, type="tertiary") if known else st.container():
        st.text_input(words.NAME, key="own_name", placeholder=words.NAME, label_visibility="collapsed", max_chars=20)
        st.button(words.PERSON_SAVE, key="own_name_save", on_click=_keep_name)
        st.caption(words.PERSON_HINT)


def _keep_name() -> None:
    kept: list[str] = []
    if attempt(lambda: kept.append(this_machine().set_local_name(st.session_state.get("own_name", "")))):
        st.session_state["done"] = words.PERSON_SAVED.format(name=kept[0])
        st.session_state["own_name"] = ""
