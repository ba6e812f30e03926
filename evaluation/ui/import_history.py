"""Parts of 数据导入: past imports with undo and redo, and sheets to send down."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from evaluation.decisions import Remembered
from evaluation.events import import_redone, import_undone, name_forgotten
from evaluation.export.templates import adjustment_template, roster_template, sheet_template, veto_template
from evaluation.history import Import, periods_of
from evaluation.intake import File
from evaluation.periods import period_order
from evaluation.problems import EvaluationError
from evaluation.scheme_effect import marks_let_in
from evaluation.settled import Settled
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.intake_resume import hand_back
from evaluation.ui.outside_marks import in_words, of_periods, under_way
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words
from evaluation.wording import scheme_page as scheme_words
from evaluation.wording.intake import COLUMN_MEANINGS

_RECENT = 7
_SETTLED_SHOWN = 40


def history(desk: Desk, imports: Sequence[Import], settled: Mapping[int, Sequence[Settled]]) -> None:
    """List every import with what people settled about it, and its undo; an undone one can be brought back.

    A roster isn't undone: an earlier one is handed in again, so that what it does to units is said before.
    """
    with st.container(border=True, gap="xsmall"):
        st.markdown(words.HISTORY)
        if not imports:
            st.write(words.HISTORY_EMPTY)
        shown = imports[: None if st.session_state.get("all_imports") else _RECENT]
        periods = periods_of(desk.cursor, [item.position for item in shown])
        for item in shown:
            with st.container(
                key=f"line_{item.position}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                if item.kind == "roster":
                    _roster(desk, item)
                    continue
                what = words.KINDS[item.kind].format(count=item.count)
                sheet = f"（{item.sheet}）" if item.sheet else ""
                of = "、".join(sorted(periods.get(item.position, ()), key=period_order))
                text = words.HISTORY_LINE.format(
                    at=in_chinese_time(item.at), actor=item.actor, file=item.file, sheet=sheet, what=what, periods=of
                )
                st.markdown(md(text) if item.is_active else f":gray[~~{md(text)}~~　{words.UNDONE}]")
                if item.position in settled:
                    _settled(settled[item.position])
                why_not = desk.why_not("import", lambda item=item: [import_undone(item.position, item.file)])
                st.button(
                    words.UNDO if item.is_active else words.REDO,
                    key=f"switch_{item.position}",
                    type="tertiary",
                    icon=":material/undo:" if item.is_active else ":material/redo:",
                    on_click=_switch,
                    args=(desk, item),
                    disabled=bool(why_not),
                    help=why_not,
                )
        if len(imports) > _RECENT and not st.session_state.get("all_imports"):
            st.button(words.ALL_IMPORTS.format(count=len(imports)), type="tertiary", on_click=_show_all)


def _roster(desk: Desk, item: Import) -> None:
    what = own_words.KIND_ROSTER.format(count=item.count)
    text = md(own_words.ROSTER_LINE.format(at=in_chinese_time(item.at), actor=item.actor, file=item.file, what=what))
    st.markdown(f"{text}　:gray[{own_words.ROSTER_IN_FORCE}]" if item.is_active else text)
    if not item.is_active:
        st.button(
            own_words.ROSTER_AGAIN,
            key=f"roster_{item.position}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_hand_back,
            args=(desk, item),
        )


def _hand_back(desk: Desk, item: Import) -> None:
    (event,) = desk.store.journal.events(since=item.position - 1)[:1]
    hand_back(File(item.file, desk.store.journal.content(event.payload["sha256"])))


def _settled(lines: Sequence[Settled]) -> None:
    """Show behind one word what people settled: each changed cell with the text that the file has."""
    with st.popover(own_words.SETTLED.format(count=len(lines)), type="tertiary"):
        for line in lines[:_SETTLED_SHOWN]:
            settled = COLUMN_MEANINGS.get(line.settled, line.settled) or own_words.SETTLED_OUT.get(line.kind, "")
            st.markdown(md(own_words.SETTLED_KINDS[line.kind].format(place=line.place, found=line.found, settled=settled)))
        if len(lines) > _SETTLED_SHOWN:
            st.caption(own_words.SETTLED_MORE.format(count=len(lines) - _SETTLED_SHOWN))


def _show_all() -> None:
    st.session_state["all_imports"] = True


def _switch(desk: Desk, item: Import) -> None:
    make, done = (import_undone, words.UNDO_DONE) if item.is_active else (import_redone, words.REDO_DONE)
    notes: list[str] = []

    def switch() -> None:
        notes.append(_outside(desk, item))
        desk.store.append([make(item.position, item.file)], desk.person, seen=desk.stood)

    if attempt(switch):
        st.session_state["done"] = done.format(file=item.file) + notes[0]


def _outside(desk: Desk, item: Import) -> str:
    """Return what is to be said of marks that count again and that the scheme can't take, "" where there are none.

    Raises EvaluationError where they are of the period under way: a scheme isn't saved beside such marks, either.
    """
    outside = marks_let_in(desk.store.cursor(), item.position, desk.scheme)
    now = under_way(desk, {period for part in outside for period, *_ in part.cells}) if outside else set()
    if must := list(of_periods(outside, lambda period: period in now)):
        what = own_words.NOT_UNDONE if item.is_active else own_words.NOT_REDONE
        raise EvaluationError(what.format(file=item.file) + in_words(must) + own_words.OUTSIDE_MUST)
    return in_words(outside) + scheme_words.OUTSIDE_OVER if outside else ""


def remembered_names(desk: Desk, memory: Sequence[Remembered]) -> None:
    """List what people said of names and columns, each with a button that makes the program ask again."""
    if not memory:
        return
    with st.expander(own_words.REMEMBERED.format(count=len(memory))):
        st.caption(own_words.REMEMBERED_HINT)
        for number, item in enumerate(memory):
            with st.container(
                key=f"line_remembered_{number}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(
                    own_words.REMEMBERED_LINE.format(
                        sender=md(item.sender),
                        found=md(item.found),
                        name=md(item.name or COLUMN_MEANINGS.get(item.meaning, item.meaning)),
                        day=item.day,
                        actor=md(item.actor),
                    )
                )
                why_not = desk.why_not("import", lambda item=item: [name_forgotten(item)])
                st.button(
                    own_words.FORGET,
                    key=f"forget_{number}",
                    type="tertiary",
                    on_click=_forget,
                    args=(desk, item),
                    disabled=bool(why_not),
                    help=why_not,
                )


def _forget(desk: Desk, item: Remembered) -> None:
    if attempt(lambda: desk.store.append([name_forgotten(item)], desk.person, seen=desk.stood)):
        st.session_state["done"] = own_words.FORGOTTEN.format(found=item.found)


def templates(desk: Desk) -> None:
    """Offer sheets to send down, with units and indicators filled in."""
    with st.container(border=True, gap="small"):
        st.markdown(words.TEMPLATES)
        with st.container(horizontal=True):
            _template(words.TEMPLATE_ROSTER, roster_template)
            if desk.roster.units:
                for dimension in desk.scheme.dimension:
                    name = words.TEMPLATE_SHEET.format(dimension=dimension.name)
                    _template(name, lambda dimension=dimension: sheet_template(dimension, desk.roster, desk.period))
                _template(words.TEMPLATE_ADJUSTMENTS, lambda: adjustment_template(desk.scheme, desk.period))
                _template(words.TEMPLATE_VETOES, lambda: veto_template(desk.scheme, desk.period))
        st.caption(words.TEMPLATES_HINT if desk.roster.units else own_words.TEMPLATES_LATER)


def _template(name: str, make: Callable[[], bytes]) -> None:
    st.download_button(name, make, file_name=f"{name}.xlsx", on_click="ignore", icon=":material/download:")
