"""Signing in with the office's own login service: a real server, a real browser, and a service that signs real tokens."""

import json
import shutil
import time
import urllib.error
import urllib.request
from pathlib import Path

import httpx
import pytest
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from benchmarks.server import running
from evaluation.access import Person, Role
from evaluation.cookie_secret import cookie_secret
from evaluation.people import FILE, People
from evaluation.wording import access as words
from evaluation.wording import pages as page_words
from tests.browser.conftest import settle
from tests.browser.login_service import CLIENT, SECRET, login_service

USER_COOKIE = "_streamlit_user"
KNOWN = {"sub": "4711", "email": "Zhang@example.cn"}


@pytest.fixture(scope="module")
def office(filled_home, tmp_path_factory):
    """The app behind a login service; its secrets name no cookie secret, so the installation's own is used."""
    folder = tmp_path_factory.mktemp("service")
    home = Path(shutil.copytree(filled_home, folder / "home"))
    people = People(home / FILE)
    people.add(Person("张三", Role.MANAGE), identity="zhang@example.cn")
    with login_service() as service, pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALUATION_ACCESS", "oidc")
        section = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback", "client_id": CLIENT, "client_secret": SECRET,
            "server_metadata_url": f"{service.url}/.well-known/openid-configuration",
        }  # fmt: skip
        secrets = folder / "secrets.toml"
        secrets.touch(0o600)
        secrets.write_text("[auth]\n" + "\n".join(f"{name} = {json.dumps(value)}" for name, value in section.items()))
        with running(home, "--secrets.files", str(secrets)) as server:
            yield server, people, service


def come(tab, server, page: str = "ranking") -> None:
    """Open a page, and leave for the login service and come back from it."""
    tab.goto(f"{server.url}/{page}")
    with tab.expect_navigation(url=f"{server.url}/"):
        tab.get_by_role("button", name=words.SIGN_IN_OFFICE).click()
    settle(tab)


def cookies(tab) -> dict[str, dict]:
    return {cookie["name"]: cookie for cookie in tab.context.cookies()}


def assert_shows_nothing(tab, server) -> None:
    tab.goto(f"{server.url}/records")
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    settle(tab)
    assert "村" not in tab.locator("body").inner_text()
    assert tab.get_by_test_id("stTopNavLink").count() == 0


def test_a_known_account_comes_in_with_its_role_and_leaves_everywhere(office, tab):
    server, _, service = office
    service.begin(KNOWN)
    come(tab, server)
    account = tab.get_by_text(words.ACCOUNT.format(name="张三", role="管理"))
    account.wait_for()
    assert tab.get_by_test_id("stTopNavLink").filter(has_text=page_words.RECORDS).count() == 1
    signed = cookies(tab)[USER_COOKIE]
    assert (signed["httpOnly"], signed["sameSite"]) == (True, "Lax")
    assert decode_signed_value(cookie_secret(server.home), USER_COOKIE, signed["value"])

    tab.goto(f"{server.url}/shortlist")
    settle(tab)
    with tab.expect_request(lambda asked: asked.url.startswith(f"{server.url}/media/")) as asked, tab.expect_download():
        tab.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    assert [status(asked.value.url, cookie) for cookie in (signed["value"], "", signed["value"][:-1])] == [200, 403, 403]

    ended = service.ended
    account.click()
    with tab.expect_navigation(url=f"{server.url}/"):
        tab.get_by_role("button", name=words.SIGN_OUT).click()
    tab.get_by_role("button", name=words.SIGN_IN_OFFICE).wait_for()
    assert service.ended == ended + 1
    assert USER_COOKIE not in cookies(tab)
    assert_shows_nothing(tab, server)


def status(url: str, cookie: str) -> int:
    request = urllib.request.Request(url, headers={"Cookie": f"{USER_COOKIE}={cookie}"} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ({"sub": "1", "email": "wang@example.cn"}, words.UNKNOWN_ACCOUNT.format(account="wang@example.cn")),
        ({**KNOWN, "email_verified": False}, words.UNKNOWN_ACCOUNT.format(account=KNOWN["email"])),
    ],
    ids=["unknown", "address not proven"],
)
def test_an_account_that_does_not_count_sees_one_sentence_and_nothing_else(office, tab, account, said):
    server, _, service = office
    service.begin(account)
    come(tab, server)
    alert = tab.get_by_role("alert").filter(has_text="@")
    alert.wait_for()
    assert said in alert.inner_text().replace("\u2060", "")  # the joiner that keeps the address from being a link
    assert_shows_nothing(tab, server)
    tab.get_by_role("button", name=words.SIGN_OUT).click()
    tab.get_by_role("button", name=words.SIGN_IN_OFFICE).wait_for()


def test_a_token_that_is_forged_expired_or_not_for_us_signs_nobody_in(office, tab):
    server, _, service = office
    service.begin(KNOWN)
    with tab.expect_request(lambda asked: "/auth/login" in asked.url) as asked:
        come(tab, server)
    now = int(time.time())
    for is_foreign, claims in (
        (True, {}), (False, {"exp": now - 3600, "iat": now - 7200}), (False, {"iss": "http://127.0.0.1:9"}),
        (False, {"aud": "another-client"}), (False, {"nonce": "of-another-sign-in"}), (False, {"nonce": None}),
    ):  # fmt: skip
        service.begin(KNOWN, is_foreign=is_foreign, **claims)
        assert USER_COOKIE not in cookies_after(asked.value.url), claims
    service.begin(KNOWN)
    assert USER_COOKIE in cookies_after(asked.value.url)


def cookies_after(url: str) -> set[str]:
    """Follow the way to the login service and back without a browser, and return which cookies it left."""
    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        assert client.get(url).status_code == 200
        return set(client.cookies)


def test_a_way_back_that_nobody_asked_for_signs_nobody_in_and_leads_nowhere_else(office):
    server, _, service = office
    service.begin(KNOWN)
    service.codes["stolen"] = {"nonce": "x", "code_challenge": "x"}
    with httpx.Client(trust_env=False) as client:
        for path in (
            "oauth2callback?code=stolen&state=made-up", "oauth2callback?code=stolen", "oauth2callback?error=x&next=//evil.cn",
            "auth/login?provider=x&next=//evil.cn", "auth/logout?next=//evil.cn&redirect_uri=//evil.cn",
        ):  # fmt: skip
            answer = client.get(f"{server.url}/{path}")
            assert (answer.status_code, answer.headers["Location"]) == (302, "/"), path
        assert not client.cookies
