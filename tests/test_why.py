"""The sentence about a unit: every variant, from numbers that the chain computed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation.events import roster_set
from evaluation.group_scores import Group, read_group
from evaluation.indicator_places import indicator_places
from evaluation.rank_change import RankChange
from evaluation.shortlist import suggest
from evaluation.why import change_in_words, dimension_places, why
from tests.chain import GROUP, dimension, fill, indicator, new_store, ranking_of, roster_of, scheme_of, veto_draft

NAMES = ("项目建设", "营商环境", "作风能力")


def filled(scores: dict[str, tuple], *, quota=1, vetoes=(), adjustments=(), **options):
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}指标"), floor=60) for name in NAMES),
        award=[{"name": "先进集体", "groups": [GROUP], "quota": quota}],
        **options,
    )
    marks = {
        f"{name}指标": {unit: own[at] for unit, own in scores.items() if own[at] is not None} for at, name in enumerate(NAMES)
    }
    store = fill(new_store(), scheme, marks, roster=roster_of(**{GROUP: " ".join(scores)}), adjustments=adjustments)
    store.append([veto_draft(vetoes)], "考核办")
    return store


def said(store, unit: str) -> str:
    ranking = ranking_of(store)
    return why(ranking, suggest(ranking, store.scheme, store.scheme.award[0], GROUP), store.scheme, unit)


USUAL = {"甲村": (95, 90, 91), "乙村": (92, 88, 60), "丙村": (70, 80, 85), "丁村": (60, 70, 62)}


def test_first_middle_and_last():
    store = filled(USUAL)
    assert said(store, "甲村") == ("甲村总分 92.00，第 1 名：每一项都是第 1；领先第 2 名乙村 12.00 分。正好在评先线上。")
    assert said(store, "乙村") == (
        "乙村总分 80.00，第 2 名：项目建设第 2；作风能力第 4，拖后 4.83 分；距第 1 名甲村 12.00 分。"
        "离评先线（甲村 92.00）差 12.00 分。"
    )
    assert said(store, "丁村").startswith("丁村总分 64.00，第 4 名（最后一名）：每一项都不高于组平均，项目建设第 4，拖后最多，")


def test_tied_units_are_named_and_a_tie_at_the_cut_is_pending():
    store = filled({"甲村": (90, 90, 90), "乙村": (90, 90, 90), "丙村": (80, 80, 80)})
    assert "与乙村并列第 1 名" in said(store, "甲村")
    assert "跨在最后一席上，并列待定。" in said(store, "甲村")


def test_the_first_is_told_its_lead_over_the_line_and_of_many_tied_units_three_are_named():
    tied = dict.fromkeys(("乙村", "丙村", "丁村", "戊村", "己村"), (80, 80, 80))
    store = filled({"甲村": (95, 92, 91), **tied, "庚村": (60, 60, 95)}, quota=6)
    assert said(store, "甲村") == (
        "甲村总分 92.67，第 1 名：项目建设第 1；没有拖后腿的项，最靠后的作风能力第 2，也比组平均多 2.43 分；"
        "领先第 2 名乙村 12.67 分。高出评先线（己村 80.00）12.67 分。"
    )
    assert said(store, "乙村").startswith("乙村总分 80.00，与丙村、丁村、戊村等 4 个单位并列第 2 名：")


def test_the_only_dimension_is_said_to_settle_the_rank():
    scheme = scheme_of(dimension("项目建设", indicator("投资")), award=[{"name": "先进集体", "groups": [GROUP], "quota": 1}])
    store = fill(new_store(), scheme, {"投资": {"甲村": 90, "乙村": 80}})
    assert said(store, "甲村") == "甲村总分 90.00，第 1 名：项目建设一项定名次；领先第 2 名乙村 10.00 分。正好在评先线上。"


def test_a_tie_that_the_scheme_breaks_is_said():
    store = filled({"甲村": (91, 90, 89), "乙村": (90, 90, 90)}, tie_break=["项目建设"])
    assert said(store, "甲村").startswith("甲村总分 90.00，第 1 名：")
    assert "和第 2 名乙村同分，按方案规则排在前面。" in said(store, "甲村")
    assert "和第 1 名甲村同分，按方案规则排在后面" in said(store, "乙村")
    assert "和评先线（甲村 90.00）同分" in said(store, "乙村")


def test_an_incomplete_unit_is_told_what_it_lacks_and_that_a_blank_is_no_zero():
    store = filled({"甲村": (90, 90, 90), "乙村": (None, 88, None)})
    assert said(store, "乙村") == (
        "乙村资料不全，没有名次：缺项目建设（项目建设指标）、作风能力（作风能力指标）。补齐前不排名，也不会记为 0 分。"
    )


def test_a_vetoed_unit_keeps_its_rank_and_can_not_compete_or_loses_it_where_the_scheme_says_so():
    barred = filled(USUAL, vetoes=[("甲村", "安全生产事故")])
    assert "第 1 名" in said(barred, "甲村")
    assert "不能参评：一票否决：安全生产事故。" in said(barred, "甲村")
    unranked = filled(USUAL, vetoes=[("甲村", "安全生产事故")], veto="unrank")
    assert said(unranked, "甲村") == "甲村总分 92.00，因一票否决（安全生产事故）不参加排名。"


def test_one_unit_and_all_equal_units_have_nothing_to_compare():
    assert "本组只有这一个单位有名次" in said(filled({"甲村": (90, 80, 70)}), "甲村")
    assert "全组 3 个单位同分，并列第 1 名，分不出先后" in said(
        filled(dict.fromkeys(("甲村", "乙村", "丙村"), (80, 80, 80))), "乙村"
    )


def test_a_floor_and_adjustments_are_said():
    store = filled({**USUAL, "戊村": (96, 96, 59)}, adjustments=[("戊村", -1)])
    sentence = said(store, "戊村")
    assert "加减分 −1.00" in sentence
    assert "不能参评：作风能力 59.00 ＜ 底线 60。" in sentence


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "minimum"])
def test_dimension_points_add_up_to_the_distance_from_the_groups_mean(aggregation):
    store = filled(USUAL, aggregation=aggregation)
    ranking = ranking_of(store)
    totals = [unit.total for unit in ranking.units]
    mean = (sum(totals) / len(totals)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    for unit in ranking.units:
        places = dimension_places(ranking, unit)
        assert sum(place.points for place in places) == unit.total - mean
        assert [place.of for place in places] == [4, 4, 4]


LOWEST = {"甲村": (60, 100, 100), "乙村": (80, 80, 80), "丙村": (90, 85, 85)}


def test_under_the_lowest_score_nothing_is_said_of_scores_that_holds_for_points_only():
    store = filled(LOWEST, aggregation="minimum")
    assert "：项目建设第 3，拖后 15.00 分；" in said(store, "甲村")
    assert "：项目建设第 2；作风能力第 3，拖后 0.56 分；" in said(store, "乙村")
    assert "：项目建设第 1；领先第 2 名乙村 5.00 分。" in said(store, "丙村")


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "minimum"])
@pytest.mark.parametrize("scores", [USUAL, LOWEST, {"甲村": (90, 85, 80), "乙村": (80, 80, 80), "丙村": (70, 75, 80)}])
def test_what_is_said_of_scores_against_the_mean_holds_for_the_scores(aggregation, scores):
    store = filled(scores, aggregation=aggregation)
    ranking = ranking_of(store)
    for unit in ranking.units:
        sentence, places = said(store, unit.unit), dimension_places(ranking, unit)
        if "每一项都不高于组平均" in sentence:
            assert all(place.score <= place.mean for place in places)
        if "没有拖后腿的项" in sentence:
            assert all(place.score >= place.mean for place in places)
        if "和组平均一样" in sentence:
            assert min(place.score - place.mean for place in places) == 0


def test_a_weakest_dimension_like_the_mean_is_said_to_be_so():
    store = filled({"甲村": (90, 85, 80), "乙村": (80, 80, 80), "丙村": (70, 75, 80)})
    assert "：最靠后的项目建设第 2，和组平均一样；" in said(store, "乙村")


def test_indicators_come_weakest_first_and_what_they_cost_adds_up():
    store = filled(USUAL)
    ranking = ranking_of(store)
    for unit in ranking.units:
        found = indicator_places(Group(store.scheme, read_group(store.cursor(), "2022年", GROUP)), unit.unit)
        assert [item.lost for item in found] == sorted((item.lost for item in found), reverse=True)
        mean = sum(other.total for other in ranking.units) / len(ranking.units)
        assert abs(float(sum(item.lost for item in found)) - float(mean - unit.total)) < 0.01


def test_a_change_of_rank_is_said_with_its_parts():

    parts = {"own": Fraction(-1), "others": Fraction(-2), "units": Fraction(0), "rules": Fraction(0)}
    assert change_in_words(RankChange(4, 7, parts, (), ()), "2021年") == (
        "比2021年降 3 名：自己的分 −1，别人的分 −2，单位进出 0，方案 0。"
    )
    balanced = {"own": Fraction(1), "others": Fraction(-1), "units": Fraction(0), "rules": Fraction(0)}
    assert change_in_words(RankChange(4, 4, balanced, (), ()), "2021年") == (
        "名次和2021年一样：自己的分 +1，别人的分 −1，单位进出 0，方案 0。"
    )
    thirds = dict.fromkeys(("own", "others", "units"), Fraction(1, 3)) | {"rules": Fraction(0)}
    assert change_in_words(RankChange(4, 3, thirds, (), ()), "2021年") == (
        "比2021年升 1 名：自己的分 +0.4，别人的分 +0.3，单位进出 +0.3，方案 0。"
    )


def test_a_unit_without_any_mark_is_listed_with_everything_that_it_lacks():
    store = filled(USUAL)
    store.append([roster_set(roster_of(**{GROUP: "甲村 乙村 丙村 丁村 戊村"}))], "考核办")
    assert all(name in said(store, "戊村") for name in NAMES)
