"""The waterfall in a real browser: no text crosses another or leaves the picture, whatever the names and numbers."""

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluation import charts
from evaluation.contribution_gap import gap_to_mean, gap_to_unit
from evaluation.ranking import RankedUnit, Ranking
from tests.browser.drawn import CAPTION, FRAMED, LONG_CAPTION, PAGE_WIDTHS, SMALLEST, faults

LONG = "镇退役军人服务站暨社会事务办"


def ranking_of_two(
    first, second, adjustment="0.00", names=("李家河村", "新城社区"), dimensions=("项目建设", "营商环境", "作风能力")
):
    units = []
    for place, (name, scores) in enumerate(zip(names, (first, second), strict=True)):
        base = (sum(map(Decimal, scores)) / len(scores)).quantize(Decimal("0.01"))
        extra = Decimal(adjustment) if not place else Decimal("0.00")
        row = dict(zip(dimensions, map(Decimal, scores), strict=True))
        units.append(RankedUnit("2022年", "村（社区）", name, place, place + 1, base + extra, base, extra, row, "ranked"))
    return Ranking("2022年", tuple(units), dict.fromkeys(dimensions, Decimal(1)), 2)


EIGHT = tuple(f"第{number}个考核维度" for number in range(1, 9))
SHAPES = {
    "usual": ranking_of_two(("87.90", "82.10", "85.30"), ("82.60", "88.90", "84.20")),
    "above": ranking_of_two(("97.90", "92.10", "95.30"), ("82.60", "88.90", "84.20"), "1.50"),
    "equal": ranking_of_two(("85.00", "85.00", "85.00"), ("85.00", "85.00", "85.00")),
    "ends": ranking_of_two(("100.00", "100.00", "100.00"), ("0.00", "0.00", "0.00"), "-10.00"),
    "long": ranking_of_two(("87.90", "82.10", "85.30"), ("82.60", "88.90", "84.20"), names=(LONG + "一", LONG + "二")),
    "five, long": ranking_of_two(
        ("83.13", "93.26", "80.04", "82.25", "82.56"),
        ("77.98", "77.75", "82.46", "88.86", "76.49"),
        "-3.50",
        names=("张家塬张庄联合村甲村民委员会", "张家塬张庄联合村乙村民委员会"),
        dimensions=("高质量项目推进成效", "营商环境突破", "干部作风能力提升", "基层治理与安全稳定", "生态环保"),
    ),
    "one": ranking_of_two(("87.90",), ("85.30",), dimensions=("项目建设",)),
    "eight": ranking_of_two(tuple(f"{80 + n}.25" for n in range(8)), tuple(f"{88 - n}.75" for n in range(8)), dimensions=EIGHT),
}
SHAPES["on gaps"] = replace(
    SHAPES["usual"],
    units=tuple(replace(unit, on_gaps=("项目建设", "营商环境")) for unit in SHAPES["usual"].units),
    missing_rule="group_mean",
)
PANEL = charts.Panel(
    "再得几分进名单",
    "其他单位不变",
    (
        charts.PanelLine("只提项目建设", "+0.41", "87.90→88.31"),
        charts.PanelLine("只提营商环境", "满分也不够", ""),
        charts.PanelLine("只提作风能力", "+0.41", "85.30→85.71"),
        charts.PanelLine("几项一起提", "各 +0.14", ""),
        charts.PanelLine("最省的一格：企业群众满意度评价结果", "+0.5", "81.0→81.5"),
    ),
)


def gaps_of(ranking):
    first, second = ranking.units
    return [
        (gap_to_unit(ranking, first, second), "line"),
        (gap_to_unit(ranking, second, first), "leader"),
        (gap_to_mean(ranking, first), "mean"),
    ]


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", SHAPES)
def test_the_waterfall_is_clean(page, name, preset):
    for gap, against in gaps_of(SHAPES[name]):
        for panel in (PANEL, None):
            figure = charts.waterfall(gap, against, CAPTION, preset, panel)
            assert faults(page, figure, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("name", SHAPES)
def test_the_waterfall_on_a_page_is_clean_at_every_width(page, name):
    for width in PAGE_WIDTHS:
        for gap, against in gaps_of(SHAPES[name]):
            assert faults(page, charts.waterfall(gap, against, CAPTION, charts.PAGE), SMALLEST["page"], width) == []


WHITE_ON = """() => {
  const bars = [...document.querySelectorAll('#picture .bars .point path')].map(bar => bar.getBoundingClientRect());
  const texts = [...document.querySelectorAll('#picture text')];
  const white = texts.filter(text => getComputedStyle(text).fill == 'rgb(255, 255, 255)');
  const inside = (box, bar) => bar.left <= box.left && box.right <= bar.right && bar.top <= box.top && box.bottom <= bar.bottom;
  return white.map(text => [text.textContent, bars.some(bar => inside(text.getBoundingClientRect(), bar))]);
}"""


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", ["usual", "long", "five, long"])
def test_a_white_number_lies_wholly_on_its_bar(page, name, preset):
    """Beyond the bar the paper is white: 81.36 read 31.36."""
    for gap, against in gaps_of(SHAPES[name]):
        assert faults(page, charts.waterfall(gap, against, CAPTION, preset), SMALLEST[preset.name]) == []
        assert all(is_inside for _, is_inside in page.evaluate(WHITE_ON))


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_units_that_begin_alike_are_named_whole_or_not_at_all(preset):
    gap, against = gaps_of(SHAPES["five, long"])[0]
    figure = charts.waterfall(gap, against, CAPTION, preset)
    written = [note["text"] for note in figure["layout"]["annotations"]]
    assert not [text for text in written if "…" in text]


def test_the_title_never_leaves_open_whether_a_unit_is_above_or_below():
    for shape in ("long", "five, long", "above"):
        for gap, against in gaps_of(SHAPES[shape]):
            figure = charts.waterfall(gap, against, CAPTION, charts.PROJECTOR)
            notes, size = figure["layout"]["annotations"], charts.PROJECTOR.title
            (title,) = [note["text"] for note in notes if note["font"]["size"] == size]
            assert ("高" in title) == (gap.difference > 0), title
            assert "和" not in title


def test_long_captions_stay_inside(page):
    for preset in FRAMED:
        gap, against = gaps_of(SHAPES["long"])[0]
        assert faults(page, charts.waterfall(gap, against, LONG_CAPTION, preset, PANEL), SMALLEST[preset.name]) == []
