"""Copies of the journal: made while people work, each proven by a trial restore, the newest ones kept.

SQLite's own online backup copies a journal in use without stopping anybody. A PostgreSQL journal is backed up by its server.
"""

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from evaluation.journal import Draft, Journal
from evaluation.problems import EvaluationError
from evaluation.sqlite_file import PATIENCE, file_of
from evaluation.store import Store
from evaluation.wording import backups as words
from evaluation.wording.records import LOCKED_JOURNAL

KEEP = 14
_MARGIN = 1 << 18
_LONGEST_COPY = timedelta(hours=1)
_PATTERN = "journal-*.sqlite"
_BROKEN = "journal-broken-"


@dataclass(frozen=True)
class Backup:
    """One copy: its file, when it was made (local time), its size in bytes."""

    path: Path
    at: datetime
    size: int


def list_backups(folder: Path) -> list[Backup]:
    """Return the copies in a folder, newest first."""
    paths = [path for path in folder.glob(_PATTERN) if not path.name.startswith(_BROKEN)] if folder.is_dir() else []
    found = []
    for path in paths:
        with suppress(FileNotFoundError):  # tidied away by somebody else since, or a link that leads nowhere
            found.append(Backup(path, _time_of(path), path.stat().st_size))
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def is_due(folder: Path, now: datetime) -> bool:
    """Say whether the newest copy is a day old or there is none. One of a time to come, when the clock was wrong, is none."""
    known = [backup.at for backup in list_backups(folder) if backup.at <= now]
    return not known or now - max(known) >= timedelta(days=1)


def make_backup(journal: Journal, folder: Path, now: datetime, *, keep: int = KEEP, spared: Path | None = None) -> Backup:
    """Copy the journal, prove the copy by a trial restore, and drop the oldest ones beyond ``keep``, but never ``spared``.

    The last copy of each of the ``keep`` newest days stays, too.
    A copy is never written over another: the second of one second bears the next one's name, whoever makes it.

    Raises EvaluationError where there is nothing to copy, the journal is no SQLite file, or the copy doesn't hold.
    """
    with _unproven_copy(journal, folder, now) as unproven:
        prove(unproven)
        return _taken_up(unproven, keep, spared)


def keep_replaced(journal: Journal, folder: Path, now: datetime, *, spared: Path) -> Path | None:
    """Copy a journal that is about to be replaced: a backup like any other where it proves, and None comes back.

    Else it is kept all the same, since nobody knows yet what can be read from it, under a name that no list offers and no
    tidying throws away; that file comes back. Of one that is gone, or that nobody ever wrote to, there is nothing to keep.
    Raises EvaluationError where it can't be copied.
    """
    source = journal_file(journal)
    if not source.exists() or source.stat().st_size == 0:
        return None
    with _unproven_copy(journal, folder, now, _copy_even_damaged) as unproven:
        try:
            if prove(unproven) == 0:
                return None
        except EvaluationError:
            broken = _broken(unproven)
            os.replace(unproven, broken)
            with suppress(FileNotFoundError):
                os.replace(_log_beside(unproven), broken.with_name(f"{broken.name}-wal"))
            return broken
        _taken_up(unproven, KEEP, spared)
        return None


def _taken_up(proven: Path, keep: int, spared: Path | None) -> Backup:
    """Give a proven copy its name, and drop the oldest ones beyond ``keep``.

    The last copy of each of so many days stays, too: copies that somebody makes by the dozen push out no earlier day.
    """
    path = proven.with_suffix(".sqlite")
    os.replace(proven, path)
    made = Backup(path, _time_of(path), path.stat().st_size)
    others = [backup for backup in list_backups(path.parent) if backup.path != path]
    last_of_day = {backup.at.date(): backup for backup in reversed(others) if backup.at.date() != made.at.date()}
    days = sorted(last_of_day, reverse=True)[: keep - 1]
    staying = [spared, *(backup.path for backup in (*others[: keep - 1], *(last_of_day[day] for day in days)))]
    for backup in others:
        if backup.path not in staying:
            _remove(backup.path)
    return made


@contextmanager
def _unproven_copy(
    journal: Journal, folder: Path, now: datetime, copy: Callable[[Path, Path], None] | None = None
) -> Iterator[Path]:
    """Give a copy under a name that nobody has; it is gone afterwards unless it was moved to its own name."""
    source = journal_file(journal)
    unproven = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _drop_leftovers(folder, now)
        unproven = _reserved(folder, now)
        (copy or _copy)(source, unproven)
        yield unproven
    except (sqlite3.Error, OSError) as error:
        raise EvaluationError(words.FAILED) from error
    finally:
        if unproven:
            _remove(unproven)


def prove(path: Path) -> int:
    """Restore a copy on trial: its chain holds, its contents are whole, its tables build. Return its last position.

    All of it happens in memory: the copy isn't written to, and may lie where nothing can be. Raises EvaluationError where one
    of these fails.
    """
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)) as copy:
            journal = Journal.in_memory(copy)
        with closing(journal):
            if not journal.is_whole() or journal.verify() is not None:
                raise EvaluationError(words.BROKEN.format(name=path.name))
            with closing(Store(journal)) as store:
                return store.position
    except sqlite3.Error as error:
        raise EvaluationError(words.BROKEN.format(name=path.name)) from error


def restore_into(journal: Journal, backup: Path, drafts: list[Draft], actor: str, keep_present: Callable[[], None]) -> None:
    """Put a proven copy, with ``drafts`` as the events after it, in the place of what the journal holds.

    Nobody else can write from before ``keep_present`` until the copy is there: a save that came before is what ``keep_present``
    finds, and one that waited is held against the copy. Raises EvaluationError, and changes nothing, where the disk refuses,
    another program doesn't stop writing, or ``keep_present`` raises.
    """

    def held() -> None:
        keep_present()
        journal.expect(last.position, last.hash)

    target, staged = journal_file(journal), None
    try:
        handle, name = tempfile.mkstemp(prefix="journal-restoring-", suffix=".part", dir=backup.parent)
        os.close(handle)
        staged = Path(name)
        _copy(backup, staged)
        with closing(Journal(f"sqlite:///{staged.resolve().as_posix()}")) as prepared:
            if prepared.head()[0] == 0 or prepared.verify() is not None:  # it was proven under its name; this is what goes in
                raise EvaluationError(words.BROKEN.format(name=backup.name))
            last = prepared.append(drafts, actor)[-1]
        if _opens(target, staged):
            _write_over(staged, target, held)
        else:
            _check_room(target, staged)  # from its first page on there is no transaction that would take it back
            held()
            journal.let_go()  # where a process closes a file the system takes all its locks on it away
            _lay_first_page(target, staged)
            _write_over(staged, target, lambda: None)
        journal.begin_witness_anew()
    except (sqlite3.Error, OSError) as error:
        raise EvaluationError(words.NOT_RESTORED) from error
    finally:
        if staged:
            _remove(staged)


def _check_room(target: Path, staged: Path) -> None:
    """Raise OSError where there is no room for what is kept of a file, for what comes in its place and for the log of that."""
    if shutil.disk_usage(target.parent).free < target.stat().st_size + 2 * staged.stat().st_size + _MARGIN:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _write_over(staged: Path, target: Path, held: Callable[[], None]) -> None:
    """Write a file over the journal's in one transaction, page by page, so that a damaged one is no hindrance.

    ``held`` is called within it: after the first page writers are kept out, while readers go on with what was there.
    """
    is_held = False

    def go_on(status: int, _remaining: int, _pages: int) -> None:
        nonlocal is_held
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise EvaluationError(LOCKED_JOURNAL)
        if not is_held:
            is_held = True
            held()

    with closing(sqlite3.connect(staged)) as reading, closing(sqlite3.connect(target, timeout=PATIENCE)) as writing:
        writing.execute("pragma synchronous=full")
        if writing.execute("pragma journal_mode=wal").fetchone() != ("wal",):
            raise sqlite3.OperationalError("readers would be kept out, the copy of the present among them")
        reading.backup(writing, pages=1, progress=go_on)


def _opens(target: Path, staged: Path) -> bool:
    """Say whether SQLite opens a file, and as one like ``staged``, so that it can keep others out while it writes over it."""
    try:
        with closing(sqlite3.connect(target, timeout=PATIENCE)) as writing:
            writing.execute("pragma journal_mode=wal")
            writing.execute("select count(*) from sqlite_master").fetchone()
            return writing.execute("pragma page_size").fetchone()[0] == _page_size(staged)
    except sqlite3.OperationalError as error:
        if "unsupported file format" not in str(error):
            raise
    except sqlite3.DatabaseError:
        pass
    return False


def _page_size(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("pragma page_size").fetchone()[0]


def _lay_first_page(target: Path, staged: Path) -> None:
    """Put a first page that SQLite opens, and that is no journal's, in the place of one that it doesn't open.

    An end before the copy is there leaves a file that is refused as before, never one that looks like an empty journal.
    """
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"pragma page_size = {_page_size(staged)}")
        memory.execute("create table being_replaced (at text)")
        pages = memory.serialize()
    with target.open("r+b") as file:
        file.write(pages)
        file.flush()
        os.fsync(file.fileno())


def journal_file(journal: Journal) -> Path:
    """Return the file of an SQLite journal. Raises EvaluationError for any other."""
    path = file_of(journal.url)
    if path is None:
        raise EvaluationError(words.NOT_SQLITE)
    return path


def _copy(source: Path, target: Path) -> None:
    # A source that is gone is an error: without a mode SQLite would make an empty one in its place.
    existing = f"{source.resolve().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(existing, timeout=15, uri=True)) as reading,
        closing(sqlite3.connect(target, timeout=15)) as writing,
    ):
        reading.backup(writing, pages=1000, sleep=0.01)
        writing.execute("pragma journal_mode=delete" if target.suffix == ".part" else "pragma user_version")


def _copy_even_damaged(source: Path, target: Path) -> None:
    """Copy what SQLite refuses byte by byte, with the log beside it."""
    try:
        _copy(source, target)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "unsupported file format" not in str(error):
            raise
        _remove(target)
        shutil.copyfile(source, target)
        with suppress(FileNotFoundError):
            shutil.copyfile(source.with_name(f"{source.name}-wal"), _log_beside(target))


def _log_beside(unproven: Path) -> Path:
    """Return the name of the log of a file that was copied byte by byte, which SQLite doesn't take for its own."""
    return unproven.with_name(f"{unproven.name}-log")


def _reserved(folder: Path, now: datetime) -> Path:
    """Make the unproven file of a copy under the first name from ``now`` on that nobody has, or is about to have.

    Only who made the unproven file writes the proven one; that it isn't there is looked at once the name is held.
    """
    while True:
        path = folder / f"journal-{now:%Y%m%d-%H%M%S}.part"
        now += timedelta(seconds=1)
        with suppress(FileExistsError):
            path.touch(exist_ok=False)
            if not path.with_suffix(".sqlite").exists() and not _broken(path).exists():
                return path
            path.unlink(missing_ok=True)


def _broken(unproven: Path) -> Path:
    """Return the name of what was copied and doesn't prove."""
    return unproven.with_name(unproven.name.replace("journal-", _BROKEN, 1)).with_suffix(".sqlite")


def _drop_leftovers(folder: Path, now: datetime) -> None:
    """Remove what a program that was ended in the middle of a copy has left; a younger one may be somebody else's at work."""
    for path in folder.glob("journal-*.part"):
        with suppress(OSError):
            if now.timestamp() - path.stat().st_mtime > _LONGEST_COPY.total_seconds():
                _remove(path)


def _remove(path: Path) -> None:
    for name in (path.name, *(f"{path.name}-{beside}" for beside in ("wal", "shm", "journal", "log"))):
        path.with_name(name).unlink(missing_ok=True)


def _time_of(path: Path) -> datetime:
    try:
        return datetime.strptime(path.stem, "journal-%Y%m%d-%H%M%S")
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime)
