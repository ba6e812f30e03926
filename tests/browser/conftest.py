"""A real server and a real browser: `streamlit run app.py` on a free port of this machine, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import plotly.offline
import pytest

from evaluation.home import PROJECT, Home

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60
VIEWPORT = {"width": 1366, "height": 768}


class Server:
    """One running app; ``url`` has no slash at its end, ``pid`` is its process."""

    def __init__(self, url: str, home: Path, pid: int):
        self.url, self.home, self.pid = url, home, pid


@contextmanager
def running(home: Path, *options: str) -> Iterator[Server]:
    """Start the app on this home, wait until it answers, and end it by its own id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "EVALUATION_HOME": str(home)}
    environment.pop("EVALUATION_JOURNAL_URL", None)
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), "--server.port", str(port), *options],
            cwd=PROJECT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process, home / "server.log")
            yield Server(url, home, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            raise RuntimeError(log.read_text("utf-8", "replace"))
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}: {log.read_text('utf-8', 'replace')}")


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
