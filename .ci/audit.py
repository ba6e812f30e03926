"""Asks for known vulnerabilities in what the offices install, and says whether the question was answered.

pip-audit ends with "no known vulnerabilities" where the service knew none of the packages, or knew nothing at all. Here a
package that wasn't answered for is named. Status 1 for a vulnerability; no answer is no failure, since it says nothing about us.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

FILES = ("requirements.txt", "requirements-postgresql.txt")
_PATIENCE = 300


def ask(files: Sequence[str]) -> tuple[Mapping[str, Any] | None, str]:
    """Return pip-audit's report about the pins in these files, or None and what hindered it."""
    asked = [part for file in files for part in ("--requirement", file)]
    options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "15", "--format", "json"]
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "pip_audit", *asked, *options], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return None, f"no answer within {_PATIENCE} seconds"
    try:
        return json.loads(answer.stdout), ""
    except ValueError:
        return None, answer.stderr.strip().rpartition("\n")[2][:300]


def judge(report: Mapping[str, Any] | None, hindrance: str = "") -> tuple[int, str]:
    """Return the exit status for a report, and what to say about it."""
    packages = report["dependencies"] if report else []
    answered = [package for package in packages if "skip_reason" not in package]
    found = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for package in answered
        for fault in package["vulns"]
    ]
    if found:
        return 1, "\n".join(["VULNERABLE:", *found])
    if not answered:
        why = hindrance or f"the advisory service knew none of the {len(packages)} packages"
        return 0, f"NOT ASKED, nothing was audited: {why}"
    unanswered = [package["name"] for package in packages if "skip_reason" in package]
    said = f"No known vulnerability in {len(answered)} packages."
    return 0, said + (f"\nNOT ASKED about {len(unanswered)}: {', '.join(unanswered)}" if unanswered else "")


if __name__ == "__main__":
    if find_spec("pip_audit") is None:
        sys.exit("pip-audit isn't installed: pip install -r requirements-dev.txt")
    status, text = judge(*ask(FILES))
    print(text)
    sys.exit(status)
