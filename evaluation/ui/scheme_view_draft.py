"""The scheme that a person has in hand on 指标体系: a version, and the draft begun from it; kept in the session only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from evaluation.export.scheme_workbook import read_scheme_file
from evaluation.home import default_scheme
from evaluation.scheme import Scheme
from evaluation.scheme_diff import Difference, differences
from evaluation.scheme_edits import Edits, edit_part, edit_tree
from evaluation.scheme_effect import OutsideMarks, marks_outside
from evaluation.scheme_faults import Checked, Fault, check_tables
from evaluation.scheme_history import SchemeVersion, list_versions
from evaluation.scheme_tables import Tables, scheme_tables
from evaluation.ui.desk import Desk, attempt
from evaluation.ui.outside_marks import allowed, cells_of, of_periods, under_way
from evaluation.ui.tables import in_chinese_time
from evaluation.wording import scheme_page as words

TREE = "tree"
_CHOICE, _NEWEST, _SHOW_NEWEST = "scheme_version", "scheme_newest", "scheme_show_newest"


@dataclass(frozen=True)
class Hand:
    """What the page shows: ``tables`` of the chosen version or of the draft begun from it, checked.

    ``changes`` are the differences from the version in force to what is shown; none where it can't be read.
    """

    place: str
    versions: tuple[SchemeVersion, ...]
    base: SchemeVersion | None
    tables: Tables
    checked: Checked
    changes: tuple[Difference, ...]
    stood: tuple[int, str]
    is_draft: bool

    @property
    def number(self) -> int:
        """Number of the version in force, 0 before the first."""
        return self.versions[0].number if self.versions else 0

    @property
    def base_number(self) -> int:
        """Number of the version that is looked at."""
        return self.base.number if self.base else 0

    @property
    def in_force(self) -> Scheme | None:
        """The scheme that ranks now."""
        return self.versions[0].scheme if self.versions else None

    @property
    def is_new(self) -> bool:
        """Say whether what is shown differs from the scheme in force."""
        return bool(self.changes or self.checked.faults or not self.versions)

    @property
    def seen(self) -> tuple[int, str]:
        """Position and hash of the journal's last event when the person began."""
        return st.session_state.get(f"{self.place}/seen", self.stood)


def take_in_hand(desk: Desk, choose: Callable[[list[int], Callable[[int], str]], int]) -> Hand:
    """Return what the page shows; ``choose`` draws the choice among version numbers, given how each is said."""
    versions = list_versions(desk.store.journal)
    house = "demonstration" if desk.is_demonstration else "office"
    _follow_newest(house, versions)
    by_number = {version.number: version for version in versions}
    base = by_number[choose(list(by_number), lambda number: _spoken(by_number[number], versions[0].number))] if versions else None
    place = f"scheme/{house}/{base.number if base else 0}"
    draft = st.session_state.get(f"{place}/draft")
    tables = draft or scheme_tables(base.scheme if base else default_scheme())
    checked = _beside_stored(desk, check_tables(tables), versions)
    changes = differences(versions[0].scheme, checked.scheme) if versions and checked.scheme else ()
    return Hand(place, versions, base, tables, checked, tuple(changes), desk.stood, draft is not None)


def _beside_stored(desk: Desk, checked: Checked, versions: tuple[SchemeVersion, ...]) -> Checked:
    """Return what a check found together with the stored marks that the scheme can't take: they would give scores above 100.

    In the period that is under way they stand in the way. In one that is over they are said: a new year's full mark may be
    another one, and groups that compete for no award are never locked.
    """
    if checked.scheme is None or not versions:
        return checked
    in_force = versions[0].scheme
    outside = desk.kept(
        "outside", checked.scheme.digest, make=lambda: marks_outside(desk.store.cursor(), checked.scheme, in_force)
    )
    now = under_way(desk)
    faults = [_fault_of(part, words.OUTSIDE_MUST) for part in of_periods(outside, lambda period: period in now)]
    notes = [_fault_of(part, words.OUTSIDE_OVER) for part in of_periods(outside, lambda period: period not in now)]
    return Checked(checked.scheme, tuple(faults), tuple(notes))


def _fault_of(outside: OutsideMarks, what_to_do: str) -> Fault:
    text = words.OUTSIDE.format(count=len(outside.cells), allowed=allowed(outside), cells=cells_of(outside))
    return Fault(outside.indicator.name, f"{text}{what_to_do}")


def _spoken(version: SchemeVersion, newest: int) -> str:
    sentence = words.VERSION_IN_FORCE if version.number == newest else words.VERSION_LINE
    return sentence.format(number=version.number, at=in_chinese_time(version.at).split()[0], actor=version.actor)


def _follow_newest(house: str, versions: tuple[SchemeVersion, ...]) -> None:
    """Let the choice go along to a version saved since, unless a draft is under way on the one looked at."""
    if not versions:
        return
    state, newest = st.session_state, versions[0].number
    chosen, was_newest = state.get(_CHOICE), state.get(_NEWEST)
    outrun = chosen == was_newest != newest and f"scheme/{house}/{chosen}/draft" not in state
    if state.pop(_SHOW_NEWEST, False) or outrun or chosen not in [version.number for version in versions]:
        state[_CHOICE] = newest
    state[_NEWEST] = newest


def show_newest() -> None:
    """Look at the version in force (a button's callback)."""
    st.session_state[_SHOW_NEWEST] = True


# --- changing the draft -------------------------------------------------------------------------------------------


def keep(hand: Hand, tables: Tables) -> None:
    """Make these tables the draft. One that says what its version says is none."""
    state = st.session_state
    if hand.base and check_tables(tables).scheme == hand.base.scheme:
        for key in ("draft", "seen"):
            state.pop(f"{hand.place}/{key}", None)
        return
    state.setdefault(f"{hand.place}/seen", hand.stood)
    state[f"{hand.place}/draft"] = tables


def discard(hand: Hand) -> None:
    """Throw the draft away and draw everything anew (a button's callback)."""
    for key in ("draft", "seen", "notes"):
        st.session_state.pop(f"{hand.place}/{key}", None)
    draw_anew(hand)


def draw_anew(hand: Hand) -> None:
    """Let every grid and field begin from the draft again."""
    st.session_state[f"{hand.place}/round"] = round_of(hand) + 1
    st.session_state.pop(f"{hand.place}/grids", None)


def round_of(hand: Hand) -> int:
    """Return the number that keys the grids and fields; a new number draws them anew."""
    return st.session_state.get(f"{hand.place}/round", 0)


def grid(hand: Hand, name: str) -> tuple[str, Tables]:
    """Return a grid's key, and the tables that it is drawn from: edits are counted from them until it is drawn anew.

    Where Streamlit has forgotten a grid's edits (another page was open), the draft that holds them is drawn.
    """
    grids: dict[str, tuple[str, Tables]] = st.session_state.setdefault(f"{hand.place}/grids", {})
    if name not in grids or grids[name][0] not in st.session_state:
        count = st.session_state["scheme_grids"] = st.session_state.get("scheme_grids", 0) + 1
        grids[name] = (f"scheme_grid_{name}_{count}", hand.tables)
    return grids[name]


def edit(hand: Hand, name: str) -> None:
    """Take over what a person did in a grid (its callback). Other grids, and this one where rows moved, are drawn anew."""
    grids = st.session_state[f"{hand.place}/grids"]
    key, drawn = grids[name]
    edits = _edits(st.session_state[key])
    keep(hand, edit_tree(drawn, edits) if name == TREE else edit_part(drawn, name, edits))
    st.session_state[f"{hand.place}/grids"] = {} if edits.is_structural else {name: grids[name]}


def _edits(state: Mapping[str, Any]) -> Edits:
    edited = {int(row): cells for row, cells in state["edited_rows"].items()}
    return Edits(edited, tuple(cells for cells in state["added_rows"] if cells))


def set_option(hand: Hand, key: str, field: str, to_text: Callable[[Any], str]) -> None:
    """Take over what a person set in a field of the rules (its callback)."""
    tables = hand.tables.copy()
    tables.options[key] = to_text(st.session_state[field])
    keep(hand, tables)
    st.session_state.pop(f"{hand.place}/grids", None)


def take_in_file(hand: Hand, field: str) -> None:
    """Make the draft what a file holds (the uploader's callback); a file that holds no scheme is refused in words."""
    file = st.session_state.get(field)
    if file is None:
        return
    st.session_state["scheme_upload"] = st.session_state.get("scheme_upload", 0) + 1

    def read() -> None:
        found = read_scheme_file(file.getvalue(), file.name)
        keep(hand, found.tables)
        st.session_state[f"{hand.place}/notes"] = (file.name, found.notes)
        st.session_state["done"] = words.IMPORTED.format(file=file.name)

    if attempt(read):
        draw_anew(hand)
