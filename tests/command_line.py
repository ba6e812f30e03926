"""The command line run on files of a folder."""

import json
from pathlib import Path

from evaluation.cli import main

SCHEME = """
name = "考核"
[[dimension]]
name = "项目建设"
floor = 60
[[dimension.indicator]]
name = "投资"
full_mark = 100
[[dimension]]
name = "营商环境"
[[dimension.indicator]]
name = "办结率"
full_mark = 100
[[award]]
name = "先进集体"
groups = ["村"]
quota = 2
"""
ROSTER = "单位,类别,别名,顺序\n东坪村,村,东坪,1\n龙泉村,村,,2\n西岭村,村,,3\n执法站,站,,4\n"
SHEET = "2022年度考核评分表,,\n单位,投资（100分）,办结率\n东坪村,90,80\n龙泉村,70.5,85\n西岭村,59,\n执法站,60,60\n"
WRONG = SHEET.replace("龙泉村,70.5,85", "龙泉,170.5,八十五").replace("执法站,60,60", "执法站,60,60\n东坪,1,1")


class Folder:
    """A person's folder with files, and the command run in it."""

    def __init__(self, path: Path, capsys):
        self.path, self.capsys = path, capsys

    def write(self, name: str, text: str) -> str:
        (self.path / name).write_text(text, "utf-8")
        return str(self.path / name)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err


class Office(Folder):
    """A folder with the little sheet, roster and scheme above."""

    def __init__(self, path: Path, capsys):
        super().__init__(path, capsys)
        self.write("方案.toml", SCHEME)
        self.write("名册.csv", ROSTER)

    def on_files(self, command: str, *options: str, sheet: str = SHEET) -> tuple[int, str, str]:
        """Run a command on the little sheet, roster and scheme above."""
        return self.run(
            command,
            self.write("评分.csv", sheet),
            "--scheme",
            self.path / "方案.toml",
            "--roster",
            self.path / "名册.csv",
            *options,
        )

    def rows(self, command: str, *options: str, sheet: str = SHEET) -> list[dict]:
        code, out, err = self.on_files(command, "--format", "json", *options, sheet=sheet)
        assert (code, err) == (0, "")
        return json.loads(out)


def assert_refused(result: tuple[int, str, str], *said: str) -> None:
    code, out, err = result
    assert (code, out) == (1, "")
    assert all(part in err for part in said), err


def assert_wrong_usage(result: tuple[int, str, str], *said: str) -> None:
    code, out, err = result
    assert (code, out) == (2, "")
    assert "用法不对：" in err
    assert all(part in err for part in said), err
