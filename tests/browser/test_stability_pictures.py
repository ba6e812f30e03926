"""The pictures of 权重推演 at every size, in real Chromium: no text crosses another, leaves the picture or is too small."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from evaluation import charts
from evaluation.ranking import RankedUnit
from evaluation.shortlist import Candidate, Shortlist
from evaluation.stability import Contest, explore
from tests.browser.drawn import CAPTION, DIMENSIONS, FRAMED, LONG, PAGE_WIDTHS, SMALLEST, faults

LONG_DIMENSIONS = ("重点项目建设与招商引资工作", "营商环境优化提升专项行动", "干部作风能力建设与落实")


def contest(rows, places=3, name="第{}村", dimensions=DIMENSIONS, **options) -> Contest:
    units = tuple(name.format(f"{number:02}") for number in range(len(rows)))
    scores = tuple(tuple(Decimal(int(score)) for score in row) for row in rows)
    return Contest(units, tuple(dimensions), scores, (Decimal(0),) * len(rows), (1,) * len(dimensions), places, **options)


def drawn(seed: int, count: int, low: int = 60) -> np.ndarray:
    return np.random.default_rng(seed).integers(low, 101, (count, 3))


CIRCLE = [(70 + 25 * np.cos(angle), 70 + 25 * np.sin(angle), 70 + 25 * np.cos(angle + 2)) for angle in np.linspace(0, 6.2, 40)]
CONTESTS = {
    "nobody": contest([]),
    "one unit": contest([(80, 70, 60)]),
    "two equal": contest([(80, 70, 60), (80, 70, 60)], places=1),
    "twelve": contest(drawn(1, 12)),
    "many winners": contest(CIRCLE, places=5),
    "many winners with long names": contest(CIRCLE, places=5, name=LONG),
    "sixty": contest(drawn(2, 60), places=18),
    "long names of everything": contest(drawn(3, 9), name=LONG, dimensions=LONG_DIMENSIONS),
    "torn": contest([(90, 90, 90), (70, 80, 90), (90, 80, 70)], places=2),
    "a corner each": contest([(100, 0, 0), (0, 100, 0), (0, 0, 100)], places=1),
    "curves": replace(contest(drawn(4, 8), aggregation="geometric"), adjustments=tuple(map(Decimal, range(8)))),
}


def shortlist_of(given: Contest) -> Shortlist:
    candidates = []
    for unit, scores, plus in zip(given.units, given.scores, given.adjustments, strict=True):
        total = sum(scores) / len(scores) + plus
        ranked = RankedUnit(
            "2022年", "村（社区）", unit, 1, 1, total, total, plus, dict(zip(given.dimensions, scores, strict=True)), "ranked"
        )
        candidates.append(Candidate(ranked, True, False, False, (), None))
    return Shortlist("先进集体", "村（社区）", given.places, tuple(candidates), None, None)


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", CONTESTS)
def test_the_triangle_is_clean(page, name, preset):
    finding = explore(CONTESTS[name])
    figure = charts.weight_triangle(finding, CAPTION, preset, scheme=(5, 3, 2))
    assert faults(page, figure, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_the_panel_stays_above_a_footer_that_says_who_was_decided_otherwise(page, preset):
    finding = explore(contest(drawn(3, 12), name="石堡川水库移民安置新村{}村民委员会"))
    assert finding.safety.change
    names = "；公示名单与建议不同：＋石堡川水库移民安置新村08村民委员会、−石堡川水库移民安置新村01村民委员会"
    figure = charts.weight_triangle(finding, replace(CAPTION, otherwise=names), preset)
    assert faults(page, figure, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("name", CONTESTS)
def test_both_pictures_on_a_page_are_clean(page, name):
    finding = explore(CONTESTS[name])
    for width in (470, *PAGE_WIDTHS):
        for scheme in (None, (5, 3, 2)):
            figure = charts.weight_triangle(finding, CAPTION, charts.PAGE, scheme=scheme)
            assert faults(page, figure, SMALLEST["page"], width) == []
    for width in PAGE_WIDTHS:
        figure = charts.rank_intervals(finding, shortlist_of(finding.contest), CAPTION, charts.PAGE)
        assert faults(page, figure, SMALLEST["page"], width) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", CONTESTS)
def test_the_intervals_are_clean_on_every_picture(page, name, preset):
    finding = explore(CONTESTS[name])
    shortlist = shortlist_of(finding.contest)
    for number in range(1, charts.interval_pages(finding, shortlist, preset) + 1):
        figure = charts.rank_intervals(finding, shortlist, CAPTION, preset, number)
        assert faults(page, figure, SMALLEST[preset.name]) == []


def test_the_safe_region_is_outlined_in_red_through_its_own_corners(page):
    finding = explore(CONTESTS["twelve"])
    figure = charts.weight_triangle(finding, CAPTION, charts.PROJECTOR, unit=0)
    red = [trace for trace in figure["data"] if trace.get("line", {}).get("color") == "#B3261E"]
    assert len(red) == 1
    assert len(red[0]["x"]) == len(finding.safety.polygon) + 1


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_the_pictures_count_who_competes_and_name_who_does_not(page, preset):
    given = CONTESTS["twelve"]
    finding, shortlist = explore(given), shortlist_of(given)
    barred = replace(shortlist.candidates[0].unit, unit="西岭村", vetoes=("事故",))
    everybody = replace(shortlist, candidates=(*shortlist.candidates, Candidate(barred, False, False, False, ("否决",), None)))
    caption = replace(CAPTION, shown=13, of=13)
    intervals = charts.rank_intervals(finding, everybody, caption, preset)
    for figure in (intervals, charts.weight_triangle(finding, caption, preset)):
        assert faults(page, figure, SMALLEST[preset.name]) == []
        assert "参评 12 个，共 13 个单位" in "".join(note["text"] for note in figure["layout"]["annotations"])
    assert "不参评 1 个：西岭村" in "".join(note["text"] for note in intervals["layout"]["annotations"])


def test_shares_of_samples_are_called_so_in_title_and_note():
    four = contest(np.random.default_rng(5).integers(60, 101, (9, 4)), dimensions=("甲", "乙", "丙", "丁"))
    finding = explore(four)
    assert finding.way != "exact"
    figure = charts.rank_intervals(finding, shortlist_of(four), CAPTION, charts.PROJECTOR)
    written = "".join(note["text"] for note in figure["layout"]["annotations"])
    assert written.count("抽样") == 2
    assert "怎么调都" not in written
