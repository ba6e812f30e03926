"""Rankings and lists as Streamlit tables: figures, marks and row colours of docs/visual."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from evaluation.ranking import Ranking
from evaluation.shortlist import Candidate, in_short
from evaluation.wording import pages as words

ROW_HEIGHT = 32
DIMENSION_COLOURS = ("#0B4F8A", "#009E73", "#E69F00", "#6A716F", "#6B4A8E")
_SUGGESTED_ROW = "background-color: #EEF2F4"
_INCOMPLETE_ROW = "background-color: #FDF8EC"
_RED = "color: #9C1F18"
_AMBER = "color: #7A4B00"
_VIOLET = "color: #573A78"


def signed(number: Decimal | None) -> str:
    """Return +0.50, −0.13 (a real minus), 0.00, or "" where there is none."""
    if number is None:
        return ""
    return f"+{number:f}" if number > 0 else f"{number:f}".replace("-", "−")


def plain(number: Decimal) -> str:
    """Return a setting such as 70 or 0.5 without trailing zeros."""
    return f"{number.normalize():f}"


def rank_change(before: int | None, now: int | None, *, none: str = words.NOT_A_MARK) -> str:
    """Return ▲ 3, ▼ 1 or — for a rank that rose, fell or stayed."""
    if now is None or before is None:
        return none if now is not None else ""
    if before == now:
        return "—"
    return f"▲ {before - now}" if before > now else f"▼ {now - before}"


def ranking_table(
    candidates: Sequence[Candidate],
    ranking: Ranking,
    *,
    change: str,
    changes: Sequence[str],
    key: str,
    alt: str,
) -> None:
    """Draw the ranking.

    ``change`` heads the column of ``changes``: against the last period, or against the scheme in a what-if.
    """
    headings = _dimension_headings(ranking)
    columns: dict[str, list] = {
        words.COLUMN_RANK: [candidate.unit.rank for candidate in candidates],
        change: list(changes),
        words.COLUMN_UNIT: [candidate.unit.unit for candidate in candidates],
    }
    for name, heading in headings.items():
        columns[heading] = [_float(candidate.unit.dimensions[name]) for candidate in candidates]
    columns |= {
        words.COLUMN_ADJUSTMENT: [
            signed(candidate.unit.adjustment) if candidate.unit.adjustment else "" for candidate in candidates
        ],
        words.COLUMN_TOTAL: [_float(candidate.unit.total) for candidate in candidates],
        words.COLUMN_GAP: [signed(candidate.gap) for candidate in candidates],
        words.COLUMN_VERDICT: [in_short(candidate) for candidate in candidates],
    }
    frame = pd.DataFrame(columns)
    frame[words.COLUMN_RANK] = frame[words.COLUMN_RANK].astype("Int64")
    st.dataframe(
        _styled(frame, candidates, change),
        hide_index=True,
        height="content" if len(frame) <= 40 else 1320,
        row_height=ROW_HEIGHT,
        placeholder="—",
        key=key,
        column_config=_column_config(headings, change, ranking.decimals),
        alt=alt,
    )


def _dimension_headings(ranking: Ranking) -> dict[str, str]:
    total = sum(ranking.weights.values())
    headings = {}
    for name, weight in ranking.weights.items():
        share = f"{plain(weight)}/{plain(total)}" if ranking.aggregation != "minimum" else ""
        headings[name] = words.COLUMN_DIMENSION.format(dimension=name, weight=share).strip()
    return headings


def _column_config(headings: dict[str, str], change: str, decimals: int) -> dict:
    config: dict = {
        words.COLUMN_RANK: st.column_config.NumberColumn(width=52),
        change: st.column_config.TextColumn(width=72),
        words.COLUMN_UNIT: st.column_config.TextColumn(width=112),
        words.COLUMN_ADJUSTMENT: st.column_config.TextColumn(width=68, alignment="right"),
        words.COLUMN_TOTAL: st.column_config.NumberColumn(width=72, format=f"%.{decimals}f"),
        words.COLUMN_GAP: st.column_config.TextColumn(width=86, alignment="right"),
        words.COLUMN_VERDICT: st.column_config.TextColumn(width=176),
    }
    for position, heading in enumerate(headings.values()):
        colour = DIMENSION_COLOURS[position % len(DIMENSION_COLOURS)]
        config[heading] = st.column_config.ProgressColumn(
            width=128, min_value=0, max_value=100, format=f"%.{decimals}f", color=colour
        )
    return config


def _styled(frame: pd.DataFrame, candidates: Sequence[Candidate], change: str) -> Styler:
    def colour(row: pd.Series) -> list[str]:
        candidate = candidates[row.name]
        ground = _SUGGESTED_ROW if candidate.suggested else _INCOMPLETE_ROW if candidate.unit.total is None else ""
        styles = dict.fromkeys(frame.columns, ground)
        if candidate.unit.total is None:
            styles[words.COLUMN_VERDICT] = f"{ground}; {_AMBER}"
        elif candidate.below_floor and not candidate.unit.vetoes:
            styles[words.COLUMN_VERDICT] = f"{ground}; {_RED}"
        if change == words.COLUMN_WHAT_IF:
            styles[change] = f"{ground}; {_VIOLET}"
        return list(styles.values())

    return frame.style.apply(colour, axis=1)


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def figure(number: Decimal | None) -> str:
    """Return a figure as published, — where there is none."""
    return "—" if number is None else f"{number:f}"


def in_chinese(count: int) -> str:
    """Return a small count as people say it (六席, 十二席), larger ones in figures."""
    digits = "零一二三四五六七八九十"
    if count <= 10:
        return digits[count]
    return "十" + digits[count - 10] if count < 20 else str(count)


def in_chinese_time(at: str) -> str:
    """Return 11月20日 09:42 for an ISO time."""
    return f"{int(at[5:7])}月{int(at[8:10])}日 {at[11:16]}"
