"""截图模式: at both usual screens every unit is on one screen, with what a picture must say; Esc leads back."""

from evaluation.wording import screenshot as words
from tests.browser.conftest import settle

CELLS = "[...document.querySelectorAll('.st-key-shot td')]"


def test_the_whole_ranking_fits_the_screen_and_says_what_it_is(tab, demonstration_server):
    tab.goto(f"{demonstration_server.url}/ranking")
    settle(tab)
    tab.get_by_role("button", name=words.BUTTON, exact=False).first.click()
    shot = tab.locator(".st-key-shot")
    shot.locator("table").wait_for()
    assert shot.locator("tbody tr").count() == 22
    said = shot.inner_text()
    assert all(words in said for words in ("2022年", "村（社区）", "权重", "校验码", "演示数据", "东坪村", "92.87", "南沟村"))
    for width, height in ((1366, 768), (1920, 1080)):
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_timeout(200)
        foot = shot.locator("footer").bounding_box()
        assert foot["y"] + foot["height"] <= height
        assert tab.evaluate(f"{CELLS}.filter(cell => cell.scrollWidth > cell.clientWidth + 1).length") == 0
        assert tab.evaluate(f"Math.min(...{CELLS}.map(cell => parseFloat(getComputedStyle(cell).fontSize)))") >= 15
    tab.keyboard.press("Escape")
    shot.wait_for(state="detached")
