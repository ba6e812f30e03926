"""Writes the three Word templates anew, in the page layout of GB/T 9704-2012. Run by hand: what the office edited is lost then.

Text in double braces is filled in by the program (README.md lists the names); everything else is the office's to change.
"""

from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

HERE = Path(__file__).parent
TITLE, BODY, HEADING, LATIN, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman", "宋体"
TITLE_SIZE, BODY_SIZE, SMALL, NUMBER_SIZE = Pt(22), Pt(16), Pt(12), Pt(14)  # 2号, 3号, 小四, 4号
LINE = Pt(28)


def main() -> None:
    """Write 公示.docx, 通报.docx and 推荐材料.docx beside this file."""
    notice().save(HERE / "公示.docx")
    circular().save(HERE / "通报.docx")
    dossier().save(HERE / "推荐材料.docx")


def notice():
    """公示: who is proposed, for how long it hangs out, where to object."""
    document = page()
    paragraph(document, "关于{{ period }}{{ award }}拟推荐名单的公示", TITLE, TITLE_SIZE, centred=True)
    paragraph(document, "")
    paragraph(
        document,
        "根据“{{ scheme }}”{{ period }}考核结果，经研究，拟推荐下列{{ count }}个单位为{{ period }}{{ award }}，现予公示。",
    )
    groups(document)
    paragraph(document, "公示时间：{{ starts }}至{{ ends }}（{{ days }}个工作日）。")
    paragraph(
        document,
        "公示期间如有异议，请以书面或口头形式实名向{{ office }}反映，并说明事实和依据。联系电话：　　　　　　　　　　。",
    )
    signature(document)
    return document


def circular():
    """通报: the outcome."""
    document = page()
    paragraph(document, "关于{{ period }}{{ award }}推荐结果的通报", TITLE, TITLE_SIZE, centred=True)
    paragraph(document, "")
    paragraph(
        document,
        "{{ period }}“{{ scheme }}”考核工作已经结束。"
        "经考核排名{{ after_meeting }}{{ after_notice }}，现将{{ award }}推荐结果通报如下。",
    )
    groups(document)
    paragraph(document, "希望上述单位珍惜荣誉，再接再厉；各单位要以他们为榜样，在新的一年干出更好成绩。")
    signature(document)
    return document


def dossier():
    """推荐材料 of one unit: scores, why, and the cell behind each score."""
    document = page()
    paragraph(document, "{{ unit }}", TITLE, TITLE_SIZE, centred=True)
    paragraph(document, "{{ period }}{{ award }}推荐材料", BODY, BODY_SIZE, centred=True)
    paragraph(document, "一、考核结果", HEADING)
    paragraph(document, "{{ summary }}")
    table(document, ("项目", "得分"), ("{{ row.name }}", "{{ row.score }}"), "scores", (110, 46))
    paragraph(document, "二、推荐理由", HEADING)
    paragraph(document, "{{ reason }}")
    paragraph(document, "三、得分依据", HEADING)
    paragraph(document, "下表逐项列出得分的来源，可以对照原表核对。")
    heads, cells = (
        ("指标", "得分", "原始评分", "来源"),
        ("{{ row.name }}", "{{ row.score }}", "{{ row.mark }}", "{{ row.source }}"),
    )
    table(document, heads, cells, "evidence", (50, 20, 24, 62))
    signature(document)
    return document


def groups(document) -> None:
    """The list: one heading and one paragraph of names for each group."""
    paragraph(document, "{%p for group in groups %}")
    paragraph(document, "{{ group.heading }}", HEADING)
    paragraph(document, "{{ group.names }}")
    paragraph(document, "{%p endfor %}")


def signature(document) -> None:
    """Office, date and check code; the last sentence stays with them, so that no page holds a signature alone."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    paragraph(document, "").paragraph_format.keep_with_next = True
    paragraph(document, "{{ office }}", right=True)
    paragraph(document, "{{ date }}", right=True)
    paragraph(document, "{{ mark }}校验码 {{ check_code }}", BODY, SMALL)


# --- the page of GB/T 9704-2012 -----------------------------------------------------------------------------------


def page():
    """A4; margins 37, 35, 28, 26 mm (top, bottom, left, right); page numbers outside, in 4号 with a dash on each side."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, BODY_SIZE
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    for latent in document.styles.element.iter(qn("w:lang")):
        latent.set(qn("w:eastAsia"), "zh-CN")
    return document


def paragraph(document, text: str, font: str = BODY, size=BODY_SIZE, *, centred: bool = False, right: bool = False):
    """Add a paragraph with exact spacing of 28 pt: a body paragraph with its indent, or a centred or right one."""
    added = document.add_paragraph()
    form = added.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.space_before = form.space_after = Pt(0)
    if centred:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif right:
        form.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(2 * 16)
    else:
        form.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(2 * 16)
    write(added, text, font, size)
    return added


def write(target, text: str, font: str, size) -> None:
    """Add a run whose Chinese and Latin fonts are both named."""
    run = target.add_run(text)
    run.font.size, run.font.name = size, LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def table(document, heads: tuple[str, ...], cells: tuple[str, ...], loop: str, widths: tuple[int, ...]) -> None:
    """A table with a heading that is repeated on each page and one row for each entry of ``loop``."""
    made = document.add_table(rows=4, cols=len(heads))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    rows = (heads, (f"{{%tr for row in {loop} %}}",), cells, ("{%tr endfor %}",))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, (*texts, *[""] * len(heads)), widths, strict=False):
            cell.width = Mm(width)
            write(cell.paragraphs[0], text, HEADING if row is made.rows[0] or texts is heads else BODY, SMALL)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:  # a cell that went on over the page would be read as two
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def number(footer, side) -> None:
    """— 1 —, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    added = footer.paragraphs[0]
    added.alignment = side
    added.paragraph_format.left_indent = added.paragraph_format.right_indent = NUMBER_SIZE
    for kind, text in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = added.add_run(text if kind == "" else "")
        run.font.size, run.font.name = NUMBER_SIZE, NUMBER
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), NUMBER)
        if kind == "instr":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._element.append(instruction)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)


if __name__ == "__main__":
    main()
