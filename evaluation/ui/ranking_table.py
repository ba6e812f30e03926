"""The ranking as a grid: figures, marks and row colours of docs/visual. Apart, because pandas takes half a second to load."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from evaluation.ranking import Ranking
from evaluation.shortlist import Candidate, in_short
from evaluation.ui.dressed import dressed
from evaluation.ui.paper import texts_on_paper
from evaluation.ui.tables import DIMENSION_COLOURS, ROW_HEIGHT, plain, rank_change
from evaluation.wording import pages as words
from evaluation.wording import views as view_words

FIT = 3
"""With more dimensions the table scrolls sideways; then rank and name stay in sight, in the grey that the grid gives them."""
_SUGGESTED_ROW = "background-color: #EEF2F4; color: #1E2A32"
_INCOMPLETE_ROW = "background-color: #FDF8EC; color: #1E2A32"
_PLAIN_ROW = "background-color: #FFFFFF; color: #1E2A32"
_BELOW_FLOOR = "background-color: #FBEDEB; color: #9C1F18"
_RED = "color: #9C1F18"
_AMBER = "color: #7A4B00"
_VIOLET = "color: #573A78"


def ranking_table(
    candidates: Sequence[Candidate],
    ranking: Ranking,
    *,
    change: str,
    changes: Sequence[int | None],
    floors: Mapping[str, Decimal | None],
    key: str,
    alt: str,
) -> str | None:
    """Draw the ranking and return the unit that the person has clicked, None where there is none.

    ``change`` heads the column of ``changes``: against an earlier period, or against the scheme in a what-if. Figures are
    numbers to the grid, so that it sorts them, and are printed with the real minus.
    """
    headings = _dimension_headings(ranking)
    spoken = (words.COLUMN_UNIT, words.COLUMN_VERDICT)
    columns: dict[str, list] = {
        words.COLUMN_RANK: [candidate.unit.rank for candidate in candidates],
        change: list(changes),
        words.COLUMN_UNIT: [candidate.unit.unit for candidate in candidates],
    }
    for name, heading in headings.items():
        columns[heading] = [_float(candidate.unit.dimensions[name]) for candidate in candidates]
    columns |= {
        words.COLUMN_ADJUSTMENT: [_float(candidate.unit.adjustment) for candidate in candidates],
        words.COLUMN_TOTAL: [_float(candidate.unit.total) for candidate in candidates],
        words.COLUMN_GAP: [_float(candidate.gap) for candidate in candidates],
        words.COLUMN_VERDICT: [in_short(candidate) for candidate in candidates],
    }
    wholes = (words.COLUMN_RANK, change)
    kinds = {name: None if name in spoken else "Int64" if name in wholes else "float64" for name in columns}
    frame = pd.DataFrame(
        {name: pd.array(values, dtype=kinds[name]) if kinds[name] else values for name, values in columns.items()}
    )
    texts = _texts(columns, change, headings.values(), ranking.decimals)
    pinned = (words.COLUMN_RANK, words.COLUMN_UNIT) if len(headings) > FIT else ()
    clicked = st.dataframe(
        dressed(
            frame, pd.DataFrame(texts), [_row_style(columns, candidate, change, headings, pinned) for candidate in candidates]
        ),
        hide_index=True,
        height="content" if len(frame) <= 40 else 1320,
        row_height=ROW_HEIGHT,
        placeholder="—",
        key=key,
        column_config=_column_config(headings, change, ranking.decimals, floors),
        alt=alt,
        on_select="rerun",
        selection_mode="single-cell",
    )
    texts_on_paper(texts, figures=[name for name in texts if name not in spoken])
    row = next((row for row, _ in clicked.selection.cells), None)
    return candidates[row].unit.unit if row is not None and row < len(candidates) else None


def _dimension_headings(ranking: Ranking) -> dict[str, str]:
    total = sum(ranking.weights.values())
    headings = {}
    for name, weight in ranking.weights.items():
        share = f"{plain(weight)}/{plain(total)}" if ranking.aggregation != "minimum" else ""
        headings[name] = words.COLUMN_DIMENSION.format(dimension=name, weight=share).strip()
    return headings


def _column_config(headings: dict[str, str], change: str, decimals: int, floors: Mapping[str, Decimal | None]) -> dict:
    sticks = len(headings) > FIT or None
    config: dict = {
        words.COLUMN_RANK: st.column_config.NumberColumn(width=52, pinned=sticks),
        change: st.column_config.NumberColumn(width=72, alignment="left"),
        words.COLUMN_UNIT: st.column_config.TextColumn(width=112, pinned=sticks),
        words.COLUMN_ADJUSTMENT: st.column_config.NumberColumn(width=68),
        words.COLUMN_TOTAL: st.column_config.NumberColumn(width=72),
        words.COLUMN_GAP: st.column_config.NumberColumn(width=86),
        words.COLUMN_VERDICT: st.column_config.TextColumn(width=176),
    }
    for position, (name, heading) in enumerate(headings.items()):
        colour = DIMENSION_COLOURS[position % len(DIMENSION_COLOURS)]
        floor = floors.get(name)
        config[heading] = st.column_config.ProgressColumn(
            width=128,
            min_value=0,
            max_value=100,
            format=f"%.{decimals}f",
            color=colour,
            help=view_words.FLOOR_HELP.format(floor=plain(floor)) if floor is not None else view_words.NO_FLOOR_HELP,
        )
    return config


def _texts(columns: Mapping[str, Sequence], change: str, scores: Iterable[str], decimals: int) -> dict[str, list[str]]:
    """Return by column what the grid prints, "" for nothing; ``scores`` names the dimensions' columns."""

    def printed(name: str, *, sign: bool = False) -> list[str]:
        return ["" if number is None else _printed(number, decimals, sign=sign) for number in columns[name]]

    adjustments = [_printed(points, decimals, sign=True) if points else "" for points in columns[words.COLUMN_ADJUSTMENT]]
    return {
        words.COLUMN_RANK: ["" if rank is None else str(rank) for rank in columns[words.COLUMN_RANK]],
        change: ["" if places is None else rank_change(places) for places in columns[change]],
        words.COLUMN_UNIT: list(columns[words.COLUMN_UNIT]),
        **{name: printed(name) for name in scores},
        words.COLUMN_ADJUSTMENT: adjustments,
        words.COLUMN_TOTAL: printed(words.COLUMN_TOTAL),
        words.COLUMN_GAP: printed(words.COLUMN_GAP, sign=True),
        words.COLUMN_VERDICT: list(columns[words.COLUMN_VERDICT]),
    }


def _row_style(
    columns: Iterable[str], candidate: Candidate, change: str, headings: Mapping[str, str], pinned: Iterable[str]
) -> dict[str, str]:
    """Return the colours of a row's cells. The ground of a ``pinned`` column would be grey; its cells get one of their own."""
    ground = _SUGGESTED_ROW if candidate.suggested else _INCOMPLETE_ROW if candidate.unit.total is None else _PLAIN_ROW
    styles = dict.fromkeys(pinned if ground is _PLAIN_ROW else columns, ground)
    for name in candidate.below_floor:
        styles[headings[name]] = _BELOW_FLOOR
    if candidate.unit.total is None:
        styles[words.COLUMN_VERDICT] = f"{ground}; {_AMBER}"
    elif candidate.below_floor and not candidate.unit.vetoes:
        styles[words.COLUMN_VERDICT] = f"{ground}; {_RED}"
    if change == words.COLUMN_WHAT_IF:
        styles[change] = f"{ground}; {_VIOLET}"
    return styles


def _printed(number: float, decimals: int, *, sign: bool = False) -> str:
    text = f"{number:{'+' if sign and number else ''}.{decimals}f}"
    return text.replace("-", "−")


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
