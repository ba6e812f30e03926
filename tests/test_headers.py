"""Where the header is: rows that can't be it are passed over, and that changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from evaluation.cells import plain_forms
from evaluation.headers import HEADER_SHARE, _by_structure, _first_of_several, _score, find_header

NAMES = ("投资完成率", "2022", "3.5", "服务 满意度", "红旗村", "项目数（10分）", "\x1f", "\ud800")
CELLS = st.one_of(
    st.sampled_from(["", " ", "单位", "得分（满分100分）", "备注", "序号", "85", "85.5", "…", *NAMES]),
    st.text(alphabet="8.村名(满分)（） \x1f", max_size=6),
)


@given(st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=8), st.sets(st.sampled_from(NAMES)))
def test_the_header_is_the_first_row_with_most_of_the_best_score(rows, names):
    known = plain_forms(frozenset(names))
    scores = [_score(row, known, "unit") for row in rows]
    best = max(scores, default=0)
    if best < 2:
        expected = _by_structure(rows)
    else:
        first = next(index for index, score in enumerate(scores) if score >= max(2, HEADER_SHARE * best))
        expected = _first_of_several(rows, first, known)
    assert find_header(rows, names) == expected


def test_rows_of_figures_are_passed_over(monkeypatch):
    scored = []
    monkeypatch.setattr("evaluation.headers._score", lambda row, *_: scored.append(row) or _score(row, *_))
    header = ("单位", "投资完成率", "服务满意度", "备注")
    rows = [("考核表",), header, *[(f"{number}号村", "85", "90.5", "") for number in range(40)]]
    assert find_header(rows, {"投资完成率", "服务满意度", *(row[0] for row in rows)}) == 1
    assert set(scored) == {header, rows[0]}
