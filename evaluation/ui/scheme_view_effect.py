"""What a draft would change, in sentences, before it is saved."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from evaluation.problems import EvaluationError
from evaluation.ranking import Ranking, rank_units
from evaluation.scheme_effect import Effect, ListChange, Move, compare
from evaluation.ui.desk import Desk, rehearsal_of
from evaluation.ui.scheme_view_draft import Hand
from evaluation.ui.text import md
from evaluation.wording import scheme_page as words

LINE = "  \n"
_MOST_NAMES = 6


def effect_lines(desk: Desk, hand: Hand) -> list[str]:
    """Return in sentences what the shown scheme would change if it were in force."""
    if not desk.period or hand.in_force is None:
        return [words.EFFECT_NO_DATA]
    try:
        tried = rehearse(desk, hand)
        effects = _effects(desk, hand, tried)
    except EvaluationError as error:
        return [md(error)]
    effect = next(item for item in effects if item.period == desk.period)
    lines = [*_effect_in_words(effect), *_of_other_periods(effects, desk), *_new_periods(tried, desk)]
    return [*lines, locked_stay(desk)] if locked_stay(desk) and not effect.is_none else lines


def locked_stay(desk: Desk) -> str:
    """Return in a sentence which lists are locked and stay as they are, "" where none is."""
    lists = [f"{state.period}{state.award}" for state in desk.states.values() if state.is_locked]
    return words.LOCKED_STAY.format(lists=md(words.SEPARATOR.join(lists))) if lists else ""


def _effects(desk: Desk, hand: Hand, tried: Mapping[str, Ranking]) -> list[Effect]:
    schemes = (hand.in_force, hand.checked.scheme)
    return [
        compare(period, rank_units(desk.cursor, period), tried.get(period), schemes, desk.roster.groups)
        for period in desk.periods
    ]


def rehearse(desk: Desk, hand: Hand) -> dict[str, Ranking]:
    """Return period → ranking under what is shown. Raises EvaluationError where it can't be computed."""
    return rehearsal_of(desk.store.version, desk.store).rank(hand.checked.scheme)


def _of_other_periods(effects: Sequence[Effect], desk: Desk) -> Iterator[str]:
    others = [item for item in effects if item.period != desk.period and (item.is_gone or item.moves)]
    said = [
        words.EFFECT_OTHER_GONE.format(period=item.period)
        if item.is_gone
        else words.EFFECT_OTHER.format(period=item.period, count=item.moves)
        for item in others
    ]
    if said:
        yield words.EFFECT_OTHERS.format(periods="，".join(said))


def _new_periods(tried: Mapping[str, Ranking], desk: Desk) -> Iterator[str]:
    """Say which periods there are under the draft only: years that its parts make up."""
    for period in tried:
        if period not in desk.periods:
            ranked = sum(unit.rank is not None for unit in tried[period].units)
            yield words.EFFECT_NEW_PERIOD.format(period=period, count=ranked)


def _effect_in_words(effect: Effect) -> Iterator[str]:
    if effect.is_gone:
        yield words.EFFECT_GONE.format(period=effect.period)
        return
    if effect.is_none:
        yield words.EFFECT_SAME.format(period=effect.period)
        return
    for group, moves in effect.moved.items():
        yield from _moves_in_words(group, moves)
    if not effect.moves:
        yield words.EFFECT_SCORES.format(count=effect.totals) if effect.totals else words.EFFECT_RANKS_SAME
    changes = [change for change in effect.lists if not change.is_none]
    yield from map(_list_in_words, changes)
    if not changes:
        yield words.EFFECT_LIST_SAME


def _moves_in_words(group: str, moves: Sequence[Move]) -> Iterator[str]:
    kinds = (
        (words.EFFECT_MOVED, [move for move in moves if move.before is not None and move.after is not None]),
        (words.EFFECT_VETOED, [move for move in moves if move.after is None and move.vetoed]),
        (words.EFFECT_INCOMPLETE, [move for move in moves if move.after is None and not move.vetoed]),
        (words.EFFECT_COMPLETE, [move for move in moves if move.before is None]),
    )
    for sentence, some in kinds:
        if some:
            yield sentence.format(group=md(group), count=len(some), units=_units(some), moves=_moves(some))


def _list_in_words(change: ListChange) -> str:
    kinds = (
        (words.EFFECT_ENTER, change.enter),
        (words.EFFECT_LEAVE, change.leave),
        (words.EFFECT_PENDING, change.pending),
        (words.EFFECT_SETTLED, change.settled),
    )
    parts = [sentence.format(names=md(words.SEPARATOR.join(names))) for sentence, names in kinds if names]
    return words.EFFECT_LIST.format(award=md(change.award), group=md(change.group), changes="，".join(parts))


def _moves(moves: Sequence[Move]) -> str:
    """Return the largest moves first."""
    by_size = sorted(moves, key=lambda move: abs((move.before or 0) - (move.after or 0)), reverse=True)
    said = [words.EFFECT_MOVE.format(unit=md(move.unit), before=move.before, after=move.after) for move in by_size[:_MOST_NAMES]]
    return "，".join(said) + (words.EFFECT_MORE if len(moves) > _MOST_NAMES else "")


def _units(moves: Sequence[Move]) -> str:
    names = words.SEPARATOR.join(move.unit for move in moves[:_MOST_NAMES])
    return md(names + (words.EFFECT_MORE if len(moves) > _MOST_NAMES else ""))


def effect_card(desk: Desk, hand: Hand) -> None:
    """Draw what a draft or an old version would change, before it is saved."""
    if hand.changes and hand.checked.scheme:
        with st.container(border=True):
            st.markdown(words.EFFECT.format(period=desk.period) if desk.period else words.EFFECT_PLAIN)
            st.markdown(LINE.join(effect_lines(desk, hand)))
