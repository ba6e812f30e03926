"""三个年考评台: the server that `streamlit run` starts, and its script: page configuration, the door and navigation."""

import streamlit as st
from starlette.middleware import Middleware

from evaluation.ui import memory

# A process that multiprocessing starts loads this file, too, where a page has run in the one before; it serves nobody.
is_starting = not st.runtime.exists() and __name__ != "__mp_main__"
if is_starting:  # before all that is loaded here
    memory.begin()

from evaluation.problems import EvaluationError
from evaluation.ui.away import away_page
from evaluation.ui.door import anybody, start_problem
from evaluation.ui.frame import LOGO, open_door, refuse_page
from evaluation.ui.gate import Gate
from evaluation.ui.opening import begin, opening
from evaluation.ui.routing import routed
from evaluation.ui.signing import signing_secrets
from evaluation.ui.visit_cookie import visit_route
from evaluation.wording import pages as words

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


def run_page() -> None:
    """Run the page that a tab asks for, or draw the door."""
    st.set_page_config(page_title=words.APP, page_icon=str(LOGO), layout="wide", menu_items={})
    away, problem, person = None, "", None
    try:
        problem = start_problem()
        person = None if problem else anybody()
    except EvaluationError as error:
        away = error
    # All addresses are kept, so that a link leads on after the login and says which role it asks for; only a page that
    # somebody may open is ever run.
    pages = [
        st.Page(
            f"pages/{name}.py",
            title=title,
            default=name == "home",
            url_path=None if name == "home" else name,
            visibility="visible" if person and person.may_open(name) else "hidden",
        )
        for name, title in TITLES.items()
    ]
    page = st.navigation(pages, position="top" if person else "hidden")
    name = page.url_path or "home"
    st.logo(LOGO, size="large")
    if person is None:
        open_door(problem, away)
        return
    if not person.may_open(name):
        refuse_page(person, name)
        return
    try:
        with routed(name):
            page.run()
    except EvaluationError as error:
        away_page(error, person)


if st.runtime.exists():
    run_page()
elif is_starting:  # the server takes its app from here
    begin()
    app = st.App(__file__, secrets=signing_secrets(), lifespan=opening, middleware=[Middleware(Gate)], routes=[visit_route()])
