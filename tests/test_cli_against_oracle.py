"""From files to figures: random schemes and sheets, written as offices write them, rank as exact arithmetic says."""

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.command_line import Folder
from tests.oracle import oracle_rank, oracle_shortlist
from tests.strategies import Case, cases, to_toml

EXAMPLES = max(int(os.environ.get("ORACLE_EXAMPLES", "150")) // 50, 1)
MISSING = ["", "", "缺", "未报", "—", "/"]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030"]
FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
FULL_MARKS = ["（{}分）", "(满分：{})", "（0-{}分）", ""]


class Filing:
    """Writes a case's files into a folder; ``chance`` chooses how each of them looks."""

    def __init__(self, folder: Path, case: Case, chance: Random):
        self.folder, self.case, self.chance = folder, case, chance
        self.indicators = {item["name"]: item for part in case.scheme["dimension"] for item in part["indicator"]}
        self.aliases = {entry["unit"]: f"代号{place}" for place, entry in enumerate(case.roster)}

    def arguments(self) -> list[str]:
        case = self.case
        roster = [[entry["unit"], entry["group"], self.aliases[entry["unit"]]] for entry in case.roster]
        points = [[self.unit(item), self.figure(item["points"]), item["reason"], self.period(item)] for item in case.adjustments]
        vetoes = [[self.unit(item), item["reason"], self.period(item)] for item in case.vetoes]
        scheme = self.folder / "方案.toml"
        scheme.write_text(to_toml(case.scheme), self.chance.choice(["utf-8", "utf-8-sig"]))
        said = [*self.sheets(), "--scheme", str(scheme), "--roster", self.write("名册", [["单位", "类别", "别名"], *roster])]
        said += ["--period", case.period]
        if points:
            said += ["--adjustments", self.write("加减分", [["单位", "加减分", "事由", "考核期"], *points])]
        if vetoes:
            said += ["--vetoes", self.write("否决", [["单位", "事由", "考核期"], *vetoes])]
        for name, weight in (case.weights or {}).items():
            said += ["--weight", f"{name}={weight}"]
        return [*said, "--aggregation", case.aggregation] if case.aggregation else said

    def sheets(self) -> list[str]:
        """Write one rater's marks of some indicators as wide sheets, each of one period, and all other marks as a long one."""
        chosen = [name for name in self.indicators if self.chance.random() < 0.5]
        rows, written = [], []
        for number, period in enumerate(sorted({self.when(item) for item in self.case.marks})):
            given = {
                (item["unit"], item["indicator"]): item["mark"]
                for item in self.case.marks
                if self.when(item) == period and item["rater"] == "张三" and item["indicator"] in chosen
            }
            if given:
                title = [f"{period}考核评分表"] + [""] * len(chosen)
                head = ["单位", *map(self.heading, chosen)]
                table = [self.wide_row(entry, chosen, given) for entry in self.case.roster]
                written.append(self.write(f"评分{number}", [title, head, *table]))
        for item in self.case.marks:
            if item["rater"] != "张三" or item["indicator"] not in chosen:
                rows.append([self.unit(item), item["indicator"], self.figure(item["mark"]), item["rater"], self.when(item)])
        self.chance.shuffle(rows)
        return [*written, self.write("明细", [["单位", "指标", "得分", "评分人", "考核期"], *rows])] if rows else written

    def wide_row(self, entry: dict, chosen: list[str], given: dict) -> list[str]:
        marks = [given.get((entry["unit"], name)) for name in chosen]
        return [self.unit(entry), *(self.chance.choice(MISSING) if mark is None else self.figure(mark) for mark in marks)]

    def heading(self, name: str) -> str:
        indicator = self.indicators[name]
        is_mark = indicator.get("rule", "mark") == "mark" and "full_mark" in indicator
        return name + (self.chance.choice(FULL_MARKS).format(indicator["full_mark"]) if is_mark else "")

    def when(self, item: dict) -> str:
        return item.get("period", self.case.period)

    def period(self, item: dict) -> str:
        """Return the period as a list beside the sheets names it; what names none is about the period asked for."""
        return item.get("period", self.chance.choice(["", self.case.period]))

    def unit(self, item: dict) -> str:
        return self.chance.choice([item["unit"], item["unit"], self.aliases[item["unit"]]])

    def figure(self, value: object) -> str:
        text = format(Decimal(str(value)), "f")
        return self.chance.choice([text, text, text, text.translate(FULL_WIDTH), f" {text} "])

    def write(self, name: str, rows: list[list[str]]) -> str:
        if self.chance.random() < 0.1:
            path = self.folder / f"{name}.xlsx"
            with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
                page = book.add_worksheet()
                for row, cells in enumerate(rows):
                    for column, text in enumerate(cells):
                        self.cell(page, row, column, text)
            return str(path)
        path, text = self.folder / f"{name}.csv", io.StringIO()
        csv.writer(text, delimiter=self.chance.choice(",,\t"), lineterminator=self.chance.choice(["\n", "\r\n"])).writerows(rows)
        path.write_bytes(text.getvalue().encode(self.chance.choice(ENCODINGS)))
        return str(path)

    def cell(self, page: object, row: int, column: int, text: str) -> None:
        is_short = text.lstrip("-").replace(".", "", 1).isascii() and text.lstrip("-").replace(".", "", 1).isdigit()
        if is_short and len(text) <= 12:
            page.write_number(row, column, float(text))
        else:
            page.write_string(row, column, text)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases(), chance=st.randoms(use_true_random=False))
def test_files_rank_as_exact_arithmetic_says(tmp_path_factory, capsys, case, chance):
    folder = tmp_path_factory.mktemp("files")
    arguments = [*Filing(folder, case, chance).arguments(), "--format", "json"]
    expected = oracle_rank(*case.arguments)
    assert printed(folder, capsys, "rank", arguments) == expected
    award = case.scheme["award"][0]
    listed = printed(folder, capsys, "shortlist", [*arguments, "--award", award["name"]])
    for row, short in zip(listed, oracle_shortlist(case.scheme, case.roster, expected, award["name"]), strict=True):
        reasons = row.pop("reasons")
        assert row == short
        assert bool(reasons) != row["eligible"]


def printed(folder: Path, capsys: pytest.CaptureFixture, command: str, arguments: list[str]) -> list[dict]:
    code, out, err = Folder(folder, capsys).run(command, *arguments)
    assert code == 0, err
    return json.loads(out)
