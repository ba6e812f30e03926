"""A decision that stands, in a real browser: suggestion → meeting → 公示 → 定稿 → archive → loaded elsewhere → the same code."""

import re

from benchmarks.server import running
from evaluation.archive import read_archive
from evaluation.home import Home, sqlite_url
from evaluation.intake import File, check_files, drafts_for
from evaluation.ranking import rank_units
from evaluation.roster import Roster
from evaluation.wording import archive, award_page, records_page
from evaluation.wording import pages as words
from tests import samples
from tests.browser.conftest import go, settle

CODE = re.compile(r"校验码 ([0-9A-F]{4}-[0-9A-F]{4})")


def step(tab, opener: str, confirm: str, reason: str = "") -> None:
    """Click a step, fill in the reason where one is asked, and confirm."""
    tab.get_by_role("button", name=opener).click()
    dialog = tab.get_by_role("dialog")
    dialog.wait_for()
    if reason:
        dialog.get_by_label(award_page.REASON).fill(reason)
    dialog.get_by_role("button", name=confirm).click()
    dialog.wait_for(state="detached")
    settle(tab)


def test_from_the_suggestion_to_an_archive_that_gives_the_same_code_elsewhere(tab, tmp_path):
    office = Home(tmp_path / "home")
    office.open_office("考核办")
    files = [File(path.name, path.read_bytes()) for path in samples.ALL]
    office.office.append(drafts_for(check_files(files, office.office.scheme, Roster(()))), "考核办")
    office.close()

    with running(tmp_path / "home") as server:
        tab.goto(f"{server.url}/shortlist")
        settle(tab)
        assert tab.get_by_text(words.CHOSEN_TITLE.removeprefix("### ").format(count=6)).is_visible()
        step(tab, award_page.NEXT["meeting"], award_page.CONFIRM["meeting"])
        assert tab.get_by_text("名单提交会议研究").first.is_visible()
        step(tab, award_page.NEXT["notice"], award_page.CONFIRM["notice"])
        assert tab.get_by_text("5 个工作日").first.is_visible()
        step(tab, award_page.NEXT["final"], award_page.CONFIRM["final"], "公示期内无异议")
        ribbon = tab.locator(".st-key-ribbon_final")
        code = CODE.search(ribbon.inner_text())[1]
        with tab.expect_download() as saved:
            tab.get_by_role("button", name=records_page.ARCHIVE_DOCUMENT).click()
        saved.value.save_as(tmp_path / "archive.zip")
        assert saved.value.suggested_filename == "2022年先进集体存档包.zip"

        go(tab, words.IMPORT)
        late = "单位,加减分,事由,考核期\n东坪村,-5,迟报,2022年\n".encode()
        tab.locator("input[type=file]").set_input_files([{"name": "迟到.csv", "mimeType": "text/csv", "buffer": late}])
        tab.get_by_role("button", name=words.CONFIRM_IMPORT, exact=True).click()
        refusal = tab.get_by_test_id("stAlert").filter(has_text="已经定稿的2022年先进集体")
        refusal.wait_for()
        assert code in refusal.inner_text()
        go(tab, words.RECORDS)
        assert tab.get_by_text("想改已经定稿的2022年先进集体，没有成功").first.is_visible()
        tab.get_by_label(records_page.CODE).fill(code)
        tab.get_by_label(records_page.CODE).press("Enter")
        tab.get_by_text(records_page.CODE_SAME).wait_for()
        tab.locator("input[type=file]").set_input_files(tmp_path / "archive.zip")
        tab.get_by_text(archive.SAME).wait_for()

    # The page that loads it has tests of its own (tests/pages/test_records.py); this is the file that the browser saved.
    elsewhere, here = Home(tmp_path / "elsewhere"), Home(tmp_path / "again", sqlite_url(tmp_path / "home" / "journal.sqlite"))
    finding = elsewhere.load(read_archive((tmp_path / "archive.zip").read_bytes()), "上级")
    assert finding.state.lock.check_codes == code
    assert rank_units(elsewhere.office.cursor(), samples.PERIOD) == rank_units(here.office.cursor(), samples.PERIOD)
    for home in (elsewhere, here):
        home.close()
