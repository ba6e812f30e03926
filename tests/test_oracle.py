"""The oracle against figures worked out by hand, and the strategies against the contract."""

import tomllib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle import geometric_mean, half_up, join, oracle_rank, oracle_shortlist, text
from tests.strategies import Case, cases, to_toml

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def scheme_of(*dimensions, **options) -> dict:
    return {"name": "考核", "dimension": list(dimensions), **options}


def dimension(name, *indicators, weight=1, **more) -> dict:
    return {"name": name, "weight": weight, "indicator": list(indicators), **more}


def indicator(name, weight=1, **more) -> dict:
    return {"name": name, "weight": weight, **more}


def units(names, group="村") -> list[dict]:
    return [{"unit": name, "group": group} for name in names]


def marks(**by_unit) -> list[dict]:
    """marks(甲=("80", None)): the marks of indicators i1, i2 … with None for a blank and a list for raters."""
    cells = []
    for unit, given_marks in by_unit.items():
        for place, mark in enumerate(given_marks, start=1):
            several = mark if isinstance(mark, list) else [mark]
            cells += [
                {"unit": unit, "indicator": f"i{place}", "rater": f"r{r}", "mark": m}
                for r, m in enumerate(several)
                if m is not None
            ]
    return cells


def points(unit, *values) -> list[dict]:
    return [{"unit": unit, "points": value, "reason": "事由"} for value in values]


def veto(*names) -> list[dict]:
    return [{"unit": name, "reason": "安全事故"} for name in names]


def rows(scheme, given_marks, roster=None, adjustments=(), vetoes=(), **more) -> dict[str, dict]:
    """The oracle's rows by unit, in its order."""
    roster = roster or units(dict.fromkeys(m["unit"] for m in given_marks))
    ranked = oracle_rank(scheme, roster, given_marks, list(adjustments), list(vetoes), "2022年", **more)
    return {row["unit"]: row for row in ranked}


def column(found, key) -> list:
    return [row[key] for row in found.values()]


def scores(rule, *values, decimals=2, **parameters) -> list[str]:
    """The scores of one indicator, one unit per value, in roster order."""
    scheme = scheme_of(dimension("A", indicator("i1", rule=rule, **parameters)), decimals=decimals)
    names = [f"u{n}" for n in range(len(values))]
    found = rows(scheme, marks(**{name: (value,) for name, value in zip(names, values, strict=True)}))
    return [found[name]["dimensions"]["A"] for name in names]


def three(weights=(1, 1, 1), **options) -> dict:
    dims = [dimension(name, indicator(f"i{n}"), weight=weights[n - 1]) for n, name in enumerate("ABC", start=1)]
    return scheme_of(*dims, **options)


# numbers


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [("86.255", 2, "86.26"), ("0.004", 2, "0.00"), ("-0.004", 2, "0.00"), ("91.5", 0, "92"), ("-1", 2, "-1.00")],
)
def test_figures_are_printed_half_up_with_exactly_the_places(value, places, printed):
    assert text(Fraction(value), places) == printed


def test_a_negative_half_goes_away_from_zero():
    assert half_up(Fraction("-0.125"), 2) == Fraction("-0.13")


# rules


def test_the_mark_rule_is_a_percentage_of_the_full_mark():
    assert scores("mark", "7", "0", "2.5", full_mark=Decimal("7.5")) == ["93.33", "0.00", "33.33"]


def test_the_mark_rule_turned_is_the_rest_to_100_turned_before_rounding():
    # 100·0.12345 = 12.345; 100 − 12.345 = 87.655 → 87.66 (rounded first it would be 87.65)
    assert scores("mark", "0.12345", full_mark=1, better="lower") == ["87.66"]


def test_goalposts_are_clipped_at_both_ends():
    found = scores("goalposts", "10", "20", "25", "40", "99", low=20, high=40)
    assert found == ["0.00", "0.00", "25.00", "100.00", "100.00"]
    assert scores("goalposts", "10", "25", "99", low=20, high=40, better="lower") == ["100.00", "75.00", "0.00"]


def test_log_goalposts_take_logarithms_and_give_zero_up_to_low():
    # ln 10 / ln 1000 = 1/3; ln 2 / ln 1000 = 0.693147/6.907755 = 0.100343
    found = scores("goalposts", "-5", "0", "1", "10", "2", "1000", "5000", low=1, high=1000, scale="log")
    assert found == ["0.00", "0.00", "0.00", "33.33", "10.03", "100.00", "100.00"]


def test_log_goalposts_turned():
    assert scores("goalposts", "0", "10", "1000", low=1, high=1000, scale="log", better="lower") == [
        "100.00",
        "66.67",
        "0.00",
    ]


def test_a_rational_logarithm_on_the_border_rounds_up():
    # ln 2 / ln 2^32 = 1/32 = 3.125 %
    assert scores("goalposts", "2", low=1, high=2**32, scale="log") == ["3.13"]


def test_a_rational_logarithm_stays_a_third_up_to_the_total():
    # (3·100/3 + 0.02)/4 = 25.005 exactly; forty threes would give 25.00
    first = indicator("i1", 3, rule="goalposts", low=1, high=1000, scale="log")
    scheme = scheme_of(dimension("A", first, indicator("i2")), rounding="final")
    assert rows(scheme, marks(甲=("10", "0.02")))["甲"]["total"] == "25.01"


def test_min_max_runs_over_the_group():
    assert scores("min_max", "-10", "20", "50", "0") == ["0.00", "50.00", "100.00", "16.67"]
    assert scores("min_max", "-10", "20", "50", "0", better="lower") == ["100.00", "50.00", "0.00", "83.33"]


def test_all_equal_gives_100_in_both_directions():
    for rule in ("min_max", "percentile_rank", "ratio_to_best"):
        for better in ("higher", "lower"):
            assert scores(rule, "7", "7", "7", better=better) == ["100.00"] * 3
            assert scores(rule, "0", "0", better=better) == ["100.00"] * 2


def test_percentile_ranks_share_the_better_rank():
    # ranks 1,2,2,4 of 4
    assert scores("percentile_rank", "9", "5", "5", "1") == ["100.00", "66.67", "66.67", "0.00"]
    assert scores("percentile_rank", "9", "5", "5", "1", better="lower") == ["0.00", "66.67", "66.67", "100.00"]


def test_a_single_unit_has_percentile_100():
    assert scores("percentile_rank", "0") == ["100.00"]


def test_ratio_to_best_divides_by_the_greatest_or_the_least_by_the_mark():
    assert scores("ratio_to_best", "30", "20", "0") == ["100.00", "66.67", "0.00"]
    assert scores("ratio_to_best", "30", "20", "25", better="lower") == ["66.67", "100.00", "80.00"]


def test_ratio_to_a_best_of_zero_gives_100_to_the_best_and_0_to_the_others():
    assert scores("ratio_to_best", "0", "3", "0", better="lower") == ["100.00", "0.00", "100.00"]


def test_rank_points_repeat_the_last_entry_and_tied_units_get_the_better_rank():
    # ranks 1,2,2,4,5 with the points 10,8,5: 10,8,8,5,5
    found = scores("rank_points", "9", "7", "7", "3", "1", points=[10, 8, 5], full_mark=10)
    assert found == ["100.00", "80.00", "80.00", "50.00", "50.00"]
    found = scores("rank_points", "9", "7", "7", points=[10, 8, 5], full_mark=10, better="lower")
    assert found == ["50.00", "100.00", "100.00"]


def test_rank_points_do_not_follow_dense_ties():
    scheme = scheme_of(dimension("A", indicator("i1", rule="rank_points", points=[9, 8, 7, 6], full_mark=10)))
    found = rows(scheme | {"ties": "dense"}, marks(甲=("3",), 乙=("3",), 丙=("1",)))
    assert column(found, "total") == ["90.00", "90.00", "70.00"]


STEPS = {"target": 95, "step": 2, "points_per_step": Decimal("1.5"), "full_mark": 10}


def test_step_deduction_takes_parts_of_steps():
    # shortfall 3 = 1.5 steps = 2.25 points: 77.5 %; shortfall 20 = 15 points: floored at 0
    assert scores("step_deduction", "95", "120", "92", "75", **STEPS) == ["100.00", "100.00", "77.50", "0.00"]


def test_whole_steps_are_rounded_up():
    # 1.5 steps count as 2 = 3 points; 1 step stays 1
    assert scores("step_deduction", "92", "93", "94.99", whole_steps=True, **STEPS) == ["70.00", "85.00", "85.00"]


def test_step_deduction_turned_counts_what_lies_above_the_target():
    assert scores("step_deduction", "98", "20", better="lower", **STEPS) == ["77.50", "100.00"]


def test_the_population_is_the_own_group_and_vetoed_units_belong_to_it():
    scheme = scheme_of(dimension("A", indicator("i1", rule="min_max")), veto="unrank")
    roster = units("甲乙丙") + units("丁", "站所")
    found = rows(scheme, marks(甲=("0",), 乙=("50",), 丙=("100",), 丁=("3",)), roster, vetoes=veto("丙"))
    assert {name: row["total"] for name, row in found.items()} == {
        "甲": "0.00",
        "乙": "50.00",
        "丙": "100.00",
        "丁": "100.00",
    }
    assert list(found) == ["乙", "甲", "丙", "丁"]


# raters


def test_two_raters_are_joined_without_binary_noise():
    assert rows(scheme_of(dimension("A", indicator("i1"))), marks(甲=(["86.25", "86.26"],)))["甲"]["total"] == "86.26"


def test_joined_marks_are_not_rounded():
    # (1+1+2)/3 of 3 = 44.444…; rounded to 1.33 first it would be 44.33
    scheme = scheme_of(dimension("A", indicator("i1", full_mark=3)))
    assert rows(scheme, marks(甲=(["1", "1", "2"],)))["甲"]["total"] == "44.44"


@pytest.mark.parametrize(
    ("how", "values", "joined"),
    [
        ("mean", [1, 2, 6], 3),
        ("median", [9, 1, 2], 2),
        ("median", [9, 1, 2, 3], Fraction(5, 2)),
        ("trimmed_mean", [9, 1, 2, 4], 3),
        ("trimmed_mean", [9, 9, 1], 9),
        ("trimmed_mean", [9, 1], 5),
    ],
)
def test_raters_are_joined(how, values, joined):
    assert join([Fraction(v) for v in values], how) == joined


def test_a_grade_word_is_a_percentage_of_the_full_mark():
    scheme = scheme_of(dimension("A", indicator("i1", full_mark=20)), grades={"优秀": 95})
    assert rows(scheme, marks(甲=(["优秀", "18"],)))["甲"]["total"] == "92.50"


def test_a_mark_with_more_than_twelve_places_is_rounded_first():
    # 0.0499999999999|5 is 0.05 in twelve places: 0.05 → 0.1
    assert scores("mark", "0.0499999999995", "0.0499999999994", decimals=1) == ["0.1", "0.0"]


# levels and rounding


def test_each_level_uses_the_printed_figure_and_final_rounds_once():
    pair = [indicator("i1", 3, full_mark=3), indicator("i2", full_mark=3)]
    scheme = scheme_of(dimension("A", *pair))
    # printed: (3·33.33 + 0.02)/4 = 25.0025 → 25.00; exact: (100 + 0.02)/4 = 25.005 → 25.01
    given_marks = marks(甲=("1", "0.0006"))
    assert rows(scheme, given_marks)["甲"]["total"] == "25.00"
    final = rows(scheme | {"rounding": "final"}, given_marks)["甲"]
    assert (final["dimensions"]["A"], final["base"], final["total"]) == ("25.01", "25.01", "25.01")


def test_with_final_the_exact_base_meets_the_adjustment_and_is_rounded_once():
    scheme = three(rounding="final", decimals=0)
    # base 250.5/3 = 83.5 → printed 84; total 83.5 − 1 = 82.5 → 83
    found = rows(scheme, marks(甲=("80", "80", "90.5")), adjustments=points("甲", "-1"))["甲"]
    assert (found["base"], found["total"], found["adjustment"]) == ("84", "83", "-1")


def test_aspects_are_weighted_means_of_their_own_indicators():
    inside = [indicator("i1", 1, aspect="x"), indicator("i2", 3, aspect="x"), indicator("i3", 1, aspect="y")]
    scheme = scheme_of(dimension("A", *inside, aspect=[{"name": "x", "weight": 2}, {"name": "y", "weight": 1}]))
    # x = (60 + 3·80)/4 = 75; A = (2·75 + 90)/3 = 80
    assert rows(scheme, marks(甲=("60", "80", "90")))["甲"]["dimensions"] == {"A": "80.00"}


# aggregation


def total_of(scheme, *given_marks, **more) -> str:
    return rows(scheme, marks(甲=given_marks), **more)["甲"]["total"]


def test_the_arithmetic_mean_is_weighted():
    assert total_of(three((Decimal("0.5"), Decimal("0.3"), Decimal("0.2"))), "90", "80", "70") == "83.00"


def test_the_geometric_mean_of_64_and_81_is_72():
    assert geometric_mean([(Fraction(1), Fraction(64)), (Fraction(1), Fraction(81))]) == 72


def test_the_geometric_mean_is_exact_with_odd_weights():
    # weights 1/3 and 2/3: 27^(1/3)·64^(2/3) = 3·16
    assert geometric_mean([(Fraction("0.333"), Fraction(27)), (Fraction("0.666"), Fraction(64))]) == 48
    assert geometric_mean([(Fraction(1), Fraction("86.25")), (Fraction("0.333"), Fraction("86.25"))]) == Fraction("86.25")


def test_an_irrational_geometric_mean_has_forty_digits():
    found = geometric_mean([(Fraction(1), Fraction(3)), (Fraction(1), Fraction(1))])
    assert found == Fraction("1.732050807568877293527446341505872366943")


def test_the_geometric_mean_of_two_thirds_and_one_sixth_is_a_third():
    assert geometric_mean([(Fraction(1), Fraction(2, 3)), (Fraction(1), Fraction(1, 6))]) == Fraction(1, 3)


def test_geometric_harmonic_and_minimum():
    assert total_of(three(aggregation="geometric"), "27", "64", "1") == "12.00"
    # 4/(2/40 + 1/60 + 1/30) = 4/0.1
    assert total_of(three((2, 1, 1), aggregation="harmonic"), "40", "60", "30") == "40.00"
    assert total_of(three((9, 1, 1), aggregation="minimum"), "90", "80", "70") == "70.00"


@pytest.mark.parametrize("how", ["geometric", "harmonic", "minimum"])
def test_a_zero_dimension_makes_the_total_zero(how):
    assert total_of(three(aggregation=how), "90", "0", "70") == "0.00"


def test_weights_and_aggregation_can_be_given_instead():
    scheme = three()
    assert total_of(scheme, "90", "80", "70", weights={"A": "2.5", "C": "0.5"}) == "85.00"  # (225+80+35)/4
    assert total_of(scheme, "90", "80", "70", aggregation="minimum") == "70.00"


# adjustments


def test_each_side_is_capped_by_itself():
    scheme = three(adjustment={"bonus_cap": 5, "deduction_cap": 10})
    found = rows(scheme, marks(甲=("90", "90", "90")), adjustments=points("甲", "4", "4", "-3"))["甲"]
    assert (found["base"], found["adjustment"], found["total"]) == ("90.00", "2.00", "92.00")
    found = rows(scheme, marks(甲=("90", "90", "90")), adjustments=points("甲", "1", "-7", "-8"))["甲"]
    assert (found["adjustment"], found["total"]) == ("-9.00", "81.00")


def test_a_cap_of_zero_is_a_cap_and_an_absent_one_is_none():
    scheme = three(adjustment={"bonus_cap": 0})
    assert total_of(scheme, "90", "90", "90", adjustments=points("甲", "4", "-30.5")) == "59.50"


def test_the_total_may_exceed_100_and_is_never_below_0():
    assert total_of(three(), "100", "100", "100", adjustments=points("甲", "7")) == "107.00"
    assert total_of(three(), "1", "1", "1", adjustments=points("甲", "-7")) == "0.00"


# missing


def missing(policy, rounding="each_level") -> dict[str, dict]:
    """i1 and i2 in A (weights 1 and 3), i3 in B; 乙 lacks i1, 丙 lacks both of A."""
    both = dimension("A", indicator("i1"), indicator("i2", 3))
    scheme = scheme_of(both, dimension("B", indicator("i3")), missing=policy, rounding=rounding)
    return rows(scheme, marks(丙=(None, None, "60"), 甲=("80", "40", "70"), 乙=(None, "60", "80"), 丁=("80.01", "40", "70")))


def test_incomplete_units_come_last_with_what_they_lack():
    found = missing("incomplete")
    assert list(found) == ["甲", "丁", "丙", "乙"]
    assert found["丙"] == {
        "period": "2022年",
        "group": "村",
        "unit": "丙",
        "rank": None,
        "total": None,
        "base": None,
        "adjustment": "0.00",
        "dimensions": {"A": None, "B": "60.00"},
        "status": "incomplete",
        "missing": ["i1", "i2"],
        "vetoes": [],
    }
    assert found["乙"]["missing"] == ["i1"]


def test_missing_as_zero():
    found = missing("zero")
    assert found["乙"]["dimensions"] == {"A": "45.00", "B": "80.00"}
    assert (found["丙"]["dimensions"]["A"], found["丙"]["status"], found["丙"]["total"]) == ("0.00", "ranked", "30.00")
    assert found["丙"]["missing"] == ["i1", "i2"]


def test_missing_as_zero_is_zero_also_where_lower_is_better_and_stays_out_of_the_population():
    scheme = scheme_of(dimension("A", indicator("i1", rule="min_max", better="lower")), missing="zero")
    found = rows(scheme, marks(甲=("10",), 乙=("20",)), units("甲乙丙"))
    assert {name: row["total"] for name, row in found.items()} == {"甲": "100.00", "乙": "0.00", "丙": "0.00"}


def test_missing_reweighted():
    found = missing("reweight")
    assert found["乙"]["dimensions"]["A"] == "60.00"
    assert (found["丙"]["status"], found["丙"]["dimensions"]["A"]) == ("incomplete", None)


def test_reweight_drops_an_empty_aspect_with_its_weight():
    inside = [indicator("i1", aspect="x"), indicator("i2", aspect="y"), indicator("i3", aspect="y")]
    aspects = [{"name": "x", "weight": 5}, {"name": "y", "weight": 1}]
    scheme = scheme_of(dimension("A", *inside, aspect=aspects), missing="reweight")
    found = rows(scheme, marks(甲=(None, "60", "80"), 乙=("90", None, "30")))
    assert {name: row["total"] for name, row in found.items()} == {"甲": "70.00", "乙": "80.00"}


def test_the_group_mean_is_the_rounded_mean_of_printed_scores():
    # i1: (80 + 80.01)/2 = 80.005 → 80.01; i2 of 丙: (40 + 60 + 40)/3 = 46.666… → 46.67
    found = missing("group_mean")
    assert found["乙"]["dimensions"]["A"] == "65.00"  # (80.01 + 180)/4 = 65.0025
    assert found["丙"]["dimensions"]["A"] == "55.01"  # (80.01 + 140.01)/4 = 55.005
    assert found["丙"]["missing"] == ["i1", "i2"]


def test_with_final_the_group_mean_of_printed_scores_stays_exact():
    # (80.005 + 140)/4 = 55.00125
    assert missing("group_mean", "final")["丙"]["dimensions"]["A"] == "55.00"


def test_with_final_the_group_mean_takes_the_printed_scores():
    # printed 80.01 and 80.00: 80.005 → 80.01; the mean of 80.005 and 80 itself would be 80.0025
    scheme = scheme_of(dimension("A", indicator("i1")), missing="group_mean", rounding="final")
    assert rows(scheme, marks(甲=("80.005",), 乙=("80",)), units("甲乙丙"))["丙"]["total"] == "80.01"


def test_nobody_in_the_group_has_a_mark_so_the_unit_is_incomplete():
    scheme = scheme_of(dimension("A", indicator("i1")), missing="group_mean")
    found = rows(scheme, marks(甲=("80",)), units("甲") + units("乙", "站所"))
    assert column(found, "status") == ["ranked", "incomplete"]


def test_the_bonus_of_an_incomplete_unit_is_still_shown():
    found = rows(three(), marks(甲=("80", None, "70")), adjustments=points("甲", "1.5"))["甲"]
    assert (found["adjustment"], found["total"], found["base"]) == ("1.50", None, None)


# ranks


def one(**options) -> dict:
    return scheme_of(dimension("A", indicator("i1")), **options)


def test_competition_and_dense_ties_in_roster_order():
    given_marks = marks(甲=("70",), 乙=("80",), 丙=("90",), 丁=("80",))
    assert [(r["unit"], r["rank"]) for r in rows(one(), given_marks).values()] == [
        ("丙", 1),
        ("乙", 2),
        ("丁", 2),
        ("甲", 4),
    ]
    assert column(rows(one(ties="dense"), given_marks), "rank") == [1, 2, 2, 3]


def test_published_figures_are_ranked():
    # 80.001 and 80.004 are both printed 80.00
    assert column(rows(one(rounding="final"), marks(甲=("80.001",), 乙=("80.004",))), "rank") == [1, 1]


def test_tie_break_takes_the_dimensions_in_turn():
    given_marks = marks(甲=("80", "70", "90"), 乙=("80", "90", "70"), 丙=("80", "90", "70"), 丁=("90", "70", "80"))
    found = rows(three(tie_break=["A", "B"]), given_marks)
    assert [(name, row["rank"]) for name, row in found.items()] == [("丁", 1), ("乙", 2), ("丙", 2), ("甲", 4)]
    assert column(rows(three(), given_marks), "rank") == [1, 1, 1, 1]


def test_groups_come_as_in_the_roster_and_are_ranked_apart():
    roster = units("甲", "站所") + units("乙", "村") + units("丙", "站所")
    found = rows(one(), marks(甲=("70",), 乙=("60",), 丙=("80",)), roster)
    assert [(row["group"], name, row["rank"]) for name, row in found.items()] == [
        ("站所", "丙", 1),
        ("站所", "甲", 2),
        ("村", "乙", 1),
    ]


# vetoes


def test_a_barred_unit_keeps_its_rank():
    found = rows(one(), marks(甲=("90",), 乙=("80",)), vetoes=veto("甲"))
    assert [(row["rank"], row["status"], row["vetoes"]) for row in found.values()] == [
        (1, "ranked", ["安全事故"]),
        (2, "ranked", []),
    ]


def test_an_unranked_unit_keeps_its_figures_and_the_others_move_up():
    found = rows(
        one(veto="unrank"),
        marks(丁=(None,), 甲=("90",), 乙=("80",), 丙=("95",)),
        units("丁甲乙丙"),
        vetoes=veto("丙", "丁"),
    )
    assert [(name, r["rank"], r["status"], r["total"]) for name, r in found.items()] == [
        ("甲", 1, "ranked", "90.00"),
        ("乙", 2, "ranked", "80.00"),
        ("丙", None, "vetoed", "95.00"),
        ("丁", None, "incomplete", None),
    ]
    assert found["丁"]["vetoes"] == ["安全事故"]


# shortlist


def shortlist(award, given_marks, vetoes=(), **options) -> dict[str, str]:
    """{unit: E eligible, S suggested, T tied at the cut}"""
    award = {"name": "先进集体", "groups": ["村"], **award}
    scheme = scheme_of(dimension("A", indicator("i1"), floor=60), award=[award], **options)
    roster = units(m["unit"] for m in given_marks) + units("外", "站所")
    ranked = list(rows(scheme, given_marks, roster, vetoes=vetoes).values())
    keys = {"E": "eligible", "S": "suggested", "T": "tied_at_cut"}
    return {
        row["unit"]: "".join(letter for letter, key in keys.items() if row[key])
        for row in oracle_shortlist(scheme, roster, ranked, "先进集体")
    }


FIVE = marks(甲=("90",), 乙=("80",), 丙=("80",), 丁=("70",), 戊=("59.99",))


def test_eligible_units_are_suggested_up_to_the_quota():
    assert shortlist({"quota": 3}, FIVE) == {"甲": "ES", "乙": "ES", "丙": "ES", "丁": "E", "戊": ""}


def test_a_tie_across_the_last_place_suggests_none_of_the_tied():
    assert shortlist({"quota": 2}, FIVE) == {"甲": "ES", "乙": "ET", "丙": "ET", "丁": "E", "戊": ""}


def test_an_ineligible_unit_gives_its_place_to_the_next_and_makes_no_tie():
    assert shortlist({"quota": 2}, FIVE, veto("乙")) == {"甲": "ES", "乙": "", "丙": "ES", "丁": "E", "戊": ""}


@pytest.mark.parametrize(("quota", "suggested"), [("30%", 1), ("59.9%", 2), ("60%", 3), ("1%", 1), ("100%", 4)])
def test_a_percentage_is_rounded_down_but_at_least_one(quota, suggested):
    given_marks = marks(甲=("90",), 乙=("85",), 丙=("80",), 丁=("70",), 戊=("10",))
    assert sum("S" in flags for flags in shortlist({"quota": quota}, given_marks).values()) == suggested


def test_a_dimension_at_its_floor_is_eligible():
    assert shortlist({"quota": 1}, marks(甲=("60",))) == {"甲": "ES"}


def test_minimum_total_and_within_rank():
    assert shortlist({"quota": 5, "minimum_total": 80}, FIVE)["丁"] == ""
    assert shortlist({"quota": 5, "minimum_total": 80}, FIVE)["丙"] == "ES"
    assert shortlist({"quota": 5, "within_rank": 2}, FIVE) == {"甲": "ES", "乙": "ES", "丙": "ES", "丁": "", "戊": ""}


# strategies


def read(toml: str) -> dict:
    return tomllib.loads(toml, parse_float=Decimal)


def test_every_kind_of_value_survives_the_toml():
    scheme = three(grades={"优秀": 95}, tie_break=["A"], adjustment={"bonus_cap": Decimal("0.333")}, source='说"话"')
    scheme["dimension"][0]["indicator"][0]["whole_steps"] = True
    assert read(to_toml(scheme)) == scheme


@SLOW
@given(cases())
def test_drawn_schemes_survive_the_toml(case: Case):
    assert read(to_toml(case.scheme)) == case.scheme


@SLOW
@given(cases())
def test_every_roster_unit_appears_once_and_the_arguments_can_be_ranked(case: Case):
    ranked = oracle_rank(*case.arguments)
    assert sorted(row["unit"] for row in ranked) == sorted(entry["unit"] for entry in case.roster)
    for row in oracle_shortlist(case.scheme, case.roster, ranked, "先进集体"):
        assert row["eligible"] or not (row["suggested"] or row["tied_at_cut"])
        assert not (row["suggested"] and row["tied_at_cut"])


@SLOW
@given(cases())
def test_scores_stay_between_0_and_100_and_ranks_follow_totals(case: Case):
    last = {}
    for row in oracle_rank(*case.arguments):
        figures = [row["base"], *row["dimensions"].values()]
        assert all(0 <= Decimal(figure) <= 100 for figure in figures if figure is not None)
        if row["status"] == "ranked":
            rank, total = last.get(row["group"], (1, None))
            assert row["rank"] >= rank
            assert total is None or Decimal(row["total"]) <= total
            last[row["group"]] = (row["rank"], Decimal(row["total"]))
