"""截图模式: the ranking alone, as large as the screen allows, with everything that a picture of it must say."""

import html
from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from evaluation.charts import Caption
from evaluation.gap_marks import gaps_named, marked
from evaluation.ranking import Ranking
from evaluation.shortlist import Candidate, in_short
from evaluation.ui.meeting_view import listen
from evaluation.ui.tables import DIMENSION_COLOURS, figure, signed
from evaluation.wording import charts, gallery
from evaluation.wording import pages as words
from evaluation.wording import screenshot as own
from evaluation.wording.ranking import GAP_MARK


def screenshot_button() -> None:
    """Offer the mode; the page below stays as it is, with its filters and trials."""
    st.button(own.BUTTON, icon=":material/screenshot_monitor:", on_click=_set, args=(True,), help=own.HELP)


def _set(is_on: bool) -> None:
    st.session_state["screenshot"] = is_on


def screenshot(
    rows: Sequence[Candidate], ranking: Ranking, caption: Caption, *, change: str, changes: Sequence[int | None], filters: str
) -> None:
    """Cover the page with its table while the mode is on; ``filters`` says what was filtered, "" for nothing."""
    if not st.session_state.get("screenshot"):
        return
    listen()
    named = gaps_named(ranking.missing_rule, (row.unit for row in rows))
    with st.container(key="shot"):
        st.html(_head(caption, len(rows), filters) + _table(rows, ranking, change, changes) + _foot(caption, named))
        with st.container(key="show_bar", horizontal=True):
            st.button(own.LEAVE, key="show_leave", on_click=_set, args=(False,))


def _head(caption: Caption, count: int, filters: str) -> str:
    marks = "".join(
        f"<b class='mark {state}'>{charts.STATES[state]}</b>" for state in charts.STATE_ORDER if state in caption.states
    )
    title = own.TITLE.format(period=caption.period, group=caption.group)
    note = words.SHOWN.format(shown=count, of=caption.of)
    notes = "　".join(filter(None, [filters, note]))
    return f"<header><h1>{html.escape(title)}</h1><span>{html.escape(notes)}</span><div>{marks}</div></header>"


def _foot(caption: Caption, named: str) -> str:
    line = charts.BAR.join(
        [
            *([f"{GAP_MARK} {named}"] if named else []),
            charts.WEIGHTS.format(weights=caption.weights),
            caption.scheme + caption.otherwise,
            charts.DATE.format(date=caption.date),
        ]
    )
    code = charts.CHECK_CODE.format(code=caption.check_code)
    return f"<footer><span>{html.escape(line)}</span><b>{html.escape(code)}</b></footer>"


def _table(rows: Sequence[Candidate], ranking: Ranking, change: str, changes: Sequence[int | None]) -> str:
    names = list(ranking.weights)
    has_points = any(row.unit.adjustment for row in rows)  # without them the row would not add up
    points = [words.COLUMN_ADJUSTMENT] if has_points else []
    after = [words.COLUMN_TOTAL, words.COLUMN_GAP, words.COLUMN_VERDICT]
    heads = [words.COLUMN_RANK, change, words.COLUMN_UNIT, *names, *points, *after]
    numeric = {words.COLUMN_RANK, *names, *points, words.COLUMN_TOTAL, words.COLUMN_GAP}
    head = "".join(f"<th{' class=number' if name in numeric else ''}>{html.escape(name)}</th>" for name in heads)
    body = "".join(_row(row, names, moved, has_points) for row, moved in zip(rows, changes, strict=True))
    return f"<table style='--rows:{len(rows)}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: Candidate, names: Sequence[str], moved: int | None, has_points: bool) -> str:
    unit = row.unit
    points = [f"<td class=number>{signed(unit.adjustment) if unit.adjustment else ''}</td>"] if has_points else []
    kind = "in" if row.suggested else "open" if unit.total is None else ""
    cells = [
        f"<td class=number>{unit.rank or charts.NOTHING}</td>",
        f"<td>{_moved(moved)}</td>",
        f"<td class=unit>{html.escape(unit.unit)}</td>",
        *(
            _score(unit.dimensions[name], place, name in row.below_floor, marked("", unit.on_gaps, name))
            for place, name in enumerate(names)
        ),
        *points,
        f"<td class='number total'>{marked(figure(unit.total), unit.on_gaps)}</td>",
        f"<td class=number>{signed(row.gap)}</td>",
        f"<td class='{'low' if row.below_floor and not unit.vetoes else ''}'>{html.escape(in_short(row))}</td>",
    ]
    return f"<tr class='{kind}'>{''.join(cells)}</tr>"


def _score(score: Decimal | None, place: int, is_low: bool, sign: str) -> str:
    colour = DIMENSION_COLOURS[place % len(DIMENSION_COLOURS)]
    share = min(max(score or Decimal(0), Decimal(0)), Decimal(100))
    return (
        f"<td class='number bar{' low' if is_low else ''}' style='--share:{share / 100};--colour:{colour}'>"
        f"{figure(score)}{sign}</td>"
    )


def _moved(moved: int | None) -> str:
    if moved is None:
        return ""
    return f"▲ {moved}" if moved > 0 else f"▼ {-moved}" if moved < 0 else gallery.UNMOVED
