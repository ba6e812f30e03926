"""What the text of one cell says: a name in plain form, a number, or nothing."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Literal

from evaluation.wording import intake as words

MAX_PLACES = 12
MAX_NUMBER = Decimal(10) ** 8
_LONGEST_NUMBER = 60
_WIDE = Context(prec=_LONGEST_NUMBER + MAX_PLACES)
_SHORT = 200  # longer texts are read afresh each time: kept ones would fill the memory

_UNSEEN = ("\u00ad", *map(chr, range(0x200B, 0x2010)), *map(chr, range(0x2028, 0x2030)), "\u2060", "\ufeff")
_INVISIBLE = re.compile(rf"[\s{''.join(_UNSEEN)}]+")
_NUMBER = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)")
_BARE = re.compile(rf"[0-9]{{1,12}}(?:\.[0-9]{{1,{MAX_PLACES}}})?")
_BARE_LINES = re.compile(rf"^(?:{_BARE.pattern}\n)++", re.MULTILINE)
_THOUSANDS = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?)")
_PARTED = re.compile(r"\d\s+\d")
_DIGIT_SHAPES = re.compile(r"[\x21-\x7e\uff01-\uff5e\u2212\u2013分\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]*")
_HAS_WORD = re.compile("(?![零一二三四五六七八九两十百点分])[\u4e00-\u9fff]")
_DATE = re.compile(r"(\d{4}[-/年.]\d{1,2}([-/月.]\d{1,2}日?)?月?|\d{1,2}月\d{1,2}日)(\d{2}:\d{2}(:\d{2})?)?")
_MISSING = frozenset(
    (
        "",
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "―",
        "—",
        "——",
        "–",
        "_",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "无",
        "缺",
        "缺考",
        "缺项",
        "缺评",
        "缺分",
        "缺失",
        "空",
        "空白",
        "暂缺",
        "暂无",
        "未评",
        "未评分",
        "未打分",
        "未考",
        "未考核",
        "未报",
        "未报送",
        "未参评",
        "未参加",
        "不参评",
        "不参加",
        "不适用",
    )
)
_LOOKALIKES = str.maketrans("oOlIi〇。·、", "001110...")


_BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def harmless(text: str) -> str:
    """Return the text of a cell of a CSV that people open in WPS or Excel: what would be computed there is led by a quote.

    A CSV can't say that a cell is text. Figures stay as they are.
    """
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) and not _NUMBER.fullmatch(text) else text


def plain(text: str) -> str:
    """Return the text in NFKC without any blank or invisible character: the form in which names are compared."""
    return _plain(text) if len(text) <= _SHORT else _plain.__wrapped__(text)


@lru_cache(maxsize=100_000)
def _plain(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def rater_name(text: str) -> str:
    """Return a rater's name in plain form, with blanks between Latin words only: 张　三 is 张三, and Li Lei stays.

    No list could say who is meant, so one person in two spellings would count as two.
    """
    return _rater_name(text) if len(text) <= _SHORT else _rater_name.__wrapped__(text)


@lru_cache(maxsize=10_000)
def _rater_name(text: str) -> str:
    name = ""
    for part in filter(None, map(plain, text.split())):
        name += " " + part if name and (name[-1] + part[0]).isascii() else part
    return name


@lru_cache(maxsize=4)
def plain_forms(names: frozenset[str]) -> frozenset[str]:
    """Return the plain forms of many names, kept for a whole roster."""
    return frozenset(all_plain(names))


def all_plain(texts: Collection[str]) -> Collection[str]:
    """Return the plain forms of many texts at once, which costs a fraction of one by one; mostly they are plain as they stand."""
    between = "\0"
    together = between.join(texts)
    has_unseen = any(sign in together for sign in _UNSEEN) or together.split(None, 1) != [together]
    if not has_unseen and unicodedata.is_normalized("NFKC", together):
        return texts
    found = _INVISIBLE.sub("", unicodedata.normalize("NFKC", together)).split(between)
    return found if len(found) == len(texts) else list(map(plain, texts))


@dataclass(frozen=True)
class CellNumber:
    """What a cell says as a number.

    ``kind`` is "number" (``value`` holds it), "percent" (``value`` is the figure before the sign %), "missing"
    or "text" (not a number; ``hint`` goes on with the sentence and may say what was meant). ``notes`` lists what was
    changed in reading.
    """

    kind: Literal["number", "percent", "missing", "text"]
    value: Decimal | None = None
    notes: tuple[str, ...] = ()
    hint: str = ""


def read_number(text: str) -> CellNumber:
    """Return what the cell's text says; nothing is guessed, only notations that can mean one thing are converted.

    A text of more than 60 signs that aren't blank is no number, whatever it is made of.
    """
    return _read_number(text) if len(text) <= _SHORT else _read_number.__wrapped__(text)


@lru_cache(maxsize=100_000)
def _read_number(text: str) -> CellNumber:
    if _BARE.fullmatch(text):
        return CellNumber("number", Decimal(text))
    body = plain(text)
    if len(body) > _LONGEST_NUMBER:
        return CellNumber("text", hint=words.HINT_EMPTY)
    if body.lower() in _MISSING:
        return CellNumber("missing")
    if _PARTED.search(unicodedata.normalize("NFKC", text)) or not _DIGIT_SHAPES.fullmatch(text):
        return CellNumber("text", hint=_hint(body))
    percent = body.endswith("%")
    bare = body.removesuffix("%") if percent else body.removesuffix("分")
    parts = _signed_digits(bare)
    if parts is None:
        return CellNumber("text", hint=_hint(body))
    sign, digits = parts
    value = Decimal(digits.replace(",", ""))
    value, rounded = shortened(value.copy_negate() if sign == "-" and value else value)
    notes = _notes(text, body, bare, digits, sign, percent) + ((words.HOW_ROUNDED,) if rounded else ())
    return CellNumber("percent" if percent else "number", value, notes)


def are_bare(texts: Sequence[str]) -> list[bool]:
    """Return for each text whether it is digits with or without a point: those ``Decimal`` reads as ``read_number`` does."""
    lines = "".join([f"{text}\n" for text in texts])
    if lines.count("\n") > len(texts):
        return [_BARE.fullmatch(text) is not None for text in texts]
    left = _BARE_LINES.sub("", lines)
    others = set(left.split("\n"))
    return [text not in others for text in texts] if left else [True] * len(texts)


def plain_figure(text: str) -> Decimal | None:
    """Return the figure that a text plainly is, None where it is none or where reading it needs a note."""
    number = read_number(text)
    return number.value if number.kind == "number" and not number.notes else None


def looks_numeric(text: str) -> bool:
    """Return whether the cell holds a number or something that was meant as one (815, 95分, 1O, 95%)."""
    if _HAS_WORD.search(text):
        return False
    number = read_number(text)
    return number.kind in ("number", "percent") or (number.kind == "text" and number.hint.startswith(_MEANT))


def looks_like_mark(text: str, grades: Collection[str] = ()) -> bool:
    """Return whether the cell may hold a mark: a number, one that was meant, or a grade word (given or usual)."""
    return looks_numeric(text) or plain(text) in grades or plain(text) in words.USUAL_GRADES


_MEANT = words.HINT_VALUE.split("{")[0]


def _signed_digits(body: str) -> tuple[str, str] | None:
    body = re.sub("^[\u2212\u2013]", "-", body)
    match = _NUMBER.fullmatch(body) or _THOUSANDS.fullmatch(body)
    return (match[1], match[2]) if match and body.isascii() else None


def shortened(value: Decimal) -> tuple[Decimal, bool]:
    """Return the value with at most 12 decimal places, rounded half up, and whether anything was lost by that."""
    if -value.as_tuple().exponent <= MAX_PLACES or len(value.as_tuple().digits) > 200:
        return value, False
    short = value.quantize(Decimal(1).scaleb(-MAX_PLACES), ROUND_HALF_UP, _WIDE)
    return short, short != value


def _notes(text: str, body: str, bare: str, digits: str, sign: str, percent: bool) -> tuple[str, ...]:
    stripped = text.strip()
    spaceless = _INVISIBLE.sub("", stripped)
    found = (
        (words.HOW_FULL_WIDTH, spaceless != body),
        (words.HOW_SPACES, spaceless != stripped),
        (words.HOW_POINTS_WORD, bare != body and not percent),
        (words.HOW_THOUSANDS, "," in digits),
        (words.HOW_MINUS, bare[0] in "\u2212\u2013"),
        (words.HOW_SIGN, sign == "+"),
        (words.HOW_DOT, digits.startswith(".") or digits.endswith(".")),
        (words.HOW_PERCENT, percent),
    )
    return tuple(note for note, present in found if present)


def _hint(body: str) -> str:
    if body.startswith("#"):
        return words.HINT_FORMULA
    if _DATE.fullmatch(body):
        return words.HINT_DATE
    meant = _signed_digits(body.removesuffix("分").translate(_LOOKALIKES))
    if meant is not None and any(character.isdigit() for character in body):
        return words.HINT_VALUE.format(value="".join(meant).replace(",", ""))
    chinese = chinese_number(body.removesuffix("分"))
    return words.HINT_VALUE.format(value=chinese) if chinese else words.HINT_EMPTY


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def chinese_number(body: str) -> str:
    """Return the figure that a Chinese number such as 八十二 or 九十五点五 names; "" if it is none."""
    whole, _, fraction = body.partition("点")
    if not whole or any(character not in _DIGITS for character in fraction):
        return ""
    total, digit = 0, None
    for character in whole:
        if character in _DIGITS:
            if digit:
                return ""
            digit = _DIGITS[character]
        elif character in "十百":
            total += (1 if digit is None else digit) * (10 if character == "十" else 100)
            digit = None
        else:
            return ""
    point = "." + "".join(str(_DIGITS[character]) for character in fraction) if fraction else ""
    return f"{total + (digit or 0)}{point}"
