"""What a roster among the files of an intake does to what is stored: who goes, comes, and bears another name."""

from collections.abc import Iterator, Mapping

import duckdb

from evaluation.events import read_names, roster_set
from evaluation.intake import Intake
from evaluation.problems import Problem, Severity, first_named
from evaluation.roster import Roster, Unit
from evaluation.roster_changes import Held, RosterChanges, compare_rosters
from evaluation.unit_names import names_after
from evaluation.wording import intake as words

_HELD = """
select unit, sum(marks)::integer, sum(vetoes)::integer, sum(decisions)::integer
from (
    select unit, 1 as marks, 0 as vetoes, 0 as decisions from mark
    union all select unit, 0, 1, 0 from veto
    union all select unit, 0, 0, 1 from decision
)
where list_contains(?::varchar[], unit)
group by unit
"""


def units_after(cursor: duckdb.DuckDBPyConnection, intake: Intake) -> dict[str, str]:
    """Return for each name that a roster ever bore the unit that it will count for once the intake is stored."""
    names = read_names(cursor)
    if intake.roster_file:
        names = names_after(names, roster_set(intake.roster).payload["units"])
    return {name: borne.unit for name, borne in names.items()}


def roster_problems(cursor: duckdb.DuckDBPyConnection, intake: Intake) -> list[Problem]:
    """Return what the intake's roster does to the units of the one in force; nothing where it is the first, or none is there."""
    rows = cursor.execute("select unit, group_name from unit order by position").fetchall()
    if not intake.roster_file or not rows:
        return []
    stored = Roster(tuple(Unit(name, group) for name, group in rows))
    changes = compare_rosters(stored, intake.roster, units_after(cursor, intake))
    held = _held(cursor, [unit.name for unit in changes.gone])
    groups = [group for group in stored.groups if group not in intake.roster.groups]
    return [
        Problem(intake.roster_file.base_name, "", None, None, code, severity, "", message)
        for code, severity, message in _said(changes, held, groups)
    ]


def _held(cursor: duckdb.DuckDBPyConnection, units: list[str]) -> dict[str, Held]:
    return {unit: Held(*counts) for unit, *counts in cursor.execute(_HELD, [units]).fetchall()}


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
    if changes.new:
        units = first_named([unit.name for unit in changes.new])
        yield "units_new", "info", words.UNITS_NEW.format(count=len(changes.new), units=units)


def _weight(held: Held) -> tuple[int, int, int]:
    return held.vetoes, held.decisions, held.marks


def _in_brackets(held: Held) -> str:
    return words.HELD_BY_ONE.format(held=said) if (said := _in_words(held)) else ""


def _in_words(held: Held) -> str:
    counts = zip(words.HELD, (held.marks, held.vetoes, held.decisions), strict=True)
    return "、".join(word.format(count=count) for word, count in counts if count)
