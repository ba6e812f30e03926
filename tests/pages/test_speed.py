"""What makes pages quick, held without a clock: what is read, ranked and drawn in a run, and that it is the same as before."""

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from evaluation.ui.dressed import dressed
from evaluation.ui.plain_figure import PlainFigure
from tests.pages.conftest import PAGES


def sent(styler) -> ArrowData:
    """What Streamlit sends to the browser of a Styler."""
    proto = ArrowData()
    marshall_styler(proto, styler.set_uuid("grid"), "grid")
    return proto


def rules(proto: ArrowData) -> dict[str, str]:
    """CSS declarations by cell."""
    found = {}
    for rule in proto.styler.styles.splitlines():
        selectors, declarations = rule.rstrip("} ").split(" { ")
        found |= dict.fromkeys(selectors.split(", "), declarations)
    return found


def test_a_dressed_grid_is_what_pandas_would_have_made_of_it():
    frame = pd.DataFrame(
        {"名次": pd.array([1, 2, None], dtype="Int64"), "单位": ["甲", "乙<b>", "丙"], "总分": [90.5, None, -1.25]}
    )
    texts = {
        "名次": ["1", "2", ""],
        "总分": ["" if number != number else f"{number:.2f}".replace("-", "−") for number in frame["总分"]],
    }
    styles = [
        {name: f"background-color: #EEF2F4; color: {'red' if (row + place) % 2 else 'blue'}" for place, name in enumerate(frame)}
        for row in range(3)
    ]
    by_pandas = frame.style.apply(lambda _: pd.DataFrame(styles, index=frame.index, columns=frame.columns), axis=None).format(
        {"名次": str, "总分": lambda number: f"{number:.2f}".replace("-", "−")}, na_rep=""
    )
    ours, theirs = sent(dressed(frame, texts, styles)), sent(by_pandas)
    assert ours.styler.display_values == theirs.styler.display_values
    assert rules(ours) == rules(theirs)
    assert len(rules(ours)) == 9


@pytest.mark.parametrize("page", [page for page in PAGES if page in ("home", "ranking", "unit", "stability", "meeting")])
def test_every_figure_on_a_page_is_one_that_plotly_takes(demonstration, monkeypatch, page):
    drawn = []
    monkeypatch.setattr(PlainFigure, "__init__", lambda self, plain: (drawn.append(plain), setattr(self, "_plain", plain))[0])
    demonstration.visit(page)
    demonstration.assert_sound()
    assert drawn
    for figure in drawn:
        go.Figure(figure)
