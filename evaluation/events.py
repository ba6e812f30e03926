"""Each kind of event: how it is written down (a draft), and what it does to the tables (its reader).

Payloads are read back for as long as journals live, so a kind's fields are only ever added to.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count

import duckdb

from evaluation import award_events, kept_marks, mark_tables, rectification
from evaluation.decisions import Remembered
from evaluation.inserting import insert_rows
from evaluation.journal import Draft, Event, Journal, sha256
from evaluation.kept_marks import figure, places_of
from evaluation.mark_columns import MarkColumns
from evaluation.problems import EvaluationError, StaleSave
from evaluation.roster import Roster
from evaluation.scheme import Indicator, Scheme, whole_weights, write_scheme
from evaluation.scheme_reading import kept_scheme
from evaluation.settled import Settled
from evaluation.side_files import Adjustment, Veto
from evaluation.unit_names import Borne, names_after
from evaluation.validation import Mark
from evaluation.wording import records as words

_PARAMETERS = ("full_mark", "low", "high", "target", "step", "points_per_step")
_INDICATOR_TYPES = (
    "varchar varchar varchar integer hugeint varchar varchar varchar boolean"
    + " decimal(20,12)" * len(_PARAMETERS)
    + " decimal(20,12)[] integer"
)


# --- drafts -------------------------------------------------------------------------------------------------------


def roster_set(roster: Roster, file: str = "", content: bytes = b"") -> Draft:
    """Return the draft that makes this the roster."""
    units = [[unit.name, unit.group, list(unit.aliases), *([list(unit.tags)] if unit.tags else [])] for unit in roster.units]
    payload = {"file": file, "count": len(units), "units": units, "carries_names": True}
    if content:
        payload["sha256"] = sha256(content)
    return Draft("roster_set", payload, (content,) if content else ())


def scheme_set(scheme: Scheme, reason: str = "") -> Draft:
    """Return the draft that makes this the scheme; ``reason`` says why it was changed."""
    payload = {"name": scheme.name, "toml": write_scheme(scheme)}
    return Draft("scheme_set", {**payload, "reason": reason} if reason else payload)


def sheet_imported(
    file: str, sheet: str, content: bytes, marks: Sequence[Mark], period: str, settled: Sequence[Settled] = ()
) -> Draft:
    """Return the draft that takes in one sheet's accepted marks; those without a period get ``period``.

    The marks are kept as they were accepted, so that a later program reads the same figures. ``settled`` is what people
    decided about the sheet.
    """
    kept = kept_marks.written(marks, period)
    named = marks.periods if isinstance(marks, MarkColumns) else {mark.period for mark in marks}
    periods = sorted({name or period for name in named})
    payload = {
        "file": file,
        "sheet": sheet,
        "sha256": sha256(content),
        "marks_sha256": sha256(kept),
        "count": len(marks),
        "periods": periods,
    }
    return Draft("sheet_imported", payload | _on_record(settled), (content, kept))


def _on_record(settled: Sequence[Settled]) -> dict:
    return {"settled": [[item.kind, item.place, item.found, item.settled] for item in settled]} if settled else {}


def names_confirmed(file: str, names: Sequence[Remembered]) -> Draft:
    """Return the draft that remembers what a person said of names and columns, each for its sender."""
    kept = [[item.sender, item.kind, item.found, item.name, item.meaning, item.rater] for item in names]
    return Draft("names_confirmed", {"file": file, "count": len(kept), "names": kept})


def name_forgotten(item: Remembered) -> Draft:
    """Return the draft after which the name is asked about again."""
    return Draft("name_forgotten", {"sender": item.sender, "kind": item.kind, "found": item.found})


def adjustments_imported(
    file: str, content: bytes, adjustments: Sequence[Adjustment], period: str, settled: Sequence[Settled] = (), sheet: str = ""
) -> Draft:
    """Return the draft that takes in a worksheet of bonuses and deductions; ``settled`` is what people decided about it."""
    lines = [[item.period or period, item.unit, figure(item.points), item.reason] for item in adjustments]
    return _side_imported("adjustments_imported", file, sheet, content, lines, settled)


def vetoes_imported(
    file: str, content: bytes, vetoes: Sequence[Veto], period: str, settled: Sequence[Settled] = (), sheet: str = ""
) -> Draft:
    """Return the draft that takes in a worksheet of vetoes; ``settled`` is what people decided about it."""
    lines = [[item.period or period, item.unit, item.reason, item.date] for item in vetoes]
    return _side_imported("vetoes_imported", file, sheet, content, lines, settled)


def _side_imported(kind: str, file: str, sheet: str, content: bytes, lines: list[list[str]], settled: Sequence[Settled]) -> Draft:
    of_sheet = {"sheet": sheet} if sheet else {}
    payload = {"file": file, **of_sheet, "sha256": sha256(content), "lines": lines, "count": len(lines)}
    return Draft(kind, payload | _on_record(settled), (content,))


def import_undone(position: int, file: str) -> Draft:
    """Return the draft that takes back the import made at a journal position."""
    return Draft("import_undone", {"import": position, "file": file})


def import_redone(position: int, file: str) -> Draft:
    """Return the draft that brings an undone import back."""
    return Draft("import_redone", {"import": position, "file": file})


def check_switches(cursor: duckdb.DuckDBPyConnection, drafts: Iterable[Draft]) -> None:
    """Raise StaleSave for a draft that takes back, or brings back, what isn't an import of that file or is so already.

    A page that was open while the journal went back to a copy names positions that are another import's now.
    """
    switched: dict[int, bool] = {}  # by the drafts before
    for draft in drafts:
        if draft.kind in words.SWITCHED:
            position, file = draft.payload["import"], draft.payload["file"]
            found = cursor.execute("select active from import where import = ? and file = ?", [position, file]).fetchone()
            if found is None:
                raise StaleSave(words.UNKNOWN_IMPORT.format(position=position, file=file))
            wanted = draft.kind == "import_redone"
            if switched.get(position, found[0]) == wanted:
                raise StaleSave(words.SWITCHED[draft.kind].format(file=file))
            switched[position] = wanted


def decided(period: str, award: str, unit: str, choice: str, reason: str, note: str = "") -> Draft:
    """Return the draft of a person's decision about a unit; choice "" withdraws an earlier one."""
    payload = {"period": period, "award": award, "unit": unit, "choice": choice, "reason": reason}
    return Draft("decided", {**payload, "note": note} if note else payload)


def demonstration_loaded() -> Draft:
    """Return the draft that marks all of this journal as 演示数据."""
    return Draft("demonstration_loaded", {})


def office_opened() -> Draft:
    """Return the draft with which an office begins on its own data."""
    return Draft("office_opened", {})


def office_closed() -> Draft:
    """Return the draft with which an office that has brought nothing in goes back to the demonstration."""
    return Draft("office_closed", {})


# --- readers ------------------------------------------------------------------------------------------------------


def apply_event(cursor: duckdb.DuckDBPyConnection, journal: Journal, event: Event) -> None:
    """Bring the tables forward by one event. A kind that doesn't touch the tables is passed over.

    Raises EvaluationError for a kind that this program has never heard of: its figures would be somebody else's.
    """
    if event.kind not in words.KINDS:
        raise EvaluationError(words.UNKNOWN_KIND.format(position=event.position))
    reader = _READERS.get(event.kind)
    if reader:
        reader(cursor, journal, event)


def _set_roster(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    cursor.execute("delete from unit")
    units = event.payload["units"]
    numbers = mark_tables.number_units(cursor, [name for name, *_ in units])
    first: dict[str, int] = {}
    _keep_names(cursor, units, event.position, carries=event.payload.get("carries_names", False))
    rows = []
    for position, (name, group, aliases, *tags) in enumerate(units, start=1):
        group_position = first.setdefault(group, position)
        rows.append((name, group, aliases, position, tags[0] if tags else [], group_position, numbers[name]))
    insert_rows(cursor, "unit", "varchar varchar varchar[] integer varchar[] integer integer", rows)
    if "sha256" in event.payload:
        about = [event.position, event.payload["file"], event.actor, event.at, len(rows)]
        cursor.execute("insert into roster_import values (?, ?, ?, ?, ?)", about)


def _keep_names(cursor: duckdb.DuckDBPyConnection, units: Sequence[Sequence], position: int, *, carries: bool) -> None:
    """Note which names units bear and bore, and let what is stored of a renamed unit count for it."""
    names = names_after(read_names(cursor), units, position, carries=carries)
    cursor.execute("delete from unit_name")
    rows = [(name, borne.unit, list(borne.rosters)) for name, borne in names.items()]
    insert_rows(cursor, "unit_name", "varchar varchar integer[]", rows)
    mark_tables.carry_marks(cursor)


def read_names(cursor: duckdb.DuckDBPyConnection) -> dict[str, Borne]:
    """Return every name that a unit of some roster bore, with the unit for whom it counts."""
    rows = cursor.execute("select name, unit, rosters from unit_name").fetchall()
    return {name: Borne(unit, tuple(rosters)) for name, unit, rosters in rows}


def units_today(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return for each name that a unit of some roster bore which unit it counts for."""
    return {name: borne.unit for name, borne in read_names(cursor).items()}


def _set_scheme(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    toml = event.payload["toml"]
    scheme = kept_scheme(toml)
    (version,) = cursor.execute("select coalesce(max(version), 0) + 1 from scheme_text").fetchall()[0]
    for table in ("scheme_text", "scheme_option", "dimension", "aspect", "indicator", "period_part"):
        cursor.execute(f"delete from {table}")
    cursor.execute("insert into scheme_text values (?, ?)", [version, toml])
    caps = scheme.adjustment
    cursor.execute(
        "insert into scheme_option values (?, ?, ?, ?, ?, ?, ?, ?::varchar[], ?::decimal(20,12), ?::decimal(20,12))",
        [
            scheme.decimals,
            scheme.rounding,
            scheme.aggregation,
            scheme.missing,
            scheme.raters,
            scheme.ties,
            scheme.veto,
            list(scheme.tie_break),
            *(None if cap is None else figure(cap) for cap in (caps.bonus_cap, caps.deduction_cap)),
        ],
    )
    dimensions = [(item.name, position, figure(item.weight)) for position, item in enumerate(scheme.dimension, start=1)]
    insert_rows(cursor, "dimension", "varchar integer decimal(20,12)", dimensions)
    insert_rows(cursor, "aspect", "varchar varchar integer hugeint", _aspect_rows(scheme))
    insert_rows(cursor, "indicator", _INDICATOR_TYPES, _indicator_rows(scheme))
    insert_rows(cursor, "period_part", "varchar integer hugeint varchar integer", period_part_rows(scheme))


def _aspect_rows(scheme: Scheme) -> Iterator[tuple[object, ...]]:
    """Yield a row per aspect; a dimension without aspects has one, named ""."""
    position = count(1)
    for dimension in scheme.dimension:
        aspects = [(aspect.name, aspect.weight) for aspect in dimension.aspect] or [("", Decimal(1))]
        for (aspect, _), whole in zip(aspects, whole_weights(weight for _, weight in aspects), strict=True):
            yield dimension.name, aspect, next(position), whole


def _indicator_rows(scheme: Scheme) -> Iterator[tuple[object, ...]]:
    position = {indicator.name: place for place, indicator in enumerate(scheme.indicators)}
    for dimension in scheme.dimension:
        siblings: dict[str, list[Indicator]] = {}
        for indicator in dimension.indicator:
            siblings.setdefault(indicator.aspect or "", []).append(indicator)
        for aspect, indicators in siblings.items():
            for indicator, weight in zip(indicators, whole_weights(item.weight for item in indicators), strict=True):
                yield indicator.name, dimension.name, aspect, position[indicator.name], weight, *_rule_columns(indicator)


def period_part_rows(scheme: Scheme) -> Iterator[tuple[str, int, int, str, int]]:
    """Yield the scheme's parts of a year as the table ``period_part`` has them, a row per period of a part."""
    wholes = whole_weights(part.weight for part in scheme.period_part)
    for position, (part, weight) in enumerate(zip(scheme.period_part, wholes, strict=True), start=1):
        for place, label in enumerate(part.labels, start=1):
            yield part.name, position, weight, label, place


def _rule_columns(indicator: Indicator) -> tuple[object, ...]:
    parameters = [getattr(indicator, name) for name in _PARAMETERS]
    points = list(indicator.points or ())
    places = max((places_of(number) for number in (*parameters, *points) if number is not None), default=0)
    return (
        indicator.rule,
        indicator.better,
        indicator.scale or "linear",
        bool(indicator.whole_steps),
        *(None if number is None else figure(number) for number in parameters),
        [figure(number) for number in points] or None,
        places,
    )


def _import_sheet(cursor: duckdb.DuckDBPyConnection, journal: Journal, event: Event) -> None:
    payload = event.payload
    _insert_import(cursor, event, "marks", payload["sheet"])
    mark_tables.put_in(cursor, event.position, journal.content(payload["marks_sha256"]))


def _remember_names(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    for line in event.payload["names"]:
        _forget(cursor, *line[:3])
        cursor.execute(
            "insert into remembered_name values (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*line, event.actor, event.at, event.position]
        )


def _forget_name(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    _forget(cursor, *(event.payload[field] for field in ("sender", "kind", "found")))


def _forget(cursor: duckdb.DuckDBPyConnection, sender: str, kind: str, found: str) -> None:
    cursor.execute("delete from remembered_name where sender = ? and kind = ? and found = ?", [sender, kind, found])


def _import_adjustments(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    _insert_import(cursor, event, "adjustments", event.payload.get("sheet", ""))
    rows, seen = [], Counter()
    for line, (period, unit, points, reason) in enumerate(event.payload["lines"], start=1):
        seen[period, unit, reason] += 1
        rows.append((event.position, line, period, unit, points, reason, seen[period, unit, reason]))
    insert_rows(cursor, "imported_adjustment", "integer integer varchar varchar decimal(20,12) varchar integer", rows)


def _import_vetoes(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    _insert_import(cursor, event, "vetoes", event.payload.get("sheet", ""))
    rows, seen = [], Counter()
    for line, (period, unit, reason, date) in enumerate(event.payload["lines"], start=1):
        seen[period, unit, reason] += 1
        rows.append((event.position, line, period, unit, reason, date, seen[period, unit, reason]))
    insert_rows(cursor, "imported_veto", "integer integer varchar varchar varchar varchar integer", rows)


def _insert_import(cursor: duckdb.DuckDBPyConnection, event: Event, kind: str, sheet: str) -> None:
    cursor.execute(
        "insert into import values (?, ?, ?, ?, ?, ?, ?, true)",
        [event.position, kind, event.payload["file"], sheet, event.payload["sha256"], event.actor, event.at],
    )
    for nth, line in enumerate(event.payload.get("settled", ()), start=1):
        cursor.execute("insert into settled values (?, ?, ?, ?, ?, ?)", [event.position, nth, *line])


def _switch_import(active: bool) -> Callable[[duckdb.DuckDBPyConnection, Journal, Event], None]:
    def switch(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
        cursor.execute("update import set active = ? where import = ?", [active, event.payload["import"]])

    return switch


def _decide(cursor: duckdb.DuckDBPyConnection, _journal: Journal, event: Event) -> None:
    payload = event.payload
    cursor.execute(
        "insert into decision_event values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            event.position,
            payload["period"],
            payload["award"],
            payload["unit"],
            payload["choice"],
            payload["reason"],
            payload.get("note", ""),
            event.actor,
            event.at,
        ],
    )


_READERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Journal, Event], None]] = {
    "roster_set": _set_roster,
    "scheme_set": _set_scheme,
    "sheet_imported": _import_sheet,
    "adjustments_imported": _import_adjustments,
    "vetoes_imported": _import_vetoes,
    "names_confirmed": _remember_names,
    "name_forgotten": _forget_name,
    "import_undone": _switch_import(False),
    "import_redone": _switch_import(True),
    "decided": _decide,
    **award_events.READERS,
    **rectification.READERS,
}


def marked_units(draft: Draft) -> set[tuple[str, str]]:
    """Return the (period, unit) pairs that a draft of ``sheet_imported`` has marks for."""
    return kept_marks.distinct(draft.contents[1], "period", "unit")


def marked_indicators(draft: Draft) -> set[str]:
    """Return the indicators that a draft of ``sheet_imported`` has marks for."""
    return {indicator for (indicator,) in kept_marks.distinct(draft.contents[1], "indicator")}
