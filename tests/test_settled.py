"""What people settled at an import is remembered for its sender, comes back with its author, and can be forgotten."""

import pytest

from evaluation.decisions import ColumnChoice, Decisions, Remembered
from evaluation.events import name_forgotten, scheme_set
from evaluation.import_records import list_remembered, settled_in
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Journal, sha256
from evaluation.problems import errors
from evaluation.settled import sender_of
from evaluation.store import Store
from tests.score_sheets import ROSTER, SCHEME

WORKING = "单位,企业走访（100分）\n"


def file(rows: str, name: str = "表.csv", header: str = WORKING) -> File:
    return File(name, (header + rows).encode())


@pytest.fixture
def store(tmp_path):
    opened = Store(Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}"))
    opened.append([scheme_set(SCHEME)], "考核办")
    yield opened
    opened.close()


def walk(store, given: File, decisions: Decisions | None = None, *, keep: bool = False):
    choices = {(sha256(given.content), ""): decisions} if decisions else {}
    memory = list_remembered(store.cursor())
    intake = check_files([given], SCHEME, ROSTER, period="2022年", choices=choices, memory=memory)
    if keep:
        store.append(drafts_for(intake), "王敏")
    return intake


def said(intake, code: str) -> list[str]:
    return [problem.message for problem in intake.problems if problem.code == code]


def test_a_name_settled_once_is_known_in_the_same_senders_next_sheet(store):
    walk(store, file("东平村,80\n张庄村,70\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    (remembered,) = list_remembered(store.cursor())
    assert (remembered.sender, remembered.kind, remembered.found, remembered.name) == ("项目建设", "unit", "东平村", "东坪村")
    later = walk(store, file("东平村,90\n", "下半年的另一张.csv"))
    assert not errors(later.problems)
    assert [(mark.unit, mark.mark) for mark in later.marks] == [("东坪村", 90)]
    assert said(later, "unit_decided") == [f"按 {remembered.day}王敏的确认，认作“东坪村”。"]


def test_another_senders_sheet_asks_for_the_same_name(store):
    walk(store, file("东平村,80\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    other = walk(store, file("东平村,50\n张庄村,40\n", header="单位,办结率\n"))
    assert [problem.code for problem in errors(other.problems)] == ["unknown_unit"]


def test_a_name_that_is_recalled_is_not_written_down_a_second_time(store):
    walk(store, file("东平村,80\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    position = store.position
    walk(store, file("东平村,90\n"), keep=True)
    assert [event.kind for event in store.journal.events(since=position)] == ["sheet_imported"]


def test_a_forgotten_name_is_asked_again(store):
    walk(store, file("东平村,80\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    store.append([name_forgotten(list_remembered(store.cursor())[0])], "王敏")
    assert list_remembered(store.cursor()) == []
    assert errors(walk(store, file("东平村,90\n")).problems)


def test_the_latest_answer_counts(store):
    walk(store, file("东平村,80\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    again = Decisions(units={"东平村": "张庄村"}, ask_again=frozenset({("unit", "东平村")}))
    walk(store, file("东平村,90\n"), again, keep=True)
    assert [item.name for item in list_remembered(store.cursor())] == ["张庄村"]


def test_what_is_to_be_asked_again_is_asked_though_it_is_remembered(store):
    walk(store, file("东平村,80\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    asked = walk(store, file("东平村,90\n张庄村,70\n"), Decisions(ask_again=frozenset({("unit", "东平村")})))
    assert [problem.code for problem in errors(asked.problems)] == ["unknown_unit"]


def test_rows_left_out_are_left_out_knowingly_each_time(store):
    walk(store, file("镇直机关,80\n东坪村,70\n"), Decisions(units={"镇直机关": None}), keep=True)
    assert list_remembered(store.cursor()) == []
    assert errors(walk(store, file("镇直机关,90\n")).problems)


def test_a_unit_that_left_the_roster_is_not_recalled(store):
    memory = [Remembered("项目建设", "unit", "东平村", "已撤并的村", "", "", "王敏", "2026-03-02T09:00:00+08:00")]
    intake = check_files([file("东平村,80\n张庄村,70\n")], SCHEME, ROSTER, period="2022年", memory=memory)
    assert [problem.code for problem in errors(intake.problems)] == ["unknown_unit"]


def test_a_column_settled_once_is_known_the_next_time(store):
    header = "单位,企业走访,群众评价\n"
    decisions = Decisions(columns={2: ColumnChoice("indicator", "办结率")})
    walk(store, file("东坪村,80,90\n", header=header), decisions, keep=True)
    assert {item.sender for item in list_remembered(store.cursor())} == {"项目建设、营商环境"}
    later = walk(store, file("东坪村,81,91\n", header=header))
    assert not errors(later.problems)
    assert sorted((mark.indicator, mark.mark) for mark in later.marks) == [("企业走访", 81), ("办结率", 91)]
    (message,) = said(later, "column_recalled")
    assert message.endswith("王敏的确认，“群众评价”认作“办结率”。")


def test_a_column_with_any_offices_word_over_it_is_asked_each_time(store):
    header = "单位,得分\n"
    decisions = Decisions(columns={1: ColumnChoice("indicator", "企业走访")})
    walk(store, file("东坪村,80\n张庄村,70\n", header=header), decisions, keep=True)
    assert list_remembered(store.cursor()) == []


def test_two_senders_who_mean_different_things_by_one_header_are_asked(store):
    at = "2026-03-02T09:00:00+08:00"
    memory = [
        Remembered("项目建设", "column", "群众评价", "企业走访", "indicator", "", "王敏", at),
        Remembered("营商环境", "column", "群众评价", "办结率", "indicator", "", "王敏", at),
    ]
    intake = check_files(
        [file("东坪村,80\n张庄村,70\n", header="单位,群众评价\n")], SCHEME, ROSTER, period="2022年", memory=memory
    )
    assert "unknown_column" in [problem.code for problem in errors(intake.problems)]


def test_columns_and_names_are_recalled_together(store):
    header = "单位,群众评价\n"
    decisions = Decisions(units={"东平村": "东坪村"}, columns={1: ColumnChoice("indicator", "办结率")})
    walk(store, file("东平村,80\n张庄村,70\n", header=header), decisions, keep=True)
    later = walk(store, file("东平村,81\n张庄村,71\n", header=header))
    assert not errors(later.problems)
    assert [mark.unit for mark in later.marks] == ["东坪村", "张庄村"]


def test_an_indicator_of_a_long_sheet_is_remembered(store):
    header = "单位,指标,得分\n"
    decisions = Decisions(indicators={"走访工作": "企业走访"})
    walk(store, file("东坪村,走访工作,80\n东坪村,办结率,70\n", header=header), decisions, keep=True)
    later = walk(store, file("张庄村,走访工作,81\n张庄村,办结率,71\n", header=header))
    assert not errors(later.problems)
    assert sorted(mark.indicator for mark in later.marks) == ["企业走访", "办结率"]


def test_the_sender_is_the_dimensions_in_the_schemes_order():
    intake = check_files([file("东坪村,1,2\n", header="单位,办结率,企业走访\n")], SCHEME, ROSTER, period="2022年")
    assert sender_of(intake.sheets[0].matched) == "项目建设、营商环境"


def test_a_cell_changed_on_the_page_stays_on_record_with_its_original(store):
    intake = walk(store, file("东坪村,815\n"), Decisions(cells={(1, 1): "81.5"}), keep=True)
    assert [(mark.mark, mark.found) for mark in intake.marks] == [(intake.marks[0].mark, "815")]
    found, note = store.cursor().execute("select found, note from mark").fetchall()[0]
    assert (found, note) == ("815", "由人改写，原文“815”")
    ((settled,),) = settled_in(store.cursor()).values()
    assert (settled.kind, settled.place, settled.found, settled.settled) == ("cell", "B2", "815", "81.5")


def test_replayed_tables_hold_the_same_memory(store, tmp_path):
    walk(store, file("东平村,80\n"), Decisions(units={"东平村": "东坪村"}), keep=True)
    copy = Store(Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}"))
    assert copy.digest() == store.digest()
    copy.close()
