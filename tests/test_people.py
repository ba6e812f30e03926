"""People, passwords, waiting after failures and visits: the real file, the real hashes, a clock that the test moves."""

import getpass
import os
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from evaluation.access import Person, Role
from evaluation.cli import main
from evaluation.home import journal_url, open_people
from evaluation.people import People
from evaluation.people_on_server import PeopleOnServer
from evaluation.problems import EvaluationError
from evaluation.sign_in import LONGEST_VISIT, WAIT, change_password, hash_password, locked_until, sign_in, sign_out, visitor

LIMITS = [("短密码", "至少 10 位"), ("x" * 129, "最多 128 位"), ("一二三四五六七八九十", "和姓名一样")]
RIGHT, WRONG = "三个年考评-2022", "不是这个密码吧吧"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.time = 1_700_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture(autouse=True)
def cheap_hashes(request, monkeypatch):
    """The same function with little work, but where the test is about the hash itself."""
    if "real_hashes" not in request.fixturenames:
        monkeypatch.setattr("evaluation.sign_in._hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def real_hashes() -> None:
    """Asks for the hashes that people get."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def in_file(tmp_path, clock) -> People:
    people = People(tmp_path / "home" / "people.sqlite", clock)
    people.add(Person("张三", Role.MANAGE), hash_password("张三", RIGHT))
    return people


@pytest.fixture
def on_server(postgres, clock, monkeypatch) -> People:
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", postgres.schema())
    people = PeopleOnServer(journal_url(), clock)
    people.add(Person("张三", Role.MANAGE), hash_password("张三", RIGHT))
    return people


@pytest.fixture(params=["in_file", "on_server"])
def people(request) -> People:
    """Who may sign in, in a file and on a server: the same holds."""
    return request.getfixturevalue(request.param)


def seen_from_elsewhere(people: People) -> People:
    """Return the same people as another process has them."""
    return PeopleOnServer(journal_url(), people.now) if isinstance(people, PeopleOnServer) else People(people.path, people.now)


def fail(people: People, name: str, times: int, password: str = WRONG) -> str:
    """Try so often in vain, and return what was said last."""
    said = ""
    for _ in range(times):
        with pytest.raises(EvaluationError) as refused:
            sign_in(people, name, password)
        said = str(refused.value)
    return said


def test_the_file_is_closed_to_others_and_holds_neither_passwords_nor_tokens(real_hashes, in_file):
    people = in_file
    token = sign_in(people, "张三", RIGHT)
    assert stat.S_IMODE(people.path.stat().st_mode) == 0o600
    content = people.path.read_bytes()
    assert b"$argon2id$v=19$m=65536,t=3,p=4$" in content
    assert RIGHT.encode() not in content
    assert token.encode() not in content


def test_a_file_that_others_may_read_is_not_used(in_file):
    people = in_file
    os.chmod(people.path, 0o640)
    for use in (lambda: people.find("张三"), lambda: sign_in(people, "张三", RIGHT), lambda: people.remove("张三")):
        with pytest.raises(EvaluationError, match="chmod 600"):
            use()


def test_a_damaged_file_and_a_newer_one_are_refused_in_words(in_file, tmp_path):
    people = in_file
    with sqlite3.connect(people.path) as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(EvaluationError, match="较新版本"):
        people.remove("张三")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"x" * 5000)
    broken.chmod(0o600)
    with pytest.raises(EvaluationError, match="打不开"):
        People(broken).find("张三")


def test_five_failures_lock_for_fifteen_minutes_in_every_session_and_after_a_restart(people, clock):
    said = fail(people, "张三", 5)
    assert "姓名或密码不对" in said
    again = seen_from_elsewhere(people)
    with pytest.raises(EvaluationError, match="请等 15 分钟"):
        sign_in(again, "张三", RIGHT)
    assert locked_until(again, "张三") == clock.time + WAIT
    clock.time += WAIT - 61
    with pytest.raises(EvaluationError, match="请等 2 分钟"):
        sign_in(again, "张三", RIGHT)
    clock.time += 62
    assert visitor(again, sign_in(again, "张三", RIGHT)) == Person("张三", Role.MANAGE)


def test_four_failures_and_a_right_password_begin_the_count_anew(people):
    for _ in range(2):
        fail(people, "张三", 4)
        sign_in(people, "张三", RIGHT)


def test_a_name_that_nobody_has_is_refused_and_locked_in_the_same_words(people):
    assert fail(people, "李四", 1) == fail(people, "张三", 1)
    assert fail(people, "李四", 5) == fail(people, "张三", 5)
    assert "输错次数太多" in fail(people, "李四", 1)


def test_tries_at_the_same_moment_get_no_more_than_five(people):
    def attempt(number: int) -> str:
        try:
            return sign_in(people, "张三", f"{WRONG}{number}")
        except EvaluationError as refused:
            return str(refused)[:5]

    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(attempt, range(12)))
    assert sorted(map(said.count, set(said))) == [5, 7]


def test_times_are_kept_to_the_second_wherever_they_are_kept(people, clock):
    """PostgreSQL's real has seven digits: two minutes, at today's times."""
    clock.time += 77
    token = sign_in(people, "张三", RIGHT)
    ((ends,),) = people.rows("select ends from visit")
    assert ends == clock.time + LONGEST_VISIT
    sign_out(people, token)


def test_people_of_a_newer_program_on_the_server_are_refused_in_words(on_server):
    with on_server.writing() as connection:
        connection.execute("update people_format set version = 99")
    newer = PeopleOnServer(journal_url() + "&application_name=another")
    with pytest.raises(EvaluationError, match=r"较新版本.*请更新程序"):
        newer.find("张三")


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(people):
    people.add(Person("王五", Role.VIEW), identity="Wang@Example.cn")
    for password in (" ", "x"):
        fail(people, "王五", 1, password)
    assert people.find_identity(["wang@example.cn"]) == Person("王五", Role.VIEW)


def test_a_visit_ends_after_twelve_hours_whatever_was_done(people, clock):
    token = sign_in(people, "张三", RIGHT)
    clock.time += LONGEST_VISIT - 1
    assert visitor(people, token)
    clock.time += 1
    assert visitor(people, token) is None
    assert LONGEST_VISIT == 12 * 3600


def test_a_visit_ends_everywhere_by_leaving_and_a_made_up_token_is_nobodys(people):
    mine, other = sign_in(people, "张三", RIGHT), sign_in(people, "张三", RIGHT)
    sign_out(people, mine)
    assert visitor(people, mine) is None
    assert visitor(people, other)
    assert visitor(people, "made-up") is None


def test_a_role_and_a_removal_hold_from_the_next_click_on(people):
    people.add(Person("李四", Role.VIEW), hash_password("李四", RIGHT))
    token = sign_in(people, "李四", RIGHT)
    people.set_role(Person("李四", Role.ENTER, ("项目建设",)))
    assert visitor(people, token) == Person("李四", Role.ENTER, ("项目建设",))
    people.remove("李四")
    assert visitor(people, token) is None
    people.add(Person("李四", Role.MANAGE), hash_password("李四", RIGHT))
    assert visitor(people, token) is None


def test_another_password_ends_all_visits_and_the_wait(people):
    token = sign_in(people, "张三", RIGHT)
    with pytest.raises(EvaluationError, match="现在的密码不对"):
        change_password(people, "张三", WRONG, "另一个密码-2023年")
    new = change_password(people, "张三", RIGHT, "另一个密码-2023年")
    assert visitor(people, token) is None
    assert visitor(people, new)
    fail(people, "张三", 5)
    people.set_password("张三", hash_password("张三", RIGHT))
    assert sign_in(people, "张三", RIGHT)


@pytest.mark.parametrize(
    ("password", "said"), [("短密码", "至少 10 位"), ("x" * 129, "最多 128 位"), ("一二三四五六七八九十", "和姓名一样")]
)
def test_a_password_that_is_too_short_too_long_or_the_name_is_refused(password, said):
    with pytest.raises(EvaluationError, match=said):
        hash_password("一二三四五六七八九十", password)


def test_full_width_signs_of_an_input_method_are_the_same_password(people):
    people.set_password("张三", hash_password("张三", "ABCdef1234"))
    assert sign_in(people, "张三", "ＡＢＣｄｅｆ１２３４")


# --- the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def typed(monkeypatch, tmp_path):
    """A terminal in which the test types; the home is the test's own."""
    monkeypatch.setenv("EVALUATION_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    lines: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: lines.pop(0))
    return lines


@pytest.mark.parametrize("place", ["file", "server"])
def test_people_are_added_listed_changed_and_removed_on_the_command_line(place, typed, capsys, request, monkeypatch):
    if place == "server":
        monkeypatch.setenv("EVALUATION_JOURNAL_URL", request.getfixturevalue("postgres").schema())
    typed += [RIGHT] * 6
    assert main(["user", "add", "张三", "--role", "管理"]) == 0
    assert main(["user", "add", "李四", "--role", "录入", "--dimension", "项目建设"]) == 0
    assert main(["user", "add", "王五", "--role", "查看", "--identity", "Wang@example.cn"]) == 0
    capsys.readouterr()
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "姓名\t角色\t只能导入\t登录方式\t锁定",
        "张三\t管理\t\t密码",
        "李四\t录入\t项目建设\t密码",
        "王五\t查看\t\t单位账号 wang@example.cn",
    ]  # fmt: skip
    assert main(["user", "role", "李四", "评审"]) == 0
    assert main(["user", "password", "李四"]) == 0
    assert main(["user", "remove", "王五"]) == 0
    people = open_people()
    assert [entry.person for entry in people.entries()] == [Person("张三", Role.MANAGE), Person("李四", Role.DECIDE)]
    assert visitor(people, sign_in(people, "李四", RIGHT)) == Person("李四", Role.DECIDE)
    assert typed == []


@pytest.mark.parametrize(
    ("arguments", "lines", "said"),
    [
        (["add", "张三", "--role", "管理"], [], "已经有“张三”"),
        (["add", "李四", "--role", "admin"], [], "可选：查看、录入、评审、管理"),
        (["add", "李四", "--role", "查看", "--dimension", "项目建设"], [RIGHT, RIGHT], "只有“录入”"),
        (["add", "李四", "--role", "查看"], [RIGHT, WRONG], "两遍输入的新密码不一样"),
        (["add", " ", "--role", "查看"], [], "姓名不能是空的"),
        (["remove", "张三"], [], "最后一个有“管理”"),
        (["role", "张三", "查看"], [], "最后一个有“管理”"),
        (["role", "李四", "管理"], [], "没有“李四”"),
        (["remove", "李四"], [], "没有“李四”"),
        (["password", "李四"], [], "没有“李四”"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(typed, people, capsys, arguments, lines, said):
    typed += lines
    assert main(["user", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert [entry.person.name for entry in people.entries()] == ["张三"]


def test_a_password_is_neither_an_argument_nor_read_from_a_pipe(typed, monkeypatch, capsys):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert main(["user", "add", "张三", "--role", "管理"]) == 1
    assert "终端" in capsys.readouterr().err
    assert main(["user", "add", "张三", "--role", "管理", "--password", RIGHT]) == 2


def test_the_local_person_keeps_a_name(tmp_path):
    people = People(tmp_path / "people.sqlite")
    assert people.local_name() == ""
    people.set_local_name(" 张  三 ")
    assert People(tmp_path / "people.sqlite").local_name() == "张 三"
    with pytest.raises(EvaluationError, match="姓名不能是空的"):
        people.set_local_name(" ")
