"""What one person tries: weights that sum to 100 %, the way to join dimensions, the rule for gaps, single marks.

Kept in the session, never written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from evaluation.history import part_states
from evaluation.ranking import Ranking
from evaluation.scheme import Indicator, Scheme
from evaluation.shortlist import Shortlist
from evaluation.trial import Trial, TriedMark, marks_now
from evaluation.ui.desk import Desk
from evaluation.ui.frame import ribbon
from evaluation.ui.tables import in_chinese, plain
from evaluation.ui.text import md
from evaluation.wording import pages as words
from evaluation.wording import trial as trial_words

_TRIAL = "trial"
_LEAST = 1.0
_REPORTED, _DRAWN, _MOVER = "weights_reported", "weights_drawn", "weight_mover"
_LATELY = 4
"""So many last states of the sliders may still be on their way back from the browser."""
MOST_MARKS = 2
"""So many tried marks are named on the ribbon; more are counted."""


Then = Callable[[], None]
"""What the page does after a change, such as letting only some of its parts run."""


def nothing_more() -> None:
    """Leave what runs next to the control that was touched."""


def current(desk: Desk) -> Trial:
    """Return what the person tries, without what the scheme says anyway or no longer knows."""
    scheme, trial = desk.scheme, st.session_state.get(_TRIAL, Trial())
    units, indicators = {unit.name for unit in desk.roster.units}, {indicator.name for indicator in scheme.indicators}
    if trial.weights is not None and {name for name, _ in trial.weights} != {dimension.name for dimension in scheme.dimension}:
        trial = replace(trial, weights=None)
    return replace(
        trial,
        aggregation=None if trial.aggregation == scheme.aggregation else trial.aggregation,
        missing=None if trial.missing == scheme.missing else trial.missing,
        marks=tuple(
            mark for mark in trial.marks if mark.period == desk.period and mark.unit in units and mark.indicator in indicators
        ),
    )


def _change(**changes: object) -> None:
    st.session_state[_TRIAL] = replace(st.session_state.get(_TRIAL, Trial()), **changes)


def _take(key: str, then: Then) -> None:
    """Take over what a control of this name says (its callback)."""
    _change(**{key: st.session_state[key]})
    then()


def reset(then: Then = nothing_more) -> None:
    """Return to the scheme and the stored marks."""
    st.session_state.pop(_TRIAL, None)
    then()


def controls(desk: Desk) -> None:
    """Draw all that can be tried, one below the other."""
    weights(desk.scheme, current(desk))
    other_rules(desk)
    way_back(current(desk))


def weights(scheme: Scheme, trial: Trial) -> None:
    """Draw the sliders. Moving one lets the others give way in proportion, so that they always sum to 100 %."""
    names = [dimension.name for dimension in scheme.dimension]
    st.markdown(words.WEIGHTS_TITLE, help=words.WEIGHTS_HINT if len(names) > 1 else None)
    if len(names) == 1:
        return
    shares = _shares(scheme, trial)
    st.session_state.pop(_REPORTED, None)
    st.session_state[_DRAWN] = (*st.session_state.get(_DRAWN, ()), tuple(shares.values()))[-_LATELY:]
    for number, name in enumerate(names):
        key = f"weight_{number}"
        _hold(key, float(shares[name]))
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


def other_rules(desk: Desk, then: Then = nothing_more) -> None:
    """Draw what else can be tried: how dimensions join, what a gap counts, single marks. ``then`` follows every change."""
    scheme, trial = desk.scheme, current(desk)
    if len(scheme.dimension) > 1:
        st.session_state["aggregation"] = trial.aggregation or scheme.aggregation
        st.select_slider(
            trial_words.DIAL, list(trial_words.DIAL_STOPS), key="aggregation", format_func=trial_words.DIAL_STOPS.get,
            on_change=_take, args=("aggregation", then), help=trial_words.DIAL_HELP,
        )  # fmt: skip
    st.session_state["missing"] = trial.missing or scheme.missing
    st.selectbox(
        trial_words.MISSING, list(trial_words.MISSING_RULES), key="missing", format_func=trial_words.MISSING_RULES.get,
        on_change=_take, args=("missing", then), filter_mode=None,
    )  # fmt: skip
    _marks(desk, trial, then)


def way_back(trial: Trial, then: Then = nothing_more) -> None:
    """Draw the button that takes back all that is tried, grey while nothing is."""
    is_idle = not trial.is_on
    st.button(words.BACK_TO_SCHEME, icon=":material/undo:", width="stretch", on_click=reset, args=(then,), disabled=is_idle)


def _hold(key: str, share: float) -> None:
    """Let a slider stand at a share. One that stands there already is left alone: set anew, it would fall back behind a hand.

    The hand's next step is on its way while this run still draws the last.
    """
    if round(st.session_state.get(key, -1.0), 1) != share:
        st.session_state[key] = share


def _marks(desk: Desk, trial: Trial, then: Then) -> None:
    """Draw the choice of a cell and its tried mark, and the marks that are tried now."""
    units = [unit.name for unit in desk.roster.units]
    if desk.kept("parts", desk.period, make=lambda: part_states(desk.cursor, desk.period, units)):
        st.caption(trial_words.MADE_OF_PARTS)
        return
    with st.popover(trial_words.MARKS, icon=":material/edit:", width="stretch", key="try_marks"):
        unit = st.selectbox(
            words.COLUMN_UNIT, [unit.name for unit in desk.roster.units if unit.group == desk.group], key="try_unit"
        )
        indicators = {indicator.name: indicator for indicator in desk.scheme.indicators}
        name = st.selectbox(trial_words.INDICATOR, list(indicators), key="try_indicator")
        now = desk.kept("mark", desk.period, unit, name, make=lambda: marks_now(desk.cursor, desk.period, unit, name))
        st.caption(_now_in_words(now) + _full_mark(indicators[name]))
        number = st.number_input(
            trial_words.NEW_MARK, value=None, step=1.0, format="%.2f", key="try_mark", placeholder=trial_words.NEW_MARK
        )
        mark = None if number is None else Decimal(str(number))
        from evaluation.plain_cells import mark_fault  # with all of the intake, which the first page does without

        fault = mark_fault(mark, indicators[name]) if mark is not None else None
        if fault:
            st.markdown(f":red[{md(fault[1])}]")
        st.button(
            trial_words.TRY_MARK, type="primary", disabled=mark is None or fault is not None, on_click=_try_mark,
            args=(TriedMark(desk.period, unit, name, mark), then), width="stretch",
        )  # fmt: skip
    for place, tried in enumerate(trial.marks):
        st.button(
            trial_words.MARK_TRIED.format(unit=md(tried.unit), indicator=md(tried.indicator), mark=plain(tried.mark)),
            key=f"drop_mark_{place}", icon=":material/close:", type="tertiary", on_click=_drop_mark,
            args=(tried, then), help=trial_words.DROP_MARK,
        )  # fmt: skip


def _full_mark(indicator: Indicator) -> str:
    return trial_words.FULL_MARK.format(mark=plain(indicator.full_mark)) if indicator.full_mark is not None else ""


def _now_in_words(now: list[tuple[str, Decimal]]) -> str:
    if not now:
        return trial_words.NO_MARK_NOW
    figures = "、".join(plain(mark) for _, mark in now)
    return trial_words.MARK_NOW.format(mark=figures) if len(now) == 1 else trial_words.MARKS_NOW.format(marks=figures)


def _try_mark(tried: TriedMark, then: Then) -> None:
    st.session_state[_TRIAL] = st.session_state.get(_TRIAL, Trial()).with_mark(tried)
    st.session_state["try_mark"] = None
    then()


def _drop_mark(tried: TriedMark, then: Then) -> None:
    _change(marks=tuple(mark for mark in st.session_state.get(_TRIAL, Trial()).marks if mark != tried))
    then()


def _shares(scheme: Scheme, trial: Trial) -> dict[str, Decimal]:
    """Return the weights now in use in percent, one decimal, summing to exactly 100."""
    own = {dimension.name: dimension.weight for dimension in scheme.dimension}
    return _shared_out(Decimal(100), dict(trial.weights) if trial.weights else own)


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
    """Give the moved slider its value and let the others share the rest in their old proportions.

    While a person goes on moving one slider, the browser still reports where the others stood before they gave way: these seem
    to be moved as well, and would take back what the person does. So this is decided anew with each slider that is reported.
    """
    reported = [*st.session_state.get(_REPORTED, ()), number]
    st.session_state[_REPORTED] = reported
    places = {one: Decimal(str(round(st.session_state[f"weight_{one}"], 1))) for one in reported}
    mover = _mover(places, st.session_state.get(_DRAWN, ()), st.session_state.get(_MOVER))
    st.session_state[_MOVER] = mover
    others = _shared_out(100 - places[mover], {name: shares[name] for name in names if name != names[mover]})
    _change(weights=tuple((name, others.get(name, places[mover])) for name in names))


def _mover(places: Mapping[int, Decimal], drawn: Sequence[Sequence[Decimal]], last: int | None) -> int:
    """Return which of the reported sliders a person moves: one that stands where it wasn't drawn lately, or the one of before."""
    new = [one for one, place in places.items() if all(place != shares[one] for shares in drawn)] or list(places)
    return last if last in new else new[0]


def what_if_ribbon(scheme: Scheme, trial: Trial, official: Shortlist, tried: Shortlist, then: Then = nothing_more) -> None:
    """Say on a ribbon what is tried, what it would change in the list, and offer the way back."""
    text = words.WHAT_IF.format(change="，".join(trial_in_words(scheme, trial)), effect=effect(official, tried))
    with ribbon("what_if", text):
        st.button(words.BACK_TO_SCHEME, type="tertiary", key="ribbon_reset", on_click=reset, args=(then,))


def trial_in_words(scheme: Scheme, trial: Trial) -> list[str]:
    """Return what a trial does, one phrase (Markdown) each; a single one where it does nothing."""
    parts = []
    if trial.weights is not None:
        own = {dimension.name: dimension.weight for dimension in scheme.dimension}
        parts.append(words.WHAT_IF_WEIGHTS.format(now=ratio(dict(trial.weights)), scheme=ratio(own)))
    if trial.aggregation is not None:
        stops = trial_words.DIAL_STOPS
        parts.append(words.WHAT_IF_AGGREGATION.format(now=stops[trial.aggregation], scheme=stops[scheme.aggregation]))
    if trial.missing is not None:
        rules = trial_words.MISSING_RULES
        parts.append(trial_words.WHAT_IF_MISSING.format(now=rules[trial.missing], scheme=rules[scheme.missing]))
    if len(trial.marks) > MOST_MARKS:
        parts.append(trial_words.WHAT_IF_MARKS.format(count=len(trial.marks)))
    else:
        parts += [
            trial_words.WHAT_IF_MARK.format(unit=md(mark.unit), indicator=md(mark.indicator), mark=plain(mark.mark))
            for mark in trial.marks
        ]
    return parts or [trial_words.AS_IT_IS]


def copy_in_words(trial: Trial) -> list[str]:
    """Return in plain text what a trial changes besides weights and aggregation, for a picture's footer."""
    parts = [trial_words.FOOT_MISSING.format(rule=trial_words.MISSING_RULES[trial.missing])] if trial.missing else []
    return [*parts, trial_words.WHAT_IF_MARKS.format(count=len(trial.marks))] if trial.marks else parts


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
    moved = [(words.LIST_ENTER, name) for name in tried_list.suggested if name not in official_list.suggested]
    moved += [(words.LIST_LEAVE, name) for name in official_list.suggested if name not in tried_list.suggested]
    if moved:
        before = {unit.unit: unit.rank for unit in official.units}
        after = {unit.unit: unit.rank for unit in tried.units}
        lines = [sentence.format(unit=md(name), before=before[name], after=after[name]) for sentence, name in moved]
    else:
        lines = [words.LIST_SAME if tried.is_what_if else words.LIST_UNTRIED]
    st.markdown("\n\n".join((words.LIST_CHANGE, *lines)))


def ratio(weights: Mapping[str, Decimal]) -> str:
    """Return weights as people say them: 1 : 1 : 1."""
    return " : ".join(plain(weight) for weight in weights.values())


def weights_in_words(ranking: Ranking) -> str:
    """Return names and ratio, as a picture's footer has them."""
    return f"{' : '.join(ranking.weights)} = {ratio(ranking.weights)}"
