"""The database that figures are computed in reaches nothing else: no file, variable, extension or setting; and no text of a
person is ever part of a query.

The roads are tried from a cursor such as every page has, on a copy in a file and on one in memory.
"""

import ast
import os
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from evaluation.home import sqlite_url
from evaluation.journal import Journal
from evaluation.store import Store
from tests.chain import fill, new_store, one

PACKAGE = Path(__file__).resolve().parent.parent / "evaluation"
TEXT = "单位,得分\n甲,1\n"

READING = """
from read_csv('{file}')|from read_csv(['{file}'])|from read_csv('{folder}/*.csv')|from read_csv_auto('{file}')
from sniff_csv('{file}')
from read_text('{file}')|from read_blob('{file}')|from read_json('{file}')|from read_json_auto('{file}')
from read_ndjson('{file}')
from read_json_objects('{file}')|from read_parquet('{file}')|from parquet_metadata('{file}')|from parquet_schema('{file}')
from parquet_file_metadata('{file}')|from parquet_kv_metadata('{file}')|from read_duckdb('{folder}/other.duckdb')
from glob('{folder}/*')|from glob('/etc/*')|from '{file}'|from "{file}"|from '/etc/passwd'|from read_text('/proc/self/environ')
from read_text('/dev/stdin')|from 'http://127.0.0.1:9/x.csv'|from read_csv('http://127.0.0.1:9/x.csv')|from read_text('s3://a/b')
from sqlite_scan('{folder}/journal.sqlite', 'event')|from read_xlsx('{file}')|from st_read('{file}')|from read_avro('{file}')
from iceberg_scan('{folder}')|from delta_scan('{folder}')|from postgres_scan('host=127.0.0.1', 'public', 'x')
from query('from read_text(''{file}'')')|from query_table('{file}')|select (select content from read_text('{file}'))
from json_execute_serialized_sql(json_serialize_sql('select * from read_text(''{file}'')'))|pivot '{file}' on 单位
with x as (from '{file}') from x|describe from '{file}'|summarize '{file}'|explain analyze from read_text('{file}')
prepare p as from read_text('{file}')|create view v as from read_csv('{file}')|create table t as from '{file}'
create macro m() as table from read_text('{file}')|create function m() as table from read_csv('{file}')
insert into program select content from read_text('{file}')|copy program from '{file}'|import database '{folder}'
attach '{folder}/journal.sqlite' as j (type sqlite)|attach '{folder}/journal.sqlite' as j|attach '{folder}/other.duckdb'
attach 'md:'
attach 'postgres:host=127.0.0.1' as p|pragma import_database('{folder}')"""

WRITING = """
copy (select 1) to '{folder}/made.csv'|copy program to '{folder}/made.parquet'
copy (select 1) to '{folder}/made.json' (format json)
copy (select 1) to '/dev/stdout'|copy (select 1) to '{file}'|copy (select 1) to '{folder}/journal.sqlite'
export database '{folder}/made'
copy (select 1) to '{folder}/made' (format csv, per_thread_output true)|attach '{folder}/made.duckdb' as made
copy (select 1) to '{folder}/spill/made.csv'|copy (select 1) to '.tmp/made.csv'|copy (select 1) to 'made.csv'
call enable_logging(storage = 'file', storage_path = '{folder}/made')|call enable_logging()|set log_query_path = '{folder}/made'
set profiling_output = '{folder}/made'|pragma profiling_output = '{folder}/made'|pragma enable_profiling|pragma enable_logging"""

SETTINGS = """
set lock_configuration = false|reset lock_configuration|set enable_external_access = true|reset enable_external_access
set threads = 1|pragma threads = 1|set memory_limit = '100GB'|pragma memory_limit = '100GB'|reset memory_limit
set temp_directory = '/tmp'|set max_temp_directory_size = '9TB'|set allowed_directories = ['/']
set allowed_paths = ['/etc/passwd']
set file_search_path = '/'|set home_directory = '/'|set secret_directory = '/'|set extension_directory = '/'
set custom_extension_repository = 'http://127.0.0.1:9'|set allow_unsigned_extensions = true|set allow_community_extensions = true
set autoinstall_known_extensions = true|set autoload_known_extensions = true|set python_scan_all_frames = true
set python_enable_replacements = true|set http_proxy = '127.0.0.1:9'|set enable_logging = true|set disabled_filesystems = ''
set global threads = 1|set session threads = 1|reset global threads"""

EXTENSIONS = """
install httpfs|load httpfs|force install httpfs|install httpfs from 'http://127.0.0.1:9'|install '{folder}/x.duckdb_extension'
load '{folder}/x.duckdb_extension'|install sqlite|load sqlite|install postgres|install shellfs from community|update extensions"""

SURROUNDINGS = """
select getenv('HOME')|create macro m() as getenv('HOME')|from frame|select * from frame|from query_table('frame')|from text
from python_scan_all_frames()|from pandas_scan(1)|from arrow_scan(1, 2, 3)|create secret s (type s3)|create secret s (type http)
create persistent secret s (type http)|from duckdb_secrets()|from which_secret('s3://a', 's3')|copy database made to made"""


def roads(block: str) -> list[str]:
    """Return the queries; rows are counted and not fetched, because some need a library of Python's that may be missing."""
    found = [road for line in block.strip().split("\n") for road in line.split("|")]
    return [f"select count(*) {road}" if road.startswith("from ") else road for road in found]


EVERY_ROAD = [road for block in (READING, WRITING, SETTINGS, EXTENSIONS, SURROUNDINGS) for road in roads(block)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with a file that could be read, and another database that could be opened."""
    folder = tmp_path_factory.mktemp("doors")
    (folder / "file.csv").write_text(TEXT, "utf-8")
    duckdb.connect(str(folder / "other.duckdb")).close()
    return folder


@pytest.fixture(scope="module", params=["in a file", "in memory"])
def store(request, folder):
    if request.param == "in memory":
        store = new_store()
    else:
        store = Store(Journal(sqlite_url(folder / "journal.sqlite")), folder / "evaluation.duckdb")
    fill(store, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}})
    yield store
    store.close()


def settings(store: Store) -> dict[str, str]:
    return dict(store.cursor().execute("select name, value from duckdb_settings()").fetchall())


def test_without_the_locks_the_roads_are_open(folder):
    """What shows that the others are refused by the locks and not for a slip of the pen."""
    open_one = duckdb.connect(":memory:")
    for road in roads("from read_csv('{file}')|from read_text('{file}')|from '{file}'|from glob('{folder}/*')"):
        assert open_one.execute(road.format(folder=folder, file=folder / "file.csv")).fetchall() != [(0,)]
    frame = pd.DataFrame({"单位": ["甲"]})
    assert open_one.execute("from frame").fetchall() == [tuple(frame.iloc[0])]


def test_no_road_leads_out_of_the_database(store, folder):
    frame, text = pd.DataFrame({"单位": ["甲"]}), [TEXT]  # what a bare name would find if Python's variables were in reach
    before = settings(store), sorted(os.listdir(folder)), sorted(os.listdir())
    passed, complaints = [], []
    for road in EVERY_ROAD:
        try:
            passed.append((road, store.cursor().execute(road.format(folder=folder, file=folder / "file.csv")).fetchall()))
        except duckdb.Error as error:
            complaints.append(str(error))
    assert passed == []
    assert not any("pytz" in complaint for complaint in complaints)  # Python's lack of a library isn't a refusal
    assert (settings(store), sorted(os.listdir(folder)), sorted(os.listdir())) == before
    assert (folder / "file.csv").read_text("utf-8") == TEXT
    assert len(frame) == len(text) == 1


def test_no_query_reaches_the_journal(store):
    head, digest = store.journal.head(), store.digest()
    names = {name for (name,) in store.cursor().execute("select table_name from duckdb_tables()").fetchall()}
    assert not names & {"event", "content", "format"}
    cursor = store.cursor()
    cursor.begin()
    for table in ("scope_mark", "unit", "journal_state"):
        assert cursor.execute(f"delete from {table}").fetchall() != [(0,)]
    cursor.rollback()
    assert store.journal.verify() is None
    assert (store.journal.head(), store.digest()) == (head, digest)


def test_what_was_done_to_the_tables_ends_with_the_copy(folder, tmp_path):
    """Who could write to the copy in memory would still not have written anything that outlives it."""
    url = sqlite_url(tmp_path / "journal.sqlite")
    first = Store(Journal(url))
    fill(first, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}})
    digest = first.digest()
    first.cursor().execute("update scope_mark set mark = 0").fetchall()
    assert first.digest() != digest
    first.close()
    again = Store(Journal(url))
    assert again.digest() == digest
    again.close()


MADE_FROM_PARTS = {
    "backups.py": {"_page_size(staged)"},
    "database.py": {"_WRITERS", "question", "settings"},
    "events.py": {"table"},
    "inserting.py": {"kind", "table", "values"},
    "moved_weights.py": {"columns", "kind", "name", "table", "text"},
    "moving.py": {"columns"},
    "people.py": {"_PERSON", "VERSION", "way"},
    "scheme_effect.py": {"_LET_IN"},
    "settling.py": {"arguments", "rows", "strays", "table", "way"},
    "store.py": {"min(4, os.cpu_count() or 1)", "table"},
}
"""What queries are put together from, each looked at: names of our own tables, columns and types, and numbers (in
moved_weights.py lists of them, as DuckDB writes them, with quotes doubled)."""

SQL = re.compile(r"(select|insert|update|delete|create|drop|set|from|with|pragma|copy|attach)\s|unnest", re.IGNORECASE)


def is_sql(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(SQL.match(str(node.value)))


def first_of(sum_of_texts: ast.BinOp) -> ast.AST:
    node = sum_of_texts
    while isinstance(node, ast.BinOp):
        node = node.left
    return node


def parts_of_queries(tree: ast.AST):
    """Yield what a text that looks like SQL is put together from, other than constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and is_sql(node.values[0]):
            yield from (ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
        elif isinstance(node, ast.BinOp) and is_sql(first_of(node)):
            yield from (ast.unparse(side) for side in (node.left, node.right) if not isinstance(side, ast.Constant | ast.BinOp))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_sql(node.func.value):
            yield ast.unparse(node)


def test_no_query_is_put_together_from_what_people_type():
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        runs_sql = path.parent.name != "wording" and ("execute(" in text or ".rows(" in text)
        if runs_sql and (parts := set(parts_of_queries(ast.parse(text)))):
            found[path.name] = parts
    assert found == MADE_FROM_PARTS
