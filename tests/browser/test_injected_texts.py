"""Texts that mean something to some program, over 200, stand as names, headings, reasons, remarks, persons and files on the
pages of the real app, in its slide show, 截图模式 and pictures: none is executed, no element comes of one, no request leaves for
anywhere but the server, and what is drawn are the characters that were handed in.

`make test` looks at the pages where most of them stand; INJECTION_WALK=all at every page, every slide and every picture.
"""

import base64
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from benchmarks.server import running
from evaluation.award_events import list_saved, objection_noted, objection_settled
from evaluation.charts import PROJECTOR, Caption, gallery
from evaluation.events import decided, scheme_set
from evaluation.home import Home, sqlite_url
from evaluation.intake import check_files, drafts_for
from evaluation.ranking import rank_units
from evaluation.rectification import RectificationLine, rectification_saved
from evaluation.roster import Roster
from evaluation.saved_views import save_view
from evaluation.shortlist import suggest
from evaluation.wording import screenshot
from tests.browser.conftest import settle
from tests.chain import PERIOD
from tests.resilience.test_texts_stay_texts import AWARD, GROUP, REMARKS, SCHEME, TEXTS, UNITS, sheets

ALL = os.environ.get("INJECTION_WALK") == "all"
PAGES = ("ranking", "shortlist", "records", "unit", "", "import", "stability", "rectification", "meeting", "scheme")
NAMED = {"ranking": (*UNITS, GROUP), "shortlist": (AWARD, GROUP), "unit": (GROUP,), "records": (TEXTS[70],)}
"""What has to stand on a page as it was handed in."""
STRANGE = """:is(iframe, object, embed, form, video, audio, base, math, ruby, blockquote, hr, b, i, u, s, sub, sup, del, em,
  .katex, svg a, [onerror], [onload], [onfocus], [ontoggle], [onclick], a[href*="b.c"], a[href^="mailto"],
  img[src*="b.c"], img[src="x"])"""
"""What our own pages don't consist of inside their main part."""
OWN = "b:is(.mark, footer b), i#show-size"
"""But for these."""
SLIDE = ".st-key-show_slide .main-svg"
_UNSEEN = re.compile("[\\s\u2060\u200b\xa0]")


@pytest.fixture(scope="module")
def injected(filled):
    with running(filled) as server:
        yield server


@pytest.fixture(scope="module")
def view(filled):
    """What the pictures show, with the texts in the frame of each too."""
    home = Home(filled.parent / "read", sqlite_url(filled / "journal.sqlite"))
    ranking = rank_units(home.office.cursor(), PERIOD)
    shortlist = suggest(ranking, SCHEME, SCHEME.award[0], GROUP)
    texts = (TEXTS[8], PERIOD, GROUP, TEXTS[9], len(UNITS), len(UNITS), TEXTS[10], TEXTS[11], TEXTS[12], TEXTS[13])
    yield gallery.View(ranking, shortlist, Caption(*texts, ("draft",)), {}, None, SCHEME, own_unit=UNITS[0])
    home.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
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
    return folder


@contextmanager
def watched(tab, server) -> Iterator[None]:
    """Fail where a script of a text runs meanwhile, a request leaves for another place, or an element has come of a text."""
    alarms, asked = [], []
    tab.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    tab.on("pageerror", lambda error: alarms.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    yield
    assert_sound(tab)
    assert alarms == []
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    print(f"{tab.url.removeprefix(server.url)}: {len(asked)} requests, all to the server")


def assert_sound(tab) -> None:
    """Say which elements there are that our pages don't consist of."""
    main = tab.get_by_test_id("stMain")
    scripts = main.locator("script").evaluate_all("all => all.map(one => one.textContent)")
    assert [text for text in scripts if len(text) < 500] == []  # ours are long
    strange = main.locator(STRANGE).evaluate_all(
        "(all, own) => all.filter(one => !one.matches(own)).map(one => one.outerHTML.slice(0, 200))", OWN
    )
    assert strange == []
    assert tab.get_by_test_id("stException").count() == 0


def lacking(wanted: tuple[str, ...], said: str) -> list[str]:
    """Return which texts aren't said, blanks and invisible signs apart."""
    held = _UNSEEN.sub("", said)
    return [text for text in wanted if _UNSEEN.sub("", text) not in held]


@pytest.mark.parametrize("path", PAGES if ALL else PAGES[:3])
def test_nothing_of_the_texts_is_executed_drawn_or_fetched(tab, injected, path):
    with watched(tab, injected):
        tab.goto(f"{injected.url}/{path}")
        settle(tab)
        closed = tab.get_by_test_id("stMain").get_by_test_id("stExpander").locator("summary")
        for opened in closed.all()[:6] if ALL else []:
            opened.click()
        settle(tab)
        said = tab.locator("body").inner_text()
        pictures = tab.locator(".st-key-gap_page button").all()  # each holds 80 units
        for number, further in enumerate(pictures[1:], start=2):
            further.click()
            tab.locator(f".st-key-gap_page_{number} .main-svg").first.wait_for()
            settle(tab)
            said += tab.locator("body").inner_text()
    assert lacking(NAMED.get(path, ()), said) == []
    if path == "ranking":
        with watched(tab, injected):
            tab.get_by_role("button", name=screenshot.BUTTON, exact=False).first.click()
            tab.locator(".st-key-shot table").wait_for()
            assert lacking(UNITS, tab.locator(".st-key-shot").inner_text()) == []
    if path == "meeting":
        walk_the_slides(tab, injected)


def walk_the_slides(tab, injected) -> None:
    """Go through the whole slide show by its keys; every unit stands on one of the slides as it was handed in."""
    with watched(tab, injected):
        tab.locator(".st-key-show_start button").click()
        tab.locator(SLIDE).first.wait_for()
        settle(tab)
        count = int(tab.locator(".st-key-show_bar").inner_text().split("/")[1].split()[0])
        said = ""
        for number in range(1, count + 1):
            said += "\n".join(tab.locator(f"{SLIDE} text").evaluate_all("all => all.map(one => one.textContent)"))
            assert_sound(tab)
            tab.keyboard.press("ArrowRight" if number < count else "Escape")
            if number < count:
                tab.get_by_text(f"{number + 1} / {count}").wait_for()
            settle(tab)
    assert lacking(UNITS, said) == []
    print(f"{count} slides")


SHAPES = {"svg", "g", "defs", "clipPath", "rect", "path", "text", "tspan", "line", "circle", "style", "linearGradient", "stop"}
SAVE = """async ([figure, format]) => {
  const sheet = document.getElementById('picture');
  await Plotly.newPlot(sheet, figure.data, figure.layout, {displayModeBar: false});
  return Plotly.toImage(sheet, {format, width: figure.layout.width, height: figure.layout.height});
}"""


def test_pictures_are_saved_with_them_as_text_and_nothing_else(page, view):
    asked, said = [], ""
    page.on("request", lambda request: asked.append(request.url))
    shown = gallery.slides(view, PROJECTOR)
    for slide in shown if ALL else shown[:1]:
        figure = slide.question.figure(view, PROJECTOR, slide.page)
        kind, _, content = page.evaluate(SAVE, [figure, "svg"]).partition(",")
        root = ElementTree.fromstring(unquote(content) if "base64" not in kind else base64.b64decode(content))
        assert {one.tag.rpartition("}")[2] for one in root.iter()} <= SHAPES
        assert [value for one in root.iter() for name, value in one.items() if name.endswith(("href", "onload", "onclick"))] == []
        texts = ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("}text")]
        said += "\n".join(texts)
        assert page.evaluate(SAVE, [figure, "png"]).startswith("data:image/png;base64,")
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == []
    assert lacking(UNITS if ALL else UNITS[:10], said) == []
    print(f"{len(shown)} pictures")
