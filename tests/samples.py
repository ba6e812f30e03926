"""The sample files of one period as a person would hand them in, and what the command line says of them."""

import json
from pathlib import Path

from evaluation.cli import main
from evaluation.home import DEFAULT_SCHEME, SAMPLES

PERIOD = "2022年"
ROSTER = SAMPLES / "演示名册.csv"
FOLDER = SAMPLES / PERIOD
SHEETS = tuple(
    FOLDER / name for name in ("项目建设评分表.csv", "营商环境评分表.csv", "作风能力评分表.xlsx", "办公室综合评分表.xlsx")
)
ADJUSTMENTS = FOLDER / "加减分.csv"
VETOES = FOLDER / "一票否决.csv"
ALL = (ROSTER, *SHEETS, ADJUSTMENTS, VETOES)
VILLAGES, OFFICES = "村（社区）", "办公室（站所）"


def command_line(capsys, command: str, *sheets: Path, **options: object) -> list[dict]:
    """Return what the command line prints as JSON for these files, with roster and default scheme."""
    arguments = [command, *map(str, sheets), "--scheme", str(DEFAULT_SCHEME), "--roster", str(ROSTER), "--format", "json"]
    for name, value in options.items():
        arguments += [f"--{name}", str(value)]
    capsys.readouterr()
    assert main(arguments) == 0
    return json.loads(capsys.readouterr().out)
