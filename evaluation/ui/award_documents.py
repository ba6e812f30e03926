"""Part of 先进集体: every document of a list from one place, each from the same ranking."""

from collections.abc import Mapping

import streamlit as st

from evaluation.export.lists import candidate_list
from evaluation.ranking import Ranking
from evaluation.selection import Decision, opinion, printed_reasons
from evaluation.shortlist import Shortlist
from evaluation.ui.award_steps import Situation
from evaluation.wording import award_page as words
from evaluation.wording import pages


def documents_card(
    now: Situation, ranking: Ranking, shortlist: Shortlist, stands: Mapping[str, Decision], *, is_saved: bool
) -> None:
    """Draw the card with the documents; before 定稿 only the draft of the candidates."""
    desk = now.desk
    names = {"period": desk.period, "award": shortlist.award, "group": desk.group}
    with st.container(border=True):
        state = words.MATERIALS_FINAL if now.state.is_locked else words.MATERIALS_LATER
        st.markdown(words.MATERIALS.format(state=state))
        st.download_button(
            pages.DOWNLOAD_LIST,
            lambda: candidate_list(
                ranking,
                shortlist,
                {unit: decision.is_chosen for unit, decision in stands.items()},
                printed_reasons(shortlist, stands),
                {candidate.unit.unit: opinion(candidate) for candidate in shortlist.candidates},
                scheme=desk.scheme_in_words(),
                check_code=desk.check_code(ranking),
                is_demonstration=desk.is_demonstration,
                is_final=now.state.is_locked,
            ),
            file_name=pages.LIST_FILE.format(**names),
            icon=":material/table:",
            on_click="ignore",
            disabled=not is_saved,
            width="stretch",
        )
        st.caption(pages.HIGHEST_AWARD_NOTE if is_saved else pages.SAVE_FIRST)
