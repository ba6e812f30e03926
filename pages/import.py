"""数据导入: choose files → see how each was understood, fix it in place → see what changes → confirm; history and undo."""

import streamlit as st

from evaluation.history import already_imported, effect_of, list_imports
from evaluation.import_records import list_remembered
from evaluation.intake import File, check_files, drafts_for, named_apart
from evaluation.journal import sha256
from evaluation.periods import read_period
from evaluation.problems import Problem, errors
from evaluation.ui import import_history, intake_fix, source_view
from evaluation.ui import intake_view as view
from evaluation.ui.desk import attempt
from evaluation.ui.frame import back_to_demonstration, head_row, open_page
from evaluation.ui.tables import in_chinese_time
from evaluation.wording import pages as words

desk = open_page()
head_row(desk, words.IMPORT, with_group=False)
memory = list_remembered(desk.cursor)
round_number = st.session_state.setdefault("upload_round", 0)
steps, actions = st.columns([1.4, 1], vertical_alignment="center")
uploaded = st.file_uploader(
    words.UPLOADER, accept_multiple_files=True, key=f"upload_{round_number}", label_visibility="collapsed"
)

if not uploaded:
    steps.markdown(view.step_line(0, 0, 0))
    st.caption(words.UPLOADER + view.in_force(desk))
    if desk.periods:
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(words.SEE_RANKING, icon=":material/format_list_numbered:"):
                st.switch_page("pages/ranking.py")
    if not desk.roster.units:
        with st.container(border=True):
            st.markdown(words.EMPTY_ROSTER_TITLE)
            st.write(words.EMPTY_ROSTER_TEXT)
            back_to_demonstration(desk)
    import_history.history(desk, list_imports(desk.cursor))
    source_view.look_up(desk)
    import_history.remembered_names(desk, memory)
    import_history.templates(desk)
    st.stop()

files = named_apart([File(file.name, file.getvalue()) for file in uploaded])
choices = st.session_state.setdefault("choices", {})
own_period = read_period(st.session_state.get("own_period") or desk.period or "")
with st.spinner(words.CHECKING.format(count=len(files)), show_time=True):
    intake = check_files(files, desk.scheme, desk.roster, period=own_period, choices=choices, memory=memory)
stored = {file.base_name: past for file in files if (past := already_imported(desk.cursor, sha256(file.content)))}
problems = [
    *intake.problems,
    *(
        Problem(
            name,
            "",
            None,
            None,
            "already_imported",
            "error",
            "",
            words.ALREADY_IMPORTED.format(at=in_chinese_time(past.at), actor=past.actor),
        )
        for name, past in stored.items()
    ),
]
blocking = errors(problems)
effect = effect_of(desk.cursor, intake)
needs_period = bool(intake.without_period) and intake.period is None
drafts = [] if blocking or needs_period else drafts_for(intake)
if st.session_state.get("seen_files") != (key := tuple(sha256(file.content) for file in files)):
    st.session_state["seen_files"], st.session_state["seen_import"] = key, desk.position


def confirm() -> None:
    if attempt(lambda: desk.store.append(drafts, desk.person, seen=st.session_state["seen_import"])):
        st.session_state["done"] = words.IMPORTED.format(count=len(files))
        st.session_state["upload_round"] += 1
        st.session_state.pop("choices", None)
    st.session_state.pop("seen_files", None)


steps.markdown(view.step_line(len(files), len(blocking), sum(problem.severity == "warning" for problem in problems)))
with actions, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
    label = (
        words.CONFIRM_BLOCKED.format(count=len(blocking))
        if blocking
        else words.CONFIRM_PERIOD
        if needs_period
        else words.CONFIRM_IMPORT
    )
    st.button(label, type="primary", icon=":material/database:", disabled=not drafts, on_click=confirm)

left, right = st.columns([1, 2.7], gap="medium")
with left:
    view.period_question(intake)
    st.markdown(words.FILES_TITLE.format(count=len(files)))
    chosen = view.file_cards(files, intake, problems)
    view.effect_table(intake, effect)
with right:
    intake_fix.problems_of(chosen, intake, problems, choices)
    view.changed_marks(effect)
