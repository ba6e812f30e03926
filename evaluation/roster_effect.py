"""What a roster among the files of an intake does to what is stored: who goes, comes, and bears another name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from evaluation.events import read_names, roster_set
from evaluation.intake import Intake
from evaluation.problems import Problem, Severity, first_named
from evaluation.roster import Roster, Unit
from evaluation.roster_changes import Held, NameChanges, RosterChanges, compare_names, compare_rosters
from evaluation.unit_names import names_after
from evaluation.wording import intake as words

_MARKS = """
select period, unit, indicator, rater, mark, file from {marks} join import using (import)
where list_contains($periods::varchar[], period)
"""
_MARKS_UNDER = _MARKS.format(marks="mark_under($names, $units)")
_MARKS = _MARKS.format(marks="mark")
_HELD = """
select name, sum(marks)::integer, sum(adjustments)::integer, sum(vetoes)::integer, sum(decisions)::integer
from (
    select name, 1 as marks, 0 as adjustments, 0 as vetoes, 0 as decisions from mark_under($names, $units)
    union all select name, 0, 1, 0, 0 from adjustment_under($names, $units)
    union all select name, 0, 0, 1, 0 from veto_under($names, $units)
    union all select name, 0, 0, 0, 1 from decision_under($names, $units)
)
join (select unnest($asked::varchar[]) as name) using (name)
group by name
"""


@dataclass(frozen=True)
class NamesToCome:
    """For which unit a name that a roster bore counts: ``today``, and ``after`` an intake is stored.

    A name that is its own unit's in both may be left out.
    """

    today: Mapping[str, str]
    after: Mapping[str, str]


def names_to_come(cursor: duckdb.DuckDBPyConnection, intake: Intake) -> NamesToCome:
    """Return who bears which name now, and once the intake is stored."""
    if not intake.roster_file:
        today = dict(cursor.execute("select name, unit from unit_name where name <> unit").fetchall())
        return NamesToCome(today, today)
    names = read_names(cursor)
    after = names_after(names, roster_set(intake.roster).payload["units"])
    return NamesToCome(*({name: borne.unit for name, borne in found.items()} for found in (names, after)))


def parameters(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what the macros …_under of sql/ranking take: the names that count for another unit, and these units."""
    others = {name: unit for name, unit in names.items() if name != unit}
    return {"names": list(others), "units": list(others.values())}


def marks_after(
    cursor: duckdb.DuckDBPyConnection, names: NamesToCome, periods: Iterable[str]
) -> Iterator[tuple[str, str, str, str, Decimal, str]]:
    """Yield the stored marks that count beside an intake: period, unit as it is called then, indicator, rater, mark, file."""
    given = {"periods": list(periods)}
    if all(names.today.get(name, name) == unit for name, unit in names.after.items()):
        yield from cursor.execute(_MARKS, given).fetchall()
    else:
        yield from cursor.execute(_MARKS_UNDER, given | parameters(names.after)).fetchall()


def roster_changes(cursor: duckdb.DuckDBPyConnection, intake: Intake, names: NamesToCome) -> RosterChanges | None:
    """Return what the intake's roster does to the units of the one in force, None where no roster is among the files."""
    return compare_rosters(_in_force(cursor), intake.roster, names.after) if intake.roster_file else None


def _in_force(cursor: duckdb.DuckDBPyConnection) -> Roster:
    rows = cursor.execute("select unit, group_name from unit order by position").fetchall()
    return Roster(tuple(Unit(name, group) for name, group in rows))


def roster_problems(cursor: duckdb.DuckDBPyConnection, intake: Intake, names: NamesToCome) -> list[Problem]:
    """Return what is to be said of the intake's roster; nothing where it is the first, or none is there."""
    changes = roster_changes(cursor, intake, names)
    if changes is None or not (stored := _in_force(cursor)).units:
        return []
    moves = compare_names(stored, intake.roster, names.today, names.after)
    lost = _held(cursor, moves.lost, names.today)
    found = _held(cursor, [*moves.back, *moves.apart], names.after)
    groups = [group for group in stored.groups if group not in intake.roster.groups]
    return [
        Problem(intake.roster_file.base_name, "", None, None, code, severity, "", message)
        for code, severity, message in (
            *_said(changes, _by_unit(lost, moves.lost), groups),
            *_said_of_names(changes, moves, found),
        )
    ]


def _held(cursor: duckdb.DuckDBPyConnection, asked: Iterable[str], names: Mapping[str, str]) -> dict[str, Held]:
    """Return what is stored under some names that counts where names stand for these units."""
    if not (asked := list(asked)):
        return {}
    return {name: Held(*counts) for name, *counts in cursor.execute(_HELD, {"asked": asked} | parameters(names)).fetchall()}


def _by_unit(held: Mapping[str, Held], units: Mapping[str, str]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for name, some in held.items():
        found[units[name]] = found.get(units[name], Held()) + some
    return found


def _said(changes: RosterChanges, held: Mapping[str, Held], groups: list[str]) -> Iterator[tuple[str, Severity, str]]:
    """Yield code, severity and sentence; of the units that go those come first of which most would be lost."""
    if changes.gone:
        by_weight = sorted(changes.gone, key=lambda unit: _weight(held.get(unit.name, Held())), reverse=True)
        units = first_named([unit.name + _in_brackets(held.get(unit.name, Held())) for unit in by_weight])
        lost = _in_words(sum(held.values(), Held()))
        message = words.UNITS_GONE.format(count=len(changes.gone), units=units) + words.UNITS_LOSE.format(held=lost) * bool(lost)
        yield "units_gone", "warning", message + words.UNITS_GONE_ADVICE
    if groups:
        yield "groups_gone", "warning", words.GROUPS_GONE.format(groups=first_named(groups))
    if changes.renamed:
        units = first_named([words.BECOMES.format(old=old.name, new=new.name) for old, new in changes.renamed])
        yield "units_renamed", "warning", words.UNITS_RENAMED.format(count=len(changes.renamed), units=units)
    if changes.regrouped:
        moves = [words.OTHER_GROUP.format(unit=new.name, old=old.group, new=new.group) for old, new in changes.regrouped]
        yield "units_regrouped", "warning", words.UNITS_REGROUPED.format(count=len(moves), units=first_named(moves))


def _said_of_names(changes: RosterChanges, moves: NameChanges, held: Mapping[str, Held]) -> Iterator[tuple[str, Severity, str]]:
    """Yield what is said of names under which something is stored that begins to count again, or for another unit."""
    apart = {name: other for name, other in moves.apart.items() if name in held}
    if apart:
        units = [words.UNIT_APART.format(unit=name, other=other, held=_in_words(held[name])) for name, other in apart.items()]
        yield "units_apart", "warning", words.UNITS_APART.format(count=len(units), units=first_named(units))
    back = {name: unit for name, unit in moves.back.items() if name in held}
    if back:
        named = {name: name if name == unit else words.BECOMES.format(old=name, new=unit) for name, unit in back.items()}
        units = [shown + _in_brackets(held[name]) for name, shown in named.items()]
        yield "units_back", "warning", words.UNITS_BACK.format(count=len(units), units=first_named(units))
    if new := [unit.name for unit in changes.new if unit.name not in apart and unit.name not in back.values()]:
        yield "units_new", "info", words.UNITS_NEW.format(count=len(new), units=first_named(new))


def _weight(held: Held) -> tuple[int, int, int, int]:
    return held.vetoes, held.decisions, held.marks, held.adjustments


def _in_brackets(held: Held) -> str:
    return words.HELD_BY_ONE.format(held=said) if (said := _in_words(held)) else ""


def _in_words(held: Held) -> str:
    counts = zip(words.HELD, (held.marks, held.adjustments, held.vetoes, held.decisions), strict=True)
    return "、".join(word.format(count=count) for word, count in counts if count)
