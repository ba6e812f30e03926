"""Every page × every role: what it shows, gives and lets press; and what is left of it when the role or the person goes.

What the buttons may write is in tests/test_access_matrix.py, the addresses of downloads in tests/pages/test_gate.py.
"""

import pytest

from evaluation.access import PAGES, Person, Role
from evaluation.sign_in import hash_password, sign_in
from evaluation.wording import access as words
from evaluation.wording import source
from tests.pages.signing_in import NAMES, PASSWORD, assert_shows_only_the_login, signed_in

VIEW, ENTER, DECIDE, MANAGE = Role
ACCOUNT = {words.CHANGE_PASSWORD, words.SIGN_OUT}
DOWNLOADS = {
    "ranking": {"打印版"},
    "unit": {"下载单位通知单"},
    "meeting": {"会议 PPT"},
    "import": {"名册模板", "项目建设评分表", "营商环境评分表", "作风能力评分表", "加减分表", "一票否决表"},
    "shortlist": {"下载候选名单", "会议议程页"},
    "rectification": {"下载表格", "下载文档"},
    "scheme": {"表格（XLSX）", "方案文件（TOML）"},
}
"""What each page gives to everybody who may open it."""
BUTTONS = {
    "home": {"看完整排名": VIEW, "看权重推演": VIEW, "导入评分表": ENTER},
    "ranking": {"截图": VIEW, "存为方案A": VIEW, "存为方案B": VIEW, "保存当前视图": ENTER},
    "unit": {"": VIEW},
    "meeting": {"全屏放映": VIEW, "保存这张图片": VIEW, "全部图片…": VIEW},
    "import": {"核对粘贴的表格": ENTER, "看排名": ENTER, "撤回": ENTER},
    "shortlist": {"改条件…": DECIDE, "定稿…": DECIDE, "提交会议…": DECIDE, "存下": DECIDE},
    "rectification": {"保存清单": DECIDE},
    "records": {"现在备份": MANAGE, "再核对一次": MANAGE},
}
"""What can be pressed, with the least role; a button that isn't here fails the test until somebody has thought of it."""
UPLOADS = {"import", "scheme", "records"}


def pressable(app) -> set[str]:
    return {button.label for button in app.button if not button.disabled} - ACCOUNT


def assert_is_closed(person) -> None:
    person.assert_sound()
    assert [title.value for title in person.app.title] == [words.NO_RIGHT_TITLE]
    assert not any(
        person.app.get(kind) for kind in ("dataframe", "plotly_chart", "file_uploader", "download_button", "data_editor")
    )
    assert pressable(person.app) == set()
    assert "2022年" not in person.text


@pytest.mark.parametrize("role", Role)
def test_every_page_gives_a_role_just_what_is_written_down(guarded, people, role):
    for page, needed in PAGES.items():
        signed_in(guarded, people, role, page)
        if needed > role:
            assert_is_closed(guarded)
            continue
        guarded.assert_sound()
        app = guarded.app
        assert [title.value for title in app.title] != [words.NO_RIGHT_TITLE]
        assert {button.label for button in app.download_button if not button.disabled} == DOWNLOADS.get(page, set()), page
        assert pressable(app) == {label for label, least in BUTTONS.get(page, {}).items() if least <= role}, page
        assert bool(app.file_uploader) == (page in UPLOADS), page


def chosen_score(person, people, role: Role, unit: str, row: int):
    """Open 单位画像 of a unit with a row of its scores chosen, which leads to the cell."""
    group = next(item.group for item in person.store.roster.units if item.name == unit)
    person.app = person._new_tab()
    person.app.session_state["visit_token"] = sign_in(people, NAMES[role], PASSWORD)
    person.app.session_state[f"sources/2022年/{unit}"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    person.app.query_params.update({"group": group, "unit": unit})
    person.open("unit")
    person.assert_sound()


@pytest.mark.parametrize("role", Role)
def test_a_scores_cell_is_shown_to_all_and_its_file_given_from_录入_on(guarded, people, role):
    chosen_score(guarded, people, role, "东坪村", 0)
    assert any('div class="sheet"' in block for block in guarded.html)
    assert (source.DOWNLOAD in {button.label for button in guarded.app.download_button}) == (role >= ENTER)


@pytest.mark.parametrize("role", Role)
def test_what_a_single_rater_gave_is_not_shown_to_查看(guarded, people, role):
    unit, indicator, rater = (
        guarded.store.cursor()
        .execute(
            "select unit, indicator, rater from mark join unit using (unit) where period = '2022年' and rater <> '' order by all"
        )
        .fetchone()
    )
    row = [item.name for item in guarded.store.scheme.indicators].index(indicator)
    chosen_score(guarded, people, role, unit, row)
    assert (rater in guarded.text) == (role >= ENTER)
    assert any(info.value.startswith("这项有") for info in guarded.app.info) == (role < ENTER)


def test_every_page_left_open_closes_when_the_role_goes_and_asks_for_a_login_when_the_person_does(guarded, people):
    hashed = hash_password("", PASSWORD)
    people.add(Person("另一个管理员", MANAGE), hashed)
    for page, needed in PAGES.items():
        signed_in(guarded, people, MANAGE, page)
        people.set_role(Person(NAMES[MANAGE], VIEW))
        guarded.app.run()
        if needed > VIEW:
            assert_is_closed(guarded)
        people.remove(NAMES[MANAGE])
        guarded.app.run()
        assert_shows_only_the_login(guarded)
        people.add(Person(NAMES[MANAGE], MANAGE), hashed)
        guarded.app.run()
        assert_shows_only_the_login(guarded)


def test_a_reporting_office_takes_back_its_own_sheets_only(guarded, people):
    people.set_role(Person(NAMES[ENTER], ENTER, ("项目建设",)))
    signed_in(guarded, people, ENTER, "import")
    dimension_of = guarded.store.scheme.dimension_of
    marks = guarded.store.cursor().execute("select distinct import, indicator from imported_mark").fetchall()
    others = {number for number, indicator in marks if dimension_of[indicator] != "项目建设"}
    own = {number for number, _ in marks} - others
    undo = [button for button in guarded.app.button if button.label == "撤回"]
    assert len([button for button in undo if not button.disabled]) == len(own) == 1
    assert len(undo) > 3
