"""三个年考评台: page configuration, the door and navigation, nothing else."""

import streamlit as st

from evaluation.ui.door import anybody, start_problem
from evaluation.ui.frame import LOGO, open_door
from evaluation.ui.routing import routed
from evaluation.wording import pages as words

st.set_page_config(page_title=words.APP, page_icon=str(LOGO), layout="wide", menu_items={})
problem = start_problem()
person = None if problem else anybody()
TITLES = {
    "home": words.HOME,
    "import": words.IMPORT,
    "ranking": words.RANKING,
    "unit": words.UNIT_PAGE,
    "shortlist": words.SHORTLIST,
    "stability": words.STABILITY,
    "rectification": words.RECTIFICATION,
    "meeting": words.MEETING,
    "scheme": words.SCHEME,
    "records": words.RECORDS,
}
# Nobody yet: all addresses are kept, so that a link leads on after the login, and none of their pages is run.
names = [name for name in TITLES if person is None or person.may_open(name)]
pages = {
    name: st.Page(f"pages/{name}.py", title=TITLES[name], default=name == "home", url_path=None if name == "home" else name)
    for name in names
}
page = st.navigation(list(pages.values()), position="hidden" if person is None else "top")
st.logo(LOGO, size="large")
if person is None:
    open_door(problem)
else:
    with routed(page.url_path or "home"):
        page.run()
