"""Part of 单位画像: what each dimension and indicator alone would need."""

from decimal import Decimal

import pandas as pd
import streamlit as st

from evaluation.needed import Need, cheapest
from evaluation.spelling import spelled
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.tables import ROW_HEIGHT, signed
from evaluation.ui.text import md
from evaluation.ui.unit_figures import needs_of, next_better
from evaluation.ui.unit_view import UnitView
from evaluation.wording import unit_page as words


def needs_card(view: UnitView) -> None:
    """Draw what each dimension and indicator alone would need to reach the list or the next better rank."""
    with st.container(border=True, gap="small"):
        if reason := _no_needs(view):
            st.markdown(words.NEEDS.format(goal=""))
            st.write(reason)
            return
        goals = _goals(view)
        place = st.empty()
        goal = next(iter(goals))
        if len(goals) > 1:
            goal = st.segmented_control(
                words.GOAL, list(goals), default=goal, required=True, key="goal", label_visibility="collapsed"
            )
        goal = goal if goal in goals else next(iter(goals))
        place.markdown(words.NEEDS.format(goal=goal))
        found = needs_of(view.desk, view.name, *goals[goal])
        frame = pd.DataFrame([_need_row(need) for need in found], columns=list(words.NEEDS_COLUMNS))
        st.dataframe(
            frame,
            hide_index=True,
            row_height=ROW_HEIGHT,
            height="content",
            key="needs",
            column_config={
                words.NEEDS_COLUMNS[0]: st.column_config.TextColumn(width=170),
                words.NEEDS_COLUMNS[1]: st.column_config.TextColumn(width=96, alignment="right"),
                words.NEEDS_COLUMNS[2]: st.column_config.TextColumn(width=130, alignment="right"),
            },
        )
        frame_on_paper(frame, right=words.NEEDS_COLUMNS[1:])
        best = cheapest(found)
        if best:
            share = f"{float(best.share) * 100:.1f}%"
            change = f"{spelled(best.now)} → {spelled(best.then)}"
            st.markdown(words.CHEAPEST.format(indicator=md(best.label), change=change, share=share))
        else:
            st.write(words.NO_CHEAPEST)


def _no_needs(view: UnitView) -> str:
    if view.unit.total is None or view.unit.rank is None:
        return words.NEEDS_INCOMPLETE if view.unit.total is None else words.BARRED_BY_VETO
    if not view.agrees:
        return words.NOT_AGREED
    return "" if _goals(view) else words.ALREADY_FIRST


def _goals(view: UnitView) -> dict[str, tuple]:
    """Return the goals worth showing: the list where the unit isn't on it and may be, and the next better rank."""
    goals: dict[str, tuple] = {}
    if view.award and not view.is_listed and not view.unit.vetoes:
        goals[words.GOAL_LIST] = ("", view.award)
    if ahead := next_better(view.ranking, view.unit):
        goals[words.GOAL_RANK.format(rank=ahead.rank)] = (ahead.unit, view.award)
    return goals


def _need_row(need: Need) -> tuple[str, str, str]:
    if need.kind == "together":
        gain = words.USELESS if need.then is None else words.EACH.format(gain=signed(need.gain))
        return words.TOGETHER, gain, ""
    label = words.DIMENSION_LINE.format(dimension=need.label) if need.kind == "dimension" else need.label
    if need.then is None:
        return label, words.OUT_OF_REACH, ""
    if need.kind == "dimension":
        return label, signed(need.gain), words.FROM_TO.format(now=need.now, then=need.then)
    return label, _change(need.gain), words.FROM_TO.format(now=spelled(need.now), then=spelled(need.then))


def _change(number: Decimal) -> str:
    return f"+{spelled(number)}" if number > 0 else f"−{spelled(-number)}"
