"""What a picture says: findings read off the numbers by rule, best wording first, never the name of a chart.

Each finding is a list of wordings, and each wording a tuple of clauses; the frame takes the first one that fits.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from evaluation.charts.frame import Extent
from evaluation.charts.language import PROJECTOR, Preset
from evaluation.charts.lettering import figure, signed
from evaluation.charts.parts import Parts
from evaluation.charts.rows import candidates_of, decimals, next_in_line, rows_on
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import charts as words
from evaluation.wording.charts import count, ordinal

Finding = list[tuple[str, ...]]

CLOSE = Decimal("0.5")
"""A last seat won by no more than this is the finding."""
SAFE = Decimal(2)
"""From here on nobody outside is near."""
CALM = Decimal(5)
"""Leaders within this many points are not far apart."""
HIGH = Decimal(70)
WIDE = Decimal("1.3")
DEEP = Decimal(3)


def say(clauses: tuple[str, ...], **values: object) -> tuple[str, ...]:
    """Return the clauses with their values filled in."""
    return tuple(clause.format(**values) for clause in clauses)


def gap_finding(shortlist: Shortlist, preset: Preset = PROJECTOR, page: int = 1) -> Finding:
    """Return what the gap picture says on one of its pages."""
    rows, extent = rows_on(shortlist, preset, page, None)
    units = candidates_of(rows)
    if not units:
        return [(words.NOBODY,)]
    if page > 1:
        return [_page_of_gaps(shortlist, units, extent)]
    return _few_units(shortlist) or _seats(shortlist, preset) or _spread(shortlist)


def _page_of_gaps(shortlist: Shortlist, units: list[Candidate], extent: Extent) -> tuple[str, ...]:
    places, start = decimals(shortlist), reference(shortlist)
    ends = [signed(_total(unit) - start, places) for unit in (units[0], units[-1])]
    clauses = words.PAGE_GAPS if shortlist.cut_line is not None else words.PAGE_GAPS_NO_LINE
    return say(clauses, first=extent.first, last=extent.last, start=ends[0], end=ends[1])


def reference(shortlist: Shortlist) -> Decimal:
    """Return the total that the gaps are measured from: the cut line, or the group's best without one."""
    if shortlist.cut_line is not None:
        return shortlist.cut_line
    return max((_total(row) for row in shortlist.counted), default=Decimal(0))


def _total(row: Candidate) -> Decimal:
    return row.unit.total if row.unit.total is not None else Decimal(0)


def _few_units(shortlist: Shortlist) -> Finding:
    rows = shortlist.counted
    best = figure(_total(rows[0]), decimals(shortlist))
    if len(rows) == 1:
        return [say(clauses, unit=rows[0].unit.unit, total=best) for clauses in _only_one(shortlist)]
    ranks = {row.unit.rank for row in rows if row.unit.rank is not None}
    if len({_total(row) for row in rows}) == 1 and len(ranks) <= 1:  # a tie-break may tell equal totals apart
        return [say(words.ALL_EQUAL, units=count(len(rows)), total=best)]
    return []


def _only_one(shortlist: Shortlist) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how to say that one unit has a total: it is the group's only one, or the others wait for their marks."""
    is_alone = len(shortlist.candidates) == 1
    return (words.ONLY_ONE, words.ONLY_ONE_SHORT) if is_alone else (words.ONLY_TOTAL, words.ONLY_TOTAL_SHORT)


def _seats(shortlist: Shortlist, preset: Preset) -> Finding:
    """Read the finding off the last seat and whoever is nearest to it."""
    inside = [row for row in shortlist.counted if row.suggested]
    tied = sum(row.tied_at_cut for row in shortlist.candidates)
    outside = next_in_line(shortlist)
    if shortlist.price:
        return [say(words.UNDER_CONDITIONS, count=count(len(shortlist.price.leaves)))]
    if tied and not any(row.is_pending for row in shortlist.candidates):
        return [say(words.SETTLED_SEATS, tied=count(tied))]
    if differing := sum(bool(row.decided) for row in shortlist.candidates):
        chosen = sum(bool(row.decision) for row in shortlist.candidates)
        clauses = words.DECIDED_OTHERWISE if chosen else words.DECIDED_VACANT
        return [say(clauses, chosen=count(chosen), differing=count(differing))]
    if tied:
        clauses = words.PENDING_SEATS if inside else words.PENDING_NO_LINE
        return [say(clauses, tied=count(tied), seats=count(max(1, shortlist.quota - len(inside))))]
    if not inside:
        return []
    if outside is None:
        return _nobody_outside(shortlist, inside)
    return _last_seat(shortlist, inside, outside, tall=preset.title_lines > 1)


def _nobody_outside(shortlist: Shortlist, inside: list[Candidate]) -> Finding:
    if len(inside) < shortlist.quota:
        return [say(words.UNFILLED, quota=count(shortlist.quota), units=count(len(inside)))]
    if len(inside) == 1:
        return [say(words.ONLY_CANDIDATE, unit=inside[0].unit.unit)]
    spread = figure(_total(inside[0]) - _total(inside[-1]), decimals(shortlist))
    return [say(words.ALL_SUGGESTED, units=count(len(inside)), spread=spread)]


def _last_seat(shortlist: Shortlist, inside: list[Candidate], outside: Candidate, *, tall: bool) -> Finding:
    """Say by how much the last seat was won. Narrow tall pictures have room for names, wide ones for the lead."""
    margin = _total(inside[-1]) - _total(outside)
    seats = len(inside)
    said = {
        "seat": ordinal(seats),
        "margin": figure(margin, decimals(shortlist)),
        "inside": inside[-1].unit.unit,
        "outside": outside.unit.unit,
    }
    if margin == 0:
        return [say(words.TIE_BREAK, **said), say(words.TIE_BREAK_SHORT, **said)]
    if margin >= SAFE:
        return [say(clauses, seats=count(seats), **said) for clauses in (words.CLEAR, words.CLEAR_SHORT)]
    if margin > CLOSE:
        return [say(words.AHEAD, **said), say(words.AHEAD_SHORT, **said)]
    lead = int(_total(inside[-2]) - _total(inside[-1])) if seats > 1 else 0
    wordings = [say(words.NARROW_WITH_NAMES, **said)]
    if lead >= 1:
        with_lead = say(words.NARROW_WITH_LEAD, seats=count(seats - 1), lead=lead, **said)
        wordings.insert(1 if tall else 0, with_lead)
    return [*wordings, say(words.NARROW, **said)]


def _ranked(shortlist: Shortlist) -> Sequence[Candidate]:
    """Return those with a rank, whose totals fall; all with a total where nobody has one."""
    return [row for row in shortlist.counted if row.unit.rank is not None] or shortlist.counted


def _spread(shortlist: Shortlist) -> Finding:
    """Say how far the totals lie apart, the last resort."""
    rows = _ranked(shortlist)
    if not any(row.eligible for row in rows):
        spread = figure(_total(rows[0]) - _total(rows[-1]), decimals(shortlist))
        return [say(words.NOBODY_ELIGIBLE, spread=spread)]
    return _spread_of_first(shortlist)


def _spread_of_first(shortlist: Shortlist) -> Finding:
    leaders = _ranked(shortlist)[:6]
    spread = _total(leaders[0]) - _total(leaders[-1])
    clauses = words.SPREAD_CALM if spread <= CALM else words.SPREAD
    return [say(clauses, seat=count(len(leaders)), spread=figure(spread, decimals(shortlist)))]


def contribution_finding(shortlist: Shortlist, taken: Mapping[str, Parts], preset: Preset = PROJECTOR, page: int = 1) -> Finding:
    """Return what the contribution picture says; ``taken`` is by unit, as printed."""
    rows, extent = rows_on(shortlist, preset, page, None)
    units = candidates_of(rows)
    if not units:
        return [(words.NOBODY,)]
    if page > 1:
        ends = [figure(_total(unit), decimals(shortlist)) for unit in (units[0], units[-1])]
        return [say(words.PAGE_TOTALS, first=extent.first, last=extent.last, start=ends[0], end=ends[1])]
    if len(shortlist.counted) == 1:
        return _one_unit(shortlist, taken)
    return _deep_shortfalls(taken) or _all_high(shortlist) or _decided_by(shortlist, taken)


def _one_unit(shortlist: Shortlist, taken: Mapping[str, Parts]) -> Finding:
    (row,), places = shortlist.counted, decimals(shortlist)
    name, part = max(taken[row.unit.unit].parts.items(), key=lambda item: item[1])
    said = {"unit": row.unit.unit, "total": figure(_total(row), places), "part": figure(part, places)}
    return [say(words.ONE_UNIT, dimension=name, **said), say(_only_one(shortlist)[1], **said)]


def _deep_shortfalls(taken: Mapping[str, Parts]) -> Finding:
    deep = sum(parts.shortfall <= -DEEP for parts in taken.values())
    return [say(words.SHORTFALLS, units=count(deep), depth=DEEP)] if deep else []


def _all_high(shortlist: Shortlist) -> Finding:
    inside = [row.unit for row in shortlist.candidates if row.suggested]
    scores = [score for unit in inside for score in unit.dimensions.values() if score is not None]
    if not scores or min(scores) < HIGH:
        return []
    clauses = words.ALL_HIGH_SINGLE if len(inside) == 1 else words.ALL_HIGH
    dimensions = count(len(inside[0].dimensions))
    return [say(clauses, units=count(len(inside)), dimensions=dimensions, floor=int(min(scores)))]


def _decided_by(shortlist: Shortlist, taken: Mapping[str, Parts]) -> Finding:
    """Name the dimension whose part differs most, where it stands out from the others."""
    spreads: dict[str, Decimal] = {}
    for name in next(iter(taken.values())).parts:
        parts = [value.parts[name] for value in taken.values() if name in value.parts]
        spreads[name] = max(parts) - min(parts)
    widest, *others = sorted(spreads, key=lambda name: -spreads[name])
    if not others or spreads[widest] == 0 or spreads[widest] < WIDE * spreads[others[0]]:
        return _spread_of_first(shortlist)
    spread = figure(spreads[widest], decimals(shortlist))
    return [say(words.DECIDED_BY, dimension=widest, spread=spread), *_spread_of_first(shortlist)]


def sentence(finding: Finding) -> str:
    """Return the finding as one line for screen readers, headings and messages."""
    return "".join(finding[0])
