"""Texts that mean something to SQL, a browser, a spreadsheet or a template go in as names, headings, remarks, reasons and file
names, and come out of every file as the same characters; none becomes a formula."""

import csv
import io
import zipfile
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from evaluation.archive import examine_archive, read_archive, write_archive
from evaluation.award_events import read_state
from evaluation.award_lock import group_lists, lock_draft
from evaluation.award_state import Notice
from evaluation.events import decided, scheme_set
from evaluation.explain import trace
from evaluation.export.agenda import Cover, agenda_slides
from evaluation.export.lists import candidate_list, ranking_list
from evaluation.export.official import Heading, circular_document, dossier_document, notice_document
from evaluation.export.returned_sheet import returned_sheet
from evaluation.export.scheme_workbook import read_scheme_file, scheme_workbook
from evaluation.export.templates import sheet_template
from evaluation.funnel import funnel
from evaluation.intake import File, check_files, drafts_for
from evaluation.problems import errors
from evaluation.ranking import rank_units
from evaluation.roster import Roster
from evaluation.scheme_tables import scheme_tables
from evaluation.selection import opinion, printed_reasons
from evaluation.store import Store
from evaluation.table_rows import LONG_TEXT
from tests.chain import PERIOD, dimension, indicator, new_store, rows, scheme_of
from tests.resilience.hostile_texts import texts

TEXTS = texts()
UNITS = [text for text in TEXTS if len(text) <= LONG_TEXT]
"""A first cell longer than that, with nothing that looks like a mark, is taken for a footer and said."""
REMARKS = sorted(TEXTS, key=len, reverse=True)[: len(UNITS)]
"""The longer ones, which can't be units, are all among them."""
GROUP = next(text for text in TEXTS if text.startswith(":blue"))
INDICATORS = {text: f"{text}指标" for text in (TEXTS[0], TEXTS[30], TEXTS[100], TEXTS[150], TEXTS[200])}
AWARD = f"{TEXTS[40]}奖"
FILE = f"{TEXTS[31].replace('/', '')}.csv"
SCHEME = scheme_of(
    *(dimension(name, indicator(heading)) for name, heading in INDICATORS.items()),
    award=[{"name": AWARD, "groups": [GROUP], "quota": len(UNITS)}],
)


def as_csv(table: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def sheets() -> list[File]:
    """A roster, a score sheet whose remarks are texts too, and adjustments whose reasons are."""
    marks = [[unit, *["90"] * len(INDICATORS), remark] for unit, remark in zip(UNITS, REMARKS, strict=True)]
    return [
        File("名册.csv", as_csv([["单位", "类别"], *([unit, GROUP] for unit in UNITS)])),
        File(FILE, as_csv([["单位", *INDICATORS.values(), "备注"], *marks])),
        File(
            "加减分.csv",
            as_csv([["单位", "加减分", "事由"], *([unit, "1", reason] for unit, reason in zip(UNITS, REMARKS, strict=True))]),
        ),
    ]


@pytest.fixture(scope="module")
def store() -> Store:
    store = new_store()
    store.append([scheme_set(SCHEME)], TEXTS[5])
    intake = check_files(sheets(), SCHEME, Roster(()), period=PERIOD)
    intake.raise_errors()
    store.append(drafts_for(intake), TEXTS[5])
    store.append([decided(PERIOD, AWARD, unit, "chosen", reason) for unit, reason in zip(UNITS, REMARKS, strict=True)], TEXTS[5])
    draft, position = lock_draft(store, PERIOD, SCHEME.award[0], TEXTS[7])
    store.append([draft], TEXTS[5], seen=position)
    return store


@pytest.fixture(scope="module")
def parts(store):
    """Ranking, list and check code as the exports want them."""
    ranking = rank_units(store.cursor(), PERIOD)
    (item,) = group_lists(store.cursor(), store.scheme, store.roster, ranking, store.scheme.award[0])
    return ranking, item


def cells(content: bytes) -> list:
    """Return every filled cell of a workbook; a formula among them fails."""
    sheets = load_workbook(io.BytesIO(content))
    found = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in found if cell.data_type == "f" or (cell.hyperlink and cell.hyperlink.target)] == []
    return [cell.value for cell in found]


def missing(wanted: list[str], found: list) -> list[str]:
    """Return which texts are no cell of their own."""
    held = set(map(str, found))
    return [text for text in wanted if text not in held]


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    inside = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *inside])


def test_there_are_more_than_two_hundred():
    assert len(TEXTS) >= 240
    assert len(UNITS) >= 200


def test_the_tables_hold_them_as_they_were_handed_in(store):
    assert [row[0] for row in rows(store, "select unit from unit order by position")] == UNITS
    assert missing(REMARKS, [row[0] for row in rows(store, "select reason from adjustment")]) == []
    assert missing(REMARKS, [row[0] for row in rows(store, "select reason from decision")]) == []
    sheet = next(event.payload["sha256"] for event in store.journal.events() if event.kind == "sheet_imported")
    assert store.journal.content(sheet) == sheets()[1].content
    assert {row[0] for row in rows(store, "select distinct indicator from mark")} == set(INDICATORS.values())
    assert FILE in {row[0] for row in rows(store, "select file from import")}
    assert {unit.total for unit in rank_units(store.cursor(), PERIOD).group(GROUP)} == {91}
    assert store.journal.verify() is None


def test_the_ranking_and_the_candidates_are_printed_with_them_and_without_a_formula(store, parts):
    ranking, item = parts
    options = {"scheme": TEXTS[9], "check_code": "7F3A-91C2", "is_demonstration": False}
    ranked = cells(ranking_list(ranking, item.shortlist, **options))
    assert missing([*UNITS, *INDICATORS], ranked) == []
    chosen = {unit: decision.is_chosen for unit, decision in item.stands.items()}
    opinions = {candidate.unit.unit: opinion(candidate) for candidate in item.shortlist.candidates}
    reasons = printed_reasons(item.shortlist, item.stands)
    printed = cells(candidate_list(ranking, item.shortlist, chosen, reasons, opinions, **options))
    assert missing([*UNITS, *REMARKS], printed) == []


def test_documents_hold_them_as_text(store, parts):
    ranking, _ = parts
    heading = Heading(PERIOD, AWARD, TEXTS[9], "考核办", date(2026, 11, 30), "7F3A-91C2", "定稿　")
    notice = Notice(date(2026, 11, 23), date(2026, 11, 27), 5)
    for content in (
        notice_document(heading, {GROUP: UNITS}, notice),
        circular_document(heading, {GROUP: UNITS}, notice, is_from_meeting=True),
    ):
        said = words_of(content)
        assert [text for text in [*UNITS, AWARD] if text not in said] == []
    for unit in ranking.group(GROUP)[::60]:
        said = words_of(dossier_document(heading, unit, len(UNITS), TEXTS[3], trace(store.cursor(), PERIOD, unit.unit)))
        assert [text for text in (unit.unit, TEXTS[3], *INDICATORS.values()) if text not in said] == []


def test_slides_hold_them_as_text(store, parts):
    ranking, item = parts
    stages = funnel(item.shortlist, store.scheme, store.scheme.award[0])
    content = agenda_slides(Cover(AWARD, TEXTS[9]), item, ranking, stages)
    said = "\n".join(str(name) for name in drawn(content))
    assert [text for text in UNITS if text not in said] == []
    with zipfile.ZipFile(io.BytesIO(content)) as deck:
        for name in deck.namelist():
            if name.endswith(".xlsx"):
                cells(deck.read(name))
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in deck.read(name)


def drawn(content: bytes):
    """Yield every text of a deck: of shapes, and the names that its charts show."""
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield from (str(name) for plot in shape.chart.plots for name in plot.categories)


def test_an_archive_brings_them_back(store):
    archive = read_archive(write_archive(store, read_state(store.cursor(), PERIOD, AWARD)))
    assert examine_archive(archive).is_same
    other = new_store()
    other.journal.load(archive.rows, archive.contents)
    other.refresh()
    assert [unit.name for unit in other.roster.units] == UNITS


def test_a_template_and_a_returned_sheet_bring_them_back(store):
    template = sheet_template(store.scheme.dimension[0], store.roster, PERIOD)
    assert missing(UNITS, cells(template)) == []
    name, content = sheets()[1].name, sheets()[1].content.replace(b'"90"', b'"x"', 3)
    intake = check_files([File(name, content)], SCHEME, store.roster, period=PERIOD)
    assert errors(intake.problems)
    assert missing([*UNITS, *REMARKS], cells(returned_sheet(File(name, content), intake.problems))) == []


def test_a_scheme_goes_out_as_a_workbook_and_comes_back_the_same():
    tables = scheme_tables(SCHEME)
    content = scheme_workbook(tables)
    cells(content)
    assert read_scheme_file(content, "方案.xlsx").tables == tables
