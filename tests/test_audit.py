"""What the audit of the pinned packages says, by the reports that pip-audit writes."""

import importlib.util
import re

import pytest

from evaluation.home import PROJECT


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", PROJECT / ".ci" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CLEAN = {"name": "a", "version": "1.0", "vulns": []}
FAULTY = {"name": "b", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["2.0"]}]}
UNFIXED = {"name": "c", "version": "1.0", "vulns": [{"id": "PYSEC-2026-2", "fix_versions": []}]}
UNKNOWN = {"name": "d", "skip_reason": "Dependency not found on PyPI and could not be audited: d (1.0)"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([CLEAN], 0, "^No known vulnerability in 1 packages.$"),
        ([CLEAN, UNKNOWN], 0, "in 1 packages.\nNOT ASKED about 1: d$"),
        ([CLEAN, FAULTY, UNKNOWN], 1, "^VULNERABLE:\nb 1.0: PYSEC-2026-1, mended in 2.0$"),
        ([UNFIXED], 1, "mended in no version yet"),
        ([UNKNOWN, UNKNOWN], 0, "^NOT ASKED, nothing was audited: .* none of the 2 packages"),
        ([], 0, "^NOT ASKED"),
    ],
)
def test_a_vulnerability_fails_and_no_answer_is_never_taken_for_a_good_one(audit, packages, status, said):
    ended, text = audit.judge({"dependencies": packages})
    assert ended == status
    assert re.search(said, text)


def test_a_service_that_cannot_be_reached_is_named_and_fails_nothing(audit):
    assert audit.judge(None, "ProxyError: no way out") == (0, "NOT ASKED, nothing was audited: ProxyError: no way out")


def test_every_package_is_pinned_to_one_version():
    for name in sorted(path.name for path in PROJECT.glob("requirements*.txt")):
        lines = [line.partition("#")[0].strip() for line in (PROJECT / name).read_text("utf-8").splitlines()]
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+|-r requirements[a-z-]*.txt", line) for line in lines if line), name
