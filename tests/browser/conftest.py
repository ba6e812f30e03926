"""A real server and a real browser: `streamlit run app.py` on a free port of this machine, and Debian's Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import plotly.offline
import pytest

from benchmarks.server import Server, running
from evaluation.home import Home

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60
VIEWPORT = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def chromium(playwright):
    """The browser, one for all tests."""
    assert CHROMIUM, "apt-get install chromium fonts-noto-cjk"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def tab(chromium):
    """A tab with no memory of other tests."""
    context = chromium.new_context(viewport=VIEWPORT, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def page(chromium):
    """A page that figures are drawn on one after the other; no server."""
    page = chromium.new_page(viewport={"width": 1920, "height": 1440})
    page.set_content("<body style='margin:0'><div id='picture'></div></body>")
    page.add_script_tag(content=plotly.offline.get_plotlyjs())
    yield page
    page.close()


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory) -> Path:
    """A home in which the demonstration has been loaded; tests take copies."""
    folder = tmp_path_factory.mktemp("filled")
    home = Home(folder)
    assert home.demonstration.roster.units
    home.close()
    return folder


@pytest.fixture
def demonstration_home(filled_home, tmp_path) -> Path:
    """A home of this test's own in which the demonstration has been loaded."""
    return Path(shutil.copytree(filled_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def demonstration_server(filled_home, tmp_path_factory) -> Iterator[Server]:
    """One server for all tests that only look at the demonstration."""
    with running(Path(shutil.copytree(filled_home, tmp_path_factory.mktemp("shown") / "home"))) as started:
        yield started


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    """A server that was started a moment ago on a home where nothing has happened."""
    with running(tmp_path / "home") as started:
        yield started


QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const waiting = document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
  const undrawn = [...document.querySelectorAll('[data-testid=stPlotlyChart]')].some(chart => !chart.querySelector('.main-svg'));
  const quiet = app?.dataset.testScriptState === 'notRunning' && document.querySelector('h1') && !waiting && !undrawn;
  window.quietSince = quiet ? window.quietSince || performance.now() : 0;
  return quiet && performance.now() - window.quietSince > 300;
}"""


def settle(tab) -> None:
    """Wait until a page has been drawn, its charts too, and no script has run for a moment."""
    tab.evaluate("() => { window.quietSince = 0 }")
    tab.wait_for_function(QUIET)


def go(tab, title: str) -> None:
    """Click a page in the navigation and wait until it has been drawn."""
    tab.get_by_test_id("stTopNavLink").filter(has_text=title).click()
    tab.get_by_role("heading", level=1, name=title).wait_for()
    settle(tab)
