"""存档包: everything that a locked list rests on in one file, and the way back from it to the same figures.

Nothing of an archive is ever written to a path that the archive names: it is read in memory, within limits, and contents
are recognised by their SHA-256, whatever they are called.
"""

import csv
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from evaluation import PROGRAM_VERSION
from evaluation.award_events import read_states
from evaluation.award_lock import comes_out_of
from evaluation.award_state import LOCKED, AwardState
from evaluation.cells import harmless
from evaluation.journal import Draft, Event, Journal, PastJournal, sha256
from evaluation.problems import EvaluationError
from evaluation.ranking import rank_units
from evaluation.scheme import write_scheme
from evaluation.store import Store
from evaluation.wording import archive as words
from evaluation.wording.award_state import LIST

FORMAT = 1
MOST_BYTES, MOST_FILES = 300 << 20, 5000
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, RuntimeError, NotImplementedError,
    LookupError, AttributeError, ValueError, TypeError)  # fmt: skip


@dataclass(frozen=True)
class Archive:
    """What an archive says: the events as they were kept, the contents by SHA-256, and which list it was made for."""

    period: str
    award: str
    rows: tuple[Mapping[str, Any], ...]
    contents: Mapping[str, bytes]


@dataclass(frozen=True)
class Finding:
    """What became of an archive's list, and of the other locked lists in its journal.

    ``different`` names those whose codes and figures didn't come out again.
    """

    state: AwardState
    different: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether every locked list came out again."""
        return not self.different

    @property
    def sentence(self) -> str:
        """What to say after loading."""
        return words.LOADED.format(finding=self.verdict)

    @property
    def verdict(self) -> str:
        """The finding in words."""
        name = _name(self.state)
        if self.is_same:
            verdict = words.SAME
        elif name in self.different:
            verdict = words.DIFFERENT
        else:
            verdict = words.OTHERS_DIFFERENT.format(lists=words.BETWEEN.join(self.different))
        return words.FINDING.format(list=name, codes=self.state.lock.check_codes, verdict=verdict)


def _name(state: AwardState) -> str:
    return LIST.format(period=state.period, award=state.award)


# --- writing ------------------------------------------------------------------------------------------------------


def write_archive(store: Store, state: AwardState) -> bytes:
    """Return the archive of a locked list as ZIP bytes, the same whenever it is made: the journal up to its 定稿.

    Raises EvaluationError where the list isn't locked.
    """
    if state.lock is None:
        raise EvaluationError(words.NOT_LOCKED.format(list=_name(state)))
    position = next(step.position for step in reversed(state.steps) if step.kind == LOCKED)
    rows, contents = store.journal.export(position)
    past = store.as_of(state.lock.position)
    journal = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    parts = [
        (words.README_FILE, _readme(state).encode("utf-8-sig")),
        (words.MANIFEST, json.dumps(_manifest(state), ensure_ascii=False, indent=1).encode()),
        (words.JOURNAL, journal.encode()),
        *_named(rows, contents),
        (words.SCHEME, write_scheme(past.scheme).encode()),
        (words.ROSTER, _roster(past)),
        *_results(past, state),
    ]
    made = tuple(int(state.lock.at[start:end]) for start, end in ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, made), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _readme(state: AwardState) -> str:
    lock = state.lock
    at = lock.at[:16].replace("T", " ")
    return words.README.format(
        period=state.period, award=state.award, at=at, actor=lock.actor, codes=lock.check_codes, program=PROGRAM_VERSION
    ).replace("\n", "\r\n")


def _manifest(state: AwardState) -> dict[str, Any]:
    codes = [item.check_code for item in state.lock.lists]
    return {"format": FORMAT, "program": PROGRAM_VERSION, "period": state.period, "award": state.award, "check_codes": codes}


def _named(rows: list[dict[str, Any]], contents: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield every content under a name that a person understands; each once."""
    left = dict(contents)
    for row in rows:
        payload = json.loads(row["payload"])
        for key, folder, suffix in (("sha256", words.FOLDER_FILES, ""), ("marks_sha256", words.FOLDER_MARKS, ".csv")):
            if (digest := payload.get(key)) in left:
                name = PurePosixPath(str(payload.get("file", "")).replace("\\", "/")).name
                yield f"{folder}/{row['position']:05d}_{_safe(name)}{suffix}", left.pop(digest)
    for digest, content in left.items():
        yield f"{words.FOLDER_FILES}/{digest[:16]}", content


def _safe(name: str) -> str:
    return "".join(character if character.isalnum() or character in "._-（）()" else "_" for character in name)[-80:]


def _roster(past: Store) -> bytes:
    rows = [(unit.name, unit.group, "、".join(unit.aliases), unit.position, "、".join(unit.tags)) for unit in past.roster.units]
    return _csv([words.ROSTER_HEAD, *rows])


def _results(past: Store, state: AwardState) -> Iterator[tuple[str, bytes]]:
    ranking = rank_units(past.cursor(), state.period)
    for place, item in enumerate(state.lock.lists, start=1):
        rows: list[tuple[Any, ...]] = [(*words.RESULT_HEAD, *ranking.weights, *words.RESULT_TAIL)]
        for unit in ranking.group(item.group):
            chosen = words.YES if unit.unit in item.chosen else ""
            rows.append(
                (
                    unit.rank,
                    unit.unit,
                    unit.total,
                    unit.base,
                    unit.adjustment,
                    *unit.dimensions.values(),
                    chosen,
                    "；".join(unit.missing),
                )
            )
        yield f"{words.FOLDER_RESULTS}/{place:02d}_{_safe(item.group)}_{item.check_code}.csv", _csv(rows)


def _csv(rows: list[tuple[Any, ...]]) -> bytes:
    """Return a table for people; what looks like a formula is led by a quote, as WPS would otherwise compute it."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


# --- reading ------------------------------------------------------------------------------------------------------


def read_archive(content: bytes, most_bytes: int = MOST_BYTES) -> Archive:
    """Return what an archive holds. Raises EvaluationError for anything else, and for more than fits the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = dict(_parts(archive, most_bytes))
        manifest = json.loads(parts.pop(words.MANIFEST))
        rows = [json.loads(line) for line in parts.pop(words.JOURNAL).decode().split("\n") if line]
        if manifest["format"] > FORMAT:
            raise EvaluationError(words.NEWER)
        period, award = str(manifest["period"]), str(manifest["award"])
        kinds = [row["kind"] for row in rows]
        needed = {digest for row in rows for digest in _digests(row.get("payload"))}
    except _UNREADABLE as error:
        raise EvaluationError(words.NOT_ARCHIVE) from error
    if "demonstration_loaded" in kinds:
        raise EvaluationError(words.OF_DEMONSTRATION)
    contents = {sha256(part): part for part in parts.values()}
    named = set(_DIGEST.findall(" ".join(str(row.get("payload")) for row in rows)))
    if not needed <= contents.keys():
        raise EvaluationError(words.INCOMPLETE)
    contents = {digest: part for digest, part in contents.items() if digest in named}
    return Archive(period, award, tuple(rows), contents)


def _parts(archive: zipfile.ZipFile, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file, counting what really comes out and not what the directory claims."""
    refusal = EvaluationError(words.TOO_LARGE.format(limit=most_bytes >> 20, count=MOST_FILES))
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise refusal
    left = most_bytes
    for entry in entries:
        with archive.open(entry) as part:
            found = part.read(left + 1)
        left -= len(found)
        if left < 0:
            raise refusal
        yield entry.filename, found


def _digests(payload: object) -> Iterator[str]:
    """Yield the contents without which an event can't be read."""
    found = json.loads(payload) if isinstance(payload, str) else {}
    yield from (found[key] for key in ("sha256", "marks_sha256") if isinstance(found.get(key), str))


def load_archive(
    journal: Journal,
    archive: Archive,
    may_go: Callable[[Event], bool] = lambda _event: False,
    loaded: Callable[[tuple[int, str]], Draft] | None = None,
    actor: str = "",
) -> None:
    """Put an archive into a journal that is empty or holds only what ``may_go``; see Journal.load.

    Raises EvaluationError, and writes nothing, where that can't be.
    """
    try:
        journal.load(archive.rows, archive.contents, may_go, loaded, actor)
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError(words.NOT_ARCHIVE) from error


def examine(store: Store, period: str, award: str) -> Finding:
    """Return whether the locked list of a store, and every other one in its journal, comes out again.

    Raises EvaluationError where no such list is locked.
    """
    states = read_states(store.cursor())
    state = states.get((period, award))
    if state is None or state.lock is None:
        raise EvaluationError(words.NO_LOCK)
    locked = sorted((one for one in states.values() if one.lock), key=lambda one: one.lock.position)
    past = PastJournal(store.journal, 0)
    with closing(Store(past)) as then:
        return Finding(state, tuple(_name(one) for one in locked if not _comes_out_again(past, then, one)))


def _comes_out_again(past: PastJournal, then: Store, state: AwardState) -> bool:
    """Say whether a locked list is what the journal gives; lists come in order of time, so that it is replayed once."""
    past.go_on_to(state.lock.position)
    then.refresh()
    return comes_out_of(then, state)


def examine_archive(archive: Archive) -> Finding:
    """Return whether an archive's figures come out again, on a copy in memory; nothing is kept."""
    store = Store(Journal("sqlite://"))
    try:
        load_archive(store.journal, archive)
        store.refresh()
        return examine(store, archive.period, archive.award)
    finally:
        store.close()
