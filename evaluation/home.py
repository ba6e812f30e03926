"""A home: where one office's data lives, and the demonstration beside it until the office begins.

Demonstration and real data are two journals in two folders, so that they can't mix.
"""

import os
import threading
from pathlib import Path

from evaluation.events import demonstration_loaded, office_closed, office_opened, scheme_set
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Journal
from evaluation.roster import Roster
from evaluation.scheme import Scheme, read_scheme
from evaluation.store import Store
from evaluation.wording import records as words

PROJECT = Path(__file__).parent.parent
DEFAULT_SCHEME = PROJECT / "data" / "schemes" / "三个年.toml"
SAMPLES = PROJECT / "data" / "samples"


class Home:
    """The stores of one folder: ``office`` holds the real data, ``demonstration`` the invented ones."""

    def __init__(self, folder: Path, journal_url: str | None = None):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        url = journal_url or sqlite_url(folder / "journal.sqlite")
        self.office = Store(Journal(url), folder / "evaluation.duckdb")
        self._demonstration: Store | None = None
        self._lock = threading.Lock()

    @property
    def is_demonstration(self) -> bool:
        """Say whether the office hasn't begun, so that the demonstration is what people see."""
        position, _ = self.office.journal.head()
        return position == 0 or self.office.journal.events(since=position - 1)[0].kind == "office_closed"

    @property
    def current(self) -> Store:
        """The store that people see now."""
        return self.demonstration if self.is_demonstration else self.office

    @property
    def demonstration(self) -> Store:
        """The demonstration's store, filled through the production intake the first time."""
        with self._lock:
            if self._demonstration is None:
                folder = self.folder / "demonstration"
                folder.mkdir(parents=True, exist_ok=True)
                store = Store(Journal(sqlite_url(folder / "journal.sqlite")), folder / "evaluation.duckdb")
                if store.position == 0:
                    load_demonstration(store)
                self._demonstration = store
            return self._demonstration

    @property
    def may_go_back(self) -> bool:
        """Say whether the office has begun and has brought in nothing yet, so that the demonstration may return."""
        return not self.is_demonstration and not self.office.roster.units

    def open_office(self, actor: str) -> None:
        """Begin on the office's own data, with the default scheme and nothing else."""
        drafts = [office_opened()]
        if self.office.scheme is None:
            drafts.append(scheme_set(default_scheme()))
        self.office.append(drafts, actor)

    def close_office(self, actor: str) -> None:
        """Show the demonstration again; only while nothing of the office's has been brought in."""
        if self.may_go_back:
            self.office.append([office_closed()], actor)

    def close(self) -> None:
        """Close all stores."""
        for store in (self.office, self._demonstration):
            if store:
                store.close()


def open_home() -> Home:
    """Open the home that the environment names: EVALUATION_HOME (default data/local) and EVALUATION_JOURNAL_URL."""
    folder = Path(os.environ.get("EVALUATION_HOME") or PROJECT / "data" / "local")
    return Home(folder, os.environ.get("EVALUATION_JOURNAL_URL") or None)


def sqlite_url(path: Path) -> str:
    """Return the SQLAlchemy URL of an SQLite file."""
    return f"sqlite:///{path.resolve().as_posix()}"


def default_scheme() -> Scheme:
    """Return the scheme that the speech gives."""
    return read_scheme(DEFAULT_SCHEME.read_bytes(), DEFAULT_SCHEME.name)


def load_demonstration(store: Store) -> None:
    """Take in the sample files of both periods, through the same intake as any other file."""
    scheme = default_scheme()
    roster = File("演示名册.csv", (SAMPLES / "演示名册.csv").read_bytes())
    drafts = [demonstration_loaded(), scheme_set(scheme)]
    known = Roster(())
    for folder in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        files = [File(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".xlsx")]
        intake = check_files(files if known.units else [roster, *files], scheme, known, period=folder.name)
        intake.raise_errors()
        known = intake.roster
        drafts += drafts_for(intake)
    store.append(drafts, words.DEMONSTRATION_PERSON)
