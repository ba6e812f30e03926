"""Charts on pages: the plain page form, or a framed picture of exact size, saved by its camera button."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from evaluation.charts import A4, PAGE, PROJECTOR, WECHAT, Caption, Preset, png_config
from evaluation.ranking import Ranking
from evaluation.shortlist import Shortlist
from evaluation.trial import Trial
from evaluation.ui.desk import Desk
from evaluation.ui.plain_figure import show_figure
from evaluation.ui.what_if import copy_in_words, weights_in_words
from evaluation.wording import charts as chart_words
from evaluation.wording import pages as words
from evaluation.wording.export import AGGREGATIONS

SIZES = {words.SIZE_PAGE: PAGE, words.SIZE_PROJECTOR: PROJECTOR, words.SIZE_A4: A4, words.SIZE_WECHAT: WECHAT}
AS_IT_IS = Trial()
_SHOWN_WIDTH = {PROJECTOR.name: 1240, A4.name: 1100, WECHAT.name: 620}


def caption_for(desk: Desk, ranking: Ranking, shortlist: Shortlist, trial: Trial = AS_IT_IS) -> Caption:
    """Return what every picture of this view says about its origin, the trial's rule for gaps and marks included."""
    states = (("demonstration",) if desk.is_demonstration else ()) + (("what_if",) if ranking.is_what_if else (desk.mark,))
    changes = "" if ranking.is_what_if else desk.otherwise(shortlist)
    shown = sum(candidate.unit.total is not None for candidate in shortlist.candidates)
    return Caption(
        office=words.OFFICE,
        period=ranking.period,
        group=shortlist.group,
        sources=desk.sources(),
        shown=shown,
        of=len(shortlist.candidates),
        weights="；".join((weights_in_words(ranking), *_joined_by(ranking), *copy_in_words(trial))),
        scheme=desk.scheme_in_words(),
        date=in_chinese_date(date.today()),
        check_code=desk.check_code(ranking, trial.text if trial.needs_copy else ""),
        states=states,
        otherwise=chart_words.OTHERWISE.format(list=desk.list_name(shortlist.award), changes=changes) if changes else "",
    )


def _joined_by(ranking: Ranking) -> list[str]:
    """Return how the dimensions are joined, nothing for the weighted mean: weights alone don't give any other total."""
    return [] if ranking.aggregation == "arithmetic" else [AGGREGATIONS[ranking.aggregation]]


def in_chinese_date(day: date) -> str:
    """Return 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def draw(
    figure: Callable[[Preset, int], dict],
    pages: Callable[[Preset], int],
    preset: Preset,
    name: str,
    alt: str,
    key: str,
    has_own_scale: bool = True,
) -> None:
    """Draw one question's picture at a size, page by page where the list is longer than one picture.

    ``has_own_scale`` says whether each page has a scale of its own, which a framed picture says itself.
    """
    shown = preset.at(_SHOWN_WIDTH[preset.name]) if preset.framed else preset
    count = pages(preset)
    page = _page_choice(count, key) if count > 1 else 1
    if count > 1 and has_own_scale and not preset.framed:
        st.caption(chart_words.OWN_SCALE.format(page=page, pages=count))
    suffix = words.PICTURE_PAGE_OF.format(n=page, of=count).replace("/", "-") if count > 1 else ""
    show_figure(
        figure(shown, page),
        key=f"{key}_{preset.name}_{page}",
        config=png_config(f"{name}{suffix}", shown),
        alt=alt,
        width="content" if preset.framed else "stretch",
    )


def _page_choice(count: int, key: str) -> int:
    """Draw the choice of one of so many pictures and return it."""
    return st.segmented_control(
        words.PICTURE_PAGE,
        range(1, count + 1),
        default=1,
        required=True,
        key=f"{key}_page",
        format_func=lambda number: words.PICTURE_PAGE_OF.format(n=number, of=count),
    )
