"""Every cell of a score sheet is read as it is meant, or a person is asked about it, whatever trouble the sheet has."""

import os
from decimal import Decimal

import pytest

from tests.chinese_sheets import ASKED, FORMS, TROUBLES, Made, Verdict, all_sheets, made, verdict, walked
from tests.score_sheets import matched

VARIANTS = int(os.environ.get("CHINESE_VARIANTS", "0"))


def some_sheets() -> list[Made]:
    """Return every trouble in three of the forms, alone and with others; workbooks are few because each takes a process."""
    sheets = []
    for at, trouble in enumerate(TROUBLES):
        sheets += [made(trouble, FORMS[(at + step) % 5], step) for step in range(2)]
        sheets += [made(trouble, "xlsx", 1)] if at % 2 else []
    return sheets


@pytest.fixture(scope="module")
def verdicts() -> list[tuple[Made, Verdict]]:
    sheets = all_sheets(VARIANTS) if VARIANTS else some_sheets()
    return [(sheet, verdict(sheet, walked(sheet))) for sheet in sheets]


def test_no_cell_is_changed_or_dropped_without_a_word(verdicts):
    assert [(sheet.name, found.wrong) for sheet, found in verdicts if found.wrong] == []


def test_hardly_anything_plain_is_asked_about(verdicts):
    plain = sum(cell.meaning is not ASKED for sheet, _ in verdicts for cell in sheet.expected)
    right = sum(found.right for _, found in verdicts)
    assert right >= 0.995 * plain


def test_what_nobody_can_tell_is_asked_about(verdicts):
    unsure = sum(cell.meaning is ASKED for sheet, _ in verdicts for cell in sheet.expected)
    assert unsure > 100
    assert sum(found.asked for _, found in verdicts) >= 0.9 * unsure


def test_the_sheets_have_every_trouble_and_every_form(verdicts):
    names = " ".join(sheet.name for sheet, _ in verdicts)
    assert all(trouble in names for trouble in TROUBLES)
    assert all(f" {form} " in names for form in FORMS)
    assert len(TROUBLES) >= 14


def test_a_verdict_sees_a_mark_that_changed_silently():
    sheet = made("titles", "utf-8", 0)
    intake = walked(sheet)
    cell = next(cell for cell in sheet.expected if isinstance(cell.meaning, Decimal))
    other = Made(sheet.name, sheet.trouble, sheet.file, sheet.grid, (cell.__class__(**{**vars(cell), "meaning": Decimal(1)}),))
    assert verdict(other, intake).wrong


def test_a_table_before_the_header_is_no_title():
    found = matched("东坪村,85,9\n张家塬村,80,8\n单位,企业走访,投资完成率\n城关社区,70,7\n")
    assert [(p.code, p.severity, p.row) for p in found.problems if p.code == "unit_above_header"] == [
        ("unit_above_header", "error", 1),
        ("unit_above_header", "error", 2),
    ]
