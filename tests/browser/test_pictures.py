"""Every picture in a real browser: no text crosses another, leaves the picture or is too small to read."""

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluation import charts
from evaluation.ranking import RankedUnit
from evaluation.shortlist import Candidate, Shortlist
from tests.browser.drawn import (
    BOXES,
    CAPTION,
    DIMENSIONS,
    DRAW,
    FRAMED,
    LONG,
    LONG_CAPTION,
    PAGE_WIDTHS,
    SMALLEST,
    faults,
)


def group(totals: list[str], *, suggested=6, name: str = "第{}村", tied: int = 0, incomplete: int = 0) -> Shortlist:
    cut = totals[suggested - 1] if suggested else None
    candidates = []
    for place, total in enumerate(totals):
        adjustment = Decimal(place == 1 and place < suggested)
        base = Decimal(total) - adjustment
        scores = dict(zip(DIMENSIONS, (base + 3, base - 1, base - 2), strict=True))
        is_in, is_tied = place < suggested, suggested <= place < suggested + tied
        barred = not is_in and not is_tied and place % 7 == 6
        ranked = RankedUnit(
            "2022年", "村（社区）", name.format(f"{place + 1:02}"), place + 1, place + 1, Decimal(total), base,
            adjustment, scores, "ranked",
        )  # fmt: skip
        gap = Decimal(total) - Decimal(cut) if cut else None
        reasons = ("作风能力 68.50 低于底线 70",) if barred else ()
        below = tuple(name for name, score in scores.items() if score < 70)
        candidates.append(Candidate(ranked, not barred, is_in, is_tied, reasons, gap, below))
    for number in range(incomplete):
        lacking = RankedUnit(
            "2022年", "村（社区）", name.format(f"缺{number}"), 1, None, None, None, Decimal(0),
            {"项目建设": Decimal("80.00"), "营商环境": None, "作风能力": None}, "incomplete",
        )  # fmt: skip
        candidates.append(Candidate(lacking, False, False, False, ("资料不全",), None))
    line = candidates[suggested - 1].unit if suggested else None
    return Shortlist(
        "先进集体", "村（社区）", max(1, suggested), tuple(candidates), line.total if line else None,
        line.unit if line else None,
    )  # fmt: skip


def with_gaps(shortlist: Shortlist) -> Shortlist:
    """Return the list with the first dimension of every second unit resting on a gap."""
    rows = [
        replace(row, unit=replace(row.unit, on_gaps=DIMENSIONS[:1])) if place % 2 and row.unit.total is not None else row
        for place, row in enumerate(shortlist.candidates)
    ]
    return replace(shortlist, candidates=tuple(rows), missing_rule="group_mean")


def falling(count: int, step: str = "0.83") -> list[str]:
    return [str(Decimal("92.87") - place * Decimal(step)) for place in range(count)]


GROUPS = {
    "none": group([], suggested=0, incomplete=3),
    "one": group(["92.87"], suggested=1),
    "two": group(["92.87", "52.40"], suggested=1),
    "ten": group(falling(10), suggested=3),
    "twenty-two": group(falling(20), incomplete=2),
    "sixty": group(falling(60, "0.61"), suggested=18, incomplete=9),
    "long names": group(falling(22), name=LONG, incomplete=4),
    "long names on gaps": with_gaps(group(falling(22), name=LONG, incomplete=4)),
    "short names": group(falling(20), name="{}"),
    "tied": group(["92.87", "90.00", *["88.00"] * 6, "80.00"], suggested=2, tied=6),
    "all equal": group(["85.00"] * 22, suggested=0, tied=22),
    "outlier": group([*falling(19, "0.31"), "12.40"]),
    "outlier above": group(["99.99", *[str(Decimal("70.00") - place * Decimal("0.11")) for place in range(15)]]),
    "full marks": group(["100.00", "99.99", "0.00"], suggested=1),
}
WEIGHTS = dict.fromkeys(DIMENSIONS, Decimal(1))
FLOORS = dict.fromkeys(DIMENSIONS, Decimal(70))


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", GROUPS)
def test_the_gap_picture_is_clean(page, name, preset):
    for number in range(1, charts.pages(GROUPS[name], preset) + 1):
        figure = charts.gap_to_line(GROUPS[name], CAPTION, preset, number)
        assert faults(page, figure, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", GROUPS)
def test_the_contribution_picture_is_clean(page, name, preset):
    number = charts.pages(GROUPS[name], preset)
    aggregation = "geometric" if name == "ten" else "arithmetic"
    figure = charts.contributions(GROUPS[name], WEIGHTS, aggregation, CAPTION, preset, number)
    assert faults(page, figure, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", GROUPS)
def test_the_two_boards_are_clean(page, name, preset):
    for number in range(1, charts.praise_pages(GROUPS[name], CAPTION, preset) + 1):
        figure = charts.praise(GROUPS[name], CAPTION, preset, number)
        assert faults(page, figure, SMALLEST[preset.name]) == []


FIVE = ("高质量项目推进成效", "营商环境突破", "干部作风能力提升", "基层治理与安全稳定", "生态环保")
SIXTEEN = "石堡川水库移民安置新村村民委{:02}号"


def five_dimensions(praised: int, reminded: int) -> Shortlist:
    """Units whose names take 16 signs and begin alike, with 100.00 in five dimensions, below floors, or without marks."""
    candidates = []
    for place in range(praised + reminded):
        is_in, lacks = place < praised, place % 3 == 2
        score = Decimal("100.00") if is_in else Decimal("41.25")
        scores = dict.fromkeys(FIVE, score)
        if not is_in and lacks:
            scores |= dict.fromkeys(FIVE[: 2 + place % 4], None)
        total = None if None in scores.values() else score
        unit = RankedUnit(
            "2022年", "村", SIXTEEN.format(place), place, total and place + 1, total, total, Decimal(0), scores,
            "incomplete" if total is None else "ranked",
        )  # fmt: skip
        below = () if is_in or lacks else FIVE[:1] if place % 2 else FIVE
        candidates.append(Candidate(unit, is_in, is_in, False, () if is_in else ("低于底线",), total and total - 100, below))
    return Shortlist("先进集体", "村", praised, tuple(candidates), Decimal("100.00"), SIXTEEN.format(praised - 1))


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize(("praised", "reminded"), [(1, 2), (6, 6), (7, 5), (9, 12), (12, 12)])
@pytest.mark.parametrize("hides_scores", [False, True])
def test_no_name_or_score_on_the_two_boards_is_cut(page, praised, reminded, preset, hides_scores):
    boards = five_dimensions(praised, reminded)
    written = []
    for number in range(1, charts.praise_pages(boards, CAPTION, preset) + 1):
        figure = charts.praise(boards, CAPTION, preset, number, hides_scores=hides_scores)
        assert faults(page, figure, SMALLEST[preset.name]) == []
        written += [note["text"] for note in figure["layout"]["annotations"]]
    assert {row.unit.unit for row in boards.candidates} <= set(written)
    assert not [text for text in written if "…" in text and text.startswith(("石", "各项", "缺", "高质量"))]


DECIDED = replace(
    CAPTION, weights=" : ".join(FIVE) + " = 30 : 25 : 20 : 15 : 10", states=("final",), group="村（社区）居民自治组织",
    otherwise="；定稿名单与建议不同：＋铁路新村东段社区居民委员会、−张家塬张庄联合村村民委员会",
)  # fmt: skip


def written(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_boards_have_room_above_a_footer_that_says_who_was_decided_otherwise(page, preset):
    boards = with_gaps(five_dimensions(5, 7))
    for number in range(1, charts.praise_pages(boards, DECIDED, preset) + 1):
        figure = charts.praise(boards, DECIDED, preset, number)
        assert faults(page, figure, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_a_footer_shortens_neither_weights_nor_who_was_decided_otherwise(page, preset):
    group = five_dimensions(9, 12)
    weights = dict(zip(FIVE, map(Decimal, (30, 25, 20, 15, 10)), strict=True))
    last = charts.pages(group, preset)
    for figure in (
        charts.gap_to_line(group, DECIDED, preset, last),
        charts.heat_table(group, dict.fromkeys(FIVE, Decimal(60)), DECIDED, preset, last),
        charts.contributions(group, weights, "arithmetic", DECIDED, preset, last),
        charts.rank_slope(group, earlier_of(group), DECIDED, preset, last),
        charts.praise(group, DECIDED, preset),
    ):
        assert faults(page, figure, SMALLEST[preset.name]) == []
        text = "".join(written(figure))
        for said in ("= 30 : 25 : 20 : 15 : 10", "方案第 3 版", "＋铁路新村东段社区居民委员会", "−张家塬张庄联合村村民委员会"):
            assert said in text, said


def test_many_that_were_decided_otherwise_are_counted():
    names = "、".join(f"{sign}镇退役军人服务站暨社会事务办{number:02}" for number in range(6) for sign in "＋−")
    caption = replace(DECIDED, otherwise=f"；定稿名单与建议不同：{names}")
    for preset in FRAMED:
        assert "定稿名单与建议不同：换入 6 个、换出 6 个" in written(charts.praise(five_dimensions(9, 3), caption, preset))


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_five_dimensions_have_their_scores_in_the_heat_table_and_the_rest_is_counted(page, preset):
    group = five_dimensions(9, 12)
    texts = []
    for number in range(1, charts.pages(group, preset) + 1):
        figure = charts.heat_table(group, dict.fromkeys(FIVE, Decimal(60)), CAPTION, preset, number)
        assert faults(page, figure, SMALLEST[preset.name]) == []
        for trace in figure["data"]:
            texts += trace.get("text", ())
    assert len(texts) == 5 * len(group.counted)
    assert not [text for text in written(figure) if text.endswith("…") and not text.startswith("来源")]


def earlier_of(shortlist: Shortlist, *, first_period: bool = False) -> charts.Earlier:
    """Ranks before: pairs swapped, every seventh unit new."""
    count = len(shortlist.candidates)
    ranks = {
        row.unit.unit: None if place % 7 == 5 or first_period else min(count, (place ^ 3) + 1)
        for place, row in enumerate(shortlist.candidates)
    }
    return charts.Earlier("2021年", "2022年", ranks)


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", GROUPS)
def test_the_heat_table_and_the_picture_of_ranks_are_clean(page, name, preset):
    for number in {1, charts.pages(GROUPS[name], preset)}:
        heat = charts.heat_table(GROUPS[name], FLOORS, CAPTION, preset, number)
        slope = charts.rank_slope(GROUPS[name], earlier_of(GROUPS[name]), CAPTION, preset, number)
        assert faults(page, heat, SMALLEST[preset.name]) == []
        assert faults(page, slope, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_two_hundred_units_and_long_names_of_what_is_compared_are_clean(page, preset):
    many = group(falling(200, "0.21"), suggested=40)
    earlier = charts.Earlier("2022年第4季度", "试算", earlier_of(many).ranks, heavy=1, is_trial=True)
    for number in {1, charts.pages(many, preset)}:
        assert faults(page, charts.rank_slope(many, earlier, CAPTION, preset, number), SMALLEST[preset.name]) == []
        assert faults(page, charts.heat_table(many, FLOORS, CAPTION, preset, number), SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_ranks_with_nothing_before_them_are_clean(page, preset):
    alone = charts.rank_slope(GROUPS["ten"], earlier_of(GROUPS["ten"], first_period=True), CAPTION, preset)
    assert faults(page, alone, SMALLEST[preset.name]) == []


@pytest.mark.parametrize("name", GROUPS)
def test_pictures_on_a_page_are_clean_at_every_width(page, name):
    for width in PAGE_WIDTHS:
        for figure in (
            charts.gap_to_line(GROUPS[name], CAPTION, charts.PAGE, limit=9),
            charts.contributions(GROUPS[name], WEIGHTS, "arithmetic", CAPTION, charts.PAGE),
            charts.heat_table(GROUPS[name], FLOORS, CAPTION, charts.PAGE),
            charts.rank_slope(GROUPS[name], earlier_of(GROUPS[name]), CAPTION, charts.PAGE),
        ):
            assert faults(page, figure, SMALLEST["page"], width) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
def test_long_captions_and_all_states_stay_inside(page, preset):
    assert faults(page, charts.gap_to_line(GROUPS["sixty"], LONG_CAPTION, preset), SMALLEST[preset.name]) == []


@pytest.mark.parametrize("preset", FRAMED, ids=lambda preset: preset.name)
@pytest.mark.parametrize("count", [1, 5, 8])
def test_other_numbers_of_dimensions_are_clean(page, preset, count):
    names = [f"第{number}个考核维度" for number in range(1, count + 1)]
    weights = dict.fromkeys(names, Decimal(1))
    candidates = []
    for place in range(9):
        base = Decimal("90.00") - place
        ranked = RankedUnit(
            "2022年", "村", f"第{place}村", 1, place + 1, base, base, Decimal(0), dict.fromkeys(names, base), "ranked"
        )
        candidates.append(Candidate(ranked, True, place == 0, False, (), base - 90))
    shortlist = Shortlist("先进集体", "村", 1, tuple(candidates), Decimal("90.00"), "第0村")
    figure = charts.contributions(shortlist, weights, "harmonic", CAPTION, preset)
    assert faults(page, figure, SMALLEST[preset.name]) == []
    heat = charts.heat_table(shortlist, dict.fromkeys(names, Decimal(60)), CAPTION, preset)
    assert faults(page, heat, SMALLEST[preset.name]) == []


def test_a_picture_drawn_smaller_is_the_same_picture(page):
    figure = charts.gap_to_line(GROUPS["twenty-two"], CAPTION, charts.PROJECTOR.at(960))
    assert (figure["layout"]["width"], figure["layout"]["height"]) == (960, 540)
    assert faults(page, figure, SMALLEST["projector"] / 2) == []


@pytest.mark.parametrize("count", [1, 2, 10, 22, 23, 60])
@pytest.mark.parametrize("name", ["第{}村", LONG, "{}"])
def test_the_matrix_is_clean(page, count, name):
    units = [name.format(f"{place:02}") for place in range(count)]
    states = {(unit, dimension): "done" for unit in units for dimension in DIMENSIONS}
    states[units[-1], "作风能力"] = "missing"
    states[units[0], "营商环境"] = "partial"
    figure = charts.reporting_matrix(units, DIMENSIONS, states, {(units[-1], "项目建设"): 2})
    for width in PAGE_WIDTHS:
        assert faults(page, figure, SMALLEST["page"], width) == []


def test_tags_in_a_name_are_shown_as_they_are(page):
    evil = group(["92.87", "90.00"], suggested=1, name="<b>甲{}</b>&amp;$x$")
    page.evaluate(DRAW, [charts.gap_to_line(evil, CAPTION, charts.PROJECTOR), 1920])
    assert any("<b>甲01</b>&amp;$x$" in box["words"] for box in page.evaluate(BOXES))


def test_the_saved_file_has_the_printed_size(page):
    preset = charts.PROJECTOR.at(950)
    config = charts.png_config("2022年_分差", preset)
    figure = charts.gap_to_line(GROUPS["ten"], CAPTION, preset)
    page.evaluate(DRAW, [figure, 950])
    size = page.evaluate(
        """async options => {
          const image = new Image();
          image.src = await Plotly.toImage('picture', options);
          await image.decode();
          return [image.naturalWidth, image.naturalHeight];
        }""",
        config["toImageButtonOptions"],
    )
    assert size == [1920, 1080]


def test_the_camera_speaks_chinese(page):
    figure = charts.gap_to_line(GROUPS["two"], CAPTION, charts.PAGE)
    page.evaluate(
        "async ([figure, config]) => { Plotly.purge('picture');"
        " await Plotly.newPlot('picture', figure.data, figure.layout, config); }",
        [figure, charts.png_config("分差", charts.PAGE)],
    )
    titles = page.evaluate("[...document.querySelectorAll('#picture .modebar-btn')].map(b => b.dataset.title)")
    assert titles == ["保存图片（PNG）"]


def test_the_check_finds_a_forced_crossing_a_forced_cut_and_small_print(page):
    figure = charts.gap_to_line(GROUPS["ten"], CAPTION, charts.PROJECTOR)
    note = {"xref": "paper", "yref": "paper", "showarrow": False, "x": 0, "y": 1, "font": {"size": 24}}
    figure["layout"]["annotations"] += [
        {**note, "text": "这里", "xshift": 300, "yshift": -200},
        {**note, "text": "那里", "xshift": 310, "yshift": -205},
        {**note, "text": "出界", "xshift": -400, "yshift": -300},
        {**note, "text": "太小", "xshift": 500, "yshift": -400, "font": {"size": 9}},
    ]
    found = faults(page, figure, 19)
    assert "这里 × 那里" in found
    assert "出界: outside" in found
    assert "太小: 9 px" in found
