"""The door on a real server: a start that is open to others, and a visit from login to logout in a real browser."""

import http.client
import re
import shutil
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.server import running
from evaluation.access import Person, Role
from evaluation.people import FILE, People
from evaluation.sign_in import hash_password, sign_in
from evaluation.ui.visit_cookie import COOKIE
from evaluation.wording import access as words
from evaluation.wording import pages as page_words
from tests.browser.conftest import settle

PASSWORD = "三个年考评-2022"
NAMES = {"张三": Role.MANAGE, "李四": Role.DECIDE, "王五": Role.VIEW}


def test_local_mode_refuses_to_listen_beyond_this_machine(demonstration_home, tab):
    with running(demonstration_home, "--server.address", "0.0.0.0") as server:
        for page in ("ranking", ""):
            tab.goto(f"{server.url}/{page}")
            tab.get_by_role("heading", level=1, name=words.REFUSED_TITLE).wait_for()
            settle(tab)
            shown = tab.get_by_test_id("stMain").inner_text()
            assert shown.startswith(words.REFUSED_TITLE)
            assert "别的电脑也能进来" in shown
            assert "村" not in tab.locator("body").inner_text()
            assert tab.get_by_test_id("stTopNavLink").count() == 0


@pytest.fixture(scope="module")
def behind_a_login(filled_home, tmp_path_factory):
    """One server with a person of each role, in the mode in which they sign in; each test resets what it changes."""
    home = Path(shutil.copytree(filled_home, tmp_path_factory.mktemp("login") / "home"))
    people = People(home / FILE)
    hashed = hash_password("", PASSWORD)
    for name, role in NAMES.items():
        people.add(Person(name, role), hashed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALUATION_ACCESS", "password")
        patch.setenv("EVALUATION_WATCH", "3")  # a page left open is waited for
        with running(home, "--server.allowedHosts", "127.0.0.1") as server:
            yield server, people


def sign_in_as(tab, name: str) -> None:
    """Fill in the form that a tab shows, and wait until the cookie has come."""
    tab.get_by_label(words.NAME).fill(name)
    tab.get_by_label(words.PASSWORD).first.fill(PASSWORD)
    with tab.expect_response(lambda answer: answer.url.endswith("/visit")):
        tab.get_by_role("button", name=words.SIGN_IN).click()
    settle(tab)


def cookie_of(tab) -> dict | None:
    return next((item for item in tab.context.cookies() if item["name"] == COOKIE), None)


def fetched(url: str, token: str = "", **headers: str) -> int:
    """Ask from outside any browser, with this cookie, and return the status."""
    request = urllib.request.Request(url, headers={**headers, **({"Cookie": f"{COOKIE}={token}"} if token else {})})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def downloaded(tab, number: int = 0) -> str:
    """Press a download button and return the address that the browser took the file from."""
    is_media = re.compile(r":\d+/media/")
    with tab.expect_request(is_media) as asked, tab.expect_download():
        tab.get_by_test_id("stDownloadButton").get_by_role("button").nth(number).click()
    return asked.value.url


def test_a_visit_from_the_first_deep_link_to_the_logout(behind_a_login, tab):
    server, people = behind_a_login
    tab.goto(f"{server.url}/ranking?group=村（社区）")
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    settle(tab)
    assert tab.get_by_test_id("stTopNavLink").count() == 0
    sign_in_as(tab, "张三")
    tab.get_by_role("heading", level=1, name=page_words.RANKING).wait_for()
    assert "/ranking" in tab.url
    account = words.ACCOUNT.format(name="张三", role="管理")
    assert tab.get_by_text(account).bounding_box()["y"] < 60
    cookie = cookie_of(tab)
    assert (cookie["sameSite"], cookie["httpOnly"]) == ("Strict", True)
    assert cookie["expires"] - time.time() <= 12 * 3600
    assert COOKIE not in tab.evaluate("document.cookie")

    other = tab.context.new_page()
    other.goto(f"{server.url}/records")
    other.get_by_text(account).wait_for()
    other.get_by_text(account).click()
    with other.expect_response(lambda answer: answer.url.endswith("/visit")):
        other.get_by_role("button", name=words.SIGN_OUT).click()
    other.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    assert cookie_of(tab) is None
    # The first tab's next click meets the form too, unless the watch has brought it already.
    with suppress(Error):
        tab.get_by_test_id("stTopNavLink").filter(has_text=page_words.MEETING).click(timeout=3000)
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    assert people.rows("select count(*) from visit") == [(0,)]


def test_a_download_is_given_to_who_has_signed_in_and_not_after_the_visit(behind_a_login, tab):
    server, people = behind_a_login
    tab.goto(f"{server.url}/shortlist")
    sign_in_as(tab, "李四")
    token, url = cookie_of(tab)["value"], downloaded(tab)
    assert fetched(url, token) == 200
    assert {fetched(url), fetched(url, "made-up")} == {403}
    another = sign_in(people, "张三", PASSWORD)
    people.set_role(Person("李四", Role.VIEW))
    tab.get_by_test_id("stTopNavLink").filter(has_text=page_words.MEETING).click()
    tab.get_by_text(words.ACCOUNT.format(name="李四", role="查看")).click()
    people.set_role(Person("李四", Role.DECIDE))
    tab.get_by_role("button", name=words.SIGN_OUT).click()
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    assert fetched(url, token) == 403
    # Nobody's page shows the file any more: it is gone, for those who have signed in too.
    assert fetched(url, another) == 404


def test_a_page_left_open_over_night_closes_itself(behind_a_login, tab):
    server, people = behind_a_login
    tab.goto(f"{server.url}/ranking")
    sign_in_as(tab, "王五")
    with people.writing() as connection:
        connection.execute("update visit set ends = ends - 12 * 3600")
    tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
    settle(tab)
    assert words.ENDED_SHORT in tab.get_by_test_id("stMain").inner_text()
    assert "村" not in tab.locator("body").inner_text()


def test_no_address_gives_a_file_of_the_program_or_takes_one_without_a_token(behind_a_login):
    server, people = behind_a_login
    token = sign_in(people, "张三", PASSWORD)
    for path in (
        "/app.py", "/.streamlit/secrets.toml", "/static/../app.py", "/static/%2e%2e/%2e%2e/app.py", "/static/..%2f..%2fapp.py",
        "//etc/passwd", "/static//etc/passwd", "/app/static/../app.py", "/component/../app.py", "/media/../../app.py",
        "/static/..%5c..%5capp.py", "/_stcore/bidi-components/../app.py", "/_stcore/upload_file/../../app.py",
    ):  # fmt: skip
        status, body = raw(server, "GET", path, token)
        assert status in (200, 400, 403, 404), path
        assert b"import" not in body, path
        assert b"root:" not in body, path
        assert status != 200 or b"<title>Streamlit</title>" in body, path
    upload = "/_stcore/upload_file/a-session/a-file"
    assert raw(server, "PUT", upload)[0] == 403
    assert raw(server, "PUT", upload, token) == (403, b"XSRF token missing or invalid")
    assert {raw(server, method, "/media/x")[0] for method in ("GET", "HEAD", "OPTIONS", "POST")} == {403}
    people.set_password("张三", hash_password("", PASSWORD))


def raw(server, method: str, path: str, token: str = "") -> tuple[int, bytes]:
    """Ask for a path exactly as it is written, which browsers would tidy up."""
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=20)
    connection.request(method, path, headers={"Cookie": f"{COOKIE}={token}"} if token else {})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_a_tabs_session_is_not_taken_over_by_its_number(behind_a_login, tab):
    server, people = behind_a_login
    numbers: list[str] = []
    tab.on("websocket", lambda opened: opened.on("framereceived", lambda frame: numbers.extend(session_in(frame))))
    tab.goto(f"{server.url}/records")
    sign_in_as(tab, "张三")
    assert len(set(numbers)) == 1
    assert not is_named(server, numbers[0], "")
    assert is_named(server, numbers[0], cookie_of(tab)["value"])
    people.set_password("张三", hash_password("", PASSWORD))


def session_in(frame: bytes) -> list[str]:
    message = ForwardMsg()
    message.ParseFromString(frame)
    return [message.new_session.initialize.session_id] if message.HasField("new_session") else []


def is_named(server, number: str, token: str) -> bool:
    """Go on with a session by its number, with this cookie, and say whether its page greets 张三."""
    from websockets.sync.client import connect

    url = server.url.replace("http", "ws") + "/_stcore/stream"
    headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
    said, asked = b"", BackMsg()
    asked.rerun_script.query_string = ""
    with connect(url, subprotocols=["streamlit", "x", number], additional_headers=headers) as websocket:
        websocket.send(asked.SerializeToString())
        message = ForwardMsg()
        while not message.HasField("script_finished"):
            frame = websocket.recv(timeout=30)
            message.ParseFromString(frame)
            said += frame
    return "张三".encode() in said


def test_a_websocket_opens_under_the_servers_own_name_and_for_its_own_pages_only(behind_a_login):
    server, _ = behind_a_login
    host = server.url.removeprefix("http://")
    assert handshake(server, host, server.url) == 101
    assert handshake(server, "evil.example.cn", "http://evil.example.cn") == 403
    assert handshake(server, host, "http://evil.example.cn") == 403
    assert fetched(server.url, Host="evil.example.cn") == 403
    assert fetched(server.url) == 200


def handshake(server, host: str, origin: str) -> int:
    """Ask for a websocket under this name of the server, from a page of this origin; 101 opens it."""
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=20)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    for name, value in {
        "Host": host, "Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }.items():  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status
