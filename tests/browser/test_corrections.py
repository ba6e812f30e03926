"""Cells set right on 数据导入 at the pace of somebody who types: nothing is lost while the sheet is checked again."""

from evaluation.wording import pages as words
from tests.browser.conftest import settle

SHEET = """\
2022年营商环境评分表
村名,按期办结率,企业群众满意度,矛盾排查化解,人居环境治理
东坪村,97.6,93.5,18,9.4
龙泉村,八十二,815,17,9.1
西岭村,95,88,25,9
""".encode()
FAST = 60
"""Milliseconds from key to key."""


def test_what_is_typed_while_a_correction_is_checked_is_not_lost(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/import")
    settle(tab)
    tab.locator("input[type=file]").set_input_files([{"name": "营商.csv", "mimeType": "text/csv", "buffer": SHEET}])
    fields = tab.get_by_label(words.PROBLEM_COLUMNS["rewrite"])
    fields.first.wait_for()
    settle(tab)
    assert fields.count() == 3
    fields.first.click()
    for text in ("82", "81.5", "20"):
        tab.keyboard.type(text, delay=FAST)
        tab.keyboard.press("Tab")
    settle(tab)
    assert fields.count() == 0
    changed = " ".join(tab.locator("[class*=st-key-line_changed]").all_inner_texts())
    assert all(f"→ {text}" in changed for text in ("82", "81.5", "20"))


def test_a_problem_names_the_unit_and_the_indicator(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/import")
    settle(tab)
    tab.locator("input[type=file]").set_input_files([{"name": "营商.csv", "mimeType": "text/csv", "buffer": SHEET}])
    row = tab.locator(".problem.error").filter(has_text="815")
    row.wait_for()
    assert row.locator("span").nth(2).inner_text() == "龙泉村\n企业群众满意度"
    sentence, field = row.bounding_box(), tab.get_by_label(words.PROBLEM_COLUMNS["rewrite"]).nth(1).bounding_box()
    assert field["x"] >= sentence["x"] + sentence["width"], "the field stands beside its problem"
