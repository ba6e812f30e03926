"""Part of 单位画像: the waterfall from another total to this one, on the page or as a picture to save."""

import streamlit as st

from evaluation.charts import Against, Panel, PanelLine, waterfall, waterfall_text
from evaluation.contribution_gap import ContributionGap, gap_to_mean, gap_to_unit
from evaluation.gap_marks import gap_note
from evaluation.needed import cheapest
from evaluation.ui.pictures import SIZES, caption_for, draw
from evaluation.ui.tables import signed
from evaluation.ui.text import md
from evaluation.ui.unit_view import UnitView
from evaluation.wording import pages
from evaluation.wording import unit_page as words
from evaluation.wording import waterfall as pictures

SIDES: dict[str, Against] = {words.LINE: "line", words.LEADER: "leader", words.MEAN: "mean"}


def gap_card(view: UnitView) -> None:
    """Draw the waterfall against the line, the leader or the mean, on the page or as a picture to save."""
    with st.container(border=True, gap="small"):
        place = st.empty()
        if view.unit.total is None:
            place.markdown(words.GAP.format(finding=""))
            st.write(words.NO_GAP)
            return
        sides = [side for side in SIDES if side != words.LINE or view.shortlist.cut_unit]
        with st.container(horizontal=True, vertical_alignment="center"):
            side = st.segmented_control(
                words.AGAINST, sides, default=sides[0], required=True, key="against", label_visibility="collapsed"
            )
            st.space("stretch")
            with st.container(key="screen_unit_size", width="content"):
                size = st.segmented_control(
                    pages.SIZE, list(SIZES), default=pages.SIZE_PAGE, required=True, key="unit_size", label_visibility="collapsed"
                )
        against = SIDES.get(side, SIDES[sides[0]])
        gap = _gap(view, against)
        finding = waterfall_text(gap, against)
        place.markdown(words.GAP.format(finding=md(finding)))
        caption = caption_for(view.desk, view.ranking, view.shortlist)
        draw(
            lambda preset, _page: waterfall(gap, against, caption, preset, _panel(view)),
            lambda _preset: 1,
            SIZES[size],
            words.PICTURE.format(period=view.desk.period, unit=view.name),
            finding,
            f"gap_{against}",
        )
        note = gap_note(gap.missing_rule, *gap.on_gaps)
        st.caption(words.HOW.format(against=md(gap.against or words.MEAN.removeprefix("对"))) + note)


def _gap(view: UnitView, against: Against) -> ContributionGap:
    if against == "mean":
        return gap_to_mean(view.ranking, view.unit)
    by_name = {other.unit: other for other in view.ranking.units}
    other = by_name[view.shortlist.cut_unit] if against == "line" else (view.peers[0] if view.peers else view.unit)
    return gap_to_unit(view.ranking, view.unit, other)


def _panel(view: UnitView) -> Panel | None:
    goal, found = view.goal()
    lines = []
    for need in found:
        if need.kind == "indicator":
            continue
        label = pictures.TOGETHER if need.kind == "together" else pictures.ONLY.format(dimension=need.label)
        gain = signed(need.gain) if need.then is not None else pictures.OUT_OF_REACH
        if need.kind == "together" and need.then is not None:
            gain = pictures.EACH.format(gain=gain)
        from_to = f"{need.now}→{need.then}" if need.kind == "dimension" and need.then is not None else ""
        lines.append(PanelLine(label, gain, from_to))
    if best := cheapest(found):
        lines.append(PanelLine(pictures.FEWEST.format(indicator=best.label), signed(best.gain), f"{best.now}→{best.then}"))
    return Panel(f"{pictures.PANEL}{goal}", pictures.NOT_MOVED, tuple(lines)) if lines else None
