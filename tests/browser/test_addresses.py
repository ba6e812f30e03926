"""A link opens the view that it was copied from, and what a person chose goes along from page to page."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from evaluation.wording import pages as words
from tests import samples
from tests.browser.conftest import go, settle


def chosen(tab) -> list[str]:
    return tab.locator("[role=radio][aria-checked=true]").all_inner_texts()


def choose_period(tab, period: str) -> None:
    tab.get_by_test_id("stSelectbox").first.click()
    tab.get_by_role("option", name=period).click()
    tab.wait_for_url(f"**period={quote(period)}**")
    settle(tab)


def choose_group(tab, group: str) -> None:
    tab.get_by_role("radio", name=group).click()
    tab.wait_for_url(f"**group={quote(group)}**")
    settle(tab)


def test_period_and_group_stand_in_the_address_and_go_along(tab, demonstration_server):
    tab.goto(demonstration_server.url)
    settle(tab)
    choose_period(tab, "2021年")
    choose_group(tab, samples.OFFICES)
    assert tab.get_by_role("heading", level=1).inner_text().startswith("2021年考核")
    for title in (words.RANKING, words.IMPORT, words.SHORTLIST):
        go(tab, title)
    assert chosen(tab) == [f"{samples.OFFICES} 10"]
    assert tab.get_by_text(f"优秀办公室 · {samples.OFFICES}").is_visible()
    assert parse_qs(urlsplit(tab.url).query) == {"period": ["2021年"], "group": [samples.OFFICES]}


def test_a_copied_address_opens_the_same_view_in_another_tab(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/ranking?period={quote('2021年')}&group={quote(samples.OFFICES)}")
    settle(tab)
    assert f"{samples.OFFICES} 10" in chosen(tab)
    assert tab.get_by_text(words.SHOWN.format(shown=10, of=10)).is_visible()


def test_going_back_returns_to_the_group_before(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/ranking")
    settle(tab)
    choose_group(tab, samples.OFFICES)
    choose_group(tab, samples.VILLAGES)
    tab.go_back()
    tab.get_by_text(words.SHOWN.format(shown=10, of=10)).wait_for()
    assert f"{samples.OFFICES} 10" in chosen(tab)


@pytest.mark.parametrize("query", ["search=zzz", f"only={quote(words.ONLY_VETOED)}&search=dpc"])
def test_clearing_the_filter_shows_all_units_and_empties_the_address(tab, demonstration_server, query):
    tab.goto(f"{demonstration_server.url}/ranking?{query}")
    settle(tab)
    tab.get_by_role("button", name=words.CLEAR_FILTER).click()
    tab.get_by_text(words.SHOWN.format(shown=22, of=22)).wait_for()
    tab.wait_for_function("() => !location.search.includes('search') && !location.search.includes('only')")
