"""Laws of taking in files, whatever they hold: every cell is accounted for, and the order of saving changes nothing."""

import os
from collections import Counter
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.events import import_redone, import_undone, roster_set, scheme_set
from evaluation.intake import File, Intake, check_files, drafts_for
from evaluation.problems import errors
from evaluation.spelling import column_letter
from evaluation.store import Store
from evaluation.validation import cell_fates
from tests.chain import new_store
from tests.chinese_sheets import ROSTER, SCHEME, TROUBLES, made, walked
from tests.pollution import spoilt_files

EFFORT = int(os.environ.get("LAWS_EFFORT", "1"))
PERIODS = ("2022年第1季度", "2022年第2季度", "2022年第3季度", "2022年第4季度")
COUNTED = "select period, unit, indicator, rater, mark from mark order by all"


def counted(store: Store) -> list:
    """Return what counts: all marks in force, from which alone everything is ranked; not when and by whom they came."""
    return store.cursor().execute(COUNTED).fetchall()


@lru_cache(maxsize=64)
def sound(seed: int, period: str) -> Intake:
    """Return a generated sheet without errors, taken for a period."""
    harmless = ("notes", "full_width", "total_rows", "total_columns", "side_columns", "full_marks", "sections")
    sheet = made(harmless[seed % len(harmless)], "utf-8", 0)
    file = File(f"{period}{seed}.csv", sheet.file.content + f"\r\n注：第{seed}份，{period}。\r\n".encode())
    intake = check_files([file], SCHEME, ROSTER, period=period)
    assert not errors(intake.problems)
    return intake


def grounded() -> Store:
    store = new_store()
    store.append([scheme_set(SCHEME), roster_set(ROSTER)], "张三")
    return store


def filled_cells(rows: tuple[tuple[str, ...], ...]) -> Counter:
    return Counter(
        (row, column_letter(column)) for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells) if cell.strip()
    )


def assert_accounted(intake: Intake) -> None:
    for checked in intake.sheets:
        fates = list(cell_fates(checked))
        assert Counter((row, column) for row, column, _ in fates) == filled_cells(checked.matched.sheet.rows)
        marks = Counter((mark.row, mark.column) for mark in checked.marks)
        assert Counter((row, column) for row, column, fate in fates if fate == "mark") == marks
        asked = {(problem.row, problem.column) for problem in checked.problems}
        rows = {row for row, _ in asked}
        columns = {column for row, column in asked if row is None}
        for row, column, fate in fates:
            if fate == "error":
                assert row in rows or column in columns, (checked.file, row, column)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_cell_of_a_score_sheet_is_stored_or_set_aside_with_a_reason(trouble):
    for seed in range(3, 3 + EFFORT):
        assert_accounted(walked(made(trouble, "gb18030", seed)))


def test_every_cell_of_any_spoilt_file_is_accounted_for():
    seen: Counter[str] = Counter()
    for spoilt in spoilt_files(3):
        seen[spoilt.kind] += 1
        if seen[spoilt.kind] <= 2 * EFFORT:
            assert_accounted(check_files([File(spoilt.name, spoilt.content)], SCHEME, ROSTER, period="2022年"))
    assert len(seen) > 40


def test_as_many_marks_are_in_the_store_as_cells_were_marks():
    store, cells = grounded(), 0
    for seed, period in enumerate(PERIODS):
        intake = sound(seed, period)
        store.append(drafts_for(intake), "张三")
        cells += sum(fate == "mark" for checked in intake.sheets for _, _, fate in cell_fates(checked))
    assert cells > 50
    assert store.cursor().execute("select count(*) from mark").fetchall() == [(cells,)]


imports = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(PERIODS)), min_size=1, max_size=3, unique_by=lambda item: item[1])


@settings(max_examples=6 * EFFORT, deadline=None)
@given(before=imports, last=st.integers(0, 6))
def test_an_import_that_is_undone_leaves_what_was_there_and_redone_comes_back(before, last):
    store = grounded()
    for seed, period in before:
        store.append(drafts_for(sound(seed, period)), "张三")
    there = counted(store)
    events = store.append(drafts_for(sound(last, "2022年")), "张三")
    after = counted(store)
    assert after != there
    store.append([import_undone(event.position, event.payload["file"]) for event in events], "李四")
    assert counted(store) == there
    store.append([import_redone(event.position, event.payload["file"]) for event in events], "李四")
    assert counted(store) == after


@settings(max_examples=6 * EFFORT, deadline=None)
@given(given_imports=imports, again=st.integers(0, 2))
def test_a_file_that_is_taken_in_twice_counts_once(given_imports, again):
    once, twice = grounded(), grounded()
    for seed, period in given_imports:
        drafts = drafts_for(sound(seed, period))
        once.append(drafts, "张三")
        twice.append(drafts, "张三")
    seed, period = given_imports[again % len(given_imports)]
    twice.append(drafts_for(sound(seed, period)), "李四")
    assert counted(twice) == counted(once)


@settings(max_examples=6 * EFFORT, deadline=None)
@given(data=st.data(), given_imports=imports)
def test_the_order_in_which_files_come_changes_nothing(data, given_imports):
    one, other = grounded(), grounded()
    for store, order in ((one, given_imports), (other, data.draw(st.permutations(given_imports)))):
        for seed, period in order:
            store.append(drafts_for(sound(seed, period)), "张三")
    assert counted(one) == counted(other)


@settings(max_examples=10 * EFFORT, deadline=None)
@given(data=st.data(), given_imports=imports)
def test_the_order_of_files_walked_together_changes_no_mark(data, given_imports):
    files = [File(f"{period}.csv", next(iter(sound(seed, period).contents.values()))) for seed, period in given_imports]
    shuffled = data.draw(st.permutations(files))

    def marks(order: list[File]) -> list:
        return sorted(map(repr, check_files(order, SCHEME, ROSTER, period="2022年").marks))

    assert marks(files) == marks(shuffled)
