"""A person in front of the app: real pages, real database, one home per test."""

import functools
import json
import os
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from evaluation.home import PROJECT, Home, default_scheme, sqlite_url
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Journal
from evaluation.roster import Roster
from evaluation.store import Store
from evaluation.ui.desk import the_home
from evaluation.wording import pages as words
from tests import samples
from tests.pages.signing_in import guarded, people  # noqa: F401

# Each tab looks through all installed packages for components, which takes longer than most pages; they don't change.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
TIMEOUT = 60
PAGES = ("home", "import", "ranking", "unit", "shortlist", "rectification", "stability", "meeting", "scheme", "records")


def totals_of(table) -> list[str]:
    """The totals as the grid prints them: two decimals, — where there is none."""
    return [f"{total:.2f}" if total == total else "—" for total in table[words.COLUMN_TOTAL]]


class Person:
    """Works with one browser tab of the app; ``home`` is the data behind it."""

    def __init__(self, downloads: dict):
        self._downloads = downloads
        self.app = self._new_tab()

    @staticmethod
    def _new_tab() -> AppTest:
        return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=TIMEOUT)

    @property
    def home(self) -> Home:
        return the_home()

    @property
    def store(self) -> Store:
        return the_home().current

    def open(self, page: str = "home") -> "Person":
        """Open a page by its file's name, as a click in the navigation does."""
        if page != "home" or self.app._registered_pages:
            self.app.switch_page(f"pages/{page}.py")
        self.app.run()
        return self

    def visit(self, page: str = "home", **query: str) -> "Person":
        """Open a page in a new tab, by an address with this query."""
        self.app = self._new_tab()
        self.app.query_params = query
        return self.open(page)

    def upload(self, *files: Path | tuple[str, bytes]) -> "Person":
        """Put files into the uploader, in addition to nothing: the uploader holds just these."""
        parts = [(file.name, file.read_bytes()) if isinstance(file, Path) else file for file in files]
        self.app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in parts]).run()
        return self

    def button(self, label: str):
        """Return the button whose label begins so."""
        found = [button for button in self.app.button if button.label.startswith(label)]
        assert found, f"no button {label}: {[button.label for button in self.app.button]}"
        return found[0]

    def has_button(self, label: str) -> bool:
        return any(button.label.startswith(label) for button in self.app.button)

    def click(self, label: str) -> "Person":
        button = self.button(label)
        assert not button.disabled, f"{button.label} is grey: {button.help} {self.text}"
        button.click().run()
        return self

    def click_in_dialog(self, opener: str, label: str) -> "Person":
        """Click a button of the dialog that ``opener`` has opened (here the whole page runs, so it is opened again)."""
        self.button(opener).click()
        self.button(label).click().run()
        return self

    def edit(self, rows: dict[int, dict[str, object]], then_click: str = "") -> "Person":
        """Edit cells of the page's editor as the browser would report it, and click a button in the same breath."""
        if then_click:
            assert not self.button(then_click).disabled
            self.button(then_click).click()
        states = self.app._tree.get_widget_states()
        state = states.widgets.add()
        state.id = self.app.data_editor[0].proto.id
        edited = {str(row): cells for row, cells in rows.items()}
        state.string_value = json.dumps({"edited_rows": edited, "added_rows": [], "deleted_rows": []})
        self.app._run(states)
        return self

    def downloaded(self, label: str) -> bytes:
        """Return the bytes that a download button gives."""
        button = next(button for button in self.app.download_button if button.label == label)
        assert not button.disabled
        return self._downloads[button.proto.deferred_file_id]()

    @property
    def text(self) -> str:
        """Everything that the page says, in the order of its kinds."""
        kinds = ("title", "markdown", "caption", "error", "warning", "info", "success", "toast", "code", "metric")
        said = [str(element.value) for kind in kinds for element in getattr(self.app, kind)] + self.html
        said += [
            f"{element.label}"
            for kind in ("button", "download_button", "metric", "expander")
            for element in getattr(self.app, kind)
        ]
        return "\n".join(said)

    @property
    def html(self) -> list[str]:
        """The tables and lines that the page writes as HTML, without the frame's own style and language."""
        return [block.value for block in self.app.html if not block.value.startswith(("<style>", "<script>"))]

    @property
    def table(self):
        """The ranking table of the page."""
        return self.app.dataframe[0].value

    def assert_sound(self) -> None:
        assert [error.value for error in self.app.exception] == []


@pytest.fixture(scope="session")
def templates(tmp_path_factory) -> dict[str, Path]:
    """Homes that are costly to fill: each test takes a copy."""
    folders = {}
    for name, paths in {"demonstration": None, "empty": (), "with roster": (samples.ROSTER,), "office": samples.ALL}.items():
        folders[name] = tmp_path_factory.mktemp("home")
        home = Home(folders[name])
        if paths is None:
            assert home.demonstration.roster.units
        else:
            home.open_office("考核办")
            files = [File(path.name, path.read_bytes()) for path in paths]
            home.office.append(drafts_for(check_files(files, default_scheme(), Roster(()))), "考核办")
        home.close()
    return folders


@pytest.fixture(autouse=True)
def started_server(monkeypatch):
    """Let each run behave as on a server that has run app.py before; what the first request meets, a browser tests."""
    behave_as_started(monkeypatch)


def behave_as_started(patch: pytest.MonkeyPatch) -> None:
    """Let Streamlit's own list of pages stay off in every run from here on."""
    original = PagesManager.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    patch.setattr(PagesManager, "__init__", __init__)
    patch.setattr(PagesManager, "uses_pages_directory", False)


@pytest.fixture
def downloads(monkeypatch) -> dict:
    """What download buttons would call, by the id that the browser would ask for."""
    calls: dict = {}
    original = MediaFileManager.add_deferred

    def add_deferred(self, data_callable, *args, **kwargs):
        file_id = original(self, data_callable, *args, **kwargs)
        calls[file_id] = data_callable
        return file_id

    monkeypatch.setattr(MediaFileManager, "add_deferred", add_deferred)
    return calls


@pytest.fixture
def bare(tmp_path, monkeypatch, downloads):
    """A person on a machine where the app never ran."""
    monkeypatch.setenv("EVALUATION_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EVALUATION_UPKEEP", "off")
    monkeypatch.delenv("EVALUATION_JOURNAL_URL", raising=False)
    st.cache_resource.clear()
    yield Person(downloads)
    the_home().close()
    st.cache_resource.clear()


def _moved_into(bare: Person, template: Path) -> Person:
    shutil.copytree(template, os.environ["EVALUATION_HOME"])
    return bare


@pytest.fixture
def demonstration(bare, templates) -> Person:
    """A person who sees the demonstration."""
    return _moved_into(bare, templates["demonstration"])


@pytest.fixture
def empty(bare, templates) -> Person:
    """A person whose office began and has brought in nothing yet."""
    return _moved_into(bare, templates["empty"])


@pytest.fixture
def with_roster(bare, templates) -> Person:
    """A person whose office has a roster and no marks."""
    return _moved_into(bare, templates["with roster"])


@pytest.fixture
def office(bare, templates) -> Person:
    """A person whose office took in the roster and all sheets of 2022."""
    return _moved_into(bare, templates["office"])


@pytest.fixture
def colleague(bare):
    """Another program on the same journal: somebody who saves in between."""
    stores: list[Store] = []

    def save(draft, actor: str = "赵磊") -> None:
        stores.append(Store(Journal(sqlite_url(bare.home.folder / "journal.sqlite"))))
        stores[-1].append([draft], actor)

    yield save
    for store in stores:
        store.close()
