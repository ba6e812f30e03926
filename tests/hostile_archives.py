"""Archives that somebody might hand in to do harm, made from a good one by code."""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator

from evaluation.archive import MOST_FILES, write_archive
from evaluation.award_events import read_state
from evaluation.award_lock import lock_draft
from evaluation.wording import archive as words
from tests.chain import new_store
from tests.hostile_files import Hostile, compound, overlapping, packed
from tests.resilience.office import AWARD, PERIOD, begin

Parts = dict[str, bytes]


def good_archive() -> bytes:
    """Return the archive of a little office with a locked list."""
    store = begin(new_store())
    draft, position = lock_draft(store, PERIOD, store.scheme.award[0], "会议同意")
    store.append([draft], "考核办", seen=position)
    content = write_archive(store, read_state(store.cursor(), PERIOD, AWARD))
    store.close()
    return content


def parts_of(archive: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def forged(parts: Parts, **changes: object) -> bytes:
    """Return the archive with other payloads for kinds of events, and a chain that is right all the same.

    A dictionary changes fields of the payload, a text stands for it.
    """
    rows = [json.loads(line) for line in parts[words.JOURNAL].decode().splitlines()]
    previous = "0" * 64
    for row in rows:
        if (change := changes.get(row["kind"])) is not None:
            old = json.loads(row["payload"])
            row["payload"] = change if isinstance(change, str) else json.dumps(old | change, ensure_ascii=False)
        row["kind"] = changes.get(f"kind_{row['kind']}", row["kind"])
        row["previous_hash"] = previous
        fields = [row[name] for name in ("position", "at", "actor", "kind", "payload", "previous_hash")]
        previous = row["hash"] = hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
    return packed(parts | {words.JOURNAL: "".join(json.dumps(row) + "\n" for row in rows).encode()})


def no_archives(parts: Parts, archive: bytes) -> Iterator[Hostile]:
    yield Hostile("0 bytes", "包.zip", b"")
    yield Hostile("no zip", "包.zip", b"\x89PNG\r\n\x1a\n" + bytes(100))
    yield Hostile("an OLE container", "包.zip", compound("EncryptedPackage"))
    yield Hostile("half an archive", "包.zip", archive[: len(archive) // 2])
    yield Hostile("2,000 parts that share their bytes", "包.zip", overlapping())
    noise = bytearray(archive)
    for place in random.Random(3).sample(range(60, len(noise)), 50):
        noise[place] ^= 0xFF
    yield Hostile("50 flipped bytes", "包.zip", bytes(noise))
    locked = bytearray(packed(parts))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := locked.find(signature, at + 1)) >= 0:
            locked[at + offset] |= 1
    yield Hostile("a password", "包.zip", bytes(locked))
    for kind, name in ((zipfile.ZIP_LZMA, "LZMA"), (zipfile.ZIP_BZIP2, "bzip2")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", kind) as made:
            made.writestr(words.JOURNAL, b"x" * 5000)
        spoilt = bytearray(out.getvalue())
        spoilt[60:80] = b"\xff" * 20
        yield Hostile(f"a damaged part of {name}", "包.zip", bytes(spoilt))
    yield Hostile("6,000 empty parts", "包.zip", packed(parts | {f"{number}": b"" for number in range(MOST_FILES + 1000)}))


def wrong_parts(parts: Parts) -> Iterator[Hostile]:
    for what, manifest in (("a list", b"[1]"), ("text", b"x"), ("nothing", b"{}"), ("a huge number", b"9" * 10_000)):
        yield Hostile(f"a directory that is {what}", "包.zip", packed(parts | {words.MANIFEST: manifest}))
    for what, line in (
        ("a list", b"[]"),
        ("a number", b"1"),
        ("lists nested 100,000 deep", b"[" * 100_000),
        ("a number of 100,000 digits", b"9" * 100_000),
        ("an event without a hash", b'{"kind": "roster_set"}'),
        ("an event whose payload is a list", b'{"kind": "roster_set", "payload": "[1]"}'),
        ("an event whose kind is a list", b'{"kind": [1], "payload": "{}"}'),
    ):
        yield Hostile(f"a record that is {what}", "包.zip", packed(parts | {words.JOURNAL: line}))


def forged_ones(parts: Parts) -> Iterator[Hostile]:
    """Chains that are right, around events that no program ever wrote."""
    for what, changes in {
        "a roster that is text": {"roster_set": {"units": "x"}},
        "a roster of numbers": {"roster_set": {"units": [1, 2]}},
        "a roster of short rows": {"roster_set": {"units": [["甲"]]}},
        "no payload": {"roster_set": "null"},
        "a payload that is no JSON": {"roster_set": "{"},
        "a scheme that is none": {"scheme_set": {"toml": "x"}},
        "a scheme that is a number": {"scheme_set": {"toml": 1}},
        "an unknown kind": {"kind_roster_set": "x"},
        "marks under another digest": {"sheet_imported": {"marks_sha256": "0" * 64}},
        "a lock without lists": {"award_locked": {"lists": 1}},
        "a lock of nothing": {"award_locked": {}, "kind_award_locked": "award_moved"},
    }.items():
        yield Hostile(what, "包.zip", forged(parts, **changes))
    for what, changes in {
        "a sheet without a period": {"sheet_imported": {"period": None}},
        "a lock at a far position": {"award_locked": {"position": 10**9}},
    }.items():
        yield Hostile(what, "包.zip", forged(parts, **changes), reads=True)


def bombs(parts: Parts) -> Iterator[Hostile]:
    yield Hostile("a scheme of deep keys", "包.zip", forged(parts, scheme_set={"toml": "a." * 30_000 + "a = 1"}))
    yield Hostile("400 MB in one part", "包.zip", packed(parts, a=400))
    yield Hostile("30 million records", "包.zip", packed(parts | {words.JOURNAL: b"{}\n" * 30_000_000}))
    deep = b'{"kind": ' + b"[" * 500 + b"]" * 500 + b', "payload": "{}"}\n'
    yield Hostile("60,000 deep records", "包.zip", packed(parts | {words.JOURNAL: deep * 60_000}))


def odd_but_good(parts: Parts) -> Iterator[Hostile]:
    """Archives whose content is whole; what is odd is what its files are called."""
    for what, start in (("folders above", "../../../../"), ("a drive", "C:\\"), ("the root", "/"), ("a turn", "\u202e")):
        yield Hostile(
            f"names with {what}",
            "包.zip",
            packed({name if name in (words.MANIFEST, words.JOURNAL) else start + name: part for name, part in parts.items()}),
            reads=True,
        )


def small_ones() -> Iterator[Hostile]:
    """Yield every archive that reading takes little for."""
    archive = good_archive()
    parts = parts_of(archive)
    yield from no_archives(parts, archive)
    yield from wrong_parts(parts)
    yield from forged_ones(parts)
    yield from odd_but_good(parts)


def large_ones() -> Iterator[Hostile]:
    """Yield those that need the limits of a process."""
    yield from bombs(parts_of(good_archive()))
