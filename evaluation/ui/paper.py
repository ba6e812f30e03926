"""What a page is on paper: a grid is drawn on a canvas and loses columns there, so a plain table stands in for it."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import streamlit as st

from evaluation.ui.text import plain_table


def on_paper(frame: pd.DataFrame, decimals: int = 2) -> None:
    """Put the table of a grid beside it, seen on paper alone (style.css): numbers as the grid prints them, — for none."""
    kinds = list(frame.dtypes)
    numbers = frozenset(place for place, kind in enumerate(kinds) if pd.api.types.is_numeric_dtype(kind))
    places = [decimals if pd.api.types.is_float_dtype(kind) else 0 for kind in kinds]
    columns = [[_cell(value, place) for value in frame.iloc[:, number].tolist()] for number, place in enumerate(places)]
    rows: list[list[object]] = [list(row) for row in zip(*columns, strict=True)]
    _stand_in([str(name) for name in frame.columns], rows, numbers)


def texts_on_paper(texts: Mapping[str, Sequence[str]], figures: Collection[str]) -> None:
    """Put a table of texts by column beside the grid that prints them, seen on paper alone; those in ``figures`` stand right."""
    rows: list[list[object]] = [[text or "—" for text in row] for row in zip(*texts.values(), strict=True)]
    _stand_in(list(texts), rows, frozenset(place for place, name in enumerate(texts) if name in figures))


def _stand_in(head: list[str], rows: list[list[object]], figures: frozenset[int]) -> None:
    with st.container(key=f"paper_{abs(hash(tuple(head)))}"):
        st.html(plain_table(rows, head=head, figures=figures))


def _cell(value: object, decimals: int) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "—"
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, int | float):
        return f"{value:.{decimals}f}".replace("-", "−")
    return str(value)
