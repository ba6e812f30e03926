"""What stands behind one row of the ranking: the conclusion in full, every reason, what is missing."""

import streamlit as st

from evaluation.charts import Earlier
from evaluation.gap_marks import gap_note, marked
from evaluation.shortlist import Candidate
from evaluation.ui.desk import Desk
from evaluation.ui.tables import figure, rank_change, signed
from evaluation.ui.text import md, plain_table
from evaluation.ui.unit_link import open_unit
from evaluation.view import change
from evaluation.wording import pages
from evaluation.wording import views as words


def unit_detail(desk: Desk, candidate: Candidate, earlier: Earlier | None, missing_rule: str) -> None:
    """Draw the card of a unit that was clicked in the table, with the way to its page; ``missing_rule`` is the ranking's."""
    unit = candidate.unit
    standing = words.DETAIL_NO_RANK if unit.rank is None else words.DETAIL_RANK.format(rank=unit.rank, total=figure(unit.total))
    with st.container(border=True, key="unit_detail", gap="small"):
        st.markdown(words.DETAIL.format(unit=md(unit.unit), rank=standing))
        reasons = [words.DETAIL_REASON.format(reason=md(reason)) for reason in candidate.all_reasons]
        if unit.missing:
            reasons.append(words.DETAIL_MISSING.format(indicators=md("、".join(unit.missing))))
        st.markdown("\n".join(reasons) or words.DETAIL_FINE)
        rows = [[marked(name, unit.on_gaps, name), figure(score)] for name, score in unit.dimensions.items()]
        if unit.adjustment:
            rows.append([words.ADJUSTMENT, signed(unit.adjustment)])
        st.html(plain_table(rows, figures=frozenset((1,))))
        if note := gap_note(missing_rule, unit.on_gaps):
            st.caption(note)
        notes = [words.DETAIL_GAP.format(gap=signed(candidate.gap))] if candidate.gap is not None else []
        if earlier:
            places = change(earlier.ranks.get(unit.unit), unit.rank)
            said = words.NEW_HERE if places is None else rank_change(places)
            notes.append(words.DETAIL_CHANGE.format(before=earlier.before, change=said))
        if notes:
            st.caption("　".join(notes))
        if st.button(pages.TO_UNIT, icon=":material/open_in_new:", key="to_unit", width="stretch"):
            open_unit(desk, unit.unit)
