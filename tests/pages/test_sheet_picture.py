"""看这张表是怎么读的 on 数据导入: the chosen file's sheets as they were understood."""

from evaluation.wording import sheet_map as words
from tests import samples

FAULTY = """2022年度项目建设考核评分表
单位,重点项目推进（20分）,项目要素保障（10分）
东坪村,192,9
龙泉村,18,九
合计,210,9
"""


def pictures(person) -> list[str]:
    return [block for block in person.html if '<div class="legend">' in block]


def test_the_chosen_file_is_shown_as_it_was_read(with_roster):
    with_roster.open("import").upload(("项目.csv", FAULTY.encode()))
    with_roster.assert_sound()
    assert words.TITLE in [expander.label for expander in with_roster.app.expander]
    (picture,) = pictures(with_roster)
    assert '<td class="used error"' in picture
    assert words.ASIDE["total"] in picture
    assert '<td class="taken">重点项目推进</td>' in picture


def test_every_worksheet_and_list_has_its_picture_and_a_roster_has_none(empty):
    empty.open("import").upload(*samples.ALL)
    for file in samples.ALL:
        empty.app.session_state["chosen_file"] = file.name
        empty.app.run()
        empty.assert_sound()
        assert len(pictures(empty)) == (0 if file == samples.ROSTER else 1), file
