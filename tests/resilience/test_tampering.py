"""Whatever is changed, deleted, swapped or put into a row of the journal behind the program's back is found."""

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.home import Home, sqlite_url
from evaluation.journal import Journal
from evaluation.journal_tables import chain_hash as _chain
from evaluation.witness import Witness
from tests.resilience.office import GROUND, begin, deeds, open_store

TRIALS = int(os.environ.get("TAMPER_TRIALS", "200"))
FIELDS = ("at", "actor", "kind", "payload", "previous_hash", "hash")
Tampering = Callable[[sqlite3.Connection, random.Random], None]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """The folder of an office whose journal has some thirty events and as many contents, with its witness."""
    folder = tmp_path_factory.mktemp("office")
    store = begin(open_store(folder))
    doing = deeds(store, random.Random(3))
    for _ in range(18):
        store.append(next(doing), "王敏")
    store.close()
    return folder


@pytest.fixture(scope="module")
def rows(office) -> sqlite3.Connection:
    """The journal of the office in memory: one copy that every trial spoils and gets back."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with sqlite3.connect(office / "journal.sqlite") as file:
        file.backup(kept)
    file.close()
    return kept


def count(connection: sqlite3.Connection) -> int:
    return connection.execute("select count(*) from event").fetchone()[0]


def place(connection: sqlite3.Connection, chance: random.Random) -> int:
    return chance.randint(1, count(connection))


def change_a_field(connection: sqlite3.Connection, chance: random.Random) -> None:
    """One character more, less or another in any field of any event."""
    position, name = place(connection, chance), chance.choice(FIELDS)
    (text,) = connection.execute(f"select {name} from event where position = ?", [position]).fetchone()
    at = chance.randrange(len(text))
    put = chance.choice(("", text[at] + "甲", chr(ord(text[at]) + 1)))
    connection.execute(f"update event set {name} = ? where position = ?", [text[:at] + put + text[at + 1 :], position])


def change_a_type(connection: sqlite3.Connection, chance: random.Random) -> None:
    """The same text as bytes, or bytes that are no text."""
    name, put = chance.choice(FIELDS), chance.choice(("cast({0} as blob)", "cast(x'ff' as text)", "x''"))
    connection.execute(f"update event set {name} = {put.format(name)} where position = ?", [place(connection, chance)])


def forge_an_event(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Another payload with the right hash, but for that event alone."""
    position = chance.randint(1, count(connection) - 1)
    connection.execute("update event set payload = replace(payload, ':', ': ') where position = ?", [position])
    names = ("position", *FIELDS)
    row = dict(
        zip(
            names,
            connection.execute(f"select {','.join(names)} from event where position = ?", [position]).fetchone(),
            strict=True,
        )
    )
    connection.execute("update event set hash = ? where position = ?", [_chain(row), position])


def forge_all_after(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Another actor, and every hash from there on worked out anew: a chain without a fault."""
    names, last = ("position", *FIELDS), None
    first = place(connection, chance)
    connection.execute("update event set actor = actor || '二' where position = ?", [first])
    for found in connection.execute(f"select {','.join(names)} from event where position >= ? order by 1", [first]).fetchall():
        row = dict(zip(names, found, strict=True))
        row["previous_hash"] = last or row["previous_hash"]
        last = _chain(row)
        connection.execute(
            "update event set previous_hash = ?, hash = ? where position = ?", [row["previous_hash"], last, row["position"]]
        )


def delete_an_event(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("delete from event where position = ?", [place(connection, chance)])


def delete_and_close_up(connection: sqlite3.Connection, chance: random.Random) -> None:
    """The later ones move up, so that no number is missing."""
    position = place(connection, chance)
    connection.execute("delete from event where position = ?", [position])
    for later in range(position + 1, count(connection) + 2):
        connection.execute("update event set position = ? where position = ?", [later - 1, later])


def cut_the_last_off(connection: sqlite3.Connection, chance: random.Random) -> None:
    """The last events, up to all of them: what is left is a chain without a fault."""
    connection.execute("delete from event where position >= ?", [place(connection, chance)])


def swap_two_events(connection: sqlite3.Connection, chance: random.Random) -> None:
    first, second = chance.sample(range(1, count(connection) + 1), 2)
    for old, new in ((first, -1), (second, first), (-1, second)):
        connection.execute("update event set position = ? where position = ?", [new, old])


def swap_two_fields(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Payload and hash of two events change places."""
    first, second = chance.sample(range(1, count(connection) + 1), 2)
    query = "select payload, hash, actor, at from event where position = ?"
    found = [connection.execute(query, [position]).fetchone() for position in (first, second)]
    for position, values in ((second, found[0]), (first, found[1])):
        connection.execute("update event set payload = ?, hash = ?, actor = ?, at = ? where position = ?", [*values, position])


def insert_an_event(connection: sqlite3.Connection, chance: random.Random) -> None:
    """A copy of an event somewhere, before all others or after a gap too; the others move on."""
    position, copied = chance.randint(0, count(connection) + 1), place(connection, chance)
    row = connection.execute(
        "select at, actor, kind, payload, previous_hash, hash from event where position = ?", [copied]
    ).fetchone()
    for later in range(count(connection), position - 1, -1):
        connection.execute("update event set position = ? where position = ?", [later + 1, later])
    connection.execute("insert or replace into event values (?, ?, ?, ?, ?, ?, ?)", [position, *row])


def a_content(connection: sqlite3.Connection, chance: random.Random) -> str:
    return chance.choice(connection.execute("select sha256 from content order by 1").fetchall())[0]


def change_a_content(connection: sqlite3.Connection, chance: random.Random) -> None:
    """One bit of a file or of accepted marks, or the same bytes as text."""
    digest = a_content(connection, chance)
    content = bytearray(connection.execute("select bytes from content where sha256 = ?", [digest]).fetchone()[0])
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    put = "cast(bytes as text)" if chance.random() < 0.2 else "?"
    connection.execute(f"update content set bytes = {put} where sha256 = ?", [digest] if put != "?" else [bytes(content), digest])


def delete_a_content(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("delete from content where sha256 = ?", [a_content(connection, chance)])


def swap_two_contents(connection: sqlite3.Connection, chance: random.Random) -> None:
    digests = [row[0] for row in connection.execute("select sha256 from content order by 1").fetchall()]
    first, second = chance.sample(digests, 2)
    for old, new in ((first, "x"), (second, first), ("x", second)):
        connection.execute("update content set sha256 = ? where sha256 = ?", [new, old])


def insert_a_content(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("insert into content values (?, ?)", [f"{chance.getrandbits(256):064x}", b"x"])


def change_the_version(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute(chance.choice(("delete from format", "insert into format values (0)", "update format set version = 0")))


KINDS: tuple[Tampering, ...] = (
    change_a_field,
    change_a_type,
    forge_an_event,
    forge_all_after,
    delete_an_event,
    delete_and_close_up,
    cut_the_last_off,
    swap_two_events,
    swap_two_fields,
    insert_an_event,
    change_a_content,
    delete_a_content,
    swap_two_contents,
    insert_a_content,
    change_the_version,
)


def test_nothing_can_be_changed_in_the_journal_unseen(office, rows, tmp_path):
    journal = Journal("sqlite://")
    raw = journal.engine.raw_connection().driver_connection
    rows.backup(raw)
    journal.witness = Witness(office / "journal.heads")
    assert journal.verify() is None
    unseen = []
    for trial in range(TRIALS):
        kind, chance = KINDS[trial % len(KINDS)], random.Random(trial)
        kind(raw, chance)
        if journal.verify() is None:
            unseen.append((kind.__name__, trial))
        rows.backup(raw)
    assert journal.verify() is None
    assert unseen == []
    journal.close()


# --- the witness ------------------------------------------------------------------------------------------------------


def test_a_home_says_that_the_last_events_are_gone_and_where(tmp_path):
    home = Home(tmp_path)
    begin(home.office)
    last, _ = home.office.journal.head()
    assert home.check_chain().broken_at is None
    home.close()
    with sqlite3.connect(tmp_path / "journal.sqlite") as file:
        file.execute("delete from event where position > 2")
        file.execute("delete from content")
    file.close()
    again = Home(tmp_path)
    assert (again.check_chain().broken_at, last) == (3, 3)
    again.close()


def test_a_line_that_a_full_disk_cut_off_spoils_no_other(tmp_path):
    witness = Witness(tmp_path / "journal.heads")
    witness.note(1, "a" * 64)
    with witness.path.open("a") as file:
        file.write("\n2 bbbb")
    witness.note(3, "c" * 64)
    assert witness.heads() == {1: "a" * 64, 3: "c" * 64}


def test_a_save_whose_line_was_lost_is_no_alarm(tmp_path):
    store = begin(open_store(tmp_path))
    lines = (tmp_path / "journal.heads").read_text()
    store.append(next(deeds(store, random.Random(1))), "王敏")
    (tmp_path / "journal.heads").write_text(lines)
    assert store.journal.verify() is None
    store.close()


def test_a_disk_that_refuses_the_line_doesnt_refuse_the_save(tmp_path):
    journal = Journal(sqlite_url(tmp_path / "journal.sqlite"), Witness(tmp_path / "没有" / "journal.heads"))
    written = journal.append(GROUND, "王敏")
    assert journal.events() == written
    journal.close()


def test_going_back_to_a_copy_is_no_alarm(tmp_path):
    home = Home(tmp_path)
    begin(home.office)
    backup = home.back_up()
    home.office.append(next(deeds(home.office, random.Random(1))), "王敏")
    home.restore(backup.path.name, "王敏")
    assert home.check_chain().broken_at is None
    assert home.office.journal.events()[-1].kind == "backup_restored"
    home.close()
