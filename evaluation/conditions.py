"""The best list under conditions on tags (至少 1 个社区, 每个片区至多 2 个), and what they cost. Pure, exact.

Best is: most places filled, then the highest sum of totals, then the smallest sum of ranks. Units that are in every best list
are suggested; those in some but not in all are tied (并列待定), as units across the last place are without conditions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from evaluation.roster import Roster
from evaluation.scheme import Condition, Scheme
from evaluation.whole_numbers import Model
from evaluation.wording import conditions as words

_BETWEEN = ("：", ":")


@dataclass(frozen=True)
class Contender:
    """An eligible unit: its rank among those who compete (1, 2, 2, 4), its total as a whole number of the last printed digit."""

    unit: str
    rank: int
    total: int


@dataclass(frozen=True)
class Limit:
    """A condition as it bears on a group: how many of ``members`` the list may hold. ``text`` is the condition's."""

    text: str
    members: frozenset[str]
    least: int
    most: int | None

    def admits(self, chosen: Iterable[str]) -> bool:
        """Say whether a list keeps to it."""
        count = sum(unit in self.members for unit in chosen)
        return self.least <= count and (self.most is None or count <= self.most)


@dataclass(frozen=True)
class Choice:
    """What all best lists have in common: ``certain`` units, and ``tied`` ones that only some hold; the sum of totals."""

    certain: frozenset[str]
    tied: frozenset[str]
    seats: int
    total: int

    @property
    def possible(self) -> frozenset[str]:
        """Certain and tied units."""
        return self.certain | self.tied


@dataclass(frozen=True)
class Price:
    """What meeting conditions costs against the list without any, units in rank order.

    ``points`` is what the sum of totals falls short, None where ``empty`` places stay free.
    """

    conditions: tuple[str, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    pending: tuple[str, ...]
    points: Decimal | None
    empty: int

    @property
    def sentence(self) -> str:
        """The price in words."""
        moves = [
            template.format(units="、".join(units))
            for template, units in ((words.ENTER, self.enters), (words.LEAVE, self.leaves), (words.PENDING, self.pending))
            if units
        ]
        if self.points is None:
            cost = words.EMPTY.format(count=self.empty)
        else:
            cost = words.COST.format(points=f"{self.points:f}") if self.points else words.NO_COST
        return words.PRICE.format(conditions=_quoted(self.conditions), moves=words.MOVES.join(moves), cost=cost)


@dataclass(frozen=True)
class Outcome:
    """The suggestion: ``conditions`` that bear on the group; ``unmet`` ones, which leave the list as it is without any."""

    choice: Choice
    conditions: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    price: Price | None = None

    @property
    def unmet_sentence(self) -> str:
        """Which conditions can't be met, in words, "" where all are."""
        if not self.unmet:
            return ""
        return (words.UNMET if len(self.unmet) == 1 else words.UNMET_TOGETHER).format(conditions=_quoted(self.unmet))


def spoken(condition: Condition) -> str:
    """Return a condition as people say it: 至少 1 个社区, 每个片区至多 2 个."""
    amounts = ((words.AT_LEAST, condition.at_least), (words.AT_MOST, condition.at_most))
    amount = words.AND.join(template.format(number=number) for template, number in amounts if number is not None)
    if condition.each is not None:
        return words.EACH.format(kind=condition.each, amount=amount)
    return words.OF.format(amount=amount, tag=condition.tag)


def limits_of(conditions: Iterable[Condition], tags: Iterable[tuple[str, Sequence[str]]]) -> tuple[Limit, ...]:
    """Return what conditions mean for a group of (unit, its tags); none for a condition whose tag nobody in it has."""
    units = [(unit, [_parts(tag) for tag in own]) for unit, own in tags]
    limits = []
    for condition in conditions:
        bearers: dict[str, set[str]] = {}
        for unit, own in units:
            for whole, kind, value in own:
                if condition.each is None and condition.tag in (whole, value):
                    bearers.setdefault("", set()).add(unit)
                elif condition.each is not None and condition.each == kind:
                    bearers.setdefault(value, set()).add(unit)
        limits += [
            Limit(spoken(condition), frozenset(members), condition.at_least or 0, condition.at_most)
            for members in bearers.values()
        ]
    return tuple(limits)


def unknown_tags(scheme: Scheme, roster: Roster) -> list[tuple[str, str]]:
    """Return (award, condition) for conditions on a tag that no unit of the award's groups has; none without a roster."""
    return [
        (award.name, spoken(condition))
        for award in (scheme.awards_for(roster.groups) if roster.units else ())
        for condition in award.condition
        if not limits_of([condition], [(unit.name, unit.tags) for unit in roster.units if unit.group in award.groups])
    ]


def broken(limits: Iterable[Limit], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the conditions that a list doesn't keep to."""
    return tuple(dict.fromkeys(limit.text for limit in limits if not limit.admits(chosen)))


def _parts(tag: str) -> tuple[str, str, str]:
    """Return 片区：东 as (片区:东, 片区, 东); a tag without a kind has the kind ""."""
    for sign in _BETWEEN:
        kind, found, value = tag.partition(sign)
        if found and kind.strip() and value.strip():
            return f"{kind.strip()}:{value.strip()}", kind.strip(), value.strip()
    return tag, "", tag


def _quoted(texts: Iterable[str]) -> str:
    return "".join(words.QUOTED.format(text=text) for text in texts)


# --- the best list -------------------------------------------------------------------------------------------------


def by_rank(contenders: Sequence[Contender], quota: int) -> Choice:
    """Return the best list without conditions; ``contenders`` stand in rank order."""
    first = contenders[:quota]
    seats, total = len(first), sum(item.total for item in first)
    if len(contenders) <= quota or first[-1].rank != contenders[quota].rank:
        return Choice(frozenset(item.unit for item in first), frozenset(), seats, total)
    last = first[-1].rank
    tied = frozenset(item.unit for item in contenders if item.rank == last)
    return Choice(frozenset(item.unit for item in first) - tied, tied, seats, total)


@lru_cache(maxsize=4096)
def choose(contenders: tuple[Contender, ...], quota: int, limits: tuple[Limit, ...]) -> Choice | None:
    """Return the best list within limits, None where no list keeps to them all."""
    plain = by_rank(contenders, quota)
    if not plain.tied and all(limit.admits(plain.certain) for limit in limits):
        return plain
    return _solved(contenders, quota, limits)


def _solved(contenders: tuple[Contender, ...], quota: int, limits: tuple[Limit, ...]) -> Choice | None:
    """Ask the solver. Units of one rank that no limit tells apart are one variable: how many of them get in."""
    classes: dict[tuple, list[Contender]] = {}
    for item in contenders:
        key = (item.rank, item.total, tuple(item.unit in limit.members for limit in limits))
        classes.setdefault(key, []).append(item)
    model, numbered = Model(), list(classes.items())
    sizes = {model.variable(0, len(members)): len(members) for _, members in numbered}
    for place, limit in enumerate(limits):
        inside = {number: 1 for number, ((_, _, held), _) in enumerate(numbered) if held[place]}
        most = min(quota, len(contenders)) if limit.most is None else limit.most
        if limit.least and not inside:
            return None
        if inside:
            model.row(inside, limit.least, most)
    ones = dict.fromkeys(sizes, 1)
    if sizes:
        model.row(ones, 0, quota)
    lowest, worst = min((item.total for item in contenders), default=0), max((item.rank for item in contenders), default=0)
    # With the number of places settled, offsets change no comparison and keep the numbers small and positive.
    goals = (
        ones,
        {number: total - lowest for number, ((_, total, _), _) in enumerate(numbered)},
        {number: worst - rank for number, ((rank, _, _), _) in enumerate(numbered)},
    )
    if not sizes:
        return Choice(frozenset(), frozenset(), 0, 0)
    if not all(model.maximise_for_good(goal) for goal in goals):
        return None
    least, most = _spread(model, sizes)
    certain = frozenset(i.unit for n, (_, members) in enumerate(numbered) if least[n] == sizes[n] for i in members)
    tied = frozenset(i.unit for n, (_, members) in enumerate(numbered) if least[n] < sizes[n] and most[n] for i in members)
    one = model.best({})
    total = sum(one[number] * key[1] for number, (key, _) in enumerate(numbered))
    return Choice(certain, tied, sum(one[number] for number in sizes), total)


def _spread(model: Model, sizes: dict[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the least and the most of each class that the best lists hold, as far as none, some and all go.

    Each round looks for the best list that differs most from all known ones, until there is no other.
    """
    first = model.best({})
    least = {number: first[number] for number in sizes}
    most = dict(least)
    while True:
        unseen = {number: 1 for number, size in sizes.items() if not most[number]}
        always = {number: -1 for number, size in sizes.items() if least[number] == size}
        found = model.best(unseen | always)
        if sum(found[n] for n in unseen) - sum(found[n] for n in always) <= -sum(sizes[n] for n in always):
            return least, most
        least = {number: min(value, found[number]) for number, value in least.items()}
        most = {number: max(value, found[number]) for number, value in most.items()}


# --- what it costs -------------------------------------------------------------------------------------------------


def under_conditions(contenders: Sequence[Contender], quota: int, limits: tuple[Limit, ...], step: Decimal) -> Outcome:
    """Return the suggestion for contenders in rank order; ``step`` is one of the last printed digit in points.

    Where the conditions can't be met, the list stays what it is without them and the outcome names those in the way.
    """
    plain, texts = by_rank(contenders, quota), tuple(dict.fromkeys(limit.text for limit in limits))
    if not limits:
        return Outcome(plain)
    asked = tuple(contenders)
    found = choose(asked, quota, limits)
    if found is None:
        return Outcome(plain, texts, unmet=_in_the_way(asked, quota, limits, texts))
    if (found.certain, found.tied) == (plain.certain, plain.tied):
        return Outcome(found, texts)
    return Outcome(found, texts, price=_price(asked, quota, limits, texts, step))


def _without(limits: tuple[Limit, ...], text: str) -> tuple[Limit, ...]:
    return tuple(limit for limit in limits if limit.text != text)


def _in_the_way(
    contenders: tuple[Contender, ...], quota: int, limits: tuple[Limit, ...], texts: tuple[str, ...]
) -> tuple[str, ...]:
    """Return conditions that can't be met together, none of which could be left out."""
    left = limits
    for text in texts:
        fewer = _without(left, text)
        if choose(contenders, quota, fewer) is None:
            left = fewer
    return tuple(dict.fromkeys(limit.text for limit in left))


def _price(
    contenders: tuple[Contender, ...], quota: int, limits: tuple[Limit, ...], texts: tuple[str, ...], step: Decimal
) -> Price:
    plain, found = by_rank(contenders, quota), choose(contenders, quota, limits)
    binding = tuple(text for text in texts if choose(contenders, quota, _without(limits, text)) != found)
    order = [item.unit for item in contenders]
    empty = plain.seats - found.seats
    return Price(
        binding or texts,
        enters=tuple(unit for unit in order if unit in found.certain - plain.certain),
        leaves=tuple(unit for unit in order if unit in plain.possible - found.possible),
        pending=tuple(unit for unit in order if unit in found.tied - plain.tied),
        points=(plain.total - found.total) * step if not empty else None,
        empty=empty,
    )
