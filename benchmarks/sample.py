"""The same invented marks for all: as arrays and as frames for the others, as tables of a store for us."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from evaluation.events import scheme_set
from evaluation.journal import Draft, Journal
from evaluation.scheme_reading import read_scheme
from evaluation.store import Store

DIMENSIONS = {"项目建设": 2, "营商环境": 1, "作风能力": 1}
INDICATORS = 30
GROUPS = 100
PERIOD = "2022年"


def scheme_draft() -> Draft:
    """Return a scheme of three dimensions, 2 : 1 : 1, with ten indicators of equal weight each."""
    blocks = ['name = "测速"']
    for number, (name, weight) in enumerate(DIMENSIONS.items()):
        blocks.append(f'[[dimension]]\nname = "{name}"\nweight = {weight}')
        blocks += [f'[[dimension.indicator]]\nname = "指标{number}{item}"\nfull_mark = 100' for item in range(10)]
    return scheme_set(read_scheme("\n".join(blocks)))


@dataclass(frozen=True)
class Sample:
    """Marks from 60 to 100 with two decimals, per unit × indicator × rater, ordered as a sheet would have them."""

    units: int
    raters: int

    @cached_property
    def unit_names(self) -> pd.Series:
        """The names, in roster order."""
        return pd.Series([f"{number:07}号村" for number in range(self.units)], dtype="str")

    @cached_property
    def group_names(self) -> pd.Series:
        """The group of each unit."""
        return pd.Series([f"第{number % GROUPS}组" for number in range(self.units)], dtype="str")

    @cached_property
    def hundredths(self) -> np.ndarray:
        """The marks in hundredths, by unit, indicator and rater."""
        return np.random.default_rng(2022).integers(6000, 10001, (self.units, INDICATORS, self.raters))

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row per indicator."""
        names = [f"指标{number}{item}" for number in range(3) for item in range(10)]
        dimensions = [name for name in DIMENSIONS for _ in range(10)]
        return pd.DataFrame({"indicator": names, "dimension": dimensions, "full_mark": 100.0, "weight": 1.0})

    @cached_property
    def roster(self) -> pd.DataFrame:
        """One row per unit."""
        return pd.DataFrame({"unit": self.unit_names, "group": self.group_names})

    @cached_property
    def marks(self) -> pd.DataFrame:
        """One row per mark, names as text."""
        each = INDICATORS * self.raters
        in_unit = np.repeat(np.arange(INDICATORS), self.raters)
        raters = pd.Series([f"评分人{number}" for number in range(self.raters)], dtype="str")
        return pd.DataFrame(
            {
                "unit": self.unit_names.take(np.repeat(np.arange(self.units), each)).array,
                "indicator": self.indicators["indicator"].take(np.tile(in_unit, self.units)).array,
                "rater": raters.take(np.tile(np.arange(self.raters), self.units * INDICATORS)).array,
                "mark": self.hundredths.ravel() / 100,
            }
        )

    def fill(self, store: Store) -> duckdb.DuckDBPyConnection:
        """Put roster and marks into a store's tables, as its events would, and return a cursor on it."""
        store.append([scheme_draft()], "测速")
        cursor = store.cursor()
        cursor.register("given_roster", self.roster)
        cursor.execute(
            """
            insert into unit
            select unit, "group", [], nth, [], min(nth) over (partition by "group"), nth
            from (select *, row_number() over () as nth from given_roster)
            """
        )
        cursor.execute("insert into import values (1, 'marks', '评分.csv', '', '', '测速', '', true)")
        cursor.execute("insert into numbered_unit select unit, position from unit order by position")
        cursor.execute(
            """
            insert into import_scope
            select 1 + indicator.position * $raters + number, 1, $period, indicator, '评分人' || number, 2
            from indicator, range($raters) as t(number)
            """,
            {"period": PERIOD, "raters": self.raters},
        )
        cursor.register("given_mark", pd.DataFrame({"whole": self.hundredths.ravel()}))
        cursor.execute(
            """
            insert into scope_mark
            select 1 + nth % $each, 1 + nth // $each, whole, nth, 'C', '', ''
            from (select whole, row_number() over () - 1 as nth from given_mark)
            """,
            {"each": INDICATORS * self.raters},
        )
        for name in ("given_roster", "given_mark"):
            cursor.unregister(name)
        return cursor


def empty_store(folder: str) -> Store:
    """Return a store with its copy in a file, as an office's is."""
    return Store(Journal("sqlite://"), Path(folder) / "evaluation.duckdb")
