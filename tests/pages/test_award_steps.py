"""先进集体 from 草案 to 定稿 and back: each step asked once more, on record, and refused where it must be."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from evaluation.award_events import list_saved, lock_withdrawn, read_state
from evaluation.award_lock import lock_draft
from evaluation.award_state import AwardState
from evaluation.events import decided, roster_set, scheme_set
from evaluation.roster import Roster, Unit
from evaluation.scheme import Scheme
from evaluation.ui.scheme_view_effect import locked_stay
from evaluation.ui.text import md
from evaluation.wording import award_page as words
from evaluation.wording import award_state as state_words
from evaluation.wording import gallery as gallery_words
from evaluation.wording import pages, records_page
from tests import samples
from tests.chain import dimension, indicator, roster_of, scheme_of, sheet_draft, veto_draft
from tests.pages.cases import HOSTILE_AWARD, HOSTILE_GROUP, fill_hostile, fill_plain
from tests.pages.conftest import totals_of

AWARD, ARCHIVE = "先进集体", records_page.ARCHIVE_DOCUMENT


def state_of(person, award: str = AWARD, period: str = samples.PERIOD) -> AwardState:
    return read_state(person.store.cursor(), period, award)


def step(person, opener: str, confirm: str, reason: str = "") -> None:
    """Open a dialog, fill in the reason where one is asked, and confirm."""
    person.click(opener)
    if reason:
        person.app.text_area(key="step_reason").set_value(reason)
    person.click_in_dialog(opener, confirm)
    person.assert_sound()


def lock(person) -> None:
    person.open("shortlist")
    step(person, words.NEXT["final"], words.CONFIRM["final"], "镇党委会议研究同意")


def test_the_list_goes_through_meeting_and_notice_to_its_lock(office):
    office.open("shortlist")
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    assert state_of(office).state == "meeting"
    step(office, words.NEXT["notice"], words.CONFIRM["notice"])
    assert (state_of(office).state, state_of(office).notice.days) == ("notice", 5)
    assert words.OBJECTIONS.format(count=0) in office.text
    step(office, words.NEXT["final"], words.CONFIRM["final"], "公示期内无异议，提前定稿")
    assert state_of(office).is_locked
    assert f"校验码 {state_of(office).lock.check_codes}" in office.text
    assert [event.kind for event in office.store.journal.events()[-3:]] == ["award_moved", "award_moved", "award_locked"]


def test_a_unit_renamed_during_its_notice_stays_published_and_the_circular_says_its_old_name(empty):
    fill_plain(empty.store, {"甲村": 95, "乙村": 90, "丙村": 85, "丁村": 80})
    empty.open("shortlist")
    step(empty, words.NEXT["meeting"], words.CONFIRM["meeting"])
    step(empty, words.NEXT["notice"], words.CONFIRM["notice"])
    units = ("甲村", (), 1), ("乙社区", ("乙村",), 2), ("丙村", (), 3), ("丁村", (), 4)
    roster = Roster(tuple(Unit(name, "村（社区）", aliases, place) for name, aliases, place in units))
    empty.store.append([roster_set(roster)], "王敏")
    empty.visit("shortlist")
    assert "公示后改名：乙社区（公示时为乙村）；单位没有变，公示继续有效" in empty.text
    assert "重新公示" not in empty.text
    assert words.PUBLISHED.format(back=words.BACK) not in empty.text
    assert "乙村" in docx_text(empty.downloaded(words.NOTICE_DOCUMENT))  # what hangs out
    step(empty, words.NEXT["final"], words.CONFIRM["final"], "公示期内无异议，提前定稿")
    said = docx_text(empty.visit("shortlist").downloaded(words.CIRCULAR))
    assert "会议研究并经公示（乙社区公示时名为乙村）" in said
    assert "甲村、乙社区、丙村" in said


def docx_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def test_a_skipped_step_wants_a_reason(office):
    office.open("shortlist").click(words.NEXT["final"])
    assert state_words.SKIPPED.format(states="会议审议、公示") in office.text
    office.click_in_dialog(words.NEXT["final"], words.CONFIRM["final"])
    assert words.LACKS in office.text
    assert state_of(office).state == "draft"


def test_a_locked_list_cannot_be_edited_and_says_who_locked_it(office):
    lock(office)
    assert office.app.data_editor[0].proto.disabled
    for label in (pages.SAVE_DECISIONS, pages.NOTHING_TO_SAVE, words.NEXT["final"]):
        assert not office.has_button(label)
    printed = openpyxl.load_workbook(io.BytesIO(office.downloaded(pages.DOWNLOAD_LIST))).active
    head = " ".join(str(row[0]) for row in printed.iter_rows(max_row=4, values_only=True))
    assert "定稿" in head
    assert state_of(office).lock.of(samples.VILLAGES).check_code in head


def test_an_import_after_the_lock_is_refused_on_the_page_and_on_record(office):
    lock(office)
    content = "单位,加减分,事由,考核期\n东坪村,-5,迟报,2022年\n".encode()
    office.open("import")
    assert "先进集体（村（社区））已经定稿，这些单位这一期的分不能再改" in office.text.replace("\\", "")
    office.upload(("迟到.csv", content)).click(pages.CONFIRM_IMPORT)
    assert "已经定稿的2022年先进集体" in office.app.error[0].value.replace("\\", "")
    assert office.store.journal.events()[-1].kind == "refused"


def test_an_edit_open_on_another_screen_is_refused_after_the_lock(office, colleague):
    office.open("shortlist")
    seen = office.store.position
    lock(office)
    with pytest.raises(Exception, match="已经定稿"):
        colleague(decided(samples.PERIOD, AWARD, "李家河村", "chosen", "会议"))
    assert office.store.position > seen


def test_the_locked_figures_stay_on_every_page_when_the_scheme_changes(office):
    total = totals_of(office.open("ranking").table)
    lock(office)
    scheme = office.store.scheme
    dimensions = [replace(item, weight=item.weight * place) for place, item in enumerate(scheme.dimension, 1)]
    office.store.append([scheme_set(replace(scheme, dimension=tuple(dimensions)), "明年")], "王敏")
    office.visit("ranking")
    assert totals_of(office.table) == total
    assert "本页按定稿时的数据显示" in office.text
    office.visit("ranking", group=samples.OFFICES)
    assert "本页按定稿时的数据显示" not in office.text


@pytest.mark.parametrize(
    ("opener", "confirm"), [(words.WITHDRAW, words.WITHDRAW_CONFIRM), (words.CORRECT, words.CORRECT_CONFIRM)]
)
def test_the_ways_out_of_the_lock_want_a_reason(office, opener, confirm):
    lock(office)
    step(office, opener, confirm)
    assert state_of(office).is_locked
    step(office, opener, confirm, "漏报一张表")
    assert not state_of(office).is_locked
    assert state_of(office).reason == "漏报一张表"
    assert office.has_button(pages.NOTHING_TO_SAVE)


def test_a_list_over_its_quota_or_with_ties_undecided_is_not_locked(empty):
    fill_plain(empty.store, {"甲村": 95, "乙村": 90, "丙村": 85, "丁村": 85, "戊村": 80})
    empty.open("shortlist")
    empty.assert_sound()
    assert empty.button(words.NEXT["final"]).disabled
    assert "还有待定的单位：丙村、丁村" in empty.text


def test_objections_are_noted_and_settled(office):
    office.open("shortlist")
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    step(office, words.NEXT["notice"], words.CONFIRM["notice"])
    office.click(words.OBJECTION_ADD)
    office.app.text_input(key="objection_who").set_value("**某村民**")
    office.app.text_area(key="objection_what").set_value("营商环境分数有误")
    office.click_in_dialog(words.OBJECTION_ADD, words.OBJECTION_SAVE)
    office.assert_sound()
    assert "还有 1 条异议没有写处理结果" in office.text
    assert office.button(words.NEXT["final"]).disabled
    box = next(field for field in office.app.text_input if field.key.startswith("outcome_"))
    box.set_value("经核查分数无误")
    office.click(words.SETTLE)
    assert "经核查分数无误" in office.text
    assert not office.button(words.NEXT["final"]).disabled


def test_two_lists_are_compared(office):
    office.open("shortlist")
    office.app.text_input(key="keep_name").set_value("方案A")
    office.click(words.KEEP_SAVE)
    office.assert_sound()
    office.store.append([decided(samples.PERIOD, AWARD, "新城社区", "not_chosen", "会议"),
                         decided(samples.PERIOD, AWARD, "李家河村", "chosen", "会议")], "王敏")  # fmt: skip
    office.visit("shortlist")
    office.app.selectbox(key="compare_a").select("方案A").run()
    assert words.COMPARE_ONLY.format(name="方案A", names="新城社区") in office.text
    assert words.COMPARE_ONLY.format(name=words.LIST_NOW, names="李家河村") in office.text


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_list_kept_before_a_unit_was_renamed_is_compared_by_the_names_that_are_shown(office, is_locked):
    office.store.append([list_saved(samples.PERIOD, AWARD, "方案A", ["李家河村"])], "王敏")
    if is_locked:
        lock(office)
    units = office.store.roster.units
    renamed = (replace(unit, name="河湾社区", aliases=(unit.name,)) if unit.name == "李家河村" else unit for unit in units)
    office.store.append([roster_set(Roster(tuple(renamed)))], "王敏")
    office.visit("shortlist")
    office.app.selectbox(key="compare_a").select("方案A").run()
    shown = "李家河村" if is_locked else "河湾社区"
    assert words.COMPARE_ONLY.format(name="方案A", names=shown) in office.text


def documents(person) -> dict[str, bool]:
    return {button.label: not button.disabled for button in person.app.download_button}


def test_documents_open_up_with_the_state_of_the_list(office):
    office.open("shortlist")
    labels = (pages.DOWNLOAD_LIST, words.SLIDES, words.NOTICE_DOCUMENT, words.CIRCULAR, words.DOSSIERS, ARCHIVE)
    assert documents(office) == dict(zip(labels, (True, True, *[False] * 4), strict=True))
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    step(office, words.NEXT["notice"], words.CONFIRM["notice"])
    assert documents(office) == dict(zip(labels, (True, True, True, *[False] * 3), strict=True))
    step(office, words.NEXT["final"], words.CONFIRM["final"], "无异议")
    assert set(documents(office).values()) == {True}
    code = state_of(office).lock.of(samples.VILLAGES).check_code
    assert code in "".join(item.text for item in Document(io.BytesIO(office.downloaded(words.CIRCULAR))).paragraphs)
    dossiers = zipfile.ZipFile(io.BytesIO(office.downloaded(words.DOSSIERS))).namelist()
    assert [name[3:-5] for name in dossiers] == list(state_of(office).lock.of(samples.VILLAGES).chosen)
    for label in labels:
        assert office.downloaded(label).startswith(b"PK")


def test_the_demonstration_never_yields_an_official_paper(demonstration):
    lock(demonstration)
    found = documents(demonstration)
    assert (found[words.NOTICE_DOCUMENT], found[words.CIRCULAR]) == (False, False)
    assert words.MATERIALS_DEMONSTRATION in demonstration.text


def test_markup_in_the_names_of_award_and_group_stays_text_in_every_state(empty):
    fill_hostile(empty.store)
    empty.open("shortlist")
    for opener, confirm in ((words.NEXT["meeting"], "meeting"), (words.NEXT["notice"], "notice")):
        step(empty, opener, words.CONFIRM[confirm])
        assert HOSTILE_AWARD not in empty.text
    step(empty, words.NEXT["final"], words.CONFIRM["final"], "**同意**<b>x</b>")
    assert state_of(empty, HOSTILE_AWARD).is_locked
    assert HOSTILE_AWARD not in empty.text
    assert HOSTILE_GROUP not in empty.text


# --- where the meeting decided against the rules -------------------------------------------------------------------------


def decide_otherwise(office) -> None:
    """Put 李家河村 on the list in the place of 新城社区."""
    reasons = (("新城社区", "not_chosen", "会议研究，让出"), ("李家河村", "chosen", "会议研究，补入"))
    office.store.append([decided(samples.PERIOD, AWARD, *decision) for decision in reasons], "王敏")


def lock_otherwise(office) -> None:
    decide_otherwise(office)
    lock(office)


def boards(person) -> str:
    person.app.radio(key="question").set_value(gallery_words.PRAISE).run()
    person.assert_sound()
    notes = json.loads(person.app.get("plotly_chart")[0].proto.spec)["layout"]["annotations"]
    return "\n".join(note["text"] for note in notes)


def test_a_locked_list_is_what_is_praised_and_its_difference_from_the_rules_is_said(office):
    lock_otherwise(office)
    office.visit("ranking")
    assert "＋李家河村、−新城社区" in office.text
    printed = openpyxl.load_workbook(io.BytesIO(office.downloaded(pages.PRINT))).active
    on_paper = "\n".join(str(row[0]) for row in printed.iter_rows(values_only=True))
    assert ("草案" in on_paper, "定稿" in on_paper, "＋李家河村、−新城社区" in on_paper) == (False, True, True)
    office.visit("meeting")
    assert "定稿名单六个单位，与系统建议有两处不同" in office.app.get("plotly_chart")[0].proto.spec
    out, chosen = (office.visit("unit", unit=unit).text for unit in ("新城社区", "李家河村"))
    assert "定稿未选" in out
    assert "定稿补入" in chosen
    assert "就能进名单" not in out + chosen
    said = boards(office.visit("meeting"))
    assert "定稿名单上的单位" in said
    assert "李家河村" in said
    assert not any(line.startswith("新城社区") for line in said.splitlines())
    office.app.toggle(key="anonymous").set_value(True).run()
    assert not any(name in boards(office) for name in ("李家河村", "新城社区"))


def test_while_a_list_hangs_out_it_is_praised_and_its_difference_from_the_rules_is_said(office):
    decide_otherwise(office)
    office.open("shortlist")
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    assert "表扬 = 建议入选的单位" in boards(office.visit("meeting"))
    office.open("shortlist")
    step(office, words.NEXT["notice"], words.CONFIRM["notice"])
    praised = boards(office.visit("meeting"))
    assert "表扬 = 公示名单上的单位" in praised
    assert "李家河村" in praised
    assert not any(line.startswith("新城社区") for line in praised.splitlines())
    office.app.toggle(key="anonymous").set_value(True).run()
    hidden = boards(office)
    assert not any(name in hidden for name in ("李家河村", "新城社区"))
    assert re.search("公示名单与建议不同：＋单位[0-9]{2}、−单位[0-9]{2}", hidden)
    office.visit("ranking")
    assert "公示名单与系统建议不同（＋李家河村、−新城社区）：东坪村、" in office.text
    printed = openpyxl.load_workbook(io.BytesIO(office.downloaded(pages.PRINT))).active
    on_paper = "\n".join(str(row[0]) for row in printed.iter_rows(values_only=True))
    assert "公示名单与系统建议不同：＋李家河村、−新城社区。" in on_paper
    assert "定稿" not in on_paper


def test_while_a_correction_is_open_the_published_list_is_praised_and_nothing_is_called_final(office):
    lock_otherwise(office)
    step(office, words.CORRECT, words.CORRECT_CONFIRM, "漏报一张表")
    slides = Presentation(io.BytesIO(office.downloaded(words.SLIDES)))
    said = "\n".join(shape.text_frame.text for shape in slides.slides[0].shapes if shape.has_text_frame)
    assert words.IN_CORRECTION in said
    assert "定稿" not in said
    praised = boards(office.visit("meeting"))
    assert "表扬 = 已公布名单上的单位" in praised
    assert "李家河村" in praised
    assert not any(line.startswith("新城社区") for line in praised.splitlines())
    assert "**更正**　先进集体正在更正" in office.text


def test_at_the_end_of_a_correction_a_list_other_than_the_published_one_is_said(office):
    lock(office)
    step(office, words.CORRECT, words.CORRECT_CONFIRM, "漏报一张表")
    office.click(words.RELOCK)
    assert "更正前公布的名单" not in office.text
    decide_otherwise(office)
    office.visit("shortlist").click(words.RELOCK)
    assert f"{md(samples.VILLAGES)}和更正前公布的名单不同：李家河村进，新城社区出。" in office.text
    step(office, words.RELOCK, words.CONFIRM["final"], "营商办补报")
    assert state_of(office).lock.lists[0].chosen[-1] == "李家河村"


def fill_two_awards(empty) -> Scheme:
    """Store two villages, marks of two dimensions and two awards for one of them each; return the scheme."""
    scheme = scheme_of(
        dimension("项目建设", indicator("投资")), dimension("营商环境", indicator("满意度")),
        award=[{"name": name, "groups": ["村"], "quota": 1} for name in ("先进集体", "进步奖")],
    )  # fmt: skip
    marks = {"投资": {"甲村": 95, "乙村": 80}, "满意度": {"甲村": 80, "乙村": 90}}
    empty.store.append([scheme_set(scheme), roster_set(roster_of(村="甲村 乙村")), sheet_draft(marks, "2022年")], "考核办")
    return scheme


def test_of_two_locked_awards_the_one_that_pages_rank_for_is_shown(empty):
    scheme = fill_two_awards(empty)
    empty.visit("shortlist")
    step(empty, words.NEXT["final"], words.CONFIRM["final"], "定")
    heavy = replace(scheme, dimension=(scheme.dimension[0], replace(scheme.dimension[1], weight=Decimal(5))))
    empty.store.append([scheme_set(heavy)], "王敏")
    empty.visit("shortlist", award="进步奖")
    step(empty, words.NEXT["final"], words.CONFIRM["final"], "定")
    empty.visit("ranking")
    assert totals_of(empty.table) == ["87.50", "85.00"]
    assert "**定稿**　先进集体" in empty.text
    assert "定稿名单与系统建议不同" not in empty.text


def test_a_list_that_hangs_out_is_not_called_final_beside_the_lock_of_another_award(empty):
    fill_two_awards(empty)
    empty.visit("shortlist")
    step(empty, words.NEXT["meeting"], words.CONFIRM["meeting"])
    step(empty, words.NEXT["notice"], words.CONFIRM["notice"])
    empty.visit("shortlist", award="进步奖")
    step(empty, words.NEXT["final"], words.CONFIRM["final"], "定")
    praised = boards(empty.visit("meeting"))
    assert "表扬 = 公示名单上的单位" in praised
    assert "定稿名单" not in praised


def fill_two_years(person) -> Scheme:
    """Give 2021 and 2022 the same marks: 甲村 is first of three as the scheme is, 乙村 where 营商环境 weighs more."""
    scheme = scheme_of(
        dimension("项目建设", indicator("投资")), dimension("营商环境", indicator("满意度")),
        award=[{"name": AWARD, "groups": ["村"], "quota": 1}],
    )  # fmt: skip
    marks = {"投资": {"甲村": 95, "乙村": 80, "丙村": 60}, "满意度": {"甲村": 80, "乙村": 90, "丙村": 60}}
    drafts = [scheme_set(scheme), roster_set(roster_of(村="甲村 乙村 丙村"))]
    person.store.append([*drafts, *(sheet_draft(marks, period) for period in ("2021年", "2022年"))], "考核办")
    return scheme


def test_the_ranks_of_a_locked_period_stay_what_later_periods_are_compared_with(empty):
    scheme = fill_two_years(empty)
    empty.visit("shortlist", period="2021年")
    empty.app.selectbox(key="period").select("2021年").run()
    step(empty, words.NEXT["final"], words.CONFIRM["final"], "定")
    assert state_of(empty, period="2021年").lock.of("村").ranks == {"甲村": 1, "乙村": 2, "丙村": 3}
    heavy = replace(scheme, dimension=(scheme.dimension[0], replace(scheme.dimension[1], weight=Decimal(5))))
    empty.store.append([scheme_set(heavy)], "王敏")
    table = empty.visit("ranking").table
    assert dict(zip(table[pages.COLUMN_UNIT], table[pages.COLUMN_CHANGE.format(period="2021年")], strict=True)) == {
        "乙村": 1, "甲村": -1, "丙村": 0,
    }  # fmt: skip
    unit = empty.visit("unit", unit="乙村")
    assert any("2021年第 2 名" in str(metric.delta) for metric in unit.app.metric)


def test_a_locked_page_goes_by_the_locks_of_then_and_a_renamed_unit_keeps_its_published_rank(empty):
    scheme = fill_two_years(empty)

    def lock_period(period: str) -> None:
        draft, position = lock_draft(empty.store, period, empty.store.scheme.award[0])
        empty.store.append([draft], "王敏", seen=position)

    def changes() -> dict:
        table = empty.visit("ranking").table
        return dict(zip(table[pages.COLUMN_UNIT], table[pages.COLUMN_CHANGE.format(period="2021年")], strict=True))

    lock_period("2021年")
    heavy = replace(scheme, dimension=(scheme.dimension[0], replace(scheme.dimension[1], weight=Decimal(5))))
    empty.store.append([scheme_set(heavy)], "王敏")
    units = (Unit("甲村社区", "村", ("甲村",), 1), Unit("乙村", "村", (), 2), Unit("丙村", "村", (), 3))
    empty.store.append([roster_set(Roster(units))], "王敏")
    assert changes() == {"乙村": 1, "甲村社区": -1, "丙村": 0}
    lock_period("2022年")
    empty.store.append([lock_withdrawn("2021年", AWARD, "重来")], "王敏")
    assert changes() == {"乙村": 1, "甲村社区": -1, "丙村": 0}


def test_a_list_kept_under_one_name_in_two_groups_is_each_groups_own(office):
    for group in (samples.VILLAGES, samples.OFFICES):
        office.visit("shortlist", group=group)
        office.app.text_input(key="keep_name").set_value("方案A")
        office.click(words.KEEP_SAVE)
        office.assert_sound()
    office.visit("shortlist", group=samples.VILLAGES)
    office.app.selectbox(key="compare_a").select("方案A").run()
    assert words.COMPARE_SAME.format(count=6) in office.text


def test_a_notice_of_a_year_without_a_calendar_is_as_long_as_it_says(office):
    office.open("shortlist")
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    office.click(words.NEXT["notice"])
    office.app.date_input(key="notice_starts").set_value(date(2035, 1, 3))
    office.button(words.NEXT["notice"]).click().run()
    office.app.date_input(key="notice_ends").set_value(date(2035, 1, 3))
    office.click_in_dialog(words.NEXT["notice"], words.CONFIRM["notice"])
    assert state_of(office).state == "meeting"
    assert any("最早到 2035年1月7日" in warning.value for warning in office.app.warning)


def test_another_groups_leaders_on_the_first_page_are_those_of_its_lock(office):
    office.visit("home", group="办公室（站所）")
    before = [block for block in office.html if "东坪村" in block]
    lock(office.visit("home"))
    twice = replace(office.store.scheme.dimension[0], weight=office.store.scheme.dimension[0].weight * 5)
    office.store.append([scheme_set(replace(office.store.scheme, dimension=(twice, *office.store.scheme.dimension[1:])))], "王敏")
    office.visit("home", group="办公室（站所）")
    assert [block for block in office.html if "东坪村" in block] == before != []


def test_nobody_is_swapped_while_the_list_is_published(office):
    office.open("shortlist")
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    step(office, words.NEXT["notice"], words.CONFIRM["notice"])
    names = list(office.app.data_editor[0].value[pages.COLUMN_UNIT])
    swap = {names.index("新城社区"): {words.COLUMN_CHOICE: words.CHOICES["not_chosen"], pages.COLUMN_REASON: "让出"}}
    office.edit(swap)
    assert office.button(pages.SAVE_DECISIONS).disabled
    assert any(warning.value.startswith("正在公示") for warning in office.app.warning)
    office.edit({names.index("新城社区"): {words.COLUMN_NOTE: "已谈话"}})
    assert not office.button(pages.SAVE_DECISIONS).disabled


def test_a_veto_during_the_notice_neither_changes_what_is_published_nor_gets_locked_without_a_word(office):
    office.open("shortlist")
    step(office, words.NEXT["meeting"], words.CONFIRM["meeting"])
    step(office, words.NEXT["notice"], words.CONFIRM["notice"])
    published = state_of(office).notice.lists[samples.VILLAGES]
    office.store.append([veto_draft([(published[0], "较大事故")], samples.PERIOD)], "李四")
    office.open("shortlist")
    office.assert_sound()
    assert office.button(words.NEXT["final"]).disabled
    assert f"公示的名单是“{samples.VILLAGES}：{'、'.join(published)}" in office.text
    paper = "\n".join(one.text for one in Document(io.BytesIO(office.downloaded(words.NOTICE_DOCUMENT))).paragraphs)
    assert "、".join(published) in paper


def test_a_circular_says_published_of_the_list_that_was(office):
    office.open("shortlist")
    for name in ("meeting", "notice"):
        step(office, words.NEXT[name], words.CONFIRM[name])
    step(office, words.BACK, words.CONFIRM["draft"], "换人")
    step(office, words.NEXT["final"], words.CONFIRM["final"], "会议定了")
    paper = "\n".join(one.text for one in Document(io.BytesIO(office.downloaded(words.CIRCULAR))).paragraphs)
    assert "并经公示" not in paper


def test_a_period_asked_for_that_a_page_does_not_have_is_not_asked_for_later(office):
    office.app.session_state["period_asked"] = "1999年"
    office.visit("home")
    office.app.session_state["period_asked"] = "1999年"
    office.app.run()
    assert "period_asked" not in office.app.session_state


def test_a_locked_list_is_named_where_a_scheme_is_saved(office):
    lock(office)
    assert "2022年先进集体" in locked_stay(SimpleNamespace(states={(samples.PERIOD, AWARD): state_of(office)}))
    assert locked_stay(SimpleNamespace(states={})) == ""


def test_a_correction_of_an_award_that_is_renamed_meanwhile_can_be_ended(office):
    lock(office)
    step(office, words.CORRECT, words.CORRECT_CONFIRM, "漏报一张表")
    renamed = [replace(award, name=f"新{award.name}") for award in office.store.scheme.award]
    office.store.append([scheme_set(replace(office.store.scheme, award=tuple(renamed)), "改名")], "王敏")
    office.visit("shortlist")
    office.assert_sound()
    assert f"**{AWARD}**（{samples.VILLAGES}" in office.text
    step(office, words.WITHDRAW, words.WITHDRAW_CONFIRM, "奖项改名")
    assert state_of(office).lock is None
    assert f"**{AWARD}**（" not in office.text


def test_a_locked_list_whose_groups_are_renamed_can_be_unlocked(office):
    lock(office)
    store = office.store
    units = [replace(unit, group=f"新{unit.group}") for unit in store.roster.units]
    awards = [replace(award, groups=tuple(f"新{group}" for group in award.groups)) for award in store.scheme.award]
    scheme = replace(store.scheme, award=tuple(awards))
    store.append([scheme_set(scheme, "组别改名"), roster_set(Roster(tuple(units)))], "王敏")
    office.visit("shortlist", group=f"新{samples.VILLAGES}")
    office.assert_sound()
    assert words.STRANDED_LOCKED in office.text
    assert f"没有新{samples.VILLAGES}" in office.text
    assert office.has_button(words.WITHDRAW)
