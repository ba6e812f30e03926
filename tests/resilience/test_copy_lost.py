"""The DuckDB copy deleted, cut short or overwritten anywhere: it is built again from the journal, the same."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.resilience.office import begin, deeds, open_store, shown

TIMES = int(os.environ.get("COPY_TIMES", "6"))
Damage = Callable[[bytes, random.Random], bytes | None]


def overwritten(content: bytes, chance: random.Random) -> bytes:
    """Noise over a stretch anywhere."""
    start, length = chance.randrange(len(content)), chance.randint(1, 1 << 16)
    return content[:start] + chance.randbytes(len(content[start : start + length])) + content[start + length :]


DAMAGES: tuple[Damage, ...] = (
    lambda content, chance: None,
    lambda content, chance: content[: chance.randrange(len(content))],
    overwritten,
    lambda content, chance: chance.randbytes(chance.randint(0, 20_000)),
    lambda content, chance: bytes(len(content)),
    lambda content, chance: content + chance.randbytes(5000),
    overwritten,
)


@pytest.fixture(scope="module")
def worked(tmp_path_factory) -> tuple[Path, str, list]:
    """The folder of an office after some work, the digest of its tables, and what people saw."""
    folder = tmp_path_factory.mktemp("office")
    store = begin(open_store(folder))
    doing = deeds(store, random.Random(7))
    for _ in range(9):
        store.append(next(doing), "王敏")
    before = folder, store.digest(), shown(store)
    store.close()
    return before


@pytest.mark.parametrize("time", range(TIMES))
def test_a_copy_that_was_lost_or_damaged_is_built_again_the_same(worked, time):
    folder, digest, seen = worked
    chance = random.Random(time)
    copy = folder / "evaluation.duckdb"
    content = DAMAGES[time % len(DAMAGES)](copy.read_bytes(), chance)
    if content is None:
        copy.unlink()
    else:
        copy.write_bytes(content)
    if time % 3 == 2:
        copy.with_name(copy.name + ".wal").write_bytes(chance.randbytes(3000))
    store = open_store(folder)
    try:
        assert (store.digest(), shown(store)) == (digest, seen)
    finally:
        store.close()
    again = open_store(folder)
    assert again.digest() == digest
    again.close()
