"""What every page starts from: whose data, which period, which group."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, TypeVar

import duckdb
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluation.access import NotAllowed, Person, Role
from evaluation.award_events import read_states
from evaluation.award_state import AwardState, state_of
from evaluation.check_code import check_code
from evaluation.guard import GuardedHome, GuardedStore, check_drafts
from evaluation.home import Home, open_home
from evaluation.journal import Draft
from evaluation.memo import Shelf
from evaluation.moved_weights import MovedWeights
from evaluation.problems import EvaluationError, SchemeError
from evaluation.ranking import Facts, Ranking, list_periods, period_to_show, plan_of, rank_units, read_facts
from evaluation.roster import Roster
from evaluation.scheme import Award, Scheme
from evaluation.scheme_reading import check_groups
from evaluation.shortlist import Shortlist, differing, settled, suggest, suggest_nobody
from evaluation.store import Store
from evaluation.trial import Trial, rank_trial
from evaluation.ui.door import who
from evaluation.ui.routing import FIRST_PAGE
from evaluation.wording import pages as words

if TYPE_CHECKING:
    from evaluation.rehearsal import Rehearsal

Result = TypeVar("Result")
PATIENCE = 3.0
"""Seconds after which what is due at a start waits for no first page any more."""


@st.cache_resource(show_spinner=False)
def the_home() -> Home:
    """Open the home once per process; its stores are safe to share, their cursors aren't."""
    home = open_home()
    if os.environ.get("EVALUATION_UPKEEP") != "off":
        threading.Thread(target=_keep_up, args=[home], name="upkeep", daemon=True).start()
        threading.Thread(target=home.follow, name="follower", daemon=True).start()
    return home


def _keep_up(home: Home) -> None:
    """Do what is due at a start once the first page has been sent, soon where nobody asks for one, and every day from then on."""
    FIRST_PAGE.wait(PATIENCE)
    home.keep_up_daily()


@st.cache_resource(max_entries=2, show_spinner=False)
def rehearsal_of(version: str, _store: Store) -> Rehearsal:
    """Return a copy in memory to try things on, one per version of the data."""
    from evaluation.rehearsal import Rehearsal  # with the whole intake; only trials of marks and gaps need it

    return Rehearsal(_store)


KEPT, TRIED = 120, 24
"""So many results are kept for everybody: those that belong to a version of the data, and trials of whole rankings."""
_kept, _tried = Shelf(KEPT), Shelf(TRIED)


@dataclass
class Desk:
    """One script run's view of the data: a cursor of its own, and what the person chose in the head row."""

    home: GuardedHome
    store: GuardedStore
    cursor: duckdb.DuckDBPyConnection
    scheme: Scheme
    roster: Roster
    periods: list[str]
    is_demonstration: bool
    user: Person
    """Who is in front of the app, as they were when the run began; each write asks again."""
    position: int
    """Journal position that this run shows. Known before anything is read, as others save meanwhile."""
    seen: tuple[int, str]
    """Where the office's tables stood when the run began."""
    period: str | None = None
    group: str | None = None
    basis: Store | GuardedStore = None  # type: ignore[assignment]
    """The tables that are shown: the store's own, or those as of a lock."""
    ribbons: DeltaGenerator | None = None
    """Where the state of what is shown is said, above the head row."""

    version: str = ""
    """Hash of the last event behind what is shown: the part of a check code that stands for the data."""

    drawn: set[str] = field(default_factory=set)
    """The parts of the page that have run since the page itself ran (see whole_page)."""

    def __post_init__(self):
        self.basis = self.basis or self.store
        self.version = self.version or self.basis.version
        self._stored = self.version

    @property
    def stood(self) -> tuple[int, str]:
        """Position and hash of the last event that this run shows: what a save refers to."""
        return self.position, self._stored

    @property
    def person(self) -> str:
        """The name under which the journal keeps what is done here."""
        return self.user.name

    def may(self, action: str) -> bool:
        """Say whether the person's role reaches an action (see access.ACTIONS)."""
        return self.user.may(action)

    def may_open(self, page: str) -> bool:
        """Say whether the person's role reaches a page, by its file's name."""
        return self.user.may_open(page)

    def why_not(self, action: str, drafts: Callable[[], Iterable[Draft]] | None = None) -> str | None:
        """Return why a button stays grey for this person: a sentence, None where they may press it.

        ``drafts`` gives what the button would write; it is looked at for who may write about some dimensions only.
        """
        try:
            self.user.check(action)
            if drafts and self.user.role < Role.MANAGE:
                check_drafts(self.user, drafts(), self.store)
        except NotAllowed as refused:
            return str(refused)
        return None

    def renew(self) -> bool:
        """Take a new cursor for a part of the page that runs by itself; say whether the data are still those of the page."""
        store, is_demonstration = self.home.seen()
        cursor = store.cursor()
        if is_demonstration != self.is_demonstration or store.version != self._stored:
            return False
        self.cursor = cursor if self.basis is self.store else self.basis.cursor()
        return True

    def kept(self, name: str, *key: Hashable, make: Callable[[], Result]) -> Result:
        """Return ``make()``, or what it returned for this version of the data, name and key: nobody may change it."""
        return _kept.get((self.version, name, *key), make, self._is_current)

    def _is_latest(self) -> bool:
        return self.store.version == self._stored

    def _is_current(self) -> bool:
        """Say whether what was just computed belongs to this run's version: somebody may have saved in between."""
        return self.basis.version == self.version

    @property
    def mark(self) -> Literal["draft", "final"]:
        """Whether what is shown is locked or a draft: the mark on pictures and documents."""
        return "draft" if self.basis is self.store else "final"

    @cached_property
    def states(self) -> dict[tuple[str, str], AwardState]:
        """Where every list stands that ever took a step, by (period, award)."""
        return _kept.get((self._stored, "states"), lambda: read_states(self.store.cursor()), self._is_latest)

    def state(self, award: str) -> AwardState:
        """Return where the list of an award stands in the chosen period."""
        return self.states.get((self.period, award)) or state_of(self.period, award)

    def locked(self) -> list[AwardState]:
        """Return the locked lists of the chosen period and group, the latest lock last."""
        return [state for state in self._published() if state.is_locked]

    def correcting(self) -> list[AwardState]:
        """Return the lists of the chosen period and group that a 更正 is open for."""
        return [state for state in self._published() if state.is_correcting]

    def _published(self) -> list[AwardState]:
        found = [state for (period, _), state in self.states.items() if period == self.period and state.lock]
        return sorted((state for state in found if state.lock.of(self.group)), key=lambda state: state.lock.position)

    def lock_to_show(self) -> AwardState | None:
        """Return the locked list as of which pages show the group, None where there is none.

        Of several the one of the award that pages rank for: another's lock may rest on another scheme.
        """
        locked, awards = self.locked(), self.awards()
        own = (state for state in locked if awards and state.award == awards[0].name)
        return next(own, locked[-1] if locked else None)

    def chosen(self, award: str) -> frozenset[str] | None:
        """Return who is on the group's list of an award as it is published (公示) or locked, None where it is neither.

        While a 更正 is open the list that was published still is the published one.
        """
        state = self.state(award)
        if state.notice and not state.lock and self.group in state.notice.lists:
            return frozenset(state.notice.renamed(self.units_today()).lists[self.group])
        locked = state.lock.of(self.group) if state.lock else None
        if locked and state.is_correcting:  # shown as of now: units may have been renamed since
            today = self.units_today()
            return frozenset(today.get(unit, unit) for unit in locked.chosen)
        return frozenset(locked.chosen) if locked else None

    def otherwise(self, shortlist: Shortlist) -> str:
        """Return in what a published or locked list differs from the rules (see ``differing``); "" for nothing."""
        chosen = self.chosen(shortlist.award)
        return "" if chosen is None else differing(shortlist, chosen)

    def list_name(self, award: str) -> str:
        """Return what the list is called that may differ from the rules, by where it stands."""
        state = self.state(award)
        return words.LIST_PUBLISHED if state.is_correcting else words.LIST_LOCKED if state.lock else words.LIST_IN_NOTICE

    def show(self, state: AwardState | None) -> None:
        """Show the figures as of a list's lock, or (None, or a list that isn't locked) as they are now."""
        past = state is not None and state.is_locked
        self.basis = self.store.as_of(state.lock.position) if past else self.store
        self.cursor, self.version = self.basis.cursor(), self.basis.version
        self.scheme, self.roster = self.basis.scheme, self.basis.roster

    @property
    def usual_period(self) -> str | None:
        """The period that people most likely ask about."""
        return self.kept("usual period", make=lambda: period_to_show(self.cursor))

    @property
    def previous_period(self) -> str | None:
        """The period that ranks are compared with, None where there is none."""
        return self.kept("previous", self.period, make=lambda: self._before(self.period))

    def _before(self, period: str | None) -> str | None:
        rows = self.cursor.execute("select previous from period where period = ?", [period]).fetchall()
        return rows[0][0] if rows else None

    @property
    def earlier_periods(self) -> list[str]:
        """The periods with data before the chosen one, oldest first."""
        return self.periods[: self.periods.index(self.period)] if self.period in self.periods else []

    def ranks_in(self, period: str) -> dict[str, int | None]:
        """Return every unit's official rank in a period; where its list is locked, the published one."""
        return {unit.unit: unit.rank for unit in self._official(period).units} | self._published_ranks(period)

    def _published_ranks(self, period: str) -> dict[str, int | None]:
        """Return the ranks of a period that stand in its locks, by unit as it is called now: no later scheme changes them.

        What is shown as of a lock goes by the locks of then. A unit that has moved to another group had no rank there.
        """
        lists = [
            (self._is_first(state.award, item.group), state.lock.position, item)
            for state in self._states_shown().values() if state.period == period and state.lock
            for item in state.lock.lists
        ]  # fmt: skip
        lists.sort(key=lambda entry: entry[:2])  # what pages rank for has the last word
        today, groups = self.units_today() if lists else {}, {unit.name: unit.group for unit in self.roster.units}
        published = {}
        for *_, item in lists:
            named = ((today.get(name, name), rank) for name, rank in item.ranks.items())
            published |= {
                unit: rank for unit, rank in named if groups.get(unit) == item.group or item.group not in self.roster.groups
            }
        return published

    def units_today(self) -> dict[str, str]:
        """Return which unit each name that ever stood in a roster is today."""
        from evaluation.events import units_today  # with all that is ever written down, which the first page does without

        return self.kept("units today", make=lambda: units_today(self.cursor))

    def names_today(self) -> dict[str, str]:
        """Return the same as of now, also where what is shown is as of a lock."""
        from evaluation.events import units_today

        return _kept.get((self._stored, "names today"), lambda: units_today(self.store.cursor()), self._is_latest)

    def _states_shown(self) -> dict[tuple[str, str], AwardState]:
        if self.basis is self.store:
            return self.states
        return self.kept("states shown", make=lambda: read_states(self.cursor))

    def _is_first(self, award: str, group: str) -> bool:
        return next((other.name for other in self.scheme.award if group in other.groups), None) == award

    def rank(self) -> Ranking:
        """Return the official ranking of the chosen period."""
        return self._official(self.period)

    def rank_shown(self, group: str) -> Ranking:
        """Return the ranking in which another group is shown: as of the lock of its list, or as it is now."""
        other = replace(self, group=group, basis=self.store, cursor=self.store.cursor(), version=self._stored)
        if locked := other.lock_to_show():
            other.show(locked)
        return other.rank()

    def _with_facts(self, period: str, rank: Callable[[Facts | None], Ranking]) -> Ranking:
        """Return a ranking made with what was read once for this version; read anew where somebody saved meanwhile."""
        ranking = rank(self.kept("facts", period, make=lambda: self._facts(period)))
        return ranking if self._is_current() else rank(None)

    def _facts(self, period: str) -> Facts:
        """Read what a ranking rests on, with the ranks of the period before as they were published."""
        facts = read_facts(self.cursor, period)
        before = self._before(period)
        published = self._published_ranks(before) if before else {}
        if not published:
            return facts
        units = {
            position: ({**known, "previous_rank": published.get(known["unit"], known["previous_rank"])}, group)
            for position, (known, group) in facts.units.items()
        }
        return replace(facts, units=units)

    def _official(self, period: str) -> Ranking:
        def rank(facts: Facts | None) -> Ranking:
            return rank_units(self.cursor, period, facts=facts)

        return self.kept("ranking", period, make=lambda: self._with_facts(period, rank))

    def rank_trial(self, trial: Trial) -> Ranking:
        """Rank the chosen period as it would be under a trial; kept per version of the data and trial."""

        def rank(facts: Facts | None) -> Ranking:
            plan = self._plan(facts) if facts and not trial.needs_copy else None
            return rank_trial(self.cursor, self._rehearsal, self.scheme, self.period, trial, facts, plan)

        key = self.version, self.period, trial.text
        return _tried.get(key, lambda: self._with_facts(self.period, rank), self._is_current)

    def _rehearsal(self) -> Rehearsal:
        return rehearsal_of(self.version, self.basis)

    def _plan(self, facts: Facts) -> MovedWeights | None:
        return self.kept("plan", facts.period, make=lambda: plan_of(self.cursor, facts))

    def awards(self) -> list[Award]:
        """Return the awards that the chosen group competes for."""
        return [award for award in self.scheme.awards_for(self.roster.groups) if self.group in award.groups]

    def shortlist(self, ranking: Ranking, award: Award | None = None) -> Shortlist:
        """Return the suggestion for an award (default: the group's first); where there is none, nobody is suggested.

        Beside the official one stands what a locked list says of each unit, where its figures are shown.
        """
        award = award or next(iter(self.awards()), None)
        if ranking is not self._official(self.period):
            return self._suggest(ranking, award)
        final = self.chosen(award.name) if award and self.is_final(award.name) else None

        def make() -> Shortlist:
            found = self._suggest(ranking, award)
            return found if final is None else settled(found, final)

        return self.kept("list", self.period, self.group, award and award.name, final, make=make)

    def is_final(self, award: str) -> bool:
        """Say whether what is shown is as of a lock, and that of the group's list of this award holds."""
        state = self.state(award)
        return self.mark == "final" and state.is_locked and state.lock.of(self.group) is not None

    def _suggest(self, ranking: Ranking, award: Award | None) -> Shortlist:
        return suggest(ranking, self.scheme, award, self.group) if award else suggest_nobody(ranking, self.scheme, self.group)

    def sources(self) -> str:
        """Return which score sheets stand behind the group's figures in the period, in a few words."""
        return self.kept("sources", self.period, self.group, make=self._sources)

    def _sources(self) -> str:
        rows = self.cursor.execute(
            """
            select distinct file from mark join import using (import) join unit using (unit)
            where period in (select source from period_source where period = ?) and group_name = ? order by file""",
            [self.period, self.group],
        ).fetchall()
        names = [PurePath(file).stem for (file,) in rows]
        return words.SOURCES.format(count=len(names), names="、".join(names))

    def scheme_in_words(self) -> str:
        """Return which version of the scheme is in force, counted from 1."""
        return words.SCHEME_LINE.format(number=self.kept("scheme version", make=self._scheme_version))

    def _scheme_version(self) -> int:
        return self.cursor.execute("select version from scheme_text").fetchall()[0][0]

    def check_code(self, ranking: Ranking, trial: str = "") -> str:
        """Return the code that is printed on what shows this ranking of the chosen group."""
        return check_code(self.version + trial, ranking, self.group)

    def mismatch(self) -> str:
        """Return what doesn't fit between the scheme's awards and the roster's groups, "" when all fits."""
        try:
            check_groups(self.scheme, self.roster.groups)
        except SchemeError as error:
            return str(error)
        return ""


def sit_down(who: Callable[[], Person] = who) -> Desk:
    """Return a desk on the store that people see now, for who is in front of it. Raises NobodyHere where nobody is."""
    home = GuardedHome(the_home(), who)
    store, is_demonstration = home.seen()
    cursor = store.cursor()
    position, version = store.state
    seen = the_home().office_state if is_demonstration else (position, version)
    scheme, roster, periods = _kept.get(
        (version, "desk"), lambda: (store.scheme, store.roster, list_periods(cursor)), lambda: store.version == version
    )
    return Desk(home, store, cursor, scheme, roster, periods, is_demonstration, who(), position, seen, version=version)


def attempt(action: Callable[[], object]) -> bool:
    """Carry out a save; say a refusal in red and return False where it is refused."""
    try:
        action()
    except EvaluationError as error:
        st.session_state["refusal"] = str(error)
        return False
    return True
