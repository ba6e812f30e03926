"""A disk that fills up at any moment: a clear sentence, nothing confirmed lost, and work goes on once there is room.

``RLIMIT_FSIZE`` stands in for the full disk: no file of the process can grow beyond so many bytes, which stops journal, its
log and the DuckDB copy in the middle of whatever they write. ``max_page_count`` gives SQLite's own "disk is full".
"""

import multiprocessing
import os
import random
import resource
import shutil
import subprocess
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from evaluation.access import Person, Role
from evaluation.cookie_secret import FILE as SECRET
from evaluation.cookie_secret import cookie_secret
from evaluation.home import Home
from evaluation.journal import Journal
from evaluation.people import FILE, People
from evaluation.problems import EvaluationError
from evaluation.sign_in import hash_password, sign_in, visitor
from tests.resilience.office import begin, deeds, open_store, rebuilt

PASSWORD, FULL = "三个年考评-2022", "没有保存：磁盘"
POINTS = int(os.environ.get("FULL_POINTS", "2"))
_context = multiprocessing.get_context("forkserver")


def work_on_a_full_disk(folder: Path, room: int, said: Connection) -> None:
    """Open the office, let no file grow beyond ``room`` bytes, work until that shows, then make room and work on."""
    store = open_store(folder)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    sentence = ""
    for number, drafts in enumerate(deeds(store, random.Random(room))):
        try:
            last = store.append(drafts, f"满-{number}")[-1]
        except EvaluationError as error:
            sentence = str(error)
            break
        said.send(("done", last.position, last.hash))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    said.send(("refused", sentence, ""))
    last = store.append(next(deeds(store, random.Random(1))), "王敏")[-1]
    said.send(("done", last.position, last.hash))
    said.send(("digest", store.digest(), rebuilt(store)))
    store.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """The folder of an office that has begun."""
    folder = tmp_path_factory.mktemp("office")
    begin(open_store(folder)).close()
    return folder


def refuse_beyond(journal: Journal, pages: int) -> None:
    """Let SQLite say that the disk is full when the file would hold more than so many pages beyond what it holds now."""
    with journal.engine.connect() as connection:
        held = connection.exec_driver_sql("pragma page_count").scalar()
        connection.exec_driver_sql(f"pragma max_page_count = {held + pages}")


@pytest.mark.parametrize("pages", range(POINTS))
def test_a_journal_that_finds_the_disk_full_refuses_in_words_and_loses_nothing(office, tmp_path, pages):
    folder = tmp_path / "office"
    shutil.copytree(office, folder)
    store = open_store(folder)
    refuse_beyond(store.journal, pages)
    done = []
    with pytest.raises(EvaluationError) as refusal:  # noqa: PT012 (which save is refused is what varies)
        for drafts in deeds(store, random.Random(pages)):
            done += store.append(drafts, "王敏")
    assert str(refusal.value) == "没有保存：磁盘满了。请检查磁盘空间和写入权限，再试一次；已有数据没有改动。"
    assert store.journal.events()[3:] == done
    refuse_beyond(store.journal, 1000)
    done += store.append(next(deeds(store, random.Random(1))), "王敏")
    assert store.journal.events()[3:] == done
    assert store.journal.verify() is None
    assert store.digest() == rebuilt(store)
    store.close()


@pytest.mark.parametrize("room", [2_000 + 4_500 * number for number in range(POINTS)])
def test_a_disk_that_is_full_refuses_in_words_and_loses_nothing(office, tmp_path, room):
    folder = tmp_path / "office"
    shutil.copytree(office, folder)
    hearing, saying = _context.Pipe(duplex=False)
    process = _context.Process(target=work_on_a_full_disk, args=(folder, room, saying))
    process.start()
    saying.close()
    said = []
    try:
        while True:
            said.append(hearing.recv())
    except EOFError:
        process.join(60)
    assert process.exitcode == 0
    (sentence,) = [item[1] for item in said if item[0] == "refused"]
    assert sentence.startswith(("没有保存：磁盘", "读不出数据：磁盘"))
    (digests,) = [item[1:] for item in said if item[0] == "digest"]
    assert digests[0] == digests[1]
    again = open_store(folder)
    try:
        assert [item for item in said if item[0] == "done" and again.journal.hash_at(item[1]) != item[2]] == []
        assert again.journal.verify() is None
        assert again.digest() == rebuilt(again) == digests[0]
    finally:
        again.close()


# --- a file system that is full ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """A file system of its own, which only root can make."""
    place = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", place], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a file system can only be made by root: {mounted.stderr}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill_up(disk: Path, room: int) -> Path:
    """Put a file on the disk that leaves so many bytes; return it."""
    filler, space = disk / "filler", os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, space.f_bavail * space.f_frsize - room)
    return filler


@pytest.mark.parametrize("point", range(POINTS))
def test_an_office_on_a_full_file_system_refuses_in_words_opens_again_and_works_on(office, disk, point):
    folder = disk / "office"
    shutil.copytree(office, folder)
    home = Home(folder)
    filler = fill_up(disk, point * point * 2048)
    done, doing = [], deeds(home.office, random.Random(point))
    with pytest.raises(EvaluationError) as refusal:  # noqa: PT012 (which save is refused is what varies)
        while True:
            done += home.office.append(next(doing), "王敏")
    assert str(refusal.value).startswith(("没有保存：磁盘", "读不出数据：磁盘"))
    with pytest.raises(EvaluationError, match="没有备份成功：请检查磁盘空间"):
        home.back_up()
    home.close()
    again = open_on_a_full_disk(folder)
    filler.unlink()
    again = again or Home(folder)
    assert again.office.journal.events()[3:] == done
    done += again.office.append(next(deeds(again.office, random.Random(1))), "王敏")
    assert again.office.journal.events()[3:] == done
    assert again.check_chain().broken_at is None
    assert again.office.digest() == rebuilt(again.office)
    assert again.back_up().path.exists()
    again.close()
    shutil.rmtree(folder)


def test_people_on_a_full_file_system_are_told_so_and_can_go_on_when_there_is_room(disk):
    people = People(disk / "people" / FILE)
    people.add(Person("张三", Role.MANAGE), hash_password("张三", PASSWORD))
    token, known = sign_in(people, "张三", PASSWORD), ["张三"]
    for room in (0, 4096, 20_000):
        filler = fill_up(disk, room)
        with pytest.raises(EvaluationError, match=f"^{FULL}"):  # noqa: PT012 (which of them is refused is what varies)
            for number in range(400):
                people.add(Person(f"{room}号{number}", Role.VIEW), "x" * 500)
                known.append(f"{room}号{number}")
        assert visitor(people, token).name == "张三"
        filler.unlink()
        assert sorted(entry.person.name for entry in people.entries()) == sorted(known)
        assert visitor(people, sign_in(people, "张三", PASSWORD)).name == "张三"


def test_a_first_start_on_a_full_file_system_says_so_and_leaves_nothing_half_made(disk):
    filler = fill_up(disk, 0)
    people = People(disk / "fresh" / FILE)
    with pytest.raises(EvaluationError, match=FULL):
        people.set_local_name("王敏")
    with pytest.raises(EvaluationError, match="请检查磁盘空间"):
        cookie_secret(disk / "fresh")
    assert people.local_name() == ""
    filler.unlink()
    assert people.set_local_name("王敏") == people.local_name() == "王敏"
    assert len(cookie_secret(disk / "fresh")) == 64
    assert {path.name for path in (disk / "fresh").iterdir()} == {FILE, SECRET}


def open_on_a_full_disk(folder: Path) -> Home | None:
    """Open the office where nothing can be written: it opens with all that there is, or says why not (None then)."""
    try:
        home = Home(folder)
    except EvaluationError as error:
        if "磁盘" not in str(error):
            raise
        return None
    assert home.office.digest() == rebuilt(home.office)
    return home
