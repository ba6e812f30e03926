"""A home: where one office's data lives, and the demonstration beside it until the office begins.

Demonstration and real data are two journals in two folders, so that they can't mix. What only some of its steps need (intake,
archives, copies of the journal) is loaded by these: the first page after a start waits for everything that is loaded here.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.journal import BEGINNINGS, Draft, Event, Journal
from evaluation.people import FILE, People
from evaluation.problems import Damaged, EvaluationError, Unreachable
from evaluation.roster import Roster
from evaluation.sqlite_file import is_server
from evaluation.store import Store
from evaluation.witness import Witness
from evaluation.wording import records as words
from evaluation.wording.archive import NOT_TAKEN
from evaluation.wording.backups import GONE

_LOGGER = logging.getLogger(__name__)

if TYPE_CHECKING:
    from evaluation.archive import Archive, Finding
    from evaluation.backups import Backup
    from evaluation.scheme import Scheme

FOLLOW = 1.0
"""Seconds between two looks at what other processes and hosts have written."""

UPKEEP = 60.0
"""Seconds between two looks at whether the day's check and backup are due."""

LONGEST_PAUSE = 3600.0
"""Seconds, at most, until what failed is tried again: each try reads the whole journal, and the pause doubles every time."""

PROJECT = Path(__file__).parent.parent
DEFAULT_SCHEME = PROJECT / "data" / "schemes" / "三个年.toml"
SAMPLES = PROJECT / "data" / "samples"


@dataclass(frozen=True)
class ChainCheck:
    """When the chain was checked (local time, ISO), over how many events, and the first that doesn't fit (None: all do)."""

    at: str
    count: int
    broken_at: int | None


@dataclass(frozen=True)
class Trouble:
    """When the day's check and backup failed last (local time, ISO), and why, in a sentence."""

    at: str
    sentence: str


class Home:
    """The stores of one folder: ``office`` holds the real data, ``demonstration`` the invented ones.

    A damaged journal is opened so that a copy can take its place: each look at it raises Damaged. Raises EvaluationError where
    the folder or the journal can't be opened.
    """

    def __init__(self, folder: Path, journal_url: str | None = None, now: Callable[[], datetime] = datetime.now):
        self.folder = folder
        self._now = now
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EvaluationError(words.NO_FOLDER.format(folder=folder)) from error
        url = journal_url or sqlite_url(folder / "journal.sqlite")
        self._witness = Witness(folder / "journal.heads")
        self._journal = Journal(url, self._witness, even_damaged=True)
        self.chain: ChainCheck | None = None
        self.trouble: Trouble | None = None
        """What the last upkeep failed at, until one succeeds or somebody makes a backup; None where it didn't."""
        self._kept_up: tuple[datetime, bool] | None = None
        self._office: Store | None = None
        self._demonstration: Store | None = None
        self._shown: tuple[tuple[int, str] | None, bool] = (None, True)
        self._opening = threading.Lock()
        self._lock = threading.Lock()
        self._closed = threading.Event()

    @property
    def is_demonstration(self) -> bool:
        """Say whether the office hasn't begun, so that the demonstration is what people see.

        Raises Damaged where the journal is empty and was not.
        """
        head = self._journal.head()
        if self._shown[0] != head:
            position, _ = head
            if position == 0:
                self._check_not_lost()
            last = self._journal.events(position - 1, position) if position else []
            self._shown = head, not last or last[0].kind == "office_closed"
        return self._shown[1]

    def _check_not_lost(self) -> None:
        """A file that is deleted or emptied must not pass for an office that hasn't begun."""
        last = max(self._journal.heads(), default=0)
        if self.has_file and last and self._is_empty:
            raise Damaged(words.LOST.format(count=last))

    @property
    def office(self) -> Store:
        """The office's store, opened when it is first asked for: until the office begins, its journal tells all there is."""
        with self._opening:
            if self._office is None:
                self._office = Store(self._journal, self.folder / "evaluation.duckdb")
            return self._office

    @property
    def office_state(self) -> tuple[int, str]:
        """Position and hash of the last of the office's events that is known here, without opening its store."""
        return self._office.state if self._office else self._journal.head()

    def office_events(self, since: int) -> list[Event]:
        """Return the office's events after a position, oldest first."""
        return self._journal.events(since=since)

    def office_holds(self, position: int, digest: str) -> bool:
        """Say whether the office's events still have the one of this hash at a position, as no copy took their place."""
        return self._journal.holds(position, digest)

    @property
    def current(self) -> Store:
        """The store that people see now."""
        return self.seen()[0]

    def seen(self) -> tuple[Store, bool]:
        """Return the store that people see now, and whether it is the demonstration's, by one look at the journal."""
        is_demonstration = self.is_demonstration
        return self.demonstration if is_demonstration else self.office, is_demonstration

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
        from evaluation.events import office_opened, scheme_set

        drafts = [office_opened()]
        if self.office.scheme is None:
            drafts.append(scheme_set(default_scheme()))
        self.office.append(drafts, actor)
        self.check_chain()  # of the journal that people see from now on

    def close_office(self, actor: str) -> None:
        """Show the demonstration again; only while nothing of the office's has been brought in."""
        from evaluation.events import office_closed

        if self.may_go_back:
            self.office.append([office_closed()], actor)
            self.check_chain()

    @property
    def may_load(self) -> bool:
        """Say whether an archive may be loaded: the office's journal is empty, or it only ever began and may make room."""
        return self._is_empty or (self.has_only_begun and self._journal.may_make_room)

    @property
    def has_only_begun(self) -> bool:
        """Say whether the office has brought in nothing of its own."""
        begun = self._journal.events(until=BEGINNINGS + 1)
        return len(begun) <= BEGINNINGS and all(map(_is_beginning, begun))

    @property
    def _is_empty(self) -> bool:
        return self._journal.head()[0] == 0

    def check_chain(self) -> ChainCheck:
        """Check the whole journal that people see, and remember what came out."""
        journal = self.current.journal
        count = journal.head()[0]
        self.chain = ChainCheck(self._now().isoformat(timespec="seconds"), count, journal.verify())
        return self.chain

    def keep_up(self) -> None:
        """Check the chain, and make the day's backup where it is due. A failure is left for the page to say (``trouble``)."""
        try:
            self._keep_up()
        except Unreachable:
            pass  # every page says it for as long as it is so
        except EvaluationError as error:
            self._note_trouble(str(error))
        except Exception:  # the thread has to outlive whatever a disk can come up with
            _LOGGER.exception("upkeep failed and is tried again")
            self._note_trouble(words.UPKEEP_FAILED)
        else:
            self.trouble = None

    def _note_trouble(self, sentence: str) -> None:
        self.trouble = Trouble(self._now().isoformat(timespec="seconds"), sentence)

    def keep_up_daily(self) -> None:
        """Keep up at once, whenever a day has passed and when the office has begun, until the home is closed.

        What failed is tried again, after a pause that grows. Pages don't wait for it.
        """
        pause = UPKEEP
        while True:
            if self._is_upkeep_due_or_unknown:
                self.keep_up()
                pause = min(pause * 2, LONGEST_PAUSE) if self.trouble else UPKEEP
            if self._closed.wait(pause):
                return

    @property
    def _is_upkeep_due_or_unknown(self) -> bool:
        try:
            return self.is_upkeep_due
        except EvaluationError:  # keep_up meets it again, and notes it
            return True

    @property
    def is_upkeep_due(self) -> bool:
        """Say whether the last upkeep is a day old or was of the other data, the demonstration's or the office's."""
        if self._kept_up is None:
            return True
        at, was_demonstration = self._kept_up
        # A clock that was put back must not put it off.
        return not timedelta(0) <= self._now() - at < timedelta(days=1) or was_demonstration != self.is_demonstration

    def _keep_up(self) -> None:
        from evaluation.backups import is_due

        now, is_demonstration = self._now(), self.is_demonstration
        self.check_chain()
        if self.has_file and not self._is_empty and self.chain.broken_at is None and is_due(self.backups, now):
            self.back_up()
        self._kept_up = now, is_demonstration

    def follow(self) -> None:
        """Keep the office's tables as new as the journal until the home is closed, whoever writes it.

        A look is one small query. A server that is away is asked again the next time; a page that is opened meanwhile says so.
        """
        while not self._closed.wait(FOLLOW):
            try:
                self._follow()
            except EvaluationError:
                pass  # pages say it
            except Exception:  # as in keep_up_daily
                _LOGGER.exception("following the journal failed and is tried again")

    def _follow(self) -> None:
        with self._lock:
            if not self._closed.is_set():
                if self._office or not self.is_demonstration:
                    self.office.refresh()
                self._journal.note(*self.office_state)

    @property
    def has_file(self) -> bool:
        """Say whether the office's journal is a file of this machine, and not a server's."""
        return not is_server(self._journal.url)

    @property
    def backups(self) -> Path:
        """The folder that holds the copies of the office's journal."""
        return self.folder / "backups"

    def back_up(self) -> Backup:
        """Copy the office's journal, proven by a trial restore. Raises EvaluationError where that fails."""
        from evaluation.backups import make_backup

        made = make_backup(self._journal, self.backups, self._now())
        self.trouble = None
        return made

    def restore(self, name: str, actor: str) -> Path | None:
        """Go back to a copy, and on record; what others save meanwhile is in the copy of what was there, or refused as stale.

        What was there is copied first. Where it doesn't prove, its file is kept as it is, under a name that isn't offered,
        and that comes back, else None. Raises EvaluationError, and changes nothing, where the copy is gone or doesn't hold.
        """
        from evaluation.award_events import backup_restored
        from evaluation.backups import keep_replaced, list_backups, prove, restore_into

        chosen = next((backup.path for backup in list_backups(self.backups) if backup.path.name == name), None)
        if chosen is None:
            raise EvaluationError(GONE)
        prove(chosen)
        kept = []

        def keep_present() -> None:
            kept.append(keep_replaced(self._journal, self.backups, self._now(), spared=chosen))

        with self._lock:
            restore_into(self._journal, chosen, [backup_restored(name)], actor, keep_present)
            self.office.refresh()  # the same store as before: desks of other tabs hold it
        self.check_chain()
        self.trouble = None
        return kept[0]

    def load(self, archive: Archive, actor: str) -> Finding:
        """Load an archive into the office that has nothing of its own, and return what was found about its list.

        Raises EvaluationError, and changes nothing, where the office has data of its own, and where the figures of the list
        don't come out again: what isn't what was locked doesn't come in as a locked list, whoever wishes it.
        """
        from evaluation.archive import examine_archive, load_archive
        from evaluation.award_events import archive_loaded

        with self._lock:
            if not self.may_load:
                raise EvaluationError(words.NOT_EMPTY)
            finding = examine_archive(archive)
            if not finding.is_same:
                raise EvaluationError(finding.verdict + NOT_TAKEN)

            def loaded(replaced: tuple[int, str]) -> Draft:
                return archive_loaded(archive.period, archive.award, finding.is_same, replaced)

            load_archive(self._journal, archive, _is_beginning, loaded, actor)
            self.office.refresh()
        self.check_chain()  # of the journal as it is now
        return finding

    def close(self) -> None:
        """Close all stores."""
        self._closed.set()
        with self._lock:
            for store in (self._office, self._demonstration):
                if store:
                    store.close()
            self._journal.close()


def open_home() -> Home:
    """Open the home that the environment names: EVALUATION_HOME (default data/local) and EVALUATION_JOURNAL_URL."""
    return Home(home_folder(), journal_url())


def open_people() -> People:
    """Return the people who may sign in: beside the journal on a server, where hosts share one, else in the home's file."""
    url = journal_url()
    if not is_server(url):
        return People(home_folder() / FILE)
    from evaluation.people_on_server import PeopleOnServer

    return PeopleOnServer(url)


def journal_url() -> str | None:
    """Return where the environment says that the journal lies, None for the home's own file."""
    return os.environ.get("EVALUATION_JOURNAL_URL", "").strip() or None


def home_folder() -> Path:
    """Return the folder of the home that the environment names."""
    return Path(os.environ.get("EVALUATION_HOME") or PROJECT / "data" / "local")


def sqlite_url(path: Path) -> str:
    """Return the SQLAlchemy URL of an SQLite file."""
    return f"sqlite:///{path.resolve().as_posix()}"


def default_scheme() -> Scheme:
    """Return the scheme that the speech gives."""
    from evaluation.scheme_reading import read_scheme

    return read_scheme(DEFAULT_SCHEME.read_bytes(), DEFAULT_SCHEME.name)


def _is_beginning(event: Event) -> bool:
    """Say whether an event brings in nothing of an office's own."""
    from evaluation.scheme import write_scheme

    if event.kind == "scheme_set":
        return event.payload["toml"] == write_scheme(default_scheme())
    return event.kind in ("office_opened", "office_closed")


def load_demonstration(store: Store) -> None:
    """Take in the sample files of both periods, through the same intake as any other file."""
    from evaluation.events import demonstration_loaded, scheme_set
    from evaluation.intake import File, check_files, drafts_for

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
