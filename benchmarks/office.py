"""An invented office of any size, brought in through the journal as a real one would be."""

import random
from decimal import Decimal
from pathlib import Path

from evaluation.events import adjustments_imported, office_opened, roster_set, scheme_set, sheet_imported, vetoes_imported
from evaluation.home import Home, default_scheme
from evaluation.journal import Draft
from evaluation.roster import Roster, Unit
from evaluation.scheme import Indicator
from evaluation.side_files import Adjustment, Veto
from evaluation.validation import Mark

PERIODS = ("2021年", "2022年")
OTHERS = 10
"""So many units are departments; all others are villages, the group that pages show first."""
RATERS = ("甲组", "乙组", "丙组")


def make_office(folder: Path, units: int) -> None:
    """Fill a home with two periods of this many invented units (marked so by their names), under the default scheme."""
    home = Home(folder)
    try:
        home.office.append(drafts(units), "演示")
    finally:
        home.close()


def drafts(units: int, seed: int = 2022) -> list[Draft]:
    """Return what such an office would have brought in. Every fifth indicator has three raters."""
    dice, scheme = random.Random(seed), default_scheme()
    names = [f"演示{number:03}村" for number in range(1, units - OTHERS + 1)]
    offices = [f"演示{number:03}站" for number in range(1, OTHERS + 1)]
    roster = Roster(
        tuple(
            Unit(name, "村（社区）" if name in names else "办公室（站所）", (), place)
            for place, name in enumerate([*names, *offices], 1)
        )
    )
    able = {name: dice.uniform(0.62, 0.98) for name in (*names, *offices)}
    everything = [office_opened(), roster_set(roster), scheme_set(scheme)]
    for period in PERIODS:
        marks = []
        for column, indicator in enumerate(scheme.indicators):
            for row, (unit, share) in enumerate(able.items(), start=2):
                for rater in RATERS if column % 5 == 0 else ("",):
                    mark = _mark(indicator, min(max(dice.gauss(share, 0.06), 0.3), 1))
                    marks.append(Mark(period, unit, indicator.name, rater, mark, "评分.csv", "", row, str(column), "", ""))
        points = [Adjustment(period, unit, Decimal(dice.randint(-300, 300)).scaleb(-2), "演示") for unit in names[::4]]
        everything += [
            sheet_imported("评分.csv", "", period.encode(), marks, period),
            adjustments_imported("加减分.csv", period.encode() + b"+", points, period),
            vetoes_imported("一票否决.csv", period.encode() + b"-", [Veto(period, names[7], "演示事项")], period),
        ]
    return everything


def _mark(indicator: Indicator, share: float) -> Decimal:
    """Return the mark that earns this share of an indicator's points."""
    if indicator.low is None or indicator.high is None:
        return (indicator.full_mark * round(share * 100)) / 100
    best, worst = (indicator.low, indicator.high) if indicator.better == "lower" else (indicator.high, indicator.low)
    return worst + (best - worst) * round(share * 100) / 100
