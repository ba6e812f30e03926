"""Parts of 先进集体: the conditions as badges, who is chosen, and how that differs from the rules."""

from collections.abc import Mapping, Sequence

import streamlit as st

from evaluation.scheme import Award, Scheme
from evaluation.shortlist import Shortlist
from evaluation.ui.frame import ribbon
from evaluation.ui.tables import plain
from evaluation.ui.text import md
from evaluation.wording import pages as words


def conditions(award: Award, shortlist: Shortlist, scheme: Scheme) -> None:
    """Draw the award's conditions as grey badges."""
    texts = [words.CONDITION_COMPLETE, words.CONDITION_NO_VETO, *_floors(scheme)]
    if award.minimum_total is not None:
        texts.append(words.CONDITION_MINIMUM.format(minimum=plain(award.minimum_total)))
    if award.within_rank is not None:
        texts.append(words.CONDITION_RANK.format(rank=award.within_rank))
    if isinstance(award.quota, str):
        texts.append(
            words.CONDITION_QUOTA_SHARE.format(places=shortlist.quota, units=len(shortlist.candidates), share=award.quota)
        )
    else:
        texts.append(words.CONDITION_QUOTA.format(places=shortlist.quota))
    st.markdown("　".join(f":gray-badge[✓ {md(text)}]" for text in texts))


def _floors(scheme: Scheme) -> list[str]:
    floors = {dimension.name: dimension.floor for dimension in scheme.dimension if dimension.floor is not None}
    if len(floors) == len(scheme.dimension) and len(set(floors.values())) == 1:
        return [words.CONDITION_FLOOR_ALL.format(floor=plain(next(iter(floors.values()))))]
    return [words.CONDITION_FLOOR.format(dimensions=name, floor=plain(floor)) for name, floor in floors.items()]


def draft_ribbon(shortlist: Shortlist, added: Sequence[str], removed: Sequence[str]) -> None:
    """Say what state the list is in and how many people put in or took out."""
    counts = [words.DRAFT_SUGGESTED.format(count=len(shortlist.suggested))]
    if added:
        counts.append(words.DRAFT_ADDED.format(count=len(added)))
    if removed:
        counts.append(words.DRAFT_REMOVED.format(count=len(removed)))
    ribbon("draft", words.DRAFT.format(award=md(shortlist.award), group=md(shortlist.group), counts="，".join(counts)))


def chosen_card(shortlist: Shortlist, units: Sequence[str], chosen: Mapping[str, bool]) -> None:
    """Say who is chosen, added ones in bold with a plus, and whether that fits the quota."""
    names = [unit for unit in units if chosen[unit]]
    over = len(names) - shortlist.quota
    title = words.CHOSEN_OVER if over > 0 else words.CHOSEN_UNDER if over < 0 else words.CHOSEN_TITLE
    st.markdown(title.format(count=len(names), over=over, left=-over))
    marked = [md(name) if name in shortlist.suggested else f"**＋{md(name)}**" for name in names]
    st.markdown("、".join(marked) or words.NOBODY_CHOSEN)
    tied = [candidate.unit.unit for candidate in shortlist.candidates if candidate.tied_at_cut]
    if tied:
        st.caption(words.TIED.format(units=md("、".join(tied))))
    if over > 0:
        st.caption(words.OVER_ADVICE.format(places=shortlist.quota, over=over))


def compared(shortlist: Shortlist, added: Sequence[str], removed: Sequence[str]) -> str:
    """Return how the list differs from the rules' suggestion, in one line."""
    if not added and not removed:
        return words.COMPARE_SAME
    return words.COMPARE_LINE.format(
        same=len(shortlist.suggested) - len(removed),
        enter=words.COMPARE_ENTER.format(names=md("、".join(added))) if added else "",
        leave=words.COMPARE_LEAVE.format(names=md("、".join(removed))) if removed else "",
    )
