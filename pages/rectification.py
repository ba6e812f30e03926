"""整改清单: who is behind, and the five 定 of each; edited, saved as an event, printed."""

import pandas as pd
import streamlit as st

from evaluation.behind import first_words, units_behind
from evaluation.events import units_today
from evaluation.export.rectification import rectification_document, rectification_workbook
from evaluation.indicator_places import indicator_places
from evaluation.rectification import FIELDS, RectificationLine, read_rectification, rectification_saved
from evaluation.ui.desk import attempt
from evaluation.ui.frame import head_row, open_page, stop_if_empty
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.ui.typed import carried_over, grid_key, keep_typed, note_begin, settle_typed, typed_over
from evaluation.ui.unit_figures import group_of
from evaluation.wording import rectification as words

desk = open_page()
head_row(desk, words.TITLE)
stop_if_empty(desk)
ranking = desk.rank()
shortlist = desk.shortlist(ranking)
with st.container(horizontal=True, vertical_alignment="center"):
    last = st.number_input(
        words.LAST, 0, len(shortlist.candidates), min(3, len(shortlist.candidates)), key="last_places", width=150
    )
    st.caption(words.LEAD)
behind = units_behind(shortlist, desk.scheme, int(last))
if not behind:
    st.info(words.NOBODY, icon=":material/info:")
    st.stop()

saved = read_rectification(  # goes on after the list is locked, which shows units as they were called then
    desk.store.cursor(), desk.period, desk.group, units_today(desk.cursor)
)
known = saved.lines if saved else {}
group = group_of(desk)
names = [item.candidate.unit.unit for item in behind]
agrees = group.agrees(ranking)
place = f"rectification/{desk.is_demonstration}/{desk.period}/{desk.group}"
key = grid_key(place, tuple(names))
carried = carried_over(place, key)
first = {name: known.get(name) or first_words(name, indicator_places(group, name) if agrees else ()) for name in names}
lines = {name: typed_over(first[name], carried.get(name)) for name in names}
fixed = {
    words.HEADS[0]: names,
    words.HEADS[1]: [words.NONE if item.candidate.unit.rank is None else str(item.candidate.unit.rank) for item in behind],
    words.HEADS[2]: [item.why for item in behind],
}
open_heads = dict(zip(FIELDS[1:], words.HEADS[3:], strict=True))
seen = note_begin(place, key, desk.stood)
edited = st.data_editor(
    pd.DataFrame(fixed | {head: [getattr(lines[name], field) for name in names] for field, head in open_heads.items()}),
    key=key,
    hide_index=True,
    row_height=34,
    height="content",
    disabled=list(fixed),
    column_config={
        head: st.column_config.TextColumn(width=width, max_chars=200)
        for head, width in zip(words.HEADS, (100, 50, 262, 84, 84, 262, 96, 350), strict=True)
    },
)
texts = edited.fillna("").astype(str)
frame_on_paper(texts)
now = [RectificationLine(*(str(row[0]), *(text.strip() for text in row[3:]))) for row in texts.to_numpy().tolist()]
is_changed = [known.get(line.unit) for line in now] != now
rows = texts.to_numpy().tolist()
hidden = {unit: fields for unit, fields in carried.items() if unit not in names}  # of more last places than are shown now
keep_typed(place, [(line.unit, line, first[line.unit]) for line in now], FIELDS[1:], hidden)


def save() -> None:
    others = [line for unit, line in known.items() if unit not in names]  # settled before, and not among so few last places
    draft = rectification_saved(desk.period, desk.group, [*now, *others])
    is_saved = attempt(lambda: desk.store.append([draft], desk.person, seen=seen))
    if is_saved:
        st.session_state["done"] = words.SAVED
    settle_typed(place, is_saved=is_saved, stood=desk.store.state, hidden=hidden)


with st.container(horizontal=True, vertical_alignment="center"):
    st.button(
        words.SAVE if is_changed else words.NOTHING,
        type="primary",
        icon=":material/save:",
        disabled=not is_changed,
        on_click=save,
    )
    for label, write, suffix in ((words.XLSX, rectification_workbook, "xlsx"), (words.DOCX, rectification_document, "docx")):
        st.download_button(
            label,
            lambda write=write: write(
                desk.period,
                desk.group,
                rows,
                check_code=desk.check_code(ranking),
                is_final=desk.mark == "final",
                is_demonstration=desk.is_demonstration,
            ),
            file_name=f"{words.FILE.format(period=desk.period, group=desk.group)}.{suffix}",
            icon=":material/download:",
            on_click="ignore",
            disabled=is_changed and saved is not None,
        )
    if saved:
        st.caption(words.SAVED_BY.format(at=in_chinese_time(saved.at), actor=md(saved.actor)))
    else:
        st.caption(words.NOT_SAVED_YET)
if is_changed and saved is not None:
    st.caption(words.SAVE_FIRST)
st.caption(words.TO_UNIT)
