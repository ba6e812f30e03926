"""数据导入: choose files → see how each was understood, fix it in place → see what changes → confirm; history and undo."""

import streamlit as st

from evaluation.history import effect_of, list_imports, with_kept, without_stored
from evaluation.import_records import list_remembered, settled_in
from evaluation.intake import File, check_files, drafts_for, named_apart
from evaluation.journal import sha256
from evaluation.memo import Memo
from evaluation.periods import read_period
from evaluation.problems import errors
from evaluation.ui import import_history, intake_fix, intake_marks, sheet_picture, source_view
from evaluation.ui import intake_view as view
from evaluation.ui.desk import attempt
from evaluation.ui.frame import back_to_demonstration, go_to, head_row, open_page
from evaluation.ui.intake_paste import paste_area, pasted_files
from evaluation.ui.intake_progress import Progress
from evaluation.ui.intake_resume import handed_back_files, resumed_files
from evaluation.ui.outside_marks import brought_back
from evaluation.ui.text import md
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words
from evaluation.workbook import keep_reader_ready

desk = open_page()
keep_reader_ready()
head_row(desk, words.IMPORT, with_group=False)
view.locked_ribbon(desk)
memory = list_remembered(desk.cursor)
round_number = st.session_state.setdefault("upload_round", 0)
steps, actions = st.columns([1.4, 1], vertical_alignment="center")
actions = actions.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center")
with actions:
    paste_area(round_number)
uploaded = st.file_uploader(
    words.UPLOADER, accept_multiple_files=True, key=f"upload_{round_number}", label_visibility="collapsed"
)
handed_over = [File(file.name, file.getvalue()) for file in uploaded]
files = named_apart([*handed_over, *resumed_files(handed_over), *handed_back_files(), *pasted_files()])

if not files:
    for name in ("choices", "memo", "period_said"):
        st.session_state.pop(name, None)
    steps.markdown(view.step_line(0, 0, 0))
    st.caption(words.UPLOADER + view.in_force(desk))
    if desk.periods:
        with actions:
            if st.button(words.SEE_RANKING, icon=":material/format_list_numbered:"):
                go_to(desk, "pages/ranking.py")
    if not desk.roster.units:
        with st.container(border=True):
            st.markdown(words.EMPTY_ROSTER_TITLE)
            st.write(words.EMPTY_ROSTER_TEXT)
            back_to_demonstration(desk)
    import_history.history(desk, list_imports(desk.cursor), settled_in(desk.cursor))
    source_view.look_up(desk)
    import_history.remembered_names(desk, memory)
    import_history.templates(desk)
    st.stop()

choices = st.session_state.setdefault("choices", {})
memo = st.session_state.setdefault("memo", Memo())
own_period = read_period(st.session_state.get("period_said") or "")
handed_in = tuple((file.base_name, sha256(file.content)) for file in files)
given = {"period": own_period, "otherwise": desk.period, "choices": dict(choices), "memory": tuple(memory)}
with Progress(words.CHECKING.format(count=len(files))) as progress:
    read = memo.get(
        "intake",
        (handed_in, desk.scheme, desk.roster, given),
        lambda: check_files(files, desk.scheme, desk.roster, **given, by_people=True, memo=memo, progress=progress),
    )
    intake, before = memo.get("stored", (read, desk.version), lambda: without_stored(desk.cursor, read))
    effect = memo.get("effect", (intake, desk.version, dict(choices)), lambda: effect_of(desk.cursor, intake, choices))
    outside = memo.get("outside", (effect, desk.version), lambda: list(brought_back(desk, with_kept(intake, effect))))
problems = [*view.all_problems(intake, before), *outside]
blocking = errors(problems)
needs_period = bool(intake.without_period) and (intake.period is None or view.is_period_unreadable())
if st.session_state.get("seen_files") != handed_in:
    st.session_state["seen_files"], st.session_state["seen_import"] = handed_in, desk.stood


def begin_anew() -> None:
    st.session_state["upload_round"] += 1
    for name in ("choices", "memo", "period_said", "pasted", "resumed", "left_behind", "handed_back", "seen_files"):
        st.session_state.pop(name, None)


def confirm() -> None:
    drafts = drafts_for(with_kept(intake, effect))
    if attempt(lambda: desk.store.append(drafts, desk.person, seen=st.session_state["seen_import"])):
        st.session_state["done"] = words.IMPORTED.format(count=len(files))
        begin_anew()
    st.session_state.pop("seen_files", None)


steps.markdown(view.step_line(len(files), len(blocking), sum(problem.severity == "warning" for problem in problems)))
with actions:
    is_possible = intake.has_something and not blocking and not needs_period
    label = (
        words.CONFIRM_BLOCKED.format(count=len(blocking))
        if blocking
        else words.CONFIRM_PERIOD
        if needs_period
        else words.CONFIRM_IMPORT
        if is_possible
        else own_words.CONFIRM_NOTHING
    )
    why_not = desk.why_not("import", lambda: drafts_for(with_kept(intake, effect))) if is_possible else None
    st.button(
        label,
        type="primary",
        icon=":material/database:",
        disabled=not is_possible or bool(why_not),
        help=why_not,
        on_click=confirm,
    )
    if why_not:
        st.caption(md(why_not))

left, right = st.columns([1, 2.7], gap="medium")
with left:
    view.period_question(intake)
    st.markdown(words.FILES_TITLE.format(count=len(files)))
    chosen = view.file_cards(files, intake, problems, choices)
    view.effect_table(intake, effect)
    with st.popover(own_words.ABANDON, type="tertiary"):
        st.write(own_words.ABANDON_TEXT)
        st.button(own_words.ABANDON_CONFIRM, on_click=begin_anew)
with right:
    intake_marks.clashes(intake, choices)
    intake_fix.problems_of(chosen, intake, problems, choices)
    sheet_picture.pictures_of(chosen, intake, problems)
    intake_marks.changed_marks(effect, choices)
