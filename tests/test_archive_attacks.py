"""Archives made to do harm: each is refused in words or examined, within its own process's limits; nothing is written."""

import json
import resource
import subprocess
import sys

import pytest

from evaluation._examine_archive import answer_to
from evaluation.archive_check import check_archive
from evaluation.home import PROJECT
from evaluation.problems import EvaluationError
from tests.hostile_archives import good_archive, large_ones, small_ones
from tests.hostile_files import own_peak

MEGABYTES = 512


def test_archives_made_to_do_harm_are_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    walked = {one.what: (one, answer_to(one.content)) for one in small_ones()}
    assert len(walked) > 35
    assert [what for what, (one, answer) in walked.items() if one.reads is ("refused" in answer)] == []
    said = [answer["message"] for _, answer in walked.values() if "refused" in answer]
    assert [sentence for sentence in said if not sentence.endswith(("。", "）。"))] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in Linux's own way")
def test_archives_that_unpack_to_gigabytes_are_refused_within_their_limits():
    # From a process of its own: the largest child of this one may have been a browser.
    ended = subprocess.run([sys.executable, "-m", __name__], capture_output=True, text=True, check=True, cwd=PROJECT)
    peaks = json.loads(ended.stdout)
    assert len(peaks) == len(list(large_ones()))
    assert {what: found for what, found in peaks.items() if max(found) >= MEGABYTES} == {}


def test_a_good_archive_passes_its_own_process():
    found = check_archive(good_archive())
    assert found.is_same
    assert "先进集体" in found.text


def peaks_of_large_ones() -> dict[str, tuple[int, int]]:
    """Have every large archive refused; return the most memory so far of the process that examines and of this one, in MB."""
    found = {}
    for one in large_ones():
        with pytest.raises(EvaluationError, match="太大"):
            check_archive(one.content)
        found[one.what] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, own_peak()
    return found


if __name__ == "__main__":
    print(json.dumps(peaks_of_large_ones()))
