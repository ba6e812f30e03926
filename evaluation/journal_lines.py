"""The journal as a person reads it: one line per event, found by person, kind and unit."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from evaluation.events import read_names
from evaluation.journal import Event, in_words
from evaluation.roster import Roster, Unit
from evaluation.search import matches
from evaluation.wording import award_page
from evaluation.wording import records_page as words

_KINDS = {
    "intake": (
        "sheet_imported",
        "adjustments_imported",
        "vetoes_imported",
        "import_undone",
        "import_redone",
        "names_confirmed",
        "name_forgotten",
    ),
    "scheme": ("scheme_set", "roster_set"),
    "list": ("decided", "list_saved"),
    "lock": ("award_moved", "award_locked", "lock_withdrawn", "correction_opened", "objection_noted", "objection_settled"),
    "refused": ("refused",),
    "upkeep": ("archive_loaded", "backup_restored"),
}
_KIND_OF = {kind: group for group, kinds in _KINDS.items() for kind in kinds}
_DETAILS = ("reason", "note", "outcome")
_IMPORTS_OF = """
select import from imported_mark where unit = $unit
union select import from imported_adjustment where unit = $unit
union select import from imported_veto where unit = $unit
"""


@dataclass(frozen=True)
class Line:
    """One event: position, local time (2026-11-20 16:05), person, kind (a key of ``words.KINDS``), what, and details."""

    position: int
    at: str
    actor: str
    kind: str
    what: str
    detail: str


def line_of(event: Event) -> Line:
    """Return an event as a line."""
    at = event.at[:16].replace("T", " ")
    return Line(event.position, at, event.actor, _KIND_OF.get(event.kind, "other"), in_words(event), _detail(event))


def _detail(event: Event) -> str:
    payload = event.payload
    parts = []
    if event.kind == "decided":
        choice = award_page.CHOICES.get(payload["choice"], words.WITHDRAWN)
        parts.append(words.DECIDED.format(unit=payload["unit"], choice=choice))
    if event.kind == "award_locked":
        parts += [f"{item['group']} {item['check_code']}" for item in payload["lists"]]
    if event.kind == "objection_noted":
        parts.append(payload["what"])
    parts += [str(payload[name]) for name in _DETAILS if payload.get(name)]
    return words.SEPARATOR.join(parts)


def units_named(cursor: duckdb.DuckDBPyConnection, roster: Roster, text: str) -> frozenset[str]:
    """Return the units that a text finds, those of earlier rosters too, each by all names that it ever bore."""
    names = read_names(cursor)
    found = {unit.name for unit in roster.units if matches(unit, text)}
    found |= {borne.unit for name, borne in names.items() if matches(Unit(name, ""), text)}
    return frozenset(found | {name for name, borne in names.items() if borne.unit in found})


def find_events(
    cursor: duckdb.DuckDBPyConnection,
    events: Iterable[Event],
    *,
    actor: str | None = None,
    kind: str | None = None,
    units: frozenset[str] | None = None,
) -> list[Event]:
    """Return the events of a person, of a kind (a key of ``words.KINDS``) and about one of some units, in their order.

    An import is about a unit that it has marks, points or a veto for.
    """
    imports = {position for unit in units or () for (position,) in cursor.execute(_IMPORTS_OF, {"unit": unit}).fetchall()}

    def fits(event: Event) -> bool:
        if actor is not None and event.actor != actor:
            return False
        if kind is not None and _KIND_OF.get(event.kind, "other") != kind:
            return False
        if units is None:
            return True
        said = json.dumps(event.payload, ensure_ascii=False)
        taken = event.payload.get("import")
        return event.position in imports or taken in imports or any(_quoted(unit) in said for unit in units)

    return [event for event in events if fits(event)]


def _quoted(unit: str) -> str:
    """Return a unit as it stands in a payload: a text of its own, so that 东坪村 isn't found in 小东坪村."""
    return json.dumps(unit, ensure_ascii=False)
