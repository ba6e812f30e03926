"""会议展示: the questions, what can be done to the pictures, the slide show, all pictures at once."""

import io
import json
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader

from evaluation.charts import Caption, gallery
from evaluation.export import album, drawing
from evaluation.ranking import rank_units
from evaluation.shortlist import suggest
from evaluation.ui import meeting_view
from evaluation.wording import gallery as words
from evaluation.wording.records import LOCAL_PERSON
from tests import samples
from tests.pages.cases import fill_plain

UNITS = ("东坪村", "龙泉村", "西岭村", "新城社区", "张家塬村")


def figure_of(person) -> dict:
    return json.loads(person.app.get("plotly_chart")[0].proto.spec)


def texts_of(person) -> str:
    return "\n".join(note["text"] for note in figure_of(person)["layout"]["annotations"])


def ask(person, question: str):
    person.app.radio(key="question").set_value(question).run()
    person.assert_sound()
    return person


def toggle(person, key: str):
    person.app.toggle(key=key).set_value(True).run()
    person.assert_sound()
    return person


def test_every_question_has_its_picture_with_the_finding_for_those_who_cannot_see_it(demonstration):
    demonstration.open("meeting").app.selectbox(key="own_unit").set_value("双庙村").run()
    for question in gallery.QUESTIONS:
        ask(demonstration, question.words)
        assert len(texts_of(demonstration)) > 100
        assert demonstration.app.get("plotly_chart")[0].proto.alt


def test_a_picture_names_the_sheets_that_its_own_group_is_in(demonstration):
    villages = texts_of(demonstration.visit("meeting"))
    offices = texts_of(demonstration.visit("meeting", group=samples.OFFICES))
    assert ("办公室综合评分表" in villages, "办公室综合评分表" in offices) == (False, True)
    assert ("3 份评分表" in villages, "1 份评分表" in offices) == (True, True)


def test_units_can_go_under_stand_in_names_that_stay_the_same(demonstration):
    toggle(demonstration.open("meeting"), "anonymous")
    gap = texts_of(demonstration)
    assert not any(unit in gap for unit in UNITS)
    stand_in = gallery.anonymous_names([unit.name for unit in demonstration.store.roster.units])["东坪村"]
    assert stand_in in gap
    assert stand_in in texts_of(ask(demonstration, words.PRAISE))
    assert not any(unit in texts_of(demonstration) for unit in UNITS)


def test_the_stand_in_number_tells_neither_rank_nor_place():
    names = gallery.anonymous_names([f"第{number}村" for number in range(50)])
    assert sorted(names.values()) == [f"单位{number:02}" for number in range(1, 51)]
    assert [names[f"第{number}村"] for number in range(50)] != sorted(names.values())
    assert names == gallery.anonymous_names(list(reversed(names)))


def test_hidden_scores_leave_ranks_and_refuse_pictures_that_are_scores(demonstration):
    toggle(demonstration.open("meeting"), "hide_scores")
    assert words.NEEDS_SCORES in demonstration.text
    boards = texts_of(ask(demonstration, words.PRAISE))
    assert "东坪村" in boards
    assert "92.87" not in boards
    assert "68.50" not in boards


def test_one_unit_can_stand_out(demonstration):
    demonstration.open("meeting").app.selectbox(key="own_unit").set_value("双庙村").run()
    marked = [note["text"] for note in figure_of(demonstration)["layout"]["annotations"] if "bgcolor" in note]
    assert marked == ["双庙村"]
    toggle(demonstration, "anonymous")
    marked = [note["text"] for note in figure_of(demonstration)["layout"]["annotations"] if "bgcolor" in note]
    assert len(marked) == 1
    assert marked[0].startswith("单位")


def test_a_units_own_picture_needs_a_unit_that_has_a_total(demonstration):
    ask(demonstration.open("meeting"), words.UNIT)
    assert words.CHOOSE_UNIT in demonstration.text
    demonstration.app.selectbox(key="own_unit_here").set_value("南沟村").run()
    demonstration.assert_sound()
    assert words.UNIT_WITHOUT_TOTAL.format(unit="南沟村") in demonstration.text
    demonstration.app.selectbox(key="own_unit").set_value("双庙村").run()
    assert "双庙村" in texts_of(demonstration)


def test_marks_and_a_watermark_can_be_set(demonstration):
    toggle(toggle(demonstration.open("meeting"), "internal"), "watermark")
    assert "内部资料" in texts_of(demonstration)
    labels = [shape["label"]["text"] for shape in figure_of(demonstration)["layout"]["shapes"] if "label" in shape]
    assert sum(label.startswith(LOCAL_PERSON) for label in labels) == 3


def test_the_slide_show_leads_through_all_pictures_and_back(demonstration):
    demonstration.open("meeting").click(words.SHOW)
    demonstration.assert_sound()
    shown = figure_of(demonstration)["layout"]
    assert shown["width"] == 1280
    assert demonstration.button(words.PREVIOUS).disabled
    places = 1
    while not demonstration.button(words.NEXT).disabled:
        demonstration.click(words.NEXT)
        places += 1
    assert words.PLACE.format(place=places, count=places) in demonstration.text
    assert places == len(gallery.QUESTIONS) - 1  # one page each, but no unit was chosen to have its own
    demonstration.click(words.LEAVE)
    assert not demonstration.has_button(words.NEXT)
    demonstration.assert_sound()


def test_choices_outlive_the_slide_show(demonstration):
    toggle(demonstration.open("meeting"), "anonymous")
    demonstration.click(words.SHOW).click(words.LEAVE)
    assert demonstration.app.toggle(key="anonymous").value
    assert not any(unit in texts_of(demonstration) for unit in UNITS)


def test_without_an_earlier_period_the_change_says_why_it_has_no_picture(office):
    fill_plain(office.store, {"甲村": 90, "乙村": 80})
    ask(office.open("meeting"), words.CHANGE)
    assert words.NO_EARLIER in office.text


@pytest.fixture(scope="module")
def drawer():
    drawer = drawing.Drawer()
    yield drawer
    drawer.close()


def test_the_album_holds_every_slide_in_order_with_chinese_names(demonstration, drawer):
    demonstration.open("meeting")
    view = _view(demonstration)
    shown = gallery.slides(view, meeting_view.A4)[:2]
    pictures = list(album.drawn(view, shown, meeting_view.A4, "png", drawer))
    packed = zipfile.ZipFile(io.BytesIO(album.as_zip(pictures)))
    assert packed.namelist()[0] == "01_2022年_村（社区）_谁靠前差多少_A4横.png"
    assert all(Image.open(packed.open(name)).size == (3508, 2480) for name in packed.namelist())
    pages = list(album.drawn(view, shown, meeting_view.A4, "pdf", drawer))
    pdf = PdfReader(io.BytesIO(album.as_pdf(pages, "会议图片")))
    assert len(pdf.pages) == 2
    assert "东坪村" in pdf.pages[0].extract_text()


def _view(person) -> gallery.View:
    store = person.store
    ranking = rank_units(store.cursor(), "2022年")
    award = store.scheme.award[0]
    shortlist = suggest(ranking, store.scheme, award, "村（社区）")
    caption = Caption("考核办", "2022年", "村（社区）", "4 份评分表", 20, 22, "1 : 1 : 1", "方案第 1 版", "2026年11月20日")
    floors = {dimension.name: dimension.floor for dimension in store.scheme.dimension}
    return gallery.View(ranking, shortlist, caption, floors, "2021年", store.scheme)
