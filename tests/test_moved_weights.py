"""The kept plan ranks like the tables do, reads none of them, and holds nothing of an office open."""

import threading
from decimal import Decimal

import duckdb
import pytest

from evaluation import moved_weights
from evaluation.home import Home
from evaluation.moved_weights import MOST_ROWS, keep_plan
from evaluation.problems import EvaluationError
from evaluation.ranking import plan_of, rank_units, read_facts
from tests.chain import PERIOD, dimension, fill, indicator, new_store, roster_of, scheme_of, sheet_draft

EARLIER = "2021年"
NAMES = "甲 乙 丙 丁"


def scheme(**options):
    return scheme_of(
        dimension("项目", indicator("投资"), weight=2),
        dimension("环境", indicator("办结")),
        dimension("作风", indicator("作风")),
        **options,
    )


@pytest.fixture
def store():
    store = fill(
        new_store(),
        scheme(tie_break=["作风"], adjustment={"bonus_cap": 5}),
        {
            "投资": {"甲": 90, "乙": 80, "丙": 70, "丁": 0},
            "办结": {"甲": 60, "乙": 85, "丁": 80},
            "作风": dict.fromkeys("甲乙丙丁", 75),
        },
        roster=roster_of(村=NAMES),
    )
    yield store
    store.close()


def both(store, **what_if):
    """Return the ranking asked of the tables, and by the plan."""
    cursor = store.cursor()
    facts = read_facts(cursor, PERIOD)
    plan = plan_of(cursor, facts)
    assert plan is not None
    return rank_units(cursor, PERIOD, **what_if), rank_units(cursor, PERIOD, **what_if, facts=facts, plan=plan)


@pytest.mark.parametrize("aggregation", [None, "arithmetic", "geometric", "harmonic", "minimum"])
@pytest.mark.parametrize("weights", [{}, {"项目": "0.000000000001"}, {"环境": "99999999.999999999999", "作风": "7"}])
def test_a_plan_ranks_as_the_tables_do(store, weights, aggregation):
    weights = {name: Decimal(weight) for name, weight in weights.items()}
    asked, planned = both(store, weights=weights, aggregation=aggregation)
    assert planned == asked
    assert {unit.status for unit in asked.units} == {"ranked", "incomplete"}


def test_one_plan_serves_many_weights_and_leaves_the_ranks_of_the_period_before_alone(store):
    store.append(
        [sheet_draft({"投资": {"甲": 40, "乙": 90}, "办结": {"甲": 90, "乙": 10}, "作风": {"甲": 1, "乙": 1}}, EARLIER)], "考核办"
    )
    cursor = store.cursor()
    facts = read_facts(cursor, PERIOD)
    plan = plan_of(cursor, facts)
    published = {unit.unit: unit.rank for unit in rank_units(cursor, EARLIER).units}
    assert published["甲"] > published["乙"]
    assert rank_units(cursor, EARLIER, weights={"环境": Decimal(9)}).units[0].unit == "甲"
    seen = set()
    for weight in range(1, 40):
        what_if = {"weights": {"环境": Decimal(weight) / 4}}
        planned = rank_units(cursor, PERIOD, **what_if, facts=facts, plan=plan)
        assert planned == rank_units(cursor, PERIOD, **what_if)
        assert {unit.unit: unit.previous_rank for unit in planned.units} == published
        seen.add(tuple((unit.unit, unit.rank) for unit in planned.units))
    assert len(seen) > 1


def test_figures_too_long_for_the_chain_are_refused_and_the_plan_goes_on(store):
    long = {"weights": {"项目": Decimal("99999999.999999999999"), "环境": Decimal("0.000000000001")}, "aggregation": "harmonic"}
    cursor = store.cursor()
    facts = read_facts(cursor, PERIOD)
    plan = plan_of(cursor, facts)
    with pytest.raises((duckdb.OutOfRangeException, duckdb.ConversionException)):
        plan.rows([10**37, 10**37, 10**37], "arithmetic")

    class Plan:
        def rows(self, weights, aggregation):
            return plan.rows([10**37, *weights[1:]], aggregation)

    with pytest.raises(EvaluationError):
        rank_units(cursor, PERIOD, facts=facts, plan=Plan())
    assert rank_units(cursor, PERIOD, **long, facts=facts, plan=plan) == rank_units(cursor, PERIOD, **long)


def test_the_plan_reads_no_table_which_is_what_lets_it_be_kept(store):
    cursor = store.cursor()
    plan = plan_of(cursor, read_facts(cursor, PERIOD))
    ((_, shown),) = plan._cursor.execute("explain execute moved([1, 1, 1]::hugeint[], 'arithmetic')").fetchall()
    assert "Dummy Scan" in shown
    assert "Seq Scan" not in shown
    assert "Table" not in shown


def test_a_plan_is_of_its_moment(store):
    cursor = store.cursor()
    facts = read_facts(cursor, PERIOD)
    plan = plan_of(cursor, facts)
    before = rank_units(cursor, PERIOD, facts=facts, plan=plan)
    store.append([sheet_draft({"投资": {"丁": 100}}, file="改.csv")], "考核办")
    assert rank_units(cursor, PERIOD, facts=facts, plan=plan) == before
    assert rank_units(store.cursor(), PERIOD) != before


def test_threads_share_a_plan(store):
    cursor = store.cursor()
    facts = read_facts(cursor, PERIOD)
    plan = plan_of(cursor, facts)
    tried = [{"项目": Decimal(weight)} for weight in range(1, 9)]
    expected = [rank_units(store.cursor(), PERIOD, weights=weights) for weights in tried]
    wrong = []

    def ask(number):
        own = store.cursor()
        for _ in range(20):
            if rank_units(own, PERIOD, weights=tried[number], facts=facts, plan=plan) != expected[number]:
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(len(tried))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_plan_holds_no_file_open(tmp_path):
    home = Home(tmp_path)
    store = home.demonstration
    cursor = store.cursor()
    period = cursor.execute("select max(period) from before_weights").fetchall()[0][0]
    facts = read_facts(cursor, period)
    plan = plan_of(cursor, facts)
    cursor.close()
    home.close()
    for path in tmp_path.rglob("*.duckdb"):
        with duckdb.connect(str(path)) as connection:
            assert connection.execute("select current_setting('lock_configuration')").fetchall() == [(False,)]
    assert plan.rows([1] * len(facts.weights), "arithmetic")


def test_there_is_no_plan_for_a_period_without_figures_nor_for_very_many_units(store, monkeypatch):
    assert keep_plan(store.cursor(), "1999年", 1) is None
    monkeypatch.setattr(moved_weights, "MOST_ROWS", 3)
    assert keep_plan(store.cursor(), PERIOD, 1) is None
    assert MOST_ROWS > 400


def test_nothing_but_a_word_gets_into_the_statement(store):
    cursor = store.cursor()
    plan = plan_of(cursor, read_facts(cursor, PERIOD))
    with pytest.raises(ValueError, match="arithmetic'"):
        plan.rows([1, 1, 1], "arithmetic'); drop table unit; --")
    with pytest.raises(ValueError, match="1]"):
        plan.rows(["1]::hugeint[], 'minimum'); --", 1, 1], "arithmetic")


def test_the_figures_of_a_roster_with_odd_names_come_through():
    odd = "村'一 村\"二 [三] {四} 五,六 null"
    store = fill(
        new_store(),
        scheme(),
        {name: dict.fromkeys(odd.split(), 80) for name in ("投资", "办结", "作风")},
        roster=roster_of(村=odd),
    )
    asked, planned = both(store, weights={"项目": Decimal(3)})
    assert planned == asked
    assert [unit.unit for unit in planned.units] == odd.split()
    store.close()
