"""评分人: whether they agree, who marks strictly, what the list would be without one. Beside the score, never part of it."""

from collections.abc import Callable, Sequence
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import streamlit as st

from evaluation.rater_effect import WithoutRater, leave_one_out, rater_marks
from evaluation.raters import Agreement, Effect, Panel, Severity, study_raters
from evaluation.shortlist import Shortlist, find_award
from evaluation.ui.desk import Desk
from evaluation.ui.text import md, plain_table
from evaluation.wording import raters as words

NAMED = 2
"""Raters without whom the list changes are named up to this many."""
_CENT = Decimal("0.01")


def raters_card(desk: Desk, official: Shortlist) -> None:
    """Draw the card of the raters of the chosen period and group; nothing where no indicator has two raters.

    ``official`` is the list under the scheme's own weights. Leaving one rater out takes a while, so it waits for a
    click, and its result is kept for as long as the data stay the same.
    """
    key = (desk.version, desk.period, desk.group)
    panel = _kept("raters_panel", key, lambda: study_raters(rater_marks(desk.cursor, desk.period, desk.group), desk.scheme))
    if panel is None:
        return
    without = _kept("raters_without", (*key, official.award))
    has_award = bool(official.award)
    with st.container(border=True, key="raters"):
        st.markdown(words.TITLE.format(group=md(desk.group), count=len(panel.severities)))
        st.markdown(finding(panel, without, has_award=has_award))
        left, right = st.columns([1.5, 1], gap="medium")
        left.html(_table(panel, without, has_award=has_award))
        with left, st.container(horizontal=True):
            with st.popover(words.DETAILS, icon=":material/table_rows:"):
                st.html(_details(desk, panel))
            asked = without is None and st.button(words.TRY, icon=":material/person_remove:")
        right.caption(_notes(desk, panel))
        if asked:
            with left:
                _kept("raters_without", (*key, official.award), lambda: _leave_one_out(desk, official, len(panel.severities)))
            st.rerun()


def _kept(name: str, key: tuple, make: Callable[[], Any] | None = None) -> Any:
    """Return what this session keeps under a name for this key; else what ``make`` gives, which is kept; else None."""
    found = st.session_state.get(name)
    if found is not None and found[0] == key:
        return found[1]
    if make is None:
        return None
    st.session_state[name] = (key, make())
    return st.session_state[name][1]


def _leave_one_out(desk: Desk, official: Shortlist, raters: int) -> tuple[WithoutRater, ...]:
    award = find_award(desk.scheme, official.award) if official.award else None
    bar = st.progress(0.0, text=words.TRYING.format(done=0, of=raters))
    found = []
    with closing(leave_one_out(desk.basis, desk.period, award, desk.group)) as results:
        for result in results:
            found.append(result)
            bar.progress(len(found) / raters, text=words.TRYING.format(done=len(found), of=raters))
    return tuple(found)


# --- sentences ----------------------------------------------------------------------------------------------------


def finding(panel: Panel, without: Sequence[WithoutRater] | None, *, has_award: bool) -> str:
    """Return the finding in one sentence of Markdown: agreement, severity and, once tried, the list without one."""
    parts = [_agreement(panel), _strictest(panel.severities)]
    if without is not None:
        parts += _without(without, has_award=has_award)
    return md(words.JOIN.join(filter(None, parts)) + words.STOP)


def _without(results: Sequence[WithoutRater], *, has_award: bool) -> list[str]:
    """Return which raters the list (or, without an award, the order) hangs on."""
    changed = [result for result in results if (_list_change(result) if has_award else result.moves)]
    if not changed:
        return [words.ALL_SAME if has_award else words.ALL_SAME_RANKS]
    if len(changed) > NAMED:
        return [(words.WITHOUT_MANY if has_award else words.WITHOUT_MANY_RANKS).format(count=len(changed))]
    return [
        words.WITHOUT.format(rater=_name(result.rater), change=words.COMMA.join(_list_change(result) or _moves(result)))
        for result in changed
    ]


def _agreement(panel: Panel) -> str:
    raters = len(panel.severities)
    who = words.TWO if raters == 2 else words.SEVERAL.format(count=raters)
    if panel.overall.level:
        return words.LEVELS[panel.overall.level].format(who=who, w=figure_of(panel.overall))
    known = {name: found for name, found in panel.dimensions.items() if found.w is not None}
    if known:
        parts = [words.BY_PART_ITEM.format(name=name, w=figure_of(found)) for name, found in known.items()]
        return words.BY_PART.format(who=who, parts="、".join(parts))
    known = {name: found for name, found in panel.indicators.items() if found.w is not None}
    if known:
        name = min(known, key=lambda name: known[name].w)
        return (words.LOWEST if len(known) > 1 else words.ONLY_ONE).format(who=who, name=name, w=figure_of(known[name]))
    return words.NO_AGREEMENT.format(who=who)


def figure_of(agreement: Agreement) -> str:
    """Return W with two decimals, — where there is none; 1.00 is kept for raters who agree completely."""
    if agreement.w is None:
        return words.NONE
    shown = _rounded(agreement.w)
    return f"{min(shown, 1 - _CENT) if agreement.w < 1 else shown}"


def _strictest(severities: Sequence[Severity]) -> str:
    """Return who is farthest from the mean (a strict one before a mild one), or why that can't be said."""
    compared = [one for one in severities if one.effect is not None]
    if not compared:
        return ""
    if (parts := _parts(severities)) > 1:
        return words.PARTED.format(count=parts)
    farthest = max(compared, key=lambda one: (abs(_rounded(one.effect)), one.effect < 0))
    if not _rounded(farthest.effect):
        return words.SENTENCE_EVEN
    sentence = words.SENTENCE_STRICT if farthest.effect < 0 else words.SENTENCE_MILD
    return sentence.format(rater=_name(farthest.rater), points=abs(_rounded(farthest.effect)))


def _change(result: WithoutRater, *, has_award: bool) -> str:
    """Return what leaving a rater out changes in the list and in the order, in a few words."""
    listed = _list_change(result) or ([words.LIST_SAME] if has_award else [])
    return words.COMMA.join([*listed, *_moves(result)])


def _list_change(result: WithoutRater) -> list[str]:
    """Return who enters, who leaves, and how many lose their rank because nobody else has marked them."""
    leave = [unit for unit in result.leave if unit not in result.unranked]
    said = [word.format(units="、".join(units)) for word, units in ((words.ENTER, result.enter), (words.LEAVE, leave)) if units]
    return [*said, words.UNRANKED.format(count=len(result.unranked))] if result.unranked else said


def _moves(result: WithoutRater) -> list[str]:
    """Return how many units change places, those apart of which more has been said."""
    named = {*result.enter, *result.leave, *result.unranked}
    others = [move for move in result.moves if move.unit not in named]
    if others:
        return [(words.OTHER_MOVES if named else words.MOVES).format(count=len(others))]
    return [] if named else [words.RANKS_SAME]


def _parts(severities: Sequence[Severity]) -> int:
    return len({one.part for one in severities} - {None})


def _name(rater: str) -> str:
    return rater or words.UNNAMED


def _rounded(number: Effect) -> Decimal:
    """Return a figure rounded half up to two decimals."""
    number = Fraction(number)
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(_CENT, ROUND_HALF_UP)


# --- tables -------------------------------------------------------------------------------------------------------


def _table(panel: Panel, without: Sequence[WithoutRater] | None, *, has_award: bool) -> str:
    parts = _parts(panel.severities)
    rows = [[_name(one.rater), one.marks, _severity(one, parts)] for one in panel.severities]
    head = [words.COLUMN_RATER, words.COLUMN_MARKS, words.COLUMN_SEVERITY]
    if without is not None:
        changes = {result.rater: _change(result, has_award=has_award) for result in without}
        head.append(words.COLUMN_WITHOUT if has_award else words.COLUMN_WITHOUT_RANKS)
        rows = [[*row, changes[one.rater]] for row, one in zip(rows, panel.severities, strict=True)]
    return plain_table(rows, head=head, figures=frozenset({1, 2}))


def _severity(one: Severity, parts: int) -> str:
    if one.effect is None:
        return words.NOT_COMPARABLE
    points = _rounded(one.effect)
    said = (words.STRICT if points < 0 else words.MILD).format(points=abs(points)) if points else words.EVEN
    return words.IN_PART.format(part=one.part, severity=said) if parts > 1 else said


def _details(desk: Desk, panel: Panel) -> str:
    rows = []
    for dimension in desk.scheme.dimension:
        if dimension.name in panel.dimensions:
            rows.append(_detail(dimension.name, panel.dimensions[dimension.name]))
            rows += [
                _detail(words.INDENTED.format(name=item.name), panel.indicators[item.name])
                for item in dimension.indicator
                if item.name in panel.indicators
            ]
    head = [words.COLUMN_NAME, words.COLUMN_RATERS, words.COLUMN_UNITS, words.COLUMN_W]
    return plain_table(rows, head=head, figures=frozenset({1, 2, 3}))


def _detail(name: str, agreement: Agreement) -> list[object]:
    return [name, len(agreement.raters), len(agreement.units), figure_of(agreement)]


def _notes(desk: Desk, panel: Panel) -> str:
    raters = len(panel.severities)
    notes = [
        words.NOTE.format(joined=words.JOINED[desk.scheme.raters]),
        words.EXPLAIN_W.format(count=raters, chance=_rounded(Fraction(1, raters))),
        words.EXPLAIN_SEVERITY,
    ]
    measured = [item.name for item in desk.scheme.indicators if item.name in panel.indicators and item.rule != "mark"]
    if measured:
        notes.append(words.MEASURED.format(names="、".join(measured)))
    return md("".join(notes))
