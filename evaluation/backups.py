"""Copies of the journal: made while people work, each proven by a trial restore, the newest ones kept.

SQLite's own online backup copies a journal in use without stopping anybody. A PostgreSQL journal is backed up by its server.
"""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from evaluation.journal import Journal
from evaluation.problems import EvaluationError
from evaluation.sqlite_file import file_of
from evaluation.store import Store
from evaluation.wording import backups as words

KEEP = 14
_LONGEST_COPY = timedelta(hours=1)
_PATTERN = "journal-*.sqlite"


@dataclass(frozen=True)
class Backup:
    """One copy: its file, when it was made (local time), its size in bytes."""

    path: Path
    at: datetime
    size: int


def list_backups(folder: Path) -> list[Backup]:
    """Return the copies in a folder, newest first."""
    found = [Backup(path, _time_of(path), path.stat().st_size) for path in folder.glob(_PATTERN)] if folder.is_dir() else []
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def is_due(folder: Path, now: datetime) -> bool:
    """Say whether the newest copy is a day old or there is none. One of a time to come, when the clock was wrong, is none."""
    known = [backup.at for backup in list_backups(folder) if backup.at <= now]
    return not known or now - max(known) >= timedelta(days=1)


def make_backup(journal: Journal, folder: Path, now: datetime, *, keep: int = KEEP, spared: Path | None = None) -> Backup:
    """Copy the journal, prove the copy by a trial restore, and drop the oldest ones beyond ``keep``, but never ``spared``.

    A copy is never written over another: the second of one second bears the next one's name, whoever makes it.

    Raises EvaluationError where there is nothing to copy, the journal is no SQLite file, or the copy doesn't hold.
    """
    source = journal_file(journal)
    unproven = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _drop_leftovers(folder, now)
        unproven = _reserved(folder, now)
        path = unproven.with_suffix(".sqlite")
        _copy(source, unproven)
        prove(unproven)
        os.replace(unproven, path)
    except (sqlite3.Error, OSError) as error:
        raise EvaluationError(words.FAILED) from error
    finally:
        if unproven:
            _remove(unproven)
    others = [backup.path for backup in list_backups(folder) if backup.path != path]
    for old in others[max(0, keep - 1) :]:
        if old != spared:
            _remove(old)
    return Backup(path, _time_of(path), path.stat().st_size)


def prove(path: Path) -> int:
    """Restore a copy on trial: its chain holds, its contents are whole, its tables build. Return its last position.

    Raises EvaluationError where one of these fails.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as memory:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
                copy.backup(memory)
            whole = memory.execute("pragma integrity_check").fetchall() == [("ok",)]
    except sqlite3.Error as error:
        raise EvaluationError(words.BROKEN.format(name=path.name)) from error
    if not whole:
        raise EvaluationError(words.BROKEN.format(name=path.name))
    store = None
    try:
        journal = Journal(f"sqlite:///{path.resolve().as_posix()}")
        if journal.verify() is not None:
            raise EvaluationError(words.BROKEN.format(name=path.name))
        store = Store(journal)
        return store.position
    finally:
        if store:
            store.close()
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def restore_into(backup: Path, journal: Journal) -> None:
    """Write a proven copy over the journal's file; everything after the copy is gone there."""
    prove(backup)
    try:
        _copy(backup, journal_file(journal))
    except sqlite3.Error as error:
        raise EvaluationError(words.FAILED) from error


def journal_file(journal: Journal) -> Path:
    """Return the file of an SQLite journal. Raises EvaluationError for any other."""
    path = file_of(journal.url)
    if path is None:
        raise EvaluationError(words.NOT_SQLITE)
    return path


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=15)) as reading, closing(sqlite3.connect(target, timeout=15)) as writing:
        reading.backup(writing, pages=1000, sleep=0.01)
        writing.execute("pragma journal_mode=delete" if target.suffix == ".part" else "pragma user_version")


def _reserved(folder: Path, now: datetime) -> Path:
    """Make the unproven file of a copy under the first name from ``now`` on that nobody has, or is about to have.

    Only who made the unproven file writes the proven one; that it isn't there is looked at once the name is held.
    """
    while True:
        path = folder / f"journal-{now:%Y%m%d-%H%M%S}.part"
        now += timedelta(seconds=1)
        with suppress(FileExistsError):
            path.touch(exist_ok=False)
            if not path.with_suffix(".sqlite").exists():
                return path
            path.unlink(missing_ok=True)


def _drop_leftovers(folder: Path, now: datetime) -> None:
    """Remove what a program that was ended in the middle of a copy has left; a younger one may be somebody else's at work."""
    for path in folder.glob("journal-*.part"):
        with suppress(OSError):
            if now.timestamp() - path.stat().st_mtime > _LONGEST_COPY.total_seconds():
                _remove(path)


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _time_of(path: Path) -> datetime:
    try:
        return datetime.strptime(path.stem, "journal-%Y%m%d-%H%M%S")
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime)
