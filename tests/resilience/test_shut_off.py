"""No file, extension, variable or setting can be reached from SQL on a cursor of the store."""

import duckdb
import pytest

from tests.resilience.office import open_store

REFUSED = (
    "select * from read_csv_auto('{file}')",
    "select * from read_blob('{file}')",
    "select * from read_json('{file}')",
    "select * from read_json_objects('{file}')",
    "select * from read_ndjson('{file}')",
    "select * from read_parquet('{file}')",
    "select * from parquet_metadata('{file}')",
    "select * from parquet_schema('{file}')",
    "select * from sniff_csv('{file}')",
    "select * from glob('{folder}/*')",
    "select * from read_text('{folder}/*')",
    "select * from 'file://{file}'",
    "copy (select 1) to '{folder}/out.parquet' (format parquet)",
    "copy unit from '{file}'",
    "import database '{folder}'",
    "attach 'https://example.org/a.duckdb'",
    "attach '{folder}/new.duckdb' as other",
    "create table leak as select * from read_text('/etc/passwd')",
    "install excel",
    "load '{folder}/own.duckdb_extension'",
    "force install json from 'https://example.org'",
    "update extensions",
    "set allowed_directories = ['/']",
    "set allowed_paths = ['{file}']",
    "set allow_unsigned_extensions = true",
    "set autoload_known_extensions = true",
    "set extension_directory = '/tmp'",
    "set home_directory = '/'",
    "set temp_directory = '/tmp'",
    "set secret_directory = '/tmp'",
    "set global threads = 64",
    "set max_temp_directory_size = '900GB'",
    "set python_enable_replacements = true",
    "set profiling_output = '{folder}/out.json'",
    "set log_query_path = '{folder}/out.log'",
    "pragma enable_profiling",
    "reset enable_external_access",
    "create persistent secret leak (type http)",
    "select getenv('HOME')",
    "select * from shown_to_nobody",
    "select * from folder",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("office"))
    yield store
    store.close()


@pytest.mark.parametrize("sql", REFUSED)
def test_sql_is_refused_what_lies_outside_the_tables(store, tmp_path, sql):
    shown_to_nobody = {"a": [1]}
    folder, file = tmp_path.as_posix(), tmp_path / "other.csv"
    file.write_text("a\n1\n", "utf-8")
    with pytest.raises(duckdb.Error):
        store.cursor().execute(sql.format(file=file.as_posix(), folder=folder)).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["other.csv"]
    assert shown_to_nobody
