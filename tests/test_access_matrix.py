"""Every kind of event, step and reading × every role, a reporting office, nobody: what gets through the guard, and what doesn't.

The pages of the matrix are in tests/pages/test_access_matrix.py, the server's addresses in tests/pages/test_gate.py.
"""

import pytest

from evaluation.access import NotAllowed, Person, Role
from evaluation.guard import GuardedHome, GuardedJournal, GuardedStore
from evaluation.home import Home
from evaluation.journal import Draft, Journal
from evaluation.problems import EvaluationError
from evaluation.store import Store
from evaluation.wording import access as words
from evaluation.wording import records
from tests.test_access import EXPECTED_KINDS

PEOPLE = {
    "查看": Person("甲", Role.VIEW),
    "录入": Person("甲", Role.ENTER),
    "录入 of one dimension": Person("甲", Role.ENTER, ("项目建设",)),
    "评审": Person("甲", Role.DECIDE),
    "管理": Person("甲", Role.MANAGE),
    "nobody": None,
}
READ_OF_STORE = "as_of cursor digest position refresh roster scheme state version journal"
READ_OF_JOURNAL = "content events export hash_at head reading verify"
READ_OF_HOME = (
    "backups chain check_chain current folder has_file has_only_begun is_demonstration may_go_back may_load seen trouble"
)
STEPS_OF_HOME = {
    "open_office": (), "close_office": (), "back_up": (), "restore": ("a copy",), "load": (None,),
}  # fmt: skip


class Recorded:
    """Stands where the store or the home is, and says what reached it."""

    def __init__(self):
        self.reached: list[tuple] = []

    def append(self, drafts, actor, seen=None):
        self.reached.append((actor, [draft.kind for draft in drafts]))

    def __getattr__(self, name: str):
        return lambda *arguments: self.reached.append((name, *arguments))


def who_is(person: Person | None):
    def who() -> Person:
        if person is None:
            raise EvaluationError(words.ENDED)
        return person

    return who


def may_write(person: Person | None, kind: str) -> bool:
    """The table of docs/deploy.md, typed in once more; what a reporting office may write depends on the content, not the kind."""
    if person is None or person.dimensions:
        return False
    return any(kind in EXPECTED_KINDS[role].split() for role in Role if role <= person.role) or person.role is Role.MANAGE


def public(kind: type, *fields: str) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")} | set(fields)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_kind_of_event_is_written_by_who_may_and_by_nobody_else(name):
    person = PEOPLE[name]
    own_content = {"sheet_imported", "import_undone", "import_redone", "names_confirmed", "name_forgotten"}
    for kind in [*records.KINDS, "a_kind_that_nobody_listed"]:
        if person and person.dimensions and kind in own_content:
            continue  # tests/test_access.py, with real sheets
        store = Recorded()
        guarded = GuardedStore(store, who_is(person))
        if may_write(person, kind):
            guarded.append([Draft(kind, {})], "别人")
            assert store.reached == [("甲", [kind])]
        else:
            with pytest.raises(EvaluationError):
                guarded.append([Draft(kind, {})], "别人")
            assert store.reached == [], kind


@pytest.mark.parametrize("name", PEOPLE)
def test_every_great_step_reaches_the_home_for_the_highest_role_alone(name):
    person = PEOPLE[name]
    for step, arguments in STEPS_OF_HOME.items():
        home = Recorded()
        guarded = GuardedHome(home, who_is(person))
        if person and person.role is Role.MANAGE:
            getattr(guarded, step)(*arguments)
            assert home.reached == [(step, *arguments, *([] if step == "back_up" else ["甲"]))]
        else:
            with pytest.raises(EvaluationError):
                getattr(guarded, step)(*arguments)
            assert home.reached == [], step


@pytest.mark.parametrize("name", PEOPLE)
def test_views_are_kept_by_who_may_enter_and_by_nobody_else(name):
    person, journal = PEOPLE[name], Recorded()
    guarded = GuardedJournal(journal, who_is(person))
    if person and person.role >= Role.ENTER:
        guarded.writing()
        assert journal.reached == [("writing",)]
    else:
        with pytest.raises(EvaluationError):
            guarded.writing()
        assert journal.reached == []


def test_whatever_is_added_to_store_journal_or_home_is_closed_until_somebody_lists_it(tmp_path):
    home = Home(tmp_path / "home")
    guarded = GuardedHome(home, who_is(PEOPLE["管理"]))
    for original, shown, reads, writes in (
        (Store, guarded.current, READ_OF_STORE, {"append"}),
        (Journal, guarded.current.journal, READ_OF_JOURNAL, {"writing"}),
        (Home, guarded, READ_OF_HOME, set(STEPS_OF_HOME)),
    ):
        fields = {name for name in vars(home if original is Home else Store) if not name.startswith("_")}
        for name in public(original, *fields, "a_method_of_tomorrow", "engine", "witness", "office") | set(reads.split()):
            assert hasattr(shown, name) == (name in {*reads.split(), *writes}), (original, name)
    home.close()


def test_a_refusal_names_the_role_that_is_needed():
    with pytest.raises(NotAllowed, match=r"您的角色是“查看”.*“管理”"):
        GuardedHome(Recorded(), who_is(PEOPLE["查看"])).back_up()
