"""Scheme files made to do harm are refused in words, in a process of their own; the server's stays small."""

import resource
import sys

import pytest

from evaluation.export.scheme_workbook import MAX_TOML, read_scheme_file
from evaluation.problems import EvaluationError
from evaluation.scheme_faults import check_tables
from evaluation.scheme_tables import MAX_TEXT
from tests.score_sheets import workbook

HEAD = '[[dimension]]\nname = "甲"\n'
HOSTILE = {
    "keys nested 12,000 deep": "a." * 12_000 + "a = 1",
    "a number of 100,000 digits": HEAD + "weight = " + "9" * 100_000,
    "a number of 400,000 digits in sixteens": HEAD + "weight = 0x" + "f" * 400_000,
    "a line of a million signs that could be a key": "a" * 1_000_000,
    "a line of 600,000 Chinese signs that could be a key": "中" * 600_000,
    "brackets nested 100,000 deep": "a = " + "[" * 100_000,
    "more than fits": "#" * (MAX_TOML + 1),
    "more text than fits": HEAD + f'source = "{"字" * 600_000}"\n[[dimension]]\nname = "{"x" * MAX_TEXT}"'[: MAX_TOML - 10] + '"',
}


def peak() -> int:
    """Return the most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in Linux's own way")
@pytest.mark.parametrize("what", HOSTILE)
def test_a_scheme_file_made_to_do_harm_is_refused_in_words(what):
    before = peak()
    with pytest.raises(EvaluationError) as refused:
        read_scheme_file(HOSTILE[what].encode(), "方案.toml")
    assert str(refused.value).endswith("。")
    assert "请" in str(refused.value)
    assert peak() - before < 100


def test_huge_exponents_are_never_written_out():
    points = ", ".join(["1e999999", "1e99999999999", "1e-999999999"] * 300)
    found = read_scheme_file(f'{HEAD}[[dimension.indicator]]\nname = "乙"\npoints = [{points}]'.encode(), "方案.toml")
    assert found.tables.parts["indicator"][0]["points"].startswith("1E+999999、1E+99999999999、1E-999999999、")
    assert check_tables(found.tables).faults


def test_a_workbook_with_more_text_than_any_scheme_is_refused_in_words():
    def fill(book) -> None:
        page = book.add_worksheet("指标")
        page.write_row(0, 0, ("指标", "依据"))
        for row in range(1, 80):
            page.write_row(row, 0, (f"指标{row}", "出" * 30_000))

    with pytest.raises(EvaluationError, match="字数合起来超过 200 万"):
        read_scheme_file(workbook(fill), "方案.xlsx")
