"""公示, 通报, 推荐材料 and the slides for the meeting: layout, fonts, text that stays text, what LibreOffice makes of them."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pptx import Presentation
from pypdf import PdfReader

from evaluation.award_lock import group_lists
from evaluation.award_state import Notice
from evaluation.charts.lettering import text_width
from evaluation.events import decided, roster_set, scheme_set
from evaluation.explain import trace
from evaluation.export import official
from evaluation.export.agenda import LINES, REASON, ROWS, UNITS, Cover, agenda_slides, by_lines
from evaluation.export.office_document import Table, write_document
from evaluation.export.official import (
    Heading,
    circular_document,
    dossier_document,
    notice_document,
    reason_without_words,
)
from evaluation.export.rectification import rectification_document
from evaluation.export.unit_notice import NoticeLine, unit_notice
from evaluation.funnel import funnel
from evaluation.problems import EvaluationError
from evaluation.ranking import RankedUnit, rank_units
from evaluation.roster import Roster, Unit
from evaluation.steps import Step
from evaluation.why import dimension_places
from tests.chain import PERIOD, adjustment_draft, dimension, fill, indicator, new_store, scheme_of, sheet_draft, veto_draft
from tests.pages.cases import HOSTILE

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NEEDS_SOFFICE = (
    "LibreOffice isn't here, so nobody sees what the documents look like: apt-get install libreoffice-writer libreoffice-impress"
)
CODE, AWARD = "7F3A-91C2", "先进集体"
NOTICE = Notice(date(2026, 11, 23), date(2026, 11, 27), 5)
LONG = tuple(f"东川街道幸福花园第{number:02d}社区居民委员会" for number in range(1, 33))
MARKUP = (*HOSTILE, "{{ 7*7 }}", "{% for x in y %}", "{%p endfor %}", "</w:t></w:r>", "a\x00b\x0bc", "]]>", "{#x#}")


def heading(award: str = AWARD) -> Heading:
    return Heading(PERIOD, award, "三个年活动考核", "考核办", date(2026, 11, 30), CODE, "定稿　")


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def street():
    """32 units with long and hostile names, three dimensions, one veto, one unit put in by people."""
    names = [*MARKUP[:6], *LONG[6:]]
    parts = [dimension(name, indicator(f"{name}指标"), floor=60) for name in ("项目建设", "营商环境", "作风能力")]
    scheme = scheme_of(*parts, award=[{"name": AWARD, "groups": ["村"], "quota": 8, "minimum_total": 70}])
    store = new_store()
    roster = Roster(tuple(Unit(name, "村", (), place) for place, name in enumerate(names, 1)))
    marks = {f"{part['name']}指标": {name: f"{98 - place * 1.13 - shift:.2f}" for place, name in enumerate(names)}
             for shift, part in enumerate(parts)}  # fmt: skip
    store.append([scheme_set(scheme), roster_set(roster), sheet_draft(marks), veto_draft([(names[3], "<事故>")])], "考核办")
    store.append(
        [decided(PERIOD, AWARD, names[9], "chosen", "{{ 理由 }}"), decided(PERIOD, AWARD, names[0], "undecided", "再议")], "王"
    )
    return store


def parts_of(store):
    cursor = store.cursor()
    ranking = rank_units(cursor, PERIOD)
    award = store.scheme.award[0]
    (item,) = group_lists(cursor, store.scheme, store.roster, ranking, award)
    return ranking, item, funnel(item.shortlist, store.scheme, award)


def slides(store) -> bytes:
    ranking, item, stages = parts_of(store)
    return agenda_slides(Cover("2022年先进集体推荐名单", f"村　草案　校验码 {CODE}", "演示数据　"), item, ranking, stages)


def dossier(store, unit: str) -> bytes:
    _, item, _ = parts_of(store)
    ranked = next(candidate.unit for candidate in item.shortlist.candidates if candidate.unit.unit == unit)
    return dossier_document(heading(), ranked, len(item.stands), item.stands[unit].reason, trace(store.cursor(), PERIOD, unit))


@pytest.mark.parametrize("name", ["公示.docx", "通报.docx", "推荐材料.docx"])
def test_no_row_of_a_template_breaks_over_two_pages(name):
    for table in Document(str(official.TEMPLATES / name)).tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


# --- the page of GB/T 9704-2012 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["公示.docx", "通报.docx", "推荐材料.docx"])
def test_a_template_has_the_page_and_the_fonts_of_the_standard(name):
    document = Document(str(official.TEMPLATES / name))
    (section,) = document.sections
    sizes = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 37, 35, 28, 26]
    title = next(paragraph for paragraph in document.paragraphs if paragraph.text)
    assert (title.runs[0].font.size, font_of(title.runs[0])) == (Pt(22), "方正小标宋简体")
    fonts = {font_of(run) for paragraph in document.paragraphs for run in paragraph.runs}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    assert {paragraph.paragraph_format.line_spacing for paragraph in document.paragraphs} == {Pt(28)}
    assert all(font_of(run) for part in (section.footer, section.even_page_footer) for run in part.paragraphs[0].runs)
    instructions = [element.text for element in section.footer._element.iter(qn("w:instrText"))]
    assert instructions == ["PAGE"]


def font_of(run) -> str | None:
    return run._element.rPr.rFonts.get(qn("w:eastAsia"))


def test_every_run_of_a_filled_document_names_its_chinese_font():
    document = Document(io.BytesIO(notice_document(heading(), {"村": LONG}, NOTICE)))
    assert [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.text and not font_of(run)] == []


# --- what they say ----------------------------------------------------------------------------------------------------


def test_the_notice_proposes_names_its_days_and_asks_for_objections():
    said = text_of(notice_document(heading(), {"村（社区）": ["东坪村", "龙泉村"], "办公室": ["项目办"]}, NOTICE))
    for words in (
        "关于2022年先进集体拟推荐名单的公示",
        "拟推荐下列3个单位",
        "一、村（社区）（2个）",
        "东坪村、龙泉村。",
        "二、办公室（1个）",
        "2026年11月23日至2026年11月27日（5个工作日）",
        "如有异议",
        "2026年11月30日",
        f"定稿　校验码 {CODE}",
    ):
        assert words in said


def test_the_eleventh_group_is_numbered_on():
    lists = {f"第{number}组": ["东坪村"] for number in range(1, 22)}
    headings = [line for line in text_of(notice_document(heading(), lists, NOTICE)).splitlines() if "组（1个）" in line]
    assert [line.split("、")[0] for line in headings][9:12] == ["十", "十一", "十二"]
    assert headings[20].startswith("二十一、第21组")


@pytest.mark.parametrize(
    ("notice", "is_from_meeting", "course"),
    [
        (NOTICE, True, "经考核排名、会议研究并经公示，现将"),
        (NOTICE, False, "经考核排名并经公示，现将"),
        (None, True, "经考核排名、会议研究，现将"),
        (None, False, "经考核排名，现将"),
    ],
)
def test_a_circular_speaks_of_a_meeting_and_of_a_notice_only_where_there_were_any(notice, is_from_meeting, course):
    assert course in text_of(circular_document(heading(), {"村": ["东坪村"]}, notice, is_from_meeting=is_from_meeting))


def test_a_circular_says_under_which_name_a_unit_hung_out():
    content = circular_document(heading(), {"村": ["乙社区"]}, NOTICE, is_from_meeting=True, renamed={"乙社区": "乙村"})
    assert "会议研究并经公示（乙社区公示时名为乙村），现将" in text_of(content)


def test_one_group_alone_has_no_number_in_a_circular():
    alone = text_of(circular_document(heading(), {"村": ["东坪村"]}, None, is_from_meeting=True))
    assert "村（1个）" in alone.splitlines()


def test_a_dossier_leads_each_score_to_its_cell(street):
    said = text_of(dossier(street, LONG[9]))
    ranked = next(unit for unit in rank_units(street.cursor(), PERIOD).units if unit.unit == LONG[9])
    for words in (
        f"总分 {ranked.total} 分",
        "项目建设指标",
        f"{ranked.dimensions['项目建设']}",
        "评分.csv · 第 1 行 A 列",
        "{{ 理由 }}",
    ):
        assert words in said


def test_a_dossier_tells_of_a_cap_only_where_it_holds_the_adjustments():
    scheme = scheme_of(
        dimension("项目建设", indicator("投资")),
        adjustment={"bonus_cap": 5, "deduction_cap": 3},
        award=[{"name": AWARD, "groups": ["村"], "quota": 2}],
    )
    points = [("甲村", 4), ("甲村", 4), ("甲村", -2), ("甲村", -2), ("乙村", 4), ("乙村", -2)]
    roster = Roster((Unit("甲村", "村", (), 1), Unit("乙村", "村", (), 2)))
    store = new_store()
    marks = sheet_draft({"投资": {"甲村": 80, "乙村": 70}})
    store.append([scheme_set(scheme), roster_set(roster), marks, adjustment_draft(points)], "考核办")
    rows = {
        unit: [[cell.text for cell in row.cells] for row in Document(io.BytesIO(dossier(store, unit))).tables[1].rows]
        for unit in ("甲村", "乙村")
    }
    capped = [["加分", "+5.00", "", "加分最多 5.00"], ["扣分", "-3.00", "", "扣分最多 3.00"]]
    assert [row for row in rows["甲村"] if row[0] in ("加分", "扣分")] == capped
    assert [row[1] for row in rows["甲村"][2:]] == ["+5.00", "+4.00", "+4.00", "-3.00", "-2.00", "-2.00"]
    assert [row[1] for row in rows["乙村"][2:]] == ["+4.00", "-2.00"]


@pytest.mark.parametrize(
    ("unit", "options", "decisions", "reason"),
    [
        ("甲村", {}, {}, "符合方案规定的全部条件，按名次列入名额。"),
        (
            "丙社区",
            {"condition": [{"tag": "社区", "at_least": 1}]},
            {},
            "符合方案规定的全部条件，按名额条件（至少 1 个社区）列入名额，乙村让出名额。",
        ),
        ("甲村", {"condition": [{"tag": "社区", "at_least": 1}]}, {}, "符合方案规定的全部条件，按名次列入名额。"),
        ("丁村", {"minimum_total": 75}, {"丁村": ""}, "经人工定为拟推荐，没有写明理由；系统意见：总分 70.00 ＜ 75。"),
        ("丙社区", {}, {"丙社区": ""}, "经人工定为拟推荐，没有写明理由；系统意见：名额外。"),
    ],
)
def test_a_dossier_says_by_rank_only_where_the_rank_let_the_unit_in(unit, options, decisions, reason):
    scores = {"甲村": 95, "乙村": 90, "丙社区": 80, "丁村": 70}
    award = {"name": AWARD, "groups": ["村"], "quota": 2, **options}
    store = new_store()
    units = [Unit(name, "村", (), place, ("社区",) if "社区" in name else ()) for place, name in enumerate(scores, 1)]
    scheme = scheme_of(dimension("项目建设", indicator("投资")), award=[award])
    store.append([scheme_set(scheme), roster_set(Roster(tuple(units))), sheet_draft({"投资": scores})], "考核办")
    store.append([decided(PERIOD, AWARD, name, "chosen", why) for name, why in decisions.items()], "王")
    _, item, _ = parts_of(store)
    assert unit in item.chosen
    assert reason_without_words(item.shortlist, unit) == reason


@pytest.mark.parametrize(
    ("total", "rank", "said"),
    [
        ("88.10", 3, "总分 88.10 分，在村 9 个单位中排第 3 名。"),
        ("88.10", None, "总分 88.10 分，因一票否决不参加村排名。"),
        (None, None, "东坪村资料不全，2022年没有总分和名次。"),
    ],
)
def test_a_dossier_says_why_a_unit_has_no_rank(total, rank, said):
    value = None if total is None else Decimal(total)
    status = "incomplete" if total is None else "ranked"
    unit = RankedUnit("2022年", "村", "东坪村", 1, rank, value, value, Decimal(0), {"项目建设": value}, status)
    step = Step("total", "总分", value, None)
    text = text_of(dossier_document(heading(), unit, 9, "", step))
    assert said in text
    assert "None" not in text


def test_the_notice_to_a_unit_has_its_figures_beside_those_of_its_group():
    parts = dimension("项目建设", indicator("投资"), weight=2), dimension("作风能力", indicator("测评"))
    marks = {"投资": {"甲村": 95, "乙村": 80}, "测评": {"甲村": 60, "乙村": 90}}
    store = fill(new_store(), scheme_of(*parts, veto="unrank"), marks, adjustments=[("甲村", -1)], vetoes=[("乙村", "事故")])
    ranking = rank_units(store.cursor(), PERIOD)

    def notice(unit: RankedUnit, *, is_final: bool) -> tuple[list[str], list[list[str]]]:
        lines = [NoticeLine(("项目建设", "投资", "95", "95.00", "2", "1/2", "评分.csv"))]
        places = dimension_places(ranking, unit)
        marks = {"scheme": "考核", "check_code": CODE, "is_final": is_final, "is_demonstration": not is_final}
        content = unit_notice(ranking, unit, "说明。", places, lines, **marks)
        document = Document(io.BytesIO(content))
        (scores, evidence) = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
        assert evidence[1:] == [list(lines[0].texts)]
        return [paragraph.text for paragraph in document.paragraphs], scores[1:]

    units = {unit.unit: unit for unit in ranking.units}
    said, rows = notice(units["甲村"], is_final=True)
    assert rows == [
        ["项目建设", "95.00", "1/2", "87.50", "+5.00"],
        ["作风能力", "60.00", "2/2", "75.00", "−5.00"],
        ["加减分", "−1.00", "—", "—", "—"],
        ["总分", "82.33", "1", "—", "—"],
    ]
    assert said[1].endswith(f"　定稿　校验码 {CODE}")
    assert "权重 项目建设 2 : 作风能力 1；" in said[2]
    said, rows = notice(units["乙村"], is_final=False)
    assert rows[2:] == [["总分", "83.33", "—", "—", "—"]]
    assert "演示数据" in said[1]
    assert said[2].endswith(f"　草案　校验码 {CODE}")


@pytest.mark.parametrize("hostile", MARKUP)
def test_what_people_wrote_stays_text_in_every_document(hostile):
    shown = "".join(character for character in hostile if character >= " ")
    for content in (
        notice_document(heading(hostile), {hostile: [hostile]}, NOTICE),
        circular_document(heading(hostile), {hostile: [hostile]}, None, is_from_meeting=True),
    ):
        said = text_of(content)
        assert said.count(shown) >= 3
        fields = re.findall(r"<w:instrText[^>]*>([^<]*)", zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode())
        assert fields == []


def test_a_broken_template_is_told_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(official, "TEMPLATES", tmp_path)
    document = Document()
    document.add_paragraph("{{ award ")
    document.save(tmp_path / "公示.docx")
    with pytest.raises(EvaluationError, match=r"模板“公示\.docx”用不了"):
        notice_document(heading(), {"村": ["东坪村"]}, NOTICE)
    with pytest.raises(EvaluationError, match=r"模板“通报\.docx”用不了"):
        circular_document(heading(), {"村": ["东坪村"]}, NOTICE, is_from_meeting=True)


def test_a_template_cannot_reach_into_the_program(tmp_path, monkeypatch):
    monkeypatch.setattr(official, "TEMPLATES", tmp_path)
    document = Document()
    document.add_paragraph("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    document.save(tmp_path / "公示.docx")
    with pytest.raises(EvaluationError):
        notice_document(heading(), {"村": ["东坪村"]}, NOTICE)


# --- slides -----------------------------------------------------------------------------------------------------------


def test_the_slides_hold_editable_charts_with_the_figures_of_the_ranking(street):
    ranking, item, _ = parts_of(street)
    deck = Presentation(io.BytesIO(slides(street)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    totals = {}
    for chart in charts:
        plot = chart.plots[0]
        if [series.name for series in plot.series] == ["总分"]:
            totals |= {
                label.split("　", 1)[1]: value for label, value in zip(plot.categories, plot.series[0].values, strict=True)
            }
        else:
            assert [series.name for series in plot.series] == list(ranking.weights)[::-1]
    assert {unit: Decimal(str(value)) for unit, value in totals.items()} == {unit.unit: unit.total for unit in ranking.units}
    said = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "演示数据" in said
    assert f"（拟推荐：{item.stands[LONG[9]].reason}）" in said
    assert ["总分与名次（第 1–16 个，共 32 个单位）" in said, "总分与名次（第 17–32 个，共 32 个单位）" in said] == [True, True]


def test_the_slides_count_and_name_units_without_a_total_and_tell_who_gave_way_from_who_failed():
    names = ("项目建设", "营商环境")
    scores = {"甲村": 95, "乙村": 90, "丙社区": 80, "丁村": 50}
    parts = [dimension(name, indicator(f"{name}指标"), floor=60) for name in names]
    award = {"name": AWARD, "groups": ["村"], "quota": 2, "condition": [{"tag": "社区", "at_least": 1}]}
    units = [Unit(name, "村", (), place, ("社区",) if "社区" in name else ()) for place, name in enumerate([*scores, "戊村"], 1)]
    marks = {"项目建设指标": {**scores, "戊村": 88}, "营商环境指标": scores}
    store = new_store()
    store.append([scheme_set(scheme_of(*parts, award=[award])), roster_set(Roster(tuple(units))), sheet_draft(marks)], "考核办")
    store.append([decided(PERIOD, AWARD, "戊村", "chosen", "会议定")], "王")
    deck = Presentation(io.BytesIO(slides(store)))
    titles = [next(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in deck.slides]
    assert titles[1:] == [
        "总分与名次（第 1–4 个，共 5 个单位，其中 1 个资料不全）",
        "拟推荐单位各项得分",
        "没有通过条件的单位",
        "符合条件、让出名额的单位",
    ]
    (plot,) = [shape.chart.plots[0] for shape in deck.slides[2].shapes if shape.has_chart]
    assert list(plot.categories) == ["戊村（资料不全）", "丙社区", "甲村"]
    assert {series.name: series.values for series in plot.series} == {
        "项目建设": (88.0, 80.0, 95.0),
        "营商环境": (None, 80.0, 95.0),
    }
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [[[cell.text for cell in row.cells] for row in table.rows][1:] for table in tables] == [
        [
            ["丁村", "4", "50.00", "项目建设 50.00 ＜ 底线 60；营商环境 50.00 ＜ 底线 60"],
            ["戊村", "—", "—", "缺营商环境"],
        ],
        [["乙村", "2", "90.00", "名额让给丙社区（至少 1 个社区）"]],
    ]
    matter = "\n".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert "拟推荐 3 家（名额 2）：甲村、丙社区、戊村" in matter
    assert "与系统建议不同的：戊村（拟推荐：会议定）\n" in matter
    store.append([decided(PERIOD, AWARD, "乙村", "chosen", "会议定")], "王")
    assert len(Presentation(io.BytesIO(slides(store))).slides) == len(titles) - 1  # nobody gave way in the end


def test_tables_have_the_widths_of_their_columns_for_every_program():
    table = Table(("指标", "出处"), [("招商引资", "项目建设评分表.csv · 第 4 行 C 列")], (40, 116))
    grid = Document(io.BytesIO(write_document("通知单", ["考核办"], [table]))).tables[0]
    assert [round(column.width.mm) for column in grid.columns] == [40, 116]
    assert {tuple(round(cell.width.mm) for cell in row.cells) for row in grid.rows} == {(40, 116)}


def test_a_notice_has_no_figure_that_breaks_and_a_list_of_duties_says_what_its_ranks_rest_on(street):
    ranking = rank_units(street.cursor(), PERIOD)
    unit = replace(ranking.units[0], dimensions=dict.fromkeys(ranking.weights, Decimal("100.00")), total=Decimal("100.00"))
    lines = [NoticeLine(("项目建设", "指标", "100.00", "100.00", "0.333", "99/100", "评分.csv · 第 1 行 A 列"))]
    notice = unit_notice(
        ranking, unit, "总分 100.00。", [], lines, scheme="方案第 1 版", check_code=CODE, is_final=False, is_demonstration=False
    )
    for table in Document(io.BytesIO(notice)).tables:
        for row in table.rows[1:]:
            for cell in row.cells:
                if re.fullmatch(r"[\d./+−]+", cell.text):
                    assert text_width(cell.text, 12) <= cell.width.pt - 2 * 5.4, cell.text  # what Word keeps free at both sides
    duties = rectification_document(
        PERIOD, "村", [["甲村", "3", "", "", "", "", "", ""]], check_code=CODE, is_final=True, is_demonstration=False
    )
    assert f"名次和得分：定稿　校验码 {CODE}" in text_of(duties)


def test_slides_of_one_kind_are_equally_full_and_have_one_axis(street):
    deck = Presentation(io.BytesIO(slides(street)))
    kinds: dict[tuple[str, ...], list] = {}
    for chart in [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]:
        kinds.setdefault(tuple(series.name for series in chart.plots[0].series), []).append(chart)
    assert sorted(map(len, kinds.values())) == [2, 2]
    for (name, *_), charts in kinds.items():
        counts = [len(list(chart.plots[0].categories)) for chart in charts]
        assert max(counts) - min(counts) <= 1
        assert max(counts) <= (ROWS if name == "总分" else UNITS)
        ((lowest, highest),) = {(chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) for chart in charts}
        best = max(value for chart in charts for series in chart.plots[0].series for value in series.values)
        assert lowest == 0
        assert best < highest <= best + 20


def test_who_fell_out_stands_on_as_few_slides_as_hold_all_reasons():
    def fallen(number: int, reason: str) -> SimpleNamespace:
        return SimpleNamespace(unit=SimpleNamespace(unit=f"{number:02d}村"), all_reasons=(reason,))

    short = [fallen(number, "资料不全") for number in range(LINES)]
    assert list(by_lines(short)) == [short]
    parts = list(by_lines([*short, fallen(99, "资料不全")]))
    assert [len(part) for part in parts] == [LINES, 1]
    long = [fallen(number, "字" * (3 * REASON)) for number in range(11)]
    assert [len(part) for part in by_lines(long)] == [LINES // 3, LINES // 3, 1]
    endless = [fallen(0, "字" * (REASON * LINES * 2)), fallen(1, "资料不全")]
    assert [len(part) for part in by_lines(endless)] == [1, 1]
    assert list(by_lines([])) == []


def test_every_text_of_the_slides_names_its_chinese_font(street):
    deck = Presentation(io.BytesIO(slides(street)))
    runs = [run for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]  # fmt: skip
    assert runs
    assert all(run._r.rPr.find(qn("a:ea")) is not None for run in runs)


# --- as LibreOffice shows them ----------------------------------------------------------------------------------------


@pytest.mark.skipif(SOFFICE is None, reason=NEEDS_SOFFICE)
def test_documents_of_32_units_with_long_names_come_out_whole_as_pages(street, tmp_path):
    files = {
        "notice.docx": notice_document(heading(), {"村（社区）": LONG}, NOTICE),
        "circular.docx": circular_document(heading(), {"村（社区）": LONG}, NOTICE, is_from_meeting=True),
        "dossier.docx": dossier(street, LONG[9]),
        "slides.pptx": slides(street),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *(str(tmp_path / name) for name in files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = {name: PdfReader(tmp_path / Path(name).with_suffix(".pdf")).pages for name in files}
    for name in ("notice.docx", "circular.docx"):
        texts = [re.sub(r"\s", "", page.extract_text()) for page in pages[name]]
        said = "".join(re.sub(r"—\d+—", "", text) for text in texts)
        assert [unit for unit in LONG if unit not in said] == []
        assert len(pages[name]) == 2
        assert "希望上述单位" in said or "如有异议" in said
        assert CODE in texts[-1]
        assert len(texts[-1]) > 60, "a page with nothing but the signature"
        assert [round(float(side) / 72 * 25.4) for side in pages[name][0].mediabox[2:]] == [210, 297]
    assert len(pages["dossier.docx"]) <= 2
    assert len(pages["slides.pptx"]) == len(Presentation(io.BytesIO(files["slides.pptx"])).slides)


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\x0b", "\x00"])
def test_signs_that_no_xml_holds_are_left_out_of_documents(sign):
    text = f"定{sign}岗"
    content = write_document(text, [text], [text, Table([text], [[text]], [40])])
    document = Document(io.BytesIO(content))
    assert {paragraph.text for paragraph in document.paragraphs if paragraph.text} == {"定岗"}
    assert {cell.text for row in document.tables[0].rows for cell in row.cells} == {"定岗"}


def test_the_slides_name_whoever_was_passed_over_in_a_tie_and_speak_of_no_meeting():
    scheme = scheme_of(dimension("项目", indicator("投资")), award=[{"name": AWARD, "groups": ["村"], "quota": 2}])
    store = new_store()
    roster = Roster(tuple(Unit(name, "村", (), place) for place, name in enumerate(("甲", "乙", "丙"), 1)))
    store.append([scheme_set(scheme), roster_set(roster), sheet_draft({"投资": {"甲": 90, "乙": 80, "丙": 80}})], "王")
    matter = Presentation(io.BytesIO(slides(store))).slides[0]
    assert "名单与系统建议一致。" in "".join(shape.text_frame.text for shape in matter.shapes)
    store.append([decided(PERIOD, AWARD, "乙", "chosen", "项目好"), decided(PERIOD, AWARD, "丙", "not_chosen", "去年已评")], "王")
    matter = Presentation(io.BytesIO(slides(store))).slides[0]
    said = "\n".join(shape.text_frame.text for shape in matter.shapes)
    assert "与系统建议不同的：乙（拟推荐：项目好）；丙（不推荐：去年已评）" in said
    assert "会议意见" not in said
