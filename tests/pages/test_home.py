"""首页: the demonstration with zero clicks, beginning with one's own data, the finding and the next step."""

import pytest

from evaluation.award_events import read_state
from evaluation.award_state import spoken_day
from evaluation.events import decided
from evaluation.wording import award_page as award_words
from evaluation.wording import home as home_words
from evaluation.wording import pages as words
from tests import samples
from tests.chain import dimension, fill, indicator, one, roster_of, scheme_of, sheet_draft
from tests.pages.cases import fill_plain
from tests.pages.test_award_steps import lock, step


def test_the_demonstration_is_ranked_with_zero_clicks(bare):
    bare.app.run()
    bare.assert_sound()
    assert bare.app.title[0].value == "2022年考核：还差 3 格评分就能定名单"
    assert words.DEMONSTRATION in bare.text
    assert "22 个：20 个已排名，2 个资料不全" in bare.text
    assert "评先线 85.23，取 6 席" in bare.text


def test_a_tie_across_the_last_place_is_the_headline_and_leaves_the_quota_as_it_is(empty):
    # 乙 and 丙 share the last two of three places with 丁: nobody is ahead of 戊 by a seat of their own
    fill_plain(empty.store, {"甲村": "90.3", "乙村": "90.1", "丙村": "90.1", "丁村": "90.1", "戊村": 90})
    empty.open()
    empty.assert_sound()
    assert empty.app.title[0].value == "2022年考核：评分已齐，3 家并列待定"
    assert "评先线 90.30，取 3 席" in empty.text


def test_a_locked_list_is_the_headline_and_counts_who_is_on_it(empty):
    fill_plain(empty.store, {"甲村": "90.3", "乙村": "90.1", "丙村": "90.1", "丁村": "90.1", "戊村": 90})
    decisions = (("乙村", "chosen"), ("丙村", "chosen"), ("丁村", "not_chosen"))
    empty.store.append([decided("2022年", "先进集体", unit, choice, "会议定") for unit, choice in decisions], "王敏")
    empty.visit("home")
    assert empty.app.title[0].value == "2022年考核：评分已齐，3 家拟推荐"
    assert words.TIED_DECIDED.format(units="乙村、丙村、丁村") in empty.text
    lock(empty)
    empty.visit("home")
    assert empty.app.title[0].value == "2022年考核：先进集体已定稿，村（社区） 3 家"
    assert "定稿名单" in empty.text
    assert "甲村、乙村、丙村" in empty.text
    assert "与系统建议不同：＋乙村、＋丙村。" in empty.text
    for still_open in ("并列待定", "请会议研究", "就可能换人", "就能定名单"):
        assert still_open not in empty.text
    verdicts = empty.open("ranking").table.set_index(words.COLUMN_UNIT)[words.COLUMN_VERDICT]
    assert verdicts.to_dict() == {"甲村": "建议入选", "乙村": "定稿选定", "丙村": "定稿选定", "丁村": "定稿未选", "戊村": ""}
    showing = empty.open("meeting")
    assert "定稿已作取舍" in showing.app.get("plotly_chart")[0].proto.spec
    assert "待定" not in showing.app.get("plotly_chart")[0].proto.spec
    out, chosen = (empty.visit("unit", unit=unit).text for unit in ("丁村", "乙村"))
    assert "定稿未选" in out
    assert "跨在最后一席上" not in out
    assert "就能进名单" not in chosen
    assert "请会议研究" not in empty.open("shortlist").text


def test_nobody_is_reminded_of_marks_that_a_locked_list_takes_no_more(office):
    lock(office)
    office.visit("home")
    office.assert_sound()
    assert office.app.title[0].value == "2022年考核：先进集体已定稿，村（社区） 6 家"
    assert home_words.LOCKED_MISSING.format(count=3) in office.text
    assert not office.app.code, "a reminder to send"
    assert words.CLOSE_CALL not in office.text
    office.click(home_words.TO_LOCKED)
    assert office.app.title[0].value == words.SHORTLIST


def test_while_a_list_is_published_the_first_page_says_until_when(office):
    office.open("shortlist")
    step(office, award_words.NEXT["meeting"], award_words.CONFIRM["meeting"])
    office.open("home")
    assert office.app.title[0].value == "2022年考核：还差 3 格评分就能定名单"
    office.open("shortlist")
    step(office, award_words.NEXT["notice"], award_words.CONFIRM["notice"])
    until = spoken_day(read_state(office.store.cursor(), "2022年", "先进集体").notice.ends)
    office.open("home")
    office.assert_sound()
    assert office.app.title[0].value == f"2022年考核：先进集体公示到 {until}"
    assert home_words.NOTICE.format(award="先进集体", day=until) in office.text
    assert office.app.code, "what lacks may still be sent for"


def test_a_correction_leads_back_to_the_lock(office):
    lock(office)
    step(office, award_words.CORRECT, award_words.CORRECT_CONFIRM, "分数录错")
    office.open("home")
    office.assert_sound()
    assert office.app.title[0].value == "2022年考核：先进集体正在更正，改完请重新定稿"
    office.click(home_words.TO_CORRECTED)
    assert office.has_button(award_words.RELOCK)


@pytest.mark.parametrize(("last", "said"), [("89.7", "只差 **0.30** 分"), ("85", "，差 **5.00** 分")])
def test_only_a_close_call_is_called_one(empty, last, said):
    fill_plain(empty.store, {"甲村": "93", "乙村": "92", "丙村": "90", "丁村": last})
    empty.open()
    assert said in empty.text


def test_a_locked_list_with_nobody_on_it_is_a_vacancy(empty):
    fill_plain(empty.store, {"甲村": 50, "乙村": 40})
    lock(empty)
    assert empty.visit("home").app.title[0].value == "2022年考核：先进集体已定稿，村（社区）空缺"


def test_the_pictures_can_be_read_aloud(demonstration):
    demonstration.open()
    alts = [chart.proto.alt for chart in demonstration.app.get("plotly_chart")]
    assert alts[0] == "66 格评分还差 3 格：张家塬村、南沟村"
    assert "第六席" in alts[1]


def test_the_next_step_names_who_has_to_be_reminded(demonstration):
    demonstration.open()
    assert "**张家塬村**（营商环境）、**南沟村**（营商环境、作风能力）" in demonstration.text
    reminder = demonstration.app.code[0].value
    assert "南沟村：营商环境、作风能力（矛盾排查化解、一线担当作为）" in reminder
    assert "不会记为 0 分" in reminder


@pytest.mark.parametrize(("rule", "counts"), [("zero", "没有打分的指标按 0 分算"), ("group_mean", "没有打分的指标按全组平均算")])
def test_who_is_ranked_without_a_mark_is_told_what_counts_until_it_comes(empty, rule, counts):
    scheme = scheme_of(*(dimension(name, indicator(f"{name}指标")) for name in ("项目建设", "营商环境")), missing=rule)
    marks = {"项目建设指标": {"甲村": 90, "乙村": 80}, "营商环境指标": {"甲村": 90}}
    fill(empty.store, scheme, marks, roster=roster_of(村="甲村 乙村"))
    empty.open()
    empty.assert_sound()
    assert empty.app.title[0].value == "2022年考核：还差 1 格评分，按方案照样排名"
    for said in (empty.text, empty.app.code[0].value):
        assert counts in said
        assert "不会" not in said
        assert "个单位不排名" not in said


def test_the_other_group_has_its_leaders_beside(demonstration):
    demonstration.open()
    assert any("经济发展办公室" in table for table in demonstration.html)


def test_a_period_in_the_address_opens_that_period(demonstration):
    demonstration.visit(period="2021年")
    demonstration.assert_sound()
    assert demonstration.app.title[0].value.startswith("2021年考核")
    assert demonstration.app.selectbox(key="period").value == "2021年"


def test_a_group_in_the_address_opens_that_group(demonstration):
    demonstration.visit(group=samples.OFFICES)
    demonstration.assert_sound()
    assert f"{samples.OFFICES[:3]}" in demonstration.app.caption[0].value
    assert "10 个：10 个已排名，0 个资料不全" in demonstration.text.replace("\\", "")


def test_a_period_or_group_that_does_not_exist_opens_the_usual_view(demonstration):
    demonstration.visit(period="1999年", group="没有这一类")
    demonstration.assert_sound()
    assert demonstration.app.title[0].value == "2022年考核：还差 3 格评分就能定名单"


def test_starting_empty_asks_once_more_and_then_shows_no_invented_unit(demonstration):
    demonstration.open().click(words.START_EMPTY)
    assert words.START_TEXT in demonstration.text
    assert demonstration.home.is_demonstration
    demonstration.click_in_dialog(words.START_EMPTY, words.START_CONFIRM)
    demonstration.assert_sound()
    assert not demonstration.home.is_demonstration
    for page in ("home", "import", "ranking", "shortlist"):
        demonstration.open(page)
        demonstration.assert_sound()
        assert words.DEMONSTRATION not in demonstration.text
        assert words.EMPTY_ROSTER_TITLE in demonstration.text
        assert "东坪村" not in demonstration.text


def test_cancelling_leaves_the_demonstration(demonstration):
    demonstration.open().click(words.START_EMPTY).click_in_dialog(words.START_EMPTY, words.CANCEL)
    assert demonstration.home.is_demonstration
    assert words.START_TEXT not in demonstration.text


def test_an_empty_office_can_go_back_to_the_demonstration(empty):
    empty.open()
    assert words.EMPTY_ROSTER_TITLE in empty.text
    empty.click(words.BACK_TO_DEMONSTRATION)
    empty.assert_sound()
    assert empty.home.is_demonstration
    assert empty.app.title[0].value == "2022年考核：还差 3 格评分就能定名单"


def test_going_back_and_starting_again_keeps_nothing_of_the_demonstration(empty):
    empty.open().click(words.BACK_TO_DEMONSTRATION).click(words.START_EMPTY)
    empty.click_in_dialog(words.START_EMPTY, words.START_CONFIRM)
    empty.assert_sound()
    assert not empty.store.roster.units
    assert empty.store.scheme is not None


def test_with_a_roster_the_demonstration_does_not_come_back(with_roster):
    for page in ("home", "import", "ranking", "shortlist"):
        with_roster.open(page)
        with_roster.assert_sound()
        assert not with_roster.has_button(words.BACK_TO_DEMONSTRATION)


@pytest.mark.parametrize("name", ["home", "ranking", "shortlist"])
def test_with_a_roster_and_no_marks_the_page_asks_for_sheets(with_roster, name):
    with_roster.open(name)
    with_roster.assert_sound()
    assert words.EMPTY_TITLE in with_roster.text
    with_roster.click(words.TO_IMPORT)
    assert with_roster.app.title[0].value == words.IMPORT


def test_when_all_marks_are_in_the_headline_says_how_close_the_list_is(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲村": "90", "乙村": "89.7"}})
    empty.open()
    empty.assert_sound()
    assert empty.app.title[0].value.startswith("2022年考核：评分已齐")
    assert words.ALL_IN in empty.text


def test_the_last_things_done_are_listed_newest_first(office):
    office.open()
    recent = next(table for table in office.html if "导入了" in table)
    assert recent.index("一票否决") < recent.index("项目建设")


def test_two_groups_of_one_unit_each_are_shown(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}}, roster=roster_of(村="甲", 站="乙"))
    empty.open()
    empty.assert_sound()
    empty.visit(group="站")
    empty.assert_sound()


def test_who_moved_most_since_the_period_before_is_named(demonstration):
    demonstration.open()
    demonstration.assert_sound()
    assert home_words.MOVERS.format(before="2021年") in demonstration.text
    assert any("石桥村" in table and "▲ 5" in table for table in demonstration.html)
    demonstration.visit(period="2021年")
    assert home_words.NO_EARLIER in demonstration.text


def test_a_cell_on_which_two_files_disagree_is_marked_as_doubtful(demonstration):
    name = demonstration.open().store.scheme.indicators[0].name
    demonstration.store.append([sheet_draft({name: {"东坪村": 1}}, "2022年", "更正.csv")], "考核办")
    demonstration.open()
    demonstration.assert_sound()
    assert home_words.DOUBTS_HINT in demonstration.text
    assert home_words.DOUBTED.format(count=1) in demonstration.text


def test_how_firm_the_list_is_is_one_click_away(demonstration):
    demonstration.open().click(home_words.TO_STABILITY)
    demonstration.assert_sound()
    assert demonstration.app.title[0].value == words.STABILITY
