"""会议 PPT: native charts whose data are the ranking's, notes with the numbers, text that stays text."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from pptx import Presentation
from pptx.util import Inches

from evaluation.charts import Caption, gallery
from evaluation.charts import language as look
from evaluation.charts.lettering import text_width
from evaluation.export.deck import _size_for, deck_slides, meeting_deck
from evaluation.export.slides import room_across, row_heights
from evaluation.home import Home
from evaluation.ranking import rank_units
from evaluation.shortlist import suggest
from tests import chain


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    store = Home(tmp_path_factory.mktemp("home")).demonstration
    ranking = rank_units(store.cursor(), "2022年")
    shortlist = suggest(ranking, store.scheme, store.scheme.award[0], "村（社区）")
    caption = Caption(
        "考核办", "2022年", "村（社区）", "4 份评分表", 20, 22, "1 : 1 : 1", "方案第 1 版", "2026年11月20日", "7F3A-91C2",
        ("demonstration", "draft"),
    )  # fmt: skip
    floors = {dimension.name: dimension.floor for dimension in store.scheme.dimension}
    return gallery.View(ranking, shortlist, caption, floors, "2021年", store.scheme, own_unit="双庙村")


@pytest.fixture(scope="module")
def shown(view):
    return deck_slides(view)


@pytest.fixture(scope="module")
def deck(view):
    return Presentation(io.BytesIO(meeting_deck(view)))


def slide_of(deck, shown, key):
    return deck.slides[next(place for place, slide in enumerate(shown) if slide.question.key == key)]


def charts_of(deck, shown, key):
    """Every chart of a question, first page first."""
    pages = [slide for slide, one in zip(deck.slides, shown, strict=True) if one.question.key == key]
    return [shape.chart for slide in pages for shape in slide.shapes if shape.has_chart]


def texts(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_each_picture_has_its_slide_with_finding_marks_and_check_code(view, deck, shown):
    assert len(deck.slides) == len(shown) >= 6
    for slide, one in zip(deck.slides, shown, strict=True):
        text = texts(slide)
        assert one.question.text(view) in text
        assert "演示数据" in text
        assert "7F3A-91C2" in text


def test_the_charts_hold_the_rankings_own_numbers(view, deck, shown):
    by_name = {}
    for chart in charts_of(deck, shown, "gap"):
        by_name |= dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    ranked = [row for row in view.shortlist.candidates if row.unit.total is not None]
    assert by_name == {f"{row.unit.rank}　{row.unit.unit}": float(row.gap) for row in ranked}
    for chart in charts_of(deck, shown, "parts"):
        for place, category in enumerate(chart.plots[0].categories):
            row = next(row for row in ranked if category.split("　")[1] == row.unit.unit)
            assert category.split("　")[2] == str(row.unit.total) + (
                f"（{row.unit.adjustment:+}）" if row.unit.adjustment else ""
            ).replace("-", "−")
            assert sum(series.values[place] for series in chart.plots[0].series) == pytest.approx(float(row.unit.base), abs=1e-9)
    first = ranked[0].unit
    assert charts_of(deck, shown, "change")[0].plots[0].series[0].values[-1] == first.previous_rank - first.rank


def test_the_waterfall_stands_on_invisible_bars_and_ends_at_the_units_total(view, deck, shown):
    stand, points = charts_of(deck, shown, "unit")[0].plots[0].series
    unit = next(row.unit for row in view.shortlist.candidates if row.unit.unit == "双庙村")
    assert points.values[-1] == float(unit.total)
    assert stand.values[0] == stand.values[-1] == 0
    assert stand.format.fill.type is not None  # no fill, on purpose


def test_the_notes_hold_the_numbers_behind_each_slide(view, deck, shown):
    for slide, one in zip(deck.slides, shown, strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert one.question.text(view) in notes
        assert "东坪村" in notes or one.question.key == "unit" or one.page > 1
        assert "校验码 7F3A-91C2" in notes
    assert "92.87 = 项目建设" in slide_of(deck, shown, "parts").notes_slide.notes_text_frame.text


def test_hidden_scores_are_nowhere_in_the_deck(view):
    hidden = replace(view, hides_scores=True)
    deck = Presentation(io.BytesIO(meeting_deck(hidden)))
    said = "\n".join(
        text
        for slide in deck.slides
        for text in [slide.notes_slide.notes_text_frame.text, texts(slide)]
        + [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    )
    assert "东坪村" in said
    assert not any(str(row.unit.total) in said for row in view.shortlist.candidates if row.unit.total is not None)
    assert "68.50" not in said


def test_the_boards_of_one_dimension_hide_its_score_too(view):
    award = {"name": "先进集体", "groups": [chain.GROUP], "quota": 1}
    store = chain.fill(chain.new_store(), chain.one(options={"award": [award]}), {"投资": {"甲村": 93.5, "乙村": 80}})
    ranking = chain.ranking_of(store)
    shortlist = suggest(ranking, store.scheme, store.scheme.award[0], chain.GROUP)
    hidden = gallery.View(ranking, shortlist, view.caption, {"项目建设": None}, None, store.scheme, hides_scores=True)
    (slide,) = Presentation(io.BytesIO(meeting_deck(hidden))).slides
    assert "93.5" not in slide.notes_slide.notes_text_frame.text + "".join(
        cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
    )


FIVE = ("高质量项目推进成效", "营商环境突破", "干部作风能力提升", "基层治理与安全稳定", "生态环保")


@pytest.fixture(scope="module")
def worst(view):
    """The demonstration with names of 16 signs, five dimensions, long files' names and a list decided otherwise."""
    names = {row.unit.unit: f"石堡川水库移民安置新村{row.unit.unit}村民委员会"[:16] for row in view.shortlist.candidates}

    def renamed(unit):
        return replace(unit, unit=names.get(unit.unit, unit.unit), dimensions=dict.fromkeys(FIVE, unit.base))

    ranking = replace(
        view.ranking,
        units=tuple(map(renamed, view.ranking.units)),
        weights=dict(zip(FIVE, map(Decimal, (3, 3, 2, 1, 1)), strict=True)),
    )
    rows = tuple(replace(row, unit=renamed(row.unit), below_floor=()) for row in view.shortlist.candidates)
    shortlist = replace(view.shortlist, candidates=rows, cut_unit=names[view.shortlist.cut_unit])
    caption = replace(
        view.caption, states=("final",), group="村（社区）居民自治组织", weights=" : ".join(FIVE) + " = 3 : 3 : 2 : 1 : 1",
        sources="5 份评分表（" + "、".join(f"{name}考核评分表（经分管领导审定最终版）" for name in FIVE) + "）",
        otherwise=f"；定稿名单与建议不同：＋{names['李家河村']}、−{names['新城社区']}",
    )  # fmt: skip
    chosen = frozenset(names[unit] for unit in ("东坪村", "龙泉村", "花园社区", "石桥村", "杏花村", "李家河村"))
    floors = dict.fromkeys(FIVE, Decimal(60))
    return replace(
        view, floors=floors, ranking=ranking, shortlist=shortlist, caption=caption, own_unit=names["双庙村"], chosen=chosen
    )


def test_every_slide_says_what_it_shows_and_where_from_within_its_edges(worst):
    deck = Presentation(io.BytesIO(meeting_deck(worst)))
    for slide in deck.slides:
        *_, foot = [shape for shape in slide.shapes if shape.has_text_frame]
        said = foot.text_frame.text
        for part in (
            "共 22 个单位",
            "= 3 : 3 : 2 : 1 : 1",
            "方案第 1 版",
            "校验码 7F3A-91C2",
            *worst.caption.otherwise[1:].split("、"),
        ):
            assert part in said or (part == "共 22 个单位" and "1 个单位，对照" in said), said
        assert foot.text_frame.word_wrap
        lines = foot.text_frame.paragraphs
        assert all(text_width(line.text, line.runs[0].font.size.pt) <= room_across() for line in lines)
        assert foot.top.pt + sum(line.runs[0].font.size.pt * 1.3 for line in lines) <= deck.slide_height.pt


def test_titles_stay_above_the_line_below_them_and_tables_above_the_foot(worst):
    deck = Presentation(io.BytesIO(meeting_deck(worst)))
    for slide in deck.slides:
        title, line, *others = slide.shapes
        (run,) = title.text_frame.paragraphs[0].runs
        lines = -(-text_width(run.text, run.font.size.pt) // room_across())
        assert title.top.pt + 3.6 + lines * run.font.size.pt * 1.3 <= line.top.pt + 3.6
        for table in (shape.table for shape in others if shape.has_table):
            top = next(shape.top for shape in others if shape.has_table).pt
            size = table.cell(0, 0).text_frame.paragraphs[0].runs[0].font.size.pt
            texts = [[cell.text for cell in row.cells] for row in table.rows]
            heights = row_heights(texts, [column.width for column in table.columns], size)
            assert [row.height.pt for row in table.rows] == pytest.approx(heights, abs=0.1)
            assert top + sum(heights) <= others[-1].top.pt


def test_the_colours_of_the_dimensions_are_those_of_the_pictures(worst):
    deck = Presentation(io.BytesIO(meeting_deck(worst)))
    series = charts_of(deck, deck_slides(worst), "parts")[0].plots[0].series
    assert [f"#{one.format.fill.fore_color.rgb}" for one in series] == list(look.DIMENSIONS[:5])


@pytest.mark.parametrize(("length", "size"), [(4, 16), (15, 14), (40, 9)])
def test_a_table_of_long_names_has_smaller_letters_and_stays_on_its_slide(length, size):
    rows = [["1", name] for name in ("单位", *["站" * length] * 14)]
    assert _size_for(rows, [Inches(0.8), Inches(3.2)]) == size


@pytest.mark.parametrize(("decimals", "form"), [(0, "0"), (1, "0.0"), (3, "0.000")])
def test_a_chart_prints_as_many_decimals_as_are_published(view, decimals, form):
    step = Decimal(1).scaleb(-decimals)

    def rounded(row):
        total = None if row.unit.total is None else row.unit.total.quantize(step)
        return replace(row, unit=replace(row.unit, total=total), gap=None if row.gap is None else row.gap.quantize(step))

    rows = tuple(rounded(row) for row in view.shortlist.candidates)
    line = view.shortlist.cut_line.quantize(step)
    few = replace(view, shortlist=replace(view.shortlist, candidates=rows, cut_line=line))
    deck = Presentation(io.BytesIO(meeting_deck(few)))
    gap = charts_of(deck, deck_slides(few), "gap")[0]
    assert gap.plots[0].data_labels.number_format == f"+{form};−{form};{form}"
