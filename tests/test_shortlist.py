"""Who is put forward: the rules against a slow second implementation, and what people change about it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.events import roster_set, scheme_set
from evaluation.home import default_scheme
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, Ranking
from evaluation.scheme import Scheme
from evaluation.scheme_reading import read_scheme
from evaluation.selection import (
    CHOSEN,
    NOT_CHOSEN,
    UNDECIDED,
    WITHDRAWN,
    Decision,
    changes,
    drafts_of,
    missing_reasons,
    opinion,
    printed_reasons,
    read_decisions,
    standing,
    turned_round,
)
from evaluation.shortlist import Shortlist, find_award, first_outside, in_short, suggest, suggest_nobody
from tests.chain import PERIOD, new_store, one, roster_of
from tests.oracle import oracle_rank, oracle_shortlist
from tests.strategies import Case, cases, to_toml

GROUP, AWARD = "村", "先进集体"


def ranking_from(rows: list[dict]) -> Ranking:
    """Return rows of `rank --format json` as a ranking."""

    def figure(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    units = tuple(
        RankedUnit(
            row["period"],
            row["group"],
            row["unit"],
            place,
            row["rank"],
            figure(row["total"]),
            figure(row["base"]),
            Decimal(row["adjustment"]),
            {name: figure(score) for name, score in row["dimensions"].items()},
            row["status"],
            tuple(row["missing"]),
            tuple(row["vetoes"]),
        )
        for place, row in enumerate(rows, 1)
    )
    return Ranking(PERIOD, units, {name: Decimal(1) for name in rows[0]["dimensions"]}, 2)


@st.composite
def cases_with_floors(draw) -> Case:
    case = draw(cases())
    for dimension in case.scheme["dimension"]:
        floor = draw(st.none() | st.sampled_from([0, 30, 60, Decimal("66.67")]))
        if floor is not None:
            dimension["floor"] = floor
    return case


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases_with_floors())
def test_the_suggestion_is_that_of_the_slow_implementation(case):
    rows = oracle_rank(*case.arguments)
    expected = oracle_shortlist(case.scheme, case.roster, rows, AWARD)
    scheme = read_scheme(to_toml(case.scheme))
    award = find_award(scheme, AWARD)
    ranking = ranking_from(rows)
    lists = [suggest(ranking, scheme, award, group) for group in dict.fromkeys(row["group"] for row in expected)]
    found = [(item.unit.unit, item.eligible, item.suggested, item.tied_at_cut) for found in lists for item in found.candidates]
    assert found == [(row["unit"], row["eligible"], row["suggested"], row["tied_at_cut"]) for row in expected]
    for item in (item for found in lists for item in found.candidates):
        assert item.eligible == (not item.reasons)


# --- a small group ------------------------------------------------------------------------------------------------


def scheme_with(award: str, floor: str = "floor = 60\n") -> Scheme:
    return read_scheme(f"""
name = "考核"
[[dimension]]
name = "项目建设"
{floor}[[dimension.indicator]]
name = "投资"
full_mark = 100
[[award]]
name = "{AWARD}"
groups = ["{GROUP}"]
{award}""")


def row(unit: str, rank: int | None, total: str | None, *, score: str | None = "", vetoes: tuple[str, ...] = ()) -> dict:
    return {
        "period": PERIOD,
        "group": GROUP,
        "unit": unit,
        "rank": rank,
        "total": total,
        "base": total,
        "adjustment": "0.00",
        "dimensions": {"项目建设": total if score == "" else score},
        "status": "ranked" if rank else "incomplete",
        "missing": [] if total else ["投资"],
        "vetoes": list(vetoes),
    }


SIX = [
    row("甲", 1, "90.00"),
    row("乙", 2, "85.00"),
    row("丙", 2, "85.00"),
    row("丁", 4, "80.00"),
    row("戊", 5, "59.99"),
    row("己", None, None),
]


def shortlist(award: str, rows: list[dict] | None = None, floor: str = "floor = 60\n") -> Shortlist:
    scheme = scheme_with(award, floor)
    return suggest(ranking_from(rows or SIX), scheme, scheme.award[0], GROUP)


def reasons(award: str, rows: list[dict] | None = None, floor: str = "floor = 60\n") -> dict[str, tuple[str, ...]]:
    return {item.unit.unit: item.reasons for item in shortlist(award, rows, floor).candidates}


@pytest.mark.parametrize(
    ("quota", "suggested", "tied", "line"),
    [
        ("1", ["甲"], [], "90.00"),
        ("2", ["甲"], ["乙", "丙"], "90.00"),
        ("3", ["甲", "乙", "丙"], [], "85.00"),
        ("4", ["甲", "乙", "丙", "丁"], [], "80.00"),
        ("9", ["甲", "乙", "丙", "丁"], [], "80.00"),
        ('"50%"', ["甲", "乙", "丙"], [], "85.00"),
        ('"49.9%"', ["甲"], ["乙", "丙"], "90.00"),
        ('"1%"', ["甲"], [], "90.00"),
    ],
)
def test_the_quota_is_filled_in_rank_order_and_a_tie_across_the_last_place_is_left_to_people(quota, suggested, tied, line):
    found = shortlist(f"quota = {quota}")
    assert list(found.suggested) == suggested
    assert [item.unit.unit for item in found.candidates if item.tied_at_cut] == tied
    assert (found.cut_line, found.cut_unit) == (Decimal(line), suggested[-1])


def test_a_tie_for_the_first_place_suggests_nobody_and_draws_no_line():
    found = shortlist("quota = 1", [row("甲", 1, "90.00"), row("乙", 1, "90.00")])
    assert (found.suggested, found.cut_line, found.cut_unit) == ((), None, None)
    assert [item.tied_at_cut for item in found.candidates] == [True, True]
    assert [item.gap for item in found.candidates] == [None, None]


def test_a_share_is_taken_of_the_whole_roster_incomplete_units_included():
    assert shortlist('quota = "34%"').quota == 2


def test_every_unit_of_the_group_is_in_the_list_in_rank_order():
    assert [item.unit.unit for item in shortlist("quota = 1").candidates] == ["甲", "乙", "丙", "丁", "戊", "己"]


def test_the_gap_is_counted_from_the_cut_line():
    assert [str(item.gap) for item in shortlist("quota = 3").candidates] == ["5.00", "0.00", "0.00", "-5.00", "-25.01", "None"]


def test_the_first_outside_is_the_best_eligible_unit_that_the_quota_keeps_out():
    assert first_outside(shortlist("quota = 3")).unit.unit == "丁"
    assert first_outside(shortlist("quota = 2")).unit.unit == "丁"  # 乙 and 丙 are pending
    assert first_outside(shortlist("quota = 9")) is None


def test_each_failed_condition_is_a_reason_in_words():
    found = reasons("quota = 1\nminimum_total = 85\nwithin_rank = 3")
    assert found == {
        "甲": (),
        "乙": (),
        "丙": (),
        "丁": ("总分 80.00 ＜ 85", "第 4 名，条件是前 3 名"),
        "戊": ("项目建设 59.99 ＜ 底线 60", "总分 59.99 ＜ 85", "第 5 名，条件是前 3 名"),
        "己": ("缺项目建设",),
    }


def test_a_veto_bars_and_its_reasons_are_told():
    rows = [row("甲", 1, "90.00", vetoes=("安全事故", "越级上访")), row("乙", 2, "80.00")]
    found = shortlist("quota = 1", rows)
    assert found.candidates[0].reasons == ("一票否决：安全事故、越级上访",)
    assert found.suggested == ("乙",)


def test_a_unit_exactly_at_floor_and_minimum_is_eligible():
    assert reasons("quota = 1\nminimum_total = 60", [row("甲", 1, "60.00")]) == {"甲": ()}


def test_without_conditions_everybody_complete_is_eligible():
    assert [name for name, why in reasons("quota = 1", floor="").items() if why] == ["己"]


def test_an_ineligible_unit_with_the_same_rank_makes_no_tie():
    rows = [row("甲", 1, "90.00"), row("乙", 1, "90.00", score="10.00")]
    assert shortlist("quota = 1", rows).suggested == ("甲",)


def test_the_conclusion_in_a_few_words_names_what_weighs_most():
    rows = [
        row("甲", 1, "90.00"),
        row("乙", 2, "85.00"),
        row("丙", 2, "85.00"),
        row("丁", 4, "84.00", score="50.00"),
        row("戊", 5, "80.00", score="50.00", vetoes=("事故",)),
        row("己", 6, "70.00"),
        row("庚", None, None),
    ]
    found = {item.unit.unit: in_short(item) for item in shortlist("quota = 2\nminimum_total = 80", rows).candidates}
    assert found == {
        "甲": "建议入选",
        "乙": "并列待定",
        "丙": "并列待定",
        "丁": "▼ 项目建设 50.00",
        "戊": "一票否决",
        "己": "总分 70.00 ＜ 80",
        "庚": "缺项目建设",
    }


def test_the_opinion_of_the_rules_is_one_word():
    found = shortlist("quota = 2\nminimum_total = 60")
    assert [opinion(item) for item in found.candidates] == ["建议", "并列待定", "并列待定", "名额外", "不符合", "不符合"]


def test_a_group_without_an_award_has_everybody_and_suggests_nobody():
    found = suggest_nobody(ranking_from(SIX), scheme_with("quota = 1"), GROUP)
    assert [item.unit.unit for item in found.candidates] == ["甲", "乙", "丙", "丁", "戊", "己"]
    assert (found.suggested, found.cut_line, first_outside(found).unit.unit) == ((), None, "甲")
    barred = suggest_nobody(ranking_from([row("甲", 1, "90.00", vetoes=("事故",)), *SIX[1:]]), scheme_with("quota = 1"), GROUP)
    assert [item.unit.unit for item in barred.candidates if not item.eligible] == ["甲", "己"]
    assert [item.below_floor for item in barred.candidates][3:5] == [(), ("项目建设",)]


def test_an_unknown_award_is_refused_with_the_known_ones():
    with pytest.raises(EvaluationError, match=r"没有名为“文明村”的奖项。方案里有：先进集体、优秀办公室、先进个人"):
        find_award(default_scheme(), "文明村")


# --- what people decide -------------------------------------------------------------------------------------------

FOUND = shortlist("quota = 3")
RULES = {"甲": CHOSEN, "乙": CHOSEN, "丙": CHOSEN, "丁": NOT_CHOSEN, "戊": NOT_CHOSEN, "己": NOT_CHOSEN}


def wanted(reasons: dict[str, str] | None = None, **choices: str) -> list[Decision]:
    """Return the rules' own choices with some changed."""
    return [Decision(unit, choice, (reasons or {}).get(unit, "")) for unit, choice in {**RULES, **choices}.items()]


def test_before_anybody_decides_the_rules_suggestion_stands():
    assert {name: item.choice for name, item in standing(FOUND, {}).items()} == RULES


def test_units_tied_across_the_last_place_are_undecided_until_people_decide():
    found = standing(shortlist("quota = 2"), {})
    assert [found[name].choice for name in "甲乙丙丁"] == [CHOSEN, UNDECIDED, UNDECIDED, NOT_CHOSEN]


def test_what_people_decided_stands_over_the_rules():
    decided = {"丁": Decision("丁", CHOSEN, "承办现场会", actor="张三", at="2022-12-30")}
    stands = standing(FOUND, decided)
    assert stands["丁"] == decided["丁"]
    assert stands["甲"] == Decision("甲", CHOSEN)


def test_only_what_was_changed_is_a_change():
    found = changes(FOUND, standing(FOUND, {}), wanted({"丁": "承办现场会", "丙": "数据待核"}, 丁=CHOSEN, 丙=UNDECIDED))
    assert found == [Decision("丙", UNDECIDED, "数据待核"), Decision("丁", CHOSEN, "承办现场会")]
    assert changes(FOUND, standing(FOUND, {}), wanted()) == []


def test_a_reason_or_a_note_alone_is_a_change():
    assert changes(FOUND, standing(FOUND, {}), wanted({"甲": "连续三年第一"})) == [Decision("甲", CHOSEN, "连续三年第一")]
    noted = [replace(item, note="书记已阅") if item.unit == "甲" else item for item in wanted()]
    assert changes(FOUND, standing(FOUND, {}), noted) == [Decision("甲", CHOSEN, note="书记已阅")]


def test_the_reason_for_the_opposite_choice_goes_with_it_and_a_new_one_stays():
    stands = standing(FOUND, {"丁": Decision("丁", CHOSEN, "承办现场会", actor="张三")})
    given = [("承办现场会", NOT_CHOSEN), ("撤回申报", NOT_CHOSEN), ("承办现场会", CHOSEN)]
    kept = [turned_round(stands, [Decision("丁", choice, reason)])[0].reason for reason, choice in given]
    assert kept == ["", "撤回申报", "承办现场会"]


def test_going_back_to_the_rules_withdraws_the_decision():
    stands = standing(FOUND, {"丁": Decision("丁", CHOSEN, "承办现场会", actor="张三")})
    assert changes(FOUND, stands, wanted()) == [Decision("丁", NOT_CHOSEN, actor=WITHDRAWN)]


def test_whoever_departs_from_the_rules_owes_a_reason():
    assert missing_reasons(FOUND, wanted()) == []
    assert missing_reasons(FOUND, wanted(丁=CHOSEN, 丙=NOT_CHOSEN)) == ["丙", "丁"]
    assert missing_reasons(FOUND, wanted({"丁": "承办现场会", "丙": "数据待核"}, 丁=CHOSEN, 丙=NOT_CHOSEN)) == []


def test_passing_over_a_higher_unit_for_a_lower_one_needs_a_reason_for_the_higher_one():
    assert missing_reasons(FOUND, wanted({"丁": "承办现场会"}, 丁=CHOSEN, 甲=UNDECIDED)) == ["甲"]


def test_on_paper_the_peoples_reason_stands_before_the_rules():
    stands = standing(FOUND, {"戊": Decision("戊", CHOSEN, "特殊贡献", actor="张三")})
    printed = printed_reasons(FOUND, stands)
    assert (printed["戊"], printed["己"], printed["甲"]) == ("特殊贡献", "缺项目建设", "")


def test_decisions_are_kept_with_name_and_time_and_the_latest_counts():
    store = new_store()
    store.append([scheme_set(one()), roster_set(roster_of(村="甲 乙 丁"))], "考核办")
    store.append(
        drafts_of(PERIOD, AWARD, [Decision("丁", CHOSEN, "承办现场会"), Decision("乙", UNDECIDED, "数据待核", "下周再议")]),
        "张三",
    )
    store.append(drafts_of(PERIOD, AWARD, [Decision("丁", NOT_CHOSEN, "撤回申报")]), "李四")
    found = read_decisions(store.cursor(), PERIOD, AWARD)
    assert {name: (item.choice, item.reason, item.note, item.actor) for name, item in found.items()} == {
        "丁": (NOT_CHOSEN, "撤回申报", "", "李四"),
        "乙": (UNDECIDED, "数据待核", "下周再议", "张三"),
    }
    assert found["丁"].at.startswith("20")
    for period, award in ((PERIOD, "优秀办公室"), ("2021年", AWARD)):
        store.append(drafts_of(period, award, [Decision("丁", CHOSEN, "另一张名单")]), "王五")
        assert read_decisions(store.cursor(), period, award)["丁"].is_chosen
    assert read_decisions(store.cursor(), PERIOD, AWARD) == found
    store.append(drafts_of(PERIOD, AWARD, [Decision("丁", NOT_CHOSEN, actor=WITHDRAWN)]), "李四")
    assert list(read_decisions(store.cursor(), PERIOD, AWARD)) == ["乙"]
    assert read_decisions(store.cursor(), "2021年", "优秀办公室") == {}
