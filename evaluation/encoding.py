"""bytes → text: which encoding a file is in, by rules that can be said; nothing is replaced or dropped."""

import codecs
import contextlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(9), *range(14, 32), 127])
_BY_BYTES = ("utf-8", "utf-8-sig", "gb18030", "cp1252")
"""Codecs in which no other sign has a byte of a control sign in it: those are sought in the bytes, ten times as fast."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8（带 BOM）"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_USUAL = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
WESTERN = "Windows-1252"
_END = b"\x1a"
"""Old programs write it behind the end of a text."""
_CHINESE = re.compile("[\u3400-\u9fff]+")
LOOK_AT = 20_000
"""Signs at the beginning of a text that say whether it may be garbled."""
_BLOCK = 1 << 20
_FEW = 0.1
_MOSTLY = 0.9
_LONE = re.compile(rb"(?<![\x80-\xff])[\xa0-\xff](?![\x80-\xff])")


class UnknownEncoding(ValueError):
    """The bytes are no text in any of the encodings that offices use."""


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: byte order mark, UTF-16 by its NULs, UTF-8, GB18030.

    A file in plain letters with a few lone signs above them (° or é) is read as ``WESTERN``, which is a guess to be
    said. Raises UnknownEncoding; never replaces or drops a character.
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return text_of(content, codec), name
    if b"\x00" in content:
        return _utf16_without_mark(content)
    for codec, name in _USUAL:
        try:
            return text_of(content, codec), name
        except UnknownEncoding:
            continue
    if _is_western(content):
        return text_of(content, "cp1252"), WESTERN
    raise UnknownEncoding


def by_bytes(content: bytes) -> tuple[bytes, Sequence[tuple[str, str]]]:
    """Return the bytes of the text, and (codec, name) of what ``decode`` tries on them; none where that isn't UTF-8 or GB18030.

    In these commas, tabs and line ends are found by their bytes. The first in which all of the text is in order is the file's.
    """
    if b"\x00" in content or _END in content:
        return content, ()
    marked = next(((mark, name) for mark, _, name in _MARKS if content.startswith(mark)), None)
    if marked is None:
        return content, _USUAL
    is_utf8 = marked[0] == codecs.BOM_UTF8
    return content.removeprefix(codecs.BOM_UTF8), ((("utf-8", marked[1]),) if is_utf8 else ())


def looks_garbled(text: str) -> bool:
    """Return whether a text read as GB18030 has so many rare characters that it may be another encoding (Big5)."""
    counts = Counter("".join(_CHINESE.findall(text, 0, LOOK_AT)))
    rare = sum(count for sign, count in counts.items() if not _is_common(sign))
    return sum(counts.values()) >= 10 and rare > 0.25 * sum(counts.values())


def text_of(content: bytes, codec: str) -> str:
    """Return the text. Raises UnknownEncoding where a sign is none in this encoding, or one that no text has."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        raise UnknownEncoding from None
    if _has_control(content, text, codec):
        raise UnknownEncoding
    if codec == "gb18030" and any(map(_is_unassigned, _signs_of(text))):
        raise UnknownEncoding
    return text.rstrip(_END.decode())


def _has_control(content: bytes, text: str, codec: str) -> bool:
    if codec in _BY_BYTES:
        body = content.rstrip(_END)
        return len(body.translate(None, _CONTROL_BYTES)) < len(body)
    return _CONTROL.search(text.rstrip(_END.decode())) is not None


def _utf16_without_mark(content: bytes) -> tuple[str, str]:
    """ASCII characters leave their NULs on one side, which tells the byte order; 一 and wide blanks have theirs on the other.

    So the order with more NULs is tried first, and taken only if the text is in plain letters and common characters.
    """
    even, odd = content[0::2].count(0), content[1::2].count(0)
    for codec in ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le"):
        with contextlib.suppress(UnknownEncoding):
            text = text_of(content, codec)
            unassigned = any(map(_is_unassigned, _signs_of(text)))
            if not unassigned and _share_of_common(text) >= _MOSTLY:
                return text, "UTF-16"
    raise UnknownEncoding


def _signs_of(text: str) -> set[str]:
    """Return the distinct signs of a text, of millions a tenth of a second sooner than a set would."""
    found: set[str] = set()
    for first in range(0, len(text), _BLOCK):
        numbers = np.frombuffer(text[first : first + _BLOCK].encode("utf-32-le"), "<u4")
        seen = np.zeros(int(numbers.max()) + 1, bool)
        seen[numbers] = True
        found.update(map(chr, np.flatnonzero(seen).tolist()))
    return found


def _share_of_common(text: str) -> float:
    counts = Counter(text[:LOOK_AT])
    common = sum(count for character, count in counts.items() if character.isascii() or _is_common(character))
    return common / max(sum(counts.values()), 1)


def _is_western(content: bytes) -> bool:
    """Chinese text has its high bytes in runs; western text has few, and each of them alone."""
    high = sum(byte > 0x7F for byte in content)
    return high <= _FEW * len(content) and high == len(_LONE.findall(content))


def _is_unassigned(character: str) -> bool:
    return unicodedata.category(character) in ("Co", "Cn", "Cc") and character not in "\t\n\r\v\f"


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
