"""People with a login in front of the app: one of each role, with the same password."""

import pytest
from argon2 import PasswordHasher

from evaluation.access import Person, Role
from evaluation.people import FILE, People
from evaluation.sign_in import hash_password, sign_in
from evaluation.ui import door
from evaluation.wording import access as words

PASSWORD = "三个年考评-2022"
NAMES = {role: f"{role.word}的人" for role in Role}


@pytest.fixture
def people(monkeypatch, tmp_path) -> People:
    """One person of each role, and the app in the mode in which they sign in."""
    monkeypatch.setenv("EVALUATION_ACCESS", "password")
    monkeypatch.setattr("evaluation.sign_in._hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    monkeypatch.setattr(door, "cookie_of_visit", lambda: None)
    return People(tmp_path / "home" / FILE)


def fill(people: People) -> None:
    hashed = hash_password("", PASSWORD)
    for role, name in NAMES.items():
        people.add(Person(name, role), hashed)


@pytest.fixture
def guarded(office, people):
    """The office's data behind the login."""
    fill(people)
    return office


def signed_in(person, people: People, role: Role, page: str = "home"):
    """Open a page in a new tab of somebody of this role."""
    person.app = person._new_tab()
    person.app.session_state["visit_token"] = sign_in(people, NAMES[role], PASSWORD)
    return person.open(page)


def assert_shows_only_the_login(person) -> None:
    person.assert_sound()
    assert [title.value for title in person.app.title] == [words.TITLE]
    assert not person.app.dataframe
    assert not person.app.get("plotly_chart")
    assert not person.app.file_uploader
    assert not person.app.download_button
    assert "2022年" not in person.text
