"""排名分析: who stands where, what weights would do, and the two pictures that a meeting asks for first."""

import streamlit as st

from evaluation.charts import Earlier, gap_text
from evaluation.export.lists import ranking_list
from evaluation.search import matches
from evaluation.ui import what_if
from evaluation.ui.frame import clear_filter, head_row, open_page, stop_if_empty
from evaluation.ui.pictures import caption_for
from evaluation.ui.ranking_pictures import pictures
from evaluation.ui.raters_view import raters_card
from evaluation.ui.tables import rank_change, ranking_table
from evaluation.wording import moves
from evaluation.wording import pages as words

FILTERS = {
    words.ONLY_SUGGESTED: lambda candidate: candidate.suggested,
    words.ONLY_FLOOR: lambda candidate: bool(candidate.below_floor),
    words.ONLY_VETOED: lambda candidate: bool(candidate.unit.vetoes),
    words.ONLY_INCOMPLETE: lambda candidate: candidate.unit.total is None,
}

desk = open_page()
ribbons = st.container()
head_row(desk, words.RANKING)
stop_if_empty(desk)

tried = what_if.current(desk.scheme)
official_ranking = desk.rank()
official = desk.shortlist(official_ranking)
ranking = desk.rank(tried.weights, tried.aggregation) if tried.is_on else official_ranking
shortlist = desk.shortlist(ranking) if tried.is_on else official
if tried.is_on:
    with ribbons:
        what_if.what_if_ribbon(desk.scheme, tried, official, shortlist)

caption = caption_for(desk, ranking, shortlist)
table, tools = st.columns([3.55, 1], gap="medium")
with table:
    with st.container(horizontal=True, vertical_alignment="center"):
        search = st.text_input(
            words.SEARCH,
            placeholder=words.SEARCH_HINT,
            icon=":material/search:",
            key="search",
            bind="query-params",
            label_visibility="collapsed",
            width=270,
        )
        only = st.pills(words.ONLY, list(FILTERS), key="only", bind="query-params", label_visibility="collapsed")
        st.space("stretch")
        st.download_button(
            words.PRINT,
            lambda: ranking_list(
                ranking, shortlist, scheme=caption.scheme, check_code=caption.check_code, is_demonstration=desk.is_demonstration
            ),
            file_name=words.PRINT_FILE.format(period=desk.period, group=desk.group),
            icon=":material/print:",
            on_click="ignore",
        )
    found = {unit.name for unit in desk.roster.units if matches(unit, search or "")}
    shown = [
        candidate
        for candidate in shortlist.candidates
        if candidate.unit.unit in found and (only is None or FILTERS[only](candidate))
    ]
    if shown:
        if tried.is_on:
            before = {unit.unit: unit.rank for unit in official_ranking.units}
            heading, changes = words.COLUMN_WHAT_IF, [rank_change(before[c.unit.unit], c.unit.rank) for c in shown]
        else:
            heading = words.COLUMN_CHANGE.format(period=desk.previous_period or words.LAST_PERIOD)
            changes = [rank_change(c.unit.previous_rank, c.unit.rank) for c in shown]
        ranking_table(shown, ranking, change=heading, changes=changes, key="ranking_table", alt=gap_text(shortlist))
        st.caption(f"{words.LEGEND}{words.SHOWN.format(shown=len(shown), of=len(shortlist.candidates))}")
    else:
        with st.container(border=True):
            st.markdown(words.NO_HIT_TITLE)
            st.write(words.NO_HIT_TEXT.format(count=len(shortlist.candidates)))
            st.button(words.CLEAR_FILTER, icon=":material/filter_alt_off:", on_click=clear_filter)
with tools:
    with st.container(border=True):
        what_if.controls(desk.scheme)
    with st.container(border=True):
        what_if.list_change(official_ranking, official, ranking, shortlist)

if tried.is_on:
    earlier = Earlier(
        moves.OFFICIAL, moves.TRIED, {unit.unit: unit.rank for unit in official_ranking.units}, heavy=1, is_trial=True
    )
elif desk.previous_period:
    earlier = Earlier(desk.previous_period, desk.period, {unit.unit: unit.previous_rank for unit in ranking.units})
else:
    earlier = None
pictures(desk, shortlist, ranking, caption, earlier)
raters_card(desk, official)
