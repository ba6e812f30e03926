"""记录: who did what when; codes and archives checked; backups made and gone back to."""

import streamlit as st

from evaluation.ui.frame import head_row, open_page
from evaluation.ui.person_card import person_card
from evaluation.ui.records_view import backup_card, chain_card, check_card, journal_card
from evaluation.wording import records_page as words

desk = open_page()
head_row(desk, words.TITLE, with_group=False, with_period=False)
journal, side = st.columns([2.2, 1], gap="medium")
with journal:
    journal_card(desk)
with side:
    check_card(desk)
    backup_card(desk)
    chain_card(desk)
    person_card(desk)
