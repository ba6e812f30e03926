"""What every part of 单位画像 reads about its unit; the sentence and the five figures."""

import streamlit as st

from evaluation.explain import trace
from evaluation.gap_marks import marked
from evaluation.needed import Need, cheapest
from evaluation.ranking import RankedUnit, Ranking
from evaluation.shortlist import Candidate, Shortlist
from evaluation.spelling import spelled
from evaluation.ui.desk import Desk
from evaluation.ui.tables import figure, rank_change, signed
from evaluation.ui.text import md
from evaluation.ui.unit_figures import group_of, mean_total, needs_of, next_better
from evaluation.view import change
from evaluation.why import why
from evaluation.wording import unit_page as words


class UnitView:
    """One unit in the chosen period and group: what every part of the page reads."""

    def __init__(self, desk: Desk, ranking: Ranking, shortlist: Shortlist, candidate: Candidate):
        self.desk, self.ranking, self.shortlist, self.candidate = desk, ranking, shortlist, candidate
        self.unit: RankedUnit = candidate.unit
        self.name = candidate.unit.unit
        self.peers = [other for other in ranking.group(self.unit.group) if other.rank is not None]
        self.group = group_of(desk)
        self.agrees = self.group.agrees(ranking)
        self.award = next(iter(desk.awards()), None)
        self.step = desk.kept("trace", desk.period, self.name, make=lambda: trace(desk.cursor, desk.period, self.name))

    @property
    def sentence(self) -> str:
        """Return why the unit stands where it stands, with the shortest way onward."""
        first = why(self.ranking, self.shortlist, self.desk.scheme, self.name)
        return first + self.onward()

    @property
    def is_listed(self) -> bool:
        """Whether there is no list left to get onto: the unit is on the rules' or on the locked one."""
        return self.candidate.suggested or bool(self.candidate.decision)

    def onward(self) -> str:
        """Return the cheapest dimension that reaches the goal, else the cheapest indicator, "" where there is no goal.

        Where units are compared, an indicator may reach what no dimension does: it takes from the others' scores as well.
        """
        goal, found = self.goal()
        able = [need for need in found if need.kind == "dimension" and need.then is not None]
        if not goal or not found:
            return ""
        if able:
            best = min(able, key=lambda need: need.gain)
            return words.NEED_SENTENCE.format(label=best.label, gain=words.POINTS.format(gain=best.gain), goal=goal)
        one = cheapest(found)
        if one is None:
            return words.NEED_NONE.format(goal=goal)
        wording = words.NEED_SENTENCE if one.gain > 0 else words.NEED_LESS
        return wording.format(label=one.label, gain=words.MARKS.format(gain=spelled(abs(one.gain))), goal=goal)

    def goal(self) -> tuple[str, tuple[Need, ...]]:
        """Return the nearest goal in words (the list, else the next rank) and what it needs; "" where there is none."""
        if not self.agrees or self.unit.total is None or self.unit.rank is None:
            return "", ()
        if self.award and not self.is_listed and not self.unit.vetoes:
            return words.GOAL_LIST, needs_of(self.desk, self.name, award=self.award)
        ahead = next_better(self.ranking, self.unit)
        if ahead is None:
            return "", ()
        return words.GOAL_RANK.format(rank=ahead.rank), needs_of(self.desk, self.name, ahead.unit)


def sentence_card(view: UnitView) -> None:
    """Draw the sentence in large letters, its first clause bold."""
    head, colon, rest = view.sentence.partition("：")
    with st.container(border=True, key="why"):
        st.markdown(f"**{md(head)}**{colon}{md(rest)}")


def copy_tool(view: UnitView) -> None:
    """Offer the sentence as text to copy."""
    with st.popover(words.COPY, icon=":material/content_copy:"):
        st.code(view.sentence, language=None, wrap_lines=True)
        st.caption(words.COPY_HINT)


def metrics(view: UnitView) -> None:
    """Draw the five figures: rank, total, distance to the line, to the next better rank, since the last period."""
    unit, desk = view.unit, view.desk
    ahead = next_better(view.ranking, unit) if unit.rank is not None else None
    is_alone = len(view.peers) < 2
    rank = words.NONE if unit.rank is None else words.RANK_OF.format(rank=unit.rank, of=len(view.peers))
    mean = mean_total(view.ranking, unit.group)
    line = words.NO_LINE if view.shortlist.cut_line is None else words.LINE_IS.format(line=view.shortlist.cut_line)
    ahead_note = words.IS_ALONE if is_alone else words.IS_FIRST if unit.rank is not None else words.NONE
    before = words.NO_BEFORE
    if unit.previous_rank is not None:
        before = words.BEFORE.format(period=md(desk.previous_period), rank=unit.previous_rank)
    figures = [
        (words.RANK, rank, md(view.desk.group)),
        (marked(words.TOTAL, unit.on_gaps), figure(unit.total), words.GROUP_MEAN.format(mean=figure(mean))),
        (words.TO_LINE, signed(view.candidate.gap) or words.NONE, line),
        (
            words.TO_PREVIOUS,
            signed(unit.total - ahead.total) if ahead else words.NONE,
            words.AHEAD_IS.format(rank=ahead.rank, unit=md(ahead.unit)) if ahead else ahead_note,
        ),
        (words.SINCE, _since(unit), before),
    ]
    for column, (label, value, note) in zip(st.columns(5), figures, strict=True):
        column.metric(label, value, note, delta_color="off", delta_arrow="off", border=True)


def _since(unit: RankedUnit) -> str:
    if unit.rank is None or unit.previous_rank is None:
        return words.NONE
    return rank_change(change(unit.previous_rank, unit.rank))
