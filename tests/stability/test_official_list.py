"""The list beside moving weights is the one that the rules put forward, whatever total or rank an award asks for."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.ranking import rank_units
from evaluation.shortlist import suggest
from evaluation.stability import Finding, contest_of, dial, explore
from evaluation.stability.spoken import finding_in_words, short_finding, short_intervals
from evaluation.wording import stability as words
from tests.chain import PERIOD, dimension, fill, indicator, load, new_store, roster_of, scheme_of
from tests.small_cases import GROUP, small_cases
from tests.stability.cases import SEEDS

STORE = new_store()
THREE = ("甲", "乙", "丙")


def found(period: str = PERIOD, group: str = "村", weights: dict | None = None) -> tuple[Finding, tuple[str, ...]]:
    """What is known of the stored group's list, and whom the rules suggest."""
    ranking = rank_units(STORE.cursor(), period, weights=weights)
    shortlist = suggest(ranking, STORE.scheme, STORE.scheme.award[0], group)
    return explore(contest_of(ranking, shortlist, STORE.scheme)), shortlist.suggested


def filled(marks: dict[str, tuple], **award) -> tuple[Finding, tuple[str, ...]]:
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}项")) for name in THREE), award=[{"name": "奖", "groups": ["村"], **award}]
    )
    columns = {f"{name}项": {unit: row[place] for unit, row in marks.items()} for place, name in enumerate(THREE)}
    fill(STORE, scheme, columns, roster=roster_of(村=" ".join(marks)))
    return found()


@settings(max_examples=3 * SEEDS, deadline=None)
@given(small_cases(rounding="each_level", tie_break=[]), st.integers(0, 100), st.integers(1, 9), st.sampled_from([None, 1, 2]))
def test_whoever_meets_the_least_total_is_on_a_list_with_places_for_all(case, minimum, weight, within):
    case.scheme["award"][0] = {"name": "先进集体", "groups": [GROUP], "quota": 5, "minimum_total": minimum}
    if within:
        case.scheme["award"][0]["within_rank"] = within
    if not case.marks:
        return
    load(STORE, case)
    weights = {entry["name"]: Decimal(1) for entry in case.scheme["dimension"]} | {
        case.scheme["dimension"][0]["name"]: Decimal(weight)
    }
    finding, suggested = found(case.period, GROUP, weights)
    listed = finding.safety.listed
    assert {*finding.names(listed.inside), *finding.names(listed.tied)} == set(suggested)


def test_a_least_total_is_as_rounded_as_the_published_one():
    for last, is_in in (("79.97", False), ("79.985", True), ("80", True)):
        finding, suggested = filled({"A": (95, 95, 95), "B": (80, 80, last)}, quota=2, minimum_total=80)
        assert (finding.names(finding.safety.listed.inside), "B" in suggested) == (suggested, is_in)


def test_a_list_that_a_least_total_bounds_is_not_said_to_stay():
    finding, suggested = filled({"A": (95, 95, 95), "B": (81, 80, "79.6"), "C": (60, 60, 60)}, quota=2, minimum_total=80)
    assert finding.names(finding.safety.listed.inside) == suggested == ("A", "B")
    assert "最先发生的变化：B总分不到下限，退出名单" in finding_in_words(finding)
    assert finding.safety.change.weights[2] < 4 / 6
    assert found(weights={"丙": Decimal(4)})[1] == ("A",)


def test_places_for_all_are_not_a_place_for_everybody():
    finding, suggested = filled({"A": (95, 95, 95), "B": (80, 85, 90), "C": (90, 70, 60)}, quota=5, minimum_total=80)
    assert finding.names(finding.safety.listed.inside) == suggested == ("A", "B")
    assert "最先发生的变化：C总分达到下限，进入名单" in finding_in_words(finding)
    assert short_finding(finding) != words.TITLE_ALL_IN
    assert short_intervals(finding) == ("2 家怎么调都在名单里，", "1 家要看权重")


@pytest.mark.parametrize("quota", [2, 5])
def test_what_a_least_rank_leaves_open_is_said(quota):
    marks = {"A": (95, 95, 95), "B": (80, 85, 90), "C": (90, 70, 60), "D": (60, 62, 90)}
    finding, suggested = filled(marks, quota=quota, within_rank=1)
    assert finding.names(finding.safety.listed.inside) == suggested == ("A",)
    assert finding_in_words(finding) == words.NEVER_BY_RANK + words.RANK_LEFT_OUT.format(rank=1)
    assert short_finding(finding)[0].startswith(words.TITLE_RANK_LEFT_OUT)


def test_the_dial_follows_the_least_total():
    finding, _ = filled({"A": (95, 95, 95), "B": (100, 82, 70)}, quota=2, minimum_total=80)
    (turn,) = dial(finding.contest)
    assert (turn.leaves, turn.enters, turn.after.tied) == ((1,), (), ())
