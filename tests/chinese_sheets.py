"""Score sheets with the troubles of real ones, made by a seed, each with what every cell of it means.

All names are invented: 演示数据.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from evaluation.intake import File, Intake, check_files
from evaluation.roster import Roster, Unit
from evaluation.scheme_reading import read_scheme
from tests.score_sheets import workbook

SCHEME = read_scheme("""
name = "演示方案"
grades = { 优秀 = 95, 良好 = 85, 一般 = 70 }
[[dimension]]
name = "项目建设"
[[dimension.indicator]]
name = "重点项目投资完成率"
full_mark = 10
aliases = ["投资完成率"]
[[dimension.indicator]]
name = "项目开工数"
full_mark = 100
[[dimension]]
name = "营商环境"
[[dimension.indicator]]
name = "企业走访"
full_mark = 100
[[dimension.indicator]]
name = "办结率"
rule = "goalposts"
low = 0
high = 100
[[dimension]]
name = "工作作风"
[[dimension.indicator]]
name = "招商到位资金"
rule = "ratio_to_best"
[[dimension.indicator]]
name = "会议纪律"
full_mark = 20
""")
FULL = {"重点项目投资完成率": 10, "项目开工数": 100, "企业走访": 100, "办结率": None, "招商到位资金": None, "会议纪律": 20}
DIMENSION = {indicator.name: SCHEME.dimension_of[indicator.name] for indicator in SCHEME.indicators}
UNITS = ("东坪村", "张家塬村", "李家沟村", "石桥村", "城关社区", "河湾社区", "王庄村", "柳树村")
ROSTER = Roster(
    (
        *(Unit(name, "村（社区）", (f"{name[:-1]}",) if name == "石桥村" else (), at) for at, name in enumerate(UNITS, 1)),
        Unit("党政办公室", "办公室", ("党政办",), 20),
    )
)

FORMS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "xlsx")
"""How a sheet is stored: CSV in five encodings (UTF-16 with and without a byte order mark), or a workbook."""


class Asked:
    """What a cell means that nobody can tell: a person must be asked."""


ASKED = Asked()
Meaning = Decimal | None | Asked
"""A mark, nothing (no mark), or ``ASKED``."""


@dataclass
class Column:
    """A column: its header from the top level down, and which indicator's marks (of which rater) it holds."""

    kind: str
    header: str
    indicator: str = ""
    rater: str = ""
    over: str = ""


@dataclass
class Line:
    """A row below the header: the unit that it is about ("" for other rows), its texts and meanings by column."""

    unit: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    means: dict[int, Meaning] = field(default_factory=dict)
    asked: bool = False
    pushed: int = 0

    def ask(self) -> None:
        """Let nothing of the row be sure: its unit is unknown, or stands twice."""
        self.asked, self.means = True, dict.fromkeys(self.means, ASKED)


@dataclass
class Draft:
    """A sheet while troubles are put into it; columns are known by their position in ``columns``."""

    random: Random
    columns: list[Column]
    lines: list[Line]
    titles: list[list[str]] = field(default_factory=list)

    @property
    def marks(self) -> list[int]:
        """The positions of the columns that hold marks."""
        return [at for at, column in enumerate(self.columns) if column.kind == "mark"]

    @property
    def unit_lines(self) -> list[Line]:
        """The rows that are about a unit."""
        return [line for line in self.lines if line.unit]

    def any_mark(self) -> tuple[Line, int]:
        """Return a row and a column with a plain mark."""
        line = self.random.choice([line for line in self.unit_lines if line.means])
        return line, self.random.choice([at for at in self.marks if isinstance(line.means.get(at), Decimal)] or self.marks)

    def add_column(self, column: Column, at: int, texts: Callable[[Line], str]) -> None:
        """Put a column before position ``at``; ``texts`` gives what stands in it for a unit's row."""
        self.columns.insert(at, column)
        for line in self.lines:
            line.texts = {place + (place >= at): text for place, text in line.texts.items()}
            line.means = {place + (place >= at): meaning for place, meaning in line.means.items()}
            if line.unit:
                line.texts[at] = texts(line)


@dataclass(frozen=True)
class Expected:
    """What one cell means: the key of its mark, its place (row from 1, column letter) and its meaning."""

    unit: str
    indicator: str
    rater: str
    row: int
    column: int
    text: str
    meaning: Meaning


@dataclass(frozen=True)
class Made:
    """A finished sheet: the file, and what each of its cells of marks means."""

    name: str
    trouble: str
    file: File
    grid: list[list[str]]
    expected: tuple[Expected, ...]


def clean(random: Random) -> Draft:
    """Return a sheet without trouble: a unit column and two to five indicators, every mark a plain number."""
    names = [name for name in FULL if random.random() < 0.7] or ["企业走访"]
    if len(names) < 2:
        names = ["企业走访", "会议纪律"]
    columns = [
        Column("unit", random.choice(("单位", "村名", "单位名称", "考核对象"))),
        *(Column("mark", name, name) for name in names),
    ]
    units = random.sample(UNITS, random.randint(4, len(UNITS)))
    draft = Draft(random, columns, [])
    for unit in units:
        line = Line(unit, {0: unit})
        for at in draft.marks:
            put(line, at, _mark(random, columns[at].indicator))
        draft.lines.append(line)
    return draft


def _mark(random: Random, indicator: str) -> str:
    top = FULL[indicator] or (100 if indicator == "办结率" else 5_000)
    return str(Decimal(random.randint(top * 6, top * 10)) / 10)


def put(line: Line, at: int, text: str, meaning: Meaning | str = "") -> None:
    """Write a cell; it means its own number unless said otherwise, or unless nothing of its row is sure."""
    line.texts[at] = text
    line.means[at] = ASKED if line.asked else Decimal(text) if meaning == "" else meaning


# — troubles —


def titles(draft: Draft) -> None:
    lines = ["演示镇2022年度三个年考核评分表（演示数据）", "填报单位：演示办　　　单位：分", "2022年12月"]
    draft.titles += [[text] for text in lines[: draft.random.randint(1, 3)]]
    if draft.random.random() < 0.3:
        draft.titles.append([])


def notes(draft: Draft) -> None:
    if draft.random.random() < 0.5:
        draft.lines.append(Line())
    for text in NOTES[: draft.random.randint(1, len(NOTES))]:
        draft.lines.append(Line("", {0: text}))


NOTES = ("注：企业走访满分100分，按季度打分。", "说明：缺考的不计分", "制表人：演示　审核人：演示", "2022年12月30日")


def merged_headers(draft: Draft) -> None:
    if any(column.over for column in draft.columns):
        return
    for at in draft.marks:
        draft.columns[at].over = DIMENSION[draft.columns[at].indicator]


def full_width(draft: Draft) -> None:
    for _ in range(3):
        line, at = draft.any_mark()
        if isinstance(line.means[at], Decimal):
            wide = "".join(chr(ord(c) + 0xFEE0) for c in str(line.means[at]))
            put(line, at, wide, line.means[at])


def units_of_measure(draft: Draft) -> None:
    for _ in range(3):
        line, at = draft.any_mark()
        if isinstance(line.means[at], Decimal) and not line.texts[at].endswith("%"):
            put(line, at, f"{line.means[at]}分", line.means[at])
    for at in draft.marks:
        if draft.columns[at].indicator == "办结率":
            for line in draft.unit_lines:
                if isinstance(line.means.get(at), Decimal):
                    put(line, at, f"{line.means[at]}%", line.means[at])
        if draft.columns[at].indicator == "招商到位资金":
            for line in draft.unit_lines[:2]:
                put(line, at, f"{Decimal('1234.5'):,}", Decimal("1234.5"))


def blanks(draft: Draft) -> None:
    for text in ("", "/", "——", "—", "无", "缺考", " "):
        line, at = draft.any_mark()
        put(line, at, text, None)


def grade_words(draft: Draft) -> None:
    for word, share in (("优秀", 95), ("良好", 85), ("一般", 70)):
        line, at = draft.any_mark()
        full = FULL[draft.columns[at].indicator]
        if not line.texts[at].endswith("%"):
            put(line, at, word, ASKED if full is None else Decimal(full * share) / 100)


def total_rows(draft: Draft) -> None:
    for label in draft.random.sample(("合计", "平均分", "总 计", "最高分", "全镇合计"), 2):
        line = Line("", {0: label})
        for at in draft.marks:
            line.texts[at] = str(draft.random.randint(100, 900))
        draft.lines.append(line)


def total_columns(draft: Draft) -> None:
    def total(line: Line) -> str:
        return str(sum((m for m in line.means.values() if isinstance(m, Decimal)), Decimal(0)))

    draft.add_column(Column("total", draft.random.choice(("合计", "总分", "得分合计"))), len(draft.columns), total)


def side_columns(draft: Draft) -> None:
    order = {line.unit: str(at) for at, line in enumerate(draft.unit_lines, 1)}
    width = len(draft.columns)
    draft.add_column(Column("rank", draft.random.choice(("排名", "名次"))), width, lambda line: order[line.unit])
    draft.add_column(Column("remark", "备注"), width + 1, lambda line: draft.random.choice(REMARKS))
    draft.add_column(Column("serial", draft.random.choice(("序号", "编号"))), 0, lambda line: order[line.unit])


REMARKS = ("", "表现好", "迟到1次，扣0.5分")


def twice(draft: Draft) -> None:
    line = draft.random.choice([line for line in draft.unit_lines if not line.asked])
    line.ask()
    copy = Line(line.unit, dict(line.texts), dict(line.means), asked=True)
    if draft.random.random() < 0.5:
        for at in draft.marks:
            copy.texts[at] = _mark(draft.random, draft.columns[at].indicator)
    draft.lines.insert(draft.random.randint(0, len(draft.lines)), copy)


def name_variants(draft: Draft) -> None:
    unit = next(at for at, column in enumerate(draft.columns) if column.kind == "unit")
    for line in draft.unit_lines:
        name = line.unit
        if line.texts[unit] != name:
            continue
        body = name.removesuffix("村").removesuffix("社区")
        forms = [f"{body}村委会", f"{body}村民委员会"] if name.endswith("村") else [f"{body}社区居委会", f"{name}居民委员会"]
        forms += [f" {name} ", "　".join(name), " ".join(name), f"{name}\u200b"]
        line.texts[unit] = draft.random.choice((name, *forms))


def strange_names(draft: Draft) -> None:
    """Names that the roster lacks: nobody can tell whose marks they are."""
    unit = next(at for at, column in enumerate(draft.columns) if column.kind == "unit")
    line = draft.random.choice([line for line in draft.unit_lines if not line.asked])
    line.texts[unit] = draft.random.choice(("东平村", "张家源村", "新庄村", "城关"))
    line.ask()


def raters(draft: Draft) -> None:
    if any(column.over for column in draft.columns):
        return
    plain = [at for at in draft.marks if draft.columns[at].header == draft.columns[at].indicator]
    if not plain:
        return
    at = draft.random.choice(plain)
    column = draft.columns[at]
    column.over, column.header, column.rater = column.indicator, "评委1", "评委1"
    second = Column("mark", "评委2", column.indicator, "评委2", column.indicator)
    draft.add_column(second, at + 1, lambda line: _mark(draft.random, column.indicator))
    for line in draft.unit_lines:
        line.means[at + 1] = ASKED if line.asked else Decimal(line.texts[at + 1])


def full_marks(draft: Draft) -> None:
    for at in draft.marks:
        column = draft.columns[at]
        if (full := FULL[column.indicator]) and column.header == column.indicator:
            column.header += draft.random.choice(("（{}分）", "({}分)", "（满分{}）", "（满分：{}分）", "")).format(full)


def gaps(draft: Draft) -> None:
    draft.lines.insert(draft.random.randint(0, len(draft.lines)), Line())
    draft.add_column(Column("blank", ""), draft.random.choice((0, len(draft.columns))), lambda line: "")
    if draft.random.random() < 0.5:
        draft.titles.append([])


WRONG = ("1O", "八十", "8 5", "85..5", "9l", "2022/8/5", "八十五分", "#REF!", "85左右", "-3", "99999")


def wrong_values(draft: Draft) -> None:
    for text in draft.random.sample(WRONG, 3):
        line, at = draft.any_mark()
        bounded = FULL[draft.columns[at].indicator] is not None
        if bounded or text not in ("-3", "99999"):
            put(line, at, text, ASKED)


def header_variants(draft: Draft) -> None:
    """Line breaks and blanks in headers, and aliases."""
    for at in draft.marks:
        column = draft.columns[at]
        if column.header != column.indicator:
            continue
        name = "投资完成率" if column.indicator == "重点项目投资完成率" else column.indicator
        column.header = draft.random.choice((name, f"{name[:2]}\n{name[2:]}", " ".join(name), f"{name} "))


def subtotals(draft: Draft) -> None:
    """A column for each dimension's sum, right behind its indicators."""
    if any(column.over for column in draft.columns):
        return
    for dimension in dict.fromkeys(DIMENSION.values()):
        inside = [at for at in draft.marks if DIMENSION[draft.columns[at].indicator] == dimension]
        if inside:
            total = Column("total", draft.random.choice((f"{dimension}小计", f"{dimension}得分", dimension)))
            draft.add_column(total, inside[-1] + 1, lambda line, inside=inside: _sum(line, inside))


def _sum(line: Line, columns: list[int]) -> str:
    return str(sum((m for at in columns if isinstance(m := line.means.get(at), Decimal)), Decimal(0)))


def sections(draft: Draft) -> None:
    draft.lines.insert(0, Line("", {0: draft.random.choice(("一、村（社区）", "村（社区）", "（一）村"))}))
    draft.lines.append(Line("", {0: "二、办公室"}))


def second_header(draft: Draft) -> None:
    """The header comes again, as on a second page."""
    if not any(column.over for column in draft.columns):
        texts = {at: column.header for at, column in enumerate(draft.columns)}
        draft.lines.insert(draft.random.randint(1, len(draft.lines)), Line("", texts))


def other_full_mark(draft: Draft) -> None:
    """A header states another full mark than the scheme: nobody can tell on which scale the marks are."""
    plain = [at for at in draft.marks if draft.columns[at].header == draft.columns[at].indicator]
    if not plain:
        return
    at = draft.random.choice(plain)
    draft.columns[at].header += "（50分）"
    for line in draft.unit_lines:
        if at in line.means and line.means[at] is not None:
            line.means[at] = ASKED


def pushed(draft: Draft) -> None:
    """A cell too many or too few in one row: its marks may stand under wrong headers."""
    line = draft.random.choice(draft.unit_lines)
    line.pushed = draft.random.choice((-1, 1)) * draft.random.randint(1, len(draft.columns) - 1)
    line.ask()


def notes_on_units(draft: Draft) -> None:
    """Notes that begin with a unit's name."""
    name = draft.random.choice(draft.unit_lines).unit
    draft.lines.append(Line("", {0: f"{name}缺考1项，按85分计"}))
    draft.lines.append(Line("", {0: f"注：{name}、{UNITS[0]}未参加"}))


TROUBLES: dict[str, Callable[[Draft], None]] = {
    trouble.__name__: trouble
    for trouble in (
        titles, notes, merged_headers, full_width, units_of_measure, blanks, grade_words, total_rows, total_columns,
        side_columns, twice, name_variants, strange_names, raters, full_marks, gaps, wrong_values, header_variants,
        subtotals, sections, second_header, other_full_mark, pushed, notes_on_units,
    )
}  # fmt: skip


ONLY_IN_TEXT = ("pushed",)
"""In a workbook a cell stands where it stands: that it was pushed can't be seen."""


# — from a draft to a file —


def made(trouble: str, form: str, seed: int) -> Made:
    """Return the sheet of one trouble (and up to three more, by the seed) in one form."""
    random = Random(f"{trouble} {form} {seed}")
    draft = clean(random)
    more = [name for name in random.sample(list(TROUBLES), random.randint(0, 3) if seed else 0) if name != trouble]
    for name in (trouble, *more):
        if form != "xlsx" or name not in ONLY_IN_TEXT:
            TROUBLES[name](draft)
    grid, expected, merges = _laid_out(draft)
    name = f"演示数据_{trouble}_{seed}" + (".xlsx" if form == "xlsx" else ".csv")
    content = _workbook(grid, merges) if form == "xlsx" else _text(grid, random).encode(form)
    return Made(f"{'+'.join((trouble, *more))} {form} {seed}", trouble, File(name, content), grid, expected)


def all_sheets(variants: int) -> Iterator[Made]:
    """Yield every trouble in every form, in so many variants."""
    for seed in range(variants):
        for trouble in TROUBLES:
            for form in FORMS:
                yield made(trouble, form, seed)


def _laid_out(draft: Draft) -> tuple[list[list[str]], tuple[Expected, ...], list[tuple[int, int, int, int, str]]]:
    width = len(draft.columns)
    grid = [list(row) for row in draft.titles]
    merges = []
    top = len(grid)
    if any(column.over for column in draft.columns):
        grid.append([column.over or column.header for column in draft.columns])
        grid.append([column.header if column.over else "" for column in draft.columns])
        merges = _merged(draft.columns, top, grid)
    else:
        grid.append([column.header for column in draft.columns])
    expected = []
    for line in draft.lines:
        for at, meaning in line.means.items():
            column = draft.columns[at]
            expected.append(Expected(line.unit, column.indicator, column.rater, len(grid) + 1, at, line.texts[at], meaning))
        grid.append(_cells(line, width))
    return grid, tuple(expected), merges


def _cells(line: Line, width: int) -> list[str]:
    if not line.unit and set(line.texts) == {0}:
        return [line.texts[0]]
    cells = [line.texts.get(at, "") for at in range(width)] if line.texts else []
    if line.pushed > 0:
        cells.insert(line.pushed, "")
    if line.pushed < 0:
        del cells[-line.pushed]
    return cells


def _merged(columns: list[Column], top: int, grid: list[list[str]]) -> list[tuple[int, int, int, int, str]]:
    """Return the merged ranges of a header in two rows, and blank what they cover as CSV shows it."""
    found, at = [], 0
    while at < len(columns):
        over, last = columns[at].over, at
        while over and last + 1 < len(columns) and columns[last + 1].over == over:
            last += 1
        if not over and columns[at].header:
            found.append((top, at, top + 1, at, columns[at].header))
        elif last > at:
            found.append((top, at, top, last, over))
            for covered in range(at + 1, last + 1):
                grid[top][covered] = ""
        at = last + 1
    return found


def _text(grid: list[list[str]], random: Random) -> str:
    content = io.StringIO()
    writer = csv.writer(content, delimiter=random.choice(",,,\t;"), lineterminator=random.choice(("\r\n", "\n")))
    writer.writerows(grid)
    return content.getvalue()


def _workbook(grid: list[list[str]], merges: list[tuple[int, int, int, int, str]]) -> bytes:
    def fill(book: object) -> None:
        page = book.add_worksheet("评分")
        for row, cells in enumerate(grid):
            for column, text in enumerate(cells):
                if text.replace(".", "", 1).isdigit() and text.isascii():
                    page.write_number(row, column, float(text))
                elif text.endswith("%") and text[:-1].replace(".", "", 1).isdigit():
                    page.write_number(row, column, float(Decimal(text[:-1]) / 100), book.add_format({"num_format": "0.0%"}))
                elif text:
                    page.write_string(row, column, text)
        for merge in merges:
            page.merge_range(*merge)

    return workbook(fill)


# — what became of each cell —


@dataclass(frozen=True)
class Verdict:
    """What became of the cells of one sheet; ``wrong`` says in words what was changed or dropped without a word."""

    right: int
    asked: int
    wrong: tuple[str, ...]


def verdict(sheet: Made, intake: Intake) -> Verdict:
    """Compare each cell of marks with what it means: right, asked about, or silently wrong."""
    found = {}
    for mark in intake.marks:
        found.setdefault((mark.row, mark.column), mark)
    right = asked = 0
    wrong = []
    for cell in sheet.expected:
        letter = chr(ord("A") + cell.column)
        mark = found.pop((cell.row, letter), None)
        as_meant = mark is not None and (mark.unit, mark.indicator, mark.rater, mark.mark) == (
            cell.unit,
            cell.indicator,
            cell.rater,
            cell.meaning,
        )
        if as_meant or (mark is None and cell.meaning is None):
            right += 1
        elif _is_asked(intake, cell.row, letter, forbids=cell.meaning is ASKED):
            asked += 1
        else:
            wrong.append(f"{letter}{cell.row} “{cell.text}” means {cell.meaning}, read as {mark and mark.mark}")
    wrong += [f"{mark.column}{mark.row} is no cell of marks, read as {mark.mark} of {mark.unit}" for mark in found.values()]
    return Verdict(right, asked, tuple(wrong))


def _is_asked(intake: Intake, row: int, column: str, forbids: bool) -> bool:
    """Return whether a problem names the cell, its row, its column or the whole sheet so that a person has to look."""
    grave = ("error",) if forbids else ("error", "warning")
    return any(
        (problem.severity in grave or problem.code == "ragged_row")
        and (problem.row in (None, row) or f"第 {row} 行" in problem.message)
        and problem.column in (None, column, *_names_row(problem, row))
        for problem in intake.problems
        if problem.code != "units_absent"
    )


def _names_row(problem: object, row: int) -> tuple[str | None, ...]:
    """Problems about a whole row stand at one of its cells: the unit's name, a repeated mark, a shifted row."""
    about_row = {"unknown_unit", "ambiguous_unit", "unit_missing", "same_mark_twice", "ragged_row", "shifted_row"}
    names = problem.row == row or f"第 {row} 行" in problem.message
    return (problem.column,) if names and problem.code in about_row else ()


def walked(sheet: Made) -> Intake:
    """Return what the street from bytes to marks makes of the sheet."""
    return check_files([sheet.file], SCHEME, ROSTER, period="2022年")
