"""The command line on stored data, and as a program of its own."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from evaluation.award_events import correction_opened, read_state
from evaluation.award_lock import lock_draft
from evaluation.events import office_opened, roster_set, scheme_set
from evaluation.home import PROJECT, Home, sqlite_url
from evaluation.journal import Journal
from evaluation.store import Store
from tests import samples
from tests.chain import dimension, indicator, roster_of, scheme_of, sheet_draft
from tests.command_line import SHEET, WRONG, Office, assert_refused, assert_wrong_usage


@pytest.fixture
def folder(tmp_path, capsys) -> Office:
    return Office(tmp_path, capsys)


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> Path:
    """A home that has never been opened by an office: it holds the demonstration."""
    path = tmp_path_factory.mktemp("home")
    home = Home(path)
    assert home.current.scheme
    home.close()
    return path


# --- stored data ----------------------------------------------------------------------------------------------------


def test_stored_data_is_found_by_folder_journal_and_copy(folder, stored):
    demonstration = stored / "demonstration"
    results = [
        folder.run("rank", "--format", "json", "--database", path)
        for path in (stored, stored / "evaluation.duckdb", demonstration / "journal.sqlite")
    ]
    assert {code for code, _, _ in results} == {0}
    assert results[0] == results[1] == results[2]
    assert json.loads(results[0][1])[0]["period"] == "2022年"


def test_stored_data_is_ranked_by_period_with_what_if_values(folder, stored):
    code, out, _ = folder.run(
        "rank",
        "--database",
        stored,
        "--period",
        "2021年",
        "--weight",
        "项目建设=2",
        "--format",
        "json",
        "--group",
        samples.OFFICES,
    )
    assert code == 0
    assert {(row["period"], row["group"]) for row in json.loads(out)} == {("2021年", samples.OFFICES)}
    assert folder.run("shortlist", "--database", stored, "--award", "先进集体")[0] == 0


def test_the_home_that_the_environment_names_is_the_default(folder, stored, monkeypatch):
    monkeypatch.setenv("EVALUATION_HOME", str(stored))
    assert folder.run("rank", "--format", "json") == folder.run("rank", "--format", "json", "--database", stored)


def test_stored_data_has_its_own_scheme_and_roster(folder, stored):
    assert_wrong_usage(folder.run("rank", "--database", stored, "--scheme", "s.toml"), "--scheme")


def test_a_place_without_stored_data_exits_2(folder, stored):
    for path in (folder.path, folder.path / "没有", stored / "没有.sqlite", folder.path / "名册.csv"):
        assert_wrong_usage(folder.run("rank", "--database", path), "没有入库的数据")
    assert not (folder.path / "journal.sqlite").exists()


def test_an_office_without_marks_has_nothing_to_rank(folder):
    journal = Journal(sqlite_url(folder.path / "journal.sqlite"))
    journal.append([office_opened()], "考核办")
    journal.close()
    assert_wrong_usage(folder.run("rank", "--database", folder.path), "没有入库的数据")


def test_a_file_of_another_kind_as_database_is_refused_and_left_alone(folder):
    path = folder.path / "other.db"
    path.write_text("这不是数据库\n" * 99, "utf-8")
    before = path.read_bytes()
    assert_refused(folder.run("rank", "--database", path), "不是考评台的数据文件")
    assert path.read_bytes() == before


def test_ranking_stored_data_writes_nothing_to_the_journal(folder, stored):
    journal = Journal(sqlite_url(stored / "demonstration" / "journal.sqlite"))
    before = journal.head()
    folder.run("rank", "--database", stored, "--weight", "项目建设=9")
    assert journal.head() == before
    journal.close()


@pytest.fixture
def locked(tmp_path) -> Path:
    """The journal of an office with the list of one of its two groups locked in one of two periods."""
    award = [{"name": "先进集体", "groups": ["村"], "quota": 1}, {"name": "优秀办公室", "groups": ["站"], "quota": 1}]
    scheme = scheme_of(dimension("项目建设", indicator("投资")), award=award)
    drafts = [scheme_set(scheme), roster_set(roster_of(村="甲村 乙村", 站="子站"))]
    drafts += [sheet_draft({"投资": {"甲村": 90, "乙村": 80, "子站": 70}}, period) for period in ("2021年", "2022年")]
    with closing(Store(Journal(sqlite_url(tmp_path / "journal.sqlite")))) as store:
        store.append(drafts, "考核办")
        draft, position = lock_draft(store, "2022年", scheme.award[0])
        store.append([draft], "王敏", seen=position)
    return tmp_path / "journal.sqlite"


def test_figures_of_a_locked_list_are_told_to_be_those_of_now(folder, locked):
    with closing(Store(Journal(sqlite_url(locked)))) as store:
        lock = read_state(store.cursor(), "2022年", "先进集体").lock
    said = (
        f"2022年先进集体已经定稿（{lock.at[:16].replace('T', ' ')} 王敏定稿，校验码 {lock.check_codes}）。"
        "这里的数是按现在的方案和数据算的，可能和定稿的不同。\n"
    )
    for command in (
        ["rank"],
        ["rank", "--group", "村"],
        ["shortlist", "--award", "先进集体"],
        ["stability", "--award", "先进集体"],
    ):
        code, out, err = folder.run(*command, "--format", "json", "--database", locked)
        assert (code, err.endswith(said), err.count("定稿的")) == (0, True, 1)
        assert json.loads(out)
    for command in (["rank", "--group", "站"], ["rank", "--period", "2021年"], ["shortlist", "--award", "优秀办公室"]):
        assert "定稿" not in folder.run(*command, "--database", locked)[2]
    with closing(Store(Journal(sqlite_url(locked)))) as store:
        store.append([correction_opened("2022年", "先进集体", "漏报")], "王敏")
    assert "定稿" not in folder.run("rank", "--database", locked)[2]


# --- as a program ---------------------------------------------------------------------------------------------------


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "evaluation", *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_the_program_prints_utf_8_whatever_the_console_speaks(folder):
    sheet = folder.write("评分.csv", SHEET)
    done = program(
        "rank",
        sheet,
        "--scheme",
        folder.path / "方案.toml",
        "--roster",
        folder.path / "名册.csv",
        "--format",
        "json",
        PYTHONIOENCODING="ascii",
        LC_ALL="C",
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))[0]["unit"] == "东坪村"


def test_the_program_exits_1_on_wrong_input_and_2_on_wrong_usage(folder):
    options = ("--scheme", folder.path / "方案.toml", "--roster", folder.path / "名册.csv")
    wrong = program("rank", folder.write("评分.csv", WRONG), *options)
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert "第 4 行 A 列" in wrong.stderr.decode("utf-8")
    missing = program("rank", folder.path / "没有.csv", *options)
    assert (missing.returncode, missing.stdout) == (2, b"")
    assert "没有这个文件" in missing.stderr.decode("utf-8")


def test_the_program_ranks_stored_data_while_another_process_has_it_open(folder, stored):
    home = Home(stored)
    assert home.current.scheme
    done = program("rank", "--database", stored, "--format", "json")
    home.close()
    assert done.returncode == 0
    assert done.stdout.decode("utf-8") == folder.run("rank", "--database", stored, "--format", "json")[1]
