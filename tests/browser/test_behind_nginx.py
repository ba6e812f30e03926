"""The configurations of nginx in docs/deploy.md, word for word, between a real browser and real app processes.

What differs here is put in: addresses, ports, and a certificate of the tests' own authority. The browser opens
https://kp.example.cn/ and is told where that is.
"""

import io
import os
import re
import shutil
import tomllib
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.server import running, wait_for
from evaluation.access import Person, Role
from evaluation.home import PROJECT, Home
from evaluation.people import FILE, People
from evaluation.people_on_server import PeopleOnServer
from evaluation.sign_in import hash_password
from evaluation.wording import access as words
from evaluation.wording import pages as page_words
from tests import nginx
from tests.browser.conftest import go, settle
from tests.browser.front import browsing, front
from tests.browser.test_access import PASSWORD, cookie_of, sign_in_as
from tests.deploy_doc import NAME, block, filled, settings_of
from tests.resilience.office import begin

ONE_SERVER, SEVERAL_HOSTS = "One server", "Several hosts"
HOSTS = 3

pytestmark = pytest.mark.skipif(bool(nginx.WHY_NOT), reason=nginx.WHY_NOT)


# --- one server ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one_server_up(filled_home, tmp_path_factory):
    """The app with the environment of the unit."""
    folder = tmp_path_factory.mktemp("one")
    home = Path(shutil.copytree(filled_home, folder / "home"))
    People(home / FILE).add(Person("张三", Role.MANAGE), hash_password("", PASSWORD))
    settings = {**settings_of(block(ONE_SERVER, "ini")), "EVALUATION_HOME": str(home)}
    with running(home, settings=settings) as server:
        yield server


@pytest.fixture(scope="module")
def one_server(one_server_up, tmp_path_factory):
    """The app behind the configuration of "One server"."""
    sites = filled(block(ONE_SERVER, "nginx"), {"http://127.0.0.1:8501": one_server_up.url})
    with front(tmp_path_factory.mktemp("front"), sites) as started:
        yield started


def test_a_person_works_over_https_and_the_cookie_stays_there(one_server, playwright, tmp_path):
    sockets = []
    with browsing(playwright, one_server) as tab:
        tab.on("websocket", lambda opened: sockets.append((opened.url, opened)))
        tab.goto(f"http://{NAME}/ranking?group=村（社区）")
        assert tab.url.startswith(f"https://{NAME}/ranking?group=")
        tab.get_by_role("heading", level=1, name=words.TITLE).wait_for()
        settle(tab)
        sign_in_as(tab, "张三")
        tab.get_by_role("heading", level=1, name=page_words.RANKING).wait_for()
        cookie = cookie_of(tab)
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
        tab.reload()
        tab.get_by_text(words.ACCOUNT.format(name="张三", role="管理")).wait_for()
        assert {url for url, _ in sockets} == {f"wss://{NAME}/_stcore/stream"}

        go(tab, page_words.IMPORT)
        sheet = with_a_photograph(tmp_path / "评分.xlsx")
        assert 19_000_000 < sheet.stat().st_size < 20_000_000
        tab.locator("input[type=file]").first.set_input_files(sheet)
        tab.get_by_text("表头第 1 行 · 2 格评分").wait_for()
        settle(tab)
        go(tab, page_words.SHORTLIST)
        with tab.expect_download() as taken:
            tab.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
        assert zipfile.is_zipfile(taken.value.path())
        assert not sockets[-1][1].is_closed()


def with_a_photograph(path: Path) -> Path:
    """Return a score sheet of nearly 20 MB, most of it a picture, which doesn't get smaller by packing."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"in_memory": True})
    page = book.add_worksheet()
    for row, cells in enumerate([("单位", "按期办结率"), ("东坪村", 91), ("李家河村", 88)]):
        page.write_row(row, 0, cells)
    page.insert_image("E1", "照片.png", {"image_data": io.BytesIO(picture(19_500_000))})
    book.close()
    return path


def picture(size: int) -> bytes:
    """Return a PNG of about this size, of noise."""
    from PIL import Image

    side = int((size / 3) ** 0.5)
    found = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(found, "png", compress_level=0)
    return found.getvalue()


def test_only_its_own_name_over_https_reaches_the_app(one_server):
    assert one_server.ask().status == 200
    assert one_server.ask(host="evil.example.cn").status == 403
    assert one_server.ask("/media/x").status == 403
    for host in (NAME, "evil.example.cn"):
        answer = one_server.ask_plainly("/ranking?a=1", host)
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/ranking?a=1")


def test_one_address_opens_so_many_pages_and_no_more(one_server_up, tmp_path):
    sites = filled(
        block(ONE_SERVER, "nginx"), {"http://127.0.0.1:8501": one_server_up.url, "limit_conn kp 200;": "limit_conn kp 3;"}
    )
    with front(tmp_path / "few", sites) as started, ExitStack() as opened:
        for _ in range(3):
            opened.enter_context(started.page())
        answer = started.ask()
        assert (answer.status, answer.headers["Content-Type"]) == (429, "text/html; charset=utf-8")
        assert "同时打开的页面太多" in answer.body.decode()
        opened.close()
        assert any(started.ask().status == 200 for _ in range(1000))


def test_an_app_that_is_away_is_said_in_chinese(tmp_path):
    nobody = {"http://127.0.0.1:8501": f"http://127.0.0.1:{nginx.free_port()}"}
    with front(tmp_path / "away", filled(block(ONE_SERVER, "nginx"), nobody)) as started:
        answer = started.ask()
    assert answer.status == 503
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "考评台暂时停了" in answer.body.decode()


def test_what_a_proxy_passes_on_is_no_request_from_this_machine(demonstration_server, tmp_path):
    """In local mode everybody behind a proxy would have all rights, whatever they say that they are."""
    sites = filled(block(ONE_SERVER, "nginx"), {"http://127.0.0.1:8501": demonstration_server.url})
    with front(tmp_path / "local", sites) as started:
        for host in (NAME, "127.0.0.1", "localhost"):
            assert started.ask(host=host).status == 403
            assert started.ask(host=host, **{"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}).status == 403


def test_nginx_waits_for_the_app_longer_than_the_app_is_silent_and_not_much_longer():
    """The app says something to each open page every few seconds, so that a host that vanished is noticed."""
    said_every = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]["websocketPingInterval"]
    seconds = re.search(r"proxy_read_timeout (\d+)s;", block(ONE_SERVER, "nginx"))
    assert 2 * said_every < int(seconds[1]) <= 3 * said_every


# --- several hosts ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three_hosts(postgres, tmp_path_factory):
    """Three app processes on one journal, with the environment of their unit, behind the proxy of "Several hosts"."""
    url, folder = postgres.database(), tmp_path_factory.mktemp("hosts")
    office = Home(folder / "office", url)
    begin(office.office)
    office.close()
    PeopleOnServer(url).add(Person("张三", Role.MANAGE), hash_password("", PASSWORD))
    unit = {**settings_of(block(ONE_SERVER, "ini")), **settings_of(block(SEVERAL_HOSTS, "ini"))}
    own = {"EVALUATION_JOURNAL_URL": url, "STREAMLIT_SERVER_COOKIE_SECRET": "s" * 64}
    unit.pop("PGPASSFILE")
    with ExitStack() as running_now:
        homes = [folder / f"home-{number}" for number in range(HOSTS)]
        started = [running(home, wait=False, settings={**unit, **own, "EVALUATION_HOME": str(home)}) for home in homes]
        servers = [running_now.enter_context(server) for server in started]
        for server in servers:
            wait_for(server)
        yield servers, running_now.enter_context(front(folder / "front", sticky([server.port for server in servers])))


def sticky(ports: list[int]) -> str:
    """Return the sites of "Several hosts": its upstream of these processes, and the location changed as it says."""
    listed = re.compile(r"^    server 10\.0\.0\.\d+:8501 (.*)\n", re.MULTILINE)
    upstream = block(SEVERAL_HOSTS, "nginx")
    options = listed.findall(upstream)
    assert len(set(options)) == 1
    servers = "".join(f"    server 127.0.0.1:{port} {options[0]}\n" for port in ports)
    upstream = listed.sub("", upstream).replace("consistent;\n", f"consistent;\n{servers}")
    changed = {"proxy_pass http://127.0.0.1:8501;": block(SEVERAL_HOSTS, "nginx", 1)}
    return upstream + filled(block(ONE_SERVER, "nginx"), changed)


def test_browsers_are_spread_and_each_comes_back_to_its_own(three_hosts):
    _, started = three_hosts
    found = {}
    for _ in range(12):
        count = len(started.proxy.passed())
        cookie = started.ask().headers["Set-Cookie"]
        assert re.fullmatch(r"kp_host=[0-9a-f]{32}; Path=/; HttpOnly; Secure; SameSite=Lax", cookie)
        (found[cookie.partition(";")[0]],) = started.proxy.passed_since(count)
    assert len(set(found.values())) > 1
    for cookie, host in found.items():
        count = len(started.proxy.passed())
        assert started.ask(Cookie=cookie).headers["Set-Cookie"] is None
        assert started.proxy.passed_since(count) == [host]


def test_a_browser_goes_on_at_another_host_when_its_own_dies(three_hosts, playwright):
    servers, started = three_hosts
    count = len(started.proxy.passed())
    with browsing(playwright, started) as tab:
        tab.goto(f"https://{NAME}/ranking")
        sign_in_as(tab, "张三")
        tab.get_by_role("heading", level=1, name=page_words.RANKING).wait_for()
        (host,) = set(started.proxy.passed_since(count))
        token = cookie_of(tab)["value"]
        (its,) = [server for server in servers if host.endswith(f":{server.port}")]
        with tab.expect_websocket():
            its.process.kill()
            its.process.wait()
        settle(tab)
        go(tab, page_words.MEETING)
        tab.get_by_text(words.ACCOUNT.format(name="张三", role="管理")).wait_for()
        assert cookie_of(tab)["value"] == token
        count = len(started.proxy.passed())
        tab.goto(f"https://{NAME}/ranking")
        settle(tab)
        assert "东坪村" in tab.get_by_test_id("stMain").inner_text()
        assert host not in started.proxy.passed_since(count)
        assert {started.ask().status for _ in range(12)} == {200}, "who comes new meets the living"
