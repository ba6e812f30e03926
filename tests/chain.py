"""Brings figures to the product the way its own intake does: journal, tables, SQL chain.

``load`` and ``rank`` run a case of tests/strategies.py. ``fill`` and ``rows`` are for given/expect tests that name
only the figures that matter.
"""

import atexit
from collections.abc import Iterable, Mapping
from decimal import Decimal

from evaluation.events import (
    adjustments_imported,
    import_undone,
    roster_set,
    scheme_set,
    sheet_imported,
    vetoes_imported,
)
from evaluation.journal import Draft, Journal
from evaluation.ranking import Ranking, plan_of, rank_units, read_facts, to_json
from evaluation.roster import Roster, Unit
from evaluation.scheme import Scheme
from evaluation.scheme_reading import read_scheme
from evaluation.side_files import Adjustment, Veto
from evaluation.store import Store
from evaluation.validation import Mark
from tests.strategies import Case, to_toml

PERIOD = "2022年"
GROUP = "村（社区）"
POINT = 10**20
"""One point of a score as the tables hold it."""


def new_store() -> Store:
    """Return a store in memory; the caller's closing it is welcome and not needed."""
    store = Store(Journal("sqlite://"))
    atexit.register(store.close)
    return store


# --- whole cases --------------------------------------------------------------------------------------------------


def load(store: Store, case: Case) -> None:
    """Replace whatever the store holds by the case, as a person would: undo all imports, then set and import."""
    roster = Roster(tuple(Unit(entry["unit"], entry["group"]) for entry in case.roster))
    when = case.period
    marks = [
        mark_of(item["unit"], item["indicator"], item["mark"], item["rater"], item.get("period", when)) for item in case.marks
    ]
    adjustments = [
        Adjustment(item.get("period", when), item["unit"], Decimal(item["points"]), item["reason"]) for item in case.adjustments
    ]
    vetoes = [Veto(item.get("period", when), item["unit"], item["reason"]) for item in case.vetoes]
    store.append(
        [
            *undo_all(store),
            roster_set(roster),
            scheme_set(read_scheme(to_toml(case.scheme))),
            sheet_imported("a.csv", "", b"a", marks, case.period),
            adjustments_imported("b.csv", b"b", adjustments, case.period),
            vetoes_imported("c.csv", b"c", vetoes, case.period),
        ],
        "tester",
    )


def rank(store: Store, case: Case) -> list[dict]:
    """Return what `rank --format json` prints for the case."""
    return to_json(rank_units(store.cursor(), case.period, **_tried(case)))


def rank_with_plan(store: Store, case: Case) -> list[dict]:
    """Return the same by the plan that a page keeps for moved weights."""
    cursor = store.cursor()
    facts = read_facts(cursor, case.period)
    return to_json(rank_units(cursor, case.period, **_tried(case), facts=facts, plan=plan_of(cursor, facts)))


def _tried(case: Case) -> dict:
    weights = {name: Decimal(weight) for name, weight in (case.weights or {}).items()}
    return {"weights": weights, "aggregation": case.aggregation}


# --- given ----------------------------------------------------------------------------------------------------------


def scheme_of(*dimensions: dict, **options: object) -> Scheme:
    return read_scheme(to_toml({"name": "考核", **options, "dimension": list(dimensions)}))


def dimension(name: str, *indicators: dict, **more: object) -> dict:
    return {"name": name, **more, "indicator": list(indicators)}


def indicator(name: str, **more: object) -> dict:
    """Return an indicator's table; without a rule it is a plain mark out of 100."""
    return {"name": name, **({} if "rule" in more else {"full_mark": 100}), **more}


def one(*, options: Mapping[str, object] | None = None, **parameters: object) -> Scheme:
    """Return a scheme of one dimension 项目建设 with the one indicator 投资."""
    return scheme_of(dimension("项目建设", indicator("投资", **parameters)), **(options or {}))


def roster_of(**groups: str) -> Roster:
    """``roster_of(村="甲 乙", 站="丙")``: protocol order as written."""
    units = [(name, group) for group, names in groups.items() for name in names.split()]
    return Roster(tuple(Unit(name, group, (), place) for place, (name, group) in enumerate(units, 1)))


def mark_of(unit: str, name: str, mark: object, rater: str = "", period: str = PERIOD) -> Mark:
    return Mark(
        period=period,
        unit=unit,
        indicator=name,
        rater=rater,
        mark=Decimal(str(mark)),
        file="",
        sheet="",
        row=1,
        column="A",
        found="",
        note="",
    )


def sheet_draft(given: Mapping[str, Mapping[str, object]], period: str = PERIOD, file: str = "评分.csv") -> Draft:
    """Return the import of ``{indicator: {unit: mark, or a list with one mark per rater}}``."""
    marks = []
    for name, cells in given.items():
        for unit, cell in cells.items():
            several = cell if isinstance(cell, list) else [cell]
            marks += [mark_of(unit, name, mark, f"评分人{n}" if n else "", period) for n, mark in enumerate(several)]
    return sheet_imported(file, "", repr((file, given)).encode(), marks, period)


def adjustment_draft(points: Iterable[tuple[str, object]], period: str = PERIOD) -> Draft:
    entries = [Adjustment(period, unit, Decimal(str(number)), f"事由{n}") for n, (unit, number) in enumerate(points)]
    return adjustments_imported("加减分.csv", repr(entries).encode(), entries, period)


def veto_draft(vetoes: Iterable[tuple[str, str]], period: str = PERIOD) -> Draft:
    entries = [Veto(period, unit, reason) for unit, reason in vetoes]
    return vetoes_imported("一票否决.csv", repr(entries).encode(), entries, period)


def undo_all(store: Store) -> list[Draft]:
    active = store.cursor().execute("select import, file from import where active").fetchall()
    return [import_undone(position, file) for position, file in active]


def fill(
    store: Store,
    scheme: Scheme,
    marks: Mapping[str, Mapping[str, object]],
    *,
    roster: Roster | None = None,
    adjustments: Iterable[tuple[str, object]] = (),
    vetoes: Iterable[tuple[str, str]] = (),
) -> Store:
    """Replace whatever the store holds. Without a roster, all units with marks are one group, in that order."""
    units = dict.fromkeys(unit for cells in marks.values() for unit in cells)
    store.append(
        [
            *undo_all(store),
            scheme_set(scheme),
            roster_set(roster or roster_of(**{GROUP: " ".join(units)})),
            sheet_draft(marks),
            adjustment_draft(adjustments),
            veto_draft(vetoes),
        ],
        "考核办",
    )
    return store


# --- expect ---------------------------------------------------------------------------------------------------------


def rows(store: Store, sql: str, *parameters: object) -> list[tuple]:
    return store.cursor().execute(sql, list(parameters)).fetchall()


def by_unit(store: Store, column: str, view: str) -> dict[str, object]:
    """Return a column of a view by unit."""
    return dict(rows(store, f"select unit, {column} from {view}"))


def points(number: object) -> int | None:
    """Return a score as the tables hold it."""
    return None if number is None else int(Decimal(str(number)) * POINT)


def ranking_of(store: Store, period: str = PERIOD, **what_if: object) -> Ranking:
    return rank_units(store.cursor(), period, **what_if)
