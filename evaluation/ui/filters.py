"""The row of filters above the ranking: search, quick pills, the rest folded away. Everything stands in the address."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from evaluation.scheme import Scheme
from evaluation.ui.tables import plain
from evaluation.ui.text import md
from evaluation.view import Sort, Tag, View
from evaluation.wording import pages as words
from evaluation.wording import views

_ONLY: dict[str, Tag] = {
    words.ONLY_SUGGESTED: "suggested",
    words.ONLY_FLOOR: "below_floor",
    words.ONLY_VETOED: "vetoed",
    words.ONLY_INCOMPLETE: "incomplete",
}
_STATUS: dict[str, Tag] = {views.RANKED: "ranked", views.INCOMPLETE: "incomplete", views.VETOED: "vetoed"}
_STANDING: dict[str, Tag] = {
    views.SUGGESTED: "suggested",
    views.TIED: "tied",
    views.OUTSIDE: "outside",
    views.BARRED: "barred",
}
_SORTS: dict[str, Sort] = {
    views.BY_RANK: "rank",
    views.BY_NAME: "name",
    views.BY_ROSTER: "roster",
    views.BY_CHANGE: "change",
    words.COLUMN_ADJUSTMENT: "adjustment",
    words.COLUMN_TOTAL: "total",
    words.COLUMN_GAP: "gap",
}
BLANK: dict[str, Any] = {
    "search": "", "only": None, "status": [], "standing": [], "lowest": None, "highest": None, "sort": views.BY_RANK,
    "reverse": False,
}  # fmt: skip
"""What each control holds where nothing is asked for; controls of floors are named floor_1, floor_2, … in scheme order."""
FLOOR = "floor_{number}"
MOST_POINTS = 1000.0
_ABSENT = object()


def keys(scheme: Scheme) -> dict[str, Any]:
    """Return the name of every control, which is its name in the address too, with its blank value."""
    return BLANK | {FLOOR.format(number=number): None for number in range(1, len(scheme.dimension) + 1)}


def clear(scheme: Scheme) -> None:
    """Show all units again, in rank order (a button's callback)."""
    for key, blank in keys(scheme).items():
        st.session_state[key] = blank


def view_of(scheme: Scheme) -> View:
    """Return what the controls hold now; before they are drawn, what the address says."""
    held = {key: _held(key, blank) for key, blank in keys(scheme).items()}
    names = [dimension.name for dimension in scheme.dimension]
    floors = {name: held[FLOOR.format(number=number)] for number, name in enumerate(names, 1)}
    chosen = ([_ONLY[held["only"]]] if held["only"] in _ONLY else [], held["status"], held["standing"])
    tags = (chosen[0], [_STATUS[word] for word in chosen[1] or ()], [_STANDING[word] for word in chosen[2] or ()])
    sort = held["sort"]
    return View(
        search=held["search"] or "",
        wanted=tuple(frozenset(group) for group in tags if group),
        floors={name: _exact(floor) for name, floor in floors.items() if floor is not None},
        lowest=_exact(held["lowest"]),
        highest=_exact(held["highest"]),
        sort="dimension" if sort in names else _SORTS.get(sort, "rank"),
        dimension=sort if sort in names else "",
        reverse=bool(held["reverse"]),
    )


def _held(key: str, blank: Any) -> Any:
    """Return what a control holds; in the first run, before it is drawn, what the address says."""
    held = st.session_state.get(key, _ABSENT)
    return held if held is not _ABSENT else read(st.query_params.get_all(key), key, blank)


def read(found: list[str], key: str, blank: Any) -> Any:
    """Return a control's value from an address, the blank one where it can't be one."""
    if not found:
        return blank
    if isinstance(blank, bool):
        return found[-1] == "true"
    if isinstance(blank, list):
        return [word for word in found if word in (_STATUS if key == "status" else _STANDING)]
    if not key.startswith("floor_") and key not in ("lowest", "highest"):
        return found[-1]
    try:
        number = float(found[-1])
    except ValueError:
        return blank
    return number if 0 <= number <= MOST_POINTS else blank


def sorts(scheme: Scheme) -> list[str]:
    """Return the columns to sort by, as they are called."""
    return [*_SORTS, *(dimension.name for dimension in scheme.dimension)]


def _exact(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def search_and_pills() -> None:
    """Draw what is asked for most often."""
    st.text_input(
        words.SEARCH, placeholder=words.SEARCH_HINT, icon=":material/search:", key="search", bind="query-params",
        label_visibility="collapsed", width=176,
    )  # fmt: skip
    st.pills(words.ONLY, list(_ONLY), key="only", bind="query-params", label_visibility="collapsed", width="content")


def more(scheme: Scheme, earlier: list[str], usual: str | None) -> str | None:
    """Draw the folded filters and the order; return the period that ranks are compared with, None where there is none.

    ``earlier`` are the periods to choose from, ``usual`` the one that is chosen at first.
    """
    folded = view_of(scheme).filters - bool(_held("search", "")) - bool(_held("only", None))
    label = views.MORE_COUNT.format(count=folded) if folded else views.MORE
    with st.popover(label, icon=":material/filter_alt:", key="more_filters", width="content"):
        st.pills(views.STATUS, list(_STATUS), selection_mode="multi", key="status", bind="query-params")
        st.pills(views.STANDING, list(_STANDING), selection_mode="multi", key="standing", bind="query-params")
        _bounds(scheme)
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        left.selectbox(views.SORT, sorts(scheme), key="sort", bind="query-params", filter_mode=None)
        right.toggle(views.REVERSE, key="reverse", bind="query-params")
        if not earlier:
            st.caption(views.NO_EARLIER)
            return None
        place = earlier.index(usual) if usual in earlier else len(earlier) - 1
        return st.selectbox(views.AGAINST, earlier, index=place, key="against", bind="query-params", filter_mode=None)


def _bounds(scheme: Scheme) -> None:
    """Draw the least score of each dimension and the bounds of the total, three a line."""
    fields = [
        (views.AT_LEAST.format(dimension=md(dimension.name)), FLOOR.format(number=number))
        for number, dimension in enumerate(scheme.dimension, 1)
    ]
    fields += [(views.LOWEST, "lowest"), (views.HIGHEST, "highest")]
    for start in range(0, len(fields), 3):
        for column, (label, key) in zip(st.columns(3), fields[start : start + 3], strict=False):
            column.number_input(
                label, min_value=0.0, max_value=MOST_POINTS, value=None, step=1.0, format="%.2f", placeholder=views.ANY, key=key,
                bind="query-params",
            )  # fmt: skip


def in_words(view: View) -> str:
    """Return the filters as a line of text for Markdown, "" where none is set."""
    labels: Mapping[str, str] = {tag: word for words_of in (_ONLY, _STATUS, _STANDING) for word, tag in words_of.items()}
    parts = [views.FILTER_SEARCH.format(text=md(view.search.strip()))] if view.search.strip() else []
    parts += [views.FILTER_ANY.join(labels[tag] for tag in sorted(group)) for group in view.wanted]
    parts += [views.FILTER_FLOOR.format(dimension=md(name), least=plain(least)) for name, least in view.floors.items()]
    for sentence, bound in ((views.FILTER_LOWEST, view.lowest), (views.FILTER_HIGHEST, view.highest)):
        if bound is not None:
            parts.append(sentence.format(bound=plain(bound)))
    return views.FILTER_JOIN.join(parts)
