"""指标体系: the scheme as tables with checks while typing, versions and their differences, what a draft would change, files."""

import streamlit as st

from evaluation.ui import scheme_view as view
from evaluation.ui.frame import head_row, open_page
from evaluation.ui.scheme_view_draft import take_in_hand
from evaluation.ui.scheme_view_effect import effect_card
from evaluation.ui.scheme_view_save import export_tool, import_tool, save_tool
from evaluation.ui.scheme_view_tables import choose_table, editor
from evaluation.wording import scheme_page as words

desk = open_page()
ribbons = st.container()
head_row(desk, words.TITLE, with_group=False)
versions, files = st.columns([1.75, 1], vertical_alignment="center")
with versions, st.container(horizontal=True, vertical_alignment="center"):
    hand = take_in_hand(
        desk,
        lambda numbers, spoken: st.selectbox(
            words.VERSION,
            numbers,
            key="scheme_version",
            format_func=spoken,
            filter_mode=None,
            label_visibility="collapsed",
            width=260,
        ),
    )
    other = view.compare_tool(hand)
    tab = choose_table()
with files, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
    import_tool(hand)
    export_tool(hand)
    save_tool(desk, hand)
with ribbons:
    view.state_ribbon(hand)
view.file_notes(hand)

tables, side = st.columns([2.6, 1], gap="medium")
with tables:
    editor(hand, tab, desk.roster.groups)
    view.example_card(desk)
    view.versions_card(hand)
with side:
    view.check_card(desk, hand)
    if hand.is_new:
        effect_card(desk, hand)
        view.difference_card(hand, other)
        view.rules_card(hand)
    else:
        view.rules_card(hand)
        view.difference_card(hand, other)
