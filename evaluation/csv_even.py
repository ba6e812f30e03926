"""CSV in which nothing is odd: no quotes, one kind of line end, the same number of cells in every line.

Nearly every file of a program is like this, and it is cut in one go. What comes out is what the careful way (``csv_text``)
gives; where anything is in doubt, nothing comes out and that way is taken.
"""

from collections.abc import Collection

from evaluation.csv_dialect import QUOTES, SAMPLE_LINES, Dialect, find_dialect
from evaluation.grid import Grid

_BIG = 300_000
"""Characters from which on it pays to have a file cut by Arrow, which takes a tenth of a second to be loaded."""
_SIGNS = "".join(QUOTES)


def even_grid(text: str, known_names: Collection[str] = (), big: int = _BIG) -> tuple[Grid, Dialect] | None:
    """Return all cells and how the file is written, None unless every line is plain and has as many cells as the others."""
    end, lines = _line_ends(text)
    if not end or any(sign in text for sign in _SIGNS):
        return None
    body = text.removesuffix(end)
    if body.endswith(end):
        return None
    dialect = find_dialect(_first_lines(body, end), known_names)
    if len(dialect.delimiter) != 1:
        return None
    with_arrow = len(body) >= big and dialect.delimiter.isascii() and not body.startswith("\ufeff")
    grid = (_cut_by_arrow if with_arrow else _cut)(body, end, dialect.delimiter)
    return (grid, dialect) if grid and len(grid) == lines + (len(body) == len(text)) else None


def _line_ends(text: str) -> tuple[str, int]:
    """Return the one way in which all lines end, "" where there are none or several, and how many ends there are."""
    feeds, returns = text.count("\n"), text.count("\r")
    if feeds and returns:
        return ("\r\n" if feeds == returns == text.count("\r\n") else ""), feeds
    return "\n" * bool(feeds) + "\r" * bool(returns), feeds + returns


def _first_lines(body: str, end: str) -> list[str]:
    at = 0
    for _ in range(SAMPLE_LINES):
        found = body.find(end, at)
        if found < 0:
            return body.split(end)
        at = found + len(end)
    return body[: at - len(end)].split(end)


def _cut(body: str, end: str, delimiter: str) -> Grid | None:
    rows = [line.split(delimiter) for line in body.split(end)]
    widths = set(map(len, rows))
    return Grid.of_rows(rows) if len(widths) == 1 and max(widths) > 1 else None


def _cut_by_arrow(body: str, end: str, delimiter: str) -> Grid | None:
    import pyarrow
    from pyarrow import csv

    width = 1 + body.count(delimiter, 0, body.find(end) if end in body else None)
    if width < 2:
        return None
    names = [str(column) for column in range(width)]
    content = body.encode()
    try:
        table = csv.read_csv(
            pyarrow.BufferReader(content),
            csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            csv.ParseOptions(
                delimiter=delimiter, quote_char=False, double_quote=False, escape_char=False, ignore_empty_lines=False
            ),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False, check_utf8=False),
        )
    except pyarrow.ArrowInvalid:
        return None
    cells = pyarrow.concat_arrays([chunk for column in table.columns for chunk in column.chunks]).dictionary_encode()
    return Grid(cells.dictionary.to_pylist(), cells.indices.to_numpy().reshape(width, -1))
