"""What holds on every page: text stays text, odd data doesn't break anything, no page writes by being looked at."""

import html
import re

import pytest

from evaluation.events import roster_set
from evaluation.ui.text import md
from evaluation.wording import moves
from evaluation.wording import pages as words
from tests.chain import dimension, fill, indicator, one, roster_of, scheme_of, sheet_draft
from tests.pages.cases import HOSTILE, HOSTILE_AWARD, HOSTILE_GROUP, SHAPES, fill_hostile, fill_plain

PAGES = ("home", "import", "ranking", "unit", "shortlist", "rectification", "stability", "meeting", "scheme", "records")


def markdown_of(person) -> list[str]:
    """Every text of the page that the browser reads as Markdown."""
    kinds = ("title", "markdown", "caption", "error", "warning", "info", "success", "toast")
    found = [str(element.value) for kind in kinds for element in getattr(person.app, kind)]
    labels = ("button", "download_button", "metric", "expander", "slider", "text_input", "selectbox", "pills")
    found += [str(element.label) for kind in labels for element in getattr(person.app, kind)]
    return found + [option for group in person.app.button_group for option in group.formatted_values]


def assert_text_stays_text(person, names) -> None:
    person.assert_sound()
    for text in markdown_of(person):
        for name in names:
            if md(name) != name:
                assert name not in text
    for block in person.html:
        tags = set(re.findall(r"<(/?\w+)", block))
        assert {tag.strip("/") for tag in tags} <= {"table", "thead", "tr", "td", "th", "div", "span"}
        assert not any(html.escape(name) != name and name in block for name in names)


@pytest.mark.parametrize("name", PAGES)
def test_names_that_look_like_markup_stay_text(empty, name):
    fill_hostile(empty.store)
    empty.visit(name)
    assert_text_stays_text(empty, (*HOSTILE, HOSTILE_GROUP, HOSTILE_AWARD, "<u>王</u>**敏**", "<i>事故</i>**严重**"))


def test_markup_names_stay_text_while_weights_are_tried(empty):
    fill_hostile(empty.store)
    empty.visit("ranking")
    empty.app.slider(key="weight_0").set_value(90.0).run()
    assert_text_stays_text(empty, (*HOSTILE, HOSTILE_GROUP, HOSTILE_AWARD))


def test_markup_in_an_uploaded_file_and_its_name_stays_text(empty):
    fill_hostile(empty.store)
    rows = "\n".join(f'"{name} ",50' for name in ("**y**", "<b>y</b>", ":red[y]", "=2+2"))
    content = f"单位,<i>投资</i>,**别的**\n{rows}\n{HOSTILE[0]},<u>八十</u>\n".encode()
    file = "**评**<b>分</b>:red[表].csv"
    empty.open("import").upload((file, content))
    assert_text_stays_text(empty, (*HOSTILE, "**y**", "<b>y</b>", ":red[y]", "**别的**", "<u>八十</u>", file))


def assert_every_page_sound(person, **query: str) -> None:
    for name in PAGES:
        person.visit(name, **query)
        person.assert_sound()


@pytest.mark.parametrize("shape", SHAPES)
def test_odd_data_is_shown_on_every_page_and_in_pictures_of_every_size(empty, shape):
    fill_plain(empty.store, SHAPES[shape])
    assert_every_page_sound(empty)
    empty.visit("ranking")
    for size, picture in (
        (words.SIZE_PROJECTOR, moves.HEAT), (words.SIZE_A4, moves.PARTS), (words.SIZE_WECHAT, moves.RANKS),
        (words.SIZE_WECHAT, moves.HEAT), (words.SIZE_PROJECTOR, moves.GAP),
    ):  # fmt: skip
        empty.app.segmented_control(key="picture").select(picture)
        empty.app.segmented_control(key="size").select(size).run()
        empty.assert_sound()
        empty.app.run()  # of parts that run by themselves AppTest holds nothing else of the page


def test_a_period_without_predecessor_is_shown(demonstration):
    assert_every_page_sound(demonstration, period="2021年")


def test_a_group_that_competes_for_no_award_is_shown(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}}, roster=roster_of(村="甲", 站="乙"))
    assert_every_page_sound(empty, group="站")


def test_a_group_that_competes_for_no_award_is_ranked_and_nobody_is_proposed(empty):
    fill_plain(empty.store, {"甲村": 90, "乙村": 90, "丙村": 80}, group="村")
    empty.store.append([roster_set(roster_of(村="甲村", 站="乙村 丙村"))], "考核办")
    empty.visit("ranking", group="站")
    empty.assert_sound()
    assert list(empty.table[words.COLUMN_RANK]) == [1, 2]
    assert list(empty.table[words.COLUMN_VERDICT]) == ["", ""]
    assert empty.table[words.COLUMN_GAP].isna().all()
    empty.open("home")
    assert words.LEADERS_PLAIN in empty.text
    empty.open("shortlist")
    assert words.NO_AWARD.format(group="站") in empty.text


def test_a_unit_without_any_mark_is_shown(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲": 90}}, roster=roster_of(村="甲 乙 丙"))
    assert_every_page_sound(empty)


def test_a_scheme_of_eight_dimensions_is_shown(empty):
    names = [f"第{number}个维度" for number in range(8)]
    scheme = scheme_of(*(dimension(name, indicator(f"{name}指标")) for name in names))
    fill(empty.store, scheme, {f"{name}指标": {"甲": 90, "乙": 80} for name in names})
    assert_every_page_sound(empty)


def test_a_new_roster_with_other_groups_does_not_break_an_open_tab(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}}, roster=roster_of(村="甲", 站="乙"))
    empty.visit("ranking")
    empty.app.segmented_control(key="group").select("站").run()
    empty.store.append([roster_set(roster_of(社区="甲 乙"))], "考核办")
    for name in PAGES:
        empty.open(name)
        empty.assert_sound()


def test_a_period_that_was_undone_does_not_break_an_open_tab(empty):
    fill(empty.store, one(full_mark=100), {"投资": {"甲": 90, "乙": 80}})
    position = empty.store.append([sheet_draft({"投资": {"甲": 70, "乙": 60}}, "2023年", "后.csv")], "考核办")[-1].position
    empty.visit("ranking", period="2023年")
    assert empty.app.selectbox(key="period").value == "2023年"
    empty.open("import").button(words.UNDO).click().run()
    empty.assert_sound()
    assert position < empty.store.position
    for name in PAGES:
        empty.open(name)
        empty.assert_sound()


def test_looking_at_pages_writes_nothing(demonstration):
    store = demonstration.open().store
    before = store.journal.head(), store.digest()
    for name in PAGES:
        demonstration.open(name)
        demonstration.assert_sound()
    assert (store.journal.head(), store.digest()) == before


def test_a_page_shows_what_a_colleague_saved_at_the_next_run(empty, colleague):
    fill_plain(empty.store, {"甲村": 90, "乙村": 80})
    empty.visit("ranking")
    colleague(sheet_draft({f"{name}指标": {"甲村": 70} for name in ("项目建设", "营商环境", "作风能力")}, file="更正.csv"))
    empty.app.run()
    assert list(empty.table[words.COLUMN_UNIT]) == ["乙村", "甲村"]
