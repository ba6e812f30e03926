"""Text from people on a page: it stays the text that it is, never markup, never HTML."""

import html
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

_ADDRESS = re.compile(r"(www)(?=\\\.)|(@)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/;-@\[-`{-~])")


def md(text: object) -> str:
    """Return text for use inside Markdown: every ASCII mark escaped, and no colon that could begin a shortcode.

    The word joiner (invisible) after a colon keeps ``:smile:`` and ``:red[…]`` from being taken for more than letters, and one
    inside www.… and a@b.cn keeps these from becoming links, which no escape does.
    """
    flat = " ".join(str(text).split("\n"))
    return _ADDRESS.sub("\\g<0>\u2060", _PUNCTUATION.sub(r"\\\1", flat)).replace(":", ":\u2060")


def plain_table(rows: list[list[object]], *, head: list[str] | None = None, figures: frozenset[int] = frozenset()) -> str:
    """Return a small HTML table of text cells; the columns in ``figures`` are set right."""
    return escaped_table(([html.escape(str(cell)) for cell in row] for row in rows), head or [], figures)


def escaped_table(rows: Iterable[Sequence[str]], head: Sequence[str], figures: Collection[int]) -> str:
    """Return the same of cells that bear no markup any more; paper repeats the head on each sheet."""

    @cache
    def line(tag: str, width: int) -> str:
        cells = (f"<{tag}{' class=number' if place in figures else ''}>%s</{tag}>" for place in range(width))
        return f"<tr>{''.join(cells)}</tr>"

    body = "".join(line("td", len(row)) % tuple(row) for row in rows)
    top = line("th", len(head)) % tuple(map(html.escape, head))
    return f'<table class="plain">{f"<thead>{top}</thead>" if head else ""}{body}</table>'


def grid_row(cells: list[str], kind: str = "") -> str:
    """Return one row of text cells laid out by the style sheet's class ``problem`` and this kind."""
    return f'<div class="problem {kind}">{"".join(f"<span>{html.escape(cell)}</span>" for cell in cells)}</div>'
