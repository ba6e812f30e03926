"""The raters' card: what it says, when it is there, and that trying writes nothing."""

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.events import roster_set, scheme_set, sheet_imported
from evaluation.rater_effect import RankMove, WithoutRater
from evaluation.raters import RaterMark, study_raters
from evaluation.ui.raters_view import finding
from evaluation.wording import raters as words
from tests.chain import dimension, indicator, mark_of, one, roster_of, scheme_of, sheet_draft, undo_all
from tests.samples import OFFICES, PERIOD, VILLAGES

TIMEOUT = 60


def page(group: str, period: str) -> None:
    """Draw the card alone, as a script of its own."""
    from evaluation.ui.desk import sit_down
    from evaluation.ui.raters_view import raters_card

    desk = sit_down()
    desk.period, desk.group = period, group
    raters_card(desk, desk.shortlist(desk.rank()))


def card(group: str, period: str = PERIOD) -> AppTest:
    return AppTest.from_function(page, args=(group, period), default_timeout=TIMEOUT).run()


def said(app: AppTest) -> str:
    assert not app.exception
    elements = [element for kind in ("markdown", "caption", "html") for element in getattr(app, kind)]
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def test_the_card_says_how_far_raters_agree_and_on_a_click_what_the_list_is_without_one(demonstration):
    store = demonstration.store
    before = (store.journal.head(), store.digest())
    app = card(OFFICES)
    assert "两位评分人意见一致（W = 0.99）；考核办比平均严 0.21 分。" in said(app)
    assert words.NOTE.format(joined="取平均") in said(app)
    assert words.COLUMN_WITHOUT not in said(app)
    app.button[0].click().run()
    assert "去掉分管领导，乡村振兴办公室 进，党建工作办公室 出。" in said(app)
    assert "<td>名单不变，名次不变</td>" in said(app)
    assert not app.button
    assert (store.journal.head(), store.digest()) == before


def test_the_card_is_not_there_for_a_group_with_one_rater(demonstration):
    app = card(VILLAGES)
    assert said(app) == ""
    assert not app.button


def test_what_was_tried_is_kept_until_the_data_change(demonstration):
    app = card(OFFICES)
    app.button[0].click().run()
    assert not app.run().button
    demonstration.store.append([sheet_draft({"纪律作风": {"综合执法站": 80}}, PERIOD)], "考核办")
    assert [button.label for button in app.run().button] == [words.TRY]


def test_names_from_people_stay_text(demonstration):
    store = demonstration.store
    marks = [
        mark_of(unit, "投资", mark + shift, rater, PERIOD)
        for unit, mark in (("甲", 90), ("乙", 80), ("丙", 70))
        for rater, shift in (("<b>张三</b>", 0), (":red[李四]", 5))
    ]
    store.append(
        [
            *undo_all(store),
            scheme_set(one()),
            roster_set(roster_of(村="甲 乙 丙")),
            sheet_imported("x.csv", "", b"x", marks, PERIOD),
        ],
        "考核办",
    )
    app = card("村")
    assert "&lt;b&gt;张三&lt;/b&gt;" in app.html[0].value
    assert "<b>" not in app.html[0].value
    assert ":red[李四]" in app.html[0].value
    assert "\\<b\\>张三" in app.markdown[1].value


# --- the sentence -------------------------------------------------------------------------------------------------

SCHEME = scheme_of(dimension("项目建设", indicator("投资"), indicator("要素")), dimension("作风能力", indicator("纪律")))


def sentence(*rows: str, without: list[WithoutRater] | None = None, has_award: bool = True) -> str:
    """``sentence("投资 甲 张三 90", …)``: what is said of marks of the scheme above."""
    marks = [RaterMark(unit, name, rater, Decimal(mark)) for name, unit, rater, mark in map(str.split, rows)]
    return finding(study_raters(marks, SCHEME), without, has_award=has_award).replace("\\", "")


def panel(name: str, **raters: str) -> list[str]:
    """``panel("投资", 张三="90 80 70")``: marks of the units 甲 乙 丙 丁."""
    return [
        f"{name} {unit} {rater} {mark}"
        for rater, marks in raters.items()
        for unit, mark in zip("甲乙丙丁", marks.split(), strict=False)
    ]


@pytest.mark.parametrize(("other", "level"), [("88 77 66", "一致"), ("80 85 66", "大体一致"), ("66 77 88", "不一致")])
def test_agreement_is_said_in_three_degrees(other, level):
    assert sentence(*panel("投资", 张三="90 80 70", 李四=other)).startswith(f"两位评分人意见{level}（W = ")


def test_raters_of_different_dimensions_are_judged_by_dimension():
    rows = [*panel("投资", 张三="90 80 70", 李四="90 80 70"), *panel("纪律", 王五="90 80 70", 赵六="70 80 90")]
    assert sentence(*rows) == (
        "4 位评分人没有共同评完各项，分开看：项目建设 W = 1.00、作风能力 W = 0.00；"
        "评分人分成 2 拨，各拨没有评过同一单位的同一指标，拨与拨之间不能比宽严。"
    )


def test_a_single_shared_indicator_is_named():
    rows = [*panel("投资", 张三="90 80 70", 李四="90 80 70"), *panel("要素", 王五="90 80 70")]
    assert sentence(*rows) == "3 位评分人里只有“投资”这一项能比（W = 1.00）；宽严相当。"


def test_too_few_units_say_nothing_about_agreement():
    assert sentence(*panel("投资", 张三="90 80", 李四="91 82")) == (
        "两位评分人共同评过的单位不足 3 个，或给的分都一样，看不出意见是否一致；张三比平均严 0.75 分。"
    )


ROWS = panel("投资", 张三="90 80 70", 李四="90 80 70")
SAME = [WithoutRater("张三", (), (), ()), WithoutRater("李四", (), (), (RankMove("丙", 3, 4), RankMove("丁", 4, 3)))]


def test_a_list_that_hangs_on_nobody_is_said_to_stand():
    assert sentence(*ROWS, without=SAME).endswith("；去掉任何一位，名单不变。")
    assert sentence(*ROWS, without=SAME, has_award=False).endswith("；去掉李四，2 家名次有变。")
    assert sentence(*ROWS, without=SAME[:1], has_award=False).endswith("；去掉任何一位，名次不变。")


def test_units_that_lose_their_rank_are_counted_and_not_listed_as_leaving():
    lost = [WithoutRater("", ("丁",), ("甲", "乙"), (RankMove("甲", 1, None), RankMove("乙", 2, 3)))]
    assert sentence(*ROWS, without=lost).endswith("；去掉未署名，丁 进，乙 出，1 家缺分、排不了名。")


def test_more_than_two_raters_that_the_list_hangs_on_are_counted():
    swap = [WithoutRater(rater, ("丁",), ("甲",), ()) for rater in ("张三", "李四", "王五")]
    assert sentence(*ROWS, without=swap).endswith("；有 3 位，去掉其中任何一位名单都会变。")


def test_nearly_complete_agreement_is_not_shown_as_complete():
    units = [f"单位{n}" for n in range(40)]
    rows = [f"投资 {unit} {rater} {n}" for rater in ("张三", "李四") for n, unit in enumerate(units)]
    rows[40], rows[41] = f"投资 {units[0]} 李四 1", f"投资 {units[1]} 李四 0"
    assert "（W = 0.99）" in sentence(*rows)
