"""The units of docs/deploy.md: systemd's own check of them, and what they must and mustn't say, where there is no systemd too."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy_doc import block, filled

ANALYZE = shutil.which("systemd-analyze")
PROGRAM = "/srv/evaluation/venv/bin/streamlit"
MOST_EXPOSED = 20
"""In tenths of systemd's own figure, which goes to 10 for a unit without any of these settings."""

KNOWN = {
    "Unit": {"Description", "Wants", "After"},
    "Service": {
        "User", "WorkingDirectory", "Environment", "EnvironmentFile", "ExecStart", "Restart", "RestartSec", "UMask",
        "ReadWritePaths", "ProtectSystem",
        "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectProc", "ProtectClock", "ProtectControlGroups",
        "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "NoNewPrivileges",
        "CapabilityBoundingSet", "LockPersonality", "RemoveIPC", "RestrictAddressFamilies", "RestrictNamespaces",
        "RestrictRealtime", "RestrictSUIDSGID", "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber",
    },
    "Install": {"WantedBy"},
}  # fmt: skip
"""What systemd knows, as far as the units use it: a slip in a name is passed over by systemd with a line in the log."""


@pytest.fixture
def units(tmp_path) -> Path:
    """A folder as /etc/systemd/system is after both chapters; the program, which systemd looks for, is one that is here."""
    one, changes = block("One server", "ini"), block("Several hosts", "ini")
    (tmp_path / "evaluation@.service.d").mkdir()
    here = {PROGRAM: Path(sys.executable)}
    for name in ("evaluation.service", "evaluation@.service"):
        (tmp_path / name).write_text(filled(one, here), "utf-8")
    (tmp_path / "evaluation@.service.d" / "hosts.conf").write_text(filled(changes, here), "utf-8")
    (tmp_path / "evaluation@8501.service").symlink_to("evaluation@.service")
    return tmp_path


def lines_of(unit: str) -> list[tuple[str, str, str]]:
    """Return (section, key, value) of each line. Raises ValueError for a line that is neither a section nor a setting."""
    found, section = [], ""
    for line in filter(None, unit.splitlines()):
        if head := re.fullmatch(r"\[(\w+)\]", line):
            section = head[1]
            continue
        key, value = line.split("=", 1)
        found.append((section, key, value))
    return found


@pytest.mark.parametrize("chapter", ["One server", "Several hosts"])
def test_every_line_of_a_unit_is_a_setting_that_systemd_knows(chapter):
    lines = lines_of(block(chapter, "ini"))
    assert [(section, key) for section, key, _ in lines if key not in KNOWN.get(section, ())] == []
    switches = {value for _, key, value in lines if re.match(r"(Protect|Private|Restrict|NoNew|Lock|Remove)", key)}
    assert switches <= {"true", "strict", "invisible", "AF_INET AF_INET6 AF_UNIX AF_NETLINK"}
    assert [value for _, key, value in lines if key == "ExecStart" and value and not value.startswith(f"{PROGRAM} ")] == []


def test_a_unit_leaves_the_app_what_it_needs():
    """The browser that draws pictures compiles as it goes; it and DuckDB read how much memory the machine has."""
    settings = {key: value for _, key, value in lines_of(block("One server", "ini"))}
    assert "MemoryDenyWriteExecute" not in settings
    assert "ProcSubset" not in settings
    assert f"EVALUATION_HOME={settings['ReadWritePaths']}\n" in block("One server", "ini")


def test_what_differs_for_several_hosts_takes_the_place_of_what_it_differs_from():
    """Beside another unit, systemd adds such lines to those that are there unless an empty one comes first."""
    lines = [(key, value) for _, key, value in lines_of(block("Several hosts", "ini"))]
    for key in ("ExecStart", "ReadWritePaths"):
        assert [value == "" for name, value in lines if name == key] == [True, False]


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze isn't installed: apt-get install systemd")
@pytest.mark.parametrize("name", ["evaluation.service", "evaluation@8501.service"])
def test_systemd_has_nothing_to_say_against_a_unit(units, name):
    said = run("verify", str(units / name), folder=units)
    assert (said.returncode, said.stderr + said.stdout) == (0, "")


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze isn't installed: apt-get install systemd")
def test_a_slip_in_what_differs_would_be_noticed(units):
    path = units / "evaluation@.service.d" / "hosts.conf"
    path.write_text(path.read_text("utf-8").replace("EnvironmentFile=", "EnvironmentFiles="), "utf-8")
    assert "EnvironmentFiles" in run("verify", str(units / "evaluation@8501.service"), folder=units).stderr


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze isn't installed: apt-get install systemd")
def test_a_unit_leaves_little_of_the_machine_within_reach(units):
    said = run("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(units / "evaluation.service"), folder=units)
    assert said.returncode == 0, said.stdout


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": "/usr/bin:/bin", "SYSTEMD_PAGER": ""}
    return subprocess.run([str(ANALYZE), *arguments], env=environment, capture_output=True, text=True, timeout=60)
