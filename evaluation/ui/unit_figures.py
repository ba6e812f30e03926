"""What 单位画像 shows, worked out once per data version and kept for the next look."""

from decimal import Decimal

import streamlit as st

from evaluation.group_scores import Group, read_group
from evaluation.needed import Need, ahead_of, needs, on_the_list
from evaluation.proposed import Seats
from evaluation.rank_change import RankChange, explain_change
from evaluation.ranking import RankedUnit, Ranking, rank_units
from evaluation.scheme import Award
from evaluation.scheme_history import list_versions
from evaluation.sensitive_cells import SensitiveCells, sensitive_cells
from evaluation.ui.desk import Desk

_KEPT = {"show_spinner": False, "max_entries": 24}


@st.cache_resource(**_KEPT)
def _group(version: str, period: str, group: str, _desk: Desk) -> Group:
    return Group(_desk.scheme, read_group(_desk.cursor, period, group))


def group_of(desk: Desk) -> Group:
    """Return the chosen group in the chosen period, scored in Python."""
    return _group(desk.version, desk.period, desk.group, desk)


@st.cache_resource(**_KEPT)
def _cells(version: str, period: str, group: str, award: str, _seats: Seats) -> SensitiveCells:
    return sensitive_cells(_seats)


def cells_of(desk: Desk, award: Award) -> SensitiveCells:
    """Return the cells that decide an award's list in the chosen group and period."""
    return _cells(desk.version, desk.period, desk.group, award.name, Seats(group_of(desk), award))


@st.cache_resource(**_KEPT)
def _needs(version: str, period: str, unit: str, goal: str, _group: Group, _award: Award | None) -> tuple[Need, ...]:
    wanted = ahead_of(_group, unit, goal) if goal else on_the_list(Seats(_group, _award), unit)
    return needs(_group, unit, wanted)


def needs_of(desk: Desk, unit: str, ahead: str = "", award: Award | None = None) -> tuple[Need, ...]:
    """Return what a unit would need to get ahead of another one, or else onto the award's list."""
    return _needs(desk.version, desk.period, unit, ahead, group_of(desk), award)


@st.cache_resource(**_KEPT)
def _change(version: str, period: str, earlier: str, unit: str, then: int, _desk: Desk) -> RankChange | None:
    before, now = (read_group(_desk.cursor, name, _desk.group) for name in (earlier, period))
    scheme = next((item.scheme for item in list_versions(_desk.store.journal) if item.number == then), _desk.scheme)
    return explain_change(before, now, unit, scheme, _desk.scheme)


def change_of(desk: Desk, unit: str, earlier: str, then: int) -> RankChange | None:
    """Return why the rank changed since an earlier period that was ranked with version ``then`` of the scheme."""
    return _change(desk.version, desk.period, earlier, unit, then, desk)


@st.cache_resource(**_KEPT)
def _ranks(version: str, period: str, _desk: Desk) -> dict[str, int | None]:
    return {unit.unit: unit.rank for unit in rank_units(_desk.cursor, period).units}


def rank_history(desk: Desk, unit: str) -> list[tuple[str, int | None]]:
    """Return the unit's rank in every period up to the chosen one, oldest first, all by the scheme in force."""
    upto = desk.periods[: desk.periods.index(desk.period) + 1]
    return [(period, _ranks(desk.version, period, desk).get(unit)) for period in upto]


def next_better(ranking: Ranking, unit: RankedUnit) -> RankedUnit | None:
    """Return the unit at the nearest better rank of the group, None for the best."""
    better = [other for other in ranking.group(unit.group) if other.rank is not None and other.rank < (unit.rank or 0)]
    return better[-1] if better else None


def mean_total(ranking: Ranking, group: str) -> Decimal | None:
    """Return the mean total of the group's units that have one, with the scheme's decimals."""
    totals = [unit.total for unit in ranking.group(group) if unit.total is not None]
    if not totals:
        return None
    return (sum(totals) / len(totals)).quantize(Decimal(1).scaleb(-ranking.decimals), "ROUND_HALF_UP")
