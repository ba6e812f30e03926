"""What runs by itself on 排名分析, over the server's own protocol: it leaves nothing behind and shows nothing outdated."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.server import running
from benchmarks.tab import Tab
from evaluation.home import Home
from evaluation.wording import moves, trial
from evaluation.wording import pages as words

PASSING = re.compile(
    r' *(deferred_file_id: .*|set_value: true|has_one_shot_effect: true|(raw_)?value: "(名次)?"|value: [\d.]+)\n'
)


def in_tab(server, steps) -> None:
    """Go through steps (a coroutine that takes a tab) with 排名分析 open."""

    async def go() -> None:
        tab = await Tab.open(int(server.url.rsplit(":", 1)[1]))
        try:
            await tab.visit("ranking")
            await steps(tab)
        finally:
            await tab.close()

    # In a thread of its own: where a browser was driven before, this one has a loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, go()).result()


def said(tab: Tab) -> list[str]:
    """What stands on the page, without numbers that are drawn anew each time and without commands to set a control."""
    return [PASSING.sub("", element) for element in tab.said()]


async def assert_nothing_is_left_behind(tab: Tab) -> None:
    by_itself = said(tab)
    await tab.again()
    assert not tab.was_part
    assert by_itself == said(tab)


def test_a_moved_weight_runs_its_part_alone_and_the_page_is_what_a_whole_run_makes_of_it(demonstration_server):
    async def steps(tab: Tab) -> None:
        before = said(tab)
        await tab.change("weight_0", double_array_value=[60.0])
        assert tab.was_part
        assert tab.messages < 30
        assert said(tab) != before
        assert any(words.COLUMN_WHAT_IF in text for text in tab.said())
        await assert_nothing_is_left_behind(tab)

    in_tab(demonstration_server, steps)


@pytest.mark.parametrize(("key", "value"), [
    ("aggregation", {"string_array_value": [trial.DIAL_STOPS["minimum"]]}),
    ("missing", {"string_value": trial.MISSING_RULES["zero"]}),
    ("picture", {"string_array_value": [moves.HEAT]}), ("size", {"string_array_value": [words.SIZE_A4]}),
])  # fmt: skip
def test_other_controls_of_the_part_leave_nothing_behind(demonstration_server, key, value):
    async def steps(tab: Tab) -> None:
        await tab.change("weight_0", double_array_value=[60.0])
        await tab.change(key, **value)
        assert tab.was_part
        await assert_nothing_is_left_behind(tab)

    in_tab(demonstration_server, steps)


def test_the_way_back_takes_everything_tried_away(demonstration_server):
    async def steps(tab: Tab) -> None:
        official = said(tab)
        await tab.change("weight_0", double_array_value=[60.0])
        await tab.click("ribbon_reset")
        assert tab.was_part
        assert said(tab) == official

    in_tab(demonstration_server, steps)


def test_clearing_the_filter_inside_the_part_clears_its_controls_outside(demonstration_server):
    async def steps(tab: Tab) -> None:
        official = said(tab)
        await tab.change("search", string_value="没有这个村")
        assert not tab.was_part
        await tab.click(words.CLEAR_FILTER)
        assert not tab.was_part
        assert said(tab) == official

    in_tab(demonstration_server, steps)


def test_the_part_gives_way_to_the_whole_page_when_somebody_has_begun_anew(demonstration_home):
    with running(demonstration_home) as server:

        async def steps(tab: Tab) -> None:
            home = Home(demonstration_home)
            home.open_office("赵磊")
            home.close()
            await tab.change("weight_0", double_array_value=[60.0])
            assert not tab.was_part
            assert any(words.EMPTY_ROSTER_TITLE in text for text in tab.said())

        in_tab(server, steps)
