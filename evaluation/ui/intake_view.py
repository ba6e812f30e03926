"""Parts of 数据导入: the steps, file cards, the question for a period, what storing would do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from evaluation.decisions import Decisions, SheetKey
from evaluation.history import Effect, Import
from evaluation.intake import File, Intake
from evaluation.journal import sha256
from evaluation.periods import read_period
from evaluation.problems import Problem, errors
from evaluation.roster_changes import RosterChanges
from evaluation.ui.desk import Desk
from evaluation.ui.frame import ribbon
from evaluation.ui.intake_names import Choices
from evaluation.ui.returned_view import return_all_button, return_button
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md, plain_table
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words


def step_line(files: int, must: int, confirm: int) -> str:
    """Return the three steps with the present one in bold."""
    if not files:
        return f"**{words.STEP_FILES}**　→　:gray[{words.STEP_CHECK}]　→　:gray[{words.STEP_CONFIRM}]"
    counts = "，".join(
        filter(
            None,
            (words.COUNT_MUST.format(count=must) if must else "", words.COUNT_CONFIRM.format(count=confirm) if confirm else ""),
        )
    )
    check = f"{words.STEP_CHECK}：{counts}" if counts else words.STEP_CHECK
    now = f"**{check}**　→　:gray[{words.STEP_CONFIRM}]" if must else f"{check} ✓　→　**{words.STEP_CONFIRM}**"
    return f":gray[{words.STEP_FILES} ✓]　→　{now}"


def in_force(desk: Desk) -> str:
    """Return which roster and scheme files are read against, "" before there is a roster."""
    if not desk.roster.units:
        return ""
    groups = "、".join(
        words.GROUP_COUNT.format(group=group, count=sum(unit.group == group for unit in desk.roster.units))
        for group in desk.roster.groups
    )
    return "　" + words.IN_FORCE.format(
        units=len(desk.roster.units), groups=md(groups), scheme=desk.scheme_in_words(), name=md(desk.scheme.name)
    )


def locked_ribbon(desk: Desk) -> None:
    """Say which lists of the period are locked: what would change them is refused, and the attempt goes on record."""
    locked = [state for (period, _), state in desk.states.items() if period == desk.period and state.is_locked]
    if locked:
        names = (
            own_words.LOCKED_LIST.format(award=state.award, groups="、".join(item.group for item in state.lock.lists))
            for state in locked
        )
        with desk.ribbons:
            ribbon("final", own_words.LOCKED.format(period=md(desk.period), lists=md("；".join(names))))


def all_problems(intake: Intake, before: Mapping[tuple[str, str], Import]) -> list[Problem]:
    """Return what is to be said of the files, with what was taken in before from the same bytes."""
    stored = [
        Problem(file, sheet, None, None, "already_imported", "warning", "", _stored_before(past, file in intake.without_period))
        for (file, sheet), past in before.items()
    ]
    again = {(file, sheet) for file, sheet in before}
    return [*stored, *(problem for problem in intake.problems if (problem.file, problem.sheet) not in again)]


def _stored_before(past: Import, may_be_of_another_period: bool) -> str:
    said = own_words.STORED_BEFORE.format(at=in_chinese_time(past.at), actor=past.actor)
    return said + own_words.STORED_FOR_PERIOD * may_be_of_another_period


def period_question(intake: Intake) -> None:
    """Ask which period the files belong to that name none; the answer is shown on their cards."""
    if not intake.without_period:
        return
    with st.container(border=True, gap="xsmall", key="line_period"):
        st.markdown(words.WHICH_PERIOD.format(files=md("、".join(intake.without_period))))
        st.session_state["own_period"] = st.session_state.get("period_said", intake.period or "")
        st.text_input(
            words.PERIOD, key="own_period", placeholder=words.PERIOD_EXAMPLE, label_visibility="collapsed", on_change=_say_period
        )
        if is_period_unreadable():
            st.caption(words.PERIOD_UNREADABLE)


def is_period_unreadable() -> bool:
    """Say whether the person wrote a period that can't be read: nothing is stored into another one instead."""
    return "period_said" in st.session_state and read_period(st.session_state["period_said"]) is None


def _say_period() -> None:
    """Keep the answer apart from its field, which Streamlit forgets with the page."""
    st.session_state["period_said"] = st.session_state["own_period"]


def file_cards(files: Sequence[File], intake: Intake, problems: Sequence[Problem], choices: Choices) -> str:
    """Draw one card per file with how it was understood; return the file whose problems are shown."""
    names = [file.base_name for file in files]
    pressing = {problem.file for problem in problems if problem.severity == "warning"}
    first = next(
        (name for name in names if errors([problem for problem in problems if problem.file == name])),
        next((name for name in names if name in pressing), names[0]),
    )
    chosen = st.session_state.get("chosen_file")
    chosen = chosen if chosen in names else first
    for number, file in enumerate(files):
        with st.container(border=True, gap="xsmall", key=f"line_card_{number}"):
            name = file.base_name
            label = f"**▸ {md(name)}**" if name == chosen else md(name)
            if st.button(label, key=f"card_{number}", type="tertiary"):
                st.session_state["chosen_file"] = name
                st.rerun()
            understood = _understood(file, intake)
            st.caption("  \n".join(map(md, understood)))
            mine = [problem for problem in problems if problem.file == name]
            must, confirm = len(errors(mine)), sum(problem.severity == "warning" for problem in mine)
            badges = [f":red-badge[{words.MUST} {must}]"] if must else []
            badges += [f":orange-badge[{words.CONFIRM} {confirm}]"] if confirm else []
            if not badges:
                taken = f"✓ {words.READY}"
                none = own_words.LEFT_OUT if intake.roster.units else own_words.WAITS_FOR_ROSTER
                badges.append(f":gray-badge[{taken if understood else none}]")
            st.markdown(" ".join(badges))
            _worksheets(file, number, intake, choices)
            return_button(file, intake, problems, f"return_{number}")
    return_all_button(files, intake, problems)
    return chosen


def _worksheets(file: File, number: int, intake: Intake, choices: Choices) -> None:
    """Offer the hidden worksheets of a workbook, and let each visible one of several be left out."""
    offered = [item for item in intake.offered if item.sheet.file == file.base_name]
    if len(offered) < 2:
        return
    for position, item in enumerate(offered):
        sheet = item.sheet
        label = (own_words.TAKE_SHEET if sheet.hidden else own_words.LEAVE_SHEET).format(name=md(sheet.name))
        st.checkbox(
            label,
            value=item.is_taken == sheet.hidden,
            key=(key := f"sheet/{number}/{position}/{sheet.digest}"),
            on_change=_take_sheet,
            args=(item.key, sheet.hidden, key, choices),
        )


def _take_sheet(sheet: SheetKey, is_hidden: bool, key: str, choices: Choices) -> None:
    """Take a hidden worksheet, or leave out a visible one; the usual again where the mark is taken away."""
    taken = is_hidden if st.session_state[key] else None
    choices[sheet] = replace(choices.get(sheet, Decisions()), is_taken=taken)


def _understood(file: File, intake: Intake) -> list[str]:
    digest = sha256(file.content)
    if intake.roster_file and sha256(intake.roster_file.content) == digest:
        return [words.ROSTER_FILE.format(count=len(intake.roster.units))]
    lines = []
    for checked in intake.sheets:
        sheet = checked.matched.sheet
        if sheet.file == file.base_name:
            parts = [words.WORKSHEET.format(name=sheet.name) if sheet.name else sheet.encoding.upper()]
            if checked.matched.header_row is not None:
                parts.append(words.HEADER_ROW.format(row=checked.matched.header_row + 1))
                periods = "、".join(checked.periods) or intake.period or words.NO_PERIOD
                parts += [words.CELLS.format(count=len(checked.marks)), periods]
            lines.append(" · ".join(parts))
    for said, side_files in ((words.ADJUSTMENT_FILE, intake.adjustments), (words.VETO_FILE, intake.vetoes)):
        for sheet, found in side_files:
            if sheet.file == file.base_name:
                periods = "、".join(dict.fromkeys(entry.period or words.NO_PERIOD for entry in found.entries))
                lines.append(" · ".join(filter(None, (said.format(count=len(found.entries)), periods))))
    return lines


def effect_table(intake: Intake, effect: Effect) -> None:
    """Say what storing would do: in marks (new, changed, same, and what would still lack), to the roster's units, in lines."""
    tables = [(words.AFTER_UNIT, _marks_rows(intake, effect)), (own_words.UNITS_UNIT, _units_rows(effect.units))]
    lines = ((own_words.LINES_ADJUSTMENTS, intake.adjustments), (own_words.LINES_VETOES, intake.vetoes))
    counts = [(kind, sum(len(found.entries) for _, found in lists)) for kind, lists in lines]
    tables.append((own_words.LINES_UNIT, [(kind, count) for kind, count in counts if count]))
    if any(rows for _, rows in tables):
        st.markdown(words.AFTER_TITLE)
    for unit, rows in tables:
        if rows:
            st.html(plain_table([list(row) for row in rows], head=["", unit], figures=frozenset((1,))))


def _units_rows(changes: RosterChanges | None) -> list[tuple[str, int]]:
    if changes is None:
        return []
    counts = (*map(len, (changes.new, changes.gone, changes.renamed, changes.regrouped)), changes.same)
    return [(kind, count) for kind, count in zip(own_words.UNITS_CHANGE, counts, strict=True) if count]


def _marks_rows(intake: Intake, effect: Effect) -> list[tuple[str, int]]:
    if not intake.sheets:
        return []
    rows = [(words.AFTER_NEW, effect.new), (words.AFTER_CHANGED, len(effect.changes)), (words.AFTER_SAME, effect.same)]
    if effect.kept:
        rows.append((own_words.AFTER_KEPT, len(effect.kept)))
    if intake.marks:
        rows.append((words.AFTER_MISSING, effect.missing))
    return rows
