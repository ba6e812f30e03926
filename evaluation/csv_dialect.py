"""How a CSV file is written: its delimiter, its quote sign, how a quote inside a quoted cell is marked."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluation.cells import all_plain

DELIMITERS = (",", "\t", ";", "，", "|", "；")
PADDED = (", ", "; ")
SPACE = " "
QUOTES = ('"', "'", "“”")
SAMPLE_LINES = 200
HEADER_LINES = 20
_DIGITS = re.compile(r"[\d０-９]")


@dataclass(frozen=True)
class Dialect:
    """How cells are parted and quoted.

    ``delimiter`` is "" for a single column. ``quote`` holds the opening and the closing sign where they differ (“”).
    A quote inside a quoted cell is doubled; with ``backslash`` it may have a backslash before it instead.
    """

    delimiter: str
    quote: str = '"'
    backslash: bool = False

    @property
    def opening(self) -> str:
        """The sign that opens a quoted cell."""
        return self.quote[0]

    @property
    def closing(self) -> str:
        """The sign that closes a quoted cell."""
        return self.quote[-1]

    @property
    def is_usual(self) -> bool:
        """Whether quotes are as in nearly all files: the sign is ", and doubled inside a cell."""
        return self.quote == '"' and not self.backslash

    @cached_property
    def blanks(self) -> str:
        """What may stand between a quote and a delimiter without meaning anything."""
        return "" if self.delimiter == SPACE else " \u3000"

    @cached_property
    def _cell(self) -> re.Pattern:
        """One well-formed cell with the delimiter or the end behind it: group 1 quoted, group 2 bare."""
        opening, closing = re.escape(self.opening), re.escape(self.closing)
        inner = rf"[^{closing}]*+(?:{closing}{closing}[^{closing}]*+)*+"
        if self.backslash:
            inner = rf"(?:[^{closing}\\]|\\.|{closing}{closing})*+"
        end = rf"({re.escape(self.delimiter)}|\Z)" if self.delimiter else r"(\Z)"
        signs = opening if opening == closing else ""
        bare = rf"[^{signs}{re.escape(self.delimiter)}]*+" if len(self.delimiter) == 1 and signs else rf"[^{signs or chr(0)}]*?"
        blank = f"[{self.blanks}]*+" if self.blanks else ""
        return re.compile(rf"(?:{blank}{opening}({inner}){closing}{blank}|(?!{blank}{opening})({bare})){end}", re.DOTALL)

    def cells(self, line: str) -> list[str] | None:
        """Return the cells of a well-formed record; None where its quotes don't add up."""
        if self.opening not in line:
            return self.plain_cells(line)
        found, at = [], 0
        while match := self._cell.match(line, at):
            quoted, bare, end = match.groups()
            found.append(bare if quoted is None else self.unquoted(quoted))
            at = match.end()
            if not end:
                return found
        return None

    def plain_cells(self, line: str) -> list[str]:
        """Return the cells of a line in which quotes mean nothing."""
        if not line:
            return []
        return line.split(self.delimiter) if self.delimiter else [line]

    def unquoted(self, inner: str) -> str:
        """Return what the text between two quotes says."""
        sign = self.closing
        if self.backslash:
            return re.sub(rf"\\([{re.escape(sign)}\\])|{re.escape(sign)}({re.escape(sign)})", r"\1\2", inner)
        return inner.replace(sign * 2, sign)

    def may_quote(self, line: str) -> bool:
        """Return whether a cell of the line may begin with the opening sign and one may end with the closing sign."""
        begins = line.startswith(self.opening) or self.delimiter + self.opening in line
        return begins and (line.endswith(self.closing) or self.closing + self.delimiter in line)

    def leaves_open(self, line: str) -> bool:
        """Return whether a quoted cell may go on behind this line: its quotes are odd in number."""
        if self.opening != self.closing:
            return line.count(self.opening) > line.count(self.closing)
        count = line.count(self.opening)
        if self.backslash:
            count -= len(re.findall(rf"\\{re.escape(self.opening)}", line.replace("\\\\", "")))
        return count % 2 == 1


def find_dialect(lines: Sequence[str], known_names: Container[str] = ()) -> Dialect:
    """Return the dialect under which the lines make the most even table that names the most known columns.

    ``known_names`` are in plain form.
    """
    sample = lines[:SAMPLE_LINES]
    if (stated := _stated(sample)) is not None:
        return stated
    best, best_score = Dialect(""), 0.0
    for dialect in _candidates(sample):
        score = _score(dialect, sample, known_names)
        if score > best_score:
            best, best_score = dialect, score
    return _with_backslash(best, lines)


def _stated(sample: Sequence[str]) -> Dialect | None:
    """Excel understands a first line that says ``sep=;`` and so do we."""
    match = re.fullmatch('"?sep=(.)"?', sample[0], re.IGNORECASE) if sample else None
    return Dialect(match[1]) if match else None


def _candidates(sample: Sequence[str]) -> Iterator[Dialect]:
    """Yield what may be the dialect, the likelier first: of equals the first one is taken."""
    text = "\n".join(sample)
    quotes = [quote for quote in QUOTES if quote == '"' or _quotes_cells(text, quote)]
    for quote in quotes:
        for delimiter in (*PADDED, *DELIMITERS):
            if delimiter in text:
                yield Dialect(delimiter, quote)
        if _may_be_spaced(sample):
            yield Dialect(SPACE, quote)


def _quotes_cells(text: str, quote: str) -> bool:
    """Return whether cells begin and end with this sign so often that it may be the sign for quoting."""
    if quote[0] not in text:
        return False
    edges = r"[,;\t|，；]"
    begin = len(re.findall(rf"(?:^|{edges}) ?{quote[0]}", text, re.MULTILINE))
    end = len(re.findall(rf"{quote[-1]} ?(?:$|{edges})", text, re.MULTILINE))
    return min(begin, end) >= 2


def _may_be_spaced(sample: Sequence[str]) -> bool:
    """Return whether single spaces may part the cells: nearly all lines have one, and half of them figures."""
    filled = [line for line in sample if line.strip()]
    spaced = [line for line in filled if SPACE in line.strip()]
    return len(spaced) >= 0.8 * len(filled) and 2 * sum(bool(_DIGITS.search(line)) for line in spaced) >= len(filled) > 1


def _score(dialect: Dialect, sample: Sequence[str], known: Container[str]) -> float:
    """Return how well a dialect fits: the share of even rows, a little more for wide ones, times the known names."""
    rows = [cells for cells in (dialect.cells(line) for line in sample if line.strip()) if cells is None or any(cells)]
    widths = Counter(len(row) for row in rows if row and len(row) > 1)
    if not widths:
        return 0.0
    cells = {cell for row in rows[:HEADER_LINES] if row and len(row) > 1 for cell in row}
    named = {name for name in all_plain(cells) if name in known}
    width, count = widths.most_common(1)[0]
    even = count / len(rows) * min(width, 12) ** 0.25
    return (even / 2 if dialect.delimiter == SPACE else even) * (1 + len(named))


def _with_backslash(dialect: Dialect, lines: Sequence[str]) -> Dialect:
    """Return the dialect with backslashes before quotes where more of the lines that have them are whole that way."""
    sign = "\\" + dialect.closing
    concerned = [line for line in lines if sign in line][:SAMPLE_LINES]
    if not concerned:
        return dialect
    other = Dialect(dialect.delimiter, dialect.quote, backslash=True)
    usual = Counter(len(cells) for line in lines[:SAMPLE_LINES] if (cells := dialect.cells(line))).most_common(1)
    width = usual[0][0] if usual else 0

    def whole(candidate: Dialect) -> int:
        return sum(len(candidate.cells(line) or ()) == width for line in concerned)

    return other if whole(other) > whole(dialect) else dialect
