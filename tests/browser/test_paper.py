"""Ctrl+P: the printed page holds the whole table and the charts, and nothing to click."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from evaluation.wording import pages as words
from evaluation.wording import trial as trial_words
from tests.browser.conftest import settle


def plain(text: str) -> str:
    """Return text without blanks, which end lines as the paper likes, and without the radicals that some fonts put for signs."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def sheets(tab) -> list[str]:
    """Return the text of each sheet of paper."""
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages]


def printed(tab) -> str:
    tab.locator(".main-svg").first.wait_for()
    return "\n".join(sheets(tab))


def test_the_ranking_prints_every_unit_and_every_column(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/ranking")
    settle(tab)
    text = printed(tab)
    assert all(unit in text for unit in ("东坪村", "柳沟村", "张家塬村", "南沟村"))
    assert all(plain(column) in text for column in (words.COLUMN_TOTAL, words.COLUMN_GAP, words.COLUMN_VERDICT))
    assert "92.87" in text
    assert plain(words.PRINT) not in text
    assert plain(words.SIZE_PROJECTOR) not in text
    assert plain(trial_words.COMPARE.lstrip("# ")) not in text
    first, *_ = sheets(tab)
    assert plain(words.SHOWN.format(shown=22, of=22)) in first
    assert plain(words.LEGEND_COLOURS) not in first
    stand_in = tab.locator(".on-paper table")
    assert (stand_in.count(), stand_in.is_visible()) == (1, False)


@pytest.mark.parametrize("path", ["", "meeting"])
def test_charts_are_on_paper_whole(tab, demonstration_server, path):
    tab.goto(f"{demonstration_server.url}/{path}")
    settle(tab)
    assert "东坪村" in printed(tab)


def test_the_page_of_a_unit_begins_its_pictures_on_the_first_sheet(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/unit?unit=李家河村")
    settle(tab)
    tab.locator(".main-svg").nth(1).wait_for(state="attached")
    first = sheets(tab)[0]
    assert "差在哪" in first
    assert plain(words.SIZE_PAGE) not in first
    ribbon = tab.locator("[class*=st-key-ribbon]").first
    ribbon.evaluate("ribbon => ribbon.after(ribbon.cloneNode(true))")  # 定稿 has one more
    assert "差在哪" in sheets(tab)[0]


GRIDS = {
    "unit": ("每个数字从哪来", "项目建设评分表.csv · 第 4 行 D 列"),
    "rectification": ("核桃坪村", "补短板", "定要求"),
    "scheme": ("企业群众满意度", "区间换算", "大抓服务、大抓效能"),
    "shortlist": ("核桃坪村", "68.50 < 底线 70"),
}


@pytest.mark.parametrize("path", GRIDS)
def test_what_a_grid_holds_is_on_paper(tab, demonstration_server, path):
    tab.goto(f"{demonstration_server.url}/{path}")
    settle(tab)
    tab.locator(".on-paper").first.wait_for(state="attached")
    text = "".join(sheets(tab))
    assert [said for said in GRIDS[path] if plain(said) not in text] == []


def test_a_long_table_has_its_head_on_every_sheet(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/ranking")
    settle(tab)
    row = tab.locator(".on-paper tbody tr").first
    row.evaluate("row => { for (let n = 0; n < 60; n++) row.after(row.cloneNode(true)) }")
    with_rows = [text for text in sheets(tab) if "东坪村" in text and words.COLUMN_GAP in text]
    assert len(with_rows) >= 3
