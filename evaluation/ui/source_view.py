"""Every number leads to its cell: the mark, the file, and what stands around the cell there."""

from collections.abc import Sequence

import streamlit as st

from evaluation.problems import EvaluationError
from evaluation.source_cells import SourceCell, Surroundings, mark_sources, surroundings
from evaluation.spelling import spelled
from evaluation.ui.desk import Desk
from evaluation.ui.sheet_table import Cell, Line, sheet_table
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.wording import source as words


def show_source(desk: Desk, period: str, unit: str, indicator: str, rater: str | None = None) -> None:
    """Draw where a mark is from: file, place, who imported it and when, the cell in its surroundings, the file itself.

    Without ``rater`` the marks of all raters are offered, one at a time. A mark that isn't there is said to be so;
    what was replaced or undone is listed below.
    """
    found = mark_sources(desk.cursor, period, unit, indicator, rater)
    counting = [cell for cell in found if cell.counts]
    if not counting:
        sentence = words.ALL_UNDONE if found else words.NOTHING
        st.info(md(sentence.format(period=period, unit=unit, indicator=indicator)), icon=":material/search_off:")
    elif any(cell.rater for cell in counting) and not may_see_raters(desk):
        st.info(words.OF_RATERS.format(count=len(counting)), icon=":material/lock:")
        return
    else:
        _show(desk, _chosen(counting))
    _earlier([cell for cell in found if not cell.counts])


def may_see_raters(desk: Desk) -> bool:
    """Say whether the person may see what a single rater gave: whoever may see what raters do, or has the files with it."""
    return desk.may("see_raters") or desk.may("see_files")


def look_up(desk: Desk) -> None:
    """Draw a card in which a person picks a unit and an indicator of the chosen period and sees the cell."""
    if not desk.period:
        return
    with st.container(border=True, gap="small"):
        st.markdown(words.LOOK_UP)
        left, right, _ = st.columns([1, 1.4, 1.6])
        units = [unit.name for unit in desk.roster.units]
        unit = left.selectbox(
            words.UNIT, units, index=None, key="source_unit", placeholder=words.UNIT, label_visibility="collapsed"
        )
        indicators = [indicator.name for indicator in desk.scheme.indicators]
        indicator = right.selectbox(
            words.INDICATOR,
            indicators,
            index=None,
            key="source_indicator",
            placeholder=words.INDICATOR,
            label_visibility="collapsed",
        )
        if unit and indicator:
            show_source(desk, desk.period, unit, indicator)


def _chosen(counting: Sequence[SourceCell]) -> SourceCell:
    """Return the mark to show: the only one, or the chosen rater's."""
    if len(counting) == 1:
        return counting[0]
    names = {cell.rater: cell for cell in counting}
    first = counting[0]
    picked = st.pills(
        words.RATER,
        list(names),
        default=first.rater,
        required=True,
        format_func=lambda name: f"{md(name or words.UNNAMED_RATER)}　{spelled(names[name].mark)}",
        key=f"rater/{first.period}/{first.unit}/{first.indicator}",
        label_visibility="collapsed",
    )
    return names.get(picked, first)


def _show(desk: Desk, cell: SourceCell) -> None:
    line = words.MARK.format(mark=spelled(cell.mark), unit=md(cell.unit), indicator=md(cell.indicator))
    st.markdown(line + (words.OF_RATER.format(rater=md(cell.rater)) if cell.rater else ""))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(md(f"{_place(cell)}　{_imported(cell)}"))
        if desk.may("see_files"):
            st.download_button(
                words.DOWNLOAD,
                lambda: desk.store.journal.content(cell.digest),
                file_name=cell.file,
                icon=":material/download:",
                on_click="ignore",
                key=f"original/{cell.position}/{cell.row}/{cell.column}/{cell.rater}",
            )
    if cell.note:
        written = words.CHANGED if cell.is_changed else words.CONVERTED
        st.markdown(md(written.format(found=cell.found, note=cell.note, mark=spelled(cell.mark))))
    try:
        around = surroundings(desk.store.journal, cell, desk.scheme, desk.roster)
    except EvaluationError as error:
        st.warning(md(error), icon=":material/draft:")
        return
    st.html(_picture(cell, around))
    if around.found != cell.found:
        st.warning(md(words.NOT_THERE.format(found=around.found or "", kept=cell.found)), icon=":material/draft:")


def _picture(cell: SourceCell, around: Surroundings) -> str:
    def kind(row: int, letter: str) -> str:
        return "target" if (row, letter) == (cell.row, cell.column) else "beside" if row == cell.row else ""

    lines = [
        Line(
            str(row.number),
            [Cell(text, kind(row.number, letter)) for letter, text in zip(around.columns, row.cells, strict=True)],
            "header" if row.is_header else "",
        )
        for row in around.rows
    ]
    return sheet_table(around.columns, lines)


def _earlier(cells: Sequence[SourceCell]) -> None:
    """List what imports held here before: replaced by a later import, or undone."""
    if not cells:
        return
    st.caption(words.EARLIER)
    for cell in cells:
        fate = words.REPLACED if cell.is_active else words.UNDONE
        line = words.EARLIER_LINE.format(mark=spelled(cell.mark), place=_place(cell), imported=_imported(cell), fate=fate)
        st.caption(md(line))


def _place(cell: SourceCell) -> str:
    sheet = words.IN_SHEET.format(sheet=cell.sheet) if cell.sheet else ""
    return words.PLACE.format(file=cell.file, sheet=sheet, row=cell.row, column=cell.column)


def _imported(cell: SourceCell) -> str:
    return words.IMPORTED.format(at=in_chinese_time(cell.at), actor=cell.person)
