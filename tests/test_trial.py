"""A trial is ranked like the same change made for good, leaves no trace, and doesn't colour the next one."""

from decimal import Decimal

import pytest

from evaluation.events import scheme_set
from evaluation.ranking import rank_units, read_facts, to_json
from evaluation.rehearsal import Rehearsal
from evaluation.trial import Trial, TriedMark, rank_trial
from tests.chain import PERIOD, dimension, fill, indicator, new_store, scheme_of, sheet_draft

MARKS = {"投资": {"甲": 90, "乙": 80, "丙": [70, 75]}, "办结": {"甲": 60, "乙": 85}, "作风": {"甲": 70, "乙": 90, "丙": 95}}


def scheme(**options):
    return scheme_of(
        dimension("项目", indicator("投资"), weight=2),
        dimension("环境", indicator("办结", rule="min_max")),
        dimension("作风", indicator("作风")),
        **options,
    )


@pytest.fixture
def store():
    store = fill(new_store(), scheme(), MARKS)
    yield store
    store.close()


def tried(store, rehearsal, trial: Trial):
    return rank_trial(store.cursor(), lambda: rehearsal, store.scheme, PERIOD, trial)


@pytest.mark.parametrize("missing", ["zero", "reweight", "group_mean"])
@pytest.mark.parametrize("aggregation", [None, "geometric", "minimum"])
def test_another_rule_for_gaps_ranks_like_the_scheme_that_has_it(store, missing, aggregation):
    trial = Trial((("项目", Decimal(1)),), aggregation, missing)
    ranking = tried(store, Rehearsal(store), trial)
    store.append([scheme_set(scheme(missing=missing))], "考核办")
    expected = rank_units(store.cursor(), PERIOD, weights={"项目": Decimal(1)}, aggregation=aggregation)
    assert to_json(ranking) == to_json(expected)
    assert ranking.is_what_if
    assert ranking.missing_rule == expected.missing_rule == missing
    assert [unit.on_gaps for unit in ranking.units] == [unit.on_gaps for unit in expected.units]


@pytest.mark.parametrize("changed", [("甲", "办结", "90"), ("丙", "办结", "70.5"), ("丙", "投资", "100")])
def test_another_mark_ranks_like_the_mark_taken_in(store, changed):
    unit, name, mark = changed
    ranking = tried(store, Rehearsal(store), Trial(marks=(TriedMark(PERIOD, unit, name, Decimal(mark)),)))
    given = MARKS[name].get(unit)
    store.append([sheet_draft({name: {unit: [mark] * len(given) if isinstance(given, list) else mark}}, file="改.csv")], "考核办")
    assert to_json(ranking) == to_json(rank_units(store.cursor(), PERIOD))


def test_a_trial_writes_nothing_and_the_next_one_begins_from_the_official_figures(store):
    rehearsal, before = Rehearsal(store), (store.journal.head(), store.digest())
    first = tried(store, rehearsal, Trial(missing="zero", marks=(TriedMark(PERIOD, "甲", "投资", Decimal(0)),)))
    second = tried(store, rehearsal, Trial(marks=(TriedMark(PERIOD, "乙", "作风", Decimal(91)),)))
    third = tried(store, rehearsal, Trial(missing="zero", marks=(TriedMark(PERIOD, "甲", "投资", Decimal(0)),)))
    alone = tried(store, Rehearsal(store), Trial(marks=(TriedMark(PERIOD, "乙", "作风", Decimal(91)),)))
    assert (first, second) == (third, alone)
    assert first != second
    assert (store.journal.head(), store.digest()) == before


def test_weights_alone_need_no_copy(store):
    def no_copy():
        raise AssertionError("a copy was made")

    trial = Trial((("作风", Decimal(9)),), "harmonic")
    ranking = rank_trial(store.cursor(), no_copy, store.scheme, PERIOD, trial)
    assert ranking == rank_units(store.cursor(), PERIOD, weights={"作风": Decimal(9)}, aggregation="harmonic")


@pytest.mark.parametrize("trial", [
    Trial((("环境", Decimal(9)),)), Trial(missing="zero"), Trial(marks=(TriedMark(PERIOD, "乙", "投资", Decimal(1)),)),
])  # fmt: skip
def test_whatever_is_tried_the_period_before_keeps_the_ranks_that_were_published(store, trial):
    before = {"投资": {"甲": 40, "乙": 90}, "办结": {"甲": 90, "乙": 10, "丙": 1}, "作风": {"甲": 1, "乙": 1, "丙": 1}}
    store.append([sheet_draft(before, "2021年")], "考核办")
    published = {unit.unit: unit.rank for unit in rank_units(store.cursor(), "2021年").units}
    assert published["丙"] is None
    facts, rehearsal = read_facts(store.cursor(), PERIOD), Rehearsal(store)
    ranking = rank_trial(store.cursor(), lambda: rehearsal, store.scheme, PERIOD, trial, facts)
    assert {unit.unit: unit.previous_rank for unit in ranking.units} == published
    assert ranking.is_what_if


def test_a_second_mark_for_a_cell_takes_the_place_of_the_first():
    one, two = TriedMark(PERIOD, "甲", "投资", Decimal(1)), TriedMark(PERIOD, "甲", "投资", Decimal(2))
    assert Trial().with_mark(one).with_mark(two).marks == (two,)
    assert not Trial().is_on
