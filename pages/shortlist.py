"""先进集体: conditions → suggestion → people add or remove with a reason → the list for the meeting."""

import pandas as pd
import streamlit as st

from evaluation.check_code import check_code
from evaluation.export.lists import candidate_list
from evaluation.selection import (
    WITHDRAWN,
    Decision,
    changes,
    drafts_of,
    missing_reasons,
    opinion,
    printed_reasons,
    read_decisions,
    standing,
)
from evaluation.ui.award import chosen_card, compared, conditions, draft_ribbon
from evaluation.ui.desk import attempt
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.tables import figure, signed
from evaluation.ui.text import md
from evaluation.wording import pages as words

desk = open_page()
ribbons = st.container()
head_row(desk, words.SHORTLIST)
stop_if_empty(desk)
if problem := desk.mismatch():
    st.warning(words.GROUPS_MISMATCH.format(problem=md(problem)), icon=":material/rule:")
awards = desk.awards()
if not awards:
    st.info(words.NO_AWARD.format(group=md(desk.group)), icon=":material/info:")
    st.stop()
names = [award.name for award in awards]
chosen_award = (
    st.segmented_control(
        words.AWARD,
        names,
        default=names[0],
        required=True,
        key="award",
        bind="query-params",
        label_visibility="collapsed",
        format_func=md,
    )
    if len(names) > 1
    else names[0]
)
award = awards[names.index(chosen_award)]

ranking = desk.rank()
shortlist = desk.shortlist(ranking, award)
decisions = read_decisions(desk.cursor, desk.period, award.name)
stands = standing(shortlist, decisions)
units = [candidate.unit.unit for candidate in shortlist.candidates]
rule_reasons = {candidate.unit.unit: "；".join(candidate.reasons) for candidate in shortlist.candidates}
texts = printed_reasons(shortlist, stands)
opinions = {candidate.unit.unit: opinion(candidate) for candidate in shortlist.candidates}

# An edit belongs to the journal position that the person began from; only then can a stale save be told.
place = f"{award.name}/{desk.period}/{desk.group}"
key = f"editor/{place}/{st.session_state.get('editor_round', 0)}"
if not (st.session_state.get(key) or {}).get("edited_rows"):
    st.session_state[f"seen/{place}"] = desk.position

with st.container(horizontal=True, vertical_alignment="center"):
    conditions(award, shortlist, desk.scheme)
    st.space("stretch")
    if st.button(words.CHANGE_CONDITIONS, icon=":material/tune:", type="tertiary"):
        st.switch_page("pages/scheme.py")
table, side = st.columns([2.35, 1], gap="medium")
with table:
    edited = st.data_editor(
        pd.DataFrame(
            {
                words.COLUMN_CHOSEN: [stands[unit].is_chosen for unit in units],
                words.COLUMN_RANK: pd.array([candidate.unit.rank for candidate in shortlist.candidates], dtype="Int64"),
                words.COLUMN_UNIT: units,
                words.COLUMN_TOTAL: [figure(candidate.unit.total) for candidate in shortlist.candidates],
                words.COLUMN_GAP: [signed(candidate.gap) for candidate in shortlist.candidates],
                words.COLUMN_OPINION: list(opinions.values()),
                words.COLUMN_REASON: [texts[unit] for unit in units],
            }
        ),
        key=key,
        hide_index=True,
        height="content" if len(units) <= 40 else 1400,
        row_height=34,
        placeholder="—",
        disabled=[words.COLUMN_RANK, words.COLUMN_UNIT, words.COLUMN_TOTAL, words.COLUMN_GAP, words.COLUMN_OPINION],
        column_config={
            words.COLUMN_CHOSEN: st.column_config.CheckboxColumn(width=84),
            words.COLUMN_RANK: st.column_config.NumberColumn(width=60),
            words.COLUMN_UNIT: st.column_config.TextColumn(width=130),
            words.COLUMN_TOTAL: st.column_config.TextColumn(width=84, alignment="right"),
            words.COLUMN_GAP: st.column_config.TextColumn(width=92, alignment="right"),
            words.COLUMN_OPINION: st.column_config.TextColumn(width=92),
            words.COLUMN_REASON: st.column_config.TextColumn(width=330, max_chars=200),
        },
    )
chosen = dict(zip(units, map(bool, edited[words.COLUMN_CHOSEN]), strict=True))
reasons = {
    unit: "" if text == rule_reasons[unit] else str(text or "").strip()
    for unit, text in zip(units, edited[words.COLUMN_REASON], strict=True)
}
changed = changes(shortlist, stands, chosen, reasons)
lacking = missing_reasons(shortlist, chosen, reasons)
added = [unit for unit in units if chosen[unit] and unit not in shortlist.suggested]
removed = [unit for unit in shortlist.suggested if not chosen[unit]]
with ribbons:
    draft_ribbon(shortlist, added, removed)


def save() -> None:
    drafts = drafts_of(desk.period, award.name, changed)
    if attempt(lambda: desk.store.append(drafts, desk.person, seen=st.session_state[f"seen/{place}"])):
        st.session_state["done"] = words.SAVED
    st.session_state["editor_round"] = st.session_state.get("editor_round", 0) + 1


def restore() -> None:
    withdrawn = [Decision(unit, False, actor=WITHDRAWN) for unit in decisions if unit in stands]
    if attempt(lambda: desk.store.append(drafts_of(desk.period, award.name, withdrawn), desk.person, seen=desk.position)):
        st.session_state["done"] = words.SAVED
    st.session_state["editor_round"] = st.session_state.get("editor_round", 0) + 1


with side:
    with st.container(border=True):
        chosen_card(shortlist, units, chosen)
        if lacking:
            st.warning(words.REASON_NEEDED.format(units=md("、".join(lacking))), icon=":material/edit_note:")
        with st.container(horizontal=True):
            st.button(
                words.SAVE_DECISIONS if changed else words.NOTHING_TO_SAVE,
                type="primary",
                icon=":material/save:",
                disabled=not changed or bool(lacking),
                on_click=save,
            )
            if decisions:
                st.button(words.RESET_DECISIONS, icon=":material/undo:", type="tertiary", on_click=restore)
    with st.container(border=True):
        st.markdown(words.COMPARE)
        st.markdown(compared(shortlist, added, removed))
    with st.container(border=True):
        st.markdown(words.MATERIALS)
        st.download_button(
            words.DOWNLOAD_LIST,
            lambda: candidate_list(
                ranking,
                shortlist,
                {unit: stands[unit].is_chosen for unit in units},
                texts,
                opinions,
                scheme=desk.scheme_in_words(),
                check_code=check_code(desk.store.version, ranking, desk.group),
                is_demonstration=desk.is_demonstration,
            ),
            file_name=words.LIST_FILE.format(period=desk.period, award=award.name, group=desk.group),
            icon=":material/table:",
            on_click="ignore",
            disabled=bool(changed),
            width="stretch",
        )
        st.caption(words.SAVE_FIRST if changed else words.HIGHEST_AWARD_NOTE)
