"""The engine is general: three levels of weighted means over min–max scores, 50 units and 49 indicators.

The shape of many published indices. Figures come from a seeded generator; what is expected is computed here with
fractions, straight from the definition.
"""

import csv
import json
import math
import random
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation.cli import main
from tests.strategies import to_toml

UNITS = [f"{number:02}号单位" for number in range(1, 51)]
SHAPE = {"甲类": [5, 4, 7], "乙类": [6, 3], "丙类": [8, 2, 5], "丁类": [4, 5]}
"""Indicators per aspect per dimension; 49 in all."""


def scheme(dice: random.Random, rounding: str) -> dict:
    """Three levels with uneven weights; every fourth indicator is better when lower."""
    dimensions, number = [], 0
    for name, sizes in SHAPE.items():
        aspects = [{"name": f"{name}{n}", "weight": dice.randint(1, 40)} for n in range(1, len(sizes) + 1)]
        indicators = []
        for aspect, size in zip(aspects, sizes, strict=True):
            for _ in range(size):
                number += 1
                weight = Decimal(dice.randint(1, 999)).scaleb(-3)
                better = "lower" if number % 4 == 0 else "higher"
                indicators.append(
                    {"name": f"第{number}项指标", "aspect": aspect["name"], "weight": weight, "rule": "min_max", "better": better}
                )
        dimensions.append({"name": name, "weight": dice.randint(1, 9), "aspect": aspects, "indicator": indicators})
    return {"name": "三级指数", "decimals": 4, "rounding": rounding, "dimension": dimensions}


def figures(dice: random.Random) -> dict[str, dict[str, Decimal]]:
    """{indicator: {unit: mark}} of very different sizes; some units share a mark."""
    sizes = [Decimal(dice.choice(["0.001", "0.1", "1", "250.5", "99999"])) for _ in range(49)]
    return {
        f"第{number}项指标": {unit: dice.randint(-300, 1000) * size for unit in UNITS}
        for number, size in enumerate(sizes, start=1)
    }


def expected(scheme: dict, marks: dict[str, dict[str, Decimal]]) -> dict[str, tuple[int, str, dict[str, str]]]:
    """{unit: (rank, total, dimension scores)} as printed."""
    level = half_up if scheme["rounding"] == "each_level" else Fraction
    totals, printed = {}, {}
    for unit in UNITS:
        scores = {}
        for dimension in scheme["dimension"]:
            aspects = []
            for aspect in dimension["aspect"]:
                inside = [item for item in dimension["indicator"] if item["aspect"] == aspect["name"]]
                aspects.append(mean([(item, level(min_max(item, unit, marks[item["name"]]))) for item in inside], level))
            scores[dimension["name"]] = mean(list(zip(dimension["aspect"], aspects, strict=True)), level)
        totals[unit] = half_up(mean([(item, scores[item["name"]]) for item in scheme["dimension"]], level))
        printed[unit] = {name: text(half_up(score)) for name, score in scores.items()}
    return {
        unit: (1 + sum(other > total for other in totals.values()), text(total), printed[unit]) for unit, total in totals.items()
    }


def min_max(indicator: dict, unit: str, marks: dict[str, Decimal]) -> Fraction:
    low, high, x = (Fraction(value) for value in (min(marks.values()), max(marks.values()), marks[unit]))
    return 100 * (high - x if indicator["better"] == "lower" else x - low) / (high - low)


def mean(children: list[tuple[dict, Fraction]], level) -> Fraction:
    weights = [Fraction(child["weight"]) for child, _ in children]
    return level(sum(weight * score for weight, (_, score) in zip(weights, children, strict=True)) / sum(weights))


def half_up(value: Fraction) -> Fraction:
    return Fraction(math.floor(value * 10**4 + Fraction(1, 2)), 10**4)


def text(value: Fraction) -> str:
    return f"{Decimal(int(value * 10**4)).scaleb(-4):.4f}"


@pytest.mark.parametrize(("rounding", "seed"), [("final", 2022), ("final", 7), ("each_level", 2022), ("each_level", 7)])
def test_three_levels_of_weighted_means_over_49_indicators_equal_exact_arithmetic(rounding, seed, tmp_path):
    dice = random.Random(seed)
    question = scheme(dice, rounding)
    marks = figures(dice)
    assert len(marks) == sum(len(dimension["indicator"]) for dimension in question["dimension"]) == 49
    files = {name: tmp_path / name for name in ("方案.toml", "名册.csv", "评分.csv", "排名.json")}
    files["方案.toml"].write_text(to_toml(question), "utf-8")
    rows = {
        "名册.csv": [["单位", "类别"], *([unit, "单位"] for unit in UNITS)],
        "评分.csv": [["单位", *marks], *([unit, *(cells[unit] for cells in marks.values())] for unit in UNITS)],
    }
    for name, lines in rows.items():
        with files[name].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    assert (
        main(
            [
                "rank",
                str(files["评分.csv"]),
                "--scheme",
                str(files["方案.toml"]),
                "--roster",
                str(files["名册.csv"]),
                "--period",
                "2022年",
                "--format",
                "json",
                "--output",
                str(files["排名.json"]),
            ]
        )
        == 0
    )
    ranked = json.loads(files["排名.json"].read_text("utf-8"))
    assert {row["unit"]: (row["rank"], row["total"], row["dimensions"]) for row in ranked} == expected(question, marks)
