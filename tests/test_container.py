"""What can be held of the container files without an engine: that all they copy is there, and suffices to start the app."""

import os
import shutil
import subprocess
import sys

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
