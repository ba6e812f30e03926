"""下载标红的原表 on 数据导入: beside every file whose sender has something to do."""

import io
import zipfile

import openpyxl

from evaluation.wording import returned as words
from tests import samples

FAULTY = "单位,重点项目推进（20分）\n东坪村,192\n".encode()


def buttons(person) -> list[str]:
    return [button.label for button in person.app.download_button]


def test_a_faulty_file_comes_back_with_its_cell_in_red(with_roster):
    with_roster.open("import").upload(("项目.csv", FAULTY))
    with_roster.assert_sound()
    book = openpyxl.load_workbook(io.BytesIO(with_roster.downloaded(words.DOWNLOAD)))
    assert book.sheetnames == [words.LIST, "项目"]
    assert "超出满分 20" in book["项目"]["B2"].comment.text
    assert words.DOWNLOAD_ALL.format(count=1) not in buttons(with_roster)


def test_several_faulty_files_come_back_as_one_archive(with_roster):
    with_roster.open("import").upload(
        ("甲.csv", FAULTY), ("乙.csv", FAULTY.replace(b"192", b"193")), ("图.csv", b"\x89PNG\r\n\x1a\n\x00")
    )
    with_roster.assert_sound()
    archive = zipfile.ZipFile(io.BytesIO(with_roster.downloaded(words.DOWNLOAD_ALL.format(count=3))))
    assert archive.namelist() == ["退回_甲.xlsx", "退回_乙.xlsx", "退回_图.xlsx"]


def test_a_file_without_a_problem_for_its_sender_has_no_such_button(with_roster):
    with_roster.open("import").upload(samples.ROSTER)
    assert words.DOWNLOAD not in buttons(with_roster)
