"""The app as `streamlit run` starts it, with two empty pages beside its own to compare with."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evaluation.home import PROJECT

PATIENCE = 120
BARE, FRAMED = "bare", "framed"
"""Addresses of the empty pages: one line of text and nothing else; and our frame (ribbons, title, period and group)."""

_APP = """\
import streamlit as st
from streamlit.commands.navigation import navigation

def bare():
    st.write("empty")

def framed():
    from evaluation.ui import routing
    from evaluation.ui.frame import head_row, open_page
    routing._run.page = "home"  # the role of a page that everybody may open
    head_row(open_page(), "empty")

def with_empty_pages(pages, **options):
    return navigation([*pages, st.Page(bare, url_path="bare"), st.Page(framed, url_path="framed")], **options)

st.navigation = with_empty_pages
"""


class Server:
    """A running server: where it answers, its home, and what it has cost the machine so far. ``url`` has no slash at its end.

    ``name`` is one of those under which it answers.
    """

    def __init__(self, port: int, home: Path, process: subprocess.Popen, name: str = "127.0.0.1"):
        self.port, self.home, self.process, self.name = port, home, process, name

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        return self.process.pid

    @property
    def cpu(self) -> float:
        """Seconds of processor time used since its start, by all of its threads (Linux)."""
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def with_empty_pages(folder: Path, tree: Path = PROJECT) -> Path:
    """Write a script into a folder that is the app of a source tree plus the empty pages, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pages").symlink_to(tree / "pages")
    script = folder / "app.py"
    script.write_text(_APP + (tree / "app.py").read_text("utf-8"), "utf-8")
    return script


@contextmanager
def running(
    home: Path, *options: str, script: Path | None = None, tree: Path = PROJECT, wait: bool = True,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:  # fmt: skip
    """Start the app of a source tree, or another script with its settings, on a home; end it by its own id.

    What it says goes to ``server.log`` in the home. Without ``wait`` it may not answer yet. ``settings`` are environment
    variables beside those of this process, whose own journal is never taken.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "EVALUATION_HOME": str(home), "PYTHONPATH": str(tree)}
    environment.pop("EVALUATION_JOURNAL_URL", None)
    # Installed packages were compiled when they were installed; the tree's own modules are so after its first start, unless
    # the one who measures has Python keep nothing.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.update(settings or {})
    command = [sys.executable, "-m", "streamlit", "run", str(script or tree / "app.py"), "--server.headless", "true"]
    command += ["--server.port", str(port), "--runner.magicEnabled", "false", *options]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tree, env=environment, stdout=log, stderr=subprocess.STDOUT)
        server = Server(port, home, process, environment.get("STREAMLIT_SERVER_ALLOWED_HOSTS", "127.0.0.1").split()[0])
        try:
            if wait:
                wait_for(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(server: Server) -> None:
    """Wait until a server answers. Raises RuntimeError, with what it said, where it ended or takes too long."""
    end = time.monotonic() + PATIENCE
    asked = urllib.request.Request(f"{server.url}/_stcore/health", headers={"Host": server.name})
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with urllib.request.urlopen(asked, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    said = (server.home / "server.log").read_text("utf-8", "replace")
    raise RuntimeError(f"no answer from {server.url}: {said}")
