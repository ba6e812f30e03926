"""指标体系: edit with checks, compare, see what would change, save with a reason, bring back, take in and hand out."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest

from evaluation.events import roster_set, scheme_set
from evaluation.export.scheme_workbook import read_scheme_file
from evaluation.home import default_scheme
from evaluation.problems import EvaluationError
from evaluation.ranking import rank_units
from evaluation.scheme import write_scheme
from evaluation.scheme_diff import differences
from evaluation.scheme_faults import check_tables
from evaluation.scheme_reading import kept_scheme, read_scheme
from evaluation.scheme_tables import scheme_tables
from evaluation.ui.scheme_view_draft import TREE
from evaluation.ui.scheme_view_tables import width_of
from evaluation.wording import pages
from evaluation.wording import scheme_page as words
from tests.chain import dimension, indicator, roster_of, scheme_of, sheet_draft, veto_draft
from tests.pages.cases import HOSTILE, fill_hostile
from tests.pages.test_award_steps import lock
from tests.pages.test_every_page import assert_text_stays_text

SAVE = words.SAVE.split("{")[0]


def edit(person, rows: dict[int, dict] | None = None, added: tuple[dict, ...] = (), grid: int = 0):
    """Report edits of a grid as the browser does, after those reported before."""
    states = person.app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = person.app.data_editor[grid].proto.id
    edited = {str(row): cells for row, cells in (rows or {}).items()}
    state.string_value = json.dumps({"edited_rows": edited, "added_rows": list(added), "deleted_rows": []})
    person.app._run(states)
    person.assert_sound()
    return person


def open_scheme(person, tab: str = ""):
    person.open("scheme")
    person.assert_sound()
    if tab:
        person.app.segmented_control(key="scheme_tab").set_value(tab).run()
        person.assert_sound()
    return person


def cells(person, column: str, grid: int = 0) -> list:
    return person.app.data_editor[grid].value[column].fillna("").tolist()


def said(person) -> str:
    """What the page says, as a reader sees it."""
    return person.text.replace("\\", "")


def save(person, reason: str = "镇党委会议定"):
    """Open the question, answer it and confirm; the runs of the tests know no dialog, so it is opened in both."""
    person.app.button(key="scheme_save").click().run()
    person.assert_sound()
    if reason:
        person.app.text_area(key="scheme_reason").set_value(reason)
    person.app.button(key="scheme_save").click()
    person.app.button(key="scheme_confirm").click().run()
    person.assert_sound()
    return person


def in_force(person):
    return person.store.scheme


# --- looking --------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_scheme_in_force_and_nothing_to_save(demonstration):
    open_scheme(demonstration)
    assert demonstration.app.title[0].value == words.TITLE
    assert cells(demonstration, "name")[:2] == ["重点项目推进", "项目要素保障"]
    assert [name for name in cells(demonstration, "dimension") if name] == ["项目建设", "营商环境", "作风能力"]
    assert demonstration.app.button(key="scheme_save").disabled
    assert words.VERSION_RIBBON.format(number=1) in said(demonstration)
    assert "✓ 没有重名" in said(demonstration)
    assert "项目建设 1/3、营商环境 1/3、作风能力 1/3" in said(demonstration)


def test_one_figure_is_followed_to_its_total(demonstration):
    open_scheme(demonstration)
    ranking = rank_units(demonstration.store.cursor(), "2022年")
    first = ranking.units[0]
    example = next(text for text in said(demonstration).split("\n") if "→ 加减分" in text)
    assert str(first.dimensions["项目建设"]) in example
    assert f"**{first.total}**" in example


def test_looking_writes_nothing(demonstration):
    before = demonstration.store.position
    open_scheme(demonstration)
    for tab in words.TABS:
        open_scheme(demonstration, tab)
    edit(open_scheme(demonstration, "tree"), {0: {"weight": "5"}})
    assert demonstration.store.position == before


def test_without_a_roster_the_scheme_can_be_edited_all_the_same(empty):
    edit(open_scheme(empty), {8: {"floor": "60"}})
    assert "作风能力底线 70 → **60**" in said(empty)
    assert words.EFFECT_NO_DATA in said(empty)
    save(empty)
    assert in_force(empty).dimension[2].floor == 60


def test_before_any_scheme_the_default_one_is_offered(empty, monkeypatch):
    monkeypatch.setattr("evaluation.ui.scheme_view_draft.list_versions", lambda journal: ())
    open_scheme(empty)
    assert words.NO_SCHEME in said(empty)
    assert not empty.app.button(key="scheme_save").disabled


def test_a_relative_rule_is_pointed_out(demonstration):
    edit(open_scheme(demonstration), {2: {"rule": "与最好的比"}})
    assert words.CONFIRM in said(demonstration)
    assert "“招商引资实效”用“与最好的比”：最好的一家变了" in said(demonstration)


def test_a_full_mark_below_stored_marks_is_not_saved(office):
    draft = write_scheme(in_force(office)).replace("full_mark = 20", "full_mark = 17", 1)
    open_scheme(office)
    office.upload(("方案.toml", draft.encode()))
    office.assert_sound()
    assert office.app.button(key="scheme_save").disabled
    fault = next(line for line in said(office).split("\n") if "不在 0 到满分 17 之间" in line)
    assert fault.startswith("**重点项目推进**　已入库的分里有 ")
    assert "2022年 东坪村 " in fault
    assert "各项都做到最好" not in said(office)


def test_a_full_mark_below_the_marks_of_a_period_that_is_over_is_said_and_saved(office):
    lock(office)  # of the villages; the offices' marks are held fast by nothing
    marks = {"重点项目推进": {"经济发展办公室": 18}}
    office.store.append([sheet_draft(marks, "2021年", file="旧表.csv")], "考核办")
    draft = write_scheme(in_force(office)).replace("full_mark = 20", "full_mark = 17", 1)
    open_scheme(office)
    office.upload(("方案.toml", draft.encode()))
    office.assert_sound()
    assert not office.app.button(key="scheme_save").disabled
    assert "2021年 经济发展办公室 18" in said(office)
    assert "这是过去的考核期" in said(office)


def test_an_award_for_a_group_that_the_roster_lacks_is_pointed_out(office):
    office.store.append([roster_set(roster_of(行政村="甲 乙"))], "考核办")
    open_scheme(office)
    assert "奖项“先进集体”的类别“村（社区）”不在名册里。名册的类别有：行政村。" in said(office)


def test_first_place_points_below_the_full_mark_are_pointed_out(demonstration):
    edit(open_scheme(demonstration), {0: {"rule": "名次计分"}})
    assert "points" in demonstration.app.data_editor[0].value.columns
    edit(demonstration, {0: {"points": "8、6", "range": "10"}})
    assert words.BEST_BELOW.split("，")[0] in said(demonstration)


# --- checks -----------------------------------------------------------------------------------------------------------


def test_every_fault_is_listed_at_once_and_the_running_scheme_stays(demonstration):
    before = in_force(demonstration)
    typed = {
        0: {"weight": "0"},
        1: {"weight": "NaN"},
        2: {"name": ""},
        3: {"aliases": "重点项目"},
        4: {"name": "按期\u202e办结率"},
    }
    edit(open_scheme(demonstration), typed)
    assert words.CHECK_MUST.format(count=5) in said(demonstration)
    for sentence in (
        "重点项目推进 › 权重**　必须大于 0，现在是 0。",
        "权重**　应当是数字，现在是 NaN。",
        "第 3 行 › 指标**　不能是空的。",
        "营商环境 › 按期办结率 › 指标**　第 3 个字符是看不见的控制字符（U+202E）",
        "“重点项目”重复了：已经用在 项目建设 › 重点项目推进。",
    ):
        assert sentence in said(demonstration)
    assert demonstration.app.button(key="scheme_save").disabled
    assert demonstration.app.button(key="scheme_save").label == words.SAVE_BLOCKED.format(count=5)
    assert in_force(demonstration) is before


def test_putting_a_fault_right_lets_the_draft_be_saved(demonstration):
    edit(open_scheme(demonstration), {0: {"weight": "0"}})
    edit(demonstration, {0: {"weight": "3"}})
    assert not demonstration.app.button(key="scheme_save").disabled
    assert "重点项目推进权重 2 → **3**" in said(demonstration)


def test_typing_the_old_value_again_ends_the_draft(demonstration):
    edit(open_scheme(demonstration), {0: {"weight": "3"}})
    edit(demonstration, {0: {"weight": "2"}})
    assert words.VERSION_RIBBON.format(number=1) in said(demonstration)


def test_no_english_word_stands_in_a_fault(demonstration):
    edit(open_scheme(demonstration), {0: {"rule": "目标扣分"}, 4: {"range": "9"}, 5: {"better": None}})
    (faults,) = [element.value for element in demonstration.app.markdown if "每差" in element.value]
    assert not any(letter.isascii() and letter.isalpha() for letter in faults)


# --- editing ----------------------------------------------------------------------------------------------------------


def test_rows_are_added_moved_and_taken_out(demonstration):
    edit(open_scheme(demonstration), added=({"name": "审批提速", "dimension": "营商环境", "range": "10"},))
    assert cells(demonstration, "name")[8] == "审批提速"
    edit(demonstration, {8: {"order": "5"}})
    assert cells(demonstration, "name")[4] == "审批提速"
    edit(demonstration, {5: {"drop": True}})
    assert "按期办结率" not in cells(demonstration, "name")
    assert [name for name in cells(demonstration, "dimension") if name] == ["项目建设", "营商环境", "作风能力"]


def test_a_share_makes_the_others_yield(demonstration):
    edit(open_scheme(demonstration), {0: {"share": "40%"}})
    assert [share for share in cells(demonstration, "share") if share] == ["4/10", "3/10", "3/10"]
    assert "项目建设 40%、营商环境 30%、作风能力 30%" in said(demonstration)


def test_edits_of_several_tables_make_one_draft(demonstration):
    edit(open_scheme(demonstration), {0: {"weight": "3"}})
    open_scheme(demonstration, "dimension")
    edit(demonstration, {0: {"floor": "75"}})
    edit(demonstration, added=({"dimension": "项目建设", "name": "推进", "weight": "1"},), grid=1)
    edit(demonstration, {1: {"floor": "65"}})
    open_scheme(demonstration, "award")
    edit(demonstration, {0: {"quota": "20%", "groups": ["村（社区）", "办公室（站所）"]}, 1: {"optional": False}})
    open_scheme(demonstration, "veto")
    edit(demonstration, added=({"name": "违反中央八项规定精神"},))
    open_scheme(demonstration, "rules")
    demonstration.app.selectbox(key=rule_field(demonstration, "missing")).set_value("按 0 分计，并注明").run()
    demonstration.app.multiselect(key=rule_field(demonstration, "tie_break")).set_value(["作风能力"]).run()
    demonstration.app.text_input(key=rule_field(demonstration, "bonus_cap")).set_value("").run()
    open_scheme(demonstration, "tree")
    edit(demonstration, {number: {"aspect": "推进"} for number in range(4)})
    save(demonstration)
    sentences = [item.sentence for item in differences(default_scheme(), in_force(demonstration))]
    assert sentences == [
        "缺数据 不排名，另列 → 按 0 分计，并注明",
        "总分相同先看 无 → 作风能力",
        "加分最多 5 → 无",
        "项目建设底线 70 → 75",
        "营商环境底线 70 → 65",
        "新增二级指标 项目建设的推进",
        "重点项目推进二级指标 无 → 推进",
        "重点项目推进权重 2 → 3",
        "项目要素保障二级指标 无 → 推进",
        "招商引资实效二级指标 无 → 推进",
        "产业与集体经济二级指标 无 → 推进",
        "先进集体类别 村（社区） → 村（社区）、办公室（站所）",
        "先进集体名额 30% → 20%",
        "优秀办公室没有这一类就不设 是 → 无",
        "新增否决情形 违反中央八项规定精神",
    ]


def rule_field(person, key: str) -> str:
    widgets = [*person.app.selectbox, *person.app.multiselect, *person.app.text_input]
    return next(widget.key for widget in widgets if str(widget.key).startswith(f"scheme_rule_{key}_"))


def test_a_draft_survives_a_look_at_another_page(demonstration):
    edit(open_scheme(demonstration), {0: {"weight": "3"}})
    demonstration.open("ranking")
    assert "1 : 1 : 1" in said(demonstration) or demonstration.app.slider
    open_scheme(demonstration)
    assert cells(demonstration, "weight")[0] == "3"
    edit(demonstration, {1: {"weight": "4"}})
    assert words.DRAFT_RIBBON.format(number=1, count=2) in said(demonstration)


def test_one_click_throws_the_draft_away(demonstration):
    edit(open_scheme(demonstration), {0: {"weight": "3", "share": "40%"}})
    demonstration.app.button(key="scheme_discard").click().run()
    demonstration.assert_sound()
    assert cells(demonstration, "weight")[0] == "2"
    assert words.VERSION_RIBBON.format(number=1) in said(demonstration)


def test_an_old_version_whose_values_are_refused_today_ranks_and_is_shown_with_what_must_be_changed(office):
    fill_office(office)
    old = (
        write_scheme(office.store.scheme)
        .replace("quota = 1", 'quota = "1e-99999999%"')
        .replace('建设"\n', '建设"\nfloor = 700\n', 1)
    )
    office.store.append([scheme_set(kept_scheme(old))], "考核办")
    open_scheme(office)
    assert words.CHECK_MUST.format(count=2) in said(office)
    assert "应在 0 到 100 之间，现在是 700。" in said(office)
    office.open("shortlist")
    office.assert_sound()
    assert "底线 700" in said(office)


# --- effect and saving ------------------------------------------------------------------------------------------------


def test_before_saving_the_page_says_who_moves_and_who_is_on_the_list(demonstration):
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    assert "**先进集体**　村（社区）：进 **核桃坪村**，出 **新城社区**" in said(demonstration)
    assert words.EFFECT_RANKS_SAME in said(demonstration)


def test_an_indicator_without_marks_makes_everybody_incomplete_and_that_is_said_before(demonstration):
    edit(open_scheme(demonstration), added=({"name": "审批提速", "range": "10"},))
    assert "20 个单位变成资料不全，不再排名" in said(demonstration)


def fill_office(office, vetoes=(), periods=("2022年",), **options) -> None:
    award = [{"name": "先进集体", "groups": ["村"], "quota": 1}]
    scheme = scheme_of(dimension("项目建设", indicator("投资")), award=award, **options)
    sheets = [sheet_draft({"投资": {"甲村": 90, "乙村": 80, "丙村": 80}}, period) for period in periods]
    drafts = [roster_set(roster_of(村="甲村 乙村 丙村")), scheme_set(scheme), *sheets, veto_draft(vetoes, periods[0])]
    office.store.append(drafts, "考核办")


def try_file(person, toml: str):
    open_scheme(person).upload(("方案.toml", toml.encode()))
    person.assert_sound()
    return said(person)


def test_a_veto_that_takes_the_rank_is_no_gap_in_the_data(office):
    fill_office(office, vetoes=[("乙村", "安全生产事故")])
    text = try_file(office, 'veto = "unrank"\n' + write_scheme(office.store.scheme))
    assert words.EFFECT_VETOED.format(group="村", count=1, units="乙村") in text
    assert "资料不全，不再排名" not in text


def test_a_quota_that_ends_in_a_tie_says_who_is_pending(office):
    fill_office(office)
    text = try_file(office, write_scheme(office.store.scheme).replace("quota = 1", "quota = 2"))
    assert "**先进集体**　村：**乙村、丙村** 并列待定" in text
    assert words.EFFECT_LIST_SAME not in text


PARTS = '\n[[period_part]]\nname = "平时"\nperiods = ["第1季度", "第2季度"]\n'


def test_a_year_that_parts_make_up_is_named_as_a_new_period(office):
    fill_office(office, periods=("2022年第1季度", "2022年第2季度"))
    text = try_file(office, write_scheme(office.store.scheme) + PARTS)
    assert words.EFFECT_SAME.format(period="2022年第2季度") in text
    assert words.EFFECT_NEW_PERIOD.format(period="2022年", count=3) in text


def test_a_year_that_goes_with_its_parts_is_no_gap_in_the_data(office):
    part = {"name": "平时", "periods": ["第1季度", "第2季度"]}
    fill_office(office, periods=("2022年第1季度", "2022年第2季度"), period_part=[part])
    scheme = office.store.scheme
    without = write_scheme(replace(scheme, period_part=()))
    text = try_file(office, without)
    assert words.EFFECT_GONE.format(period="2022年") in text
    assert "资料不全，不再排名" not in text
    office.visit("scheme", period="2022年第2季度").upload(("方案.toml", without.encode()))
    assert words.EFFECT_OTHERS.format(periods=words.EFFECT_OTHER_GONE.format(period="2022年")) in said(office)


def test_marks_that_no_longer_count_are_named_and_stay(demonstration):
    count = demonstration.store.cursor().execute("select count(*) from imported_mark").fetchone()
    edit(open_scheme(demonstration), {3: {"drop": True}})
    assert "格评分不再参与计算：产业与集体经济" in said(demonstration)
    save(demonstration)
    assert "格评分不再参与计算：产业与集体经济" in said(demonstration)
    assert demonstration.store.cursor().execute("select count(*) from imported_mark").fetchone() == count


def test_saving_needs_a_reason(demonstration):
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    save(demonstration, reason="")
    assert words.REASON_NEEDED in said(demonstration)
    assert in_force(demonstration) == default_scheme()


def test_a_saved_version_ranks_from_then_on_and_is_named_everywhere(demonstration):
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    save(demonstration, "镇党委会 <b>3 月</b> 议定")
    assert in_force(demonstration).dimension[2].floor == 60
    assert words.SAVED.format(number=2) in [toast.value.replace("\\", "") for toast in demonstration.app.toast]
    assert words.DIFFERENCE.format(before="第 1 版", after="第 2 版") in said(demonstration)
    assert demonstration.app.selectbox(key="scheme_version").value == 2
    table = next(element.value for element in demonstration.app.html if "起始方案" in element.value)
    assert "镇党委会 &lt;b&gt;3 月&lt;/b&gt; 议定" in table
    event = demonstration.store.journal.events()[-1]
    assert (event.kind, event.payload["reason"]) == ("scheme_set", "镇党委会 <b>3 月</b> 议定")
    demonstration.open("home")
    assert "方案第 2 版" in said(demonstration)
    demonstration.open("import")
    assert "方案第 2 版" in said(demonstration)


def test_a_stale_save_is_refused_the_draft_stays_and_the_second_try_saves(office, colleague):
    edit(open_scheme(office), {8: {"floor": "60"}})
    other = scheme_tables(default_scheme())
    other.options["decimals"] = "1"
    colleague(scheme_set(check_tables(other).scheme, "改小数"))
    save(office)
    assert "赵磊" in office.app.error[0].value
    assert in_force(office).decimals == 1
    assert [floor for floor in cells(office, "floor") if floor] == ["70", "70", "60"]
    assert "小数位数 1 → **2**" in said(office)
    save(office)
    assert (in_force(office).decimals, in_force(office).dimension[2].floor) == (2, 60)


def test_a_scheme_that_cannot_be_computed_is_refused_and_nothing_is_written(demonstration, monkeypatch):
    def overflow(*_):
        raise EvaluationError(words.NOT_COMPUTABLE)

    monkeypatch.setattr("evaluation.rehearsal.Rehearsal.rank", overflow)
    before = demonstration.store.position
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    assert words.NOT_COMPUTABLE in said(demonstration)
    save(demonstration)
    assert demonstration.app.error[0].value.replace("\\", "") == words.NOT_COMPUTABLE
    assert demonstration.store.position == before


def test_an_older_version_is_looked_at_compared_and_brought_back(demonstration):
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    save(demonstration)
    demonstration.app.selectbox(key="scheme_version").set_value(1).run()
    demonstration.assert_sound()
    assert words.OLD_RIBBON.format(base=1, number=2, count=1) in said(demonstration)
    assert "作风能力底线 60 → **70**" in said(demonstration)
    save(demonstration, "恢复原来的底线")
    assert in_force(demonstration) == default_scheme()
    versions = [event.payload["toml"] for event in demonstration.store.journal.events() if event.kind == "scheme_set"]
    assert (versions[0], len(versions)) == (versions[2], 3)
    assert demonstration.app.selectbox(key="scheme_version").value == 3


def test_one_click_leads_back_from_an_older_version(demonstration):
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    save(demonstration)
    demonstration.app.selectbox(key="scheme_version").set_value(1).run()
    demonstration.app.button(key="scheme_back").click().run()
    assert demonstration.app.selectbox(key="scheme_version").value == 2


def test_any_two_versions_can_be_compared(demonstration):
    for floor in ("60", "65"):
        edit(open_scheme(demonstration), {8: {"floor": floor}})
        save(demonstration)
    compare = next(box for box in demonstration.app.selectbox if box.label == words.COMPARE_WITH)
    compare.set_value(1).run()
    assert words.DIFFERENCE.format(before="第 1 版", after="第 3 版") in said(demonstration)
    assert "作风能力底线 70 → **65**" in said(demonstration)


def test_a_version_that_a_colleague_saves_comes_into_view_where_no_draft_is_under_way(office, colleague):
    open_scheme(office)
    other = scheme_tables(default_scheme())
    other.options["decimals"] = "1"
    colleague(scheme_set(check_tables(other).scheme, "改小数"))
    open_scheme(office)
    assert office.app.selectbox(key="scheme_version").value == 2


# --- files --------------------------------------------------------------------------------------------------------------


def test_what_is_shown_is_handed_out_as_workbook_and_toml(demonstration):
    edit(open_scheme(demonstration), {8: {"floor": "60"}})
    workbook = read_scheme_file(demonstration.downloaded(words.EXPORT_XLSX), "a.xlsx")
    assert check_tables(workbook.tables).scheme.dimension[2].floor == 60
    assert read_scheme(demonstration.downloaded(words.EXPORT_TOML)).dimension[2].floor == 60


def test_a_workbook_changed_outside_comes_back_as_a_draft(demonstration):
    open_scheme(demonstration)
    book = openpyxl.load_workbook(io.BytesIO(demonstration.downloaded(words.EXPORT_XLSX)))
    book["维度"]["C4"] = 60
    book["指标"]["D2"] = 0
    out = io.BytesIO()
    book.save(out)
    demonstration.upload(("**改过**.xlsx", out.getvalue()))
    demonstration.assert_sound()
    assert words.CHECK_MUST.format(count=1) in said(demonstration)
    assert "重点项目推进 › 权重**　必须大于 0，现在是 0。" in said(demonstration)
    edit(demonstration, {0: {"weight": "2"}})
    save(demonstration)
    assert in_force(demonstration).dimension[2].floor == 60


def test_a_toml_file_with_an_unknown_key_is_read_and_the_key_named(demonstration):
    toml = "加班 = 1\n" + write_scheme(default_scheme()).replace("bonus_cap = 5", "bonus_cap = 6")
    open_scheme(demonstration).upload(("方案.toml", toml.encode()))
    assert "不认识的键 加班" in said(demonstration)
    assert "加分最多 5 → **6**" in said(demonstration)


@pytest.mark.parametrize(("name", "content"), [("图.png", b"\x89PNG\r\n"), ("坏.toml", b"name = "), ("坏.xlsx", b"PK\x03\x04 x")])
def test_a_file_that_holds_no_scheme_is_refused_and_nothing_changes(demonstration, name, content):
    open_scheme(demonstration).upload((name, content))
    demonstration.assert_sound()
    assert demonstration.app.error
    assert words.VERSION_RIBBON.format(number=1) in said(demonstration)


def test_ten_thousand_indicators_are_refused_in_words(demonstration):
    lines = "\n".join(f'[[dimension.indicator]]\nname = "指标{number}"\nfull_mark = 10' for number in range(10_000))
    open_scheme(demonstration).upload(("大.toml", f'name = "大"\n[[dimension]]\nname = "甲"\n{lines}\n'.encode()))
    demonstration.assert_sound()
    assert "超过 2000 行" in demonstration.app.error[0].value


# --- people's text ------------------------------------------------------------------------------------------------------


def test_names_that_look_like_markup_stay_text(empty):
    fill_hostile(empty.store)
    open_scheme(empty)
    edit(empty, {0: {"rule": "与最好的比", "name": "**x**<b>y</b>"}, 1: {"weight": ":red[0]"}})
    assert_text_stays_text(empty, (*HOSTILE, "<u>王</u>**敏**", "**x**<b>y</b>", ":red[0]", ":red[环境]", "**项目**"))
    edit(empty, {1: {"weight": "2"}})
    assert_text_stays_text(empty, (*HOSTILE, "<u>王</u>**敏**", "**x**<b>y</b>", ":red[环境]", "**项目**"))
    assert pages.SCHEME == words.TITLE


def test_every_heading_of_an_editable_table_has_room():
    icon_and_padding, letter = 32, 14
    headings = {TREE: words.TREE, **words.COLUMNS}
    for part, names in headings.items():
        for column, heading in names.items():
            assert width_of(part, column) >= icon_and_padding + letter * len(heading), (part, column)
