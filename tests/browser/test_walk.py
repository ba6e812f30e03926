"""The main job in a real browser: from the demonstration to one's own files, the ranking, the list and a picture."""

import io
import struct
from pathlib import Path

import openpyxl
import pytest

from evaluation.wording import pages as words
from tests import samples
from tests.browser.conftest import go, settle

STEPS = 30
# Streamlit may keep an element of a run that was cut short by the next one; it is hidden and marked as retained.
NAMES_IN_ORDER = """([chart, names]) => [...document.querySelectorAll(`.st-key-${chart}:not([data-retained=true]) svg text`)]
  .filter(text => names.includes(text.textContent))
  .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
  .map(text => text.textContent)"""


def drawn_order(tab, units: list[str]) -> list[str]:
    """Return the units in the gap picture, from top to bottom."""
    tab.locator(".st-key-gap_page_1 .main-svg").first.wait_for()
    return tab.evaluate(NAMES_IN_ORDER, ["gap_page_1", units])


def ranked(rows: list[dict]) -> list[str]:
    return [row["unit"] for row in rows if row["rank"] is not None]


def read_list(path: Path) -> list[tuple]:
    """Return (✓ or None, rank, unit, total) of each row of the downloaded candidates."""
    page = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    head = next(row for row in page.iter_rows() if row[0].value == "拟推荐")
    places = [[cell.value for cell in head].index(name) for name in ("拟推荐", "名次", "单位", "总分")]
    rows = page.iter_rows(min_row=head[0].row + 1, values_only=True)
    return [tuple(row[place] for place in places) for row in rows if row[places[2]]]


def png_size(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    return struct.unpack(">II", content[16:24])


def test_from_the_demonstration_to_the_list_for_the_meeting(tab, server, capsys, tmp_path):
    files = {"adjustments": samples.ADJUSTMENTS, "vetoes": samples.VETOES}
    expected = samples.command_line(capsys, "rank", *samples.SHEETS, group=samples.VILLAGES, **files)
    proposed = samples.command_line(capsys, "shortlist", *samples.SHEETS, award="先进集体", **files)
    units = [row["unit"] for row in expected]

    tab.goto(server.url)
    settle(tab)
    assert tab.get_by_role("heading", level=1).inner_text() == "2022年考核：还差 3 格评分就能定名单"

    tab.get_by_role("button", name=words.START_EMPTY).click()
    tab.get_by_role("dialog").get_by_role("button", name=words.START_CONFIRM).click()
    tab.get_by_role("heading", level=1, name=words.IMPORT).wait_for()
    settle(tab)
    assert tab.get_by_text("演示数据", exact=True).count() == 0

    tab.locator("input[type=file]").set_input_files(samples.ALL)
    tab.get_by_text(words.FILES_TITLE.format(count=len(samples.ALL)).removeprefix("### ")).wait_for()
    settle(tab)
    tab.get_by_role("button", name=words.CONFIRM_IMPORT).click()
    tab.get_by_text(words.IMPORTED.format(count=len(samples.ALL))).wait_for()

    go(tab, words.RANKING)
    assert drawn_order(tab, units) == ranked(expected)

    thumb = tab.get_by_role("slider").first
    thumb.focus()
    begun = float(thumb.input_value())
    for _ in range(STEPS):
        tab.keyboard.press("ArrowRight")
        tab.wait_for_timeout(40)  # as fast as a key that is held down; answers come back in between
    settle(tab)
    assert float(thumb.input_value()) == pytest.approx(begun + STEPS / 10), "a step was lost on the way"
    tab.keyboard.press("End")
    ribbon = tab.locator(".st-key-ribbon_what_if")
    ribbon.get_by_text("98 : 1 : 1").wait_for()
    settle(tab)
    assert "试算不改方案、不入库" in ribbon.inner_text()
    shares = [slider.get_attribute("aria-valuenow") or slider.input_value() for slider in tab.get_by_role("slider").all()]
    assert sum(map(float, shares)) == 100
    tried = drawn_order(tab, units)
    assert tried != ranked(expected)

    ribbon.get_by_role("button", name=words.BACK_TO_SCHEME).click()
    ribbon.wait_for(state="detached")
    settle(tab)
    assert drawn_order(tab, units) == ranked(expected)

    tab.get_by_text(words.SIZE_PROJECTOR, exact=True).click()
    picture = tab.locator(".st-key-gap_projector_1")
    picture.locator(".main-svg").first.wait_for()
    settle(tab)
    picture.hover()
    with tab.expect_download() as saved:
        picture.locator(".modebar-btn").click()
    saved.value.save_as(tmp_path / "picture.png")
    assert png_size(tmp_path / "picture.png") == (1920, 1080)
    assert saved.value.suggested_filename == "2022年村（社区）与评先线的分差.png"

    go(tab, words.SHORTLIST)
    with tab.expect_download() as saved:
        tab.get_by_role("button", name=words.DOWNLOAD_LIST).click()
    saved.value.save_as(tmp_path / "list.xlsx")
    assert saved.value.suggested_filename == "2022年先进集体候选名单_村（社区）.xlsx"
    assert read_list(tmp_path / "list.xlsx") == [
        ("✓" if row["suggested"] else None, row["rank"], row["unit"], None if row["total"] is None else float(row["total"]))
        for row in proposed
    ]
