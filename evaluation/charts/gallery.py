"""Which picture answers which question of a meeting: a picture = (question, view, preset)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from evaluation.charts import language as look
from evaluation.charts.canvas import Figure
from evaluation.charts.contribution import contributions, contributions_text
from evaluation.charts.frame import Caption
from evaluation.charts.gap import gap_text, gap_to_line
from evaluation.charts.heat import Floors, heat_table, heat_text
from evaluation.charts.intervals import interval_pages, rank_intervals
from evaluation.charts.language import Preset
from evaluation.charts.lettering import escape
from evaluation.charts.praise import praise, praise_pages, praise_text
from evaluation.charts.rows import pages as rows_pages
from evaluation.charts.slope import Earlier, rank_slope, slope_text
from evaluation.charts.triangle import weight_triangle
from evaluation.charts.waterfall import Against, waterfall, waterfall_text
from evaluation.contribution_gap import ContributionGap, gap_to_mean, gap_to_unit
from evaluation.ranking import RankedUnit, Ranking
from evaluation.scheme import Scheme
from evaluation.shortlist import Shortlist, differing
from evaluation.stability import Finding, contest_of, explore
from evaluation.stability.spoken import finding_in_words, short_intervals
from evaluation.wording import charts as chart_words
from evaluation.wording import gallery as words
from evaluation.wording.ranking import GAP_MARK


@dataclass(frozen=True)
class View:
    """What every picture of one showing is made from: the group's list, the ranking behind it, its caption."""

    ranking: Ranking
    shortlist: Shortlist
    caption: Caption
    floors: Floors
    previous: str | None
    """The period that ranks are compared with, None without one."""
    scheme: Scheme
    hides_scores: bool = False
    own_unit: str | None = None
    """The unit that stands out, and whose own picture answers 这个单位差在哪; None for none."""

    chosen: frozenset[str] | None = None
    """Who is on the list that is published or locked, None while it is neither: people may have decided against the rules."""

    chosen_list: str = ""
    """What that list is called: 公示名单, 定稿名单."""

    @cached_property
    def decided(self) -> Shortlist:
        """The list with those put forward who are on the published or locked one; before there is one, whom the rules suggest."""
        if self.chosen is None:
            return self.shortlist
        rows = tuple(replace(row, suggested=row.unit.unit in self.chosen) for row in self.shortlist.candidates)
        return replace(self.shortlist, candidates=rows)

    @cached_property
    def stability(self) -> Finding:
        """How far the weights can move, found once for both of its pictures."""
        return explore(contest_of(self.ranking, self.shortlist, self.scheme))


@dataclass(frozen=True)
class Question:
    """A question that a meeting asks, and the picture that answers it.

    ``figure`` draws one page at a preset, ``pages`` counts them, ``text`` is the finding in words. ``needs`` says in
    words why there is no picture, "" where there is one.
    """

    key: str
    words: str
    figure: Callable[[View, Preset, int], Figure]
    pages: Callable[[View, Preset], int]
    text: Callable[[View], str]
    needs: Callable[[View], str]


def _has_units(view: View) -> str:
    return "" if any(row.unit.total is not None for row in view.shortlist.candidates) else words.NOBODY


def _has_scores(view: View) -> str:
    return words.NEEDS_SCORES if view.hides_scores else _has_units(view)


def _has_earlier(view: View) -> str:
    if view.previous is None:
        return words.NO_EARLIER
    return _has_units(view)


def _earlier(view: View) -> Earlier:
    assert view.previous is not None
    return Earlier(view.previous, view.ranking.period, {unit.unit: unit.previous_rank for unit in view.ranking.units})


def _own(view: View) -> RankedUnit | None:
    return next((unit for unit in view.ranking.group(view.shortlist.group) if unit.unit == view.own_unit), None)


def _has_own_unit(view: View) -> str:
    unit = _own(view)
    if unit is None:
        return words.CHOOSE_UNIT
    if unit.total is None:
        return words.UNIT_WITHOUT_TOTAL.format(unit=unit.unit)
    return _has_scores(view)


def own_gap(view: View) -> tuple[ContributionGap, Against]:
    """Compare with the unit on the cut line; where there is none, or it is the unit itself, with the mean of the group."""
    unit = _own(view)
    assert unit is not None
    others = {other.unit: other for other in view.ranking.group(view.shortlist.group)}
    on_line = others.get(view.shortlist.cut_unit or "")
    if on_line is None or on_line is unit:
        return gap_to_mean(view.ranking, unit), "mean"
    return gap_to_unit(view.ranking, unit, on_line), "line"


def _has_contest(view: View) -> str:
    if view.shortlist.conditions:
        return _has_units(view) or words.NO_STABILITY
    return _has_units(view) or ("" if view.stability.contest.units and view.shortlist.quota else words.NO_CONTEST)


def _has_triangle(view: View) -> str:
    return _has_contest(view) or ("" if len(view.stability.contest.dimensions) == 3 else words.NO_TRIANGLE)


def _parts(view: View, preset: Preset, page: int) -> Figure:
    ranking = view.ranking
    return contributions(view.shortlist, ranking.weights, ranking.aggregation, view.caption, preset, page)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "gap",
        words.GAP,
        lambda view, preset, page: gap_to_line(view.shortlist, view.caption, preset, page),
        lambda view, preset: rows_pages(view.shortlist, preset),
        lambda view: gap_text(view.shortlist),
        _has_scores,
    ),
    Question(
        "heat",
        words.HEAT,
        lambda view, preset, page: heat_table(view.shortlist, view.floors, view.caption, preset, page),
        lambda view, preset: rows_pages(view.shortlist, preset),
        lambda view: heat_text(view.shortlist, view.floors),
        _has_scores,
    ),
    Question(
        "parts",
        words.PARTS,
        _parts,
        lambda view, preset: rows_pages(view.shortlist, preset),
        lambda view: contributions_text(view.shortlist, view.ranking.weights, view.ranking.aggregation),
        _has_scores,
    ),
    Question(
        "change",
        words.CHANGE,
        lambda view, preset, page: rank_slope(view.shortlist, _earlier(view), view.caption, preset, page),
        lambda view, preset: rows_pages(view.shortlist, preset),
        lambda view: slope_text(view.shortlist, _earlier(view)),
        _has_earlier,
    ),
    Question(
        "stable",
        words.STABLE,
        lambda view, preset, page: rank_intervals(view.stability, view.shortlist, view.caption, preset, page),
        lambda view, preset: interval_pages(view.stability, view.shortlist, preset),
        lambda view: "".join(short_intervals(view.stability)),
        _has_contest,
    ),
    Question(
        "triangle",
        words.TRIANGLE,
        lambda view, preset, page: weight_triangle(view.stability, view.caption, preset),
        lambda view, preset: 1,
        lambda view: finding_in_words(view.stability),
        _has_triangle,
    ),
    Question(
        "unit",
        words.UNIT,
        lambda view, preset, page: waterfall(*own_gap(view), view.caption, preset),
        lambda view, preset: 1,
        lambda view: waterfall_text(*own_gap(view)),
        _has_own_unit,
    ),
    Question(
        "praise",
        words.PRAISE,
        lambda view, preset, page: praise(
            view.decided, view.caption, preset, page, hides_scores=view.hides_scores, decided_list=view.chosen_list
        ),
        lambda view, preset: praise_pages(view.decided, view.caption, preset),
        lambda view: praise_text(view.decided),
        _has_units,
    ),
)


@dataclass(frozen=True)
class Slide:
    """One page of one question's picture."""

    question: Question
    page: int
    pages: int


def slides(view: View, preset: Preset, questions: tuple[Question, ...] = QUESTIONS) -> list[Slide]:
    """Return every picture of a showing in order, without the questions that have none."""
    shown = []
    for question in questions:
        if not question.needs(view):
            pages = question.pages(view, preset)
            shown += [Slide(question, page, pages) for page in range(1, pages + 1)]
    return shown


def anonymous_names(units: list[str]) -> dict[str, str]:
    """Return 单位01, 单位02 … by name, the same in every picture and period of one roster.

    The order is that of a digest of the names, so that the number tells neither the rank nor the place in the roster.
    """
    width = max(2, len(str(len(units))))
    ordered = sorted(units, key=lambda unit: sha256(unit.encode()).digest())
    return {unit: words.ANONYMOUS.format(number=f"{number:0{width}}") for number, unit in enumerate(ordered, 1)}


def anonymised(view: View) -> View:
    """Return the view with every unit under its stand-in name; reasons of vetoes, which could tell it, are dropped."""
    names = anonymous_names([unit.unit for unit in view.ranking.units])
    disguised = [
        replace(unit, unit=names[unit.unit], vetoes=tuple(words.SOME_VETO for _ in unit.vetoes)) for unit in view.ranking.units
    ]
    ranking = replace(view.ranking, units=tuple(disguised))
    ranked = {unit.unit: unit for unit in ranking.units}
    shortlist = view.shortlist
    candidates = tuple(replace(row, unit=ranked[names[row.unit.unit]]) for row in shortlist.candidates)
    cut = names[shortlist.cut_unit] if shortlist.cut_unit else None
    shortlist = replace(shortlist, candidates=candidates, cut_unit=cut)
    chosen = None if view.chosen is None else frozenset(names[name] for name in view.chosen if name in names)
    changes = "" if chosen is None else differing(shortlist, chosen)
    otherwise = chart_words.OTHERWISE.format(list=view.chosen_list, changes=changes) if changes else ""
    caption = replace(view.caption, otherwise=otherwise)
    own = names.get(view.own_unit or "")
    return replace(view, ranking=ranking, shortlist=shortlist, caption=caption, own_unit=own, chosen=chosen)


def highlighted(figure: Figure, unit: str) -> Figure:
    """Return the figure with a unit's name on a tinted ground wherever it stands as a label of its own."""
    ground: dict[str, Any] = {"bgcolor": look.CELL, "bordercolor": look.CHOSEN, "borderwidth": 2, "borderpad": 3}
    names = (escape(unit), escape(unit) + GAP_MARK)
    notes = figure["layout"]["annotations"]
    own = [note for note in notes if note["text"].replace("<br>", "") in names]
    # Drawn first: on the boards the ground would lie over the reasons above and below it.
    drawn = [*({**note, **ground} for note in own), *(note for note in notes if note not in own)]
    return {**figure, "layout": {**figure["layout"], "annotations": drawn}}
