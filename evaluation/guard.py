"""The store and the home as one person has them: they give everything, and write only what the person may write now.

The role is asked for at each write and not once per page, so that neither a page left open nor a forged click gets round
a role that was taken away. Writes go under the person's own name, whatever name the caller gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.access import NotAllowed, Person
from evaluation.problems import StaleSave
from evaluation.wording import access as words
from evaluation.wording import records

if TYPE_CHECKING:  # pages only read before somebody writes
    from evaluation.archive import Archive, Finding
    from evaluation.backups import Backup
    from evaluation.home import ChainCheck, Home, Trouble
    from evaluation.journal import Draft, Event, Journal, Seen
    from evaluation.store import Store

Who = Callable[[], Person]
"""Returns who is in front of the app at this moment. Raises EvaluationError where nobody is any more."""

_OF_AN_IMPORT = """
select distinct indicator from imported_mark where import = $position
union all select '' from imported_adjustment where import = $position
union all select '' from imported_veto where import = $position
"""


_READ_OF_STORE = frozenset(["as_of", "cursor", "digest", "position", "refresh", "roster", "scheme", "state", "version"])
_READ_OF_JOURNAL = frozenset(["content", "events", "export", "hash_at", "head", "reading", "verify"])
"""What a guarded store and journal pass on; anything else, and whatever is added to them, stays closed."""


class GuardedStore:
    """A store that lets a person append what their role allows."""

    def __init__(self, store: Store, who: Who, home: Home | None = None):
        self._store, self._who, self._home = store, who, home

    def __getattr__(self, name: str) -> Any:
        return _passed_on(self._store, name, _READ_OF_STORE)

    @property
    def journal(self) -> GuardedJournal:
        """The journal, for reading; its own writes are closed but for what lies beside the events."""
        return GuardedJournal(self._store.journal, self._who)

    def append(self, drafts: Iterable[Draft], _actor: str = "", seen: Seen | None = None) -> list[Event]:
        """Append as Store.append does, in the person's name.

        Raises NotAllowed for what they may not write, and StaleSave where the home shows another store by now.
        """
        person, wanted = self._who(), list(drafts)
        check_drafts(person, wanted, self._store)
        self._check_shown()
        return self._store.append(wanted, person.name, seen)

    def _check_shown(self) -> None:
        """Keep a tab that was left open on the demonstration from saving there what is meant for the office."""
        if self._home is None:
            return
        shown, is_demonstration = self._home.seen()
        if shown is not self._store:
            raise StaleSave(records.DEMONSTRATION_BACK if is_demonstration else records.OFFICE_BEGUN)


class GuardedJournal:
    """A journal whose events come in through the guarded store alone."""

    def __init__(self, journal: Journal, who: Who):
        self._journal, self._who = journal, who

    def __getattr__(self, name: str) -> Any:
        return _passed_on(self._journal, name, _READ_OF_JOURNAL)

    def writing(self) -> AbstractContextManager:
        """Open a transaction for what people keep beside the events: views."""
        self._who().check("keep_views")
        return self._journal.writing()


class GuardedHome:
    """A home whose stores are guarded, and whose great steps ask for the highest role."""

    def __init__(self, home: Home, who: Who):
        self._home, self._who = home, who

    @property
    def current(self) -> GuardedStore:
        """The store that people see now."""
        return self.seen()[0]

    def seen(self) -> tuple[GuardedStore, bool]:
        """Return the store that people see now, and whether it is the demonstration's."""
        store, is_demonstration = self._home.seen()
        return GuardedStore(store, self._who, self._home), is_demonstration

    @property
    def chain(self) -> ChainCheck | None:
        """What the last check of the journal found."""
        return self._home.chain

    @property
    def trouble(self) -> Trouble | None:
        """What the last upkeep failed at."""
        return self._home.trouble

    @property
    def is_demonstration(self) -> bool:
        """Say whether people see the demonstration."""
        return self._home.is_demonstration

    @property
    def may_go_back(self) -> bool:
        """Say whether the demonstration may return."""
        return self._home.may_go_back

    @property
    def may_load(self) -> bool:
        """Say whether an archive may be loaded."""
        return self._home.may_load

    @property
    def has_only_begun(self) -> bool:
        """Say whether the office has brought in nothing of its own."""
        return self._home.has_only_begun

    @property
    def has_file(self) -> bool:
        """Say whether the journal is a file of this machine."""
        return self._home.has_file

    @property
    def folder(self) -> Path:
        """The folder of the home."""
        return self._home.folder

    @property
    def backups(self) -> Path:
        """The folder that holds the copies of the journal."""
        return self._home.backups

    def check_chain(self) -> ChainCheck:
        """Check the whole journal."""
        return self._home.check_chain()

    def open_office(self, _actor: str = "") -> None:
        """Begin on the office's own data."""
        self._home.open_office(self._manager())

    def close_office(self, _actor: str = "") -> None:
        """Show the demonstration again."""
        self._home.close_office(self._manager())

    def back_up(self) -> Backup:
        """Copy the journal."""
        self._manager()
        return self._home.back_up()

    def restore(self, name: str, _actor: str = "") -> Path | None:
        """Go back to a copy; return where what was there is kept, if it didn't prove."""
        return self._home.restore(name, self._manager())

    def load(self, archive: Archive, _actor: str = "") -> Finding:
        """Load an archive into the empty office."""
        return self._home.load(archive, self._manager())

    def _manager(self) -> str:
        person = self._who()
        person.check("manage")
        return person.name


def _passed_on(guarded: object, name: str, readable: frozenset[str]) -> Any:
    if name not in readable:
        raise AttributeError(f"{name}: closed; events come in through the guarded store")
    return getattr(guarded, name)


def check_drafts(person: Person, drafts: Iterable[Draft], store: Store) -> None:
    """Raise NotAllowed for the first draft that the person may not write: by its kind, then by its dimensions."""
    wanted = list(drafts)
    person.check_kinds(draft.kind for draft in wanted)
    if person.dimensions:
        for draft in wanted:
            _check_dimensions(person, draft, store)


def _check_dimensions(person: Person, draft: Draft, store: Store) -> None:
    """Let a reporting office through with its own dimensions, and with nothing that can't be told to be its own."""
    from evaluation.events import marked_indicators
    from evaluation.settled import BETWEEN

    own = words.BETWEEN.join(person.dimensions)
    if draft.kind == "sheet_imported":
        others = _dimensions(store, marked_indicators(draft)) - set(person.dimensions)
        if others:
            raise NotAllowed(words.OWN_DIMENSION.format(own=own, other=words.BETWEEN.join(sorted(others))))
    elif draft.kind in ("import_undone", "import_redone"):
        rows = store.cursor().execute(_OF_AN_IMPORT, {"position": draft.payload["import"]}).fetchall()
        if not rows or _dimensions(store, {indicator for (indicator,) in rows}) - set(person.dimensions):
            raise NotAllowed(words.OWN_IMPORTS.format(own=own))
    elif draft.kind in ("names_confirmed", "name_forgotten"):
        senders = [draft.payload["sender"]] if "sender" in draft.payload else [item[0] for item in draft.payload["names"]]
        if any(set(sender.split(BETWEEN)) - set(person.dimensions) for sender in senders):
            raise NotAllowed(words.OWN_NAMES.format(own=own))
    else:
        raise NotAllowed(words.OWN_LINES.format(own=own))


def _dimensions(store: Store, indicators: set[str]) -> set[str]:
    """Return the dimensions of indicators; what the scheme doesn't know is nobody's own."""
    known = store.scheme.dimension_of if store.scheme else {}
    return {known.get(indicator, words.NOT_IN_SCHEME) for indicator in indicators}
