"""The heat table and the picture of changed ranks: grounds that ink can be read on, findings, what is compared."""

from decimal import Decimal
from itertools import chain, count

import plotly.graph_objects as go
import pytest

from evaluation import charts
from evaluation.charts.heat import places_in_group
from evaluation.charts.language import DIMENSIONS as COLOURS
from evaluation.charts.language import INK
from evaluation.charts.shades import PALEST, contrast, full_strength, mixed
from evaluation.ranking import RankedUnit
from evaluation.shortlist import Candidate, Shortlist
from tests.test_charts import CAPTION

NAMES = ("项目建设", "营商环境")
FLOORS = {"项目建设": Decimal(70), "营商环境": Decimal(70)}
UNEQUAL = {"项目建设": Decimal(65), "营商环境": Decimal(70)}
NO_FLOORS = dict.fromkeys(NAMES)


def listed(*scores: tuple[str, str], floors=FLOORS) -> Shortlist:
    """One unit a pair of scores: 甲村, 乙村, …, in this order, total = mean."""
    candidates = []
    for place, (name, pair) in enumerate(zip(chain("甲乙丙丁戊己", map(str, count(7))), scores, strict=False), 1):
        given = dict(zip(NAMES, map(Decimal, pair), strict=True))
        total = sum(given.values()) / 2
        below = tuple(one for one in NAMES if floors[one] is not None and given[one] < floors[one])
        unit = RankedUnit("2022年", "村", f"{name}村", place, place, total, total, Decimal(0), given, "ranked")
        candidates.append(Candidate(unit, not below, False, False, (), None, below))
    return Shortlist("先进集体", "村", 1, tuple(candidates), None, None)


@pytest.mark.parametrize("colour", COLOURS)
def test_ink_can_be_read_on_every_ground_and_nearly_no_more_would_do(colour):
    strength = full_strength(colour)
    assert contrast(INK, mixed(colour, strength)) >= 4.5
    assert strength == 1 or contrast(INK, mixed(colour, strength + 0.01)) < 4.5
    assert contrast(INK, mixed(colour, PALEST * strength)) > 10


def test_places_in_the_group_run_from_one_to_nought_and_ties_share_the_better():
    rows = listed(("90.00", "80.00"), ("85.00", "80.00"), ("80.00", "75.00"))
    assert places_in_group(rows, "项目建设") == {"甲村": 1, "乙村": 0.5, "丙村": 0}
    assert places_in_group(rows, "营商环境") == {"甲村": 1, "乙村": 1, "丙村": 0}


@pytest.mark.parametrize(("scores", "floors", "said"), [
    ((("90.00", "68.50"), ("66.20", "80.00")), FLOORS, "两个单位有一项低于 70 分底线：甲村、乙村"),
    ((("90.00", "68.50"), ("80.00", "80.00")), FLOORS, "甲村的营商环境 68.50 分，低于 70 分底线"),
    ((("90.00", "68.50"), ("60.00", "80.00")), UNEQUAL, "两个单位有一项低于底线：甲村、乙村"),
    ((("90.00", "68.50"),) * 4, FLOORS, "四个单位有一项低于 70 分底线"),
    ((("90.00", "72.50"), ("80.00", "80.00")), FLOORS, "没有单位低于底线，最低的是甲村营商环境 72.50 分"),
    ((("90.00", "72.50"), ("80.00", "80.00")), NO_FLOORS, "项目建设差距最大：最高最低相差 10.00 分"),
    ((("90.00", "90.00"), ("90.00", "90.00")), NO_FLOORS, "两个单位各项得分都一样"),
    ((("90.00", "72.50"),), FLOORS, "只有一个单位，最低的是营商环境 72.50 分"),
])  # fmt: skip
def test_the_heat_table_says_who_is_below_a_floor_or_what_is_lowest(scores, floors, said):
    assert charts.heat_text(listed(*scores, floors=floors), floors) == said


def test_the_first_page_of_the_heat_table_speaks_of_the_lowest_score_of_the_whole_group():
    rows = listed(*[("90.00", "80.00")] * 59, ("71.00", "75.00"))
    assert charts.heat_text(rows, FLOORS) == "没有单位低于底线，最低的是60村项目建设 71.00 分"


def test_a_cell_below_its_floor_is_white_framed_red_and_marked():
    figure = charts.heat_table(listed(("90.00", "68.50"), ("80.00", "80.00")), FLOORS, CAPTION, charts.PROJECTOR)
    heat = [trace for trace in figure["data"] if trace["type"] == "heatmap"]
    assert [trace["z"] for trace in heat] == [[[1], [0]], [[None], [1]]]
    printed = [word for trace in figure["data"] if trace["type"] == "scatter" for word in trace["text"]]
    assert printed == ["90.00", "80.00", "▼ 68.50", "80.00"]
    assert sum(shape["line"].get("color") == "#B3261E" and shape["type"] == "rect" for shape in figure["layout"]["shapes"]) == 1


RANKED = listed(*((str(90 - place), "80.00") for place in range(5)))


@pytest.mark.parametrize(("before", "said"), [
    ({"甲村": 2, "乙村": 1, "丙村": 5, "丁村": 3, "戊村": 4}, "丙村升 2 位，乙村退 1 位，变动最大"),
    ({"甲村": 1, "乙村": 2, "丙村": 3, "丁村": 4, "戊村": 5}, "五个单位的名次都没有变"),
    ({"甲村": 1, "乙村": 2, "丙村": 5}, "丙村升 2 位，变动最大"),
    ({"戊村": 3}, "戊村退 2 位，变动最大"),
    ({}, "2021年没有名次可比，只画现在的名次"),
    ({"甲村": None}, "2021年没有名次可比，只画现在的名次"),
])  # fmt: skip
def test_the_picture_of_ranks_names_who_rose_and_who_fell_most(before, said):
    assert charts.slope_text(RANKED, charts.Earlier("2021年", "2022年", before)) == said


def test_every_way_leads_from_the_rank_before_to_the_rank_now():
    before = {"甲村": 2, "乙村": 1, "丙村": 5, "丁村": 4}
    figure = charts.rank_slope(RANKED, charts.Earlier("2021年", "2022年", before, heavy=2), CAPTION, charts.PROJECTOR)
    pale, heavy, was, now = figure["data"]
    assert (pale["x"], heavy["x"]) == ([2, 1, None, 1, 2, None], [5, 3, None])
    assert (was["x"], was["y"]) == ([2, 1, 5], [0, 1, 2])
    assert (now["x"], now["y"]) == ([1, 2, 3, 4, 5], [0, 1, 2, 3, 4])
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"▲ 1", "▼ 1", "▲ 2", "— 持平", "新进"} <= set(texts)
    assert "2021年没有名次：戊村" in texts


def test_what_a_trial_moved_is_violet():
    earlier = charts.Earlier("方案", "试算", {"甲村": 2, "乙村": 1}, heavy=1, is_trial=True)
    heavy = charts.rank_slope(RANKED, earlier, CAPTION, charts.PAGE)["data"][1]
    assert heavy["line"]["color"] == "#6B4A8E"


@pytest.mark.parametrize("preset", charts.PRESETS.values(), ids=lambda preset: preset.name)
def test_the_figures_are_valid_for_the_library(preset):
    earlier = charts.Earlier("<b>x</b>", "2022年", {"甲村": 2, "乙村": 1})
    for figure in (charts.heat_table(RANKED, FLOORS, CAPTION, preset), charts.rank_slope(RANKED, earlier, CAPTION, preset)):
        go.Figure(figure)
        assert "<b>x</b>" not in str(figure["layout"]["annotations"])
