"""The engine against the outside world: UNDP's Human Development Index 2022, every published value and rank."""

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from evaluation.cli import main

ROOT = Path(__file__).parents[1]
SCHEME = ROOT / "data/schemes/hdi.toml"
PUBLISHED = ROOT.parent / "shared/reference/hdi_2022.csv"
INPUTS = {
    "life_expectancy": "出生时预期寿命",
    "expected_years_of_schooling": "预期受教育年限",
    "mean_years_of_schooling": "平均受教育年限",
    "gni_per_capita": "人均国民总收入",
}
SKIP = f"needs UNDP's published table, which is not part of this repository: {PUBLISHED.name} in ../shared/reference"


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    if not PUBLISHED.is_file():
        pytest.skip(SKIP)
    return list(csv.DictReader(PUBLISHED.open(encoding="utf-8", newline="")))


@pytest.fixture(scope="module")
def ranked(published, tmp_path_factory) -> dict[str, dict]:
    """What `rank --format json` prints for UNDP's inputs, by country."""
    folder = tmp_path_factory.mktemp("hdi")
    roster, sheet, output = folder / "国家名册.csv", folder / "2022年.csv", folder / "排名.json"
    _write(roster, ["单位", "类别", "顺序"], ([row["iso3"], "国家", n] for n, row in enumerate(published, start=1)))
    _write(sheet, ["单位", *INPUTS.values()], ([row["iso3"], *(row[name] for name in INPUTS)] for row in published))
    arguments = ["rank", str(sheet), "--scheme", str(SCHEME), "--roster", str(roster), "--period", "2022年"]
    assert main([*arguments, "--format", "json", "--output", str(output)]) == 0
    return {row["unit"]: row for row in json.loads(output.read_text("utf-8"))}


def _write(path: Path, header: list[str], rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def test_all_193_published_values_come_out(published, ranked):
    ours = {country: Decimal(row["total"]) / 100 for country, row in ranked.items()}
    assert len(ours) == 193
    assert ours == {row["iso3"]: Decimal(row["published_hdi"]) for row in published}


def test_all_193_published_ranks_come_out_with_their_ties(published, ranked):
    theirs = {row["iso3"]: int(row["published_rank"]) for row in published}
    assert len(theirs) == 193
    assert {country: row["rank"] for country, row in ranked.items()} == theirs


def test_published_ranks_are_those_of_the_three_published_decimals(published):
    """Equal printed values share a rank and the next is skipped: hidden decimals don't untie them."""
    values = [Decimal(row["published_hdi"]) for row in published]
    for row in published:
        assert int(row["published_rank"]) == 1 + sum(value > Decimal(row["published_hdi"]) for value in values)
    assert max(Counter(values).values()) > 1


def test_inputs_beyond_the_goalposts_count_as_the_goalposts(published, ranked):
    rich = [row["iso3"] for row in published if Decimal(row["gni_per_capita"]) > 75000]
    assert rich
    assert {ranked[country]["dimensions"]["收入"] for country in rich} == {"100.0"}
