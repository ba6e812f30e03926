"""Finding units by what a clerk types."""

import pytest

from evaluation.roster import Unit
from evaluation.search import initials, matches

EAST = Unit("东坪村", "村（社区）", ("东坪", "坪里"))


@pytest.mark.parametrize(
    "text", ["东坪村", "东", "坪村", "坪里", "dpc", "dp", "ｄｐ", "d", "DPC", " dpc ", "pl", "PL", "ＤＰＣ", ""]
)
def test_a_unit_is_found_by_part_of_a_name_or_the_beginning_of_its_initials(text):
    assert matches(EAST, text)


@pytest.mark.parametrize("text", ["西坪", "pc", "dpcx", "dongping", "东坪社区", "东 坪"])
def test_a_unit_isnt_found_by_anything_else(text):
    assert not matches(EAST, text)


def test_a_character_of_several_readings_is_found_by_each():
    assert {"djc", "sjc"} <= initials("单家村")
    assert initials("重庆路社区") == {"cqlsq"}


@pytest.mark.parametrize(
    ("name", "text"), [("第3村", "d3c"), ("A区社区", "aqsq"), ("党政综合办公室", "dzzhbgs"), ("Xx办", "xxb")]
)
def test_figures_and_letters_in_a_name_stand_for_themselves(name, text):
    assert matches(Unit(name, "村"), text)


def test_a_long_name_with_many_readings_is_answered_with_a_bounded_number_of_initials():
    assert 1 <= len(initials("重长乐行" * 20)) <= 64
