"""Who is behind, the prefilled line, and the list as an event."""

from evaluation.behind import first_words, units_behind
from evaluation.group_scores import Group, read_group
from evaluation.indicator_places import indicator_places
from evaluation.journal import Journal
from evaluation.rectification import RectificationLine, read_rectification, rectification_saved
from evaluation.shortlist import suggest
from evaluation.store import Store
from tests.chain import GROUP, dimension, fill, indicator, new_store, ranking_of, scheme_of


def villages():
    scheme = scheme_of(
        dimension("项目", indicator("投资"), floor=60),
        dimension("作风", indicator("测评")),
        award=[{"name": "先进集体", "groups": [GROUP], "quota": 1}],
    )
    given = {"投资": (90, 50, 80, 65, 65), "测评": (90, 99, 70, 65, 65)}
    return fill(new_store(), scheme, {name: dict(zip("甲乙丙丁戊", row, strict=True)) for name, row in given.items()})


def behind(store, last: int) -> dict[str, str]:
    ranking = ranking_of(store)
    shortlist = suggest(ranking, store.scheme, store.scheme.award[0], GROUP)
    return {item.candidate.unit.unit: item.why for item in units_behind(shortlist, store.scheme, last)}


def test_the_last_places_and_all_below_a_floor_are_behind_and_ties_come_along():
    store = villages()
    assert behind(store, 0) == {"乙": "项目 50.00 低于底线 60"}
    assert behind(store, 1) == {"乙": "项目 50.00 低于底线 60", "丁": "倒数第 1", "戊": "倒数第 1"}
    assert list(behind(store, 99)) == ["甲", "丙", "乙", "丁", "戊"]


def test_a_line_is_prefilled_with_the_weakest_indicators_and_leaves_the_people_open():
    store = villages()
    group = Group(store.scheme, read_group(store.cursor(), "2022年", GROUP))
    line = first_words("乙", indicator_places(group, "乙"))
    assert line == RectificationLine("乙", duty="补短板：投资", demand="投资从 50.00 分提到组平均 70.00 分以上")
    assert first_words("甲", indicator_places(group, "甲")) == RectificationLine("甲")


def test_the_latest_saved_list_counts_and_survives_a_rebuild(tmp_path):
    journal = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    store = Store(Journal(journal))
    assert read_rectification(store.cursor(), "2022年", GROUP) is None
    first, second = RectificationLine("乙", "项目岗", "张三"), RectificationLine("丁", demand="=1+1")
    store.append([rectification_saved("2022年", GROUP, [first])], "王敏")
    store.append([rectification_saved("2022年", "站", [first])], "王敏")
    store.append([rectification_saved("2022年", GROUP, [second])], "赵磊")
    store.close()
    again = Store(Journal(journal))
    saved = read_rectification(again.cursor(), "2022年", GROUP)
    assert saved.lines == {"丁": second}
    assert saved.actor == "赵磊"
    assert read_rectification(again.cursor(), "2022年", "站").lines == {"乙": first}
    again.close()
