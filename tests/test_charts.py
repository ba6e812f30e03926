"""The pictures' plain values: parts, findings, paging, scale, letters. How they look is checked in a browser."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from evaluation import charts
from evaluation.charts import language as look
from evaluation.charts.findings import contribution_finding, gap_finding
from evaluation.charts.frame import title_lines
from evaluation.charts.lettering import figure, fit, fold, signed, text_width
from evaluation.charts.parts import Parts, level, take_apart
from evaluation.charts.praise import last_places
from evaluation.charts.rows import Omission, rows_on, verdict
from evaluation.charts.scale import fit_scale, outliers
from evaluation.ranking import RankedUnit
from evaluation.shortlist import Candidate, Shortlist

WEIGHTS = {"项目建设": Decimal(1), "营商环境": Decimal(1), "作风能力": Decimal(1)}
CAPTION = charts.Caption(
    "考核办", "2022年", "村（社区）", "5 份评分表", 20, 22, "1 : 1 : 1", "方案第 1 版", "2026年11月20日", "7F3A-91C2",
    ("demonstration", "draft"),
)  # fmt: skip


def unit(name: str, total: str | None, rank: int | None = 1, scores: Sequence[str | None] = (), **more) -> RankedUnit:
    value = None if total is None else Decimal(total)
    dimensions = dict(zip(WEIGHTS, (None if s is None else Decimal(s) for s in scores or [total] * 3), strict=False))
    status = "incomplete" if total is None else "ranked"
    return RankedUnit("2022年", "村（社区）", name, 1, rank, value, value, Decimal(0), dimensions, status, **more)


def shortlist(rows: Sequence[tuple[str, str | None, str]], quota: int = 2) -> Shortlist:
    """Build one from (name, total, part): + suggested, . counted, ? tied at the cut, x vetoed, f below a floor.

    Units that are tied at the cut share a rank; other equal totals are told apart by the scheme.
    """
    suggested = [(name, total) for name, total, part in rows if part == "+"]
    cut_unit, cut_line = suggested[-1] if suggested else (None, None)
    reasons = {"x": ("一票否决：安全事故",), "f": ("作风能力 68.50 低于底线 70",)}
    candidates = []
    tied = next((place for place, row in enumerate(rows, 1) if row[2] == "?"), 0)
    for place, (name, total, part) in enumerate(rows, 1):
        rank = tied if part == "?" else place
        ranked = unit(name, total, rank if total else None, vetoes=("安全事故",) if part == "x" else ())
        gap = Decimal(total) - Decimal(cut_line) if total and cut_line else None
        eligible = part in "+.?" and total is not None
        candidates.append(Candidate(ranked, eligible, part == "+", part == "?", reasons.get(part, ()), gap))
    line = Decimal(cut_line) if cut_line else None
    return Shortlist("先进集体", "村（社区）", quota, tuple(candidates), line, cut_unit)


def said(rows: Sequence[tuple[str, str | None, str]], quota: int = 2, preset: charts.Preset = charts.PROJECTOR) -> str:
    return "".join(title_lines(gap_finding(shortlist(rows, quota), preset), preset))


def test_a_vetoed_unit_without_a_rank_pushes_nobody_to_the_end():
    rows = [(f"{n}村", str(99 - n), "+" if n < 2 else ".") for n in range(8)]
    found = shortlist(rows)
    unranked = replace(found.candidates[7].unit, rank=None, vetoes=("安全事故",))
    found = replace(found, candidates=(*found.candidates[:7], replace(found.candidates[7], unit=unranked, eligible=False)))
    assert last_places(found) == ("6村",)


def test_a_vetoed_unit_without_a_rank_is_no_end_of_the_spread():
    """It stands below those with a rank whatever its total is; the spread would be below 0."""
    rows = [("东村", "80.00", "f"), ("西村", "78.00", "f"), ("南村", "95.00", "x")]
    found = shortlist(rows)
    vetoed = replace(found.candidates[2], unit=replace(found.candidates[2].unit, rank=None))
    found = replace(found, candidates=(*found.candidates[:2], vetoed))
    title = "".join(title_lines(gap_finding(found), charts.PROJECTOR))
    assert "首尾相差 2.00 分" in title


# --- parts that add up ---


def test_thirds_rounded_alone_would_miss_the_total_and_levelled_ones_do_not():
    thirds = [Decimal("85.37") / 3] * 3
    assert sum(round(part, 2) for part in thirds) != Decimal("85.37")
    assert level(thirds, Decimal("85.37"), 2) == [Decimal("28.46"), Decimal("28.46"), Decimal("28.45")]


@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_levelled_parts_add_up_and_move_less_than_one_step(decimals):
    step = Decimal(1).scaleb(-decimals)
    for seed in range(200):
        exact = [Decimal(seed * 37 % 101) / 7, Decimal(seed * 53 % 97) / 3, Decimal(seed * 11 % 89) / 11]
        total = round(sum(exact), decimals)
        parts = level(exact, total, decimals)
        assert sum(parts) == total
        assert all(abs(part - value) < step for part, value in zip(parts, exact, strict=True))


def test_a_total_a_few_steps_off_is_still_met():
    assert sum(level([Decimal("10.00"), Decimal("20.00")], Decimal("30.05"), 2)) == Decimal("30.05")
    assert sum(level([Decimal("10.00"), Decimal("20.00")], Decimal("29.95"), 2)) == Decimal("29.95")


@pytest.mark.parametrize(
    ("aggregation", "base", "shortfall"),
    [("arithmetic", "80.00", "0.00"), ("geometric", "79.16", "-0.84"), ("minimum", "70.00", "-10.00")],
)
def test_every_aggregation_adds_up_to_the_printed_total(aggregation, base, shortfall):
    ranked = RankedUnit(
        "2022年", "村", "甲", 1, 1, Decimal(base) + 1, Decimal(base), Decimal(1),
        dict(zip(WEIGHTS, (Decimal("90.00"), Decimal("80.00"), Decimal("70.00")), strict=True)), "ranked",
    )  # fmt: skip
    taken = take_apart(ranked, WEIGHTS, aggregation)
    assert taken.shortfall == Decimal(shortfall)
    assert sum(taken.parts.values()) + taken.shortfall + taken.adjustment == ranked.total


def test_a_unit_without_total_has_no_parts():
    with pytest.raises(ValueError, match="南沟村"):
        take_apart(unit("南沟村", None, None, ("1", "2", None)), WEIGHTS, "arithmetic")


# --- findings ---


def test_a_close_last_seat_is_the_title():
    rows = [("东坪村", "92.87", "+"), ("新城社区", "85.23", "+"), ("李家河村", "85.10", "."), ("柳沟村", "71.07", ".")]
    assert said(rows) == "一席领先评先线 7 分以上，第二席只赢 0.13 分"
    assert said(rows, preset=charts.WECHAT) == "第二席只赢 0.13 分：新城社区压线，李家河村在外"


def test_long_names_give_way_to_the_short_wording():
    long = "镇退役军人服务站暨社会事务办公室"
    rows = [(f"{long}甲", "85.23", "+"), (f"{long}乙", "85.10", ".")]
    assert said(rows, 1) == "第一席只赢 0.13 分，谁进谁出要细看"


@pytest.mark.parametrize(
    ("rows", "quota", "title"),
    [
        ("92.00+ 90.00+ 86.50.", 2, "两席都稳：线外最近的丙村还差 3.50 分"),
        ("92.00+ 90.00+ 89.00.", 2, "第二席领先 1.00 分，线外第一是丙村"),
        ("92.00+ 90.00? 90.00?", 2, "两个单位同分并列待定，只剩一席"),
        ("90.00? 90.00? 80.00.", 1, "两个单位同分并列待定，还没有评先线"),
        ("92.00+ 90.00x", 3, "名额三个，符合条件的只有一个"),
        ("92.00+ 90.00+", 2, "两个参评单位全部建议入选，相差 2.00 分"),
        ("92.00+ 90.00x", 1, "只有甲村符合条件，建议入选"),
        ("90.00+ 80.00+ 80.00.", 2, "第二席与丙村同分，按方案规则分出先后"),
        ("85.00? 85.00?", 1, "两个单位都是 85.00 分，分不出先后"),
        ("85.00+ 85.00. 85.00.", 1, "第一席与乙村同分，按方案规则分出先后"),
        ("85.00+", 1, "只有甲村一个单位，85.00 分"),
        ("85.00+ f", 1, "只有甲村有总分，85.00 分"),
        ("85.00x 80.00f", 1, "没有单位符合评先条件，首尾相差 5.00 分"),
        ("85.00. 83.00.", 1, "前两名相差 2.00 分，没有悬殊"),
        ("95.00. 83.00.", 1, "前两名相差 12.00 分"),
        ("f", 1, "还没有可以排名的单位"),
    ],
)
def test_the_title_states_what_the_numbers_show(rows, quota, title):
    units = [(f"{name}村", row[:-1] or None, row[-1]) for name, row in zip("甲乙丙", rows.split(), strict=False)]
    assert said(units, quota) == title
    assert len(title) <= 28


def test_vetoed_units_are_not_the_first_outside():
    rows = [("甲村", "92.00", "+"), ("乙村", "91.90", "x"), ("丙村", "85.00", ".")]
    assert said(rows, 1) == "一席都稳：线外最近的丙村还差 7.00 分"


def test_the_contribution_title_names_the_dimension_that_decides():
    parts = [("80", "90", "70"), ("60", "88", "71"), ("30", "89", "69")]
    candidates = [
        Candidate(unit(name, str(round(sum(map(Decimal, scores)) / 3, 2)), rank, scores), True, False, False, (), None)
        for rank, (name, scores) in enumerate(zip("甲乙丙", parts, strict=True), 1)
    ]
    group = Shortlist("先进集体", "村（社区）", 1, tuple(candidates), None, None)
    assert charts.contributions_text(group, WEIGHTS, "arithmetic").startswith("差距主要在项目建设：最高最低相差 16.6")


def test_high_scores_of_all_suggested_units_are_the_contribution_title():
    group = shortlist([("甲村", "92.00", "+"), ("乙村", "88.40", "+"), ("丙村", "60.00", ".")])
    assert charts.contributions_text(group, WEIGHTS, "arithmetic") == "建议入选的两个单位，三项都在 88 分以上"


def test_one_unit_with_a_total_is_not_the_only_unit_of_its_group():
    waiting = shortlist([("甲村", "85.00", "+"), ("乙村", None, "f")], 1)
    floors = dict.fromkeys(WEIGHTS, None)
    assert charts.gap_text(waiting) == "只有甲村有总分，85.00 分"
    assert charts.heat_text(waiting, floors) == "只有甲村有总分，最低的是项目建设 85.00 分"
    long = shortlist([("镇退役军人服务站暨社会事务办公室" * 2, "85.00", "+"), ("乙村", None, "f")], 1)
    taken = {row.unit.unit: take_apart(row.unit, WEIGHTS, "arithmetic") for row in long.counted}
    for finding in (gap_finding(long), contribution_finding(long, taken)):
        assert "".join(title_lines(finding, charts.PROJECTOR)) == "只有一个单位有总分，85.00 分"


def test_deep_shortfalls_are_the_contribution_title():
    group = shortlist([("甲村", "92.00", "+"), ("乙村", "88.40", "+")])
    deep = {row.unit.unit: Parts(WEIGHTS, Decimal(-4), Decimal(0)) for row in group.candidates}
    assert contribution_finding(group, deep) == [("两个单位因短板", "折减 3 分以上")]


def test_later_pages_say_what_they_show():
    group = shortlist([(f"第{n}村", f"{95 - n}.00", "+" if n < 5 else ".") for n in range(40)], 5)
    assert gap_finding(group, charts.PROJECTOR, 2) == [("第 21–40 个：", "与评先线的分差 −16.00 到 −35.00")]


# --- rows and pages ---


@pytest.mark.parametrize(
    ("units", "preset", "pages"),
    [(0, charts.PROJECTOR, 1), (20, charts.PROJECTOR, 1), (21, charts.PROJECTOR, 2), (60, charts.PROJECTOR, 3),
     (25, charts.A4, 1), (60, charts.A4, 3), (12, charts.WECHAT, 1), (60, charts.WECHAT, 5), (60, charts.PAGE, 1)],
)  # fmt: skip
def test_pages_hold_every_unit_once(units, preset, pages):
    group = shortlist([(f"第{n}村", f"{99 - n}.00", ".") for n in range(units)])
    assert charts.pages(group, preset) == pages
    shown = [row.unit.unit for page in range(1, pages + 1) for row in rows_on(group, preset, page, None)[0]]
    assert shown == [candidate.unit.unit for candidate in group.candidates]


def test_long_names_take_two_lines_and_leave_fewer_rows_on_the_tall_picture():
    group = shortlist([(f"镇退役军人服务站暨事务办{n:02}", f"{90 - n}.00", ".") for n in range(12)])
    assert charts.pages(group, charts.WECHAT) == 2


def test_there_is_no_page_beyond_the_last():
    with pytest.raises(ValueError, match="page 2 of 1"):
        charts.gap_to_line(shortlist([("甲村", "90.00", ".")]), CAPTION, charts.PROJECTOR, page=2)


def test_a_short_list_keeps_the_first_unit_outside_and_says_what_it_omits():
    group = shortlist([(f"第{n}村", f"{95 - n}.00", "+" if n < 14 else ".") for n in range(22)], 14)
    rows, _ = rows_on(group, charts.PAGE, 1, 9)
    assert len(rows) == 9
    assert rows[6] == Omission(7, 13)
    assert [row.unit.unit for row in rows[7:]] == ["第13村", "第14村"]


def test_a_short_list_that_reaches_beyond_the_line_omits_nothing_before_it():
    group = shortlist([(f"第{n}村", f"{95 - n}.00", "+" if n < 6 else ".") for n in range(22)], 6)
    rows, _ = rows_on(group, charts.PAGE, 1, 9)
    assert [row.unit.unit for row in rows] == [f"第{n}村" for n in range(9)]


def test_verdicts_are_short_and_red_only_below_a_floor():
    rows = shortlist([("甲", "9.00", "+"), ("乙", "8.00", "x"), ("丙", "7.00", "f"), ("丁", "6.00", "?")]).candidates
    assert [verdict(row)[0] for row in rows] == ["建议入选", "一票否决", "低于底线", "并列待定"]
    assert [verdict(row)[1] == "#B3261E" for row in rows] == [False, False, True, False]


def test_units_without_a_total_are_named():
    incomplete = Candidate(unit("南沟村", None, None, ("80", None, None)), False, False, False, (), None)
    group = Shortlist("先进集体", "村（社区）", 1, (incomplete,), None, None)
    assert charts.left_out(group) == "未排名（资料不全）：南沟村 缺营商环境、作风能力"


def test_many_units_without_a_total_are_counted():
    lacking = tuple(
        Candidate(unit(f"镇退役军人服务站暨事务办{n:02}", None, None, ("8", None, None)), False, False, False, (), None)
        for n in range(60)
    )
    assert charts.left_out(Shortlist("先进集体", "村", 1, lacking, None, None)).endswith("等 60 个")


# --- scale ---


def test_one_far_unit_breaks_the_axis_and_keeps_its_place_beyond_the_others():
    gaps = [3.0, 2.0, 1.0, 0.0, -1.0, -2.0, -60.0]
    scale = fit_scale(gaps, [60.0] * 7, 20, 900)
    assert scale.broken == {6}
    assert -4 < scale.drawn[6] < -2
    assert scale.drawn[:6] == tuple(gaps[:6])


@pytest.mark.parametrize("gaps", [[0.0, -40.0], [0.0] * 20, [5.0, 4.0, 0.0, -1.0, -8.0], [1.0], []])
def test_few_equal_or_evenly_spread_units_break_nothing(gaps):
    assert not outliers(gaps)


@pytest.mark.parametrize("gaps", [[0.0], [0.0, 0.0], [7.64, 0.0, -14.16], [-3.0, -4.0], [0.01, -0.01, 0.0]])
def test_dots_and_labels_stay_inside_the_axis(gaps):
    scale = fit_scale(gaps, [70.0] * len(gaps), 20, 800)
    pixel = 800 / (scale.high - scale.low)
    for gap in scale.drawn:
        far = gap * pixel + (-90 if gap < 0 else 90)
        assert scale.low * pixel - 0.01 <= far <= scale.high * pixel + 0.01


# --- letters ---


def test_users_text_never_becomes_markup():
    assert charts.escape("<b>甲</b> & $x$\n") == "&lt;b&gt;甲&lt;/b&gt; &amp; &#36;x&#36; "


def test_every_user_text_is_escaped_in_every_picture():
    evil = "<a href='javascript:1'>甲</a>"
    group = shortlist([(evil, "92.00", "+"), ("乙村", "90.00", ".")], 1)
    caption = charts.Caption(evil, evil, evil, evil, 2, 2, evil, evil, evil, evil)
    for preset in charts.PRESETS.values():
        for drawn in (charts.gap_to_line(group, caption, preset),
                      charts.contributions(group, WEIGHTS, "arithmetic", caption, preset)):  # fmt: skip
            assert not any("<a" in note["text"] for note in drawn["layout"]["annotations"])
    assert "<a" not in str(charts.reporting_matrix([evil], [evil], {}))


def test_figures_carry_a_real_minus_and_their_decimals():
    assert figure(Decimal("-0.5"), 2) == "−0.50"
    assert [signed(Decimal(value), 2) for value in ("0.5", "-0.13", "0.00")] == ["+0.50", "−0.13", "0.00"]


def test_folded_text_never_breaks_a_number():
    text = "从全组平均（82.09）到石堡川水库移民安置新村（86.04），每项差多少"
    for room in range(90, 420, 7):
        lines = fold(text, 10, room, 9)
        assert "".join(lines) == text
        assert all(any(number in line for line in lines) for number in ("82.09", "86.04"))
    assert "".join(fold("0123456789" * 3, 10, 40, 20)) == "0123456789" * 3
    assert len(fold("0123456789" * 3, 10, 40, 20)) < 8


def test_folded_text_loses_nothing_until_the_last_line():
    text = "来源很长，一行放不下，所以要折成两行，再多就省略"
    lines = fold(text, 10, 120, 9)
    assert "".join(lines) == text
    assert all(text_width(line, 10) <= 120 for line in lines)
    assert fit(text, 10, 120).endswith("…")


# --- figures and settings ---


def test_every_figure_is_valid_for_the_library_and_carries_no_more_of_a_template_than_its_texts_share():
    group = shortlist([("甲村", "92.00", "+"), ("乙村", "90.00", ".")], 1)
    figures = [charts.reporting_matrix(["甲村"], list(WEIGHTS), {})]
    for preset in charts.PRESETS.values():
        figures.append(charts.gap_to_line(group, CAPTION, preset))
        figures.append(charts.contributions(group, WEIGHTS, "geometric", CAPTION, preset))
    for drawn in figures:
        assert isinstance(drawn, dict)
        assert set(go.Figure(drawn).to_dict()["layout"]["template"].get("layout", {})) <= {"annotationdefaults"}


def test_the_cut_line_is_red_and_its_absence_is_not():
    with_line = charts.gap_to_line(shortlist([("甲村", "92.00", "+"), ("乙村", "90.00", ".")], 1), CAPTION, charts.PAGE)
    without = charts.gap_to_line(shortlist([("甲村", "90.00", "?"), ("乙村", "90.00", "?")], 1), CAPTION, charts.PAGE)
    assert "#B3261E" in str(with_line)
    assert "#B3261E" not in str(without)
    assert "第一名 90.00" in str(without)


def test_a_saved_picture_has_its_printed_size_even_when_it_is_drawn_smaller():
    options = charts.png_config("2022年_分差.png", charts.PROJECTOR.at(960))["toImageButtonOptions"]
    assert options["filename"] == "2022年_分差"
    assert (options["width"] * options["scale"], options["height"] * options["scale"]) == (1920, 1080)
    assert charts.png_config("报送矩阵")["displayModeBar"] is False


def test_the_matrix_says_what_is_still_to_come():
    states = {("甲村", "项目建设"): "done", ("甲村", "营商环境"): "done", ("乙村", "项目建设"): "done"}
    units, dimensions = ["甲村", "乙村"], ["项目建设", "营商环境"]
    assert charts.reporting_text(units, dimensions, states) == "4 格评分还差 1 格：乙村"
    assert "<b>1/2</b>" in str(charts.reporting_matrix(units, dimensions, states))
    assert charts.reporting_text([], dimensions, states) == "名册里还没有单位"


def test_the_usual_matrix_is_as_high_as_the_home_page_leaves_room():
    units = [*[f"第{n}村" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"], "张家塬村"]
    assert charts.reporting_matrix(units, list(WEIGHTS), {})["layout"]["height"] == pytest.approx(206, abs=5)


def test_the_three_dimensions_stay_apart_in_grey():
    def luminance(colour: str) -> float:
        channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    shades = sorted(luminance(colour) for colour in look.DIMENSIONS[:3])
    assert shades[1] - shades[0] > 0.15
    assert shades[2] - shades[1] > 0.15
