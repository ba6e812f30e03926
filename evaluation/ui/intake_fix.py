"""Parts of 数据导入: one file's problems, each with its remedy; the file itself stays as it was."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from evaluation.decisions import Decisions, SheetKey
from evaluation.intake import Intake
from evaluation.marks import CheckedSheet
from evaluation.problems import Problem
from evaluation.spelling import column_index, column_letter
from evaluation.ui.intake_names import (
    COLUMN_CODES,
    NAME_CODES,
    Choices,
    column_choices,
    header_choice,
    name_questions,
    side_sheets,
)
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.text import grid_row, md
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words

_SHOWN = 30
_REMEDY = 108
"""Width in pixels of what a problem is set right with; the style sheet's ``.problem.head`` has the same."""
_HEADER_CODES = ("no_header", "no_indicator")
_LEVELS = {"error": words.MUST, "warning": words.CONFIRM}


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
        _problem_table(_filtered(pressing), file, intake, choices)
    with st.container(gap=None):  # one place, whatever is in it: what follows stays the element that it is
        _changed_cells(file, intake, choices)
    matched = [checked.matched for checked in intake.sheets if checked.file == file]
    for item in matched:
        header_choice(item, choices, is_open=any(problem.code in _HEADER_CODES for problem in mine))
        name_questions(item, mine, choices)
        column_choices(item, choices, is_open=any(problem.code in COLUMN_CODES for problem in pressing))
    for side in side_sheets(intake, file):
        name_questions(side, mine, choices)
    handled = [problem for problem in mine if problem.severity == "info"]
    if handled:
        with st.expander(words.HANDLED_COUNT.format(count=len(handled))):
            frame = _as_frame(handled)
            st.dataframe(frame, hide_index=True, height="content" if len(handled) < 12 else 380, row_height=32)
            frame_on_paper(frame)


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


def _filtered(problems: Sequence[Problem]) -> Sequence[Problem]:
    """Let a person see only what must be changed, or only what is to be confirmed; counts are always shown."""
    by_level = {level: [problem for problem in problems if problem.severity == level] for level in _LEVELS}
    if not all(by_level.values()):
        return problems
    labels = {
        "all": own_words.ONLY_ALL.format(count=len(problems)),
        "error": own_words.ONLY_MUST.format(count=len(by_level["error"])),
        "warning": own_words.ONLY_CONFIRM.format(count=len(by_level["warning"])),
    }
    st.session_state.setdefault("only_problems", "all")
    only = st.segmented_control(
        own_words.ONLY_LABEL,
        list(labels),
        format_func=labels.get,
        key="only_problems",
        required=True,
        label_visibility="collapsed",
    )
    return by_level.get(only, problems)


def _page_of(problems: Sequence[Problem], file: str) -> int:
    """Return the index of the first problem shown: thousands are leafed through, the most urgent first."""
    pages = -(-len(problems) // _SHOWN)
    key = f"page_of_problems/{file}"
    return min(st.session_state.get(key, 0), pages - 1) * _SHOWN


def _turn_pages(first: int, count: int, file: str) -> None:
    if count <= _SHOWN:
        return
    key, page = f"page_of_problems/{file}", first // _SHOWN
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(own_words.SHOWN_OF.format(first=first + 1, last=min(first + _SHOWN, count), count=count))
        for label, to in ((own_words.PREVIOUS, page - 1), (own_words.NEXT, page + 1)):
            st.button(
                label,
                key=f"turn/{label}",
                type="tertiary",
                disabled=not 0 <= to * _SHOWN < count,
                on_click=st.session_state.__setitem__,
                args=(key, to),
            )


def _problem_table(problems: Sequence[Problem], file: str, intake: Intake, choices: Choices) -> None:
    """Draw the problems; a wrong cell can be set right beside its problem, which leaves the file as it is.

    Not the data grid: it neither breaks Chinese sentences nor shows where they end.
    """
    heads = words.PROBLEM_COLUMNS
    with st.container(gap=None, key="problems"):
        first = _page_of(problems, file)
        shown = problems[first : first + _SHOWN]
        asked: list[list[int]] = []  # rows of one unit are asked about once, however many they are
        names = [heads[name] for name in ("level", "place", "about", "found", "message")]
        has_remedy = any(_cell_of(problem, intake) for problem in shown)
        st.html(grid_row([*names, heads["rewrite"] if has_remedy else ""], "head"))
        for problem, key in zip(shown, _keys(shown), strict=True):
            # A row is known by its problem, not by its place: one that is solved leaves the others and what is being typed there.
            with st.container(key=f"problem/{key}", horizontal=True, vertical_alignment="center", gap="small"):
                place, about = place_of(problem), "\n".join(filter(None, _about(problem, intake)))
                st.html(grid_row([_LEVELS[problem.severity], place, about, problem.found, problem.message], problem.severity))
                if rows := _rows_of_one_unit(problem, intake):
                    if rows in asked:
                        st.space(_REMEDY)
                    else:
                        asked.append(rows)
                        _which_row(problem, rows, intake, choices)
                elif (cell := _cell_of(problem, intake)) is not None:
                    _new_text(*cell, f"rewrite/{key}", choices)
                else:
                    st.space(_REMEDY)
    _turn_pages(first, len(problems), file)


def _keys(problems: Sequence[Problem]) -> list[str]:
    """Return a name for each problem that stays its own while others go."""
    counts: Counter[str] = Counter()
    keys = []
    for problem in problems:
        name = f"{problem.file}/{problem.sheet}/{problem.row}/{problem.column}/{problem.code}"
        keys.append(f"{name}/{counts[name]}")
        counts[name] += 1
    return keys


def _about(problem: Problem, intake: Intake) -> tuple[str, str]:
    """Return the unit and the indicator that a problem of a score sheet is about, "" where it is about none."""
    sheet = _score_sheet(problem, intake)
    if sheet is None or problem.row is None:
        return "", ""
    rows = sheet.matched.rows
    place = bisect_left(rows.index, problem.row - 1)
    row = rows[place] if place < len(rows) and rows.index[place] == problem.row - 1 else None
    column = next((column for column in sheet.matched.columns if column.letter == problem.column), None)
    unit = row.unit if row and row.kind == "unit" else ""
    is_mark = column is not None and column in sheet.matched.mark_columns
    return unit, (column.indicator or (row.indicator if row else "")) if is_mark else ""


def _new_text(sheet: SheetKey, cell: tuple[int, int], key: str, choices: Choices) -> None:
    """Draw the field for a cell's new text."""
    st.text_input(
        words.PROBLEM_COLUMNS["rewrite"],
        value=choices.get(sheet, Decisions()).cells.get(cell, ""),
        key=key,
        max_chars=60,
        label_visibility="collapsed",
        width=_REMEDY,
        on_change=_rewrite,
        args=(choices, sheet, cell, key),
    )


def _changed_cells(file: str, intake: Intake, choices: Choices) -> None:
    """List the cells that a person set right on this page, each with the way back to what the file has."""
    for item in intake.offered:
        cells = choices.get(item.key, Decisions()).cells if item.sheet.file == file else {}
        for (row, column), text in sorted(cells.items()):
            place = words.PLACE.format(row=row + 1, column=column_letter(column))
            found = item.sheet.cell(row, column).strip() or own_words.CHANGED_FROM_BLANK
            with st.container(horizontal=True, vertical_alignment="center", key=f"line_changed/{item.key}/{row}/{column}"):
                st.markdown(own_words.CHANGED_HERE.format(place=place, found=md(found), text=md(text)))
                st.button(
                    own_words.CHANGE_BACK, type="tertiary", icon=":material/undo:", on_click=_change_back,
                    key=f"change_back/{item.key}/{row}/{column}", args=(choices, item.key, (row, column)),
                )  # fmt: skip


def _change_back(choices: Choices, sheet: tuple[str, str], cell: tuple[int, int]) -> None:
    decisions = choices[sheet]
    choices[sheet] = replace(decisions, cells={place: text for place, text in decisions.cells.items() if place != cell})


def _rows_of_one_unit(problem: Problem, intake: Intake) -> list[int]:
    """Return the rows of a sheet (from 1) that give one unit the same mark, [] for any other problem."""
    if problem.code != "same_mark_twice":
        return []
    sheet = _score_sheet(problem, intake)
    here = sheet.marks.at(problem.row, problem.column) if sheet else None
    rows = {mark.row for mark in sheet.marks.of_unit(here.unit) if mark.key == here.key} if here else set()
    return sorted(rows) if len(rows) > 1 else []


def _which_row(problem: Problem, rows: list[int], intake: Intake, choices: Choices) -> None:
    """Ask which of a unit's rows counts; the others are left out, on record."""
    key = _score_sheet(problem, intake).key
    kept = st.selectbox(
        own_words.WHICH_ROW,
        rows,
        index=None,
        placeholder=own_words.WHICH_ROW,
        format_func=lambda row: own_words.KEEP_ROW.format(row=row),
        key=f"row/{key}/{rows}",
        label_visibility="collapsed",
        width=_REMEDY,
    )
    if kept is not None:
        decisions = choices.get(key, Decisions())
        choices[key] = replace(decisions, rows_out=decisions.rows_out | {row - 1 for row in rows if row != kept})
        st.rerun()


def _score_sheet(problem: Problem, intake: Intake) -> CheckedSheet | None:
    return next((sheet for sheet in intake.sheets if (sheet.file, sheet.sheet) == (problem.file, problem.sheet)), None)


def _rewrite(choices: Choices, sheet: tuple[str, str], cell: tuple[int, int], key: str) -> None:
    """Take a cell's new text; an emptied field gives the cell its own text back (a gap is written as 缺)."""
    decisions = choices.get(sheet, Decisions())
    cells = {place: text for place, text in decisions.cells.items() if place != cell}
    if text := st.session_state[key].strip():
        cells[cell] = text
    choices[sheet] = replace(decisions, cells=cells)


def _cell_of(problem: Problem, intake: Intake) -> tuple[tuple[str, str], tuple[int, int]] | None:
    """Return (sheet key, 0-based cell) of a problem that a new cell text can solve, else None.

    A roster is set right in its file.
    """
    is_of_marks = _score_sheet(problem, intake) is not None
    elsewhere = (*NAME_CODES, *COLUMN_CODES) if is_of_marks else tuple(NAME_CODES)
    if problem.row is None or not problem.column or problem.code in elsewhere:
        return None
    if not is_of_marks and all(side.sheet.name != problem.sheet for side in side_sheets(intake, problem.file)):
        return None
    for item in intake.offered:
        sheet = item.sheet
        if (sheet.file, sheet.name) == (problem.file, problem.sheet):
            return item.key, (problem.row - 1, column_index(problem.column))
    return None
