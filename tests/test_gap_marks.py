"""A score that nobody gave bears a sign wherever it stands, and the sign is told: pictures, slides, documents, sentences."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from pptx import Presentation

from evaluation.award_lock import group_lists
from evaluation.charts.gallery import QUESTIONS, View, anonymised, highlighted
from evaluation.charts.language import A4, PAGE, PROJECTOR, WECHAT
from evaluation.charts.lettering import text_width
from evaluation.explain import trace
from evaluation.export.agenda import Cover, agenda_slides
from evaluation.export.deck import meeting_deck
from evaluation.export.official import Heading, dossier_document
from evaluation.export.slides import room_across
from evaluation.export.unit_notice import unit_notice
from evaluation.funnel import funnel
from evaluation.shortlist import suggest
from evaluation.why import dimension_places, why
from tests.chain import GROUP, PERIOD, dimension, fill, indicator, new_store, ranking_of, roster_of, scheme_of
from tests.test_charts import CAPTION

NOTE = "＊ 有指标没有打分，按全组平均算。"
MARKED, PLAIN = "丙村", "甲村"
NAMES = ("项目建设", "营商环境", "作风能力")
AWARD = {"name": "先进集体", "groups": [GROUP], "quota": 3}


@pytest.fixture(scope="module")
def store():
    """Five units; nobody gave 丙村 a mark for 营商环境, which counts as the group's mean."""
    scheme = scheme_of(
        *(dimension(name, indicator(f"{name}指标")) for name in NAMES),
        missing="group_mean",
        award=[{"name": "先进集体", "groups": ["村"], "quota": 3}],
    )
    names = ("甲村", "乙村", MARKED, "丁村", "戊村")
    marks = {
        f"{name}指标": {unit: 96 - place * 3 - shift for place, unit in enumerate(names)} for shift, name in enumerate(NAMES)
    }
    del marks["营商环境指标"][MARKED]
    return fill(new_store(), scheme, marks, roster=roster_of(村=" ".join(names)))


@pytest.fixture(scope="module")
def item(store):
    (found,) = group_lists(store.cursor(), store.scheme, store.roster, ranking_of(store), store.scheme.award[0])
    return found


@pytest.fixture(scope="module")
def view(store, item):
    floors = dict.fromkeys(NAMES)
    ranking = ranking_of(store)
    units = tuple(replace(unit, previous_rank=unit.rank) for unit in ranking.units)
    return View(replace(ranking, units=units), item.shortlist, CAPTION, floors, "2021年", store.scheme, own_unit=MARKED)


def words_on(figure: dict) -> list[str]:
    return [note["text"].replace("<br>", "") for note in figure["layout"]["annotations"]] + [
        text for trace in figure["data"] for text in trace.get("text") or ()
    ]


PICTURES = [
    pytest.param(question, preset, id=f"{question.key}-{preset.name}")
    for question in QUESTIONS
    for preset in (PROJECTOR, A4, WECHAT, PAGE)
    if question.key != "triangle" and (preset.framed or question.key not in ("praise", "unit"))
]
"""But for those that name no unit's score, that have no form on a page, or whose page says it beside them."""


@pytest.mark.parametrize(("question", "preset"), PICTURES)
def test_every_picture_marks_the_unit_and_says_what_the_mark_means(view, question, preset):
    said = [text.removeprefix("<b>").removesuffix("</b>") for text in words_on(question.figure(view, preset, 1))]
    assert f"{MARKED}＊" in said
    assert f"{PLAIN}＊" not in said
    assert "".join(said).count(NOTE) == 1


def test_the_heat_table_marks_the_very_score(view):
    heat = next(one for one in QUESTIONS if one.key == "heat")
    assert [text for text in words_on(heat.figure(view, PROJECTOR, 1)) if text[0].isdigit() and text.endswith("＊")] == [
        "89.00＊"
    ]


def test_the_waterfall_marks_the_very_score(view):
    waterfall = next(one for one in QUESTIONS if one.key == "unit")
    assert [text for text in words_on(waterfall.figure(view, PROJECTOR, 1)) if "→" in text and "＊" in text] == ["89.00→89.00＊"]


@pytest.mark.parametrize("preset", [PROJECTOR, A4, WECHAT], ids=lambda preset: preset.name)
def test_a_name_too_long_for_its_board_keeps_the_mark(view, preset):
    long = "石堡川水库移民安置新村村民委员会暨社会事务服务中心联合党总支驻镇退役军人服务站" * 2
    rows = tuple(
        replace(row, unit=replace(row.unit, unit=long)) if row.unit.unit == MARKED else row for row in view.shortlist.candidates
    )
    praise = next(one for one in QUESTIONS if one.key == "praise")
    said = words_on(praise.figure(replace(view, shortlist=replace(view.shortlist, candidates=rows)), preset, 1))
    assert [text for text in said if text.endswith("…＊")]
    assert NOTE in said


def test_the_mark_is_told_only_where_it_stands(store, view):
    award = replace(store.scheme.award[0], quota=1)
    few = replace(view, shortlist=suggest(view.ranking, store.scheme, award, "村"), own_unit=None)
    *_, praise = slide_texts(meeting_deck(few))
    assert "＊" not in praise
    many = {name: {f"{place:02}村": 96 - place for place in range(14)} for name in ("投资", "满意度")}
    del many["投资"]["00村"]
    dimensions = (dimension("项目建设", indicator("投资")), dimension("营商环境", indicator("满意度")))
    other = fill(new_store(), scheme_of(*dimensions, missing="group_mean", award=[AWARD]), many)
    ranking = ranking_of(other)
    shortlist = suggest(ranking, other.scheme, other.scheme.award[0], GROUP)
    stable = next(one for one in QUESTIONS if one.key == "stable")
    listed = View(ranking, shortlist, CAPTION, {}, None, other.scheme)
    assert ["".join(words_on(stable.figure(listed, WECHAT, page))).count("＊") for page in (1, 2)] == [2, 0]


def test_a_picture_without_gaps_has_neither_mark_nor_note(view):
    units = tuple(replace(unit, on_gaps=()) for unit in view.ranking.units)
    rows = tuple(replace(row, unit=replace(row.unit, on_gaps=())) for row in view.shortlist.candidates)
    bare = replace(view, ranking=replace(view.ranking, units=units), shortlist=replace(view.shortlist, candidates=rows))
    for question in QUESTIONS:
        assert not [text for text in words_on(question.figure(bare, PROJECTOR, 1)) if "＊" in text]


def test_a_marked_unit_stands_out_and_goes_by_a_stand_in_name_like_any_other(view):
    gap = QUESTIONS[0]
    grounds = [note for note in highlighted(gap.figure(view, PROJECTOR, 1), MARKED)["layout"]["annotations"] if "bgcolor" in note]
    assert [note["text"] for note in grounds] == [f"{MARKED}＊"]
    drawn = highlighted(QUESTIONS[-1].figure(replace(view, chosen=frozenset({MARKED})), WECHAT, 1), MARKED)["layout"][
        "annotations"
    ]
    assert ["bgcolor" in note for note in drawn] == [True, *[False] * (len(drawn) - 1)]  # else over the reason beside it
    hidden = anonymised(view)
    said = words_on(gap.figure(hidden, PROJECTOR, 1))
    assert [text for text in said if text.startswith("单位") and text.endswith("＊")] == [f"{hidden.own_unit}＊"]


def slide_texts(content: bytes) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(content)).slides:
        said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        said += [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        said += [str(name) for shape in slide.shapes if shape.has_chart for name in shape.chart.plots[0].categories]
        yield "\n".join(said)


def test_each_slide_with_the_units_scores_marks_them(view, store, item):
    deck = list(slide_texts(meeting_deck(view)))
    assert len(deck) == 6
    assert all(f"{MARKED}＊" in text and NOTE in text for text in deck)
    assert sum("89.00＊" in text for text in deck) >= 2
    stages = funnel(item.shortlist, store.scheme, store.scheme.award[0])
    matter, totals, dimensions, *_ = slide_texts(agenda_slides(Cover("名单", "村"), item, view.ranking, stages))
    assert "名册 5 → 有总分 5" in matter
    assert f"{MARKED}＊" in totals
    assert NOTE in totals
    assert f"＊ 有指标没有打分、按全组平均算的：{MARKED}（营商环境）。" in dimensions


def test_many_scores_on_gaps_are_named_above_the_chart_and_not_on_it(store, item, view):
    units = {row.unit.unit: f"石堡川水库移民安置新村{row.unit.unit}村民委员会" for row in item.shortlist.candidates}
    rows = tuple(
        replace(row, unit=replace(row.unit, unit=units[row.unit.unit], on_gaps=NAMES * 5)) for row in item.shortlist.candidates
    )
    stands = {units[name]: decision for name, decision in item.stands.items()}
    many = replace(item, shortlist=replace(item.shortlist, candidates=rows), stands=stands)
    stages = funnel(item.shortlist, store.scheme, store.scheme.award[0])
    slide = Presentation(io.BytesIO(agenda_slides(Cover("名单", "村"), many, view.ranking, stages))).slides[2]
    (chart,) = [shape for shape in slide.shapes if shape.has_chart]
    _, line = [shape for shape in slide.shapes if shape.has_text_frame]
    size = line.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = text_width(line.text_frame.text, size) / room_across()
    assert lines > 3
    assert line.top.pt + -(-lines // 1) * size * 1.2 < chart.top.pt
    assert chart.top.pt + chart.height.pt < 7.25 * 72


def test_the_dossier_marks_score_base_and_total_and_says_so_in_its_summary(store):
    heading = Heading(PERIOD, "先进集体", "考核", "考核办", date(2026, 11, 30), "7F3A-91C2", "定稿　")
    by_name = {unit.unit: unit for unit in ranking_of(store).units}
    texts = {}
    for name in (MARKED, PLAIN):
        content = dossier_document(heading, by_name[name], 5, "理由", trace(store.cursor(), PERIOD, name), "group_mean")
        document = Document(io.BytesIO(content))
        scores = [row.cells[0].text for row in document.tables[0].rows[1:]]
        texts[name] = scores, "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert texts[MARKED][0] == ["项目建设", "营商环境＊", "作风能力", "基础分＊", "加减分", "总分＊"]
    assert NOTE in texts[MARKED][1]
    assert "＊" not in "".join([*texts[PLAIN][0], texts[PLAIN][1]])


def test_the_sentence_about_a_unit_says_it_and_so_does_its_notice(store, item):
    ranking = ranking_of(store)
    sentences = {name: why(ranking, item.shortlist, store.scheme, name) for name in (MARKED, PLAIN)}
    assert sentences[MARKED].endswith("。营商环境有指标没有打分，按全组平均算。")
    assert "没有打分" not in sentences[PLAIN]
    unit = next(unit for unit in ranking.units if unit.unit == MARKED)
    content = unit_notice(ranking, unit, sentences[MARKED], dimension_places(ranking, unit), [], scheme="方案第 1 版",
                          check_code="7F3A-91C2", is_final=False, is_demonstration=False)  # fmt: skip
    document = Document(io.BytesIO(content))
    assert [row.cells[0].text for row in document.tables[0].rows[1:]] == ["项目建设", "营商环境＊", "作风能力", "总分＊"]
    assert NOTE in "\n".join(paragraph.text for paragraph in document.paragraphs)
