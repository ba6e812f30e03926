"""排名分析: who stands where and why, what other weights would do, and the pictures that a meeting asks for."""

import streamlit as st

from evaluation.ui import filters
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.ranking_board import BOARD, Board, other_rules, ranking_board
from evaluation.ui.ranking_pictures import picture_choice
from evaluation.ui.raters_view import raters_card
from evaluation.ui.saved_views_menu import views_menu
from evaluation.ui.screenshot import screenshot_button
from evaluation.ui.variants import variants_card
from evaluation.ui.whole_page import only
from evaluation.wording import pages as words

desk = open_page()
ribbons = st.container()
head_row(desk, words.RANKING)
stop_if_empty(desk)

board = Board(desk, ribbons, *st.columns([3.55, 1], gap="medium"))
with board.table, st.container(horizontal=True, vertical_alignment="center", gap="small"):
    filters.search_and_pills()
    board.against = filters.more(desk.scheme, desk.earlier_periods, desk.previous_period)
    views_menu(desk)
    st.space("stretch")
    screenshot_button()
    st.download_button(
        words.PRINT,
        board.printed_list,
        file_name=words.PRINT_FILE.format(period=desk.period, group=desk.group),
        icon=":material/print:",
        on_click="ignore",
    )
picture_choice(then=only(BOARD))
with st.container(border=True):
    ranking_board(board)
with board.tools:
    other_rules(board)
    with st.container(border=True, gap="small", key="screen_variants"):
        variants_card(desk)
if desk.may("see_raters"):
    raters_card(desk, desk.shortlist(desk.rank()))
