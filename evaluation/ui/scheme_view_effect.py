"""What a draft would change, in sentences, before it is saved."""

from collections.abc import Iterator, Sequence

import streamlit as st

from evaluation.problems import EvaluationError
from evaluation.ranking import Ranking, rank_units
from evaluation.scheme_effect import Effect, Move, compare
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
        effects = _effects(desk, hand)
    except EvaluationError as error:
        return [md(error)]
    effect = next(item for item in effects if item.period == desk.period)
    lines = list(_effect_in_words(effect))
    others = [
        words.EFFECT_OTHER.format(period=item.period, count=item.moves)
        for item in effects
        if item.moves and item.period != desk.period
    ]
    lines += [words.EFFECT_OTHERS.format(periods="，".join(others))] if others else []
    return [*lines, locked_stay(desk)] if locked_stay(desk) and not effect.is_none else lines


def locked_stay(desk: Desk) -> str:
    """Return in a sentence which lists are locked and stay as they are, "" where none is."""
    lists = [f"{state.period}{state.award}" for state in desk.states.values() if state.is_locked]
    return words.LOCKED_STAY.format(lists=md(words.SEPARATOR.join(lists))) if lists else ""


def _effects(desk: Desk, hand: Hand) -> list[Effect]:
    tried = rehearse(desk, hand)
    schemes = (hand.in_force, hand.checked.scheme)
    return [
        compare(period, rank_units(desk.cursor, period), tried.get(period), schemes, desk.roster.groups)
        for period in desk.periods
    ]


def rehearse(desk: Desk, hand: Hand) -> dict[str, Ranking]:
    """Return period → ranking under what is shown. Raises EvaluationError where it can't be computed."""
    return rehearsal_of(desk.store.version, desk.store).rank(hand.checked.scheme)


def _effect_in_words(effect: Effect) -> Iterator[str]:
    if effect.is_none:
        yield words.EFFECT_SAME
        return
    for group, moves in effect.moved.items():
        lost = [move for move in moves if move.after is None]
        found = [move for move in moves if move.before is None]
        moved = [move for move in moves if move not in lost and move not in found]
        for sentence, some in ((words.EFFECT_MOVED, moved), (words.EFFECT_INCOMPLETE, lost), (words.EFFECT_COMPLETE, found)):
            if some:
                yield sentence.format(group=md(group), count=len(some), units=_units(some), moves=_moves(some))
    if not effect.moves:
        yield words.EFFECT_SCORES.format(count=effect.totals) if effect.totals else words.EFFECT_RANKS_SAME
    for change in effect.lists:
        parts = [
            sentence.format(names=md(words.SEPARATOR.join(names)))
            for sentence, names in ((words.EFFECT_ENTER, change.enter), (words.EFFECT_LEAVE, change.leave))
            if names
        ]
        if parts:
            yield words.EFFECT_LIST.format(award=md(change.award), group=md(change.group), changes="，".join(parts))
    if not any(change.enter or change.leave for change in effect.lists):
        yield words.EFFECT_LIST_SAME


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
