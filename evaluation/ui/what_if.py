"""What-if weights and aggregation of one person: sliders that sum to 100 %, kept in the session, never written."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from evaluation.ranking import Ranking
from evaluation.scheme import Aggregation, Scheme
from evaluation.shortlist import Shortlist
from evaluation.ui.frame import ribbon
from evaluation.ui.tables import in_chinese, plain
from evaluation.ui.text import md
from evaluation.wording import pages as words

_STATE = "what_if_weights"
_AGGREGATION = "aggregation"
_LEAST = 1.0


@dataclass(frozen=True)
class WhatIf:
    """The values that a person tries; None where the scheme's own hold."""

    weights: Mapping[str, Decimal] | None
    aggregation: Aggregation | None

    @property
    def is_on(self) -> bool:
        """Say whether anything differs from the scheme."""
        return self.weights is not None or self.aggregation is not None


def current(scheme: Scheme) -> WhatIf:
    """Return what the person has set on this session's sliders."""
    weights = st.session_state.get(_STATE)
    if weights is not None and set(weights) != {dimension.name for dimension in scheme.dimension}:
        weights = None
    aggregation = st.session_state.get(_AGGREGATION)
    return WhatIf(weights, aggregation if aggregation not in (None, scheme.aggregation) else None)


def reset() -> None:
    """Return to the scheme's weights and aggregation."""
    for key in [_STATE, _AGGREGATION, *(key for key in st.session_state if str(key).startswith("weight_"))]:
        st.session_state.pop(key, None)


def controls(scheme: Scheme) -> None:
    """Draw the sliders. Moving one lets the others give way in proportion, so that they always sum to 100 %."""
    names = [dimension.name for dimension in scheme.dimension]
    shares = _shares(scheme)
    st.markdown(words.WEIGHTS_TITLE)
    if len(names) > 1:
        for number, name in enumerate(names):
            key = f"weight_{number}"
            st.session_state[key] = float(shares[name])
            st.slider(
                md(name),
                _LEAST,
                100 - _LEAST * (len(names) - 1),
                step=0.1,
                format="%.1f%%",
                key=key,
                on_change=_moved,
                args=(names, number, shares),
            )
    st.session_state[_AGGREGATION] = st.session_state.get(_AGGREGATION) or scheme.aggregation
    st.selectbox(
        words.AGGREGATION, list(words.AGGREGATIONS), key=_AGGREGATION, format_func=words.AGGREGATIONS.get, filter_mode=None
    )
    st.caption(words.WEIGHTS_HINT)
    st.button(words.BACK_TO_SCHEME, icon=":material/undo:", width="stretch", on_click=reset, disabled=not current(scheme).is_on)


def _shares(scheme: Scheme) -> dict[str, Decimal]:
    """Return the weights now in use in percent, one decimal, summing to exactly 100."""
    weights = st.session_state.get(_STATE) or {dimension.name: dimension.weight for dimension in scheme.dimension}
    return _shared_out(Decimal(100), weights)


def _shared_out(whole: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Share ``whole`` percent out in proportion to the weights: one decimal each, none below the least, sum exact."""
    least, tenth = Decimal(str(_LEAST)), Decimal("0.1")
    small: dict[str, Decimal] = {}
    while True:
        large = {name: weight for name, weight in weights.items() if name not in small}
        rest, total = whole - sum(small.values()), sum(large.values())
        exact = {name: weight * rest / total for name, weight in large.items()}
        too_small = dict.fromkeys((name for name, share in exact.items() if share < least), least)
        if not too_small:
            break
        small |= too_small
    shares = small | {name: share // tenth * tenth for name, share in exact.items()}
    left = int((whole - sum(shares.values())) / tenth)
    for name in sorted(exact, key=lambda name: exact[name] % tenth, reverse=True)[:left]:
        shares[name] += tenth
    return {name: shares[name] for name in weights}


def _moved(names: list[str], number: int, shares: Mapping[str, Decimal]) -> None:
    """Give the moved slider its value and let the others share the rest in their old proportions."""
    moved = Decimal(str(round(st.session_state[f"weight_{number}"], 1)))
    others = _shared_out(100 - moved, {name: shares[name] for name in names if name != names[number]})
    st.session_state[_STATE] = {name: others.get(name, moved) for name in names}


def what_if_ribbon(scheme: Scheme, what_if: WhatIf, official: Shortlist, tried: Shortlist) -> None:
    """Say on a ribbon what is tried, what it would change in the list, and offer the way back."""
    parts = []
    if what_if.weights is not None:
        own = {dimension.name: dimension.weight for dimension in scheme.dimension}
        parts.append(words.WHAT_IF_WEIGHTS.format(now=ratio(what_if.weights), scheme=ratio(own)))
    if what_if.aggregation is not None:
        parts.append(
            words.WHAT_IF_AGGREGATION.format(
                now=words.AGGREGATIONS[what_if.aggregation], scheme=words.AGGREGATIONS[scheme.aggregation]
            )
        )
    text = words.WHAT_IF.format(change="，".join(parts), effect=effect(official, tried))
    with ribbon("what_if", text):
        st.button(words.BACK_TO_SCHEME, type="tertiary", key="ribbon_reset", on_click=reset)


def effect(official: Shortlist, tried: Shortlist) -> str:
    """Return in one sentence who would enter and who would leave the suggested list."""
    enter = [name for name in tried.suggested if name not in official.suggested]
    leave = [name for name in official.suggested if name not in tried.suggested]
    if not enter and not leave:
        return words.WHAT_IF_SAME
    if len(enter) == len(leave):
        return words.WHAT_IF_CHANGED.format(
            seats=in_chinese(official.quota), count=len(enter), enter=md("、".join(enter)), leave=md("、".join(leave))
        )
    sides = ((words.ENTER, enter), (words.LEAVE, leave))
    parts = [sentence.format(names=md("、".join(names))) for sentence, names in sides if names]
    return words.WHAT_IF_CHANGED_ONE_SIDE.format(parts="，".join(parts))


def list_change(official: Ranking, official_list: Shortlist, tried: Ranking, tried_list: Shortlist) -> None:
    """Draw who enters and leaves the suggested list, with ranks before and after."""
    st.markdown(words.LIST_CHANGE)
    before = {unit.unit: unit.rank for unit in official.units}
    after = {unit.unit: unit.rank for unit in tried.units}
    moved = [(words.LIST_ENTER, name) for name in tried_list.suggested if name not in official_list.suggested]
    moved += [(words.LIST_LEAVE, name) for name in official_list.suggested if name not in tried_list.suggested]
    for sentence, name in moved:
        st.markdown(sentence.format(unit=md(name), before=before[name], after=after[name]))
    if not moved:
        st.write(words.LIST_SAME if tried.is_what_if else words.LIST_UNTRIED)


def ratio(weights: Mapping[str, Decimal]) -> str:
    """Return weights as people say them: 1 : 1 : 1."""
    return " : ".join(plain(weight) for weight in weights.values())


def weights_in_words(ranking: Ranking) -> str:
    """Return names and ratio, as a picture's footer has them."""
    return f"{' : '.join(ranking.weights)} = {ratio(ranking.weights)}"
