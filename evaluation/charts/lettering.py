"""Text as it will stand on a picture: how wide it is, where it folds, what must not become markup."""

import unicodedata
from decimal import Decimal
from functools import lru_cache

ELLIPSIS = "…"
LINE = 1.3
"""Height of a line of a folded text, as a multiple of its size; the chart library's own."""
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "\n": " ", "\r": " ", "\t": " "})


def escape(text: str) -> str:
    """Return text that the chart library shows as it is: no tags, entities, TeX or line breaks of its own."""
    return text.translate(ENTITIES)


@lru_cache(20_000)
def _em(character: str) -> float:
    if character in "−–+=×<>~":
        return 0.6
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character.isdigit():
        return 0.56
    if character == " ":
        return 0.25
    if not character.isascii():
        return 0.7
    return 0.7 if character.isupper() or character in "mwMW%@" else 0.58 if character.isalpha() else 0.4


@lru_cache(20_000)
def _ems(text: str) -> float:
    return sum(map(_em, text))


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width in px of one line, on the generous side for fonts that were not measured."""
    return _ems(text) * size * (1.03 if bold else 1.0)


def fit(text: str, size: float, width: float, bold: bool = False) -> str:
    """Return the text, or its beginning with an ellipsis, so that it stays within ``width`` px."""
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size, bold) > width:
        text = text[:-1]
    return text + ELLIPSIS


def fold(text: str, size: float, width: float, lines: int) -> list[str]:
    """Return at most ``lines`` lines no wider than ``width`` px; what is left over ends in an ellipsis."""
    folded: list[str] = []
    rest = text
    while rest and len(folded) < lines - 1 and text_width(rest, size) > width:
        end = len(rest)
        while end > 1 and text_width(rest[:end], size) > width:
            end -= 1
        end = next((place for place in range(end, 1, -1) if _may_end(rest, place)), end)
        pause = max(rest.rfind(mark, 0, end) for mark in "；，、｜：")
        cut = pause + 1 if pause > end * 0.6 else end
        folded.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return [*folded, fit(rest, size, width)] if rest else folded


def _may_end(text: str, place: int) -> bool:
    """Say whether a line may end before this place: no line begins with a pause, and 86.0 and 4 aren't 86.04."""
    is_within_a_number = all(character in "0123456789." for character in text[place - 1 : place + 1])
    return text[place] not in "；，、：。）｜" and not is_within_a_number


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a published figure carries."""
    return max(0, -int(value.as_tuple().exponent))


def figure(value: Decimal, decimals: int) -> str:
    """Return a figure with its decimals and a real minus: 92.87, −0.50."""
    return f"{value:.{decimals}f}".replace("-", "−")


def signed(value: Decimal, decimals: int) -> str:
    """Return a difference with its sign: +0.50, −0.13, and 0.00 without one."""
    return ("+" if value > 0 else "") + figure(abs(value) if value == 0 else value, decimals)
