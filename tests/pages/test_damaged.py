"""A journal that can't be read keeps every page away but the way back: which copies there are, proven, for who may go back."""

import shutil

import pytest

from evaluation.access import Person, Role
from evaluation.backups import list_backups
from evaluation.problems import EvaluationError
from evaluation.ui.desk import the_home
from evaluation.ui.text import md
from evaluation.wording import away as words
from evaluation.wording import records as record_words
from evaluation.wording import records_page
from tests.pages.conftest import totals_of
from tests.pages.signing_in import NAMES, signed_in
from tests.test_restore import take_away, write_over


def spoil(person, damage=write_over) -> None:
    """Make two copies, one of them spoilt, damage the journal, and start the server anew."""
    home = person.home
    good = home.back_up().path
    bad = good.with_name("journal-20200101-000000.sqlite")
    bad.write_bytes(good.read_bytes()[:9000])
    home.close()
    damage(home.folder / "journal.sqlite")
    the_home.clear()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (write_over, record_words.NOT_A_JOURNAL),
        (lambda path: write_over(path, "event"), record_words.DAMAGED),
        (take_away, record_words.LOST.format(count=9)),
    ],
    ids=["first page", "events", "gone"],
)
def test_a_damaged_journal_is_gone_back_from_on_the_page_that_it_keeps_away(office, damage, sentence):
    totals = totals_of(office.open("ranking").table)
    spoil(office, damage)
    for page in ("records", "ranking"):
        office.visit(page)
        office.assert_sound()
        assert md(sentence) in office.text
        assert records_page.COPIES.format(count=2) in office.text
    assert records_page.PROVEN.format(count=9) in office.text
    assert records_page.NOT_PROVEN in office.text
    assert [button.label for button in office.app.button].count(records_page.RESTORE) == 1
    office.click(records_page.RESTORE).click_in_dialog(records_page.RESTORE, records_page.RESTORE_CONFIRM)
    office.assert_sound()
    assert totals_of(office.table) == totals
    assert records_page.RESTORED.rstrip("。") in office.text
    assert office.store.journal.events()[-1].kind == "backup_restored"
    assert len(list(office.home.backups.glob("journal-broken-*.sqlite"))) == (damage is not take_away)


def test_only_who_may_go_back_to_a_copy_is_offered_one(guarded, people):
    spoil(guarded)
    for role in (Role.VIEW, Role.ENTER, Role.DECIDE):
        signed_in(guarded, people, role, "home")
        guarded.assert_sound()
        assert words.ASK_MANAGER in guarded.text
        assert not guarded.has_button(records_page.RESTORE)
        assert "backups" not in guarded.text
    signed_in(guarded, people, Role.MANAGE, "home")
    guarded.click(records_page.RESTORE)
    people.add(Person("另一位管理员", Role.MANAGE), "x")
    people.set_role(Person(NAMES[Role.MANAGE], Role.DECIDE))
    guarded.click_in_dialog(records_page.RESTORE, records_page.RESTORE_CONFIRM)
    guarded.assert_sound()
    assert md(record_words.NOT_A_JOURNAL) in guarded.text
    assert not list(guarded.home.backups.glob("journal-broken-*"))


def test_where_there_is_no_copy_it_says_where_one_would_have_to_lie(office):
    spoil(office)
    shutil.rmtree(office.home.backups)
    office.visit("home")
    office.assert_sound()
    assert records_page.NO_COPIES_TITLE in office.text
    assert not office.has_button(records_page.RESTORE)


def test_a_copy_that_goes_bad_after_it_was_listed_is_refused_in_words(office):
    spoil(office)
    office.visit("home")
    office.click(records_page.RESTORE)
    good = list_backups(office.home.backups)[0].path
    good.write_bytes(good.read_bytes()[:9000])
    with pytest.raises(EvaluationError, match="试恢复没有通过"):
        office.home.restore(good.name, "王敏")
    office.visit("home")
    office.assert_sound()
    assert md(record_words.NOT_A_JOURNAL) in office.text
    assert records_page.PROVEN.format(count=9) not in office.text
    assert not office.has_button(records_page.RESTORE)
