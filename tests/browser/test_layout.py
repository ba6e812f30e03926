"""Where things stand on a screen: nothing over a title, no message over the next button, no button cut in a narrow window."""

import pytest

from evaluation.wording import pages as words
from evaluation.wording import records_page
from tests.browser.conftest import go, settle

# The lowest pixel of the title's characters, and the highest of what comes below the head row.
GAP = """() => {
  const title = document.querySelector('h1'), head = document.querySelector('.st-key-head'), range = document.createRange();
  range.selectNodeContents(title);
  const size = parseFloat(getComputedStyle(title).fontSize), line = range.getBoundingClientRect();
  const foot = (line.top + line.bottom + size) / 2;
  const below = [...document.querySelectorAll('[data-testid=stMainBlockContainer] *')].filter(
    other => !head.contains(other) && !other.contains(head)).map(other => other.getBoundingClientRect());
  return Math.min(...below.filter(box => box.height > 0 && box.top > line.top + 5).map(box => box.top)) - foot;
}"""
CUT = """() => [...document.querySelectorAll('[data-testid=stMain] button p')].filter(text => text.getClientRects().length
  && (text.scrollWidth > text.clientWidth + 1 || text.getBoundingClientRect().height > 60)).map(text => text.textContent)"""


@pytest.mark.parametrize("page", ["records", "stability", "meeting", "scheme"])
def test_nothing_stands_over_the_title(tab, demonstration_server, page):
    tab.goto(f"{demonstration_server.url}/{page}")
    settle(tab)
    assert tab.evaluate(GAP) >= 4


def test_what_was_done_is_said_over_no_button(tab, server):
    tab.goto(server.url)
    settle(tab)
    tab.get_by_role("button", name=words.START_EMPTY).click()
    tab.get_by_role("dialog").get_by_role("button", name=words.START_CONFIRM).click()
    tab.get_by_role("heading", level=1, name=words.IMPORT).wait_for()
    go(tab, words.RANKING)
    assert tab.evaluate(GAP) >= 4, "an empty page's title"
    go(tab, words.RECORDS)
    tab.get_by_role("button", name=records_page.BACKUP_NOW).click()
    said = tab.get_by_test_id("stToast")
    said.wait_for()
    settle(tab)
    toast = said.bounding_box()
    for button in tab.get_by_test_id("stMain").get_by_role("button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert box["y"] + box["height"] < toast["y"] or box["x"] > toast["x"] + toast["width"]


@pytest.mark.parametrize("page", ["", "ranking", "shortlist", "meeting"])
def test_at_twice_the_size_no_button_is_cut(tab, demonstration_server, page):
    tab.set_viewport_size({"width": 1366 // 2, "height": 768 // 2})  # what 200 % leaves of the usual screen
    tab.goto(f"{demonstration_server.url}/{page}")
    settle(tab)
    assert tab.evaluate(CUT) == []
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 1366 // 2
