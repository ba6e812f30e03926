"""数据导入 where marks are there already: what is replaced, what is kept, and what comes twice."""

from decimal import Decimal

import pytest

from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words
from tests.pages.score_files import GOOD, marks_of, sheet

# --- marks that are there already ---------------------------------------------------------------------------------

CHANGED = ("更正.csv", sheet("东坪村,18,8", "西岭村,17,7"))


@pytest.fixture
def with_marks(with_roster):
    """A person whose office has two villages' marks, one of which the file CHANGED gives otherwise."""
    with_roster.open("import").upload(("原表.csv", sheet("东坪村,19,9", "西岭村,17,7"))).click(words.CONFIRM_IMPORT)
    return with_roster


def shown_changes(person):
    return next(table.value for table in person.app.dataframe if own_words.KEEP_ONE in table.value)


def test_a_stored_mark_is_replaced_unless_a_person_says_otherwise(with_marks):
    with_marks.upload(CHANGED)
    with_marks.assert_sound()
    assert shown_changes(with_marks)[own_words.KEEP_ONE].tolist() == [False, False]
    with_marks.click(words.CONFIRM_IMPORT)
    assert marks_of(with_marks, "重点项目推进") == [("东坪村", Decimal(18)), ("西岭村", Decimal(17))]


def test_the_stored_marks_of_a_file_are_kept_and_that_is_on_record(with_marks):
    with_marks.upload(CHANGED)
    keep = next(group for group in with_marks.app.segmented_control if str(group.key).startswith("keep/"))
    keep.set_value(True).run()
    with_marks.assert_sound()
    assert shown_changes(with_marks)[own_words.KEEP_ONE].tolist() == [True, True]
    with_marks.click(words.CONFIRM_IMPORT)
    with_marks.assert_sound()
    assert marks_of(with_marks, "重点项目推进") == [("东坪村", Decimal(19)), ("西岭村", Decimal(17))]
    assert with_marks.store.journal.events()[-1].payload["settled"] == [
        ["kept", "B3", "东坪村 重点项目推进 18", "保留 19（原表.csv）"],
        ["kept", "C3", "东坪村 项目要素保障 8", "保留 9（原表.csv）"],
    ]
    assert own_words.SETTLED_KINDS["kept"].split("{place}")[1].split("：")[0] in with_marks.text


def test_one_stored_mark_is_kept_and_the_others_are_replaced(with_marks):
    with_marks.upload(CHANGED)
    with_marks.edit({0: {own_words.KEEP_ONE: True}})
    with_marks.assert_sound()
    with_marks.click(words.CONFIRM_IMPORT)
    assert marks_of(with_marks, "重点项目推进")[0] == ("东坪村", Decimal(19))
    assert marks_of(with_marks, "项目要素保障")[0] == ("东坪村", Decimal(8))


def test_of_two_files_that_differ_a_person_says_which_holds(with_roster):
    with_roster.open("import").upload(GOOD, ("另一份.csv", sheet("东坪村,18,9")))
    choice = next(pills for pills in with_roster.app.pills if str(pills.key).startswith("clash/"))
    assert choice.value is None
    choice.set_value(1).run()
    with_roster.assert_sound()
    with_roster.click(words.CONFIRM_IMPORT)
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(18))]
    record = with_roster.store.cursor().execute("select kind, place, settled from settled").fetchall()
    assert record == [("kept", "B3", "保留 18（另一份.csv）")]


def test_the_same_content_sent_twice_is_said_and_counts_once(with_roster):
    with_roster.open("import").upload(GOOD, ("另一份.csv", GOOD[1]))
    with_roster.assert_sound()
    assert "同一份表传了两次。" in "".join(with_roster.html) or with_roster.has_button("另一份")
    with_roster.click(words.CONFIRM_IMPORT)
    assert [event.kind for event in with_roster.store.journal.events()].count("sheet_imported") == 1
    assert marks_of(with_roster, "重点项目推进") == [("东坪村", Decimal(19))]


def test_a_file_that_is_stored_already_holds_back_no_new_one(with_marks):
    with_marks.upload(("原表.csv", sheet("东坪村,19,9", "西岭村,17,7")), ("新表.csv", sheet("南沟村,16,6")))
    with_marks.click(words.CONFIRM_IMPORT)
    with_marks.assert_sound()
    assert [name for name, _ in marks_of(with_marks, "重点项目推进")] == ["东坪村", "南沟村", "西岭村"]
    assert with_marks.store.journal.events()[-1].payload["file"] == "新表.csv"
