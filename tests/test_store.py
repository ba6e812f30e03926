"""The tables: always what the journal implies, whatever happens to their file, and shut off from the machine."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation import kept_marks
from evaluation.events import import_redone, import_undone, roster_set, scheme_set
from evaluation.home import sqlite_url
from evaluation.journal import Journal
from evaluation.problems import StaleSave
from evaluation.ranking import list_periods, to_json
from evaluation.store import Store
from tests.chain import (
    PERIOD,
    adjustment_draft,
    new_store,
    one,
    ranking_of,
    roster_of,
    rows,
    sheet_draft,
    veto_draft,
)

SCHEME = one()
ROSTER = roster_of(村="东坪村 龙泉村 西岭村")
GROUND = [scheme_set(SCHEME), roster_set(ROSTER)]
FIRST = sheet_draft({"投资": {"东坪村": 90, "龙泉村": 80, "西岭村": "70.5"}}, file="一.csv")
SECOND = sheet_draft({"投资": {"东坪村": 60, "西岭村": 95}}, file="二.csv")
VIEW = "select period, unit, indicator, rater, mark from mark order by all"


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path


@pytest.fixture
def opened():
    """The stores that a test opens, closed after it."""
    stores = []
    yield stores
    for store in stores:
        store.close()


def open_store(folder: Path, opened: list[Store]) -> Store:
    store = Store(Journal(sqlite_url(folder / "journal.sqlite")), folder / "evaluation.duckdb")
    opened.append(store)
    return store


def filled(folder: Path, opened: list[Store]) -> Store:
    store = open_store(folder, opened)
    store.append([*GROUND, FIRST, adjustment_draft([("东坪村", "1.5")]), veto_draft([("西岭村", "安全事故")])], "张三")
    store.append([SECOND, import_undone(3, "一.csv")], "李四")
    return store


def result(store: Store) -> list[dict]:
    return to_json(ranking_of(store))


def totals(store: Store) -> dict[str, str]:
    return {row["unit"]: row["total"] for row in result(store)}


def what_counts(store: Store) -> tuple:
    """Return everything that people see: the marks that count and the ranking."""
    return rows(store, VIEW), result(store), list_periods(store.cursor())


def test_many_marks_come_into_the_tables_as_few_do(monkeypatch):
    units = [f"第{number}村" for number in range(2500)]
    given = {"投资": {unit: [f"8{n % 10}.{n % 100:02}", n % 90, "0.5"] for n, unit in enumerate(units)}, "开工": {units[0]: 3}}
    found = []
    sheet = sheet_draft(given)
    assert kept_marks.as_table(sheet.contents[1]) is not None
    for as_table in (kept_marks.as_table, lambda content: None):
        monkeypatch.setattr(kept_marks, "as_table", as_table)
        store = new_store()
        store.append([*GROUND, FIRST, sheet], "张三")
        found.append(rows(store, "from imported_mark order by all"))
    assert len(found[0]) == 3 + 7501
    assert found[0] == found[1]


# --- the same content again ---------------------------------------------------------------------------------------


def test_the_copy_in_the_file_is_used_again(folder, opened):
    store = filled(folder, opened)
    digest, shown = store.digest(), result(store)
    store.close()
    again = open_store(folder, opened)
    assert (again.digest(), result(again), again.position) == (digest, shown, 7)


def test_a_deleted_copy_is_rebuilt_to_the_same_content(folder, opened):
    store = filled(folder, opened)
    digest, shown = store.digest(), result(store)
    store.close()
    (folder / "evaluation.duckdb").unlink()
    again = open_store(folder, opened)
    assert (again.digest(), result(again)) == (digest, shown)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"not a database",
        lambda content: content[: len(content) // 2],
        lambda content: content[:4096] + bytes(len(content) - 4096),
        lambda content: bytes(len(content)),
    ],
)
def test_a_damaged_copy_is_rebuilt_to_the_same_content(folder, opened, damage):
    store = filled(folder, opened)
    digest, shown = store.digest(), result(store)
    store.close()
    copy = folder / "evaluation.duckdb"
    copy.write_bytes(damage(copy.read_bytes()))
    again = open_store(folder, opened)
    assert (again.digest(), result(again)) == (digest, shown)


def test_a_copy_of_another_journal_is_rebuilt(folder, opened):
    filled(folder, opened).close()
    (folder / "journal.sqlite").unlink()
    assert open_store(folder, opened).position == 0


def test_a_copy_that_is_ahead_of_its_journal_is_rebuilt(folder, opened):
    store = open_store(folder, opened)
    store.append([*GROUND, FIRST], "张三")
    shown, backup = result(store), sqlite3.connect(folder / "backup.sqlite")
    with sqlite3.connect(folder / "journal.sqlite") as live:
        live.backup(backup)
    live.close()
    backup.close()
    store.append([SECOND], "张三")
    store.close()
    for old in folder.glob("journal.sqlite*"):
        old.unlink()
    (folder / "backup.sqlite").rename(folder / "journal.sqlite")
    assert result(open_store(folder, opened)) == shown


def test_a_copy_that_another_version_of_the_program_made_is_rebuilt(folder, opened):
    store = filled(folder, opened)
    digest = store.digest()
    store.close()
    with duckdb.connect(str(folder / "evaluation.duckdb")) as connection:
        connection.execute("update program set digest = 'older'")
        connection.execute("update source_score set score = 0")
    assert open_store(folder, opened).digest() == digest


def test_a_store_in_memory_and_one_in_a_file_hold_the_same(folder, opened):
    store = filled(folder, opened)
    memory = Store(Journal(sqlite_url(folder / "journal.sqlite")))
    opened.append(memory)
    assert memory.digest() == store.digest()


# --- several at once ----------------------------------------------------------------------------------------------


def test_a_second_process_on_the_same_home_builds_its_copy_in_memory(folder, opened):
    store = filled(folder, opened)
    program = (
        "import json, sys; from pathlib import Path\n"
        "from evaluation.home import sqlite_url; from evaluation.journal import Journal\n"
        "from evaluation.store import Store\nfrom evaluation.ranking import rank_units, to_json\n"
        "folder = Path(sys.argv[1]); journal = Journal(sqlite_url(folder / 'journal.sqlite'))\n"
        "store = Store(journal, folder / 'evaluation.duckdb')\n"
        "file, = store.cursor().execute('select max(path) from duckdb_databases() where not internal').fetchone()\n"
        "print(repr((file, store.digest(), to_json(rank_units(store.cursor(), '2022年')))))"
    )
    other = subprocess.run([sys.executable, "-X", "utf8", "-c", program, str(folder)], capture_output=True, timeout=60)
    assert (other.returncode, other.stdout.decode("utf-8")) == (0, repr((None, store.digest(), result(store))) + "\n")


def test_a_second_store_in_the_same_process_builds_its_copy_in_memory(folder, opened):
    first, second = filled(folder, opened), open_store(folder, opened)
    assert second.digest() == first.digest()
    second.append([import_redone(3, "一.csv")], "王五")
    assert (result(first), first.digest()) == (result(second), second.digest())


def test_what_another_program_writes_is_seen_with_the_next_cursor(folder, opened):
    store = filled(folder, opened)
    before = totals(store)
    other = Journal(sqlite_url(folder / "journal.sqlite"))
    other.append([sheet_draft({"投资": {"龙泉村": 99}}, file="三.csv")], "王五")
    assert (before["龙泉村"], totals(store)["龙泉村"]) == (None, "99.00")
    other.close()


def test_every_thread_with_its_own_cursor_reads_its_own_rows():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    wrong = []

    def read(unit: str, mark: str) -> None:
        for _ in range(30):
            found = rows(store, "select unit, mark::varchar from mark where unit = ?", unit)
            if found != [(unit, f"{mark}000000000000"[:15])]:
                wrong.append(found)

    marks = (("东坪村", "90."), ("龙泉村", "80."), ("西岭村", "70.5"))
    threads = [threading.Thread(target=read, args=item) for item in marks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_threads_that_save_and_read_at_once_end_with_all_of_it(folder, opened):
    store = open_store(folder, opened)
    store.append(GROUND, "张三")

    def save(unit: str) -> None:
        for mark in range(5):
            store.append([sheet_draft({"投资": {unit: mark}}, file=unit)], unit)
            store.cursor().execute(VIEW).fetchall()

    threads = [threading.Thread(target=save, args=(unit.name,)) for unit in ROSTER.units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.position == 17
    assert set(totals(store).values()) == {"4.00"}


# --- undo, redo, later imports ------------------------------------------------------------------------------------


def test_a_later_import_of_the_same_marks_wins_and_leaves_the_others():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    store.append([SECOND], "李四")
    assert totals(store) == {"西岭村": "95.00", "龙泉村": "80.00", "东坪村": "60.00"}


def test_undo_of_the_later_import_brings_the_earlier_marks_back():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    before = what_counts(store)
    (imported,) = store.append([SECOND], "李四")
    after = what_counts(store)
    store.append([import_undone(imported.position, "二.csv")], "李四")
    assert what_counts(store) == before
    store.append([import_redone(imported.position, "二.csv")], "李四")
    assert what_counts(store) == after


def test_only_an_import_that_counts_is_undone_and_only_an_undone_one_brought_back():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    (imported,) = store.append([SECOND], "李四")
    undo, redo = import_undone(imported.position, "二.csv"), import_redone(imported.position, "二.csv")
    for draft in (redo, import_undone(2, "二.csv"), import_undone(999, "二.csv"), import_undone(imported.position, "一.csv")):
        with pytest.raises(StaleSave, match=r"没有保存：.*请刷新页面"):
            store.append([draft], "张三")
    store.append([undo], "李四")
    with pytest.raises(StaleSave, match=r"二\.csv已经撤回了"):
        store.append([undo], "张三")
    store.append([redo], "李四")
    assert [event.kind for event in store.journal.events(imported.position)] == ["import_undone", "import_redone"]


def test_undo_of_the_only_import_of_a_period_takes_the_period_away():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    (imported,) = store.append([sheet_draft({"投资": {"东坪村": 1}}, "2023年")], "李四")
    assert list_periods(store.cursor()) == ["2022年", "2023年"]
    store.append([import_undone(imported.position, imported.payload["file"])], "李四")
    assert list_periods(store.cursor()) == ["2022年"]


def test_undone_adjustments_and_vetoes_no_longer_count():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    before = what_counts(store)
    points, veto = store.append([adjustment_draft([("东坪村", 2)]), veto_draft([("东坪村", "安全事故")])], "张三")
    assert (totals(store)["东坪村"], result(store)[0]["vetoes"]) == ("92.00", ["安全事故"])
    store.append([import_undone(event.position, event.payload["file"]) for event in (veto, points)], "张三")
    assert what_counts(store) == before


def test_the_same_adjustment_in_a_later_file_replaces_the_earlier_and_another_adds_to_it():
    store = new_store()
    store.append([*GROUND, FIRST, adjustment_draft([("东坪村", 2)])], "张三")
    store.append([adjustment_draft([("东坪村", 3), ("东坪村", "0.5")])], "张三")
    assert totals(store)["东坪村"] == "93.50"


def test_a_new_roster_takes_units_out_and_brings_them_in_without_losing_marks():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    store.append([roster_set(roster_of(村="东坪村 南沟村"))], "张三")
    assert totals(store) == {"东坪村": "90.00", "南沟村": None}
    store.append([roster_set(ROSTER)], "张三")
    assert totals(store) == {"东坪村": "90.00", "龙泉村": "80.00", "西岭村": "70.50"}


def test_a_new_scheme_takes_effect_at_once():
    store = new_store()
    store.append([*GROUND, FIRST], "张三")
    store.append([scheme_set(one(rule="min_max"))], "张三")
    assert totals(store) == {"东坪村": "100.00", "龙泉村": "48.72", "西岭村": "0.00"}
    assert store.scheme.indicators[0].rule == "min_max"


PARTS = [
    sheet_draft({"投资": {"东坪村": ["90", "91.5"]}}, file="甲.csv"),
    sheet_draft({"投资": {"龙泉村": ["80", "82.25"]}}, file="乙.csv"),
    sheet_draft({"投资": {"西岭村": ["70.5", "60"]}}, file="丙.csv"),
    adjustment_draft([("西岭村", "3")]),
    veto_draft([("龙泉村", "安全事故")]),
    sheet_draft({"投资": {"东坪村": 88}}, "2021年", file="丁.csv"),
]


@pytest.fixture(scope="module")
def straight() -> Store:
    """All parts at once, in their order."""
    store = new_store()
    store.append([*GROUND, *PARTS], "张三")
    return store


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(PARTS), st.booleans())
def test_the_order_of_the_files_doesnt_matter(straight, parts, is_one_by_one):
    mixed = new_store()
    mixed.append(GROUND, "张三")
    for drafts in [[part] for part in parts] if is_one_by_one else [parts]:
        mixed.append(drafts, "张三")
    assert what_counts(mixed) == what_counts(straight)
    assert totals(mixed) == {"东坪村": "90.75", "龙泉村": "81.13", "西岭村": "68.25"}
    mixed.close()


def imports(count: int) -> list:
    """Draw a life of ``count`` imports: what each holds, and which are undone and redone afterwards."""
    cell = st.fixed_dictionaries({}, optional={unit.name: st.integers(0, 100) for unit in ROSTER.units})
    return st.tuples(
        st.lists(cell, min_size=count, max_size=count), st.lists(st.tuples(st.booleans(), st.integers(0, count - 1)), max_size=5)
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(imports(3))
def test_what_counts_is_what_the_imports_that_stand_say_in_their_order(drawn):
    sheets, switches = drawn
    store = new_store()
    store.append(GROUND, "张三")
    events = store.append([sheet_draft({"投资": cells}, file=str(n)) for n, cells in enumerate(sheets)], "张三")
    stands = [True] * len(sheets)
    for is_undone, n in switches:
        if stands[n] != is_undone:
            continue
        stands[n] = not is_undone
        store.append([(import_undone if is_undone else import_redone)(events[n].position, str(n))], "张三")
    expected: dict[str, int] = {}
    for cells, counts in zip(sheets, stands, strict=True):
        expected |= cells if counts else {}
    assert {unit: int(mark) for _, unit, _, _, mark in rows(store, VIEW)} == expected
    rebuilt = Store(store.journal)
    assert rebuilt.digest() == store.digest()
    rebuilt.close()
    store.close()


# --- shut off from the machine ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shut(tmp_path_factory):
    """A store in a folder, beside a file that is none of its business."""
    folder = tmp_path_factory.mktemp("shut")
    (folder / "other.csv").write_text("a\n1\n", "utf-8")
    stores = []
    yield folder, open_store(folder, stores)
    stores[0].close()


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "copy unit to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "export database '{folder}/out'",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('https://example.org/a.csv')",
        "set enable_external_access = true",
        "set memory_limit = '8GB'",
        "set lock_configuration = false",
        "reset threads",
        "pragma temp_directory='/tmp'",
        "create secret (type s3)",
    ],
)
def test_sql_cant_reach_files_the_net_or_the_settings(shut, sql):
    folder, store = shut
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(duckdb.Error):
        store.cursor().execute(sql.format(file=(folder / "other.csv").as_posix(), folder=folder.as_posix()))
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_python_variable_is_no_table():
    secret = pandas.DataFrame({"a": [1]})
    with pytest.raises(duckdb.Error):
        new_store().cursor().execute("select * from secret")
    assert len(secret) == 1


def test_the_period_that_a_mark_names_is_where_it_counts():
    store = new_store()
    store.append([*GROUND, FIRST, sheet_draft({"投资": {"东坪村": 50}}, "2022年第1季度")], "张三")
    assert list_periods(store.cursor()) == ["2022年第1季度", PERIOD]
    assert {row["unit"]: row["total"] for row in to_json(ranking_of(store, "2022年第1季度"))}["东坪村"] == "50.00"
