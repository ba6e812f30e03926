"""Parts of 数据导入: one file's problems, each with its remedy; the file itself stays as it was."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from evaluation.cells import column_letter
from evaluation.decisions import Decisions
from evaluation.intake import Intake
from evaluation.problems import Problem
from evaluation.ui.intake_names import COLUMN_CODES, NAME_CODES, Choices, column_choices, name_questions
from evaluation.ui.text import grid_row, md
from evaluation.wording import pages as words

_SHOWN = 30
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
        _problem_table(pressing, intake, choices)
    matched = [checked.matched for checked in intake.sheets if checked.file == file]
    for item in matched:
        name_questions(item, mine, choices)
        column_choices(item, choices, is_open=any(problem.code in COLUMN_CODES for problem in pressing))
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
    if problem.row is None or not problem.column or problem.code in (*NAME_CODES, *COLUMN_CODES):
        return None
    for checked in intake.sheets:
        sheet = checked.matched.sheet
        if (sheet.file, sheet.name) == (problem.file, problem.sheet):
            width = max(map(len, sheet.rows))
            column = next(number for number in range(width) if column_letter(number) == problem.column)
            return (sheet.digest, sheet.name), (problem.row - 1, column)
    return None
