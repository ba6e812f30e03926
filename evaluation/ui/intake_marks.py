"""Parts of 数据导入: marks for cells that have one already, in the store or in another file, and which of the two holds."""

from collections.abc import MutableMapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from evaluation.between_sheets import Clash
from evaluation.decisions import Decisions, SheetKey
from evaluation.history import Change, Effect
from evaluation.intake import Intake
from evaluation.marks import CheckedSheet
from evaluation.spelling import spelled
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.tables import plain
from evaluation.ui.text import md, plain_table
from evaluation.wording import import_page as words
from evaluation.wording import pages

Choices = MutableMapping[SheetKey, Decisions]
_EXAMPLES = 3
_ROWS_IN_VIEW = 12


def clashes(intake: Intake, choices: Choices) -> None:
    """Ask for each two files that differ which one holds; nothing is preselected."""
    for number, clash in enumerate(intake.clashes):
        names = {clash.first.key: _name(clash.first), clash.second.key: _name(clash.second)}
        with st.container(border=True, gap="small"):
            first, second = map(md, names.values())
            st.markdown(words.CLASH_TITLE.format(first=first, second=second, count=len(clash.pairs)))
            rows = [[one.unit, one.indicator, plain(one.mark), plain(two.mark)] for one, two in clash.pairs[:_EXAMPLES]]
            heads = pages.CHANGE_COLUMNS
            st.html(plain_table(rows, head=[heads["unit"], heads["indicator"], *names.values()]))
            key = f"clash/{number}/{'/'.join(map(str, names))}"
            keys = list(names)
            chosen = st.pills(
                words.CLASH_ASK,
                range(len(keys)),
                format_func=[md(name) for name in names.values()].__getitem__,
                default=None if clash.holds is None else keys.index(clash.holds),
                key=key,
            )
            picked = None if chosen is None else keys[chosen]
        if picked != clash.holds:
            _let_hold(clash, picked, choices)
            st.rerun()


def _name(sheet: CheckedSheet) -> str:
    return f"{sheet.file} {sheet.sheet}".strip()


def _let_hold(clash: Clash, holds: SheetKey | None, choices: Choices) -> None:
    for loser, winner in ((clash.first.key, clash.second.key), (clash.second.key, clash.first.key)):
        decisions = choices.get(loser, Decisions())
        yields = decisions.yields_to - {winner} | ({winner} if winner == holds else set())
        choices[loser] = replace(decisions, yields_to=frozenset(yields))


def changed_marks(effect: Effect, choices: Choices) -> None:
    """Show old and new value of every mark that is stored otherwise; a file's or a single one's old mark may be kept."""
    both = sorted((*effect.changes, *effect.kept), key=lambda change: (change.file, change.row, change.column))
    by_sheet: dict[SheetKey, list[Change]] = {}
    for change in both:
        by_sheet.setdefault(change.sheet, []).append(change)
    for sheet, changes in by_sheet.items():
        with st.container(border=True, gap="small"):
            st.markdown(words.CHANGES_TITLE.format(file=md(changes[0].file), count=len(changes)))
            _default_choice(sheet, choices)
            _single_choices(sheet, changes, choices)


def _default_choice(sheet: SheetKey, choices: Choices) -> None:
    decisions = choices.get(sheet, Decisions())
    keeps = st.segmented_control(
        words.CHANGES_ASK,
        [False, True],
        format_func={False: words.REPLACE, True: words.KEEP}.get,
        default=decisions.keeps_stored,
        required=True,
        key=f"keep/{sheet}/{decisions.keeps_stored}",
        label_visibility="collapsed",
    )
    if keeps != decisions.keeps_stored:
        choices[sheet] = replace(decisions, keeps_stored=keeps, keeps_mark={})
        st.rerun()


def _single_choices(sheet: SheetKey, changes: Sequence[Change], choices: Choices) -> None:
    heads = pages.CHANGE_COLUMNS
    decisions = choices.get(sheet, Decisions())
    frame = pd.DataFrame(
        {
            words.KEEP_ONE: [change.is_kept for change in changes],
            heads["unit"]: [change.unit for change in changes],
            heads["indicator"]: [change.indicator for change in changes],
            heads["rater"]: [change.rater for change in changes],
            heads["old"]: [spelled(change.old) for change in changes],
            heads["new"]: [spelled(change.new) for change in changes],
            words.OLD_FROM: [change.stored_in for change in changes],
            heads["place"]: [pages.PLACE.format(row=change.row, column=change.column) for change in changes],
        }
    )
    if not any(change.rater for change in changes):
        frame = frame.drop(columns=heads["rater"])
    edited = st.data_editor(
        frame,
        disabled=[name for name in frame.columns if name != words.KEEP_ONE],
        column_config={
            words.KEEP_ONE: st.column_config.CheckboxColumn(width=76),
            heads["old"]: st.column_config.TextColumn(width=76, alignment="right"),
            heads["new"]: st.column_config.TextColumn(width=76, alignment="right"),
        },
        hide_index=True,
        row_height=34,
        height="content" if len(changes) <= _ROWS_IN_VIEW else 440,
        key=f"kept/{sheet}/{hash(tuple((change.key, change.is_kept) for change in changes))}",
    )
    frame_on_paper(edited, right=(heads["old"], heads["new"]))
    told = dict(zip((change.key for change in changes), edited[words.KEEP_ONE].tolist(), strict=True))
    if told != {change.key: change.is_kept for change in changes}:
        choices[sheet] = replace(decisions, keeps_mark={**decisions.keeps_mark, **told})
        st.rerun()
