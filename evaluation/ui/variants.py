"""方案A and 方案B: two trials of one session, kept to be seen side by side. Neither is written anywhere."""

from dataclasses import dataclass

import streamlit as st

from evaluation.charts import Caption, Earlier
from evaluation.shortlist import Shortlist
from evaluation.trial import Trial
from evaluation.ui.desk import Desk
from evaluation.ui.pictures import caption_for
from evaluation.ui.what_if import current, effect, trial_in_words
from evaluation.wording import trial as words

_VARIANTS = "variants"


@dataclass(frozen=True)
class Comparison:
    """Two variants of one group: B's list and caption, the ranks under A, and who enters and leaves."""

    shortlist: Shortlist
    caption: Caption
    earlier: Earlier
    effect: str


def variants_card(desk: Desk) -> None:
    """Draw what is kept, and the buttons that keep what is on screen when they are pressed."""
    kept = st.session_state.get(_VARIANTS, {})
    st.markdown(words.COMPARE)
    for name in (words.A, words.B):
        if name in kept:
            st.markdown(words.VARIANT.format(name=name, what="，".join(trial_in_words(desk.scheme, kept[name]))))
    if not kept:
        st.caption(words.COMPARE_HINT)
    with st.container(horizontal=True):
        st.button(words.KEEP_A, on_click=_keep, args=(words.A, desk))
        st.button(words.KEEP_B, on_click=_keep, args=(words.B, desk))
    if kept:
        st.button(words.FORGET, type="tertiary", on_click=lambda: st.session_state.pop(_VARIANTS, None))


def _keep(name: str, desk: Desk) -> None:
    st.session_state[_VARIANTS] = {**st.session_state.get(_VARIANTS, {}), name: current(desk)}


def comparison(desk: Desk) -> Comparison | None:
    """Return the two kept variants side by side, one that isn't kept being the scheme as it is; None without any."""
    kept = st.session_state.get(_VARIANTS, {})
    if not kept:
        return None
    trials = [_fitting(desk, kept.get(name, Trial())) for name in (words.A, words.B)]
    rankings = [desk.rank_trial(trial) for trial in trials]
    lists = [desk.shortlist(ranking) for ranking in rankings]
    ranks = {unit.unit: unit.rank for unit in rankings[0].units}
    return Comparison(
        lists[1],
        caption_for(desk, rankings[1], lists[1], trials[1]),
        Earlier(words.A, words.B, ranks, heavy=1, is_trial=True),
        effect(*lists),
    )


def _fitting(desk: Desk, trial: Trial) -> Trial:
    """Return a trial without what the scheme in force no longer knows."""
    names, indicators = {one.name for one in desk.scheme.dimension}, {one.name for one in desk.scheme.indicators}
    if trial.weights is not None and {name for name, _ in trial.weights} != names:
        return Trial()
    units = {unit.name for unit in desk.roster.units}
    fits = all(mark.period == desk.period and mark.unit in units and mark.indicator in indicators for mark in trial.marks)
    return trial if fits else Trial()
