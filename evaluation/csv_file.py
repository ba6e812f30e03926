"""bytes → rows of a CSV file, in one go where it is even, else line by line; beyond the limits it is refused in words."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from evaluation import csv_text, encoding
from evaluation.apart import MAX_CELLS, MAX_ROWS
from evaluation.csv_even import EvenTable, even_table
from evaluation.grid import Grid
from evaluation.problems import Problem, UnreadableSheet
from evaluation.wording import intake as words

LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class CsvFile:
    """What a CSV file's bytes say: all rows, how they are written, and what was odd; ``beginning`` is that of its text."""

    rows: Grid | tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str
    beginning: str
    flaws: Sequence[csv_text.CsvFlaw] = ()

    @classmethod
    def of_even(cls, even: EvenTable) -> "CsvFile":
        """Return what an even file says, which nothing is odd about."""
        return cls(even.grid, even.encoding, even.dialect.delimiter, even.beginning(encoding.LOOK_AT))

    @classmethod
    def of_any(cls, content: bytes, file: str, known: Container[str]) -> "CsvFile":
        """Return what any file says. Raises UnreadableSheet where it is none in text, or one beyond the limits."""
        text, name = _decoded(content, file)
        refuse_unless(bool(text) and not text.isspace(), file, "empty_file", words.EMPTY_FILE)
        lines = max(_count(text, "\n"), _count(text, "\r"))
        refuse_unless(lines <= MAX_ROWS, file, "too_many_rows", words.TOO_MANY_ROWS, found=lines, rows=MAX_ROWS)
        cells = max(_count(text, mark) for mark in csv_text.DELIMITERS)
        is_small = cells <= MAX_CELLS and not _has_long_line(text)
        refuse_unless(is_small, file, "too_many_cells", words.TOO_MANY_CELLS)
        records, dialect, flaws = csv_text.split(text, known)
        rows = records if isinstance(records, Grid) else tuple(map(tuple, records))
        return cls(rows, name, dialect.delimiter, text[: encoding.LOOK_AT], flaws)


def read_csv(content: bytes, file: str, known_names: Container[str]) -> CsvFile:
    """Return what the bytes of a CSV file say; ``known_names`` (in plain form) help to tell the delimiter.

    Raises UnreadableSheet where they are no text, or more than a score sheet can be.
    """
    even = even_table(content, known_names, MAX_CELLS, LONGEST_LINE)
    is_even = even is not None and len(even.grid) <= MAX_ROWS
    return CsvFile.of_even(even) if is_even else CsvFile.of_any(content, file, known_names)


def _decoded(content: bytes, file: str) -> tuple[str, str]:
    try:
        return encoding.decode(content)
    except encoding.UnknownEncoding:
        binary = b"\x00" in content or sum(byte < 9 or 13 < byte < 32 for byte in content[:4096]) > 8
        refuse_unless(not binary, file, "binary", words.BINARY, guess="")
        message = words.UNKNOWN_ENCODING.format(file=file)
        raise UnreadableSheet(Problem(file, "", None, None, "unknown_encoding", "error", "", message)) from None


def _count(text: str, sign: str) -> int:
    """Most signs don't occur, which is found out ten times as fast as counting them."""
    return text.count(sign) if sign in text else 0


def _has_long_line(text: str) -> bool:
    at = 0
    while len(text) - at > LONGEST_LINE:
        end = max(text.rfind(sign, at, at + LONGEST_LINE + 1) for sign in "\r\n")
        if end < 0:
            return max(map(len, text.splitlines())) > LONGEST_LINE
        at = end + 1
    return False


def refuse_unless(condition: bool, file: str, code: str, message: str, **values: object) -> None:
    """Raise UnreadableSheet with a sentence about the whole file where a condition doesn't hold."""
    if not condition:
        raise UnreadableSheet(Problem(file, "", None, None, code, "error", "", message.format(file=file, **values)))
