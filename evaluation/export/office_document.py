"""Word documents on official paper (GB/T 9704-2012): A4, its margins, its type sizes, tables; text stays text.

Fonts are named, not bundled; every run names the East Asian font too, or Word would take another for Chinese letters.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from evaluation.export.xml_text import xml_text

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE = 22, 16, 12
"""2号, 3号, 小4号 in points."""


@dataclass(frozen=True)
class Table:
    """A table with its headings repeated on each page. ``widths`` are in mm; ``right`` are columns of figures."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    right: frozenset[int] = frozenset()


Block = str | Table


def write_document(title: str, lines: Sequence[str], blocks: Sequence[Block], *, landscape: bool = False) -> bytes:
    """Return a DOCX: title, centred lines (office, date, state), then paragraphs and tables in order."""
    document = Document()
    _set_up_page(document, landscape=landscape)
    _write(document.add_paragraph(), title, TITLE_FONT, TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    for line in lines:
        _write(document.add_paragraph(), line, BODY_FONT, TABLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    for block in blocks:
        if isinstance(block, Table):
            _write_table(document, block)
        else:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(BODY_SIZE * 2)
            _write(paragraph, block, BODY_FONT, BODY_SIZE)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up_page(document: DocxDocument, *, landscape: bool) -> None:
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    if landscape:
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)


def _write(paragraph: Paragraph, text: str, font: str, size: float, alignment: WD_ALIGN_PARAGRAPH | None = None) -> None:
    """Write one run; signs that no XML may hold are left out."""
    run = paragraph.add_run(xml_text(text))
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(2)
    if alignment is not None:
        paragraph.alignment = alignment


def _write_table(document: DocxDocument, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for cell, head in zip(grid.rows[0].cells, table.heads, strict=True):
        _write(cell.paragraphs[0], head, HEAD_FONT, TABLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    _repeat(grid.rows[0])
    for row in table.rows:
        for place, (cell, text) in enumerate(zip(grid.add_row().cells, row, strict=True)):
            alignment = WD_ALIGN_PARAGRAPH.RIGHT if place in table.right else None
            _write(cell.paragraphs[0], text, BODY_FONT, TABLE_SIZE, alignment)
    # Word goes by the cells' widths, LibreOffice and WPS by those of the columns.
    for column, width in zip(grid.columns, table.widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, table.widths, strict=True):
            cell.width = Mm(width)
        _keep_whole(row)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _repeat(row: _Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
