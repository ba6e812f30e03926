"""先进集体: conditions → suggestion → people add or remove with a reason → meeting → 公示 → 定稿 → documents."""

from collections.abc import Sequence

import streamlit as st

from evaluation.award_events import read_objections
from evaluation.award_lock import GroupList, group_lists
from evaluation.funnel import funnel
from evaluation.journal import Draft, Seen
from evaluation.scheme import Award
from evaluation.selection import (
    WITHDRAWN,
    Decision,
    changes,
    drafts_of,
    missing_reasons,
    read_decisions,
    standing,
    turned_round,
)
from evaluation.ui.award import chosen_card, conditions, draft_ribbon, funnel_table
from evaluation.ui.award_compare import compare_card
from evaluation.ui.award_documents import documents_card
from evaluation.ui.award_editor import editor
from evaluation.ui.award_objections import objections_card
from evaluation.ui.award_steps import Situation, state_ribbon, step_buttons, stranded_card
from evaluation.ui.desk import attempt
from evaluation.ui.frame import go_to, head_row, open_page, stop_if_empty
from evaluation.ui.scheme_view_tables import AWARDS, TAB
from evaluation.ui.text import md
from evaluation.ui.typed import carried_over, grid_key, keep_typed, note_begin, settle_typed, typed_over
from evaluation.wording import award_page
from evaluation.wording import pages as words

desk = open_page()
head_row(desk, words.SHORTLIST, follows_lock=False)
stop_if_empty(desk)
if problem := desk.mismatch():
    st.warning(words.GROUPS_MISMATCH.format(problem=md(problem)), icon=":material/rule:")
stranded_card(desk)
names = list(dict.fromkeys([*(award.name for award in desk.awards()), *(state.award for state in desk.locked())]))
if not names:
    st.info(words.NO_AWARD.format(group=md(desk.group)), icon=":material/info:")
    st.stop()
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

state = desk.state(chosen_award if chosen_award in names else names[0])
if state.is_locked and state.lock.of(desk.group) is None:
    of = md("、".join(item.group for item in state.lock.lists))
    st.info(award_page.LOCKED_WITHOUT.format(award=md(state.award), groups=of, group=md(desk.group)), icon=":material/lock:")
    st.stop()
desk.show(state)
award: Award = next(award for award in desk.scheme.award if award.name == state.award)
ranking = desk.rank()
shortlist = desk.shortlist(ranking, award)
decisions = read_decisions(desk.cursor, desk.period, award.name)
stands = standing(shortlist, decisions)
stages = funnel(shortlist, desk.scheme, award)
objections = read_objections(desk.store.cursor(), desk.period, award.name)
lists = group_lists(desk.cursor, desk.scheme, desk.roster, ranking, award)
situation = Situation(desk, award, state, lists, objections)

place = f"editor/{desk.is_demonstration}/{award.name}/{desk.period}/{desk.group}"
key = grid_key(place, tuple(stands))
carried = {} if state.is_locked else carried_over(place, key)
begun = {unit: typed_over(stand, carried.get(unit)) for unit, stand in stands.items()}
seen = note_begin(place, key, desk.stood)

with st.container(horizontal=True, vertical_alignment="center"):
    conditions(award, shortlist, desk.scheme, stages)
    st.space("stretch")
    if not state.is_locked and st.button(words.CHANGE_CONDITIONS, icon=":material/tune:", type="tertiary"):
        st.session_state[TAB] = AWARDS
        go_to(desk, "pages/scheme.py")
table, side = st.columns([2.35, 1], gap="medium")
with table:
    wanted = turned_round(stands, editor(shortlist, begun, key, is_locked=state.is_locked))
    funnel_table(stages, shortlist.missing_rule, shortlist.conditions)
by_unit = {decision.unit: decision for decision in wanted}
chosen = [unit for unit, decision in by_unit.items() if decision.is_chosen]
changed = changes(shortlist, stands, wanted)
lacking = missing_reasons(shortlist, wanted)
if not state.is_locked:  # what a lock refused is still there when it is taken back
    hidden = {unit: fields for unit, fields in carried.items() if unit not in stands}
    keep_typed(place, [(unit, item, stands[unit]) for unit, item in by_unit.items()], ("choice", "reason", "note"), hidden)
with desk.ribbons:
    if state.state == "draft":
        added = [unit for unit in chosen if unit not in shortlist.suggested]
        draft_ribbon(shortlist, added, [unit for unit in shortlist.suggested if unit not in chosen])
    else:
        state_ribbon(situation)


def save() -> None:
    drafts = drafts_of(desk.period, award.name, changed)
    finish(drafts, seen)


def restore() -> None:
    withdrawn = [Decision(unit, "", actor=WITHDRAWN) for unit in decisions if unit in stands]
    finish(drafts_of(desk.period, award.name, withdrawn), desk.stood)


def finish(drafts: Sequence[Draft], began: Seen) -> None:
    """Save; what is refused stays in the table beside what others saved, for a second try."""
    is_saved = attempt(lambda: desk.store.append(drafts, desk.person, seen=began))
    if is_saved:
        st.session_state["done"] = words.SAVED
    settle_typed(place, is_saved=is_saved, stood=desk.store.state)


with side:
    with st.container(border=True):
        chosen_card(shortlist, by_unit)
        published = situation.notice.lists.get(desk.group) if state.state == "notice" else None
        if published is None:
            published = [item.unit for item in stands.values() if item.is_chosen]
        is_published = state.state == "notice" and set(published) != set(chosen)
        if is_published:
            st.warning(award_page.PUBLISHED.format(back=award_page.BACK), icon=":material/campaign:")
        if lacking:
            st.warning(words.REASON_NEEDED.format(units=md("、".join(lacking))), icon=":material/edit_note:")
        if not state.is_locked:
            with st.container(horizontal=True):
                st.button(
                    words.SAVE_DECISIONS if changed else words.NOTHING_TO_SAVE,
                    type="primary" if changed else "secondary",
                    icon=":material/save:",
                    disabled=not changed or bool(lacking) or is_published,
                    on_click=save,
                )
                if any(unit in stands for unit in decisions) and state.state != "notice":
                    st.button(words.RESET_DECISIONS, icon=":material/undo:", type="tertiary", on_click=restore)
            step_buttons(situation, is_saved=not changed)
    objections_card(situation)
    compare_card(desk, shortlist, chosen, is_saved=not changed)
    documents_card(situation, ranking, GroupList(shortlist, stands), stages, is_saved=not changed)
