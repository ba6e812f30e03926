"""Header rows: the words that offices use for columns, the full mark in a header, where the header is."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from evaluation.cells import chinese_number, looks_numeric, plain, plain_forms

Meaning = Literal[
    "unit",
    "indicator",
    "indicator_name",
    "mark",
    "rater",
    "period",
    "serial",
    "total",
    "rank",
    "remark",
    "group",
    "aliases",
    "position",
    "tags",
    "area",
    "points",
    "bonus",
    "deduction",
    "reason",
    "date",
    "ignored",
    "unknown",
]

WORDS: dict[Meaning, str] = {
    "unit": "单位 单位名称 单位名 单位全称 村 村名 村名称 村别 村居 村社区 村(社区) 村、社区 村(社区)名称 社区 "
    "社区名称 行政村 行政村名称 被考核单位 受考核单位 考核单位 考核对象 被考核对象 参评单位 参评对象 "
    "受评单位 被评单位 评价对象 部门 部门名称 科室 办公室 站所 办公室(站所) 办公室站所 名称 单位(村) "
    "村(单位) 单位/村 村/单位 责任单位",
    "indicator_name": "指标 指标名称 考核指标 考核项目 考核内容 评分项目 评分指标 三级指标 项目 考评指标 考评项目",
    "mark": "得分 分数 打分 评分 成绩 实得分 考核得分 考核分 最终得分 得分值 考评得分 评分结果",
    "rater": "评分人 评委 打分人 评分部门 打分部门 考核部门 考评部门 考核人 评价人 测评人 专家",
    "period": "考核期 考核周期 考核期间 考核年度 考核时间 考核月份 考核季度 期间 周期",
    "serial": "序号 编号 序 no no. 号 顺号 #",
    "total": "合计 总分 总得分 小计 总计 得分合计 合计得分 综合得分 总成绩 考核总分 分项合计 合计分 加总",
    "rank": "排名 名次 位次 排位 等次 等级 排名次 得分排名",
    "remark": "备注 说明 备注说明 扣分原因 扣分说明 得分说明 评分说明 情况说明 备注栏",
    "group": "类别 组别 分类 单位类别 类型 单位类型 所属类别 分组",
    "aliases": "别名 简称 曾用名 其他名称 又名 别称",
    "position": "顺序 排序 次序 顺序号 排列顺序",
    "tags": "标签 单位标签",
    "area": "片区 所属片区 片区名称",
    "points": "加减分 加扣分 加/减分 加减分值 加(减)分 分值 加减 加分/减分 加、减分",
    "bonus": "加分 奖励分 加分值",
    "deduction": "扣分 减分 扣分值 惩罚分",
    "reason": "事由 原因 理由 情形 加减分事由 加减分原因 加分事由 扣分事由 否决事由 否决情形 否决原因 一票否决事由 一票否决情形",
    "date": "日期 时间 发生日期 发生时间 认定日期 认定时间 否决日期",
}
MEANINGS: dict[str, Meaning] = {word: meaning for meaning, line in WORDS.items() for word in line.split()}

_AMOUNT = r"(\d+(?:\.\d+)?)"
_AMOUNT_OR_WORD = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
_NAMED = "满分值?|分值|标准分|总分"
_INSIDE = r"[^()\[\]【】〔〕]*"
_OTHER_BOUND = "折|最高|最多|上限|封顶|不超过|满分"
"""Words behind 100分 that name what marks may go up to instead, as in 100分，折10分: which of them it is, nobody can tell."""
_STATED = rf"(?:{_NAMED}|共|计|最高分?|最多|上限|不超过)?[:为是]?(?:[01][-~–—至到])?{_AMOUNT_OR_WORD}分"
_FULL_MARK = (
    re.compile(rf"[(\[【〔]{_STATED}(?:[,;。](?!{_INSIDE}(?:{_OTHER_BOUND})){_INSIDE})?[)\]】〕]"),
    re.compile(rf"[(\[【〔](?:{_NAMED})[:为是]?{_AMOUNT_OR_WORD}分?[)\]】〕]"),
    re.compile(rf"[(\[【〔]{_AMOUNT}[)\]】〕]$"),
    re.compile(rf"[,、/-]?(?:满分|分值)[:为是]?{_AMOUNT}分?$"),
    re.compile(rf"(?<=[^\d.]){_AMOUNT}分$"),
)
_MAY_STATE = re.compile(r"[分(\[【〔]")
_ONLY_FULL_MARK = re.compile(rf"[(\[【〔]?(?:{_STATED}|(?:{_NAMED})?[:为是]?{_AMOUNT})[)\]】〕]?")
_FIGURE_SIGNS = "0123456789."
_BETWEEN = "\x1f"
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]$")
_CLOSING = (")", "]", "】", "〕")
LOOK_AT = 100
HEADER_SHARE = 0.6
"""A header may come again on a later page, perhaps with more names: the first that has most of them counts."""


@lru_cache(maxsize=10_000)
def split_full_mark(header: str) -> tuple[str, Decimal | None]:
    """Return the plain header without the full mark that it states (投资完成率（10分） → 投资完成率, 10)."""
    body = plain(header)
    if not _MAY_STATE.search(body):
        return body, None
    for pattern in _FULL_MARK:
        if (match := pattern.search(body)) and match.start() > 0 and (amount := _amount(match[1])) is not None:
            return body[: match.start()] + body[match.end() :], amount
    return body, None


def full_mark_alone(text: str) -> Decimal | None:
    """Return the full mark in a cell that says nothing else (（10分）, 满分10, 10), None otherwise."""
    match = _ONLY_FULL_MARK.fullmatch(plain(text))
    return _amount(match[1] or match[2]) if match else None


def _amount(figure: str) -> Decimal | None:
    """Return the number that 10 or 十 is, None where Chinese digits make none."""
    figure = figure if figure[0].isdigit() else chinese_number(figure)
    return Decimal(figure) if figure else None


@lru_cache(maxsize=10_000)
def spellings(header: str) -> tuple[str, ...]:
    """Return the plain forms of a header: whole, without its full mark, without brackets at its end."""
    whole = plain(header)
    stripped = split_full_mark(header)[0]
    bare = _BRACKETS.sub("", stripped) if stripped.endswith(_CLOSING) else stripped
    return (whole,) if whole == stripped == bare else tuple(dict.fromkeys((whole, stripped, bare)))


@lru_cache(maxsize=10_000)
def usual_meaning(header: str) -> Meaning | None:
    """Return what a header means by the words that offices use, None if it is none of them."""
    return next((MEANINGS[form] for form in (text.lower() for text in spellings(header)) if form in MEANINGS), None)


class ColumnNames:
    """The plain forms that a column may be called: known names, and the words that offices use."""

    def __init__(self, names: frozenset[str]):
        self._forms = plain_forms(names)

    def __contains__(self, form: object) -> bool:
        return form in self._forms or form in MEANINGS


def find_header(rows: Sequence[Sequence[str]], known_names: Collection[str] = (), wanted: str = "unit") -> int | None:
    """Return the 0-based index of the first header row: by known names and usual words first, else by structure."""
    known = plain_forms(frozenset(known_names))
    looked_at = rows[:LOOK_AT]
    at_most = [_score_at_most(row, known) for row in looked_at]

    @cache
    def score(index: int) -> int:
        return _score(looked_at[index], known, wanted)

    best = 0
    for index in sorted(range(len(looked_at)), key=at_most.__getitem__, reverse=True):
        if at_most[index] <= best:
            break
        best = max(best, score(index))
    if best < 2:
        return _by_structure(rows)
    enough = max(2, HEADER_SHARE * best)
    first = next(index for index, most in enumerate(at_most) if most >= enough and score(index) >= enough)
    return _first_of_several(rows, first, known)


def _score_at_most(row: Sequence[str], known: frozenset[str]) -> int:
    """Return a bound of what `_score` returns, at a tenth of its cost: most rows are figures, which name no column.

    A cell that isn't a figure has at most three forms and one meaning; of the figures only those count that are known.
    """
    others = _BETWEEN.join(row).encode("utf-8", "surrogatepass").translate(None, _FIGURE_SIGNS.encode()).strip(_BETWEEN.encode())
    count = len(list(filter(None, others.split(_BETWEEN.encode()))))
    return 4 * count + 2 + len(known.intersection(row))


def _score(row: Sequence[str], known: frozenset[str], wanted: str) -> int:
    """Count the cells of a row that are known as column names; the wanted column counts three."""
    others = [cell for cell in row if cell.strip(_FIGURE_SIGNS)]
    texts = [cell for cell in others if not cell.isspace()]
    figures = len(row) - len(others) - row.count("")
    if len(texts) + figures < 2:
        return 0
    meanings = {usual_meaning(cell) for cell in texts if len(cell) < 60} - {None}
    names = {form for cell in texts for form in spellings(cell) if form in known}
    names.update(cell for cell in known.intersection(row) if cell and not cell.strip(_FIGURE_SIGNS))
    return len(names) + len(meanings) + (2 if wanted in meanings else 0)


def _first_of_several(rows: Sequence[Sequence[str]], best: int, known: frozenset[str]) -> int:
    """A header may stand in two rows: step up while the row above names columns too and this one lacks the unit's."""
    first = best
    while first and not any(usual_meaning(cell) == "unit" for cell in rows[first]):
        above = rows[first - 1]
        if _score(above, known, "unit") < 2 or any(map(looks_numeric, above)):
            break
        first -= 1
    return first


def _by_structure(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the first row of at least two texts, no number and no repeated text that has a row like it below."""
    for index, row in enumerate(rows[: LOOK_AT - 1]):
        filled = [cell for cell in row if cell.strip()]
        below = [cell for cell in rows[index + 1] if cell.strip()] if index + 1 < len(rows) else []
        distinct = len(set(filled)) == len(filled) >= 2
        if distinct and len(below) >= 2 and not any(map(looks_numeric, filled)):
            return index
    return None
