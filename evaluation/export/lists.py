"""The two printed lists: the ranking of a group, and the candidates for an award."""

from collections.abc import Mapping, Sequence
from datetime import date

from evaluation.export.workbook import Column, PrintedList, write_workbook
from evaluation.gap_marks import gaps_named
from evaluation.ranking import RankedUnit, Ranking
from evaluation.shortlist import Shortlist, in_short
from evaluation.wording import export as words


def ranking_list(
    ranking: Ranking,
    shortlist: Shortlist,
    *,
    scheme: str,
    check_code: str,
    is_demonstration: bool,
    is_final: bool = False,
    otherwise: str = "",
    decided_list: str = "",
) -> bytes:
    """Return the ranking of one group as a print-ready workbook, one row per unit, in rank order.

    ``is_final`` says that the figures are those of a lock. ``otherwise`` is what a published or locked list (``decided_list``:
    which it is called) has that the rules hadn't, and the other way round, in signs (＋甲村、−乙村): the rows show the rules'
    suggestion, so a note says what was decided.
    """
    heads = words.COLUMNS
    columns = [
        Column(heads["rank"], 6, "word"),
        Column(heads["previous"], 9, "word"),
        Column(heads["unit"], 20),
        *(Column(name, 11, "figure") for name in ranking.weights),
        Column(heads["adjustment"], 8, "change"),
        Column(heads["total"], 10, "figure"),
        Column(heads["gap"], 11, "change"),
        Column(heads["verdict"], 26),
    ]
    rows = [
        [
            candidate.unit.rank,
            candidate.unit.previous_rank,
            candidate.unit.unit,
            *candidate.unit.dimensions.values(),
            candidate.unit.adjustment or None,
            candidate.unit.total,
            candidate.gap,
            in_short(candidate),
        ]
        for candidate in shortlist.candidates
    ]
    state = words.WHAT_IF if ranking.is_what_if else _state(is_final)
    decided = [words.OTHERWISE.format(list=decided_list, changes=otherwise)] if otherwise else []
    return write_workbook(
        PrintedList(
            words.SHEET,
            words.RANKING_TITLE.format(period=ranking.period, group=shortlist.group),
            _lines(ranking, state, scheme, check_code, is_demonstration),
            columns,
            rows,
            [*_notes(ranking, shortlist), *decided],
            marked=frozenset(number for number, candidate in enumerate(shortlist.candidates) if candidate.suggested),
            decimals=ranking.decimals,
            landscape=True,
        )
    )


def candidate_list(
    ranking: Ranking,
    shortlist: Shortlist,
    chosen: Mapping[str, bool],
    reasons: Mapping[str, str],
    opinions: Mapping[str, str],
    *,
    scheme: str,
    check_code: str,
    is_demonstration: bool,
    is_final: bool = False,
) -> bytes:
    """Return the candidates for one award as a print-ready workbook: all units of the group, the chosen ones marked."""
    heads = words.COLUMNS
    columns = [
        Column(heads["chosen"], 8, "word"),
        Column(heads["rank"], 6, "word"),
        Column(heads["unit"], 20),
        *(Column(name, 11, "figure") for name in ranking.weights),
        Column(heads["adjustment"], 8, "change"),
        Column(heads["total"], 10, "figure"),
        Column(heads["gap"], 11, "change"),
        Column(heads["opinion"], 10, "word"),
        Column(heads["reason"], 28),
    ]
    units = [candidate.unit for candidate in shortlist.candidates]
    rows = [
        [
            words.YES if chosen[unit.unit] else None,
            unit.rank,
            unit.unit,
            *unit.dimensions.values(),
            unit.adjustment or None,
            unit.total,
            candidate.gap,
            opinions[unit.unit],
            reasons.get(unit.unit, ""),
        ]
        for unit, candidate in zip(units, shortlist.candidates, strict=True)
    ]
    state = f"{words.PROPOSAL}　{_state(is_final)}"
    return write_workbook(
        PrintedList(
            words.SHORTLIST_SHEET,
            words.SHORTLIST_TITLE.format(period=ranking.period, award=shortlist.award, group=shortlist.group),
            _lines(ranking, state, scheme, check_code, is_demonstration),
            columns,
            rows,
            _notes(ranking, shortlist),
            marked=frozenset(number for number, unit in enumerate(units) if chosen[unit.unit]),
            decimals=ranking.decimals,
            landscape=True,
        )
    )


def _state(is_final: bool) -> str:
    return words.FINAL if is_final else words.DRAFT


def _lines(ranking: Ranking, state: str, scheme: str, check_code: str, is_demonstration: bool) -> list[str]:
    today = date.today()
    day = words.DAY.format(year=today.year, month=today.month, day=today.day)
    lines = [words.SUBTITLE.format(office=words.OFFICE, date=day, state=state, code=check_code)]
    weights = " : ".join(f"{name} {weight.normalize():f}" for name, weight in ranking.weights.items())
    lines.append(words.WEIGHTS.format(scheme=scheme, weights=weights, aggregation=words.AGGREGATIONS[ranking.aggregation]))
    return [words.DEMONSTRATION, *lines] if is_demonstration else lines


def _notes(ranking: Ranking, shortlist: Shortlist) -> Sequence[str]:
    """Return what a gap counts, the scores that rest on one and the totals held at 0: the figures themselves don't show it."""
    cut = words.NO_CUT if shortlist.cut_line is None else f"{shortlist.cut_line:f}"
    source = words.SOURCE.format(of=len(shortlist.candidates), cut=cut, gaps=words.GAPS[ranking.missing_rule])
    units = [candidate.unit for candidate in shortlist.candidates]
    named = gaps_named(ranking.missing_rule, units)
    floored = "、".join(unit.unit for unit in units if _is_floored(unit))
    return [source, *filter(None, [named, words.FLOORED.format(units=floored) if floored else ""])]


def _is_floored(unit: RankedUnit) -> bool:
    """Say whether a total was held at 0, so that base and adjustment don't add up to it."""
    return unit.base is not None and unit.total is not None and unit.total > unit.base + unit.adjustment
