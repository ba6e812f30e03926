"""Whichever address is asked for first shows the whole page, of a server that has just started too.

That each page does in a tab of its own is looked at where its words are (test_no_english.py).
"""

import ast

from benchmarks.server import running
from evaluation.home import PROJECT
from evaluation.wording import pages as words
from evaluation.wording import scheme_page
from tests.browser.conftest import settle

TITLES = {
    "": words.HOME,
    "import": words.IMPORT,
    "ranking": words.RANKING,
    "unit": words.UNIT_PAGE,
    "rectification": words.RECTIFICATION,
    "shortlist": words.SHORTLIST,
    "stability": words.STABILITY,
    "meeting": words.MEETING,
    "scheme": scheme_page.TITLE,
    "records": words.RECORDS,
}


def assert_framed(tab, server, path: str) -> None:
    """Ask for an address in a fresh tab and look at what comes."""
    tab.goto(f"{server.url}/{path}")
    settle(tab)
    assert set(TITLES.values()) <= set(tab.get_by_test_id("stTopNavLink").all_inner_texts())
    assert tab.get_by_test_id("stSidebar").count() == 0
    heading = tab.get_by_role("heading", level=1).inner_text()
    assert heading == TITLES[path] if path else heading.startswith("2022年考核")
    assert tab.url == f"{server.url}/{path}"
    assert tab.title() == TITLES[path] or words.APP in tab.title()
    assert tab.get_by_text(words.START_EMPTY).is_visible()


def test_the_first_request_that_a_fresh_server_gets_shows_the_page_framed_at_its_own_address(tab, demonstration_home):
    with running(demonstration_home) as server:
        assert_framed(tab, server, "shortlist")


def test_every_page_asks_first_whether_the_router_runs_it():
    """Until the router has run once in a process, Streamlit runs a page's file alone: its first call has to notice."""
    for file in sorted((PROJECT / "pages").glob("*.py")):
        statements = [one for one in ast.parse(file.read_text("utf-8")).body if not isinstance(one, ast.Import | ast.ImportFrom)]
        first = next(one for one in statements if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)))
        calls = [one.func.id for one in ast.walk(first) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
        assert calls[:1] == ["open_page"], file.name


def test_an_unknown_address_says_so_in_chinese_and_shows_the_first_page(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/nowhere")
    tab.get_by_role("dialog").get_by_text("没有这个页面").wait_for()
    settle(tab)
    assert tab.locator("h1").inner_text().startswith("2022年考核")
