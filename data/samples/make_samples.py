"""Write the demonstration data: a roster and, for each year, score sheets in the habits of different offices.

Everything is invented. The marks are drawn with a fixed seed so that the villages' dimension scores come out at the
figures in ``VILLAGES``; the files are the same byte for byte on every run. Run it as::

    python data/samples/make_samples.py
"""

import csv
import io
import random
import tomllib
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).resolve().parent
SCHEME_FILE = HERE.parent / "schemes" / "三个年.toml"
VILLAGE_GROUP, OFFICE_GROUP = "村（社区）", "办公室（站所）"
RATERS = ("考核办", "分管领导")
YEARS = (2021, 2022)
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")

# village: (aliases, dimension scores of 2021, dimension scores of 2022); order: 项目建设, 营商环境, 作风能力
VILLAGES = {
    "东坪村": ("东坪", "92.6 90.4 90.5", "94.2 91.8 92.6"),
    "龙泉村": ("龙泉、龙泉村委会", "91.9 92.3 90.8", "92.4 90.1 91.3"),
    "西岭村": ("西岭", "92.4 86.9 87.1", "95.1 88.2 89.9"),
    "花园社区": ("花园", "85.7 93.1 90.2", "86.3 94.5 90.7"),
    "石桥村": ("石桥", "84.7 82.9 82.6", "90.8 87.4 88.6"),
    "杏花村": ("杏花", "84.2 87.6 90.4", "84.9 88.7 92.1"),
    "核桃坪村": ("核桃坪", "93.8 90.6 83.3", "96.4 91.2 68.5"),
    "新城社区": ("新城、新城居委会", "79.4 85.7 80.8", "82.6 88.9 84.2"),
    "李家河村": ("李家河", "87.1 84.3 86.8", "87.9 82.1 85.3"),
    "白杨村": ("", "85.1 83.6 84.5", "85.7 83.2 83.1"),
    "青石村": ("", "80.9 84.6 82.1", "81.3 85.8 82.9"),
    "双庙村": ("", "86.9 83.8 85.6", "83.6 79.9 84.4"),
    "东街社区": ("东街、东街居委会", "73.4 82.8 78.1", "76.2 86.7 83.1"),
    "赵湾村": ("赵湾", "80.1 80.7 79.8", "80.4 81.5 80.9"),
    "王坪村": ("王坪", "83.2 79.1 81.2", "84.1 76.8 79.2"),
    "北塬村": ("北塬", "76.3 76.1 79.6", "78.2 77.9 82.6"),
    "马莲滩村": ("马莲滩", "80.6 77.2 80.9", "79.5 75.4 80.3"),
    "西关社区": ("西关、西关居委会", "73.6 83.9 79.1", "70.8 83.6 77.3"),
    "张庄村": ("张庄", "72.1 71.8 77.6", "74.9 72.6 80.8"),
    "柳沟村": ("柳沟", "72.3 73.9 77.5", "66.2 71.4 75.6"),
    "张家塬村": ("张家塬", "72.7 70.9 75.2", "77.4 75.2 78.9"),
    "南沟村": ("南沟", "71.5 68.9 74.1", "74.6 72.8 75.9"),
}
# office: (aliases, level about which the raters mark in 2021, in 2022)
OFFICES = {
    "党政综合办公室": ("党政办、党政综合办", 88, 91),
    "党建工作办公室": ("党建办", 90, 88),
    "经济发展办公室": ("经发办", 84, 90),
    "社会事务办公室": ("社事办", 82, 83),
    "平安法治办公室": ("平安办", 86, 84),
    "乡村振兴办公室": ("振兴办", 85, 87),
    "综合执法站": ("执法站", 79, 81),
    "便民服务中心": ("便民中心", 87, 86),
    "农业综合服务站": ("农业站、农综站", 81, 79),
    "文化旅游服务站": ("文旅站", 78, 77),
}
# dimension: indicators with the step in which they are marked; the last one brings the dimension to its figure
STEPS = {
    "项目建设": {"重点项目推进": "0.1", "项目要素保障": "0.1", "招商引资实效": "0.1", "产业与集体经济": "0.05"},
    "营商环境": {"企业群众满意度": "0.5", "矛盾排查化解": "0.5", "人居环境治理": "0.1", "按期办结率": "0.1"},
    "作风能力": {"任务逾期件数": "1", "专业能力提升": "0.5", "纪律作风": "0.5", "一线担当作为": "0.5"},
}
MEASURED = {"按期办结率", "任务逾期件数"}  # counted, not judged: raters give the same figure
BLANKS = {
    2021: set(),
    2022: {("张家塬村", "企业群众满意度"), ("南沟村", "矛盾排查化解"), ("南沟村", "一线担当作为")},
}
ADJUSTMENTS = {
    2021: [
        ("花园社区", "0.5", "获评县级文明社区（演示）"),
        ("柳沟村", "-0.5", "材料报送两次逾期（演示）"),
        ("党建工作办公室", "0.5", "经验做法被县级推广（演示）"),
    ],
    2022: [
        ("石桥村", "0.5", "承办县级项目观摩现场会（演示）"),
        ("马莲滩村", "-0.5", "人居环境暗访被通报（演示）"),
        ("经济发展办公室", "1", "招商工作获县级通报表扬（演示）"),
    ],
}
VETOES = {2021: [], 2022: [("西岭村", "较大安全生产事故（演示）", "2022-06-03")]}
REMARKS = {
    "项目建设": {"核桃坪村": "年度投资任务超额完成", "柳沟村": "一个项目未按期开工"},
    "营商环境": {"花园社区": "设帮办代办窗口", "张家塬村": "满意度调查尚未回收", "南沟村": "排查台账未报"},
    "作风能力": {"核桃坪村": "两次督办未按期办结", "南沟村": "一线工作记录待补"},
}

Marks = dict[tuple[str, str], list[Decimal]]


# --- scheme and exact arithmetic ---------------------------------------------------------------------------------


def read_indicators() -> dict[str, dict]:
    """Indicator name → its table in the scheme, with the mark that scores 0 (worst) and the one that scores 100."""
    scheme = tomllib.loads(SCHEME_FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    indicators = {}
    for dimension in scheme["dimension"]:
        for indicator in dimension["indicator"]:
            ends = [indicator.get("low", 0), indicator.get("high", indicator.get("full_mark"))]
            worst, best = reversed(ends) if indicator.get("better") == "lower" else ends
            indicators[indicator["name"]] = {**indicator, "worst": worst, "best": best, "dimension": dimension["name"]}
    return indicators


INDICATORS = read_indicators()


def half_up(value: Fraction) -> Decimal:
    """Round half up to two decimals (the scores here are never negative)."""
    return Decimal(int(value * 100 + Fraction(1, 2))) / 100


def score_of(name: str, mark: Decimal | Fraction) -> Decimal:
    """Score 0–100 of a mark under the indicator's rule."""
    worst, best = INDICATORS[name]["worst"], INDICATORS[name]["best"]
    score = (Fraction(mark) - worst) * 100 / (best - worst)
    return half_up(min(max(score, Fraction(0)), Fraction(100)))


def mark_for(name: str, score: Fraction) -> Decimal:
    """Find the mark nearest to a score, in the step in which the indicator is marked and inside its range."""
    worst, best = INDICATORS[name]["worst"], INDICATORS[name]["best"]
    step = Fraction(STEPS[INDICATORS[name]["dimension"]][name])
    exact = worst + score * (best - worst) / 100
    mark = Fraction(int(exact / step + Fraction(1, 2))) * step
    mark = min(max(mark, Fraction(min(worst, best))), Fraction(max(worst, best)))
    return (Decimal(mark.numerator) / Decimal(mark.denominator)).normalize()


def dimension_scores(marks: Marks, unit: str) -> list[Decimal | None]:
    """Dimension scores of a unit, None where a mark is missing; every level is rounded."""
    scores = []
    for names in STEPS.values():
        if any((unit, name) not in marks for name in names):
            scores.append(None)
            continue
        weighted = weights = Fraction(0)
        for name in names:
            given = marks[unit, name]
            weight = Fraction(INDICATORS[name]["weight"])
            weighted += weight * Fraction(score_of(name, Fraction(sum(given)) / len(given)))
            weights += weight
        scores.append(half_up(weighted / weights))
    return scores


def ranking(year: int, marks: Marks, units: dict) -> list[dict]:
    """Units by total, highest first, incomplete ones last; the dimensions weigh the same."""
    added = {unit: Decimal(points) for unit, points, _ in ADJUSTMENTS[year]}
    rows = []
    for unit in units:
        scores = dimension_scores(marks, unit)
        complete = None not in scores
        base = half_up(Fraction(sum(scores)) / len(scores)) if complete else None
        total = base + added.get(unit, 0) if complete else None
        rows.append({"unit": unit, "scores": scores, "total": total, "added": added.get(unit, Decimal(0))})
    return sorted(rows, key=lambda row: (row["total"] is None, -(row["total"] or 0)))


# --- marks ---------------------------------------------------------------------------------------------------------


def village_marks(rng: random.Random, dimension: str, target: Decimal) -> dict[str, Decimal]:
    """Draw marks about the target until the last indicator can bring the dimension to it exactly."""
    *free, last = STEPS[dimension]
    weights = {name: Fraction(INDICATORS[name]["weight"]) for name in STEPS[dimension]}
    for _ in range(10_000):
        marks = {name: mark_for(name, Fraction(target) + rng.randint(-50, 50) / Fraction(10)) for name in free}
        given = sum(weights[name] * Fraction(score_of(name, marks[name])) for name in free)
        rest = (Fraction(target) * sum(weights.values()) - given) / weights[last]
        marks[last] = mark_for(last, rest)
        if abs(rest - Fraction(target)) <= 6 and Fraction(score_of(last, marks[last])) == rest:
            return marks
    raise ValueError(f"no marks give {dimension} {target}")


def all_village_marks(rng: random.Random, year: int) -> Marks:
    """Marks of every village in a year, without the cells that the year leaves blank."""
    marks = {}
    for village, (_, *targets) in VILLAGES.items():
        figures = targets[YEARS.index(year)].split()
        for dimension, figure in zip(STEPS, figures, strict=True):
            for name, mark in village_marks(rng, dimension, Decimal(figure)).items():
                if (village, name) not in BLANKS[year]:
                    marks[village, name] = [mark]
    return marks


def all_office_marks(rng: random.Random, year: int) -> Marks:
    """Marks of every office in a year, one per rater."""
    marks = {}
    for office, (_, *levels) in OFFICES.items():
        level = levels[YEARS.index(year)]
        for name in INDICATORS:
            score = min(Fraction(level) + rng.randint(-40, 40) / Fraction(10), Fraction(98))
            tilt = 0 if name in MEASURED else rng.randint(-20, 20) / Fraction(10)
            marks[office, name] = [mark_for(name, score + tilt), mark_for(name, score - tilt)]
    return marks


# --- files ---------------------------------------------------------------------------------------------------------


def text(number: Decimal | None) -> str:
    """Write a number the way a person does: no trailing zeros, blank for none."""
    return "" if number is None else f"{number.normalize():f}"


def write_csv(path: Path, rows: list[list[str]], encoding: str) -> None:
    """Write rows as a CSV file with Windows line ends, as spreadsheet programs do."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))


def write_xlsx(path: Path, name: str, title: str, rows: list[list]) -> None:
    """Write a worksheet with a merged title above the rows; numbers stay numbers, the creation date is fixed."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"title": title, "created": datetime(2023, 1, 1)})
        sheet = workbook.add_worksheet(name)
        bold = workbook.add_format({"bold": True, "align": "center", "font_size": 14})
        header = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        border = workbook.add_format({"border": 1})
        sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                cell = float(value) if isinstance(value, Decimal) else value
                sheet.write(number, column, cell, header if number == 1 else border)
        sheet.set_column(1, len(rows[0]) - 1, 15)
        sheet.freeze_panes(2, 0)


def mark_of(marks: Marks, unit: str, name: str) -> Decimal | None:
    """Return the one mark of a village, None where the cell is blank."""
    return marks.get((unit, name), [None])[0]


def headers(names: list[str], bracket: str) -> list[str]:
    """Column headers; where the indicator has a full mark it stands in brackets."""
    full_marks = {name: INDICATORS[name].get("full_mark") for name in names}
    return [name + (bracket.format(full_marks[name]) if full_marks[name] else "") for name in names]


def scheme_order(dimension: str) -> list[str]:
    """Indicators of a dimension in the order of the scheme."""
    return [name for name, indicator in INDICATORS.items() if indicator["dimension"] == dimension]


def write_project_sheet(folder: Path, year: int, marks: Marks) -> None:
    """Write 项目建设: GB18030, two lines above the header, a sum column, a sum row and a footer."""
    names = scheme_order("项目建设")
    rows = [
        [f"××镇{year}年度项目建设考核评分表（演示数据）"],
        ["填报单位：项目办", "", "", f"填报日期：{year}-12-28"],
        ["序号", "单位", *headers(names, "（{}分）"), "合计", "备注"],
    ]
    for number, village in enumerate(VILLAGES, start=1):
        given = [mark_of(marks, village, name) for name in names]
        cells = [text(mark) for mark in [*given, sum(given)]]
        rows.append([str(number), village, *cells, REMARKS["项目建设"].get(village, "") if year == 2022 else ""])
    sums = [sum(mark_of(marks, village, name) for village in VILLAGES) for name in names]
    rows.append(["", "合计", *[text(total) for total in [*sums, sum(sums)]], ""])
    rows.append(["制表人：考核办", "", "", "审核人：分管领导"])
    width = len(rows[2])
    write_csv(folder / "项目建设评分表.csv", [row + [""] * (width - len(row)) for row in rows], "gb18030")


def write_business_sheet(folder: Path, year: int, marks: Marks) -> None:
    """Write 营商环境: UTF-8 with a byte order mark, some figures typed in full width, remarks."""
    names = scheme_order("营商环境")
    rows = [
        [f"××镇{year}年度营商环境考核评分表（演示数据）", *[""] * (len(names) + 1)],
        ["单位名称", *headers(names, "（{}分）"), "备注"],
    ]
    for number, village in enumerate(VILLAGES):
        cells = [text(mark_of(marks, village, name)) for name in names]
        if number % 6 == 1:
            cells[1] = cells[1].translate(FULL_WIDTH)
        rows.append([village, *cells, REMARKS["营商环境"].get(village, "") if year == 2022 else ""])
    write_csv(folder / "营商环境评分表.csv", rows, "utf-8-sig")


def write_style_sheet(folder: Path, year: int, marks: Marks) -> None:
    """Write 作风能力: a workbook with a merged title; one village goes by an alias."""
    names = scheme_order("作风能力")
    rows = [["序号", "单位", *headers(names, "({}分)"), "备注"]]
    for number, village in enumerate(VILLAGES, start=1):
        cells = [mark_of(marks, village, name) for name in names]
        shown = "龙泉村委会" if village == "龙泉村" else village
        rows.append([number, shown, *cells, REMARKS["作风能力"].get(village, "") if year == 2022 else ""])
    write_xlsx(folder / "作风能力评分表.xlsx", "作风能力", f"××镇{year}年度作风能力考核评分表（演示数据）", rows)


def write_office_sheet(folder: Path, year: int, marks: Marks) -> None:
    """Write the offices: a long workbook, one mark per row; one rater calls an office by its short name."""
    rows = [["单位", "指标", "得分", "评分人", "考核期"]]
    for place, rater in enumerate(RATERS):
        for office in OFFICES:
            shown = "党政办" if office == "党政综合办公室" and rater == "分管领导" else office
            rows += [[shown, name, marks[office, name][place], rater, f"{year}年"] for name in INDICATORS]
    title = f"××镇{year}年度办公室（站所）综合考核评分表（演示数据）"
    write_xlsx(folder / "办公室综合评分表.xlsx", "综合评分", title, rows)


def write_roster() -> None:
    """Write the roster: villages first, then offices, in protocol order."""
    rows = [["单位", "类别", "别名", "顺序"]]
    for group, units in ((VILLAGE_GROUP, VILLAGES), (OFFICE_GROUP, OFFICES)):
        for unit, (aliases, *_) in units.items():
            rows.append([unit, group, aliases, str(len(rows))])
    write_csv(HERE / "演示名册.csv", rows, "utf-8-sig")


def write_events(folder: Path, year: int) -> None:
    """Write the adjustments and, where there are any, the vetoes of a year."""
    adjustments = [["单位", "加减分", "事由"], *map(list, ADJUSTMENTS[year])]
    write_csv(folder / "加减分.csv", adjustments, "utf-8-sig")
    if VETOES[year]:
        write_csv(folder / "一票否决.csv", [["单位", "事由", "日期"], *map(list, VETOES[year])], "utf-8-sig")


# --- the story, checked and printed --------------------------------------------------------------------------------


def check_story(year: int, rows: list[dict], seats: int) -> None:
    """Refuse figures that tie; the cut line of 2022 must fall between 新城社区 and 李家河村."""
    totals = [row["total"] for row in rows if row["total"] is not None]
    if len(set(totals)) != len(totals):
        raise ValueError(f"{year}: two units have the same total")
    barred = {unit for unit, *_ in VETOES[year]}
    eligible = [row for row in rows if row["total"] is not None and row["total"] >= 80]
    eligible = [row["unit"] for row in eligible if row["unit"] not in barred and min(row["scores"]) >= 70]
    print(f"  建议：{'、'.join(eligible[:seats])}；下一位：{eligible[seats]}")
    if year == 2022 and seats == 6 and eligible[5:7] != ["新城社区", "李家河村"]:
        raise ValueError("the sixth seat has moved")


def print_ranking(year: int, group: str, rows: list[dict]) -> None:
    """Print the ranking that the marks imply."""
    print(f"\n{year}年 {group}")
    for rank, row in enumerate(rows, start=1):
        scores = "  ".join("   缺" if score is None else f"{score:.2f}" for score in row["scores"])
        total = "资料不全" if row["total"] is None else f"{row['total']:.2f}"
        note = "一票否决" if row["unit"] in {unit for unit, *_ in VETOES[year]} else ""
        place = " —" if row["total"] is None else f"{rank:2}"
        print(f"  {place}  {scores}  {row['added']:+.2f}  {total}  {row['unit']} {note}")


def main() -> None:
    """Write every file and print what it implies."""
    write_roster()
    for year in YEARS:
        folder = HERE / f"{year}年"
        folder.mkdir(exist_ok=True)
        villages = all_village_marks(random.Random(year), year)
        offices = all_office_marks(random.Random(year * 10), year)
        for write in (write_project_sheet, write_business_sheet, write_style_sheet):
            write(folder, year, villages)
        write_office_sheet(folder, year, offices)
        write_events(folder, year)
        for group, marks, units, seats in ((VILLAGE_GROUP, villages, VILLAGES, 6), (OFFICE_GROUP, offices, OFFICES, 3)):
            rows = ranking(year, marks, units)
            print_ranking(year, group, rows)
            check_story(year, rows, seats)


if __name__ == "__main__":
    main()
