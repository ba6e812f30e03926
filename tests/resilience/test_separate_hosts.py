"""App processes on machines of their own, set up as docs/deploy.md says: TLS to PostgreSQL, two roles, lines that are cut.

The machines are network namespaces, which root may make on most of Linux. ``make resilience`` has people at the pages of three
of them; `make test` cuts one line.
"""

import asyncio
import os
import ssl
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import duckdb
import pytest
from websockets.exceptions import ConnectionClosed

from evaluation.database import Unreachable
from evaluation.events import office_opened
from evaluation.home import Home
from evaluation.journal import Journal
from evaluation.people_on_server import PeopleOnServer
from evaluation.store import Store
from evaluation.witness import Witness
from tests import nginx
from tests.chain import sheet_draft
from tests.deploy_doc import NAME
from tests.postgres_server import WHY_NOT
from tests.resilience.at_the_app import GROUND, UNITS
from tests.resilience.cables import why_not
from tests.resilience.clerk import Clerk
from tests.resilience.office import rebuilt
from tests.resilience.town import ADDRESSES, DATABASE, PERSONS, Town

EDITS = int(os.environ.get("TOWN_EDITS", "0"))
"""Sheets that each of four people hands in through the pages of their own machine; none: `make test`."""
_REASON = WHY_NOT or why_not()

pytestmark = pytest.mark.skipif(bool(_REASON), reason=_REASON)


@pytest.fixture
def town(tmp_path):
    town = Town(tmp_path)
    yield town
    town.close()


@pytest.fixture
def from_here(town, monkeypatch):
    """Let this process connect as an app of the town does."""
    monkeypatch.setenv("PGHOSTADDR", DATABASE)
    monkeypatch.setenv("PGPASSFILE", str(town.passwords))


def test_a_line_that_is_cut_is_said_and_keeps_nobody_else_out(town, from_here):
    network = town.network
    with network.inside("app2"):
        other = Journal(town.url)
    with network.inside("app1"):
        journal, people = Journal(town.url), PeopleOnServer(town.url)
        assert people.entries() == []
        with pytest.raises(Unreachable, match="没有保存：连不上数据库服务器"):
            _cut_while_writing(journal, lambda: network.cut("app1"))
    with network.inside("app2"):
        assert other.append([office_opened()], "李四")[0].position == 1, "a save that was cut off keeps others out"
    with network.inside("app1"):
        started = time.perf_counter()
        with pytest.raises(Unreachable, match="读不出数据：连不上数据库服务器"):
            people.entries()
        print(f"a line that had been cut while nobody used it was said after {time.perf_counter() - started:.1f} s")
        network.mend("app1")
        assert journal.head()[0] == 1
        assert journal.append([office_opened()], "张三")[0].position == 2
    journal.close()
    other.close()


def _cut_while_writing(journal: Journal, cut: Callable[[], object]) -> None:
    with journal.writing() as connection:
        cut()
        connection.exec_driver_sql("select 1")


def test_nobody_comes_in_without_tls_from_elsewhere_or_as_somebody_else(town, from_here, monkeypatch):
    with town.network.inside("app1"):
        assert Journal(town.url).head()[0] == 0
        for wrong, said in (
            (town.url.replace("sslmode=verify-full", "sslmode=disable"), "数据库不认这个用户名或密码"),
            (town.url.replace("db.example.cn", "other.example.cn"), "连不上数据库服务器"),
            (town.url.replace("kp_app", "kp_owner"), "数据库不认这个用户名或密码"),
            (town.url.replace("kp_app", "postgres"), "数据库不认这个用户名或密码"),
        ):
            with pytest.raises(Unreachable, match=said):
                Journal(wrong)
        monkeypatch.setenv("PGPASSFILE", "/dev/null")
        with pytest.raises(Unreachable, match="数据库不认这个用户名或密码"):
            Journal(town.url)


# --- people at the pages ------------------------------------------------------------------------------------------


@pytest.mark.skipif(not EDITS, reason="a minute of work on five machines: make resilience")
def test_three_hosts_work_one_loses_its_line_one_dies_and_a_new_one_joins(town):
    town.add_people("甲", "乙", "丙", "丁")
    office = Home(town.folder / "office", town.server.url("evaluation", user="kp_app"))
    office.office.append([*GROUND, sheet_draft({"满意": {unit: 90 - at for at, unit in enumerate(UNITS)}})], "考核办")
    ground = office.office.position
    clerks = asyncio.run(Work(town).done())
    _hold_against_what_was_said(office, ground, clerks)
    head = office.office.journal.head()
    for machine in LIVING:
        _wait_for_follower(town.home(machine), head)
    town.stop()
    url = town.server.url("evaluation", user="kp_app")
    assert {_copy(town.home(machine), url) for machine in LIVING} == {(*head, rebuilt(office.office))}
    office.close()


@pytest.mark.skipif(not EDITS, reason="waits until a silent host is given up: make resilience")
@pytest.mark.skipif(bool(nginx.WHY_NOT), reason=nginx.WHY_NOT)
def test_who_sits_behind_the_proxy_goes_on_when_a_hosts_line_is_cut(town):
    town.add_people("甲")
    office = Home(town.folder / "office", town.server.url("evaluation", user="kp_app"))
    office.office.append(GROUND, "考核办")
    office.close()
    for machine in ("app1", "app2"):
        town.start(machine)
    with town.proxy() as proxy:
        asyncio.run(_behind(town, proxy))


async def _behind(town: Town, proxy: nginx.Proxy) -> None:
    """Hand a sheet in, lose the host's line, and hand in another over the host that is left. Like a browser it never pings."""
    trusting = ssl.create_default_context(cafile=str(town.authority.path))
    its = {"ssl": trusting, "additional_headers": {"Cookie": "kp_host=one"}, "origin": f"https://{NAME}", "ping_interval": None}
    clerk = await Clerk("甲", PERSONS).come(town.line_to("front", 443), f"https://{NAME}/", **its)
    assert await clerk.hand_in("71.01", UNITS[0]) == "done"
    count = len(proxy.passed())
    await asyncio.to_thread(_ask, town, trusting)
    (host,) = proxy.passed_since(count)
    town.network.cut(next(machine for machine, address in ADDRESSES.items() if host == f"{address}:8501"))
    started = time.perf_counter()
    await asyncio.to_thread(_ask, town, trusting)
    assert host not in proxy.passed_since(count + 1)
    print(f"a new request went to the other host after {time.perf_counter() - started:.1f} s")
    with pytest.raises(ConnectionClosed):
        await clerk.tab.again()
    print(f"the open page was told after {time.perf_counter() - started:.1f} s")
    again = await Clerk("甲", PERSONS).come(town.line_to("front", 443), f"https://{NAME}/", **its)
    assert await again.hand_in("71.02", UNITS[0]) == "done"


def _ask(town: Town, trusting: ssl.SSLContext) -> None:
    with trusting.wrap_socket(town.line_to("front", 443), server_hostname=NAME) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {NAME}\r\nCookie: kp_host=one\r\nConnection: close\r\n\r\n".encode())
        assert line.recv(12) == b"HTTP/1.1 200"


LIVING = ("app2", "app3", "app4")


class Work:
    """Four people at the pages of four machines, and what happens to these meanwhile."""

    def __init__(self, town: Town):
        self.town, self._marks = town, count(1)
        self.apps = {machine: town.start(machine) for machine in ("app1", "app2", "app3")}

    async def done(self) -> list[Clerk]:
        """Let everybody work at once, and return them with what they were told."""
        here = zip(("甲", "乙", "丙"), self.apps, strict=True)
        first, second, third = [await self._clerk(name, machine) for name, machine in here]
        fourth, *_ = await asyncio.gather(self._until_killed(first), self._with_a_cut_line(second), self._hand_in(third, EDITS))
        return [first, second, third, fourth]

    async def _clerk(self, name: str, machine: str) -> Clerk:
        return await Clerk(name, PERSONS).come(self.town.line_to(machine))

    async def _hand_in(self, clerk: Clerk, number: int) -> None:
        for _ in range(number):
            assert await self._once(clerk) == "done"

    async def _once(self, clerk: Clerk) -> str:
        number = next(self._marks)
        return await clerk.hand_in(f"{60 + number / 100:.2f}", UNITS[number % len(UNITS)])

    async def _until_killed(self, clerk: Clerk) -> Clerk:
        """Let one work until its machine's process is killed in the middle, and another begin on a new machine."""
        await self._hand_in(clerk, EDITS // 3)
        asyncio.get_running_loop().call_later(0.3, self.apps["app1"].process.kill)
        with suppress(ConnectionClosed):
            while True:
                await self._once(clerk)
        self.apps["app1"].process.wait()
        started = time.perf_counter()
        await asyncio.to_thread(self.town.start, "app4")
        new = await self._clerk("丁", "app4")
        print(f"the new machine's page stood after {time.perf_counter() - started:.1f} s")
        await self._hand_in(new, EDITS)
        return new

    async def _with_a_cut_line(self, clerk: Clerk) -> None:
        """Let one work, cut its machine's line to all others, once so that it isn't told and once so that it is, and mend it."""
        network = self.town.network
        await self._hand_in(clerk, EDITS // 3)
        for cut, mend in ((network.cut, network.mend), (network.pull_out, network.plug_in)):
            cut("app2")
            started = time.perf_counter()
            while await self._once(clerk) == "done":
                pass
            print(f"{cut.__name__}: said at its own page after {time.perf_counter() - started:.1f} s")
            mend("app2")
            started = time.perf_counter()
            while await self._once(clerk) != "done":
                await asyncio.sleep(0.5)
            print(f"{mend.__name__}: saved again after {time.perf_counter() - started:.1f} s")
        await self._hand_in(clerk, EDITS - EDITS // 3)


def _hold_against_what_was_said(office: Home, ground: int, clerks: list[Clerk]) -> None:
    """What was confirmed is there once, what was said not to be saved isn't there, and nothing else is."""
    office.office.refresh()
    imports = [event for event in office.office.journal.events(ground) if event.kind == "sheet_imported"]
    found = Counter((event.actor, event.payload["sha256"]) for event in imports)
    outcomes = {(clerk.name, sheet): outcome for clerk in clerks for sheet, outcome in clerk.handed_in.items()}
    assert [sheet for sheet, outcome in outcomes.items() if outcome == "done" and found[sheet] != 1] == []
    assert [sheet for sheet, outcome in outcomes.items() if outcome == "away" and found[sheet]] == []
    assert (set(found) - set(outcomes), max(found.values())) == (set(), 1)
    assert office.office.journal.verify() is None
    refusals = sum(clerk.refusals for clerk in clerks)
    assert refusals, "nobody met anybody: not a trial"
    print(f"{len(imports)} sheets; they were told {dict(Counter(outcomes.values()))}, and {refusals} times to look again")


def _wait_for_follower(home: Path, head: tuple[int, str]) -> None:
    """Wait until an app process, which nobody asks any more, has noted that its tables stand at the journal's end."""
    end = time.monotonic() + 60
    while Witness(home / "journal.heads").heads().get(head[0]) != head[1]:
        assert time.monotonic() < end, home
        time.sleep(0.1)


def _copy(home: Path, url: str) -> tuple[int, str, str]:
    """Return where the copy that a process left behind stands, and the digest of its tables; nothing brings it forward."""
    with duckdb.connect(str(home / "evaluation.duckdb"), read_only=True) as left:
        ((position, last_hash),) = left.execute("select position, hash from journal_state").fetchall()
    store = Store(Journal(url), home / "evaluation.duckdb")
    try:
        assert store.state == (position, last_hash), "digested is what was left, and not what would come after it"
        return position, last_hash, store.digest()
    finally:
        store.close()
