"""Parts of 单位画像: strengths and 短板, the ranks of all periods, and why the rank changed."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from evaluation.charts import png_config, rank_history
from evaluation.indicator_places import IndicatorPlace, indicator_places
from evaluation.scheme_history import last_import, version_at
from evaluation.ui.desk import Desk
from evaluation.ui.plain_figure import show_figure
from evaluation.ui.tables import signed
from evaluation.ui.text import md
from evaluation.ui.unit_figures import change_of
from evaluation.ui.unit_figures import rank_history as ranks_of
from evaluation.ui.unit_view import UnitView
from evaluation.why import change_in_words
from evaluation.wording import unit_page as words
from evaluation.wording import why as reasons

NAMED = 3


def weak_card(view: UnitView) -> None:
    """Say in which indicators the unit is ahead of and behind its group, heaviest first."""
    found = indicator_places(view.group, view.name)
    if not found or len(view.peers) < 2 or not view.agrees:
        return
    weak = [item for item in found if item.lost > 0][:NAMED]
    strong = [item for item in reversed(found) if item.lost < 0][:NAMED]
    with st.container(border=True, gap="small"):
        st.markdown(words.WEAK if view.ranking.aggregation == "arithmetic" else words.WEAK_BY_WEIGHT)
        st.markdown(words.STRONG_LINE.format(items=_items(strong)) if strong else words.NOTHING_STRONG)
        st.markdown(words.WEAK_LINE.format(items=_items(weak)) if weak else words.NOTHING_WEAK)


def _items(items: Sequence[IndicatorPlace]) -> str:
    def points(item: IndicatorPlace) -> str:
        return signed(Decimal(round(-item.lost * 100)).scaleb(-2))

    return "；".join(words.ITEM.format(indicator=md(item.indicator), place=item.place, points=points(item)) for item in items)


def change_card(view: UnitView) -> None:
    """Say why the rank differs from an earlier period's, beside the line of all ranks."""
    desk, unit = view.desk, view.unit
    history = ranks_of(desk, view.name)
    earlier = [period for period, _ in history[:-1]]
    with st.container(border=True, gap="small"):
        if not earlier:
            st.markdown(words.CHANGE_PLAIN)
            st.write(reasons.NO_PREDECESSOR)
            return
        usual = desk.previous_period if desk.previous_period in earlier else earlier[-1]
        place = st.empty()
        chosen = usual
        if len(earlier) > 1:
            chosen = st.selectbox(
                words.COMPARED_WITH, earlier[::-1], index=earlier[::-1].index(usual), key="compared_with", filter_mode=None
            )
        place.markdown(words.CHANGE.format(period=md(chosen)))
        st.markdown(md(_change_text(view, chosen, dict(history)[chosen])))
        alt = "，".join(
            words.HISTORY_NONE.format(period=period) if rank is None else words.HISTORY_ITEM.format(period=period, rank=rank)
            for period, rank in history
        )
        show_figure(
            rank_history(history, words.HISTORY_RANK),
            config=png_config(""),
            key="history",
            alt=words.HISTORY_ALT.format(unit=view.name, ranks=alt),
        )
        if unit.rank is not None and dict(history)[chosen] is not None:
            st.caption(reasons.HOW_SPLIT)


def _change_text(view: UnitView, earlier: str, before: int | None) -> str:
    if view.unit.rank is None:
        return reasons.NO_RANK_NOW
    if before is None:
        return reasons.NO_RANK_BEFORE.format(period=earlier)
    if not view.agrees:
        return words.NOT_AGREED
    desk = view.desk
    now, then, wording = _schemes(desk, earlier)
    change = change_of(desk, view.name, earlier, then)
    if change is None:
        return reasons.NOT_SPLIT
    text = change_in_words(change, earlier)
    if then == now:
        text += reasons.SAME_RULES.format(number=now)
    else:
        text += wording.format(period=earlier, then=then, before=change.before, now=now, restated=before)
    if change.came:
        text += reasons.CAME.format(period=desk.period, units=reasons.NAMES.join(change.came))
    if change.went:
        text += reasons.WENT.format(units=reasons.NAMES.join(change.went))
    return text


def _schemes(desk: Desk, earlier: str) -> tuple[int, int, str]:
    """Return the numbers of the scheme now and then, and how to say a difference.

    Then: when the period's list was locked, or else when its last marks came in.
    """
    journal = desk.store.journal
    now = version_at(journal, desk.basis.position)
    locks = [state.lock.position for (period, _), state in desk.states.items() if period == earlier and state.is_locked]
    then = version_at(journal, max(locks) if locks else last_import(desk.cursor, earlier))
    return now, min(then, now), reasons.OTHER_RULES_LOCKED if locks else reasons.OTHER_RULES
