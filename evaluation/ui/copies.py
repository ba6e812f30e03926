"""The copies of the journal, as people are offered them: on 记录, and instead of a page where the journal is damaged or gone."""

import logging
from pathlib import Path

import streamlit as st

from evaluation.backups import Backup, list_backups, prove
from evaluation.guard import GuardedHome
from evaluation.problems import EvaluationError
from evaluation.ui.desk import attempt
from evaluation.ui.tables import in_chinese_time
from evaluation.ui.text import md
from evaluation.wording import records_page as words

_LOGGER = logging.getLogger(__name__)


def copies(home: GuardedHome) -> None:
    """List the copies, newest first, each with the way back to it."""
    known = list_backups(home.backups)
    if not known:
        st.caption(words.NO_BACKUP)
    for backup in known:
        with _line(backup):
            st.markdown(words.BACKUP_LINE.format(at=_time(backup), size=_size(backup.size)))
            if st.button(words.RESTORE, type="tertiary", key=f"restore_{backup.path.stem}"):
                _restore(home, backup, words.RESTORE_TEXT)


def proven_copies(home: GuardedHome) -> None:
    """List the copies where nothing else is left, newest first: each is restored on trial before it is offered."""
    known = list_backups(home.backups)
    with st.container(border=True):
        st.markdown(words.COPIES.format(count=len(known)) if known else words.NO_COPIES_TITLE)
        st.caption(words.COPIES_HINT if known else words.NO_COPIES.format(folder=md(str(home.backups))))
        for backup in known:
            with _line(backup):
                said = st.empty()
                line = words.BACKUP_LINE.format(at=_time(backup), size=_size(backup.size))
                said.markdown(f"{line}　{words.PROVING}")
                count = _proven((str(backup.path), backup.size, _changed(backup.path)))
                said.markdown(f"{line}　{words.PROVEN.format(count=count) if count else words.NOT_PROVEN}")
                if count and st.button(words.RESTORE, key=f"restore_{backup.path.stem}"):
                    _restore(home, backup, words.RESTORE_DAMAGED)
        st.caption(words.FILES.format(folder=md(str(home.folder))))


@st.cache_resource(max_entries=100, show_spinner=False)
def _proven(copy: tuple[str, int, int]) -> int:
    """Return how many events a copy (path, size, time of its last change) holds, 0 where it can't be restored.

    It is tried once for as long as the file stays as it is.
    """
    try:
        return prove(Path(copy[0]))
    except EvaluationError:
        return 0
    except Exception:  # whatever one copy comes up with, the others are offered
        _LOGGER.exception("a copy can't be proven: %s", copy[0])
        return 0


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # tidied away since it was listed
        return 0


def _line(backup: Backup) -> st.delta_generator.DeltaGenerator:
    return st.container(
        key=f"line_{backup.path.stem}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    )


def _time(backup: Backup) -> str:
    """Return when a copy was made, with the year: where the app runs a few days a quarter, the copies reach back over years."""
    return f"{backup.at.year}年{in_chinese_time(backup.at.isoformat())}"


def _size(count: int) -> str:
    return f"{count / (1 << 20):.1f} MB" if count >= 1 << 20 else f"{count / (1 << 10):.0f} KB"


@st.dialog(words.RESTORE_TITLE)
def _restore(home: GuardedHome, backup: Backup, text: str) -> None:
    st.write(text.format(at=_time(backup)))
    with st.container(horizontal=True):
        confirmed = st.button(words.RESTORE_CONFIRM, type="primary", key="restore_confirm")
        if st.button(words.CANCEL, key="restore_cancel"):
            st.rerun()
    if confirmed:
        kept: list[Path | None] = []
        if attempt(lambda: kept.append(home.restore(backup.path.name))):
            st.session_state["done"] = words.RESTORED_OVER_BROKEN.format(name=kept[0].name) if kept[0] else words.RESTORED
        st.rerun()
