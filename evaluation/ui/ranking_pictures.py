"""The pictures of 排名分析: one question at a time, on the page or in the size of a slide, a print or a phone."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from evaluation.charts import (
    Caption,
    Earlier,
    Preset,
    contributions,
    contributions_text,
    gap_text,
    gap_to_line,
    heat_table,
    heat_text,
    rank_slope,
    slope_text,
)
from evaluation.charts import pages as picture_pages
from evaluation.ranking import Ranking
from evaluation.shortlist import Shortlist
from evaluation.ui.desk import Desk
from evaluation.ui.pictures import SIZES, draw
from evaluation.ui.text import md
from evaluation.ui.variants import Comparison, comparison
from evaluation.wording import moves as names
from evaluation.wording import pages as words
from evaluation.wording import trial as trial_words


@dataclass(frozen=True)
class _Picture:
    """One choice: ``title`` heads the card, ``key`` names the element, ``name`` the saved file.

    Finding and figure are worked out for the chosen one alone.
    """

    title: str
    finding: Callable[[], str]
    key: str
    name: str
    figure: Callable[[Preset, int], dict]


def picture_choice(then: Callable[[], None]) -> None:
    """Draw which question and which size; ``then`` follows a change."""
    with st.container(horizontal=True, vertical_alignment="center", key="screen_picture"):
        st.segmented_control(
            names.PICTURES, [*names.ALL_PICTURES], default=names.GAP, required=True, key="picture", bind="query-params",
            label_visibility="collapsed", on_change=then,
        )  # fmt: skip
        st.space("stretch")
        st.segmented_control(
            words.SIZE, list(SIZES), default=words.SIZE_PAGE, required=True, key="size", label_visibility="collapsed",
            on_change=then,
        )  # fmt: skip
        st.caption(words.SIZE_HINT, width="content")


def chosen_picture(desk: Desk, shortlist: Shortlist, ranking: Ranking, caption: Caption, earlier: Earlier | None) -> None:
    """Draw the chosen picture of a ranking. ``earlier`` is what ranks are compared with, None in a first period."""
    choices = _choices(desk, shortlist, ranking, caption, earlier) | {names.VARIANTS: None}
    chosen = st.session_state.get("picture") or names.GAP  # nothing, where the address names none of them
    picture, effect = choices[chosen], ""
    if chosen == names.VARIANTS and (pair := comparison(desk)):
        shortlist, effect = pair.shortlist, trial_words.VARIANTS_EFFECT.format(effect=pair.effect)
        picture = _variants(pair)
    if picture is None:
        st.write(trial_words.NO_VARIANTS if chosen == names.VARIANTS else names.NO_EARLIER)
        return
    finding = picture.finding()
    st.markdown(picture.title.format(finding=md(finding)))
    if effect:
        st.markdown(effect)
    draw(
        picture.figure,
        lambda preset: picture_pages(shortlist, preset),
        SIZES[st.session_state["size"]],
        picture.name.format(period=desk.period, group=desk.group),
        finding,
        picture.key,
        has_own_scale=chosen != names.HEAT,
    )


def _choices(
    desk: Desk, shortlist: Shortlist, ranking: Ranking, caption: Caption, earlier: Earlier | None
) -> dict[str, _Picture | None]:
    floors = {dimension.name: dimension.floor for dimension in desk.scheme.dimension}
    weights, aggregation = ranking.weights, ranking.aggregation
    return {
        names.GAP: _Picture(
            words.GAP_TITLE, lambda: gap_text(shortlist), "gap", words.PICTURE_GAP,
            lambda preset, page: gap_to_line(shortlist, caption, preset, page),
        ),
        names.HEAT: _Picture(
            names.HEAT_TITLE, lambda: heat_text(shortlist, floors), "heat", names.PICTURE_HEAT,
            lambda preset, page: heat_table(shortlist, floors, caption, preset, page),
        ),
        names.PARTS: _Picture(
            words.WHERE_FROM, lambda: contributions_text(shortlist, weights, aggregation), "parts", words.PICTURE_PARTS,
            lambda preset, page: contributions(shortlist, weights, aggregation, caption, preset, page),
        ),
        names.RANKS: earlier and _Picture(
            names.RANKS_TITLE.format(before=earlier.before, now=earlier.now), lambda: slope_text(shortlist, earlier), "ranks",
            names.PICTURE_RANKS,
            lambda preset, page: rank_slope(shortlist, earlier, caption, preset, page),
        ),
    }  # fmt: skip


def _variants(pair: Comparison) -> _Picture:
    return _Picture(
        trial_words.VARIANTS_TITLE, lambda: slope_text(pair.shortlist, pair.earlier), "variants", trial_words.PICTURE_VARIANTS,
        lambda preset, page: rank_slope(pair.shortlist, pair.earlier, pair.caption, preset, page),
    )  # fmt: skip
