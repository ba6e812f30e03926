"""Several real browsers on one real server, saving at one moment: one save goes in, the others are told so and try again."""

import os
import random
import re
import time

import pytest
from playwright.sync_api import Page

from benchmarks.server import Server, running
from evaluation.home import Home
from evaluation.wording import pages as words
from tests.browser.conftest import PATIENCE, VIEWPORT, settle
from tests.chain import rows, sheet_draft
from tests.resilience.at_the_app import AWARD, GROUND, UNITS
from tests.resilience.test_twenty_people import one_after_the_other, what_counts

ROUNDS = int(os.environ.get("BROWSER_ROUNDS", "1"))
PEOPLE = 4 if ROUNDS > 1 else 2
_REFUSAL = re.compile(r"没有保存。您打开这页之后，本机在 \d\d:\d\d (改了|导入了).+。请先看新数据，再确认一次。")
_PRESS = """(button, when) => {
  window.toasts = new Set();
  window.looking ??= setInterval(() => {
    for (const toast of document.querySelectorAll('[data-testid=stToast]')) window.toasts.add(toast.innerText);
  }, 50);
  setTimeout(() => button.click(), when - Date.now());
}"""
"""Toasts are gone after a few seconds, so they are collected as they come."""


@pytest.fixture
def people(chromium):
    """Browsers that know nothing of each other."""
    contexts = [chromium.new_context(viewport=VIEWPORT, locale="zh-CN") for _ in range(PEOPLE)]
    for context in contexts:
        context.set_default_timeout(PATIENCE * 1000)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


@pytest.fixture
def server(tmp_path):
    home = Home(tmp_path / "home")
    home.office.append([*GROUND, sheet_draft({"满意": {unit: 90 - place for place, unit in enumerate(UNITS)}})], "考核办")
    home.close()
    with running(tmp_path / "home") as started:
        yield started


def press_at_once(waiting: list[Page], label: str, done: str) -> tuple[list[Page], list[str]]:
    """Let everybody who waits press their button at one moment; return who was refused, and what they were told."""
    when = time.time() * 1000 + 400
    for page in waiting:
        page.get_by_role("button", name=label, exact=True).evaluate(_PRESS, when)
    waiting[0].wait_for_timeout(600)
    refused, told = [], []
    for page in waiting:
        settle(page)
        refusal = page.get_by_test_id("stAlert").filter(has_text="没有保存")
        if refusal.count():
            refused.append(page)
            told.append(refusal.inner_text().replace("\u2060", ""))
        else:
            assert done in "".join(page.evaluate("() => [...window.toasts]"))
    return refused, told


def hand_in(server: Server, people: list[Page], chance: random.Random, number: int) -> list[str]:
    """Everybody chooses a file of their own and presses at once, until all are in; return what those who met were told."""
    names = [f"第{number}轮{place}.csv" for place in range(PEOPLE)]
    for page, name in zip(people, names, strict=True):
        marks = [f"{unit},{chance.randint(7000, 9999) / 100}" for unit in chance.sample(UNITS, 2)]
        content = "\n".join(["2022年度作风能力考核评分表", "单位,满意", *marks]).encode()
        page.goto(f"{server.url}/import")
        settle(page)
        page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": content}])
        page.get_by_role("button", name=words.CONFIRM_IMPORT, exact=True).wait_for()
    for page, name in zip(people, names, strict=True):
        settle(page)
        assert [other for other in names if other in page.inner_text("body")] == [name]
    told, waiting = [], people
    while waiting:
        waiting, refusals = press_at_once(waiting, words.CONFIRM_IMPORT, words.IMPORTED.format(count=1))
        told += refusals
    return told


def decide(server: Server, people: list[Page], number: int) -> list[str]:
    """Everybody writes a reason to a unit of their own and presses at once, until all are in; return what they were told."""
    told, waiting = [], people
    for page in people:
        page.goto(f"{server.url}/shortlist")
        settle(page)
    while waiting:
        for page in waiting:
            write_reason(page, people.index(page), f"会议{number}之{people.index(page)}")
        waiting, refusals = press_at_once(waiting, words.SAVE_DECISIONS, words.SAVED)
        told += refusals
    return told


def write_reason(page: Page, row: int, reason: str) -> None:
    """Type into the grid as a person does: a double click on the cell 理由, the text, Enter."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.dblclick(box["x"] + 620, box["y"] + 34 * (row + 1.5))
    field = page.locator(".gdg-input")
    field.fill(reason)
    field.press("Enter")
    page.get_by_role("button", name=words.SAVE_DECISIONS, exact=True).wait_for()
    settle(page)


def test_saves_of_several_browsers_at_one_moment_lose_nothing_and_the_late_ones_are_told(server, people):
    chance, told = random.Random(0), []
    for number in range(ROUNDS):
        told += hand_in(server, people, chance, number)
        told += decide(server, people, number)
    assert [sentence for sentence in told if not _REFUSAL.search(sentence)] == []
    assert told, "nobody met anybody: not a trial"
    home = Home(server.home.parent / "again", f"sqlite:///{server.home / 'journal.sqlite'}")
    store = home.office
    events = store.journal.events()[len(GROUND) + 1 :]
    files = [event.payload["file"] for event in events if event.kind == "sheet_imported"]
    assert sorted(files) == sorted(f"第{number}轮{place}.csv" for number in range(ROUNDS) for place in range(PEOPLE))
    reasons = rows(store, "select reason from decision where award = ?", AWARD)
    assert sorted(reasons) == sorted((f"会议{ROUNDS - 1}之{place}",) for place in range(PEOPLE))
    assert store.journal.verify() is None
    assert what_counts(one_after_the_other(store)) == what_counts(store)
    print(f"{len(events)} events of {PEOPLE} browsers, {len(told)} refusals")
    home.close()
