"""What others save shows on a page that nobody touches: a notice in the corner, which moves nothing and takes no keys away."""

import time

from benchmarks.server import running
from evaluation.events import decided
from evaluation.home import Home, default_scheme, sqlite_url
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Journal
from evaluation.roster import Roster
from evaluation.wording import away as words
from tests import samples
from tests.browser.conftest import settle


def test_a_page_left_open_says_what_others_saved_and_shows_it_on_demand(tab, tmp_path):
    office = Home(tmp_path / "home")
    office.open_office("考核办")
    files = [File(path.name, path.read_bytes()) for path in samples.ALL]
    office.office.append(drafts_for(check_files(files, default_scheme(), Roster(()))), "考核办")
    office.close()
    other = Journal(sqlite_url(office.folder / "journal.sqlite"))
    with running(office.folder) as server:
        tab.goto(f"{server.url}/ranking")
        settle(tab)
        box = tab.locator("h1").bounding_box()
        typing = tab.locator(".st-key-search input")
        typing.press_sequentially("dp")
        started = time.perf_counter()
        other.append([decided(samples.PERIOD, "先进集体", "李家河村", "chosen", "会议")], "赵磊")
        notice = tab.locator(".st-key-newer")
        notice.wait_for()
        print(f"an open page said so after {time.perf_counter() - started:.1f} s")
        assert "数据已有更新：赵磊在" in notice.inner_text()
        assert "改了先进集体名单" in notice.inner_text()
        typing.press_sequentially("c")
        assert typing.input_value() == "dpc"
        assert tab.locator("h1").bounding_box() == box
        tab.screenshot(path=str(tmp_path / "newer.png"))
        tab.get_by_role("button", name=words.SHOW).click()
        notice.wait_for(state="detached")
        settle(tab)
        assert tab.locator("h1").bounding_box() == box
    other.close()
