"""Ctrl+P: the printed page holds the whole table and the charts, and nothing to click."""

import io

import pytest
from pypdf import PdfReader

from evaluation.wording import pages as words
from tests.browser.conftest import settle


def printed(tab) -> str:
    tab.locator(".main-svg").first.wait_for()
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages)


def test_the_ranking_prints_every_unit_and_every_column(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/ranking")
    settle(tab)
    text = printed(tab)
    assert all(unit in text for unit in ("东坪村", "柳沟村", "张家塬村", "南沟村"))
    assert all(column in text for column in (words.COLUMN_TOTAL, words.COLUMN_GAP, words.COLUMN_VERDICT))
    assert "92.87" in text
    assert words.PRINT not in text
    assert words.SIZE_PROJECTOR not in text
    stand_in = tab.locator(".on-paper table")
    assert (stand_in.count(), stand_in.is_visible()) == (1, False)


@pytest.mark.parametrize("path", ["", "meeting"])
def test_charts_are_on_paper_whole(tab, demonstration_server, path):
    tab.goto(f"{demonstration_server.url}/{path}")
    settle(tab)
    assert "东坪村" in printed(tab)
