"""首页: in five seconds, which period, who has reported and who has not, the leaders, the next step."""

import streamlit as st

from evaluation.charts import PAGE, gap_text, gap_to_line, png_config, reporting_matrix, reporting_text
from evaluation.gap_marks import gap_note, marked
from evaluation.journal import in_words
from evaluation.shortlist import first_outside
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.overview import (
    alerts_of,
    close_call_card,
    doubts_line,
    doubts_now,
    finding,
    gaps_now,
    movers_card,
    next_step_card,
    parts_line,
)
from evaluation.ui.pictures import caption_for
from evaluation.ui.plain_figure import show_figure
from evaluation.ui.tables import figure
from evaluation.ui.text import md, plain_table
from evaluation.wording import home as home_words
from evaluation.wording import pages as words

desk = open_page()


def title() -> tuple[str, str]:
    if not (desk.roster.units and desk.periods):
        return words.APP, ""
    return finding(desk)


head_row(desk, title)
stop_if_empty(desk)
ranking = desk.rank()
shortlist = desk.shortlist(ranking)
units = [unit.name for unit in desk.roster.units if unit.group == desk.group]
missing = gaps_now(desk)
in_doubt = doubts_now(desk)
doubted = {(one.unit, one.dimension) for one in in_doubt}
dimensions = [dimension.name for dimension in desk.scheme.dimension]
names = {"period": desk.period, "group": desk.group}

left, right = st.columns([3, 1], gap="medium")
with left:
    with st.container(border=True, gap="small"):
        cells = len(units) * len(dimensions)
        heading = (words.REPORTING_MISSING if missing else words.REPORTING).format(
            done=cells - len(missing), missing=len(missing)
        )
        st.markdown(heading + (home_words.DOUBTED.format(count=len(doubted)) if doubted else ""))
        state = {(unit, dimension): "done" for unit in units for dimension in dimensions}
        state |= dict.fromkeys(doubted, "doubt")
        state |= {(gap.unit, gap.dimension): "missing" if len(gap.indicators) == gap.of else "partial" for gap in missing}
        counts = {(gap.unit, gap.dimension): len(gap.indicators) for gap in missing}
        show_figure(
            reporting_matrix(units, dimensions, state, counts),
            config=png_config(""),
            key="matrix",
            alt=reporting_text(units, dimensions, state),
        )
        parts_line(desk)
        doubts_line(in_doubt)
    with st.container(border=True, gap="small"):
        heading = words.LEADERS if shortlist.cut_line is not None else words.LEADERS_PLAIN
        st.markdown(heading.format(cut=figure(shortlist.cut_line), seats=shortlist.quota))
        show_figure(
            gap_to_line(shortlist, caption_for(desk, ranking, shortlist), PAGE, limit=9),
            key="leaders",
            config=png_config(words.PICTURE_GAP.format(**names), PAGE),
            alt=gap_text(shortlist),
        )
with right:
    with st.container(border=True, gap="small"):
        next_step_card(desk, missing, shortlist.award)
    with st.container(border=True, gap="small"):
        close_call_card(desk, shortlist, first_outside(shortlist), alerts_of(desk, ranking, shortlist))

recent, moved, other = st.columns([1.8, 1.2, 1], gap="medium")
with moved, st.container(border=True, gap="small"):
    movers_card(desk, ranking)
with recent, st.container(border=True, gap="small"):
    st.markdown(words.RECENT)
    events = desk.store.journal.events(since=max(0, desk.position - 6))[::-1]
    st.html(plain_table([[event.at[5:16].replace("T", " "), event.actor, in_words(event)] for event in events]))
with other, st.container(border=True, gap="small"):
    for group in desk.roster.groups:
        if group != desk.group:
            st.markdown(words.OTHER_GROUP.format(group=md(group)))
            shown = desk.rank_shown(group)
            top = [unit for unit in shown.group(group) if unit.rank is not None][:3]
            rows = [[unit.rank, marked(unit.unit, unit.on_gaps), figure(unit.total)] for unit in top]
            st.html(plain_table(rows, figures=frozenset((0, 2))))
            if note := gap_note(shown.missing_rule, *(unit.on_gaps for unit in top)):
                st.caption(note)
