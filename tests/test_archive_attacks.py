"""Archives made to do harm: each is refused in words or examined, within its own process's limits; nothing is written."""

import json
import resource
import subprocess
import sys
from dataclasses import replace
from functools import cache

import pytest

from evaluation._examine_archive import answer_to
from evaluation.archive import examine_archive, read_archive, write_archive
from evaluation.archive_check import check_archive
from evaluation.award_events import read_state
from evaluation.award_lock import lock_draft
from evaluation.cli import main
from evaluation.events import scheme_set
from evaluation.home import PROJECT, Home
from evaluation.problems import EvaluationError
from evaluation.scheme import Award
from tests.chain import new_store
from tests.hostile_archives import good_archive, large_ones, small_ones
from tests.hostile_files import own_peak
from tests.resilience.office import AWARD, PERIOD, SCHEME, begin

MEGABYTES = 512


def test_archives_made_to_do_harm_are_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    walked = {one.what: (one, answer_to(one.content)) for one in small_ones()}
    assert len(walked) > 35
    assert [what for what, (one, answer) in walked.items() if one.reads is ("refused" in answer)] == []
    said = [answer["message"] for _, answer in walked.values() if "refused" in answer]
    assert [sentence for sentence in said if not sentence.endswith(("。", "）。"))] == []
    assert list(tmp_path.iterdir()) == []


@cache
def archive_of(*wrong: str, awards: tuple[str, ...] = (AWARD,)) -> bytes:
    """Return the archive of the last of these awards, all locked; those named ``wrong`` with a code that isn't theirs."""
    store = begin(new_store())
    store.append([scheme_set(replace(SCHEME, award=tuple(award_named(name) for name in awards)))], "考核办")
    for award in store.scheme.award:
        draft, position = lock_draft(store, PERIOD, award, "会议同意")
        lists = [{**one, "check_code": "0000-0000"} if award.name in wrong else one for one in draft.payload["lists"]]
        store.append([replace(draft, payload={**draft.payload, "lists": lists})], "考核办", seen=position)
    content = write_archive(store, read_state(store.cursor(), PERIOD, awards[-1]))
    store.close()
    return content


def award_named(name: str) -> Award:
    return replace(SCHEME.award[0], name=name)


def test_an_archive_whose_list_does_not_come_out_again_is_not_loaded_whoever_wishes_it(tmp_path, capsys):
    (tmp_path / "包.zip").write_bytes(archive_of(AWARD))
    assert main(["restore", str(tmp_path / "包.zip"), "--database", str(tmp_path / "home")]) == 1
    said = capsys.readouterr().err
    assert "重算结果与定稿时不一致" in said
    assert "不能当作定稿载入" in said
    home = Home(tmp_path / "home")
    assert (home.may_load, home.is_demonstration) == (True, True)
    home.close()


def test_every_locked_list_of_an_archive_has_to_come_out_again_and_not_the_named_one_alone():
    finding = examine_archive(read_archive(archive_of(AWARD, awards=(AWARD, "优秀村"))))
    assert not finding.is_same
    assert f"但里面{PERIOD}{AWARD}的不一致" in finding.verdict


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
