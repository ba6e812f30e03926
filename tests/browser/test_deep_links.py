"""The first request that a freshly started server gets shows the whole page, whichever address it asks for."""

import pytest

from benchmarks.server import running
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


@pytest.mark.parametrize("path", TITLES)
def test_the_first_request_to_a_page_shows_it_framed_at_its_own_address(tab, demonstration_home, path):
    with running(demonstration_home) as server:
        tab.goto(f"{server.url}/{path}")
        settle(tab)
        assert set(TITLES.values()) <= set(tab.get_by_test_id("stTopNavLink").all_inner_texts())
        assert tab.get_by_test_id("stSidebar").count() == 0
        heading = tab.get_by_role("heading", level=1).inner_text()
        assert heading == TITLES[path] if path else heading.startswith("2022年考核")
        assert tab.url == f"{server.url}/{path}"
        assert tab.title() == TITLES[path] or words.APP in tab.title()
        assert tab.get_by_text(words.START_EMPTY).is_visible()


def test_an_unknown_address_says_so_in_chinese_and_shows_the_first_page(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/nowhere")
    tab.get_by_role("dialog").get_by_text("没有这个页面").wait_for()
    settle(tab)
    assert tab.locator("h1").inner_text().startswith("2022年考核")
