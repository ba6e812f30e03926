"""Parts of 数据导入: file cards, the problem list with its remedies, what storing would do, history, templates."""

from collections.abc import MutableMapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from evaluation.cells import column_letter
from evaluation.decisions import ColumnChoice, Decisions
from evaluation.events import import_redone, import_undone
from evaluation.export.templates import roster_template, sheet_template
from evaluation.history import Effect, Import
from evaluation.intake import File, Intake
from evaluation.journal import sha256
from evaluation.matching import Matched
from evaluation.periods import read_period
from evaluation.problems import Problem, errors
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.tables import in_chinese_time, plain
from evaluation.ui.text import grid_row, md, plain_table
from evaluation.wording import pages as words

_RECENT = 7
_SHOWN = 30
Choices = MutableMapping[tuple[str, str], Decisions]
_LEVELS = {"error": words.MUST, "warning": words.CONFIRM}
_UNIT_CODES = ("unknown_unit", "ambiguous_unit")
_COLUMN_CODES = ("unknown_column", "column_twice", "no_indicator", "no_header", "no_known_unit")
_NUMBER_CODES = (
    "not_a_number",
    "above_full_mark",
    "below_zero",
    "too_large",
    "no_stored_value",
    "unclear_percent",
    "negative_mark",
)


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


def period_question(intake: Intake) -> None:
    """Ask which period the files belong to that name none; the answer is shown on their cards."""
    if not intake.without_period:
        return
    with st.container(border=True, gap="xsmall", key="line_period"):
        st.markdown(words.WHICH_PERIOD.format(files=md("、".join(intake.without_period))))
        st.session_state.setdefault("own_period", intake.period or "")
        st.text_input(words.PERIOD, key="own_period", placeholder=words.PERIOD_EXAMPLE, label_visibility="collapsed")
        if read_period(st.session_state["own_period"]) is None:
            st.caption(words.PERIOD_UNREADABLE)


def file_cards(files: Sequence[File], intake: Intake, problems: Sequence[Problem]) -> str:
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
            st.caption("  \n".join(map(md, _understood(file, intake))))
            mine = [problem for problem in problems if problem.file == name]
            must, confirm = len(errors(mine)), sum(problem.severity == "warning" for problem in mine)
            badges = [f":red-badge[{words.MUST} {must}]"] if must else []
            badges += [f":orange-badge[{words.CONFIRM} {confirm}]"] if confirm else []
            st.markdown(" ".join(badges) if badges else f":gray-badge[✓ {words.READY}]")
    return chosen


def _understood(file: File, intake: Intake) -> list[str]:
    digest = sha256(file.content)
    if intake.roster_file and sha256(intake.roster_file.content) == digest:
        return [words.ROSTER_FILE.format(count=len(intake.roster.units))]
    lines = []
    for checked in intake.sheets:
        sheet = checked.matched.sheet
        if sheet.digest == digest:
            parts = [words.WORKSHEET.format(name=sheet.name) if sheet.name else sheet.encoding.upper()]
            if checked.matched.header_row is not None:
                parts.append(words.HEADER_ROW.format(row=checked.matched.header_row + 1))
                periods = "、".join(checked.periods) or intake.period or words.NO_PERIOD
                parts += [words.CELLS.format(count=len(checked.marks)), periods]
            lines.append(" · ".join(parts))
    lines += [
        words.ADJUSTMENT_FILE.format(count=len(found.entries)) for sheet, found in intake.adjustments if sheet.digest == digest
    ]
    lines += [words.VETO_FILE.format(count=len(found.entries)) for sheet, found in intake.vetoes if sheet.digest == digest]
    return lines


def problems_of(file: str, intake: Intake, problems: Sequence[Problem], choices: Choices) -> None:
    """Draw one file's problems, most urgent first, each with its remedy where a page can offer one."""
    mine = [problem for problem in problems if problem.file == file]
    pressing = sorted(
        (problem for problem in mine if problem.severity != "info"), key=lambda problem: problem.severity != "error"
    )
    st.markdown(words.PROBLEMS_OF.format(file=md(file)))
    if not pressing:
        st.success(words.ALL_CLEAR, icon=":material/check:")
    else:
        _problem_table(pressing, intake, choices)
    matched = [checked.matched for checked in intake.sheets if checked.file == file]
    for item in matched:
        _name_pills(item, mine, choices)
        _column_choices(item, choices, is_open=any(problem.code in _COLUMN_CODES for problem in pressing))
    handled = [problem for problem in mine if problem.severity == "info"]
    if handled:
        with st.expander(words.HANDLED_COUNT.format(count=len(handled))):
            st.dataframe(_as_frame(handled), hide_index=True, height="content" if len(handled) < 12 else 380, row_height=32)


def _as_frame(problems: Sequence[Problem]) -> pd.DataFrame:
    heads = words.PROBLEM_COLUMNS
    return pd.DataFrame(
        {
            heads["level"]: [_LEVELS.get(problem.severity, words.HANDLED) for problem in problems],
            heads["place"]: [place_of(problem) for problem in problems],
            heads["found"]: [problem.found for problem in problems],
            heads["message"]: [problem.message for problem in problems],
        }
    )


def place_of(problem: Problem) -> str:
    """Return where a problem stands, as people say it: 第 14 行 D 列."""
    if problem.row is not None and problem.column:
        text = words.PLACE.format(row=problem.row, column=problem.column)
    elif problem.row is not None:
        text = words.PLACE_ROW.format(row=problem.row)
    else:
        text = words.PLACE_COLUMN.format(column=problem.column) if problem.column else words.PLACE_FILE
    return f"{problem.sheet}　{text}" if problem.sheet else text


def _problem_table(problems: Sequence[Problem], intake: Intake, choices: Choices) -> None:
    """Draw the problems; a wrong cell can be set right beside its problem, which leaves the file as it is.

    Not the data grid: it neither breaks Chinese sentences nor shows where they end.
    """
    heads = words.PROBLEM_COLUMNS
    with st.container(gap=None, key="problems"):
        cells = [_cell_of(problem, intake) for problem in problems]
        head = [heads[name] for name in ("level", "place", "found", "message")] + [heads["rewrite"] if any(cells) else ""]
        st.html(grid_row(head, "head"))
        for number, (problem, place) in enumerate(zip(problems[:_SHOWN], cells, strict=False)):
            left, right = st.columns([7.6, 1], vertical_alignment="center", gap="small")
            left.html(grid_row([_LEVELS[problem.severity], place_of(problem), problem.found, problem.message], problem.severity))
            if place is not None:
                sheet, cell = place
                key = f"rewrite/{sheet}/{cell}/{number}"
                right.text_input(
                    heads["rewrite"],
                    value=choices.get(sheet, Decisions()).cells.get(cell, ""),
                    key=key,
                    max_chars=60,
                    label_visibility="collapsed",
                    on_change=_rewrite,
                    args=(choices, sheet, cell, key),
                )
    if len(problems) > _SHOWN:
        st.caption(words.MORE_PROBLEMS.format(count=len(problems) - _SHOWN))


def _rewrite(choices: Choices, sheet: tuple[str, str], cell: tuple[int, int], key: str) -> None:
    """Take a cell's new text; an emptied field gives the cell its own text back (a gap is written as 缺)."""
    decisions = choices.get(sheet, Decisions())
    cells = {place: text for place, text in decisions.cells.items() if place != cell}
    if text := st.session_state[key].strip():
        cells[cell] = text
    choices[sheet] = replace(decisions, cells=cells)


def _cell_of(problem: Problem, intake: Intake) -> tuple[tuple[str, str], tuple[int, int]] | None:
    """Return (sheet key, 0-based cell) of a problem that a new cell text can solve, else None."""
    if problem.row is None or not problem.column or problem.code in _UNIT_CODES + _COLUMN_CODES:
        return None
    for checked in intake.sheets:
        sheet = checked.matched.sheet
        if (sheet.file, sheet.name) == (problem.file, problem.sheet):
            width = max(map(len, sheet.rows))
            column = next(number for number in range(width) if column_letter(number) == problem.column)
            return (sheet.digest, sheet.name), (problem.row - 1, column)
    return None


def _name_pills(matched: Matched, problems: Sequence[Problem], choices: Choices) -> None:
    """Ask once for each name that the roster doesn't have; nothing is preselected."""
    key = (matched.sheet.digest, matched.sheet.name)
    decisions = choices.get(key, Decisions())
    asked = {
        problem.found: problem
        for problem in problems
        if problem.code in _UNIT_CODES and problem.sheet == matched.sheet.name and problem.found
    }
    known = [unit.name for unit in matched.roster.units]
    if not asked and not decisions.units:
        return
    with st.container(border=True, gap="small"):
        st.markdown(words.NAMES_TITLE)
        for found, problem in asked.items():
            options = [*problem.suggestions[:4], words.SKIP_UNIT]
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(words.NAME_IS.format(found=md(found)))
                picked = st.pills(md(found), options, format_func=md, key=f"name/{key}/{found}", label_visibility="collapsed")
                other = st.selectbox(
                    words.OTHER_UNIT,
                    known,
                    index=None,
                    placeholder=words.OTHER_UNIT,
                    key=f"other/{key}/{found}",
                    label_visibility="collapsed",
                    width=180,
                )
            if answer := other or picked:
                unit = None if answer == words.SKIP_UNIT else answer
                choices[key] = replace(decisions, units={**decisions.units, found: unit})
                st.rerun()
        for found, unit in decisions.units.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(words.NAME_DECIDED.format(found=md(found), unit=md(unit or words.SKIPPED)))
                if st.button(words.ASK_AGAIN, key=f"again/{key}/{found}", type="tertiary"):
                    choices[key] = replace(decisions, units={name: to for name, to in decisions.units.items() if name != found})
                    st.rerun()


def _column_choices(matched: Matched, choices: Choices, is_open: bool) -> None:
    """Show what each column was taken for, and let a person say otherwise."""
    if matched.header_row is None or matched.kind not in ("wide", "long"):
        return
    key = (matched.sheet.digest, matched.sheet.name)
    decisions = choices.get(key, Decisions())
    indicators = [indicator.name for indicator in matched.scheme.indicators]
    with st.expander(words.COLUMNS_TITLE, expanded=is_open):
        places = st.columns(4)
        for number, column in enumerate(matched.columns):
            now = (
                column.indicator
                if column.meaning == "indicator"
                else words.MEANINGS.get(column.meaning, words.MEANINGS["ignored"])
            )
            options = [*(indicators if matched.kind == "wide" else []), *dict.fromkeys(words.MEANINGS.values())]
            label = words.COLUMN_LABEL.format(letter=column.letter, header=md(column.header))
            unsure = column.meaning == "unknown"
            picked = places[number % 4].selectbox(
                label,
                options,
                index=None if unsure else options.index(now),
                placeholder=words.PLEASE_CHOOSE,
                key=f"column/{key}/{column.index}",
            )
            if picked and (unsure or picked != now):
                meaning = next((name for name, text in words.MEANINGS.items() if text == picked), "indicator")
                choice = ColumnChoice(meaning, picked if meaning == "indicator" else "")
                choices[key] = replace(decisions, columns={**decisions.columns, column.index: choice})
                st.rerun()


def effect_table(intake: Intake, effect: Effect) -> None:
    """Say what storing would do, in marks: new, changed, same, and what would still lack."""
    st.markdown(words.AFTER_TITLE)
    rows = [(words.AFTER_NEW, effect.new), (words.AFTER_CHANGED, len(effect.changes)), (words.AFTER_SAME, effect.same)]
    if intake.marks:
        rows.append((words.AFTER_MISSING, effect.missing))
    st.html(plain_table([list(row) for row in rows], head=["", words.AFTER_UNIT], figures=frozenset((1,))))


def changed_marks(effect: Effect) -> None:
    """Show old and new value of every mark that would be overwritten."""
    if not effect.changes:
        return
    heads = words.CHANGE_COLUMNS
    with st.expander(words.CHANGES_TITLE.format(count=len(effect.changes)), expanded=True):
        st.dataframe(
            pd.DataFrame(
                {
                    heads["unit"]: [change.unit for change in effect.changes],
                    heads["indicator"]: [change.indicator for change in effect.changes],
                    heads["rater"]: [change.rater for change in effect.changes],
                    heads["old"]: [plain(change.old) for change in effect.changes],
                    heads["new"]: [plain(change.new) for change in effect.changes],
                    heads["place"]: [
                        f"{change.file}　{words.PLACE.format(row=change.row, column=change.column)}" for change in effect.changes
                    ],
                }
            ),
            hide_index=True,
            row_height=32,
            height="content" if len(effect.changes) < 12 else 400,
        )


def history(desk: Desk, imports: Sequence[Import]) -> None:
    """List every import with its undo; an undone one can be brought back."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(words.HISTORY)
        if not imports:
            st.write(words.HISTORY_EMPTY)
        for item in imports[: None if st.session_state.get("all_imports") else _RECENT]:
            with st.container(
                key=f"line_{item.position}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                what = words.KINDS[item.kind].format(count=item.count)
                sheet = f"（{item.sheet}）" if item.sheet else ""
                text = words.HISTORY_LINE.format(
                    at=in_chinese_time(item.at), actor=item.actor, file=item.file, sheet=sheet, what=what
                )
                st.markdown(md(text) if item.is_active else f":gray[~~{md(text)}~~　{words.UNDONE}]")
                st.button(
                    words.UNDO if item.is_active else words.REDO,
                    key=f"switch_{item.position}",
                    type="tertiary",
                    icon=":material/undo:" if item.is_active else ":material/redo:",
                    on_click=_switch,
                    args=(desk, item),
                )
        if len(imports) > _RECENT and not st.session_state.get("all_imports"):
            st.button(words.ALL_IMPORTS.format(count=len(imports)), type="tertiary", on_click=_show_all)


def _show_all() -> None:
    st.session_state["all_imports"] = True


def _switch(desk: Desk, item: Import) -> None:
    make, done = (import_undone, words.UNDO_DONE) if item.is_active else (import_redone, words.REDO_DONE)
    if attempt(lambda: desk.store.append([make(item.position, item.file)], desk.person, seen=desk.position)):
        st.session_state["done"] = done.format(file=item.file)


def templates(desk: Desk) -> None:
    """Offer sheets to send down, with units and indicators filled in."""
    with st.container(border=True, gap="small"):
        st.markdown(words.TEMPLATES)
        with st.container(horizontal=True):
            st.download_button(
                words.TEMPLATE_ROSTER,
                roster_template,
                file_name=f"{words.TEMPLATE_ROSTER}.xlsx",
                on_click="ignore",
                icon=":material/download:",
            )
            if desk.roster.units:
                for dimension in desk.scheme.dimension:
                    name = words.TEMPLATE_SHEET.format(dimension=dimension.name)
                    st.download_button(
                        name,
                        lambda dimension=dimension: sheet_template(dimension, desk.roster, desk.period),
                        file_name=f"{name}.xlsx",
                        on_click="ignore",
                        icon=":material/download:",
                    )
        st.caption(words.TEMPLATES_HINT)
