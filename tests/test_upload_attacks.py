"""Files made to do harm: each is read or refused in words, with little memory and time, and none ends the program.

Injected texts inside a good file are another matter (tests/browser/test_injected_texts.py).
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.file_names import LONGEST, base_name
from evaluation.intake import File, named_apart
from evaluation.problems import UnreadableSheet
from evaluation.sheet import read_sheets
from tests.hostile_files import compound

ROOT = Path(__file__).resolve().parent.parent
MEGABYTES = 512
CPU_SECONDS = 10


@pytest.fixture(scope="module")
def walked() -> list[dict]:
    """What one process that read all files one after the other says of each; it stands for the server."""
    if sys.platform != "linux":
        pytest.skip("memory is measured in Linux's own way")
    done = subprocess.run([sys.executable, "-m", "tests.hostile_files"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_there_are_enough_files_of_every_kind(walked):
    assert len(walked) >= 100
    assert len({one["what"] for one in walked}) == len(walked)
    codes = {code for one in walked for _, code, _, _ in one["problems"]}
    assert codes >= {"empty_file", "too_big", "binary", "encrypted", "damaged", "far_cell", "too_many_cells", "long_cell",
        "too_many_rows", "no_cells", "no_header", "many_flaws", "not_a_number", "unknown_unit", "unknown_column"}  # fmt: skip


def test_every_bad_file_is_refused_with_what_to_do(walked):
    for one in walked:
        errors = [message for severity, _, message, _ in one["problems"] if severity == "error"]
        assert bool(errors) is not one["reads"], one
        assert all(message.endswith("。") and "请" in message for message in errors), one


def test_good_content_under_an_odd_name_is_read(walked):
    named = [one for one in walked if one["reads"]]
    assert len(named) > 25
    assert [one["what"] for one in named if not one["marks"]] == []


def test_no_file_takes_much_memory(walked):
    assert max(one["server"] for one in walked) < MEGABYTES
    assert max(one["reader"] for one in walked) < MEGABYTES


def test_no_file_keeps_a_processor_busy(walked):
    """Processor time, which a busy machine doesn't stretch; what a reader may take by the clock is a limit of its own."""
    assert [one["what"] for one in walked if one["cpu"] >= CPU_SECONDS] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/评分.csv", "评分.csv"),
        ("..\\..\\评分.csv", "评分.csv"),
        ("C:\\桌面\\评分.csv", "评分.csv"),
        ("评\0分\n.csv", "评分.csv"),
        ("评分\u202evsc.exe", "评分vsc.exe"),
        ("\u200f评分\u200e.csv", "评分.csv"),
        ("\ud800.csv", ".csv"),
        ("", "未命名"),
        ("..", "未命名"),
        ("/", "未命名"),
        ("\u202e", "未命名"),
        ("分" * 300 + ".csv", "分" * (LONGEST - 4) + ".csv"),
    ],
)
def test_a_name_is_kept_without_folders_and_without_what_is_not_seen(given, kept):
    assert base_name(given) == kept
    assert base_name(kept) == kept


def test_files_never_share_a_name():
    names = [
        file.name for file in named_apart([File(name, b"") for name in ("a.csv", "a.csv", "a（2）.csv", "x/a.csv", "", "..")])
    ]
    assert names == ["a.csv", "a（2）.csv", "a（2）（2）.csv", "a（3）.csv", "未命名", "未命名（2）"]


@pytest.mark.parametrize(
    ("streams", "code", "word"),
    [
        (("EncryptionInfo", "EncryptedPackage"), "encrypted", "取消密码"),
        (("WordDocument", "1Table"), "binary", "Word"),
        (("PowerPoint Document",), "binary", "演示文稿"),
        (("Other",), "damaged", "另存为 xlsx"),
    ],
)
def test_old_containers_are_told_apart(streams, code, word):
    with pytest.raises(UnreadableSheet) as caught:
        read_sheets(compound(*streams), "评分.xls")
    assert caught.value.problem.code == code
    assert word in caught.value.problem.message
