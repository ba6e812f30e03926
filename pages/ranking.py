"""排名分析: who stands where and why, what other weights would do, and the pictures that a meeting asks for."""

import streamlit as st

from evaluation.charts import Earlier, gap_text
from evaluation.export.lists import ranking_list
from evaluation.ui import filters, what_if
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.pictures import caption_for
from evaluation.ui.ranking_pictures import pictures
from evaluation.ui.raters_view import raters_card
from evaluation.ui.saved_views_menu import views_menu
from evaluation.ui.screenshot import screenshot, screenshot_button
from evaluation.ui.tables import ranking_table
from evaluation.ui.unit_detail import unit_detail
from evaluation.ui.variants import variants_card
from evaluation.view import change, shown
from evaluation.wording import moves, views
from evaluation.wording import pages as words

desk = open_page()
ribbons = st.container()
head_row(desk, words.RANKING)
stop_if_empty(desk)

tried = what_if.current(desk)
official_ranking = desk.rank()
official = desk.shortlist(official_ranking)
ranking = desk.rank_trial(tried) if tried.is_on else official_ranking
shortlist = desk.shortlist(ranking) if tried.is_on else official
if tried.is_on:
    with ribbons:
        what_if.what_if_ribbon(desk.scheme, tried, official, shortlist)

caption = caption_for(desk, ranking, shortlist, tried)
table, tools = st.columns([3.55, 1], gap="medium")
with table:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        filters.search_and_pills()
        against = filters.more(desk.scheme, desk.earlier_periods, desk.previous_period)
        views_menu(desk)
        st.space("stretch")
        screenshot_button()
        st.download_button(
            words.PRINT,
            lambda: ranking_list(
                ranking, shortlist, scheme=caption.scheme, check_code=caption.check_code, is_demonstration=desk.is_demonstration
            ),
            file_name=words.PRINT_FILE.format(period=desk.period, group=desk.group),
            icon=":material/print:",
            on_click="ignore",
        )
    if tried.is_on:
        ranks = {unit.unit: unit.rank for unit in official_ranking.units}
        earlier = Earlier(moves.OFFICIAL, moves.TRIED, ranks, heavy=1, is_trial=True)
        heading = words.COLUMN_WHAT_IF
    else:
        earlier = Earlier(against, desk.period, desk.ranks_in(against)) if against else None
        heading = words.COLUMN_CHANGE.format(period=against or words.LAST_PERIOD)
    before = earlier.ranks if earlier else {}
    view = filters.view_of(desk.scheme)
    rows = shown(desk.cursor, view, shortlist.candidates, desk.roster.units, before)
    count = {"shown": len(rows), "of": len(shortlist.candidates)}
    if rows and view.filters:
        with st.container(key="line_filtered", horizontal=True, vertical_alignment="center"):
            st.markdown(views.FILTERED.format(**count, filters=filters.in_words(view)))
            st.button(words.CLEAR_FILTER, type="tertiary", on_click=filters.clear, args=(desk.scheme,))
    changes = [change(before.get(row.unit.unit), row.unit.rank) for row in rows]
    if rows:
        clicked = ranking_table(
            rows,
            ranking,
            change=heading,
            changes=changes,
            floors={dimension.name: dimension.floor for dimension in desk.scheme.dimension},
            key="ranking_table",
            alt=gap_text(shortlist),
        )
        st.caption(f"{words.LEGEND}{words.SHOWN.format(**count)}{views.CHOSEN_HINT}")
    else:
        clicked = None
        with st.container(border=True):
            st.markdown(words.NO_HIT_TITLE)
            st.write(words.NO_HIT_TEXT.format(count=count["of"]))
            st.button(words.CLEAR_FILTER, icon=":material/filter_alt_off:", on_click=filters.clear, args=(desk.scheme,))
with tools:
    if clicked:
        unit_detail(desk, next(row for row in rows if row.unit.unit == clicked), earlier)
    with st.container(border=True):
        what_if.controls(desk)
    with st.container(border=True):
        what_if.list_change(official_ranking, official, ranking, shortlist)
    with st.container(border=True, gap="small"):
        variants_card(desk.scheme, tried)

pictures(desk, shortlist, ranking, caption, earlier)
if desk.may("see_raters"):
    raters_card(desk, official)
filtered = views.FILTERED_BY.format(filters=filters.in_words(view)) if view.filters else ""
screenshot(rows, ranking, caption, change=heading, changes=changes, filters=filtered)
