"""三个年考评台: page configuration and navigation, nothing else."""

import streamlit as st

from evaluation.ui.frame import LOGO
from evaluation.ui.routing import routed
from evaluation.wording import pages as words

st.set_page_config(page_title=words.APP, page_icon=str(LOGO), layout="wide", menu_items={})
page = st.navigation(
    [
        st.Page("pages/home.py", title=words.HOME, default=True),
        st.Page("pages/import.py", title=words.IMPORT, url_path="import"),
        st.Page("pages/ranking.py", title=words.RANKING, url_path="ranking"),
        st.Page("pages/unit.py", title=words.UNIT_PAGE, url_path="unit"),
        st.Page("pages/shortlist.py", title=words.SHORTLIST, url_path="shortlist"),
        st.Page("pages/stability.py", title=words.STABILITY, url_path="stability"),
        st.Page("pages/rectification.py", title=words.RECTIFICATION, url_path="rectification"),
        st.Page("pages/meeting.py", title=words.MEETING, url_path="meeting"),
        st.Page("pages/scheme.py", title=words.SCHEME, url_path="scheme"),
        st.Page("pages/records.py", title=words.RECORDS, url_path="records"),
    ],
    position="top",
)
st.logo(LOGO, size="large")
with routed():
    page.run()
