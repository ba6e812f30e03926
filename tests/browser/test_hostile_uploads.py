"""Files made to do harm, through the real server and every place that takes files, while somebody else goes on working.

`make test` hands in a few; UPLOAD_ATTACKS=all hands in every file of tests/hostile_files.py and tests/hostile_archives.py and
prints how long each took and how much memory.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.server import Server, running
from evaluation.wording import pages as words
from evaluation.wording import scheme_page, uploads
from tests.browser.conftest import PATIENCE, VIEWPORT, settle
from tests.hostile_archives import large_ones, small_ones
from tests.hostile_files import GOOD, Hostile, hostile_files, with_cells
from tests.test_scheme_attacks import HOSTILE as HOSTILE_SCHEMES

WANTED = os.environ.get("UPLOAD_ATTACKS", "")
ALL = bool(WANTED)
MEGABYTES = 512
SENT = 20_000_000
"""Bytes of the longest file that the page sends: Streamlit's browser counts megabytes in thousands, its server doesn't."""
FAR = with_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
PLACES = ("import", "scheme", "records")
ENGLISH = re.compile(r"\b(error|exception|traceback|failed|oh no|request)\b|Error:", re.IGNORECASE)
REFUSED = re.compile(r"必须改 \d|请[^。]*。|没有[^。]*。|不是[^。]*。")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in Linux's own way")


def files_for(place: str) -> Iterator[Hostile]:
    """Yield what is handed in at a place: a few, all, or those whose description begins so."""
    yield from (one for one in _files_of(place) if WANTED in ("", "all") or one.what.startswith(WANTED))


def _files_of(place: str) -> Iterator[Hostile]:
    if place == "import":
        few = [Hostile("a far cell", "远.xlsx", FAR), Hostile("0 bytes", "空.csv", b"")]
        yield from (hostile_files() if ALL else few)
    elif place == "scheme":
        names = list(HOSTILE_SCHEMES) if ALL else ["keys nested 12,000 deep"]
        yield from (Hostile(name, "方案.toml", HOSTILE_SCHEMES[name].encode()) for name in names)
        yield Hostile("far", "方案.xlsx", FAR)
    else:
        # Those that need the limits of their process are all in tests/test_archive_attacks.py.
        yield from ((*small_ones(), *large_ones()) if ALL else islice(small_ones(), 2))


def _text(path: Path) -> str:
    """Return what the kernel says there, "" where the thread or process has ended meanwhile."""
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""


class Watched:
    """A server, and the most memory that it and its readers have held."""

    def __init__(self, server: Server):
        self.server, self.readers = server, 0
        self.before = self._figure(server.pid, "VmRSS")

    def grown(self) -> int:
        """Return by how many MB the server has grown at most, over what it held at the start."""
        return self._figure(self.server.pid, "VmHWM") - self.before

    def look(self) -> None:
        """Note what the readers that run just now have held."""
        tasks = Path(f"/proc/{self.server.pid}/task").iterdir()
        children = [child for task in tasks for child in _text(task / "children").split()]
        self.readers = max([self.readers, *(self._figure(int(child), "VmHWM") for child in children)])

    @staticmethod
    def _figure(pid: int, name: str) -> int:
        """Return a figure of a process in MB, 0 where it has ended."""
        lines = _text(Path(f"/proc/{pid}/status")).splitlines()
        return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:")), 0)


@pytest.fixture(scope="module")
def watched(filled_home, tmp_path_factory):
    with running(Path(shutil.copytree(filled_home, tmp_path_factory.mktemp("attacked") / "home"))) as server:
        yield Watched(server)


@pytest.fixture
def colleague(chromium, watched):
    """Somebody else's tab, where a search is typed again and again."""
    context = chromium.new_context(viewport=VIEWPORT, locale="zh-CN")
    context.set_default_timeout(PATIENCE * 1000)
    other = context.new_page()
    other.goto(f"{watched.server.url}/ranking")
    settle(other)
    yield other
    context.close()


def hand_in(tab, one: Hostile, folder: Path, while_waiting) -> None:
    """Hand a file in, and let something else be done while the server is busy with it.

    A large one lies on the disk, so that what is measured isn't its way into the browser.
    """
    field = tab.locator("input[type=file]")
    file: Path | dict = {"name": one.name, "mimeType": "application/octet-stream", "buffer": one.content}
    if len(one.content) > 1_000_000:
        folder.mkdir()  # of its own: a browser that is given the same path again takes no notice
        file = folder / one.name
        file.write_bytes(one.content)
    if len(one.content) > SENT:
        field.set_input_files(file)
        tab.locator("[data-testid=stFileChip][aria-invalid=true]").last.wait_for()
    else:
        with tab.expect_response(lambda answer: "upload_file" in answer.url and answer.request.method == "PUT") as sent:
            field.set_input_files(file)
        assert sent.value.status < 300
    while_waiting()
    tab.wait_for_timeout(500)
    settle(tab)


def open_place(tab, server: Server, place: str) -> None:
    tab.goto(f"{server.url}/{place}")
    settle(tab)
    if place == "scheme":
        tab.get_by_role("button", name=scheme_page.IMPORT).click()
        tab.locator("input[type=file]").wait_for(state="attached")


def take_away(tab, server: Server, place: str) -> None:
    """Leave the place as it was: files are taken away by hand, because those of a tab that was left are kept a while."""
    chip = tab.get_by_test_id("stFileChipDeleteBtn")
    while chip.count():
        chip.first.locator("button").click()
        tab.wait_for_timeout(300)
        settle(tab)
    if place == "scheme":
        open_place(tab, server, place)


@pytest.mark.parametrize("place", PLACES)
def test_each_file_is_answered_in_words_while_a_colleague_goes_on(tab, watched, colleague, place, tmp_path):
    open_place(tab, watched.server, place)
    searches = []

    def search() -> None:
        watched.look()
        wanted = f"村{len(searches)}" if len(searches) % 2 else "村"
        field = colleague.get_by_placeholder(words.SEARCH_HINT)
        field.fill(wanted)
        field.press("Enter")
        watched.look()
        settle(colleague)
        watched.look()
        searches.append(field.input_value() == wanted)

    taken = {}
    for number, one in enumerate(files_for(place)):
        if not one.name or (not one.name.isprintable() and "\ud800" in one.name):
            continue
        began = time.monotonic()
        hand_in(tab, one, tmp_path / str(number), search)
        taken[f"{number} {one.what}"] = time.monotonic() - began
        said = tab.locator("body").inner_text().replace(one.name, "")
        assert not ENGLISH.search(said), (one.what, ENGLISH.search(said), said[-300:])
        assert one.reads or REFUSED.search(said), (one.what, said[-600:])
        take_away(tab, watched.server, place)
    assert set(searches) == {True}
    assert watched.grown() < MEGABYTES
    assert watched.readers < MEGABYTES
    slowest, middle = max(taken, key=taken.__getitem__), sorted(taken.values())[len(taken) // 2]
    print(f"{place}: {len(taken)} files, {middle:.1f} s in the middle, {taken[slowest]:.1f} s the longest ({slowest});")
    print(f"server grown by {watched.grown()} MB, readers up to {watched.readers} MB; {len(searches)} searches beside")


def test_more_than_the_memory_bears_is_refused_file_by_file(tab, watched, tmp_path):
    """Files of 19 MB at once, and one of 201 MB; the rest of the tab's files stay."""
    count = 200 if ALL else 4
    (tmp_path / "大.csv").write_bytes(b"1," * (19 << 19))
    for number in range(count - 1):
        os.link(tmp_path / "大.csv", tmp_path / f"大{number}.csv")
    with (tmp_path / "很大.xlsx").open("wb") as file:
        file.truncate(201 << 20)
    open_place(tab, watched.server, "import")
    tab.locator("input[type=file]").set_input_files(sorted(tmp_path.glob("*.*")))
    tab.wait_for_function(
        "count => document.querySelectorAll('[data-testid=stFileChip][aria-invalid=true]').length >= count", arg=count - 2
    )
    tab.wait_for_timeout(1000)
    settle(tab)
    said = tab.locator("body").inner_text()
    assert uploads.TOO_MANY.format(limit=60) in said
    assert "每个文件不能超过 20 MB" in said
    assert not ENGLISH.search(said)
    assert watched.grown() < MEGABYTES
    print(f"{count} files of 19 MB: server grown by {watched.grown()} MB")
    take_away(tab, watched.server, "import")


def test_a_name_shows_as_what_it_is(tab, watched):
    open_place(tab, watched.server, "import")
    folders, markup = "../../etc/a\0b:c\\d.csv", "<img src=x onerror=alert(1)>.csv"
    names = ["评分\u202evsc.exe", "\u2067评分.csv", "分" * 300 + ".csv", folders, markup]
    files = [{"name": name, "mimeType": "text/csv", "buffer": GOOD.encode()} for name in names]
    tab.locator("input[type=file]").set_input_files(files)
    tab.get_by_text(words.FILES_TITLE.format(count=len(names)).removeprefix("### ")).wait_for()
    settle(tab)
    shown = tab.evaluate("""() => [...document.querySelectorAll('body, body *')].flatMap(element => [
        ...[...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data),
        ...['title', 'aria-label'].map(name => element.getAttribute(name) || '')])""")
    assert [text for text in shown if re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)] == []
    cards = [button.inner_text() for button in tab.locator("[class*=st-key-card_]").all()]
    assert [card.replace("\u2060", "").strip("▸ ") for card in cards] == [
        "评分vsc.exe", "评分.csv", "分" * 116 + ".csv", "d.csv", "<img src=x onerror=alert(1)>.csv",
    ]  # fmt: skip
    assert tab.locator("img[src=x]").count() == 0
    take_away(tab, watched.server, "import")


def test_the_server_lives_and_left_no_trace_of_an_error(watched):
    log = (watched.server.home / "server.log").read_text("utf-8", "replace")
    assert Path(f"/proc/{watched.server.pid}").exists()
    assert "Traceback" not in log, log[-3000:]
