"""No English in a person's way: neither ours nor Streamlit's, on screen, in tooltips or read aloud."""

import re

import pytest

from benchmarks.server import running
from evaluation.wording import pages as words
from evaluation.wording.streamlit import STOPPED
from tests import samples
from tests.browser.conftest import settle
from tests.browser.test_deep_links import TITLES, assert_framed
from tests.browser.words_on_screen import COLLECT

FILE_NAME = re.compile(r"[^\s（(：“▸]+\.(?:csv|xlsx|xls|ods|sqlite)\b")
ALLOWED = re.compile(
    r"[0-9A-F]{4}-[0-9A-F]{4}|CSV|XLSX|xlsx|xls|ods|csv|PNG|ZIP|PDF|PPT|UTF-8|GB18030|BOM|\d[KM]?B\b|MB\b|ljh|zzz"
)
"""Check codes, names of formats and encodings that offices use, sizes, and what the tests themselves typed."""
LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


def english_of(tab) -> set[tuple[str, str, str]]:
    tab.wait_for_timeout(300)
    found = {(item["kind"], item["of"], item["text"]) for item in tab.evaluate(COLLECT)}
    assert found
    return {(kind, of, text) for kind, of, text in found if LATIN.search(ALLOWED.sub("", FILE_NAME.sub("", text)))}


def visit(tab, server, path: str) -> None:
    tab.goto(f"{server.url}/{path}")
    settle(tab)


@pytest.mark.parametrize("path", TITLES)
def test_a_page_opened_first_in_a_tab_is_framed_and_speaks_chinese(tab, demonstration_server, path):
    assert_framed(tab, demonstration_server, path)
    assert english_of(tab) == set()
    assert tab.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_search_that_finds_nothing_speaks_chinese(tab, demonstration_server):
    visit(tab, demonstration_server, "ranking?search=zzz")
    assert english_of(tab) == set()


def test_dialogs_menus_and_tooltips_speak_chinese(tab, demonstration_server):
    visit(tab, demonstration_server, "")
    tab.get_by_role("button", name=words.COPY_REMINDER).click()
    tab.get_by_test_id("stCode").hover()
    assert english_of(tab) == set()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name=words.START_EMPTY).click()
    tab.get_by_role("dialog").wait_for()
    assert english_of(tab) == set()
    tab.get_by_role("dialog").get_by_test_id("stBaseButton-secondary").click()
    tab.get_by_role("dialog").wait_for(state="detached")

    visit(tab, demonstration_server, "ranking")
    tab.get_by_test_id("stSelectbox").first.click()
    assert english_of(tab) == set()
    tab.keyboard.press("Escape")
    tab.locator(".st-key-gap_page_1").hover()
    assert english_of(tab) == set()


def test_the_grids_menu_and_search_speak_chinese(tab, demonstration_server):
    visit(tab, demonstration_server, "ranking")
    box = tab.get_by_test_id("stDataFrame").first.bounding_box()
    tab.mouse.move(box["x"] + 150, box["y"] + 18)
    tab.wait_for_timeout(300)
    tab.mouse.click(box["x"] + 221, box["y"] + 18)
    tab.get_by_role("menuitem").first.wait_for()
    assert english_of(tab) == set()
    tab.keyboard.press("Escape")
    tab.mouse.click(box["x"] + 150, box["y"] + 60)
    tab.keyboard.press("Control+f")
    tab.get_by_test_id("search-input").wait_for()
    assert english_of(tab) == set()


def test_uploaded_files_speak_chinese(tab, demonstration_server):
    visit(tab, demonstration_server, "import")
    tab.locator("input[type=file]").set_input_files(samples.ALL)
    tab.get_by_text(words.AFTER_TITLE.removeprefix("### ")).wait_for()
    settle(tab)
    assert english_of(tab) == set()


def test_faulty_files_speak_chinese(tab, demonstration_server):
    visit(tab, demonstration_server, "import")
    faulty = "单位,重点项目推进（20分）,满意程度\n东坪村,192,9\n西嶺村,18,待定分\n".encode()
    tab.locator("input[type=file]").set_input_files([
        {"name": "坏表.csv", "mimeType": "text/csv", "buffer": faulty},
        {"name": "图片.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n\x00\x00"},
    ])  # fmt: skip
    tab.get_by_text(words.NAMES_TITLE.removeprefix("### ").split("　")[0]).wait_for()
    settle(tab)
    assert english_of(tab) == set()


def test_a_file_above_twenty_megabytes_is_refused_in_chinese(tab, demonstration_server, tmp_path):
    visit(tab, demonstration_server, "import")
    (tmp_path / "太大.csv").write_bytes(b"1," * (21 << 19))
    tab.locator("input[type=file]").set_input_files(tmp_path / "太大.csv")
    chip = tab.locator("[data-testid=stFileChip][aria-invalid=true]")
    chip.hover()
    tab.get_by_test_id("stTooltipErrorContent").wait_for()
    assert english_of(tab) == set()
    said = {item["text"] for item in tab.evaluate(COLLECT)}
    assert any(text.startswith("标红的文件没有收下") for text in said)
    assert "每个文件不能超过 20 MB。请删去图片和多余的工作表后再上传。" in said


def test_only_streamlits_own_words_are_put_into_chinese(tab, demonstration_server):
    visit(tab, demonstration_server, "import")
    tab.locator("input[type=file]").set_input_files(
        [{"name": "Open", "mimeType": "text/csv", "buffer": "单位,重点项目推进\nClose,19\n".encode()}]
    )
    tab.get_by_text(words.NAMES_TITLE.removeprefix("### ").split("　")[0]).wait_for()
    settle(tab)
    chip = tab.get_by_test_id("stFileChipName")
    assert (chip.inner_text(), chip.get_attribute("title")) == ("Open", "Open")
    assert tab.get_by_text("Close", exact=True).first.is_visible()


def test_english_is_found_where_it_is(tab, demonstration_server):
    visit(tab, demonstration_server, "ranking")
    tab.evaluate("""() => {
      const style = document.head.appendChild(document.createElement('style'));
      style.textContent = '.leak::after { content: "From style"; }';
      const leak = document.querySelector('h1').parentElement.appendChild(document.createElement('p'));
      leak.className = 'leak';
      leak.title = 'A tooltip';
      leak.textContent = 'Some text';
    }""")
    assert {text for _, _, text in english_of(tab)} == {"From style", "A tooltip", "Some text"}


def test_a_program_that_stopped_is_said_in_chinese_and_the_page_comes_back_with_it(tab, demonstration_home):
    with running(demonstration_home) as first:
        tabs = {"127.0.0.1": tab, "localhost": tab.context.new_page()}  # Streamlit says something else at each
        for name, opened in tabs.items():
            opened.goto(first.url.replace("127.0.0.1", name))
            settle(opened)
    for opened in tabs.values():
        opened.get_by_role("dialog").get_by_text(STOPPED).wait_for()
        assert english_of(opened) == set()
    with running(demonstration_home, "--server.port", str(first.port), wait=False):
        for opened in tabs.values():
            opened.get_by_role("dialog").wait_for(state="detached")
            settle(opened)
