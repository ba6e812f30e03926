"""What differs between two versions of the scheme, in words. Pure.

Parts are told apart by name, so that a renamed one is one taken away and one added: nobody can know that it is the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.scheme import Scheme
from evaluation.scheme_tables import Row, Tables, scheme_tables
from evaluation.wording import scheme_page as words

_WITHIN_DIMENSION = ("aspect", "indicator")
_WITHOUT_ORDER = ("grade",)

Key = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One difference: ``text`` alone, or ``text before → after``."""

    text: str
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """The difference in one line of plain text, such as 作风能力底线 60 → 70."""
        return words.CHANGED.format(subject=self.text, before=self.before, after=self.after) if self.after else self.text


def differences(old: Scheme, new: Scheme) -> list[Difference]:
    """Return every difference from ``old`` to ``new``, in the order of the scheme; none where the schemes are equal."""
    before, after = scheme_tables(old), scheme_tables(new)
    found = [
        _changed(words.OPTIONS[key], before.options[key], after.options[key])
        for key in words.OPTIONS
        if before.options[key] != after.options[key]
    ]
    for part in words.PARTS:
        found += _differences_of(part, before, after)
    return found


def _differences_of(part: str, old: Tables, new: Tables) -> Iterator[Difference]:
    before, after = _by_key(part, old), _by_key(part, new)
    for key, row in before.items():
        if key not in after:
            yield Difference(words.REMOVED.format(part=words.PARTS[part], name=_name(part, row)))
    for key, row in after.items():
        if key not in before:
            yield Difference(words.ADDED.format(part=words.PARTS[part], name=_name(part, row)))
        else:
            yield from _changes(part, before[key], row)
    if part not in _WITHOUT_ORDER and _order(part, before, after) != _order(part, after, before):
        yield Difference(words.ORDER.format(part=words.PARTS[part]))


def _by_key(part: str, tables: Tables) -> dict[Key, Row]:
    """Return the rows by name (aspects by dimension and name), repetitions counted."""
    seen: Counter[Key] = Counter()
    rows = {}
    for row in tables.parts[part]:
        key = (row["dimension"], row["name"]) if part == "aspect" else (row["name"],)
        seen[key] += 1
        rows[*key, str(seen[key])] = row
    return rows


def _order(part: str, rows: dict[Key, Row], others: dict[Key, Row]) -> list[tuple[str, list[Key]]]:
    """Return the keys that both versions have, in order: within each dimension where a part stands in one."""
    if part not in _WITHIN_DIMENSION:
        return [("", [key for key in rows if key in others])]
    staying = [key for key, row in rows.items() if key in others and others[key]["dimension"] == row["dimension"]]
    dimensions = sorted({rows[key]["dimension"] for key in staying})
    return [(dimension, [key for key in staying if rows[key]["dimension"] == dimension]) for dimension in dimensions]


def _changes(part: str, old: Row, new: Row) -> Iterator[Difference]:
    for key, heading in words.COLUMNS[part].items():
        if old[key] == new[key]:
            continue
        if (part, key) == ("indicator", "dimension"):
            yield Difference(words.MOVED.format(name=new["name"]), old[key], new[key])
        else:
            yield _changed(_name(part, new) + heading, old[key], new[key])


def _changed(subject: str, before: str, after: str) -> Difference:
    return Difference(subject, before or words.NONE, after or words.NONE)


def _name(part: str, row: Row) -> str:
    return words.ASPECT_NAME.format(dimension=row["dimension"], name=row["name"]) if part == "aspect" else row["name"]
