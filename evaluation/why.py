"""Why a unit stands where it stands: one sentence from the printed numbers by rule, and its strengths and 短板."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evaluation.contribution_gap import gap_to_mean
from evaluation.leveling import level
from evaluation.period_parts import lacks
from evaluation.rank_change import CAUSES, RankChange
from evaluation.ranking import RankedUnit, Ranking
from evaluation.scheme import Scheme
from evaluation.shortlist import Candidate, Shortlist
from evaluation.wording import why as words
from evaluation.wording.trial import MISSING_RULES

NAMED = 3


@dataclass(frozen=True)
class DimensionPlace:
    """A unit's score in one dimension: its place in the group, ties sharing the better one, of how many with a score.

    ``points`` is what the dimension adds to the unit's total against the mean of the group, negative where it drags;
    the points of all dimensions, and the adjustments, add up to the printed difference of the totals.
    """

    dimension: str
    score: Decimal
    place: int
    of: int
    mean: Decimal
    points: Decimal


def dimension_places(ranking: Ranking, unit: RankedUnit) -> tuple[DimensionPlace, ...]:
    """Return one entry per dimension in scheme order; empty for a unit without a total."""
    if unit.total is None:
        return ()
    gap = gap_to_mean(ranking, unit)
    found = []
    for name, score in unit.dimensions.items():
        scores = [other.dimensions[name] for other in ranking.group(unit.group) if other.dimensions[name] is not None]
        place = 1 + sum(other > score for other in scores)
        found.append(DimensionPlace(name, score, place, len(scores), gap.scores[name][0], gap.parts[name]))
    return tuple(found)


def why(ranking: Ranking, shortlist: Shortlist, scheme: Scheme, unit: str) -> str:
    """Return the sentence: rank, what carries and what drags, how far it is to the next rank and to the cut line.

    “东坪村总分 88.10，第 7 名：项目建设第 2；作风能力第 18，拖后 4.10 分；距第 6 名南沟村 0.35 分。…” A drag is against the mean
    of the group. A unit without a rank is told why it has none.
    """
    candidate = next(item for item in shortlist.candidates if item.unit.unit == unit)
    ranked = candidate.unit
    if ranked.total is None:
        missing = words.NAMES.join(_missing(ranked, scheme))
        return words.INCOMPLETE.format(unit=unit, missing=missing) + words.STOP
    if ranked.rank is None:
        return words.UNRANKED.format(unit=unit, total=ranked.total, reasons=words.NAMES.join(ranked.vetoes)) + words.STOP
    peers = [other for other in ranking.group(ranked.group) if other.rank is not None]
    if len(peers) == 1:
        first = words.ALONE.format(unit=unit, total=ranked.total)
    elif len({other.rank for other in peers}) == 1:
        first = words.ALL_EQUAL.format(unit=unit, total=ranked.total, count=len(peers))
    else:
        clauses = [*_carried(ranking, ranked), *_next_to(ranked, peers)]
        first = f"{_head(ranked, peers)}：{words.JOIN.join(clauses)}"
    return words.STOP.join([first, *_to_the_line(candidate, shortlist), *_on_gaps(ranking, ranked), ""])


def _missing(unit: RankedUnit, scheme: Scheme) -> Iterator[str]:
    """Yield each dimension that has no score, with the indicators that it lacks."""
    for dimension in scheme.dimension:
        names = [indicator.name for indicator in dimension.indicator]
        lacking = [entry for entry in unit.missing if any(lacks(entry, name) for name in names)]
        if unit.dimensions[dimension.name] is None:
            yield words.MISSING.format(dimension=dimension.name, indicators=words.NAMES.join(lacking))


def _head(unit: RankedUnit, peers: list[RankedUnit]) -> str:
    level_with = [other.unit for other in peers if other.rank == unit.rank and other is not unit]
    if level_with:
        others = words.NAMES.join(level_with[:NAMED])
        if len(level_with) > NAMED:
            others = words.AND_MORE.format(names=others, count=len(level_with))
        return words.HEAD_TIED.format(unit=unit.unit, total=unit.total, others=others, rank=unit.rank)
    is_last = unit.rank == max(other.rank for other in peers)
    return (words.HEAD_LAST if is_last else words.HEAD).format(unit=unit.unit, total=unit.total, rank=unit.rank)


def _carried(ranking: Ranking, unit: RankedUnit) -> Iterator[str]:
    """Yield what carries the unit most and what drags it most, against the mean of the group."""
    places = dimension_places(ranking, unit)
    if len(places) == 1:
        yield words.ONE_DIMENSION.format(dimension=places[0].dimension)
    elif all(item.place == 1 for item in places):
        yield words.ALL_FIRST
    else:
        yield from _best_and_weakest(places)
    if unit.adjustment:
        yield words.ADJUSTED.format(points=_signed(unit.adjustment))


def _best_and_weakest(places: tuple[DimensionPlace, ...]) -> Iterator[str]:
    """Yield what carries and what drags; of scores against the mean only what holds for the scores.

    The points of the total tell nothing of that unless the dimensions are joined by the weighted mean: under the lowest score
    a full mark may add nothing, and a score below the mean may add something.
    """
    best = min(places, key=lambda item: (item.place, -item.points))
    drags = [item for item in places if item.points < 0]
    weakest = min(drags, key=lambda item: item.points) if drags else max(places, key=lambda item: (item.place, -item.points))
    if drags and all(item.score <= item.mean for item in places):
        yield _said(words.ALL_BELOW, weakest)
        return
    if best is not weakest and best.points > 0:
        yield _said(words.BEST, best)
    if drags:
        yield _said(words.WEAKEST, weakest)
    elif all(item.score >= item.mean for item in places):
        yield from _beside_the_mean(weakest)


def _beside_the_mean(place: DimensionPlace) -> Iterator[str]:
    """Yield how the weakest dimension of a unit that nothing drags compares with the mean."""
    if place.score == place.mean:
        yield _said(words.LIKE_MEAN, place)
    elif place.points > 0:
        yield _said(words.STILL_GOOD, place)


def _said(wording: str, place: DimensionPlace) -> str:
    return wording.format(dimension=place.dimension, place=place.place, points=abs(place.points))


def _next_to(unit: RankedUnit, peers: list[RankedUnit]) -> Iterator[str]:
    """Yield the distance to the nearest better rank, for the best to the nearest worse one."""
    better = [other for other in peers if other.rank < unit.rank]
    worse = [other for other in peers if other.rank > unit.rank]
    if better:
        other = better[-1]
        wording = words.BEHIND if other.total != unit.total else words.BEHIND_EQUAL
        yield wording.format(rank=other.rank, unit=other.unit, gap=other.total - unit.total)
    elif worse:
        other = worse[0]
        wording = words.AHEAD if other.total != unit.total else words.AHEAD_EQUAL
        yield wording.format(rank=other.rank, unit=other.unit, gap=unit.total - other.total)


def _to_the_line(candidate: Candidate, shortlist: Shortlist) -> Iterator[str]:
    if candidate.reasons:
        yield words.BARRED.format(reasons=words.JOIN.join(candidate.reasons))
    elif candidate.given_way:
        yield words.GIVEN_WAY.format(reason=candidate.given_way)
    elif candidate.is_pending:
        yield words.TIED_AT_CUT
    if candidate.decided:
        yield words.DECIDED.format(decided=candidate.decided)
    if candidate.gap is None:
        return
    said = {"unit": shortlist.cut_unit, "line": shortlist.cut_line, "gap": abs(candidate.gap)}
    if shortlist.cut_unit == candidate.unit.unit:
        yield words.ON_LINE
    elif candidate.gap == 0:
        yield words.LEVEL_WITH_LINE.format(**said)
    else:
        yield (words.BELOW_LINE if candidate.gap < 0 else words.ABOVE_LINE).format(**said)


def _on_gaps(ranking: Ranking, unit: RankedUnit) -> Iterator[str]:
    """Yield what nobody gave a mark for although it has a score: the sentence goes out without any table beside it."""
    if unit.on_gaps:
        yield words.ON_GAPS.format(dimensions=words.NAMES.join(unit.on_gaps), rule=MISSING_RULES[ranking.missing_rule])


def _signed(number: Decimal) -> str:
    return f"+{number:f}" if number > 0 else f"{number:f}".replace("-", "−")


def change_in_words(change: RankChange, period: str) -> str:
    """Return why the rank changed since ``period``: “比2021年降 3 名：自己的分 −1，别人的分 −2，单位进出 0，方案 0。”

    Parts that aren't whole carry one decimal and are levelled, so that they add up as printed.
    """
    exact = [change.parts[cause] for cause in CAUSES]
    places = 0 if all(part.denominator == 1 for part in exact) else 1
    shown = level(exact, Decimal(change.gained), places)
    parts = "，".join(f"{words.CAUSES[cause]} {_part(part)}" for cause, part in zip(CAUSES, shown, strict=True))
    wording = words.ROSE if change.gained > 0 else words.FELL if change.gained < 0 else words.STAYED
    return words.CHANGE.format(head=wording.format(period=period, places=abs(change.gained)), parts=parts)


def _part(part: Decimal) -> str:
    return _signed(part) if part else "0"
