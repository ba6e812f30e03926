"""Conditions on an award's places: the best list against all lists there are, what it costs, and who is told what."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.alerts import Alerts, alerts
from evaluation.award_lock import GroupList, obstacles
from evaluation.condition_cells import from_text
from evaluation.conditions import Choice, Contender, Limit, by_rank, choose, limits_of, under_conditions, unknown_tags
from evaluation.events import roster_set, scheme_set
from evaluation.export.scheme_workbook import read_scheme_file, scheme_workbook
from evaluation.funnel import funnel
from evaluation.group_scores import Group, read_group
from evaluation.intake import File, check_files
from evaluation.problems import EvaluationError, SchemeError
from evaluation.proposed import Seats
from evaluation.roster import Roster, Unit
from evaluation.scheme import Condition, Scheme, write_scheme
from evaluation.scheme_diff import differences
from evaluation.scheme_faults import check_tables
from evaluation.scheme_reading import read_scheme
from evaluation.scheme_tables import scheme_tables
from evaluation.selection import Decision, standing
from evaluation.sensitive_cells import sensitive_cells
from evaluation.sheet import read_sheets
from evaluation.shortlist import first_outside, suggest
from evaluation.side_files import read_roster
from evaluation.stability import contest_of
from tests.chain import PERIOD, new_store, ranking_of, sheet_draft

NAMES = "甲乙丙丁戊己庚"


def all_lists(contenders: Sequence[Contender], quota: int, limits: Sequence[Limit]) -> list[tuple[Contender, ...]]:
    """Every best list, by looking at each list there is."""
    lists = [chosen for size in range(quota + 1) for chosen in combinations(contenders, size)]
    kept = [chosen for chosen in lists if all(limit.admits([item.unit for item in chosen]) for limit in limits)]

    def worth(chosen: tuple[Contender, ...]) -> tuple[int, int, int]:
        return len(chosen), sum(item.total for item in chosen), -sum(item.rank for item in chosen)

    best = max(map(worth, kept), default=None)
    return [chosen for chosen in kept if worth(chosen) == best]


@st.composite
def contests(draw) -> tuple[tuple[Contender, ...], int, tuple[Limit, ...]]:
    count = draw(st.integers(0, len(NAMES)))
    scale = draw(st.sampled_from([1, 10**4 - 1, 12_345_678_901_234]))
    figures = sorted(
        (draw(st.tuples(st.integers(0, 4), st.integers(0, 1))) for _ in range(count)), reverse=True
    )  # total, then what tie-break tells apart
    contenders = tuple(
        Contender(NAMES[place], 1 + sum(other > own for other in figures), own[0] * scale) for place, own in enumerate(figures)
    )
    sets = st.frozensets(st.sampled_from(NAMES[: max(1, count)]), min_size=1)
    limits = tuple(
        Limit(str(number), draw(sets), *draw(st.sampled_from([(1, None), (2, None), (0, 1), (0, 2), (1, 1), (1, 2), (3, None)])))
        for number in range(draw(st.integers(0, 3)))
    )
    return contenders, draw(st.integers(1, 5)), limits


@settings(max_examples=150, deadline=None)
@given(contests())
def test_the_best_list_is_that_of_trying_out_every_list(contest):
    contenders, quota, limits = contest
    lists = [{item.unit for item in chosen} for chosen in all_lists(contenders, quota, limits)]
    found = choose(contenders, quota, limits)
    if not lists:
        assert found is None
        return
    certain, possible = set.intersection(*lists), set.union(*lists)
    assert (found.certain, found.tied) == (certain, possible - certain)
    first = next(iter(all_lists(contenders, quota, limits)))
    assert (found.seats, found.total) == (len(first), sum(item.total for item in first))
    assert by_rank(contenders, quota) == choose(contenders, quota, ())


# --- what conditions mean for a group ---------------------------------------------------------------------------------

TAGS = [("甲", ("片区:东",)), ("乙", ("片区：东", "社区")), ("丙", ("社区",)), ("丁", ("片区:西",)), ("戊", ())]


@pytest.mark.parametrize(
    ("condition", "members"),
    [
        (Condition(tag="社区", at_least=1), [{"乙", "丙"}]),
        (Condition(tag="片区:东", at_most=1), [{"甲", "乙"}]),
        (Condition(tag="东", at_most=1), [{"甲", "乙"}]),
        (Condition(each="片区", at_most=2), [{"甲", "乙"}, {"丁"}]),
        (Condition(tag="军属", at_least=1), []),
        (Condition(each="社区", at_most=1), []),
    ],
)
def test_a_condition_bears_on_the_units_with_its_tag_or_on_each_value_of_a_kind(condition, members):
    assert [set(limit.members) for limit in limits_of([condition], TAGS)] == members


def contenders(*totals: int) -> tuple[Contender, ...]:
    return tuple(Contender(NAMES[place], totals.index(total) + 1, total) for place, total in enumerate(totals))


def limits(*conditions: Condition) -> tuple[Limit, ...]:
    return limits_of(conditions, TAGS)


def outcome(quota: int, *conditions: Condition, totals: tuple[int, ...] = (9500, 9000, 8500, 8000, 7580)):
    return under_conditions(contenders(*totals), quota, limits(*conditions), Decimal("0.01"))


def test_a_condition_that_the_list_meets_anyway_costs_nothing():
    found = outcome(2, Condition(tag="社区", at_least=1))
    assert (found.choice.certain, found.price, found.unmet) == ({"甲", "乙"}, None, ())
    assert found.conditions == ("至少 1 个社区",)


def test_the_price_names_who_comes_in_who_goes_and_the_points_given_up():
    found = outcome(2, Condition(each="片区", at_most=1))
    assert found.choice == Choice(frozenset("甲丙"), frozenset(), 2, 18000)
    assert found.price.sentence == "为满足“每个片区至多 1 个”，丙进、乙出，总分合计少 5.00 分。"


def test_only_conditions_that_change_the_list_are_named():
    found = outcome(2, Condition(tag="社区", at_least=1), Condition(tag="东", at_most=1))
    assert found.price.conditions == ("至多 1 个东",)


def test_places_that_no_condition_lets_anybody_take_stay_empty():
    found = under_conditions(contenders(90, 80), 2, limits(Condition(tag="东", at_most=1)), Decimal(1))
    assert found.price.sentence == "为满足“至多 1 个东”，乙出，名额空出 1 个。"


def test_units_of_one_rank_that_no_condition_tells_apart_are_tied():
    alike = Limit("至少 1 个社区", frozenset("丙丁"), 1, None)
    found = under_conditions(contenders(90, 80, 70, 70), 2, (alike,), Decimal(1))
    assert (found.choice.certain, found.choice.tied) == ({"甲"}, {"丙", "丁"})
    assert found.price.sentence == "为满足“至少 1 个社区”，乙出、丙、丁并列待定，总分合计少 10 分。"


def test_a_condition_settles_a_tie_that_people_would_have_to_settle():
    found = under_conditions(contenders(90, 80, 80), 2, (Limit("至少 1 个社区", frozenset("丙"), 1, None),), Decimal(1))
    assert (found.choice.certain, found.choice.tied) == ({"甲", "丙"}, set())
    assert found.price.sentence == "为满足“至少 1 个社区”，丙进、乙出，总分合计不变。"


def test_conditions_that_cannot_be_met_are_named_and_leave_the_list_alone():
    few = Limit("至少 3 个社区", frozenset("乙丙"), 3, None)
    other = Limit("至多 1 个东", frozenset("甲乙"), 0, 1)
    found = under_conditions(contenders(90, 80, 70), 3, (few, other), Decimal(1))
    assert (found.choice.certain, found.price, found.unmet) == ({"甲", "乙", "丙"}, None, ("至少 3 个社区",))
    assert found.unmet_sentence.startswith("“至少 3 个社区”在能参评的单位里满足不了")


def test_conditions_that_only_together_cannot_be_met_are_both_named():
    found = outcome(1, Condition(tag="社区", at_least=1), Condition(tag="西", at_least=1), Condition(tag="东", at_most=1))
    assert found.unmet == ("至少 1 个社区", "至少 1 个西")
    assert "不能同时满足" in found.unmet_sentence


def test_nobody_to_choose_from_is_an_empty_list_or_one_that_cannot_be():
    assert under_conditions((), 2, (Limit("至多 1 个", frozenset("甲"), 0, 1),), Decimal(1)).choice.certain == set()
    assert under_conditions((), 2, (Limit("至少 1 个", frozenset("甲"), 1, None),), Decimal(1)).unmet == ("至少 1 个",)


# --- in the scheme ----------------------------------------------------------------------------------------------------


def scheme_of(conditions: str, quota: object = 2) -> Scheme:
    return read_scheme(f"""
name = "考核"
[[dimension]]
name = "项目建设"
[[dimension.indicator]]
name = "投资"
full_mark = 100
[[award]]
name = "先进集体"
groups = ["村"]
quota = {quota}
{conditions}""")


def conditions_in(text: str) -> str:
    return "".join(f"[[award.condition]]\n{line}\n" for line in text.split("|"))


FAULTS = {
    "at_least = 1": "tag 和 each 要写一个",
    'tag = "社区"\neach = "片区"\nat_least = 1': "也只能写一个",
    'tag = "社区"': "at_least 和 at_most 至少要写一个",
    'tag = "社区"\nat_least = 2\nat_most = 1': "at_least（2）不能大于 at_most（1）",
    'tag = "社区"\nat_least = 3': "至少 3 个，超过名额 2",
    'tag = "社区"\nat_least = 0': "应在 1 到 1000000 之间",
    'tag = ""\nat_least = 1': "不能是空的",
    'tag = "社区"\nat_least = 1|tag = "社区"\nat_most = 2': "“社区”写了两条",
    'label = "社区"\nat_most = 2': "不认识的键 label",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_condition_that_makes_no_sense_is_refused_with_its_place(text):
    with pytest.raises(SchemeError) as caught:
        scheme_of(conditions_in(text))
    said = [problem.message for problem in caught.value.problems]
    assert any(FAULTS[text] in message and "第 1 个奖项 › 第 " in message for message in said), said


def test_a_share_of_the_group_as_quota_says_nothing_about_the_least():
    assert scheme_of(conditions_in('tag = "社区"\nat_least = 3'), '"10%"').award[0].condition[0].at_least == 3


ODD = st.text('社区东片每个至少多不超过12 ；;、"“,，', min_size=1, max_size=8).map(str.strip).filter(bool)
AMOUNTS = st.sampled_from([{"at_least": 1}, {"at_most": 2}, {"at_least": 1, "at_most": 2}])
CONDITIONS = st.lists(
    st.tuples(st.sampled_from(["tag", "each"]), ODD, AMOUNTS).map(lambda made: {made[0]: made[1], **made[2]}),
    max_size=3,
    unique_by=lambda item: (item.get("tag"), item.get("each")),
)


@settings(max_examples=60, deadline=None)
@given(CONDITIONS)
def test_conditions_survive_the_file_the_table_and_the_cell(conditions):
    scheme = scheme_of("")
    award = replace(scheme.award[0], condition=tuple(Condition(**item) for item in conditions))
    scheme = replace(scheme, award=(award,))
    assert read_scheme(write_scheme(scheme)) == scheme
    assert check_tables(scheme_tables(scheme)).scheme == scheme


def test_a_workbook_gives_the_same_conditions_back():
    scheme = scheme_of(conditions_in('tag = "社区"\nat_least = 1|each = "片区"\nat_most = 2'))
    file = read_scheme_file(scheme_workbook(scheme_tables(scheme)), "方案.xlsx")
    assert (check_tables(file.tables).scheme, file.notes) == (scheme, ())


TYPED = {
    "至少1个社区": {"tag": "社区", "at_least": 1},
    "不超过 2 个 社区": {"tag": "社区", "at_most": 2},
    "每片区不超过 2 个": {"each": "片区", "at_most": 2},
    "每个片区至少 1 个，至多 2 个": {"each": "片区", "at_least": 1, "at_most": 2},
}


@pytest.mark.parametrize("text", TYPED)
def test_a_condition_is_read_as_people_type_it(text):
    assert from_text(text) == [TYPED[text]]


def test_a_cell_that_says_nothing_known_is_a_fault_in_words():
    tables = scheme_tables(scheme_of(""))
    tables.parts["award"][0]["condition"] = "社区优先"
    (fault,) = check_tables(tables).faults
    assert (fault.place, fault.text[:15]) == ("先进集体 › 名额条件", "看不懂名额条件“社区优先”。请")


def test_the_difference_between_two_versions_is_said_in_words():
    old, new = scheme_of(""), scheme_of(conditions_in('tag = "社区"\nat_least = 1'))
    assert [item.sentence for item in differences(old, new)] == ["先进集体名额条件 无 → 至少 1 个社区"]


def test_a_tag_that_nobody_has_is_told_and_no_error():
    scheme = scheme_of(conditions_in('tag = "社区"\nat_least = 1|each = "片区"\nat_most = 2'))
    roster = Roster((Unit("甲", "村", tags=("片区:东",)), Unit("乙", "站", tags=("社区",))))
    assert unknown_tags(scheme, roster) == [("先进集体", "至少 1 个社区")]
    assert unknown_tags(scheme, Roster(())) == []


# --- from the roster to the list --------------------------------------------------------------------------------------

ROSTER = "单位,类别,标签,片区\n甲村,村,,东\n乙村,村,老区,东\n丙社区,村,社区;老区,西\n丁村,村,,\n".encode()


def test_a_roster_carries_tags_and_areas_through_the_journal():
    roster = read_roster(read_sheets(ROSTER, "名册.csv"))
    assert [unit.tags for unit in roster.units] == [("片区:东",), ("老区", "片区:东"), ("社区", "老区", "片区:西"), ()]
    store = new_store()
    store.append([roster_set(roster)], "考核办")
    assert store.roster == roster
    assert [len(entry) for entry in store.journal.events()[-1].payload["units"]] == [4, 4, 4, 3]


def test_a_score_sheet_may_have_these_columns_too():
    sheet = "单位,片区,标签,投资\n甲村,东,,90\n".encode()
    checked = check_files([File("评分.csv", sheet)], scheme_of(""), read_roster(read_sheets(ROSTER, "名册.csv")), period=PERIOD)
    assert [(mark.unit, mark.mark) for mark in checked.sheets[0].marks] == [("甲村", Decimal(90))]
    assert not [problem for problem in checked.sheets[0].problems if problem.severity != "info" and "片区" in problem.message]


@pytest.fixture(scope="module")
def listed():
    """Two places, at least one community: 丙社区 comes third."""
    scheme = scheme_of(conditions_in('tag = "社区"\nat_least = 1'))
    store = new_store()
    marks = {"投资": {"甲村": 90, "乙村": 85, "丙社区": "80.8", "丁村": 70}}
    store.append([scheme_set(scheme), roster_set(read_roster(read_sheets(ROSTER, "名册.csv"))), sheet_draft(marks)], "考核办")
    return store, suggest(ranking_of(store), scheme, scheme.award[0], "村")


def test_the_displaced_unit_is_told_to_whom_it_gives_its_place(listed):
    _, found = listed
    assert found.suggested == ("甲村", "丙社区")
    assert {item.unit.unit: item.all_reasons for item in found.candidates if not item.suggested} == {
        "乙村": ("名额让给丙社区（至少 1 个社区）",),
        "丁村": (),
    }
    assert found.remarks == ("为满足“至少 1 个社区”，丙社区进、乙村出，总分合计少 4.20 分。",)
    assert first_outside(found).unit.unit == "丁村"


def test_a_unit_is_told_that_its_place_stays_empty():
    scheme = scheme_of(conditions_in('tag = "老区"\nat_most = 1'))
    roster = Roster(tuple(Unit(name, "村", (), place, ("老区",)) for place, name in enumerate(("甲村", "乙村"), 1)))
    store = new_store()
    store.append([scheme_set(scheme), roster_set(roster), sheet_draft({"投资": {"甲村": 90, "乙村": 85}})], "考核办")
    found = suggest(ranking_of(store), scheme, scheme.award[0], "村")
    assert [item.all_reasons for item in found.candidates] == [(), ("名额空着（至多 1 个老区）",)]


def test_the_funnel_says_why_the_place_went_to_another(listed):
    store, found = listed
    last = funnel(found, store.scheme, store.scheme.award[0])[-1]
    assert last.fallen == (("乙村", "名额让给丙社区（至少 1 个社区）"), ("丁村", "第 4 名"))


def test_a_choice_by_people_that_breaks_a_condition_stands_in_the_way_of_the_lock(listed):
    _, found = listed
    decided = {"乙村": Decision("乙村", "chosen", "会议"), "丙社区": Decision("丙社区", "not_chosen", "会议")}
    assert obstacles([GroupList(found, standing(found, {}))], ()) == []
    said = obstacles([GroupList(found, standing(found, decided))], ())
    assert said == ["村现在选的单位不符合名额条件：至少 1 个社区。"]
    nobody = {unit: Decision(unit, "not_chosen", "空缺") for unit in ("甲村", "乙村", "丙社区", "丁村")}
    assert obstacles([GroupList(found, standing(found, nobody))], ()) == []


def test_how_far_weights_can_move_is_not_answered_for_such_a_list(listed):
    store, found = listed
    with pytest.raises(EvaluationError, match="名单不只看名次"):
        contest_of(ranking_of(store), found, store.scheme)
    assert alerts(ranking_of(store), found, store.scheme) == Alerts()


OLD_AREA, BOTH, IMPOSSIBLE = (
    'tag = "老区"\nat_least = 1',
    'tag = "社区"\nat_least = 1|each = "片区"\nat_most = 1',
    ('tag = "社区"\nat_least = 2'),
)


@pytest.mark.parametrize(
    ("marks", "quota", "text"),
    [
        ((90, 85, 80, 70), 2, BOTH),
        ((90, 85, 80, 80), 3, BOTH),
        ((90, 80, 80, 70), 1, OLD_AREA),
        ((90, 85, 80, 80), 3, OLD_AREA),
        ((90, 85, 80, 70), 2, IMPOSSIBLE),
    ],
)
def test_questions_about_single_marks_use_the_same_list(marks, quota, text):
    scheme, store = scheme_of(conditions_in(text), quota), new_store()
    given_marks = {"投资": dict(zip(("甲村", "乙村", "丙社区", "丁村"), marks, strict=True))}
    store.append(
        [scheme_set(scheme), roster_set(read_roster(read_sheets(ROSTER, "名册.csv"))), sheet_draft(given_marks)], "考核办"
    )
    found = suggest(ranking_of(store), scheme, scheme.award[0], "村")
    tied = tuple(item.unit.unit for item in found.candidates if item.tied_at_cut)
    assert Seats(Group(scheme, read_group(store.cursor(), PERIOD, "村")), scheme.award[0]).list_of() == (found.suggested, tied)


def test_cells_that_decide_a_list_under_conditions_are_those_that_change_it(listed):
    store, _ = listed
    seats = Seats(Group(store.scheme, read_group(store.cursor(), PERIOD, "村")), store.scheme.award[0])
    (nearest,) = [cell for cell in sensitive_cells(seats).cells if cell.unit == "丁村"]
    assert (nearest.enter, nearest.leave, nearest.becomes) == ((), ("甲村",), Decimal(90))
