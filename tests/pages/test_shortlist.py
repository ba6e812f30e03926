"""先进集体: the suggestion, decisions with a reason, saves that come too late, the list as a workbook."""

import io

import openpyxl
import pytest

from evaluation.events import decided
from evaluation.selection import read_decisions
from evaluation.wording import award_page, scheme_page
from evaluation.wording import pages as words
from evaluation.wording import shortlist as shortlist_words
from tests import samples
from tests.chain import adjustment_draft
from tests.pages.cases import HOSTILE, HOSTILE_AWARD, fill_hostile, fill_plain

CHOSEN, REASON = award_page.COLUMN_CHOICE, words.COLUMN_REASON
IN, OUT, OPEN = (award_page.CHOICES[choice] for choice in ("chosen", "not_chosen", "undecided"))


def row_of(person, unit: str) -> int:
    return list(person.app.data_editor[0].value[words.COLUMN_UNIT]).index(unit)


def line_of(person, unit: str) -> dict:
    return person.app.data_editor[0].value.iloc[row_of(person, unit)].to_dict()


def decide(person, unit: str, chosen: bool, reason: str, then_click: str = "") -> None:
    person.edit({row_of(person, unit): {CHOSEN: IN if chosen else OUT, REASON: reason}}, then_click)
    person.assert_sound()


def save(person, unit: str, chosen: bool, reason: str) -> None:
    decide(person, unit, chosen, reason)
    decide(person, unit, chosen, reason, words.SAVE_DECISIONS)


def printed(person) -> dict[str, tuple]:
    """Return the downloaded list: unit → (✓ or None, rank, total, reason)."""
    page = openpyxl.load_workbook(io.BytesIO(person.downloaded(words.DOWNLOAD_LIST))).active
    head = next(row for row in page.iter_rows() if row[0].value == "拟推荐")
    unit, *others = [[cell.value for cell in head].index(name) for name in ("单位", "拟推荐", "名次", "总分", "理由")]
    rows = page.iter_rows(min_row=head[0].row + 1, values_only=True)
    return {row[unit]: tuple(row[place] for place in others) for row in rows if row[unit]}


# --- the suggestion -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("group", "award"), [(samples.VILLAGES, "先进集体"), (samples.OFFICES, "优秀办公室")])
def test_the_suggestion_is_the_command_lines(office, capsys, group, award):
    rows = samples.command_line(
        capsys, "shortlist", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, award=award
    )
    office.visit("shortlist", group=group)
    office.assert_sound()
    table = office.app.data_editor[0].value
    assert list(table[words.COLUMN_UNIT]) == [row["unit"] for row in rows]
    assert [choice == IN for choice in table[CHOSEN]] == [row["suggested"] for row in rows]
    assert list(table[REASON]) == ["；".join(row["reasons"]) for row in rows]


def test_every_unit_of_the_group_stands_in_the_list_with_the_condition_that_it_fails(demonstration):
    demonstration.open("shortlist")
    assert len(demonstration.app.data_editor[0].value) == 22
    assert line_of(demonstration, "西岭村")[REASON] == "一票否决：较大安全生产事故（演示）"
    assert line_of(demonstration, "核桃坪村")[REASON] == "作风能力 68.50 ＜ 底线 70"
    assert line_of(demonstration, "南沟村")[REASON] == "缺营商环境、作风能力"


def test_the_conditions_of_the_award_are_shown(demonstration):
    said = demonstration.open("shortlist").text.replace("\\", "")
    for condition in ("资料齐全", "无一票否决", "每项不低于 70", "总分不低于 80", "名额 6（22 × 30%，向下取整）"):
        assert condition in said


def test_units_tied_across_the_last_place_are_left_to_people(empty):
    fill_plain(empty.store, {"甲村": 95, "乙村": 90, "丙村": 85, "丁村": 85, "戊村": 80})
    empty.open("shortlist")
    empty.assert_sound()
    assert [line_of(empty, unit)[words.COLUMN_OPINION] for unit in ("丙村", "丁村")] == [shortlist_words.OPINION_TIED] * 2
    assert [line_of(empty, unit)[CHOSEN] for unit in ("乙村", "丙村", "丁村", "戊村")] == [IN, OPEN, OPEN, OUT]
    assert words.TIED.format(units="丙村、丁村") in empty.text


def test_a_roster_without_the_groups_of_an_award_is_told(with_roster, templates):
    fill_plain(with_roster.store, {"甲村": 95, "乙村": 90}, group="社区")
    with_roster.visit("shortlist")
    with_roster.assert_sound()


# --- decisions ------------------------------------------------------------------------------------------------------


def test_a_unit_added_without_a_reason_cannot_be_saved(demonstration):
    demonstration.open("shortlist")
    decide(demonstration, "李家河村", True, "")
    assert words.REASON_NEEDED.format(units="李家河村") in demonstration.text
    assert demonstration.button(words.SAVE_DECISIONS).disabled


def test_a_unit_taken_out_without_a_reason_cannot_be_saved(demonstration):
    demonstration.open("shortlist")
    demonstration.edit({row_of(demonstration, "东坪村"): {CHOSEN: OUT}})
    assert words.REASON_NEEDED.format(units="东坪村") in demonstration.text
    assert demonstration.button(words.SAVE_DECISIONS).disabled


def test_a_reason_of_blanks_is_no_reason(demonstration):
    demonstration.open("shortlist")
    decide(demonstration, "李家河村", True, " 　 ")
    assert demonstration.button(words.SAVE_DECISIONS).disabled


def test_a_barred_unit_is_not_added_on_the_strength_of_the_rules_own_words(demonstration):
    demonstration.open("shortlist")
    demonstration.edit({row_of(demonstration, "西岭村"): {CHOSEN: IN}})
    demonstration.assert_sound()
    assert words.REASON_NEEDED.format(units="西岭村") in demonstration.text
    assert demonstration.button(words.SAVE_DECISIONS).disabled


def test_a_step_that_waits_for_the_save_says_so(demonstration):
    demonstration.open("shortlist")
    decide(demonstration, "李家河村", True, "会议研究加入")
    for name in ("final", "meeting"):
        grey = demonstration.button(award_page.NEXT[name])
        assert (grey.disabled, grey.help) == (True, award_page.UNSAVED)


def test_a_decision_is_saved_with_its_reason_and_seen_by_others(demonstration):
    demonstration.open("shortlist")
    save(demonstration, "李家河村", True, "会议研究加入")
    event = demonstration.store.journal.events()[-1]
    assert event.kind == "decided"
    assert event.payload == {
        "period": "2022年",
        "award": "先进集体",
        "unit": "李家河村",
        "choice": "chosen",
        "reason": "会议研究加入",
    }
    assert words.SAVED in demonstration.text
    demonstration.visit("shortlist")
    assert line_of(demonstration, "李家河村")[CHOSEN] == IN
    assert line_of(demonstration, "李家河村")[REASON] == "会议研究加入"
    assert "**＋李家河村**" in demonstration.text
    assert words.OVER_ADVICE.format(places=6, over=1) in demonstration.text
    assert words.DRAFT_ADDED.format(count=1) in demonstration.text


def test_one_in_and_one_out_are_both_on_record(demonstration):
    demonstration.open("shortlist")
    rows = {
        row_of(demonstration, unit): {CHOSEN: IN if chosen else OUT, REASON: "会议研究"}
        for unit, chosen in (("李家河村", True), ("新城社区", False))
    }
    demonstration.edit(rows)
    demonstration.edit(rows, words.SAVE_DECISIONS)
    demonstration.assert_sound()
    assert [(event.payload["unit"], event.payload["choice"]) for event in demonstration.store.journal.events()[-2:]] == [
        ("新城社区", "not_chosen"),
        ("李家河村", "chosen"),
    ]
    assert words.CHOSEN_TITLE.format(count=6) in demonstration.text


def test_the_rules_suggestion_is_restored_in_one_click(demonstration):
    demonstration.open("shortlist")
    save(demonstration, "李家河村", True, "会议研究加入")
    demonstration.click(words.RESET_DECISIONS)
    demonstration.assert_sound()
    assert line_of(demonstration, "李家河村")[CHOSEN] == OUT
    assert award_page.COMPARE_SAME.format(count=6) in demonstration.text
    assert demonstration.store.journal.events()[-1].payload["choice"] == ""
    assert not demonstration.has_button(words.RESET_DECISIONS)


def test_taking_an_edit_back_leaves_nothing_to_save(demonstration):
    demonstration.open("shortlist")
    decide(demonstration, "李家河村", True, "会议")
    decide(demonstration, "李家河村", False, "")
    assert demonstration.button(words.NOTHING_TO_SAVE).disabled


def test_decisions_belong_to_their_period_and_award(demonstration):
    demonstration.open("shortlist")
    save(demonstration, "李家河村", True, "会议研究加入")
    demonstration.visit("shortlist", period="2021年")
    assert not demonstration.has_button(words.RESET_DECISIONS)
    demonstration.visit("shortlist", group=samples.OFFICES)
    assert not demonstration.has_button(words.RESET_DECISIONS)


def test_a_save_after_a_colleague_saved_is_refused_and_works_at_the_second_try(office, colleague):
    office.open("shortlist")
    decide(office, "李家河村", True, "会议")
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "not_chosen", "另有安排"))
    before = office.store.journal.head()
    decide(office, "李家河村", True, "会议", words.SAVE_DECISIONS)
    assert office.app.error[0].value.startswith("没有保存。您打开这页之后，赵磊在")
    assert office.store.journal.head() == before
    assert line_of(office, "东坪村")[CHOSEN] == OUT
    save(office, "李家河村", True, "会议")
    assert not office.app.error
    assert [event.payload["unit"] for event in office.store.journal.events()[-2:]] == ["东坪村", "李家河村"]


def test_a_save_in_a_tab_that_was_open_while_the_journal_went_back_is_refused(office):
    copy = office.open("shortlist").home.back_up()
    office.store.append([decided(samples.PERIOD, "先进集体", "东坪村", "not_chosen", "另有安排")], "赵磊")
    office.open("shortlist")
    decide(office, "李家河村", True, "会议")
    office.home.restore(copy.path.name, "王敏")
    head = office.store.journal.head()
    decide(office, "李家河村", True, "会议", words.SAVE_DECISIONS)
    assert "恢复到备份" in office.app.error[0].value
    assert office.store.journal.head() == head


def test_what_was_refused_is_still_there_and_is_saved_by_a_second_click(office, colleague):
    office.open("shortlist")
    decide(office, "李家河村", True, "会议")
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "not_chosen", "另有安排"))
    decide(office, "李家河村", True, "会议", words.SAVE_DECISIONS)
    assert office.app.error
    office.click(words.SAVE_DECISIONS)
    assert not office.app.error
    last = office.store.journal.events()[-1].payload
    assert (last["unit"], last["choice"], last["reason"]) == ("李家河村", "chosen", "会议")


def test_what_is_typed_stays_with_its_unit_when_ranks_change_and_other_pages_are_looked_at(office, colleague):
    office.open("shortlist")
    decide(office, "李家河村", True, "会议")
    before = row_of(office, "李家河村")
    colleague(adjustment_draft([("李家河村", -10)], samples.PERIOD))
    office.open("ranking").open("shortlist")
    office.assert_sound()
    assert row_of(office, "李家河村") != before
    assert line_of(office, "李家河村")[CHOSEN] == IN
    table = office.app.data_editor[0].value
    assert list(table[table[REASON] == "会议"][words.COLUMN_UNIT]) == ["李家河村"]
    office.click(words.SAVE_DECISIONS)
    assert office.app.error, "it was typed before the colleague saved"
    office.click(words.SAVE_DECISIONS)
    assert [event.payload["unit"] for event in office.store.journal.events()[-1:]] == ["李家河村"]


def test_what_a_colleague_decided_meanwhile_stays_beside_the_note_that_is_typed(office, colleague):
    office.open("shortlist")
    note = {row_of(office, "东坪村"): {award_page.COLUMN_NOTE: "备注一"}}
    office.edit(note)
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "not_chosen", "会上定不推荐"))
    office.open("ranking").open("shortlist")
    assert line_of(office, "东坪村")[CHOSEN] == OUT
    office.click(words.SAVE_DECISIONS)
    assert office.app.error
    office.click(words.SAVE_DECISIONS)
    last = office.store.journal.events()[-1].payload
    assert (last["unit"], last["choice"], last["reason"], last["note"]) == ("东坪村", "not_chosen", "会上定不推荐", "备注一")


def test_another_groups_decisions_offer_no_way_back_here(office, colleague):
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "not_chosen", "另有安排"))
    assert office.visit("shortlist").has_button(words.RESET_DECISIONS)
    assert not office.visit("shortlist", group=samples.OFFICES).has_button(words.RESET_DECISIONS)


def test_an_edit_begun_before_a_colleague_saved_is_refused_even_if_the_page_ran_again(office, colleague):
    office.open("shortlist")
    decide(office, "李家河村", True, "")
    colleague(decided(samples.PERIOD, "先进集体", "东坪村", "not_chosen", "另有安排"))
    decide(office, "李家河村", True, "会议")
    before = office.store.journal.head()
    decide(office, "李家河村", True, "会议", words.SAVE_DECISIONS)
    assert office.app.error
    assert office.store.journal.head() == before


# --- the list as a file ---------------------------------------------------------------------------------------------


def test_the_downloaded_list_holds_every_unit_with_the_figures_of_the_command_line(office, capsys):
    rows = samples.command_line(
        capsys, "shortlist", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, award="先进集体"
    )
    found = printed(office.open("shortlist"))
    assert list(found) == [row["unit"] for row in rows]
    for row in rows:
        mark, rank, total, reason = found[row["unit"]]
        assert (mark == "✓", rank) == (row["suggested"], row["rank"])
        assert (None if total is None else f"{total:.2f}") == row["total"]
        assert (reason or "") == "；".join(row["reasons"])


def test_the_downloaded_list_holds_the_saved_decisions(office):
    office.open("shortlist")
    save(office, "李家河村", True, "=1+1")
    assert printed(office)["李家河村"] == ("✓", 9, 85.1, "=1+1")


def test_an_unsaved_list_is_not_downloaded(office):
    office.open("shortlist")
    decide(office, "李家河村", True, "会议")
    assert office.app.download_button[0].disabled
    assert words.SAVE_FIRST in office.text


def test_the_demonstrations_list_says_that_it_is_invented(demonstration):
    page = openpyxl.load_workbook(io.BytesIO(demonstration.open("shortlist").downloaded(words.DOWNLOAD_LIST))).active
    assert any("演示数据" in str(cell) for row in page.iter_rows(max_row=6, values_only=True) for cell in row)


def test_names_that_look_like_formulas_are_text_in_the_list(empty):
    fill_hostile(empty.store)
    empty.open("shortlist")
    empty.assert_sound()
    page = openpyxl.load_workbook(io.BytesIO(empty.downloaded(words.DOWNLOAD_LIST))).active
    cells = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value in HOSTILE}
    assert set(cells) == set(HOSTILE)
    assert all(cell.data_type == "s" for cell in cells.values())
    assert any(HOSTILE_AWARD in str(row[0]) for row in page.iter_rows(max_row=2, values_only=True))


def test_a_reason_for_the_opposite_choice_is_not_kept_for_this_one(office):
    office.store.append([decided("2022年", "先进集体", "李家河村", "chosen", "会议研究，补入")], "王敏")
    office.visit("shortlist")
    names = list(office.app.data_editor[0].value[words.COLUMN_UNIT])
    back = {names.index("李家河村"): {award_page.COLUMN_CHOICE: award_page.CHOICES["not_chosen"]}}
    office.edit(back)
    office.edit(back, then_click=words.SAVE_DECISIONS)
    office.assert_sound()
    stands = read_decisions(office.store.cursor(), "2022年", "先进集体").get("李家河村")
    assert stands is None or stands.reason == ""


def test_the_way_to_the_conditions_ends_at_the_conditions(demonstration):
    demonstration.open("shortlist").click(words.CHANGE_CONDITIONS)
    demonstration.assert_sound()
    assert demonstration.app.title[0].value == scheme_page.TITLE
    assert list(demonstration.app.data_editor[0].value.columns)[2:] == list(scheme_page.COLUMNS["award"])
    demonstration.open("home").open("scheme")
    demonstration.assert_sound()
