"""Bytes of every kind that offices send: read rightly, or refused in words."""

import base64
import contextlib
import io
import os
import sys
import threading
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation import csv_text
from evaluation.apart import MAX_ROWS, WorkbookRefused
from evaluation.csv_dialect import Dialect
from evaluation.problems import UnreadableSheet
from evaluation.sheet import MAX_BYTES, read_sheets
from evaluation.workbook import read_workbook
from tests.growth import growth
from tests.score_sheets import NAMES, codes, grid, sheet_of, workbook

TABLE = "东风镇2022年评分\n单位,投资完成率（10分）,企业走访\n东坪村,9.5,85\n张家塬村,8,\n"
ROWS = (("东风镇2022年评分",), ("单位", "投资完成率（10分）", "企业走访"), ("东坪村", "9.5", "85"), ("张家塬村", "8", ""))
XLS = zlib.decompress(
    base64.b64decode("""
eNrtV1tsVEUY/ufspWe3pXtaWi8F67HCUmhLijxYo9iFBRW13VJKaJQEt8vpWth2m22JmnhZimiMNtHw4AuJIemL0XiJCT5oQvukD95iQlJ9Kr4RfViMxp
DQHr/5zxy6bnZ1txLipf/Jf2bmmzMz/8x/mf9883XdwtkPmy5SAd1LHlqyA+TPwwRYdxsGkaawJdu2XdhepX8VLapS6tAL/fnAUudVSq8BVa7Sf5P6KY1n
kkzaQ2MoM/QMVUI3wWLy5ytnzFKZ35VLq+uvfH0Zv2Uc94AL/V/Geun/QXA1uAa8BlwLDjlXANWB68FrwQ3gRrYJopvBt4BvBTeB14HXg29T69+uSsktqN
+p2htX480NpYAOLfp99MmaL6TKWfcXYREfeOfYLn4AH6JxaRvReCph3ijaxTLEhZRhFka6AzVBZ4DW0vuMfsrvHWx9oAiZXcqiB7UIyz7N7xZ+15Ic/zGP
+Z6RbbDLz6X3vPC6cgKf2In4N0JxShX20vXs7SxY1xC9HIPTiML78c0YTaAWpYfpEUai1OytoRnpkw9aY1YmnlpgX5uhX20zz69nTYnLSRn/pTxcqxCn/x
0+g7Mrds5tzve5QnxzCby9BL6lBB4oivtcefRl/LQG/8ySLUsj6+GyLuvnsj7r5XJttorLhqzPfoL94BRWmPc6PhN/DS4u8MwJHUw0MC3oR3pMBvpcPy/j
z8mALiOBm/jn83aqzklXPA+5dDohcHHosyKCd4SaLxvO1aHjCtFxNei/weqv0la+crzsBeLA/p4YRBCxpt7x6fOvekis7z16cF8SmHn43OOpwX1JG1eRTi
97nasooTeCl9XSqEpN3ldOXDP+ENdqsMwRbEhGgjrehIHprr59+dueob7uw4xnl4+VNmrO4ZxAz5x3C49o4/cUf9tAG+gOonA03DIwMmpNmL3WU2Z/ejQ+
1t5vJY+n4pmW8La7wjsbYRHhv/yuL560zHDfSV7gRX6HIcx2pkvdm/Lqraif7Jif6pjPdW/Oq59FsAtgi4KfKWoX7cId45aCDmBunZ7jMyT6Sg9xKdtylM
+/3IYM4pXqkDrWWi48TkOmB5rh1p0wJ0KMiSKYVoAtclLh6sxpCbSEagnuk6Oe14IsV4g+e8np07jPo/o07sPx0k/UJ5Wbe8hRbE5XlikNLESeXCenLd5c
K+OBnFEkNdIoyOPkGJkK3a/V0zm/c78Q3YezJU5iQuoc1I6IkjDrpJ4/kXDTseCf5WIC2Y4n6ORwhq45/ux0PSBzpp6RRCY9kR6eNPc8nbBS5j13dwzEh6
xUymKT3jUyPNz1d3JH4ehyxbRkyzm0YvPSwqm3fr4Se9J45w2d2jZ99J1UwLPKF2V/l8ovI+qQHlV55qDKNY+ofHNcGdylRaJmVe9U41wqp16J/GywF768
cGbrOuP0m5C//cp7u+VNXoAdUnmuGwaNPFlL4f8kup7/f7zPAhsuNka6Tjbg1A9i9QwdoyGW41jF8tfjVDV1idgV/Fclq1w7jWLdUdhYDDIcXdH6nrx/sH
LGSBvee81PYsgJrRXrTwbASv//TPWvxpkp8svj2P8o8k6p+72wgmHWiUQmkbOmgZSmVrW+r4Lzx51J715bfzdWSLAMFltgZfJ0rWD/G8CTq///TL8D93Eu
6A==
""")
)


def refusal(content: bytes, name: str = "评分.csv") -> tuple[str, str]:
    with pytest.raises(UnreadableSheet) as caught:
        read_sheets(content, name, NAMES)
    return caught.value.problem.code, caught.value.problem.message


def ods(body: str) -> bytes:
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:'
            'names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{names}><office:body>'
            f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "UTF-8（带 BOM）"),
        ("utf-8", "UTF-8"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_every_usual_encoding_gives_the_same_rows(encoding, name):
    sheet = sheet_of(TABLE, encoding=encoding)
    assert (sheet.encoding, sheet.rows, sheet.header_row) == (name, ROWS, 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，", "；"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_usual_delimiter_and_line_end_gives_the_same_rows(delimiter, line_end):
    sheet = sheet_of(TABLE.replace(",", delimiter).replace("\n", line_end))
    assert sheet.delimiter == delimiter
    assert sheet.rows == ROWS


def test_quotes_hold_delimiters_quotes_and_line_ends():
    sheet = sheet_of('单位,企业走访,备注\n"东坪村",85,"好,很""好""\n明年再来"\n张家塬村,9,"5"\n')
    assert sheet.rows[1] == ("东坪村", "85", '好,很"好"\n明年再来')
    assert sheet.rows[2] == ("张家塬村", "9", "5")
    assert codes(sheet.problems) == ["long_quote"]


def test_a_quote_that_never_closes_swallows_nothing_and_is_flagged():
    sheet = sheet_of('单位,企业走访,备注\n东坪村,85,"好\n张家塬村,9,中\n')
    assert sheet.rows[1:] == (("东坪村", "85", '"好'), ("张家塬村", "9", "中"))
    assert [(p.code, p.row, p.column) for p in sheet.problems] == [("unclosed_quote", 2, "C")]


def test_a_stray_quote_is_kept_and_flagged():
    sheet = sheet_of('单位,企业走访\n东坪"村,85\n"张"家塬村",9\n')
    assert [row[0] for row in sheet.rows] == ["单位", '东坪"村', '张"家塬村']
    assert codes(sheet.problems) == ["stray_quote", "stray_quote"]


def test_rows_with_too_few_or_too_many_cells_are_kept_and_flagged():
    sheet = sheet_of("单位,企业走访,备注\n东坪村,85\n张家塬村,9,,好\n制表人：张三\n")
    assert sheet.rows[1:] == (("东坪村", "85"), ("张家塬村", "9", "", "好"), ("制表人：张三",))
    assert [(p.code, p.row, p.severity) for p in sheet.problems] == [("ragged_row", 2, "warning"), ("ragged_row", 3, "error")]


def test_blank_lines_keep_their_row_number():
    assert sheet_of("\n单位,企业走访\n\n东坪村,85\n").rows == ((), ("单位", "企业走访"), (), ("东坪村", "85"))


def test_several_line_ends_in_one_file_are_said():
    assert codes(sheet_of("单位,企业走访\r\n东坪村,85\n张家塬村,9\r\n").problems) == ["mixed_line_ends"]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \r\n", b"\x1a", "\u3000\n".encode()])
def test_an_empty_file_is_refused_in_words(content):
    code, message = refusal(content)
    assert code == "empty_file"
    assert "评分.csv" in message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7 \x00\xff", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
        (bytes(range(256)), "不是表格文件"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"MZ\x90\x00\x03\x00", "程序"),
        (b"Rar!\x1a\x07", "压缩包"),
        ("单位,得分\n东坪村,\x00".encode(), "不是表格文件"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, word):
    code, message = refusal(content)
    assert code == "binary"
    assert word in message


def test_text_in_no_known_encoding_is_refused():
    assert refusal(b"\xe5\xff\xff\xfe\xfd,1\n" * 5)[0] == "unknown_encoding"


def test_a_file_that_begins_with_capital_letters_is_no_picture_and_no_program():
    assert read_sheets(b"MZ,BM\n1,2\n", "a.csv")[0].rows == (("MZ", "BM"), ("1", "2"))
    assert read_sheets(b"BM,x\n1,2\n", "a.csv")[0].rows[0] == ("BM", "x")


def test_a_file_of_more_than_20_mb_is_refused():
    assert refusal(b"1" * (MAX_BYTES + 1))[0] == "too_big"


def test_big5_is_refused_or_said_to_be_unsure():
    big5 = "單位,得分\n東坪村,85\n張家莊,90\n龍鳳鎮財政所,91\n"
    assert refusal(big5.encode("big5"))[0] == "unknown_encoding"
    sheet = sheet_of("單位,得分\n東坪村,85\n張家莊,90\n龍鳳鎮財政所,91\n", encoding="gb18030")
    assert "unsure_encoding" in codes(sheet.problems, "warning")


# — workbooks —


def test_a_workbook_reads_as_its_spreadsheet_shows_it():
    def fill(book):
        page = book.add_worksheet("得分")
        page.write_row(1, 0, ("单位", "投资完成率", "企业走访", "办结率", "日期", "对"))
        page.write_row(2, 0, ("东坪村", 86.25000000000001, 95.0))
        page.write_number(2, 3, 0.955, book.add_format({"num_format": "0.0%"}))
        page.write_datetime(2, 4, __import__("datetime").datetime(2022, 6, 3), book.add_format({"num_format": "yyyy/m/d"}))
        page.write_boolean(2, 5, True)

    (sheet,) = read_sheets(workbook(fill), "a.xlsx", NAMES)
    assert sheet.rows == (
        (),
        ("单位", "投资完成率", "企业走访", "办结率", "日期", "对"),
        ("东坪村", "86.25", "95", "95.5%", "2022-06-03", "TRUE"),
    )
    assert (sheet.name, sheet.header_row, sheet.kind, sheet.delimiter) == ("得分", 1, "xlsx", "")


def test_xls_and_ods_are_read_by_content_whatever_the_name():
    rows = (("单位", "企业走访"), ("东坪村", "86.25"), ("张家塬村", "9"))
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if cell[0].isdigit()
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    for content, kind in ((XLS, "xls"), (ods(f'<table:table table:name="a">{cells}</table:table>'), "ods")):
        (sheet,) = read_sheets(content, "评分.csv", NAMES)
        assert (sheet.rows, sheet.kind) == (rows, kind)
        assert [(p.code, p.severity) for p in sheet.problems] == [("wrong_extension", "info")]


def test_a_csv_with_the_name_of_a_workbook_is_read_and_said():
    assert codes(sheet_of(TABLE, "评分.xlsx").problems) == ["wrong_extension"]


def test_formulas_without_a_value_and_error_cells_are_no_blanks():
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ("单位", "企业走访", "办结率"))
        page.write(1, 0, "东坪村")
        page.write_formula(1, 1, "=80+5", None, "")
        page.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    content = workbook(fill)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>80+5</f>" in archive.read("xl/worksheets/sheet1.xml")
    (sheet,) = read_sheets(content, "a.xlsx", NAMES)
    assert sheet.without_value == {(1, 1)}
    assert sheet.cell(1, 2) == "#DIV/0!"


def test_hidden_sheets_are_named_and_read_only_on_request():
    def fill(book):
        book.add_worksheet("得分").write_row(0, 0, ("单位", "企业走访"))
        book.add_worksheet("底稿").write(0, 0, 5)
        book.worksheets()[1].hide()
        book.add_worksheet("空")

    content = workbook(fill)
    (sheet,) = read_sheets(content, "a.xlsx", NAMES)
    assert "底稿" in sheet.problems[0].message
    assert [sheet.name for sheet in read_sheets(content, "a.xlsx", NAMES, include_hidden=True)] == ["得分", "底稿"]


def test_hidden_rows_are_read_and_said():
    def fill(book):
        page = book.add_worksheet("得分")
        for row, cells in enumerate((("单位", "企业走访"), ("东坪村", 85), ("张家塬村", 9))):
            page.write_row(row, 0, cells)
        page.set_row(1, None, None, {"hidden": True})

    (sheet,) = read_sheets(workbook(fill), "a.xlsx", NAMES)
    assert [(p.code, p.row) for p in sheet.problems] == [("hidden_row", 2)]
    assert sheet.rows[1] == ("东坪村", "85")


def test_a_cell_at_the_far_corner_is_refused_with_its_place():
    def fill(book):
        book.add_worksheet("得分").write("XFD1048576", "x")

    code, message = refusal(workbook(fill), "a.xlsx")
    assert code == "far_cell"
    assert "XFD1048576" in message
    assert "得分" in message


def test_an_empty_but_formatted_far_cell_does_no_harm():
    def fill(book):
        page = book.add_worksheet("得分")
        page.write_row(0, 0, ("单位", "企业走访"))
        page.write_blank("XFD1048576", None, book.add_format({"bold": True}))

    assert read_sheets(workbook(fill), "a.xlsx", NAMES)[0].rows == (("单位", "企业走访"),)


def test_a_zip_bomb_is_refused():
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(grid(("单位", "企业走访")))) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for part in source.namelist():
            bomb.writestr(part, source.read(part))
        bomb.writestr("xl/media/bomb.bin", b"\0" * 250_000_000)
    code, message = refusal(content.getvalue(), "a.xlsx")
    assert code == "too_many_cells"
    assert "a.xlsx" in message


def test_an_ods_with_a_million_repeated_rows_ends_in_words_or_rows():
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
    )
    code, _ = refusal(ods(f'<table:table table:name="a">{row}</table:table>'), "a.ods")
    assert code in ("too_many_cells", "too_slow", "damaged", "far_cell", "too_big")


@pytest.mark.skipif(sys.platform == "win32", reason="memory limits need resource")
def test_a_reader_without_memory_dies_alone():
    with pytest.raises(WorkbookRefused):
        read_workbook(grid(*[("单位", row) for row in range(20_000)]), memory=10_000_000)


def test_a_reader_that_takes_too_long_is_stopped():
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(grid(*[("单位", row) for row in range(20_000)]), seconds=0.001)  # long after any delay of the clock
    assert caught.value.code == "too_slow"


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 100, XLS[:700], grid(("单位",))[:-30]])
def test_damaged_workbooks_are_refused(content):
    assert refusal(content, "a.xlsx")[0] == "damaged"


def test_a_word_document_is_named_as_such():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    code, message = refusal(content.getvalue(), "a.xlsx")
    assert code == "binary"
    assert "Word" in message


def test_a_workbook_with_entities_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(grid(("单位",)))) as source, zipfile.ZipFile(content, "w") as bomb:
        for part in source.namelist():
            text = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)
            bomb.writestr(part, text)
    assert refusal(content.getvalue(), "a.xlsx")[0] == "damaged"


def test_a_workbook_without_any_cell_is_refused():
    assert refusal(workbook(lambda book: book.add_worksheet()), "a.xlsx")[0] == "no_cells"


def test_workbooks_are_read_from_any_thread_and_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = []
    content = grid(("单位", "企业走访"), ("东坪村", 85))
    threads = [threading.Thread(target=lambda: found.append(read_sheets(content, "a.xlsx")[0].rows)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(("单位", "企业走访"), ("东坪村", "85"))] * 4
    assert os.listdir(tmp_path) == []


def test_the_name_of_a_folder_is_not_kept():
    assert sheet_of(TABLE, "../../etc/x.csv").file == "x.csv"
    assert sheet_of(TABLE, "C:\\桌面\\x.csv").file == "x.csv"


# — laws —

CELL = st.text(st.characters(codec="gb18030", exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), max_size=8)


EVEN_ROWS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)
UNEVEN_ROWS = st.lists(st.lists(CELL.map(lambda cell: cell.replace('"', "")), min_size=2, max_size=5), min_size=1, max_size=8)
"""Without quotes inside: in a line that is too short a doubled one may as well be two cells that lost their delimiter."""


@settings(max_examples=200, deadline=None)
@given(
    rows=EVEN_ROWS | UNEVEN_ROWS,
    delimiter=st.sampled_from(csv_text.DELIMITERS),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_quoted_by_the_book_comes_back_cell_by_cell(rows, delimiter, line_end):
    text = line_end.join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + line_end
    lines = text.split(line_end)[:-1]
    assert csv_text.records(lines, [line_end] * len(lines), Dialect(delimiter))[0] == rows


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from('ab",;\n\r\t 单位9'), max_size=60))
def test_no_character_but_quotes_and_separators_is_lost_in_any_text(text):
    rows, dialect, _ = csv_text.split(text)
    kept = "".join(cell for row in rows for cell in row)
    marks = '",;\n\r\t ' + dialect.delimiter
    assert [c for c in kept if c not in marks] == [c for c in text if c not in marks]


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content):
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf")):
        return
    with contextlib.suppress(UnreadableSheet):
        assert len(read_sheets(content, "a.csv", NAMES)) == 1


@pytest.mark.parametrize("line", ['"a,b\n', 'a"b,c\n', '"a"",b\n', '"a"b"\n', '",",\n"\n'])
def test_a_big_file_full_of_stray_quotes_costs_by_its_length_and_not_by_its_square(line):
    def read(lines: int):
        return read_sheets((line * lines).encode(), "a.csv", NAMES)[0]

    assert growth(read, 2_000, 16_000) < 8 * 3
    problems = read(16_000).problems
    assert codes(problems)[-1] == "many_flaws"
    assert len(problems) <= 501


def test_a_text_of_too_many_rows_or_columns_is_refused():
    assert refusal(b"1,2\n" * (MAX_ROWS + 1))[0] == "too_many_rows"
    assert refusal(b"1," * 2_000 + b"\n1\n")[0] == "too_many_cells"
