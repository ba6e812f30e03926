"""Signs that no eye sees in a name or a sentence, and that make what is read differ from what is kept."""

import re

from evaluation.wording import hidden_signs as words

_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control signs; tab and ends of lines are asked about apart
    "\u202a-\u202e\u2066-\u2069"  # turns of the reading direction: 评分⟨turn⟩vsc.exe shows as a CSV
    f"\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]"  # halves of characters, and what will never be one
)
"""Not among them: private characters, in which older systems keep rare ones of names, and blanks without width, which
come along with copied text, turn nothing round and are passed over where names are compared."""
_BREAK = re.compile("[\t\n\r\u2028\u2029]")


def hidden_fault(text: str, *, lines: bool = False) -> str:
    """Return which hidden sign a text holds first, and what to do about it, as a sentence; "" where it holds none.

    ``lines`` says that the text may have several lines, and tabs in them.
    """
    body = text.replace("\r\n", "\n").strip("\t\n ")
    if found := _HIDDEN.search(body.replace("\r", "\x00") if lines else body):
        return words.HIDDEN.format(place=found.start() + 1, code=f"{ord(body[found.start()]):04X}")
    if not lines and (found := _BREAK.search(body)):
        return words.BREAK.format(place=found.start() + 1)
    return ""


def visible(text: str) -> str:
    """Return a text without its hidden signs, so that a sentence about it reads as it is meant."""
    return _HIDDEN.sub("", text)
