"""权重推演 as a person uses it: the finding, other weights, limits, a shaded unit, and data that is odd."""

import json
from dataclasses import replace

import pytest

from evaluation.events import scheme_set
from evaluation.ui.text import md
from evaluation.wording import pages as common
from evaluation.wording import stability as words
from tests.chain import dimension, fill, indicator, roster_of, scheme_of
from tests.pages.cases import fill_plain


def figures(person) -> list[dict]:
    """The figures on the page as the chart library gets them."""

    return [json.loads(chart.proto.spec) for chart in person.app.get("plotly_chart")]


def texts(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_it_says_how_far_the_weights_may_go_and_who_would_replace_whom(demonstration):
    demonstration.visit("stability")
    assert md("每项不超过 1.1 个百分点，名单不变；最先发生的变化：李家河村替下新城社区") in demonstration.text
    assert "所有权重中，名单不变的占 **48.4%**" in demonstration.text
    triangle, intervals = figures(demonstration)
    assert "东坪村<br>第一" in texts(triangle)
    assert "花园社区<br>第一" in texts(triangle)
    assert {"48.4%", "51.6%", "入选比例"} <= set(texts(intervals))


def test_moved_weights_are_a_trial_that_list_and_regions_follow_and_nothing_is_written(demonstration):
    demonstration.visit("stability")
    position = demonstration.store.position
    demonstration.app.slider(key="weight_0").set_value(50.0).run()
    demonstration.assert_sound()
    assert "试算" in demonstration.text
    assert "**李家河村** 进" in demonstration.text
    assert "权重在（50、25、25）上" in demonstration.text
    assert {"试算", "现方案"} <= set(texts(figures(demonstration)[0]))
    assert demonstration.store.position == position
    demonstration.click(common.BACK_TO_SCHEME)
    assert md("权重在（33.3、33.3、33.3）上") in demonstration.text


def test_limits_that_a_meeting_accepts_change_the_shares(demonstration):
    demonstration.visit("stability")
    demonstration.app.slider(key="limit_0").set_value((20, 50)).run()
    assert "会议认可的权重中，名单不变的占" in demonstration.text
    demonstration.app.selectbox(key="largest").set_value(0).run()
    demonstration.assert_sound()
    for place in (0, 1, 2):
        demonstration.app.slider(key=f"limit_{place}").set_value((60, 100))
    demonstration.app.run()
    assert words.NO_WEIGHTS_LEFT in demonstration.text
    demonstration.assert_sound()


def test_weights_outside_of_what_a_meeting_accepts_are_said_to_be(demonstration):
    demonstration.visit("stability")
    sentence = next(text for text in demonstration.text.split("\n") if "最先发生的变化" in text)
    demonstration.app.slider(key="limit_0").set_value((80, 100)).run()
    demonstration.assert_sound()
    assert words.OUTSIDE_LIMITS in demonstration.text
    assert sentence in demonstration.text
    demonstration.app.selectbox(key="member").set_value(6).run()
    assert "占会议认可的权重的" in demonstration.text
    demonstration.app.slider(key="limit_0").set_value((30, 100)).run()
    assert words.OUTSIDE_LIMITS not in demonstration.text


def test_a_unit_can_be_shaded_where_it_is_on_the_list(demonstration):
    demonstration.visit("stability")
    plain = len(figures(demonstration)[0]["data"])
    demonstration.app.selectbox(key="member").set_value(6).run()
    assert "深色部分：**李家河村** 在名单里，占全部权重的 51.6%。" in demonstration.text
    assert len(figures(demonstration)[0]["data"]) == plain + 1


def test_all_units_can_be_listed(demonstration):
    demonstration.visit("stability")
    assert words.ALWAYS_OUT.format(count=9) in demonstration.text
    demonstration.app.pills(key="all_intervals").select(words.SHOW_ALL.format(count=17)).run()
    assert "张庄村" in texts(figures(demonstration)[1])


@pytest.mark.parametrize("size", [common.SIZE_PROJECTOR, common.SIZE_A4, common.SIZE_WECHAT])
def test_both_pictures_come_in_every_size(demonstration, size):
    demonstration.visit("stability")
    demonstration.app.segmented_control(key="size").select(size).run()
    demonstration.assert_sound()
    assert len(figures(demonstration)) == 4


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic", "minimum"])
def test_other_ways_to_join_dimensions_are_explored_too(demonstration, aggregation):
    demonstration.visit("stability")
    demonstration.app.select_slider(key="aggregation").set_value(aggregation).run()
    demonstration.assert_sound()
    assert ("曲线" in demonstration.text) == (aggregation != "minimum")


@pytest.mark.parametrize("count", [1, 2, 4])
def test_schemes_of_other_sizes_have_no_triangle_and_all_the_rest(empty, count):
    names = [f"维度{number}" for number in range(count)]
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}指标")) for name in names), award=[{"name": "奖", "groups": ["村"], "quota": 1}]
    )
    marks = {f"{name}指标": {"甲": 90 - 9 * n, "乙": 80 + n, "丙": 70} for n, name in enumerate(names)}
    fill(empty.store, scheme, marks, roster=roster_of(村="甲 乙 丙"))
    empty.visit("stability")
    empty.assert_sound()
    assert words.NO_TRIANGLE.format(count=count) in empty.text
    assert len(figures(empty)) == 1
    assert ("标准误" in empty.text) == (count > 3)


def test_where_nobody_can_compete_the_page_says_so(empty):
    fill_plain(empty.store, {f"第{number}村": 30 + number for number in range(5)})
    empty.visit("stability")
    empty.assert_sound()
    assert words.NOBODY in empty.text
    assert figures(empty) == []


def test_sixty_units_are_shown(empty):
    fill_plain(empty.store, {f"第{number}村": f"{99 - number * 0.37:.2f}" for number in range(60)})
    empty.visit("stability")
    empty.assert_sound()
    assert words.NEVER.rstrip("。") in empty.text


def test_what_an_award_asks_for_besides_a_place_is_on_the_page(empty):
    names = ("甲项", "乙项", "丙项")
    award = {"name": "奖", "groups": ["村"], "quota": 5, "minimum_total": 80, "within_rank": 3}
    scheme = scheme_of(*(dimension(name, indicator(f"{name}指标")) for name in names), award=[award])
    marks = {"东村": (95, 95, 95), "西村": (100, 82, 70), "南村": (90, 70, 60), "北村": (60, 60, 60)}
    columns = {f"{name}指标": {unit: row[place] for unit, row in marks.items()} for place, name in enumerate(names)}
    fill(empty.store, scheme, columns, roster=roster_of(村=" ".join(marks)))
    empty.visit("stability")
    empty.assert_sound()
    assert md("最先发生的变化：西村总分不到下限，退出名单") in empty.text
    assert words.RANK_LEFT_OUT.format(rank=3) in empty.text
    assert words.LIST_HEAD.format(places=5) in empty.text
    assert "东村、西村\n" in empty.text
    assert words.FALLS_SHORT.format(leaves="西村") in empty.text
    assert words.ONLY_LEAVES.format(leaves="西村") not in empty.text


def test_a_new_scheme_is_followed_at_once(demonstration):
    demonstration.visit("stability")
    scheme = demonstration.store.scheme
    twice = replace(scheme.dimension[0], weight=scheme.dimension[0].weight * 2)
    demonstration.store.append([scheme_set(replace(scheme, dimension=(twice, *scheme.dimension[1:])))], "考核办")
    demonstration.visit("stability")
    assert "权重在（50、25、25）上" in demonstration.text
