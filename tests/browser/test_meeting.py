"""会议展示 as in the meeting room: keys, the whole screen, pictures saved by the person's own browser, the whole set."""

import io
import zipfile

import pytest
from PIL import Image

from evaluation.wording import gallery as words
from tests.browser.conftest import settle

SLIDE = ".st-key-show_slide .main-svg"


@pytest.fixture
def meeting(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/meeting")
    settle(tab)
    tab.locator(".st-key-picture .main-svg").first.wait_for()
    return tab


def place(tab) -> str:
    return tab.locator(".st-key-show_bar").inner_text()


def test_a_slide_fills_the_screen_without_the_apps_frame_and_keys_lead_through_all_and_out(meeting):
    meeting.locator(".st-key-show_start button").click()
    meeting.locator(SLIDE).first.wait_for()
    meeting.wait_for_timeout(500)
    assert_fills_the_screen(meeting)
    assert "1 / " in place(meeting)
    for key, expected in (("ArrowRight", "2"), ("PageDown", "3"), ("ArrowLeft", "2"), ("PageUp", "1")):
        meeting.keyboard.press(key)
        meeting.wait_for_function(
            "expected => document.querySelector('.st-key-show_bar')?.textContent.includes(expected + ' / ')", arg=expected
        )
    meeting.keyboard.press("Escape")
    meeting.locator(".st-key-show_start").wait_for()
    assert meeting.locator(SLIDE).count() == 0


def assert_fills_the_screen(meeting) -> None:
    size = meeting.viewport_size
    box = meeting.locator(SLIDE).first.bounding_box()
    assert box["width"] >= size["width"] * 0.97 or box["height"] >= size["height"] * 0.97
    assert box["x"] >= -1
    assert box["x"] + box["width"] <= size["width"] + 1
    on_top = meeting.evaluate(
        "[document.elementFromPoint(200, 20), document.elementFromPoint(700, 95)].every(e => e.closest('.st-key-show'))"
    )
    assert on_top


def test_a_picture_is_saved_by_the_browser_in_its_exact_size_under_a_chinese_name(meeting):
    for size, pixels in (("投影", (1920, 1080)), ("A4横", (3508, 2480)), ("微信竖", (1080, 1440))):
        meeting.get_by_role("radio", name=size).click()
        settle(meeting)
        meeting.wait_for_timeout(800)
        with meeting.expect_download() as download:
            meeting.locator(".st-key-save_picture button").click()
        assert download.value.suggested_filename.startswith(f"2022年_村（社区）_谁靠前差多少_{size}")
        assert Image.open(download.value.path()).size == pixels


def test_all_pictures_come_as_one_file_while_progress_is_shown(meeting):
    meeting.get_by_role("button", name=words.ALL).click()
    meeting.get_by_role("button", name=words.MAKE_ZIP).click()
    save = meeting.get_by_role("button", name=words.DOWNLOAD_ZIP)
    save.wait_for(timeout=120_000)
    with meeting.expect_download() as download:
        save.click()
    packed = zipfile.ZipFile(download.value.path())
    assert download.value.suggested_filename == "2022年_村（社区）_会议图片_投影.zip"
    assert len(packed.namelist()) >= 5
    for name in packed.namelist():
        assert Image.open(io.BytesIO(packed.read(name))).size == (1920, 1080)
