"""The command line run on files of a folder."""

from pathlib import Path

from evaluation.cli import main


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
