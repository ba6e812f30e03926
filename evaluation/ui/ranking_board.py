"""The parts of 排名分析 that run by themselves, without the page around them.

The board follows what is tried: ribbon, table, weights, picture. Whatever depends on a weight has to be drawn there, and what
doesn't elsewhere, because each element costs the server a tenth of a millisecond or more at every step of a slider.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluation.charts import Caption, Earlier, gap_text
from evaluation.export.lists import ranking_list
from evaluation.ranking import Ranking
from evaluation.shortlist import Candidate, Shortlist
from evaluation.trial import Trial
from evaluation.ui import filters, what_if
from evaluation.ui.desk import Desk
from evaluation.ui.pictures import caption_for
from evaluation.ui.ranking_pictures import chosen_picture
from evaluation.ui.ranking_table import ranking_table
from evaluation.ui.screenshot import screenshot
from evaluation.ui.unit_detail import unit_detail
from evaluation.ui.whole_page import only, stay, whole_page_next
from evaluation.view import View, change, shown
from evaluation.wording import moves, views
from evaluation.wording import pages as words

BOARD, RULES = "board", "rules"
"""The parts of the page that run by themselves: what follows a moved weight, and the other rules that can be tried."""


@dataclass
class Board:
    """The places on the page that are filled here, and what was drawn last.

    ``against`` is the period that ranks are compared with while nothing is tried, None for none.
    """

    desk: Desk
    ribbons: DeltaGenerator
    table: DeltaGenerator
    tools: DeltaGenerator
    against: str | None = None
    ranking: Ranking | None = None
    shortlist: Shortlist | None = None
    caption: Caption | None = None

    def printed_list(self) -> bytes:
        """Return the workbook of the ranking as it is on screen."""
        assert self.ranking
        assert self.shortlist
        assert self.caption
        return ranking_list(
            self.ranking,
            self.shortlist,
            scheme=self.caption.scheme,
            check_code=self.caption.check_code,
            is_demonstration=self.desk.is_demonstration,
            is_final=self.desk.mark == "final",
            otherwise=self.desk.otherwise(self.shortlist) if self.caption.otherwise else "",
            decided_list=self.desk.list_name(self.shortlist.award),
        )


@dataclass(frozen=True)
class _Compared:
    """What ranks are compared with: the column's heading, and the ranks, None for none."""

    heading: str
    earlier: Earlier | None

    def changes(self, rows: Sequence[Candidate]) -> list[int | None]:
        """Return how many places each unit rose."""
        before = self.earlier.ranks if self.earlier else {}
        return [change(before.get(row.unit.unit), row.unit.rank) for row in rows]


@st.fragment(key=BOARD)
def ranking_board(board: Board) -> None:
    """Fill the board's places, and draw the picture below them."""
    desk = board.desk
    stay(desk, BOARD)
    tried = what_if.current(desk)
    official_ranking = desk.rank()
    official = desk.shortlist(official_ranking)
    ranking = desk.rank_trial(tried) if tried.is_on else official_ranking
    shortlist = desk.shortlist(ranking) if tried.is_on else official
    caption = caption_for(desk, ranking, shortlist, tried)
    board.ranking, board.shortlist, board.caption = ranking, shortlist, caption
    with board.ribbons:
        if tried.is_on:
            what_if.what_if_ribbon(desk.scheme, tried, official, shortlist, then=only(BOARD, RULES))
        else:
            st.empty()  # Streamlit keeps a place here only for what is drawn in a run of the whole page
    compared = _compared(board, tried, official_ranking)
    view = filters.view_of(desk.scheme)
    before = compared.earlier.ranks if compared.earlier else {}
    rows = shown(desk.cursor, view, shortlist.candidates, desk.roster.units, before)
    with board.table:
        clicked = _table(desk, ranking, shortlist, compared, view, rows)
    with board.tools:
        if clicked:
            unit_detail(desk, next(row for row in rows if row.unit.unit == clicked), compared.earlier, ranking.missing_rule)
        with st.container(border=True, key="screen_weights"):
            what_if.weights(desk.scheme, tried)
            what_if.way_back(tried, then=only(BOARD, RULES))
        with st.container(border=True, key="list_change"):
            what_if.list_change(official_ranking, official, ranking, shortlist)
    chosen_picture(desk, shortlist, ranking, caption, compared.earlier)
    filtered = views.FILTERED_BY.format(filters=filters.in_words(view)) if view.filters else ""
    screenshot(rows, ranking, caption, change=compared.heading, changes=compared.changes(rows), filters=filtered)


@st.fragment(key=RULES)
def other_rules(board: Board) -> None:
    """Draw what can be tried besides weights. Weights leave it as it is, so it has a part of its own."""
    stay(board.desk, RULES)
    with st.container(border=True, key="screen_rules"):
        what_if.other_rules(board.desk, then=only(BOARD, RULES))


def _compared(board: Board, tried: Trial, official: Ranking) -> _Compared:
    """Return the scheme's own ranks while something is tried, else those of the period that was chosen."""
    desk, against = board.desk, board.against
    if tried.is_on:
        ranks = {unit.unit: unit.rank for unit in official.units}
        return _Compared(words.COLUMN_WHAT_IF, Earlier(moves.OFFICIAL, moves.TRIED, ranks, heavy=1, is_trial=True))
    heading = words.COLUMN_CHANGE.format(period=against or words.LAST_PERIOD)
    return _Compared(heading, Earlier(against, desk.period, desk.ranks_in(against)) if against else None)


def _table(
    desk: Desk, ranking: Ranking, shortlist: Shortlist, compared: _Compared, view: View, rows: Sequence[Candidate]
) -> str | None:
    """Draw what is filtered, the grid and its legend; return the unit that was clicked, None for none."""
    count = {"shown": len(rows), "of": len(shortlist.candidates)}
    if not rows:
        with st.container(border=True):
            st.markdown(words.NO_HIT_TITLE)
            st.write(words.NO_HIT_TEXT.format(count=count["of"]))
            st.button(words.CLEAR_FILTER, icon=":material/filter_alt_off:", on_click=_clear, args=(desk,))
        return None
    if view.filters:
        with st.container(key="line_filtered", horizontal=True, vertical_alignment="center"):
            st.markdown(views.FILTERED.format(**count, filters=filters.in_words(view)))
            st.button(words.CLEAR_FILTER, type="tertiary", on_click=_clear, args=(desk,))
    return ranking_table(
        rows,
        ranking,
        change=compared.heading,
        changes=compared.changes(rows),
        floors={dimension.name: dimension.floor for dimension in desk.scheme.dimension},
        key="ranking_table",
        alt=gap_text(shortlist),
        legend=f"{words.SHOWN.format(**count)}{words.LEGEND_RANKS}",
        on_screen=f"{words.LEGEND_COLOURS}{views.CHOSEN_HINT}",
    )


def _clear(desk: Desk) -> None:
    filters.clear(desk.scheme)
    whole_page_next()
