"""Parts of 先进集体: the conditions with what each leaves, the funnel, who is chosen."""

from collections.abc import Mapping, Sequence

import streamlit as st

from evaluation.funnel import Stage
from evaluation.scheme import Award, Scheme
from evaluation.selection import UNDECIDED, Decision
from evaluation.shortlist import Shortlist
from evaluation.ui.frame import ribbon
from evaluation.ui.tables import plain
from evaluation.ui.text import md, plain_table
from evaluation.wording import award_page
from evaluation.wording import conditions as condition_words
from evaluation.wording import pages as words


def conditions(award: Award, shortlist: Shortlist, scheme: Scheme, stages: Sequence[Stage]) -> None:
    """Draw the award's conditions as grey badges, each with the number of units that it leaves."""
    left = {stage.name: stage.left for stage in stages}
    texts = [
        (award_page.funnel_steps(shortlist.missing_rule)["complete"], "complete"),
        (words.CONDITION_NO_VETO, "veto"),
        *((text, "floor") for text in _floors(scheme)),
    ]
    if award.minimum_total is not None:
        texts.append((words.CONDITION_MINIMUM.format(minimum=plain(award.minimum_total)), "minimum"))
    if award.within_rank is not None:
        texts.append((words.CONDITION_RANK.format(rank=award.within_rank), "rank"))
    badges = [award_page.FUNNEL_BADGE.format(condition=text, left=left[name]) for text, name in texts]
    badges.append(_quota(award, shortlist))
    drawn = [condition_words.BADGE.format(text=md(text)) for text in badges]
    template = condition_words.BADGE_UNMET if shortlist.unmet else condition_words.BADGE
    drawn += [template.format(text=md(text)) for text in shortlist.conditions]
    st.markdown("　".join(drawn))


def _quota(award: Award, shortlist: Shortlist) -> str:
    if isinstance(award.quota, str):
        return words.CONDITION_QUOTA_SHARE.format(places=shortlist.quota, units=len(shortlist.candidates), share=award.quota)
    return words.CONDITION_QUOTA.format(places=shortlist.quota)


def _floors(scheme: Scheme) -> list[str]:
    floors = {dimension.name: dimension.floor for dimension in scheme.dimension if dimension.floor is not None}
    if len(floors) == len(scheme.dimension) and len(set(floors.values())) == 1:
        return [words.CONDITION_FLOOR_ALL.format(floor=plain(next(iter(floors.values()))))]
    return [words.CONDITION_FLOOR.format(dimensions=name, floor=plain(floor)) for name, floor in floors.items()]


def funnel_table(stages: Sequence[Stage], missing_rule: str, conditions: Sequence[str] = ()) -> None:
    """Show, folded, how many units each condition leaves and which ones it keeps out, with the reason.

    ``missing_rule`` is the ranking's; ``conditions`` are those on places, in words.
    """
    names = award_page.funnel_steps(missing_rule)
    if conditions:
        said = condition_words.JOINED.join(conditions)
        names["quota"] = condition_words.QUOTA_STEP.format(step=names["quota"], conditions=said)
    counts = " → ".join(award_page.FUNNEL_COUNT.format(name=names[stage.name], left=stage.left) for stage in stages)
    with st.expander(award_page.FUNNEL.format(counts=counts)):
        rows = [
            [
                names[stage.name],
                stage.left,
                "、".join(award_page.FUNNEL_UNIT.format(unit=unit, why=why) for unit, why in stage.fallen) or "—",
            ]
            for stage in stages
        ]
        st.html(plain_table(rows, head=list(award_page.FUNNEL_COLUMNS), figures=frozenset((1,))))


def draft_ribbon(shortlist: Shortlist, added: Sequence[str], removed: Sequence[str]) -> None:
    """Say what state the list is in and how many people put in or took out."""
    counts = [words.DRAFT_SUGGESTED.format(count=len(shortlist.suggested))]
    if added:
        counts.append(words.DRAFT_ADDED.format(count=len(added)))
    if removed:
        counts.append(words.DRAFT_REMOVED.format(count=len(removed)))
    ribbon("draft", words.DRAFT.format(award=md(shortlist.award), group=md(shortlist.group), counts="，".join(counts)))


def chosen_card(shortlist: Shortlist, wanted: Mapping[str, Decision]) -> None:
    """Say who is chosen, added ones in bold with a plus, and whether that fits the quota."""
    names = [unit for unit, decision in wanted.items() if decision.is_chosen]
    over = len(names) - shortlist.quota
    title = words.CHOSEN_OVER if over > 0 else words.CHOSEN_UNDER if over < 0 else words.CHOSEN_TITLE
    st.markdown(title.format(count=len(names), over=over, left=-over))
    marked = [md(name) if name in shortlist.suggested else f"**＋{md(name)}**" for name in names]
    st.markdown("、".join(marked) or words.NOBODY_CHOSEN)
    for remark in shortlist.remarks:
        st.markdown(md(remark))
    if conditions := shortlist.broken_by(names):
        said = condition_words.JOINED.join(conditions)
        st.caption(condition_words.BROKEN.format(group=md(shortlist.group), conditions=md(said)))
    tied = [candidate.unit.unit for candidate in shortlist.candidates if candidate.tied_at_cut]
    if any(wanted[unit].choice == UNDECIDED for unit in tied):
        st.caption(words.TIED.format(units=md("、".join(tied))))
    if over > 0:
        st.caption(words.OVER_ADVICE.format(places=shortlist.quota, over=over))
