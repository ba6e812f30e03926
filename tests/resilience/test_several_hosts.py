"""Several app processes on one PostgreSQL journal: nothing confirmed is lost, all copies end the same."""

import multiprocessing
import os
import re
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from evaluation.database import Unreachable
from evaluation.events import decided
from evaluation.home import Home
from evaluation.journal import Journal
from tests.chain import rows
from tests.resilience.host_at_work import COUNT, host
from tests.resilience.office import AWARD, PERIOD, UNITS, begin, rebuilt
from tests.resilience.test_twenty_people import one_after_the_other, what_counts

EDITS = int(os.environ.get("HOST_EDITS", "12"))
"""Saves by each of three hosts."""

_REFUSAL = re.compile(r"没有保存。您打开这页之后，\S+在 \d\d:\d\d (改了|导入了).+。请先看新数据，再确认一次。")
_AWAY = re.compile("(没有保存|读不出数据)：连不上数据库服务器。请过一会儿再试|保存的时候和数据库断了连接，不知道有没有存上")
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.resilience.host_at_work"])


class Host:
    """A process, the pipe to it, and everything that it said."""

    def __init__(self, folder: Path, url: str, name: str):
        self.name, self.said = name, []
        self.pipe, its_end = _context.Pipe()
        self.process = _context.Process(target=host, args=(folder / name, url, name, its_end), daemon=True)
        self.process.start()
        its_end.close()

    def tell(self, *what: object) -> "Host":
        self.pipe.send(what)
        return self

    def hear(self, until: str) -> tuple:
        """Wait for the word, keep what was said before it, and return what came with it."""
        while True:
            assert self.pipe.poll(60), f"{self.name} says nothing"
            self.said.append(self.pipe.recv())
            if self.said[-1][0] == until:
                return self.said[-1][1:]

    def kill(self) -> None:
        """End the process at once, and keep what it had said by then."""
        self.process.kill()
        self.process.join()
        try:
            while self.pipe.poll(0):
                self.said.append(self.pipe.recv())
        except (EOFError, ConnectionResetError):
            pass

    def close(self) -> None:
        self.pipe.close()
        self.process.join(20)
        assert self.process.exitcode == 0


def test_three_hosts_edit_at_once_one_is_killed_and_a_new_one_joins(postgres, tmp_path):
    url = postgres.database()
    office = Home(tmp_path / "office", url)
    begin(office.office)
    hosts = [Host(tmp_path, url, name) for name in ("甲", "乙", "丙")]
    for each in hosts:
        each.hear("open")
    for each in hosts:
        each.tell("edit", EDITS)
    victim = hosts[0]
    for _ in range(EDITS // 4):
        victim.hear("done")
    victim.kill()
    joined = time.perf_counter()
    fourth = Host(tmp_path, url, "丁")
    fourth.hear("open")
    joined = time.perf_counter() - joined
    living = [*hosts[1:], fourth]
    fourth.tell("edit", EDITS)
    for each in living:
        each.hear("edited")

    _hold_against_what_was_said(office, [*hosts, fourth])
    digests = {each.tell("digest").hear("digest") for each in living}
    office.office.refresh()
    assert digests == {(office.office.digest(), *office.office.state)}
    assert office.office.digest() == rebuilt(office.office)
    assert office.office.journal.verify() is None
    assert what_counts(one_after_the_other(office.office)) == what_counts(office.office)

    times = [_follow_time(office, living) for _ in range(3)]
    refused = sum(item[0] == "refused" for each in [*hosts, fourth] for item in each.said)
    print(
        f"{office.office.position} events, {refused} refusals; followed after {min(times):.2f}–{max(times):.2f} s; "
        f"the new host was there after {joined:.2f} s"
    )
    for each in living:
        each.close()
    office.close()


def _hold_against_what_was_said(office: Home, hosts: list[Host]) -> None:
    """What was confirmed is there, what was tried is there whole or not at all, and each refusal was a sentence."""
    office.office.refresh()
    events = office.office.journal.events()
    at = {event.position: event.hash for event in events}
    by = Counter(event.actor for event in events)
    said = [item for each in hosts for item in each.said]
    tried = {person: number for what, person, number, _ in said if what == "try"}
    done = {person: (position, digest) for what, person, position, digest in said if what == "done"}
    assert [person for person, (position, digest) in done.items() if at.get(position) != digest] == []
    assert {person: by[person] for person, number in tried.items() if by[person] not in (0, number)} == {}
    unsaid = [person for person in tried if by[person] and person not in done]
    assert unsaid in ([], [hosts[0].said[-1][1]]), "only the one who was killed may have saved without saying so"
    saves = sum(event.kind == "decided" for event in events)
    assert sum(rows(office.office, COUNT, unit)[0][0] for unit in UNITS) == saves == len(done) + len(unsaid)
    refusals = [sentence for what, _, _, sentence in said if what == "refused"]
    assert [sentence for sentence in refusals if not _REFUSAL.fullmatch(sentence)] == []
    assert refusals, "nobody met anybody: not a trial"


def _follow_time(office: Home, living: list[Host]) -> float:
    """Return after how many seconds the last of the hosts had what one of them saved, though nobody worked there."""
    for each in living:
        each.tell("watch", office.office.position + 1)
    saved = time.time()
    office.office.append([decided(PERIOD, AWARD, UNITS[0], "", "看看")], "考核办")
    return max(each.hear("seen")[2] for each in living) - saved


def test_a_server_that_goes_and_comes_back_is_said_in_words_and_nothing_confirmed_is_lost(postgres, tmp_path):
    url = postgres.database()
    home = Home(tmp_path, url)
    begin(home.office)
    threading.Thread(target=home.follow, daemon=True).start()
    saved, said, stopped = [], [], threading.Event()

    def work() -> None:
        for number in range(10**6):
            if stopped.is_set():
                return
            try:
                draft = decided(PERIOD, AWARD, UNITS[number % 4], "chosen", str(number))
                saved.append(home.office.append([draft], f"{number}")[-1])
            except Unreachable as away:
                said.append(str(away))
                time.sleep(0.05)

    person = threading.Thread(target=work)
    person.start()
    for _ in range(2):
        _wait_for_one_more(saved)
        postgres.stop()
        _wait_for_one_more(said)
        with pytest.raises(Unreachable, match="打不开数据：连不上数据库服务器。请过一会儿再试"):
            Journal(url)
        postgres.start()
        _wait_for_one_more(saved)
    stopped.set()
    person.join()
    events = home.office.journal.events()
    assert [event for event in saved if event not in events] == []
    assert home.office.journal.verify() is None
    assert home.check_chain().broken_at is None
    assert home.office.digest() == rebuilt(home.office)
    assert [sentence for sentence in said if not _AWAY.match(sentence)] == []
    home.close()


def _wait_for_one_more(things: list) -> None:
    before, patience = len(things), time.time() + 60
    while len(things) == before:
        assert time.time() < patience
        time.sleep(0.02)
