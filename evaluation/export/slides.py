"""What every deck is made of: slides with a finding, native charts and tables that stay editable, notes with the numbers."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import TypeVar

import pptx.chart.xlsx
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import _Paragraph
from pptx.util import Emu, Inches, Pt
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from evaluation.charts import language as look
from evaluation.charts.lettering import fit, text_width
from evaluation.export.xml_text import xml_text

WIDTH, HEIGHT, LEFT = Inches(13.333), Inches(7.5), Inches(0.6)
INK, SOFT, CHOSEN, COUNTED, RED, WHITE = (
    RGBColor.from_string(code) for code in ("1E2A32", "555D5C", "1F4254", "A9B4B9", "B3261E", "FFFFFF")
)

DIMENSIONS = tuple(RGBColor.from_string(code.removeprefix("#")) for code in look.DIMENSIONS)
ON_DIMENSIONS = tuple(RGBColor.from_string(look.text_on(code).removeprefix("#")) for code in look.DIMENSIONS)
"""What a number on the fill of a dimension is written in."""
TITLE_FONT, FONT = "华文中宋", "微软雅黑"

TITLE_SIZES, LINE_SIZES = (32, 28, 24, 20, 18), (16, 14, 12)
LINE_TOP, CHART_TOP = 1.2, 1.7
"""In inches from a slide's top."""
TABLE_LINE, CELL_MARGINS, ROW_MARGINS = 1.3, 15, 4
"""Height of a line as a multiple of its size, and the points that a table's cell keeps free beside and above its text."""

Item = TypeVar("Item")

_TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def _open_worksheet(_writer: object, file: io.BytesIO) -> Iterator[tuple[Workbook, Worksheet]]:
    book = Workbook(file, _TEXT_ONLY)
    yield book, book.add_worksheet()
    book.close()


# python-pptx lets nobody say how the workbook behind a chart is written: names that begin with = became formulas there.
pptx.chart.xlsx._BaseWorkbookWriter._open_worksheet = _open_worksheet


def new_deck() -> Presentation:
    """Return an empty deck, 16:9."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    return deck


def saved(deck: Presentation) -> bytes:
    """Return the deck as a file."""
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def evenly(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    """Yield the items slide by slide, as equally many on each as can be and at most so many."""
    slides = -(-len(items) // most)
    for nth in range(slides):
        yield items[len(items) * nth // slides : len(items) * (nth + 1) // slides]


def as_published(decimals: int, *, signed: bool = False) -> str:
    """Return the format of a chart's numbers with as many decimals as are published; ``signed``: with + and the real minus."""
    plain = f"0.{'0' * decimals}" if decimals else "0"
    return f"+{plain};−{plain};{plain}" if signed else plain


def add_slide(deck: Presentation, title: str, line: str) -> Slide:
    """Return a new slide with its finding and the line below it."""
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for text, top, sizes, colour, font in ((title, 0.45, TITLE_SIZES, INK, TITLE_FONT), (line, LINE_TOP, LINE_SIZES, SOFT, FONT)):
        frame = slide.shapes.add_textbox(LEFT, Inches(top), WIDTH - 2 * LEFT, Inches(0.6)).text_frame
        frame.word_wrap = True
        write(frame.paragraphs[0], text, size_on_one_line(text, sizes), colour, font)
    return slide


def room_across() -> float:
    """Return the points that a line of text may take between the margins of a slide."""
    return Emu(WIDTH - 2 * LEFT).pt - CELL_MARGINS


def size_on_one_line(text: str, sizes: Sequence[int]) -> int:
    """Return the largest of the sizes at which a text takes one line, or the smallest: the next line would be written over."""
    return next((size for size in sizes if text_width(text, size) <= room_across()), sizes[-1])


def add_footer(slide: Slide, lines: Sequence[str], size: int = 9) -> None:
    """Put lines at a slide's foot, each cut where it would leave the slide."""
    frame = slide.shapes.add_textbox(LEFT, Inches(6.98), WIDTH - 2 * LEFT, Inches(0.4)).text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        write(paragraph, fit(line, size, room_across()), size, SOFT)


def row_heights(rows: Sequence[Sequence[str]], widths: Sequence[int], size: int) -> list[float]:
    """Return the points that each row of a table takes, however its texts break."""

    def lines(text: str, width: int) -> int:
        return max(1, ceil(text_width(text, size) / (Emu(width).pt - CELL_MARGINS)))

    tallest = (max(lines(text, width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return [count * size * TABLE_LINE + ROW_MARGINS for count in tallest]


def below_head(line: str) -> float:
    """Return at how many inches from its top a slide is free where this line stands below its title."""
    height = row_heights([(line,)], [WIDTH - 2 * LEFT], size_on_one_line(line, LINE_SIZES))[0]
    return max(CHART_TOP, LINE_TOP + height / 72)


def add_chart(
    slide: Slide, kind: XL_CHART_TYPE, data: CategoryChartData, height: float = 5.5, top: float = CHART_TOP
) -> Chart:  # fmt: skip
    """Return a native chart below the slide's head, with a number on each bar."""
    chart = slide.shapes.add_chart(kind, LEFT, Inches(top), WIDTH - 2 * LEFT, Inches(height), data).chart
    chart.font.size, chart.font.name = Pt(14), FONT
    chart.has_title, chart.value_axis.has_major_gridlines = False, False
    skip = chart.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    chart.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = data.number_format, False
    if kind in (XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.COLUMN_CLUSTERED):
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(12)
    return chart


def add_table(
    slide: Slide, widths: Sequence[int], rows: Sequence[Sequence[str]], size: int = 14, top: float = 1.9, left: int = LEFT
) -> None:
    """Put a table below the slide's head; the first row heads it."""
    table = slide.shapes.add_table(len(rows), len(widths), left, Inches(top), sum(widths), Inches(0.1)).table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, texts, height in zip(table.rows, rows, row_heights(rows, widths, size), strict=True):
        row.height = Pt(height)  # LibreOffice cuts off what is higher than its row
        for cell, text in zip(row.cells, texts, strict=True):
            is_head = texts is rows[0]
            cell.margin_top = cell.margin_bottom = Pt(2)
            write(cell.text_frame.paragraphs[0], text, size, WHITE if is_head else INK)
            cell.fill.solid()
            cell.fill.fore_color.rgb = CHOSEN if is_head else WHITE


def write(paragraph: _Paragraph, text: str, size: int, colour: RGBColor, font: str = FONT) -> None:
    """Set a text in one run, with the font for Chinese named too; control characters are left out."""
    run = paragraph.add_run()
    run.text = "".join(character for character in xml_text(text) if character >= " ")
    run.font.size, run.font.name, run.font.color.rgb = Pt(size), font, colour
    properties = run._r.get_or_add_rPr()
    east = properties.find(qn("a:ea"))
    if east is None:
        east = properties.makeelement(qn("a:ea"), {})
        properties.append(east)
    east.set("typeface", font)
