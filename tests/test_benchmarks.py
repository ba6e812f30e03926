"""The benchmarks still run and compare equal work: at the smallest size, without the others' packages, no time asserted."""

from benchmarks import intake, nation, ranking


def test_the_ranking_gives_what_pandas_gives_but_for_rounding_in_floats():
    lines = ranking.measure(100, 2, 1)
    assert "| this program |" in lines
    assert "| pandas |" in lines


def test_an_intake_takes_every_mark_and_lists_every_refused_cell():
    given = intake.rows_of(60)
    read = intake.our_intake("表.csv", intake.as_csv(given, "gb18030"), *intake.rules_for(given))
    assert read() == (60 * 30 - 2, 2)


def test_a_country_is_ranked_whole_period_by_period():
    assert nation.measure(100).startswith("| 100 | 18,000 |")
