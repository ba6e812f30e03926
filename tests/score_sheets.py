"""A small scheme and roster, and short ways to a sheet: what the intake tests share."""

import io

import xlsxwriter

from evaluation.matching import Decisions, Matched, known_names, match_sheet
from evaluation.roster import Roster, Unit
from evaluation.scheme_reading import read_scheme
from evaluation.sheet import Sheet, read_sheets
from evaluation.validation import CheckedSheet, check_sheet

SCHEME = read_scheme("""
name = "测试方案"
grades = { 优秀 = 95, 良好 = 85 }
[[dimension]]
name = "项目建设"
[[dimension.indicator]]
name = "重点项目投资完成率"
full_mark = 10
aliases = ["投资完成率"]
[[dimension.indicator]]
name = "企业走访"
full_mark = 100
[[dimension]]
name = "营商环境"
[[dimension.indicator]]
name = "办结率"
rule = "goalposts"
low = 0
high = 100
[[dimension.indicator]]
name = "招商到位资金"
rule = "ratio_to_best"
""")
ROSTER = Roster(
    (
        Unit("东坪村", "村（社区）", ("东坪",), 1),
        Unit("张家塬村", "村（社区）", (), 2),
        Unit("张庄村", "村（社区）", (), 3),
        Unit("城关社区", "村（社区）", (), 4),
        Unit("党政办公室", "办公室", ("党政办",), 5),
    )
)
NAMES = known_names(SCHEME, ROSTER)


def sheet_of(text: str, file: str = "评分.csv", encoding: str = "utf-8") -> Sheet:
    return read_sheets(text.encode(encoding), file, NAMES)[0]


def matched(text: str, decisions: Decisions | None = None, file: str = "评分.csv") -> Matched:
    return match_sheet(sheet_of(text, file), SCHEME, ROSTER, decisions)


def checked(text: str, decisions: Decisions | None = None, file: str = "评分.csv", period: str | None = None) -> CheckedSheet:
    return check_sheet(matched(text, decisions, file), period=period)


def codes(problems: object, severity: str | None = None) -> list[str]:
    return [problem.code for problem in problems if severity in (None, problem.severity)]


def workbook(fill: object) -> bytes:
    """Return the bytes of a workbook that ``fill(workbook)`` writes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        fill(book)
    return content.getvalue()


def grid(*rows: tuple) -> bytes:
    """Return a workbook whose one sheet holds these rows."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("得分")
        for index, row in enumerate(rows):
            page.write_row(index, 0, row)

    return workbook(fill)
