"""权重推演: how far the weights can move before the list changes, who is first where, and between which ranks units lie."""

import streamlit as st

from evaluation.charts import PAGE, Preset, interval_pages, rank_intervals, weight_triangle
from evaluation.stability import contest_of, dial, explore
from evaluation.stability.spoken import finding_in_words, short_finding, short_intervals
from evaluation.ui import what_if
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.pictures import SIZES, caption_for, draw
from evaluation.ui.stability_view import (
    award_choice,
    dial_card,
    interval_rows,
    limits,
    list_card,
    member_caption,
    member_choice,
    ranges_card,
)
from evaluation.ui.text import md
from evaluation.wording import conditions as condition_words
from evaluation.wording import pages as common
from evaluation.wording import stability as words

desk = open_page()
ribbons = st.container()
head_row(desk, common.STABILITY)
stop_if_empty(desk)
award = award_choice(desk)

if conditions := desk.shortlist(desk.rank(), award).conditions:
    text = condition_words.NO_STABILITY.format(award=award.name, conditions=condition_words.JOINED.join(conditions))
    st.info(md(text), icon=":material/info:")
    st.stop()
tried = what_if.current(desk)
official_ranking = desk.rank()
official = desk.shortlist(official_ranking, award)
ranking = desk.rank_trial(tried) if tried.is_on else official_ranking
shortlist = desk.shortlist(ranking, award) if tried.is_on else official
if tried.is_on:
    with ribbons:
        what_if.what_if_ribbon(desk.scheme, tried, official, shortlist)

contest = contest_of(ranking, shortlist, desk.scheme)
caption = caption_for(desk, ranking, shortlist, tried)
names = {"period": desk.period, "group": desk.group}
is_triangle = len(contest.dimensions) == 3
picture, ranges, column = st.columns([1.5, 1.28, 0.82], gap="medium")
tools = column.container(key="screen_trial")
with tools:
    with st.container(border=True):
        what_if.controls(desk)
    region = limits(contest) if is_triangle else None
finding = explore(contest, region)
sentence = finding_in_words(finding)

with tools:
    member = member_choice(finding) if is_triangle and contest.units else None
scheme_weights = [float(dimension.weight) for dimension in desk.scheme.dimension] if tried.weights else None


def triangle(preset: Preset, _: int) -> dict:
    return weight_triangle(finding, caption, preset, scheme=scheme_weights, unit=member)


with picture:
    with st.container(border=True):
        st.markdown(f"### {md(''.join(short_finding(finding)))}")
        st.markdown(md(sentence))
        if is_triangle and contest.units:
            draw(triangle, lambda _: 1, PAGE, words.PICTURE_TRIANGLE.format(**names), sentence, "triangle")
            if member is not None:
                member_caption(finding, member)
            with st.expander(words.HOW_TO_READ):
                st.markdown(words.HOW_TO_READ_TEXT)
        elif not is_triangle:
            st.caption(words.NO_TRIANGLE.format(count=len(contest.dimensions)))
    if contest.units:
        with st.container(border=True):
            dial_card(contest, dial(contest))
with ranges:
    with st.container(border=True):
        list_card(finding, shortlist.quota)
    if contest.units:
        with st.container(border=True):
            ranges_card(finding)
        with st.container(border=True):
            only = interval_rows(finding)
            draw(
                lambda preset, page: rank_intervals(finding, shortlist, caption, preset, page, only),
                lambda _: 1,
                PAGE,
                words.PICTURE_INTERVALS.format(**names),
                "".join(short_intervals(finding)),
                "intervals",
            )
if contest.units:
    with st.container(horizontal=True, vertical_alignment="center", key="screen_size"):
        size = st.segmented_control(common.SIZE, list(SIZES), default=common.SIZE_PAGE, required=True, key="size")
        st.caption(common.SIZE_HINT)
    if SIZES[size].framed:
        if is_triangle:
            draw(triangle, lambda _: 1, SIZES[size], words.PICTURE_TRIANGLE.format(**names), sentence, "triangle")
        draw(
            lambda preset, page: rank_intervals(finding, shortlist, caption, preset, page),
            lambda preset: interval_pages(finding, shortlist, preset),
            SIZES[size],
            words.PICTURE_INTERVALS.format(**names),
            "".join(short_intervals(finding)),
            "intervals",
        )
