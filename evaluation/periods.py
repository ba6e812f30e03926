"""考核期: how people write a period, and the one form in which it is kept."""

import re
from functools import lru_cache

from evaluation.cells import plain

_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"(?<![\d.\-—–~至])(?P<year>(?:19|20)\d\d)"
_QUARTER = r"(?:第?(?P<quarter>[1-4])季度?|[-/.]?[Qq](?P<q>[1-4]))"
_SPAN = r"(?P<first>\d{1,2})月?份?[-—–~至](?P<last>\d{1,2})月份?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])月份?(?!\d{1,2}[日号])"
_DASHED = r"[-/.](?P<dashed>1[0-2]|0?[1-9])(?![-/.\d])"
_PERIOD = re.compile(
    rf"{_YEAR}(?:年度?(?:{_SPAN}|{_QUARTER}|{_MONTH}|(?P<half>[上下])半年|(?P<date>\d{{1,2}}月\d{{1,2}}[日号]))?"
    rf"|{_QUARTER.replace('quarter', 'quarter2').replace('<q>', '<q2>')}|{_DASHED})"
)
_SPANS = {(1, 12): "", (1, 6): "上半年", (7, 12): "下半年", **{(q * 3 - 2, q * 3): f"第{q}季度" for q in range(1, 5)}}
_WORD_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月|季)")
_WORDS = {"十": "10", "十一": "11", "十二": "12"}
_DATE = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:00:00(?::00)?)?")
_FROM_TO = re.compile(r"\d{4}年\d{1,2}月[-—–~至]+\d{4}年\d{1,2}月")
_NOT_TITLE = ("制表", "填表", "填报", "打印", "报送时间", "上报时间", "日期")
_ORDERED = re.compile(r"(\d{4})年(?:第([1-4])季度|(\d{1,2})月|([上下])半年)?")


def _digits(text: str) -> str:
    """Return the plain text with Chinese years, months and quarters in figures (二〇二二年第一季度 → 2022年第1季度)."""
    text = re.sub("[〇零一二三四五六七八九]{4}(?=年)", lambda match: match[0].translate(_CHINESE), plain(text))
    return _WORD_MONTH.sub(lambda match: _WORDS.get(match[1]) or match[1].translate(_CHINESE), text)


def _named(match: re.Match) -> str | None:
    """Return the canonical name of what the pattern found; None for a date or an odd span of months."""
    year = f"{match['year']}年"
    if match["date"]:
        return None
    if match["first"]:
        span = int(match["first"]), int(match["last"])
        return year + _SPANS[span] if span in _SPANS else None
    quarter = match["quarter"] or match["q"] or match["quarter2"] or match["q2"]
    if quarter:
        return f"{year}第{quarter}季度"
    month = match["month"] or match["dashed"]
    if month:
        return f"{year}{int(month)}月"
    return f"{year}{match['half']}半年" if match["half"] else year


@lru_cache(maxsize=10_000)
def read_period(text: str) -> str | None:
    """Return the period that a cell names (2022, 2022年度, 2022Q1, 2022-03 …) in its one form, None if it names none.

    A first of a month is what a spreadsheet makes of "2022年3月", so it is read as that month.
    """
    body = _digits(text).removesuffix("全年")
    if re.fullmatch(r"(19|20)\d\d年?", body):
        return f"{body[:4]}年"
    if date := _DATE.fullmatch(body):
        return f"{date[1]}年{int(date[2])}月" if int(date[3]) == 1 and 1 <= int(date[2]) <= 12 else None
    match = _PERIOD.fullmatch(body)
    return _named(match) if match else None


def periods_in(text: str) -> tuple[str, ...]:
    """Return the periods that a title names, in order; dates and lines about who drew up the sheet don't count."""
    body = _digits(text)
    if body.startswith(_NOT_TITLE):
        return ()
    body = _FROM_TO.sub("", body)
    names = (_named(match) for match in _PERIOD.finditer(body))
    return tuple(dict.fromkeys(name for name in names if name))


def period_order(period: str) -> tuple[int, int, int, str]:
    """Return the key that puts periods in order of time: by their end, a longer one after the shorter ones in it."""
    match = _ORDERED.fullmatch(period)
    if not match:
        return (9999, 99, 99, period)
    year, quarter, month, half = match.groups()
    if quarter:
        return (int(year), int(quarter) * 3, 3, period)
    if month:
        return (int(year), int(month), 1, period)
    if half:
        return (int(year), 6 if half == "上" else 12, 6, period)
    return (int(year), 12, 12, period)
