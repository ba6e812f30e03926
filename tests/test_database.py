"""The journal on a server: what goes wrong there is said in words, without a password, and ends when the server is well again."""

import sys
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, create_engine

from evaluation import database
from evaluation.access import Person, Role
from evaluation.cli import main
from evaluation.database import Unreachable
from evaluation.events import office_opened
from evaluation.home import Home, open_people
from evaluation.journal import Journal
from evaluation.people import FILE, People
from evaluation.people_on_server import PeopleOnServer
from evaluation.problems import EvaluationError
from evaluation.saved_views import list_views, save_view
from evaluation.store import Store
from tests.resilience.office import GROUND, begin, rebuilt


@pytest.fixture
def url(postgres) -> str:
    return postgres.schema()


@pytest.fixture
def journal(url):
    journal = Journal(url)
    yield journal
    journal.close()


def said_by(url: str) -> str:
    """Return why a journal can't be opened, and everything that a log would say about it."""
    with pytest.raises(EvaluationError) as refused:
        Journal(url)
    return str(refused.value)


# --- what the address says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["geheim@server/考评", "mysql://kp:geheim@server/kp", "x+y://kp:geheim@server", "postgresql"])
def test_an_address_of_another_kind_is_refused_without_repeating_it(wrong):
    said = said_by(wrong)
    assert said.startswith("EVALUATION_JOURNAL_URL 写得不对")
    assert "geheim" not in said


def test_a_missing_driver_is_said_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert said_by("postgresql://kp@server/kp").endswith("请运行：pip install -r requirements-postgresql.txt")


def test_a_server_that_vanished_is_given_up_within_ten_seconds():
    """On a cut line the first question to a connection ends by one of these, and then one try to connect anew."""
    ways = database._TO_SERVER
    silence = max(ways["tcp_user_timeout"] / 1000, ways["keepalives_idle"] + ways["keepalives_interval"])
    assert silence + ways["connect_timeout"] <= 10


def test_any_spelling_of_the_driver_is_ours(url):
    for scheme in ("postgresql+psycopg://", "postgresql+psycopg2://", "postgresql+asyncpg://"):
        assert Journal(url.replace("postgresql://", scheme)).head()[0] == 0


def test_nobody_answers_at_the_address_and_the_password_is_nowhere(postgres):
    with pytest.raises(Unreachable) as refused:
        Journal("postgresql://kp:geheim@127.0.0.1:9/kp")
    chain = [refused.value, refused.value.__cause__, refused.value.__cause__.orig]
    assert str(refused.value) == "打不开数据：连不上数据库服务器。请过一会儿再试；一直这样，请找管理员看看服务器和网络。"
    assert "geheim" not in "".join(repr(error) + str(error) for error in chain)


def test_a_database_or_a_person_that_the_server_doesnt_know_is_said(postgres):
    assert "服务器上没有这个数据库" in said_by(postgres.url("nowhere"))
    postgres.execute("create role stranger nologin")
    assert "连不上数据库服务器" in said_by(postgres.url("postgres", user="stranger"))


# --- what stands in the database ----------------------------------------------------------------------------------


def test_a_database_that_cant_hold_chinese_is_refused(postgres):
    postgres.execute("create database latin encoding 'LATIN1' locale 'C' template template0")
    assert "数据库“latin”的编码是 LATIN1，存不了中文" in said_by(postgres.url("latin"))


def test_tables_of_our_names_that_others_made_are_left_alone(postgres, url):
    postgres.execute("create table event (happened text)", url=url)
    assert "不是考评台的数据文件" in said_by(url)


def test_other_tables_beside_ours_are_no_matter(postgres, url):
    postgres.execute("create table invoice (number text)", url=url)
    assert Journal(url).head()[0] == 0


def test_ten_programs_that_start_at_once_on_an_empty_database_make_one_journal(url):
    made, failed = [], []

    def start() -> None:
        try:
            made.append(Journal(url))
            save_view(made[-1], "查短板", "only=x", "王敏")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [view.name for view in list_views(made[0])] == ["查短板"]
    assert made[0].verify() is None
    for journal in made:
        journal.close()


def test_a_character_that_the_server_cant_keep_doesnt_stop_a_save(journal):
    first, last = journal.append(GROUND, "王\0敏")
    assert (first.actor, last.actor) == ("王敏", "王敏")
    save_view(journal, "查\0短板", "a=1", "王敏")
    assert [view.name for view in list_views(journal)] == ["查短板"]
    assert journal.verify() is None


# --- others at the same time --------------------------------------------------------------------------------------


def test_who_waits_too_long_for_another_writer_is_told(journal, url, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 1)
    other = Journal(url)
    with journal.writing(), pytest.raises(EvaluationError, match="没有保存：别人正在保存，排队等得太久"):
        other.append([office_opened()], "李四")
    assert other.append([office_opened()], "李四")[0].position == 1
    other.close()


def _hang_while_writing(journal: Journal, until: Callable[[], object]) -> None:
    with journal.writing() as connection:
        until()
        connection.exec_driver_sql("select 1")


def test_a_program_that_hangs_in_the_middle_of_a_save_doesnt_keep_the_others_out(journal, url, monkeypatch):
    monkeypatch.setattr(database, "LOST", 1)
    other = Journal(url)
    with pytest.raises(Unreachable, match="没有保存：连不上数据库服务器"):
        _hang_while_writing(journal, lambda: other.append([office_opened()], "李四"))
    assert other.head()[0] == 1
    assert journal.append([office_opened()], "张三")[0].position == 2
    other.close()


def test_a_reader_sees_one_moment_whatever_others_write_meanwhile(journal):
    journal.append([office_opened()], "张三")
    with journal.reading() as connection:
        count = "select count(*) from event"
        assert connection.exec_driver_sql(count).scalar() == 1
        journal.append([office_opened()], "李四")
        assert connection.exec_driver_sql(count).scalar() == 1
    assert journal.head()[0] == 2


def _cut_while_reading(journal: Journal, cut: Engine, statement: str) -> None:
    with journal.reading() as connection:
        connection.exec_driver_sql("select 1")
        with cut.connect() as administrator:
            administrator.exec_driver_sql(statement)
        connection.exec_driver_sql("select 1")


def test_a_line_cut_in_the_middle_of_a_check_is_no_alarm(journal, postgres, url):
    """A lost connection says nothing about the events."""
    journal.append(GROUND, "张三")
    cut = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    end_all = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'evaluation'"
    with pytest.raises(Unreachable, match="读不出数据"):
        _cut_while_reading(journal, cut, end_all)
    cut.dispose()
    assert journal.verify() is None


# --- rights -------------------------------------------------------------------------------------------------------


def test_a_server_that_may_only_be_read_says_so_when_somebody_saves(journal):
    both = "set transaction read only; delete from event"
    with pytest.raises(EvaluationError, match="没有保存：数据库现在只能读，不能写"), journal.writing() as connection:
        connection.exec_driver_sql(both)


@pytest.fixture
def rights(postgres) -> tuple[str, str]:
    """A database with the owner and the app's role of docs/deploy.md: their URLs, before the tables are made."""
    url = postgres.database()
    name = url.partition("@/")[2].partition("?")[0]
    postgres.execute(
        "do 'begin create role kp_owner login; create role kp_app login; exception when duplicate_object then null; end'",
        f"alter database {name} owner to kp_owner",
    )
    postgres.execute(
        "revoke create on schema public from public",
        "alter schema public owner to kp_owner",
        "alter default privileges for role kp_owner grant select, insert, update, delete on tables to kp_app",
        url=url,
    )
    return url.replace("postgres@", "kp_owner@"), url.replace("postgres@", "kp_app@")


def test_a_role_that_may_only_add_to_the_journal_can_do_all_work_and_alter_nothing(
    postgres, rights, tmp_path, monkeypatch, capsys
):
    owner, app = rights
    assert "数据库没有给这个程序足够的权限" in said_by(app)
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", owner)
    assert main(["prepare"]) == 0
    assert capsys.readouterr().out == "数据库已经备好。\n"
    postgres.execute("revoke update, delete, truncate on event, content, format from kp_app", url=owner)
    home = Home(tmp_path, app)
    begin(home.office)
    save_view(home.office.journal, "查短板", "a=1", "王敏")
    PeopleOnServer(app).add(Person("王敏", Role.MANAGE), "x")
    PeopleOnServer(app).set_password("王敏", "y")
    assert home.check_chain().broken_at is None
    for statement in ("update event set actor = 'x'", "delete from event", "delete from content", "create table mine (x int)"):
        with pytest.raises(EvaluationError, match="足够的权限"), home.office.journal.writing() as connection:
            connection.exec_driver_sql(statement)
    home.close()


# --- from a file to the server, and from a dump -------------------------------------------------------------------


def test_an_office_takes_its_data_people_and_views_along(url, tmp_path, monkeypatch, capsys):
    home = Home(tmp_path)
    begin(home.office)
    save_view(home.office.journal, "查短板", "a=1", "王敏")
    People(tmp_path / FILE).add(Person("王敏", Role.ENTER, ("项目建设",)), "hash", "wang@example.cn")
    before, people = (home.office.digest(), *home.office.state), People(tmp_path / FILE).entries()
    home.close()
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", url)
    assert main(["prepare", "--from", str(tmp_path / "journal.sqlite")]) == 0
    assert "搬来 3 条记录" in capsys.readouterr().out
    there = Home(tmp_path / "there", url)
    assert (there.office.digest(), *there.office.state) == before
    assert there.check_chain().broken_at is None
    assert [view.name for view in list_views(there.office.journal)] == ["查短板"]
    assert open_people().entries() == people
    assert main(["prepare", "--from", str(tmp_path / "journal.sqlite")]) == 1
    assert "这里已经有数据" in capsys.readouterr().err
    there.close()


def test_people_whom_the_server_has_stay_as_they_are_there_and_all_else_is_taken_along(url, tmp_path, monkeypatch, capsys):
    home = Home(tmp_path)
    begin(home.office)
    home.close()
    old = People(tmp_path / FILE)
    for name, identity in (("李娟", ""), ("王敏", ""), ("赵磊", "zhao@example.cn")):
        old.add(Person(name, Role.ENTER), "old", identity)
    there = PeopleOnServer(url)
    there.add(Person("李娟", Role.MANAGE), "new")
    there.add(Person("赵主任", Role.DECIDE), "new", "zhao@example.cn")
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", url)
    assert main(["prepare", "--from", str(tmp_path / "journal.sqlite")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "搬来 3 条记录" in said[0]
    assert said[1].endswith("没有搬：李娟、赵磊。")
    assert {entry.person.name: entry.person.role for entry in there.entries()} == {
        "李娟": Role.MANAGE, "赵主任": Role.DECIDE, "王敏": Role.ENTER,
    }  # fmt: skip


def test_what_broke_off_on_the_way_to_the_server_can_be_begun_again(url, tmp_path, monkeypatch, capsys):
    home = Home(tmp_path)
    begin(home.office)
    save_view(home.office.journal, "查短板", "a=1", "王敏")
    home.close()
    People(tmp_path / FILE).add(Person("王敏", Role.ENTER), "hash")
    journal = str(tmp_path / "journal.sqlite")
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", url)
    with monkeypatch.context() as broken:
        broken.setattr(Journal, "load", lambda *_: (_ for _ in ()).throw(Unreachable("连不上")))
        assert main(["prepare", "--from", journal]) == 1
    assert main(["prepare", "--from", journal]) == 0
    assert capsys.readouterr().out == "数据库已经备好，搬来 3 条记录。\n"
    there = Journal(url)
    assert (there.head()[0], [view.name for view in list_views(there)]) == (3, ["查短板"])
    there.close()


def test_a_database_is_prepared_only_where_one_is_named(monkeypatch, capsys):
    monkeypatch.delenv("EVALUATION_JOURNAL_URL", raising=False)
    assert main(["prepare"]) == 1
    assert "postgresql://" in capsys.readouterr().err


def test_a_dump_restored_beside_the_database_gives_the_same_tables(postgres, tmp_path):
    url, drill = postgres.database(), postgres.database()
    home = Home(tmp_path, url)
    begin(home.office)
    dump = postgres.client("pg_dump", "--format=custom", url)
    postgres.client("pg_restore", "--no-owner", "--dbname", drill, content=dump)
    again = Home(tmp_path / "drill", drill)
    assert (again.office.digest(), again.office.state) == (home.office.digest(), home.office.state)
    assert again.check_chain().broken_at is None
    home.close()
    again.close()


# --- a journal replaced under people's feet -----------------------------------------------------------------------


def test_tables_are_built_anew_when_the_journal_was_replaced_by_an_older_one(url, journal, tmp_path):
    store = begin(Store(Journal(url), tmp_path / "evaluation.duckdb"))
    kept, contents = journal.export(1)
    store.append([office_opened()], "张三")
    with journal.writing() as connection:
        connection.exec_driver_sql("delete from event")
        connection.exec_driver_sql("delete from content")
    journal.load(kept, contents)
    journal.append([office_opened()] * 10, "李四")
    store.refresh()
    assert store.state == journal.head()
    assert store.digest() == rebuilt(store)
    store.close()


def test_a_host_that_saw_the_saves_of_others_says_when_they_are_gone(url, journal, tmp_path):
    home = Home(tmp_path, url)
    journal.append(GROUND, "别处")
    follower = threading.Thread(target=home.follow)
    follower.start()
    while journal.head()[0] not in home.office.journal.witness.heads():
        pass
    with journal.writing() as connection:
        connection.exec_driver_sql("delete from event where position = 2")
    assert home.check_chain().broken_at == 2
    home.close()
    follower.join()


def test_an_office_that_begins_on_one_host_ends_the_demonstration_on_the_others(url, tmp_path):
    here, there = Home(tmp_path / "here", url), Home(tmp_path / "there", url)
    assert here.is_demonstration
    assert there.is_demonstration
    here.open_office("张三")
    assert not there.is_demonstration
    assert there.current.cursor().execute("select count(*) from scheme_text").fetchall() == [(1,)]
    there.close_office("李四")
    assert here.is_demonstration
    here.close()
    there.close()
