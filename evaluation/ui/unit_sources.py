"""Part of 单位画像: every indicator with its cell, and the way from the cells to the total."""

import pandas as pd
import streamlit as st

from evaluation.export.unit_notice import NoticeLine, unit_notice
from evaluation.indicator_places import IndicatorPlace, indicator_places
from evaluation.spelling import spelled
from evaluation.steps import Step, in_words, place_in_words, walk, way_of, without_raters
from evaluation.ui.paper import frame_on_paper
from evaluation.ui.source_view import may_see_raters, show_source
from evaluation.ui.tables import ROW_HEIGHT, figure, plain
from evaluation.ui.text import md
from evaluation.ui.unit_view import UnitView
from evaluation.why import dimension_places
from evaluation.wording import unit_page as words


def sources_card(view: UnitView) -> None:
    """Draw every indicator with mark, score, weight, place and cell; a chosen row opens the cell in its surroundings."""
    with st.container(border=True, gap="small"):
        st.markdown(words.SOURCES)
        steps = _indicators(view.step)
        heads = words.SOURCE_COLUMNS
        frame = pd.DataFrame(source_rows(view), columns=list(heads.values()))
        chosen = st.dataframe(
            frame,
            hide_index=True,
            row_height=ROW_HEIGHT,
            height="content",
            key=f"sources/{view.desk.period}/{view.name}",
            on_select="rerun",
            selection_mode="single-row",
            column_config={
                heads["dimension"]: st.column_config.TextColumn(width=110),
                heads["indicator"]: st.column_config.TextColumn(width=170),
                heads["mark"]: st.column_config.TextColumn(width=80, alignment="right"),
                heads["score"]: st.column_config.TextColumn(width=80, alignment="right"),
                heads["weight"]: st.column_config.TextColumn(width=64, alignment="right"),
                heads["place"]: st.column_config.TextColumn(width=72, alignment="right"),
                heads["source"]: st.column_config.TextColumn(width=460),
            },
        )
        frame_on_paper(frame, right=[heads[name] for name in ("mark", "score", "weight", "place")])
        rows = chosen.selection.rows
        if rows and rows[0] < len(steps):
            step = steps[rows[0]][1]
            way = way_of(view.step, step.label, step.part)
            if way:
                st.caption(words.WAY.format(way=md(words.ARROW.join(way))))
            show_source(view.desk, step.period, view.name, step.label)


def source_rows(view: UnitView) -> list[list[str]]:
    """Return one row per indicator of the scheme (in a year, per part too): dimension, name, mark, score, weight, place, cell."""
    places = {item.indicator: item for item in indicator_places(view.group, view.name)} if view.agrees else {}
    return [_source_row(dimension, step, places.get(step.label)) for dimension, step in _indicators(view.step)]


def _indicators(total: Step) -> list[tuple[str, Step]]:
    found, dimension = [], ""
    for _, step in walk(total):
        if step.kind == "dimension":
            dimension = step.label
        elif step.kind == "indicator":
            found.append((dimension, step))
    return found


def _source_row(dimension: str, step: Step, place: IndicatorPlace | None) -> list[str]:
    marks = [child for child in step.children if child.kind == "mark"]
    mark = (
        words.NO_MARK if not marks else spelled(marks[0].printed) if len(marks) == 1 else words.SEVERAL.format(count=len(marks))
    )
    source = "；".join(place_in_words(child.source) for child in marks if child.source)
    return [
        dimension,
        step.name,
        mark,
        figure(step.printed),
        plain(step.weight) if step.weight is not None else "",
        words.PLACE.format(place=place.place, of=place.of) if place else "",
        source or step.remark,
    ]


def trace_expander(view: UnitView) -> None:
    """Offer the whole way from the cells to the total, line by line."""
    with st.expander(words.TRACE):
        lines = in_words(view.step) if may_see_raters(view.desk) else in_words(without_raters(view.step))
        st.code("\n".join(lines), language=None, wrap_lines=True)


def notice_tool(view: UnitView) -> None:
    """Offer the notice for the unit as a Word page."""
    desk = view.desk
    st.download_button(
        words.NOTICE,
        lambda: unit_notice(
            view.ranking,
            view.unit,
            view.sentence,
            dimension_places(view.ranking, view.unit),
            [NoticeLine(tuple(row)) for row in source_rows(view)],
            scheme=desk.scheme_in_words(),
            check_code=desk.check_code(view.ranking),
            is_final=desk.mark == "final",
            is_demonstration=desk.is_demonstration,
        ),
        file_name=words.NOTICE_FILE.format(period=desk.period, unit=view.name),
        icon=":material/description:",
        on_click="ignore",
    )
