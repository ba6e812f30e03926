"""From page to page by the app's own buttons: the period and the group go along, whatever stands in the address."""

import pytest

from evaluation.wording import pages as words
from tests.browser.conftest import settle


def heading(tab) -> str:
    return tab.locator("h1").first.inner_text()


@pytest.mark.parametrize("address", ["", "?period=2021年", "?period=2021年&group=办公室（站所）"])
def test_the_home_pages_buttons_lead_on_in_the_same_period(tab, demonstration_server, address):
    tab.goto(f"{demonstration_server.url}/{address}")
    settle(tab)
    period = tab.locator(".st-key-period input").input_value()
    tab.get_by_role("button", name=words.TO_RANKING).click()
    tab.locator("h1", has_text=words.RANKING).wait_for()
    settle(tab)
    assert tab.locator(".st-key-period input").input_value() == period
    assert tab.locator(".st-key-group button[data-selected]").inner_text().startswith("办公室" if "group" in address else "村")
    assert tab.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize("address", ["", "?period=2021年"])
def test_a_clicked_row_leads_to_the_units_page_in_the_same_period(tab, demonstration_server, address):
    tab.goto(f"{demonstration_server.url}/ranking{address}")
    settle(tab)
    period = tab.locator(".st-key-period input").input_value()
    grid = tab.get_by_test_id("stDataFrame").first.bounding_box()
    tab.mouse.move(grid["x"] + 200, grid["y"] + 90)
    tab.mouse.click(grid["x"] + 200, grid["y"] + 90)
    button = tab.get_by_role("button", name=words.TO_UNIT)
    button.wait_for()
    name = tab.locator(".st-key-unit_detail h3, .st-key-unit_detail strong").first.inner_text()
    button.click()
    tab.locator("h1", has_text="单位画像").wait_for()
    settle(tab)
    assert tab.locator(".st-key-period input").input_value() == period
    assert tab.locator(".st-key-unit input").input_value().startswith(name.split("　")[0].strip())
    assert "unit=" in tab.url
