"""What a scheme would change before it is saved: the same marks ranked under it in memory. Nothing is written."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb

from evaluation.events import roster_set, scheme_set, sheet_imported
from evaluation.journal import Journal
from evaluation.locks import held_fast
from evaluation.plain_cells import mark_fault
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, Ranking, rank_units
from evaluation.roster import Roster, Unit
from evaluation.scheme import Indicator, Scheme
from evaluation.shortlist import suggest
from evaluation.store import Store
from evaluation.validation import Mark
from evaluation.wording import scheme_page as words

_MARKS_OF = """
select period, unit, mark from mark join unit using (unit) where indicator = ? order by period, position, rater
"""
_LET_IN = """
select period, unit, indicator, rater, mark
from imported_mark
join import using (import)
semi join (from imported_mark where import = $import) as own using (period, unit, indicator, rater)
semi join unit using (unit)
where active <> (import = $import)
qualify row_number() over (partition by period, unit, indicator, rater order by import desc) = 1
"""
_LET_IN_BOUNDS = f"select indicator, min(mark), max(mark) from ({_LET_IN}) group by indicator"
_LET_IN_OF = f"""
select period, unit, let_in.mark
from ({_LET_IN}) as let_in
join unit using (unit)
left join mark using (period, unit, indicator, rater)
where indicator = $indicator and let_in.mark is distinct from mark.mark
order by period, position, rater
"""
_BROUGHT_BACK = """
select period, unit, indicator, rater, mark
from mark_under($names, $units)
anti join (from mark_under($names_now, $units_now) semi join unit using (unit)) as counting
    using (import, period, indicator, rater, name)
where list_contains($asked::varchar[], name)
order by period, name, rater
"""
_PERIOD, _UNIT = "2000年", "·"


@dataclass(frozen=True)
class Move:
    """A unit whose rank changes; None = no rank. ``vetoed`` says that it is a veto that takes the rank away."""

    unit: str
    before: int | None
    after: int | None
    vetoed: bool = False


@dataclass(frozen=True)
class ListChange:
    """How the suggestion for one award in one group changes.

    ``pending`` are tied at the cut (并列待定) now and weren't, ``settled`` were and neither are nor enter; who was suggested
    and is pending doesn't leave.
    """

    award: str
    group: str
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    pending: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Say whether the suggestion stays as it is."""
        return not (self.enter or self.leave or self.pending or self.settled)


@dataclass(frozen=True)
class Effect:
    """What changes in one period. ``moved`` holds groups whose ranks change; ``totals`` counts units with another total.

    ``is_gone`` says that no mark counts in the period any more: it isn't ranked at all.
    """

    period: str
    moved: Mapping[str, tuple[Move, ...]]
    lists: tuple[ListChange, ...]
    totals: int
    is_gone: bool = False

    @property
    def moves(self) -> int:
        """How many units get another rank, lose theirs or get one."""
        return sum(map(len, self.moved.values()))

    @property
    def is_none(self) -> bool:
        """Say whether the period stays, and neither a rank nor a total nor a list changes."""
        return not (self.is_gone or self.moves or self.totals or any(not change.is_none for change in self.lists))


def best_total(scheme: Scheme) -> Decimal | None:
    """Return the total of a unit alone in its group that has the best possible mark in every indicator; 100 is expected.

    None where it has no total. Raises EvaluationError where the numbers are too long to compute with.
    """
    marks = [
        Mark(_PERIOD, _UNIT, indicator.name, "", _best_mark(indicator), "", "", 1, "A", "", "") for indicator in scheme.indicators
    ]
    one_period = replace(scheme, period_part=())
    drafts = [roster_set(Roster((Unit(_UNIT, _UNIT),))), scheme_set(one_period), sheet_imported("", "", b"-", marks, _PERIOD)]
    store = Store(Journal("sqlite://"))
    try:
        store.append(drafts, _UNIT)
        (unit,) = rank_units(store.cursor(), _PERIOD).units
        return unit.total
    except duckdb.Error as error:
        raise EvaluationError(words.NOT_COMPUTABLE) from error
    finally:
        store.close()


def _best_mark(indicator: Indicator) -> Decimal:
    lower = indicator.better == "lower"
    if indicator.rule == "mark":
        return Decimal(0) if lower else indicator.full_mark
    if indicator.rule == "goalposts":
        return indicator.low if lower else indicator.high
    return indicator.target if indicator.rule == "step_deduction" else Decimal(1)


@dataclass(frozen=True)
class OutsideMarks:
    """Stored marks that an indicator can't have under a scheme, by the rule of the intake (``code``): (period, unit, mark)."""

    indicator: Indicator
    code: str
    cells: tuple[tuple[str, str, Decimal], ...]


def marks_outside(cursor: duckdb.DuckDBPyConnection, scheme: Scheme, in_force: Scheme | None) -> list[OutsideMarks]:
    """Return the marks in force that the intake would refuse under a scheme and not under the one in force.

    Marks that a locked list holds fast aren't among them: it is ranked as of its lock. Nor are those of indicators that the
    scheme doesn't have: they count for nothing.
    """
    before = {item.name: item for item in in_force.indicators} if in_force else {}
    bounds = cursor.execute("select indicator, min(mark), max(mark) from mark group by indicator").fetchall()
    ends = {name: ends for name, *ends in bounds}
    suspects = [item for item in scheme.indicators if any(mark_fault(mark, item) for mark in ends.get(item.name, ()))]
    held = held_fast(cursor) if suspects else set()
    found: dict[tuple[Indicator, str], list[tuple[str, str, Decimal]]] = {}
    for indicator in suspects:
        for period, unit, mark in cursor.execute(_MARKS_OF, [indicator.name]).fetchall():
            fault, was = mark_fault(mark, indicator), before.get(indicator.name)
            if fault and (period, unit) not in held and not (was and mark_fault(mark, was)):
                found.setdefault((indicator, fault[0]), []).append((period, unit, mark))
    return [OutsideMarks(indicator, code, tuple(cells)) for (indicator, code), cells in found.items()]


def marks_let_in(cursor: duckdb.DuckDBPyConnection, position: int, scheme: Scheme) -> list[OutsideMarks]:
    """Return the marks that the scheme can't take and that begin to count if an import, by its journal position, is switched.

    An import that stands is taken back, so that marks before it count again; one that was taken back counts again itself.
    """
    bounds = cursor.execute(_LET_IN_BOUNDS, {"import": position}).fetchall()
    ends = {name: ends for name, *ends in bounds}
    found: dict[tuple[Indicator, str], list[tuple[str, str, Decimal]]] = {}
    for indicator in scheme.indicators:
        if not any(mark_fault(mark, indicator) for mark in ends.get(indicator.name, ())):
            continue
        cells = cursor.execute(_LET_IN_OF, {"import": position, "indicator": indicator.name}).fetchall()
        for period, unit, mark in cells:
            if fault := mark_fault(mark, indicator):
                found.setdefault((indicator, fault[0]), []).append((period, unit, mark))
    return [OutsideMarks(indicator, code, tuple(cells)) for (indicator, code), cells in found.items()]


def marks_brought_back(
    cursor: duckdb.DuckDBPyConnection,
    scheme: Scheme,
    asked: Sequence[str],
    names: Mapping[str, Sequence[str]],
    replaced: Container[tuple[str, str, str, str]] = (),
) -> list[OutsideMarks]:
    """Return the marks that the scheme can't take and that begin to count again with a new roster.

    ``asked`` are the names that it brings back, ``names`` the parameters of the macros in sql/ranking/15_under_other_names.sql
    for the new roster and, as names_now and units_now, for the one in force. Those that are ``replaced`` (period, unit, indicator
    and rater) in the same save never count.
    """
    by_name = {item.name: item for item in scheme.indicators}
    found: dict[tuple[Indicator, str], list[tuple[str, str, Decimal]]] = {}
    for *key, mark in cursor.execute(_BROUGHT_BACK, {"asked": list(asked), **names}).fetchall():
        period, unit, name, _ = key
        if name in by_name and tuple(key) not in replaced and (fault := mark_fault(mark, by_name[name])):
            found.setdefault((by_name[name], fault[0]), []).append((period, unit, mark))
    return [OutsideMarks(indicator, code, tuple(cells)) for (indicator, code), cells in found.items()]


def compare(period: str, old: Ranking, new: Ranking | None, schemes: tuple[Scheme, Scheme], groups: Iterable[str]) -> Effect:
    """Return what changes in a period from the ranking in force to the one under a draft.

    ``new`` is None where no mark of the period counts under the draft: then everybody is without a total.
    """
    before = {unit.unit: unit for unit in old.units}
    after = {unit.unit: unit for unit in new.units} if new else {}
    moved = {}
    for group in groups:
        moves = [_move(unit, after.get(unit.unit)) for unit in old.group(group)]
        if changed := tuple(move for move in moves if move.before != move.after):
            moved[group] = changed
    totals = sum(unit.total != (after[name].total if name in after else None) for name, unit in before.items())
    return Effect(period, moved, tuple(_list_changes(old, new, schemes, groups)), totals, is_gone=new is None)


def _move(unit: RankedUnit, after: RankedUnit | None) -> Move:
    if after is None:
        return Move(unit.unit, unit.rank, None)
    return Move(unit.unit, unit.rank, after.rank, vetoed=after.status == "vetoed")


def _list_changes(
    old: Ranking,
    new: Ranking | None,
    schemes: tuple[Scheme, Scheme],
    groups: Iterable[str],
) -> Iterator[ListChange]:
    for group in groups:
        before, after = (_stand(ranking, scheme, group) for ranking, scheme in zip((old, new), schemes, strict=True))
        for award in dict.fromkeys((*before, *after)):
            (was, was_tied), (will, will_tied) = before.get(award, ((), ())), after.get(award, ((), ()))
            yield ListChange(
                award,
                group,
                enter=_without(will, was),
                leave=_without(was, (*will, *will_tied)),
                pending=_without(will_tied, was_tied),
                settled=_without(was_tied, (*will, *will_tied)),
            )


def _without(names: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in others)


def _stand(ranking: Ranking | None, scheme: Scheme, group: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return award → who is suggested, and who is tied at the cut."""
    if ranking is None:
        return {}
    awards = [award for award in scheme.awards_for([group]) if group in award.groups]
    lists = {award.name: suggest(ranking, scheme, award, group) for award in awards}
    return {
        name: (found.suggested, tuple(item.unit.unit for item in found.candidates if item.tied_at_cut))
        for name, found in lists.items()
    }
