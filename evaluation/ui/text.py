"""Text from people on a page: it stays the text that it is, never markup, never HTML."""

import html
import re

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

    def line(tag: str, width: int) -> str:
        return "".join(f"<{tag}{' class=number' if place in figures else ''}>{{}}</{tag}>" for place in range(width))

    pattern = {width: f"<tr>{line('td', width)}</tr>" for width in {len(row) for row in rows}}
    body = "".join(pattern[len(row)].format(*map(html.escape, map(str, row))) for row in rows)
    top = f"<tr>{line('th', len(head)).format(*map(html.escape, head))}</tr>" if head else ""
    return f'<table class="plain">{top}{body}</table>'


def grid_row(cells: list[str], kind: str = "") -> str:
    """Return one row of text cells laid out by the style sheet's class ``problem`` and this kind."""
    return f'<div class="problem {kind}">{"".join(f"<span>{html.escape(cell)}</span>" for cell in cells)}</div>'
