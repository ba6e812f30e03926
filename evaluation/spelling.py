"""How numbers and places are written: a column's letters, a figure as people write it, a binary one as a spreadsheet shows it.

Apart from ``cells``, because the process that reads a workbook needs nothing else, and each module makes it start later.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache


@lru_cache(maxsize=20_000)
def column_letter(index: int) -> str:
    """Return the spreadsheet's letter of the column with this 0-based index (0 → A, 26 → AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the 0-based index of a column's letters (A → 0, AA → 26)."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def spelled(value: Decimal) -> str:
    """Return the number as a person writes it: no exponent, no trailing zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(double: float) -> str:
    """Return a workbook's binary number as the spreadsheet shows it: 15 significant digits, half up, no exponent."""
    text = repr(double)
    if len(text) <= 16 and "e" not in text and double:  # no more than 15 digits: they are what is shown
        return text.removesuffix(".0")
    number = Decimal(double)
    if not number:
        return "0"
    places = 14 - number.adjusted()
    if places <= 0:
        return spelled(Decimal(f"{double:.15g}"))
    return spelled(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
