"""What passes the gate: every address of the server, by mode, host, cookie and peer. The server behind it only says yes."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from unittest.mock import MagicMock

import anyio
import pytest
import streamlit as st
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from evaluation.access import Person, Role, needs_visit
from evaluation.people import FILE, People
from evaluation.sign_in import hash_password, sign_in, sign_out
from evaluation.ui import opening, visit_cookie
from evaluation.ui.gate import Gate
from evaluation.ui.visit_cookie import COOKIE, new_ticket, visit_route
from evaluation.wording import access as words

PASSWORD = "三个年考评-2022"
CLOSED = (
    "/media/{file}", "/_stcore/upload_file/{session}/{file}", "/_stcore/metrics", "/_stcore/bidi-components/{path}",
    "/component/{path}", "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp",
    "/_stcore/script-health-check", "/app/static/{path}", "/_stcore/whatever-comes-next",
)  # fmt: skip
OPEN = ("/", "/ranking", "/static/js/x.js", "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/visit", "/mediapage")
SESSION = "0a1b2c3d"


async def behind(scope, receive, send) -> None:
    """Stand for Streamlit: say yes to everything, and to a websocket which protocols it asked for."""
    if scope["type"] == "websocket":
        websocket = WebSocket(scope, receive, send)
        await websocket.accept()
        await websocket.send_text(websocket.headers.get("sec-websocket-protocol", ""))
        await websocket.close()
    else:
        await PlainTextResponse("yes", headers={"Cache-Control": "public"})(scope, receive, send)


@pytest.fixture
def people(monkeypatch, tmp_path) -> People:
    monkeypatch.setenv("EVALUATION_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EVALUATION_ACCESS", "password")
    monkeypatch.setattr("evaluation.sign_in._hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    people = People(tmp_path / "home" / FILE)
    people.add(Person("张三", Role.VIEW), hash_password("", PASSWORD))
    return people


def comes(token: str = "", *, host: str = "127.0.0.1:8501", peer: str = "127.0.0.1", **headers: str) -> TestClient:
    """A browser with this cookie, that names the server so and comes from there."""
    cookie = {"Cookie": f"{COOKIE}={token}"} if token else {}
    sent = {"Host": host, **cookie, **headers}
    return TestClient(Gate(behind), base_url=f"http://{host}", client=(peer, 5000), headers=sent, follow_redirects=False)


def statuses(client: TestClient, paths=CLOSED) -> set[int]:
    return {client.request("PUT" if "upload" in path else "GET", path).status_code for path in paths}


def test_without_a_visit_nothing_but_the_frame_of_the_pages_is_served(people):
    assert statuses(comes()) == {403}
    assert statuses(comes("made-up")) == {403}
    assert statuses(comes(), OPEN) == {200}
    assert comes().get("/media/x").text == words.ENDED_SHORT


def test_a_visit_opens_them_until_it_ends_by_leaving_by_time_or_by_removal(people):
    token = sign_in(people, "张三", PASSWORD)
    assert statuses(comes(token)) == {200}
    sign_out(people, token)
    assert statuses(comes(token)) == {403}
    token = sign_in(people, "张三", PASSWORD)
    with people.writing() as connection:
        connection.execute("update visit set ends = ends - 43200")
    assert statuses(comes(token)) == {403}
    token = sign_in(people, "张三", PASSWORD)
    people.remove("张三")
    assert statuses(comes(token)) == {403}


def test_that_nobody_can_be_looked_up_is_not_called_the_end_of_a_visit(people):
    token = sign_in(people, "张三", PASSWORD)
    people.path.chmod(0o644)
    assert statuses(comes(token)) == {503}
    assert comes(token).get("/media/x").text == words.NO_LOOKUP
    assert statuses(comes(token), OPEN) == {200}
    assert statuses(comes()) == {403}


def test_every_address_that_streamlit_has_is_either_the_frame_or_asks_for_a_visit(monkeypatch):
    monkeypatch.setattr(config, "get_option", lambda name: name.endswith(("Serving", "HealthCheckEnabled")) or "")
    paths = {getattr(route, "path", "") for route in create_streamlit_routes(MagicMock())}
    open_ones = {path for path in paths if not needs_visit(path)}
    frame = {"/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/auth/login", "/auth/logout", "/oauth2callback", ""}
    assert open_ones == frame
    assert {path.split("{")[0] for path in paths - open_ones} == {path.split("{")[0] for path in CLOSED[:-1]}


def test_in_local_mode_only_this_machine_is_answered_by_a_name_of_its_own(people, monkeypatch):
    monkeypatch.setenv("EVALUATION_ACCESS", "local")
    for host in ("127.0.0.1:8501", "localhost:8501", "localhost"):
        assert statuses(comes(host=host), OPEN + CLOSED) == {200}
        with comes(host=host).websocket_connect("/_stcore/stream"):
            pass
    strangers = (
        comes(peer="192.168.1.7"), comes(host="kp.example.cn"), comes(host="192.168.1.5:8501"),
        comes(**{"X-Forwarded-For": "192.168.1.7"}), comes(**{"X-Forwarded-Host": "x.cn"}), comes(Forwarded="for=1.2.3.4"),
    )  # fmt: skip
    for stranger in strangers:
        assert statuses(stranger, OPEN + CLOSED) == {403}
        with pytest.raises(WebSocketDisconnect), stranger.websocket_connect("/_stcore/stream"):
            pass


def test_where_hosts_are_listed_no_other_name_is_answered(people, monkeypatch):
    monkeypatch.setitem(config.get_config_options(), "server.allowedHosts", MagicMock(value=["kp.example.cn"]))
    token = sign_in(people, "张三", PASSWORD)
    assert statuses(comes(token, host="kp.example.cn"), OPEN + CLOSED) == {200}
    for host in ("evil.example.cn", "127.0.0.1:8501", "kp.example.cn.evil.cn"):
        assert comes(token, host=host).get("/").text == words.FOREIGN_HOST
        assert statuses(comes(token, host=host), OPEN + CLOSED) == {403}


def test_a_session_is_gone_on_with_by_who_has_signed_in_only(people):
    def asked(client: TestClient) -> str:
        with client.websocket_connect("/_stcore/stream", subprotocols=["streamlit", "xsrf", SESSION]) as websocket:
            return websocket.receive_text()

    token = sign_in(people, "张三", PASSWORD)
    assert SESSION in asked(comes(token))
    assert [part.strip() for part in asked(comes()).split(",")] == ["streamlit", "xsrf"]
    sign_out(people, token)
    assert SESSION not in asked(comes(token))


def test_a_websocket_is_opened_by_the_apps_own_pages_only(people, monkeypatch):
    def is_open(origin: str, host: str) -> bool:
        with suppress(WebSocketDisconnect), comes(host=host, Origin=origin).websocket_connect("/_stcore/stream"):
            return True
        return False

    assert is_open("https://kp.example.cn:8443", "kp.example.cn")  # nginx's $host leaves the port out
    for origin in ("http://localhost:3000", "http://127.0.0.1:8501", "null", "", "https://kp.example.cn.evil.cn"):
        assert not is_open(origin, "kp.example.cn"), origin
    monkeypatch.setenv("EVALUATION_ACCESS", "local")
    assert is_open("http://127.0.0.1:8501", "127.0.0.1:8501")
    for origin in ("http://localhost:3000", "http://127.0.0.1:3000", "http://localhost:8501", "null", "http://evil.cn"):
        assert not is_open(origin, "127.0.0.1:8501"), origin


def test_what_asks_for_a_visit_is_kept_nowhere_and_no_other_site_frames_the_app(people):
    client = comes(sign_in(people, "张三", PASSWORD))
    for path in ("/", "/media/x"):
        headers = client.get(path).headers
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == ("no-store" if "media" in path else "public")


def test_a_base_path_opens_nothing(people, monkeypatch):
    monkeypatch.setitem(config.get_config_options(), "server.baseUrlPath", MagicMock(value="kp"))
    assert statuses(comes(), [f"/kp{path}" for path in CLOSED]) == {403}
    assert visit_route().path == "/kp/visit"


# --- the ticket that becomes a cookie -----------------------------------------------------------------------------


@pytest.fixture
def browser() -> TestClient:
    return TestClient(Starlette(routes=[visit_route()]), base_url="http://127.0.0.1:8501")


OWN = {"Origin": "http://127.0.0.1:8501"}


def test_a_ticket_gives_the_cookie_once_and_out_of_reach_of_scripts(browser):
    ticket = new_ticket("the-token")
    answer = browser.post("/visit", content=ticket, headers=OWN)
    assert answer.status_code == 204
    flags = answer.headers["Set-Cookie"].lower()
    assert flags.startswith(f"{COOKIE}=the-token;")
    assert all(part in flags for part in ("httponly", "samesite=strict", "max-age=43200", "path=/"))
    assert "secure" not in flags
    assert browser.post("/visit", content=ticket, headers=OWN).status_code == 403
    over_https = browser.post("/visit", content=new_ticket("t"), headers={**OWN, "X-Forwarded-Proto": "https"})
    assert "secure" in over_https.headers["Set-Cookie"].lower()


def test_a_ticket_that_is_old_made_up_endless_or_from_another_site_gives_nothing(browser, monkeypatch):
    for content in ("", "made-up", "x" * 1_000_000, b"\xff\x00"):
        assert browser.post("/visit", content=content, headers=OWN).status_code == 403
    for headers in ({}, {"Origin": "http://evil.example.cn"}, {"Origin": "null"}):
        answer = browser.post("/visit", content=new_ticket("t"), headers=headers)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    old = new_ticket("t")
    monkeypatch.setattr(visit_cookie.time, "monotonic", lambda: 1e12)
    assert browser.post("/visit", content=old, headers=OWN).status_code == 403


def test_leaving_takes_the_cookie_away_and_no_other_method_is_answered(browser):
    answer = browser.delete("/visit", headers=OWN)
    assert "max-age=0" in answer.headers["Set-Cookie"].lower()
    assert browser.get("/visit", headers=OWN).status_code == 405


@pytest.mark.parametrize(("is_headless", "opened"), [(True, []), (False, ["http://127.0.0.1:8501"])])
def test_the_start_opens_the_browser_where_somebody_sits(monkeypatch, is_headless, opened):
    seen: list[str] = []
    options = {"server.headless": is_headless, "browser.serverAddress": "127.0.0.1"}
    monkeypatch.setattr(opening, "open_browser", seen.append)
    monkeypatch.setattr(opening, "get_url", lambda host: f"http://{host}:8501")
    monkeypatch.setattr(st, "get_option", options.__getitem__)

    async def start() -> None:
        async with opening.opening(None):
            pass

    with ThreadPoolExecutor(1) as pool:  # a thread where no other test's loop runs
        pool.submit(anyio.run, start).result()
    assert seen == opened
