"""What is found in the XML of a workbook, cell by cell or passing over the plain ones; and how long a reader may take."""

import base64
import io
import re
import sys
import zipfile
from array import array
from unittest.mock import patch
from xml.parsers import expat

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluation import _scan_workbook as scanning
from evaluation import workbook
from evaluation.apart import MAX_COLUMNS, MAX_ROWS, WorkbookRefused
from evaluation.grid import Grid
from evaluation.workbook import read_workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}">'
    '<sheets><sheet name="得分" sheetId="1" r:id="b"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="b" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="2"/></cellXfs></styleSheet>',
}
"""Style 1 is a percentage."""


def book(rows: str) -> bytes:
    """Return a workbook of one worksheet with these rows."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    return content.getvalue()


def found(content: bytes) -> object:
    """Return all that a scan finds, or why it refuses."""
    try:
        return {name: vars(scan) for name, scan in scanning.scan_workbook(content, MAX_ROWS, MAX_COLUMNS).items()}
    except scanning.Refused as refused:
        return refused.answer
    except expat.ExpatError:
        return "damaged"


def found_cell_by_cell(content: bytes) -> object:
    """Return the same with every cell shown to the parser."""
    with patch.object(scanning, "_plain_cells", lambda *_: re.compile(b"(?!)")):
        return found(content)


PLACES = st.sampled_from(["A1", "B2", "AA7", "ZZ3", "AAA4", "ALL5", "ALM6", "C49999", "D50000", "E50001", "XFD1048576", "a1", ""])
STYLES = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="01"', ' s="11"'])
TYPES = st.sampled_from(["", ' t="n"', ' t="s"', ' t="e"', ' t="str"', ' t="b"'])
INSIDE = st.sampled_from(
    [
        "<v>85.5</v>",
        "<v>1E-3</v>",
        "<v></v>",
        "",
        "<f>1+1</f>",
        "<f>1+1</f><v>2</v>",
        "<v>#N/A</v>",
        "<v>1</v><v>2</v>",
        "<v>&lt;</v>",
    ]
)
CELLS = st.tuples(PLACES, STYLES, TYPES, INSIDE).map(
    lambda parts: f"<c{parts[0] and f' r={parts[0]!r}'.replace(chr(39), chr(34))}{parts[1]}{parts[2]}>{parts[3]}</c>"
)
PLAIN = st.sampled_from(
    [
        '<c r="B2"><v>85.5</v></c>',
        '<c r="C3" s="2" t="n"><v>9</v></c>',
        '<c r="D4" t="s"><v>0</v></c>',
        '<c r="E5" t="b"><v>1</v></c>',
        '<c r="F6" s="1"/>',
        '<c r="G7" t="inlineStr"><is><t>东坪村 A-1</t></is></c>',
        '<c r="H8" t="inlineStr"><is><t xml:space="preserve">ü&amp;</t></is></c>',
        '<c r="I9" t="inlineStr"><is><t>]]></t></is></c>',
    ]
)
AROUND = st.sampled_from([("", ""), ("", ""), ("<!--", "-->"), ("<x><![CDATA[", "]]></x>")])
ROWS = st.tuples(
    st.sampled_from(
        [
            '<row r="2">',
            '<row r="3" hidden="1">',
            '<row r="4" spans="1:3">',
            '<row r="5" spans="1:3" ht="15.75" customHeight="1">',
            '<row r="6" spans="1:3" spans="1:3">',
            '<row r="60000">',
            "<row>",
        ]
    ),
    AROUND,
    st.lists(st.one_of(PLAIN, PLAIN, CELLS), max_size=6),
).map(lambda parts: f"{parts[0]}{parts[1][0]}{''.join(parts[2])}{parts[1][1]}</row>")


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(ROWS, max_size=4).map("".join), chunk=st.sampled_from([5, 40, 1 << 20]))
@example('<row r="1"><c r="ZZ49999"><v>1</v></c><c t="e"><v>#N/A</v></c></row>', 1 << 20)
@example('<row r="1"><c r="A9"><v>1</v></c></row><row><c r="A2" t="e"><v>#N/A</v></c></row>', 1 << 20)
def test_a_scan_finds_the_same_whether_plain_cells_are_passed_over_or_not(rows, chunk):
    with patch.object(scanning, "CHUNK", chunk):
        assert found(book(rows)) == found_cell_by_cell(book(rows))


def test_plain_cells_are_passed_over_and_no_others():
    odd = [
        '<c r="A1" s="1"><v>0.5</v></c>',
        '<c r="A2" t="e"><v>#N/A</v></c>',
        '<c r="A3"><f>1+1</f></c>',
        '<c r="A50000"><v>1</v></c>',
    ]
    plain = [
        '<c r="B1"><v>85.5</v></c>',
        '<c r="ZZ49999" s="2" t="s"><v>7</v></c>',
        '<c r="C1" t="n"><v>1e-5</v></c>',
        '<c r="D1" s="2"/>',
        '<c r="E1" t="inlineStr"><is><t>东坪村</t></is></c>',
    ] * 30
    seen: list[str] = []
    with patch.object(scanning._Walker, "_cell", lambda self, attributes: seen.append(attributes["r"])):
        found(book(f'<row r="1">{"".join([*plain, *odd, *plain])}</row>'))
    assert seen == ["A1", "A2", "A3", "A50000"]


def test_a_workbook_with_very_many_percentages_is_scanned_too():
    styles = "".join(f'<xf numFmtId="{9 if number % 2 else 0}"/>' for number in range(3000))
    with patch.dict(PARTS, {"xl/styles.xml": f"<styleSheet {MAIN}><cellXfs>{styles}</cellXfs></styleSheet>"}):
        content = book('<row r="1"><c r="A1" s="2999"><v>0.5</v></c><c r="B1" s="2998"><v>1</v></c><c r="C1"><v>2</v></c></row>')
        assert found(content) == found_cell_by_cell(content)
        assert found(content)["得分"]["percents"] == [(0, 0)]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a processor's time need resource")
def test_a_reader_that_takes_too_much_of_a_processor_is_stopped_however_long_the_clock_runs():
    rows = "".join(f'<row r="{row}">' + f'<c r="A{row}"><f>1+1</f></c>' * 10 + "</row>" for row in range(1, 50_000))
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(book(rows), work=1)
    assert (caught.value.code, caught.value.details) == ("too_slow", {"seconds": "1"})


def test_rows_of_a_worksheet_end_with_their_last_cell_that_says_something():
    even = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    (sheet,) = read_workbook(book(even))
    assert isinstance(sheet.rows, Grid)
    assert sheet.rows == (("1", "2"), ("", "1"))
    (sheet,) = read_workbook(book(even + '<row r="4"><c r="A4"><v>3</v></c></row><row r="9"><c r="C9" t="str"><v></v></c></row>'))
    assert sheet.rows == (("1", "2"), ("", "1"), (), ("3",))


def test_an_error_beside_all_other_cells_is_kept_in_its_place():
    (sheet,) = read_workbook(book('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2" t="e"><v>#N/A</v></c></row>'))
    assert sheet.rows == (("1",), ("", "", "#N/A"))


def test_errors_beyond_all_other_cells_take_no_room_for_those_between():
    beyond = [[39_999, 0, "#N/A"], [0, 899, "#REF!"]]
    codes = base64.b64encode(array("i", [0])).decode()
    rows = workbook._rows_of({"width": 1, "texts": ["1"], "codes": codes, "beyond": beyond})
    assert (len(rows), sum(map(len, rows)), rows[0][899], rows[39_999]) == (40_000, 901, "#REF!", ("#N/A",))


def test_a_truth_and_a_figure_that_python_takes_for_equal_stay_apart():
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="str"><v>1</v></c><c r="D1"><v>1.0</v></c>'
    (sheet,) = read_workbook(book(f'<row r="1">{cells}</row>'))
    assert sheet.rows == (("1", "TRUE", "1", "1"),)
    assert len(set(sheet.rows.texts)) == len(sheet.rows.texts)
