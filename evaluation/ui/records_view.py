"""Parts of 记录: the journal in words, the chain, codes and archives checked, backups."""

from itertools import islice

import streamlit as st

from evaluation.archive import read_archive
from evaluation.archive_check import MOST_BYTES, Verdict, check_archive
from evaluation.backups import KEEP, list_backups
from evaluation.journal import in_words, sha256
from evaluation.journal_lines import find_events, line_of, units_named
from evaluation.known_codes import KnownState, find_code, read_code
from evaluation.problems import EvaluationError
from evaluation.ui.copies import copies
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.tables import figure, in_chinese_time
from evaluation.ui.text import md, plain_table
from evaluation.wording import records_page as words
from evaluation.wording.archive import NOT_TAKEN
from evaluation.wording.database import ON_SERVER, ON_SERVER_TITLE

_ROWS = 25
_TOP = 5


def journal_card(desk: Desk) -> None:
    """Draw the journal, newest first, with its filters, a page at a time."""
    events = desk.store.journal.events()
    with st.container(border=True):
        heading = st.empty()
        who, kind, unit = st.columns(3)
        people = sorted({event.actor for event in events})
        actor = who.selectbox(words.WHO, [words.ALL, *people], key="records_who", filter_mode=None, on_change=_first_page)
        kinds = [words.ALL, *words.KINDS.values()]
        chosen_kind = kind.selectbox(words.KIND, kinds, key="records_kind", filter_mode=None, on_change=_first_page)
        text = unit.text_input(words.UNIT, placeholder=words.UNIT_HINT, key="records_unit", on_change=_first_page).strip()
        found = find_events(
            desk.store.cursor(),
            events,
            actor=None if actor == words.ALL else actor,
            kind=next((key for key, name in words.KINDS.items() if name == chosen_kind), None),
            units=units_named(desk.store.cursor(), desk.roster, text) if text else None,
        )[::-1]
        heading.markdown(words.JOURNAL.format(shown=len(found), of=len(events)))
        if not found:
            st.write(words.NOTHING)
            return
        pages = -(-len(found) // _ROWS)
        page = min(st.session_state.get("records_page", 0), pages - 1)
        lines = [line_of(event) for event in islice(found, page * _ROWS, (page + 1) * _ROWS)]
        rows = [[line.position, line.at, line.actor, line.what, line.detail] for line in lines]
        st.html(plain_table(rows, head=list(words.HEAD), figures=frozenset((0,))))
        if pages > 1:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(words.NEWER, disabled=page == 0, on_click=_turn, args=(page - 1,))
                st.button(words.OLDER, disabled=page == pages - 1, on_click=_turn, args=(page + 1,))
                st.caption(words.PAGE.format(page=page + 1, of=pages))


def _first_page() -> None:
    st.session_state["records_page"] = 0


def _turn(page: int) -> None:
    st.session_state["records_page"] = page


def chain_card(desk: Desk) -> None:
    """Say whether the chain holds, and check it again on demand; a broken one is said on every page."""
    with st.container(border=True):
        st.markdown(words.CHAIN)
        if st.button(words.CHAIN_NOW, icon=":material/link:", key="chain_now"):
            desk.home.check_chain()
            st.rerun()
        checked = desk.home.chain
        if checked is None:
            st.caption(words.CHAIN_UNKNOWN)
        elif checked.broken_at is None:
            st.caption(words.CHAIN_WHOLE.format(at=in_chinese_time(checked.at), count=checked.count))


def check_card(desk: Desk) -> None:
    """Take a code or an archive and say which state it belongs to and whether its figures come out again."""
    with st.container(border=True):
        st.markdown(words.CHECK)
        typed = st.text_input(words.CODE, placeholder=words.CODE_HINT, key="records_code")
        if typed.strip():
            _check_code(desk, typed)
        st.caption(words.ARCHIVE)
        file = st.file_uploader(words.ARCHIVE, key="records_archive", label_visibility="collapsed")
        if file is not None:
            _check_archive(desk, file.getvalue())


def _check_code(desk: Desk, typed: str) -> None:
    code = read_code(typed)
    if code is None:
        st.warning(words.CODE_UNREADABLE)
        return
    found = find_code(desk.store, code)
    if found is None:
        st.warning(words.CODE_UNKNOWN)
        return
    st.markdown(
        words.CODE_FOUND.format(
            code=code,
            at=in_chinese_time(found.event.at),
            period=md(found.period),
            group=md(found.group),
            scheme=found.scheme,
            actor=md(found.event.actor),
            what=md(in_words(found.event)),
        )
    )
    (st.markdown if found.is_same else st.error)(words.CODE_SAME if found.is_same else words.CODE_DIFFERENT)
    _locked_with(desk, found, code)
    top = [unit for unit in found.ranking.group(found.group) if unit.rank is not None][:_TOP]
    st.caption(words.CODE_TOP)
    rows = [[unit.rank, unit.unit, figure(unit.total)] for unit in top]
    st.html(plain_table(rows, head=list(words.CODE_HEAD), figures=frozenset((0, 2))))


def _locked_with(desk: Desk, found: KnownState, code: str) -> None:
    for (period, award), state in desk.states.items():
        locked = state.lock.of(found.group) if state.lock and period == found.period else None
        if locked and locked.check_code == code:
            st.markdown(words.CODE_LOCKED.format(award=md(award), units=md("、".join(locked.chosen))))


def _check_archive(desk: Desk, content: bytes) -> None:
    try:
        found = _verdict(content)
    except EvaluationError as error:
        st.error(md(error))
        return
    (st.markdown if found.is_same else st.error)(md(found.text))
    if not found.is_same:
        st.caption(NOT_TAKEN)
    elif desk.home.may_load:
        if st.button(words.ARCHIVE_LOAD, type="primary", icon=":material/unarchive:", key="archive_load"):
            _load(desk, content)
    else:
        st.caption(words.ARCHIVE_BY_OWNER if desk.home.has_only_begun else words.ARCHIVE_ELSEWHERE)


def _verdict(content: bytes) -> Verdict:
    """Return the verdict on an archive, worked out once for as long as it lies there. Raises EvaluationError."""
    digest = sha256(content)
    kept = st.session_state.get("archive_verdict")
    if kept is None or kept[0] != digest:
        try:
            kept = digest, check_archive(content)
        except EvaluationError as error:
            kept = digest, error
        st.session_state["archive_verdict"] = kept
    if isinstance(kept[1], EvaluationError):
        raise kept[1]
    return kept[1]


@st.dialog(words.ARCHIVE_LOAD_TITLE)
def _load(desk: Desk, content: bytes) -> None:
    st.write(words.ARCHIVE_LOAD_TEXT)
    with st.container(horizontal=True):
        confirmed = st.button(words.ARCHIVE_CONFIRM, type="primary", key="archive_confirm")
        if st.button(words.CANCEL, key="archive_cancel"):
            st.rerun()
    if confirmed:
        said: list[str] = []
        if attempt(lambda: said.append(desk.home.load(read_archive(content, MOST_BYTES), desk.person).sentence)):
            st.session_state["done"] = said[0]
        st.rerun()


def backup_card(desk: Desk) -> None:
    """List the copies of the journal; make one now, or go back to one."""
    with st.container(border=True):
        st.markdown(words.BACKUPS.format(keep=KEEP) if desk.home.has_file else ON_SERVER_TITLE)
        if desk.is_demonstration:
            st.caption(words.NO_DATA)
            if desk.home.has_file and list_backups(desk.home.backups):  # brought here from another machine
                copies(desk.home)
            return
        if not desk.home.has_file:
            st.caption(ON_SERVER)
            return
        if st.button(words.BACKUP_NOW, icon=":material/save:", key="backup_now"):
            if attempt(desk.home.back_up):
                st.session_state["done"] = words.BACKED_UP
            st.rerun()
        copies(desk.home)
