"""Roles on the real pages: page lists, addresses, buttons, what a page left open may still do."""

import time

import pytest
import streamlit as st

from evaluation.access import PAGES, Person, Role
from evaluation.ui import door
from evaluation.ui.routing import routed
from evaluation.wording import access as words
from evaluation.wording import pages as page_words
from evaluation.wording import scheme_page as scheme_words
from evaluation.wording import views
from tests import samples
from tests.pages.signing_in import NAMES, PASSWORD, assert_shows_only_the_login, fill, signed_in

SECRETS = {
    "redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "x" * 64, "client_id": "a",
    "client_secret": "b", "server_metadata_url": "https://sso.example.cn/.well-known/openid-configuration",
}  # fmt: skip


def test_a_link_without_a_login_shows_the_form_on_every_page_and_leads_on_after_it(guarded, people):
    for page in PAGES:
        guarded.visit(page, period="2022年")
        assert_shows_only_the_login(guarded)
    guarded.visit("meeting")
    guarded.app.text_input(key="login_name").set_value(NAMES[Role.VIEW])
    guarded.app.text_input(key="login_password").set_value(PASSWORD)
    guarded.click(words.SIGN_IN)
    guarded.assert_sound()
    assert guarded.app.title[0].value == page_words.MEETING
    assert guarded.app.session_state["visit_token"]


@pytest.mark.parametrize("role", Role)
def test_a_page_asks_for_the_role_itself_where_the_page_list_lets_it_through(guarded, people, role, monkeypatch):
    monkeypatch.setattr(Person, "may_open", lambda *_: True)
    for page, needed in PAGES.items():
        if needed > role:
            signed_in(guarded, people, role, page)
            guarded.assert_sound()
            assert [error.value for error in guarded.app.error if "角色" in error.value], page
            assert [title.value for title in guarded.app.title] == [words.NO_RIGHT_TITLE]
            assert not guarded.app.dataframe


def test_the_page_list_follows_the_role(guarded, people, monkeypatch):
    shown: list[set[str]] = []
    real = st.navigation

    def navigation(pages, **options):
        shown.append({page.url_path or "home" for page in pages if page.visibility == "visible"})
        return real(pages, **options)

    monkeypatch.setattr(st, "navigation", navigation)
    for role in Role:
        signed_in(guarded, people, role, "home")
        guarded.assert_sound()
        assert shown[-1] == {page for page, needed in PAGES.items() if needed <= role}


def test_who_only_looks_gets_rankings_and_no_buttons_that_write(guarded, people):
    signed_in(guarded, people, Role.VIEW, "ranking")
    guarded.assert_sound()
    assert guarded.has_button(page_words.CLEAR_FILTER) or guarded.app.dataframe
    assert not guarded.has_button(views.SAVE)
    assert page_words.PRINT in [button.label for button in guarded.app.download_button]


def test_who_decides_sees_the_scheme_and_cannot_save_it(guarded, people):
    signed_in(guarded, people, Role.DECIDE, "scheme")
    guarded.assert_sound()
    button = guarded.app.button(key="scheme_save")
    assert button.disabled
    assert "“管理”角色" in button.help
    assert button.label == scheme_words.NOTHING_TO_SAVE


def test_a_role_taken_away_holds_for_a_page_left_open(guarded, people):
    signed_in(guarded, people, Role.ENTER, "import")
    guarded.assert_sound()
    before = guarded.store.journal.head()
    people.set_role(Person(NAMES[Role.ENTER], Role.VIEW))
    guarded.click(page_words.UNDO)
    guarded.assert_sound()
    assert guarded.store.journal.head() == before
    assert not guarded.app.file_uploader


def test_a_visit_that_ended_saves_nothing_and_shows_the_form(guarded, people):
    signed_in(guarded, people, Role.MANAGE, "import")
    before = guarded.store.journal.head()
    with people.writing() as connection:
        connection.execute("update visit set ends = ?", [time.time() - 1])
    guarded.click(page_words.UNDO)
    assert_shows_only_the_login(guarded)
    assert words.ENDED in [error.value.replace("\\", "") for error in guarded.app.error]
    assert guarded.store.journal.head() == before


def test_leaving_ends_the_visit_and_keeps_nothing_of_it(guarded, people):
    signed_in(guarded, people, Role.DECIDE, "ranking")
    token = guarded.app.session_state["visit_token"]
    guarded.app.session_state["choices"] = {"a": "b"}
    guarded.click(words.SIGN_OUT)
    assert_shows_only_the_login(guarded)
    assert "choices" not in guarded.app.session_state
    assert "visit_token" not in guarded.app.session_state
    guarded.app = guarded._new_tab()
    guarded.app.session_state["visit_token"] = token
    assert_shows_only_the_login(guarded.open("ranking"))


def test_what_is_done_goes_under_the_name_of_who_signed_in(guarded, people):
    signed_in(guarded, people, Role.ENTER, "import").click(page_words.UNDO)
    event = guarded.store.journal.events()[-1]
    assert (event.kind, event.actor) == ("import_undone", NAMES[Role.ENTER])


def test_a_reporting_office_confirms_its_own_sheets_only(with_roster, people):
    fill(people)
    people.set_role(Person(NAMES[Role.ENTER], Role.ENTER, ("项目建设",)))
    own = next(path for path in samples.ALL if "项目建设" in path.name)
    other = next(path for path in samples.ALL if "营商环境" in path.name)
    signed_in(with_roster, people, Role.ENTER, "import").upload(other)
    button = with_roster.button(page_words.CONFIRM_IMPORT)
    assert button.disabled
    assert "您只能导入项目建设的评分" in button.help
    signed_in(with_roster, people, Role.ENTER, "import").upload(own)
    with_roster.click(page_words.CONFIRM_IMPORT)
    assert with_roster.store.journal.events()[-1].actor == NAMES[Role.ENTER]


def test_nobody_known_means_a_sentence_that_says_how_to_begin(office, people):
    for page in ("home", "ranking", "records"):
        office.visit(page)
        assert [title.value for title in office.app.title] == [words.REFUSED_TITLE]
        assert "python -m evaluation user add" in office.app.error[0].value.replace("\\", "")
        assert not office.app.text_input


# --- by the office's account --------------------------------------------------------------------------------------


@pytest.fixture
def by_account(office, people, monkeypatch):
    """The office's data behind the office's own login, which the test answers for."""
    monkeypatch.setenv("EVALUATION_ACCESS", "oidc")
    monkeypatch.setattr(door, "auth_section", lambda: SECRETS)
    people.add(Person("张三", Role.MANAGE), identity="zhang@example.cn")
    people.add(Person("李四", Role.VIEW), identity="sub-4711")
    return office


def come_as(person, page: str = "home", **claims):
    person.app = person._new_tab()
    person.app.user = {"is_logged_in": True, "iat": time.time() - 60, **claims}
    return person.open(page)


def test_an_account_is_known_by_its_number_or_its_address(by_account):
    for claims, name in (({"email": "Zhang@Example.cn"}, "张三"), ({"sub": "sub-4711"}, "李四")):
        come_as(by_account, **claims)
        by_account.assert_sound()
        assert by_account.app.title[0].value != words.TITLE
        assert by_account.has_button(words.SIGN_OUT)
        labels = [block.proto.popover.label for block in by_account.app.get("popover")]
        assert any(label.startswith(name) for label in labels), labels


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "wang@example.cn"}, "还没有开通"),
        ({"email": "zhang@example.cn", "email_verified": False}, "还没有开通"),
        ({"email": "zhang@example.cn", "email_verified": "false"}, "还没有开通"),
        ({"email": "zhang@example.cn", "iat": 0}, "登录已满 12 小时"),
        ({"email": "zhang@example.cn", "iat": None}, "登录已满 12 小时"),
        ({"is_logged_in": False, "email": "zhang@example.cn"}, ""),
    ],
)
def test_an_account_that_is_unknown_unproven_or_too_old_sees_nothing(by_account, claims, said):
    come_as(by_account, "ranking", **claims)
    assert_shows_only_the_login(by_account)
    assert [error.value.replace("\\", "") for error in by_account.app.error if said in error.value] or not said
    assert by_account.has_button(words.SIGN_OUT if said else words.SIGN_IN_OFFICE)


# --- on one's own machine -----------------------------------------------------------------------------------------


def test_in_local_mode_the_name_in_the_journal_is_all_that_changes(office):
    office.open("records")
    assert not office.has_button(words.SIGN_OUT)
    office.app.text_input(key="own_name").set_value(" 张  三 ").run()
    office.click(words.PERSON_SAVE)
    office.open("import").click(page_words.UNDO)
    assert office.store.journal.events()[-1].actor == "张 三"


def test_routing_names_the_page_that_runs():
    from evaluation.ui.routing import require_router

    with routed("records"):
        assert require_router() == "records"


@pytest.mark.parametrize(
    ("said", "seconds"), [("", 30), ("3", 3), ("0", 1), ("600", 30), ("x", 30), ("-1", 30), ("9" * 5000, 30)]
)
def test_a_page_left_open_never_waits_longer_than_half_a_minute_for_its_next_look(monkeypatch, said, seconds):
    monkeypatch.setenv("EVALUATION_WATCH", said)
    assert door._between_looks() == seconds
