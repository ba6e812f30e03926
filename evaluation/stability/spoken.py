"""Findings in words, for the page, the pictures and the command line."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from evaluation.contest import Contest
from evaluation.stability.findings import Finding
from evaluation.stability.safety import Change
from evaluation.wording import stability as words

_TENTH = Decimal("0.1")


def percent(share: float) -> str:
    """Return a share of 1 as 33.3%, half up."""
    return f"{(Decimal(repr(float(share))) * 100).quantize(_TENTH, ROUND_HALF_UP):f}%"


def share_in_words(share: float, is_sampled: bool = False) -> str:
    """Return a share of all weightings: never 0% for what can happen, nor 100% for what can fail; 约 before a sample."""
    if 0 < share < 0.001:
        return words.ALMOST_NONE
    if 0.999 < share < 1 - 1e-12:
        return words.ALMOST_ALL
    shown = {0: "0%", 1: "100%"}.get(round(share, 12)) or percent(share)
    return (words.ABOUT if is_sampled and 0 < share < 1 else "") + shown


def safe_share_in_words(finding: Finding) -> str:
    """Return the share of weightings that leave the list alone; where it can change, no sample makes that 100% or 0%."""
    share, is_sampled = finding.safety.share, finding.way != "exact"
    if is_sampled and finding.safety.change is not None and share in (0, 1):
        return words.ALMOST_ALL if share else words.ALMOST_NONE
    return share_in_words(share, is_sampled)


def weights_in_words(weights: tuple[float, ...]) -> str:
    """Return weights as they are said in a row: 33.3、33.3、33.3."""
    return words.AND.join(percent(weight).removesuffix("%").removesuffix(".0") for weight in weights)


def points_in_words(points: float) -> Decimal:
    """Return percentage points with one decimal, cut and not rounded, so that the promise holds."""
    return (Decimal(repr(points)) * 100).quantize(_TENTH, ROUND_DOWN)


def change_in_words(finding: Finding, change: Change) -> str:
    """Return who replaces whom at the nearest change."""
    leaves, enters = (words.AND.join(finding.names(side)) for side in (change.leaves, change.enters))
    if change.is_at_least and bool(leaves) != bool(enters):
        return words.FALLS_SHORT.format(leaves=leaves) if leaves else words.REACHES.format(enters=enters)
    if leaves and enters:
        return words.REPLACES.format(enters=enters, leaves=leaves)
    if leaves:
        return words.ONLY_LEAVES.format(leaves=leaves)
    return words.ONLY_ENTERS.format(enters=enters) if enters else words.ONLY_TIED


def finding_in_words(finding: Finding) -> str:
    """Return how far the weights can move, in one sentence, and in another what it leaves out."""
    within = finding.contest.within_rank
    if within is None or not finding.contest.units:
        return _finding_in_words(finding)
    return _finding_in_words(finding) + words.RANK_LEFT_OUT.format(rank=within)


def _finding_in_words(finding: Finding) -> str:
    contest, found = finding.contest, finding.safety
    if not contest.units:
        return words.NOBODY
    if _are_all_in(contest):
        return words.ALL_IN.format(units=len(contest.units), places=contest.places)
    if len(contest.dimensions) == 1:
        return words.ONE_DIMENSION
    if found.change is None:
        return words.NONE_FOUND if finding.way == "sampled" else _never(contest)
    change = change_in_words(finding, found.change)
    now = weights_in_words(tuple(map(float, contest.shares)))
    if found.change.distance == 0 and found.listed.tied:
        return words.TORN.format(units=words.AND.join(finding.names(found.listed.tied)), now=now)
    points = points_in_words(found.points or 0.0)
    at = weights_in_words(found.change.weights)
    if not points:
        return words.AT_ONCE.format(now=now, change=change, at=at)
    return words.HOLDS.format(now=now, points=points, change=change, at=at)


def _are_all_in(contest: Contest) -> bool:
    """Say whether there are places for all, and nothing else that a unit must meet."""
    return len(contest.units) <= contest.places and contest.least is None and contest.within_rank is None


def _never(contest: Contest) -> str:
    if contest.within_rank is not None:
        return words.NEVER_BY_RANK
    return words.WEIGHTS_IGNORED if contest.aggregation == "minimum" else words.NEVER


def short_finding(finding: Finding) -> tuple[str, ...]:
    """Return the finding as the title of a picture: at most two clauses."""
    clauses = _short_finding(finding)
    if finding.contest.within_rank is None or not finding.contest.units:
        return clauses
    return (words.TITLE_RANK_LEFT_OUT + clauses[0], *clauses[1:])


def _short_finding(finding: Finding) -> tuple[str, ...]:
    contest, found = finding.contest, finding.safety
    if not contest.units:
        return (words.TITLE_NOBODY,)
    if found.change is None:
        return words.TITLE_ALL_IN if _are_all_in(contest) else _title_never(finding)
    if found.change.distance == 0 and found.listed.tied:
        return words.TITLE_TORN
    points = points_in_words(found.points or 0.0)
    clauses = words.TITLE_HOLDS if points >= 5 else words.TITLE_NARROW if points else words.TITLE_AT_ONCE
    return tuple(clause.format(points=points) for clause in clauses)


def _title_never(finding: Finding) -> tuple[str, ...]:
    """Return what is said of a list that no weighting changes, as far as the way of finding out goes."""
    if finding.is_limited:
        return words.TITLE_NEVER_LIMITED
    if finding.way != "exact" and finding.safety.change is not None:
        return words.TITLE_HARDLY_EVER
    return words.TITLE_NONE_FOUND if finding.way == "sampled" else words.TITLE_NEVER


def way_in_words(finding: Finding) -> str:
    """Return how the figures came about where they aren't exact, else ""."""
    if finding.way == "exact":
        return ""
    error = f"{100 * finding.standard_error:.2f}"
    curves = words.CURVES if len(finding.contest.dimensions) <= 3 else words.CURVES_IN_MANY_DIMENSIONS
    return (curves if finding.way == "sampled" else words.MANY_DIMENSIONS).format(samples=words.SAMPLES, error=error)


def range_in_words(least: float, greatest: float) -> str:
    """Return between which weights a list stays, cut to the inside: 0% – 34.9%."""
    low = (Decimal(repr(least)) * 100).quantize(_TENTH, ROUND_UP)
    high = (Decimal(repr(greatest)) * 100).quantize(_TENTH, ROUND_DOWN)
    if low > high:
        low = high = (Decimal(repr(least)) * 100).quantize(_TENTH, ROUND_HALF_UP)
    return words.RANGE.format(least=f"{low:f}".removesuffix(".0"), greatest=f"{high:f}".removesuffix(".0"))


def short_intervals(finding: Finding) -> tuple[str, ...]:
    """Return what the rank intervals say: how many are on the list whatever the (accepted) weights, how many can come onto it."""
    always = sum(share > 1 - 1e-9 for share in finding.chances)
    possible = sum(1e-9 < share <= 1 - 1e-9 for share in finding.chances)
    if not finding.contest.units:
        return (words.TITLE_NOBODY,)
    if not possible:
        return words.TITLE_NEVER_BY_RANK if finding.is_by_rank else _title_never(finding)
    clauses = words.TITLE_INTERVALS if always else words.TITLE_INTERVALS_NONE
    if finding.way != "exact":
        clauses = words.TITLE_INTERVALS_SAMPLED if always else words.TITLE_INTERVALS_NONE_SAMPLED
    if finding.is_limited:
        clauses = words.TITLE_INTERVALS_LIMITED if always else words.TITLE_INTERVALS_NONE_LIMITED
    on = on_the_list_in_words(finding)
    return tuple(clause.format(always=always, possible=possible, on=on) for clause in clauses)


def on_the_list_in_words(finding: Finding) -> str:
    """Return what a unit's share counts: weightings with it on the list, or what is known of that beside a least rank."""
    if not finding.is_by_rank:
        return words.ON_THE_LIST
    return words.IN_PLACES if finding.contest.least is None else words.IN_PLACES_WITH_TOTAL


def chances_in_words(finding: Finding) -> str:
    """Return what the shares beside the intervals are of, for a picture that goes out alone."""
    of = words.ACCEPTED_WEIGHTS if finding.is_limited else words.ALL_WEIGHTS
    if finding.way != "exact":
        of = words.SAMPLED_WEIGHTS
    return words.INTERVALS_NOTE.format(on=on_the_list_in_words(finding), of=of)
