"""A reader of workbooks that waits: used once, replaced, under its limits, gone with the server; real processes."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluation import _read_workbook as reader
from evaluation import workbook
from evaluation.apart import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, MEMORY, SECONDS, WorkbookRefused
from evaluation.workbook import keep_reader_ready, read_workbook
from tests.hostile_files import bombs, far_cells, locked_and_damaged
from tests.test_workbook_scan import book

ROOT = Path(__file__).resolve().parent.parent
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in Linux's own way")


def of(text: str) -> bytes:
    """Return a workbook of one cell."""
    return book(f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>')


def only_cell(content: bytes) -> str:
    ((sheet,),) = [read_workbook(content)]
    return sheet.rows[0][0]


def waiting() -> subprocess.Popen | None:
    return workbook._spare._process


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def wait_until(happened: object) -> None:
    """Wait for what must happen; a machine may be as slow as it likes."""
    for _ in range(3000):
        if happened():
            return
        time.sleep(0.01)
    pytest.fail("it never happened")


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    workbook._spare.close()
    yield
    workbook._spare.close()


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program that stands for a server, with every warning an error."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_nobody_keeps_a_reader_who_did_not_ask_for_one():
    assert only_cell(of("甲")) == "甲"
    assert waiting() is None


def test_a_reader_is_used_once_and_the_next_is_another_process():
    keep_reader_ready()
    seen = []
    for text in "甲乙丙":
        process = waiting()
        seen.append(process)
        assert only_cell(of(text)) == text
        assert process.returncode == 0
    assert len({process.pid for process in seen}) == 3
    assert waiting() not in seen


def test_asking_again_keeps_the_same_one():
    keep_reader_ready()
    first = waiting()
    keep_reader_ready()
    assert waiting() is first


def test_a_reader_that_was_ended_while_it_waited_is_replaced():
    keep_reader_ready()
    ended = waiting()
    ended.kill()
    assert only_cell(of("甲")) == "甲"
    assert ended.returncode
    assert waiting().poll() is None
    waiting().kill()
    waiting().wait()
    keep_reader_ready()
    assert waiting().poll() is None


def test_a_workbook_is_read_anew_where_its_reader_is_ended_over_it():
    keep_reader_ready()
    process = waiting()
    process.kill()
    process.wait()
    process.poll = lambda: None  # it seemed to live when it was taken
    assert only_cell(of("甲")) == "甲"


def test_what_one_workbook_does_to_its_reader_is_nothing_to_the_next():
    for one in [*far_cells(), *bombs(), *locked_and_damaged()]:
        if not one.content.startswith((b"PK", b"\xd0\xcf")):
            continue
        keep_reader_ready()
        used = waiting()
        with contextlib.suppress(WorkbookRefused):
            read_workbook(one.content)
        assert used.returncode is not None
        assert waiting().pid != used.pid
        assert only_cell(of("乙")) == "乙"


def test_a_cell_too_far_away_is_named_by_a_reader_that_waited_too():
    keep_reader_ready()
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert (caught.value.code, caught.value.details) == ("far_cell", {"sheet": "得分", "cell": "XFD1048576"})


def test_limits_of_a_callers_own_get_a_reader_of_their_own():
    keep_reader_ready()
    process = waiting()
    with pytest.raises(WorkbookRefused):
        read_workbook(of("甲"), memory=10_000_000)
    assert waiting() is process


def test_many_at_once_each_get_their_own_answer():
    keep_reader_ready()
    texts = [f"表{number}" for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(only_cell, map(of, texts))) == texts
    assert waiting().poll() is None


def test_a_machine_that_can_start_no_process_ahead_has_none_waiting(monkeypatch):
    def refuse() -> None:
        raise OSError

    monkeypatch.setattr(workbook._spare, "_start", refuse)
    keep_reader_ready()
    assert waiting() is None
    assert only_cell(of("甲")) == "甲"


@on_linux
def test_limits_stand_while_a_reader_waits():
    import resource

    keep_reader_ready()
    pid = waiting().pid
    wait_until(lambda: resource.prlimit(pid, resource.RLIMIT_CPU) == (SECONDS, SECONDS + 1))
    assert resource.prlimit(pid, resource.RLIMIT_AS) == (MEMORY, MEMORY)
    assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)


@on_linux
def test_a_waiting_reader_holds_nothing_of_the_servers(tmp_path):
    import resource

    secret = os.open(tmp_path / "秘密", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(secret, True)
    try:
        keep_reader_ready()
    finally:
        os.close(secret)
    pid = waiting().pid
    wait_until(lambda: resource.prlimit(pid, resource.RLIMIT_CPU) == (SECONDS, SECONDS + 1))
    held = {file.name: os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()}
    assert set(held) == {"0", "1", "2"}
    assert all(target.startswith("pipe:") for target in held.values())


@on_linux
def test_a_reader_ends_with_a_server_that_is_killed():
    done = run(
        "import os, signal\n"
        "from evaluation import workbook\n"
        "workbook.keep_reader_ready()\n"
        "print(workbook._spare._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert done.returncode == -signal.SIGKILL
    wait_until(lambda: has_ended(int(done.stdout)))


@on_linux
def test_a_reader_ends_with_a_server_that_stops_and_leaves_nothing_open():
    done = run(
        "from evaluation import workbook\n"
        "from tests.test_spare_reader import of, only_cell\n"
        "workbook.keep_reader_ready()\n"
        "assert only_cell(of('甲')) == '甲'\n"
        "print(workbook._spare._process.pid)"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert has_ended(int(done.stdout))


@on_linux
def test_a_forked_off_process_leaves_the_servers_reader_alone():
    done = run(
        "import os\n"
        "from evaluation import workbook\n"
        "from tests.test_spare_reader import of, only_cell\n"
        "workbook.keep_reader_ready()\n"
        "waiting = workbook._spare._process\n"
        "if not (child := os.fork()):\n"
        "    os._exit(only_cell(of('乙')) != '乙')\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "assert waiting.poll() is None\n"
        "assert only_cell(of('甲')) == '甲' and waiting.returncode == 0"
    )
    assert (done.returncode, done.stderr) == (0, "")


SHEETS = sorted(path for folder in ("data/samples", "tests/fixtures") for path in (ROOT / folder).rglob("*.[xo]*s*"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_both_at_once_finds_what_one_after_the_other_finds(path):
    limits = MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_TEXT
    content = path.read_bytes()
    assert reader.read(content, *limits, both_at_once=True) == reader.read(content, *limits)


def test_an_error_beside_the_scan_is_raised_to_whoever_asks():
    def fail() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        reader._Beside(fail).result()
