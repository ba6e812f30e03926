"""The ranking as a grid: figures, marks and row colours of docs/visual."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pyarrow as pa
import streamlit as st

from evaluation.gap_marks import gaps_named, marked
from evaluation.ranking import Ranking
from evaluation.shortlist import Candidate, in_short
from evaluation.ui.dressed import Dressed
from evaluation.ui.paper import texts_on_paper
from evaluation.ui.tables import DIMENSION_COLOURS, ROW_HEIGHT, plain, rank_change
from evaluation.wording import pages as words
from evaluation.wording import views as view_words
from evaluation.wording.ranking import GAP_MARK

FIT = 3
"""With more dimensions the table scrolls sideways; then rank and name stay in sight, in the grey that the grid gives them."""
_SPOKEN = (words.COLUMN_UNIT, words.COLUMN_VERDICT)
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
    legend: str,
    on_screen: str,
) -> str | None:
    """Draw the ranking and return the unit that the person has clicked, None where there is none.

    ``change`` heads the column of ``changes``: against an earlier period, or against the scheme in a what-if. Figures are
    numbers to the grid, so that it sorts them, and are printed with the real minus. ``legend`` stands below, and
    behind it what is said ``on_screen`` only: colours and clicks. Scores that rest on gaps are named in between.
    """
    headings = _dimension_headings(ranking)
    columns = _columns(candidates, headings, change, changes)
    texts = _texts(columns, change) | _marked(candidates, columns, headings)
    pinned = (words.COLUMN_RANK, words.COLUMN_UNIT) if len(headings) > FIT else ()
    named = gaps_named(ranking.missing_rule, (candidate.unit for candidate in candidates))
    styles = [_row_style(columns, candidate, change, headings, pinned) for candidate in candidates]
    clicked = Dressed(pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()}), styles).dataframe(
        _figures(columns, change),
        hide_index=True,
        height="content" if len(candidates) <= 40 else 1320,
        row_height=ROW_HEIGHT,
        placeholder="—",
        key=key,
        column_config=_column_config(headings, change, ranking.decimals, floors, has_marks=bool(named)),
        alt=alt,
        on_select="rerun",
        selection_mode="single-cell",
    )
    below = f"{legend}{GAP_MARK} {named}" if named else legend
    texts_on_paper(texts, figures=[name for name in texts if name not in _SPOKEN], below=below, on_screen=on_screen)
    row = next((row for row, _ in clicked.selection.cells), None)
    return candidates[row].unit.unit if row is not None and row < len(candidates) else None


def _columns(
    candidates: Sequence[Candidate], headings: Mapping[str, str], change: str, changes: Sequence[int | None]
) -> dict[str, list]:
    """Return what stands in each column: whole numbers, decimals, words; None for nothing."""
    units = [candidate.unit for candidate in candidates]
    return {
        words.COLUMN_RANK: [unit.rank for unit in units],
        change: list(changes),
        words.COLUMN_UNIT: [unit.unit for unit in units],
        **{heading: [unit.dimensions[name] for unit in units] for name, heading in headings.items()},
        words.COLUMN_ADJUSTMENT: [unit.adjustment for unit in units],
        words.COLUMN_TOTAL: [unit.total for unit in units],
        words.COLUMN_GAP: [candidate.gap for candidate in candidates],
        words.COLUMN_VERDICT: [in_short(candidate) for candidate in candidates],
    }


def _figures(columns: Mapping[str, list], change: str) -> pa.Table:
    """Return the columns as the grid sorts them: numbers as numbers."""
    whole = (words.COLUMN_RANK, change)
    return pa.table(
        {
            name: pa.array(column, pa.string()) if name in _SPOKEN
            else pa.array(column, pa.int64()) if name in whole
            else pa.array([None if number is None else float(number) for number in column], pa.float64())
            for name, column in columns.items()
        }
    )  # fmt: skip


def _dimension_headings(ranking: Ranking) -> dict[str, str]:
    total = sum(ranking.weights.values())
    headings = {}
    for name, weight in ranking.weights.items():
        share = f"{plain(weight)}/{plain(total)}" if ranking.aggregation != "minimum" else ""
        headings[name] = words.COLUMN_DIMENSION.format(dimension=name, weight=share).strip()
    return headings


def _column_config(
    headings: dict[str, str], change: str, decimals: int, floors: Mapping[str, Decimal | None], *, has_marks: bool
) -> dict:
    sticks = len(headings) > FIT or None
    config: dict = {
        words.COLUMN_RANK: st.column_config.NumberColumn(width=52, pinned=sticks),
        change: st.column_config.NumberColumn(width=72, alignment="left"),
        words.COLUMN_UNIT: st.column_config.TextColumn(width=112, pinned=sticks),
        words.COLUMN_ADJUSTMENT: st.column_config.NumberColumn(width=68),
        words.COLUMN_TOTAL: st.column_config.NumberColumn(width=88 if has_marks else 72),
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


def _texts(columns: Mapping[str, list], change: str) -> dict[str, list[str]]:
    """Return by column what the grid prints, "" for nothing. Figures have their decimals as they come."""
    signed = (words.COLUMN_ADJUSTMENT, words.COLUMN_GAP)
    texts = {
        name: column if name in _SPOKEN else [_printed(number, name in signed) for number in column]
        for name, column in columns.items()
    }
    texts[change] = ["" if places is None else rank_change(places) for places in columns[change]]
    points = zip(columns[words.COLUMN_ADJUSTMENT], texts[words.COLUMN_ADJUSTMENT], strict=True)
    texts[words.COLUMN_ADJUSTMENT] = [text if number else "" for number, text in points]
    return texts


def _marked(candidates: Sequence[Candidate], columns: Mapping[str, list], headings: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the printed scores and totals with the sign where they rest on a gap. The grid's bars print no text."""
    units = [candidate.unit for candidate in candidates]
    if not any(unit.on_gaps for unit in units):
        return {}
    places = {heading: name for name, heading in headings.items()} | {words.COLUMN_TOTAL: None}
    return {
        heading: [marked(_printed(score, False), unit.on_gaps, name) for unit, score in zip(units, columns[heading], strict=True)]
        for heading, name in places.items()
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


def _printed(number: Decimal | int | None, is_signed: bool) -> str:
    """Return a figure with the real minus; ``is_signed``: one above zero bears its sign."""
    if number is None:
        return ""
    if number < 0:
        return f"−{-number}"
    return f"+{number}" if is_signed and number else str(number)
