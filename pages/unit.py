"""单位画像: one unit: why this rank, what lies between, what it would take, why the rank changed, where every number is from."""

import streamlit as st

from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.unit_cells import cells_card
from evaluation.ui.unit_change import change_card, weak_card
from evaluation.ui.unit_gap import gap_card
from evaluation.ui.unit_link import choose_unit, follow_address, say_unknown
from evaluation.ui.unit_needs import needs_card
from evaluation.ui.unit_sources import notice_tool, sources_card, trace_expander
from evaluation.ui.unit_view import UnitView, copy_tool, metrics, sentence_card
from evaluation.wording import unit_page as words

desk = open_page()
asked = follow_address(desk)
head_row(desk, words.TITLE)
stop_if_empty(desk)
ranking = desk.rank()
shortlist = desk.shortlist(ranking)
with st.container(key="screen_unit", horizontal=True, vertical_alignment="center"):  # the sentence below names the unit
    shown = UnitView(desk, ranking, shortlist, choose_unit(desk, shortlist))
    st.space("stretch")
    copy_tool(shown)
    notice_tool(shown)
say_unknown(desk, asked, shortlist, shown.name)
sentence_card(shown)
metrics(shown)
left, right = st.columns([1.25, 1], gap="medium")
with left:
    gap_card(shown)
    weak_card(shown)
    change_card(shown)
with right:
    needs_card(shown)
sources_card(shown)
trace_expander(shown)
cells_card(desk, agrees=shown.agrees)
