"""The worst sample in a real browser: from the upload to the confirmation with clicks and keys, without leaving the page."""

import re
from decimal import Decimal

import pytest

from benchmarks.server import running
from evaluation.events import office_opened, roster_set, scheme_set
from evaluation.home import Home, default_scheme
from evaluation.intake import File, check_files
from evaluation.roster import Roster
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words
from evaluation.wording.intake import COLUMN_MEANINGS
from tests import samples
from tests.browser.conftest import settle
from tests.worst_sample import EXPECTED, FILE, REWRITES, worst_sample


@pytest.fixture
def office_home(tmp_path):
    """A home whose office has a roster and a scheme, and no marks."""
    home = Home(tmp_path / "home")
    roster = check_files([File("名册.csv", samples.ROSTER.read_bytes())], default_scheme(), Roster(())).roster
    home.office.append([office_opened(), scheme_set(default_scheme()), roster_set(roster)], "考核办")
    home.close()
    return tmp_path / "home"


def test_the_worst_sample_is_put_right_and_confirmed_on_one_page(tab, office_home):
    with running(office_home) as server:
        tab.goto(f"{server.url}/import")
        settle(tab)
        tab.locator("input[type=file]").set_input_files([{"name": FILE, "mimeType": "text/csv", "buffer": worst_sample()}])
        tab.get_by_text(words.AFTER_TITLE.removeprefix("### ")).wait_for()
        settle(tab)
        assert not tab.get_by_role("button", name=words.CONFIRM_IMPORT).is_enabled()

        clicks = 1
        tab.get_by_test_id("stButtonGroup").get_by_text("西岭村", exact=True).click()
        settle(tab)
        for found, text in REWRITES.items():
            row = tab.locator(".problem.error").filter(has=tab.get_by_text(found, exact=True))
            field = row.locator("xpath=ancestor::*[@data-testid='stHorizontalBlock'][1]").locator("input")
            field.fill(text)
            field.press("Enter")
            settle(tab)
            clicks += 1
        choose(tab, tab.get_by_role("combobox", name=own_words.WHICH_ROW), own_words.KEEP_ROW.format(row=5))
        column = tab.get_by_role("combobox", name=words.COLUMN_LABEL.format(letter="E", header="群众评价"))
        choose(tab, column, COLUMN_MEANINGS["ignored"])
        clicks += 4
        assert clicks <= 10

        # With nothing left to put right the button says no more than this.
        tab.get_by_role("button", name=re.compile(f"{words.CONFIRM_IMPORT}$")).click()
        tab.get_by_text(words.IMPORTED.format(count=1)).wait_for()
        settle(tab)
        assert tab.get_by_role("heading", level=1).inner_text() == words.IMPORT
        assert tab.get_by_text(FILE).first.is_visible()

    home = Home(office_home)
    stored = home.office.cursor().execute("select unit, indicator, mark, found from mark").fetchall()
    originals = {found for *_, found in stored}
    kinds = [kind for (kind,) in home.office.cursor().execute("select kind from settled order by nth").fetchall()]
    home.close()
    expected = {
        (unit, indicator): Decimal(mark)
        for unit, marks in EXPECTED.items()
        for indicator, mark in zip(("重点项目推进", "项目要素保障"), marks, strict=True)
    }
    assert {(unit, indicator): mark for unit, indicator, mark, _ in stored} == expected
    assert set(REWRITES) <= originals
    assert sorted(kinds) == ["cell", "cell", "cell", "column", "row", "unit"]


def choose(tab, box, option: str) -> None:
    """Open a select box and take one of its options, scrolled to first as a person does: it closes when the page scrolls."""
    box.evaluate("box => box.scrollIntoView({block: 'center'})")
    tab.wait_for_timeout(300)
    box.click()
    tab.get_by_role("option", name=option, exact=True).click()
    settle(tab)
