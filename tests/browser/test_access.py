"""The door on a real server: a start that is open to others, and a visit from login to logout in a real browser."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error

from evaluation.access import Person, Role
from evaluation.people import FILE, People
from evaluation.sign_in import hash_password
from evaluation.ui.door import COOKIE
from evaluation.wording import access as words
from evaluation.wording import pages as page_words
from tests.browser.conftest import running, settle

PASSWORD = "三个年考评-2022"


def test_local_mode_refuses_to_listen_beyond_this_machine(demonstration_home, tab):
    with running(demonstration_home, "--server.address", "0.0.0.0") as server:
        for page in ("ranking", "", "records"):
            tab.goto(f"{server.url}/{page}")
            tab.get_by_role("heading", level=1, name=words.REFUSED_TITLE).wait_for()
            settle(tab)
            shown = tab.get_by_test_id("stMain").inner_text()
            assert shown.startswith(words.REFUSED_TITLE)
            assert "别的电脑也能进来" in shown
            assert "村" not in tab.locator("body").inner_text()
            assert tab.get_by_test_id("stTopNavLink").count() == 0


@pytest.fixture
def behind_a_login(demonstration_home, monkeypatch):
    monkeypatch.setenv("EVALUATION_ACCESS", "password")
    people = People(demonstration_home / FILE)
    people.add(Person("张三", Role.MANAGE), hash_password("张三", PASSWORD))
    with running(demonstration_home) as server:
        yield server, people


def test_a_visit_from_the_first_deep_link_to_the_logout(behind_a_login, tab):
    server, people = behind_a_login
    tab.goto(f"{server.url}/ranking?group=村（社区）")
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    settle(tab)
    assert tab.get_by_test_id("stTopNavLink").count() == 0
    tab.get_by_label(words.NAME).fill("张三")
    tab.get_by_label(words.PASSWORD).first.fill(PASSWORD)
    tab.get_by_role("button", name=words.SIGN_IN).click()
    tab.get_by_role("heading", level=1, name=page_words.RANKING).wait_for()
    settle(tab)
    assert "/ranking" in tab.url
    account = words.ACCOUNT.format(name="张三", role="管理")
    assert tab.get_by_text(account).bounding_box()["y"] < 60
    cookie = next(item for item in tab.context.cookies() if item["name"] == COOKIE)
    assert cookie["sameSite"] == "Strict"

    other = tab.context.new_page()
    other.goto(f"{server.url}/records")
    other.get_by_text(account).wait_for()
    other.get_by_text(account).click()
    other.get_by_role("button", name=words.SIGN_OUT).click()
    other.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    other.wait_for_function("name => !document.cookie.includes(name + '=')", arg=COOKIE)
    # The first tab's next click meets the form too, unless the watch has brought it already.
    with suppress(Error):
        tab.get_by_test_id("stTopNavLink").filter(has_text=page_words.MEETING).click(timeout=3000)
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    assert people.rows("select count(*) from visit") == [(0,)]
