"""The trace of a total: anyone with the printed figures and a calculator gets each figure from those below it."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from evaluation.explain import GUARD, trace
from evaluation.home import Home
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, rank_units
from evaluation.steps import Step, in_words, step_in_words, walk, way_of
from evaluation.store import Store
from tests.calculator import calculate, half_up
from tests.chain import PERIOD, dimension, fill, indicator, load, new_store, one, roster_of, rows, scheme_of
from tests.samples import FOLDER
from tests.samples import PERIOD as SAMPLE_PERIOD
from tests.strategies import Case, cases

STORE = new_store()
EXAMPLES = int(os.environ.get("TRACE_EXAMPLES", "20"))
FIGURES = ("total", "base", "dimension", "part", "aspect", "indicator", "adjustments", "bonus", "deduction")


def steps(step: Step, *kinds: str) -> list[Step]:
    return [item for _, item in walk(step) if item.kind in kinds]


def the(step: Step, label: str) -> Step:
    (found,) = [item for _, item in walk(step) if item.label == label]
    return found


def what_if(case: Case) -> dict:
    return {"weights": {name: Decimal(weight) for name, weight in (case.weights or {}).items()}, "aggregation": case.aggregation}


def traced(case: Case) -> list[tuple]:
    """(ranked unit, trace) of a few units of the case: one complete, one incomplete where there are such, one more."""
    load(STORE, case)
    cursor = STORE.cursor()
    ranking = rank_units(cursor, case.period, **what_if(case))
    by_status = {unit.total is None: unit for unit in ranking.units} | {None: ranking.units[0]}
    chosen = {unit.unit: unit for unit in by_status.values()}.values()
    return [(unit, trace(cursor, case.period, unit.unit, **what_if(case))) for unit in chosen]


# --- laws ---------------------------------------------------------------------------------------------------------


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_every_printed_figure_follows_from_those_below_it_and_no_mark_is_lost(case):
    for unit, root in traced(case):
        for step in steps(root, *FIGURES):
            its_formula_gives_its_printed_figure(case, step)
        printed_children_give_the_printed_parent_by_hand(case, root)
        it_shows_what_the_ranking_shows(unit, root)
        assert leaves(root) == stored(STORE, case.period, unit.unit)
        scope = scope_of(STORE, case.period)
        mine = [item for item in case.adjustments if item["unit"] == unit.unit]
        points = Counter(item["points"] for item in mine if item.get("period", case.period) in scope)
        assert Counter(step.printed for step in steps(root, "adjustment")) == points
        assert all(map(str.strip, in_words(root)))


def its_formula_gives_its_printed_figure(case: Case, step: Step) -> None:
    places, rounding = case.scheme.get("decimals", 2), case.scheme.get("rounding", "each_level")
    aggregation = case.aggregation or case.scheme.get("aggregation", "arithmetic")
    if step.printed is None:
        assert (step.formula, step.counts) == ("", False)
    elif rounding == "each_level":
        assert half_up(calculate(step.formula), places) == step.printed == step.exact, step_in_words(step)
    elif step.kind == "base" and aggregation in ("geometric", "harmonic"):
        assert step.exact == step.printed  # a power mean of tiny scores asks for more digits than are shown
    else:
        rounded = Fraction(1, 2 * 10**places) if step.kind == "base" else 0
        assert abs(calculate(step.formula) - step.exact) <= rounded + Fraction(1, 10 ** (places + GUARD - 2)), step_in_words(step)
        assert half_up(step.exact + Fraction(1, 10**18), places) == step.printed


def printed_children_give_the_printed_parent_by_hand(case: Case, root: Step) -> None:
    base, adjustments, *_ = root.children
    if root.printed is not None:
        assert root.printed == max(0, base.printed + adjustments.printed)
    if case.scheme.get("rounding", "each_level") == "each_level":
        for step in steps(root, "dimension", "part", "aspect"):
            parts = [(Fraction(child.weight), Fraction(child.printed)) for child in step.children if child.counts]
            if step.printed is not None:
                mean = sum(weight * figure for weight, figure in parts) / sum(weight for weight, _ in parts)
                assert half_up(mean, case.scheme.get("decimals", 2)) == step.printed


def it_shows_what_the_ranking_shows(unit: RankedUnit, root: Step) -> None:
    assert (root.kind, root.printed) == ("total", unit.total)
    assert root.children[0].printed == unit.base
    assert root.children[1].printed == unit.adjustment
    assert {step.label: step.printed for step in steps(root, "dimension")} == dict(unit.dimensions)
    assert Counter(step.label for step in steps(root, "veto")) == Counter(unit.vetoes)
    assert Counter(gaps_in(root)) == dict.fromkeys(unit.missing, 1)


def gaps_in(step: Step, part: str = "") -> Iterator[str]:
    """The indicators without a mark, as ``missing`` names them."""
    part = f"{step.label}：" if step.kind == "part" else part
    if step.kind == "indicator" and step.origin != "mark":
        yield part + step.label
    for child in step.children:
        yield from gaps_in(child, part)


def scope_of(store: Store, period: str) -> set[str]:
    return {source for (source,) in rows(store, "select source from period_scope where period = ?", period)}


def leaves(root: Step) -> Counter:
    return Counter(
        (parent.label, step.printed, step.source.file, step.source.sheet, step.source.row, step.source.column)
        for _, parent in walk(root)
        for step in parent.children
        if step.kind == "mark"
    )


def stored(store: Store, period: str, unit: str) -> Counter:
    query = """
        select indicator, mark, file, sheet, row, "column" from mark join import using (import)
        where period in (select source from period_scope where period = ?) and unit = ?"""
    return Counter(rows(store, query, period, unit))


# --- cells --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("home"))
    yield home.current
    home.close()


def cell(source) -> str:
    """What stands in the demonstration file at the place that a leaf names."""
    path = FOLDER / source.file
    if path.suffix == ".csv":
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                lines = list(csv.reader(path.read_text(encoding).splitlines()))
                break
            except UnicodeDecodeError:
                continue
        return lines[source.row - 1][ord(source.column) - ord("A")]
    value = openpyxl.load_workbook(path, data_only=True)[source.sheet][f"{source.column}{source.row}"].value
    return str(value)


def test_every_leaf_of_the_demonstration_stands_in_the_cell_that_it_names(demonstration):
    cursor = demonstration.cursor()
    units = rank_units(cursor, SAMPLE_PERIOD).units
    found = [step for unit in (units[0], units[-1]) for step in steps(trace(cursor, SAMPLE_PERIOD, unit.unit), "mark")]
    assert len(found) > 20
    for step in found:
        assert cell(step.source).strip() == step.source.found.strip()
        assert step.source.actor
        assert step.source.done_at


def test_an_adjustment_names_the_line_of_its_list(demonstration):
    cursor = demonstration.cursor()
    unit = next(unit for unit in rank_units(cursor, SAMPLE_PERIOD).units if unit.adjustment)
    adjustments = steps(trace(cursor, SAMPLE_PERIOD, unit.unit), "adjustment")
    assert sum(step.printed for step in adjustments) == unit.adjustment
    assert {step.source.file for step in adjustments} == {"加减分.csv"}
    assert all(step.source.line and step.source.row is None for step in adjustments)


# --- words --------------------------------------------------------------------------------------------------------

TWO = scheme_of(
    dimension("项目建设", indicator("投资", full_mark=20)),
    dimension("营商环境", indicator("满意度", weight=2), indicator("走访"), weight=2),
    adjustment={"bonus_cap": 1},
    decimals=2,
)


def test_a_total_reads_like_a_calculation_on_paper():
    store = fill(
        new_store(),
        TWO,
        {"投资": {"甲": "17.5"}, "满意度": {"甲": 81}, "走访": {"甲": ["83.2", "83.4"]}},
        adjustments=[("甲", 2), ("甲", "-0.5")],
    )
    root = trace(store.cursor(), PERIOD, "甲")
    lines = [line.strip("　") for line in in_words(root)]
    assert lines[0].startswith("总分 84.18 = 83.68 + 0.50（每一级四舍五入到 2 位小数")
    assert lines[1] == "基础分 83.68 = (87.50×1 + 81.77×2) ÷ 3"
    assert "投资 87.50 = 100×17.5 ÷ 20" in lines
    assert "营商环境 81.77 = (81.00×2 + 83.30×1) ÷ 3" in lines
    assert "走访 83.30 = (83.2 + 83.4) ÷ 2（2 人打分取平均）" in lines
    assert "加减分 0.50 = 1.00 − 0.50" in lines
    assert "加分 1.00 = MIN(2.00, 1.00)（加分最多 1.00）" in lines
    assert "扣分 0.50" in lines
    assert "打分 17.5（评分.csv · 第 1 行 A 列）" in lines
    assert "事由1 −0.50（加减分.csv · 第 2 条）" in lines


def test_one_figure_is_led_to_the_total():
    store = fill(new_store(), TWO, {"投资": {"甲": "17.5"}, "满意度": {"甲": 81}, "走访": {"甲": 83}})
    root = trace(store.cursor(), PERIOD, "甲")
    assert " → ".join(way_of(root, "满意度")) == (
        "满意度 81.00 → 营商环境 81.67 → 基础分 (87.50×1 + 81.67×2) ÷ 3 = 83.61 → 加减分 0.00 → 总分 83.61"
    )
    assert way_of(root, "没有的指标") == []


def test_an_incomplete_unit_says_what_is_missing_and_still_shows_its_marks():
    store = fill(new_store(), TWO, {"投资": {"甲": "17.5"}, "走访": {"甲": 83}})
    root = trace(store.cursor(), PERIOD, "甲")
    assert (root.printed, root.remark) == (None, "缺营商环境，没有得分")
    assert the(root, "营商环境").remark == "缺满意度，没有得分"
    assert the(root, "满意度").remark == "没有打分"
    assert the(root, "走访").printed == 83
    assert way_of(root, "走访") == []
    assert in_words(root)[0] == "总分 —（缺营商环境，没有得分）"


@pytest.mark.parametrize(
    ("missing", "formula", "remark", "origin"),
    [
        ("zero", "0", "没有打分，按方案计 0 分", "zero"),
        ("group_mean", "170.00 ÷ 2", "没有打分，按本组 2 个有打分单位的平均分补", "imputed"),
    ],
)
def test_a_blank_that_counts_says_how(missing, formula, remark, origin):
    marks = {"投资": {"甲": 80, "乙": 90}}
    store = fill(new_store(), one(options={"missing": missing}), marks, roster=roster_of(村="甲 乙 丙"))
    step = the(trace(store.cursor(), PERIOD, "丙"), "投资")
    assert (step.formula, step.remark, step.origin, step.children) == (formula, remark, origin, ())


def test_a_gap_that_is_reweighted_is_named_and_left_out():
    scheme = scheme_of(dimension("项目建设", indicator("投资"), indicator("开工", weight=2)), missing="reweight")
    store = fill(new_store(), scheme, {"投资": {"甲": 80, "乙": 70}, "开工": {"乙": 60}})
    step = the(trace(store.cursor(), PERIOD, "甲"), "项目建设")
    assert (step.formula, step.remark) == ("80.00", "缺开工，按已有的项折算")
    assert [child.counts for child in step.children] == [True, False]


def test_marks_that_the_trimmed_mean_drops_stay_visible():
    scheme = one(options={"raters": "trimmed_mean"})
    store = fill(new_store(), scheme, {"投资": {"甲": [70, 80, 90, 100]}})
    step = the(trace(store.cursor(), PERIOD, "甲"), "投资")
    assert step.formula == "(80 + 90) ÷ 2"
    assert [(child.printed, child.counts) for child in step.children] == [(70, False), (80, True), (90, True), (100, False)]


@pytest.mark.parametrize(
    ("veto", "remark"), [("bar", "一票否决：保留得分和名次，不能评先"), ("unrank", "一票否决：不排名，不能评先")]
)
def test_a_veto_stands_in_the_trace_with_what_it_does(veto, remark):
    store = fill(new_store(), one(options={"veto": veto}), {"投资": {"甲": 80}}, vetoes=[("甲", "安全事故")])
    (step,) = steps(trace(store.cursor(), PERIOD, "甲"), "veto")
    assert (step.label, step.remark, step.source.line) == ("安全事故", remark, 1)
    assert step_in_words(step) == f"安全事故（{remark}；一票否决.csv · 第 1 条）"


def test_moved_weights_and_another_aggregation_are_in_the_formula():
    store = fill(new_store(), TWO, {"投资": {"甲": 10}, "满意度": {"甲": 80}, "走访": {"甲": 80}})
    moved = trace(store.cursor(), PERIOD, "甲", weights={"项目建设": Decimal("0.5")})
    assert the(moved, "基础分").formula == "(50.00×0.5 + 80.00×2) ÷ 2.5"
    joined = trace(store.cursor(), PERIOD, "甲", aggregation="geometric")
    assert the(joined, "基础分").formula == "(50.00^1 × 80.00^2)^(1 ÷ 3)"


def test_marks_of_an_indicator_that_the_scheme_dropped_are_shown_as_not_counting():
    store = fill(new_store(), one(), {"投资": {"甲": 80}, "旧指标": {"甲": 50}})
    root = trace(store.cursor(), PERIOD, "甲")
    (unused,) = steps(root, "unused")
    assert (unused.label, unused.remark, unused.children[0].printed) == ("旧指标", "方案里没有这项指标，不计分", 50)


def test_an_unknown_unit_or_period_is_refused_in_words():
    store = fill(new_store(), one(), {"投资": {"甲": 80}})
    for period, unit in ((PERIOD, "丁"), ("1999年", "甲")):
        with pytest.raises(EvaluationError, match=unit):
            trace(store.cursor(), period, unit)
