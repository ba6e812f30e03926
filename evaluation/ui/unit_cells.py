"""开会前先核对这几格: the marks whose smallest change alters the proposed list, with their cells and the way to the unit."""

import pandas as pd
import streamlit as st

from evaluation.sensitive_cells import SensitiveCell
from evaluation.source_cells import mark_sources
from evaluation.spelling import spelled
from evaluation.ui.desk import Desk
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.tables import ROW_HEIGHT
from evaluation.ui.text import md
from evaluation.ui.unit_figures import cells_of
from evaluation.ui.unit_link import open_unit
from evaluation.wording import conditions as condition_words
from evaluation.wording import source
from evaluation.wording import unit_page as words


def cells_card(desk: Desk, *, agrees: bool) -> None:
    """Draw the closest cells of the chosen group; a chosen row leads to its unit. ``agrees``: the trials are the chain's."""
    award = next(iter(desk.awards()), None)
    with st.container(border=True, gap="small"):
        st.markdown(words.CELLS)
        if award is None or not agrees:
            st.write(words.CELLS_NO_AWARD if award is None else words.NOT_AGREED)
            return
        if conditions := desk.shortlist(desk.rank(), award).conditions:
            said = condition_words.JOINED.join(conditions)
            st.caption(condition_words.NO_CELLS.format(conditions=md(said)))
            return
        found = cells_of(desk, award)
        if not found.cells:
            st.write(words.CELLS_NONE)
        else:
            _table(desk, found.cells)
        if found.left_out:
            st.caption(words.CELLS_LEFT_OUT.format(indicators=md("、".join(found.left_out))))


def _table(desk: Desk, cells: tuple[SensitiveCell, ...]) -> None:
    rows = desk.kept("cells", desk.period, desk.group, cells, make=lambda: [_row(desk, cell) for cell in cells])
    frame = pd.DataFrame(rows, columns=list(words.CELLS_COLUMNS))
    widths = (112, 140, 84, 120, 300, 400)
    chosen = st.dataframe(
        frame,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height="content",
        key=f"cells/{desk.period}/{desk.group}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            head: st.column_config.TextColumn(width=width, alignment="right" if place in (2, 3) else "left")
            for place, (head, width) in enumerate(zip(words.CELLS_COLUMNS, widths, strict=True))
        },
    )
    frame_on_paper(frame, right=words.CELLS_COLUMNS[2:4])
    st.caption(words.CELLS_HINT)
    chosen_rows = chosen.selection.rows
    if chosen_rows and chosen_rows[0] < len(cells) and cells[chosen_rows[0]].unit != st.session_state.get("unit"):
        open_unit(desk, cells[chosen_rows[0]].unit)


def _row(desk: Desk, cell: SensitiveCell) -> list[str]:
    change = f"+{spelled(cell.change)}" if cell.change > 0 else f"−{spelled(-cell.change)}"
    effect = [(words.CELLS_ENTER, cell.enter), (words.CELLS_LEAVE, cell.leave), (words.CELLS_TIED, cell.tied)]
    sources = mark_sources(desk.cursor, desk.period, cell.unit, cell.indicator, cell.rater)
    counting = next((item for item in sources if item.counts), None)
    place = ""
    if counting:
        sheet = source.IN_SHEET.format(sheet=counting.sheet) if counting.sheet else ""
        place = source.PLACE.format(file=counting.file, sheet=sheet, row=counting.row, column=counting.column)
    return [
        cell.unit,
        cell.indicator,
        spelled(cell.mark),
        words.CHANGED_TO.format(becomes=spelled(cell.becomes), change=change),
        words.CELLS_JOIN.join(wording.format(units="、".join(units)) for wording, units in effect if units),
        place,
    ]
