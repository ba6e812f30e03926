"""The command line on the sample sheets: as exact arithmetic says, and as the stored demonstration."""

import csv
import io
import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from evaluation.home import DEFAULT_SCHEME, Home
from tests import samples
from tests.command_line import Office
from tests.oracle import oracle_rank, oracle_shortlist


@pytest.fixture
def folder(tmp_path, capsys) -> Office:
    return Office(tmp_path, capsys)


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> Path:
    """A home that has never been opened by an office: it holds the demonstration."""
    path = tmp_path_factory.mktemp("home")
    home = Home(path)
    assert home.current.scheme
    home.close()
    return path


FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def sample_tables() -> list[list[list[str]]]:
    """Return the four sample sheets of 2022 as rows of text, read without any code of the product."""
    tables = []
    for path in samples.SHEETS:
        if path.suffix == ".xlsx":
            sheet = load_workbook(path).worksheets[0]
            tables.append([["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)])
        else:
            content = path.read_bytes()
            text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "gb18030")
            tables.append(list(csv.reader(io.StringIO(text))))
    return tables


def sample_marks(names: dict[str, str]) -> list[dict]:
    """Return the marks of the sample sheets as the oracle takes them; ``names``: every name and alias → unit."""
    marks = []
    for table in sample_tables():
        head = next(row for row in table if {"单位", "单位名称"} & set(row))
        for row in table[table.index(head) + 1 :]:
            cells = dict(zip((re.sub(r"[（(].*", "", name) for name in head), row, strict=True))
            unit = names.get(cells.get("单位") or cells.get("单位名称"))
            if unit and "指标" in cells:
                marks.append({"unit": unit, "indicator": cells["指标"], "rater": cells["评分人"], "mark": Decimal(cells["得分"])})
            elif unit:
                marks += [
                    {"unit": unit, "indicator": name, "rater": "", "mark": Decimal(text.translate(FULL_WIDTH))}
                    for name, text in cells.items()
                    if text and name not in ("序号", "单位", "单位名称", "合计", "备注")
                ]
    return marks


def side_file(path: Path) -> list[dict]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


@pytest.fixture(scope="module")
def by_hand() -> tuple[dict, list[dict], list[dict]]:
    """The scheme, the roster and the ranking of 2022 by the slow implementation."""
    scheme = tomllib.loads(DEFAULT_SCHEME.read_text("utf-8"), parse_float=Decimal)
    roster = [{"unit": row["单位"], "group": row["类别"]} for row in side_file(samples.ROSTER)]
    names = {name: row["单位"] for row in side_file(samples.ROSTER) for name in (row["单位"], *row["别名"].split("、")) if name}
    points = [{"unit": row["单位"], "points": row["加减分"], "reason": row["事由"]} for row in side_file(samples.ADJUSTMENTS)]
    vetoes = [{"unit": row["单位"], "reason": row["事由"]} for row in side_file(samples.VETOES)]
    return scheme, roster, oracle_rank(scheme, roster, sample_marks(names), points, vetoes, "2022年")


def sample_rank(capsys, **options: object) -> list[dict]:
    return samples.command_line(
        capsys, "rank", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, **options
    )


def test_the_sample_sheets_rank_as_exact_arithmetic_says(capsys, by_hand):
    assert sample_rank(capsys) == by_hand[2]


def test_the_sample_sheets_rank_as_the_stored_demonstration(folder, capsys, stored):
    code, out, _ = folder.run("rank", "--database", stored, "--format", "json")
    assert code == 0
    assert json.loads(out) == sample_rank(capsys)


def test_the_sample_sheets_rank_the_same_in_any_order(capsys):
    backwards = samples.command_line(
        capsys, "rank", *reversed(samples.SHEETS), adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES
    )
    assert backwards == sample_rank(capsys)


def test_the_sample_shortlist_is_that_of_the_slow_implementation(capsys, by_hand):
    scheme, roster, ranked = by_hand
    found = samples.command_line(
        capsys, "shortlist", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, award="先进集体"
    )
    assert [{key: value for key, value in row.items() if key != "reasons"} for row in found] == oracle_shortlist(
        scheme, roster, ranked, "先进集体"
    )
    assert all(row["eligible"] == (row["reasons"] == []) for row in found)
