"""What can be held of the container files without an engine: that all they copy is there, and suffices to start the app."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from benchmarks.server import running
from evaluation.home import PROJECT


def copied() -> list[str]:
    lines = (PROJECT / "Dockerfile").read_text("utf-8").splitlines()
    return [source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]]


def test_everything_that_is_copied_is_there_and_not_kept_out():
    kept_out = (PROJECT / ".dockerignore").read_text("utf-8").split()
    assert [name for name in copied() if not (PROJECT / name).exists() or name in kept_out] == []


def test_the_program_runs_from_the_copied_paths_alone(tmp_path):
    image = tmp_path / "image"
    for name in copied():
        source, target = PROJECT / name, image / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    environment = {**os.environ, "EVALUATION_HOME": str(tmp_path / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    command = [sys.executable, "-m", "evaluation", "rank", "--group", "村（社区）", "--period", "2022年"]
    said = subprocess.run(command, cwd=image, env=environment, capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stderr
    assert "东坪村" in said.stdout
    script = "from evaluation.export.official import TEMPLATES; print(*sorted(path.name for path in TEMPLATES.glob('*.docx')))"
    said = subprocess.run([sys.executable, "-c", script], cwd=image, env=environment, capture_output=True, text=True, timeout=60)
    assert said.stdout.split() == sorted(path.name for path in (PROJECT / "data" / "templates").glob("*.docx"))


@pytest.mark.parametrize("names", ["", "kp.example.cn kp2.example.cn"])
def test_a_container_that_works_is_called_healthy(tmp_path, names):
    """Streamlit takes several names apart at spaces, not at commas."""
    settings = {"EVALUATION_ACCESS": "password", "STREAMLIT_SERVER_ALLOWED_HOSTS": names} if names else {}
    said = re.search(r"^HEALTHCHECK .*\\\n  CMD (\[.+\])$", (PROJECT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    with running(tmp_path / "home", settings=settings) as server:
        here = [part.replace(":8501", f":{server.port}") for part in json.loads(said[1])[1:]]
        assert is_healthy(here, settings)
        server.process.kill()
        server.process.wait()
        assert not is_healthy(here, settings)


def is_healthy(command: list[str], settings: dict[str, str]) -> bool:
    said = subprocess.run([sys.executable, *command], env={**os.environ, **settings}, timeout=30, stderr=subprocess.DEVNULL)
    return said.returncode == 0
