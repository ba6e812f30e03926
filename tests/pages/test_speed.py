"""What makes pages quick, held without a clock: what is read, ranked and drawn in a run, and that it is the same as before."""

import os
import shutil
import subprocess
import sys

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import pytest
from sqlalchemy import event
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from evaluation import trial
from evaluation.access import Person, Role
from evaluation.home import PROJECT
from evaluation.ui import desk, plain_figure
from evaluation.ui.desk import sit_down
from evaluation.ui.dressed import styler_of
from evaluation.ui.overview import make_ready
from evaluation.wording import pages as words
from tests.chain import sheet_draft
from tests.pages.conftest import PAGES


def sent(styler) -> ArrowData:
    """What Streamlit sends to the browser of a Styler."""
    proto = ArrowData()
    marshall_styler(proto, styler.set_uuid("grid"), "grid")
    return proto


def rules(styler) -> dict[str, str]:
    """CSS declarations by cell."""
    found = {}
    for rule in styler.styles.splitlines():
        selectors, declarations = rule.rstrip("} ").split(" { ")
        found |= dict.fromkeys(selectors.split(", "), declarations)
    return found


def test_a_dressed_grid_is_what_pandas_would_have_made_of_it():
    frame = pd.DataFrame(
        {"名次": pd.array([1, 2, None], dtype="Int64"), "单位": ["甲", "乙<b>", "丙"], "总分": [90.5, None, -1.25]}
    )
    texts = {"名次": ["1", "2", ""], "单位": ["甲", "乙<b>", "丙"], "总分": ["90.50", "", "−1.25"]}
    styles = [
        {name: f"background-color: #EEF2F4; color: {'red' if (row + place) % 2 else 'blue'}" for place, name in enumerate(frame)}
        for row in range(3)
    ]
    by_pandas = frame.style.apply(lambda _: pd.DataFrame(styles, index=frame.index, columns=frame.columns), axis=None).format(
        {"名次": str, "总分": lambda number: f"{number:.2f}".replace("-", "−")}, na_rep=""
    )
    ours, theirs = styler_of(pa.table(texts), styles), sent(by_pandas).styler
    shown = convert_arrow_bytes_to_pandas_df(theirs.display_values)
    assert convert_arrow_bytes_to_pandas_df(ours.display_values).equals(shown)
    assert rules(ours) == rules(theirs)
    assert len(rules(ours)) == 9
    assert ours.uuid == theirs.uuid


@pytest.mark.parametrize("page", [page for page in PAGES if page in ("home", "ranking", "unit", "stability", "meeting")])
def test_every_figure_on_a_page_is_one_that_plotly_takes(demonstration, monkeypatch, page):
    drawn = []
    make = plain_figure.chart_of
    monkeypatch.setattr(plain_figure, "chart_of", lambda figure, *rest: (drawn.append(figure), make(figure, *rest))[1])
    demonstration.visit(page)
    demonstration.assert_sound()
    assert drawn
    for figure in drawn:
        go.Figure(figure)


class Counts:
    """How often the chain ran, a figure was drawn, the journal was read."""

    def __init__(self, monkeypatch, person):
        self.chain = self.figures = self.journal = 0
        for module in (desk, trial):
            monkeypatch.setattr(module, "rank_units", self._counting("chain", module.rank_units))
        monkeypatch.setattr(plain_figure, "chart_of", self._counting("figures", plain_figure.chart_of))
        for journal in (person.home.office.journal, person.home.demonstration.journal):
            event.listen(journal.engine, "before_cursor_execute", self._read)
            monkeypatch.setattr(journal, "_rows", self._counting("journal", journal._rows))
        for shelf in (desk._kept, desk._tried):
            shelf.clear()

    def _counting(self, name, call):
        def counted(*arguments, **options):
            setattr(self, name, getattr(self, name) + 1)
            return call(*arguments, **options)

        return counted

    def _read(self, *_):
        self.journal += 1

    def since(self) -> tuple[int, int]:
        """Chain runs and figures since this was last asked."""
        found = self.chain, self.figures
        self.chain = self.figures = self.journal = 0
        return found


def test_a_run_where_nothing_changed_ranks_nothing(demonstration, monkeypatch):
    demonstration.open("ranking")
    counts = Counts(monkeypatch, demonstration)
    demonstration.app.run()
    assert counts.since() == (2, 1)
    demonstration.app.run()
    assert counts.since() == (0, 1)


def test_a_moved_weight_runs_the_chain_once_and_a_weight_that_was_tried_before_not_at_all(demonstration, monkeypatch):
    demonstration.open("ranking")
    counts = Counts(monkeypatch, demonstration)
    demonstration.app.run()
    counts.since()
    for weight, runs in ((40.0, 1), (50.0, 1), (40.0, 0)):
        demonstration.app.slider(key="weight_0").set_value(weight).run()
        assert counts.since() == (runs, 1)
    demonstration.app.text_input(key="search").set_value("村").run()
    assert counts.since() == (0, 1)


@pytest.mark.parametrize(("page", "most"), [("home", 14), ("ranking", 8), ("unit", 14), ("stability", 8), ("meeting", 8)])
def test_a_run_reads_the_journal_a_few_times(demonstration, monkeypatch, page, most):
    demonstration.open(page)
    counts = Counts(monkeypatch, demonstration)
    demonstration.app.run()
    counts.since()
    demonstration.app.run()
    assert counts.journal <= most


def test_saved_data_are_ranked_anew_for_everybody(demonstration, colleague, monkeypatch):
    counts = Counts(monkeypatch, demonstration.open("ranking"))
    demonstration.app.run()
    counts.since()
    before = demonstration.table
    name = demonstration.store.scheme.indicators[0].name
    demonstration.store.append([sheet_draft({name: {"南沟村": 9}}, "2022年", "补.csv")], "赵磊")
    demonstration.app.run()
    assert counts.since()[0] >= 1
    assert not demonstration.table.equals(before)


NOT_YET = {
    "pandas", "scipy", "docx", "docxtpl", "pptx", "openpyxl", "kaleido", "xlsxwriter", "plotly.express",
    "sqlalchemy", "pydantic", "rapidfuzz", "evaluation.events", "evaluation.intake", "evaluation.archive", "evaluation.stability",
}  # fmt: skip


def test_what_only_other_pages_need_is_not_loaded_for_the_first(templates, tmp_path):
    """Neither by the server's own modules nor by the work that is done ahead of the first page."""
    script = (
        "import app, sys, threading\n"
        "[thread.join() for thread in threading.enumerate() if thread.name == 'open ahead']\n"
        "from evaluation.ui.desk import _kept\n"
        "print(len(_kept._kept), *sys.modules)"
    )
    home = shutil.copytree(templates["demonstration"], tmp_path / "home")
    environment = {**os.environ, "EVALUATION_HOME": str(home), "EVALUATION_UPKEEP": "off"}
    environment.pop("EVALUATION_JOURNAL_URL", None)
    kept, *loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "duckdb" in loaded
    assert not NOT_YET & set(loaded)
    assert int(kept) >= 12


def test_what_was_made_ready_is_all_that_the_first_page_asks_for(demonstration, monkeypatch):
    counts = Counts(monkeypatch, demonstration)
    make_ready(sit_down(lambda: Person("", Role.VIEW)))
    assert counts.since()[0] == 1
    made = set(desk._kept._kept)
    demonstration.open()
    assert counts.since()[0] == 0
    assert set(desk._kept._kept) == made
    assert words.LEADERS.split("{")[0] in demonstration.text


def test_a_process_that_multiprocessing_starts_begins_no_server(tmp_path):
    script = (
        "import gc, runpy, threading; runpy.run_path('app.py', run_name='__mp_main__'); "
        "print(gc.isenabled(), *(thread.name for thread in threading.enumerate()), sep='\\n')"
    )
    home = tmp_path / "home"
    environment = {**os.environ, "EVALUATION_HOME": str(home)}
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert said == ["True", "MainThread"]
    assert not home.exists()
