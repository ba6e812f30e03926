"""Part of 先进集体: every document of a list from one place, each from the same ranking."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import streamlit as st

from evaluation.archive import write_archive
from evaluation.award_lock import GroupList
from evaluation.award_state import Notice, spoken_day
from evaluation.check_code import check_code
from evaluation.explain import trace
from evaluation.export.lists import candidate_list
from evaluation.funnel import Stage
from evaluation.ranking import Ranking
from evaluation.selection import opinion, printed_reasons
from evaluation.ui.award_steps import Situation
from evaluation.ui.tables import in_chinese_time
from evaluation.wording import award_page as words
from evaluation.wording import documents, pages, records_page
from evaluation.wording.award_state import STATES


def documents_card(now: Situation, ranking: Ranking, item: GroupList, stages: tuple[Stage, ...], *, is_saved: bool) -> None:
    """Draw the card with the documents.

    The candidates and the slides may be had as a draft; 公示 from the day on which it begins; the rest after 定稿.
    Nothing of the demonstration looks like an official paper.
    """
    desk = now.desk
    names = {"period": desk.period, "award": now.award.name, "group": desk.group}
    is_final = now.state.is_locked
    official = not desk.is_demonstration
    has_notice = official and (is_final or now.state.state == "notice")
    with st.container(border=True, key="screen_documents"):
        st.markdown(words.MATERIALS.format(state=words.MATERIALS_FINAL if is_final else words.MATERIALS_LATER))
        columns = st.columns(2, gap="small")
        offers: tuple[tuple[str, str, Callable[[], bytes], bool], ...] = (
            (pages.DOWNLOAD_LIST, pages.LIST_FILE, lambda: _candidates(now, ranking, item), is_saved),
            (words.SLIDES, words.SLIDES_FILE, lambda: _slides(now, ranking, item, stages), is_saved),
            (words.NOTICE_DOCUMENT, words.NOTICE_FILE, lambda: _notice(now, ranking), is_saved and has_notice),
            (words.CIRCULAR, words.CIRCULAR_FILE, lambda: _circular(now, ranking), official and is_final),
            (words.DOSSIERS, words.DOSSIERS_FILE, lambda: _dossiers(now, ranking, item), is_final),
            (records_page.ARCHIVE_DOCUMENT, records_page.ARCHIVE_FILE, lambda: write_archive(desk.store, now.state), is_final),
        )
        for place, (label, file, make, allowed) in enumerate(offers):
            columns[place % 2].download_button(
                label,
                make,
                file_name=file.format(**names),
                on_click="ignore",
                disabled=not allowed,
                width="stretch",
                key=f"document_{place}",
            )
        if desk.is_demonstration:
            st.caption(words.MATERIALS_DEMONSTRATION)
        st.caption(pages.HIGHEST_AWARD_NOTE if is_saved else pages.SAVE_FIRST)


def _candidates(now: Situation, ranking: Ranking, item: GroupList) -> bytes:
    desk, shortlist = now.desk, item.shortlist
    return candidate_list(
        ranking,
        shortlist,
        {unit: decision.is_chosen for unit, decision in item.stands.items()},
        printed_reasons(shortlist, item.stands),
        {candidate.unit.unit: opinion(candidate) for candidate in shortlist.candidates},
        scheme=desk.scheme_in_words(),
        check_code=desk.check_code(ranking),
        is_demonstration=desk.is_demonstration,
        is_final=now.state.is_locked,
    )


def _slides(now: Situation, ranking: Ranking, item: GroupList, stages: tuple[Stage, ...]) -> bytes:
    from evaluation.export.agenda import Cover, agenda_slides

    desk = now.desk
    state = words.IN_CORRECTION if now.state.is_correcting else STATES[now.state.state]
    line = documents.SLIDE_SUBTITLE.format(
        group=desk.group, state=state, date=spoken_day(date.today()), code=desk.check_code(ranking)
    )
    title = documents.SLIDE_TITLE.format(period=desk.period, award=now.award.name)
    cover = Cover(title, line, f"{documents.DEMONSTRATION}　" if desk.is_demonstration else "")
    return agenda_slides(cover, item, ranking, stages)


def _heading(now: Situation, ranking: Ranking):
    from evaluation.export.official import Heading

    desk, lock = now.desk, now.state.lock if now.state.is_locked else None
    groups = [item.shortlist.group for item in now.lists]
    code = lock.check_codes if lock else "、".join(check_code(desk.version, ranking, group) for group in groups)
    mark = documents.FINAL_MARK if lock else documents.DRAFT_MARK
    if desk.is_demonstration:
        mark = f"{documents.DEMONSTRATION}　{mark}"
    return Heading(desk.period, now.award.name, desk.scheme.name, pages.OFFICE, date.today(), code, mark)


def _notice(now: Situation, ranking: Ranking) -> bytes:
    from evaluation.export.official import notice_document

    notice = now.state.notice
    if notice and now.state.state == "notice":
        return notice_document(_heading(now, ranking), notice.lists or now.chosen, notice)
    return notice_document(_heading(now, ranking), now.chosen, _of_this_list(now))


def _circular(now: Situation, ranking: Ranking) -> bytes:
    from evaluation.export.official import circular_document

    return circular_document(
        _heading(now, ranking), now.chosen, _of_this_list(now), is_from_meeting=now.state.is_from_meeting, renamed=now.renamed
    )


def _of_this_list(now: Situation) -> Notice | None:
    """Return the 公示 of the list as it is now; None where another list was published, before a 更正."""
    notice = now.notice
    return notice if notice and notice.published(now.chosen) else None


def _dossiers(now: Situation, ranking: Ranking, item: GroupList) -> bytes:
    """Return the 推荐材料 of every unit put forward, a document each, in one archive."""
    from evaluation.export.official import dossier_document, reason_without_words

    desk, heading, out = now.desk, _heading(now, ranking), io.BytesIO()
    units = {candidate.unit.unit: candidate.unit for candidate in item.shortlist.candidates}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, name in enumerate(item.chosen, start=1):
            decision = item.stands[name]
            reason = decision.reason and documents.REASON_PEOPLE.format(
                reason=decision.reason, actor=decision.actor, at=in_chinese_time(decision.at)
            )
            way = trace(desk.cursor, desk.period, name)
            reason = reason or reason_without_words(item.shortlist, name)
            content = dossier_document(heading, units[name], len(units), reason, way, ranking.missing_rule)
            archive.writestr(f"{place:02d}_{_file_name(name)}.docx", content)
    return out.getvalue()


def _file_name(name: str) -> str:
    """Return a unit's name as part of a file name: letters, digits and Chinese only."""
    return "".join(character if character.isalnum() or character in "（）()-_" else "_" for character in name)[:60]
