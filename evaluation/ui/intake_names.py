"""Parts of 数据导入: which unit, indicator or column a text means, asked once and answered by people."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from evaluation.decisions import ColumnChoice, Decisions, NameKind, SheetKey
from evaluation.intake import Intake
from evaluation.matching import Matched
from evaluation.problems import Problem
from evaluation.roster import Roster
from evaluation.scheme import Scheme
from evaluation.sheet import Sheet
from evaluation.ui.text import md
from evaluation.wording import import_page as own_words
from evaluation.wording import pages as words
from evaluation.wording.intake import COLUMN_MEANINGS

Choices = MutableMapping[SheetKey, Decisions]
"""What a person confirmed in this browser tab, by (SHA-256 of the file, name of the worksheet)."""
NAME_CODES: dict[str, NameKind] = {"unknown_unit": "unit", "ambiguous_unit": "unit", "unknown_indicator": "indicator"}
COLUMN_CODES = ("unknown_column", "column_twice", "two_blocks", "no_indicator", "no_header", "no_known_unit")
_ASKED_AT_ONCE = 10
_HEADER_LOOK = 40


@dataclass(frozen=True)
class SideSheet:
    """A sheet of adjustments or vetoes, as far as its names are asked about."""

    sheet: Sheet
    scheme: Scheme
    roster: Roster
    decisions: Decisions


def side_sheets(intake: Intake, file: str) -> list[SideSheet]:
    """Return a file's sheets of adjustments and vetoes."""
    return [
        SideSheet(sheet, intake.scheme, intake.roster, found.decisions)
        for sheet, found in (*intake.adjustments, *intake.vetoes)
        if sheet.file == file
    ]


def sheet_key(matched: Matched | SideSheet) -> SheetKey:
    """Return by what a sheet's decisions are kept."""
    return matched.sheet.digest, matched.sheet.name


def name_questions(matched: Matched | SideSheet, problems: Sequence[Problem], choices: Choices) -> None:
    """Ask once for each name that is in no list; nothing is preselected. Answers, also remembered ones, can be changed."""
    asked = {
        (NAME_CODES[problem.code], problem.found): problem
        for problem in problems
        if problem.code in NAME_CODES and problem.sheet == matched.sheet.name and problem.found
    }
    decisions = matched.decisions
    if not asked and not decisions.units and not decisions.indicators and not decisions.rows_out:
        return
    with st.container(border=True, gap="small"):
        st.markdown(words.NAMES_TITLE if isinstance(matched, Matched) else own_words.NAMES_BESIDE)
        for (kind, found), problem in list(asked.items())[:_ASKED_AT_ONCE]:
            _question(matched, kind, found, problem.suggestions, choices)
        if len(asked) > _ASKED_AT_ONCE:
            st.caption(own_words.MORE_NAMES.format(count=len(asked) - _ASKED_AT_ONCE))
        answered = [("unit", *item) for item in decisions.units.items()]
        for kind, found, name in [*answered, *(("indicator", *item) for item in decisions.indicators.items())]:
            _answer(matched, kind, found, name, choices)
        for row in sorted(decisions.rows_out) if isinstance(matched, Matched) else ():
            _row_out(matched, row, choices)


def _row_out(matched: Matched, row: int, choices: Choices) -> None:
    unit, key = matched.column("unit"), sheet_key(matched)
    with st.container(horizontal=True, vertical_alignment="center"):
        found = matched.sheet.cell(row, unit.index) if unit else ""
        st.markdown(own_words.ROW_OUT.format(row=row + 1, found=md(found)))
        if st.button(words.ASK_AGAIN, key=f"again/{key}/row/{row}", type="tertiary"):
            choices[key] = replace(choices[key], rows_out=choices[key].rows_out - {row})
            st.rerun()


def _question(matched: Matched | SideSheet, kind: NameKind, found: str, suggestions: Sequence[str], choices: Choices) -> None:
    key = sheet_key(matched)
    skip = words.SKIP_UNIT if kind == "unit" else own_words.SKIP_INDICATOR
    known = [item.name for item in (matched.roster.units if kind == "unit" else matched.scheme.indicators)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words.NAME_IS.format(found=md(found)))
        picked = st.pills(
            md(found), [*suggestions[:4], skip], format_func=md, key=f"name/{key}/{found}", label_visibility="collapsed"
        )
        other_label = words.OTHER_UNIT if kind == "unit" else own_words.OTHER_INDICATOR
        other = st.selectbox(
            other_label,
            known,
            index=None,
            placeholder=other_label,
            key=f"other/{key}/{found}",
            label_visibility="collapsed",
            width=180,
        )
    if answer := other or picked:
        _settle(choices, key, kind, found, None if answer == skip else answer)
        st.rerun()


def _answer(matched: Matched | SideSheet, kind: NameKind, found: str, name: str | None, choices: Choices) -> None:
    remembered = matched.decisions.recalled.get((kind, found))
    with st.container(horizontal=True, vertical_alignment="center"):
        text = words.NAME_DECIDED.format(found=md(found), unit=md(name or words.SKIPPED))
        if remembered:
            text += own_words.AS_CONFIRMED.format(day=remembered.day, actor=md(remembered.actor))
        st.markdown(text)
        key = sheet_key(matched)
        if st.button(words.ASK_AGAIN, key=f"again/{key}/{kind}/{found}", type="tertiary"):
            _unsettle(choices, key, kind, found)
            st.rerun()


def _settle(choices: Choices, key: SheetKey, kind: NameKind, found: str, name: str | None) -> None:
    decisions = choices.get(key, Decisions())
    if kind == "unit":
        choices[key] = replace(decisions, units={**decisions.units, found: name})
    else:
        choices[key] = replace(decisions, indicators={**decisions.indicators, found: name})


def _unsettle(choices: Choices, key: SheetKey, kind: NameKind, found: str) -> None:
    """Take an answer back; one that was remembered is asked all the same."""
    decisions = choices.get(key, Decisions())
    choices[key] = replace(
        decisions,
        units={text: name for text, name in decisions.units.items() if (kind, found) != ("unit", text)},
        indicators={text: name for text, name in decisions.indicators.items() if (kind, found) != ("indicator", text)},
        ask_again=decisions.ask_again | {(kind, found)},
    )


def header_choice(matched: Matched, choices: Choices, is_open: bool) -> None:
    """Let a person say where the header is and in how many rows it stands; the sheet is read again by it."""
    key, rows = sheet_key(matched), matched.sheet.rows
    decisions = choices.get(key, Decisions())
    if matched.kind not in ("wide", "long", "unknown"):
        return
    lines = [index for index, row in enumerate(rows[:_HEADER_LOOK]) if any(cell.strip() for cell in row)]
    now = decisions.header_row if decisions.header_row is not None else matched.header_row
    with st.expander(own_words.HEADER_TITLE, expanded=is_open or decisions.header_row is not None):
        left, middle, right = st.columns([3, 1, 1.4], vertical_alignment="bottom")
        first = left.selectbox(
            own_words.HEADER_FIRST,
            lines,
            index=lines.index(now) if now in lines else None,
            format_func=lambda index: own_words.HEADER_LINE.format(row=index + 1, text=_in_short(rows[index])),
            placeholder=words.PLEASE_CHOOSE,
            key=f"header/{key}/{now}",
        )
        depth = decisions.header_rows or matched.header_depth or 1
        count = middle.selectbox(own_words.HEADER_ROWS, [1, 2, 3, 4], index=min(depth, 4) - 1, key=f"depth/{key}/{now}/{depth}")
        if decisions.header_row is not None or decisions.header_rows is not None:
            right.button(
                own_words.HEADER_BACK, key=f"header_back/{key}", type="tertiary", on_click=_reset_header, args=(key, choices)
            )
    if first is not None and (first != now or count != depth):
        rows_said = count if count != depth else (decisions.header_rows if first == now else None)
        choices[key] = replace(decisions, header_row=first, header_rows=rows_said, columns={})
        st.rerun()


def _in_short(row: Sequence[str]) -> str:
    return md("　".join(filter(None, (cell.strip() for cell in row)))[:60])


def _reset_header(key: SheetKey, choices: Choices) -> None:
    choices[key] = replace(choices[key], header_row=None, header_rows=None, columns={})


def column_choices(matched: Matched, choices: Choices, is_open: bool) -> None:
    """Show what each column was taken for, and let a person say otherwise."""
    if matched.header_row is None or matched.kind not in ("wide", "long"):
        return
    key = sheet_key(matched)
    decisions = choices.get(key, Decisions())
    indicators = [indicator.name for indicator in matched.scheme.indicators]
    with st.expander(words.COLUMNS_TITLE, expanded=is_open):
        places = st.columns(4)
        for number, column in enumerate(matched.columns):
            now = (
                column.indicator
                if column.meaning == "indicator"
                else COLUMN_MEANINGS.get(column.meaning, COLUMN_MEANINGS["ignored"])
            )
            options = [*(indicators if matched.kind == "wide" else []), *dict.fromkeys(COLUMN_MEANINGS.values())]
            label = words.COLUMN_LABEL.format(letter=column.letter, header=md(column.header))
            unsure = column.meaning == "unknown"
            picked = places[number % 4].selectbox(
                label,
                options,
                index=None if unsure else options.index(now),
                placeholder=words.PLEASE_CHOOSE,
                key=f"column/{key}/{column.index}/{column.header}/{column.meaning}{column.indicator}",
            )
            if picked and (unsure or picked != now):
                meaning = next((name for name, text in COLUMN_MEANINGS.items() if text == picked), "indicator")
                choice = ColumnChoice(meaning, picked if meaning == "indicator" else "")
                choices[key] = replace(
                    decisions,
                    columns={**decisions.columns, column.index: choice},
                    ask_again=decisions.ask_again | {("column", column.header)},
                )
                st.rerun()
