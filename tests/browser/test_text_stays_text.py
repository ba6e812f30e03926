"""Names that look like markup or formulas are drawn as the characters that they are."""

import pytest

from benchmarks.server import running
from evaluation.home import Home
from evaluation.wording import pages as words
from tests.browser.conftest import settle
from tests.pages.cases import HOSTILE, HOSTILE_AWARD, HOSTILE_GROUP, fill_hostile

INVISIBLE = "\u2060"


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    home = Home(folder)
    home.open_office("考核办")
    fill_hostile(home.office)
    home.close()
    with running(folder) as server:
        yield server


@pytest.mark.parametrize("path", ["", "import", "ranking", "unit", "shortlist", "rectification", "records"])
def test_names_are_drawn_as_they_are(tab, hostile_server, path):
    alarms = []
    tab.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: alarms.append(request.url) if "b.c/" in request.url else None)
    tab.goto(f"{hostile_server.url}/{path}")
    settle(tab)
    text = tab.locator("body").inner_text().replace(INVISIBLE, "")
    assert alarms == []
    if path not in ("import", "records"):
        assert HOSTILE_GROUP in text
    if path == "shortlist":
        assert HOSTILE_AWARD in text
    if path == "ranking":
        assert set(HOSTILE) - {name for name in HOSTILE if name in text} <= {HOSTILE[3]}
    page = tab.get_by_test_id("stMain")
    assert page.locator("a[href*='b.c'], img[src*='b.c'], .katex").count() == 0
    assert page.locator(":is(b, u, i, script)", has_text="x").count() == 0


def test_a_hostile_group_in_the_address_opens(tab, hostile_server):
    tab.goto(f"{hostile_server.url}/ranking")
    settle(tab)
    tab.goto(f"{hostile_server.url}/ranking?group=%3Cscript%3Ealert(1)%3C/script%3E")
    settle(tab)
    assert words.RANKING in tab.get_by_role("heading", level=1).inner_text()
