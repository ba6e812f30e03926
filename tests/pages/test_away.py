"""While the database server is away, every page says so in one sentence, saves nothing, and works when the server is back."""

import pytest

from evaluation.access import Person, Role
from evaluation.home import open_people
from evaluation.sign_in import hash_password, sign_in
from evaluation.ui import door
from evaluation.wording import access as access_words
from evaluation.wording import away as words
from evaluation.wording.database import ON_SERVER
from tests.pages.test_access import PASSWORD
from tests.pages.test_gate import comes as visits
from tests.resilience.office import begin

AWAY = "连不上数据库服务器。请过一会儿再试"


@pytest.fixture
def shared(bare, postgres, monkeypatch):
    """A person whose office keeps its journal on a server."""
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", postgres.database())
    begin(bare.home.office)
    return bare


def test_a_page_says_that_the_server_is_away_and_comes_back(shared, postgres):
    shared.open("ranking")
    shared.assert_sound()
    assert shared.table is not None
    postgres.stop()
    try:
        for page in ("ranking", "records"):
            shared.open(page)
            shared.assert_sound()
            assert words.TITLE in shared.text
            assert AWAY in shared.text
    finally:
        postgres.start()
    assert ON_SERVER in shared.open("records").text
    shared.open("ranking")
    assert AWAY not in shared.text
    assert shared.table is not None


def test_people_sign_in_through_the_server_and_nobody_sees_anything_while_it_is_away(shared, postgres, monkeypatch):
    monkeypatch.setenv("EVALUATION_ACCESS", "password")
    monkeypatch.setattr(door, "cookie_of_visit", lambda: None)
    open_people().add(Person("王敏", Role.MANAGE), hash_password("王敏", PASSWORD))
    shared.visit("ranking")
    assert access_words.SIGN_IN in shared.text
    shared.app.text_input(key="login_name").set_value("王敏")
    shared.app.text_input(key="login_password").set_value(PASSWORD)
    shared.button(access_words.SIGN_IN).click().run()
    shared.assert_sound()
    assert "东坪村" in shared.text
    token = sign_in(open_people(), "王敏", PASSWORD)
    assert visits(token).get("/media/x").status_code == 200
    postgres.stop()
    try:
        shared.app.run()
        shared.assert_sound()
        assert AWAY in shared.text
        assert "东坪村" not in shared.text
        for asks in (visits(token), visits("made-up")):
            answer = asks.get("/media/x")
            assert (answer.status_code, AWAY in answer.text) == (503, True)
        assert visits("").get("/media/x").status_code == 403
    finally:
        postgres.start()
    shared.app.run()
    assert "东坪村" in shared.text
    assert (visits(token).get("/media/x").status_code, visits("made-up").get("/media/x").status_code) == (200, 403)


def test_a_start_while_the_server_is_away_says_so_and_goes_on_later(bare, postgres, monkeypatch):
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", postgres.database())
    postgres.stop()
    try:
        bare.open("home")
        bare.assert_sound()
        assert "打不开数据：" + AWAY in bare.text
    finally:
        postgres.start()
    bare.open("home")
    assert AWAY not in bare.text
