"""The secret of an installation: made once, the same for all who start together, and closed to others."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluation.cookie_secret import FILE, cookie_secret
from evaluation.problems import EvaluationError


def test_it_is_made_once_of_its_own_for_each_installation_and_closed_to_others(tmp_path):
    first, other = tmp_path / "a" / "home", tmp_path / "b"
    secret = cookie_secret(first)
    assert cookie_secret(first) == secret
    assert cookie_secret(other) != secret
    assert len(secret) == 64
    assert stat.S_IMODE((first / FILE).stat().st_mode) == 0o600
    assert [path.name for path in first.iterdir()] == [FILE]


def test_servers_that_start_together_read_the_same_one(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: cookie_secret(tmp_path), range(8)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_one_that_others_may_read_or_that_is_cut_off_is_refused_in_words(tmp_path):
    cookie_secret(tmp_path)
    for mode in (0o640, 0o604, 0o622):
        os.chmod(tmp_path / FILE, mode)
        with pytest.raises(EvaluationError, match=f"chmod 600 .*{FILE}"):
            cookie_secret(tmp_path)
    os.chmod(tmp_path / FILE, 0o600)
    for content in ("", "x" * 31):
        (tmp_path / FILE).write_text(content)
        with pytest.raises(EvaluationError, match="请删掉它"):
            cookie_secret(tmp_path)
