"""Runs a case of tests/strategies.py through the product: journal, tables, SQL chain."""

from decimal import Decimal

from evaluation.events import adjustments_imported, import_undone, roster_set, scheme_set, sheet_imported, vetoes_imported
from evaluation.journal import Journal
from evaluation.ranking import rank_units, to_json
from evaluation.roster import Roster, Unit
from evaluation.scheme import read_scheme
from evaluation.side_files import Adjustment, Veto
from evaluation.store import Store
from evaluation.validation import Mark
from tests.strategies import Case, to_toml


def new_store() -> Store:
    return Store(Journal("sqlite://"))


def load(store: Store, case: Case) -> None:
    """Replace whatever the store holds by the case, as a person would: undo all imports, then set and import."""
    active = store.cursor().execute("select import, file from import where active").fetchall()
    roster = Roster(tuple(Unit(entry["unit"], entry["group"]) for entry in case.roster))
    marks = [Mark(period=case.period, unit=mark["unit"], indicator=mark["indicator"], rater=mark["rater"],
                  mark=Decimal(mark["mark"]), file="", sheet="", row=1, column="A", found="", note="")
             for mark in case.marks]
    adjustments = [Adjustment(case.period, item["unit"], Decimal(item["points"]), item["reason"])
                   for item in case.adjustments]
    vetoes = [Veto(case.period, item["unit"], item["reason"]) for item in case.vetoes]
    store.append([
        *(import_undone(position, file) for position, file in active),
        roster_set(roster), scheme_set(read_scheme(to_toml(case.scheme))),
        sheet_imported("a.csv", "", b"a", marks, case.period),
        adjustments_imported("b.csv", b"b", adjustments, case.period),
        vetoes_imported("c.csv", b"c", vetoes, case.period),
    ], "tester")


def rank(store: Store, case: Case) -> list[dict]:
    """Return what `rank --format json` prints for the case."""
    weights = {name: Decimal(weight) for name, weight in (case.weights or {}).items()}
    return to_json(rank_units(store.cursor(), case.period, weights=weights, aggregation=case.aggregation))

