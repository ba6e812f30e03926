"""Part of 先进集体: the table in which people say who is put forward, and why."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from evaluation.gap_marks import gaps_named, marked
from evaluation.selection import Decision, opinion
from evaluation.shortlist import Shortlist
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.tables import figure, in_chinese_time, signed
from evaluation.ui.text import md
from evaluation.wording import award_page as words
from evaluation.wording import pages
from evaluation.wording.ranking import GAP_MARK

_CHOICE_OF = {spoken: choice for choice, spoken in words.CHOICES.items()}


def editor(shortlist: Shortlist, stands: Mapping[str, Decision], key: str, *, is_locked: bool) -> list[Decision]:
    """Draw every unit of the group in rank order and return what the person wants, one decision per unit.

    The conditions that a unit fails stand in the field for the reason until somebody writes another.
    """
    ranked = [candidate.unit for candidate in shortlist.candidates]
    units = [unit.unit for unit in ranked]
    named = gaps_named(shortlist.missing_rule, ranked)
    of_rules = {candidate.unit.unit: "；".join(candidate.all_reasons) for candidate in shortlist.candidates}
    edited = st.data_editor(
        pd.DataFrame(
            {
                pages.COLUMN_RANK: pd.array([candidate.unit.rank for candidate in shortlist.candidates], dtype="Int64"),
                pages.COLUMN_UNIT: units,
                pages.COLUMN_TOTAL: [marked(figure(unit.total), unit.on_gaps) for unit in ranked],
                pages.COLUMN_GAP: [signed(candidate.gap) for candidate in shortlist.candidates],
                pages.COLUMN_OPINION: [opinion(candidate) for candidate in shortlist.candidates],
                words.COLUMN_CHOICE: [words.CHOICES[stands[unit].choice] for unit in units],
                pages.COLUMN_REASON: [stands[unit].reason or of_rules[unit] for unit in units],
                words.COLUMN_NOTE: [stands[unit].note for unit in units],
                words.COLUMN_WHO: [_by_whom(stands[unit]) for unit in units],
            }
        ),
        key=key,
        hide_index=True,
        height="content" if len(units) <= 40 else 1400,
        row_height=34,
        placeholder="—",
        disabled=True if is_locked else _FIXED,
        column_config={
            **_COLUMNS,
            **({} if any(stand.actor for stand in stands.values()) else _UNDECIDED),
            **({pages.COLUMN_TOTAL: _MARKED_TOTAL, pages.COLUMN_OPINION: _SHORT_OPINION} if named else {}),
            pages.COLUMN_UNIT: st.column_config.TextColumn(width=_name_width(units)),
        },
    )
    frame_on_paper(edited, right=(pages.COLUMN_TOTAL, pages.COLUMN_GAP))
    if named:
        st.caption(md(f"{GAP_MARK} {named}"))
    return [
        Decision(
            unit,
            _CHOICE_OF.get(choice, stands[unit].choice),
            "" if text == of_rules[unit] else str(text or "").strip(),
            str(note or "").strip(),
        )
        for unit, choice, text, note in zip(
            units, edited[words.COLUMN_CHOICE], edited[pages.COLUMN_REASON], edited[words.COLUMN_NOTE], strict=True
        )
    ]


def _name_width(units: list[str]) -> int:
    """Return the pixels that the longest name takes, within what leaves room for the reasons."""
    return min(220, max(96, 15 * max(map(len, units), default=0) + 18))


def _by_whom(decision: Decision) -> str:
    return f"{decision.actor} {in_chinese_time(decision.at)}" if decision.actor else ""


_FIXED = [
    pages.COLUMN_RANK,
    pages.COLUMN_UNIT,
    pages.COLUMN_TOTAL,
    pages.COLUMN_GAP,
    pages.COLUMN_OPINION,
    words.COLUMN_WHO,
]
_COLUMNS = {
    pages.COLUMN_RANK: st.column_config.NumberColumn(width=52),
    pages.COLUMN_TOTAL: st.column_config.TextColumn(width=66, alignment="right"),
    pages.COLUMN_GAP: st.column_config.TextColumn(width=78, alignment="right"),
    pages.COLUMN_OPINION: st.column_config.TextColumn(width=78),
    words.COLUMN_CHOICE: st.column_config.SelectboxColumn(width=98, options=list(words.CHOICES.values()), required=True),
    pages.COLUMN_REASON: st.column_config.TextColumn(width=222, max_chars=200),
    words.COLUMN_NOTE: st.column_config.TextColumn(width=76, max_chars=100),
    words.COLUMN_WHO: st.column_config.TextColumn(width=128),
}

_MARKED_TOTAL = st.column_config.TextColumn(width=80, alignment="right")
_SHORT_OPINION = st.column_config.TextColumn(width=64)
"""A total with a sign takes what the shortest column can spare, so that the last one stays in sight."""

_UNDECIDED = {
    pages.COLUMN_GAP: st.column_config.TextColumn(width=72, alignment="right"),
    pages.COLUMN_REASON: st.column_config.TextColumn(width=288, max_chars=200),
    words.COLUMN_NOTE: st.column_config.TextColumn(width=70, max_chars=100),
    words.COLUMN_WHO: st.column_config.TextColumn(width=72),
}
"""While nobody has decided anything, the conditions that a unit fails have the room in which names and times will stand."""
