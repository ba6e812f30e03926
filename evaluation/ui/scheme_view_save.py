"""What goes in and out on 指标体系: files, and a new version with its reason."""

import streamlit as st

from evaluation.events import scheme_set
from evaluation.export.scheme_workbook import scheme_workbook
from evaluation.scheme import write_scheme
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.scheme_view import difference_lines
from evaluation.ui.scheme_view_draft import Hand, discard, show_newest, take_in_file
from evaluation.ui.scheme_view_effect import LINE, effect_lines, locked_stay, rehearse
from evaluation.wording import scheme_page as words


def import_tool(hand: Hand) -> None:
    """Offer to take in a workbook or TOML file as a draft."""
    with st.popover(words.IMPORT, key="scheme_import"):
        st.caption(words.IMPORT_HINT)
        field = f"scheme_file_{st.session_state.get('scheme_upload', 0)}"
        st.file_uploader(words.IMPORT, key=field, on_change=take_in_file, args=(hand, field), label_visibility="collapsed")


def export_tool(hand: Hand) -> None:
    """Offer what is shown as a workbook and, where it is a scheme, as TOML."""
    version = words.DRAFT_NAME if hand.is_draft else words.VERSION_NAME.format(number=hand.base_number).replace(" ", "")
    name = words.EXPORT_FILE.format(name=hand.tables.options["name"] or words.TITLE, version=version)
    scheme = hand.checked.scheme
    with st.popover(words.EXPORT, key="scheme_export"):
        st.download_button(
            words.EXPORT_XLSX,
            lambda: scheme_workbook(hand.tables),
            file_name=f"{name}.xlsx",
            on_click="ignore",
            icon=":material/table:",
            width="stretch",
        )
        st.download_button(
            words.EXPORT_TOML,
            lambda: write_scheme(scheme).encode(),
            file_name=f"{name}.toml",
            on_click="ignore",
            icon=":material/description:",
            width="stretch",
            disabled=scheme is None,
        )
        st.caption(words.EXPORT_HINT if scheme else words.EXPORT_INVALID.format(count=len(hand.checked.faults)))


def save_tool(desk: Desk, hand: Hand) -> None:
    """Draw the one primary button: it says what stands in the way, or asks for the reason and saves."""
    number, faults = hand.number + 1, len(hand.checked.faults)
    why_not = desk.why_not("edit_scheme")
    label = words.SAVE_BLOCKED if faults else words.SAVE if hand.is_new else words.NOTHING_TO_SAVE
    if st.button(
        label.format(number=number, count=faults),
        type="primary",
        icon=":material/save:",
        key="scheme_save",
        disabled=bool(faults) or not hand.is_new or bool(why_not),
        help=why_not,
    ):
        _ask(desk, hand)


@st.dialog(words.SAVE_TITLE, width="medium")
def _ask(desk: Desk, hand: Hand) -> None:
    st.markdown(words.SAVE_CHANGES)
    difference_lines(hand.changes)
    st.markdown(words.SAVE_EFFECT)
    st.markdown(LINE.join(effect_lines(desk, hand)))
    reason = st.text_area(words.REASON, placeholder=words.REASON_EXAMPLE, max_chars=300, key="scheme_reason", height=80)
    with st.container(horizontal=True):
        confirmed = st.button(words.SAVE_CONFIRM.format(number=hand.number + 1), type="primary", key="scheme_confirm")
        if st.button(words.CANCEL, key="scheme_cancel"):
            st.rerun()
    if confirmed and not reason.strip():
        st.warning(words.REASON_NEEDED, icon=":material/edit_note:")
    elif confirmed:
        _save(desk, hand, reason.strip())
        st.rerun()


def _save(desk: Desk, hand: Hand, reason: str) -> None:
    """Save what was shown, if the chain can compute with it.

    Refused, the draft stays, and a second try refers to what is on screen then.
    """

    def save() -> None:
        rehearse(desk, hand)
        desk.store.append([scheme_set(hand.checked.scheme, reason)], desk.person, seen=hand.seen)

    if attempt(save):
        discard(hand)
        show_newest()
        st.session_state["done"] = words.SAVED.format(number=hand.number + 1) + locked_stay(desk)
    else:
        st.session_state.pop(f"{hand.place}/seen", None)
