"""Parts of 权重推演: the limits that a meeting accepts, the list, the ranges, the dial."""

from fractions import Fraction

import streamlit as st

from evaluation.problems import EvaluationError
from evaluation.scheme import Award
from evaluation.stability import Contest, Finding, Limits, Region, Turn, limited_region
from evaluation.stability.spoken import (
    on_the_list_in_words,
    percent,
    range_in_words,
    safe_share_in_words,
    share_in_words,
    way_in_words,
)
from evaluation.ui.desk import Desk
from evaluation.ui.text import md, plain_table
from evaluation.wording import pages
from evaluation.wording import stability as words

_WHOLE = (0, 100)


def award_choice(desk: Desk) -> Award:
    """Draw the choice of an award where the group competes for several, and return it; end the page where there is none."""
    awards = desk.awards()
    if not awards:
        st.info(pages.NO_AWARD.format(group=md(desk.group)), icon=":material/info:")
        st.stop()
    names = [award.name for award in awards]
    if len(names) == 1:
        return awards[0]
    chosen = st.segmented_control(
        pages.AWARD, names, default=names[0], required=True, key="award", bind="query-params",
        label_visibility="collapsed", format_func=md,
    )  # fmt: skip
    return awards[names.index(chosen)]


def limits(contest: Contest) -> Region | None:
    """Draw the limits of three weights and return the region within, None where nothing is limited or nothing is left."""
    between = {}
    with st.expander(words.LIMITS):
        for place, name in enumerate(contest.dimensions):
            low, high = st.slider(words.LIMIT_OF.format(name=md(name)), 0, 100, _WHOLE, step=5, key=f"limit_{place}")
            if (low, high) != _WHOLE:
                between[place] = (Fraction(low, 100), Fraction(high, 100))
        choices = [None, *range(len(contest.dimensions))]
        largest = st.selectbox(
            words.LARGEST,
            choices,
            key="largest",
            filter_mode=None,
            format_func=lambda place: words.LARGEST_ANY if place is None else contest.dimensions[place],
        )
        if not between and largest is None:
            return None
        try:
            return limited_region(len(contest.dimensions), Limits(between, largest))
        except EvaluationError as error:
            st.warning(md(error), icon=":material/rule:")
            return None


def list_card(finding: Finding, quota: int) -> None:
    """Say who is on the list at these weights."""
    st.markdown(words.LIST_HEAD.format(places=quota))
    listed = finding.safety.listed
    st.markdown("、".join(md(name) for name in finding.names(listed.inside)) or words.NOBODY_LISTED)
    if listed.tied:
        st.caption(words.LIST_TIED.format(units=md("、".join(finding.names(listed.tied)))))


def ranges_card(finding: Finding) -> None:
    """Say between which weights each dimension may move alone, and in which share of weightings the list stays.

    Where only accepted weights count and the present ones aren't among them, that is said too.
    """
    st.markdown(words.RANGES_HEAD)
    contest = finding.contest
    rows = [
        [name, percent(float(share)), range_in_words(*ends)]
        for name, share, ends in zip(contest.dimensions, contest.shares, finding.safety.ranges, strict=True)
    ]
    st.html(plain_table(rows, head=list(words.RANGES_COLUMNS), figures=frozenset({1, 2})))
    share = safe_share_in_words(finding)
    st.markdown((words.SAFE_SHARE_LIMITED if finding.is_limited else words.SAFE_SHARE).format(share=share))
    if finding.is_limited and not finding.region.holds(contest.weights):
        st.warning(words.OUTSIDE_LIMITS, icon=":material/rule:")
    if note := way_in_words(finding):
        st.caption(note)


def dial_card(contest: Contest, turns: list[Turn]) -> None:
    """Say where on the way from the mean to the lowest score the list changes."""
    st.markdown(words.DIAL_HEAD)
    st.caption(words.DIAL_TEXT)
    if not turns:
        st.write(words.DIAL_NONE if contest.within_rank is None else words.DIAL_NONE_BY_RANK)
        return
    rows = [[_place(turn), _swap(contest, turn)] for turn in turns]
    st.html(plain_table(rows, head=list(words.DIAL_COLUMNS)))


def _place(turn: Turn) -> str:
    if turn.exponent < -1000:
        return words.DIAL_BETWEEN[-1]
    between = words.DIAL_BETWEEN[0 if turn.exponent > 0 else 1 if turn.exponent > -1 else 2]
    return words.DIAL_PLACE.format(between=between, exponent=f"{turn.exponent:.2f}".replace("-", "−"))


def _swap(contest: Contest, turn: Turn) -> str:
    leaves, enters = ("、".join(contest.units[unit] for unit in side) for side in (turn.leaves, turn.enters))
    if leaves and enters:
        return words.REPLACES.format(enters=enters, leaves=leaves)
    if leaves:
        return (words.ONLY_LEAVES if turn.after.tied else words.FALLS_SHORT).format(leaves=leaves)
    return words.ONLY_ENTERS.format(enters=enters)


def member_choice(finding: Finding) -> int | None:
    """Draw the choice of a unit to shade on the triangle and return its position; None where lines are curves."""
    if finding.field is None:
        return None
    units = finding.contest.units
    chosen = st.selectbox(
        words.MEMBER,
        [words.MEMBER_NONE, *range(len(units))],
        key="member",
        filter_mode=None,
        format_func=lambda unit: unit if isinstance(unit, str) else units[unit],
    )
    return chosen if isinstance(chosen, int) and chosen < len(units) else None


def member_caption(finding: Finding, unit: int) -> None:
    """Say what the shade on the triangle means."""
    share = share_in_words(float(finding.chances[unit]))
    text = words.MEMBER_TEXT_LIMITED if finding.is_limited else words.MEMBER_TEXT
    st.caption(text.format(unit=md(finding.contest.units[unit]), on=on_the_list_in_words(finding), share=share))


def interval_rows(finding: Finding) -> int | None:
    """Draw the heading of the intervals and return how many rows to show: those with a chance, or None for all."""
    st.markdown(words.INTERVALS_HEAD)
    now = finding.ranks_now
    last = max((now[unit] for unit, share in enumerate(finding.chances) if share > 0), default=0)
    count = sum(rank <= last for rank in now)
    rest = len(now) - count
    show_all = words.SHOW_ALL.format(count=len(now))
    if rest < 3 or st.pills(words.INTERVALS, [show_all], key="all_intervals", label_visibility="collapsed"):
        return None
    text = words.ALWAYS_OUT if finding.way == "exact" else words.ALWAYS_OUT_SAMPLED
    st.caption((words.ALWAYS_OUT_LIMITED if finding.is_limited else text).format(count=rest))
    return count
