"""Texts that mean something to some program, over 200, stand as names, headings, reasons, remarks, persons and files on the
pages of the real app: none is executed, no element comes of one, and no request leaves for anywhere but the server.

`make test` looks at the pages where most of them stand; INJECTION_WALK=all at every page.
"""

import os
from datetime import date

import pytest

from benchmarks.server import running
from evaluation.award_events import list_saved, objection_noted, objection_settled
from evaluation.events import decided, scheme_set
from evaluation.home import Home
from evaluation.intake import check_files, drafts_for
from evaluation.rectification import RectificationLine, rectification_saved
from evaluation.roster import Roster
from evaluation.saved_views import save_view
from tests.browser.conftest import settle
from tests.chain import PERIOD
from tests.resilience.test_texts_stay_texts import AWARD, GROUP, REMARKS, SCHEME, TEXTS, UNITS, sheets

ALL = os.environ.get("INJECTION_WALK") == "all"
PAGES = ("ranking", "records", "", "import", "unit", "shortlist", "stability", "rectification", "meeting", "scheme")
STRANGE = """:is(iframe, object, embed, form, video, audio, base, math, ruby, blockquote, hr, i, u, s, sub, sup, del, em,
  .katex, [onerror], [onload], [onfocus], [ontoggle], [onclick], a[href*="b.c"], a[href^="mailto"],
  img[src*="b.c"], img[src="x"])"""
"""What our own pages don't consist of inside their main part."""


@pytest.fixture(scope="module")
def injected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("injected")
    home = Home(folder)
    home.open_office(TEXTS[5])
    store, actor = home.office, TEXTS[6]
    store.append([scheme_set(SCHEME, TEXTS[8])], actor)
    intake = check_files(sheets(), SCHEME, Roster(()), period=PERIOD)
    intake.raise_errors()
    store.append(drafts_for(intake), actor)
    choices = [decided(PERIOD, AWARD, unit, "chosen", reason, reason) for unit, reason in zip(UNITS, REMARKS, strict=True)]
    objections = [objection_noted(PERIOD, AWARD, text, date(2026, 11, 23), text) for text in TEXTS[::20]]
    store.append([*choices, *objections, objection_settled(PERIOD, AWARD, 1, TEXTS[12])], actor)
    store.append([list_saved(PERIOD, AWARD, TEXTS[60], UNITS[:9])], TEXTS[70])
    for text in [text for text in TEXTS if len(text) <= 20][::12]:
        save_view(store.journal, text, "search=x", text)
    lines = [RectificationLine(unit, *[text] * 5) for unit, text in zip(UNITS[:60], TEXTS, strict=False)]
    store.append([rectification_saved(PERIOD, GROUP, lines)], actor)
    home.close()
    with running(folder) as server:
        yield server


@pytest.mark.parametrize("path", PAGES if ALL else PAGES[:2])
def test_nothing_of_the_texts_is_executed_drawn_or_fetched(tab, injected, path):
    alarms, asked = [], []
    tab.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    tab.on("pageerror", lambda error: alarms.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{injected.url}/{path}")
    settle(tab)
    for opened in tab.get_by_test_id("stMain").get_by_test_id("stExpander").locator("summary").all()[:6] if ALL else []:
        opened.click()
    settle(tab)
    assert alarms == []
    assert [url for url in asked if not url.startswith((injected.url, "data:", "blob:"))] == []
    scripts = tab.get_by_test_id("stMain").locator("script").evaluate_all("all => all.map(one => one.textContent)")
    assert [text for text in scripts if len(text) < 500] == []  # ours are long
    strange = tab.get_by_test_id("stMain").locator(STRANGE)
    assert [element.evaluate("element => element.outerHTML.slice(0, 200)") for element in strange.all()] == []
    assert tab.get_by_test_id("stException").count() == 0
    print(f"/{path}: {len(asked)} requests, all to the server")
