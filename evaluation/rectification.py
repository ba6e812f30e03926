"""整改清单: who has to put what right, by the speech's 定岗、定人、定责、定时限、定要求, kept as an event of the journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import duckdb

from evaluation.journal import Draft, Event, Journal


@dataclass(frozen=True)
class RectificationLine:
    """One unit's line. Texts as people wrote them, "" where nothing is settled yet."""

    unit: str
    post: str = ""
    person: str = ""
    duty: str = ""
    deadline: str = ""
    demand: str = ""


@dataclass(frozen=True)
class SavedRectification:
    """The list of a group as it was saved last: its lines by unit, and who saved it when."""

    lines: Mapping[str, RectificationLine]
    actor: str
    at: str


FIELDS = tuple(field.name for field in fields(RectificationLine))


def rectification_saved(period: str, group: str, lines: Sequence[RectificationLine]) -> Draft:
    """Return the draft that makes these lines the list of a group; earlier lists of the group no longer count."""
    rows = [list(astuple(line)) for line in lines]
    return Draft("rectification_saved", {"period": period, "group": group, "lines": rows, "count": len(rows)})


def _keep(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    payload = event.payload
    for number, row in enumerate(payload["lines"], start=1):
        cursor.execute(
            "insert into rectification values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [event.position, number, payload["period"], payload["group"], *row, event.actor, event.at],
        )


READERS: Mapping[str, Callable[[duckdb.DuckDBPyConnection, Journal, Event], None]] = {"rectification_saved": _keep}


def read_rectification(
    cursor: duckdb.DuckDBPyConnection, period: str, group: str, today: Mapping[str, str] | None = None
) -> SavedRectification | None:
    """Return the list that was saved last for a group in a period, None where there is none.

    ``today`` says which unit bears a name that a line was saved under, where that isn't the unit itself.
    """
    rows = cursor.execute(
        """
        select unit, post, person, duty, deadline, demand, actor, done_at from rectification
        where period = ? and group_name = ?
        qualify position = max(position) over ()
        order by line""",
        [period, group],
    ).fetchall()
    if not rows:
        return None
    *_, actor, at = rows[0]
    lines = [RectificationLine((today or {}).get(unit, unit), *texts[:5]) for unit, *texts in rows]
    return SavedRectification({line.unit: line for line in lines}, actor, at)
